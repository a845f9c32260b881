//! What a file around a function defines and its body names: macros of the file, and the methods of operators'
//! traits.
//!
//! Each program is compared with a formula, and both modes with differences of values.

use std::ops::{Add, Mul, MulAssign, Neg, Sub};

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;

/// Horner's scheme, with names of its own: `y` and `x` are not those of a caller.
macro_rules! horner {
    ($x:expr, $c:expr $(, $a:expr)* $(,)?) => {{
        let x = $x;
        let mut y = $c;
        $( y = y * x + $a; )*
        y
    }};
}

/// Numbers of any float, by names that the caller gives.
macro_rules! numbers {
    ($float:ty; $($name:ident = $value:expr),+) => {
        $(let $name: $float = number($value as f64);)+
    };
}

/// Calls another macro of the file, with an operator as a token.
macro_rules! folded {
    ($op:tt; $first:expr) => { horner!($first, 1.0, $first) };
    ($op:tt; $first:expr, $($rest:expr),+) => { $first $op folded!($op; $($rest),+) };
}

macro_rules! quotient {
    ($a:expr, $b:expr) => {
        $a / $b
    };
}

#[differentiable(second_order)]
fn number<T: Float>(x: f64) -> T {
    T::from(x).unwrap()
}

#[differentiable(second_order)]
fn polynomial(x: f64, y: f64) -> f64 {
    // y^3 + x y^2 + 2 y + x
    horner!(y, 1.0, x, 2.0, x,)
}

#[differentiable(second_order)]
fn wave<T: Float>(t: T, c: T) -> T {
    numbers!(T; half = 0.5, _2 = 2);
    let t = t * half;
    c * (_2 * t).sin()
}

#[differentiable(second_order)]
fn chain(a: f64, b: f64, n: usize) -> f64 {
    // a * (b * (a b + a b)), where the last is b' = a b: 1 * b' + b'
    let count = quotient!(2 * n + 2, 4);
    folded!(*; a, b, a * b) * count as f64 + quotient!(a + b, 2.0)
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Gain(f64);

#[differentiable(second_order)]
impl Gain {
    fn bent(&self, x: f64) -> f64 {
        horner!(self.0, x, 0.5 * x)
    }
}

#[differentiable(second_order)]
trait Curve {
    fn height(&self, x: f64) -> f64;

    fn rise(&self, x: f64) -> f64 {
        quotient!(self.height(x) - self.height(0.0), x)
    }
}

#[differentiable(second_order)]
impl Curve for Gain {
    fn height(&self, x: f64) -> f64 {
        horner!(x, self.0, 1.0, self.0)
    }
}

#[differentiable(second_order)]
fn gains(g: f64, x: f64) -> f64 {
    let gain = Gain(g);
    gain.bent(x) * gain.rise(x)
}

#[track_caller]
fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-12 * (1.0 + wanted.abs()), "{got}, not {wanted}");
}

/// Macros of the file were refused.
#[test]
fn macros_of_the_file() {
    let (x, y) = (0.7_f64, -1.3_f64);
    let (dx, dy) = grad_polynomial(x, y);
    close(dx, y * y + 1.0);
    close(dy, 3.0 * y * y + 2.0 * x * y + 2.0);
    close(hvp_polynomial(x, y, 0.0, 1.0).1.0, 2.0 * y);
    check_gradients::<polynomial>((x, y)).expect("both modes");
    let (dt, dc) = grad_wave(x, y);
    close(dt, y * x.cos());
    close(dc, x.sin());
    // 3 = (2 * 5 + 2) / 4 whole counts of a * b * (2 a b), and the mean
    let (da, db) = grad_chain(x, y, 5);
    close(chain(x, y, 5), 3.0 * 2.0 * x * x * y * y + (x + y) / 2.0);
    close(da, 12.0 * x * y * y + 0.5);
    close(db, 12.0 * x * x * y + 0.5);
    check_gradients::<chain>((x, y, 5)).expect("both modes");
}

/// So were those in methods, and in what a trait says of its own.
#[test]
fn macros_in_methods() {
    let (g, x) = (1.2, 0.4);
    // x (g + 1/2) (g x + 1)
    close(gains(g, x), x * (g + 0.5) * (g * x + 1.0));
    let (dg, dx) = grad_gains(g, x);
    close(dg, x * (g * x + 1.0) + x * x * (g + 0.5));
    close(dx, (g + 0.5) * (2.0 * g * x + 1.0));
    check_gradients::<gains>((g, x)).expect("both modes");
}

#[differentiable(second_order)]
fn signs(x: f64, n: i64) -> f64 {
    let m = n.neg().add(1);
    x.mul(x).neg().sub(x.sin().mul(2.0)) * m as f64
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Turn {
    c: f64,
    s: f64,
}

#[differentiable(second_order)]
impl Mul for Turn {
    type Output = Turn;
    fn mul(self, other: Turn) -> Turn {
        Turn { c: self.c * other.c - self.s * other.s, s: self.c * other.s + self.s * other.c }
    }
}

#[differentiable(second_order)]
impl Mul<f64> for Turn {
    type Output = Turn;
    fn mul(self, by: f64) -> Turn {
        Turn { c: self.c * by, s: self.s * by }
    }
}

#[differentiable(second_order)]
impl MulAssign for Turn {
    fn mul_assign(&mut self, other: Turn) {
        *self = self.mul(other);
    }
}

#[differentiable(second_order)]
impl MulAssign<f64> for Turn {
    fn mul_assign(&mut self, by: f64) {
        self.c *= by;
        self.s *= by;
    }
}

#[differentiable(second_order)]
impl Turn {
    fn halve(&mut self) {
        self.mul_assign(0.5);
    }

    /// A method of its own, by a name of the operators'.
    fn sub(self, by: f64) -> f64 {
        self.c * by
    }
}

#[differentiable(second_order)]
fn turned(a: f64, b: f64) -> f64 {
    let mut t = Turn { c: a, s: b };
    t *= Turn { c: b, s: a };
    t.halve();
    // c = 0, s = (a^2 + b^2) / 2
    let u = t.mul(Turn { c: a, s: 1.0 }).mul(a);
    // u = (-s a, s a a)
    u.s + u.sub(b)
}

/// `x.neg()` and `a.mul(b)` had no derivative; a method of the type's own is what such a call means.
#[test]
fn operators_by_the_names_of_their_methods() {
    let x = 0.7_f64;
    close(signs(x, 3), 2.0 * (x * x + 2.0 * x.sin()));
    close(grad_signs(x, 3), 4.0 * x + 4.0 * x.cos());
    check_gradients::<signs>((x, 3)).expect("both modes");
    let (a, b) = (1.2, 0.4);
    // s a^2 - s a b
    let s = (a * a + b * b) / 2.0;
    close(turned(a, b), s * a * a - s * a * b);
    let (da, db) = grad_turned(a, b);
    close(da, a * (a * a - a * b) + s * (2.0 * a - b));
    close(db, b * (a * a - a * b) - s * a);
    check_gradients::<turned>((a, b)).expect("both modes");
}

// rules in parentheses and brackets end with a semicolon
macro_rules! should(
    ($requirement:expr) => (debug_assert!($requirement));
);
macro_rules! cube[($e:expr) => [$e * $e * $e]; ($e:expr, $f:expr) => [$e * $e * $f];];

#[differentiable(second_order)]
fn by_rules_in_parentheses(x: f64, y: f64) -> f64 {
    should!(x > 0.0);
    cube!(x) * cube!(y, x)
}

#[test]
fn definitions_in_parentheses_and_brackets() {
    // x^4 y^2
    assert_eq!(grad_by_rules_in_parentheses(2.0, 3.0), (288.0, 96.0));
    check_gradients::<by_rules_in_parentheses>((2.0, 3.0)).expect("both modes");
}
