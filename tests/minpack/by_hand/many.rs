//! Residuals of functions of any number of variables.
//!
//! What comes in and goes out: see the module above. The numbers are those of
//! ACM TOMS 7 (1981) 17-41; `i`, `j` and `k` count from 1 in the formulas.

use super::{Residual, stationary};

fn one_based(j: usize) -> f64 {
    (j + 1) as f64
}

/// (20) `a . x - (b . x)^2 - 1` with `a_j = (j - 1) t^(j-2)`, `b_j = t^(j-1)`;
/// `x_1`; `x_2 - x_1^2 - 1`.
pub fn watson(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let dot = |a: &[f64]| -> f64 { std::iter::zip(a, x).map(|(a, x)| a * x).sum() };
    let mut residuals: Vec<Residual> = (1..=29)
        .map(|i| {
            let t = f64::from(i) / 29.0;
            let b: Vec<f64> = (0..n).map(|j| t.powi(j as i32)).collect();
            let a: Vec<f64> = (0..n).map(|j| j as f64 * t.powi(j as i32 - 1)).collect();
            let sum = dot(&b);
            let mut residual = Residual::of(n, dot(&a) - sum * sum - 1.0);
            for j in 0..n {
                residual = residual.d(j, a[j] - 2.0 * sum * b[j]);
                for k in j..n {
                    residual = residual.dd(j, k, -2.0 * b[j] * b[k]);
                }
            }
            residual
        })
        .collect();
    residuals.push(Residual::of(n, x[0]).d(0, 1.0));
    let last = x[1] - x[0] * x[0] - 1.0;
    residuals.push(Residual::of(n, last).d(0, -2.0 * x[0]).d(1, 1.0).dd(0, 0, -2.0));
    residuals
}

/// Half the gradient of Watson's function.
pub fn watson_system(x: &[f64], m: usize) -> Vec<Residual> {
    stationary(&watson(x, m))
}

/// (23) `a^1/2 (x_i - 1)`, `|x|^2 - 1/4` with `a = 10^-5`.
pub fn penalty_one(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let a = 1e-5_f64.sqrt();
    let norm = x.iter().map(|x| x * x).sum::<f64>() - 0.25;
    let distances = (0..n).map(|j| Residual::of(n, a * (x[j] - 1.0)).d(j, a));
    let last = (0..n).fold(Residual::of(n, norm), |r, j| r.d(j, 2.0 * x[j]).dd(j, j, 2.0));
    distances.chain([last]).collect()
}

/// (24) `x_1 - 0.2`; `a^1/2 (e^(x_i/10) + e^(x_(i-1)/10) - y_i)`;
/// `a^1/2 (e^(x_i/10) - e^(-1/10))`; `sum (n - j + 1) x_j^2 - 1`.
pub fn penalty_two(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let a = 1e-5_f64.sqrt();
    let e = |j: usize| a * (x[j] / 10.0).exp();
    let y = |j: usize| a * ((one_based(j) / 10.0).exp() + (j as f64 / 10.0).exp());
    let mut residuals = vec![Residual::of(n, x[0] - 0.2).d(0, 1.0)];
    for j in 1..n {
        let sum = Residual::of(n, e(j) + e(j - 1) - y(j));
        let sum = sum.d(j, e(j) / 10.0).d(j - 1, e(j - 1) / 10.0);
        residuals.push(sum.dd(j, j, e(j) / 100.0).dd(j - 1, j - 1, e(j - 1) / 100.0));
    }
    for j in 1..n {
        let alone = Residual::of(n, e(j) - a * (-0.1_f64).exp());
        residuals.push(alone.d(j, e(j) / 10.0).dd(j, j, e(j) / 100.0));
    }
    let weight = |j: usize| (n - j) as f64;
    let norm = (0..n).map(|j| weight(j) * x[j] * x[j]).sum::<f64>() - 1.0;
    let last = Residual::of(n, norm);
    let last = (0..n).fold(last, |r, j| r.d(j, 2.0 * weight(j) * x[j]).dd(j, j, 2.0 * weight(j)));
    residuals.push(last);
    residuals
}

/// (25) `x_i - 1`; `s = sum j (x_j - 1)`; `s^2`.
pub fn variably_dimensioned(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let s: f64 = (0..n).map(|j| one_based(j) * (x[j] - 1.0)).sum();
    let weights: Vec<f64> = (0..n).map(one_based).collect();
    let mut residuals: Vec<Residual> =
        (0..n).map(|j| Residual::of(n, x[j] - 1.0).d(j, 1.0)).collect();
    residuals.push(Residual::linear(s, weights.clone()));
    let mut square = Residual::of(n, s * s);
    for j in 0..n {
        square = square.d(j, 2.0 * s * weights[j]);
        for k in j..n {
            square = square.dd(j, k, 2.0 * weights[j] * weights[k]);
        }
    }
    residuals.push(square);
    residuals
}

/// Half the gradient of the variably dimensioned function.
pub fn variably_dimensioned_system(x: &[f64], m: usize) -> Vec<Residual> {
    stationary(&variably_dimensioned(x, m))
}

/// (26) `n - sum cos x_j + i (1 - cos x_i) - sin x_i`.
pub fn trigonometric(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let cosines: f64 = x.iter().map(|x| x.cos()).sum();
    let residual = |i: usize| {
        let (sine, cosine) = x[i].sin_cos();
        let own = one_based(i);
        let value = n as f64 - cosines + own * (1.0 - cosine) - sine;
        let mut r = Residual::of(n, value);
        r = r.d(i, own * sine - cosine).dd(i, i, own * cosine + sine);
        (0..n).fold(r, |r, j| r.d(j, x[j].sin()).dd(j, j, x[j].cos()))
    };
    (0..n).map(residual).collect()
}

/// (27) `x_i + sum x_j - (n + 1)`; last `prod x_j - 1`.
pub fn brown_almost_linear(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let but = |left_out: &[usize]| -> f64 {
        (0..n).filter(|j| !left_out.contains(j)).map(|j| x[j]).product()
    };
    let sum: f64 = x.iter().sum();
    let mut residuals: Vec<Residual> = (0..n - 1)
        .map(|i| {
            let mut row = vec![1.0; n];
            row[i] = 2.0;
            Residual::linear(x[i] + sum - (n + 1) as f64, row)
        })
        .collect();
    let mut last = Residual::of(n, but(&[]) - 1.0);
    for j in 0..n {
        last = last.d(j, but(&[j]));
        for k in j + 1..n {
            last = last.dd(j, k, but(&[j, k]));
        }
    }
    residuals.push(last);
    residuals
}

/// (28) `2 x_i - x_(i-1) - x_(i+1) + h^2 (x_i + t_i + 1)^3 / 2`.
pub fn boundary_value(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let at = |j: Option<usize>| j.and_then(|j| x.get(j)).copied().unwrap_or(0.0);
    let residual = |i: usize| {
        let c = x[i] + one_based(i) * h + 1.0;
        let value = 2.0 * x[i] - at(i.checked_sub(1)) - at(Some(i + 1)) + h * h * c.powi(3) / 2.0;
        let mut r = Residual::of(n, value).d(i, 2.0 + 1.5 * h * h * c * c);
        if i > 0 {
            r = r.d(i - 1, -1.0);
        }
        if i + 1 < n {
            r = r.d(i + 1, -1.0);
        }
        r.dd(i, i, 3.0 * h * h * c)
    };
    (0..n).map(residual).collect()
}

/// (29) `x_i + h/2 sum_j w_ij (x_j + t_j + 1)^3`, `w_ij = (1 - t_i) t_j` up to
/// the diagonal, `t_i (1 - t_j)` beyond it.
pub fn integral_equation(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let t = |j: usize| one_based(j) * h;
    let residual = |i: usize| {
        let weight =
            |j: usize| 0.5 * h * if j <= i { (1.0 - t(i)) * t(j) } else { t(i) * (1.0 - t(j)) };
        let c = |j: usize| x[j] + t(j) + 1.0;
        let sum: f64 = (0..n).map(|j| weight(j) * c(j).powi(3)).sum();
        let r = Residual::of(n, x[i] + sum).d(i, 1.0);
        (0..n)
            .fold(r, |r, j| r.d(j, 3.0 * weight(j) * c(j).powi(2)).dd(j, j, 6.0 * weight(j) * c(j)))
    };
    (0..n).map(residual).collect()
}

/// (30) `(3 - 2 x_i) x_i - x_(i-1) - 2 x_(i+1) + 1`.
pub fn broyden_tridiagonal(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let residual = |i: usize| {
        let own = 3.0 * x[i] - 2.0 * x[i] * x[i] + 1.0;
        let mut r = Residual::of(n, own).d(i, 3.0 - 4.0 * x[i]).dd(i, i, -4.0);
        if i > 0 {
            r = r.d(i - 1, -1.0);
            r.value -= x[i - 1];
        }
        if i + 1 < n {
            r = r.d(i + 1, -2.0);
            r.value -= 2.0 * x[i + 1];
        }
        r
    };
    (0..n).map(residual).collect()
}

/// (31) `x_i (2 + 5 x_i^2) + 1 - sum_j x_j (1 + x_j)` over `i - 5 <= j <= i + 1`, `j != i`.
pub fn broyden_banded(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let residual = |i: usize| {
        let own = 2.0 * x[i] + 5.0 * x[i].powi(3) + 1.0;
        let r = Residual::of(n, own).d(i, 2.0 + 15.0 * x[i] * x[i]).dd(i, i, 30.0 * x[i]);
        let near = (0..n).filter(|&j| j != i && j + 5 >= i && j <= i + 1);
        near.fold(r, |mut r, j| {
            r.value -= x[j] + x[j] * x[j];
            r.d(j, -1.0 - 2.0 * x[j]).dd(j, j, -2.0)
        })
    };
    (0..n).map(residual).collect()
}

/// (32) `x_i - 2/m sum x_j - 1`, without the first term beyond `n`.
pub fn linear_full_rank(x: &[f64], m: usize) -> Vec<Residual> {
    let n = x.len();
    let share = 2.0 / m as f64;
    let rest = -share * x.iter().sum::<f64>() - 1.0;
    let residual = |i: usize| {
        let r = Residual::linear(rest, vec![-share; n]);
        if i < n { Residual { value: rest + x[i], ..r.d(i, 1.0) } } else { r }
    };
    (0..m).map(residual).collect()
}

/// `factor_i sum_j weight_j x_j - 1`.
fn rank_one(x: &[f64], factors: &[f64], weights: &[f64]) -> Vec<Residual> {
    let sum: f64 = std::iter::zip(weights, x).map(|(w, x)| w * x).sum();
    let row = |factor: f64| weights.iter().map(|w| factor * w).collect();
    factors.iter().map(|&factor| Residual::linear(factor * sum - 1.0, row(factor))).collect()
}

/// (33) `i sum j x_j - 1`.
pub fn linear_rank_one(x: &[f64], m: usize) -> Vec<Residual> {
    let counting = |n: usize| (0..n).map(one_based).collect::<Vec<f64>>();
    rank_one(x, &counting(m), &counting(x.len()))
}

/// (34) `(i - 1) sum j x_j - 1` without the first and last `j`; first and last `i`: `-1`.
pub fn linear_rank_one_with_zeros(x: &[f64], m: usize) -> Vec<Residual> {
    let n = x.len();
    let mut factors: Vec<f64> = (0..m).map(|i| i as f64).collect();
    factors[m - 1] = 0.0;
    let mut weights: Vec<f64> = (0..n).map(one_based).collect();
    weights[0] = 0.0;
    weights[n - 1] = 0.0;
    rank_one(x, &factors, &weights)
}

/// (35) `1/n sum_j T_i(2 x_j - 1) - c_i`, `c_i = 1 / (1 - i^2)` for even `i`.
///
/// `T_i' = i U_(i-1)` and `T_i'' = 2 i C_(i-2)`, with the polynomials of the
/// second kind and Gegenbauer's of index 2 (Abramowitz and Stegun, 22.5, 22.7).
pub fn chebyquad(x: &[f64], m: usize) -> Vec<Residual> {
    let n = x.len();
    let residual = |i: usize| {
        let constant = if i.is_multiple_of(2) { 1.0 / (1.0 - (i * i) as f64) } else { 0.0 };
        let degree = i as f64;
        let share = 1.0 / n as f64;
        (0..n).fold(Residual::of(n, -constant), |mut r, j| {
            let t = 2.0 * x[j] - 1.0;
            r.value += share * (gegenbauer(1.0, i, t) - t * gegenbauer(1.0, i - 1, t));
            let bend = if i < 2 { 0.0 } else { gegenbauer(2.0, i - 2, t) };
            r.d(j, share * 2.0 * degree * gegenbauer(1.0, i - 1, t)).dd(
                j,
                j,
                share * 8.0 * degree * bend,
            )
        })
    };
    (1..=m).map(residual).collect()
}

/// Gegenbauer's polynomials: `k C_k = 2 t (k + a - 1) C_(k-1) - (k + 2 a - 2) C_(k-2)`;
/// those of index 1 are Chebyshev's of the second kind.
fn gegenbauer(index: f64, degree: usize, t: f64) -> f64 {
    let (mut before, mut now) = (0.0, 1.0);
    for k in 1..=degree {
        let k = k as f64;
        let next = (2.0 * t * (k + index - 1.0) * now - (k + 2.0 * index - 2.0) * before) / k;
        (before, now) = (now, next);
    }
    now
}
