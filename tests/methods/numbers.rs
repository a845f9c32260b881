//! Traits of numbers of one's own: their bounds show what they are, in traits, in `impl`s and in functions.
//!
//! In: filters and potentials over such traits, of which one is called as that of another crate. Out:
//! gradients against differences, and by hand.

use chainrule::{Differentiable, check_gradients, differentiable};
use std::f64::consts::TAU;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A float of one's own, called as that of another crate.
#[differentiable(second_order)]
trait Float:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    const TAU: Self;
    fn from_f32(x: f32) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn sqrt(self) -> Self;
}
#[differentiable(second_order)]
impl Float for f64 {
    const TAU: f64 = TAU;
    fn from_f32(x: f32) -> f64 {
        x.into()
    }
    fn sin(self) -> f64 {
        f64::sin(self)
    }
    fn cos(self) -> f64 {
        f64::cos(self)
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
}
#[differentiable(second_order)]
fn sin<F: Float>(x: F) -> F {
    x.sin()
}
#[derive(Differentiable, Clone, Copy)]
struct Biquad<F> {
    a1: F,
    b0: F,
}
impl<F: Float> Biquad<F> {
    #[differentiable(second_order)]
    fn bell(rate: F, center: F, q: F, gain: F) -> Self {
        let c = F::from_f32;
        let omega = F::TAU * center / rate;
        let alpha = sin(omega) / (c(2.0) * q);
        let a = gain.sqrt();
        let norm = c(1.0) / (F::from_f32(1.0) + alpha / a);
        Self { a1: c(-2.0) * omega.cos() * norm, b0: (c(1.0) + alpha * a) * norm }
    }
}
#[differentiable(second_order)]
fn bell(rate: f64, center: f64, q: f64, gain: f64) -> f64 {
    let b = Biquad::<f64>::bell(rate, center, q, gain);
    b.a1 + 2.0 * b.b0
}

#[differentiable]
trait Lane:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    fn splat(value: f64) -> Self;
    fn zero() -> Self {
        Self::splat(0.0)
    }
    fn sqrt(self) -> Self;
    fn recip(self) -> Self;
    fn exp(self) -> Self;
}
#[differentiable]
impl Lane for f64 {
    fn splat(value: f64) -> f64 {
        value
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    fn recip(self) -> f64 {
        f64::recip(self)
    }
    fn exp(self) -> f64 {
        f64::exp(self)
    }
}
#[differentiable]
trait Potential<T: Lane> {
    fn energy(&self, r_sq: T) -> T;
    fn force(&self, r_sq: T) -> T;
    fn both(&self, r_sq: T) -> (T, T) {
        (self.energy(r_sq), self.force(r_sq))
    }
}
#[derive(Differentiable, Clone, Copy)]
struct Buck<T> {
    a: T,
    neg_b: T,
    c: T,
}
impl<T: Lane> Buck<T> {
    #[differentiable]
    fn new(a: f64, b: f64, c: f64) -> Self {
        Self { a: T::splat(a), neg_b: T::splat(-b), c: T::splat(c) }
    }
}
#[differentiable]
impl<T: Lane> Potential<T> for Buck<T> {
    fn energy(&self, r_sq: T) -> T {
        let r = r_sq.sqrt();
        let inv = r_sq.recip();
        self.a * (self.neg_b * r).exp() - self.c * (inv * inv * inv)
    }
    fn force(&self, r_sq: T) -> T {
        let r = r_sq.sqrt();
        T::zero()
            - self.neg_b * self.a * (self.neg_b * r).exp() * r.recip()
            - T::splat(6.0) * self.c
    }
}
#[differentiable]
fn buck(a: f64, b: f64, c: f64, r: f64) -> f64 {
    let p = Buck::<f64>::new(a, b, c);
    let (e, f) = p.both(r);
    e + 2.0 * f
}

/// What its own `exp` and `sqrt` are is the trait's to say.
mod coarse {
    use super::*;

    #[differentiable(second_order)]
    pub trait Coarse:
        Copy + PartialOrd + Add<Output = Self> + Mul<Output = Self> + Div<Output = Self>
    {
        fn of(x: f64) -> Self;
        fn exp(self) -> Self;
        fn sqrt(&self) -> Self;
        fn wide(self) -> f64;
        fn is_finite(&self) -> bool;
        fn scaled(self, n: i32, by: f64) -> Self;
        fn soft(self) -> Self {
            Self::exp(self) / (Self::of(1.0) + self.exp()).sqrt()
        }
    }

    #[differentiable(second_order)]
    impl Coarse for f64 {
        fn of(x: f64) -> f64 {
            x
        }
        fn exp(self) -> f64 {
            1.0 + self + self * self * 0.5
        }
        fn sqrt(&self) -> f64 {
            // one step of Newton's
            0.5 * (1.0 + *self)
        }
        fn wide(self) -> f64 {
            2.0 * self
        }
        fn is_finite(&self) -> bool {
            *self < 0.5
        }
        fn scaled(self, n: i32, by: f64) -> f64 {
            // the standard library's
            self.sqrt() * by.powi(n)
        }
    }

    #[differentiable(second_order)]
    pub fn mixed<T: Coarse>(x: T, y: T) -> T {
        let mut s = if x.is_finite() { x.exp() } else { T::exp(y) * y };
        for _ in 0..2 {
            s = s * y.soft() + <T as Coarse>::sqrt(&x) * T::of(3.0).exp();
        }
        s.scaled(2, 1.5) + Coarse::exp(x)
    }

    #[differentiable]
    pub fn summed<T: Coarse>(v: &[T]) -> f64 {
        let total = v.iter().map(|x| x.exp()).fold(T::of(0.0), |a, b| a + b);
        total.wide() * v[0].wide()
    }
}

/// Comparisons that give what has no tangent, beside methods that have derivatives.
mod masked {
    use super::*;

    #[derive(Clone, Copy)]
    pub struct Chosen(bool);

    #[differentiable(second_order)]
    pub trait Lanes: Copy + Add<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
        type Mask;
        fn below(self, other: Self) -> Self::Mask;
        fn at_most(self, other: Self) -> Self::Mask;
        fn any(mask: Self::Mask) -> bool;
        fn cube(self) -> Self {
            self * self * self
        }
        fn root(self) -> Self;
    }

    #[differentiable(second_order)]
    impl Lanes for f64 {
        type Mask = Chosen;
        fn below(self, other: f64) -> Chosen {
            Chosen(self < other)
        }
        fn at_most(self, other: f64) -> Self::Mask {
            Chosen(self <= other)
        }
        fn any(mask: Chosen) -> bool {
            mask.0
        }
        fn root(self) -> f64 {
            self.sqrt()
        }
    }

    #[differentiable(second_order)]
    pub fn cut<T: Lanes>(x: T, y: T) -> T {
        (x.cube() + y).root() / y.cube()
    }
}

#[test]
fn what_a_trait_compares_needs_no_tangent() {
    use masked::{Lanes, cut, grad_cut, hvp_cut};
    let (x, y) = (0.7, 1.3);
    assert!(<f64 as Lanes>::any(x.below(y)) && !<f64 as Lanes>::any(y.at_most(x)));
    check_gradients::<cut>((x, y)).unwrap();
    // sqrt(x^3 + y) / y^3
    let root = (x * x * x + y).sqrt();
    let (dx, dy) = grad_cut(x, y);
    assert!((dx - 1.5 * x * x / root / y.powi(3)).abs() < 1e-15);
    assert!((dy - 0.5 / root / y.powi(3) + 3.0 * root / y.powi(4)).abs() < 1e-15);
    let gradient = |[x, y]: [f64; 2]| <[f64; 2]>::from(grad_cut(x, y));
    let product = |[x, y]: [f64; 2], [vx, vy]: [f64; 2]| <[f64; 2]>::from(hvp_cut(x, y, vx, vy).1);
    crate::second_order_agrees([x, y], gradient, product);
}

#[test]
fn methods_of_a_trait_of_ones_own_have_its_derivatives() {
    use coarse::{grad_summed, hvp_mixed, jvp_summed, mixed, summed};
    let exp = |x: f64| (1.0 + x + x * x * 0.5, 1.0 + x);
    let (x, y) = (0.7_f64, 1.3_f64);
    let v = [x, y];
    // 2 x (exp x + exp y) 2
    let (total, gradient) = (exp(x).0 + exp(y).0, grad_summed(&v));
    assert!((summed(&v) - 4.0 * x * total).abs() < 1e-14);
    assert!((gradient[0] - 4.0 * total - 4.0 * x * exp(x).1).abs() < 1e-14);
    assert!((gradient[1] - 4.0 * x * exp(y).1).abs() < 1e-14);
    assert_eq!(jvp_summed(&v, &[0.0, 1.0]).1, gradient[1]);
    for (x, y) in [(0.3, 1.2), (0.8, 0.6)] {
        check_gradients::<mixed>((x, y)).unwrap();
        let gradient = |[x, y]: [f64; 2]| <[f64; 2]>::from(coarse::grad_mixed(x, y));
        let product =
            |[x, y]: [f64; 2], [vx, vy]: [f64; 2]| <[f64; 2]>::from(hvp_mixed(x, y, vx, vy).1);
        crate::second_order_agrees([x, y], gradient, product);
    }
}

#[test]
fn a_float_trait_of_ones_own() {
    let (rate, center, q, gain) = (44.1, 3.0, 0.7, 1.9);
    check_gradients::<bell>((rate, center, q, gain)).unwrap();
    let (_, h) = hvp_bell(rate, center, q, gain, 0.0, 1.0, 0.0, 0.0);
    let step = 1e-5;
    let above = grad_bell(rate, center + step, q, gain);
    let below = grad_bell(rate, center - step, q, gain);
    let expected = (above.1 - below.1) / (2.0 * step);
    assert!((h.1 - expected).abs() < 1e-6, "{} {expected}", h.1);
}

#[test]
fn a_trait_and_its_impl_agree_on_what_a_number_is() {
    let (a, b, c, r) = (1.2, 3.0, 0.7, 1.9_f64);
    check_gradients::<buck>((a, b, c, r)).unwrap();
    // e + 2 f, with s = sqrt r: a exp(-b s) (1 + 2 b / s) - c (r^-3 + 12)
    let s = r.sqrt();
    let (da, _, dc, _) = grad_buck(a, b, c, r);
    assert!((da - (-b * s).exp() * (1.0 + 2.0 * b / s)).abs() < 1e-14);
    assert!((dc + r.powi(-3) + 12.0).abs() < 1e-14);
}
