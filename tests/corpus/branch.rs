//! `if` and `match`, as statements and as expressions.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.8)]
    #[at(-0.8)]
    pub fn if_expression(x: f64) -> f64 {
        if x > 0.0 { x * x } else { -3.0 * x }
    }

    #[at(0.8, 1.0)]
    #[at(-0.8, 1.0)]
    #[at(0.2, -1.0)]
    pub fn else_if_chain(x: f64, y: f64) -> f64 {
        if x > 0.5 {
            x * y
        } else if y > 0.0 {
            x - y * y
        } else if x < 0.0 {
            y
        } else {
            x.sin() * y.exp()
        }
    }

    /// A branch that assigns, without `else`.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn if_statement(x: f64) -> f64 {
        let mut y = x * x;
        if x > 0.0 {
            y = y * x;
        }
        y + x
    }

    /// Both branches overwrite what both read.
    #[at(0.8, 0.4)]
    #[at(-0.8, 0.4)]
    pub fn both_branches_overwrite(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        let mut b = a.sin();
        if x > 0.0 {
            a = a * b;
            b += a;
        } else {
            b = b * b * a;
            a -= b * y;
        }
        a * b
    }

    /// A value that both siblings and the code after them need.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn needed_by_siblings(x: f64) -> f64 {
        let t = x.exp();
        let u = if x > 0.0 { t * t } else { t.sqrt() };
        u + t.sin()
    }

    /// The condition's variable is overwritten in the branch.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn condition_overwritten(x: f64) -> f64 {
        let mut y = x;
        if y > 0.0 {
            y = -y * y;
        } else {
            y = y * 3.0;
        }
        if y > 0.0 { y * y } else { y * y * y }
    }

    #[at(0.8, 0)]
    #[at(0.8, 1)]
    #[at(0.8, 2)]
    #[at(0.8, 77)]
    pub fn match_integer(x: f64, n: usize) -> f64 {
        match n {
            0 => 1.0,
            1 => x,
            2 => x * x,
            _ => x.sin(),
        }
    }

    #[at(0.8, 3)]
    #[at(0.8, 7)]
    #[at(0.8, 12)]
    #[at(0.8, -4)]
    #[at(0.8, 20)]
    pub fn match_ranges(x: f64, n: i32) -> f64 {
        match n {
            0..=4 => x.exp(),
            5 | 7 | 9 => x.powi(n),
            10.. if n < 15 => x * f64::from(n),
            i32::MIN..0 => 1.0 / x,
            k => x + f64::from(k),
        }
    }

    #[at(0.8, true, 1)]
    #[at(0.8, true, 5)]
    #[at(0.8, false, 1)]
    pub fn match_tuple(x: f64, up: bool, n: usize) -> f64 {
        match (up, n) {
            (true, 0..=2) => x * x,
            (true, k) => x * k as f64,
            (false, _) => -x.sin(),
        }
    }

    #[at(0.8, 1)]
    #[at(0.8, 2)]
    #[at(0.8, 9)]
    pub fn match_statement(x: f64, n: usize) -> f64 {
        let mut y = x;
        let mut z = 1.0;
        match n {
            1 => {
                y = y * y;
            }
            2 => {
                z = y.sin();
                y += z;
            }
            _ => {}
        }
        y * z
    }

    #[at(0.8, true)]
    #[at(0.8, false)]
    pub fn match_bool(x: f64, flag: bool) -> f64 {
        match flag {
            true => x.exp(),
            false => x.cos(),
        }
    }

    /// A guard with an active value.
    #[at(0.8, 1)]
    #[at(-0.8, 1)]
    #[at(-0.8, 0)]
    pub fn match_guard_on_value(x: f64, n: usize) -> f64 {
        match n {
            1 if x > 0.0 => x * x,
            1 => x * x * x,
            _ => 2.0 * x,
        }
    }

    #[at(0.8, 0.3)]
    #[at(0.2, 0.9)]
    pub fn conditions_combined(x: f64, y: f64) -> f64 {
        let near = x > y && !(x * y > 0.5) || y < -1.0;
        let far = x != y;
        if near && far { x * y } else { x / y }
    }

    /// The branch not taken divides by zero.
    #[at(0.8)]
    #[kink(0.0)]
    pub fn guarded_division(x: f64) -> f64 {
        if x == 0.0 { 1.0 } else { x.sin() / x }
    }

    /// A guarded root: at 0 the branch not taken has an infinite slope.
    #[at(0.8)]
    #[kink(0.0)]
    #[at(-0.5)]
    pub fn guarded_root(x: f64) -> f64 {
        if x > 0.0 { x.sqrt() } else { 0.0 }
    }

    #[at(0.8, 0.1)]
    #[at(-1.8, 0.4)]
    pub fn nested_branches(x: f64, y: f64) -> f64 {
        let mut a = x;
        if x > 0.0 {
            let b = a * y;
            if b > 0.5 {
                a = b;
            } else {
                a += b * b;
                if y > 0.0 {
                    a *= y;
                }
            }
        } else {
            a = if y > 1.0 { a * y } else { a - y };
        }
        a.exp()
    }

    #[at(0.8, 2.0)]
    #[at(3.8, 2.0)]
    pub fn branch_as_argument(x: f64, y: f64) -> f64 {
        (if x > y { x } else { y }).max(if x < y { x * x } else { 0.5 }) * x
    }

    #[at(0.5)]
    #[at(1.5)]
    #[at(2.5)]
    pub fn piecewise_spline(x: f64) -> f64 {
        if x < 1.0 {
            x * x * x
        } else if x < 2.0 {
            1.0 + 3.0 * (x - 1.0) + 3.0 * (x - 1.0).powi(2)
        } else {
            let t = x - 2.0;
            7.0 + 9.0 * t
        }
    }

    #[at(1.2, 1.0)]
    #[at(0.3, 1.0)]
    pub fn huber(x: f64, delta: f64) -> f64 {
        let r = x.abs();
        if r <= delta { 0.5 * x * x } else { delta * (r - 0.5 * delta) }
    }

    /// Early values of a mutable read in a later branch.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn overwritten_between_branches(x: f64) -> f64 {
        let mut y = x * x;
        let mut s = 0.0;
        if y > 0.5 {
            s += y.sin();
        }
        y = y.exp();
        if y > 1.5 {
            s *= y;
        } else {
            s -= y;
        }
        s
    }

    /// Bytes and characters choose; they have no derivative.
    #[at(0.7, b"a+7z".to_vec(), 'q')]
    #[at(0.7, b"+c".to_vec(), 'w')]
    pub fn characters(x: f64, text: &[u8], mark: char) -> f64 {
        let mut s = x;
        for i in 0..text.len() {
            s *= match text[i] {
                b'a'..=b'c' => x,
                b'+' => s,
                digit => 0.1 * digit.abs_diff(b'0') as f64,
            };
            let sign = if mark == 'q' { '+' } else { '-' };
            s += match sign {
                '+' => x * x,
                _ => -1.0,
            };
        }
        s
    }

    #[at(0.7, -0.4)]
    pub fn single_arm(x: f64, y: f64) -> f64 {
        let z = match (x * y, x) {
            (p, q) => {
                let r = p * q;
                r * r + p
            }
        };
        match z {
            _ => z * x,
        }
    }

    #[at(0.7, 2)]
    pub fn single_arm_in_a_loop(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            s += match i {
                k => s * s * k as f64 + x,
            };
        }
        s
    }
}
