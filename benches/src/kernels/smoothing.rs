//! Exponential smoothing in place, `y[i] = w[i] y[i - 1] + y[i]^2`: every iteration reads three
//! elements and overwrites one that its reverse needs, so one number per iteration is recorded.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// The sum of all elements of `x` after the smoothing.
#[differentiable]
pub fn smoothing(x: &[f64], w: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let mut s = 0.0;
    for i in 1..y.len() {
        y[i] = w[i] * y[i - 1] + y[i] * y[i];
        s += y[i];
    }
    s
}

/// The adjoint by hand: the smoothed array is the record, since `x` still holds what was
/// overwritten.
pub fn by_hand(x: &[f64], w: &[f64], d_x: &mut [f64], d_w: &mut [f64], seed: f64) -> f64 {
    let n = x.len();
    let mut y = x.to_vec();
    let mut s = 0.0;
    for i in 1..n {
        y[i] = w[i] * y[i - 1] + y[i] * y[i];
        s += y[i];
    }
    let mut d_y = 0.0;
    for i in (1..n).rev() {
        d_y += seed;
        d_w[i] += y[i - 1] * d_y;
        d_x[i] += 2.0 * x[i] * d_y;
        d_y *= w[i];
    }
    d_x[0] += d_y;
    s
}

/// [`smoothing`] with inputs.
pub struct Smoothing {
    x: Vec<f64>,
    w: Vec<f64>,
    direction: [Vec<f64>; 2],
    shadow: [Vec<f64>; 2],
}

impl Smoothing {
    /// `n` elements; all weights are below one half, so that nothing grows.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(8);
        let x = random.vector(n, -1.0, 1.0);
        let w = random.vector(n, -0.5, 0.5);
        let direction = [random.vector(n, -1.0, 1.0), random.vector(n, -1.0, 1.0)];
        Self { x, w, direction, shadow: [vec![0.0; n], vec![0.0; n]] }
    }
}

impl Kernel for Smoothing {
    fn name(&self) -> String {
        format!("smoothing, n = {}", self.x.len())
    }

    fn mark(&self) -> Option<f64> {
        None
    }

    fn primal(&mut self) -> f64 {
        smoothing(&self.x, &self.w)
    }

    fn adjoint(&mut self) -> f64 {
        let [d_x, d_w] = &mut self.shadow;
        adjoint_smoothing(&self.x, &self.w, d_x, d_w, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_smoothing(&self.x, &self.w).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_smoothing(&self.x, &self.w, &self.direction[0], &self.direction[1])
    }

    fn by_hand(&mut self) -> f64 {
        let [d_x, d_w] = &mut self.shadow;
        by_hand(&self.x, &self.w, d_x, d_w, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.x, &mut self.w]
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        self.direction.iter_mut().map(Vec::as_mut_slice).collect()
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.shadow.iter_mut().map(Vec::as_mut_slice).collect()
    }
}
