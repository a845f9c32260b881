//! Generic functions that meet exits, `&mut` parameters and options.

#[chainrule_oracle::corpus]
pub mod functions {
    fn axpy<T: Real>(a: T, x: &[T], y: &mut [T]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    fn inner<T: Real>(x: &[T], y: &[T]) -> T {
        let mut s = T::zero();
        for i in 0..x.len() {
            s += x[i] * y[i];
        }
        s
    }

    #[at(vec![0.4, -0.7, 1.1], 0.8, 3)]
    pub fn generic_steps<T: Real>(x: &[T], a: T, n: usize) -> T {
        let mut y = x.to_vec();
        let limit = T::from(5.0).unwrap();
        for _ in 0..n {
            let size = inner(&y, &y);
            if size > limit {
                return size * a;
            }
            axpy(a * size, x, &mut y);
        }
        inner(x, &y)
    }

    #[with(T = f32)]
    #[at(vec![0.5, -0.75, 1.25], 0.5, 3)]
    pub fn single_steps<T: Real>(x: &[T], a: T, n: usize) -> T {
        let mut y = x.to_vec();
        for k in 0..n {
            if k == 2 {
                continue;
            }
            axpy(a, x, &mut y);
            y[k] = y[k] * y[0];
        }
        inner(x, &y)
    }

    /// Elimination in place over any float and size; none where a pivot is missing.
    fn eliminate<T: Real, const N: usize>(a: &mut [[T; N]; N], b: &mut [T; N]) -> Option<T> {
        let mut det = T::one();
        for k in 0..N {
            if a[k][k] == T::zero() {
                return None;
            }
            det *= a[k][k];
            for i in k + 1..N {
                let factor = a[i][k] / a[k][k];
                for j in k..N {
                    let t = a[k][j];
                    a[i][j] -= factor * t;
                }
                b[i] = b[i] - factor * b[k];
            }
        }
        for k in (0..N).rev() {
            for j in k + 1..N {
                b[k] = b[k] - a[k][j] * b[j];
            }
            b[k] /= a[k][k];
        }
        Some(det)
    }

    #[with(N = 2)]
    #[at([[2.3, 0.4], [-0.8, 1.5]], [0.6, -1.1])]
    #[kink([[0.0, 0.4], [-0.8, 1.5]], [0.6, -1.1])]
    pub fn generic_solution<T: Real, const N: usize>(a: &[[T; N]; N], b: &[T; N]) -> T {
        let mut m = *a;
        let mut x = *b;
        let Some(det) = eliminate(&mut m, &mut x) else {
            return b[0] * b[0];
        };
        det * x[0] + x[N - 1]
    }

    /// The value and the number of steps, or how many were too few.
    fn cube_root<T: Real>(a: T, steps: usize) -> Result<T, usize> {
        let three = T::from(3.0).unwrap();
        let mut x = a;
        for _ in 0..steps {
            let change = (x - a / (x * x)) / three;
            x -= change;
            if change.abs() < T::from(1e-13).unwrap() {
                return Ok(x);
            }
        }
        Err(steps)
    }

    #[at(2.2, 0.7)]
    pub fn generic_fallback<T: Real>(x: T, y: T) -> T {
        let mut s = T::zero();
        for k in [2, 40] {
            s += match cube_root(x * y, k) {
                Ok(root) => root * y,
                Err(_) => x,
            };
        }
        s
    }

    #[at(0.7, 1.2)]
    pub fn generic_pairs<T: Real>(x: T, y: T) -> (T, T) {
        let mut p = (x, y);
        let mut k = 0;
        let (a, b) = loop {
            k += 1;
            p = (p.1 * x, p.0 + y);
            if p.1 > T::from(4.0).unwrap() {
                break p;
            }
            if k == 9 {
                break (p.0, x);
            }
        };
        (a * b, b - x)
    }
}
