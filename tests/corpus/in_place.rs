//! Operations that change an array in place and keep its length: swaps, rotations, fills.

#[chainrule_oracle::corpus]
pub mod functions {
    use ndarray::{Array1, Array2, array};

    #[at(vec![0.5, -1.0, 2.0], 0, 2)]
    #[at(vec![0.5, -1.0, 2.0], 1, 1)]
    pub fn two_elements_swapped(x: &[f64], i: usize, j: usize) -> f64 {
        let mut v = x.to_vec();
        let before = v[i] * v[j];
        v[i] *= v[0];
        v.swap(i, j);
        v[i] += v[j] * v[j];
        before + v[0] * v[1] + v[2].sin()
    }

    /// The order depends on the values, the result on the order.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![4.0, 3.0, 2.0, 1.0])]
    pub fn bubble_sort(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let n = v.len();
        for i in 0..n {
            for j in 0..n - 1 - i {
                if v[j] > v[j + 1] {
                    v.swap(j, j + 1);
                }
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.25, -0.3])]
    pub fn insertion_sort(x: &[f64]) -> Vec<f64> {
        let mut v = x.to_vec();
        for i in 1..v.len() {
            let mut j = i;
            while j > 0 && v[j - 1] > v[j] {
                v.swap(j - 1, j);
                v[j] *= 1.5;
                j -= 1;
            }
        }
        v
    }

    /// Buffers change places every step.
    #[at(vec![0.1, 0.9, 0.4, -0.2], 3, 0.2)]
    pub fn heat_with_swapped_buffers(u: &[f64], steps: usize, k: f64) -> f64 {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        for _ in 0..steps {
            for i in 0..n {
                let left = now[(i + n - 1) % n];
                let right = now[(i + 1) % n];
                next[i] = now[i] + k * (left - 2.0 * now[i] + right);
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] + now[n - 1]
    }

    /// The step is nonlinear, so that old contents are needed.
    #[at(vec![0.1, 0.9, 0.4], 4)]
    pub fn nonlinear_swapped_buffers(u: &[f64], steps: usize) -> Vec<f64> {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        for step in 0..steps {
            for i in 0..n {
                next[i] = now[i] + 0.1 * now[i] * now[(i + 1) % n].sin();
            }
            std::mem::swap(&mut now, &mut next);
            if step % 2 == 1 {
                now[0] *= next[0];
            }
        }
        now
    }

    /// The same, in bounded memory.
    #[at(vec![0.1, 0.9, 0.4], 5)]
    pub fn checkpointed_buffers(u: &[f64], steps: usize) -> f64 {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        #[checkpoint(states = 2)]
        for _ in 0..steps {
            for i in 0..n {
                next[i] = now[i] + 0.1 * now[i] * now[(i + 1) % n].sin();
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] + now[2]
    }

    #[at([0.3, 0.7], [1.1, -0.4], 3)]
    pub fn swapped_arrays(a: [f64; 2], b: [f64; 2], n: usize) -> f64 {
        let (mut a, mut b) = (a, b);
        for _ in 0..n {
            b[0] = a[0] * a[1] + b[0];
            core::mem::swap(&mut a, &mut b);
            a[1] *= b[0];
        }
        a[0] * b[1] + a[1] - b[0]
    }

    /// `Vec`s of different lengths: the shadows have other lengths afterwards.
    #[at(vec![0.5, -1.0, 2.0], vec![0.7, 0.2], true)]
    #[at(vec![0.5, -1.0, 2.0], vec![0.7, 0.2], false)]
    pub fn swapped_lengths(x: &[f64], y: &[f64], swap: bool) -> f64 {
        let mut a = x.to_vec();
        let mut b = y.to_vec();
        let first = a[0] * b[0];
        if swap {
            std::mem::swap(&mut a, &mut b);
        }
        let mut s = first;
        for i in 0..a.len() {
            s += a[i] * a[i] * (i + 1) as f64;
        }
        s + b[b.len() - 1].sin()
    }

    #[at(0.4, 1.3)]
    pub fn swapped_scalars(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x * y, y);
        std::mem::swap(&mut a, &mut b);
        a *= b;
        std::mem::swap(&mut a, &mut b);
        a / b
    }

    #[at([[0.5, 1.2], [0.3, -0.8]], 0.3)]
    pub fn swapped_rows(m: [[f64; 2]; 2], x: f64) -> f64 {
        let mut m = m;
        m[0][0] *= x;
        m.swap(0, 1);
        m[0][1] += m[1][0] * m[0][0];
        m[0][1] * m[1][1]
    }

    /// Gauss elimination with partial pivoting: the determinant.
    #[at([[0.1, 2.0, 0.3], [1.5, -0.2, 0.7], [0.4, 0.9, 3.0]])]
    pub fn determinant_by_elimination(a: [[f64; 3]; 3]) -> f64 {
        let mut m = a;
        let mut det = 1.0;
        for k in 0..3 {
            let mut p = k;
            for i in k + 1..3 {
                if m[i][k].abs() > m[p][k].abs() {
                    p = i;
                }
            }
            if p != k {
                m.swap(p, k);
                det = -det;
            }
            det *= m[k][k];
            for i in k + 1..3 {
                let factor = m[i][k] / m[k][k];
                for j in k..3 {
                    let upper = m[k][j];
                    m[i][j] -= factor * upper;
                }
            }
        }
        det
    }

    /// The same elimination solves a system, in `Vec`s.
    #[at(vec![vec![0.1, 2.0], vec![1.5, -0.2]], vec![0.7, -0.4])]
    pub fn solution_by_elimination(a: &Vec<Vec<f64>>, b: &[f64]) -> Vec<f64> {
        let n = b.len();
        let mut m = a.clone();
        let mut x = b.to_vec();
        for k in 0..n {
            let mut p = k;
            for i in k + 1..n {
                if m[i][k].abs() > m[p][k].abs() {
                    p = i;
                }
            }
            m.swap(p, k);
            x.swap(p, k);
            for i in k + 1..n {
                let factor = m[i][k] / m[k][k];
                for j in k..n {
                    let upper = m[k][j];
                    m[i][j] -= factor * upper;
                }
                let known = x[k];
                x[i] -= factor * known;
            }
        }
        for k in (0..n).rev() {
            for j in k + 1..n {
                let known = x[j];
                x[k] -= m[k][j] * known;
            }
            x[k] /= m[k][k];
        }
        x
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reversed_then_changed(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v[0] *= v[1];
        v.reverse();
        v[0] *= v[2];
        v[1..].reverse();
        v[0] + v[1] * v[1] * v[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], 1)]
    pub fn rotated(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v.rotate_left(k);
        v[0] *= v[1];
        v.rotate_right(k + 1);
        v[3] *= v[0];
        v[0] + v[1].sin() * v[2] + v[3] * v[3]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8], 0.3)]
    pub fn filled_part(x: &[f64], y: f64) -> f64 {
        let mut v = x.to_vec();
        let product = v[1] * v[2];
        v[1..3].fill(y * y);
        v[0] *= v[1];
        v[2] *= v[3];
        product + v[0] * v[1] + v[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8], vec![0.3, 0.9])]
    pub fn copied_part(x: &[f64], y: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let product = v[1] * v[2];
        v[1..3].copy_from_slice(y);
        v[0] *= v[1] * v[2];
        v[2..].clone_from_slice(&x[..2]);
        product + v[0] * v[1] + v[2] * v[3]
    }

    /// A buffer that a time loop copies back.
    #[at(vec![0.1, 0.9, 0.4], 3)]
    pub fn copied_buffers(u: &[f64], steps: usize) -> f64 {
        let mut now = u.to_vec();
        let mut next = vec![0.0; u.len()];
        for _ in 0..steps {
            for i in 1..now.len() {
                next[i] = now[i] * now[i - 1];
            }
            next[0] = now[0].sin();
            now.copy_from_slice(&next);
            next.fill(0.0);
        }
        now[0] + now[1] * now[2]
    }

    #[at([0.5, -1.0], [0.3, 0.9])]
    pub fn replaced(a: [f64; 2], b: [f64; 2]) -> f64 {
        let mut v = a;
        let product = v[0] * v[1];
        let old = std::mem::replace(&mut v, [b[1], product]);
        let first = std::mem::replace(&mut v[0], old[0] * old[1]);
        product + v[0] * v[1] * first
    }

    /// The latest values only: a ring.
    #[at(vec![0.5, -1.0, 2.0, 0.8, 0.1], 3)]
    pub fn ring_buffer(x: &[f64], size: usize) -> f64 {
        let mut ring = vec![0.0; size];
        let mut s = 0.0;
        for i in 0..x.len() {
            let oldest = ring[i % size];
            s += x[i] * oldest;
            ring[i % size] = x[i] * x[i];
        }
        s
    }

    /// A running maximum moves to the front.
    #[at(vec![0.5, 0.9, -2.0, 2.1, 1.5])]
    pub fn running_maximum(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 1..v.len() {
            if v[i] > v[0] {
                v.swap(0, i);
            }
            s += v[0] * v[i];
        }
        s
    }

    /// Arrays of arrays in place.
    #[at([[0.5, -1.0, 2.0], [0.3, 0.8, -0.4]])]
    pub fn rows_moved_and_filled(m: [[f64; 3]; 2]) -> f64 {
        let mut m = m;
        let mut s = 0.0;
        for k in 0..4 {
            m.swap(0, 1);
            m[k % 2].rotate_left(k);
            let (a, b) = m.split_at_mut(1);
            a[0].swap_with_slice(&mut b[0]);
            a[0][1] *= b[0][2];
            b[0].fill(a[0][0] * a[0][0] + 0.5);
            b[0][k % 3] = a[0][k % 3];
            for (p, q) in a[0].iter_mut().zip(&b[0]) {
                *p += *q * *p;
                s += *p;
            }
            a[0][..2].copy_from_slice(&b[0][1..]);
            m[0].reverse();
        }
        s + m[0][0] * m[1][2]
    }

    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.1, 0.7])]
    pub fn inout_slices(x: &mut [f64], y: &mut [f64]) -> f64 {
        x[1..].swap_with_slice(&mut y[..2]);
        x.reverse();
        y.rotate_left(1);
        x[0] *= y[2];
        y.fill(x[0] * x[1]);
        let (l, r) = x.split_at_mut(1);
        l[0] += r[0] * r[1];
        r.copy_from_slice(&y[1..]);
        x[2] * y[0]
    }

    #[at(array![0.5, -1.0, 2.0], 0.3)]
    pub fn arrays_filled_and_assigned(x: &Array1<f64>, y: f64) -> f64 {
        let mut a = x.clone();
        a.swap(0, 2);
        a[1] *= a[0];
        let mut b = x * y;
        b.fill(y * y);
        b[0] *= a[1];
        a.assign(&b);
        std::mem::swap(&mut a, &mut b);
        let mut s = 0.0;
        for v in a.iter() {
            s += v * v;
        }
        s + b[2] * x[1]
    }

    #[at(array![[0.5, -1.0], [2.0, 0.3]], array![0.1, 0.9])]
    pub fn broadcast_assignment(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
        let mut a = x.clone();
        let p = a[[0, 0]] * a[[1, 1]];
        a.assign(y);
        a[[0, 1]] *= p;
        a.swap((0, 0), (1, 1));
        a[[0, 0]] * a[[0, 1]] + a[[1, 0]] * p
    }
}
