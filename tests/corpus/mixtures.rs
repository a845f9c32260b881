//! Features that meet: exits, `&mut`, options, recursion, aggregates and generics in one function.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Recursion that works through `&mut` and returns early.
    fn quicksort(x: &mut [f64], low: usize, high: usize) {
        if high <= low + 1 {
            return;
        }
        let pivot = x[high - 1];
        let mut store = low;
        for i in low..high - 1 {
            if x[i] >= pivot {
                continue;
            }
            let t = x[i];
            x[i] = x[store];
            x[store] = t;
            store += 1;
        }
        x[high - 1] = x[store];
        x[store] = pivot;
        quicksort(x, low, store);
        quicksort(x, store + 1, high);
    }

    #[at(vec![0.5, 2.1, -0.7, 1.6, 9.0, -3.0, 0.9])]
    pub fn weighted_order(x: &[f64]) -> f64 {
        let mut sorted = x.to_vec();
        quicksort(&mut sorted, 0, x.len());
        let mut s = 0.0;
        for i in 0..sorted.len() {
            s += sorted[i].sin() * (i + 1) as f64;
        }
        s
    }

    /// A helper stops in the middle, and the caller goes on with what it left.
    fn consume(budget: &mut f64, costs: &mut [f64]) -> usize {
        for i in 0..costs.len() {
            if *budget < costs[i] {
                costs[i] -= *budget;
                *budget = 0.0;
                return i;
            }
            *budget -= costs[i] * costs[i];
            costs[i] = 0.0;
        }
        costs.len()
    }

    #[at(vec![0.3, 0.6, 0.9, 0.5], 0.8)]
    #[at(vec![0.3, 0.6], 5.0)]
    pub fn paid(costs: &[f64], money: f64) -> f64 {
        let mut budget = money;
        let mut open = costs.to_vec();
        let mut total = 0.0;
        for round in 0..3 {
            let stopped = consume(&mut budget, &mut open);
            total += budget * (stopped + round) as f64;
            if stopped == open.len() {
                return total + open[0] * money;
            }
            budget += open[stopped] * 0.7;
        }
        total + open[open.len() - 1] * budget
    }

    /// Elements and fields as `&mut` arguments, the same helper on each.
    fn relax(a: &mut f64, b: f64) -> bool {
        let step = 0.5 * (b - *a);
        if step.abs() < 0.05 {
            return true;
        }
        *a += step * *a;
        false
    }

    #[at([0.5, 1.1, 0.9], (0.4, 1.4))]
    pub fn relaxed(x: [f64; 3], p: (f64, f64)) -> f64 {
        let mut x = x;
        let mut p = p;
        let mut rounds = 0;
        'outer: loop {
            for i in 0..3 {
                if relax(&mut x[i], p.1) {
                    rounds += 1;
                    if rounds > 4 {
                        break 'outer;
                    }
                    continue;
                }
                relax(&mut p.0, x[i]);
            }
            if relax(&mut p.1, p.0) {
                break;
            }
            rounds += 1;
            if rounds > 20 {
                return x[0];
            }
        }
        x[0] * x[1] + x[2] * p.0 - p.1 * rounds as f64
    }

    /// A loop whose value is a tuple, left from two places.
    #[at(0.7, 1.9)]
    #[at(0.2, 0.3)]
    pub fn loop_of_pairs(a: f64, b: f64) -> f64 {
        let mut x = a;
        let mut n = 0;
        let (y, z) = loop {
            n += 1;
            if x > b {
                break (x * a, x - b);
            }
            x = x * 1.3 + 0.1 * a;
            if n > 4 {
                break (x, a * b);
            }
        };
        y * z + n as f64 * y
    }

    /// Options in an array, overwritten and read back.
    #[at(vec![0.5, -0.4, 1.2, 0.8], 1.1)]
    pub fn slots(x: &[f64], y: f64) -> f64 {
        let mut best: [Option<f64>; 2] = [None, None];
        for i in 0..x.len() {
            let k = i % 2;
            let v = x[i] * y;
            if v < 0.0 {
                best[k] = None;
                continue;
            }
            best[k] = match best[k] {
                Some(b) => Some(b * v),
                None => Some(v.sin()),
            };
        }
        let mut s = 1.0;
        for k in 0..2 {
            if let Some(b) = best[k] {
                s *= b + y;
            }
        }
        s
    }

    /// A vector of results that ends where one is missing.
    #[at(vec![4.0, 2.5, 0.3, -1.0, 9.0])]
    pub fn roots_until_missing(x: &[f64]) -> Vec<f64> {
        let mut y = x.to_vec();
        for i in 0..x.len() {
            let Some(r) = safe_root(x[i]) else {
                return y;
            };
            y[i] = r * x[0];
            for j in 0..i {
                y[j] += 0.1 * r;
            }
        }
        y
    }

    fn safe_root(x: f64) -> Option<f64> {
        if x < 0.0 {
            return None;
        }
        Some(x.sqrt())
    }

    /// A condition with effects and a guard that leaves.
    #[at(0.6, 5)]
    #[at(1.6, 5)]
    pub fn effects_in_conditions(x: f64, n: usize) -> f64 {
        let mut y = x;
        let mut k = 0;
        while {
            y *= 0.9 + 0.1 * x;
            k += 1;
            k < n && y < 3.0
        } {
            let grown = match k {
                2 if y > 1.5 => return y * y,
                1 | 2 => y * 1.2,
                _ if x > 1.0 => {
                    y += 0.2;
                    continue;
                }
                _ => y + x,
            };
            y = grown.sqrt() + y * 0.3;
        }
        y * x
    }

    /// Mutual recursion through `&mut` state with a depth that the data decide.
    fn up(state: &mut [f64; 2], depth: u32) -> f64 {
        if depth == 0 || state[0] > 4.0 {
            return state[0] * state[1];
        }
        state[0] = state[0] * state[0] + 0.3;
        down(state, depth - 1) + state[1]
    }

    fn down(state: &mut [f64; 2], depth: u32) -> f64 {
        state[1] -= 0.4 * state[0];
        if state[1] < -2.0 {
            return state[1].sin();
        }
        let below = up(state, depth);
        state[0] *= 0.9;
        below * state[0]
    }

    #[at([0.7, 0.5], 4)]
    #[at([1.7, 0.5], 4)]
    #[at([0.7, 0.5], 0)]
    pub fn up_and_down(start: [f64; 2], depth: u32) -> f64 {
        let mut state = start;
        let y = up(&mut state, depth);
        y + state[0] * state[1]
    }

    /// Generic over the float, with an early return and a loop's value.
    #[at(2.3, 1.7)]
    #[at(-2.3, 1.7)]
    pub fn generic_root<T: Real>(a: T, start: T) -> T {
        if a < T::zero() {
            return -a * start;
        }
        let two = T::one() + T::one();
        let tolerance = T::from(1e-12).unwrap();
        let mut x = start;
        loop {
            let next: T = (x + a / x) / two;
            if (next - x).abs() < tolerance {
                break next;
            }
            x = next;
        }
    }

    /// Shadows a name on each path, and the name is read after the paths meet.
    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn shadowed_paths(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let x = if x > 0.0 {
            let x = x.exp();
            if x > 3.0 {
                return s;
            }
            s += x;
            x * y
        } else {
            let y = y - x;
            s *= y;
            y
        };
        for _ in 0..2 {
            let s2 = s * x;
            s = s2 - y;
        }
        s + x
    }

    /// A buffer that is handed from iteration to iteration, and grows in value only.
    #[at(vec![0.4, 0.7, -0.2], 3)]
    pub fn handed_on(x: &[f64], rounds: usize) -> f64 {
        let mut now = x.to_vec();
        let mut total = 0.0;
        for r in 0..rounds {
            let mut next = vec![0.0; now.len()];
            for i in 0..now.len() {
                let left = if i == 0 { now[now.len() - 1] } else { now[i - 1] };
                if now[i] < -5.0 {
                    return total;
                }
                next[i] = now[i] * left + (r as f64) * x[i];
            }
            total += next[0] * now[1];
            now = next;
        }
        total + now[2]
    }

    /// Indices that come from floats and from other arrays.
    #[at(vec![0.4, 1.7, 2.2, 0.9], vec![2, 0, 3, 1])]
    pub fn indirect(x: &[f64], order: &[usize]) -> f64 {
        let mut y = x.to_vec();
        let mut at = 0;
        let mut s = 0.0;
        for _ in 0..5 {
            let next = order[at];
            y[at] = y[next] * y[at] + s;
            s += y[order[next]];
            let jump = (y[at].abs() as usize).min(3);
            if jump == at {
                break;
            }
            y[jump] *= x[at];
            at = next;
        }
        s + y[0] * y[3]
    }

    /// Two accumulators through one helper, and one of them twice.
    fn merge(total: &mut f64, count: &mut f64, x: f64) {
        *count += 1.0;
        *total += (x - *total) / *count;
    }

    #[at(vec![0.5, 1.4, -0.8, 2.0])]
    pub fn two_means(x: &[f64]) -> (f64, f64) {
        let (mut low, mut n_low, mut high, mut n_high) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..x.len() {
            if x[i] * x[i] > 1.0 {
                merge(&mut high, &mut n_high, x[i] * x[i]);
                if n_high > 1.5 {
                    merge(&mut low, &mut n_high, high);
                    continue;
                }
            }
            merge(&mut low, &mut n_low, x[i]);
        }
        (low, high * n_high)
    }

    /// Rows of a matrix as `&mut` arguments, the next row reading the one before.
    fn fill_row(row: &mut [f64; 3], seed: f64) -> f64 {
        let mut carry = seed;
        for j in 0..3 {
            row[j] = row[j] * carry + seed;
            carry = row[j];
            if carry > 2.0 {
                break;
            }
        }
        carry
    }

    #[at([[0.4, 0.8, 1.2], [0.3, 1.9, 0.1]], 0.9)]
    pub fn rows(m: [[f64; 3]; 2], seed: f64) -> f64 {
        let mut m = m;
        let mut carry = seed;
        for i in 0..2 {
            carry = fill_row(&mut m[i], carry);
            m[1 - i][0] += carry * m[i][2];
        }
        carry * m[0][0] + m[1][1] * m[1][0]
    }

    /// A result with the reason for failing, over a `&mut` that keeps what was done.
    fn descend(x: &mut f64, steps: usize) -> Result<f64, usize> {
        for k in 0..steps {
            let slope = x.cos() + 0.2 * *x;
            *x -= 0.3 * slope;
            if *x < -3.0 {
                return Err(k);
            }
        }
        Ok(x.sin() + 0.1 * *x * *x)
    }

    #[at(0.3)]
    #[at(-1.2)]
    #[at(-2.9)]
    pub fn descended(start: f64) -> f64 {
        let mut x = start;
        let mut sum = 0.0;
        for k in 1..4 {
            match descend(&mut x, k) {
                Ok(value) => sum += value * x,
                Err(step) => {
                    sum -= x;
                    if step > 0 {
                        break;
                    }
                }
            }
        }
        sum + x
    }
}
