//! Vectors in space: all operators by value, on both sides of a number.

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::agree;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiable(second_order)]
impl Vec3 {
    pub fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    pub fn inner(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn norm(self) -> f64 {
        self.inner(self).sqrt()
    }

    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }
}

#[differentiable(second_order)]
impl Add for Vec3 {
    type Output = Vec3;

    fn add(self, other: Vec3) -> Vec3 {
        Vec3 { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }
}

#[differentiable(second_order)]
impl Sub for Vec3 {
    type Output = Self;

    fn sub(self, other: Self) -> Self::Output {
        Self { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }
}

#[differentiable(second_order)]
impl Mul<f64> for Vec3 {
    type Output = Vec3;

    fn mul(mut self, factor: f64) -> Vec3 {
        self.x *= factor;
        self.y *= factor;
        self.z *= factor;
        self
    }
}

#[differentiable(second_order)]
impl Mul<Vec3> for f64 {
    type Output = Vec3;

    fn mul(self, v: Vec3) -> Vec3 {
        v * self
    }
}

#[differentiable(second_order)]
impl Div<f64> for Vec3 {
    type Output = Vec3;

    fn div(self, by: f64) -> Vec3 {
        Self::new(self.x / by, self.y / by, self.z / by)
    }
}

#[differentiable(second_order)]
impl Neg for Vec3 {
    type Output = Vec3;

    fn neg(self) -> Vec3 {
        Vec3 { x: -self.x, y: -self.y, z: -self.z }
    }
}

/// Into a periodic cell.
#[differentiable(second_order)]
impl Rem<Vec3> for Vec3 {
    type Output = Vec3;

    fn rem(self, cell: Vec3) -> Vec3 {
        Vec3 { x: self.x % cell.x, y: self.y % cell.y, z: self.z % cell.z }
    }
}

/// The potential energy of three bodies.
#[differentiable(second_order)]
fn energy(masses: &[f64; 3], positions: &[Vec3; 3]) -> f64 {
    let mut total = 0.0;
    for i in 0..3 {
        for j in 0..i {
            let apart = positions[i] - positions[j];
            total -= masses[i] * masses[j] / apart.norm();
        }
    }
    total
}

#[differentiable(second_order)]
fn energy_by_hand(masses: &[f64; 3], positions: &[f64; 9]) -> f64 {
    let mut total = 0.0;
    for i in 0..3 {
        for j in 0..i {
            let dx = positions[3 * i] - positions[3 * j];
            let dy = positions[3 * i + 1] - positions[3 * j + 1];
            let dz = positions[3 * i + 2] - positions[3 * j + 2];
            total -= masses[i] * masses[j] / (dx * dx + dy * dy + dz * dz).sqrt();
        }
    }
    total
}

#[test]
fn energy_of_three_bodies() {
    let masses = [1.0, 0.5, 2.0];
    let flat = [0.1, 0.2, -0.3, 1.0, -0.5, 0.7, -1.2, 0.4, 0.9];
    let vectors = |v: [f64; 9]| [0, 3, 6].map(|i| Vec3::new(v[i], v[i + 1], v[i + 2]));
    let tangents =
        |v: [f64; 9]| [0, 3, 6].map(|i| Vec3Tangent { x: v[i], y: v[i + 1], z: v[i + 2] });
    let flattened = |v: [Vec3Tangent; 3]| -> [f64; 9] {
        v.map(|v| [v.x, v.y, v.z]).concat().try_into().unwrap()
    };
    let positions = vectors(flat);
    assert_eq!(energy(&masses, &positions), energy_by_hand(&masses, &flat));
    let (dm, dp) = grad_energy(&masses, &positions);
    let (em, ep) = grad_energy_by_hand(&masses, &flat);
    agree(dm, em);
    agree(flattened(dp), ep);
    let (vm, vp) = ([0.3, -1.0, 0.2], [1.0, 0.5, -0.25, 0.3, -0.7, 0.1, 0.9, -0.4, 0.6]);
    let ((_, dp), (hm, hp)) = hvp_energy(&masses, &positions, &vm, &tangents(vp));
    let (_, (km, kp)) = hvp_energy_by_hand(&masses, &flat, &vm, &vp);
    agree(hm, km);
    agree(flattened(hp), kp);
    agree(flattened(dp), ep);
    check_gradients::<energy>((&masses, &positions)).unwrap();
}

/// A step of a body in a magnetic field and a periodic cell, many times.
#[differentiable(second_order)]
fn orbit(start: Vec3, speed: Vec3, field: f64, steps: usize) -> f64 {
    let b = Vec3 { x: 0.0, y: 0.0, z: field };
    let cell = Vec3 { x: 1.5, y: 2.5, z: 3.5 };
    let h = 0.01;
    let (mut x, mut v) = (start, speed);
    for _ in 0..steps {
        let force = v.cross(b) - 0.5 * x;
        v = v + h * force / 2.0;
        x = (x + v * h) % cell;
    }
    let left = -x;
    left.inner(v) + x.x * v.y
}

#[differentiable(second_order)]
fn orbit_by_hand(start: [f64; 3], speed: [f64; 3], field: f64, steps: usize) -> f64 {
    let (mut x, mut y, mut z) = (start[0], start[1], start[2]);
    let (mut u, mut v, mut w) = (speed[0], speed[1], speed[2]);
    let h = 0.01;
    for _ in 0..steps {
        let (fx, fy, fz) = (
            v * field - w * 0.0 - x * 0.5,
            w * 0.0 - u * field - y * 0.5,
            u * 0.0 - v * 0.0 - z * 0.5,
        );
        u += fx * h / 2.0;
        v += fy * h / 2.0;
        w += fz * h / 2.0;
        x = (x + u * h) % 1.5;
        y = (y + v * h) % 2.5;
        z = (z + w * h) % 3.5;
    }
    -x * u + -y * v + -z * w + x * v
}

#[test]
fn an_orbit_in_a_loop() {
    let (x, v) = (Vec3::new(1.49, 0.2, -0.7), Vec3::new(0.9, -0.8, 0.4));
    let (a, b) = ([1.49, 0.2, -0.7], [0.9, -0.8, 0.4]);
    assert_eq!(orbit(x, v, 1.3, 25), orbit_by_hand(a, b, 1.3, 25));
    let (dx, dv, df) = grad_orbit(x, v, 1.3, 25);
    let (ex, ev, ef) = grad_orbit_by_hand(a, b, 1.3, 25);
    agree([dx.x, dx.y, dx.z, dv.x, dv.y, dv.z, df], [ex[0], ex[1], ex[2], ev[0], ev[1], ev[2], ef]);
    let along = Vec3Tangent { x: 1.0, y: -0.5, z: 0.25 };
    let (_, (dx, dv, df)) = hvp_orbit(x, v, 1.3, 25, along.clone(), along, 0.5);
    let (_, (ex, ev, ef)) =
        hvp_orbit_by_hand(a, b, 1.3, 25, [1.0, -0.5, 0.25], [1.0, -0.5, 0.25], 0.5);
    agree([dx.x, dx.y, dx.z, dv.x, dv.y, dv.z, df], [ex[0], ex[1], ex[2], ev[0], ev[1], ev[2], ef]);
    check_gradients::<orbit>((x, v, 1.3, 25)).unwrap();
}

/// Operators in conditions, matches, closures and chains.
#[differentiable(second_order)]
fn path_length(corners: &[Vec3], scale: f64) -> f64 {
    let centre = corners.iter().fold(Vec3 { x: 0.0, y: 0.0, z: 0.0 }, |sum, c| sum + *c);
    let centre = centre / corners.len() as f64;
    let moved = |c: Vec3| (c - centre) * scale;
    let mut length = 0.0;
    for pair in corners.windows(2) {
        let step = moved(pair[1]) - moved(pair[0]);
        let step = if step.x > 0.0 { step } else { 2.0 * -step };
        length += step.norm();
    }
    length
}

#[test]
fn operators_in_closures_and_branches() {
    let corners = [Vec3::new(0.1, 0.2, 0.3), Vec3::new(1.0, -0.5, 0.7), Vec3::new(-1.2, 0.4, 0.9)];
    let length = |a: Vec3, b: Vec3| {
        let d = [b.x - a.x, b.y - a.y, b.z - a.z];
        let l = (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt();
        if d[0] > 0.0 { l } else { 2.0 * l }
    };
    let by_hand = length(corners[0], corners[1]) + length(corners[1], corners[2]);
    let found = path_length(&corners, 1.5);
    assert!((found - 1.5 * by_hand).abs() < 1e-14 * found);
    let (_, d_scale) = grad_path_length(&corners, 1.5);
    assert!((d_scale - by_hand).abs() < 1e-14 * found);
    check_gradients::<path_length>((&corners[..], 1.5)).unwrap();
}
