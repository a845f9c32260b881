//! Numbers of one's own: complex numbers and dual numbers, generic over the scalar; quaternions.

use std::ops::{Add, Div, Mul, Neg, Sub};

use chainrule::{Differentiable, Real, check_gradients, differentiable};

use crate::agree;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Complex<T> {
    re: T,
    im: T,
}

#[differentiable(second_order)]
impl<T: Real> Add for Complex<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }
}

#[differentiable(second_order)]
impl<T: Real> Sub for Complex<T> {
    type Output = Complex<T>;

    fn sub(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re - other.re, im: self.im - other.im }
    }
}

#[differentiable(second_order)]
impl<T: Real> Mul for Complex<T> {
    type Output = Self;

    fn mul(self, other: Self) -> Self::Output {
        let Self { re: a, im: b } = self;
        Self { re: a * other.re - b * other.im, im: a * other.im + b * other.re }
    }
}

#[differentiable(second_order)]
impl<T: Real> Mul<T> for Complex<T> {
    type Output = Self;

    fn mul(self, factor: T) -> Self {
        Self { re: self.re * factor, im: self.im * factor }
    }
}

#[differentiable(second_order)]
impl<T> Div for Complex<T>
where
    T: Real,
{
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let size = other.re * other.re + other.im * other.im;
        let turned = self * Complex { re: other.re, im: -other.im };
        Self { re: turned.re / size, im: turned.im / size }
    }
}

#[differentiable(second_order)]
impl<T: Real> Neg for Complex<T> {
    type Output = Self;

    fn neg(self) -> Self {
        Self { re: -self.re, im: -self.im }
    }
}

/// How far a point moves under `z^2 + c`, in `n` steps or until it has left.
#[differentiable(second_order)]
fn escape(re: f64, im: f64, n: usize) -> f64 {
    let c = Complex { re, im };
    let mut z = Complex { re: 0.0, im: 0.0 };
    for _ in 0..n {
        if z.re * z.re + z.im * z.im > 4.0 {
            break;
        }
        z = z * z + c;
    }
    z.re * z.re + z.im * z.im
}

#[differentiable(second_order)]
fn escape_by_hand(re: f64, im: f64, n: usize) -> f64 {
    let (mut a, mut b) = (0.0, 0.0);
    for _ in 0..n {
        if a * a + b * b > 4.0 {
            break;
        }
        let t = a * a - b * b + re;
        b = a * b + b * a + im;
        a = t;
    }
    a * a + b * b
}

#[test]
fn points_that_stay_and_leave() {
    for (re, im, n) in [(0.1, 0.2, 9), (0.6, 0.7, 9), (-1.1, 0.3, 6)] {
        assert_eq!(escape(re, im, n), escape_by_hand(re, im, n));
        agree(grad_escape(re, im, n).into(), grad_escape_by_hand(re, im, n).into());
        let (_, product) = hvp_escape(re, im, n, 0.5, -1.0);
        let (_, by_hand) = hvp_escape_by_hand(re, im, n, 0.5, -1.0);
        agree(product.into(), by_hand.into());
        check_gradients::<escape>((re, im, n)).unwrap();
    }
}

/// A Moebius map and back.
#[differentiable(second_order)]
fn moebius<T: Real>(x: T, y: T, a: T) -> T {
    let (z, one) = (Complex { re: x, im: y }, Complex { re: T::one(), im: T::zero() });
    let w = (z - one) / (z + one);
    let turned = -w * a + z * w;
    turned.re * turned.im
}

#[differentiable(second_order)]
fn moebius_by_hand(x: f64, y: f64, a: f64) -> f64 {
    let size = (x + 1.0) * (x + 1.0) + y * y;
    let (p, q) = (((x - 1.0) * (x + 1.0) + y * y) / size, (y * (x + 1.0) - (x - 1.0) * y) / size);
    (x * p - y * q - p * a) * (x * q + y * p - q * a)
}

#[test]
fn generic_complex_numbers() {
    let (x, y, a) = (0.3, 0.8, 1.7);
    agree([moebius(x, y, a)], [moebius_by_hand(x, y, a)]);
    agree(grad_moebius(x, y, a).into(), grad_moebius_by_hand(x, y, a).into());
    let (_, product) = hvp_moebius(x, y, a, 0.5, -1.0, 0.25);
    let (_, by_hand) = hvp_moebius_by_hand(x, y, a, 0.5, -1.0, 0.25);
    agree(product.into(), by_hand.into());
    let single = grad_moebius(0.3_f32, 0.8, 1.7);
    assert!((f64::from(single.0) - grad_moebius(x, y, a).0).abs() < 1e-5);
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Quaternion(f64, [f64; 3]);

#[differentiable(second_order)]
impl Mul for Quaternion {
    type Output = Quaternion;

    fn mul(self, other: Quaternion) -> Quaternion {
        let (a, u) = (self.0, self.1);
        let (b, v) = (other.0, other.1);
        let mut w = [0.0; 3];
        for i in 0..3 {
            let (j, k) = ((i + 1) % 3, (i + 2) % 3);
            w[i] = a * v[i] + b * u[i] + u[j] * v[k] - u[k] * v[j];
        }
        Quaternion(a * b - u[0] * v[0] - u[1] * v[1] - u[2] * v[2], w)
    }
}

/// Turns about the axes one after the other, of a vector.
#[differentiable(second_order)]
fn turned(angles: [f64; 3], v: [f64; 3]) -> f64 {
    let mut q = Quaternion(1.0, [0.0, 0.0, 0.0]);
    for i in 0..3 {
        let mut axis = [0.0, 0.0, 0.0];
        axis[i] = (angles[i] / 2.0).sin();
        q = Quaternion((angles[i] / 2.0).cos(), axis) * q;
    }
    let back = Quaternion(q.0, [-q.1[0], -q.1[1], -q.1[2]]);
    let w = q * Quaternion(0.0, v) * back;
    w.1[0] + 2.0 * w.1[1] - w.1[2]
}

#[differentiable(second_order)]
fn turned_by_hand(angles: [f64; 3], v: [f64; 3]) -> f64 {
    let (s, c) = (angles[0].sin(), angles[0].cos());
    let (x, y, z) = (v[0], c * v[1] - s * v[2], s * v[1] + c * v[2]);
    let (s, c) = (angles[1].sin(), angles[1].cos());
    let (x, z) = (c * x + s * z, c * z - s * x);
    let (s, c) = (angles[2].sin(), angles[2].cos());
    c * x - s * y + 2.0 * (s * x + c * y) - z
}

#[test]
fn a_chain_of_rotations() {
    let (angles, v) = ([0.3, -1.1, 0.7], [1.0, 0.5, -0.25]);
    agree([turned(angles, v)], [turned_by_hand(angles, v)]);
    let ((da, dv), (ea, ev)) = (grad_turned(angles, v), grad_turned_by_hand(angles, v));
    agree(da, ea);
    agree(dv, ev);
    let (_, (da, dv)) = hvp_turned(angles, v, [0.5, -1.0, 0.25], [0.1, 0.2, 0.3]);
    let (_, (ea, ev)) = hvp_turned_by_hand(angles, v, [0.5, -1.0, 0.25], [0.1, 0.2, 0.3]);
    agree(da, ea);
    agree(dv, ev);
    check_gradients::<turned>((angles, v)).unwrap();
}

/// A number with its derivative, by operators.
#[derive(Differentiable, Clone, Copy)]
struct Dual {
    value: f64,
    slope: f64,
}

#[differentiable(second_order)]
impl Mul for Dual {
    type Output = Dual;

    fn mul(self, other: Dual) -> Dual {
        Dual {
            value: self.value * other.value,
            slope: self.slope * other.value + self.value * other.slope,
        }
    }
}

#[differentiable(second_order)]
impl Sub<f64> for Dual {
    type Output = Dual;

    fn sub(self, number: f64) -> Dual {
        Dual { value: self.value - number, ..self }
    }
}

/// The slope of `x (x - a) (x - a)`.
#[differentiable(second_order)]
fn slope(x: f64, a: f64) -> f64 {
    let x = Dual { value: x, slope: 1.0 };
    let y = x * (x - a) * (x - a);
    y.slope
}

#[test]
fn derivatives_of_dual_numbers() {
    let (x, a) = (1.5, 0.25);
    // (x - a)^2 + 2 x (x - a) = 3 x^2 - 4 a x + a^2
    agree([slope(x, a)], [3.0 * x * x - 4.0 * a * x + a * a]);
    agree(grad_slope(x, a).into(), [6.0 * x - 4.0 * a, 2.0 * a - 4.0 * x]);
    let (_, product) = hvp_slope(x, a, 1.0, 10.0);
    agree(product.into(), [6.0 - 40.0, -4.0 + 20.0]);
}
