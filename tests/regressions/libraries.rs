//! Functions as libraries of numerics write them: tables of coefficients, ranges that are asked, counts as floats.

use chainrule::{Differentiable, differentiable};
use num_traits::{Euclid, Float, ToPrimitive};

use crate::assert_close;

const TABLE: &[f64] = &[0.5, -1.0, 2.0];
const TRIPLE: [f64; 3] = [0.5, -1.0, 2.0];

#[differentiable(second_order)]
fn horner(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[differentiable(second_order)]
fn by_value(x: f64, coefficients: [f64; 3], scale: f64) -> f64 {
    scale * (coefficients[0] + coefficients[1] * x + coefficients[2] * x * x)
}

#[differentiable(second_order)]
fn tables(x: f64) -> f64 {
    horner(x, TABLE) * by_value(x, TRIPLE, 3.0) + horner(x, &TRIPLE) / horner(x, &[1.0, 1.0])
}

/// The tangent of a constant that is a slice was passed as a `Vec`. With `p = 1/2 - x + 2 x^2` the function is
/// `3 p^2 + p / (1 + x)`.
#[test]
fn constant_slices_are_arguments() {
    let x = 0.75_f64;
    let (p, d_p, q) = (0.5 - x + 2.0 * x * x, -1.0 + 4.0 * x, 1.0 + x);
    assert_close(tables(x), 3.0 * p * p + p / q);
    let slope = 6.0 * p * d_p + d_p / q - p / (q * q);
    let (value, gradient) = value_and_grad_tables(x);
    assert_close(value, tables(x));
    assert_close(gradient, slope);
    assert_close(jvp_tables(x, 2.0).1, 2.0 * slope);
    let curvature =
        6.0 * (d_p * d_p + p * 4.0) + 4.0 / q - 2.0 * d_p / (q * q) + 2.0 * p / (q * q * q);
    assert_close(hvp_tables(x, 1.0).1, curvature);
}

#[differentiable(second_order)]
fn ranges_asked(x: f64, limit: &f64, n: i32) -> f64 {
    if (0.0..=1.0).contains(&x) && !(*limit..).contains(&(x * x)) {
        x * x
    } else if (..*limit).contains(limit) || (1..4).contains(&n) {
        x * x * x
    } else {
        2.0 * x
    }
}

/// A range whose `contains` is asked was refused as a value.
#[test]
fn ranges_are_asked_for_numbers() {
    assert_eq!(grad_ranges_asked(1.0, &2.0, 0), (2.0, 0.0));
    assert_eq!(grad_ranges_asked(0.5, &0.25, 3), (0.75, 0.0));
    assert_eq!(grad_ranges_asked(-1.0, &0.25, 4), (2.0, 0.0));
    assert_eq!(hvp_ranges_asked(2.0, &0.25, 1, 1.0, &0.0).1, (12.0, 0.0));
}

#[differentiable(second_order)]
fn between(x: f64, y: f64) -> f64 {
    f64::midpoint(x, y) * y.midpoint(3.0)
}

/// `midpoint` had no rule.
#[test]
fn midpoints() {
    let (x, y) = (0.5, 2.0);
    assert_eq!(grad_between(x, y), (0.5 * 2.5, 0.5 * 2.5 + 0.5 * 1.25));
    assert_eq!(hvp_between(x, y, 1.0, 0.0).1, (0.0, 0.25));
}

#[derive(Clone, Differentiable)]
struct Mean {
    value: f64,
    #[no_diff]
    count: u64,
}

impl Mean {
    #[differentiable]
    fn add(&mut self, x: f64) {
        self.count += 1;
        let n = self.count.to_f64().unwrap();
        self.value += (x - self.value) / n;
    }
}

#[differentiable]
fn running_mean(x: f64, y: f64) -> f64 {
    let mut mean = Mean { value: 0.0, count: 0 };
    mean.add(x);
    mean.add(x * y);
    mean.add(y);
    mean.value
}

/// A count that is a field became a float by `as` only, not by `to_f64`.
#[test]
fn counts_of_fields_become_floats() {
    let (d_x, d_y) = grad_running_mean(2.0, 5.0);
    assert_close(d_x, 6.0 / 3.0);
    assert_close(d_y, 3.0 / 3.0);
}

#[differentiable]
fn wrapped(x: f64, period: f64) -> f64 {
    Euclid::rem_euclid(&x, &(2.0 * period)) * x
}

/// `Euclid` before a function was taken for a type: `r = x - 2 n period` with `n = -2`.
#[test]
fn functions_of_the_trait_euclid() {
    let (x, period) = (-7.0, 2.0);
    assert_eq!(grad_wrapped(x, period), (1.0 + x, 4.0 * x));
}

#[differentiable]
fn asserted(x: f64, t: f64) -> f64 {
    assert!((0.0..=1.0).contains(&t), "{t} is not in [0, 1]");
    debug_assert!(!(..0.0).contains(&(x * x)));
    x * t
}

/// In assertions too.
#[test]
fn ranges_are_asked_in_assertions() {
    assert_eq!(grad_asserted(3.0, 0.5), (0.5, 3.0));
    assert!(std::panic::catch_unwind(|| grad_asserted(3.0, 1.5)).is_err());
}

#[differentiable(second_order)]
trait Discrete<K, T> {
    fn ln_mass(&self, k: K) -> T;
}

#[derive(Clone, Copy, Differentiable)]
struct Poisson {
    rate: f64,
}

/// Without floats among its arguments: it runs as it is.
fn ln_factorial(k: u64) -> f64 {
    (2..=k).map(|i| (i as f64).ln()).sum()
}

#[differentiable(second_order)]
impl Discrete<u64, f64> for Poisson {
    fn ln_mass(&self, k: u64) -> f64 {
        let constant: f64 = chainrule::no_diff!(ln_factorial(k));
        k as f64 * self.rate.ln() - self.rate - constant
    }
}

#[differentiable(second_order)]
fn likelihood(rate: f64, k: u64) -> f64 {
    let both = Poisson { rate }.ln_mass(k) + Poisson { rate: 2.0 * rate }.ln_mass(k + 1);
    both + (k as f64 * rate)
}

/// An integer for a type parameter of a trait had no shadow in the `impl`, and one in the trait. The function is
/// `(2 k + 1) ln r - 3 r + k r` and a constant.
#[test]
fn integers_for_type_parameters_of_traits() {
    let (rate, k) = (1.5, 4.0);
    assert_close(grad_likelihood(rate, 4), (2.0 * k + 1.0) / rate - 3.0 + k);
    assert_close(hvp_likelihood(rate, 4, 1.0).1, -(2.0 * k + 1.0) / (rate * rate));
}

#[differentiable]
fn weighted(x: f64, #[no_diff] weights: &[f64], #[no_diff] scale: f64) -> f64 {
    weights.iter().map(|weight| weight * x * x).sum::<f64>() * scale
}

const SCALE: f64 = 3.0;

#[differentiable]
fn with_data(x: f64) -> f64 {
    weighted(x, TABLE, SCALE) + weighted(x, &TRIPLE, 1.0)
}

/// Constants for parameters without derivative: `3/2 x^2` three times and once more.
#[test]
fn constants_without_derivative() {
    assert_close(grad_with_data(2.0), 4.0 * 3.0 * 2.0);
    assert_close(jvp_with_data(2.0, 0.5).1, 12.0);
}

#[differentiable(second_order)]
trait Curve<T> {
    fn at(&self, t: T) -> T;

    fn rise(&self, t: T) -> T {
        self.at(t)
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Parabola<T> {
    a: T,
    b: T,
}

#[differentiable(second_order)]
impl<T: Float> Curve<T> for Parabola<T> {
    fn at(&self, t: T) -> T {
        self.a * t * t + self.b * t.sin()
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Line(f64);

#[differentiable(second_order)]
impl Curve<f64> for Line {
    fn at(&self, t: f64) -> f64 {
        self.0 * t
    }
}

#[differentiable(second_order)]
fn along(a: f64, t: f64) -> f64 {
    let curve = Parabola { a, b: 2.0 };
    curve.at(t) * Line(a).rise(t) + curve.rise(1.0)
}

/// The `impl` needed a float for the trait's type parameter, and the trait did not ask for one. The function is
/// `a^2 t^3 + 2 a t sin t + a` and a constant.
#[test]
fn floats_for_type_parameters_of_traits() {
    let (a, t) = (1.25_f64, 0.5_f64);
    let (d_a, d_t) = grad_along(a, t);
    assert_close(d_a, 2.0 * a * t.powi(3) + 2.0 * t * t.sin() + 1.0);
    assert_close(d_t, 3.0 * a * a * t * t + 2.0 * a * (t.sin() + t * t.cos()));
    assert_close(hvp_along(a, t, 1.0, 0.0).1.0, 2.0 * t.powi(3));
}

#[differentiable(second_order)]
fn corners(x: f64, y: f64) -> f64 {
    let (i, j) = (x.floor(), y.floor());
    let offset = (x - i, y - j);
    macro_rules! gradient(
        ($a:expr, $b:expr) => {
            {
                let (x, y) = (offset.0 - $a as f64, offset.1 - $b as f64);
                match (7 * (i as i64 + $a) + 13 * (j as i64 + $b)).rem_euclid(3) {
                    0 => x * y,
                    1 => x - y,
                    _ => -x,
                }
            }
        }
    );
    let mut best = gradient!(0, 0) * gradient!(1, 1);
    macro_rules! at_least [ [$v:expr] => { if $v > best { best = $v * x; } } ];
    at_least![gradient!(1, 0) + 2.0 * y];
    best
}

/// A `macro_rules!` in a body was refused. At (1.25, 2.5) the corner (0, 0) has the number 33, so that it is
/// `x y`, (1, 0) has 40: `x - y`, and (1, 1) has 53: `-x`. With `u = x - 1` and `v = y - 2` the last line
/// holds, `((u - 1 - v) + 2 y) x`.
#[test]
fn macros_of_a_body() {
    let (x, y) = (1.25, 2.5);
    assert_close(corners(x, y), (x - 2.0 - (y - 2.0) + 2.0 * y) * x);
    let (d_x, d_y) = grad_corners(x, y);
    assert_close(d_x, 2.0 * x + y);
    assert_close(d_y, x);
    assert_eq!(hvp_corners(x, y, 1.0, 0.0).1, (2.0, 1.0));
}

trait Close {
    fn close(&self) -> f64;
}

#[differentiable]
trait Next<T> {
    type Output;

    fn next(&mut self, input: T) -> Self::Output;
}

#[derive(Clone, Differentiable)]
struct Smoothed {
    weight: f64,
    current: Option<f64>,
}

#[differentiable]
impl Next<f64> for Smoothed {
    type Output = f64;

    fn next(&mut self, input: f64) -> Self::Output {
        let value = match self.current {
            Some(current) => self.weight * input + (1.0 - self.weight) * current,
            None => input,
        };
        self.current = Some(value);
        value
    }
}

#[differentiable]
impl<T: Close> Next<&T> for Smoothed {
    type Output = f64;

    fn next(&mut self, input: &T) -> Self::Output {
        self.next(input.close())
    }
}

struct Bar(f64);

impl Close for Bar {
    fn close(&self) -> f64 {
        self.0
    }
}

#[differentiable]
fn smoothed(x: f64, y: f64) -> f64 {
    let mut smoothed = Smoothed { weight: 0.25, current: None };
    smoothed.next(x) + 2.0 * smoothed.next(y)
}

/// An `impl` for references asked for more than the trait does, and the trait's other `impl`s were of no use.
#[test]
fn references_for_type_parameters_of_traits() {
    assert_eq!(grad_smoothed(3.0, 5.0), (2.5, 0.5));
    assert_eq!(Smoothed { weight: 0.25, current: Some(2.0) }.next(&Bar(4.0)), 2.5);
}

#[allow(non_snake_case)]
#[differentiable(second_order)]
fn Iv_Kv(v: f64, x: f64) -> (f64, f64) {
    (v * x, v + x * x)
}

#[allow(non_snake_case)]
#[differentiable(second_order)]
fn Powers(x: f64, n: u32) -> (f64, f64) {
    if n == 0 {
        return (1.0, x);
    }
    let (power, sum) = Powers(x, n - 1);
    (power * x, sum + x)
}

#[differentiable(second_order)]
fn of_capital_functions(v: f64, x: f64) -> f64 {
    let pair = Iv_Kv(v, x);
    let powers = Powers(x, 2);
    pair.0 + 2.0 * pair.1 + powers.0 * powers.1
}

/// A call of a function with a capital name that returns a tuple was taken for a tuple struct, whose fields are
/// the arguments. The function is `v x + 2 v + 2 x^2 + 3 x^3`.
#[test]
fn functions_with_capital_names_are_no_structs() {
    let (v, x) = (0.75, 1.5);
    assert_eq!(grad_of_capital_functions(v, x), (x + 2.0, v + 4.0 * x + 9.0 * x * x));
    assert_eq!(jvp_of_capital_functions(v, x, 1.0, 0.0).1, x + 2.0);
    assert_eq!(hvp_of_capital_functions(v, x, 0.0, 1.0).1, (1.0, 4.0 + 18.0 * x));
}
