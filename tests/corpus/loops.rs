//! `for` over ranges: straight, stepped, reversed, nested, empty.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.8, 5)]
    #[at(1.1, 0)]
    pub fn power_by_loop(x: f64, n: usize) -> f64 {
        let mut y = 1.0;
        for _ in 0..n {
            y *= x;
        }
        y
    }

    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![])]
    pub fn sum_of_squares(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i];
        }
        s
    }

    /// The accumulator enters nonlinearly: its stale values are needed.
    #[at(0.3, vec![0.5, -1.0, 2.0, 0.25])]
    pub fn nonlinear_carry(start: f64, x: &[f64]) -> f64 {
        let mut s = start;
        for i in 0..x.len() {
            s = s.sin() + x[i] * s;
        }
        s
    }

    #[at(0.3, 6)]
    pub fn inclusive_range(x: f64, n: i32) -> f64 {
        let mut s = 0.0;
        for k in 1..=n {
            s += x.powi(k) / f64::from(k);
        }
        s
    }

    #[at(0.3, vec![1.0, -2.0, 0.5, 3.0])]
    pub fn horner_reversed(x: f64, c: &[f64]) -> f64 {
        let mut y = 0.0;
        for i in (0..c.len()).rev() {
            y = y * x + c[i];
        }
        y
    }

    #[at(vec![1.0, -2.0, 0.5, 3.0, 0.7, 0.1, -0.4])]
    pub fn strides(x: &[f64]) -> f64 {
        let mut s = 1.0_f64;
        for i in (0..x.len()).step_by(3) {
            s = x[i] * s + 2.0 * s.sin();
        }
        for i in (0..x.len()).rev().step_by(2) {
            s += x[i] * s.cos();
        }
        for i in (1..x.len()).step_by(2).rev() {
            s -= x[i] * x[i - 1];
        }
        s
    }

    #[at(vec![1.0, -2.0, 0.5, 3.0])]
    pub fn all_pairs(x: &[f64]) -> f64 {
        let mut energy = 0.0;
        for i in 0..x.len() {
            for j in i + 1..x.len() {
                let d = x[i] - x[j];
                energy += 1.0 / (d * d + 0.1);
            }
        }
        energy
    }

    /// Inner bounds that depend on the outer index, and a carry through both loops.
    #[at(0.6, 4)]
    pub fn triangular_carry(x: f64, n: usize) -> f64 {
        let mut a = x;
        let mut s = 0.0;
        for i in 0..n {
            for j in 0..i {
                a = a * x + 0.1 * (j as f64);
                s += a.sin();
            }
            s *= 1.0 + 0.1 * a;
        }
        s
    }

    /// Bounds that depend on values: the trip count moves with the data.
    #[at(2.7, 0.4)]
    pub fn bound_from_value(x: f64, y: f64) -> f64 {
        let n = x as usize + 1;
        let mut s = x;
        for i in 0..n {
            let m = (s.abs() as usize) % 3;
            for _ in 0..m {
                s = s * 0.5 + y;
            }
            s += y * (i as f64);
        }
        s
    }

    /// A variable set before the loop, changed in it and used after it.
    #[at(0.9, 3)]
    #[at(0.9, 0)]
    pub fn set_before_used_after(x: f64, n: usize) -> f64 {
        let mut last = x * x;
        let mut s = 0.0;
        for i in 0..n {
            s += last;
            last = (x * (i as f64 + 1.0)).sin() * last;
        }
        s + last * last
    }

    /// A branch in the loop on data and on the index.
    #[at(vec![1.0, -2.0, 0.5, -3.0, 0.7])]
    pub fn branch_in_loop(x: &[f64]) -> f64 {
        let mut s = 1.0;
        for i in 0..x.len() {
            if x[i] > 0.0 {
                s *= x[i];
            } else if i % 2 == 1 {
                s += x[i] * x[i];
            } else {
                s = s.sin();
            }
        }
        s
    }

    /// A value of one branch of iteration i read in the other branch of i + 1.
    #[at(vec![1.0, -2.0, 0.5, -3.0, 0.7])]
    pub fn carried_between_branches(x: &[f64]) -> f64 {
        let mut kept = 0.5;
        let mut s = 0.0;
        for i in 0..x.len() {
            if i % 2 == 0 {
                kept = x[i] * x[i];
            } else {
                s += kept * x[i];
            }
        }
        s * kept
    }

    #[at(1.5, 0.5)]
    pub fn fibonacci_swap(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut b = y;
        for _ in 0..5 {
            let t = a + b * 0.5;
            a = b;
            b = t * x;
        }
        a * b
    }

    /// Locals of the body with the names of outer ones.
    #[at(0.7, 4)]
    pub fn shadowing_in_loop(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        let t = x * x;
        for i in 0..n {
            let t = t * (i as f64) + x;
            let x = t.sin();
            s += x * t;
        }
        s + t
    }

    #[at(0.5, 10)]
    pub fn logistic_map(x: f64, n: usize) -> f64 {
        let mut x = x;
        for _ in 0..n {
            x = 3.2 * x * (1.0 - x);
        }
        x
    }

    #[at(0.3, -0.2, 0.9)]
    pub fn runge_kutta(a: f64, b: f64, start: f64) -> f64 {
        let h = 0.1;
        let mut y = start;
        for _ in 0..10 {
            let k1 = a * y + b * y * y;
            let y2 = y + 0.5 * h * k1;
            let k2 = a * y2 + b * y2 * y2;
            let y3 = y + 0.5 * h * k2;
            let k3 = a * y3 + b * y3 * y3;
            let y4 = y + h * k3;
            let k4 = a * y4 + b * y4 * y4;
            y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        }
        y
    }

    /// Loops in sequence that reuse the same accumulator and index names.
    #[at(vec![1.0, -2.0, 0.5])]
    pub fn loops_in_sequence(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i];
        }
        let mean = s / x.len() as f64;
        s = 0.0;
        for i in 0..x.len() {
            s += (x[i] - mean) * (x[i] - mean);
        }
        (s / x.len() as f64).sqrt()
    }

    /// The greatest element, kept by comparison.
    #[at(vec![1.0, -2.0, 5.5, 3.0])]
    pub fn running_maximum(x: &[f64]) -> f64 {
        let mut best = x[0];
        let mut at = 0;
        for i in 1..x.len() {
            if x[i] > best {
                best = x[i];
                at = i;
            }
        }
        best * best + x[at] * (at as f64)
    }

    /// An inline divisor that changes in the loop.
    #[at(0.9, 4)]
    pub fn inline_divisor(x: f64, n: usize) -> f64 {
        let mut d = x + 1.0;
        let mut s = 0.0;
        for _ in 0..n {
            s += x / (d * d);
            d = d + s / (1.0 + d);
        }
        s
    }

    /// Three levels and a reversed middle one.
    #[at(0.4)]
    pub fn three_levels(x: f64) -> f64 {
        let mut s = x;
        for i in 0..3 {
            for j in (0..=i).rev() {
                for k in (j..4).step_by(2) {
                    s = s * 0.9 + (x * ((i + j + k) as f64)).sin();
                }
            }
        }
        s
    }

    /// Integer bookkeeping beside the floats.
    #[at(vec![0.3, 0.6, -0.2, 0.9, 1.4])]
    pub fn integer_bookkeeping(x: &[f64]) -> f64 {
        let mut j = 0;
        let mut count = 1;
        let mut s = 0.0_f64;
        for i in 0..2 * x.len() {
            s += x[j] * (count as f64) * s.cos();
            j = (j + 2) % x.len();
            if i % 3 == 0 {
                count += j;
            }
        }
        s
    }

    /// An index changed after its use as an index.
    #[at(vec![0.3, 0.6, -0.2, 0.9, 1.4])]
    pub fn index_changed_after_use(x: &[f64]) -> f64 {
        let mut at = 0;
        let mut s = 1.0;
        for _ in 0..3 {
            s *= x[at] + s;
            at += 1;
            s += x[at] * x[at];
        }
        s * x[at]
    }

    #[at(1.0, 8)]
    pub fn exponential_series(x: f64, terms: usize) -> f64 {
        let mut term = 1.0;
        let mut sum = 1.0;
        for k in 1..terms {
            term = term * x / k as f64;
            sum += term;
        }
        sum
    }

    #[at(0.2, 1.1)]
    pub fn trapezoid(a: f64, b: f64) -> f64 {
        let n = 8;
        let h = (b - a) / n as f64;
        let mut area = 0.5 * ((a * a).sin() + (b * b).sin());
        for i in 1..n {
            let t = a + h * i as f64;
            area += (t * t).sin();
        }
        area * h
    }
}
