//! Integrals: refinement until it converges, tableaus, recursion, a stack of intervals.

#[chainrule_oracle::corpus]
pub mod functions {
    fn integrand(x: f64, k: f64) -> f64 {
        (-k * x * x).exp() * (1.0 + x).cos()
    }

    /// Simpson's rule on halved steps, each reusing the sums of the one before.
    #[at(0.1, 1.3, 0.8)]
    #[at(-0.4, 0.9, 2.1)]
    pub fn simpson_until_converged(a: f64, b: f64, k: f64) -> f64 {
        let ends = integrand(a, k) + integrand(b, k);
        let mut odd = integrand(0.5 * (a + b), k);
        let mut even = 0.0;
        let mut h = 0.5 * (b - a);
        let mut n = 2;
        let mut before = h / 3.0 * (ends + 4.0 * odd);
        loop {
            n *= 2;
            h *= 0.5;
            even += odd;
            odd = 0.0;
            for i in (1..n).step_by(2) {
                odd += integrand(a + i as f64 * h, k);
            }
            let now = h / 3.0 * (ends + 4.0 * odd + 2.0 * even);
            if (now - before).abs() < 1e-13 || n > 1000 {
                break now;
            }
            before = now;
        }
    }

    /// Romberg's tableau (W. Romberg, 1955), left when two diagonal entries agree.
    #[at(0.1, 1.3, 0.8)]
    pub fn romberg(a: f64, b: f64, k: f64) -> f64 {
        let mut table = [[0.0; 9]; 9];
        let mut h = b - a;
        table[0][0] = 0.5 * h * (integrand(a, k) + integrand(b, k));
        for i in 1..9 {
            let mut sum = 0.0;
            let half = 0.5 * h;
            for j in 0..1_usize << (i - 1) {
                sum += integrand(a + half + j as f64 * h, k);
            }
            h = half;
            table[i][0] = 0.5 * table[i - 1][0] + h * sum;
            let mut power = 1.0;
            for j in 1..=i {
                power *= 4.0;
                table[i][j] =
                    table[i][j - 1] + (table[i][j - 1] - table[i - 1][j - 1]) / (power - 1.0);
            }
            if i > 2 && (table[i][i] - table[i - 1][i - 1]).abs() < 1e-14 {
                return table[i][i];
            }
        }
        table[8][8]
    }

    /// Gauss and Legendre's rule; the nodes are the roots of the polynomial, by Newton's method.
    #[at(0.1, 1.3, 0.8, 5)]
    #[at(0.1, 1.3, 0.8, 1)]
    pub fn gauss_legendre(a: f64, b: f64, k: f64, n: usize) -> f64 {
        let mut total = 0.0;
        for i in 0..n {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
            let slope = loop {
                let mut before = 1.0;
                let mut now = x;
                for j in 2..=n {
                    let next = ((2 * j - 1) as f64 * x * now - (j - 1) as f64 * before) / j as f64;
                    before = now;
                    now = next;
                }
                let slope = n as f64 * (x * now - before) / (x * x - 1.0);
                let step = now / slope;
                x -= step;
                if step.abs() < 1e-15 {
                    break slope;
                }
            };
            let weight = 2.0 / ((1.0 - x * x) * slope * slope);
            total += weight * integrand(0.5 * (a + b) + 0.5 * (b - a) * x, k);
        }
        0.5 * (b - a) * total
    }

    /// Adaptive Simpson (G. F. Kuncir, CACM 5 (1962) 347) by recursion;
    /// `f` holds the values at both ends and between.
    fn adaptive(a: f64, b: f64, f: [f64; 3], whole: f64, k: f64, depth: u32) -> f64 {
        let m = 0.5 * (a + b);
        let left = [f[0], integrand(0.5 * (a + m), k), f[1]];
        let right = [f[1], integrand(0.5 * (m + b), k), f[2]];
        let lower = (m - a) / 6.0 * (left[0] + 4.0 * left[1] + left[2]);
        let upper = (b - m) / 6.0 * (right[0] + 4.0 * right[1] + right[2]);
        let change = lower + upper - whole;
        if depth == 0 || change.abs() < 1e-7 {
            return lower + upper + change / 15.0;
        }
        adaptive(a, m, left, lower, k, depth - 1) + adaptive(m, b, right, upper, k, depth - 1)
    }

    #[at(0.1, 1.3, 0.8)]
    #[at(-2.0, 1.7, 3.0)]
    pub fn adaptive_simpson(a: f64, b: f64, k: f64) -> f64 {
        let f = [integrand(a, k), integrand(0.5 * (a + b), k), integrand(b, k)];
        let whole = (b - a) / 6.0 * (f[0] + 4.0 * f[1] + f[2]);
        adaptive(a, b, f, whole, k, 12)
    }

    /// The same with a stack of intervals in an array instead of recursion.
    #[at(0.1, 1.3, 0.8)]
    #[at(-1.0, 1.7, 2.0)]
    pub fn stacked_trapezoids(a: f64, b: f64, k: f64) -> f64 {
        let mut ends = [(0.0, 0.0); 32];
        ends[0] = (a, b);
        let mut top = 1;
        let mut total = 0.0;
        while top > 0 {
            top -= 1;
            let (low, high) = ends[top];
            let middle = 0.5 * (low + high);
            let (fl, fm, fh) = (integrand(low, k), integrand(middle, k), integrand(high, k));
            let coarse = 0.5 * (high - low) * (fl + fh);
            let fine = 0.25 * (high - low) * (fl + 2.0 * fm + fh);
            if (fine - coarse).abs() < 1e-4 || top + 2 > 32 {
                total += fine;
                continue;
            }
            ends[top] = (low, middle);
            ends[top + 1] = (middle, high);
            top += 2;
        }
        total
    }

    /// Tanh-sinh (H. Takahasi, M. Mori, 1974): the sum to either side ends by itself.
    #[at(0.3, 0.8)]
    pub fn tanh_sinh(b: f64, k: f64) -> f64 {
        let h = 0.125;
        let mut total = 0.0;
        for side in [-1.0, 1.0] {
            let mut j = if side > 0.0 { 0 } else { 1 };
            loop {
                let t = side * h * j as f64;
                let u = 0.5 * std::f64::consts::PI * t.sinh();
                let weight = 0.5 * std::f64::consts::PI * t.cosh() / u.cosh().powi(2);
                let x = 0.5 * b * (1.0 + u.tanh());
                let term = weight * x.sqrt() * integrand(x, k);
                total += term;
                j += 1;
                if weight < 1e-12 {
                    break;
                }
            }
        }
        0.5 * b * h * total
    }

    /// A midpoint sum over points of van der Corput's sequence (integers only).
    #[at(0.7, 13)]
    pub fn quasi_monte_carlo(k: f64, n: u32) -> f64 {
        let mut s = 0.0;
        for i in 1..=n {
            let mut digits = i;
            let mut x = 0.0;
            let mut place = 0.5;
            while digits > 0 {
                if digits & 1 == 1 {
                    x += place;
                }
                place *= 0.5;
                digits >>= 1;
            }
            s += integrand(x * k, k);
        }
        s / n as f64
    }
}
