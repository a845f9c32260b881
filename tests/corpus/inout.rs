//! `&mut` parameters: results left in place, by the function itself and by what it calls.

#[chainrule_oracle::corpus]
pub mod functions {
    use ndarray::{Array1, Array2, array};

    // ----- arrays changed in place -----

    #[at(vec![0.5, -1.25, 2.0], 0.75)]
    #[at(vec![], 0.75)]
    pub fn scale(x: &mut [f64], a: f64) {
        for i in 0..x.len() {
            x[i] *= a;
        }
    }

    #[at(0.75, vec![0.5, -1.25, 2.0], vec![0.1, 0.2, 0.3])]
    pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    #[at(vec![0.5, -1.25, 2.0, 0.25])]
    pub fn prefix_sums(x: &mut [f64]) {
        for i in 1..x.len() {
            x[i] += x[i - 1];
        }
    }

    /// Nonlinear, so that every overwritten element is needed again.
    #[at(vec![0.5, -1.25, 2.0, 0.25])]
    pub fn prefix_products(x: &mut Vec<f64>) {
        for i in 1..x.len() {
            x[i] = x[i] * x[i - 1] + x[i].sin();
        }
    }

    #[at([0.5, -1.25, 2.0])]
    pub fn normalize(x: &mut [f64; 3]) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            s += x[i] * x[i];
        }
        let norm = s.sqrt();
        for i in 0..3 {
            x[i] /= norm;
        }
        norm
    }

    #[at(vec![0.5, -1.25, 2.0, 0.25, 0.75])]
    pub fn reversed(x: &mut [f64]) {
        let n = x.len();
        for i in 0..n / 2 {
            let t = x[i];
            x[i] = x[n - 1 - i];
            x[n - 1 - i] = t * t;
        }
    }

    /// Both whole contents change places.
    #[at(vec![0.5, -1.25], vec![2.0, 0.25])]
    pub fn swapped(x: &mut [f64], y: &mut [f64]) {
        for i in 0..x.len() {
            let t = x[i];
            x[i] = y[i];
            y[i] = t;
        }
    }

    #[at(vec![[0.5, 1.5, -0.5], [2.0, 0.25, 1.0]], 0.75)]
    pub fn rotated_rows(rows: &mut [[f64; 3]], a: f64) {
        for i in 0..rows.len() {
            let first = rows[i][0];
            rows[i][0] = a * rows[i][1];
            rows[i][1] = rows[i][2].exp();
            rows[i][2] = first * rows[i][0];
        }
    }

    #[at(vec![vec![0.5, 1.5], vec![], vec![2.0, 0.25, 1.0]])]
    pub fn ragged(rows: &mut [Vec<f64>]) -> f64 {
        let mut s = 1.0;
        for i in 0..rows.len() {
            for j in 0..rows[i].len() {
                rows[i][j] *= s;
                s += rows[i][j];
            }
        }
        s
    }

    #[at(array![[0.5, 1.5], [2.0, 0.25]], 0.75)]
    pub fn matrix_in_place(m: &mut Array2<f64>, a: f64) {
        m[[0, 1]] *= a;
        *m = &*m * m[[1, 0]];
        m[[1, 1]] += m[[0, 1]] * a;
    }

    #[at(array![[0.5, 1.5], [2.0, 0.25]], array![0.3, 0.7])]
    pub fn matrix_power_step(a: &Array2<f64>, x: &mut Array1<f64>) -> f64 {
        *x = a.dot(&*x);
        let size = x.dot(&*x).sqrt();
        *x = &*x / size;
        size
    }

    /// The parameter takes another length.
    #[at(vec![0.5, 1.5], 0.75)]
    pub fn replaced(x: &mut Vec<f64>, a: f64) {
        x[1] *= x[0];
        let longer = vec![x[0] * a, x[1], a, x[1] * x[0]];
        *x = longer;
        x[3] += x[2];
    }

    // ----- scalars, tuples and counters -----

    #[at(0.7)]
    pub fn squared(x: &mut f64) {
        *x *= *x;
    }

    #[at(0.7, 1.1)]
    pub fn add(total: &mut f64, x: f64) {
        *total += x * x;
    }

    #[at(0.7, 1.1)]
    pub fn taken(x: &mut f64, y: f64) -> f64 {
        let old = *x;
        *x = y * y;
        old * *x
    }

    #[at((0.7, 1.1))]
    pub fn turned(p: &mut (f64, f64)) {
        let (x, y) = *p;
        p.0 = x * y;
        p.1 = (x - y).sin() + p.0;
    }

    #[at(((0.7, 1.1), [0.3, 0.9]))]
    pub fn nested_parts(p: &mut ((f64, f64), [f64; 2])) -> f64 {
        p.0.1 *= p.1[0];
        p.1[1] = p.0.0 * p.0.1;
        p.0.0 += p.1[1] * p.1[1];
        p.0.0
    }

    #[at(vec![0.5, -1.25, 2.0, -0.25], 3)]
    pub fn counted(x: &mut [f64], count: &mut usize) {
        for i in 0..x.len() {
            if x[i] < 0.0 {
                *count += 1;
                x[i] *= *count as f64;
            }
        }
    }

    #[at(vec![0.5, -1.25, 2.0, -0.25], vec![0, 0, 0, 0])]
    pub fn sorted_order(x: &[f64], order: &mut [usize]) -> f64 {
        for i in 0..x.len() {
            order[i] = i;
        }
        for i in 1..x.len() {
            let mut j = i;
            while j > 0 && x[order[j - 1]] > x[order[j]] {
                let t = order[j];
                order[j] = order[j - 1];
                order[j - 1] = t;
                j -= 1;
            }
        }
        let mut s = 0.0;
        for i in 0..x.len() {
            s = s * 0.5 + x[order[i]] * x[order[i]];
        }
        s
    }

    #[at(0.4, 1.3)]
    pub fn both_ways(x: &mut f64, y: f64) -> (f64, f64) {
        *x = x.exp() * y;
        (*x * y, *x - y)
    }

    // ----- generic, single precision -----

    #[at(vec![0.5, -1.25], 0.75)]
    #[with(T = f32)]
    pub fn relaxed<T: Real>(x: &mut [T], a: T) -> T {
        let mut change = T::zero();
        for i in 0..x.len() {
            let new = (x[i] + a) / (T::one() + x[i] * x[i]);
            change = change + (new - x[i]) * (new - x[i]);
            x[i] = new;
        }
        change
    }

    #[at(0.7)]
    pub fn generic_square<T: Real>(x: &mut T) {
        *x = *x * *x;
    }

    #[at(vec![0.5, -1.25], 0.75)]
    pub fn single_steps(x: &mut [f32], a: f32) {
        for i in 1..x.len() {
            x[i] = x[i - 1] * a + x[i];
        }
    }

    #[at(0.6, 1.2)]
    pub fn through_generic(x: f64, y: f64) -> f64 {
        let mut v = [x, y, x * y];
        let change = relaxed(&mut v, 0.5);
        generic_square(&mut v[2]);
        let mut t = y;
        generic_square::<f64>(&mut t);
        change * v[0] + v[1] * v[2] * t
    }

    fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * y[i];
        }
        s
    }

    // ----- linear algebra -----

    fn subtract_row(row: &mut [f64], pivot: &[f64], factor: f64) {
        for j in 0..row.len() {
            row[j] -= factor * pivot[j];
        }
    }

    /// Gaussian elimination without exchanges; the determinant.
    #[at(vec![vec![2.0, 0.5, 1.0], vec![-0.5, 3.0, 0.25], vec![1.0, 0.75, 4.0]])]
    pub fn eliminated(a: &mut [Vec<f64>]) -> f64 {
        let n = a.len();
        let mut det = 1.0;
        for k in 0..n {
            det *= a[k][k];
            let pivot = a[k].to_vec();
            for i in k + 1..n {
                let factor = a[i][k] / pivot[k];
                subtract_row(&mut a[i][k + 1..], &pivot[k + 1..], factor);
                a[i][k] = factor;
            }
        }
        det
    }

    /// L. Fox's variant of Cholesky's method, row by row, in place.
    #[at([[2.0, 0.5, 0.25], [0.5, 3.0, 0.75], [0.25, 0.75, 4.0]])]
    pub fn cholesky(a: &mut [[f64; 3]; 3]) {
        for j in 0..3 {
            for k in 0..j {
                a[j][j] -= a[j][k] * a[j][k];
            }
            a[j][j] = a[j][j].sqrt();
            for i in j + 1..3 {
                for k in 0..j {
                    a[i][j] -= a[i][k] * a[j][k];
                }
                a[i][j] /= a[j][j];
            }
        }
    }

    #[at([[1.5, 0.0, 0.0], [0.5, 1.25, 0.0], [0.25, 0.75, 2.0]], vec![0.5, -1.25, 2.0])]
    pub fn forward_substitution(l: &[[f64; 3]; 3], b: &mut [f64]) {
        for i in 0..3 {
            for j in 0..i {
                b[i] -= l[i][j] * b[j];
            }
            b[i] /= l[i][i];
        }
    }

    /// `b' A^-1 b`, by the two above.
    #[at([[2.0, 0.5, 0.25], [0.5, 3.0, 0.75], [0.25, 0.75, 4.0]], vec![0.5, -1.25, 2.0])]
    pub fn solved(a: &[[f64; 3]; 3], b: &[f64]) -> f64 {
        let mut l = *a;
        cholesky(&mut l);
        let mut y = b.to_vec();
        forward_substitution(&l, &mut y);
        dot(&y, &y)
    }

    fn givens(x: &mut [f64], y: &mut [f64], c: f64, s: f64) {
        for j in 0..x.len() {
            let t = c * x[j] + s * y[j];
            y[j] = c * y[j] - s * x[j];
            x[j] = t;
        }
    }

    /// One rotation annihilates an element (W. Givens).
    #[at(vec![0.5, 1.25, 2.0], vec![-0.75, 0.5, 1.0])]
    pub fn rotated(x: &mut [f64], y: &mut [f64]) -> f64 {
        let r = x[0].hypot(y[0]);
        let (c, s) = (x[0] / r, y[0] / r);
        givens(x, y, c, s);
        givens(&mut x[1..], &mut y[1..], s, c);
        r
    }

    #[at([[4.0, 0.5, 0.25], [0.5, 5.0, 0.75], [0.25, 0.75, 6.0]], [0.5, -1.25, 2.0], 3)]
    pub fn gauss_seidel(a: &[[f64; 3]; 3], b: &[f64; 3], sweeps: usize) -> f64 {
        let mut x = [0.0; 3];
        for _ in 0..sweeps {
            sweep(a, b, &mut x);
        }
        x[0] * x[1] + x[2]
    }

    fn sweep(a: &[[f64; 3]; 3], b: &[f64; 3], x: &mut [f64; 3]) {
        for i in 0..3 {
            let mut s = b[i];
            for j in 0..3 {
                if j != i {
                    s -= a[i][j] * x[j];
                }
            }
            x[i] = s / a[i][i];
        }
    }

    // ----- time steps -----

    fn heat_step(u: &[f64], v: &mut [f64], r: f64) {
        let n = u.len();
        v[0] = u[0];
        v[n - 1] = u[n - 1];
        for i in 1..n - 1 {
            v[i] = u[i] + r * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
    }

    #[at(vec![0.0, 1.0, 0.5, -0.5, 0.25], 0.2, 3)]
    pub fn heat(u: &[f64], r: f64, steps: usize) -> f64 {
        let mut a = u.to_vec();
        let mut b = u.to_vec();
        for _ in 0..steps {
            heat_step(&a, &mut b, r);
            heat_step(&b, &mut a, r * r);
        }
        let mut energy = 0.0;
        for i in 0..a.len() {
            energy += a[i] * a[i] * b[i];
        }
        energy
    }

    /// A pendulum by the leapfrog method: the state is a pair of `&mut` numbers.
    #[at(0.5, 0.1, 0.05)]
    pub fn pendulum(angle: f64, velocity: f64, dt: f64) -> f64 {
        let mut q = angle;
        let mut p = velocity;
        for _ in 0..10 {
            leap(&mut q, &mut p, dt);
        }
        p * p / 2.0 - q.cos()
    }

    fn leap(q: &mut f64, p: &mut f64, dt: f64) {
        kick(p, *q, dt / 2.0);
        *q += dt * *p;
        kick(p, *q, dt / 2.0);
    }

    fn kick(p: &mut f64, q: f64, dt: f64) {
        *p -= dt * q.sin();
    }

    // ----- recursion -----

    /// A recursive scan: halves first, then the carry.
    #[at(vec![0.5, -1.25, 2.0, 0.25, 0.75])]
    #[at(vec![0.5])]
    pub fn recursive_scan(x: &mut [f64]) -> f64 {
        let n = x.len();
        if n < 2 {
            x[0].sin()
        } else {
            let m = n / 2;
            let left = recursive_scan(&mut x[..m]);
            let right = recursive_scan(&mut x[m..]);
            for i in m..n {
                x[i] += x[m - 1] * right;
            }
            left * right
        }
    }

    #[at(vec![0.5, -1.25, 2.0, 0.25], 4)]
    pub fn even(x: &mut [f64], n: usize) {
        if n > 0 {
            x[n - 1] *= x[0] + 2.0;
            odd(x, n - 1);
        }
    }

    fn odd(x: &mut [f64], n: usize) {
        if n > 0 {
            x[n - 1] += x[1];
            even(x, n - 1);
            x[0] = x[0].sin();
        }
    }

    fn butterfly(re: &mut [f64], im: &mut [f64], i: usize, j: usize, c: f64, s: f64) {
        let (x, y) = (c * re[j] - s * im[j], c * im[j] + s * re[j]);
        re[j] = re[i] - x;
        im[j] = im[i] - y;
        re[i] += x;
        im[i] += y;
    }

    fn transform(re: &mut [f64], im: &mut [f64], start: usize, step: usize, n: usize) {
        if n > 1 {
            let half = n / 2;
            transform(re, im, start, 2 * step, half);
            transform(re, im, start + step, 2 * step, half);
            for k in 0..half {
                let angle = -std::f64::consts::TAU * (k as f64) / (n as f64);
                let (i, j) = (start + 2 * k * step, start + (2 * k + 1) * step);
                butterfly(re, im, i, j, angle.cos(), angle.sin());
            }
        }
    }

    /// Radix-2 transform (J. W. Cooley, J. W. Tukey), the order of the output left as it comes.
    #[at(vec![0.5, -1.25, 2.0, 0.25, 0.75, 0.1, -0.3, 0.9], vec![0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])]
    pub fn fourier(re: &mut [f64], im: &mut [f64]) {
        transform(re, im, 0, 1, re.len());
    }

    #[at(vec![0.5, -1.25, 2.0, 0.25])]
    pub fn spectrum(x: &[f64]) -> f64 {
        let mut re = x.to_vec();
        let mut im = vec![0.0; x.len()];
        fourier(&mut re, &mut im);
        let mut s = 0.0;
        for k in 0..re.len() {
            s += (re[k] * re[k] + im[k] * im[k]) * ((k + 1) as f64);
        }
        s
    }

    fn mixed(x: &mut [f64], y: &mut [f64], z: &mut [f64], a: f64) -> f64 {
        for i in 0..x.len() {
            x[i] += a * y[i] * z[0];
            y[i] = x[i].sin() * y[i];
            z[0] *= y[i];
        }
        z[0]
    }

    /// Parts of one array, all of them changed by one call.
    #[at(vec![0.5, -1.25, 2.0, 0.25, 0.75, 1.5], 2)]
    pub fn halves_of_one_array(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let (left, right) = v.split_at_mut(k);
        givens(left, right, 0.6, 0.8);
        let (first, rest) = v.split_at_mut(2);
        let (second, third) = rest.split_at_mut(k);
        let w = mixed(first, second, third, x[0]);
        givens(&mut third[..1], &mut second[1..], 0.8, w);
        let mut s = w;
        for i in 0..v.len() {
            s = s * 0.9 + v[i] * v[i];
        }
        s
    }

    /// Rows of a matrix: one changed, one read.
    #[at([[4.0, 0.5, 0.25], [0.5, 5.0, 0.75], [0.25, 0.75, 6.0]])]
    pub fn eliminated_rows(m: &[[f64; 3]; 3]) -> f64 {
        let mut a = *m;
        for p in 0..2 {
            let (above, below) = a.split_at_mut(p + 1);
            for i in 0..below.len() {
                let factor = below[i][p] / above[p][p];
                axpy(-factor, &above[p][p..], &mut below[i][p..]);
            }
        }
        a[0][0] * a[1][1] * a[2][2]
    }
}
