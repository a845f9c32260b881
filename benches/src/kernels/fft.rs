//! The fast Fourier transform of radix 2 in place (Cooley and Tukey, "An algorithm for the machine
//! calculation of complex Fourier series", Mathematics of Computation 19, 1965) and its inverse: a
//! filter of a signal. The butterflies are a helper that changes two numbers of a slice.

use super::arrays::Arrays;
use crate::{Kernel, Random};
use chainrule::{differentiable, no_diff};
use std::f64::consts::PI;

/// A real and an imaginary part.
pub type Complex = [f64; 2];

/// The product.
#[differentiable]
fn times(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// `(a, b)` becomes `(a + root b, a - root b)`.
#[differentiable]
fn butterfly(a: &mut Complex, b: &mut Complex, #[no_diff] root: Complex) {
    let turned = times(root, *b);
    *b = [a[0] - turned[0], a[1] - turned[1]];
    *a = [a[0] + turned[0], a[1] + turned[1]];
}

/// The first half of the powers of the root of unity `exp(-2 pi i / n)`.
pub fn roots(n: usize) -> Vec<Complex> {
    let angle = |k| -2.0 * PI * k as f64 / n as f64;
    (0..n / 2).map(|k| [f64::cos(angle(k)), f64::sin(angle(k))]).collect()
}

/// The transform of `z` in place; `n`, its length, is a power of two, and `roots` is as
/// [`roots`] makes it, conjugated for the inverse transform times `n`.
#[differentiable]
pub fn transform(z: &mut [Complex], #[no_diff] roots: &[Complex]) {
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
                butterfly(&mut low[j], &mut high[j], roots[j * (n / 2 / half)]);
            }
        }
        half *= 2;
    }
}

/// Half the squared distance from `target` of `signal` after `filter`, which multiplies its
/// spectrum.
#[differentiable]
pub fn filtered(
    signal: &[f64],
    filter: &[f64],
    #[no_diff] target: &[f64],
    #[no_diff] roots: &[Complex],
) -> f64 {
    let mut z: Vec<Complex> = signal.iter().map(|s| [*s, 0.0]).collect();
    transform(&mut z, roots);
    for (z, f) in z.iter_mut().zip(filter) {
        *z = [z[0] * f, z[1] * f];
    }
    let conjugated: Vec<Complex> = no_diff!(roots.iter().map(|r| [r[0], -r[1]]).collect());
    transform(&mut z, &conjugated);
    let n = signal.len() as f64;
    z.iter().zip(target).map(|(z, t)| 0.5 * (z[0] / n - t) * (z[0] / n - t)).sum()
}

/// The adjoint of [`transform`], which is linear: the butterflies transposed, from the last to the
/// first.
fn pull_transform(d_z: &mut [Complex], roots: &[Complex]) {
    let n = d_z.len();
    let mut half = n / 2;
    while half > 0 {
        for block in d_z.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for j in 0..half {
                let [re, im] = roots[j * (n / 2 / half)];
                let (a, b) = (low[j], high[j]);
                low[j] = [a[0] + b[0], a[1] + b[1]];
                high[j] = times([re, -im], [a[0] - b[0], a[1] - b[1]]);
            }
        }
        half /= 2;
    }
    let unused = n.leading_zeros() + 1;
    for i in 0..n {
        let j = i.reverse_bits() >> unused;
        if i < j {
            d_z.swap(i, j);
        }
    }
}

/// The adjoint by hand of [`filtered`]: keeps the spectrum.
pub fn by_hand(
    (signal, filter): (&[f64], &[f64]),
    target: &[f64],
    roots: &[Complex],
    (d_signal, d_filter): (&mut [f64], &mut [f64]),
    seed: f64,
) -> f64 {
    let mut spectrum: Vec<Complex> = signal.iter().map(|s| [*s, 0.0]).collect();
    transform(&mut spectrum, roots);
    let mut z: Vec<Complex> =
        spectrum.iter().zip(filter).map(|(z, f)| [z[0] * f, z[1] * f]).collect();
    let conjugated: Vec<Complex> = roots.iter().map(|r| [r[0], -r[1]]).collect();
    transform(&mut z, &conjugated);
    let n = signal.len() as f64;
    let value = z.iter().zip(target).map(|(z, t)| 0.5 * (z[0] / n - t) * (z[0] / n - t)).sum();
    for (z, t) in z.iter_mut().zip(target) {
        *z = [(z[0] / n - t) / n * seed, 0.0];
    }
    pull_transform(&mut z, &conjugated);
    for (k, (z, s)) in z.iter_mut().zip(&spectrum).enumerate() {
        d_filter[k] += z[0] * s[0] + z[1] * s[1];
        *z = [z[0] * filter[k], z[1] * filter[k]];
    }
    pull_transform(&mut z, roots);
    for (d, z) in d_signal.iter_mut().zip(&z) {
        *d += z[0];
    }
    value
}

/// [`filtered`] with inputs.
pub struct Fft {
    /// What the filtered signal is compared with.
    pub target: Vec<f64>,
    /// The roots of unity.
    pub roots: Vec<Complex>,
    arrays: Arrays,
}

impl Fft {
    /// A signal of `n` numbers, a power of two.
    pub fn new(n: usize) -> Self {
        let mut random = Random::new(14);
        let target = random.vector(n, -1.0, 1.0);
        let inputs = vec![random.vector(n, -1.0, 1.0), random.vector(n, 0.0, 1.0)];
        Self { target, roots: roots(n), arrays: Arrays::new(inputs, &mut random) }
    }
}

impl Kernel for Fft {
    fn name(&self) -> String {
        format!("FFT and inverse, n = {}", self.target.len())
    }

    fn mark(&self) -> Option<f64> {
        Some(3.0)
    }

    fn primal(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        filtered(&w[0], &w[1], &self.target, &self.roots)
    }

    fn adjoint(&mut self) -> f64 {
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let [d_signal, d_filter] = &mut shadows[..] else { unreachable!() };
        adjoint_filtered(&w[0], &w[1], &self.target, &self.roots, d_signal, d_filter, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let w = &self.arrays.inputs;
        Some(value_and_grad_filtered(&w[0], &w[1], &self.target, &self.roots).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        let Arrays { inputs: w, direction, .. } = &self.arrays;
        jvp_filtered(&w[0], &w[1], &self.target, &self.roots, &direction[0], &direction[1])
    }

    fn by_hand(&mut self) -> f64 {
        let Arrays { inputs: w, shadows, .. } = &mut self.arrays;
        let [d_signal, d_filter] = &mut shadows[..] else { unreachable!() };
        by_hand((&w[0], &w[1]), &self.target, &self.roots, (d_signal, d_filter), 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        self.arrays.inputs()
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        self.arrays.direction()
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.arrays.shadows()
    }
}

#[cfg(test)]
mod tests {
    use super::{Complex, roots, times, transform};
    use crate::Random;
    use std::f64::consts::PI;

    #[test]
    fn the_transform_is_the_sum_that_defines_it() {
        let n = 16;
        let mut random = Random::new(1);
        let x: Vec<Complex> =
            (0..n).map(|_| [random.uniform(-1.0, 1.0), random.uniform(-1.0, 1.0)]).collect();
        let mut z = x.clone();
        transform(&mut z, &roots(n));
        for k in 0..n {
            let terms = x.iter().enumerate().map(|(j, x)| {
                let angle = -2.0 * PI * (j * k) as f64 / n as f64;
                times(*x, [angle.cos(), angle.sin()])
            });
            let sum = terms.fold([0.0, 0.0], |s, t| [s[0] + t[0], s[1] + t[1]]);
            // 16 terms of at most 1.5, angles of up to 100 whose rounding counts in full
            assert!((z[k][0] - sum[0]).abs() < 1e-12 && (z[k][1] - sum[1]).abs() < 1e-12);
        }
    }
}
