//! Functions of another crate, differentiated there, called and differentiated here.
//!
//! What comes in: the library's functions by path, import and new name. What
//! goes out: derivatives through them, compared with formulas by hand.
//! Invariant: a dependent crate needs nothing but the functions' own paths.

#![deny(warnings)]
#![forbid(unsafe_code)]

use chainrule_test_library::{cube as third_power, inner, norm};
use derivatives::differentiable;

#[differentiable(second_order, crate = derivatives)]
fn across_crates(x: f64, v: &[f64]) -> f64 {
    third_power(x) * norm(v) + inner::blend(x, v[0], 0.25) + chainrule_test_library::cube(v[1])
}

#[differentiable(second_order, crate = derivatives)]
fn recursive_and_generic(x: f64, v: &[f64]) -> f64 {
    use chainrule_test_library::{inner::power, norm as length};
    fn slope(x: f64, v: &[f64]) -> f64 {
        length::<f64>(v) * power(x, 5)
    }
    slope(x, v) + self::across_crates(x, v)
}

#[track_caller]
fn assert_close(got: f64, wanted: f64) {
    let tolerance = 16.0 * f64::EPSILON * (1.0 + wanted.abs());
    assert!((got - wanted).abs() <= tolerance, "got {got}, by hand {wanted}");
}

/// x^3 |v| + 0.75 x + 0.25 v0 + v1^3.
#[test]
fn calls_into_a_library() {
    let (dx, dv) = grad_across_crates(2.0, &[3.0, 4.0]);
    assert_close(dx, 12.0 * 5.0 + 0.75);
    assert_close(dv[0], 8.0 * 0.6 + 0.25);
    assert_close(dv[1], 8.0 * 0.8 + 48.0);
    let (_, (along, _)) = hvp_across_crates(2.0, &[3.0, 4.0], 1.0, &[0.0, 0.0]);
    assert_close(along, 12.0 * 5.0);
}

/// |v| x^5, by a function inside that calls recursive and generic functions of the library.
#[test]
fn calls_from_a_function_inside() {
    let (dx, _) = grad_recursive_and_generic(2.0, &[3.0, 4.0]);
    assert_close(dx, 5.0 * 80.0 + 12.0 * 5.0 + 0.75);
    let (_, (along, _)) = hvp_recursive_and_generic(2.0, &[3.0, 4.0], 1.0, &[0.0, 0.0]);
    assert_close(along, 5.0 * 160.0 + 12.0 * 5.0);
}

/// The library's own derivatives, by their paths.
#[test]
fn derivatives_of_a_library() {
    assert_close(chainrule_test_library::grad_cube(2.0), 12.0);
    assert_eq!(chainrule_test_library::grad_norm(&[3.0_f32, 4.0]), [0.6, 0.8]);
    let (da, db, dt) = inner::grad_blend(1.0, 3.0, 0.25);
    assert_close(da, 0.75);
    assert_close(db, 0.25);
    assert_close(dt, 2.0);
}
