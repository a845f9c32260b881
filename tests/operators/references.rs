//! Operators between references, of types that own memory.

use std::ops::{Add, Mul, Sub};

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::agree;

/// A polynomial by its coefficients, the constant first.
#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Polynomial {
    coefficients: Vec<f64>,
}

#[differentiable(second_order)]
impl Polynomial {
    fn at(&self, x: f64) -> f64 {
        self.coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
    }
}

#[differentiable(second_order)]
impl<'a> Mul<&'a Polynomial> for &'a Polynomial {
    type Output = Polynomial;

    fn mul(self, other: &'a Polynomial) -> Polynomial {
        let (a, b) = (&self.coefficients, &other.coefficients);
        let mut coefficients = vec![0.0; a.len() + b.len() - 1];
        for i in 0..a.len() {
            for j in 0..b.len() {
                coefficients[i + j] += a[i] * b[j];
            }
        }
        Polynomial { coefficients }
    }
}

#[differentiable(second_order)]
impl Sub<&Polynomial> for &Polynomial {
    type Output = Polynomial;

    fn sub(self, other: &Polynomial) -> Polynomial {
        let mut coefficients = self.coefficients.clone();
        for i in 0..other.coefficients.len() {
            coefficients[i] -= other.coefficients[i];
        }
        Polynomial { coefficients }
    }
}

#[differentiable(second_order)]
impl Add<f64> for Polynomial {
    type Output = Polynomial;

    fn add(mut self, constant: f64) -> Polynomial {
        self.coefficients[0] += constant;
        self
    }
}

/// `(p p - q)(x) + x` at `x`.
#[differentiable(second_order)]
fn combined(a: f64, b: f64, x: f64) -> f64 {
    let p = Polynomial { coefficients: vec![a, b, 1.0] };
    let q = Polynomial { coefficients: vec![b, a * b] };
    let square = &p * &p;
    let r = &(&square - &q) + x;
    r.at(x)
}

#[differentiable(second_order)]
impl Add<f64> for &Polynomial {
    type Output = Polynomial;

    fn add(self, constant: f64) -> Polynomial {
        self.clone() + constant
    }
}

#[differentiable(second_order)]
fn combined_by_hand(a: f64, b: f64, x: f64) -> f64 {
    let p = a + b * x + x * x;
    p * p - (b + a * b * x) + x
}

#[test]
fn polynomials_by_reference() {
    let (a, b, x) = (0.7, -1.2, 0.4);
    agree([combined(a, b, x)], [combined_by_hand(a, b, x)]);
    agree(grad_combined(a, b, x).into(), grad_combined_by_hand(a, b, x).into());
    let (_, product) = hvp_combined(a, b, x, 0.5, -1.0, 0.3);
    let (_, by_hand) = hvp_combined_by_hand(a, b, x, 0.5, -1.0, 0.3);
    agree(product.into(), by_hand.into());
    check_gradients::<combined>((a, b, x)).unwrap();
}
