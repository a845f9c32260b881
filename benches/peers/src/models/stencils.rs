//! The kernels on grids.

use crate::{Model, Scalar};
use chainrule_benches::kernels::brusselator::{A, ALPHA, B, Distance};
use chainrule_benches::kernels::{fisher, heat};

fn sum_of_squares<T: Scalar>(terms: &[T]) -> T {
    terms.iter().fold(T::constant(0.0), |s, t| s + *t * *t)
}

/// The heat equation.
pub struct Heat<'a> {
    /// The kernel.
    pub data: &'a heat::Heat,
}

impl Model for Heat<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let n = self.data.n;
        let (mut u, mut next) = (w[0].clone(), w[0].clone());
        for _ in 0..self.data.steps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    let laplacian = u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - u[k] * 4.0;
                    next[k] = u[k] + laplacian * heat::C;
                }
            }
            std::mem::swap(&mut u, &mut next);
        }
        sum_of_squares(&u)
    }
}

/// Fisher's equation.
pub struct Growth<'a> {
    /// The kernel.
    pub data: &'a fisher::Fisher,
}

impl Model for Growth<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let n = self.data.n;
        let (mut u, mut next) = (w[0].clone(), w[0].clone());
        for _ in 0..self.data.steps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    let laplacian = u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - u[k] * 4.0;
                    next[k] = u[k] + laplacian * fisher::C + u[k] * (-u[k] + 1.0) * fisher::R;
                }
            }
            std::mem::swap(&mut u, &mut next);
        }
        sum_of_squares(&u)
    }
}

/// The sum of squares of the Brusselator's rates.
pub struct Reaction<'a> {
    /// The kernel.
    pub data: &'a Distance,
}

impl Model for Reaction<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let n = self.data.n;
        let [u, v] = w else { unreachable!() };
        let diffusion = ALPHA * (n * n) as f64;
        let mut sum = T::constant(0.0);
        for i in 0..n {
            let above = if i == 0 { n - 1 } else { i - 1 };
            let below = if i == n - 1 { 0 } else { i + 1 };
            for j in 0..n {
                let left = if j == 0 { n - 1 } else { j - 1 };
                let right = if j == n - 1 { 0 } else { j + 1 };
                let k = i * n + j;
                let laplacian = |u: &[T]| {
                    u[above * n + j] + u[below * n + j] + u[i * n + left] + u[i * n + right]
                        - u[k] * 4.0
                };
                let reaction = u[k] * u[k] * v[k];
                let u_rate = reaction + B - u[k] * (A + 1.0) + laplacian(u) * diffusion;
                let v_rate = u[k] * A - reaction + laplacian(v) * diffusion;
                sum += u_rate * u_rate + v_rate * v_rate;
            }
        }
        sum
    }
}
