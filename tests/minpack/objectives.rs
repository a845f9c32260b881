//! The unconstrained objectives of Algorithm 566, eighteen of them, summed directly.
//!
//! Source: J. J. More, B. S. Garbow, K. E. Hillstrom, "Algorithm 566: FORTRAN
//! Subroutines for Testing Unconstrained Optimization Software", ACM TOMS 7
//! (1981) 136-140; formulas, starts, dimensions and the numbers in the comments
//! are those of the collection (the same volume, 17-41). Gulf's formula is the
//! algorithm's, `|y - x_2|^x_3`, which the paper misprints. The data of Gaussian
//! are symmetric about the eighth.

#[chainrule_oracle::corpus]
pub mod functions {
    use std::f64::consts;

    /// (7) Helical valley.
    #[at([-1.0, 0.0, 0.0])]
    #[at([0.8, -0.4, 0.2])]
    pub fn helical_valley(x: &[f64; 3]) -> f64 {
        let angle = (x[1] / x[0]).atan() / (2.0 * consts::PI);
        let theta = if x[0] > 0.0 { angle } else { 0.5 + angle };
        let a = x[2] - 10.0 * theta;
        let b = x[0].hypot(x[1]) - 1.0;
        100.0 * (a * a + b * b) + x[2] * x[2]
    }

    /// (18) Biggs EXP6.
    #[at(vec![1.0, 2.0, 1.0, 1.0, 1.0, 1.0], 13)]
    pub fn biggs_exp6(x: &[f64], m: usize) -> f64 {
        let mut s = 0.0;
        for i in 1..=m {
            let t = 0.1 * i as f64;
            let y = (-t).exp() - 5.0 * (-10.0 * t).exp() + 3.0 * (-4.0 * t).exp();
            let model =
                x[2] * (-t * x[0]).exp() - x[3] * (-t * x[1]).exp() + x[5] * (-t * x[4]).exp();
            s += (model - y).powi(2);
        }
        s
    }

    const GAUSSIAN: [f64; 8] = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989];

    /// (9) Gaussian.
    #[at([0.4, 1.0, 0.0])]
    pub fn gaussian(x: [f64; 3]) -> f64 {
        let mut s = 0.0;
        for i in 0..15 {
            let t = (7.0 - i as f64) / 2.0;
            let y = if i < 8 { GAUSSIAN[i] } else { GAUSSIAN[14 - i] };
            let r = x[0] * (-0.5 * x[1] * (t - x[2]).powi(2)).exp() - y;
            s += r * r;
        }
        s
    }

    /// (3) Powell's badly scaled function.
    #[at([0.0, 1.0])]
    pub fn powell_badly_scaled(x: &[f64; 2]) -> f64 {
        let a = 1e4 * x[0] * x[1] - 1.0;
        let b = (-x[0]).exp() + (-x[1]).exp() - 1.0001;
        a * a + b * b
    }

    /// (12) Box, three dimensions.
    #[at([0.0, 10.0, 20.0], 10)]
    pub fn box_three(x: [f64; 3], m: usize) -> f64 {
        let mut s = 0.0;
        let mut i = 0;
        while i < m {
            i += 1;
            let t = 0.1 * i as f64;
            let known = (-t).exp() - (-10.0 * t).exp();
            s += ((-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * known).powi(2);
        }
        s
    }

    /// (25) Variably dimensioned.
    #[at(crate::start::descending(10))]
    pub fn variably_dimensioned(x: &[f64]) -> f64 {
        let mut squares = 0.0;
        let mut weighted = 0.0;
        for j in 0..x.len() {
            let away = x[j] - 1.0;
            squares += away * away;
            weighted += (j + 1) as f64 * away;
        }
        let square = weighted * weighted;
        squares + square * (1.0 + square)
    }

    /// (20) Watson.
    #[at(vec![0.0; 6])]
    #[at(vec![0.0; 9])]
    #[at(vec![0.3, -0.2, 0.5, 0.1, -0.4, 0.2])]
    pub fn watson(x: &[f64]) -> f64 {
        let mut total = x[0] * x[0] + (x[1] - x[0] * x[0] - 1.0).powi(2);
        for i in 1..=29 {
            let t = i as f64 / 29.0;
            let mut slope = 0.0;
            let mut power = 1.0;
            for j in 1..x.len() {
                slope += j as f64 * power * x[j];
                power *= t;
            }
            let mut sum = 0.0;
            power = 1.0;
            for j in 0..x.len() {
                sum += power * x[j];
                power *= t;
            }
            total += (slope - sum * sum - 1.0).powi(2);
        }
        total
    }

    /// (23) Penalty I.
    #[at(crate::start::counting(4))]
    #[at(crate::start::counting(10))]
    pub fn penalty_one(x: &[f64]) -> f64 {
        let mut distance = 0.0;
        let mut norm = -0.25;
        for j in 0..x.len() {
            distance += (x[j] - 1.0) * (x[j] - 1.0);
            norm += x[j] * x[j];
        }
        1e-5 * distance + norm * norm
    }

    /// (24) Penalty II: each step needs the exponentials of the one before.
    #[at(vec![0.5; 4])]
    #[at(vec![0.5; 10])]
    pub fn penalty_two(x: &[f64]) -> f64 {
        let n = x.len();
        let step = 0.1_f64.exp();
        let mut norm = n as f64 * x[0] * x[0] - 1.0;
        let mut before = (x[0] / 10.0).exp();
        let mut known = step;
        let mut small = 0.0;
        for j in 1..n {
            let now = (x[j] / 10.0).exp();
            let sum = now + before - known * (step + 1.0);
            small += sum * sum + (now - 1.0 / step).powi(2);
            norm += (n - j) as f64 * x[j] * x[j];
            before = now;
            known *= step;
        }
        1e-5 * small + norm * norm + (x[0] - 0.2) * (x[0] - 0.2)
    }

    /// (4) Brown's badly scaled function.
    #[at([1.0, 1.0])]
    pub fn brown_badly_scaled(x: [f64; 2]) -> f64 {
        let (a, b, c) = (x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2.0);
        a * a + b * b + c * c
    }

    /// (16) Brown and Dennis.
    #[at([25.0, 5.0, -5.0, -1.0], 20)]
    pub fn brown_dennis(x: &[f64; 4], m: usize) -> f64 {
        let mut s = 0.0;
        for i in 1..=m {
            let t = i as f64 / 5.0;
            let (sine, cosine) = t.sin_cos();
            let a = x[0] + t * x[1] - t.exp();
            let b = x[2] + sine * x[3] - cosine;
            s += (a * a + b * b).powi(2);
        }
        s
    }

    /// (11) Gulf research and development, m = 99.
    #[at([5.0, 2.5, 0.15], 99)]
    pub fn gulf(x: [f64; 3], m: usize) -> f64 {
        let mut s = 0.0;
        for i in 1..=m {
            let t = i as f64 / 100.0;
            let y = 25.0 + (-50.0 * t.ln()).powf(2.0 / 3.0);
            let r = (-(y - x[1]).abs().powf(x[2]) / x[0]).exp() - t;
            s += r * r;
        }
        s
    }

    /// (26) Trigonometric.
    #[at(vec![0.1; 10])]
    pub fn trigonometric(x: &[f64]) -> f64 {
        let n = x.len();
        let mut cosines = 0.0;
        for j in 0..n {
            cosines += x[j].cos();
        }
        let mut s = 0.0;
        for i in 0..n {
            let (sine, cosine) = x[i].sin_cos();
            let r = n as f64 - cosines + (i + 1) as f64 * (1.0 - cosine) - sine;
            s += r * r;
        }
        s
    }

    /// (21) Extended Rosenbrock.
    #[at(crate::start::repeated(&[-1.2, 1.0], 5))]
    pub fn extended_rosenbrock(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for j in (0..x.len()).step_by(2) {
            let a = 1.0 - x[j];
            let b = 10.0 * (x[j + 1] - x[j] * x[j]);
            s += a * a + b * b;
        }
        s
    }

    /// (22) Extended Powell singular.
    #[at(crate::start::repeated(&[3.0, -1.0, 0.0, 1.0], 2))]
    pub fn extended_powell(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for j in (0..x.len()).step_by(4) {
            let v = &x[j..j + 4];
            s += (v[0] + 10.0 * v[1]).powi(2) + 5.0 * (v[2] - v[3]).powi(2);
            s += (v[1] - 2.0 * v[2]).powi(4) + 10.0 * (v[0] - v[3]).powi(4);
        }
        s
    }

    /// (5) Beale.
    #[at([1.0, 1.0])]
    pub fn beale(x: [f64; 2]) -> f64 {
        let targets = [1.5, 2.25, 2.625];
        let mut s = 0.0;
        for i in 0..3 {
            let r = targets[i] - x[0] * (1.0 - x[1].powi(i as i32 + 1));
            s += r * r;
        }
        s
    }

    /// (14) Wood.
    #[at([-3.0, -1.0, -3.0, -1.0])]
    pub fn wood(x: &[f64; 4]) -> f64 {
        let a = x[1] - x[0] * x[0];
        let b = x[3] - x[2] * x[2];
        let valleys = 100.0 * a * a + (1.0 - x[0]).powi(2) + 90.0 * b * b + (1.0 - x[2]).powi(2);
        valleys + 10.0 * (x[1] + x[3] - 2.0).powi(2) + (x[1] - x[3]).powi(2) / 10.0
    }

    /// (35) Chebyquad, n = m.
    #[at(crate::start::equispaced(8))]
    #[at(crate::start::equispaced(10))]
    pub fn chebyquad(x: &[f64]) -> f64 {
        let n = x.len();
        let mut means = vec![0.0; n];
        for j in 0..n {
            let t = 2.0 * x[j] - 1.0;
            let mut pair = (1.0, t);
            for i in 0..n {
                means[i] += pair.1 / n as f64;
                pair = (pair.1, 2.0 * t * pair.1 - pair.0);
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            let degree = (i + 1) as f64;
            let r = match i % 2 {
                0 => means[i],
                _ => means[i] + 1.0 / (degree * degree - 1.0),
            };
            s += r * r;
        }
        s
    }
}
