//! `map` with a kernel, its pushforward and its pullbacks, first and second order.

use autodiff_core::prim::map;
use ndarray::{Array, Array2, ArrayView2, ShapeBuilder};

use crate::{bits, check_operand, cut, filled};

/// The kernel: `v^2 sin v`, and its first two derivatives, by hand.
fn kernel(v: f64) -> f64 {
    v * v * v.sin()
}

fn first(v: f64) -> f64 {
    2.0 * v * v.sin() + v * v * v.cos()
}

fn second(v: f64) -> f64 {
    2.0 * v.sin() + 4.0 * v * v.cos() - v * v * v.sin()
}

/// Contiguous, column-major, reversed and strided operands.
fn operands(base: &Array2<f64>) -> [ArrayView2<'_, f64>; 4] {
    let reversed = cut(base.view(), 0, 0..3, -1);
    [base.view(), base.t(), reversed, cut(base.view(), 1, 0..4, 2)]
}

#[test]
fn values_are_those_of_mapv_in_its_memory_order() {
    let base = filled((3, 4), 0.1);
    for x in operands(&base) {
        let expected = x.mapv(kernel);
        let y = map::call(&x, kernel);
        let (value, tangent) = map::call_2(&x, &x, |v, dv| (kernel(v), dv * first(v)));
        assert_eq!((bits(&y), y.strides()), (bits(&expected), expected.strides()));
        assert_eq!((bits(&value), value.strides()), (bits(&expected), expected.strides()));
        assert_eq!(bits(&tangent), bits(&x.mapv(|v| v * first(v))));
    }
}

#[test]
fn the_pullback_is_the_kernels() {
    for x in [filled((3, 4), 0.1), filled((3, 4).f(), 0.1), filled((0, 4), 0.1)] {
        check_operand(
            "map",
            &x,
            |x| x.mapv(kernel),
            |dx| map::call_2(&x, dx, |v, dv| (kernel(v), dv * first(v))).1,
            |d_x, d_y| map::pull(&x, d_x, d_y, |v, d_v, d_r| *d_v += d_r * first(v)),
        );
    }
}

#[test]
fn the_pullback_of_the_pushforward_is_the_kernels() {
    for x in [filled((3, 4), 0.1), filled((3, 4).f(), 0.1)] {
        let dx = filled(x.dim(), 0.8);
        let zero = Array::zeros(x.dim());
        let tangent = |x: &Array2<f64>, dx: &Array2<f64>| {
            map::call_2(x, dx, |v, dv| (kernel(v), dv * first(v))).1
        };
        let pull = |d_x: &mut Array2<f64>, d_dx: &mut Array2<f64>, d_dy: &Array2<f64>| {
            map::pull_2(&x, &dx, d_x, d_dx, &zero, d_dy, |v, dv, d_v, d_dv, d_r, d_dr| {
                *d_v += d_r * first(v) + d_dr * dv * second(v);
                *d_dv += d_dr * first(v);
            });
        };
        let by_hand = |x: &Array2<f64>, dx: &Array2<f64>| x.mapv(first) * dx;
        check_operand(
            "in the value",
            &x,
            |x| by_hand(x, &dx),
            |u| x.mapv(second) * &dx * u,
            |d_x, d_dy| pull(d_x, &mut zero.clone(), d_dy),
        );
        check_operand(
            "in the tangent",
            &dx,
            |dx| by_hand(&x, dx),
            |u| tangent(&x, u),
            |d_dx, d_dy| pull(&mut zero.clone(), d_dx, d_dy),
        );
    }
}

#[test]
fn captured_scalars_receive_their_derivative() {
    let x = filled((3, 4), 0.1);
    let d_y = filled((3, 4), 0.6);
    let c = 1.5;
    check_operand(
        "capture",
        &c,
        |&c| x.mapv(|v| (c * v).exp()),
        |&dc| x.mapv(|v| dc * v * (c * v).exp()),
        |d_c, d_y| {
            let mut d_x = Array::zeros(x.dim());
            map::pull(&x, &mut d_x, d_y, |v, d_v, d_r| {
                *d_v += d_r * c * (c * v).exp();
                *d_c += d_r * v * (c * v).exp();
            });
        },
    );
    assert_eq!(d_y.dim(), x.dim());
}

#[test]
fn an_element_may_change_its_precision() {
    let x = filled(4, 0.1).mapv(|v| v as f32);
    let y = map::call(&x, f64::from);
    let mut d_x = Array::zeros(4);
    map::pull(&x, &mut d_x, &y, |_, d_v, d_r| *d_v += d_r as f32);
    assert_eq!(d_x, x);
}

#[test]
#[should_panic(
    expected = "the cotangent of an elementwise function has shape [3], its operand [4]"
)]
fn a_cotangent_that_does_not_fit_is_named() {
    map::pull(&filled(4, 0.1), &mut filled(4, 0.1), &filled(3, 0.1), |_, d_v, d_r| *d_v += d_r);
}
