//! The benchmark kernels in other automatic differentiation for stable Rust: inputs of
//! `chainrule-benches` come in, values and derivatives of other libraries go out.
//!
//! The other libraries differentiate functions that are generic over the number: [`models`] has the
//! kernels in that form, each written once. [`tape`] differentiates them with echidna's tape (adjoint
//! mode), [`dual`] with num-dual's dual numbers (one direction).
//!
//! Invariant: a model's value is its kernel's primal, up to rounding; `tests/agreement.rs` compares
//! values and derivatives.

pub mod models;
mod peer;
mod scalar;

pub use peer::Peer;
pub use scalar::Scalar;

use echidna::Reverse;
use num_dual::Dual64;

/// A kernel as a function of numbers of any kind.
pub trait Model {
    /// The value, from a vector per differentiable input.
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T;
}

/// The gradient of a model by echidna's tape, the inputs one behind the other.
pub fn tape(model: &impl Model, inputs: &[&[f64]]) -> Vec<f64> {
    let flat = inputs.concat();
    echidna::grad(
        |flat: &[Reverse<f64>]| {
            let mut rest = flat;
            let w: Vec<Vec<Reverse<f64>>> = inputs
                .iter()
                .map(|input| rest.split_off(..input.len()).expect("as many").to_vec())
                .collect();
            model.value(&w)
        },
        &flat,
    )
}

/// The value of a model and its derivative along a direction, by num-dual's dual numbers.
pub fn dual(model: &impl Model, inputs: &[&[f64]], direction: &[&[f64]]) -> (f64, f64) {
    let w: Vec<Vec<Dual64>> = inputs
        .iter()
        .zip(direction)
        .map(|(x, v)| x.iter().zip(*v).map(|(x, v)| Dual64::new(*x, *v)).collect())
        .collect();
    let value = model.value(&w);
    (value.re, value.eps)
}
