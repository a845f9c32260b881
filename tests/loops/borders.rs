//! Grids whose borders wrap, end or are mirrored: iterations that ask whether they are the first or the last.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Periodic, one dimension; of one point and of two, the neighbours are the point itself and each other.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75])]
    #[at(vec![0.5, -1.0])]
    #[at(vec![0.5])]
    #[at(vec![])]
    pub fn ring(x: &[f64]) -> f64 {
        let n = x.len();
        let mut sum = 0.0;
        for j in 0..n {
            let left = if j == 0 { n - 1 } else { j - 1 };
            let right = if j == n - 1 { 0 } else { j + 1 };
            sum += x[j] * x[left] * x[left] + x[right] * x[j] * x[j];
        }
        sum
    }

    /// Two rates on a periodic grid, into buffers that the caller reads before and behind the call.
    fn rates(u: &[f64], v: &[f64], du: &mut [f64], dv: &mut [f64], n: usize) {
        for i in 0..n {
            let above = if i == 0 { n - 1 } else { i - 1 };
            let below = if i == n - 1 { 0 } else { i + 1 };
            for j in 0..n {
                let left = if j == 0 { n - 1 } else { j - 1 };
                let right = if j == n - 1 { 0 } else { j + 1 };
                let k = i * n + j;
                let around =
                    u[above * n + j] + u[below * n + j] + u[i * n + left] + u[i * n + right];
                let other =
                    v[above * n + j] + v[below * n + j] + v[i * n + left] + v[i * n + right];
                let reaction = u[k] * u[k] * v[k];
                du[k] = 1.0 + reaction - 4.4 * u[k] + 0.3 * (around - 4.0 * u[k]);
                dv[k] = 3.4 * u[k] - reaction + 0.2 * (other - 4.0 * v[k]);
            }
        }
    }

    fn grid(x: &[f64], n: usize) -> Vec<f64> {
        let mut u = vec![0.0; n * n];
        for k in 0..n * n {
            u[k] = x[k % x.len()] * (1.0 + 0.1 * (k as f64));
        }
        u
    }

    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 4)]
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 3)]
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 2)]
    #[at(vec![0.5], vec![0.25], 1)]
    pub fn distance_to_rest(x: &[f64], y: &[f64], n: usize) -> f64 {
        let (u, v) = (grid(x, n), grid(y, n));
        let (mut du, mut dv) = (vec![0.0; n * n], vec![0.0; n * n]);
        rates(&u, &v, &mut du, &mut dv, n);
        du.iter().chain(&dv).map(|r| r * r).sum()
    }

    /// What the buffers held is needed by the reverse sweep: it has to come back, row by row.
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 4)]
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 2)]
    #[at(vec![0.5], vec![0.25], 1)]
    pub fn overwritten(x: &[f64], y: &[f64], n: usize) -> f64 {
        let (u, v) = (grid(x, n), grid(y, n));
        let (mut du, mut dv) = (grid(y, n), grid(x, n));
        let mut before = 0.0;
        for k in 0..n * n {
            before += du[k] * du[k] * dv[k];
        }
        rates(&u, &v, &mut du, &mut dv, n);
        let mut behind = 0.0;
        for k in 0..n * n {
            behind += du[k] * dv[k];
        }
        rates(&v, &u, &mut du, &mut dv, n);
        before + 0.1 * behind + du[0] * dv[n * n - 1]
    }

    /// The same buffers in every step: explicit Euler.
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 0.75], 3, 2)]
    pub fn steps(x: &[f64], y: &[f64], n: usize, steps: usize) -> f64 {
        let (mut u, mut v) = (grid(x, n), grid(y, n));
        let (mut du, mut dv) = (vec![0.0; n * n], vec![0.0; n * n]);
        for _ in 0..steps {
            rates(&u, &v, &mut du, &mut dv, n);
            for k in 0..n * n {
                u[k] += 0.05 * du[k] * dv[k];
                v[k] += 0.05 * dv[k];
            }
        }
        u[0] * v[1] + u[n]
    }

    /// Nothing flows across the border: neighbours where there are any.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, -0.5], 3)]
    #[at(vec![0.5, -1.0], 1)]
    #[at(vec![0.5, -1.0], 2)]
    pub fn insulated(x: &[f64], n: usize) -> f64 {
        let rows = x.len() / n;
        let mut next = x.to_vec();
        for i in 0..rows {
            for j in 0..n {
                let k = i * n + j;
                let mut flow = 0.0;
                if j > 0 {
                    flow += x[k - 1] - x[k];
                }
                if j + 1 < n {
                    flow += x[k + 1] - x[k];
                }
                next[k] += 0.1 * flow * x[k];
            }
        }
        next.iter().map(|v| v * v).sum()
    }

    /// Mirrored, and from the last point to the first, in place: each point sees what has changed.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![0.5, -1.0])]
    pub fn mirrored(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        let n = u.len();
        for j in (0..n).rev() {
            let left = if j < 1 { 1 } else { j - 1 };
            let right = if j + 1 == n { n - 2 } else { j + 1 };
            u[j] = 0.5 * u[left] * u[j] + 0.25 * u[right];
        }
        u.iter().map(|v| v * v * v).sum()
    }

    /// The last is another one than the loop's, and the bound changes: nothing may be parted.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 4)]
    pub fn other_ends(x: &[f64], m: usize) -> f64 {
        let n = x.len();
        let mut end = m;
        let mut sum = 0.0;
        for round in 0..2 {
            for j in 1..end {
                let left = if j == 0 { n - 1 } else { j - 1 };
                let right = if j == n - 1 { 0 } else { j + 1 };
                let own = if j == end - 1 { 2.0 } else { 1.0 };
                sum += own * x[left] * x[right] * x[j];
            }
            end -= 1 + round;
        }
        sum
    }

    /// A loop that does not start at zero, and constants as bounds.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75])]
    pub fn constant_ends(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for j in 1..5 {
            let left = if j == 1 { 4 } else { j - 1 };
            let right = if j == 4 { 0 } else { j + 1 };
            sum += x[left] * x[j] * x[right];
        }
        sum
    }
}
