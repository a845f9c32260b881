//! Parameters that no name is given to: their derivatives are zero.

use chainrule::{Differentiable, check_gradients, differentiable};

#[differentiable(second_order)]
fn square(t: f64, _: f64, _: &[f64]) -> f64 {
    t * t
}

#[differentiable(second_order)]
fn cube(x: f64, v: &[f64]) -> f64 {
    square(x, x * x, v) * x
}

#[derive(Clone, Differentiable)]
struct Scale {
    a: f64,
}

#[differentiable]
impl Scale {
    fn ideal(&self, _: f64, y: f64) -> f64 {
        self.a * y
    }

    fn double(&self, v: &mut [f64], _: &mut [f64], _: f64) {
        for x in v.iter_mut() {
            *x *= 2.0 * self.a;
        }
    }
}

#[differentiable]
fn in_place(s: &Scale, x: f64) -> f64 {
    let (mut v, mut other) = ([x, x * x], [1.0, x]);
    s.double(&mut v, &mut other, x);
    v[0] * v[1] * other[1]
}

#[test]
fn what_has_no_name_has_a_gradient_of_zero() {
    assert_eq!(grad_square(2.0, 1.0, &[3.0]), (4.0, 0.0, vec![0.0]));
    assert_eq!(jvp_square(2.0, 1.0, &[3.0], 1.0, 5.0, &[7.0]), (4.0, 4.0));
    assert_eq!(hvp_cube(2.0, &[1.0], 1.0, &[1.0]), ((12.0, vec![0.0]), (12.0, vec![0.0])));
    check_gradients::<square>((2.0, 1.0, &[3.0][..])).unwrap();
}

#[test]
fn methods_and_places_have_unnamed_ones_too() {
    let s = Scale { a: 0.5 };
    assert_eq!(s.grad_ideal(7.0, 3.0).1, 0.0);
    // 4 a^2 x^4
    let (d_s, d_x) = grad_in_place(&s, 2.0);
    assert_eq!((d_s.a, d_x), (8.0 * 0.5 * 16.0, 16.0 * 0.25 * 8.0));
}
