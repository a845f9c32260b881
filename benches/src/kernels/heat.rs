//! The heat equation on a square grid by explicit steps, between two buffers: a linear stencil
//! carried through time. Nothing has to be recorded, however many steps are taken.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// The diffusion number (diffusivity times step of time over the square of the mesh width); an
/// explicit step is stable up to 1/4.
pub const C: f64 = 0.2;

/// The sum of squares after `steps` steps (an even number) from `start`, which is `n` x `n`; the
/// values on the boundary stay.
#[differentiable]
pub fn heat(start: &[f64], n: usize, steps: usize) -> f64 {
    let mut u = start.to_vec();
    let mut v = start.to_vec();
    for _ in 0..steps / 2 {
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                let k = i * n + j;
                v[k] = u[k] + C * (u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - 4.0 * u[k]);
            }
        }
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                let k = i * n + j;
                u[k] = v[k] + C * (v[k - n] + v[k + n] + v[k - 1] + v[k + 1] - 4.0 * v[k]);
            }
        }
    }
    let mut s = 0.0;
    for k in 0..n * n {
        s += u[k] * u[k];
    }
    s
}

/// Rows `i - 1`, `i` and `i + 1` of a grid of rows of `n`.
#[inline(always)]
fn three_rows(grid: &[f64], i: usize, n: usize) -> [&[f64]; 3] {
    [i - 1, i, i + 1].map(|row| &grid[row * n..(row + 1) * n])
}

/// One step from `from` to `to`.
#[inline(always)]
fn step(from: &[f64], to: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        let [above, here, below] = three_rows(from, i, n);
        let to = &mut to[i * n..(i + 1) * n];
        for j in 1..n - 1 {
            let around = above[j] + below[j] + here[j - 1] + here[j + 1];
            to[j] = here[j] + C * (around - 4.0 * here[j]);
        }
    }
}

/// The adjoint of [`step`]: takes the cotangent of the interior of `to`, which the step
/// overwrote, and adds into that of `from`.
///
/// A cotangent of `from` gathers from its neighbours, since the stencil is symmetric; `taken`,
/// zero on the boundary, makes the gather exact next to it.
#[inline(always)]
fn pull_step(d_to: &mut [f64], d_from: &mut [f64], taken: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        let row = i * n + 1..i * n + n - 1;
        taken[row.clone()].copy_from_slice(&d_to[row.clone()]);
        d_to[row].fill(0.0);
    }
    for i in 1..n - 1 {
        let [above, here, below] = three_rows(taken, i, n);
        let d_row = &mut d_from[i * n..(i + 1) * n];
        for j in 1..n - 1 {
            let around = above[j] + below[j] + here[j - 1] + here[j + 1];
            d_row[j] += here[j] + C * (around - 4.0 * here[j]);
        }
        d_row[0] += C * here[1];
        d_row[n - 1] += C * here[n - 2];
    }
    for j in 1..n - 1 {
        d_from[j] += C * taken[n + j];
        d_from[(n - 1) * n + j] += C * taken[(n - 2) * n + j];
    }
}

/// The adjoint by hand: forward without a record, then the transposed steps as gathers.
pub fn by_hand(start: &[f64], n: usize, steps: usize, d_start: &mut [f64], seed: f64) -> f64 {
    let mut u = start.to_vec();
    let mut v = start.to_vec();
    for _ in 0..steps / 2 {
        step(&u, &mut v, n);
        step(&v, &mut u, n);
    }
    let mut d_u = vec![0.0; n * n];
    let mut s = 0.0;
    for k in 0..n * n {
        s += u[k] * u[k];
        d_u[k] = 2.0 * u[k] * seed;
    }
    let mut d_v = vec![0.0; n * n];
    let mut taken = vec![0.0; n * n];
    for _ in 0..steps / 2 {
        pull_step(&mut d_u, &mut d_v, &mut taken, n);
        pull_step(&mut d_v, &mut d_u, &mut taken, n);
    }
    for k in 0..n * n {
        d_start[k] += d_u[k] + d_v[k];
    }
    s
}

/// [`heat`] with inputs.
pub struct Heat {
    /// Points in a row and in a column.
    pub n: usize,
    /// Steps of time.
    pub steps: usize,
    start: Vec<f64>,
    direction: Vec<f64>,
    shadow: Vec<f64>,
}

impl Heat {
    /// `steps` steps on a grid of `n` x `n` points.
    pub fn new(n: usize, steps: usize) -> Self {
        let mut random = Random::new(6);
        let start = random.vector(n * n, 0.0, 1.0);
        let direction = random.vector(n * n, -1.0, 1.0);
        Self { n, steps, start, direction, shadow: vec![0.0; n * n] }
    }
}

impl Kernel for Heat {
    fn name(&self) -> String {
        format!("heat {0} x {0}, {1} steps", self.n, self.steps)
    }

    fn mark(&self) -> Option<f64> {
        Some(2.3)
    }

    fn primal(&mut self) -> f64 {
        heat(&self.start, self.n, self.steps)
    }

    fn adjoint(&mut self) -> f64 {
        adjoint_heat(&self.start, self.n, self.steps, &mut self.shadow, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        Some(value_and_grad_heat(&self.start, self.n, self.steps).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        jvp_heat(&self.start, self.n, self.steps, &self.direction)
    }

    fn by_hand(&mut self) -> f64 {
        by_hand(&self.start, self.n, self.steps, &mut self.shadow, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.start]
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.direction]
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.shadow]
    }
}
