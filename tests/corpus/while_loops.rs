//! `while`: trip counts that only the run knows.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(3.7)]
    #[at(0.7)]
    pub fn halve_until_small(x: f64) -> f64 {
        let mut y = x;
        while y > 1.0 {
            y = y * 0.5 + 0.1 * y.sin();
        }
        y * x
    }

    /// Newton's iteration for a square root.
    #[at(7.0)]
    #[at(0.3)]
    pub fn newton_root(a: f64) -> f64 {
        let mut y = a;
        let mut i = 0;
        while (y * y - a).abs() > 1e-3 && i < 50 {
            y = 0.5 * (y + a / y);
            i += 1;
        }
        y
    }

    #[at(0.8, 13)]
    #[at(0.8, 0)]
    pub fn power_by_squaring(x: f64, n: u32) -> f64 {
        let mut base = x;
        let mut n = n;
        let mut y = 1.0;
        while n > 0 {
            if n % 2 == 1 {
                y *= base;
            }
            base *= base;
            n /= 2;
        }
        y
    }

    #[at(vec![0.4, -0.3, 1.2, 0.8], 1.5)]
    pub fn consume_until(x: &[f64], budget: f64) -> f64 {
        let mut left = budget;
        let mut i = 0;
        while i < x.len() && left > 0.0 {
            left -= x[i] * x[i] * left;
            i += 1;
        }
        left * (i as f64)
    }

    /// Nested: the inner trip count depends on a value of the outer one.
    #[at(5.2)]
    pub fn nested_while(x: f64) -> f64 {
        let mut a = x;
        let mut s = 0.0;
        while a > 1.0 {
            let mut b = a;
            while b > 1.5 {
                b *= 0.6;
                s += b * a;
            }
            a = a - 0.9 + 0.01 * s.sin();
        }
        s + a
    }

    #[at(2.0, 0.3)]
    pub fn while_with_branch(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut n = 0;
        while n < 6 {
            if a > 1.0 {
                a = a * y;
            } else {
                a = a + x;
            }
            n += 1;
        }
        a
    }

    /// A loop that is never entered.
    #[at(0.5)]
    pub fn never_entered(x: f64) -> f64 {
        let mut y = x;
        while y > 10.0 {
            y = y.sqrt();
        }
        y * y
    }

    #[at(24.3, 1.4)]
    pub fn pendulum_steps(length: f64, angle: f64) -> f64 {
        let dt = 0.05;
        let mut theta = angle;
        let mut omega = 0.0;
        let mut t = 0.0;
        while t < 0.5 {
            omega -= dt * 9.81 / length * theta.sin();
            theta += dt * omega;
            t += dt;
        }
        theta * theta + omega
    }

    #[at(0.9)]
    pub fn fixed_point_cosine(x: f64) -> f64 {
        let mut y = x;
        let mut k = 0;
        while k < 12 {
            y = (x * y).cos();
            k += 1;
        }
        y
    }

    #[at(48.0, 18.0)]
    pub fn euclid_shape(a: f64, b: f64) -> f64 {
        let mut a = a;
        let mut b = b;
        let mut steps = 0;
        while b > 0.5 && steps < 3 {
            let r = a - 0.3 * b;
            a = b;
            b = r * 0.4;
            steps += 1;
        }
        a * b
    }
}
