//! The chained Rosenbrock function (Moré, Garbow and Hillstrom, "Testing unconstrained
//! optimization software", ACM TOMS 7, 1981, problem 21, in its chained form): neighbouring
//! elements meet in each term, so the reverse writes two shadows per iteration.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// `sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2`.
#[differentiable]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        s += 100.0 * a * a + b * b;
    }
    s
}

/// The adjoint by hand, in the pass that computes the value: the terms are independent. What a
/// term adds to its second element is carried to the next term, so that each element of the
/// shadow is read and written once.
pub fn by_hand(x: &[f64], d_x: &mut [f64], seed: f64) -> f64 {
    let n = x.len();
    let d_x = &mut d_x[..n];
    let mut s = 0.0;
    let mut d_next = 0.0;
    for i in 0..n - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        s += 100.0 * a * a + b * b;
        let d_a = 200.0 * a * seed;
        d_x[i] += d_next - 2.0 * (x[i] * d_a + b * seed);
        d_next = d_a;
    }
    d_x[n - 1] += d_next;
    s
}

/// [`rosenbrock`] with inputs.
pub struct Rosenbrock {
    x: Vec<f64>,
    dx: Vec<f64>,
    shadow: Vec<f64>,
}

impl Rosenbrock {
    /// `n` inputs.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(2);
        let x = random.vector(n, -2.0, 2.0);
        let dx = random.vector(n, -1.0, 1.0);
        Self { x, dx, shadow: vec![0.0; n] }
    }
}

impl Kernel for Rosenbrock {
    fn name(&self) -> String {
        format!("Rosenbrock chain, n = {}", self.x.len())
    }

    fn mark(&self) -> Option<f64> {
        Some(1.7)
    }

    fn primal(&mut self) -> f64 {
        rosenbrock(&self.x)
    }

    fn adjoint(&mut self) -> f64 {
        adjoint_rosenbrock(&self.x, &mut self.shadow, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_rosenbrock(&self.x).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_rosenbrock(&self.x, &self.dx)
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
