//! Traits of the user's for lists and tuples, also of whatever has the trait.

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;

#[differentiable]
trait Energy: Differentiable {
    fn energy(&self) -> f64;
}

#[derive(Differentiable, Clone, Copy)]
struct Spring {
    k: f64,
    x: f64,
}

#[differentiable]
impl Energy for Spring {
    fn energy(&self) -> f64 {
        0.5 * self.k * self.x * self.x
    }
}

#[differentiable]
impl<A: Energy, B: Energy> Energy for (A, B) {
    fn energy(&self) -> f64 {
        2.0 * self.0.energy() + self.1.energy()
    }
}

#[differentiable]
impl<T: Energy> Energy for Vec<T> {
    fn energy(&self) -> f64 {
        self.iter().map(|part| part.energy()).sum()
    }
}

#[differentiable]
impl<T: Energy, const N: usize> Energy for [T; N] {
    fn energy(&self) -> f64 {
        let mut product = 1.0;
        for part in self {
            product *= part.energy();
        }
        product
    }
}

#[differentiable]
fn system(a: Spring, k: f64, x: f64) -> f64 {
    let b = Spring { k, x };
    (a, b).energy() * vec![a, b].energy() + ([a, b], vec![(b, a)]).energy()
}

#[test]
fn lists_of_whatever_has_the_trait() {
    let a = Spring { k: 1.5, x: 0.8 };
    let (ea, eb): (f64, f64) = (0.5 * 1.5 * 0.64, 0.5 * 0.7 * 0.09);
    let value = (2.0 * ea + eb) * (ea + eb) + 2.0 * (ea * eb) + (2.0 * eb + ea);
    assert!((system(a, 0.7, 0.3) - value).abs() < 1e-14);
    // d/d ea = 2 (ea + eb) + (2 ea + eb) + 2 eb + 1, times d ea / d k = x^2 / 2
    let (of_a, _, _) = grad_system(a, 0.7, 0.3);
    let of_ea = 2.0 * (ea + eb) + (2.0 * ea + eb) + 2.0 * eb + 1.0;
    assert!((of_a.k - of_ea * 0.32).abs() < 1e-14);
    check_gradients::<system>((a, 0.7, 0.3)).expect("both modes");
}

/// Methods that arrays of ndarray have too.
#[differentiable]
trait Statistics<T> {
    fn mean(&self) -> T;
    fn dot(&self, other: &Self) -> T;
}

#[differentiable]
impl<T: Float> Statistics<T> for Vec<T> {
    fn mean(&self) -> T {
        let mut sum = T::zero();
        for x in self {
            sum = sum + *x;
        }
        sum / T::from(self.len()).unwrap()
    }

    fn dot(&self, other: &Self) -> T {
        let mut sum = T::zero();
        for (a, b) in self.iter().zip(other) {
            sum = sum + *a * *b;
        }
        sum
    }
}

#[differentiable]
fn covariance(v: &Vec<f64>, w: &Vec<f64>) -> f64 {
    v.dot(w) / v.len() as f64 - v.mean() * w.mean()
}

#[test]
fn methods_that_are_named_like_those_of_arrays() {
    let (v, w) = (vec![1.0, 0.5, 2.0], vec![0.3, -1.0, 0.7]);
    let (of_v, _) = grad_covariance(&v, &w);
    let mean = w.iter().sum::<f64>() / 3.0;
    for (d, w) in of_v.iter().zip(&w) {
        assert!((d - (w - mean) / 3.0).abs() < 1e-15);
    }
    check_gradients::<covariance>((&v, &w)).expect("both modes");
}
