//! Loops and functions that are left early: `break`, `continue`, `return`, labels, `loop`.

#[chainrule_oracle::corpus]
pub mod functions {
    use ndarray::{Array1, array};

    #[at(vec![0.5, 1.5, -1.0, 2.0])]
    #[at(vec![-0.5])]
    #[at(vec![])]
    #[at(vec![0.5, 0.25])]
    pub fn sum_until_negative(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            if x[i] < 0.0 {
                break;
            }
            s += x[i] * x[i];
        }
        s
    }

    #[at(0.7, 0)]
    #[at(0.7, 3)]
    #[at(1.7, 8)]
    #[at(3.7, 8)]
    pub fn returns_from_everywhere(x: f64, n: usize) -> f64 {
        if n == 0 {
            return x * x;
        }
        let mut y = x;
        for i in 0..n {
            if y > 10.0 {
                return y * x;
            }
            if i == 3 {
                continue;
            }
            y = y * x + 1.0;
        }
        y.sin()
    }

    #[at(2.0)]
    #[at(30.0)]
    pub fn loop_with_value(a: f64) -> f64 {
        let mut x = a;
        let root = loop {
            let next = 0.5 * (x + a / x);
            if (next - x).abs() < 1e-6 {
                break next;
            }
            x = next;
        };
        root * root * root
    }

    #[at(vec![0.5, 1.5, -2.0, 2.5, 0.1], 5)]
    #[at(vec![0.5, 3.5, -2.0, 2.5, 0.1], 5)]
    #[at(vec![0.5, 0.4, 0.3], 3)]
    pub fn labelled(x: &[f64], n: usize) -> f64 {
        let mut s = 0.3_f64;
        'outer: for i in 0..n {
            for j in 0..n {
                let p = x[i] * x[j];
                if p > 5.5 {
                    continue 'outer;
                }
                if p < -6.0 {
                    s = s.sin();
                    break 'outer;
                }
                s = s * 0.9 + p;
            }
            s *= 1.1 + x[i];
        }
        s
    }

    #[at(0.4, 1)]
    #[at(0.4, 2)]
    #[at(0.4, 7)]
    pub fn labelled_block(x: f64, k: usize) -> f64 {
        let y = 'done: {
            if k == 1 {
                break 'done x * 2.0;
            }
            let z = x.exp();
            if k == 2 {
                break 'done z;
            }
            z * z + x
        };
        y.sin() * x
    }

    /// One arm may or may not leave, the others go on, and the value is used.
    #[at(0.4, 1)]
    #[at(0.8, 1)]
    #[at(0.4, 2)]
    #[at(0.4, 3)]
    pub fn a_value_or_out(x: f64, k: usize) -> f64 {
        let w = x * x;
        let y = match k {
            1 => {
                let z = w.exp();
                if x > 0.5 {
                    return z - x;
                }
                z + 1.0
            }
            2 => return w,
            _ => w.cos(),
        };
        y * x
    }

    #[at(0.4, 9)]
    #[at(1.4, 9)]
    pub fn several_ways_out_of_a_while(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut i = 0;
        while i < n {
            i += 1;
            if i % 2 == 0 {
                continue;
            }
            s = s.sin() + x;
            if s > 2.0 {
                break;
            }
            if i == 7 {
                s *= 3.0;
                break;
            }
        }
        s * (i as f64)
    }

    /// The condition has effects.
    #[at(1.5)]
    #[at(0.2)]
    pub fn while_with_effects(x: f64) -> f64 {
        let mut s = x;
        let mut k = 0;
        while {
            k += 1;
            s = s * 0.8 + 0.1;
            s > 0.4 && k < 9
        } {
            if k == 2 {
                continue;
            }
            s = s * s + 0.2 * x;
        }
        s * x
    }

    #[at(vec![3.0, 1.0, 2.5, -1.0, 0.5])]
    pub fn argmax_with_continue(x: &[f64]) -> f64 {
        let mut best = 0;
        for i in 0..x.len() {
            if x[i] <= x[best] {
                continue;
            }
            best = i;
        }
        x[best] * x[best] + x[0]
    }

    #[at(vec![0.3, 0.4, 0.5, 0.6], 0.8)]
    #[at(vec![0.3, 0.4, 0.5, 0.6], 8.0)]
    pub fn array_of_states_with_break(x: &[f64], limit: f64) -> [f64; 3] {
        let mut y = [x[0], 1.0, limit];
        for i in (0..x.len()).rev() {
            y[0] += x[i] * y[1];
            if y[0] > limit {
                y[2] = y[0] * y[1];
                break;
            }
            y[1] = y[0] * y[1] + x[i];
        }
        y[2] *= y[0];
        y
    }

    #[at(0.9, 3, 2)]
    #[at(0.9, 11, 2)]
    #[at(0.9, 11, 3)]
    pub fn stepped_and_left(x: f64, n: usize, step: usize) -> f64 {
        let mut s = 1.0;
        for i in (0..n).step_by(step) {
            s = s * x + i as f64;
            if s > 6.0 {
                break;
            }
        }
        for i in (0..n).step_by(step).rev() {
            s = s * x + i as f64;
            if s > 16.0 {
                break;
            }
        }
        for i in (1..=n).rev().step_by(step) {
            if i == 2 {
                continue;
            }
            s = s * x - i as f64;
            if s < 0.0 {
                break;
            }
        }
        s
    }

    #[at(vec![1.0, 2.0, 0.5], 2)]
    #[at(vec![1.0, -2.0, 0.5], 2)]
    #[at(vec![1.0, 2.0, 0.5], 0)]
    pub fn vector_out_of_a_loop(x: &[f64], n: usize) -> Vec<f64> {
        let mut y = x.to_vec();
        for k in 0..n {
            for i in 0..y.len() {
                if y[i] < 0.0 {
                    y[i] *= 3.0;
                    return y;
                }
                y[i] = y[i] * y[i] - 0.1 * x[k];
            }
        }
        y
    }

    #[at(0.5)]
    #[at(2.5)]
    pub fn only_in_the_condition(x: f64) -> f64 {
        let mut s = x;
        if s > 1.0 && {
            s *= 0.5;
            if s > 1.2 {
                return s * x;
            }
            s > 0.1
        } {
            s += 3.0;
        }
        s * s
    }

    /// Runs at most once.
    #[at(0.5, 4)]
    #[at(0.5, 0)]
    pub fn at_most_once(x: f64, n: usize) -> f64 {
        for i in 0..n {
            return x * (i as f64 + 2.0);
        }
        x
    }

    #[at(0.5, 2)]
    #[at(0.5, 5)]
    pub fn nested_loops_with_value(x: f64, n: usize) -> (f64, f64) {
        let mut s = x;
        let pair = 'outer: loop {
            let mut k = 0;
            let t = loop {
                s = s * 1.5 + 0.1;
                k += 1;
                if k == n {
                    break s * x;
                }
                if s > 5.0 {
                    break 'outer (s, x);
                }
            };
            s += t;
        };
        (pair.0 * pair.1, s)
    }

    pub fn squashed(x: f64) -> f64 {
        x / (1.0 + x * x)
    }

    /// The macro sees no type of the values that leave: results of calls.
    #[at(0.45, 2)]
    #[at(0.35, 2)]
    #[at(1.5, 9)]
    #[at(0.1, 4)]
    pub fn results_of_calls_leave(x: f64, n: usize) -> f64 {
        let mut s = x;
        let found = loop {
            s += 0.3;
            if s > 2.0 {
                break squashed(s * x);
            }
            if s > 1.0 && n > 5 {
                break squashed(s) * squashed(x);
            }
        };
        let shifted = match n {
            2 => {
                if s > 2.2 {
                    return found;
                }
                squashed(found)
            }
            4 => squashed(x),
            _ => return found * s,
        };
        shifted * s + found
    }

    #[at(array![0.5, 1.5], 3)]
    #[at(array![0.5, 0.5], 3)]
    #[at(array![0.2, 0.3], 0)]
    pub fn array_out_of_a_loop(x: &Array1<f64>, n: usize) -> Array1<f64> {
        let mut y = x * 2.0;
        for _ in 0..n {
            y = &y * &y + 0.1;
            if y[1] > 2.0 {
                return y * 3.0;
            }
        }
        y
    }
}
