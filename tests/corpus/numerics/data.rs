//! Interpolation, statistics, finance, geometry and small interpreters.

#[chainrule_oracle::corpus]
pub mod functions {
    /// A natural cubic spline: a tridiagonal solve, a binary search, a cubic.
    #[at(vec![0.0, 0.7, 1.9, 3.0, 3.6], vec![0.2, 1.1, -0.4, 0.9, 0.3], 2.3)]
    #[at(vec![0.0, 0.7, 1.9], vec![0.2, 1.1, -0.4], 0.1)]
    pub fn natural_spline(x: &[f64], y: &[f64], at: f64) -> f64 {
        let n = x.len();
        let mut bend = vec![0.0; n];
        let mut upper = vec![0.0; n];
        for i in 1..n - 1 {
            let share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
            let pivot = share * bend[i - 1] + 2.0;
            bend[i] = (share - 1.0) / pivot;
            let jump =
                (y[i + 1] - y[i]) / (x[i + 1] - x[i]) - (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
            upper[i] = (6.0 * jump / (x[i + 1] - x[i - 1]) - share * upper[i - 1]) / pivot;
        }
        for i in (0..n - 1).rev() {
            bend[i] = bend[i] * bend[i + 1] + upper[i];
        }
        let (mut low, mut high) = (0, n - 1);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if x[middle] > at {
                high = middle;
            } else {
                low = middle;
            }
        }
        let h = x[high] - x[low];
        let (a, b) = ((x[high] - at) / h, (at - x[low]) / h);
        a * y[low]
            + b * y[high]
            + ((a * a * a - a) * bend[low] + (b * b * b - b) * bend[high]) * h * h / 6.0
    }

    /// Neville's interpolation, overwriting the values.
    #[at(vec![0.0, 0.7, 1.9, 3.0], vec![0.2, 1.1, -0.4, 0.9], 1.2)]
    pub fn neville(x: &[f64], y: Vec<f64>, at: f64) -> f64 {
        let mut p = y;
        for k in 1..x.len() {
            for i in 0..x.len() - k {
                p[i] = ((at - x[i + k]) * p[i] + (x[i] - at) * p[i + 1]) / (x[i] - x[i + k]);
            }
        }
        p[0]
    }

    /// Barycentric interpolation (J.-P. Berrut, L. N. Trefethen, 2004); a node ends it early.
    #[at(vec![0.0, 0.7, 1.9, 3.0], vec![0.2, 1.1, -0.4, 0.9], 1.2)]
    #[kink(vec![0.0, 0.7, 1.9, 3.0], vec![0.2, 1.1, -0.4, 0.9], 1.9)]
    pub fn barycentric(x: &[f64], y: &[f64], at: f64) -> f64 {
        let (mut over, mut under) = (0.0, 0.0);
        for i in 0..x.len() {
            if at == x[i] {
                return y[i];
            }
            let mut weight = 1.0 / (at - x[i]);
            for j in 0..x.len() {
                if j != i {
                    weight /= x[i] - x[j];
                }
            }
            over += weight * y[i];
            under += weight;
        }
        over / under
    }

    /// De Casteljau's curve, in place.
    #[at([[0.0, 0.1], [1.0, 1.4], [2.1, -0.6], [3.0, 0.8]], 0.3)]
    pub fn bezier(points: [[f64; 2]; 4], t: f64) -> [f64; 2] {
        let mut p = points;
        for k in (1..4).rev() {
            for i in 0..k {
                for d in 0..2 {
                    p[i][d] += t * (p[i + 1][d] - p[i][d]);
                }
            }
        }
        p[0]
    }

    /// Count, mean and sum of squares, one value on (B. P. Welford, Technometrics 4 (1962) 419).
    fn add_value(state: &mut (f64, f64, f64), x: f64) {
        state.0 += 1.0;
        let away = x - state.1;
        state.1 += away / state.0;
        state.2 += away * (x - state.1);
    }

    #[at(vec![0.5, 2.1, -0.7, 1.6])]
    pub fn welford(x: &[f64]) -> (f64, f64) {
        let mut state = (0.0, 0.0, 0.0);
        for i in 0..x.len() {
            add_value(&mut state, x[i]);
        }
        (state.1, (state.2 / (state.0 - 1.0)).sqrt())
    }

    fn insertion_sort(x: &mut [f64]) {
        for i in 1..x.len() {
            let key = x[i];
            let mut j = i;
            while j > 0 && x[j - 1] > key {
                x[j] = x[j - 1];
                j -= 1;
            }
            x[j] = key;
        }
    }

    /// The mean of the middle half.
    #[at(vec![0.5, 2.1, -0.7, 1.6, 9.0, -3.0, 0.9, 1.1])]
    pub fn interquartile_mean(x: &[f64]) -> f64 {
        let mut sorted = x.to_vec();
        insertion_sort(&mut sorted);
        let n = sorted.len();
        let mut s = 0.0;
        for i in n / 4..n - n / 4 {
            s += sorted[i] * sorted[i];
        }
        s / (n / 2) as f64
    }

    /// Isotonic regression: neighbours that violate the order are pooled.
    #[at(vec![0.5, 0.3, 0.9, 0.8, 0.4, 1.5])]
    pub fn pooled_neighbours(y: &[f64]) -> Vec<f64> {
        let n = y.len();
        let mut sums = vec![0.0; n];
        let mut counts = vec![0; n];
        let mut blocks = 0;
        for i in 0..n {
            sums[blocks] = y[i];
            counts[blocks] = 1;
            blocks += 1;
            while blocks > 1 {
                let (last, before) = (blocks - 1, blocks - 2);
                if sums[before] / counts[before] as f64 <= sums[last] / counts[last] as f64 {
                    break;
                }
                sums[before] += sums[last];
                counts[before] += counts[last];
                blocks -= 1;
            }
        }
        let mut fit = vec![0.0; n];
        let mut i = 0;
        for b in 0..blocks {
            for _ in 0..counts[b] {
                fit[i] = sums[b] / counts[b] as f64;
                i += 1;
            }
        }
        fit
    }

    /// The log-likelihood of a GARCH(1, 1) model (T. Bollerslev, 1986).
    #[at(vec![0.1, -0.3, 0.2, 0.6, -0.5, 0.05], 0.02, 0.15, 0.7)]
    pub fn garch(returns: &[f64], omega: f64, alpha: f64, beta: f64) -> f64 {
        let mut variance = omega / (1.0 - alpha - beta);
        let mut total = 0.0;
        for i in 0..returns.len() {
            total -= 0.5 * (variance.ln() + returns[i] * returns[i] / variance);
            variance = omega + alpha * returns[i] * returns[i] + beta * variance;
        }
        total
    }

    /// A hidden Markov model's likelihood by scaled forward steps (L. R. Rabiner, 1989).
    #[at([[0.8, 0.2], [0.3, 0.7]], [[0.6, 0.3, 0.1], [0.1, 0.4, 0.5]], vec![0, 2, 1, 1, 2])]
    pub fn hidden_markov(step: [[f64; 2]; 2], emit: [[f64; 3]; 2], seen: &[usize]) -> f64 {
        let mut p = [0.5, 0.5];
        let mut log = 0.0;
        for t in 0..seen.len() {
            let mut next = [0.0; 2];
            for j in 0..2 {
                for i in 0..2 {
                    next[j] += if t == 0 { 0.5 * p[i] } else { p[i] * step[i][j] };
                }
                next[j] *= emit[j][seen[t]];
            }
            let scale = next[0] + next[1];
            log += scale.ln();
            p = [next[0] / scale, next[1] / scale];
        }
        log
    }

    /// Dynamic time warping of two signals.
    #[at(vec![0.1, 0.9, 1.7, 0.4], vec![0.2, 0.3, 1.1, 1.5, 0.6])]
    pub fn time_warping(a: &[f64], b: &[f64]) -> f64 {
        let (n, m) = (a.len(), b.len());
        let mut cost = vec![vec![f64::INFINITY; m + 1]; n + 1];
        cost[0][0] = 0.0;
        for i in 1..=n {
            for j in 1..=m {
                let best = cost[i - 1][j].min(cost[i][j - 1]).min(cost[i - 1][j - 1]);
                cost[i][j] = (a[i - 1] - b[j - 1]).powi(2) + best;
            }
        }
        cost[n][m]
    }

    /// A scalar Kalman filter (R. E. Kalman, 1960) with gaps in the measurements.
    #[at(vec![0.3, 0.5, 0.9, 1.0], 0.1, 0.4)]
    pub fn kalman(z: &[f64], drift: f64, noise: f64) -> f64 {
        let (mut x, mut p) = (0.0, 1.0);
        let mut surprise = 0.0;
        for i in 0..z.len() {
            p += drift;
            if i == 2 {
                continue;
            }
            let total = p + noise;
            let gap = z[i] - x;
            surprise += gap * gap / total + total.ln();
            let gain = p / total;
            x += gain * gap;
            p *= 1.0 - gain;
        }
        surprise + x
    }

    /// An American put on a binomial tree (J. C. Cox, S. A. Ross, M. Rubinstein, 1979).
    #[at(1.0, 1.05, 0.3, 0.04, 8)]
    pub fn american_put(spot: f64, strike: f64, sigma: f64, rate: f64, steps: usize) -> f64 {
        let dt = 1.0 / steps as f64;
        let up = (sigma * dt.sqrt()).exp();
        let discount = (-rate * dt).exp();
        let p = (1.0 / discount - 1.0 / up) / (up - 1.0 / up);
        let mut values = vec![0.0; steps + 1];
        for i in 0..=steps {
            let price = spot * up.powi(2 * i as i32 - steps as i32);
            values[i] = (strike - price).max(0.0);
        }
        for n in (0..steps).rev() {
            for i in 0..=n {
                let price = spot * up.powi(2 * i as i32 - n as i32);
                let held = discount * (p * values[i + 1] + (1.0 - p) * values[i]);
                values[i] = held.max(strike - price);
            }
        }
        values[0]
    }

    /// The internal rate of return by Newton's method; gives up where the slope vanishes.
    #[at(vec![-1.0, 0.3, 0.5, 0.6])]
    #[at(vec![-1.0])]
    pub fn internal_rate(cash: &[f64]) -> f64 {
        let mut rate = 0.1;
        for _ in 0..60 {
            let (mut value, mut slope) = (0.0, 0.0);
            for t in (0..cash.len()).rev() {
                slope = (slope - value) / (1.0 + rate);
                value = cash[t] + value / (1.0 + rate);
            }
            if slope == 0.0 {
                return -1.0;
            }
            let change: f64 = value / slope;
            rate -= change;
            if change.abs() < 1e-14 {
                break;
            }
        }
        rate
    }

    /// Area and centre of a polygon by the shoelace formula.
    #[at(vec![(0.0, 0.1), (2.0, 0.3), (2.4, 1.7), (0.6, 2.0)])]
    pub fn polygon_centre(corners: &[(f64, f64)]) -> (f64, f64, f64) {
        let n = corners.len();
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let (a, b) = (corners[i], corners[(i + 1) % n]);
            let cross = a.0 * b.1 - b.0 * a.1;
            area += 0.5 * cross;
            x += (a.0 + b.0) * cross;
            y += (a.1 + b.1) * cross;
        }
        (area, x / (6.0 * area), y / (6.0 * area))
    }

    /// The distance to a line of segments; parts behind an end are the end's.
    #[at(vec![[0.0, 0.0], [1.0, 0.2], [1.4, 1.3]], [0.9, 0.8])]
    #[at(vec![[0.0, 0.0], [1.0, 0.2], [1.4, 1.3]], [-0.5, 0.4])]
    pub fn distance_to_segments(line: &[[f64; 2]], p: [f64; 2]) -> f64 {
        let mut best = f64::INFINITY;
        for i in 1..line.len() {
            let (a, b) = (line[i - 1], line[i]);
            let d = [b[0] - a[0], b[1] - a[1]];
            let square = d[0] * d[0] + d[1] * d[1];
            let t = ((p[0] - a[0]) * d[0] + (p[1] - a[1]) * d[1]) / square;
            let t = t.clamp(0.0, 1.0);
            let gap = (p[0] - a[0] - t * d[0]).hypot(p[1] - a[1] - t * d[1]);
            if gap >= best {
                continue;
            }
            best = gap;
        }
        best
    }

    /// A ray marched against two spheres (J. C. Hart, 1996): where it hits, or far away.
    #[at([0.1, 0.2, 0.9], [0.6, 0.5])]
    #[at([1.0, 0.2, 0.1], [0.6, 0.5])]
    pub fn ray_march(direction: [f64; 3], radii: [f64; 2]) -> f64 {
        let d = direction;
        let norm = (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt();
        let mut t = 0.0;
        for _ in 0..80 {
            let p = [t * d[0] / norm, t * d[1] / norm, t * d[2] / norm];
            let first = (p[0] * p[0] + p[1] * p[1] + (p[2] - 3.0).powi(2)).sqrt() - radii[0];
            let second =
                ((p[0] - 1.0).powi(2) + p[1] * p[1] + (p[2] - 2.5).powi(2)).sqrt() - radii[1];
            let gap = first.min(second);
            t += gap;
            if gap < 1e-13 || t > 10.0 {
                break;
            }
        }
        t
    }

    /// One round of k-means: every point joins its nearest centre, centres move.
    #[at(vec![0.1, 0.4, 2.0, 2.3, 0.2, 1.9], [0.5, 1.5])]
    pub fn cluster_spread(x: &[f64], start: [f64; 2]) -> f64 {
        let mut centres = start;
        for _ in 0..3 {
            let mut sums = [0.0; 2];
            let mut counts = [0_u32; 2];
            for i in 0..x.len() {
                let near =
                    if (x[i] - centres[0]).abs() < (x[i] - centres[1]).abs() { 0 } else { 1 };
                sums[near] += x[i];
                counts[near] += 1;
            }
            for k in 0..2 {
                if counts[k] > 0 {
                    centres[k] = 0.9 * sums[k] / counts[k] as f64 + 0.1 * centres[k];
                }
            }
        }
        let mut spread = 0.0;
        for i in 0..x.len() {
            spread += (x[i] - centres[0]).powi(2).min((x[i] - centres[1]).powi(2));
        }
        spread
    }

    /// Descent with a step that is halved until it goes down enough (L. Armijo, 1966).
    #[at([-0.6, 0.7], 4.0)]
    pub fn line_search(start: [f64; 2], curvature: f64) -> f64 {
        let (mut x, mut y) = (start[0], start[1]);
        let mut value = (1.0 - x).powi(2) + curvature * (y - x * x).powi(2);
        'descent: for _ in 0..4 {
            let gx = -2.0 * (1.0 - x) - 4.0 * curvature * x * (y - x * x);
            let gy = 2.0 * curvature * (y - x * x);
            let slope = gx * gx + gy * gy;
            let mut step = 1.0;
            loop {
                let (u, v) = (x - step * gx, y - step * gy);
                let next = (1.0 - u).powi(2) + curvature * (v - u * u).powi(2);
                if next <= value - 0.1 * step * slope {
                    x = u;
                    y = v;
                    value = next;
                    continue 'descent;
                }
                step *= 0.5;
                if step < 1e-6 {
                    break 'descent;
                }
            }
        }
        value + x * y
    }

    /// A program for a stack machine: numbers push variables, negative codes are operators.
    #[at(vec![1.3, 0.4, -0.8], vec![0, 1, -1, 2, -3, 0, -2])]
    #[at(vec![1.3, 0.4, -0.8], vec![0, -4, 1, -1])]
    #[at(vec![1.3, 0.4, -0.8], vec![0, -9, 1, 2])]
    pub fn stack_machine(variables: &[f64], program: &[i32]) -> f64 {
        let mut stack = [0.0; 8];
        let mut top = 0;
        for k in 0..program.len() {
            let code = program[k];
            if code >= 0 {
                stack[top] = variables[code as usize];
                top += 1;
                continue;
            }
            match code {
                -4 => stack[top - 1] = stack[top - 1].sin(),
                -3..=-1 => {
                    top -= 1;
                    let right = stack[top];
                    match code {
                        -1 => stack[top - 1] += right,
                        -2 => stack[top - 1] -= right,
                        _ => stack[top - 1] *= right,
                    }
                }
                _ => return 2.0 * stack[top - 1],
            }
        }
        stack[top - 1]
    }

    /// A polynomial as it is typed, such as `3x^2-2x+0.5`, read byte by byte while it is evaluated.
    #[at(0.7, b"3x^2-2x+0.5".to_vec())]
    #[at(0.7, b"x^3-x-12".to_vec())]
    pub fn typed_polynomial(x: f64, text: &[u8]) -> f64 {
        let mut sum = 0.0;
        let mut i = 0;
        while i < text.len() {
            let mut sign = 1.0;
            if text[i] == b'+' || text[i] == b'-' {
                if text[i] == b'-' {
                    sign = -1.0;
                }
                i += 1;
            }
            let (mut number, mut place, mut digits) = (0.0, 0.0, 0);
            while i < text.len() && text[i] != b'x' && text[i] != b'+' && text[i] != b'-' {
                if text[i] == b'.' {
                    place = 1.0;
                } else {
                    number = 10.0 * number + (text[i] - b'0') as f64;
                    place *= 10.0;
                    digits += 1;
                }
                i += 1;
            }
            let coefficient =
                if digits == 0 { 1.0 } else { number / if place > 0.0 { place } else { 1.0 } };
            let mut power = 0;
            if i < text.len() && text[i] == b'x' {
                power = 1;
                i += 1;
                if i < text.len() && text[i] == b'^' {
                    power = (text[i + 1] - b'0') as i32;
                    i += 2;
                }
            }
            sum += sign * coefficient * x.powi(power);
        }
        sum
    }

    /// The smooth count of steps until a point leaves a disc.
    #[at(0.6, 0.5)]
    #[at(0.1, 0.1)]
    pub fn escape_time(a: f64, b: f64) -> f64 {
        let (mut x, mut y) = (0.0, 0.0);
        for n in 0..30 {
            let square: f64 = x * x + y * y;
            if square > 100.0 {
                return n as f64 + 1.0 - (0.5 * square.ln()).log2();
            }
            let next = x * x - y * y + a;
            y = 2.0 * x * y + b;
            x = next;
        }
        x * y
    }

    /// The mean stretch along a logistic orbit.
    #[at(3.3, 0.4)]
    pub fn lyapunov_exponent(r: f64, start: f64) -> f64 {
        let mut x = start;
        let mut total = 0.0;
        for _ in 0..6 {
            x = r * x * (1.0 - x);
            total += (r * (1.0 - 2.0 * x)).abs().ln();
        }
        total / 6.0
    }
}
