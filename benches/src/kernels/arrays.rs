//! What a kernel works on: values come in, a direction and shadows of the same shapes go out.

use crate::Random;

/// The differentiable inputs of a kernel, one vector per parameter, a direction and shadows.
pub struct Arrays {
    /// The inputs.
    pub inputs: Vec<Vec<f64>>,
    /// The direction of the kernel's `jvp_`.
    pub direction: Vec<Vec<f64>>,
    /// The shadows, zero at first.
    pub shadows: Vec<Vec<f64>>,
}

impl Arrays {
    /// A random direction and shadows for `inputs`.
    pub fn new(inputs: Vec<Vec<f64>>, random: &mut Random) -> Self {
        let direction = inputs.iter().map(|x| random.vector(x.len(), -1.0, 1.0)).collect();
        let shadows = inputs.iter().map(|x| vec![0.0; x.len()]).collect();
        Self { inputs, direction, shadows }
    }

    /// The inputs, a slice each.
    pub fn inputs(&mut self) -> Vec<&mut [f64]> {
        self.inputs.iter_mut().map(Vec::as_mut_slice).collect()
    }

    /// The direction, a slice per input.
    pub fn direction(&mut self) -> Vec<&mut [f64]> {
        self.direction.iter_mut().map(Vec::as_mut_slice).collect()
    }

    /// The shadows, a slice per input.
    pub fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.shadows.iter_mut().map(Vec::as_mut_slice).collect()
    }
}
