//! Roots of equations, found by iteration.

#[chainrule_oracle::corpus]
pub mod functions {
    /// The halves that bisection takes are constants; only the bracket has a derivative.
    #[kink(1.0, 2.0, 1.7)]
    pub fn bisection(low: f64, high: f64, a: f64) -> f64 {
        let (mut low, mut high) = (low, high);
        for _ in 0..20 {
            let middle = 0.5 * (low + high);
            let f = middle * middle - a;
            if f == 0.0 {
                return middle;
            }
            if f > 0.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Kepler's equation by the secant method.
    #[at(1.1, 0.3)]
    #[at(2.9, 0.7)]
    pub fn kepler_by_secant(mean: f64, eccentricity: f64) -> f64 {
        let mut x0 = mean;
        let mut x1 = mean + eccentricity;
        let mut f0 = x0 - eccentricity * x0.sin() - mean;
        for _ in 0..50 {
            let f1 = x1 - eccentricity * x1.sin() - mean;
            if f1.abs() < 1e-14 {
                break;
            }
            let x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
            x0 = x1;
            f0 = f1;
            x1 = x2;
        }
        x1
    }

    /// Newton's method, but bisection where it would leave the bracket.
    #[at(0.2, 3.0)]
    #[at(1.9, 3.0)]
    pub fn safeguarded_newton(a: f64, high: f64) -> f64 {
        let mut low = 0.0;
        let mut high = high;
        let mut x = 0.5 * high;
        let mut count = 0;
        loop {
            count += 1;
            let f = x * x * x + x - a - 2.0;
            if f > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let next = x - f / (3.0 * x * x + 1.0);
            if next < low || next > high {
                x = 0.5 * (low + high);
                continue;
            }
            if (next - x).abs() < 1e-13 || count == 60 {
                return next;
            }
            x = next;
        }
    }

    /// Brent's method (R. P. Brent, 1973): inverse quadratic, secant or bisection by turns.
    #[at(1.3, 0.4)]
    pub fn brent(k: f64, shift: f64) -> f64 {
        let (mut a, mut b) = (0.0, 2.0);
        let (mut fa, mut fb) = ((a * k).exp() - 3.0 + shift * a, (b * k).exp() - 3.0 + shift * b);
        let (mut c, mut fc) = (a, fa);
        let mut d = b - a;
        let mut e = d;
        for _ in 0..100 {
            if fb * fc > 0.0 {
                c = a;
                fc = fa;
                d = b - a;
                e = d;
            }
            if fc.abs() < fb.abs() {
                a = b;
                b = c;
                c = a;
                fa = fb;
                fb = fc;
                fc = fa;
            }
            let middle = 0.5 * (c - b);
            if middle.abs() < 1e-14 || fb == 0.0 {
                break;
            }
            if e.abs() < 1e-14 || fa.abs() <= fb.abs() {
                d = middle;
                e = d;
            } else {
                let s = fb / fa;
                let mut p;
                let mut q;
                if a == c {
                    p = 2.0 * middle * s;
                    q = 1.0 - s;
                } else {
                    let (u, v) = (fa / fc, fb / fc);
                    p = s * (2.0 * middle * u * (u - v) - (b - a) * (v - 1.0));
                    q = (u - 1.0) * (v - 1.0) * (s - 1.0);
                }
                if p > 0.0 {
                    q = -q;
                } else {
                    p = -p;
                }
                if 2.0 * p < (3.0 * middle * q).min((e * q).abs()) {
                    e = d;
                    d = p / q;
                } else {
                    d = middle;
                    e = d;
                }
            }
            a = b;
            fa = fb;
            b += d;
            fb = (b * k).exp() - 3.0 + shift * b;
        }
        b
    }

    /// Lambert's W by Halley's method.
    #[at(0.7)]
    #[at(20.0)]
    pub fn lambert_w(z: f64) -> f64 {
        let mut w = if z < 2.0 { z / (1.0 + z) } else { z.ln() };
        loop {
            let e = w.exp();
            let f = w * e - z;
            let step = f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
            w -= step;
            if step.abs() <= 1e-13 * w.abs() {
                break w;
            }
        }
    }

    /// Aitken's acceleration of a fixed point (A. C. Aitken, 1926).
    #[at(0.8, 0.3)]
    pub fn steffensen(a: f64, start: f64) -> f64 {
        let mut x = start;
        for _ in 0..20 {
            let y = (a * x).cos();
            let z = (a * y).cos();
            let bend = z - 2.0 * y + x;
            if bend.abs() < 1e-9 {
                return z;
            }
            x -= (y - x) * (y - x) / bend;
        }
        x
    }

    /// All real roots of a polynomial: Newton's method, then division by the root.
    #[at(vec![-6.0, 11.0, -6.1, 1.0])]
    #[at(vec![0.3, -1.0])]
    pub fn deflated_roots(coefficients: &[f64]) -> Vec<f64> {
        let mut c = coefficients.to_vec();
        let degree = c.len() - 1;
        let mut roots = vec![0.0; degree];
        for k in 0..degree {
            let last = degree - k;
            let mut x = 0.0;
            for _ in 0..80 {
                let mut p = c[last];
                let mut slope = 0.0;
                for i in (0..last).rev() {
                    slope = slope * x + p;
                    p = p * x + c[i];
                }
                let step = p / slope;
                x -= step;
                if step.abs() < 1e-14 {
                    break;
                }
            }
            roots[k] = x;
            for i in (1..last).rev() {
                c[i] += c[i + 1] * x;
            }
            for i in 0..last {
                c[i] = c[i + 1];
            }
        }
        roots
    }

    /// Two equations by Newton's method with the inverse of a 2 x 2 matrix written out.
    #[at([1.2, 0.7], 0.4)]
    pub fn circle_and_curve(start: [f64; 2], a: f64) -> [f64; 2] {
        let mut x = start;
        for _ in 0..30 {
            let f = [x[0] * x[0] + x[1] * x[1] - 2.0, x[1] - a * x[0].exp()];
            let j = [[2.0 * x[0], 2.0 * x[1]], [-a * x[0].exp(), 1.0]];
            let det = j[0][0] * j[1][1] - j[0][1] * j[1][0];
            let step =
                [(f[0] * j[1][1] - f[1] * j[0][1]) / det, (f[1] * j[0][0] - f[0] * j[1][0]) / det];
            x[0] -= step[0];
            x[1] -= step[1];
            if step[0].abs().max(step[1].abs()) < 1e-13 {
                break;
            }
        }
        x
    }

    /// The implied volatility of a call (F. Black, M. Scholes, 1973), by Newton's method on it.
    #[at(0.12, 1.0, 1.1, 0.02, 0.8)]
    pub fn implied_volatility(price: f64, spot: f64, strike: f64, rate: f64, time: f64) -> f64 {
        let mut sigma = 0.4;
        for _ in 0..40 {
            let width = sigma * time.sqrt();
            let d1 = ((spot / strike).ln() + (rate + 0.5 * sigma * sigma) * time) / width;
            let d2 = d1 - width;
            let value = spot * normal(d1) - strike * (-rate * time).exp() * normal(d2);
            let vega =
                spot * time.sqrt() * (-0.5 * d1 * d1).exp() / (2.0 * std::f64::consts::PI).sqrt();
            let step = (value - price) / vega;
            sigma -= step;
            if step.abs() < 1e-14 {
                return sigma;
            }
        }
        sigma
    }

    /// The normal distribution by its series (G. Marsaglia, J. Stat. Software 11 (2004)).
    fn normal(x: f64) -> f64 {
        let mut sum = x;
        let mut term = x;
        let mut k = 1.0;
        while term.abs() > 1e-18 {
            k += 2.0;
            term *= x * x / k;
            sum += term;
        }
        0.5 + sum * (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }
}
