//! Operators of the user's types: vectors, complex numbers, quaternions, matrices, and types whose
//! operators are no sums of products.
//!
//! Each program is compared with the same formulas on plain numbers, written out by hand: the values bit
//! for bit, gradients and Hessian-vector products up to the order in which they are added up, and both
//! against central differences.

#![allow(clippy::needless_range_loop)] // loops over positions are what is tested
#![allow(clippy::suspicious_arithmetic_impl)] // operators that are none of arithmetic are tested too

mod algebra;
mod compound;
mod generic;
mod linear;
mod nonlinear;
mod references;
mod totals;
mod vectors;

/// Gradients and Hessian-vector products of a program and of the one written by hand.
#[track_caller]
fn agree<const N: usize>(program: [f64; N], by_hand: [f64; N]) {
    for (i, (a, b)) in program.iter().zip(by_hand).enumerate() {
        // a few dozen roundings of either, in another order
        let scale = 1.0 + a.abs().max(b.abs());
        assert!((a - b).abs() <= 1e-12 * scale, "{i}: {a} {b}");
    }
}
