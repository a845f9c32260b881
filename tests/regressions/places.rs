//! Assignments to elements and to variables that hold containers.

use chainrule::differentiable;

use crate::assert_close;

#[differentiable]
fn element_plus(x: f64) -> f64 {
    let mut v = [x, 2.0];
    v[0] = v[0] + x;
    v[0] = v[0] + v[0] * v[1];
    v[0]
}

/// `v[i] = v[i] + x`: (x + x) (1 + 2).
#[test]
fn element_assigned_from_itself() {
    assert_close(grad_element_plus(0.4), 6.0);
    assert_close(jvp_element_plus(0.4, 1.0).1, 6.0);
}

#[differentiable]
fn overwritten(x: f64, y: f64) -> f64 {
    let mut a = x * x;
    let b = a * y;
    a = y;
    a * b
}

/// The adjoint of an overwritten variable starts anew: y^2 x^2.
#[test]
fn overwrite_clears_the_adjoint() {
    let (dx, dy) = grad_overwritten(0.6, 1.7);
    assert_close(dx, 2.0 * 0.6 * 1.7 * 1.7);
    assert_close(dy, 2.0 * 1.7 * 0.36);
}

#[differentiable]
fn recorded_state(x: f64) -> f64 {
    let mut v = [x, x];
    v[0] = v[0] * v[0];
    v[0] = v[0] * v[0];
    v[0] * v[1]
}

/// The reverse sweep needs each state as it was: x^5.
#[test]
fn recorded_state_not_the_current_one() {
    assert_close(grad_recorded_state(1.3), 5.0 * 1.3_f64.powi(4));
}

#[differentiable]
fn aliased(v: [f64; 2], i: usize, j: usize) -> f64 {
    let mut w = v;
    w[i] = w[j] * w[j];
    w[j] = w[i] * w[j];
    w[0] + w[1]
}

/// Two index paths to one element: (v0^2) (v0^2) + v1 for i = j = 0.
#[test]
fn array_aliased_through_two_indices() {
    let [d0, d1] = grad_aliased([1.2, 0.7], 0, 0);
    assert_close(d0, 4.0 * 1.2_f64.powi(3));
    assert_close(d1, 1.0);
    let [d0, d1] = grad_aliased([1.2, 0.7], 0, 1);
    assert_close(d0, 0.0);
    assert_close(d1, 2.0 * 0.7 + 3.0 * 0.49);
}

#[differentiable]
fn index_moves_on(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = x[i] * x[i];
    i += 1;
    s *= x[i];
    i += 1;
    s * x[i]
}

/// An index variable changed after its use: x0^2 x1 x2.
#[test]
fn index_changed_after_its_use() {
    let gradient = grad_index_moves_on(&[0.5, 2.0, 3.0]);
    for (got, wanted) in std::iter::zip(gradient, [6.0, 0.75, 0.5]) {
        assert_close(got, wanted);
    }
}

#[differentiable]
fn swapped(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    let t = a;
    a = b;
    b = t;
    a * a * b
}

/// After the swap the result is y^2 x.
#[test]
fn variables_swapped() {
    assert_eq!(grad_swapped(3.0, 5.0), (25.0, 30.0));
    assert_eq!(jvp_swapped(3.0, 5.0, 1.0, 0.0).1, 25.0);
}

#[differentiable]
fn moved_container(v: Vec<f64>) -> f64 {
    let before = v[0] * v[1];
    let mut w = v;
    w[0] = w[0] * w[0];
    before + w[0] * w[1]
}

/// A container moved into another name and changed there: v0 v1 + v0^2 v1.
#[test]
fn container_moved_and_changed() {
    let gradient = grad_moved_container(vec![3.0, 5.0]);
    assert_eq!(gradient, [5.0 + 30.0, 3.0 + 9.0]);
}

#[differentiable]
fn buffers_swapped(x: [f64; 2], n: usize) -> f64 {
    let mut now = x;
    let mut next = [0.0, 0.0];
    for _ in 0..n {
        next[0] = now[0] * now[1];
        next[1] = now[1] + now[0];
        let spare = now;
        now = next;
        next = spare;
    }
    now[0]
}

/// Nonlinear steps between two buffers that change roles: after two steps x0 x1 (x0 + x1).
#[test]
fn swapped_buffers_of_a_nonlinear_step() {
    let [d0, d1] = grad_buffers_swapped([0.4, 0.9], 2);
    assert_close(d0, 2.0 * 0.4 * 0.9 + 0.81);
    assert_close(d1, 0.16 + 2.0 * 0.4 * 0.9);
}

#[differentiable(second_order)]
fn left_alone(pair: &mut (f64, f64), x: f64) -> f64 {
    x * pair.0
}

#[differentiable(second_order)]
fn constant_changed_by_a_callee(x: f64) -> f64 {
    let mut pair = (0.5, 2.0);
    let unused = left_alone(&mut pair, 3.0);
    x * x + 0.0 * unused
}

/// A `&mut` argument without a derivative: its shadow is made before it is borrowed.
#[test]
fn constant_behind_a_mutable_reference() {
    assert_eq!(grad_constant_changed_by_a_callee(1.5), 3.0);
}

#[differentiable(second_order)]
fn chosen_row(x: f64, m: &[[f64; 2]; 2], n: usize) -> [f64; 2] {
    let mut pair = (0.5, 2.0);
    let _unused = left_alone(&mut pair, x);
    m[n % 2]
}

#[differentiable(second_order)]
fn caller_of_chosen_row(x: f64, m: &[[f64; 2]; 2]) -> f64 {
    let row = chosen_row(x, m, 3);
    row[0] * row[1] * x
}

/// The index of a result that is an element is there in the reverse sweep of a callee.
#[test]
fn element_as_the_result_of_a_callee() {
    let (dx, dm) = grad_caller_of_chosen_row(2.0, &[[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!((dx, dm), (12.0, [[0.0, 0.0], [8.0, 6.0]]));
}

#[differentiable]
fn last_overwritten(x: &mut [f64]) {
    x[2] = 0.5;
}

#[differentiable]
fn copy_changed_by_a_callee(mut x: [f64; 3]) -> f64 {
    last_overwritten(&mut x);
    x[0] * x[2]
}

/// A parameter by value that a callee overwrites has a shadow of its own: the caller's is added to.
#[test]
fn parameter_by_value_overwritten_by_a_callee() {
    let mut shadow = [5.0, 7.0, 3.0];
    adjoint_copy_changed_by_a_callee([2.0, 4.0, 8.0], &mut shadow, 1.0);
    assert_eq!(shadow, [5.5, 7.0, 3.0]);
}

/// A struct with data in it.
#[derive(Clone, Debug, chainrule::Differentiable)]
struct Counted {
    x: f64,
    #[no_diff]
    n: usize,
    pair: (f64, usize),
}

impl Counted {
    #[differentiable(second_order)]
    fn step(&mut self, h: f64) {
        self.n = 3;
        self.n += 1;
        self.pair.1 = 2;
        self.x += h * self.n as f64;
    }
}

#[differentiable(second_order)]
fn counts(x: f64) -> f64 {
    let mut s = Counted { x: x * x, n: 2, pair: (x, 1) };
    s.n = 3;
    s.step(x);
    if x > 0.5 {
        s.n = 5;
    }
    let k = s.n;
    let Counted { x: a, n, .. } = s;
    s.x * n as f64 * k as f64 + a
}

/// A store of an integer wrote its empty tangent into the tangent of the field, which is of another
/// type where the field is marked `#[no_diff]`. The value is 26 (x^2 + 4 x).
#[test]
fn integers_are_stored_in_fields_without_derivative() {
    crate::assert_close(grad_counts(0.75), 26.0 * (2.0 * 0.75 + 4.0));
    crate::assert_close(jvp_counts(0.75, 1.0).1, 26.0 * (2.0 * 0.75 + 4.0));
    crate::assert_close(hvp_counts(0.75, 1.0).1, 52.0);
}

/// Changes `state` by its weights.
#[differentiable]
fn scale_all(w: &[f64], state: &mut [f64]) {
    for i in 0..w.len() {
        state[i] *= w[i];
    }
}

/// `state` is a copy of data that becomes active: its tangent began as a copy of one that is not there.
#[differentiable(second_order)]
fn copied_data(w: &[f64], #[no_diff] start: &[f64], n: usize) -> f64 {
    let mut state = start.to_vec();
    for _ in 0..n {
        for i in 0..w.len() {
            state[i] *= w[i];
        }
    }
    state[0] * state[1]
}

/// The same with a helper that changes the copy.
#[differentiable]
fn copied_data_in_a_call(w: &[f64], #[no_diff] start: &[f64], n: usize) -> f64 {
    let mut state = start.to_vec();
    for _ in 0..n {
        scale_all(w, &mut state);
    }
    state[0] * state[1]
}

#[test]
fn a_copy_of_data_becomes_active() {
    // f = s0 s1 (a b)^2
    let ([a, b], [s0, s1]) = ([0.5, 3.0], [2.0, -1.5]);
    let d_a = 2.0 * s0 * s1 * a * b * b;
    let d_b = 2.0 * s0 * s1 * a * a * b;
    for gradient in
        [grad_copied_data(&[a, b], &[s0, s1], 2), grad_copied_data_in_a_call(&[a, b], &[s0, s1], 2)]
    {
        assert_close(gradient[0], d_a);
        assert_close(gradient[1], d_b);
    }
    assert_close(jvp_copied_data(&[a, b], &[s0, s1], 2, &[1.0, 0.0]).1, d_a);
    assert_close(jvp_copied_data_in_a_call(&[a, b], &[s0, s1], 2, &[0.0, 1.0]).1, d_b);
    let (_, product) = hvp_copied_data(&[a, b], &[s0, s1], 2, &[1.0, 0.0]);
    assert_close(product[0], 2.0 * s0 * s1 * b * b);
    assert_close(product[1], 4.0 * s0 * s1 * a * b);
}

#[derive(Clone, Copy, chainrule::Differentiable)]
struct Weighted {
    x: f64,
    #[no_diff]
    n: usize,
}

#[differentiable(second_order)]
fn weighted(x: f64, others: &[Weighted]) -> f64 {
    let mut s = Weighted { x: x * x, n: 2 };
    let mut k = s.n * s.n;
    for other in others {
        k += other.n * s.n + other.n % 3;
    }
    s.n = k / s.n + 1 - s.n;
    s.x * (k + s.n) as f64
}

/// Operators between integers of fields without derivative: `k = 4 + 12 + 0`, `n = 16 / 2 + 1 - 2`.
#[test]
fn integers_of_fields_without_derivative_meet_in_operators() {
    use chainrule::Differentiable;
    let others = [Weighted { x: 1.0, n: 3 }, Weighted { x: 2.0, n: 3 }];
    assert_eq!(weighted(1.5, &others), 2.25 * 23.0);
    assert_eq!(grad_weighted(1.5, &others).0, 3.0 * 23.0);
    assert_eq!(jvp_weighted(1.5, &others, 1.0, &others.map(|other| other.zero_tangent())).1, 69.0);
}

#[differentiable]
fn squares_of(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum
}

#[differentiable(second_order)]
fn behind_names(x: &[f64]) -> f64 {
    let v = &[x[0], 0.5];
    let w: &[f64] = &[x[0], x[1]];
    let u: &Vec<f64> = &vec![x[1], 1.5];
    v[0] * w[1] * u[0] * v.iter().sum::<f64>()
}

#[differentiable]
fn handed_on_by_name(x: &[f64]) -> f64 {
    let v: &[f64] = &[x[0], 0.5];
    let of = |v: &[f64], k: f64| squares_of(v) * k;
    squares_of(v) * x[1] + of(&[x[1], 2.0], x[0])
}

/// A reference to an array that is made there is passed on by its name.
#[test]
fn arrays_behind_references_have_names() {
    // a b^2 (a + 1/2)
    let (a, b) = (0.75, -1.5);
    let gradient = grad_behind_names(&[a, b]);
    assert_close(gradient[0], b * b * (2.0 * a + 0.5));
    assert_close(gradient[1], 2.0 * a * b * (a + 0.5));
    // (a^2 + 1/4) b + (b^2 + 4) a
    let gradient = grad_handed_on_by_name(&[a, b]);
    assert_close(gradient[0], 2.0 * a * b + b * b + 4.0);
    assert_close(gradient[1], a * a + 0.25 + 2.0 * b * a);
}

#[derive(Clone, Debug, chainrule::Differentiable)]
enum Body {
    Point { at: f64, path: Vec<f64>, pair: (f64, f64) },
    Bond(f64, f64),
}

/// Adds `x y` to `y` and gives `x y` after that.
#[chainrule::differentiable(second_order)]
fn drift(y: &mut f64, x: &f64) -> f64 {
    *y += x * *y;
    x * *y
}

#[chainrule::differentiable(second_order)]
fn drifting(x: f64, y: f64) -> f64 {
    let mut body = match x > 0.0 {
        true => Body::Point { at: x, path: vec![y], pair: (x, y) },
        false => Body::Bond(x, y),
    };
    let mut sum = 0.0;
    for _ in 0..2 {
        match &mut body {
            Body::Point { at, path, pair } => {
                sum += drift(at, &path[0]);
                sum += drift(&mut pair.0, &pair.1);
            }
            Body::Bond(a, b) => sum += drift(a, b),
        }
    }
    sum
}

/// Two parts of what a variant holds were reached by two calls, each of which lent all of it.
#[test]
fn parts_of_a_variant_are_lent_at_once() {
    // the first call gives x y (1 + y), the second x y (1 + y)^2: in all x y (1 + y) (2 + y)
    let by_hand = |x: f64, y: f64| {
        let sum = y * (1.0 + y) * (2.0 + y);
        (sum, x * (3.0 * y * y + 6.0 * y + 2.0))
    };
    let (dx, dy) = by_hand(1.5, 0.5);
    assert_eq!(grad_drifting(1.5, 0.5), (2.0 * dx, 2.0 * dy));
    assert_eq!(grad_drifting(-1.5, 0.5), by_hand(-1.5, 0.5));
    let (_, (vx, vy)) = hvp_drifting(-1.5, 0.5, 0.0, 1.0);
    assert_eq!((vx, vy), (by_hand(1.0, 0.5).1, -1.5 * (6.0 * 0.5 + 6.0)));
}

#[chainrule::differentiable(second_order)]
fn drifting_pairs(x: f64, y: f64) -> f64 {
    let mut pairs = vec![(x, y), (y, x)];
    let mut last = Some((x, y));
    let mut sum = 0.0;
    for i in 0..2 {
        let pair = &mut pairs[i];
        sum += drift(&mut pair.0, &pair.1);
        if let Some((a, b)) = &mut last {
            sum += drift(a, b);
        }
    }
    sum
}

/// The same of an element of a `Vec`, and of what an option holds.
#[test]
fn parts_behind_a_call_are_lent_at_once() {
    // x y (1 + y) + y x (1 + x) + x y (1 + y) (2 + y)
    let (x, y) = (1.5, 0.5);
    let (dx, dy) = grad_drifting_pairs(x, y);
    assert_eq!(dx, y * (1.0 + y) + y * (1.0 + 2.0 * x) + y * (1.0 + y) * (2.0 + y));
    assert_eq!(dy, x * (1.0 + 2.0 * y) + x * (1.0 + x) + x * (3.0 * y * y + 6.0 * y + 2.0));
}

#[chainrule::differentiable(second_order)]
fn changed_items(x: f64, y: f64) -> f64 {
    let (mut a, w) = ([x * y, y], [y, x]);
    let mut rows = [[x, y], [y, x]];
    a.iter_mut().enumerate().for_each(|item| *item.1 += item.0 as f64 * x);
    for item in a.iter_mut().zip(w.iter()) {
        *item.0 *= item.1;
    }
    for item in rows.iter_mut().enumerate() {
        for _ in 0..2 {
            item.1[item.0] *= x;
        }
    }
    a[0] + a[1] + rows[0][0] * rows[1][1]
}

/// An item with one name, of which a part is changed, was one value: a copy.
#[test]
fn items_with_one_name_are_changed() {
    // x y^2 + x (x + y) + x^6
    let (x, y): (f64, f64) = (1.5, 0.5);
    let (dx, dy) = grad_changed_items(x, y);
    crate::assert_close(dx, y * y + 2.0 * x + y + 6.0 * x.powi(5));
    crate::assert_close(dy, 2.0 * x * y + x);
}

#[chainrule::differentiable(second_order)]
fn butterfly(a: &mut f64, b: &mut f64, c: &mut f64, d: &mut f64) {
    let t = *c * *b;
    *c = *a - t;
    *d = *b - t;
    *a += t;
}

#[chainrule::differentiable(second_order)]
fn butterflies(x: &[f64; 4]) -> f64 {
    let (mut re, mut im) = (*x, *x);
    let (re_low, re_high) = re.split_at_mut(2);
    let (im_low, im_high) = im.split_at_mut(2);
    for k in 0..2 {
        butterfly(&mut re_low[k], &mut im_low[k], &mut re_high[k], &mut im_high[k]);
    }
    re[0] * im[3]
}

/// A loop that lends parts of two arrays, halves of each, gave the parts of one the names of another's.
#[test]
fn loops_lend_halves_of_two_arrays() {
    // (a + c a) (b - d b)
    let (a, b, c, d) = (2.0, 3.0, 5.0, 7.0);
    let by_hand = [
        (1.0 + c) * b * (1.0 - d),
        a * (1.0 + c) * (1.0 - d),
        a * b * (1.0 - d),
        -a * (1.0 + c) * b,
    ];
    assert_eq!(value_and_grad_butterflies(&[a, b, c, d]), (a * (1.0 + c) * b * (1.0 - d), by_hand));
    let (_, products) = hvp_butterflies(&[a, b, c, d], &[0.0, 0.0, 0.0, 1.0]);
    assert_eq!(products, [-(1.0 + c) * b, -a * (1.0 + c), -a * b, 0.0]);
}
