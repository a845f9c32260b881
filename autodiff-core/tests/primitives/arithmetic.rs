//! `+ - * / %` and negation: numbers with arrays, arrays with arrays, every memory order.

use autodiff_core::prim::{add, div, mul, neg, rem, sub, trunc_div};
use ndarray::{Array1, Array2, Array3, Axis, ShapeBuilder};

use crate::{bits, check_operand, cut, filled};

/// Both pullbacks of all five operators for one pair of operands; `number` marks an operand that
/// ndarray's operators take by value.
macro_rules! check_operators {
    ($name:expr, number $a:expr, $b:expr) => {
        check_operators!(@all $name, [*] $a, [&*] $b)
    };
    ($name:expr, $a:expr, number $b:expr) => {
        check_operators!(@all $name, [&*] $a, [*] $b)
    };
    ($name:expr, $a:expr, $b:expr) => {
        check_operators!(@all $name, [&*] $a, [&*] $b)
    };
    (@all $name:expr, [$($pa:tt)*] $a:expr, [$($pb:tt)*] $b:expr) => {{
        let (a, b) = (&$a, &$b);
        check_operators! {
            @value $name, ($($pa)* a), ($($pb)* b), a, b, add +, sub -, mul *, div /, rem %
        }
        let zeros = zeros(&($($pa)* a + $($pb)* b));
        check_operators! {
            @pull $name, add + a b [$($pa)*] [$($pb)*]
            |da| add::call(da, &zeros); |d, v| add::pull_0(d, v);
            |db| add::call(&zeros, db); |d, v| add::pull_1(d, v);
        }
        check_operators! {
            @pull $name, sub - a b [$($pa)*] [$($pb)*]
            |da| add::call(da, &zeros); |d, v| sub::pull_0(d, v);
            |db| sub::call(&zeros, db); |d, v| sub::pull_1(d, v);
        }
        check_operators! {
            @pull $name, mul * a b [$($pa)*] [$($pb)*]
            |da| mul::call(da, b); |d, v| mul::pull_0(b, d, v);
            |db| mul::call(a, db); |d, v| mul::pull_1(a, d, v);
        }
        let y = $($pa)* a / $($pb)* b;
        check_operators! {
            @pull $name, div / a b [$($pa)*] [$($pb)*]
            |da| div::call(da, b); |d, v| div::pull_0(b, d, v);
            |db| neg::call(&div::call(&mul::call(&y, db), b)); |d, v| div::pull_1(b, &y, d, v);
        }
        // a quotient of order 8 is not truncated to 0; none of these is within 1e-4 of an integer
        let a = &($($pa)* a * 8.0);
        check_operators! {
            @pull $name, rem % a b [$($pa)*] [$($pb)*]
            |da| add::call(da, &zeros); |d, v| rem::pull_0(d, v);
            |db| neg::call(&mul::call(&trunc_div::call(a, b), db)); |d, v| rem::pull_1(a, b, d, v);
        }
    }};
    (@value $name:expr, $a:expr, $b:expr, $ra:ident, $rb:ident, $($module:ident $op:tt),*) => { $(
        assert_eq!(bits(&$module::call($ra, $rb)), bits(&($a $op $b)), "{} {}", $name, stringify!($op));
    )* };
    (
        @pull $name:expr, $module:ident $op:tt $a:ident $b:ident [$($pa:tt)*] [$($pb:tt)*]
        $tangent_0:expr; $pull_0:expr; $tangent_1:expr; $pull_1:expr;
    ) => {
        check_operand(
            &format!("{} {} 0", $name, stringify!($module)),
            $a, |a| $($pa)* a $op $($pb)* $b, $tangent_0, $pull_0,
        );
        check_operand(
            &format!("{} {} 1", $name, stringify!($module)),
            $b, |b| $($pa)* $a $op $($pb)* b, $tangent_1, $pull_1,
        );
    };
}

/// Zeros of the shape of an array.
fn zeros<D: ndarray::Dimension>(a: &ndarray::Array<f64, D>) -> ndarray::Array<f64, D> {
    ndarray::Array::zeros(a.raw_dim())
}

#[test]
fn arrays_of_equal_shape() {
    check_operators!("1-1", filled(5, 0.1), filled(5, 0.2));
    check_operators!("2-2", filled((3, 4), 0.1), filled((3, 4), 0.2));
    check_operators!("column-major", filled((3, 4).f(), 0.1), filled((3, 4), 0.2));
    check_operators!("0-dimensional", filled((), 0.1), filled((), 0.2));
}

#[test]
fn arrays_that_broadcast() {
    check_operators!("row to matrix", filled((3, 4), 0.1), filled(4, 0.2));
    check_operators!("matrix to row", filled(4, 0.1), filled((3, 4), 0.2));
    check_operators!("column", filled((3, 4), 0.1), filled((3, 1), 0.2));
    check_operators!("column and row", filled((3, 1), 0.1), filled((1, 4), 0.2));
    check_operators!("vector and column", filled(4, 0.1), filled((3, 1), 0.2));
    check_operators!("one element", filled((1, 1), 0.1), filled((3, 4), 0.2));
    check_operators!("three axes", filled((2, 1, 4), 0.1), filled((3, 1), 0.2));
    check_operators!("middle axis", filled((2, 3, 4), 0.1), filled((2, 1, 4), 0.2));
    check_operators!("outer axes", filled((2, 3, 4), 0.1), filled((1, 3, 1), 0.2));
}

#[test]
fn numbers_with_arrays() {
    check_operators!("array number", filled((3, 4), 0.1), number 1.7);
    check_operators!("number array", number 1.7, filled((3, 4), 0.1));
    check_operators!("vector", number 1.7, filled(6, 0.1));
}

#[test]
fn empty_arrays() {
    check_operators!("empty", filled(0, 0.1), filled(0, 0.2));
    check_operators!("no rows", filled((0, 4), 0.1), filled(4, 0.2));
    check_operators!("no rows, column", filled((0, 4), 0.1), filled((1, 1), 0.2));
    check_operators!("empty and number", filled((0, 4), 0.1), number 1.3);
}

#[test]
fn negation() {
    let a = filled((3, 4).f(), 0.1);
    assert_eq!(bits(&neg::call(&a)), bits(&-&a));
    check_operand("neg", &a, |a| -a, neg::call, |d, v| neg::pull_0(d, v));
}

/// A view of each kind with its owned copy in standard order.
#[test]
fn views_in_any_order_give_the_pullbacks_of_their_copies() {
    let base: Array3<f64> = filled((4, 6, 2), 0.4);
    let plane = base.index_axis(Axis(2), 1);
    let reversed = cut(cut(plane, 1, 1..4, 1), 0, 0..4, -1);
    let strided = cut(plane, 1, 0..6, 2);
    let transposed = cut(plane, 0, 0..3, 1).reversed_axes();
    let transposed = cut(transposed, 0, 1..5, 1);
    let row = cut(plane.row(0), 0, 0..3, 1);
    let repeated = row.broadcast((4, 3)).unwrap();
    for view in [reversed, strided, transposed, repeated] {
        let copy: Array2<f64> = Array2::from_shape_fn(view.dim(), |i| view[i]);
        let other = filled(view.dim(), 0.9);
        let v = filled(view.dim().f(), 0.5);
        let row: Array1<f64> = filled(3, 0.6);
        assert_eq!(bits(&mul::call(&view, &other)), bits(&mul::call(&copy, &other)));
        let (mut through_view, mut through_copy) = (zeros(&copy), zeros(&copy));
        mul::pull_1(&view, &mut through_view, &v);
        mul::pull_1(&copy, &mut through_copy, &v);
        div::pull_1(&view, &div::call(&other, &view), &mut through_view, &v);
        div::pull_1(&copy, &div::call(&other, &copy), &mut through_copy, &v);
        rem::pull_1(&row, &view, &mut through_view, &v.view());
        rem::pull_1(&row, &copy, &mut through_copy, &v.view());
        assert_eq!(bits(&through_view), bits(&through_copy));
        let (mut through_view, mut through_copy) = (zeros(&row), zeros(&row));
        mul::pull_1(&view, &mut through_view, &v);
        mul::pull_1(&copy, &mut through_copy, &v);
        assert_eq!(bits(&through_view), bits(&through_copy));
    }
}

#[test]
fn a_shadow_may_be_a_view() {
    let mut shadow: Array2<f64> = Array2::zeros((3, 4));
    let v = filled(3, 0.1);
    add::pull_0(&mut shadow.column_mut(2), &v);
    add::pull_0(&mut shadow.index_axis_mut(Axis(1), 2), &v);
    assert_eq!(shadow.column(2), &v * 2.0);
    assert_eq!(shadow.sum(), shadow.column(2).sum());
}
