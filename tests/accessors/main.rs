//! Methods and functions that give references to parts of their arguments: `m.row(i)`, `p.coefficients()`,
//! `s.position_mut()`.
//!
//! Each program is checked against central differences of itself, in both modes; the Hessian-vector product
//! against differences of the gradient.

#![allow(clippy::needless_range_loop)] // loops over positions are what is tested

mod chosen;
mod shapes;

const V: [f64; 6] = [1.2, -0.5, 2.7, 1.1, 0.3, 0.8];

/// `(grad(v + h d) - grad(v - h d)) / 2 h` against `hvp(v, d)`: the error of the difference is of the order h^2
/// times a fifth derivative, and 1e-16 / h from rounding.
#[track_caller]
fn check_second(grad: impl Fn(&[f64]) -> Vec<f64>, hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    let (direction, step) = ([0.3, -0.7, 0.2, 0.5, -0.4, 0.6], 1e-5);
    let moved = |sign: f64| -> Vec<f64> {
        V.iter().zip(direction).map(|(v, d)| v + sign * step * d).collect()
    };
    let (above, below) = (grad(&moved(1.0)), grad(&moved(-1.0)));
    for ((a, b), h) in above.iter().zip(&below).zip(hvp(&V, &direction)) {
        let difference = (a - b) / (2.0 * step);
        assert!((difference - h).abs() <= 1e-7 * (1.0 + h.abs()), "{h} is not {difference}");
    }
}

/// Both modes, and second order; the values are those of the functions themselves.
macro_rules! check {
    ($($f:ident $grad:ident $value:ident $hvp:ident),* $(,)?) => { $(
        chainrule::check_gradients::<$f>((&crate::V[..],)).unwrap();
        crate::check_second(|v| $grad(v), |v, d| $hvp(v, d).1);
        assert_eq!($value(&crate::V).0.to_bits(), $f(&crate::V).to_bits());
    )* };
}
use check;
