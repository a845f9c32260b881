//! Loops that walk along slices: what is borrowed in front of them must exist only if they run.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Rows of a matrix against a vector, with offsets on both sides.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75], vec![0.3, 0.8, -0.4], 1)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75], vec![0.3, 0.8, -0.4], 3)]
    #[at(vec![], vec![], 0)]
    pub fn rows_from(a: &[f64], x: &[f64], from: usize) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        for i in 0..2 {
            let mut t = 0.0;
            for j in from..n {
                t += a[i * n + j] * x[j] * x[j - from];
            }
            s += t * t;
        }
        s
    }

    /// Ranges within ranges, and one element that stays.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75], 2, 1)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75], 3, 0)]
    pub fn parts_of_parts(x: &[f64], n: usize, k: usize) -> f64 {
        let mut s = 0.0;
        let part = &x[1..][..n + 1];
        for i in 0..n {
            s += part[i] * part[i + 1] * x[k] * x[k];
        }
        s
    }

    /// The loop does not run, and what it names does not exist.
    #[at(vec![0.5], 4)]
    pub fn places_that_do_not_exist(x: &[f64], m: usize) -> f64 {
        let mut s = x[0];
        for i in m..x.len() {
            s += x[i] * x[i - m] * x[m];
        }
        for i in 0..x.len() - 1 {
            s += x[i + 1] * x[7];
        }
        s * s
    }

    /// Read and written at the same place, and at another.
    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.8, -0.4])]
    pub fn written_and_read(x: &[f64], w: &[f64]) -> f64 {
        let n = x.len();
        let mut z = vec![0.0; n];
        let mut y = x.to_vec();
        for i in 0..n {
            z[i] = w[i] * y[i];
            y[i] = z[i] * z[i] + w[0];
        }
        for i in 1..n {
            y[i] += y[i - 1] * z[i];
        }
        y[n - 1] + z[0]
    }

    /// Bounds that are literals by another name.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75])]
    pub fn named_bounds(x: &[f64]) -> f64 {
        let mut s = 0.0;
        let first = 2;
        let m = 6;
        for i in 2..m {
            s += x[i] * x[i - first];
        }
        for i in first..m {
            s += x[i] * x[i - 1];
        }
        s
    }

    /// An element that only some iterations read.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn sometimes(x: &[f64]) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        for i in 0..n {
            if i + 1 < n {
                s += x[i + 1] * x[i];
            }
            s += x[i] * x[i];
        }
        s
    }
}

/// Reads one element more than there may be.
#[chainrule::differentiable]
fn too_far(x: &[f64], k: usize, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += x[i] * x[k];
    }
    s
}

/// The derivative panics where the function does.
#[test]
fn out_of_bounds_stays_out_of_bounds() {
    let x = vec![1.0, 2.0];
    assert_eq!(grad_too_far(&x, 9, 0), [0.0, 0.0]);
    assert_eq!(grad_too_far(&x, 1, 2), [2.0, 5.0]);
    for (k, n) in [(9, 1), (9, 2), (0, 3)] {
        let x = x.clone();
        let run = std::panic::catch_unwind(move || grad_too_far(&x, k, n));
        assert!(run.is_err(), "k = {k}, n = {n}");
    }
}
