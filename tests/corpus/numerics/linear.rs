//! Linear algebra in place: factorisations, iterations, transforms.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Gaussian elimination with rows exchanged; gives the determinant, 0 where it stops.
    fn eliminate(a: &mut [[f64; 3]; 3]) -> f64 {
        let mut det = 1.0;
        for k in 0..3 {
            let mut pivot = k;
            for i in k + 1..3 {
                if a[i][k].abs() > a[pivot][k].abs() {
                    pivot = i;
                }
            }
            if a[pivot][k] == 0.0 {
                return 0.0;
            }
            if pivot != k {
                for j in 0..3 {
                    let t = a[k][j];
                    a[k][j] = a[pivot][j];
                    a[pivot][j] = t;
                }
                det = -det;
            }
            det *= a[k][k];
            for i in k + 1..3 {
                a[i][k] /= a[k][k];
                for j in k + 1..3 {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        det
    }

    #[at([[0.3, 1.2, -0.5], [2.0, 0.4, 0.9], [-1.1, 0.8, 1.6]])]
    pub fn determinant(a: [[f64; 3]; 3]) -> f64 {
        let mut a = a;
        eliminate(&mut a)
    }

    /// Gauss and Jordan's inverse in place, without pivots.
    #[at([[2.3, 0.2, -0.5], [0.3, 1.4, 0.1], [-0.1, 0.8, 1.6]])]
    pub fn inverse(a: &mut [[f64; 3]; 3]) {
        for k in 0..3 {
            let pivot = 1.0 / a[k][k];
            a[k][k] = 1.0;
            for j in 0..3 {
                a[k][j] *= pivot;
            }
            for i in 0..3 {
                if i == k {
                    continue;
                }
                let factor = a[i][k];
                a[i][k] = 0.0;
                for j in 0..3 {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
    }

    /// The lower Cholesky factor in place; gives the logarithm of the determinant.
    fn cholesky(a: &mut [Vec<f64>]) -> f64 {
        let mut log_det = 0.0;
        for i in 0..a.len() {
            for j in 0..=i {
                let mut s = a[i][j];
                for k in 0..j {
                    s -= a[i][k] * a[j][k];
                }
                if i == j {
                    a[i][i] = s.sqrt();
                    log_det += s.ln();
                } else {
                    a[i][j] = s / a[j][j];
                }
            }
        }
        log_det
    }

    /// `x` becomes `L^-1 x`.
    fn forward_substitution(l: &[Vec<f64>], x: &mut [f64]) {
        for i in 0..x.len() {
            for k in 0..i {
                x[i] -= l[i][k] * x[k];
            }
            x[i] /= l[i][i];
        }
    }

    #[at(vec![vec![2.0, 0.3, 0.1], vec![0.3, 1.5, -0.2], vec![0.1, -0.2, 0.9]], vec![0.4, -1.0, 0.6])]
    pub fn normal_log_density(covariance: &[Vec<f64>], x: &[f64]) -> f64 {
        let mut l = covariance.to_vec();
        let mut z = x.to_vec();
        let log_det = cholesky(&mut l);
        forward_substitution(&l, &mut z);
        let mut square = 0.0;
        for i in 0..z.len() {
            square += z[i] * z[i];
        }
        -0.5 * (square + log_det + z.len() as f64 * (2.0 * std::f64::consts::PI).ln())
    }

    /// Modified Gram and Schmidt: the columns become orthonormal, the result is |det|.
    #[at([[0.3, 1.2, -0.5], [2.0, 0.4, 0.9], [-1.1, 0.8, 1.6]])]
    pub fn orthonormalize(q: &mut [[f64; 3]; 3]) -> f64 {
        let mut volume = 1.0;
        for k in 0..3 {
            let mut norm = 0.0;
            for i in 0..3 {
                norm += q[k][i] * q[k][i];
            }
            let norm = norm.sqrt();
            volume *= norm;
            for i in 0..3 {
                q[k][i] /= norm;
            }
            for j in k + 1..3 {
                let mut dot = 0.0;
                for i in 0..3 {
                    dot += q[k][i] * q[j][i];
                }
                for i in 0..3 {
                    q[j][i] -= dot * q[k][i];
                }
            }
        }
        volume
    }

    /// A line through points by Householder's reflections (A. S. Householder, 1958).
    #[at([0.1, 0.9, 2.2, 3.4], [1.0, 1.4, 2.9, 3.1])]
    pub fn fitted_line(t: [f64; 4], y: [f64; 4]) -> (f64, f64) {
        let mut a = [[0.0; 3]; 4];
        for i in 0..4 {
            a[i] = [1.0, t[i], y[i]];
        }
        for k in 0..2 {
            let mut norm = 0.0;
            for i in k..4 {
                norm += a[i][k] * a[i][k];
            }
            let alpha = if a[k][k] > 0.0 { -norm.sqrt() } else { norm.sqrt() };
            let mut v = [0.0; 4];
            for i in k..4 {
                v[i] = a[i][k];
            }
            v[k] -= alpha;
            let half = norm - alpha * a[k][k];
            for j in k..3 {
                let mut dot = 0.0;
                for i in k..4 {
                    dot += v[i] * a[i][j];
                }
                for i in k..4 {
                    a[i][j] -= dot / half * v[i];
                }
            }
        }
        let slope = a[1][2] / a[1][1];
        ((a[0][2] - a[0][1] * slope) / a[0][0], slope)
    }

    /// One of Jacobi's rotations of a symmetric matrix (C. G. J. Jacobi, 1846).
    fn rotate(a: &mut [[f64; 3]; 3], p: usize, q: usize) {
        if a[p][q].abs() < 1e-300 {
            return;
        }
        let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
        let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
        let c = 1.0 / (t * t + 1.0).sqrt();
        let s = t * c;
        for k in 0..3 {
            let (x, y) = (a[k][p], a[k][q]);
            a[k][p] = c * x - s * y;
            a[k][q] = s * x + c * y;
        }
        for k in 0..3 {
            let (x, y) = (a[p][k], a[q][k]);
            a[p][k] = c * x - s * y;
            a[q][k] = s * x + c * y;
        }
    }

    #[at([1.0, 0.4, -0.3, 2.0, 0.6, 3.1])]
    pub fn eigenvalues(upper: [f64; 6]) -> [f64; 3] {
        let u = upper;
        let mut a = [[u[0], u[1], u[2]], [u[1], u[3], u[4]], [u[2], u[4], u[5]]];
        for _ in 0..12 {
            let off: f64 = a[0][1] * a[0][1] + a[0][2] * a[0][2] + a[1][2] * a[1][2];
            if off < 1e-20 {
                break;
            }
            rotate(&mut a, 0, 1);
            rotate(&mut a, 0, 2);
            rotate(&mut a, 1, 2);
        }
        [a[0][0], a[1][1], a[2][2]]
    }

    /// `y = A x` of the matrix with 2 + c on the diagonal and -1 beside it.
    fn apply(x: &[f64], c: f64, y: &mut [f64]) {
        let n = x.len();
        for i in 0..n {
            y[i] = (2.0 + c) * x[i];
            if i > 0 {
                y[i] -= x[i - 1];
            }
            if i + 1 < n {
                y[i] -= x[i + 1];
            }
        }
    }

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i] * b[i];
        }
        s
    }

    /// Conjugate gradients (M. R. Hestenes, E. Stiefel, 1952).
    #[at(vec![1.0, -0.3, 0.8, 0.3, 0.5], 0.4)]
    pub fn conjugate_gradients(b: &[f64], c: f64) -> Vec<f64> {
        let n = b.len();
        let mut x = vec![0.0; n];
        let mut r = b.to_vec();
        let mut p = b.to_vec();
        let mut ap = vec![0.0; n];
        let mut square = dot(&r, &r);
        for _ in 0..n {
            apply(&p, c, &mut ap);
            let alpha = square / dot(&p, &ap);
            for i in 0..n {
                x[i] += alpha * p[i];
                r[i] -= alpha * ap[i];
            }
            let next = dot(&r, &r);
            if next < 1e-24 {
                break;
            }
            let beta = next / square;
            for i in 0..n {
                p[i] = r[i] + beta * p[i];
            }
            square = next;
        }
        x
    }

    /// Gauss and Seidel's sweeps until nothing moves.
    #[at(vec![1.0, -0.3, 0.8], 1.4)]
    pub fn gauss_seidel(b: &[f64], c: f64) -> Vec<f64> {
        let n = b.len();
        let mut x = vec![0.0; n];
        loop {
            let mut change: f64 = 0.0;
            for i in 0..n {
                let mut s = b[i];
                if i > 0 {
                    s += x[i - 1];
                }
                if i + 1 < n {
                    s += x[i + 1];
                }
                let next = s / (2.0 + c);
                change = change.max((next - x[i]).abs());
                x[i] = next;
            }
            if change < 1e-15 {
                return x;
            }
        }
    }

    /// The dominant eigenvalue by R. von Mises's power iteration.
    #[at([[2.0, 0.4], [0.7, 1.1]])]
    pub fn power_iteration(a: &[[f64; 2]; 2]) -> f64 {
        let mut x = [1.0, 1.0];
        let mut value = 0.0;
        for _ in 0..200 {
            let y = [a[0][0] * x[0] + a[0][1] * x[1], a[1][0] * x[0] + a[1][1] * x[1]];
            let norm = y[0].hypot(y[1]);
            x = [y[0] / norm, y[1] / norm];
            let change = (norm - value).abs();
            value = norm;
            if change < 1e-15 {
                break;
            }
        }
        value
    }

    /// `c += a b`.
    fn multiply_into(a: &[[f64; 2]; 2], b: &[[f64; 2]; 2], c: &mut [[f64; 2]; 2]) {
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
    }

    /// The exponential of a matrix by scaling, its series, and squaring.
    #[at([[0.8, -1.9], [1.2, 0.3]])]
    #[at([[0.1, 0.0], [0.2, 0.3]])]
    pub fn matrix_exponential(a: [[f64; 2]; 2]) -> f64 {
        let mut a = a;
        let mut squarings = 0;
        while a[0][0].abs() + a[0][1].abs() + a[1][0].abs() + a[1][1].abs() > 0.5 {
            for i in 0..2 {
                for j in 0..2 {
                    a[i][j] *= 0.5;
                }
            }
            squarings += 1;
        }
        let mut sum = [[1.0, 0.0], [0.0, 1.0]];
        let mut term = sum;
        for k in 1..14 {
            let mut next = [[0.0; 2]; 2];
            multiply_into(&term, &a, &mut next);
            for i in 0..2 {
                for j in 0..2 {
                    next[i][j] /= k as f64;
                    sum[i][j] += next[i][j];
                }
            }
            term = next;
        }
        while squarings > 0 {
            let mut square = [[0.0; 2]; 2];
            multiply_into(&sum, &sum, &mut square);
            sum = square;
            squarings -= 1;
        }
        sum[0][0] * sum[1][1] + sum[0][1] - 0.3 * sum[1][0]
    }

    /// Levinson and Durbin's recursion: a predictor from autocorrelations.
    #[at(vec![1.0, 0.6, 0.25, 0.1])]
    pub fn levinson_durbin(r: &[f64]) -> Vec<f64> {
        let order = r.len() - 1;
        let mut a = vec![0.0; order];
        let mut error = r[0];
        for k in 0..order {
            let mut acc = r[k + 1];
            for j in 0..k {
                acc -= a[j] * r[k - j];
            }
            let reflection = acc / error;
            let old = a.clone();
            a[k] = reflection;
            for j in 0..k {
                a[j] = old[j] - reflection * old[k - 1 - j];
            }
            error *= 1.0 - reflection * reflection;
        }
        a
    }

    /// Cooley and Tukey's transform in place (J. W. Cooley, J. W. Tukey, 1965).
    #[at(vec![0.5, 1.0, -0.3, 0.8, 0.1, 0.0, 0.7, -1.0], vec![0.0, 0.2, 0.0, 0.3, 0.0, -0.4, 0.0, 0.1])]
    pub fn fourier_transform(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let mut j = 0;
        for i in 1..n {
            let mut bit = n >> 1;
            while j & bit != 0 {
                j ^= bit;
                bit >>= 1;
            }
            j |= bit;
            if i < j {
                let (x, y) = (re[i], im[i]);
                re[i] = re[j];
                im[i] = im[j];
                re[j] = x;
                im[j] = y;
            }
        }
        let mut length = 2;
        while length <= n {
            let angle = -2.0 * std::f64::consts::PI / length as f64;
            for start in (0..n).step_by(length) {
                for k in 0..length / 2 {
                    let (s, c) = (angle * k as f64).sin_cos();
                    let (low, high) = (start + k, start + k + length / 2);
                    let x = re[high] * c - im[high] * s;
                    let y = re[high] * s + im[high] * c;
                    re[high] = re[low] - x;
                    im[high] = im[low] - y;
                    re[low] += x;
                    im[low] += y;
                }
            }
            length *= 2;
        }
    }
}
