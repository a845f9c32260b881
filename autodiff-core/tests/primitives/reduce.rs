//! Sums and means, over everything and along each axis.

use autodiff_core::prim::{mean, mean_axis, sum, sum_axis};
use ndarray::{Array2, Axis, ShapeBuilder};

use crate::{bits, check_operand, filled};

#[test]
fn over_everything() {
    for a in [filled((3, 5), 0.1), filled((3, 5).f(), 0.1), filled((1, 1), 0.4)] {
        assert_eq!(bits(&sum::call(&a)), bits(&a.sum()));
        assert_eq!(bits(&mean::call(&a)), bits(&a.mean().unwrap()));
        check_operand("sum", &a, |a| a.sum(), sum::call, sum::pull_0);
        let value = |a: &Array2<f64>| a.mean().unwrap();
        check_operand("mean", &a, value, |da| mean::call(da), mean::pull_0);
    }
    check_operand("empty", &filled(0, 0.1), |a| a.sum(), sum::call, sum::pull_0);
}

#[test]
fn along_each_axis() {
    for axis in (0..3).map(Axis) {
        for a in [filled((2, 3, 4), 0.1), filled((2, 3, 4).f(), 0.1), filled((2, 1, 4), 0.1)] {
            assert_eq!(bits(&sum_axis::call(&a, axis)), bits(&a.sum_axis(axis)));
            check_operand(
                "sum_axis",
                &a,
                |a| a.sum_axis(axis),
                |da| sum_axis::call(da, axis),
                |d, v| sum_axis::pull_0(axis, d, v),
            );
            assert_eq!(bits(&mean_axis::call(&a, axis)), bits(&a.mean_axis(axis).unwrap()));
            check_operand(
                "mean_axis",
                &a,
                |a| a.mean_axis(axis).unwrap(),
                |da| mean_axis::call(da, axis),
                |d, v| mean_axis::pull_0(axis, d, v),
            );
        }
    }
}

#[test]
fn along_an_axis_of_length_zero() {
    let mut d_a = Array2::<f64>::zeros((0, 3));
    sum_axis::pull_0(Axis(0), &mut d_a, &filled(3, 0.1));
    assert_eq!(sum_axis::call(&d_a, Axis(0)), ndarray::Array1::zeros(3));
}

#[test]
#[should_panic(expected = "the mean of an array of shape [0, 3], which is empty")]
fn a_mean_of_nothing_is_named() {
    mean::call(&Array2::<f64>::zeros((0, 3)));
}

#[test]
#[should_panic(
    expected = "a cotangent of shape [2] cannot be repeated along axis 0 to a shadow of shape [2, 3]"
)]
fn a_cotangent_that_does_not_fit_is_named() {
    sum_axis::pull_0(Axis(0), &mut Array2::zeros((2, 3)), &filled(2, 0.1));
}
