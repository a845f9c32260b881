//! `Vec`s that grow: trajectories, joined and resized `Vec`s, buffers taken away.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.7, 4)]
    pub fn growing_trajectory(x: f64, n: usize) -> f64 {
        let mut path = Vec::new();
        path.push(x);
        for i in 0..n {
            let last = path[i];
            path.push(last + 0.1 * last.sin());
        }
        let mut s = 0.0;
        for i in 0..path.len() {
            s += path[i] * path[i];
        }
        s
    }

    #[at(0.7, 4)]
    pub fn returned_trajectory(x: f64, n: usize) -> Vec<f64> {
        let mut path = Vec::with_capacity(n + 1);
        path.push(x * x);
        for i in 0..n {
            path.push(path[i] * x);
        }
        path
    }

    /// States of two numbers, pushed as arrays.
    #[at([0.2, 0.9], 3)]
    pub fn trajectory_of_states(start: [f64; 2], n: usize) -> f64 {
        let mut states = vec![start];
        for k in 0..n {
            let (p, q) = (states[k][0], states[k][1]);
            let next = [p + 0.1 * q, q - 0.1 * p.sin()];
            states.push(next);
        }
        let last = states[n];
        last[0] * last[1] + states[1][0]
    }

    #[at(vec![0.5, -1.0], vec![2.0, 0.3, 0.1])]
    pub fn extended(x: &[f64], y: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.extend_from_slice(y);
        v.extend(x.iter());
        v.extend(y.iter().rev().copied());
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0], vec![2.0, 0.3, 0.1])]
    pub fn appended(x: &[f64], y: &[f64]) -> f64 {
        let (mut a, mut b) = (x.to_vec(), y.to_vec());
        b[0] *= a[0];
        a.append(&mut b);
        b.push(a[2]);
        a[2] * a[1] + b[0] * b[0] + b.len() as f64
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3, 5)]
    #[at(vec![0.5, -1.0, 2.0], 0.3, 2)]
    pub fn resized(x: &[f64], y: f64, n: usize) -> f64 {
        let mut v = x.to_vec();
        v.resize(n, y * y);
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn taken(x: Vec<f64>) -> f64 {
        let mut v = x;
        v[0] *= v[1];
        let mut w = std::mem::take(&mut v);
        w[2] *= w[0];
        v.push(w[2] * w[1]);
        v[0] * v[0] + w[0] + v.len() as f64
    }

    /// The sieve keeps what is far from the last kept value.
    #[at(vec![0.5, 0.55, 2.0, 2.1, 3.5], 0.2)]
    pub fn thinned_out(x: &[f64], distance: f64) -> f64 {
        let mut kept = vec![x[0]];
        for i in 1..x.len() {
            if x[i] - kept[kept.len() - 1] > distance {
                kept.push(x[i]);
            }
        }
        let mut s = 0.0;
        for i in 1..kept.len() {
            s += kept[i] * kept[i - 1];
        }
        s
    }

    /// Rows that grow: a triangle of differences.
    #[at(vec![0.5, 0.9, -2.0, 2.1])]
    pub fn triangle_of_differences(x: &[f64]) -> f64 {
        let mut rows = Vec::new();
        rows.push(x.to_vec());
        for k in 1..x.len() {
            let mut row = Vec::new();
            for i in 0..x.len() - k {
                row.push(rows[k - 1][i + 1] - rows[k - 1][i] * rows[k - 1][i]);
            }
            rows.push(row);
        }
        rows[x.len() - 1][0] + rows[1][0] * rows[2][1]
    }
}
