//! Fisher's equation `u' = D laplacian(u) + r u (1 - u)` (Fisher, "The wave of advance of
//! advantageous genes", Annals of Eugenics 7, 1937) by explicit steps on a square grid: a nonlinear
//! stencil between two buffers that are swapped in every step.

use super::arrays::Arrays;
use crate::{Kernel, Random};
use chainrule::differentiable;

/// Diffusivity times step of time over the square of the mesh width.
pub const C: f64 = 0.2;

/// Rate of growth times step of time.
pub const R: f64 = 0.05;

/// The sum of squares after `steps` steps from `start`, which is `n` x `n`; the values on the
/// boundary stay.
#[differentiable]
pub fn fisher(start: &[f64], n: usize, steps: usize) -> f64 {
    let mut u = start.to_vec();
    let mut next = start.to_vec();
    for _ in 0..steps {
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                let k = i * n + j;
                let laplacian = u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - 4.0 * u[k];
                next[k] = u[k] + C * laplacian + R * u[k] * (1.0 - u[k]);
            }
        }
        std::mem::swap(&mut u, &mut next);
    }
    u.iter().map(|u| u * u).sum()
}

/// Rows `i - 1`, `i` and `i + 1` of a grid of rows of `n`.
#[inline(always)]
fn three_rows(grid: &[f64], i: usize, n: usize) -> [&[f64]; 3] {
    [i - 1, i, i + 1].map(|row| &grid[row * n..(row + 1) * n])
}

/// One step from `from` to the interior of `to`.
#[inline(always)]
fn step(from: &[f64], to: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        let [above, here, below] = three_rows(from, i, n);
        let to = &mut to[i * n..(i + 1) * n];
        for j in 1..n - 1 {
            let laplacian = above[j] + below[j] + here[j - 1] + here[j + 1] - 4.0 * here[j];
            to[j] = here[j] + C * laplacian + R * here[j] * (1.0 - here[j]);
        }
    }
}

/// The adjoint of [`step`]: `d` holds the cotangent of the state after it, and then that of the
/// state before, which is `from`. `taken` is scratch that is zero on the boundary, so that the
/// gather is exact next to it.
#[inline(always)]
fn pull_step(from: &[f64], d: &mut [f64], taken: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        let row = i * n + 1..i * n + n - 1;
        taken[row.clone()].copy_from_slice(&d[row]);
    }
    for i in 1..n - 1 {
        let [above, here, below] = three_rows(taken, i, n);
        let from = &from[i * n..(i + 1) * n];
        let d_row = &mut d[i * n..(i + 1) * n];
        for j in 1..n - 1 {
            let around = above[j] + below[j] + here[j - 1] + here[j + 1];
            d_row[j] = C * around + here[j] * (1.0 - 4.0 * C + R * (1.0 - 2.0 * from[j]));
        }
        d_row[0] += C * here[1];
        d_row[n - 1] += C * here[n - 2];
    }
    for j in 1..n - 1 {
        d[j] += C * taken[n + j];
        d[(n - 1) * n + j] += C * taken[(n - 2) * n + j];
    }
}

/// The adjoint by hand: every state is kept, the steps are reversed as gathers.
pub fn by_hand(start: &[f64], n: usize, steps: usize, d_start: &mut [f64], seed: f64) -> f64 {
    let mut states = Vec::with_capacity((steps + 1) * n * n);
    states.extend_from_slice(start);
    for s in 0..steps {
        // the boundary comes with the copy
        states.extend_from_within(s * n * n..(s + 1) * n * n);
        let (from, to) = states[s * n * n..].split_at_mut(n * n);
        step(from, to, n);
    }
    let last = &states[steps * n * n..];
    let value = last.iter().map(|u| u * u).sum();
    let mut d: Vec<f64> = last.iter().map(|u| 2.0 * u * seed).collect();
    let mut taken = vec![0.0; n * n];
    for s in (0..steps).rev() {
        pull_step(&states[s * n * n..(s + 1) * n * n], &mut d, &mut taken, n);
    }
    for (d_start, d) in d_start.iter_mut().zip(&d) {
        *d_start += d;
    }
    value
}

/// [`fisher`] with inputs.
pub struct Fisher {
    /// Points in a row and in a column.
    pub n: usize,
    /// Steps of time.
    pub steps: usize,
    arrays: Arrays,
}

impl Fisher {
    /// `steps` steps on a grid of `n` x `n` points.
    pub fn new(n: usize, steps: usize) -> Self {
        let mut random = Random::new(11);
        let start = random.vector(n * n, 0.0, 1.0);
        Self { n, steps, arrays: Arrays::new(vec![start], &mut random) }
    }
}

impl Kernel for Fisher {
    fn name(&self) -> String {
        format!("Fisher {0} x {0}, {1} steps, swapped", self.n, self.steps)
    }

    fn mark(&self) -> Option<f64> {
        Some(3.4)
    }

    fn primal(&mut self) -> f64 {
        fisher(&self.arrays.inputs[0], self.n, self.steps)
    }

    fn adjoint(&mut self) -> f64 {
        let Arrays { inputs, shadows, .. } = &mut self.arrays;
        adjoint_fisher(&inputs[0], self.n, self.steps, &mut shadows[0], 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_fisher(&self.arrays.inputs[0], self.n, self.steps).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_fisher(&self.arrays.inputs[0], self.n, self.steps, &self.arrays.direction[0])
    }

    fn by_hand(&mut self) -> f64 {
        let Arrays { inputs, shadows, .. } = &mut self.arrays;
        by_hand(&inputs[0], self.n, self.steps, &mut shadows[0], 1.0)
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
