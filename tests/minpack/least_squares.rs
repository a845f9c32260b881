//! The nonlinear least-squares problems of MINPACK's tests, eighteen of them: residuals.
//!
//! Sources: as for `equations.rs`; the numbers in the comments are those of
//! ACM TOMS 7 (1981) 17-41. The tables of Bard, Kowalik and Osborne, Meyer and
//! Osborne are that paper's; they were compared with MINPACK's `ssqfcn` (netlib)
//! and with the copies in Apache Commons Math (`MinpackTest`) and in the
//! benchmark of More and Wild (`dfovec`, 2008), and `by_hand` types them again.
//! Sample points are the standard starts, with the dimensions of MINPACK's runs.

#[chainrule_oracle::corpus]
pub mod functions {
    use std::f64::consts;

    /// (32) Linear, full rank.
    #[at(vec![1.0; 5], 10)]
    #[at(vec![1.0; 5], 50)]
    pub fn linear_full_rank(x: &[f64], m: usize) -> Vec<f64> {
        let n = x.len();
        let mut sum = 0.0;
        for j in 0..n {
            sum += x[j];
        }
        let mut f = vec![-2.0 * sum / m as f64 - 1.0; m];
        for i in 0..n {
            f[i] += x[i];
        }
        f
    }

    /// (33) Linear, rank 1.
    #[at(vec![1.0; 5], 10)]
    #[at(vec![1.0; 5], 50)]
    pub fn linear_rank_one(x: &[f64], m: usize) -> Vec<f64> {
        let mut sum = 0.0;
        for j in 0..x.len() {
            sum += (j + 1) as f64 * x[j];
        }
        let mut f = vec![0.0; m];
        for i in 0..m {
            f[i] = (i + 1) as f64 * sum - 1.0;
        }
        f
    }

    /// (34) Linear, rank 1, with columns and rows of zeros.
    #[at(vec![1.0; 5], 10)]
    #[at(vec![1.0; 5], 50)]
    pub fn linear_rank_one_with_zeros(x: &[f64], m: usize) -> Vec<f64> {
        let mut sum = 0.0;
        for j in 1..x.len() - 1 {
            sum += (j + 1) as f64 * x[j];
        }
        let mut f = vec![-1.0; m];
        for i in 1..m - 1 {
            f[i] += i as f64 * sum;
        }
        f
    }

    /// (1) Rosenbrock.
    #[at([-1.2, 1.0])]
    pub fn rosenbrock(x: &[f64; 2]) -> Vec<f64> {
        vec![10.0 * (x[1] - x[0].powi(2)), 1.0 - x[0]]
    }

    /// The angle of a point in turns, from a quarter below 0 to three quarters.
    fn turns(x: f64, y: f64) -> f64 {
        let angle = (y / x).atan() / (2.0 * consts::PI);
        if x > 0.0 {
            return angle;
        }
        angle + 0.5
    }

    /// (7) Helical valley.
    #[at([-1.0, 0.0, 0.0])]
    #[at([0.8, -0.4, 0.2])]
    pub fn helical_valley(x: [f64; 3]) -> [f64; 3] {
        let radius = (x[0] * x[0] + x[1] * x[1]).sqrt();
        [10.0 * (x[2] - 10.0 * turns(x[0], x[1])), 10.0 * (radius - 1.0), x[2]]
    }

    /// (13) Powell's singular function.
    #[at(vec![3.0, -1.0, 0.0, 1.0])]
    pub fn powell_singular(x: &[f64]) -> Vec<f64> {
        let &[a, b, c, d] = x else {
            return vec![];
        };
        let mut f = vec![a + 10.0 * b, c - d, (b - 2.0 * c).powi(2), (a - d).powi(2)];
        f[1] *= 5.0_f64.sqrt();
        f[3] *= 10.0_f64.sqrt();
        f
    }

    /// (2) Freudenstein and Roth.
    #[at([0.5, -2.0])]
    pub fn freudenstein_roth(x: &[f64; 2]) -> [f64; 2] {
        [
            -13.0 + x[0] + ((5.0 - x[1]) * x[1] - 2.0) * x[1],
            -29.0 + x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1],
        ]
    }

    const BARD: [f64; 15] =
        [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];

    /// (8) Bard.
    #[at([1.0, 1.0, 1.0])]
    pub fn bard(x: &[f64; 3]) -> [f64; 15] {
        let mut f = BARD;
        for i in 0..15 {
            let u = (i + 1) as f64;
            let v = 16.0 - u;
            f[i] -= x[0] + u / (v * x[1] + u.min(v) * x[2]);
        }
        f
    }

    const KOWALIK_Y: [f64; 11] =
        [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
    const KOWALIK_U: [f64; 11] =
        [4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

    /// (15) Kowalik and Osborne.
    #[at([0.25, 0.39, 0.415, 0.39])]
    pub fn kowalik_osborne(x: &[f64; 4]) -> [f64; 11] {
        let mut f = [0.0; 11];
        for i in 0..KOWALIK_Y.len() {
            let u = KOWALIK_U[i];
            f[i] = KOWALIK_Y[i] - x[0] * u * (u + x[1]) / (u * (u + x[2]) + x[3]);
        }
        f
    }

    const MEYER: [f64; 16] = [
        34_780.0, 28_610.0, 23_650.0, 19_630.0, 16_370.0, 13_720.0, 11_540.0, 9_744.0, 8_261.0,
        7_030.0, 6_005.0, 5_147.0, 4_427.0, 3_820.0, 3_307.0, 2_872.0,
    ];

    /// (10) Meyer: the resistance of a thermistor.
    #[at([0.02, 4000.0, 250.0])]
    pub fn meyer(x: [f64; 3]) -> [f64; 16] {
        let mut f = [0.0; 16];
        for i in 0..16 {
            let t = 45.0 + 5.0 * (i + 1) as f64;
            f[i] = x[0] * (x[1] / (t + x[2])).exp() - MEYER[i];
        }
        f
    }

    /// (20) Watson: a differential equation by a polynomial.
    #[at(vec![0.0; 6])]
    #[at(vec![0.0; 9])]
    #[at(vec![0.0; 12])]
    #[at(vec![0.3, -0.2, 0.5, 0.1, -0.4, 0.2])]
    pub fn watson(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![0.0; 31];
        for i in 0..29 {
            let t = (i + 1) as f64 / 29.0;
            // the polynomial and its derivative, by Horner's rule
            let mut sum = 0.0;
            let mut slope = 0.0;
            for j in (0..n).rev() {
                slope = slope * t + sum;
                sum = sum * t + x[j];
            }
            f[i] = slope - sum * sum - 1.0;
        }
        f[29] = x[0];
        f[30] = x[1] - x[0] * x[0] - 1.0;
        f
    }

    /// (12) Box, three dimensions.
    #[at([0.0, 10.0, 20.0], 10)]
    pub fn box_three(x: &[f64; 3], m: usize) -> Vec<f64> {
        let mut f = Vec::with_capacity(m);
        for i in 1..=m {
            let t = 0.1 * i as f64;
            let known = (-t).exp() - (-10.0 * t).exp();
            f.push((-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * known);
        }
        f
    }

    /// (6) Jennrich and Sampson.
    #[at([0.3, 0.4], 10)]
    pub fn jennrich_sampson(x: &[f64; 2], m: usize) -> Vec<f64> {
        let (first, second) = (x[0].exp(), x[1].exp());
        let (mut a, mut b) = (1.0, 1.0);
        let mut f = vec![0.0; m];
        for i in 0..m {
            a *= first;
            b *= second;
            f[i] = 2.0 * (i + 2) as f64 - (a + b);
        }
        f
    }

    /// (16) Brown and Dennis.
    #[at([25.0, 5.0, -5.0, -1.0], 20)]
    pub fn brown_dennis(x: [f64; 4], m: usize) -> Vec<f64> {
        let mut f = vec![0.0; m];
        for i in 0..m {
            let t = (i + 1) as f64 / 5.0;
            let a = x[0] + t * x[1] - t.exp();
            let b = x[2] + t.sin() * x[3] - t.cos();
            f[i] = a * a + b * b;
        }
        f
    }

    /// (35) Chebyquad, with at least as many equations as points.
    #[at(crate::start::equispaced(1), 8)]
    #[at(crate::start::equispaced(8), 8)]
    #[at(crate::start::equispaced(9), 9)]
    #[at(crate::start::equispaced(10), 10)]
    pub fn chebyquad(x: &[f64], m: usize) -> Vec<f64> {
        let n = x.len();
        let mut now = vec![1.0; n];
        let mut next = vec![0.0; n];
        for j in 0..n {
            next[j] = 2.0 * x[j] - 1.0;
        }
        let mut f = vec![0.0; m];
        for i in 0..m {
            let degree = (i + 1) as f64;
            let integral = if i % 2 == 0 { 0.0 } else { 1.0 / (1.0 - degree * degree) };
            let mut sum = 0.0;
            for j in 0..n {
                sum += next[j];
                now[j] = 2.0 * (2.0 * x[j] - 1.0) * next[j] - now[j];
            }
            std::mem::swap(&mut now, &mut next);
            f[i] = sum / n as f64 - integral;
        }
        f
    }

    /// (27) Brown's almost-linear function.
    #[at(vec![0.5; 10])]
    #[at(vec![0.5; 30])]
    #[at(vec![0.5; 40])]
    pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut f = vec![-((n + 1) as f64); n];
        for i in 0..n - 1 {
            f[i] += x[i];
            for j in 0..n {
                f[i] += x[j];
            }
        }
        f[n - 1] = 1.0;
        for j in 0..n {
            f[n - 1] *= x[j];
        }
        f[n - 1] -= 1.0;
        f
    }

    const OSBORNE_ONE: [f64; 33] = [
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685,
        0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
        0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406,
    ];

    /// (17) Osborne 1: two decays.
    #[at([0.5, 1.5, -1.0, 0.01, 0.02])]
    pub fn osborne_one(x: &[f64; 5]) -> [f64; 33] {
        let mut f = OSBORNE_ONE;
        for i in 0..33 {
            let t = 10.0 * i as f64;
            f[i] -= x[0] + x[1] * (-t * x[3]).exp() + x[2] * (-t * x[4]).exp();
        }
        f
    }

    const OSBORNE_TWO: [f64; 65] = [
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
        0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
        0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
        0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
        0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054,
    ];

    /// (19) Osborne 2: a decay and three peaks.
    #[at(vec![1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5])]
    pub fn osborne_two(x: &[f64]) -> Vec<f64> {
        let mut f = vec![0.0; OSBORNE_TWO.len()];
        for i in 0..f.len() {
            let t = i as f64 / 10.0;
            let mut model = x[0] * (-t * x[4]).exp();
            for peak in 1..4 {
                let away = t - x[peak + 7];
                model += x[peak] * (-away * away * x[peak + 4]).exp();
            }
            f[i] = OSBORNE_TWO[i] - model;
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

    #[at(vec![1.0; 5], 10)]
    pub fn linear_full_rank_squares(x: &[f64], m: usize) -> f64 {
        sum_of_squares(&linear_full_rank(x, m))
    }

    #[at(vec![1.0; 5], 10)]
    pub fn linear_rank_one_squares(x: &[f64], m: usize) -> f64 {
        sum_of_squares(&linear_rank_one(x, m))
    }

    #[at(vec![1.0; 5], 10)]
    pub fn linear_rank_one_with_zeros_squares(x: &[f64], m: usize) -> f64 {
        sum_of_squares(&linear_rank_one_with_zeros(x, m))
    }

    #[at([0.5, -2.0])]
    pub fn freudenstein_roth_squares(x: &[f64; 2]) -> f64 {
        let f = freudenstein_roth(x);
        f[0] * f[0] + f[1] * f[1]
    }

    #[at([1.0, 1.0, 1.0])]
    pub fn bard_squares(x: &[f64; 3]) -> f64 {
        sum_of_squares(&bard(x))
    }

    #[at([0.25, 0.39, 0.415, 0.39])]
    pub fn kowalik_osborne_squares(x: &[f64; 4]) -> f64 {
        sum_of_squares(&kowalik_osborne(x))
    }

    #[at([0.02, 4000.0, 250.0])]
    pub fn meyer_squares(x: [f64; 3]) -> f64 {
        sum_of_squares(&meyer(x))
    }

    #[at([0.3, 0.4], 10)]
    pub fn jennrich_sampson_squares(x: &[f64; 2], m: usize) -> f64 {
        sum_of_squares(&jennrich_sampson(x, m))
    }

    #[at([0.5, 1.5, -1.0, 0.01, 0.02])]
    pub fn osborne_one_squares(x: &[f64; 5]) -> f64 {
        let f = osborne_one(x);
        sum_of_squares(&f)
    }

    #[at(vec![1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5])]
    pub fn osborne_two_squares(x: &[f64]) -> f64 {
        let f = osborne_two(x);
        sum_of_squares(&f)
    }
}
