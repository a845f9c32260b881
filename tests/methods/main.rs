//! Methods: receivers of every kind, associated functions, whole `impl`s.
//!
//! Each program is checked against central differences of itself (`check_gradients`, which also compares
//! both modes with one another), its second derivatives against differences of its gradient, and a
//! few numbers against derivatives by hand.

// loops over positions and assignments written out are what is tested
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

mod bodies;
mod named;
mod numbers;
mod of_lists;
mod places;
mod receivers;
mod seen;
mod shown;
mod traits;
mod types;

/// The Hessian-vector product against central differences of the gradient along a direction.
#[track_caller]
fn second_order_agrees<const N: usize>(
    x: [f64; N],
    gradient: impl Fn([f64; N]) -> [f64; N],
    product: impl Fn([f64; N], [f64; N]) -> [f64; N],
) {
    let direction: [f64; N] = std::array::from_fn(|i| 1.0 - 0.7 * i as f64);
    let h = 1e-5;
    let moved = |step: f64| gradient(std::array::from_fn(|i| x[i] + step * direction[i]));
    let (up, down, exact) = (moved(h), moved(-h), product(x, direction));
    for i in 0..N {
        let difference = (up[i] - down[i]) / (2.0 * h);
        // truncation h^2 and rounding 1e-16 / h are about 1e-10 of the scale
        let scale = 1.0 + exact[i].abs();
        assert!((difference - exact[i]).abs() < 1e-7 * scale, "{i}: {difference} {}", exact[i]);
    }
}
