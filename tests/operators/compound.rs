//! Compound assignments: sums field by field, which need no operand in reverse, and any others.

use std::ops::{Add, AddAssign, DivAssign, MulAssign, RemAssign, Sub, SubAssign};

use chainrule::{Differentiable, Real, check_gradients, differentiable};

use crate::agree;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V {
    x: f64,
    y: f64,
}

#[differentiable(second_order)]
impl AddAssign for V {
    fn add_assign(&mut self, other: Self) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiable(second_order)]
impl Sub for V {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiable(second_order)]
impl SubAssign for V {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// No product: the coordinates are treated differently, and nothing happens for 0.
#[differentiable(second_order)]
impl MulAssign<f64> for V {
    fn mul_assign(&mut self, k: f64) {
        if k == 0.0 {
            return;
        }
        self.x *= k;
        self.y *= k * k;
    }
}

#[differentiable(second_order)]
impl DivAssign for V {
    fn div_assign(&mut self, other: V) {
        *self = V { x: self.x / other.x, y: self.y / other.y };
    }
}

#[differentiable(second_order)]
impl RemAssign<f64> for V {
    fn rem_assign(&mut self, period: f64) {
        self.x %= period;
        self.y %= period;
    }
}

#[differentiable(second_order)]
fn scaled(a: V, b: V, k: f64) -> f64 {
    let mut v = a;
    for _ in 0..3 {
        v *= k;
        v /= b;
        v %= 2.0;
    }
    v *= 0.0;
    v.x * v.y + v.x
}

#[differentiable(second_order)]
fn scaled_by_hand(a: [f64; 2], b: [f64; 2], k: f64) -> f64 {
    let (mut x, mut y) = (a[0], a[1]);
    for _ in 0..3 {
        x = x * k / b[0] % 2.0;
        y = y * (k * k) / b[1] % 2.0;
    }
    x * y + x
}

#[test]
fn any_assignment() {
    let (a, b, k) = ([2.3, 0.8], [1.3, -0.7], 1.1);
    let (v, w) = (V { x: a[0], y: a[1] }, V { x: b[0], y: b[1] });
    assert_eq!(scaled(v, w, k), scaled_by_hand(a, b, k));
    let ((da, db, dk), (ea, eb, ek)) = (grad_scaled(v, w, k), grad_scaled_by_hand(a, b, k));
    agree([da.x, da.y, db.x, db.y, dk], [ea[0], ea[1], eb[0], eb[1], ek]);
    let (s, t) = (VTangent { x: 1.0, y: 0.5 }, VTangent { x: 0.2, y: -0.5 });
    let (_, (da, db, dk)) = hvp_scaled(v, w, k, s, t, 0.3);
    let (_, (ea, eb, ek)) = hvp_scaled_by_hand(a, b, k, [1.0, 0.5], [0.2, -0.5], 0.3);
    agree([da.x, da.y, db.x, db.y, dk], [ea[0], ea[1], eb[0], eb[1], ek]);
    check_gradients::<scaled>((v, w, k)).unwrap();
}

/// A sum of fields that are sums.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Moments<T> {
    count: usize,
    sum: T,
    squares: T,
}

#[differentiable(second_order)]
impl<T: Real> Add for Moments<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Moments {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }
}

#[differentiable(second_order)]
impl<T: Real> AddAssign for Moments<T> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

#[differentiable(second_order)]
fn variance(values: &[f64]) -> f64 {
    let mut all = Moments { count: 0, sum: 0.0, squares: 0.0 };
    for &value in values {
        all += Moments { count: 1, sum: value, squares: value * value };
    }
    let n = values.len() as f64;
    let mean = all.sum / n;
    all.squares / n - mean * mean
}

#[test]
fn moments_are_added_up() {
    let values = [0.3, -1.2, 2.5, 0.7];
    let mean = values.iter().sum::<f64>() / 4.0;
    let by_hand = values.map(|x| (x - mean) / 2.0);
    let gradient: [f64; 4] = grad_variance(&values).try_into().unwrap();
    agree(gradient, by_hand);
    let (_, product) = hvp_variance(&values, &[1.0, 0.0, 0.0, 0.0]);
    // 2 / n on the diagonal, less 2 / n^2 everywhere
    agree(product.try_into().unwrap(), [0.375, -0.125, -0.125, -0.125]);
    check_gradients::<variance>((&values[..],)).unwrap();
}

/// Bodies under forces between neighbours: velocities and positions in arrays are changed in place.
#[differentiable(second_order)]
fn chain(positions: &[V], stiffness: f64, steps: usize) -> f64 {
    let mut x = [positions[0], positions[1], positions[2]];
    let mut v = [V { x: 0.0, y: 0.0 }, V { x: 0.1, y: 0.0 }, V { x: 0.0, y: 0.2 }];
    for _ in 0..steps {
        for i in 1..3 {
            let mut pull = x[i] - x[i - 1];
            pull.x *= 0.01 * stiffness;
            pull.y *= 0.01 * stiffness;
            v[i] -= pull;
            v[i - 1] += pull;
        }
        for i in 0..3 {
            let mut step = v[i];
            step.x *= 0.1;
            step.y *= 0.1;
            x[i] += step;
        }
    }
    x[0].x * x[2].y + x[1].x * v[2].x
}

#[differentiable(second_order)]
fn chain_by_hand(positions: &[f64], stiffness: f64, steps: usize) -> f64 {
    let mut x = [0.0; 6];
    x.copy_from_slice(positions);
    let mut v = [0.0, 0.0, 0.1, 0.0, 0.0, 0.2];
    for _ in 0..steps {
        for i in 1..3 {
            for k in 0..2 {
                let pull = (x[2 * i + k] - x[2 * i - 2 + k]) * (0.01 * stiffness);
                v[2 * i + k] -= pull;
                v[2 * i - 2 + k] += pull;
            }
        }
        for i in 0..6 {
            x[i] += v[i] * 0.1;
        }
    }
    x[0] * x[5] + x[2] * v[4]
}

#[test]
fn a_chain_of_bodies() {
    let flat = [0.1, 0.2, 1.0, -0.5, 2.2, 0.4];
    let positions = [0, 2, 4].map(|i| V { x: flat[i], y: flat[i + 1] });
    assert_eq!(chain(&positions, 1.5, 20), chain_by_hand(&flat, 1.5, 20));
    let ((dx, dk), (ex, ek)) =
        (grad_chain(&positions, 1.5, 20), grad_chain_by_hand(&flat, 1.5, 20));
    agree([dk], [ek]);
    for (i, d) in dx.iter().enumerate() {
        agree([d.x, d.y], [ex[2 * i], ex[2 * i + 1]]);
    }
    let along = [0, 1, 2].map(|i| VTangent { x: 1.0 - i as f64, y: 0.5 });
    let (_, (dx, dk)) = hvp_chain(&positions, 1.5, 20, &along, 0.7);
    let (_, (ex, ek)) = hvp_chain_by_hand(&flat, 1.5, 20, &[1.0, 0.5, 0.0, 0.5, -1.0, 0.5], 0.7);
    agree([dk], [ek]);
    for (i, d) in dx.iter().enumerate() {
        agree([d.x, d.y], [ex[2 * i], ex[2 * i + 1]]);
    }
    check_gradients::<chain>((&positions[..], 1.5, 20)).unwrap();
}

#[differentiable(second_order)]
fn moved_from_constants(x: f64) -> f64 {
    let mut p = V { x: 1.0, y: 0.5 } - V { x: 0.25, y: 2.0 };
    p.x += x;
    p.x * p.y * x
}

/// An operator between constants, whose result changes later: -1.5 (0.75 + x) x.
#[test]
fn a_difference_of_constants_changes_later() {
    agree([grad_moved_from_constants(0.5)], [-2.625]);
    agree([jvp_moved_from_constants(0.5, 1.0).1], [-2.625]);
    agree([hvp_moved_from_constants(0.5, 1.0).1], [-3.0]);
}
