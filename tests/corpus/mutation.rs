//! Assignments: overwrites, self-reference, swaps, aliases through indices.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.8)]
    pub fn overwritten_inputs(mut x: f64) -> f64 {
        x = x * x;
        x = x.sin();
        x *= x;
        x
    }

    #[at(0.8, 1.7)]
    pub fn compound_assignments(x: f64, y: f64) -> f64 {
        let mut a = x;
        a += y * y;
        a -= x * a;
        a *= y;
        a /= x + 2.0;
        a *= a;
        a += a;
        a -= 0.5 * a;
        a /= a * a + 1.0;
        a
    }

    #[at(7.3, 1.7)]
    pub fn remainder_assignment(x: f64, y: f64) -> f64 {
        let mut a = x * x;
        a %= y;
        a * a
    }

    #[at(0.8, 1.7)]
    pub fn swapped_variables(x: f64, y: f64) -> f64 {
        let mut a = x * x;
        let mut b = y;
        let t = a;
        a = b;
        b = t;
        a * a * b
    }

    /// A value read, overwritten, and its old value read again through a copy.
    #[at(0.8)]
    pub fn old_value_kept(x: f64) -> f64 {
        let mut a = x.exp();
        let old = a;
        a = a * x;
        let older = a;
        a = old * older;
        a + old
    }

    #[at(0.8, 0.3)]
    pub fn dead_stores(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        let b = a * a;
        a = 3.0;
        let c = a * y;
        a = b;
        a + c
    }

    /// `v[i] = v[i] + x` in both spellings.
    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn element_plus(v: &[f64], x: f64) -> f64 {
        let mut v = v.to_vec();
        for i in 0..v.len() {
            v[i] = v[i] + x;
            v[i] += v[i] * x;
        }
        v[0] * v[1] * v[2]
    }

    /// Two index paths that may name one element.
    #[at(vec![0.5, -1.0, 2.0], 0, 0)]
    #[at(vec![0.5, -1.0, 2.0], 0, 1)]
    #[at(vec![0.5, -1.0, 2.0], 2, 1)]
    pub fn aliased_elements(v: &[f64], i: usize, j: usize) -> f64 {
        let mut v = v.to_vec();
        v[i] = v[j] * v[i];
        v[j] += v[i] * v[i];
        v[i] *= v[j];
        v[0] * v[1] + v[2]
    }

    /// An element swap.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn swapped_elements(v: &[f64]) -> f64 {
        let mut v = v.to_vec();
        let t = v[0];
        v[0] = v[2] * v[2];
        v[2] = t;
        v[0] * v[1] + v[2].sin()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reversed_in_place(v: &[f64]) -> Vec<f64> {
        let mut v = v.to_vec();
        let n = v.len();
        for i in 0..n / 2 {
            let t = v[i];
            v[i] = v[n - 1 - i];
            v[n - 1 - i] = t * t;
        }
        v
    }

    /// The container moves into another name and changes there.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn moved_and_changed(v: Vec<f64>) -> f64 {
        let a = v;
        let mut b = a;
        b[0] = b[0] * b[1];
        let c = b;
        c[0] * c[2]
    }

    #[at(0.5, 1.2)]
    pub fn whole_array_replaced(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let s = a[0] * a[1];
        a = [s, a[0]];
        a = [a[1] * a[0], s * a[1]];
        a[0] + a[1]
    }

    #[at([[0.5, 1.2], [0.3, -0.8]])]
    pub fn whole_row_replaced(m: [[f64; 2]; 2]) -> f64 {
        let mut m = m;
        let row = m[0];
        m[0] = m[1];
        m[1] = row;
        m[1][0] *= m[0][1];
        m[0][0] * m[1][0] + m[1][1] * m[0][1]
    }

    #[at(0.5, 4)]
    pub fn element_overwritten_in_loop(x: f64, n: usize) -> f64 {
        let mut a = [1.0, 0.5];
        for i in 0..n {
            a[i % 2] = a[0] * x + a[1].sin();
        }
        a[0] + a[1] * a[1]
    }

    #[at(0.5, 4)]
    pub fn zeroed_each_iteration(x: f64, n: usize) -> f64 {
        let mut total = 0.0;
        let mut part = x;
        for i in 0..n {
            total += part * part;
            part = 0.0;
            for j in 0..i {
                part += x * (j as f64) + x * x;
            }
        }
        total + part
    }

    /// An in-place prefix sum, then used backwards.
    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn prefix_sums(v: &[f64]) -> f64 {
        let mut v = v.to_vec();
        for i in 1..v.len() {
            v[i] += v[i - 1];
        }
        let mut s = 1.0;
        for i in (0..v.len()).rev() {
            s = s * 0.5 + v[i] * v[i];
        }
        s
    }

    #[at(0.5, true)]
    #[at(0.5, false)]
    pub fn overwritten_on_one_path(x: f64, replace: bool) -> f64 {
        let mut a = [x, x * x];
        if replace {
            a[0] = a[1];
        }
        let b = a[0];
        a[1] *= b;
        a[0] + a[1] * b
    }

    #[at(1.1, 0.7)]
    pub fn chained_updates(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut b = y;
        for _ in 0..3 {
            a = a * b;
            b = a + b;
            a -= b * 0.3;
        }
        a / b
    }

    #[at(vec![0.2, 0.9, 0.4])]
    pub fn bubble_sort_weighted(v: &[f64]) -> f64 {
        let mut v = v.to_vec();
        for i in 0..v.len() {
            for j in 0..v.len() - 1 - i {
                if v[j] > v[j + 1] {
                    let t = v[j];
                    v[j] = v[j + 1];
                    v[j + 1] = t;
                }
            }
        }
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * (i as f64 + 1.0);
        }
        s
    }
}
