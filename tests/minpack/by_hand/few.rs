//! Residuals of functions of two, three or four variables.
//!
//! What comes in and goes out: see the module above. The numbers are those of
//! ACM TOMS 7 (1981) 17-41.

use std::f64::consts::PI;

use super::{Residual, stationary};

/// (1) `10 (x_2 - x_1^2)`, `1 - x_1`.
pub fn rosenbrock(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let valley = |j: usize| {
        let value = 10.0 * (x[j + 1] - x[j] * x[j]);
        Residual::of(n, value).d(j, -20.0 * x[j]).d(j + 1, 10.0).dd(j, j, -20.0)
    };
    let slope = |j: usize| Residual::of(n, 1.0 - x[j]).d(j, -1.0);
    (0..n).step_by(2).flat_map(|j| [valley(j), slope(j)]).collect()
}

/// (2) Freudenstein and Roth.
pub fn freudenstein_roth(x: &[f64], _: usize) -> Vec<Residual> {
    let (a, b) = (x[0], x[1]);
    let first = -13.0 + a + 5.0 * b * b - b * b * b - 2.0 * b;
    let second = -29.0 + a + b * b * b + b * b - 14.0 * b;
    vec![
        Residual::of(2, first).d(0, 1.0).d(1, 10.0 * b - 3.0 * b * b - 2.0).dd(
            1,
            1,
            10.0 - 6.0 * b,
        ),
        Residual::of(2, second).d(0, 1.0).d(1, 3.0 * b * b + 2.0 * b - 14.0).dd(
            1,
            1,
            6.0 * b + 2.0,
        ),
    ]
}

/// (3) `10^4 x_1 x_2 - 1`, `e^-x_1 + e^-x_2 - 1.0001`.
pub fn powell_badly_scaled(x: &[f64], _: usize) -> Vec<Residual> {
    let (e, g) = ((-x[0]).exp(), (-x[1]).exp());
    vec![
        Residual::of(2, 1e4 * x[0] * x[1] - 1.0).d(0, 1e4 * x[1]).d(1, 1e4 * x[0]).dd(0, 1, 1e4),
        Residual::of(2, e + g - 1.0001).d(0, -e).d(1, -g).dd(0, 0, e).dd(1, 1, g),
    ]
}

/// (4) `x_1 - 10^6`, `x_2 - 2 10^-6`, `x_1 x_2 - 2`.
pub fn brown_badly_scaled(x: &[f64], _: usize) -> Vec<Residual> {
    vec![
        Residual::of(2, x[0] - 1e6).d(0, 1.0),
        Residual::of(2, x[1] - 2e-6).d(1, 1.0),
        Residual::of(2, x[0] * x[1] - 2.0).d(0, x[1]).d(1, x[0]).dd(0, 1, 1.0),
    ]
}

/// (5) `y_i - x_1 (1 - x_2^i)`.
pub fn beale(x: &[f64], _: usize) -> Vec<Residual> {
    let (a, b) = (x[0], x[1]);
    vec![
        Residual::of(2, 1.5 - a + a * b).d(0, b - 1.0).d(1, a).dd(0, 1, 1.0),
        Residual::of(2, 2.25 - a + a * b * b)
            .d(0, b * b - 1.0)
            .d(1, 2.0 * a * b)
            .dd(0, 1, 2.0 * b)
            .dd(1, 1, 2.0 * a),
        Residual::of(2, 2.625 - a + a * b * b * b)
            .d(0, b * b * b - 1.0)
            .d(1, 3.0 * a * b * b)
            .dd(0, 1, 3.0 * b * b)
            .dd(1, 1, 6.0 * a * b),
    ]
}

/// (7) The angle's derivatives over `2 pi` are `(-x_2, x_1) / |x|^2`, the radius's `x / |x|`.
pub fn helical_valley(x: &[f64], _: usize) -> Vec<Residual> {
    let (a, b) = (x[0], x[1]);
    let square = a * a + b * b;
    let radius = square.sqrt();
    let full = 2.0 * PI;
    let angle = b.atan2(a) / full;
    let theta = if a < 0.0 && b < 0.0 { angle + 1.0 } else { angle };
    let turn = 100.0 / full;
    let curve = turn / (square * square);
    let bend = 10.0 / (radius * square);
    vec![
        Residual::of(3, 10.0 * x[2] - 100.0 * theta)
            .d(0, turn * b / square)
            .d(1, -turn * a / square)
            .d(2, 10.0)
            .dd(0, 0, -2.0 * curve * a * b)
            .dd(0, 1, curve * (a * a - b * b))
            .dd(1, 1, 2.0 * curve * a * b),
        Residual::of(3, 10.0 * radius - 10.0)
            .d(0, 10.0 * a / radius)
            .d(1, 10.0 * b / radius)
            .dd(0, 0, bend * b * b)
            .dd(0, 1, -bend * a * b)
            .dd(1, 1, bend * a * a),
        Residual::of(3, x[2]).d(2, 1.0),
    ]
}

/// (13), (22) Blocks of `x_1 + 10 x_2`, `5^1/2 (x_3 - x_4)`, `(x_2 - 2 x_3)^2`,
/// `10^1/2 (x_1 - x_4)^2`.
pub fn powell_singular(x: &[f64], _: usize) -> Vec<Residual> {
    let n = x.len();
    let (five, ten) = (5.0_f64.sqrt(), 10.0_f64.sqrt());
    let block = |j: usize| {
        let p = x[j + 1] - 2.0 * x[j + 2];
        let q = x[j] - x[j + 3];
        [
            Residual::of(n, x[j] + 10.0 * x[j + 1]).d(j, 1.0).d(j + 1, 10.0),
            Residual::of(n, five * (x[j + 2] - x[j + 3])).d(j + 2, five).d(j + 3, -five),
            Residual::of(n, p * p)
                .d(j + 1, 2.0 * p)
                .d(j + 2, -4.0 * p)
                .dd(j + 1, j + 1, 2.0)
                .dd(j + 1, j + 2, -4.0)
                .dd(j + 2, j + 2, 8.0),
            Residual::of(n, ten * q * q)
                .d(j, 2.0 * ten * q)
                .d(j + 3, -2.0 * ten * q)
                .dd(j, j, 2.0 * ten)
                .dd(j, j + 3, -2.0 * ten)
                .dd(j + 3, j + 3, 2.0 * ten),
        ]
    };
    (0..n).step_by(4).flat_map(block).collect()
}

/// (14) Wood's six residuals.
pub fn wood(x: &[f64], _: usize) -> Vec<Residual> {
    let (ninety, ten) = (90.0_f64.sqrt(), 10.0_f64.sqrt());
    vec![
        Residual::of(4, 10.0 * (x[1] - x[0] * x[0])).d(0, -20.0 * x[0]).d(1, 10.0).dd(0, 0, -20.0),
        Residual::of(4, 1.0 - x[0]).d(0, -1.0),
        Residual::of(4, ninety * (x[3] - x[2] * x[2])).d(2, -2.0 * ninety * x[2]).d(3, ninety).dd(
            2,
            2,
            -2.0 * ninety,
        ),
        Residual::of(4, 1.0 - x[2]).d(2, -1.0),
        Residual::of(4, ten * (x[1] + x[3] - 2.0)).d(1, ten).d(3, ten),
        Residual::of(4, (x[1] - x[3]) / ten).d(1, 1.0 / ten).d(3, -1.0 / ten),
    ]
}

/// Wood's gradient, halved in the first and the third component.
pub fn wood_system(x: &[f64], m: usize) -> Vec<Residual> {
    let halves = stationary(&wood(x, m)).into_iter().enumerate();
    halves.map(|(k, half)| if k % 2 == 0 { half } else { half.scaled(2.0) }).collect()
}
