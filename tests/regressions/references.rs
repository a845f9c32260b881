//! References inside values, given to functions: the callee was given what they refer to.

// what is tested is that every way of writing works
#![allow(clippy::explicit_auto_deref, clippy::ptr_arg)]

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;

use crate::assert_close;

#[differentiable(second_order)]
fn scaled(factor: &f64, x: f64) -> f64 {
    *factor * x * x
}

#[differentiable(second_order)]
fn between(limits: (&f64, &f64), x: f64) -> f64 {
    if x < *limits.0 {
        *limits.1 * x
    } else if x > *limits.1 {
        x * *limits.0 * limits.0
    } else {
        limits.0 * limits.1
    }
}

/// `(&a, &b)` was passed as `(a, b)`, and the tangent of such a parameter was dereferenced.
#[test]
fn a_tuple_of_references_to_numbers() {
    #[differentiable(second_order)]
    fn f(v: &[f64], x: f64) -> f64 {
        let limits = (&v[0], &v[1]);
        // x is greater than both, v[2] less
        between(limits, x) + between((&x, &v[1]), v[2])
    }
    let (v, x) = ([1.5, 2.5, 0.5], 3.0);
    // v0^2 x + v1 v2
    let (dv, dx) = grad_f(&v, x);
    assert_eq!(dv, [2.0 * v[0] * x, v[2], v[1]]);
    assert_close(dx, v[0] * v[0]);
    check_gradients::<f>((&v[..], x)).expect("both modes");
    let ((_, _), (hv, hx)) = hvp_f(&v, x, &[1.0, 2.0, -1.0], 0.5);
    assert_close(hv[0], 2.0 * (x + 0.5 * v[0]));
    assert_close(hv[1], -1.0);
    assert_close(hv[2], 2.0);
    assert_close(hx, 2.0 * v[0]);
    check_gradients::<between>(((&1.5, &2.5), 0.3)).expect("a parameter that holds references");
}

#[test]
fn parts_of_such_a_tuple_are_references() {
    #[differentiable]
    fn f(limits: (&f64, &f64), v: &[f64]) -> f64 {
        let own = (&v[0], &v[1]);
        let (a, b) = limits;
        let (c, d) = own;
        let e = own.1;
        scaled(a, *c)
            + scaled(limits.1, *d)
            + scaled(c, *b)
            + scaled(own.1, *own.0)
            + scaled(e, 2.0)
    }
    check_gradients::<f>(((&1.5, &2.5), &[0.7, -1.2][..])).expect("both modes");
}

/// A number behind a parameter that is a reference was passed on by value.
#[test]
fn a_reference_is_handed_on() {
    #[differentiable(second_order)]
    fn f(factor: &f64, both: &(f64, f64), x: f64) -> f64 {
        let square = &(x * x);
        scaled(factor, x) + scaled(&both.0, both.1) + scaled(square, *factor)
    }
    let (a, p, x) = (1.5, (0.5, -2.0), 1.25);
    // a x^2 + p0 p1^2 + x^2 a^2
    let (da, dp, dx) = grad_f(&a, &p, x);
    assert_close(da, x * x + 2.0 * x * x * a);
    assert_close(dp.0, p.1 * p.1);
    assert_close(dp.1, 2.0 * p.0 * p.1);
    assert_close(dx, 2.0 * x * (a + a * a));
    check_gradients::<f>((&a, &p, x)).expect("both modes");
}

#[differentiable(second_order)]
fn product((a, b): (&[f64], &[f64]), shift: usize) -> f64 {
    a[shift..].iter().zip(b).map(|(&x, &y)| x * y).sum()
}

#[test]
fn tuples_of_slices() {
    #[differentiable(second_order)]
    fn f(u: &[f64], w: &Vec<f64>, x: f64) -> f64 {
        let swapped = if x > 0.0 { (u, &w[..]) } else { (&w[..], u) };
        product((u, w), 1) + product((&u[1..], &w[..2]), 0) * x + product(swapped, 0)
    }
    let (u, w, x) = ([1.0, 2.0, 3.0], vec![-1.0, 0.5, 4.0], 1.5);
    let (du, dw, dx) = grad_f(&u, &w, x);
    // u1 w0 + u2 w1 + x (u1 w0 + u2 w1) + u.w
    assert_eq!(du, [w[0], w[0] + x * w[0] + w[1], w[1] + x * w[1] + w[2]]);
    assert_eq!(dw, [u[1] + x * u[1] + u[0], u[2] + x * u[2] + u[1], u[2]]);
    assert_close(dx, u[1] * w[0] + u[2] * w[1]);
    check_gradients::<f>((&u[..], &w, -x)).expect("both modes, the other arm");
    check_gradients::<product>(((&u[..], &w[..]), 1)).expect("a parameter that holds references");
    let (_, (hu, hw, hx)) = hvp_f(&u, &w, x, &[0.0; 3], &vec![0.0; 3], 1.0);
    assert_eq!((hu, hw, hx), (vec![0.0, w[0], w[1]], vec![u[1], u[2], 0.0], 0.0));
}

#[differentiable]
fn weighted(x: f64, weights: Option<&[f64]>) -> f64 {
    match weights {
        Some(weights) => weights[0] * x + weights[1],
        None => x,
    }
}

#[differentiable]
fn perhaps(x: f64, factor: Option<&f64>) -> f64 {
    factor.map_or(x, |factor| factor * x) + if let Some(a) = factor { scaled(a, x) } else { 0.0 }
}

/// `Some(&x)` was passed as `Some(x)`, and a `None` could not be recorded.
#[test]
fn options_of_references() {
    #[differentiable]
    fn f(x: f64, v: &[f64], own: Option<Vec<f64>>, y: Option<f64>) -> f64 {
        let slices = weighted(x, Some(v)) * weighted(x, Some(&v[1..])) + weighted(x, None);
        let numbers = perhaps(x, v.first()) + perhaps(x, Some(&v[2])) * perhaps(v[0], None);
        slices
            + numbers
            + weighted(x, own.as_deref())
            + perhaps(x, y.as_ref())
            + perhaps(x, v.get(7))
    }
    let (x, v) = (1.25, [0.5, -1.5, 2.0]);
    check_gradients::<f>((x, &v[..], Some(vec![0.3, 0.4]), Some(0.9))).expect("both modes");
    check_gradients::<f>((x, &v[..], None, None)).expect("both modes");
    check_gradients::<weighted>((x, Some(&v[..]))).expect("a parameter that holds a reference");
    let (dx, d) = grad_perhaps(x, Some(&2.0));
    assert_eq!((dx, d), (2.0 + 2.0 * 2.0 * x, Some(x + x * x)));
}

#[differentiable]
fn two(a: [&f64; 2]) -> f64 {
    a[0] * *a[1] + scaled(a[0], 2.0)
}

#[differentiable]
fn rows(m: &[&[f64]]) -> f64 {
    m[0][1] * m[1][0] + m.iter().map(|row| row[0] * row[0]).sum::<f64>()
}

#[test]
fn arrays_of_references() {
    #[differentiable]
    fn f(u: &[f64], w: &[f64], x: f64) -> f64 {
        let list = vec![u, w];
        two([&u[0], &x]) + rows(&[u, w]) + rows(&[&u[1..], &w[1..]]) * rows(&list)
    }
    let (u, w) = ([1.2, 2.1, 3.3], [0.7, -0.4, 1.9]);
    check_gradients::<f>((&u[..], &w[..], 1.7)).expect("both modes");
    check_gradients::<rows>((&[&u[..], &w[..]][..],)).expect("a parameter that holds references");
    check_gradients::<two>(([&1.5, &0.5],)).expect("a parameter that holds references");
}

#[test]
fn references_to_structs_and_generic_numbers() {
    #[derive(Differentiable, Clone, Copy)]
    struct Point {
        x: f64,
        y: f64,
    }
    #[differentiable]
    fn distance(ends: (&Point, &Point)) -> f64 {
        let (a, b) = ends;
        (a.x - b.x).powi(2) + (ends.0.y - ends.1.y).powi(2)
    }
    #[differentiable]
    fn clamped<T: Float>(limits: (&T, &T), x: &T) -> T {
        if x < limits.0 { *limits.1 * *x } else { *limits.0 * *x * *x }
    }
    #[differentiable]
    fn f<T: Float>(v: &[T], x: T) -> T {
        let limits = (&v[0], &v[1]);
        clamped(limits, &x) * clamped((&x, &v[1]), &v[0])
    }
    #[differentiable]
    fn g(x: f64, y: f64) -> f64 {
        let (p, q) = (Point { x, y }, Point { x: y, y: x * x });
        let both = (&p, &q);
        distance(both) * distance((&q, &p)) + both.0.x * (*both.1).y
    }
    check_gradients::<f>((&[1.2, 2.1][..], 1.7)).expect("both modes");
    check_gradients::<g>((1.3, 0.4)).expect("both modes");
}

/// The tangent of a field that is a reference was taken for one.
#[test]
fn fields_that_are_references() {
    #[derive(Differentiable, Clone, Copy)]
    struct Limits<'a> {
        low: &'a f64,
        high: &'a f64,
        weights: &'a [f64],
    }
    #[differentiable]
    fn inside(limits: &Limits<'_>, x: f64) -> f64 {
        if x < *limits.low {
            *limits.high
        } else {
            x * *limits.low * limits.weights[0] + *limits.high
        }
    }
    #[differentiable]
    fn f(v: &[f64], x: f64) -> f64 {
        let limits = Limits { low: &v[0], high: &v[1], weights: &v[1..] };
        let low = *limits.low;
        inside(&limits, x) * low
    }
    let (v, x) = ([0.5, 1.5, 2.5], 2.0);
    // (x v0 v1 + v1) v0
    let (dv, dx) = grad_f(&v, x);
    assert_eq!(dv, [2.0 * x * v[0] * v[1] + v[1], x * v[0] * v[0] + v[0], 0.0]);
    assert_close(dx, v[0] * v[0] * v[1]);
    check_gradients::<f>((&v[..], x)).expect("both modes");
}

/// A type whose lifetime is left out was named where none may be.
#[test]
fn lifetimes_that_are_left_out() {
    #[derive(Differentiable, Clone, Copy)]
    struct Samples<'a> {
        data: &'a [f64],
        stride: usize,
    }
    #[differentiable]
    #[allow(elided_lifetimes_in_paths)]
    fn total(samples: &Samples, x: f64) -> f64 {
        samples.data.iter().step_by(samples.stride).map(|a| a * x).sum()
    }
    #[differentiable]
    fn f(v: &[f64], x: f64) -> f64 {
        total(&Samples { data: v, stride: 2 }, x)
    }
    let v = [1.0, 2.0, 3.0];
    assert_eq!(grad_f(&v, 0.5), (vec![0.5, 0.0, 0.5], 4.0));
    let (samples, dx) = grad_total(&Samples { data: &v, stride: 1 }, 0.5);
    assert_eq!((samples.data, dx), (vec![0.5; 3], 6.0));
}

/// What borrows cannot be recorded: it is made again.
#[test]
fn calls_that_give_what_borrows() {
    #[derive(Differentiable, Clone, Copy)]
    struct Strided<'a> {
        data: &'a [f64],
        stride: usize,
    }
    #[differentiable]
    impl<'a> Strided<'a> {
        fn new(data: &'a [f64], stride: usize) -> Self {
            Strided { data, stride }
        }
        fn at(&self, i: usize) -> f64 {
            self.data[i * self.stride]
        }
        fn tail(&self) -> Strided<'a> {
            Strided::new(&self.data[self.stride..], self.stride)
        }
        fn product(&self, other: &Strided<'a>) -> f64 {
            (0..2).map(|i| self.at(i) * other.at(i)).sum()
        }
    }
    #[differentiable]
    fn f(v: &[f64], x: f64) -> f64 {
        let (a, b) = (Strided::new(v, 2), Strided::new(&v[1..], 1));
        let mut scaled: Vec<f64> = v.iter().map(|a| a * x).collect();
        let before = Strided::new(&scaled, 1).product(&b);
        scaled[0] = x * x;
        a.product(&b) * before + a.tail().at(0) * scaled[0]
    }
    #[differentiable]
    fn g(v: &[f64], x: f64) -> f64 {
        f(v, x) * x
    }
    check_gradients::<g>((&[1.0, -0.5, 2.0, 0.3, 1.1][..], 0.7)).expect("both modes");
}

/// What borrows from a variable that changes later is made again where it is needed: nothing else may hold the
/// borrow while the variable is restored.
#[test]
fn calls_that_give_what_borrows_from_what_changes() {
    #[derive(Differentiable, Clone, Copy)]
    struct Span<'a> {
        data: &'a [f64],
        first: usize,
    }
    #[derive(Differentiable, Clone)]
    struct Rows {
        data: Vec<f64>,
        cols: usize,
    }
    #[differentiable]
    impl Span<'_> {
        fn of(&self, i: usize) -> f64 {
            self.data[self.first + i]
        }
    }
    #[differentiable]
    impl Rows {
        fn row_of(&self, i: usize) -> Span<'_> {
            Span { data: &self.data, first: i * self.cols }
        }
        fn scale(&mut self, s: f64) {
            self.data.iter_mut().for_each(|x| *x *= s);
        }
    }
    #[differentiable]
    fn behind_first(v: &[f64]) -> Span<'_> {
        Span { data: &v[1..], first: 0 }
    }
    #[differentiable]
    fn f(rows: &Rows, x: f64) -> f64 {
        let mut rows = rows.clone();
        let mut sum = 0.0;
        for i in 0..2 {
            let row = rows.row_of(i);
            let product = row.of(0) * row.of(1);
            sum += product * product;
            rows.scale(x);
        }
        let mut scaled = vec![x, sum, x * sum];
        let product = behind_first(&scaled).of(0) * behind_first(&scaled).of(1);
        scaled[1] = product * x;
        sum * scaled[1] * rows.row_of(1).of(1)
    }
    #[differentiable]
    fn g(rows: &Rows, x: f64) -> f64 {
        f(rows, x) * x
    }
    let rows = Rows { data: vec![1.0, 0.3, 0.8, 0.7], cols: 2 };
    check_gradients::<g>((&rows, 0.8)).expect("both modes");
}

#[differentiable(second_order)]
fn from_both_ends(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 1.0;
    while let Some((first, tail)) = rest.split_first() {
        s *= 0.5 + first;
        if let Some((last, middle)) = tail.split_last() {
            s += last * first;
            rest = middle;
        } else {
            rest = tail;
        }
    }
    s
}

#[differentiable(second_order)]
fn by_patterns(x: &[f64], skipped: usize) -> f64 {
    let mut rest = &x[skipped..];
    let mut s = 0.5;
    while let [first, tail @ ..] = rest {
        s = s * first + tail.len() as f64 * first;
        rest = tail;
    }
    s
}

#[differentiable(second_order)]
fn merged(x: &[f64], y: &[f64]) -> f64 {
    let squares: Vec<f64> = y.iter().map(|v| v * v).collect();
    let (mut a, mut b) = (x, &squares[..]);
    let (mut s, mut place) = (0.0, 1.0);
    while !a.is_empty() && !b.is_empty() {
        if a[0] <= b[0] {
            s += place * a[0];
            a = &a[1..];
        } else {
            s += place * b[0];
            b = b.split_at(1).1;
        }
        place += 1.0;
    }
    s + place * (a.iter().sum::<f64>() + b.iter().sum::<f64>())
}

#[differentiable(second_order)]
fn whole_and_rest(x: &[f64], from: usize) -> f64 {
    let mut rest = x;
    let whole = move || rest.iter().sum::<f64>();
    let before = rest;
    if rest.len() > from {
        rest = &rest[from..];
    }
    whole() * before[0] * rest.iter().product::<f64>()
}

/// Slices that are assigned again: each derivative by hand.
#[test]
fn slices_walk_along_their_arrays() {
    let (a, b, c) = (0.7, -0.4, 1.3);
    // ((0.5 + a) + c a) (0.5 + b)
    let slopes = grad_from_both_ends(&[a, b, c]);
    assert_close(slopes[0], (1.0 + c) * (0.5 + b));
    assert_close(slopes[1], 0.5 + a + c * a);
    assert_close(slopes[2], a * (0.5 + b));
    assert_close(hvp_from_both_ends(&[a, b, c], &[1.0, 0.0, 0.0]).1[2], 0.5 + b);
    assert!(grad_from_both_ends(&[]).is_empty());
    assert_close(grad_from_both_ends(&[a])[0], 1.0);
    // 1.5 b c
    let slopes = grad_by_patterns(&[a, b, c], 1);
    assert_close(slopes[0], 0.0);
    assert_close(slopes[1], 1.5 * c);
    assert_close(slopes[2], 1.5 * b);
    // 0.2, 0.36, 0.5, 0.9 and 1.44, each times its place
    let (dx, dy) = grad_merged(&[0.2, 0.5, 0.9], &[0.6, 1.2]);
    assert_eq!(dx, [1.0, 3.0, 4.0]);
    assert_close(dy[0], 2.0 * 1.2);
    assert_close(dy[1], 5.0 * 2.4);
    // (a + b + c) a (b c)
    let (sum, product) = (a + b + c, a * b * c);
    let slopes = grad_whole_and_rest(&[a, b, c], 1);
    assert_close(slopes[0], product + sum * b * c);
    assert_close(slopes[1], product + sum * a * c);
    assert_close(slopes[2], product + sum * a * b);
}
