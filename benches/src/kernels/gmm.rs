//! ADBench's Gaussian mixture (Srajer, Kukelova, Fitzgibbon, "A benchmark of selected algorithmic
//! differentiation tools", Optimization Methods and Software 33, 2018): the log posterior of a
//! mixture whose inverse covariances are `Q^T Q`, with lower triangular `Q`, under a Wishart prior.

use super::arrays::Arrays;
use crate::{Kernel, Random};
use chainrule::{differentiable, no_diff};
use std::f64::consts::{LN_2, PI};

/// `log(sum(exp(v)))`, with the largest term taken out so that nothing overflows.
#[differentiable]
pub fn log_sum_exp(v: &[f64]) -> f64 {
    let largest = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = v.iter().map(|v| (v - largest).exp()).sum();
    largest + sum.ln()
}

/// The logarithm of the gamma function at `twice / 2`, by its recurrence from 1/2 or 1.
fn ln_gamma_of_half(twice: usize) -> f64 {
    let start = if twice % 2 == 1 { 0.5 * PI.ln() } else { 0.0 };
    let steps = (1..twice).rev().skip(1).step_by(2);
    steps.fold(start, |sum, twice| sum + (0.5 * twice as f64).ln())
}

/// The logarithm of the constant of a Wishart prior in `d` dimensions.
pub fn ln_wishart_constant(d: usize, gamma: f64, m: usize) -> f64 {
    let n = d + m + 1;
    let ln_gamma: f64 = (0..d).map(|j| ln_gamma_of_half(n - j)).sum();
    let d = d as f64;
    n as f64 * d * (gamma.ln() - 0.5 * LN_2) - (0.25 * d * (d - 1.0) * PI.ln() + ln_gamma)
}

/// The logarithm of the Wishart prior of all components, up to its constant. `icf` is as
/// [`log_posterior`] takes it.
#[differentiable]
fn log_wishart(icf: &[f64], d: usize, #[no_diff] gamma: f64, m: usize) -> f64 {
    let mut total = 0.0;
    for icf in icf.chunks_exact(d * (d + 1) / 2) {
        let (log_diagonal, lower) = icf.split_at(d);
        let squares: f64 = log_diagonal.iter().map(|q| (2.0 * q).exp()).sum::<f64>()
            + lower.iter().map(|l| l * l).sum::<f64>();
        let log_determinant: f64 = log_diagonal.iter().sum();
        total += 0.5 * gamma * gamma * squares - m as f64 * log_determinant;
    }
    total
}

/// The log posterior of a mixture of `alphas.len()` components, given the rows of `d` numbers of
/// `x`.
///
/// A component has a row of `d` numbers in `means`, and one of `d (d + 1) / 2` in `icf`: the
/// logarithms of the diagonal of its `Q`, then the columns of what is below.
#[differentiable]
pub fn log_posterior(
    alphas: &[f64],
    means: &[f64],
    icf: &[f64],
    #[no_diff] x: &[f64],
    d: usize,
    #[no_diff] gamma: f64,
    m: usize,
) -> f64 {
    let components = alphas.len();
    let triangle = d * (d + 1) / 2;
    let diagonals: Vec<f64> =
        icf.chunks_exact(triangle).flat_map(|icf| icf[..d].iter().map(|q| q.exp())).collect();
    let log_determinants: Vec<f64> =
        icf.chunks_exact(triangle).map(|icf| icf[..d].iter().sum()).collect();
    let mut exponents = vec![0.0; components];
    let mut centered = vec![0.0; d];
    let mut scaled = vec![0.0; d];
    let mut total = 0.0;
    for x in x.chunks_exact(d) {
        for k in 0..components {
            let mean = &means[k * d..(k + 1) * d];
            let diagonal = &diagonals[k * d..(k + 1) * d];
            for i in 0..d {
                centered[i] = x[i] - mean[i];
                scaled[i] = diagonal[i] * centered[i];
            }
            let lower = &icf[k * triangle + d..(k + 1) * triangle];
            let mut start = 0;
            for i in 0..d {
                let column = &lower[start..start + d - 1 - i];
                for (z, l) in scaled[i + 1..].iter_mut().zip(column) {
                    *z += l * centered[i];
                }
                start += column.len();
            }
            let square: f64 = scaled.iter().map(|z| z * z).sum();
            exponents[k] = alphas[k] + log_determinants[k] - 0.5 * square;
        }
        total += log_sum_exp(&exponents);
    }
    let n = (x.len() / d) as f64;
    total - n * (0.5 * d as f64 * (2.0 * PI).ln() + log_sum_exp(alphas))
        + log_wishart(icf, d, gamma, m)
        - components as f64 * no_diff!(ln_wishart_constant(d, gamma, m))
}

/// The adjoint of [`log_sum_exp`]: adds `seed` times its weights, which sum to one.
#[inline(always)]
fn pull_log_sum_exp(v: &[f64], value: f64, d_v: &mut [f64], seed: f64) {
    for (v, d) in v.iter().zip(d_v) {
        *d += (v - value).exp() * seed;
    }
}

/// The sizes of a mixture, and what its components need in every sample.
struct Prepared {
    d: usize,
    components: usize,
    triangle: usize,
    diagonals: Vec<f64>,
    log_determinants: Vec<f64>,
}

impl Prepared {
    fn new(components: usize, icf: &[f64], d: usize) -> Self {
        let triangle = d * (d + 1) / 2;
        let rows = icf.chunks_exact(triangle);
        let diagonals = rows.clone().flat_map(|icf| icf[..d].iter().map(|q| q.exp())).collect();
        let log_determinants = rows.map(|icf| icf[..d].iter().sum()).collect();
        Self { d, components, triangle, diagonals, log_determinants }
    }

    /// The exponents of the components at `x`; keeps `Q (x - mean)` of each in `scaled`.
    #[inline(always)]
    fn exponents(&self, w: &[Vec<f64>], x: &[f64], scaled: &mut [f64], exponents: &mut [f64]) {
        let d = self.d;
        for k in 0..self.components {
            let mean = &w[1][k * d..(k + 1) * d];
            let diagonal = &self.diagonals[k * d..(k + 1) * d];
            let z = &mut scaled[k * d..(k + 1) * d];
            for i in 0..d {
                z[i] = diagonal[i] * (x[i] - mean[i]);
            }
            let lower = &w[2][k * self.triangle + d..(k + 1) * self.triangle];
            let mut start = 0;
            for i in 0..d {
                let centered = x[i] - mean[i];
                let column = &lower[start..start + d - 1 - i];
                for (z, l) in z[i + 1..].iter_mut().zip(column) {
                    *z += l * centered;
                }
                start += column.len();
            }
            let square: f64 = z.iter().map(|z| z * z).sum();
            exponents[k] = w[0][k] + self.log_determinants[k] - 0.5 * square;
        }
    }

    /// The adjoint of [`Prepared::exponents`] for the cotangents `weights` of the exponents.
    #[inline(always)]
    fn pull_exponents(
        &self,
        w: &[Vec<f64>],
        x: &[f64],
        scaled: &[f64],
        weights: &[f64],
        d_w: &mut [Vec<f64>],
        d_prepared: &mut Prepared,
    ) {
        let d = self.d;
        let [d_alphas, d_means, d_icf] = d_w else { unreachable!() };
        for (k, weight) in weights.iter().enumerate() {
            d_alphas[k] += weight;
            d_prepared.log_determinants[k] += weight;
            let mean = &w[1][k * d..(k + 1) * d];
            let d_mean = &mut d_means[k * d..(k + 1) * d];
            let diagonal = &self.diagonals[k * d..(k + 1) * d];
            let d_diagonal = &mut d_prepared.diagonals[k * d..(k + 1) * d];
            let z = &scaled[k * d..(k + 1) * d];
            let lower = k * self.triangle + d..(k + 1) * self.triangle;
            let (lower, d_lower) = (&w[2][lower.clone()], &mut d_icf[lower]);
            let mut start = 0;
            for i in 0..d {
                let centered = x[i] - mean[i];
                let column = start..start + d - 1 - i;
                let (l, d_l) = (&lower[column.clone()], &mut d_lower[column]);
                let z_below = &z[i + 1..];
                let mut d_centered = -weight * z[i] * diagonal[i];
                for ((l, d_l), z) in l.iter().zip(d_l).zip(z_below) {
                    let d_z = -weight * z;
                    *d_l += d_z * centered;
                    d_centered += d_z * l;
                }
                d_diagonal[i] -= weight * z[i] * centered;
                d_mean[i] -= d_centered;
                start += d - 1 - i;
            }
        }
    }
}

/// The adjoint by hand of [`log_posterior`] with parameters `w` (alphas, means, icf): samples are
/// independent, so each is reversed at once, and only its own scaled distances are kept.
pub fn by_hand(
    w: &[Vec<f64>],
    x: &[f64],
    d: usize,
    (gamma, m): (f64, usize),
    d_w: &mut [Vec<f64>],
    seed: f64,
) -> f64 {
    let components = w[0].len();
    let prepared = Prepared::new(components, &w[2], d);
    let mut d_prepared = Prepared {
        diagonals: vec![0.0; components * d],
        log_determinants: vec![0.0; components],
        ..prepared
    };
    let mut scaled = vec![0.0; components * d];
    let mut exponents = vec![0.0; components];
    let mut weights = vec![0.0; components];
    let mut total = 0.0;
    for x in x.chunks_exact(d) {
        prepared.exponents(w, x, &mut scaled, &mut exponents);
        let value = log_sum_exp(&exponents);
        total += value;
        weights.fill(0.0);
        pull_log_sum_exp(&exponents, value, &mut weights, seed);
        prepared.pull_exponents(w, x, &scaled, &weights, d_w, &mut d_prepared);
    }
    let n = (x.len() / d) as f64;
    let normalizer = log_sum_exp(&w[0]);
    pull_log_sum_exp(&w[0], normalizer, &mut d_w[0], -n * seed);
    let triangle = prepared.triangle;
    for (k, (icf, d_icf)) in
        w[2].chunks_exact(triangle).zip(d_w[2].chunks_exact_mut(triangle)).enumerate()
    {
        let d_log_determinant = d_prepared.log_determinants[k] - m as f64 * seed;
        for i in 0..d {
            let q = prepared.diagonals[k * d + i];
            d_icf[i] += d_log_determinant
                + q * (d_prepared.diagonals[k * d + i] + gamma * gamma * q * seed);
        }
        for i in d..triangle {
            d_icf[i] += gamma * gamma * icf[i] * seed;
        }
    }
    total - n * (0.5 * d as f64 * (2.0 * PI).ln() + normalizer) + log_wishart(&w[2], d, gamma, m)
        - components as f64 * ln_wishart_constant(d, gamma, m)
}

/// [`log_posterior`] with inputs: random ones, of ADBench's shapes.
pub struct Gmm {
    /// Numbers in a sample.
    pub d: usize,
    /// The samples, a row each.
    pub x: Vec<f64>,
    mark: Option<f64>,
    arrays: Arrays,
}

/// The parameters of the prior in all of ADBench's inputs: gamma,
pub const GAMMA: f64 = 1.0;
/// and m.
pub const M: usize = 0;

impl Gmm {
    /// `n` samples of `d` numbers, and `components` components.
    pub fn new(n: usize, d: usize, components: usize, mark: Option<f64>) -> Self {
        let mut random = Random::new(9);
        let x = random.vector(n * d, -1.0, 1.0);
        let inputs = [components, components * d, components * d * (d + 1) / 2];
        let inputs = inputs.map(|len| random.vector(len, -1.0, 1.0)).to_vec();
        Self { d, x, mark, arrays: Arrays::new(inputs, &mut random) }
    }
}

impl Kernel for Gmm {
    fn name(&self) -> String {
        let [n, components] = [self.x.len() / self.d, self.arrays.inputs[0].len()];
        format!("GMM, {n} samples, d {}, K {components}", self.d)
    }

    fn mark(&self) -> Option<f64> {
        self.mark
    }

    fn primal(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        log_posterior(&w[0], &w[1], &w[2], &self.x, self.d, GAMMA, M)
    }

    fn adjoint(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        let [d_alphas, d_means, d_icf] = &mut self.arrays.shadows[..] else { unreachable!() };
        adjoint_log_posterior(
            &w[0], &w[1], &w[2], &self.x, self.d, GAMMA, M, d_alphas, d_means, d_icf, 1.0,
        )
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let w = &self.arrays.inputs;
        Some(value_and_grad_log_posterior(&w[0], &w[1], &w[2], &self.x, self.d, GAMMA, M).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        let (w, v) = (&self.arrays.inputs, &self.arrays.direction);
        jvp_log_posterior(&w[0], &w[1], &w[2], &self.x, self.d, GAMMA, M, &v[0], &v[1], &v[2])
    }

    fn by_hand(&mut self) -> f64 {
        let Arrays { inputs, shadows, .. } = &mut self.arrays;
        by_hand(inputs, &self.x, self.d, (GAMMA, M), shadows, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        self.arrays.inputs()
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        self.arrays.direction()
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.arrays.shadows()
    }
}
