//! The systems of nonlinear equations of MINPACK's tests, fourteen of them.
//!
//! Sources: J. J. More, B. S. Garbow, K. E. Hillstrom, "User Guide for
//! MINPACK-1", ANL-80-74 (1980), and, for the formulas, the same authors,
//! "Testing Unconstrained Optimization Software", ACM TOMS 7 (1981) 17-41, whose
//! numbers stand in the comments. Sample points are the standard starts, with
//! the dimensions of MINPACK's own runs.

#[chainrule_oracle::corpus]
pub mod functions {
    use std::f64::consts;

    /// (1) Rosenbrock.
    #[at([-1.2, 1.0])]
    pub fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
        let [a, b] = x;
        [10.0 * (b - a * a), 1.0 - a]
    }

    /// (13) Powell's singular function.
    #[at([3.0, -1.0, 0.0, 1.0])]
    pub fn powell_singular(x: [f64; 4]) -> [f64; 4] {
        let [a, b, c, d] = x;
        [
            a + 10.0 * b,
            5.0_f64.sqrt() * (c - d),
            (b - 2.0 * c).powi(2),
            10.0_f64.sqrt() * (a - d).powi(2),
        ]
    }

    /// (3) Powell's badly scaled function.
    #[at([0.0, 1.0])]
    pub fn powell_badly_scaled(x: [f64; 2]) -> [f64; 2] {
        [1e4 * x[0] * x[1] - 1.0, (-x[0]).exp() + (-x[1]).exp() - 1.0001]
    }

    /// (14) The stationary points of Wood's function: its gradient, the first
    /// and the third component halved.
    #[at([-3.0, -1.0, -3.0, -1.0])]
    pub fn wood(x: &[f64; 4]) -> [f64; 4] {
        let [a, b, c, d] = *x;
        let (first, second) = (b - a * a, d - c * c);
        [
            -200.0 * a * first - (1.0 - a),
            200.0 * first + 20.2 * (b - 1.0) + 19.8 * (d - 1.0),
            -180.0 * c * second - (1.0 - c),
            180.0 * second + 19.8 * (b - 1.0) + 20.2 * (d - 1.0),
        ]
    }

    /// (7) Helical valley: the angle has a branch on either side of the axis.
    #[at([-1.0, 0.0, 0.0])]
    #[at([0.8, -0.4, 0.2])]
    pub fn helical_valley(x: &[f64; 3]) -> Vec<f64> {
        let mut theta = (x[1] / x[0]).atan() / (2.0 * consts::PI);
        if x[0] < 0.0 {
            theta += 0.5;
        }
        let radius = x[0].hypot(x[1]);
        vec![10.0 * (x[2] - 10.0 * theta), 10.0 * (radius - 1.0), x[2]]
    }

    /// (20) The stationary points of Watson's function: half its gradient.
    #[at(vec![0.0; 6])]
    #[at(vec![0.0; 9])]
    #[at(vec![0.3, -0.2, 0.5, 0.1, -0.4, 0.2])]
    pub fn watson(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![0.0; n];
        for i in 1..30 {
            let t = i as f64 / 29.0;
            let mut slope = 0.0;
            let mut sum = x[0];
            let mut power = 1.0;
            for j in 1..n {
                slope += j as f64 * power * x[j];
                power *= t;
                sum += power * x[j];
            }
            let residual = slope - sum * sum - 1.0;
            let mut power = 1.0 / t;
            for k in 0..n {
                f[k] += residual * power * (k as f64 - 2.0 * t * sum);
                power *= t;
            }
        }
        let last = x[1] - x[0] * x[0] - 1.0;
        f[0] += x[0] * (1.0 - 2.0 * last);
        f[1] += last;
        f
    }

    /// (35) Chebyquad: quadrature with equal weights, by the recurrence of
    /// shifted Chebyshev polynomials.
    #[at(crate::start::equispaced(5))]
    #[at(crate::start::equispaced(6))]
    #[at(crate::start::equispaced(7))]
    #[at(crate::start::equispaced(8))]
    #[at(crate::start::equispaced(9))]
    pub fn chebyquad(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![0.0; n];
        for j in 0..n {
            let t = 2.0 * x[j] - 1.0;
            let mut before = 1.0;
            let mut now = t;
            for i in 0..n {
                f[i] += now;
                let next = 2.0 * t * now - before;
                before = now;
                now = next;
            }
        }
        for i in 0..n {
            f[i] /= n as f64;
            if i % 2 == 1 {
                let degree = (i + 1) as f64;
                f[i] += 1.0 / (degree * degree - 1.0);
            }
        }
        f
    }

    /// (27) Brown's almost-linear function.
    #[at(vec![0.5; 10])]
    #[at(vec![0.5; 30])]
    #[at(vec![0.5; 40])]
    pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut sum = -((n + 1) as f64);
        let mut product = 1.0;
        for j in 0..n {
            sum += x[j];
            product *= x[j];
        }
        let mut f = x.to_vec();
        for i in 0..n - 1 {
            f[i] += sum;
        }
        f[n - 1] = product - 1.0;
        f
    }

    /// (28) Discrete boundary value.
    #[at(crate::start::boundary(10))]
    pub fn boundary_value(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let h = 1.0 / (n + 1) as f64;
        let mut f = vec![0.0; n];
        for i in 0..n {
            let t = (i + 1) as f64 * h;
            f[i] = 2.0 * x[i] + h * h * (x[i] + t + 1.0).powi(3) / 2.0;
            if i > 0 {
                f[i] -= x[i - 1];
            }
            if i + 1 < n {
                f[i] -= x[i + 1];
            }
        }
        f
    }

    /// (29) Discrete integral equation, with running sums from both ends.
    #[at(crate::start::boundary(1))]
    #[at(crate::start::boundary(10))]
    pub fn integral_equation(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let h = 1.0 / (n + 1) as f64;
        let mut f = x.to_vec();
        let mut below = 0.0;
        for i in 0..n {
            let t = (i + 1) as f64 * h;
            below += t * (x[i] + t + 1.0).powi(3);
            f[i] += 0.5 * h * (1.0 - t) * below;
        }
        let mut above = 0.0;
        for i in (0..n).rev() {
            let t = (i + 1) as f64 * h;
            f[i] += 0.5 * h * t * above;
            above += (1.0 - t) * (x[i] + t + 1.0).powi(3);
        }
        f
    }

    /// (26) Trigonometric.
    #[at(vec![0.1; 10])]
    pub fn trigonometric(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![0.0; n];
        let mut sum = n as f64;
        for j in 0..n {
            let cosine = x[j].cos();
            sum -= cosine;
            f[j] = (j + 1) as f64 * (1.0 - cosine) - x[j].sin();
        }
        for j in 0..n {
            f[j] += sum;
        }
        f
    }

    /// (25) The stationary points of the variably dimensioned function: half its gradient.
    #[at(crate::start::descending(10))]
    pub fn variably_dimensioned(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut s = 0.0;
        for j in 0..n {
            s += (j + 1) as f64 * (x[j] - 1.0);
        }
        let slope = s * (1.0 + 2.0 * s * s);
        let mut f = vec![0.0; n];
        for k in 0..n {
            f[k] = x[k] - 1.0 + (k + 1) as f64 * slope;
        }
        f
    }

    /// (30) Broyden's tridiagonal function.
    #[at(vec![-1.0; 10])]
    pub fn broyden_tridiagonal(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![1.0; n];
        for i in 0..n {
            f[i] += (3.0 - 2.0 * x[i]) * x[i];
        }
        for i in 1..n {
            f[i] -= x[i - 1];
            f[i - 1] -= 2.0 * x[i];
        }
        f
    }

    /// (31) Broyden's banded function: five neighbours below, one above.
    #[at(vec![-1.0; 10])]
    pub fn broyden_banded(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![0.0; n];
        for i in 0..n {
            let mut band = 0.0;
            for j in i.saturating_sub(5)..=(i + 1).min(n - 1) {
                if j != i {
                    band += x[j] * (1.0 + x[j]);
                }
            }
            f[i] = x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0 - band;
        }
        f
    }

    /// The sum of squares, as the objective of the collection.
    fn sum_of_squares(f: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..f.len() {
            s += f[i] * f[i];
        }
        s
    }

    #[at([3.0, -1.0, 0.0, 1.0])]
    pub fn powell_singular_squares(x: [f64; 4]) -> f64 {
        sum_of_squares(&powell_singular(x))
    }

    #[at(vec![0.5; 10])]
    pub fn brown_almost_linear_squares(x: &[f64]) -> f64 {
        sum_of_squares(&brown_almost_linear(x))
    }

    #[at(crate::start::boundary(10))]
    pub fn boundary_value_squares(x: &[f64]) -> f64 {
        let f = boundary_value(x);
        sum_of_squares(&f)
    }

    #[at(crate::start::boundary(10))]
    pub fn integral_equation_squares(x: &[f64]) -> f64 {
        let f = integral_equation(x);
        sum_of_squares(&f)
    }

    #[at(vec![-1.0; 10])]
    pub fn broyden_tridiagonal_squares(x: &[f64]) -> f64 {
        sum_of_squares(&broyden_tridiagonal(x))
    }

    #[at(vec![-1.0; 10])]
    pub fn broyden_banded_squares(x: &[f64]) -> f64 {
        sum_of_squares(&broyden_banded(x))
    }
}
