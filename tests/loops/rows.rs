//! Stencils over several rows of a flat matrix, whose adjoint adds to elements above, below and beside, and
//! buffers of which each iteration overwrites an element.

#[chainrule_oracle::corpus]
pub mod functions {
    fn grid(x: &[f64], n: usize) -> Vec<f64> {
        let mut u = vec![0.0; n * n];
        for k in 0..n * n {
            u[k] = x[k % x.len()] * (1.0 + 0.1 * (k as f64));
        }
        u
    }

    /// Five points, linear, buffers swapped.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 5, 3)]
    #[at(vec![0.5, -1.0], 3, 1)]
    #[at(vec![0.5, -1.0], 2, 2)]
    pub fn heat(x: &[f64], n: usize, steps: usize) -> f64 {
        let mut u = grid(x, n);
        let mut next = u.clone();
        for _ in 0..steps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    let around = u[k - n] + u[k + n] + u[k - 1] + u[k + 1];
                    next[k] = u[k] + 0.1 * (around - 4.0 * u[k]);
                }
            }
            std::mem::swap(&mut u, &mut next);
        }
        let mut sum = 0.0;
        for k in 0..n * n {
            sum += u[k] * u[k];
        }
        sum
    }

    /// The coefficients are of each point, and the reaction is not linear.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], vec![0.1, 0.2, 0.05], 4, 2)]
    pub fn reaction(x: &[f64], rates: &[f64], n: usize, steps: usize) -> f64 {
        let mut u = grid(x, n);
        let c = grid(rates, n);
        let mut next = u.clone();
        for _ in 0..steps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    let around = u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - 4.0 * u[k];
                    next[k] = u[k] + c[k] * around + rates[0] * u[k] * (1.0 - u[k]);
                }
            }
            std::mem::swap(&mut u, &mut next);
        }
        u[n + 1] * u[n + 2] + u[2 * n + 1]
    }

    /// Each point sees neighbours that have been changed already.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 4, 2)]
    pub fn in_place(x: &[f64], n: usize, sweeps: usize) -> f64 {
        let mut u = grid(x, n);
        for _ in 0..sweeps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    u[k] = 0.25 * (u[k - n] + u[k + n] + u[k - 1] + u[k + 1]) * u[k];
                }
            }
        }
        u[n + 1] * u[n + 2] + u[2 * n + 1]
    }

    /// Seven points in three dimensions.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 4)]
    pub fn box_of_points(x: &[f64], n: usize) -> f64 {
        let mut u = vec![0.0; n * n * n];
        for k in 0..n * n * n {
            u[k] = x[k % x.len()] * (1.0 + 0.01 * (k as f64));
        }
        let mut out = vec![1.0; n * n * n];
        for h in 1..n - 1 {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    let k = (h * n + i) * n + j;
                    let beside = u[k - 1] + u[k + 1] + u[k - n] + u[k + n];
                    out[k] = beside + u[k - n * n] + u[k + n * n] - 6.0 * u[k] * u[k];
                }
            }
        }
        let mut sum = 0.0;
        for k in 0..n * n * n {
            sum += out[k] * out[k] * out[k];
        }
        sum
    }

    /// The cotangent of one row is read in another row too: the loop reads what it overwrites elsewhere.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 4)]
    pub fn chained_rows(x: &[f64], n: usize) -> f64 {
        let mut u = grid(x, n);
        let mut w = grid(x, n);
        for i in 1..n {
            for j in 1..n {
                let k = i * n + j;
                w[k] = u[k - n] * 0.5 + u[k - 1] + u[k];
                u[k - n] = w[k - 1] + 0.25 * w[k];
            }
        }
        let mut sum = 0.0;
        for k in 0..n * n {
            sum += u[k] * w[k];
        }
        sum
    }

    /// A buffer with old content that is needed: it is saved as a whole in front of the loop.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 3)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 0)]
    pub fn saved_rows(x: &[f64], rounds: usize) -> f64 {
        let n = x.len();
        let mut u = x.to_vec();
        let mut next = vec![0.25; n];
        let mut sum = 0.0;
        for r in 0..rounds {
            for k in 0..n {
                sum += next[k] * next[k] * u[k];
            }
            for k in r..n {
                next[k] = u[k] * u[k] * 0.5;
            }
            std::mem::swap(&mut u, &mut next);
        }
        sum
    }

    /// What is saved is read first, and the next element is read as well.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 3)]
    pub fn read_before(x: &[f64], rounds: usize) -> f64 {
        let mut u = x.to_vec();
        let m = x.len() - 1;
        for r in 1..rounds {
            for k in r..m {
                u[k] = u[k] * u[k + 1];
            }
            for k in r..m {
                u[k] = u[k] * u[k] + x[k];
            }
        }
        u[1] * u[2] + u[3]
    }
}
