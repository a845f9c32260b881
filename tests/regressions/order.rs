//! What is read when: constants that are overwritten, values read before a later write, conditions
//! that write, and results that the reverse sweep restores.

use chainrule::differentiable;

use crate::assert_close;

const ZERO: f64 = 0.0;
const TABLE: [f64; 2] = [1.0, 2.0];
const START: usize = 1;

#[differentiable]
fn from_constant(x: f64, y: f64) -> f64 {
    let mut s = ZERO;
    s += x * y;
    let mut a = TABLE;
    a[0] = x * a[1];
    let b = if x > 3.0 { TABLE } else { [x, y * x] };
    let mut c = [ZERO; 2];
    c[1] = x;
    s * a[0] * b[1] * c[1]
}

/// A variable that starts as a constant: x y 2x xy x = 2 x^4 y^2.
#[test]
fn constants_that_are_overwritten() {
    let (x, y) = (0.7_f64, 0.4);
    let (dx, dy) = grad_from_constant(x, y);
    assert_close(dx, 8.0 * x.powi(3) * y * y);
    assert_close(dy, 4.0 * x.powi(4) * y);
    assert_close(jvp_from_constant(x, y, 1.0, 0.0).1, dx);
}

#[differentiable]
fn index_from_constant(v: &[f64], x: f64) -> f64 {
    let mut k = START;
    let mut i: usize = 0;
    let first = v[i];
    i = k;
    k = k + 1;
    let mut hi = START;
    let mut s = first * v[i] * v[k];
    for _ in 0..hi {
        s *= x;
        hi += 1;
    }
    s + hi as f64
}

/// v0 v1 v2 x, with indices and a bound that start as a constant of a type that the macro cannot see.
#[test]
fn indices_that_start_as_constants() {
    let (dv, dx) = grad_index_from_constant(&[0.5, 0.4, 0.2], 0.6);
    assert_close(dv[0], 0.4 * 0.2 * 0.6);
    assert_close(dv[1], 0.5 * 0.2 * 0.6);
    assert_close(dv[2], 0.5 * 0.4 * 0.6);
    assert_close(dx, 0.5 * 0.4 * 0.2);
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn result_of_call_overwritten(x: f64, y: f64) -> f64 {
    let mut s = square(x);
    let a = s * y;
    let mut t = y;
    let b = t * a;
    t = s;
    s = s * 2.0;
    let z: f64 = s;
    z * t * b
}

/// 2 x^2 y x^2 x^2 y = 2 x^6 y^2.
#[test]
fn results_of_calls_overwritten() {
    let (x, y) = (0.7_f64, 0.4);
    let (dx, dy) = grad_result_of_call_overwritten(x, y);
    assert_close(dx, 12.0 * x.powi(5) * y * y);
    assert_close(dy, 4.0 * x.powi(6) * y);
}

#[differentiable]
fn writing_condition(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    while {
        s += x * x;
        i < 2
    } {
        i += 1;
        s *= y;
    }
    s
}

/// x^2 (y^2 + y + 1): the condition runs once more than the body.
#[test]
fn conditions_that_write() {
    let (x, y) = (0.7_f64, 0.4);
    let (dx, dy) = grad_writing_condition(x, y);
    assert_close(dx, 2.0 * x * (y * y + y + 1.0));
    assert_close(dy, x * x * (2.0 * y + 1.0));
    assert_close(jvp_writing_condition(x, y, 0.0, 1.0).1, dy);
}

#[differentiable]
fn written_between_parts(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let m = [a, {
        a[0] = 2.0 * y;
        a
    }];
    m[0][0] * m[1][0]
}

/// 2 x y: the first row is the array as it was.
#[test]
fn arrays_written_between_their_reads() {
    let (x, y) = (0.7, 0.4);
    let (value, (dx, dy)) = value_and_grad_written_between_parts(x, y);
    assert_close(value, 2.0 * x * y);
    assert_close(dx, 2.0 * y);
    assert_close(dy, 2.0 * x);
}

#[differentiable]
fn index_from_content(x: f64, y: f64) -> f64 {
    let mut a = [x, 1.0, y];
    if x > 0.0 {
        let k = a[1] as usize;
        a[k] = x * y;
        a[0] *= a[1];
    }
    a[0] * a[1] * a[2]
}

/// x (xy) (xy) y = x^3 y^3: the index was read from the element that it overwrites.
#[test]
fn indices_read_from_what_they_overwrite() {
    let (x, y) = (0.7_f64, 0.4_f64);
    let (dx, dy) = grad_index_from_content(x, y);
    assert_close(dx, 3.0 * x * x * y.powi(3));
    assert_close(dy, 3.0 * x.powi(3) * y * y);
}

#[differentiable(analysis = false)]
fn part_of_storage(x: f64, y: f64) -> [f64; 2] {
    let mut m = [[x, y], [y, x]];
    m[1][0] = m[1][0] * m[1][1];
    m[1]
}

/// (x y, x), though the reverse sweep restores what the result is read from.
#[test]
fn parts_of_storage_as_results() {
    let (value, (dx, dy)) = vjp_part_of_storage(0.7, 0.4, [1.0, 0.5]);
    assert_close(value[0], 0.7 * 0.4);
    assert_close(dx, 0.4 + 0.5);
    assert_close(dy, 0.7);
}

#[differentiable]
fn branch_then_written(x: f64, y: f64) -> f64 {
    let mut s = 1.0;
    for i in 0..2 {
        let mut b = if i == 0 { [x, y] } else { [y, x] };
        b[0] = b[0] * b[1];
        b[1] = b[0] * x;
        s *= b[0] * b[1];
    }
    s
}

/// Each iteration multiplies by (x y) (x y x): x^6 y^4.
#[test]
fn arrays_from_branches_then_written() {
    let (x, y) = (0.7_f64, 0.4_f64);
    let (dx, dy) = grad_branch_then_written(x, y);
    assert_close(dx, 6.0 * x.powi(5) * y.powi(4));
    assert_close(dy, 4.0 * x.powi(6) * y.powi(3));
}

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        s += a[i] * b[i];
    }
    s
}

#[differentiable]
fn references_passed_on(v: &[f64]) -> f64 {
    let r = &v[1..3];
    dot(r, r) * dot(r, &v[0..2])
}

/// (v1^2 + v2^2) (v1 v0 + v2 v1), by local references.
#[test]
fn local_references_passed_on() {
    let v = [0.7, 0.4, 0.9];
    let (square, product) = (v[1] * v[1] + v[2] * v[2], v[1] * v[0] + v[2] * v[1]);
    let d = grad_references_passed_on(&v);
    assert_close(d[0], square * v[1]);
    assert_close(d[1], 2.0 * v[1] * product + square * (v[0] + v[2]));
    assert_close(d[2], 2.0 * v[2] * product + square * v[1]);
}

#[differentiable]
fn pair(a: f64, b: f64) -> (f64, f64) {
    (a * b, a + b)
}

#[differentiable]
fn read_behind_record(x: f64, y: f64) -> f64 {
    let mut w = vec![y, x];
    let mut s = x;
    for i in 0..2 {
        let p = pair(s, w[i]);
        s = p.0;
        w[0] *= p.1;
    }
    s + w[1]
}

#[differentiable]
fn calls_a_recording_function(x: f64, y: f64) -> f64 {
    read_behind_record(x, y) * x
}

/// (x y x + x) x: the result is read from a vector that the record then takes.
#[test]
fn results_read_before_a_record_moves() {
    let (x, y) = (0.7, 0.4);
    let (dx, dy) = grad_calls_a_recording_function(x, y);
    assert_close(dx, 3.0 * x * x * y + 2.0 * x);
    assert_close(dy, x * x * x);
}

#[differentiable]
fn casts_before_comparisons(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        if s - ((n - i) as f64) < x {
            s *= x;
        }
        if -(i as f64) < s {
            s += x;
        }
    }
    s
}

/// x^2 + x, then x^3 + x^2 + x.
#[test]
fn casts_that_end_a_left_operand() {
    let x = 0.7_f64;
    assert_close(grad_casts_before_comparisons(x, 2), 3.0 * x * x + 2.0 * x + 1.0);
}

const HALF: f64 = 0.5;

#[differentiable]
fn constant_parts(x: f64, y: f64) -> f64 {
    let (p, mut q) = if x < y { (x, y) } else { (HALF, { y * f64::abs(2.0 * -HALF) }) };
    q *= f64::sqrt(2.0 * 8.0) + p;
    let t = (HALF, q);
    sum_of(t) + sum_of((p, HALF))
}

#[differentiable]
fn sum_of(t: (f64, f64)) -> f64 {
    t.0 * t.1
}

/// y (4 + 1/2) / 2 + 1/4: constants as parts of tuples, and methods of constant expressions.
#[test]
fn constants_as_parts() {
    let (value, (dx, dy)) = value_and_grad_constant_parts(0.7, 0.4);
    assert_close(value, 0.4 * 4.5 * 0.5 + 0.25);
    assert_close(dx, 0.0);
    assert_close(dy, 2.25);
}

#[differentiable]
fn pushed_twice(v: &mut Vec<f64>, x: f64) {
    let a = v[0];
    v.push(a * x);
    v.push(a);
}

/// The caller's shadow is a reference: what is taken off it first stays first.
#[test]
fn cotangents_taken_off_a_callers_shadow() {
    let (mut v, x) = (vec![3.0], 0.7);
    let (mut d_v, mut d_x) = (vec![0.0, 2.0, 5.0], 0.0);
    adjoint_pushed_twice(&mut v, x, &mut d_v, &mut d_x);
    assert_eq!(v, [3.0, 3.0 * x, 3.0]);
    // v[1] = v[0] x, v[2] = v[0]
    assert_close(d_v[0], 2.0 * x + 5.0);
    assert_close(d_x, 2.0 * 3.0);
    assert_eq!(d_v.len(), 1);
}

#[expect(clippy::ptr_arg, reason = "the index of a `Vec` is a function, that of a slice is not")]
#[chainrule::differentiable]
fn moved_along<T: chainrule::Real>(x: &mut Vec<T>, n: usize) {
    for i in 0..n {
        let change = (x[i] - x[1]) * x[2];
        x[i + 1] += change;
    }
}

#[chainrule::differentiable]
fn moved(a: f64, b: f64, c: f64) -> f64 {
    let mut x = vec![a, b, c];
    moved_along(&mut x, 1);
    x[1]
}

/// The tangent of `x[i + 1] += change` read the tangent of `x` while an element of it was borrowed, where `+=` is
/// that of a type parameter.
#[test]
fn elements_of_any_float_are_borrowed_last() {
    // b + (a - b) c
    let (a, b, c) = (2.0, 3.0, 5.0);
    assert_eq!(jvp_moved(a, b, c, 0.5, 0.25, 0.125).1, 0.25 + 0.25 * c + (a - b) * 0.125);
    assert_eq!(grad_moved(a, b, c), (c, 1.0 - c, a - b));
}
