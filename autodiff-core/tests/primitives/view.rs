//! Rows, columns, inserted axes and copies.

use autodiff_core::prim::{column, insert_axis, row, to_owned};
use ndarray::{Array1, Array2, Axis, ShapeBuilder};

use crate::{check_operand, filled};

#[test]
fn rows_and_columns() {
    for a in [filled((3, 5), 0.1), filled((3, 5).f(), 0.1)] {
        assert_eq!((row::call(&a, 2), column::call(&a, 4)), (a.row(2), a.column(4)));
        check_operand(
            "row",
            &a,
            |a| a.row(1).to_owned(),
            |da| row::call(da, 1).to_owned(),
            |d, v| row::pull_0(1, d, v),
        );
        check_operand(
            "column",
            &a,
            |a| a.column(1).to_owned(),
            |da| column::call(da, 1).to_owned(),
            |d, v| column::pull_0(1, d, v),
        );
    }
}

#[test]
fn inserted_axes() {
    let a: Array1<f64> = filled(4, 0.1);
    for axis in [Axis(0), Axis(1)] {
        check_operand(
            "insert_axis",
            &a,
            |a| a.clone().insert_axis(axis),
            |da| insert_axis::call(da, axis),
            |d, v| insert_axis::pull_0(axis, d, v),
        );
    }
    // a view stays a view of the array that it borrows, not of the operand
    let view = {
        let local = a.view();
        insert_axis::call(&local, Axis(1))
    };
    assert_eq!(view.dim(), (4, 1));
    let r = &a;
    // generated code borrows every operand, the borrowed ones too
    #[allow(clippy::needless_borrow)]
    let owned: Array2<f64> = insert_axis::call(&r, Axis(0));
    assert_eq!(owned.dim(), (1, 4));
}

#[test]
fn copies() {
    let a = filled((3, 5).f(), 0.1);
    check_operand(
        "copy",
        &a,
        Array2::clone,
        |da| to_owned::call(&da.view()),
        |d, v| to_owned::pull_0(d, &v.view()),
    );
    let _: Array2<f64> = to_owned::call(&&a.t());
}

#[test]
#[should_panic(expected = "tangents of different shapes: [5] and [3]")]
fn a_cotangent_that_does_not_fit_is_named() {
    row::pull_0(0, &mut Array2::zeros((3, 5)), &filled(3, 0.1));
}
