//! Arrays, slices and `Vec`s: reads, in-place writes, nesting, copies.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at([0.5, -1.0, 2.0], [1.5, 0.3, -0.7])]
    pub fn dot_of_arrays(x: [f64; 3], y: [f64; 3]) -> f64 {
        x[0] * y[0] + x[1] * y[1] + x[2] * y[2]
    }

    #[at([0.5, -1.0, 2.0])]
    pub fn array_by_reference(x: &[f64; 3]) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            s += x[i].sin() * x[(i + 1) % 3];
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.0, 2.0, 3.0])]
    pub fn vectors_by_value_and_reference(x: Vec<f64>, y: &Vec<f64>) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i] * y[i];
        }
        s
    }

    #[at([[0.5, -1.0], [2.0, 0.3]], [0.7, -0.2])]
    pub fn nested_array(m: [[f64; 2]; 2], v: [f64; 2]) -> f64 {
        let mut s = 0.0;
        for i in 0..2 {
            for j in 0..2 {
                s += v[i] * m[i][j] * v[j];
            }
        }
        s
    }

    #[at([[0.5, -1.0, 0.4], [2.0, 0.3, 1.0]])]
    pub fn nested_array_by_reference(m: &[[f64; 3]; 2]) -> f64 {
        let mut s = 1.0;
        for j in 0..3 {
            s *= m[0][j] * m[1][j] + 1.0;
        }
        s
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0], vec![]])]
    pub fn ragged_vectors(rows: &[Vec<f64>]) -> f64 {
        let mut s = 0.0;
        for i in 0..rows.len() {
            for j in 0..rows[i].len() {
                s += rows[i][j] * rows[i][j] * (i + 1) as f64;
            }
        }
        s
    }

    #[at(0.4, 0.9)]
    pub fn array_literal(x: f64, y: f64) -> f64 {
        let a = [x, y, x * y];
        let b = [[x, 1.0], [y, a[2]]];
        a[0] * b[1][1] + a[1] * b[0][0]
    }

    #[at(0.4)]
    pub fn repeated_element(x: f64) -> f64 {
        let a = [x * x; 4];
        let v = vec![x.sin(); 3];
        a[0] * a[3] + v[1] * a[2] + v[2]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn vector_literal(x: &[f64]) -> f64 {
        let v = vec![x[0] * x[1], x[2], 3.0];
        v[0] * v[1] * v[2]
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn local_buffer(x: &[f64], a: f64) -> f64 {
        let mut y = vec![0.0; x.len()];
        for i in 0..x.len() {
            y[i] = a * x[i] + 1.0;
        }
        let mut s = 0.0;
        for i in 0..y.len() {
            s += y[i] * y[i];
        }
        s
    }

    /// An output array.
    #[at([0.5, -1.0, 2.0])]
    pub fn array_output(x: [f64; 3]) -> [f64; 2] {
        [x[0] * x[1], x[2].exp() - x[0]]
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn vector_output(x: &[f64], a: f64) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        for i in 0..x.len() {
            y[i] = x[i] * a;
            if i > 0 {
                y[i] += y[i - 1] * y[i - 1];
            }
        }
        y
    }

    /// The result is an input, changed.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn owned_and_changed(mut x: Vec<f64>) -> Vec<f64> {
        for i in 1..x.len() {
            x[i] = x[i] * x[i - 1];
        }
        x
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn copied_slice(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        y[1] = y[0] * x[2];
        let z = y.clone();
        y[0] = z[1] + y[2] * z[0];
        y[0] * z[1] + y[1]
    }

    #[at([0.5, -1.0, 2.0])]
    pub fn cloned_array(x: [f64; 3]) -> f64 {
        let mut y = x.clone();
        y[2] *= x[0];
        let z = y;
        y[0] = z[2] * 3.0;
        x[0] * y[0] + z[2] * y[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7], 2, vec![3, 0, 0, 1])]
    pub fn gather(x: &[f64], k: usize, at: &[usize]) -> f64 {
        let mut s = x[k];
        for i in 0..at.len() {
            s += x[at[i]] * x[i] * s;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7], vec![1, 0, 1, 2])]
    pub fn scatter(x: &[f64], bin: &[usize]) -> Vec<f64> {
        let mut histogram = vec![0.0; 3];
        for i in 0..x.len() {
            histogram[bin[i]] += x[i] * x[i];
        }
        histogram
    }

    #[at([[2.0, 0.3], [0.1, 1.5]], [0.4, -0.9])]
    pub fn two_by_two_solve(a: [[f64; 2]; 2], b: [f64; 2]) -> [f64; 2] {
        let det = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        let x = (b[0] * a[1][1] - b[1] * a[0][1]) / det;
        let y = (a[0][0] * b[1] - a[1][0] * b[0]) / det;
        [x, y]
    }

    #[at(vec![2.0, 0.3, 0.1, 1.5], vec![1.0, -1.0, 0.4, 0.2], 2)]
    pub fn matrix_product(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
        let mut c = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..n {
                let mut s = 0.0;
                for k in 0..n {
                    s += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = s;
            }
        }
        c
    }

    #[at(vec![4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0], 3)]
    pub fn log_determinant_by_cholesky(a: &[f64], n: usize) -> f64 {
        let mut l = vec![0.0; n * n];
        let mut log_det = 0.0;
        for j in 0..n {
            let mut d = a[j * n + j];
            for k in 0..j {
                d -= l[j * n + k] * l[j * n + k];
            }
            l[j * n + j] = d.sqrt();
            log_det += d.ln();
            for i in j + 1..n {
                let mut s = a[i * n + j];
                for k in 0..j {
                    s -= l[i * n + k] * l[j * n + k];
                }
                l[i * n + j] = s / l[j * n + j];
            }
        }
        log_det
    }

    /// Gaussian elimination in place.
    #[at([[2.0, 0.3, 0.1], [0.4, 1.5, -0.2], [0.3, 0.6, 1.8]], [0.4, -0.9, 1.0])]
    pub fn elimination(a: [[f64; 3]; 3], b: [f64; 3]) -> [f64; 3] {
        let mut a = a;
        let mut x = b;
        for k in 0..3 {
            for i in k + 1..3 {
                let factor = a[i][k] / a[k][k];
                for j in k..3 {
                    a[i][j] -= factor * a[k][j];
                }
                x[i] -= factor * x[k];
            }
        }
        for i in (0..3).rev() {
            for j in i + 1..3 {
                x[i] -= a[i][j] * x[j];
            }
            x[i] /= a[i][i];
        }
        x
    }

    #[at(vec![0.1, 0.9, 0.3, 0.5, 0.2], 0.2, 3)]
    pub fn heat_steps(u: &[f64], k: f64, steps: usize) -> f64 {
        let n = u.len();
        let mut now = u.to_vec();
        for _ in 0..steps {
            let before = now.clone();
            for i in 1..n - 1 {
                now[i] = before[i] + k * (before[i - 1] - 2.0 * before[i] + before[i + 1]);
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += now[i] * now[i];
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7])]
    pub fn softmax_entropy(logits: &[f64]) -> f64 {
        let mut greatest = logits[0];
        for i in 1..logits.len() {
            greatest = greatest.max(logits[i]);
        }
        let mut total = 0.0;
        for i in 0..logits.len() {
            total += (logits[i] - greatest).exp();
        }
        let mut entropy = 0.0;
        for i in 0..logits.len() {
            let p = (logits[i] - greatest).exp() / total;
            entropy -= p * p.ln();
        }
        entropy
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7], vec![1.0, 0.5])]
    pub fn convolution(x: &[f64], kernel: &[f64]) -> Vec<f64> {
        let n = x.len() - kernel.len() + 1;
        let mut y = vec![0.0; n];
        for i in 0..n {
            for j in 0..kernel.len() {
                y[i] += x[i + j] * kernel[j];
            }
        }
        y
    }

    #[at(vec![0.3, 0.8], vec![0.1, -0.4, 0.9, 0.2], vec![0.5, -0.6], 2)]
    pub fn dense_layer(x: &[f64], w: &[f64], b: &[f64], outputs: usize) -> f64 {
        let mut loss = 0.0;
        for o in 0..outputs {
            let mut z = b[o];
            for i in 0..x.len() {
                z += w[o * x.len() + i] * x[i];
            }
            let a = z.tanh();
            loss += (a - 0.5) * (a - 0.5);
        }
        loss
    }

    /// Element tuples would be structs: here two arrays swap roles each step.
    #[at([0.4, 0.6], [0.1, -0.2], 3)]
    pub fn arrays_swap_roles(x: [f64; 2], v: [f64; 2], steps: usize) -> f64 {
        let mut now = x;
        let mut next = v;
        for _ in 0..steps {
            next[0] = now[0] * now[1] + 0.1 * next[1];
            next[1] = now[1] - 0.2 * next[0];
            let spare = now;
            now = next;
            next = spare;
        }
        now[0] * next[1] + now[1]
    }

    #[at(vec![0.4, 0.6, -0.3])]
    pub fn partial_slice(x: &[f64]) -> f64 {
        let tail = &x[1..];
        let mut s = x[0];
        for i in 0..tail.len() {
            s *= tail[i];
        }
        s + tail[0]
    }

    #[at(vec![])]
    #[at(vec![0.4])]
    pub fn empty_or_first(x: &[f64]) -> f64 {
        if x.is_empty() { 0.25 } else { x[0] * x[0] }
    }

    #[at(0.6, 5)]
    pub fn chebyshev_recurrence(x: f64, n: usize) -> f64 {
        let mut t = vec![1.0; n + 1];
        t[1] = x;
        for k in 2..=n {
            t[k] = 2.0 * x * t[k - 1] - t[k - 2];
        }
        t[n]
    }

    #[at(0.6, 1.2, 4)]
    pub fn pascal_in_place(x: f64, y: f64, n: usize) -> f64 {
        let mut row = vec![x; n];
        for _ in 0..n {
            for j in (1..n).rev() {
                row[j] = row[j] + row[j - 1] * y;
            }
        }
        row[n - 1] + row[0]
    }
}
