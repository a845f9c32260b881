//! The Brusselator with diffusion on a periodic square (Hairer and Wanner, "Solving Ordinary
//! Differential Equations II", section IV.10, 1996): the right-hand side of a system of ordinary
//! differential equations, whose vector-Jacobian product an implicit or an adjoint solver asks for.

use super::arrays::Arrays;
use crate::{Kernel, Random};
use chainrule::differentiable;

/// The concentrations that are held: A of Hairer and Wanner,
pub const A: f64 = 3.4;
/// and B.
pub const B: f64 = 1.0;

/// Diffusivity.
pub const ALPHA: f64 = 0.1;

/// The rates of change of the concentrations `u` and `v` on a grid of `n` x `n` points.
#[differentiable]
pub fn rates(u: &[f64], v: &[f64], u_rate: &mut [f64], v_rate: &mut [f64], n: usize) {
    // the square of the inverse of the mesh width
    let diffusion = ALPHA * (n * n) as f64;
    for i in 0..n {
        let above = if i == 0 { n - 1 } else { i - 1 };
        let below = if i == n - 1 { 0 } else { i + 1 };
        for j in 0..n {
            let left = if j == 0 { n - 1 } else { j - 1 };
            let right = if j == n - 1 { 0 } else { j + 1 };
            let k = i * n + j;
            let u_around = u[above * n + j] + u[below * n + j] + u[i * n + left] + u[i * n + right];
            let v_around = v[above * n + j] + v[below * n + j] + v[i * n + left] + v[i * n + right];
            let reaction = u[k] * u[k] * v[k];
            u_rate[k] = B + reaction - (A + 1.0) * u[k] + diffusion * (u_around - 4.0 * u[k]);
            v_rate[k] = A * u[k] - reaction + diffusion * (v_around - 4.0 * v[k]);
        }
    }
}

/// The sum of squares of the rates: zero where nothing changes.
#[differentiable]
pub fn distance_to_rest(u: &[f64], v: &[f64], n: usize) -> f64 {
    let mut u_rate = vec![0.0; n * n];
    let mut v_rate = vec![0.0; n * n];
    rates(u, v, &mut u_rate, &mut v_rate, n);
    u_rate.iter().chain(&v_rate).map(|r| r * r).sum()
}

/// The sum over the four neighbours of point `(i, j)`, of which `rows` are its own row, the one
/// above and the one below.
#[inline(always)]
fn around([here, above, below]: [&[f64]; 3], j: usize, n: usize) -> f64 {
    let left = if j == 0 { n - 1 } else { j - 1 };
    let right = if j == n - 1 { 0 } else { j + 1 };
    above[j] + below[j] + here[left] + here[right]
}

/// The adjoint by hand of [`rates`]: adds into the shadows of `u` and `v` for the cotangents of
/// the rates. The stencil is symmetric, so it is a gather.
#[inline(always)]
pub fn pull_rates(
    (u, v): (&[f64], &[f64]),
    (seed_u, seed_v): (&[f64], &[f64]),
    (d_u, d_v): (&mut [f64], &mut [f64]),
    n: usize,
) {
    let diffusion = ALPHA * (n * n) as f64;
    for i in 0..n {
        let above = if i == 0 { n - 1 } else { i - 1 };
        let below = if i == n - 1 { 0 } else { i + 1 };
        let rows = |grid| [i, above, below].map(|row| slice_row(grid, row, n));
        let (rows_u, rows_v) = (rows(seed_u), rows(seed_v));
        let (u, v) = (slice_row(u, i, n), slice_row(v, i, n));
        let d_u = &mut d_u[i * n..(i + 1) * n];
        let d_v = &mut d_v[i * n..(i + 1) * n];
        for j in 0..n {
            let (s_u, s_v) = (rows_u[0][j], rows_v[0][j]);
            let d_reaction = s_u - s_v;
            d_u[j] += diffusion * (around(rows_u, j, n) - 4.0 * s_u) - (A + 1.0) * s_u
                + A * s_v
                + 2.0 * u[j] * v[j] * d_reaction;
            d_v[j] += diffusion * (around(rows_v, j, n) - 4.0 * s_v) + u[j] * u[j] * d_reaction;
        }
    }
}

fn slice_row(grid: &[f64], row: usize, n: usize) -> &[f64] {
    &grid[row * n..(row + 1) * n]
}

/// The two concentrations on a grid, where both are positive.
fn concentrations(n: usize) -> Arrays {
    let mut random = Random::new(12);
    let inputs = vec![random.vector(n * n, 0.5, 3.0), random.vector(n * n, 0.5, 3.0)];
    Arrays::new(inputs, &mut random)
}

/// [`rates`] with inputs: a vector-Jacobian product.
pub struct Rates {
    /// Points in a row and in a column.
    pub n: usize,
    arrays: Arrays,
    /// The cotangents of the two rates.
    pub seeds: [Vec<f64>; 2],
    /// The rates, and their tangents or cotangents.
    rates: [Vec<f64>; 2],
    d_rates: [Vec<f64>; 2],
}

impl Rates {
    /// A grid of `n` x `n` points.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(13);
        let seeds = [random.vector(n * n, -1.0, 1.0), random.vector(n * n, -1.0, 1.0)];
        let zeros = || [vec![0.0; n * n], vec![0.0; n * n]];
        Self { n, arrays: concentrations(n), seeds, rates: zeros(), d_rates: zeros() }
    }
}

fn dot(a: &[Vec<f64>; 2], b: &[Vec<f64>; 2]) -> f64 {
    a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| a * b).sum()
}

impl Kernel for Rates {
    fn name(&self) -> String {
        format!("Brusselator {0} x {0}, vjp", self.n)
    }

    fn mark(&self) -> Option<f64> {
        Some(3.5)
    }

    fn primal(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        let [u_rate, v_rate] = &mut self.rates;
        rates(&w[0], &w[1], u_rate, v_rate, self.n);
        u_rate[0]
    }

    fn objective(&mut self) -> f64 {
        self.primal();
        dot(&self.seeds, &self.rates)
    }

    fn adjoint(&mut self) -> f64 {
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let ([d_u, d_v], [u_rate, v_rate]) = (&mut shadows[..], &mut self.rates) else {
            unreachable!()
        };
        // the cotangents of what is overwritten are taken away
        for (d_rate, seed) in self.d_rates.iter_mut().zip(&self.seeds) {
            d_rate.copy_from_slice(seed);
        }
        let [d_u_rate, d_v_rate] = &mut self.d_rates;
        adjoint_rates(&w[0], &w[1], u_rate, v_rate, self.n, d_u, d_v, d_u_rate, d_v_rate);
        u_rate[0]
    }

    fn jvp(&mut self) -> (f64, f64) {
        let Arrays { inputs: w, direction, .. } = &self.arrays;
        let ([u_rate, v_rate], [du, dv]) = (&mut self.rates, &mut self.d_rates);
        jvp_rates(&w[0], &w[1], u_rate, v_rate, self.n, &direction[0], &direction[1], du, dv);
        (u_rate[0], dot(&self.seeds, &self.d_rates))
    }

    fn by_hand(&mut self) -> f64 {
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let [d_u, d_v] = &mut shadows[..] else { unreachable!() };
        let [u_rate, v_rate] = &mut self.rates;
        rates(&w[0], &w[1], u_rate, v_rate, self.n);
        pull_rates((&w[0], &w[1]), (&self.seeds[0], &self.seeds[1]), (d_u, d_v), self.n);
        u_rate[0]
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

/// [`distance_to_rest`] with inputs.
pub struct Distance {
    /// Points in a row and in a column.
    pub n: usize,
    arrays: Arrays,
}

impl Distance {
    /// A grid of `n` x `n` points.
    pub fn new(n: usize) -> Self {
        Self { n, arrays: concentrations(n) }
    }
}

impl Kernel for Distance {
    fn name(&self) -> String {
        format!("Brusselator {0} x {0}, squares", self.n)
    }

    fn mark(&self) -> Option<f64> {
        Some(1.8)
    }

    fn primal(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        distance_to_rest(&w[0], &w[1], self.n)
    }

    fn adjoint(&mut self) -> f64 {
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let [d_u, d_v] = &mut shadows[..] else { unreachable!() };
        adjoint_distance_to_rest(&w[0], &w[1], self.n, d_u, d_v, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let w = &self.arrays.inputs;
        Some(value_and_grad_distance_to_rest(&w[0], &w[1], self.n).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        let Arrays { inputs: w, direction, .. } = &self.arrays;
        jvp_distance_to_rest(&w[0], &w[1], self.n, &direction[0], &direction[1])
    }

    fn by_hand(&mut self) -> f64 {
        let n = self.n;
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let [d_u, d_v] = &mut shadows[..] else { unreachable!() };
        let (mut u_rate, mut v_rate) = (vec![0.0; n * n], vec![0.0; n * n]);
        rates(&w[0], &w[1], &mut u_rate, &mut v_rate, n);
        let value = u_rate.iter().chain(&v_rate).map(|r| r * r).sum();
        u_rate.iter_mut().chain(&mut v_rate).for_each(|r| *r *= 2.0);
        pull_rates((&w[0], &w[1]), (&u_rate, &v_rate), (d_u, d_v), n);
        value
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
