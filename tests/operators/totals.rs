//! `impl Sum` and `impl Product` of the user's types, and type parameters that ask for them.

#![allow(clippy::while_let_on_iterator)] // an iterator that is taken from item by item is what is tested

use std::iter::{Product, Sum};
use std::ops::{Add, Div, Mul};

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::agree;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Complex {
    re: f64,
    im: f64,
}

#[differentiable(second_order)]
impl Add for Complex {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Complex { re: self.re + other.re, im: self.im + other.im }
    }
}

#[differentiable(second_order)]
impl Mul for Complex {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Complex {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}

#[differentiable(second_order)]
impl Div<f64> for Complex {
    type Output = Self;
    fn div(self, other: f64) -> Self {
        Complex { re: self.re / other, im: self.im / other }
    }
}

#[differentiable(second_order)]
impl Sum for Complex {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Complex { re: 0.0, im: 0.0 }, |a, b| a + b)
    }
}

#[differentiable(second_order)]
impl<'a> Sum<&'a Complex> for Complex {
    fn sum<I: Iterator<Item = &'a Complex>>(iter: I) -> Self {
        iter.copied().sum()
    }
}

#[differentiable(second_order)]
impl Product for Complex {
    fn product<I>(mut iter: I) -> Self
    where
        I: Iterator<Item = Self>,
    {
        let mut product = Complex { re: 1.0, im: 0.0 };
        while let Some(factor) = iter.next() {
            product = product * factor;
        }
        product
    }
}

#[differentiable(second_order)]
fn complex(v: &[f64; 4]) -> [Complex; 2] {
    [Complex { re: v[0], im: v[1] }, Complex { re: v[2], im: v[3] }]
}

#[differentiable(second_order)]
fn squares(z: &[Complex]) -> Complex {
    z.iter().map(|z| *z * *z).sum()
}

const AT: [f64; 4] = [1.5, -0.5, 0.75, 2.0];
const ALONG: [f64; 4] = [0.5, 1.0, -2.0, 0.25];

#[differentiable(second_order)]
fn totals(v: &[f64; 4]) -> f64 {
    let z = complex(v);
    let by_value = z.iter().copied().sum::<Complex>();
    let by_reference: Complex = z.iter().sum();
    let product = z.iter().copied().filter(|z| z.re > -9.0).product::<Complex>();
    let squares = squares(&z);
    by_value.re * product.im + by_reference.im * squares.re
}

#[differentiable(second_order)]
fn totals_by_hand(v: &[f64; 4]) -> f64 {
    let [a, b, c, d] = *v;
    (a + c) * (a * d + b * c) + (b + d) * (a * a - b * b + (c * c - d * d))
}

#[test]
fn sums_and_products_of_structs() {
    assert_eq!(totals(&AT), totals_by_hand(&AT));
    agree(grad_totals(&AT), grad_totals_by_hand(&AT));
    agree(hvp_totals(&AT, &ALONG).1, hvp_totals_by_hand(&AT, &ALONG).1);
    check_gradients::<totals>((&AT,)).expect("both modes");
}

#[differentiable(second_order)]
fn mean<T>(v: &[T]) -> T
where
    T: Copy + Sum<T> + Div<f64, Output = T>,
{
    v.iter().copied().sum::<T>() / v.len() as f64
}

#[differentiable(second_order)]
fn total<'a, T: Copy + Sum<&'a T> + 'a>(v: &'a [T]) -> T {
    v.iter().sum()
}

#[differentiable(second_order)]
fn multiplied<T: Copy + Product>(v: &[T]) -> T {
    v.iter().copied().product()
}

#[differentiable(second_order)]
fn generic(v: &[f64; 4]) -> f64 {
    let z = complex(v);
    mean(&z).re * multiplied(v) + total(&z).im * multiplied(&z).re + mean(v) * total(v)
}

#[differentiable(second_order)]
fn generic_by_hand(v: &[f64; 4]) -> f64 {
    let [a, b, c, d] = *v;
    let all = a + b + c + d;
    (a + c) / 2.0 * (a * b * c * d) + (b + d) * (a * c - b * d) + all / 4.0 * all
}

#[test]
fn type_parameters_that_are_summed() {
    agree(grad_generic(&AT), grad_generic_by_hand(&AT));
    agree(hvp_generic(&AT, &ALONG).1, hvp_generic_by_hand(&AT, &ALONG).1);
    check_gradients::<generic>((&AT,)).expect("both modes");
}

/// The gradient of a product with a zero among its factors is the product of the others.
#[test]
fn products_with_zeros() {
    let at = [2.0, 0.0, 3.0, 5.0];
    let (_, products) = hvp_of_factors(&at, &[1.0, 2.0, 0.0, -1.0]);
    assert_eq!(grad_of_factors(&at), [0.0, 60.0, 0.0, 0.0]);
    assert_eq!(products, [120.0, 48.0, 40.0, 24.0]);
}

#[differentiable(second_order)]
fn of_factors(v: &[f64]) -> f64 {
    multiplied(v) * v[0]
}
