//! Methods of the user's with names that arrays have too, on values whose type the file shows: parameters,
//! fields, elements, and what functions, methods and operators give.

use chainrule::{Differentiable, check_gradients, differentiable};
use std::ops::{Mul, Neg, Sub};

#[derive(Differentiable, Clone, Copy)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable(second_order)]
impl Vec3 {
    fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    fn dot(self, other: Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn sum(&self) -> f64 {
        self.x + self.y + self.z
    }

    /// A length, with a derivative.
    fn len(&self) -> f64 {
        self.dot(*self).sqrt()
    }

    fn cross(self, other: Vec3) -> Vec3 {
        Vec3::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }
}

#[differentiable(second_order)]
impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, other: Vec3) -> Vec3 {
        Vec3 { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }
}

#[differentiable(second_order)]
impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self { x: self.x * k, y: self.y * k, z: self.z * k }
    }
}

#[differentiable(second_order)]
impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        Vec3 { x: -self.x, y: -self.y, z: -self.z }
    }
}

#[derive(Differentiable, Clone, Copy)]
struct Ray {
    origin: Vec3,
    direction: Vec3,
}

#[differentiable(second_order)]
impl Ray {
    fn along(&self, t: f64) -> f64 {
        self.direction.dot(self.origin) * t + self.direction.len()
    }
}

#[differentiable(second_order)]
fn triple(a: Vec3, b: &Vec3) -> f64 {
    let c = a.cross(*b) * 2.0 - a;
    (-(a - *b)).dot(c) * a.dot(*b) + a.sum() * a.len()
}

#[differentiable(second_order)]
fn scene(x: f64, y: f64) -> f64 {
    let ray = Ray { origin: Vec3::new(x, y, 1.0), direction: Vec3::new(y, 1.0, x) };
    let v = Vec3::new(x, x * x, y);
    let normal = v.cross(ray.direction);
    ray.along(x) + normal.dot(v - ray.origin) + ray.origin.sum() + triple(v, &ray.direction)
}

#[differentiable(second_order)]
fn chain(points: &[Vec3]) -> f64 {
    let mut s = 0.0;
    for i in 1..points.len() {
        let step = points[i] - points[i - 1];
        s += step.len() * points[i].dot(points[i - 1]);
    }
    for p in points {
        s += p.sum();
    }
    s + points.iter().map(|p| p.dot(*p)).sum::<f64>()
}

/// `(b - a).(2 a x b - a) a.b + sum(a) |a|`, on arrays.
fn triple_by_hand(a: [f64; 3], b: [f64; 3]) -> f64 {
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let c = [0, 1, 2].map(|i| 2.0 * cross[i] - a[i]);
    let d = [0, 1, 2].map(|i| b[i] - a[i]);
    dot(d, c) * dot(a, b) + (a[0] + a[1] + a[2]) * dot(a, a).sqrt()
}

#[test]
fn vectors_have_products_of_their_own() {
    let (a, b) = ([0.3, -0.7, 1.1], [0.8, 0.2, -0.4]);
    let [av, bv] = [a, b].map(|[x, y, z]| Vec3 { x, y, z });
    assert!((triple(av, &bv) - triple_by_hand(a, b)).abs() < 1e-14);
    check_gradients::<triple>((av, &bv)).unwrap();
    check_gradients::<scene>((0.3, 0.7)).unwrap();
    let gradient = |[x, y]: [f64; 2]| <[f64; 2]>::from(grad_scene(x, y));
    let product =
        |[x, y]: [f64; 2], [vx, vy]: [f64; 2]| <[f64; 2]>::from(hvp_scene(x, y, vx, vy).1);
    crate::second_order_agrees([0.3, 0.7], gradient, product);
    let points = [av, bv, Vec3 { x: 1.0, y: 0.5, z: 0.25 }];
    check_gradients::<chain>((&points[..],)).unwrap();
    let g = grad_chain(&points);
    // a sum of a step's length times a product, of the coordinates, and of squares
    let step = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    let length = step.iter().map(|d| d * d).sum::<f64>().sqrt();
    let product = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let expected = -step[0] / length * product + length * b[0] + 1.0 + 2.0 * a[0];
    assert!((g[0].x - expected).abs() < 1e-14);
}

/// Mean and variance as they come in.
#[derive(Differentiable, Clone, Default)]
struct Stats {
    n: usize,
    mean: f64,
    squares: f64,
}

#[differentiable(second_order)]
impl Stats {
    fn new() -> Self {
        Self { n: 0, mean: 0.0, squares: 0.0 }
    }

    fn push(&mut self, x: f64) {
        self.n += 1;
        let step = x - self.mean;
        self.mean += step / self.n as f64;
        self.squares += step * (x - self.mean);
    }

    fn last(&self) -> f64 {
        self.squares / self.n as f64
    }
}

#[differentiable(second_order)]
fn spread(v: &[f64]) -> f64 {
    let (mut made, mut empty) = (Stats::new(), Stats::default());
    let mut both = Stats::new();
    for &x in v {
        both.push(x);
        made = both.clone();
        empty.push(2.0 * x);
    }
    made.last() + empty.mean
}

#[test]
fn statistics_are_pushed() {
    let v = [0.3, 1.7, -0.4];
    check_gradients::<spread>((&v[..],)).unwrap();
    let mean = (v[0] + v[1] + v[2]) / 3.0;
    let g = grad_spread(&v);
    for i in 0..3 {
        // of the variance, and of twice the mean
        let expected = 2.0 * (v[i] - mean) / 3.0 + 2.0 / 3.0;
        assert!((g[i] - expected).abs() < 1e-15, "{g:?}");
    }
    let h = hvp_spread(&v, &[1.0, 0.0, 0.0]).1;
    assert!((h[0] - 4.0 / 9.0).abs() < 1e-15 && (h[1] + 2.0 / 9.0).abs() < 1e-15, "{h:?}");
}
