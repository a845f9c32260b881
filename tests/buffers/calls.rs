//! Buffers that callees fill: stages of integrators, butterflies, recursion, scratch space that is read
//! before it is filled again.

#[chainrule_oracle::corpus]
pub mod functions {
    fn rates(y: &[f64], k: &mut [f64]) {
        k[0] = y[1] * y[0];
        k[1] = -y[0] * y[0] + 0.5 * y[1];
    }

    fn shifted(y: &[f64], k: &[f64], h: f64, out: &mut [f64]) {
        for i in 0..y.len() {
            out[i] = y[i] + h * k[i];
        }
    }

    /// Four stages: their buffers are filled again in each step, and only one of them is read as it was.
    #[at(vec![0.6, -0.3], 0.1, 3)]
    #[at(vec![0.6, -0.3], 0.1, 0)]
    pub fn runge_kutta(start: &[f64], h: f64, steps: usize) -> f64 {
        let mut y = start.to_vec();
        let (mut k1, mut k2) = (vec![0.0; 2], vec![0.0; 2]);
        let (mut k3, mut k4) = (vec![0.0; 2], vec![0.0; 2]);
        let mut stage = vec![0.0; 2];
        for _ in 0..steps {
            rates(&y, &mut k1);
            shifted(&y, &k1, h / 2.0, &mut stage);
            rates(&stage, &mut k2);
            shifted(&y, &k2, h / 2.0, &mut stage);
            rates(&stage, &mut k3);
            shifted(&y, &k3, h, &mut stage);
            rates(&stage, &mut k4);
            for i in 0..y.len() {
                y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
            }
        }
        y[0] * y[1]
    }

    fn turned(a: &mut f64, b: &mut f64, c: f64, s: f64) {
        let t = c * *a - s * *b;
        *b = s * *a + c * *b;
        *a = t;
    }

    /// Rotations are linear in what they change, and not in the angle.
    #[at(vec![0.5, -1.0, 2.0, 0.25], 0.7)]
    pub fn rotations(x: &[f64], angle: f64) -> f64 {
        let mut y = x.to_vec();
        for i in 0..y.len() - 1 {
            let (left, right) = y.split_at_mut(i + 1);
            let t = angle * (i + 1) as f64;
            turned(&mut left[i], &mut right[0], t.cos(), t.sin());
        }
        y[0] * y[3] + y[1]
    }

    /// The same by a constant angle: nothing is needed but the angle.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn fixed_rotations(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        for i in 0..y.len() - 1 {
            let (left, right) = y.split_at_mut(i + 1);
            turned(&mut left[i], &mut right[0], 0.6, 0.8);
        }
        y[0] * y[3] + y[1] * y[1]
    }

    /// The content is read between two calls that fill the buffer, and not linearly.
    #[at(vec![0.5, -1.0])]
    pub fn read_between(x: &[f64]) -> f64 {
        let mut k = vec![0.0; 2];
        rates(x, &mut k);
        let product = k[0] * k[1];
        rates(&[product, x[0]], &mut k);
        let square = k[0] * k[0] * product;
        rates(&[x[1], square], &mut k);
        k[0] * k[1] + square
    }

    fn first_filled(x: f64, out: &mut [f64]) {
        out[0] = x * x;
    }

    /// A part is filled; the rest is needed as it was, and so is the part.
    #[at(vec![0.5, -1.0, 0.75])]
    pub fn part_filled(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        let before = y[0] * y[1] * y[2];
        first_filled(before, &mut y);
        let behind = y[0] * y[1] * y[2];
        first_filled(behind, &mut y);
        y[0] * y[1] * before
    }

    fn halves(z: &mut [f64]) {
        let n = z.len();
        if n < 2 {
            return;
        }
        let h = n / 2;
        for i in 0..h {
            let (a, b) = (z[i], z[i + h]);
            z[i] = a + b;
            z[i + h] = a - b;
        }
        halves(&mut z[..h]);
        halves(&mut z[h..]);
    }

    /// Recursion in place, linear, between operations that are not.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![0.5])]
    pub fn hadamard(x: &[f64]) -> f64 {
        let mut z: Vec<f64> = x.iter().map(|x| x * x).collect();
        halves(&mut z);
        for i in 0..z.len() {
            z[i] = z[i].sin();
        }
        halves(&mut z);
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i] * z[i];
        }
        sum
    }

    fn squares(z: &mut [f64]) {
        for i in 0..z.len() {
            z[i] *= z[i];
        }
    }

    fn squares_of_parts(z: &mut [f64]) {
        let h = z.len() / 2;
        squares(&mut z[..h]);
        halves(z);
        squares(&mut z[h..]);
    }

    /// What the callees of a callee need themselves is kept, whoever asks.
    #[at(vec![0.5, -1.0, 0.3, 0.25])]
    pub fn nested(x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        squares_of_parts(&mut z);
        squares_of_parts(&mut z);
        z[0] + z[1] * z[3] + z[2]
    }

    fn swapped_ends(z: &mut [f64]) {
        let n = z.len();
        z.swap(0, n - 1);
    }

    /// A swap undone, or not.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn ends(x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        swapped_ends(&mut z);
        let first = z[0] * z[0];
        swapped_ends(&mut z);
        let again = z[0] * first;
        swapped_ends(&mut z);
        z[0] * again + z[2]
    }

    fn left_early(z: &mut [f64], bound: f64) -> usize {
        for i in 0..z.len() {
            if z[i] > bound {
                return i;
            }
            z[i] = bound - z[i];
        }
        z.len()
    }

    /// A callee that leaves early and returns where.
    #[at(vec![0.1, -1.0, 0.9, 0.3], 0.5)]
    #[at(vec![0.1, -1.0], 0.5)]
    pub fn early(x: &[f64], bound: f64) -> f64 {
        let mut z = x.to_vec();
        let at = left_early(&mut z, bound);
        let weight = (at + 1) as f64;
        let again = left_early(&mut z, bound * bound);
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i] * weight * z[i] * (again + 1) as f64;
        }
        sum
    }

    fn copied(from: &[f64], to: &mut [f64]) {
        to.copy_from_slice(from);
    }

    fn filled(x: f64, to: &mut [f64]) {
        to.fill(x);
    }

    /// Whole arrays overwritten by callees.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn overwritten(x: &[f64]) -> f64 {
        let mut z = vec![1.0; 3];
        copied(x, &mut z);
        let product = z[0] * z[1] * z[2];
        filled(product, &mut z);
        let square = z[0] * z[2];
        copied(x, &mut z);
        z[1] * square + product
    }

    /// A buffer of the caller's caller.
    fn stage(x: &[f64], scratch: &mut [f64]) -> f64 {
        rates(x, scratch);
        let value = scratch[0] * scratch[1];
        squares(scratch);
        value + scratch[0]
    }

    #[at(vec![0.5, -1.0], vec![0.2, 0.4])]
    pub fn lent_on(x: &[f64], start: &[f64]) -> f64 {
        let mut scratch = start.to_vec();
        let before = scratch[0] * scratch[1];
        let value = stage(x, &mut scratch);
        before * value * stage(&[value, before], &mut scratch)
    }

    fn both_filled(x: &[f64], a: &mut [f64], b: &mut [f64]) {
        for i in 0..x.len() {
            a[i] = x[i] * b[i];
            b[i] = a[i] * x[i];
        }
    }

    /// Two rows are kept in turns.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn two_rows(x: &[f64]) -> f64 {
        let (mut a, mut b) = (x.to_vec(), x.to_vec());
        let mut product = a[0] * b[1];
        for _ in 0..2 {
            both_filled(x, &mut a, &mut b);
            product *= a[1] * b[2] + a[0];
        }
        product
    }

    fn added(x: &[f64], y: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += y[i] * y[i];
            y[i] += x[i] * sum.sin();
        }
        sum
    }

    /// A row that is kept beside other records of the same loop.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn row_and_more(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        let first = added(x, &mut y);
        let second = added(x, &mut y);
        first * second + y[0] * y[2]
    }

    fn scaled_by_row(x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] *= x[i];
        }
        for i in 1..x.len() {
            y[i] = y[i] * y[i];
        }
    }

    /// Rows that are kept always and rows that are kept on condition.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn rows_in_turn(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        scaled_by_row(x, &mut y);
        let product = y[0] * y[1] * y[2];
        scaled_by_row(&[product, x[0], x[1]], &mut y);
        y[0] * y[1] + y[2]
    }
}
