//! Test functions of optimisation, from their published formulas.
//!
//! Source: J. J. More, B. S. Garbow, K. E. Hillstrom, "Testing unconstrained
//! optimization software", ACM TOMS 7 (1981) 17-41; the numbers in the comments
//! are the paper's. Sums of squares of the residuals unless said otherwise.

#[chainrule_oracle::corpus]
pub mod functions {
    /// (1) Rosenbrock.
    #[at(-1.2, 1.0)]
    #[at(1.0, 1.0)]
    pub fn rosenbrock(x: f64, y: f64) -> f64 {
        let f1 = 10.0 * (y - x * x);
        let f2 = 1.0 - x;
        f1 * f1 + f2 * f2
    }

    /// (2) Freudenstein and Roth.
    #[at(0.5, -2.0)]
    pub fn freudenstein_roth(x: f64, y: f64) -> f64 {
        let f1 = -13.0 + x + ((5.0 - y) * y - 2.0) * y;
        let f2 = -29.0 + x + ((y + 1.0) * y - 14.0) * y;
        f1 * f1 + f2 * f2
    }

    /// (3) Powell's badly scaled, residuals.
    #[at([0.01, 1.0])]
    pub fn powell_badly_scaled(x: [f64; 2]) -> [f64; 2] {
        [1e4 * x[0] * x[1] - 1.0, (-x[0]).exp() + (-x[1]).exp() - 1.0001]
    }

    /// (5) Beale.
    #[at(1.0, 1.0)]
    pub fn beale(x: f64, y: f64) -> f64 {
        let targets = [1.5, 2.25, 2.625];
        let mut s = 0.0;
        let mut power = y;
        for i in 0..3 {
            let f = targets[i] - x * (1.0 - power);
            s += f * f;
            power *= y;
        }
        s
    }

    /// (6) Jennrich and Sampson, m = 4.
    #[at(0.3, 0.4)]
    pub fn jennrich_sampson(x: f64, y: f64) -> f64 {
        let mut s = 0.0;
        for i in 1..=4 {
            let k = i as f64;
            let f = 2.0 + 2.0 * k - ((k * x).exp() + (k * y).exp());
            s += f * f;
        }
        s
    }

    /// (7) Helical valley: a branch on the sign of the first coordinate.
    #[at([-1.0, 0.3, 0.1])]
    #[at([1.0, 0.3, 0.1])]
    pub fn helical_valley(x: [f64; 3]) -> f64 {
        let angle = (x[1] / x[0]).atan() / (2.0 * std::f64::consts::PI);
        let theta = if x[0] > 0.0 { angle } else { angle + 0.5 };
        let f1 = 10.0 * (x[2] - 10.0 * theta);
        let f2 = 10.0 * ((x[0] * x[0] + x[1] * x[1]).sqrt() - 1.0);
        f1 * f1 + f2 * f2 + x[2] * x[2]
    }

    const BARD: [f64; 15] =
        [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];

    /// (8) Bard.
    #[at([1.0, 1.1, 0.9])]
    pub fn bard(x: [f64; 3]) -> f64 {
        let mut s = 0.0;
        for i in 0..15 {
            let u = i as f64 + 1.0;
            let v = 16.0 - u;
            let w = u.min(v + 0.5);
            let f = BARD[i] - (x[0] + u / (v * x[1] + w * x[2]));
            s += f * f;
        }
        s
    }

    /// (12) Box, three dimensions, m = 5, residuals.
    #[at(vec![0.5, 2.0, 1.5])]
    pub fn box_three(x: &[f64]) -> Vec<f64> {
        let mut f = vec![0.0; 5];
        for i in 0..5 {
            let t = 0.1 * (i + 1) as f64;
            f[i] = (-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * ((-t).exp() - (-10.0 * t).exp());
        }
        f
    }

    /// (13) Powell singular.
    #[at([3.0, -1.0, 0.5, 1.0])]
    pub fn powell_singular(x: &[f64; 4]) -> f64 {
        let f1 = x[0] + 10.0 * x[1];
        let f2 = 5.0_f64.sqrt() * (x[2] - x[3]);
        let f3 = (x[1] - 2.0 * x[2]).powi(2);
        let f4 = 10.0_f64.sqrt() * (x[0] - x[3]).powi(2);
        f1 * f1 + f2 * f2 + f3 * f3 + f4 * f4
    }

    /// (14) Wood.
    #[at([-3.0, -1.0, -2.5, -1.2])]
    pub fn wood(x: [f64; 4]) -> f64 {
        let a = x[1] - x[0] * x[0];
        let b = x[3] - x[2] * x[2];
        let c = x[1] + x[3] - 2.0;
        let d = x[1] - x[3];
        let first = 100.0 * a * a + (1.0 - x[0]).powi(2);
        first + 90.0 * b * b + (1.0 - x[2]).powi(2) + 10.0 * c * c + 0.1 * d * d
    }

    const KOWALIK_Y: [f64; 11] =
        [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
    const KOWALIK_U: [f64; 11] =
        [4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

    /// (15) Kowalik and Osborne.
    #[at([0.25, 0.39, 0.415, 0.39])]
    pub fn kowalik_osborne(x: [f64; 4]) -> f64 {
        let mut s = 0.0;
        for i in 0..11 {
            let u = KOWALIK_U[i];
            let f = KOWALIK_Y[i] - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]);
            s += f * f;
        }
        s
    }

    /// (21) Extended Rosenbrock.
    #[at(vec![-1.2, 1.0, 0.7, 0.4])]
    pub fn extended_rosenbrock(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() / 2 {
            let f = 10.0 * (x[2 * i + 1] - x[2 * i] * x[2 * i]);
            let g = 1.0 - x[2 * i];
            s += f * f + g * g;
        }
        s
    }

    /// (23) Penalty I.
    #[at(vec![1.0, 2.0, 3.0])]
    pub fn penalty(x: &[f64]) -> f64 {
        let mut s = 0.0;
        let mut squares = 0.0;
        for i in 0..x.len() {
            s += 1e-5 * (x[i] - 1.0).powi(2);
            squares += x[i] * x[i];
        }
        s + (squares - 0.25).powi(2)
    }

    /// (25) Variably dimensioned.
    #[at(vec![0.7, 0.4, 0.1])]
    pub fn variably_dimensioned(x: &[f64]) -> f64 {
        let mut squares = 0.0;
        let mut weighted = 0.0;
        for i in 0..x.len() {
            squares += (x[i] - 1.0).powi(2);
            weighted += (i as f64 + 1.0) * (x[i] - 1.0);
        }
        squares + weighted.powi(2) + weighted.powi(4)
    }

    /// (26) Trigonometric.
    #[at(vec![0.25, 0.3, 0.2])]
    pub fn trigonometric(x: &[f64]) -> f64 {
        let n = x.len();
        let mut cosines = 0.0;
        for j in 0..n {
            cosines += x[j].cos();
        }
        let mut s = 0.0;
        for i in 0..n {
            let f = n as f64 - cosines + (i as f64 + 1.0) * (1.0 - x[i].cos()) - x[i].sin();
            s += f * f;
        }
        s
    }

    /// (27) Brown almost-linear, residuals.
    #[at(vec![0.5, 0.6, 0.7])]
    pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut sum = 0.0;
        let mut product = 1.0;
        for i in 0..n {
            sum += x[i];
            product *= x[i];
        }
        let mut f = vec![0.0; n];
        for i in 0..n - 1 {
            f[i] = x[i] + sum - (n as f64 + 1.0);
        }
        f[n - 1] = product - 1.0;
        f
    }

    /// (28) Discrete boundary value, residuals.
    #[at(vec![-0.1, 0.2, -0.15, 0.05])]
    pub fn discrete_boundary_value(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let h = 1.0 / (n as f64 + 1.0);
        let mut f = vec![0.0; n];
        for i in 0..n {
            let left = if i == 0 { 0.0 } else { x[i - 1] };
            let right = if i + 1 == n { 0.0 } else { x[i + 1] };
            let t = h * (i as f64 + 1.0);
            f[i] = 2.0 * x[i] - left - right + h * h * (x[i] + t + 1.0).powi(3) / 2.0;
        }
        f
    }

    /// (30) Broyden tridiagonal.
    #[at(vec![-1.0, -0.9, -1.1, -0.8])]
    pub fn broyden_tridiagonal(x: &[f64]) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        for i in 0..n {
            let mut f = (3.0 - 2.0 * x[i]) * x[i] + 1.0;
            if i > 0 {
                f -= x[i - 1];
            }
            if i + 1 < n {
                f -= 2.0 * x[i + 1];
            }
            s += f * f;
        }
        s
    }

    /// (35) Chebyquad, n = m.
    #[at(vec![0.2, 0.4, 0.7])]
    pub fn chebyquad(x: &[f64]) -> f64 {
        let n = x.len();
        let mut mean = vec![0.0; n];
        for j in 0..n {
            let t = 2.0 * x[j] - 1.0;
            let mut before = 1.0;
            let mut now = t;
            for i in 0..n {
                mean[i] += now / n as f64;
                let next = 2.0 * t * now - before;
                before = now;
                now = next;
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            let k = i + 1;
            let integral = if k % 2 == 0 { -1.0 / (k * k - 1) as f64 } else { 0.0 };
            s += (mean[i] - integral).powi(2);
        }
        s
    }

    /// The Lorenz system (E. N. Lorenz, "Deterministic nonperiodic flow", 1963) by Euler steps.
    #[at([1.0, 1.2, 0.9], 10.0, 28.0, 2.7)]
    pub fn lorenz(start: [f64; 3], sigma: f64, rho: f64, beta: f64) -> f64 {
        let h = 0.01;
        let mut s = start;
        for _ in 0..8 {
            let d = [sigma * (s[1] - s[0]), s[0] * (rho - s[2]) - s[1], s[0] * s[1] - beta * s[2]];
            for i in 0..3 {
                s[i] += h * d[i];
            }
        }
        s[0] * s[1] + s[2]
    }

    /// Two bodies of a gravity problem, one leapfrog step each.
    #[at([1.0, 0.0], [0.1, 0.9], 1.3)]
    pub fn leapfrog(position: [f64; 2], velocity: [f64; 2], mass: f64) -> f64 {
        let mut q = position;
        let mut v = velocity;
        for _ in 0..3 {
            let r2 = q[0] * q[0] + q[1] * q[1];
            let pull = mass / (r2 * r2.sqrt());
            for k in 0..2 {
                v[k] -= 0.05 * pull * q[k];
                q[k] += 0.05 * v[k];
            }
        }
        0.5 * (v[0] * v[0] + v[1] * v[1]) - mass / q[0].hypot(q[1])
    }

    /// A Gaussian mixture's log-likelihood in one dimension, stable by the greatest exponent.
    #[at(vec![0.3, 1.9, -0.7], [0.2, -0.1], [0.0, 1.5], [0.1, -0.3])]
    pub fn mixture(x: &[f64], alpha: [f64; 2], mu: [f64; 2], log_width: [f64; 2]) -> f64 {
        let norm = (alpha[0].exp() + alpha[1].exp()).ln();
        let mut total = 0.0;
        for i in 0..x.len() {
            let mut e = [0.0; 2];
            for k in 0..2 {
                let z = (x[i] - mu[k]) * (-log_width[k]).exp();
                e[k] = alpha[k] - log_width[k] - 0.5 * z * z;
            }
            let m = e[0].max(e[1]);
            total += m + ((e[0] - m).exp() + (e[1] - m).exp()).ln() - norm;
        }
        total
    }
}
