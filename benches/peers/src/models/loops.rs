//! The kernels that are one loop, and the transform.

use crate::{Model, Scalar};
use chainrule_benches::kernels::fft::Fft;
use chainrule_benches::kernels::lorenz::DT;

/// The sum of squares.
pub struct Squares;

impl Model for Squares {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let mut s = T::constant(0.0);
        for x in &w[0] {
            s += *x * *x;
        }
        s
    }
}

/// The chained Rosenbrock function.
pub struct Chain;

impl Model for Chain {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let mut s = T::constant(0.0);
        for x in w[0].windows(2) {
            let a = x[1] - x[0] * x[0];
            let b = -x[0] + 1.0;
            s += a * a * 100.0 + b * b;
        }
        s
    }
}

/// A number that is carried through a loop.
pub struct Carry;

impl Model for Carry {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        w[0].iter().fold(T::constant(0.7), |s, x| s.sin() + *x * s)
    }
}

/// The Lorenz system, `steps` steps.
pub struct Attractor {
    /// Steps of time.
    pub steps: usize,
}

impl Model for Attractor {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let [x, y, z, sigma, rho, beta] = w[0][..] else { unreachable!() };
        let slope = |[x, y, z]: [T; 3]| [sigma * (y - x), x * (rho - z) - y, x * y - beta * z];
        let mut at = [x, y, z];
        for _ in 0..self.steps {
            let moved = |k: [T; 3], h: f64| [0, 1, 2].map(|i| at[i] + k[i] * h);
            let a = slope(at);
            let b = slope(moved(a, 0.5 * DT));
            let c = slope(moved(b, 0.5 * DT));
            let e = slope(moved(c, DT));
            let change = |i: usize| (a[i] + b[i] * 2.0 + c[i] * 2.0 + e[i]) * (DT / 6.0);
            at = [0, 1, 2].map(|i| at[i] + change(i));
        }
        at[0] * at[0] + at[1] * at[1] + at[2] * at[2]
    }
}

/// A signal that is filtered.
pub struct Transform<'a> {
    /// The kernel.
    pub data: &'a Fft,
}

/// The fast Fourier transform in place.
fn transform<T: Scalar>(z: &mut [[T; 2]], roots: &[[f64; 2]], sign: f64) {
    let n = z.len();
    let unused = n.leading_zeros() + 1;
    for i in 0..n {
        let j = i.reverse_bits() >> unused;
        if i < j {
            z.swap(i, j);
        }
    }
    let mut half = 1;
    while half < n {
        for block in z.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for j in 0..half {
                let [re, im] = roots[j * (n / 2 / half)];
                let (a, b) = (low[j], high[j]);
                let turned = [b[0] * re - b[1] * (sign * im), b[1] * re + b[0] * (sign * im)];
                low[j] = [a[0] + turned[0], a[1] + turned[1]];
                high[j] = [a[0] - turned[0], a[1] - turned[1]];
            }
        }
        half *= 2;
    }
}

impl Model for Transform<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let mut z: Vec<[T; 2]> = w[0].iter().map(|s| [*s, T::constant(0.0)]).collect();
        transform(&mut z, &self.data.roots, 1.0);
        for (z, f) in z.iter_mut().zip(&w[1]) {
            *z = [z[0] * *f, z[1] * *f];
        }
        transform(&mut z, &self.data.roots, -1.0);
        let n = z.len() as f64;
        let mut sum = T::constant(0.0);
        for (z, t) in z.iter().zip(&self.data.target) {
            let error = z[0] / n - *t;
            sum += error * error * 0.5;
        }
        sum
    }
}
