//! Residuals of fits of models to data.
//!
//! What comes in and goes out: see the module above. The numbers are those of
//! ACM TOMS 7 (1981) 17-41. Tables are whole numbers over a power of ten.

use super::Residual;

const BARD: [u32; 15] = [14, 18, 22, 25, 29, 32, 35, 39, 37, 58, 73, 96, 134, 210, 439];

/// (8) `y_i - x_1 - u / D`, `D = v x_2 + w x_3`.
pub fn bard(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |(i, y): (usize, &u32)| {
        let u = i as f64 + 1.0;
        let v = 15.0 - i as f64;
        let w = if i < 8 { u } else { v };
        let d = v * x[1] + w * x[2];
        let bend = -2.0 * u / (d * d * d);
        Residual::of(3, f64::from(*y) / 100.0 - x[0] - u / d)
            .d(0, -1.0)
            .d(1, u * v / (d * d))
            .d(2, u * w / (d * d))
            .dd(1, 1, bend * v * v)
            .dd(1, 2, bend * v * w)
            .dd(2, 2, bend * w * w)
    };
    BARD.iter().enumerate().map(residual).collect()
}

const KOWALIK: [(u32, u32); 11] = [
    (1957, 40_000),
    (1947, 20_000),
    (1735, 10_000),
    (1600, 5_000),
    (844, 2_500),
    (627, 1_670),
    (456, 1_250),
    (342, 1_000),
    (323, 833),
    (235, 714),
    (246, 625),
];

/// (15) `y - x_1 N / D`, `N = u^2 + u x_2`, `D = u^2 + u x_3 + x_4`.
pub fn kowalik_osborne(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |&(y, u): &(u32, u32)| {
        let (y, u) = (f64::from(y) / 1e4, f64::from(u) / 1e4);
        let over = u * u + u * x[1];
        let d = u * u + u * x[2] + x[3];
        let (d2, d3) = (d * d, d * d * d);
        Residual::of(4, y - x[0] * over / d)
            .d(0, -over / d)
            .d(1, -x[0] * u / d)
            .d(2, x[0] * over * u / d2)
            .d(3, x[0] * over / d2)
            .dd(0, 1, -u / d)
            .dd(0, 2, over * u / d2)
            .dd(0, 3, over / d2)
            .dd(1, 2, x[0] * u * u / d2)
            .dd(1, 3, x[0] * u / d2)
            .dd(2, 2, -2.0 * x[0] * over * u * u / d3)
            .dd(2, 3, -2.0 * x[0] * over * u / d3)
            .dd(3, 3, -2.0 * x[0] * over / d3)
    };
    KOWALIK.iter().map(residual).collect()
}

const MEYER: [u32; 16] = [
    34_780, 28_610, 23_650, 19_630, 16_370, 13_720, 11_540, 9_744, 8_261, 7_030, 6_005, 5_147,
    4_427, 3_820, 3_307, 2_872,
];

/// (10) `x_1 e^(x_2 / q) - y`, `q = t + x_3`.
pub fn meyer(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |(i, y): (usize, &u32)| {
        let q = 50.0 + 5.0 * i as f64 + x[2];
        let e = (x[1] / q).exp();
        let (q2, q3) = (q * q, q * q * q);
        Residual::of(3, x[0] * e - f64::from(*y))
            .d(0, e)
            .d(1, x[0] * e / q)
            .d(2, -x[0] * e * x[1] / q2)
            .dd(0, 1, e / q)
            .dd(0, 2, -e * x[1] / q2)
            .dd(1, 1, x[0] * e / q2)
            .dd(1, 2, -x[0] * e * (1.0 / q2 + x[1] / q3))
            .dd(2, 2, x[0] * e * x[1] * (2.0 / q3 + x[1] / (q2 * q2)))
    };
    MEYER.iter().enumerate().map(residual).collect()
}

const GAUSSIAN: [u32; 15] =
    [9, 44, 175, 540, 1295, 2420, 3521, 3989, 3521, 2420, 1295, 540, 175, 44, 9];

/// (9) `x_1 e^(-x_2 u^2 / 2) - y`, `u = t - x_3`.
pub fn gaussian(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |(i, y): (usize, &u32)| {
        let u = 3.5 - 0.5 * i as f64 - x[2];
        let e = (-x[1] * u * u / 2.0).exp();
        Residual::of(3, x[0] * e - f64::from(*y) / 1e4)
            .d(0, e)
            .d(1, -x[0] * u * u / 2.0 * e)
            .d(2, x[0] * x[1] * u * e)
            .dd(0, 1, -u * u / 2.0 * e)
            .dd(0, 2, x[1] * u * e)
            .dd(1, 1, x[0] * u.powi(4) / 4.0 * e)
            .dd(1, 2, x[0] * (u - x[1] * u.powi(3) / 2.0) * e)
            .dd(2, 2, x[0] * x[1] * (x[1] * u * u - 1.0) * e)
    };
    GAUSSIAN.iter().enumerate().map(residual).collect()
}

/// (11) `e^-p - t`, `p = |y - x_2|^x_3 / x_1`, `y = 25 + (-50 ln t)^(2/3)`.
pub fn gulf(x: &[f64], m: usize) -> Vec<Residual> {
    let residual = |i: usize| {
        let t = i as f64 / 100.0;
        let y = 25.0 + (-50.0 * t.ln()).cbrt().powi(2);
        let (w, side) = ((y - x[1]).abs(), (y - x[1]).signum());
        let log = w.ln();
        let p = (x[2] * log).exp() / x[0];
        let first = [-p / x[0], -side * x[2] * p / w, p * log];
        let second = [
            [2.0 * p / (x[0] * x[0]), side * x[2] * p / (w * x[0]), -p * log / x[0]],
            [0.0, x[2] * (x[2] - 1.0) * p / (w * w), -side * p / w * (1.0 + x[2] * log)],
            [0.0, 0.0, p * log * log],
        ];
        let e = (-p).exp();
        let mut r = Residual::of(3, e - t);
        for j in 0..3 {
            r = r.d(j, -e * first[j]);
            for k in j..3 {
                r = r.dd(j, k, e * (first[j] * first[k] - second[j][k]));
            }
        }
        r
    };
    (1..=m).map(residual).collect()
}

/// (12) `e^(-t x_1) - e^(-t x_2) - x_3 (e^-t - e^(-10 t))`.
pub fn box_three(x: &[f64], m: usize) -> Vec<Residual> {
    let residual = |i: usize| {
        let t = i as f64 / 10.0;
        let (e, g) = ((-t * x[0]).exp(), (-t * x[1]).exp());
        let known = (-t).exp() - (-(i as f64)).exp();
        Residual::of(3, e - g - x[2] * known)
            .d(0, -t * e)
            .d(1, t * g)
            .d(2, -known)
            .dd(0, 0, t * t * e)
            .dd(1, 1, -t * t * g)
    };
    (1..=m).map(residual).collect()
}

/// (6) `2 + 2 i - e^(i x_1) - e^(i x_2)`.
pub fn jennrich_sampson(x: &[f64], m: usize) -> Vec<Residual> {
    let residual = |i: usize| {
        let i = i as f64;
        let (e, g) = ((i * x[0]).exp(), (i * x[1]).exp());
        let r = Residual::of(2, 2.0 + 2.0 * i - e - g).d(0, -i * e).d(1, -i * g);
        r.dd(0, 0, -i * i * e).dd(1, 1, -i * i * g)
    };
    (1..=m).map(residual).collect()
}

/// (16) `a^2 + b^2`, `a = x_1 + t x_2 - e^t`, `b = x_3 + x_4 sin t - cos t`.
pub fn brown_dennis(x: &[f64], m: usize) -> Vec<Residual> {
    let residual = |i: usize| {
        let t = i as f64 / 5.0;
        let s = t.sin();
        let a = x[0] + t * x[1] - t.exp();
        let b = x[2] + s * x[3] - t.cos();
        let r = Residual::of(4, a * a + b * b);
        let r = r.d(0, 2.0 * a).d(1, 2.0 * a * t).d(2, 2.0 * b).d(3, 2.0 * b * s);
        let r = r.dd(0, 0, 2.0).dd(0, 1, 2.0 * t).dd(1, 1, 2.0 * t * t);
        r.dd(2, 2, 2.0).dd(2, 3, 2.0 * s).dd(3, 3, 2.0 * s * s)
    };
    (1..=m).map(residual).collect()
}

/// (18) `x_3 e^(-t x_1) - x_4 e^(-t x_2) + x_6 e^(-t x_5) - y`.
pub fn biggs_exp6(x: &[f64], m: usize) -> Vec<Residual> {
    let residual = |i: usize| {
        let t = i as f64 / 10.0;
        let y = (-t).exp() - 5.0 * (-10.0 * t).exp() + 3.0 * (-4.0 * t).exp();
        let terms = [(0, 2, 1.0), (1, 3, -1.0), (4, 5, 1.0)];
        terms.into_iter().fold(Residual::of(6, -y), |mut r, (rate, amount, sign)| {
            let e = sign * (-t * x[rate]).exp();
            r.value += x[amount] * e;
            r.d(rate, -t * x[amount] * e).d(amount, e).dd(rate, rate, t * t * x[amount] * e).dd(
                rate,
                amount,
                -t * e,
            )
        })
    };
    (1..=m).map(residual).collect()
}

const OSBORNE_ONE: [u32; 33] = [
    844, 908, 932, 936, 925, 908, 881, 850, 818, 784, 751, 718, 685, 658, 628, 603, 580, 558, 538,
    522, 506, 490, 478, 467, 457, 448, 438, 431, 424, 420, 414, 411, 406,
];

/// (17) `y - x_1 - x_2 e^(-t x_4) - x_3 e^(-t x_5)`.
pub fn osborne_one(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |(i, y): (usize, &u32)| {
        let t = (10 * i) as f64;
        let start = Residual::of(5, f64::from(*y) / 1e3 - x[0]).d(0, -1.0);
        [(1, 3), (2, 4)].into_iter().fold(start, |mut r, (amount, rate)| {
            let e = (-t * x[rate]).exp();
            r.value -= x[amount] * e;
            r.d(amount, -e).d(rate, t * x[amount] * e).dd(amount, rate, t * e).dd(
                rate,
                rate,
                -t * t * x[amount] * e,
            )
        })
    };
    OSBORNE_ONE.iter().enumerate().map(residual).collect()
}

const OSBORNE_TWO: [u32; 65] = [
    1366, 1191, 1112, 1013, 991, 885, 831, 847, 786, 725, 746, 679, 608, 655, 616, 606, 602, 626,
    651, 724, 649, 649, 694, 644, 624, 661, 612, 558, 533, 495, 500, 423, 395, 375, 372, 391, 396,
    405, 428, 429, 523, 562, 607, 653, 672, 708, 633, 668, 645, 632, 591, 559, 597, 625, 739, 710,
    729, 720, 636, 581, 428, 292, 162, 98, 54,
];

/// (19) `y - x_1 e^(-t x_5)` and three times `- a e^(-w u^2)`, `u = t - c`, with
/// `(a, w, c) = (x_2, x_6, x_9), (x_3, x_7, x_10), (x_4, x_8, x_11)`.
pub fn osborne_two(x: &[f64], _: usize) -> Vec<Residual> {
    let residual = |(i, y): (usize, &u32)| {
        let t = i as f64 / 10.0;
        let e = (-t * x[4]).exp();
        let decay = Residual::of(11, f64::from(*y) / 1e3 - x[0] * e)
            .d(0, -e)
            .d(4, t * x[0] * e)
            .dd(0, 4, t * e)
            .dd(4, 4, -t * t * x[0] * e);
        [(1, 5, 8), (2, 6, 9), (3, 7, 10)].into_iter().fold(decay, |mut r, (ja, jw, jc)| {
            let (a, w, u) = (x[ja], x[jw], t - x[jc]);
            let e = (-w * u * u).exp();
            r.value -= a * e;
            r.d(ja, -e)
                .d(jw, a * u * u * e)
                .d(jc, -2.0 * a * w * u * e)
                .dd(ja, jw, u * u * e)
                .dd(ja, jc, -2.0 * w * u * e)
                .dd(jw, jw, -a * u.powi(4) * e)
                .dd(jw, jc, 2.0 * a * u * (w * u * u - 1.0) * e)
                .dd(jc, jc, 2.0 * a * w * (1.0 - 2.0 * w * u * u) * e)
        })
    };
    OSBORNE_TWO.iter().enumerate().map(residual).collect()
}
