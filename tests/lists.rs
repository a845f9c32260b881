//! Short lists of arrayvec, and ranges of floats as values.
//!
//! Gradients are compared with those of the same formulas on plain numbers, written out by hand, and with
//! central differences.

use std::ops::Range;

use chainrule::arrayvec::ArrayVec;
use chainrule::{Differentiable, check_gradients, differentiable};

/// The real roots of a quadratic polynomial, the smaller one first.
#[differentiable(second_order)]
fn roots(a: f64, b: f64, c: f64) -> ArrayVec<f64, 2> {
    let mut found = ArrayVec::new();
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return found;
    }
    if discriminant == 0.0 {
        found.push(-b / (2.0 * a));
        return found;
    }
    let s = discriminant.sqrt();
    found.push((-b - s) / (2.0 * a));
    found.push((-b + s) / (2.0 * a));
    found
}

#[differentiable(second_order)]
fn of_roots(a: f64, b: f64, c: f64) -> f64 {
    let found = roots(a, b, c);
    let mut sum = found.len() as f64;
    for (i, root) in found.iter().enumerate() {
        sum += root * root * i as f64;
    }
    for root in roots(a, b, -c) {
        sum *= root;
    }
    sum + found.iter().map(|root| root * a).sum::<f64>()
}

#[differentiable(second_order)]
fn of_roots_by_hand(a: f64, b: f64, c: f64) -> f64 {
    let root = |c: f64, sign: f64| (-b + sign * (b * b - 4.0 * a * c).sqrt()) / (2.0 * a);
    let (r0, r1) = (root(c, -1.0), root(c, 1.0));
    (2.0 + r1 * r1) * root(-c, -1.0) * root(-c, 1.0) + r0 * a + r1 * a
}

#[differentiable]
fn grows(v: &ArrayVec<f64, 4>, x: f64) -> f64 {
    let mut w = v.clone();
    w.push(x * v[0]);
    w[1] *= x;
    w.iter().map(|a| a * a).sum::<f64>() + w[w.len() - 1]
}

/// Pushed in one loop and popped in another.
#[differentiable(second_order)]
fn in_loops(x: f64, n: usize) -> f64 {
    let mut v: ArrayVec<f64, 8> = ArrayVec::new();
    for i in 0..n {
        v.push(x * i as f64);
        if i > 0 {
            let before = v[i - 1];
            v[i] += before * before;
        }
    }
    let mut sum = 0.0;
    while let Some(last) = v.pop() {
        sum = sum * x + last;
    }
    sum
}

/// Elements that are put in, taken out and dropped.
#[differentiable(second_order)]
fn rearranged(x: f64, y: f64) -> f64 {
    let mut v: ArrayVec<f64, 8> = ArrayVec::new();
    for i in 1..5 {
        v.push(x * i as f64);
    }
    v.truncate(3);
    v.insert(1, x * y);
    let first = v.remove(0);
    let second = v.swap_remove(0);
    v.retain(|a| *a > 2.0);
    first * second * y + v.iter().map(|a| a * a).sum::<f64>()
}

/// Of `x, x y, 2 x, 3 x` the first two are taken, and the rest, `3 x, 2 x`, is above 2.
#[test]
fn elements_come_and_go() {
    let (x, y): (f64, f64) = (1.5, 0.75);
    let (value, (of_x, of_y)) = value_and_grad_rearranged(x, y);
    assert_eq!(value, rearranged(x, y));
    assert!((value - (x * x * y * y + 13.0 * x * x)).abs() < 1e-13 * value);
    assert!((of_x - 2.0 * x * (y * y + 13.0)).abs() < 1e-13 * of_x);
    assert!((of_y - 2.0 * x * x * y).abs() < 1e-13 * of_y);
    let hessian = hessian_rearranged(x, y);
    let by_hand = [[2.0 * (y * y + 13.0), 4.0 * x * y], [4.0 * x * y, 2.0 * x * x]];
    for (row, expected) in hessian.iter().flatten().zip(by_hand.iter().flatten()) {
        assert!((row - expected).abs() < 1e-12 * expected);
    }
    check_gradients::<rearranged>((x, y)).unwrap();
}

#[derive(Differentiable, Clone, Debug)]
struct Quantity {
    parts: ArrayVec<f64, 3>,
    span: Range<f64>,
}

#[differentiable(second_order)]
fn in_a_struct(x: f64, y: f64) -> f64 {
    let q = Quantity { parts: ArrayVec::from([x, y, x * y]), span: x..y * y };
    q.parts[2] * q.span.end + q.span.start * q.parts[0]
}

#[differentiable(second_order)]
fn width(range: Range<f64>, weight: f64) -> f64 {
    let (low, high) = (range.start, range.end);
    (high - low) * weight * high
}

#[differentiable(second_order)]
fn widths(x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += width(x * i as f64..y, x);
    }
    sum + width(0.0..0.5, x)
}

#[test]
fn lists_of_roots() {
    for (a, b, c) in [(2.0, 0.5, -1.0), (-1.5, 0.25, 0.75)] {
        // with the other sign of `c` there are none
        assert_eq!(roots(a, b, -4.0 * c).len() + roots(a, b, c).len(), 2);
        check_gradients::<of_roots>((a, b, c)).expect("both modes agree with differences");
        let direction = (0.3, -0.5, 0.8);
        let found = hvp_of_roots(a, b, c, direction.0, direction.1, direction.2);
        let by_hand = hvp_plain(a, b, c, direction.0, direction.1, direction.2);
        let pairs = [
            (found.0.0, by_hand.0.0),
            (found.0.1, by_hand.0.1),
            (found.0.2, by_hand.0.2),
            (found.1.0, by_hand.1.0),
            (found.1.1, by_hand.1.1),
            (found.1.2, by_hand.1.2),
        ];
        for (a, b) in pairs {
            // a few dozen roundings of either, in another order
            assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} {b}");
        }
    }
    let (a, b, c) = (2.0, 6.0, 1.0);
    check_gradients::<of_roots>((a, b, c)).expect("both modes agree with differences");
    assert!((of_roots(a, b, c) - of_roots_by_hand(a, b, c)).abs() < 1e-12);
    let (found, by_hand) = (grad_of_roots(a, b, c), grad_of_roots_by_hand(a, b, c));
    for (a, b) in [(found.0, by_hand.0), (found.1, by_hand.1), (found.2, by_hand.2)] {
        assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} {b}");
    }
}

/// [`of_roots`] where the second polynomial has no roots.
#[differentiable(second_order)]
fn plain(a: f64, b: f64, c: f64) -> f64 {
    let s = (b * b - 4.0 * a * c).sqrt();
    let (r0, r1) = ((-b - s) / (2.0 * a), (-b + s) / (2.0 * a));
    2.0 + r1 * r1 + r0 * a + r1 * a
}

#[test]
fn lists_that_change() {
    let v: ArrayVec<f64, 4> = [1.5, 2.0].into_iter().collect();
    check_gradients::<grows>((&v, 0.7)).expect("both modes agree with differences");
    let (of_v, of_x) = grad_grows(&v, 0.7);
    // v0^2 + (v1 x)^2 + (x v0)^2 + x v0
    assert_eq!(of_v.len(), 2);
    assert!((of_v[0] - (3.0 + 2.0 * 0.49 * 1.5 + 0.7)).abs() < 1e-14, "{of_v:?}");
    assert!((of_v[1] - 2.0 * 0.49 * 2.0).abs() < 1e-14, "{of_v:?}");
    assert!((of_x - (2.0 * 0.7 * 4.0 + 2.0 * 0.7 * 2.25 + 1.5)).abs() < 1e-14, "{of_x}");
    check_gradients::<in_loops>((0.7, 5)).expect("both modes agree with differences");
    // n = 3: v = [0, x, 2 x + x^2], so ((2 x + x^2) x + x) x
    let x: f64 = 0.7;
    let (g, h) = hvp_in_loops(x, 3, 1.0);
    assert!((g - (6.0 * x * x + 4.0 * x.powi(3) + 2.0 * x)).abs() < 1e-14, "{g}");
    assert!((h - (12.0 * x + 12.0 * x * x + 2.0)).abs() < 1e-13, "{h}");
}

#[test]
fn lists_and_ranges_in_structs() {
    let (x, y) = (0.7, 1.5);
    check_gradients::<in_a_struct>((x, y)).expect("both modes agree with differences");
    // x y^3 + x^2
    let ((gx, gy), (hx, hy)) = hvp_in_a_struct(x, y, 1.0, 0.0);
    assert!((gx - (y.powi(3) + 2.0 * x)).abs() < 1e-14 && (gy - 3.0 * x * y * y).abs() < 1e-14);
    assert!((hx - 2.0).abs() < 1e-14 && (hy - 3.0 * y * y).abs() < 1e-14);
}

#[test]
fn ranges_as_arguments() {
    assert_eq!(grad_width(1.0..2.0, 3.0), (-6.0..9.0, 2.0));
    assert_eq!(jvp_width(1.0..2.0, 3.0, 1.0..10.0, 100.0), (6.0, 284.0));
    check_gradients::<widths>((0.7, 1.5)).expect("both modes agree with differences");
    // 3 x y (y - x) + x / 4
    let ((gx, gy), (hx, hy)) = hvp_widths(0.7, 1.5, 1.0, 0.0);
    assert!((gx - (3.0 * 1.5 * 1.5 - 6.0 * 0.7 * 1.5 + 0.25)).abs() < 1e-14, "{gx}");
    assert!((gy - (6.0 * 0.7 * 1.5 - 3.0 * 0.49)).abs() < 1e-14, "{gy}");
    assert!((hx + 9.0).abs() < 1e-13 && (hy - (9.0 - 4.2)).abs() < 1e-13, "{hx} {hy}");
}
