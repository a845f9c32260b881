//! The `If`, `Loop` and call patterns on which OpenAD, a source transformation for Fortran, tests its
//! reversal of control flow: one-armed and chained conditionals, loops with steps and computed bounds,
//! `do while`, `exit` and `cycle`, arrays swept in both directions, calls inside all of these. The
//! functions are our own; see J. Utke et al., OpenAD/F, ACM TOMS 34(4), 2008.

#[chainrule_oracle::corpus]
pub mod functions {
    // ----- if -----

    #[at(0.6, 1)]
    #[at(0.6, 0)]
    pub fn one_armed(x: f64, k: usize) -> f64 {
        let mut y = x.sin();
        if k == 1 {
            y = y * x;
        }
        y
    }

    #[at(0.6, 0)]
    #[at(0.6, 1)]
    #[at(0.6, 2)]
    #[at(0.6, 3)]
    pub fn chained(x: f64, k: usize) -> f64 {
        let mut y = x;
        if k == 0 {
            y = x.sin();
        } else if k == 1 {
            y = x.cos();
        } else if k == 2 {
            y = x.exp();
        }
        y * x
    }

    #[at(0.6, 1.2)]
    #[at(1.6, 1.2)]
    pub fn overwritten_in_an_arm(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let b = a[0] * a[1];
        if x < 1.0 {
            a[0] = b * b;
        } else {
            a[1] = b.sin();
        }
        a[0] * a[1] * b
    }

    /// The condition is overwritten by the arm that it chose.
    #[at(0.6)]
    #[at(1.6)]
    pub fn condition_overwritten(x: f64) -> f64 {
        let mut y = x;
        if y < 1.0 {
            y += 2.0 * x;
        }
        if y < 1.0 {
            y = 0.0;
        }
        y * y
    }

    #[at(0.6, 1.2)]
    #[at(-0.6, 1.2)]
    #[at(0.6, -1.2)]
    pub fn conditions_joined(x: f64, y: f64) -> f64 {
        let mut s = 0.0;
        if x > 0.0 && y > 0.0 {
            s += x * y;
        }
        if x < 0.0 || y.abs() > 1.0 {
            s += x - y * y;
        }
        if !(x > y) {
            s *= 2.0;
        }
        s
    }

    // ----- loops -----

    #[at(vec![0.6, 1.2, -0.4, 0.9, 0.1], 1, 4, 2)]
    #[at(vec![0.6, 1.2, -0.4, 0.9, 0.1], 0, 0, 1)]
    pub fn from_to_by(x: &[f64], from: usize, to: usize, by: usize) -> f64 {
        let mut s = 1.0;
        for i in (from..=to).step_by(by) {
            s = s * x[i] + i as f64;
        }
        s
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9])]
    pub fn backwards(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in (0..x.len()).rev() {
            s = (s + x[i]).sin();
        }
        s
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9, 1.1])]
    pub fn forwards_and_backwards(x: &[f64]) -> f64 {
        let n = x.len();
        let mut y = x.to_vec();
        for i in 1..n {
            y[i] -= 0.5 * y[i - 1];
        }
        for i in (0..n - 1).rev() {
            y[i] = (y[i] - 0.3 * y[i + 1]) / (1.0 + y[i] * y[i]);
        }
        y[0]
    }

    #[at(0.6, 4)]
    pub fn triangular(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            for j in 0..=i {
                s += (x * s) / (1 + i + j) as f64;
            }
        }
        s
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9], 3)]
    pub fn time_steps(x: &[f64], steps: usize) -> f64 {
        let n = x.len();
        let mut u = x.to_vec();
        let mut v = vec![0.0; n];
        for _ in 0..steps {
            for i in 0..n {
                let left = if i == 0 { u[n - 1] } else { u[i - 1] };
                v[i] = u[i] - 0.2 * u[i] * (u[i] - left);
            }
            for i in 0..n {
                u[i] = v[i];
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += u[i] * u[i] * (i + 1) as f64;
        }
        s
    }

    #[at(0.6)]
    #[at(5.6)]
    pub fn do_while(x: f64) -> f64 {
        let mut y = x;
        let mut k = 0;
        while y > 0.5 && k < 10 {
            y = y.ln() + 0.3 * x;
            k += 1;
        }
        y * (1 + k) as f64
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9])]
    #[at(vec![0.6, 1.2])]
    pub fn exit_and_cycle(x: &[f64]) -> f64 {
        let mut s = 1.0;
        let mut i = 0;
        loop {
            if i == x.len() {
                break;
            }
            let v = x[i];
            i += 1;
            if v < 0.0 {
                s += v * v;
                continue;
            }
            s *= v;
            if s > 5.0 {
                break;
            }
        }
        s
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9], 2)]
    pub fn cycle_of_the_outer_loop(x: &[f64], n: usize) -> f64 {
        let mut s = 0.2;
        'rows: for i in 0..x.len() {
            for j in 0..n {
                if x[i] * x[j] < 0.0 {
                    s *= 0.9;
                    continue 'rows;
                }
                s += x[i] * x[j] * s;
            }
            s = s.sqrt() + x[i];
        }
        s
    }

    // ----- indices -----

    #[at(vec![0.6, 1.2, -0.4, 0.9], vec![2, 0, 2, 3])]
    pub fn gathered(x: &[f64], index: &[usize]) -> f64 {
        let mut s = 1.0;
        for i in 0..index.len() {
            s = s * 0.5 + x[index[i]] * x[i];
        }
        s
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9], vec![2, 0, 2, 1])]
    pub fn scattered(x: &[f64], index: &[usize]) -> f64 {
        let mut y = vec![1.0; x.len()];
        for i in 0..index.len() {
            y[index[i]] = y[index[i]] * x[i] + y[i];
        }
        y[0] * y[1] + y[2] * y[3]
    }

    /// The index is computed from indices that the loop overwrites.
    #[at(vec![0.6, 1.2, -0.4, 0.9], 5)]
    pub fn wandering_index(x: &[f64], n: usize) -> f64 {
        let mut y = x.to_vec();
        let mut k = 0;
        for i in 0..n {
            let next = (k * 2 + i + 1) % y.len();
            y[k] = y[k] * y[next] + 0.1;
            k = next;
        }
        y[k] + y[0] * y[1]
    }

    // ----- calls -----

    pub fn kernel(x: f64, k: usize) -> f64 {
        let mut y = x;
        if k > 1 {
            for _ in 0..k {
                y = y.sin() + 0.5 * x;
            }
        }
        y
    }

    #[at(0.6, 4)]
    pub fn call_in_a_loop(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            s = kernel(s, i) * x + kernel(x, 1);
        }
        s
    }

    #[at(0.6, 1)]
    #[at(0.6, 3)]
    pub fn call_in_an_arm(x: f64, k: usize) -> f64 {
        let mut y = x * x;
        if k > 2 {
            y = kernel(y, k);
        } else {
            y += kernel(x, 2) * y;
        }
        y
    }

    #[at(0.6)]
    pub fn call_as_a_condition(x: f64) -> f64 {
        let mut y = x;
        let mut turns = 0;
        while kernel(y, 2) < 2.0 {
            y += 0.4 + 0.1 * x;
            turns += 1;
        }
        y * f64::from(turns)
    }

    pub fn smooth(u: &mut [f64], weight: f64) {
        let n = u.len();
        for i in 1..n - 1 {
            u[i] = (1.0 - weight) * u[i] + 0.5 * weight * (u[i - 1] + u[i + 1]);
        }
        if weight > 0.3 {
            u[0] *= u[n - 1];
        }
    }

    #[at(vec![0.6, 1.2, -0.4, 0.9], 0.25)]
    #[at(vec![0.6, 1.2, -0.4, 0.9], 0.5)]
    pub fn subroutine_in_a_loop(x: &[f64], weight: f64) -> f64 {
        let mut u = x.to_vec();
        for k in 0..3 {
            smooth(&mut u, weight);
            u[k] += x[k] * u[1];
        }
        u[0] * u[2] + u[1]
    }

    #[at(1.6, 5)]
    pub fn recursive_subroutine(x: f64, n: usize) -> f64 {
        if n < 2 {
            return kernel(x, n);
        }
        let half = recursive_subroutine(x * 0.7, n / 2);
        half * x + recursive_subroutine(half, n - 2)
    }
}
