//! Items inside functions: every copy of the body has its own, and rustc finds nothing to warn about.

use crate::assert_close;
use chainrule::differentiable;

#[differentiable(second_order)]
fn items_inside(x: f64, y: f64) -> f64 {
    use std::f64::consts::PI;
    /// A name for a type.
    type Pair = (f64, f64);
    const HALF: f64 = 0.5;
    static SCALES: [f64; 2] = [1.0, 2.0];

    /// The polar form, of which only the radius is used.
    #[inline]
    #[must_use]
    fn polar(x: f64, y: f64) -> Pair {
        const OFFSET: f64 = 0.25;
        (x.hypot(y), y.atan2(x) + OFFSET)
    }

    fn index(k: usize) -> usize {
        k % SCALES.len()
    }

    let (radius, _) = polar(x, y);
    radius * PI * HALF * SCALES[index(3)]
}

#[test]
fn copies_of_items() {
    use std::f64::consts::PI;
    let (dx, dy) = grad_items_inside(3.0, 4.0);
    assert_close(dx, PI * 0.6);
    assert_close(dy, PI * 0.8);
    let (_, (xx, _)) = hvp_items_inside(3.0, 4.0, 1.0, 0.0);
    assert_close(xx, PI * 16.0 / 125.0);
}

#[differentiable]
fn markers_inside(x: f64, n: usize) -> f64 {
    fn damped(x: f64, #[no_diff] rate: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint]
        for _ in 0..n {
            s = s.sin() * rate;
        }
        s
    }

    /// Has derivatives of its own, of one parameter.
    #[differentiable(wrt(x))]
    fn shifted(x: f64, #[no_diff] by: f64) -> f64 {
        x * x + by
    }

    damped(x, x, n) * shifted(x, x) + grad_shifted(1.0, 7.0)
}

/// The markers in a function inside are the macro's, annotated or not.
#[test]
fn markers_of_functions_inside() {
    let x = 0.7_f64;
    let (once, twice) = (x.sin() * x, (x.sin() * x).sin() * x);
    let slope = once.cos() * x * x.cos() * x;
    assert_close(markers_inside(x, 2), twice * (x * x + x) + 2.0);
    assert_close(grad_markers_inside(x, 2), slope * (x * x + x) + twice * 2.0 * x);
}

#[differentiable(second_order)]
fn import_of_the_value_alone(x: f64) -> f64 {
    use std::f64::consts::{E, PI as HALF_TURN};
    fn offset() -> f64 {
        2.0
    }
    x + HALF_TURN + E + offset()
}

/// The derivative reads neither of the imports.
#[test]
fn imports_that_derivatives_do_not_need() {
    assert_close(grad_import_of_the_value_alone(1.0), 1.0);
}
