//! `s = sum of x[i]^2`: the smallest loop with a nonlinear term. It shows what a record costs:
//! nothing needs to be kept, and the reverse of an iteration can run with its forward part.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// The sum of the squares of `x`.
#[differentiable]
pub fn sum_of_squares(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * x[i];
    }
    s
}

/// The adjoint by hand: `d_x[i] += 2 x[i] seed`, in the pass that computes the value.
pub fn by_hand(x: &[f64], d_x: &mut [f64], seed: f64) -> f64 {
    let n = x.len();
    let d_x = &mut d_x[..n];
    let mut s = 0.0;
    for i in 0..n {
        let v = x[i];
        s += v * v;
        d_x[i] += 2.0 * v * seed;
    }
    s
}

/// [`sum_of_squares`] with inputs.
pub struct SumOfSquares {
    x: Vec<f64>,
    dx: Vec<f64>,
    shadow: Vec<f64>,
}

impl SumOfSquares {
    /// `n` inputs.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(1);
        let x = random.vector(n, -1.0, 1.0);
        let dx = random.vector(n, -1.0, 1.0);
        Self { x, dx, shadow: vec![0.0; n] }
    }
}

impl Kernel for SumOfSquares {
    fn name(&self) -> String {
        format!("sum of squares, n = {}", self.x.len())
    }

    fn mark(&self) -> Option<f64> {
        Some(1.2)
    }

    fn primal(&mut self) -> f64 {
        sum_of_squares(&self.x)
    }

    fn adjoint(&mut self) -> f64 {
        adjoint_sum_of_squares(&self.x, &mut self.shadow, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_sum_of_squares(&self.x).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_sum_of_squares(&self.x, &self.dx)
    }

    fn by_hand(&mut self) -> f64 {
        by_hand(&self.x, &mut self.shadow, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.x]
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.dx]
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.shadow]
    }
}
