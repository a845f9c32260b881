//! ADBench's objectives.

use crate::{Model, Scalar};
use chainrule_benches::kernels::bundle::Problem;
use chainrule_benches::kernels::gmm::{GAMMA, Gmm, M, ln_wishart_constant};
use chainrule_benches::kernels::lstm::Lstm;
use std::f64::consts::PI;

fn log_sum_exp<T: Scalar>(v: &[T]) -> T {
    let largest = v[1..].iter().fold(v[0], |m, v| if v.value() > m.value() { *v } else { m });
    let sum = v.iter().fold(T::constant(0.0), |s, v| s + (*v - largest).exp());
    largest + sum.ln()
}

fn sum<T: Scalar>(terms: impl Iterator<Item = T>) -> T {
    terms.fold(T::constant(0.0), |s, t| s + t)
}

/// The log posterior of a Gaussian mixture.
pub struct Mixture<'a> {
    /// The kernel.
    pub data: &'a Gmm,
}

impl Mixture<'_> {
    /// The exponent of a component at a sample.
    fn exponent<T: Scalar>(&self, w: &[Vec<T>], diagonal: &[T], k: usize, x: &[f64]) -> T {
        let d = self.data.d;
        let triangle = d * (d + 1) / 2;
        let centered: Vec<T> = (0..d).map(|i| -w[1][k * d + i] + x[i]).collect();
        let mut scaled: Vec<T> = (0..d).map(|i| diagonal[i] * centered[i]).collect();
        let icf = &w[2][k * triangle..(k + 1) * triangle];
        let mut start = d;
        for i in 0..d {
            for j in i + 1..d {
                scaled[j] += icf[start + j - i - 1] * centered[i];
            }
            start += d - 1 - i;
        }
        let square = sum(scaled.iter().map(|z| *z * *z));
        w[0][k] + sum(icf[..d].iter().copied()) - square * 0.5
    }
}

impl Model for Mixture<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let (d, components) = (self.data.d, w[0].len());
        let triangle = d * (d + 1) / 2;
        let rows = || w[2].chunks_exact(triangle);
        let diagonals: Vec<T> = rows().flat_map(|icf| icf[..d].iter().map(|q| q.exp())).collect();
        let mut total = T::constant(0.0);
        let mut exponents = vec![total; components];
        for x in self.data.x.chunks_exact(d) {
            for k in 0..components {
                exponents[k] = self.exponent(w, &diagonals[k * d..(k + 1) * d], k, x);
            }
            total += log_sum_exp(&exponents);
        }
        let n = (self.data.x.len() / d) as f64;
        let mut prior = T::constant(0.0);
        for (k, icf) in rows().enumerate() {
            let diagonal = sum(diagonals[k * d..(k + 1) * d].iter().map(|q| *q * *q));
            let squares = diagonal + sum(icf[d..].iter().map(|l| *l * *l));
            prior += squares * (0.5 * GAMMA * GAMMA) - sum(icf[..d].iter().copied()) * M as f64;
        }
        total - log_sum_exp(&w[0]) * n + prior
            - (n * 0.5 * d as f64 * (2.0 * PI).ln()
                + components as f64 * ln_wishart_constant(d, GAMMA, M))
    }
}

/// The sum of both errors of an observation, whose inputs are camera, point and weight.
pub struct Observation<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Which observation.
    pub index: usize,
    /// The factors of the two errors in the sum.
    pub seed: [f64; 2],
}

fn dot<T: Scalar>(a: [T; 3], b: [T; 3]) -> T {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross<T: Scalar>(a: [T; 3], b: [T; 3]) -> [T; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn rotate<T: Scalar>(r: [T; 3], x: [T; 3]) -> [T; 3] {
    let square = dot(r, r);
    if square.value() == 0.0 {
        let across = cross(r, x);
        return [0, 1, 2].map(|i| x[i] + across[i]);
    }
    let angle = square.sqrt();
    let (sin, cos) = (angle.sin(), angle.cos());
    let axis = r.map(|r| r / angle);
    let across = cross(axis, x);
    let along = dot(axis, x) * (-cos + 1.0);
    [0, 1, 2].map(|i| x[i] * cos + across[i] * sin + axis[i] * along)
}

impl Model for Observation<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = w[0][..] else { unreachable!() };
        let p = [w[1][0] - c0, w[1][1] - c1, w[1][2] - c2];
        let [x, y, z] = rotate([r0, r1, r2], p);
        let (x, y) = (x / z, y / z);
        let rho = x * x + y * y;
        let scale = focal * (k1 * rho + k2 * rho * rho + 1.0);
        let seen = self.problem.seen[self.index];
        let u = w[2][0] * (scale * x + u0 - seen[0]);
        let v = w[2][0] * (scale * y + v0 - seen[1]);
        u * self.seed[0] + v * self.seed[1]
    }
}

/// The loss of the LSTM.
pub struct Sequence<'a> {
    /// The kernel.
    pub data: &'a Lstm,
}

fn sigmoid<T: Scalar>(x: T) -> T {
    T::constant(1.0) / ((-x).exp() + 1.0)
}

impl Model for Sequence<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let b = self.data.b;
        let ([main, extra], sequence) = (w, &self.data.sequence) else { unreachable!() };
        let mut state: Vec<T> = self.data.state.iter().map(|s| T::constant(*s)).collect();
        let mut total = T::constant(0.0);
        let mut x = vec![total; b];
        for (symbol, next) in sequence.chunks_exact(b).zip(sequence[b..].chunks_exact(b)) {
            for j in 0..b {
                x[j] = extra[j] * symbol[j];
            }
            for (layer, state) in main.chunks_exact(8 * b).zip(state.chunks_exact_mut(2 * b)) {
                let (w, biases) = layer.split_at(4 * b);
                let (hidden, cell) = state.split_at_mut(b);
                for j in 0..b {
                    let forget = sigmoid(x[j] * w[j] + biases[j]);
                    let enter = sigmoid(hidden[j] * w[b + j] + biases[b + j]);
                    let leave = sigmoid(x[j] * w[2 * b + j] + biases[2 * b + j]);
                    let change = (hidden[j] * w[3 * b + j] + biases[3 * b + j]).tanh();
                    cell[j] = cell[j] * forget + enter * change;
                    hidden[j] = leave * cell[j].tanh();
                    x[j] = hidden[j];
                }
            }
            let y: Vec<T> = (0..b).map(|j| x[j] * extra[b + j] + extra[2 * b + j]).collect();
            let normalizer = (sum(y.iter().map(|y| y.exp())) + 2.0).ln();
            for (next, y) in next.iter().zip(&y) {
                total += (*y - normalizer) * *next;
            }
        }
        -total / (sequence.len() - b) as f64
    }
}
