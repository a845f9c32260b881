//! Parameters that yield items: `impl IntoIterator<Item = f64>` and its kin, given arrays, slices, `Vec`s and
//! iterators.
//!
//! Each program is checked against central differences of itself (`check_gradients`, which also compares
//! both modes with one another), its second derivatives against differences of its gradient, and gradients
//! for iterators against derivatives by hand.

#![allow(clippy::needless_borrows_for_generic_args)] // both forms are to be taken

use std::borrow::Borrow;

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;

#[differentiable(second_order)]
fn polynomial<I: IntoIterator<Item = f64>>(x: f64, coefficients: I) -> f64 {
    coefficients.into_iter().fold(0.0, |sum, c| sum * x + c * c)
}

#[differentiable(second_order)]
fn norm<'a>(v: impl IntoIterator<Item = &'a f64>) -> f64 {
    v.into_iter().map(|a| a * a).sum::<f64>().sqrt()
}

#[differentiable(second_order)]
fn first_and_rest<'a, I: Iterator<Item = &'a f64>>(mut items: I, x: f64) -> f64 {
    let first = items.next().unwrap();
    let mut sum = first * x;
    for a in items {
        sum += a.sin() * first;
    }
    sum
}

#[differentiable(second_order)]
fn entropy<T>(v: T) -> f64
where
    T: IntoIterator,
    T::Item: Borrow<f64>,
{
    let (mut n, mut sum) = (0.0, 0.0);
    for x in v {
        n += 1.0;
        sum += x.borrow().ln() * *x.borrow();
    }
    sum / n
}

#[differentiable(second_order)]
fn products(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    pairs.map(|(a, b)| a * b * a).sum()
}

#[differentiable(second_order)]
fn generic<T: Float, I>(x: T, coefficients: I) -> T
where
    I: IntoIterator<Item = T>,
    I::IntoIter: DoubleEndedIterator,
{
    coefficients.into_iter().rev().fold(T::zero(), |sum, c| sum * x + c)
}

#[differentiable(second_order)]
fn handed_on<I: IntoIterator<Item = f64>>(x: f64, items: I) -> f64 {
    polynomial(x, items) * x
}

#[differentiable(second_order)]
fn of_every_kind(x: f64, c: &[f64], k: [f64; 3]) -> f64 {
    let by_value = polynomial(x, k) * polynomial(x, c.iter().copied()) + generic(x, vec![x, c[0]]);
    let by_reference = norm(c) + norm(&k) + norm(c.iter().skip(1)) + first_and_rest(c.iter(), x);
    let borrowed = entropy(c) + entropy(c.iter().map(|a| a * a)) + entropy(&k) + entropy(k);
    let pairs = products(c.iter().zip(&k).map(|(a, b)| (*a, *b * x)));
    by_value + by_reference * borrowed + pairs + handed_on(x, k)
}

#[differentiable]
fn in_a_loop(x: f64, c: &[f64]) -> f64 {
    let mut s = x;
    for i in 1..4 {
        s += polynomial(s * 0.1, c.iter().take(i).map(|a| a * s)) * norm(c.iter().skip(i % 2));
    }
    s
}

#[test]
fn items_come_from_arrays_slices_vectors_and_iterators() {
    let c = [0.5, 1.5, 2.0];
    check_gradients::<polynomial>((0.7, c)).unwrap();
    check_gradients::<polynomial>((0.7, c.to_vec())).unwrap();
    check_gradients::<generic>((0.7, c)).unwrap();
    check_gradients::<of_every_kind>((0.7, &c[..], [1.0, 0.4, 2.0])).unwrap();
    check_gradients::<in_a_loop>((0.7, &c[..])).unwrap();
}

/// `sum_i c_i^2 x^(n - 1 - i)`
#[test]
fn gradients_have_the_form_of_the_argument() {
    let by_hand = (2.0 * 0.25 * 0.5 + 2.25, [2.0 * 0.5 * 0.25, 2.0 * 1.5 * 0.5, 2.0 * 2.0]);
    let c = [0.5, 1.5, 2.0];
    assert_eq!(grad_polynomial(0.5, c), by_hand);
    assert_eq!(grad_polynomial(0.5, c.to_vec()), (by_hand.0, by_hand.1.to_vec()));
    assert_eq!(grad_polynomial(0.5, c.iter().copied()), (by_hand.0, by_hand.1.to_vec()));
    // the items that come, not those they are made of
    let (_, d_items) = grad_polynomial(0.5, c.iter().skip(1).map(|a| a + 1.0));
    assert_eq!(d_items, [2.0 * 2.5 * 0.5, 2.0 * 3.0]);
    let (d_items, d_x) = grad_first_and_rest(c.iter(), 2.0);
    let (sine, cosine) = (1.5_f64.sin() + 2.0_f64.sin(), [1.5_f64.cos(), 2.0_f64.cos()]);
    assert_eq!(d_items, [2.0 + sine, cosine[0] * 0.5, cosine[1] * 0.5]);
    assert_eq!(d_x, 0.5);
    assert_eq!(grad_products([(1.0, 2.0), (3.0, 4.0)].into_iter()), [(4.0, 1.0), (24.0, 9.0)]);
}

#[test]
fn second_derivatives_agree_with_differences_of_the_gradient() {
    let (c, k) = ([0.5, 1.5, 2.0], [1.0, 0.4, 2.0]);
    let (v_x, v_c, v_k) = (1.0, [0.3, -0.4, 0.1], [-0.7, 0.2, 0.5]);
    let moved = |h: f64| {
        let along = |x: [f64; 3], v: [f64; 3]| std::array::from_fn(|i| x[i] + h * v[i]);
        let (c, k): ([f64; 3], [f64; 3]) = (along(c, v_c), along(k, v_k));
        let (d_x, d_c, d_k) = grad_of_every_kind(0.7 + h * v_x, &c, k);
        [&[d_x], &d_c[..], &d_k[..]].concat()
    };
    let h = 1e-5;
    let (up, down) = (moved(h), moved(-h));
    let (_, (d_x, d_c, d_k)) = hvp_of_every_kind(0.7, &c, k, v_x, &v_c, v_k);
    let products = [&[d_x], &d_c[..], &d_k[..]].concat();
    for (i, product) in products.iter().enumerate() {
        let difference = (up[i] - down[i]) / (2.0 * h);
        // truncation h^2 and rounding 1e-16 / h are about 1e-10 of the scale
        assert!((difference - product).abs() < 1e-7 * (1.0 + product.abs()), "{i}: {product}");
    }
}

#[derive(Differentiable, Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiable(second_order)]
fn moment<I: IntoIterator<Item = Point>>(points: I, s: f64) -> f64 {
    let mut first = None;
    let mut sum = 0.0;
    for p in points {
        sum += p.x * p.y * s;
        if first.is_none() {
            first = Some(p);
        }
    }
    sum + first.map_or(0.0, |p| p.x * p.x)
}

#[differentiable(second_order)]
fn length<'a>(points: impl Iterator<Item = &'a Point> + Clone) -> f64 {
    points.clone().zip(points.skip(1)).map(|(a, b)| (a.x - b.x).hypot(a.y - b.y)).sum()
}

#[derive(Differentiable, Clone)]
struct Scale {
    k: f64,
}

#[differentiable(second_order)]
impl Scale {
    fn squares(&self, items: impl IntoIterator<Item = f64>) -> f64 {
        items.into_iter().map(|a| a * a * self.k).sum()
    }

    fn total<'a, I: Iterator<Item = &'a f64>>(&self, items: I, n: usize) -> f64 {
        items.take(n).map(|a| a * self.k).sum()
    }
}

#[differentiable(second_order)]
fn of_methods_and_structs(scale: &Scale, v: &[f64], y: f64) -> f64 {
    let points: Vec<Point> = v.windows(2).map(|w| Point { x: w[0], y: w[1] * y }).collect();
    moment(points.iter().copied(), y) * length(points.iter())
        + scale.squares(v.iter().map(|a| a + 1.0)) * scale.total(v.iter(), 2)
        + scale.squares([v[0], v[1]])
}

#[test]
fn items_are_structs_and_methods_take_them() {
    check_gradients::<of_methods_and_structs>((&Scale { k: 2.0 }, &[0.5, 1.5, 2.0][..], 0.7))
        .unwrap();
}

#[differentiable]
fn weighted(
    values: impl IntoIterator<Item = f64>,
    at: impl Iterator<Item = usize>,
    w: &[f64],
) -> f64 {
    values.into_iter().zip(at).map(|(v, i)| v * w[i] * v).sum()
}

#[differentiable]
fn of_rows<'a, I: IntoIterator<Item = &'a [f64]>>(rows: I) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        sum += row[0] * row[1];
    }
    sum
}

#[differentiable]
fn of_pairs<'a>(pairs: impl IntoIterator<Item = (&'a f64, &'a f64)>) -> f64 {
    pairs.into_iter().map(|(a, b)| a * *b).sum()
}

/// Numbers of elements have no derivative; rows and pairs have one of their form.
#[test]
fn items_are_integers_slices_and_pairs() {
    let (d_values, d_w) = grad_weighted([3.0, 4.0], [1, 0].into_iter(), &[5.0, 6.0]);
    assert_eq!((d_values, d_w), ([2.0 * 3.0 * 6.0, 2.0 * 4.0 * 5.0], vec![16.0, 9.0]));
    assert_eq!(grad_of_rows([&[1.0, 2.0][..], &[3.0, 4.0]]), [[2.0, 1.0], [4.0, 3.0]]);
    assert_eq!(grad_of_pairs([1.0, 2.0].iter().zip(&[3.0, 4.0])), [(3.0, 1.0), (4.0, 2.0)]);
}
