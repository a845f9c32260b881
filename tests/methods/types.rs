//! Types as numeric programs have them, each with a program that uses all of it.

use chainrule::{Differentiable, check_gradients, differentiable, no_diff};

use crate::second_order_agrees;

/// A vector of three, without operators.
#[derive(Differentiable, Clone, Copy, Debug, Default)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable(second_order)]
impl Vec3 {
    const ZERO: Vec3 = Vec3 { x: 0.0, y: 0.0, z: 0.0 };

    fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }

    fn times(self, a: f64) -> Self {
        Self::new(self.x * a, self.y * a, self.z * a)
    }

    fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn along(self, other: Self) -> f64 {
        self.dot(other)
    }

    fn cross(self, other: Self) -> Self {
        Self {
            x: self.y * other.z - self.z * other.y,
            y: self.z * other.x - self.x * other.z,
            z: self.x * other.y - self.y * other.x,
        }
    }

    fn norm(self) -> f64 {
        self.dot(self).sqrt()
    }

    fn normalized(self) -> Self {
        self.times(1.0 / self.norm())
    }
}

/// A rotation as a unit quaternion.
#[derive(Differentiable, Clone, Copy, Debug)]
struct Quaternion {
    w: f64,
    v: Vec3,
}

#[differentiable(second_order)]
impl Quaternion {
    fn about(axis: Vec3, angle: f64) -> Self {
        let (sin, cos) = (0.5 * angle).sin_cos();
        Self { w: cos, v: axis.normalized().times(sin) }
    }

    fn rotate(&self, p: Vec3) -> Vec3 {
        let t = self.v.cross(p).times(2.0);
        p.plus(t.times(self.w)).plus(self.v.cross(t))
    }
}

#[differentiable(second_order)]
fn rotated(x: f64, y: f64, angle: f64) -> f64 {
    let axis = Vec3::new(x, 1.0, y);
    let q = Quaternion::about(axis, angle);
    let p = q.rotate(Vec3::new(y, x * x, 0.5)).plus(Vec3::ZERO);
    p.along(Vec3::new(1.0, -2.0, 0.3)) + p.cross(axis).norm()
}

#[test]
fn rotations_agree_with_differences() {
    check_gradients::<rotated>((0.4, 0.9, 1.1)).unwrap();
    second_order_agrees(
        [0.4, 0.9, 1.1],
        |[x, y, a]| grad_rotated(x, y, a).into(),
        |[x, y, a], [u, v, w]| hvp_rotated(x, y, a, u, v, w).1.into(),
    );
}

/// A dual number of the user's own.
#[derive(Differentiable, Clone, Copy, Debug)]
struct Dual(f64, f64);

impl Dual {
    #[differentiable]
    fn variable(x: f64) -> Dual {
        Dual(x, 1.0)
    }

    #[differentiable]
    fn mul(self, other: Dual) -> Dual {
        Dual(self.0 * other.0, self.0 * other.1 + self.1 * other.0)
    }

    #[differentiable]
    fn sin(self) -> Dual {
        Dual(self.0.sin(), self.1 * self.0.cos())
    }
}

#[differentiable]
fn slope(x: f64) -> f64 {
    let d = Dual::variable(x);
    let square = d.mul(d);
    // the dual part of x^2 is 2 x
    square.1 * d.1 + square.0
}

#[test]
fn derivatives_of_derivatives_by_hand() {
    // d/dx (2 x + x^2)
    assert_eq!(grad_slope(3.0), 8.0);
    assert_eq!(Dual(0.0, 1.0).vjp_sin(DualTangent(0.0, 1.0)).1.1, 1.0);
}

/// A Kalman filter of one dimension.
#[derive(Differentiable, Clone, Debug)]
struct Kalman {
    mean: f64,
    variance: f64,
    #[no_diff]
    steps: usize,
}

#[differentiable]
impl Kalman {
    fn new(mean: f64, variance: f64) -> Self {
        Self { mean, variance, steps: 0 }
    }

    fn predict(&mut self, drift: f64, noise: f64) {
        self.mean += drift;
        self.variance += noise;
        self.steps += 1;
    }

    fn update(&mut self, measured: f64, noise: f64) -> f64 {
        let gain = self.variance / (self.variance + noise);
        let surprise = measured - self.mean;
        self.mean += gain * surprise;
        self.variance *= 1.0 - gain;
        surprise * surprise / (self.variance + noise)
    }
}

#[differentiable]
fn surprise(start: f64, q: f64, r: f64, measured: &[f64]) -> f64 {
    let mut filter = Kalman::new(start, 1.0);
    let mut total = 0.0;
    for i in 0..measured.len() {
        filter.predict(0.1 * start, q);
        if measured[i] > -1.0 {
            total += filter.update(measured[i], r);
        }
    }
    total + filter.mean
}

#[test]
fn a_kalman_filter_agrees_with_differences() {
    check_gradients::<surprise>((0.3, 0.2, 0.5, &[0.4, -2.0, 0.9, 1.3][..])).unwrap();
}

/// A cubic Hermite spline over given knots.
#[derive(Differentiable, Clone, Debug)]
struct Spline {
    #[no_diff]
    knots: Vec<f64>,
    values: Vec<f64>,
    slopes: Vec<f64>,
}

#[differentiable]
impl Spline {
    fn segment(&self, t: f64) -> usize {
        let mut i = 0;
        while i + 2 < self.knots.len() && t > self.knots[i + 1] {
            i += 1;
        }
        i
    }

    fn at(&self, t: f64) -> f64 {
        let i = self.segment(t);
        let (left, right) = (no_diff!(self.knots[i]), no_diff!(self.knots[i + 1]));
        let h = right - left;
        let s = (t - left) / h;
        let blend = s * s * (3.0 - 2.0 * s);
        let bend = s * (1.0 - s) * h;
        self.values[i] * (1.0 - blend)
            + self.values[i + 1] * blend
            + bend * (self.slopes[i] * (1.0 - s) - self.slopes[i + 1] * s)
    }
}

#[differentiable]
fn interpolated(values: &[f64], slopes: &[f64], t: f64) -> f64 {
    let spline =
        Spline { knots: vec![0.0, 1.0, 2.5], values: values.to_vec(), slopes: slopes.to_vec() };
    spline.at(t) * spline.at(t + 1.0)
}

#[test]
fn a_spline_agrees_with_differences() {
    check_gradients::<interpolated>((&[0.3, 0.9, -0.4][..], &[1.0, 0.5, -0.2][..], 0.7)).unwrap();
}

/// A matrix in one buffer.
#[derive(Differentiable, Clone, Debug)]
struct Matrix<T> {
    entries: Vec<T>,
    rows: usize,
    columns: usize,
}

#[differentiable]
impl<T: chainrule::Real> Matrix<T> {
    fn at(&self, i: usize, j: usize) -> T {
        self.entries[i * self.columns + j]
    }

    fn set(&mut self, i: usize, j: usize, value: T) {
        self.entries[i * self.columns + j] = value;
    }

    fn trace_of_square(&self) -> T {
        let mut trace = T::zero();
        for i in 0..self.rows {
            for j in 0..self.columns {
                trace += self.at(i, j) * self.at(j, i);
            }
        }
        trace
    }
}

#[differentiable]
fn trace(entries: &[f64], a: f64) -> f64 {
    let mut m = Matrix { entries: entries.to_vec(), rows: 2, columns: 2 };
    m.set(0, 1, a * m.at(1, 0));
    m.trace_of_square() * m.at(0, 0)
}

#[test]
fn a_generic_matrix_agrees_with_differences() {
    check_gradients::<trace>((&[0.3, 0.9, -0.4, 1.2][..], 0.7)).unwrap();
}

/// A pendulum that advances in place, stepped by a loop.
#[derive(Differentiable, Clone, Copy, Debug)]
struct Pendulum {
    angle: f64,
    speed: f64,
    length: f64,
}

#[differentiable(second_order)]
impl Pendulum {
    const GRAVITY: f64 = 9.81;

    fn acceleration(&self) -> f64 {
        -Self::GRAVITY / self.length * self.angle.sin()
    }

    fn step(&mut self, h: f64) {
        let half = self.speed + 0.5 * h * self.acceleration();
        self.angle += h * half;
        self.speed = half + 0.5 * h * self.acceleration();
    }

    fn energy(self) -> f64 {
        0.5 * self.length * self.length * self.speed * self.speed
            - Self::GRAVITY * self.length * self.angle.cos()
    }
}

#[differentiable(second_order)]
fn swing(angle: f64, length: f64, h: f64) -> f64 {
    let mut pendulum = Pendulum { angle, speed: 0.0, length };
    for _ in 0..5 {
        pendulum.step(h);
    }
    pendulum.energy() + pendulum.angle
}

#[test]
fn a_pendulum_agrees_with_differences() {
    check_gradients::<swing>((0.6, 1.2, 0.1)).unwrap();
    second_order_agrees(
        [0.6, 1.2, 0.1],
        |[a, l, h]| grad_swing(a, l, h).into(),
        |[a, l, h], [u, v, w]| hvp_swing(a, l, h, u, v, w).1.into(),
    );
}
