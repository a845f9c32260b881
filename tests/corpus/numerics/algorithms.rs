//! Algorithms over storage that grows, shrinks and changes places.

#[chainrule_oracle::corpus]
pub mod functions {
    /// The shortest path of E. W. Dijkstra (1959) in a graph of four nodes; the way is a constant.
    #[at(vec![0.7, 1.9, 0.4, 2.2, 0.8, 3.0])]
    pub fn shortest_path(lengths: &[f64]) -> f64 {
        let edges = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (0, 3)];
        let mut distance = [0.0, 1e9, 1e9, 1e9];
        let mut done = [false; 4];
        loop {
            let mut at = 4;
            for i in 0..4 {
                if !done[i] && (at == 4 || distance[i] < distance[at]) {
                    at = i;
                }
            }
            if at == 3 {
                return distance[3] * distance[3] + distance[1];
            }
            done[at] = true;
            for e in 0..6 {
                let (from, to) = edges[e];
                if from != at || done[to] {
                    continue;
                }
                let through = distance[at] + lengths[e] * lengths[e];
                if through < distance[to] {
                    distance[to] = through;
                }
            }
        }
    }

    /// A tree walked with a stack of nodes and what they inherit.
    #[at(vec![0.4, 1.3, 0.8, -0.6, 0.9, 1.1], 0.7)]
    pub fn tree_walk(weights: &[f64], decay: f64) -> f64 {
        let mut nodes = vec![0];
        let mut inherited = vec![1.0];
        let mut sum = 0.0;
        while let Some(node) = nodes.pop() {
            let mut value = inherited.pop().unwrap();
            value *= weights[node];
            if value < -0.5 {
                continue;
            }
            sum += value * value;
            for child in [2 * node + 1, 2 * node + 2] {
                if child < weights.len() {
                    nodes.push(child);
                    inherited.push(value * decay + weights[child]);
                }
            }
        }
        sum
    }

    /// Elimination with rows exchanged; none where a pivot is missing.
    #[at(vec![vec![0.1, 1.2, -0.5], vec![2.0, 0.4, 0.9], vec![-1.1, 0.8, 1.6]], vec![0.3, 1.0, -0.4])]
    #[kink(vec![vec![0.0, 0.0], vec![0.0, 1.0]], vec![0.3, 1.0])]
    pub fn linear_solution(matrix: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
        let mut a = matrix.to_vec();
        let mut x = right.to_vec();
        let n = x.len();
        for k in 0..n {
            let mut pivot = k;
            for i in k + 1..n {
                if a[i][k].abs() > a[pivot][k].abs() {
                    pivot = i;
                }
            }
            if a[pivot][k].abs() < 1e-12 {
                return None;
            }
            a.swap(k, pivot);
            x.swap(k, pivot);
            for i in k + 1..n {
                let factor = a[i][k] / a[k][k];
                for j in k..n {
                    a[i][j] -= factor * a[k][j];
                }
                x[i] -= factor * x[k];
            }
        }
        for k in (0..n).rev() {
            for j in k + 1..n {
                x[k] -= a[k][j] * x[j];
            }
            x[k] /= a[k][k];
        }
        Some(x)
    }

    /// The product of linear factors: the polynomial grows by one coefficient each.
    #[at(vec![0.4, -1.2, 0.9], 0.3)]
    pub fn expanded_product(roots: &[f64], at: f64) -> f64 {
        let mut c = vec![1.0];
        for k in 0..roots.len() {
            c.push(0.0);
            for i in (1..c.len()).rev() {
                c[i] = c[i - 1] - roots[k] * c[i];
            }
            c[0] *= -roots[k];
        }
        let mut value = 0.0;
        while let Some(last) = c.pop() {
            value = value * at + last;
        }
        value
    }

    /// Nelder and Mead's simplex (1965), eight steps: sorted, reflected, shrunk.
    #[at([0.3, -0.4], 1.3)]
    pub fn simplex_search(start: [f64; 2], k: f64) -> f64 {
        let mut points = vec![
            (0.0, start),
            (0.0, [start[0] + 0.5, start[1]]),
            (0.0, [start[0], start[1] + 0.4]),
        ];
        for i in 0..3 {
            points[i].0 = bowl(points[i].1, k);
        }
        for _ in 0..8 {
            for i in 0..2 {
                for j in 0..2 - i {
                    if points[j].0 > points[j + 1].0 {
                        points.swap(j, j + 1);
                    }
                }
            }
            let (best, good, worst) = (points[0].1, points[1].1, points[2].1);
            let mut middle = [0.0; 2];
            let mut mirrored = [0.0; 2];
            for d in 0..2 {
                middle[d] = 0.5 * (best[d] + good[d]);
                mirrored[d] = 2.0 * middle[d] - worst[d];
            }
            let value = bowl(mirrored, k);
            if value < points[1].0 {
                points[2] = (value, mirrored);
                continue;
            }
            for d in 0..2 {
                middle[d] = 0.5 * (middle[d] + worst[d]);
            }
            points[2] = (bowl(middle, k), middle);
        }
        points[0].0 + points[2].1[0] * points[2].1[1]
    }

    fn bowl(p: [f64; 2], k: f64) -> f64 {
        (p[0] - 1.0).powi(2) + k * (p[1] - p[0] * p[0]).powi(2)
    }

    /// Descent with a memory of two steps (J. Nocedal, Math. Comp. 35 (1980) 773), the two-loop
    /// recursion.
    #[at(vec![0.3, -0.4, 0.8])]
    pub fn limited_memory(start: &[f64]) -> f64 {
        let n = start.len();
        let mut x = start.to_vec();
        let mut g = slope(&x);
        let mut steps: Vec<Vec<f64>> = Vec::new();
        let mut changes: Vec<Vec<f64>> = Vec::new();
        for _ in 0..3 {
            let mut q = g.clone();
            let mut alphas = vec![0.0; steps.len()];
            for k in (0..steps.len()).rev() {
                alphas[k] = dot(&steps[k], &q) / dot(&changes[k], &steps[k]);
                for i in 0..n {
                    q[i] -= alphas[k] * changes[k][i];
                }
            }
            for k in 0..steps.len() {
                let beta = dot(&changes[k], &q) / dot(&changes[k], &steps[k]);
                for i in 0..n {
                    q[i] += (alphas[k] - beta) * steps[k][i];
                }
            }
            let mut step = vec![0.0; n];
            for i in 0..n {
                step[i] = -0.1 * q[i];
                x[i] += step[i];
            }
            let next = slope(&x);
            let mut change = vec![0.0; n];
            for i in 0..n {
                change[i] = next[i] - g[i];
            }
            g = next;
            if steps.len() == 2 {
                steps.swap(0, 1);
                changes.swap(0, 1);
                steps.truncate(1);
                changes.truncate(1);
            }
            steps.push(step);
            changes.push(change);
        }
        dot(&x, &g)
    }

    /// The gradient of `sum (x_i^4 / 4 + x_i x_(i+1))`.
    fn slope(x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut g = vec![0.0; n];
        for i in 0..n {
            g[i] = x[i] * x[i] * x[i] + x[(i + 1) % n] + x[(i + n - 1) % n] + x[i];
        }
        g
    }

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i] * b[i];
        }
        s
    }

    /// A fast transform by halves (A. Haar): the slice is split where it is used.
    fn haar(x: &mut [f64], length: usize) {
        if length < 2 {
            return;
        }
        let half = length / 2;
        let mut details = vec![0.0; half];
        for i in 0..half {
            let (a, b) = (x[2 * i], x[2 * i + 1]);
            x[i] = 0.5 * (a + b);
            details[i] = 0.5 * (a - b) * a;
        }
        let (low, high) = x.split_at_mut(half);
        high[..half].copy_from_slice(&details);
        haar(low, half);
    }

    #[at(vec![0.3, 1.2, -0.8, 0.5, 0.9, 0.0, -0.4, 2.0])]
    pub fn wavelets(x: &mut [f64]) {
        let n = x.len();
        haar(x, n);
    }

    /// Bairstow's quadratic factor (L. Bairstow, 1920), or how far it came.
    #[at(vec![2.3, -1.1, 3.2, 0.4, 1.0])]
    pub fn quadratic_factor(c: &[f64]) -> Result<(f64, f64), String> {
        let n = c.len();
        let (mut u, mut v) = (0.5, 0.4);
        for _ in 0..60 {
            let mut b = vec![0.0; n];
            let mut d = vec![0.0; n];
            for i in (0..n - 2).rev() {
                b[i] = c[i + 2] - u * b[i + 1] - v * b[i + 2];
                d[i] = b[i + 2] - u * d[i + 1] - v * d[i + 2];
            }
            let r = c[1] - u * b[0] - v * b[1];
            let s = c[0] - v * b[0];
            let g = b[1] - u * d[0] - v * d[1];
            let h = b[0] - v * d[0];
            let det = v * g * g + h * (h - u * g);
            if det == 0.0 {
                return Err("the Jacobian is singular".to_string());
            }
            let du = (g * s - h * r) / det;
            let dv = (-g * v * r + g * u * s - h * s) / det;
            u -= du;
            v -= dv;
            if du.abs() + dv.abs() < 1e-13 {
                return Ok((u, v));
            }
        }
        Err("no factor was found".to_string())
    }
}
