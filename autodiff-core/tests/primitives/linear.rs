//! `dot` in its four forms, in every memory order, and the transpose.

use autodiff_core::prim::{dot, transpose};
use ndarray::{Array1, Array2, ShapeBuilder};

use crate::{bits, check_operand, cut, filled};

/// Both pullbacks of `a.dot(b)`.
macro_rules! check_dot {
    ($name:expr, $a:expr, $b:expr) => {{
        let (a, b) = (&$a, &$b);
        assert_eq!(bits(&dot::call(a, b)), bits(&a.dot(b)), "{}", $name);
        check_operand(
            &format!("{} 0", $name),
            a,
            |a| a.dot(b),
            |da| dot::call(da, b),
            |d, v| dot::pull_0(b, d, v),
        );
        check_operand(
            &format!("{} 1", $name),
            b,
            |b| a.dot(b),
            |db| dot::call(a, db),
            |d, v| dot::pull_1(a, d, v),
        );
    }};
}

#[test]
fn all_forms() {
    check_dot!("vector vector", filled(5, 0.1), filled(5, 0.2));
    check_dot!("matrix vector", filled((3, 5), 0.1), filled(5, 0.2));
    check_dot!("vector matrix", filled(3, 0.1), filled((3, 5), 0.2));
    check_dot!("matrix matrix", filled((3, 5), 0.1), filled((5, 4), 0.2));
    check_dot!("larger", filled((17, 9), 0.1), filled((9, 13), 0.2));
}

#[test]
fn column_major() {
    check_dot!("matrix vector", filled((3, 5).f(), 0.1), filled(5, 0.2));
    check_dot!("vector matrix", filled(3, 0.1), filled((3, 5).f(), 0.2));
    check_dot!("matrix matrix", filled((3, 5).f(), 0.1), filled((5, 4), 0.2));
    check_dot!("both", filled((3, 5).f(), 0.1), filled((5, 4).f(), 0.2));
}

#[test]
fn empty_and_thin() {
    check_dot!("empty vectors", filled(0, 0.1), filled(0, 0.2));
    check_dot!("no rows", filled((0, 5), 0.1), filled(5, 0.2));
    check_dot!("no inner", filled((3, 0), 0.1), filled((0, 4), 0.2));
    check_dot!("no inner, vector", filled((3, 0), 0.1), filled(0, 0.2));
    check_dot!("one column", filled((3, 1), 0.1), filled(1, 0.2));
    check_dot!("one row", filled(1, 0.1), filled((1, 4), 0.2));
    check_dot!("outer", filled((3, 1), 0.1), filled((1, 4), 0.2));
}

#[test]
fn strided_operands_and_cotangents() {
    let a: Array2<f64> = filled((8, 10), 0.1);
    let view = cut(cut(a.view(), 0, 0..8, -2), 1, 1..10, 2);
    let copy = Array2::from_shape_fn(view.dim(), |i| view[i]);
    let b: Array1<f64> = filled(15, 0.3);
    let (x, d_y) = (cut(b.view(), 0, 0..15, -3), cut(b.view(), 0, 0..8, 2));
    let whole = copy.dot(&x.to_owned());
    assert!((dot::call(&view, &x) - whole).iter().all(|e| e.abs() < 1e-14));
    let (mut d_a, mut d_x) = (Array2::zeros((4, 5)), Array1::zeros(5));
    dot::pull_0(&x, &mut d_a, &d_y);
    dot::pull_1(&view, &mut d_x, &d_y);
    for ((i, j), d) in d_a.indexed_iter() {
        assert_eq!(*d, d_y[i] * x[j]);
    }
    for (j, d) in d_x.indexed_iter() {
        let expected: f64 = (0..4).map(|i| d_y[i] * copy[[i, j]]).sum();
        assert!((d - expected).abs() < 1e-14, "{d} {expected}");
    }
}

#[test]
fn transposes() {
    let a = filled((3, 5), 0.1);
    assert_eq!(transpose::call(&a), a.t());
    check_operand(
        "transpose",
        &a,
        |a| a.t().to_owned(),
        |da| transpose::call(da).to_owned(),
        |d, v| transpose::pull_0(d, v),
    );
}

#[test]
#[should_panic(expected = "in the pullback of `dot`, the shadow has shape (2, 2), not (3, 2)")]
fn a_shadow_that_does_not_fit_is_named() {
    dot::pull_0(&filled(2, 0.1), &mut Array2::zeros((2, 2)), &filled(3, 0.1));
}
