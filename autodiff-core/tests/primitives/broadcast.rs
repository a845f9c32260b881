//! What shapes that do not fit are answered, and the values of broadcasts small enough to know.

use autodiff_core::prim::{add, mul, sub};
use ndarray::{Array1, Array2, array};

#[test]
fn sums_are_those_of_the_formula() {
    let d_y = array![[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]];
    let (mut row, mut column) = (array![0.0, 0.0, 0.0], array![[0.0], [0.0]]);
    let (mut one, mut number) = (array![[0.0]], 0.0);
    add::pull_1(&mut row, &d_y);
    add::pull_1(&mut column, &d_y);
    add::pull_1(&mut one, &d_y);
    sub::pull_1(&mut number, &d_y);
    assert_eq!(row, array![11.0, 22.0, 33.0]);
    assert_eq!(column, array![[6.0], [60.0]]);
    assert_eq!((one, number), (array![[66.0]], -66.0));
    let mut column = array![[0.0], [0.0]];
    mul::pull_0(&array![1.0, 0.0, -1.0], &mut column, &d_y);
    assert_eq!(column, array![[-2.0], [-20.0]]);
}

#[test]
fn dimensions_that_are_dynamic_work() {
    let d_y = array![[1.0, 2.0], [3.0, 4.0]].into_dyn();
    let mut shadow = Array1::zeros(2).into_dyn();
    add::pull_0(&mut shadow, &d_y);
    assert_eq!(shadow, array![4.0, 6.0].into_dyn());
    assert_eq!(add::call(&shadow, &d_y), array![[5.0, 8.0], [7.0, 10.0]].into_dyn());
}

#[test]
#[should_panic(expected = "could not broadcast arrays of shapes [2, 3] and [2]")]
fn shapes_that_do_not_broadcast_are_named() {
    let _ = add::call(&Array2::<f64>::zeros((2, 3)), &Array1::<f64>::zeros(2));
}

#[test]
#[should_panic(expected = "a cotangent of shape [2, 3] cannot be summed to a shadow of shape [2]")]
fn a_shadow_that_does_not_fit_is_named() {
    add::pull_0(&mut Array1::<f64>::zeros(2), &Array2::zeros((2, 3)));
}
