//! Methods of the user's with the names of the standard library's: they are never taken for those.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Differentiable, Clone, Copy, Debug)]
struct Complex {
    re: f64,
    im: f64,
}

#[differentiable]
impl Complex {
    fn pow(self, n: i32) -> Complex {
        Complex { re: self.re.powi(n), im: self.im }
    }

    fn len(&self) -> f64 {
        self.re * self.im
    }

    fn dot(self, other: Complex) -> f64 {
        self.re * other.re + self.im * other.im
    }

    fn abs(self) -> f64 {
        self.dot(self).sqrt()
    }

    fn max(self, other: Complex) -> Complex {
        Complex { re: self.re + other.re, im: other.im }
    }

    fn exp(&self) -> Self {
        let size = self.re.exp();
        Self { re: size * self.im.cos(), im: size * self.im.sin() }
    }

    fn sum(&self) -> f64 {
        self.re + self.im
    }

    fn push(&mut self, by: f64) {
        self.re += by * self.im;
    }

    fn mapped(self, other: Self) -> f64 {
        other.exp().sum() * other.abs() + self.sum()
    }
}

#[differentiable]
fn all(x: f64, y: f64) -> f64 {
    let z = Complex { re: x, im: y };
    let mut w = z;
    w.push(0.5);
    let copy = w;
    z.pow(2).re * z.len() + copy.abs() + z.max(w).re + z.mapped(copy) + z.dot(w)
}

#[test]
fn methods_with_known_names_are_the_users() {
    check_gradients::<all>((0.4, 0.7)).unwrap();
    let z = Complex { re: 3.0, im: 4.0 };
    assert_eq!((z.abs(), z.grad_sum().re, z.grad_len().re), (5.0, 1.0, 4.0));
}

/// By their paths, where the type of a value does not show: receivers by value and by reference.
#[differentiable]
fn by_path(z: Complex, w: Complex) -> f64 {
    let larger = Complex::max(z, w);
    Complex::dot(larger, w) * Complex::len(&z) + Complex::abs(z)
}

#[test]
fn methods_by_their_paths() {
    let (z, w) = (Complex { re: 3.0, im: 4.0 }, Complex { re: -1.0, im: 2.0 });
    // ((z.re + w.re) w.re + w.im w.im) z.re z.im + |z|
    let (dz, dw) = grad_by_path(z, w);
    let expected = [-12.0 + 8.0 + 0.6, 6.0 + 0.8, 12.0, 48.0];
    for (found, expected) in [dz.re, dz.im, dw.re, dw.im].into_iter().zip(expected) {
        assert!((found - expected).abs() < 1e-14, "{found} {expected}");
    }
    check_gradients::<by_path>((z, w)).unwrap();
}
