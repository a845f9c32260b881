//! Series, continued fractions and recurrences of special functions.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(1.3)]
    #[at(-2.0)]
    pub fn exponential_series(x: f64) -> f64 {
        let mut term: f64 = 1.0;
        let mut sum = 1.0;
        let mut k = 0.0;
        while term.abs() > 1e-18 {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        sum
    }

    /// Gauss's hypergeometric series (Abramowitz and Stegun, 15.1.1).
    #[at(0.7, 1.3, 2.1, 0.4)]
    pub fn hypergeometric(a: f64, b: f64, c: f64, z: f64) -> f64 {
        let mut term: f64 = 1.0;
        let mut sum = 1.0;
        for n in 0..500 {
            let k = n as f64;
            term *= (a + k) * (b + k) / ((c + k) * (k + 1.0)) * z;
            sum += term;
            if term.abs() < 1e-17 * sum.abs() {
                break;
            }
        }
        sum
    }

    /// The complete elliptic integral by the arithmetic-geometric mean (Gauss).
    #[at(0.6)]
    #[at(0.95)]
    pub fn elliptic_integral(k: f64) -> f64 {
        let mut a = 1.0;
        let mut g = (1.0 - k * k).sqrt();
        while (a - g).abs() > 1e-15 {
            let mean = 0.5 * (a + g);
            g = (a * g).sqrt();
            a = mean;
        }
        std::f64::consts::PI / (2.0 * a)
    }

    /// Gamma by C. Lanczos's approximation (SIAM J. Numer. Anal. 1 (1964) 86; g = 7, n = 9, the
    /// coefficients that the GNU Scientific Library gives), reflected below one half.
    #[at(4.3)]
    #[at(0.2)]
    #[at(-1.4)]
    pub fn gamma(x: f64) -> f64 {
        if x < 0.5 {
            return std::f64::consts::PI / ((std::f64::consts::PI * x).sin() * gamma(1.0 - x));
        }
        let z = x - 1.0;
        let mut sum = LANCZOS[0];
        for i in 1..9 {
            sum += LANCZOS[i] / (z + i as f64);
        }
        let t = z + 7.5;
        (2.0 * std::f64::consts::PI).sqrt() * t.powf(z + 0.5) * (-t).exp() * sum
    }

    const LANCZOS: [f64; 9] = [
        0.999_999_999_999_81,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];

    /// Psi: the recurrence up to 8, then the asymptotic series (Abramowitz and Stegun, 6.3.18).
    #[at(0.7)]
    #[at(9.5)]
    pub fn digamma(x: f64) -> f64 {
        let mut x = x;
        let mut shift = 0.0;
        while x < 8.0 {
            shift -= 1.0 / x;
            x += 1.0;
        }
        let y = 1.0 / (x * x);
        let tail = y * (1.0 / 12.0 - y * (1.0 / 120.0 - y * (1.0 / 252.0 - y / 240.0)));
        shift + x.ln() - 0.5 / x - tail
    }

    /// The error function: a series for small arguments, a continued fraction, by Lentz's method
    /// (W. J. Lentz, 1976, with Thompson and Barnett's changes), for large ones.
    #[at(0.6)]
    #[at(2.9)]
    #[at(-2.4)]
    pub fn error_function(x: f64) -> f64 {
        if x < 0.0 {
            return -error_function(-x);
        }
        let root = std::f64::consts::PI.sqrt();
        if x < 2.0 {
            let mut term = x;
            let mut sum = x;
            let mut n = 0.0;
            loop {
                n += 1.0;
                term *= -x * x / n;
                let change = term / (2.0 * n + 1.0);
                sum += change;
                if change.abs() < 1e-17 {
                    return 2.0 / root * sum;
                }
            }
        }
        let mut f = x;
        let mut c = x;
        let mut d = 0.0;
        for n in 1..200 {
            let a = n as f64 / 2.0;
            d = 1.0 / (x + a * d);
            c = x + a / c;
            let factor = c * d;
            f *= factor;
            if (factor - 1.0).abs() < 1e-15 {
                break;
            }
        }
        1.0 - (-x * x).exp() / (root * f)
    }

    /// The continued fraction of the incomplete beta function (Abramowitz and Stegun, 26.5.8).
    #[at(1.7, 2.4, 0.3)]
    pub fn incomplete_beta_fraction(a: f64, b: f64, x: f64) -> f64 {
        let mut c = 1.0;
        let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
        let mut f = d;
        let mut m = 0.0;
        loop {
            m += 1.0;
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            d = 1.0 / (1.0 + even * d);
            c = 1.0 + even / c;
            f *= c * d;
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            d = 1.0 / (1.0 + odd * d);
            c = 1.0 + odd / c;
            let change = c * d;
            f *= change;
            if (change - 1.0).abs() < 1e-15 {
                return f;
            }
            if m > 300.0 {
                break;
            }
        }
        f
    }

    /// Bessel functions of the first kind by J. C. P. Miller's backward recurrence.
    #[at(1.7)]
    #[at(6.2)]
    pub fn bessel_backward(x: f64) -> [f64; 4] {
        let mut first = [0.0; 4];
        let mut above = 0.0;
        let mut now = 1e-30;
        let mut norm = 0.0;
        for n in (0..36).rev() {
            let below = 2.0 * (n + 1) as f64 / x * now - above;
            above = now;
            now = below;
            if n < 4 {
                first[n] = now;
            }
            if n % 2 == 0 {
                norm += if n == 0 { now } else { 2.0 * now };
            }
        }
        for n in 0..4 {
            first[n] /= norm;
        }
        first
    }

    /// The Bessel function of order 0 by its series, as far as it goes.
    #[at(0.9)]
    #[at(3.1)]
    pub fn bessel_series(x: f64) -> f64 {
        let quarter = -0.25 * x * x;
        let (mut sum, mut term, mut k) = (0.0, 1.0_f64, 0);
        while {
            sum += term;
            k += 1;
            term *= quarter / (k * k) as f64;
            term.abs() > 1e-17
        } {}
        sum
    }

    /// Associated Legendre functions up the degrees, starting on the diagonal.
    #[at(0.4, 4, 2)]
    #[at(0.4, 2, 2)]
    #[at(0.4, 3, 2)]
    pub fn associated_legendre(x: f64, l: usize, m: usize) -> f64 {
        let mut diagonal = 1.0;
        let root = ((1.0 - x) * (1.0 + x)).sqrt();
        for i in 1..=m {
            diagonal *= -((2 * i - 1) as f64) * root;
        }
        if l == m {
            return diagonal;
        }
        let mut before = diagonal;
        let mut now = x * (2 * m + 1) as f64 * diagonal;
        for ll in m + 2..=l {
            let next =
                (x * (2 * ll - 1) as f64 * now - (ll + m - 1) as f64 * before) / (ll - m) as f64;
            before = now;
            now = next;
        }
        now
    }

    /// Arctangent by Gauss's continued fraction, from the tail.
    #[at(0.8)]
    #[at(-1.6)]
    pub fn arctangent_fraction(x: f64) -> f64 {
        let mut tail = 1.0;
        for k in (1..40).rev() {
            let k = k as f64;
            tail = (2.0 * k - 1.0) + k * k * x * x / if k > 38.5 { 79.0 } else { tail };
        }
        x / tail
    }

    /// Riemann's zeta function by P. Borwein's alternating sum (2000), n = 20.
    #[at(2.5)]
    #[at(0.5)]
    pub fn zeta(s: f64) -> f64 {
        let n = 20;
        let mut d = [0.0; 21];
        let mut term = 1.0 / n as f64;
        let mut sum = 0.0;
        for i in 0..=n {
            sum += term;
            d[i] = n as f64 * sum;
            term *= 4.0 * ((n + i) * (n - i)) as f64 / ((2 * i + 1) * (2 * i + 2)) as f64;
        }
        let mut total = 0.0;
        let mut sign = 1.0;
        for k in 0..n {
            total += sign * (d[k] - d[n]) / ((k + 1) as f64).powf(s);
            sign = -sign;
        }
        -total / (d[n] * (1.0 - (1.0 - s).exp2()))
    }
}
