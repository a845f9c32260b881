//! A library that offers differentiable functions to other crates.
//!
//! What comes in: `chainrule` under another name (`crate = derivatives`). What
//! goes out: functions whose derivatives a dependent crate calls and
//! differentiates through. Invariant: the library documents every public item,
//! and what the attribute adds must not break that.

#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]
#![forbid(unsafe_code)]

use derivatives::{Real, differentiable};

/// `x^3`.
#[differentiable(second_order, crate = derivatives)]
pub fn cube(x: f64) -> f64 {
    x * x * x
}

/// The Euclidean norm.
#[allow(clippy::needless_range_loop)]
#[differentiable(second_order, crate = derivatives)]
pub fn norm<T: Real>(v: &[T]) -> T {
    let mut s = T::zero();
    for i in 0..v.len() {
        s += v[i] * v[i];
    }
    s.sqrt()
}

/// Functions behind a path.
pub mod inner {
    use derivatives::differentiable;

    /// `a + (b - a) t`, by way of a private function.
    #[differentiable(second_order, crate = derivatives)]
    pub fn blend(a: f64, b: f64, t: f64) -> f64 {
        a + scaled(b - a, t)
    }

    /// `x^n`, by squaring: a function inside takes the attribute's arguments over, the path of the
    /// crate too.
    #[differentiable(second_order, crate = derivatives)]
    pub fn power(x: f64, n: u32) -> f64 {
        fn square(x: f64) -> f64 {
            x * x
        }
        match n {
            0 => 1.0,
            n if n % 2 == 0 => square(power(x, n / 2)),
            n => x * power(x, n - 1),
        }
    }

    #[differentiable(second_order, crate = derivatives)]
    fn scaled(x: f64, t: f64) -> f64 {
        x * t
    }
}
