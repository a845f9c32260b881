//! `s = sin(s) + x[i] s`: a scalar carried through a loop nonlinearly. Every iteration's `s` is
//! needed in reverse, so one number per iteration has to be recorded.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// Carries `s` through all of `x`, starting at 0.7.
#[differentiable]
pub fn carry(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

/// The adjoint by hand: the record holds `s` at the head of each iteration; `cos` is taken in
/// the reverse sweep, where it does not wait for the carried cotangent.
pub fn by_hand(x: &[f64], d_x: &mut [f64], seed: f64) -> f64 {
    let n = x.len();
    let d_x = &mut d_x[..n];
    let mut record = Vec::with_capacity(n);
    let mut s = 0.7_f64;
    for i in 0..n {
        record.push(s);
        s = s.sin() + x[i] * s;
    }
    let value = s;
    let record = &record[..n];
    let mut d_s = seed;
    for i in (0..n).rev() {
        let s = record[i];
        d_x[i] += s * d_s;
        d_s *= s.cos() + x[i];
    }
    value
}

/// [`carry`] with inputs.
pub struct Carry {
    x: Vec<f64>,
    dx: Vec<f64>,
    shadow: Vec<f64>,
}

impl Carry {
    /// `n` inputs, chosen so that the derivative neither underflows nor overflows.
    ///
    /// The derivative with respect to an early input is a product of `n` factors
    /// `cos(s) + x[i]`. With inputs drawn blindly it would reach subnormal numbers, which are
    /// slow on most processors, and the benchmark would measure those. So of two draws the one
    /// is taken that keeps the product nearer to 1.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(3);
        let mut s = 0.7_f64;
        let mut log_product = 0.0;
        let mut x = Vec::with_capacity(n);
        for _ in 0..n {
            let grown = |x: f64| log_product + (s.cos() + x).abs().max(1e-3).ln();
            let first = random.uniform(-0.9, 0.9);
            let second = random.uniform(-0.9, 0.9);
            let chosen = if grown(first).abs() <= grown(second).abs() { first } else { second };
            log_product = grown(chosen);
            s = s.sin() + chosen * s;
            x.push(chosen);
        }
        let dx = random.vector(n, -1.0, 1.0);
        Self { x, dx, shadow: vec![0.0; n] }
    }
}

impl Kernel for Carry {
    fn name(&self) -> String {
        format!("nonlinear carry, n = {}", self.x.len())
    }

    fn mark(&self) -> Option<f64> {
        Some(1.4)
    }

    fn primal(&mut self) -> f64 {
        carry(&self.x)
    }

    fn adjoint(&mut self) -> f64 {
        adjoint_carry(&self.x, &mut self.shadow, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_carry(&self.x).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_carry(&self.x, &self.dx)
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
