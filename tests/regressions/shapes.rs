//! Variables whose values have several shapes one after another, and views of what is overwritten.

use chainrule::differentiable;
use ndarray::{Array1, Array2, ArrayView1, array};

use crate::assert_close;

#[differentiable]
fn tree_sum(v: &[f64], x: f64) -> f64 {
    let mut cur = v.to_vec();
    while cur.len() > 1 {
        let half = cur.len() / 2;
        let mut next = vec![0.0; half];
        for i in 0..half {
            next[i] = cur[2 * i] + cur[2 * i + 1] * x;
        }
        cur = next;
    }
    cur[0]
}

/// v0 + v1 x + (v2 + v3 x) x: the buffer shrinks while no value of it is needed.
#[test]
fn buffers_that_shrink() {
    let x = 0.3;
    let v = [0.7, 0.4, 0.9, 1.3];
    let (dv, dx) = grad_tree_sum(&v, x);
    for (got, wanted) in dv.into_iter().zip([1.0, x, x, x * x]) {
        assert_close(got, wanted);
    }
    assert_close(dx, v[1] + v[2] + 2.0 * v[3] * x);
}

#[differentiable]
fn rows_replaced(x: f64) -> f64 {
    let mut rows = vec![vec![x; 1]; 2];
    let copy = rows.clone();
    rows[1] = vec![rows[0][0] * x; 3];
    rows[0] = rows[1].clone();
    rows[0][2] * rows[1][1] * copy[1][0]
}

/// x^2 x^2 x, with rows of length 1 and then 3.
#[test]
fn rows_that_grow() {
    assert_close(grad_rows_replaced(0.7), 5.0 * 0.7_f64.powi(4));
}

#[differentiable]
fn row_of_overwritten(a: &Array2<f64>, x: f64) -> f64 {
    let mut w = a * x;
    let r = w.row(0);
    let s = r.dot(&r);
    w = &w * s;
    w.sum()
}

/// w = x a, s = x^2 |a_0|^2, result x^3 |a_0|^2 sum(a).
#[test]
fn views_of_overwritten_arrays() {
    let a = array![[0.5, 1.0], [2.0, 0.25]];
    let (square, sum, x) = (1.25, 3.75, 0.6_f64);
    let (da, dx) = grad_row_of_overwritten(&a, x);
    assert_close(dx, 3.0 * x * x * square * sum);
    assert_close(da[[0, 1]], x.powi(3) * (2.0 * 1.0 * sum + square));
    assert_close(da[[1, 0]], x.powi(3) * square);
}

#[differentiable]
fn inner(a: ArrayView1<f64>, b: &Array1<f64>) -> f64 {
    a.dot(b)
}

#[differentiable]
fn view_passed_on(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    let v = a.view();
    inner(v, b) * inner(b.view(), b)
}

/// (a . b) (b . b)
#[test]
fn views_passed_on() {
    let (a, b) = (array![1.0, 2.0], array![0.5, 3.0]);
    let (da, db) = grad_view_passed_on(&a, &b);
    let (ab, bb) = (6.5, 9.25);
    assert_close(da[1], bb * b[1]);
    assert_close(db[0], bb * a[0] + ab * 2.0 * b[0]);
}

#[differentiable(second_order)]
fn mapped_then_written(v: &Array1<f64>, x: f64) -> f64 {
    let mut y = v.mapv(|e| e * x);
    y[0] = y[1] * x;
    y.sum()
}

/// v1 x^2 + v1 x, from a mapped array that is written.
#[test]
fn mapped_arrays_that_are_written() {
    let (v, x) = (array![0.3, 0.8], 0.5);
    let (_, dx) = grad_mapped_then_written(&v, x);
    assert_close(dx, v[1] * (2.0 * x + 1.0));
    let zero = Array1::zeros(2);
    let (_, (_, dxx)) = hvp_mapped_then_written(&v, x, &zero, 1.0);
    assert_close(dxx, 2.0 * v[1]);
}

#[differentiable]
#[allow(noop_method_call)]
fn reference_cloned(v: &[f64], x: f64) -> f64 {
    let w = v.clone();
    let mut s = x;
    for i in 0..2 {
        s *= w[i];
    }
    s
}

/// A slice is not `Clone`, so `clone` copies the reference.
#[test]
fn references_cloned() {
    let (dv, dx) = grad_reference_cloned(&[0.3, 0.8], 0.5);
    assert_close(dv[0], 0.4);
    assert_close(dx, 0.24);
}

#[differentiable]
fn products(x: f64, y: f64) -> Vec<f64> {
    vec![x * y, x]
}

#[differentiable]
fn accumulated_from_itself(x: f64, y: f64) -> f64 {
    let mut v = products(x, y);
    v[0] += v[1];
    v[1] -= v[0];
    v[0] += v[0];
    v[0] * v[1]
}

/// 2 (x y + x) (-x y), in a vector of a type that the macro does not see.
#[test]
fn elements_accumulated_from_their_own_vector() {
    let (x, y) = (0.7, 0.4);
    let (dx, dy) = grad_accumulated_from_itself(x, y);
    assert_close(dx, -4.0 * x * y * (y + 1.0));
    assert_close(dy, -2.0 * x * x * (2.0 * y + 1.0));
}

#[differentiable]
fn take_whole(x: &mut f64) -> usize {
    let whole = *x as usize;
    *x -= whole as f64;
    whole
}

#[differentiable]
fn whole_times_rest(x: f64, more: usize) -> f64 {
    let mut rest = x;
    let whole = take_whole(&mut rest);
    (whole + more) as f64 * rest * rest
}

/// An integer that a call returns beside what it changes: its tangent is none, which `as` does not
/// convert. With x = 2.5 and one more, 3 (x - 2)^2 has the slope 6 (x - 2).
#[test]
fn integer_result_of_a_call_is_cast() {
    assert_close(grad_whole_times_rest(2.5, 1), 3.0);
    assert_close(jvp_whole_times_rest(2.5, 1, 2.0).1, 6.0);
}

#[differentiable]
fn product_of_ends(row: &[f64]) -> f64 {
    row[0] * row[row.len() - 1]
}

#[differentiable]
fn grown_rows(x: f64, n: usize) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut s = 0.0;
    for i in 0..n {
        for k in 0..rows.len() {
            s += product_of_ends(&rows[k]);
        }
        rows.push(vec![x, i as f64 * x]);
    }
    s
}

/// A `Vec` of `Vec`s that begins empty and is passed on by its elements, which coerce to slices: the
/// type of its tangent is the annotation's. For three rows the sum is x^2 (0 + 0 + 1).
#[test]
fn tangent_of_rows_that_begin_empty() {
    assert_close(grad_grown_rows(0.7, 3), 1.4);
    assert_close(jvp_grown_rows(0.7, 3, 1.0).1, 1.4);
}

#[differentiable(second_order)]
fn first_and_change(v: Vec<f64>, y: &mut f64) -> f64 {
    *y *= v[0];
    v[1] * *y
}

#[differentiable(second_order)]
fn array_copied_into_a_vec(x: &mut f64) -> f64 {
    let a = [*x, 2.0 * *x];
    let z = first_and_change(a.to_vec(), x);
    z + *x
}

/// The tangent of `array.to_vec()` is a `Vec`, not the array's: 2 x^3 + x^2, and x becomes x^2.
#[test]
fn tangent_of_an_array_copied_into_a_vec() {
    let (mut x, mut d_x) = (0.7, 0.0);
    let z = adjoint_array_copied_into_a_vec(&mut x, &mut d_x, 1.0);
    crate::assert_close(z, 2.0 * 0.343 + 0.49);
    crate::assert_close(d_x, 6.0 * 0.49 + 1.4);
}

#[differentiable(second_order)]
fn half_sum(x: &[f64]) -> f64 {
    0.5 * x[0] + 0.5 * x[1]
}

#[differentiable(second_order)]
fn stores_what_a_call_gives(x: f64) -> f64 {
    let mut a = [0.5; 2];
    for _ in 0..2 {
        a[1] = (half_sum(&a) * x).tanh();
    }
    a[1]
}

/// A shadow of literals that is read before anything tells rustc its type (it did not compile).
#[test]
fn shadow_of_untyped_literals() {
    let x = 0.7_f64;
    let first = (0.5 * x).tanh();
    let d_first = 0.5 * (1.0 - first * first);
    let mean = 0.25 + 0.5 * first;
    let last = (mean * x).tanh();
    let d_last = (1.0 - last * last) * (mean + 0.5 * d_first * x);
    crate::assert_close(grad_stores_what_a_call_gives(x), d_last);
}

mod elsewhere {
    use chainrule::differentiable;

    #[differentiable(second_order)]
    pub fn five_times(p: &[f64]) -> f64 {
        5.0 * p[0]
    }
}

#[chainrule::differentiable(second_order)]
fn filled_with_a_result(x: f64, y: f64, n: usize) -> f64 {
    let mut a = if n < 9 {
        let q = [y, elsewhere::five_times(&[x, x])];
        [y, q[0]]
    } else {
        [0.5; 2]
    };
    let r = &mut a;
    r.fill(if n > 0 { elsewhere::five_times(&[x, y]) } else { y });
    a[n] * x
}

/// An array that is filled with a value of unknown type, behind a branch that made it.
#[test]
fn a_result_of_unknown_type_fills_an_array() {
    assert_eq!(grad_filled_with_a_result(0.5, 3.0, 0), (3.0, 0.5));
    assert_eq!(grad_filled_with_a_result(0.5, 3.0, 1), (5.0, 0.0));
    let (_, second) = hvp_filled_with_a_result(0.5, 3.0, 1, 1.0, 0.0);
    assert_eq!(second, (10.0, 0.0));
}
