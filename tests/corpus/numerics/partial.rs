//! Methods that may fail: no root, no hit, not definite, out of range, out of patience.

#[chainrule_oracle::corpus]
pub mod functions {
    /// The real roots of a quadratic, the lower one first, without cancellation.
    #[at(1.2, -3.1, 0.7)]
    #[at(1.2, 0.4, 0.7)]
    pub fn quadratic_roots(a: f64, b: f64, c: f64) -> Option<(f64, f64)> {
        let discriminant = b * b - 4.0 * a * c;
        if discriminant < 0.0 {
            return None;
        }
        let q = -0.5 * (b + b.signum() * discriminant.sqrt());
        let (x, y) = (q / a, c / q);
        Some(if x < y { (x, y) } else { (y, x) })
    }

    /// Where a ray enters a sphere around the origin.
    #[at([0.3, 0.2, -3.0], [0.1, -0.05, 1.0], 1.0)]
    #[at([0.3, 0.2, -3.0], [1.0, -0.05, 0.2], 1.0)]
    #[at([0.3, 0.2, 3.0], [0.1, -0.05, 1.0], 1.0)]
    #[at([0.3, 0.2, -0.1], [0.1, -0.05, 1.0], 1.0)]
    pub fn sphere_hit(origin: [f64; 3], d: [f64; 3], radius: f64) -> Option<f64> {
        let [x, y, z] = origin;
        let a = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
        let b = 2.0 * (x * d[0] + y * d[1] + z * d[2]);
        let (near, far) = quadratic_roots(a, b, x * x + y * y + z * z - radius * radius)?;
        if near > 0.0 {
            Some(near)
        } else if far > 0.0 {
            Some(far)
        } else {
            None
        }
    }

    /// The brightness of the nearest of some spheres, moved along the first axis.
    #[at([0.3, 0.2, -3.0], [0.1, -0.05, 1.0], vec![2.0, 0.1, -0.3])]
    #[at([0.3, 0.2, -3.0], [0.1, -0.05, 1.0], vec![7.0])]
    pub fn shade(origin: [f64; 3], direction: [f64; 3], centres: &[f64]) -> f64 {
        let mut nearest: Option<(usize, f64)> = None;
        for i in 0..centres.len() {
            let local = [origin[0] - centres[i], origin[1], origin[2]];
            let Some(t) = sphere_hit(local, direction, 1.0) else { continue };
            match nearest {
                Some((_, best)) if best <= t => {}
                _ => nearest = Some((i, t)),
            }
        }
        let Some((i, t)) = nearest else {
            return 0.1 * direction[2];
        };
        let height = origin[2] + t * direction[2];
        (1.0 + i as f64) * height * height
    }

    /// The factor of a symmetric matrix `[[a, b], [b, c]]`, if it is positive definite.
    fn factor(a: f64, b: f64, c: f64) -> Option<(f64, f64, f64)> {
        if a <= 0.0 {
            return None;
        }
        let first = a.sqrt();
        let below = b / first;
        let rest = c - below * below;
        if rest > 0.0 { Some((first, below, rest.sqrt())) } else { None }
    }

    #[at([2.0, 0.4, 1.1], [0.3, -0.8])]
    #[at([0.2, 0.9, 1.1], [0.3, -0.8])]
    pub fn log_density(covariance: [f64; 3], x: [f64; 2]) -> Option<f64> {
        let (l, m, n) = factor(covariance[0], covariance[1], covariance[2])?;
        let u = x[0] / l;
        let v = (x[1] - m * u) / n;
        Some(-0.5 * (u * u + v * v) - l.ln() - n.ln())
    }

    /// Newton's method on `x^3 - x - a`, or the number of steps that were not enough.
    #[at(2.0, 1.5, 30)]
    #[at(2.0, 1.5, 2)]
    pub fn cubic_root(a: f64, start: f64, patience: usize) -> Result<f64, usize> {
        let mut x = start;
        for step in 0..patience {
            let slope = 3.0 * x * x - 1.0;
            if slope.abs() < 1e-8 {
                return Err(step);
            }
            let change = (x * x * x - x - a) / slope;
            x -= change;
            if change.abs() < 1e-14 {
                return Ok(x);
            }
        }
        Err(patience)
    }

    #[at(2.0, 0.7)]
    #[at(0.1, 0.7)]
    pub fn with_fallback(a: f64, k: f64) -> f64 {
        match cubic_root(a * k, 1.4, 12) {
            Ok(root) => root * k,
            Err(steps) => a.sin() * steps as f64,
        }
    }

    /// A root that steps to the right bracket and the secant method finds.
    #[at(0.3, 2.0)]
    #[at(0.3, 9.0)]
    pub fn first_crossing(shift: f64, level: f64) -> Option<f64> {
        let mut low = 0.0;
        let mut f_low: f64 = shift - level;
        let mut bracket = None;
        for i in 1..8 {
            let high = 0.5 * i as f64;
            let f_high = high * high * 0.5 + (2.0 * high).sin() + shift - level;
            if f_high > 0.0 {
                bracket = Some((low, high, f_low, f_high));
                break;
            }
            low = high;
            f_low = f_high;
        }
        let (mut a, mut b, mut fa, mut fb) = bracket?;
        while fb.abs() > 1e-14 {
            let c = b - fb * (b - a) / (fb - fa);
            a = b;
            fa = fb;
            b = c;
            fb = c * c * 0.5 + (2.0 * c).sin() + shift - level;
        }
        Some(b)
    }

    /// A table between its ends, and what is beyond it.
    fn table(x: &[f64], y: &[f64], at: f64) -> Option<f64> {
        if x.is_empty() || at < x[0] {
            return None;
        }
        for i in 1..x.len() {
            if at <= x[i] {
                let t = (at - x[i - 1]) / (x[i] - x[i - 1]);
                return Some(y[i - 1] + t * (y[i] - y[i - 1]));
            }
        }
        None
    }

    #[at(vec![0.0, 1.0, 2.5], vec![0.3, 1.2, 0.7], 0.43)]
    pub fn table_sum(x: &[f64], y: &[f64], step: f64) -> f64 {
        let mut at = -0.1;
        let mut sum = 0.0;
        while let Some(value) = table(x, y, at + 0.2) {
            sum += value * value;
            at += step;
        }
        sum + table(x, y, 0.7 * step).unwrap_or(at) * table(x, y, -step).unwrap_or(step)
    }

    /// One continued step of a map, until it leaves the interval.
    fn inside(x: f64, r: f64) -> Option<f64> {
        let next = r * x * (1.0 - x);
        if next > 0.0 && next < 1.0 && x < 0.95 { Some(next) } else { None }
    }

    #[at(0.3, 3.9)]
    pub fn orbit(start: f64, r: f64) -> f64 {
        let mut x = start;
        let mut product = 1.0;
        while let Some(next) = inside(x, r) {
            product *= 1.0 + 0.1 * next;
            x = next;
        }
        product * x
    }

    /// A sum of scaled numbers, typed as `1.5+20+0.25`, or where it is malformed.
    #[at(0.7, b"1.5+20+0.25".to_vec())]
    #[at(0.7, b"1.5+2a".to_vec())]
    pub fn typed_sum(scale: f64, text: &[u8]) -> Result<f64, usize> {
        let mut sum = 0.0;
        let mut weight = 1.0;
        let mut i = 0;
        while i < text.len() {
            let mut number = 0.0;
            let mut place = 0.0;
            while i < text.len() && text[i] != b'+' {
                match text[i] {
                    b'.' if place == 0.0 => place = 1.0,
                    b'0'..=b'9' => {
                        number = 10.0 * number + (text[i] - b'0') as f64;
                        place *= 10.0;
                    }
                    _ => return Err(i),
                }
                i += 1;
            }
            if place > 0.0 {
                number /= place;
            }
            sum += weight * number;
            weight *= scale;
            i += 1;
        }
        Ok(sum)
    }
}
