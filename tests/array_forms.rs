//! Forms of ndarray that are said by others: `Zip`, `fold_axis`, other shapes, parts of an axis.
//!
//! Each program is checked against central differences of itself, in both modes; the Hessian-vector product
//! against differences of the gradient.
#![cfg(feature = "ndarray")]

use chainrule::{check_gradients, differentiable};
use ndarray::{Array1, Array2, ArrayBase, Axis, Data, Dimension, Slice, Zip, array};

#[differentiable(second_order)]
fn product<A: Data<Elem = f64>, B: Data<Elem = f64>, D: Dimension>(
    a: &ArrayBase<A, D>,
    b: &ArrayBase<B, D>,
) -> f64 {
    Zip::from(a).and(b).fold(0.0, |sum, &a, &b| sum + a * b * b)
}

#[differentiable(second_order)]
fn zipped(m: &Array2<f64>) -> f64 {
    let mut lengths = Array1::zeros(m.nrows());
    Zip::from(&mut lengths).and(m.rows()).for_each(|length, row| *length = row.dot(&row).sqrt());
    let mut sum = 0.0;
    Zip::from(&lengths).and(m.column(0)).for_each(|&a, &b| sum += a * b);
    if Zip::from(m).all(|&a| a > -9.0) {
        sum *= lengths[0];
    }
    sum + product(m, m)
}

#[differentiable(second_order)]
fn along_axes(m: &Array2<f64>) -> f64 {
    let greatest = m.iter().copied().reduce(f64::max).unwrap();
    let sums = m.fold_axis(Axis(1), 0.0, |sum, a| *sum + (*a - greatest).exp());
    let products = m.map_axis(Axis(0), |column| column.iter().product::<f64>());
    sums.mapv_into(|sum| sum.ln() + greatest).sum() * products.sum()
}

#[differentiable(second_order)]
fn parts_of_axes(m: &Array2<f64>, n: usize) -> f64 {
    let below = m.slice_axis(Axis(0), Slice::from(n..));
    let above = m.slice_axis(Axis(0), Slice::from(..n));
    let some = m.slice_axis(Axis(1), Slice::new(0, None, 2));
    below.sum() * above.sum() + some.dot(&m.slice_axis(Axis(0), Slice::from(1..=2))).sum()
}

#[differentiable(second_order)]
fn shapes(m: &Array2<f64>) -> f64 {
    let flat = m.to_shape(m.len()).unwrap();
    let tall = m.view().into_shape_with_order((m.len(), 1)).unwrap();
    let squares = Array1::from_iter(flat.iter().map(|a| a * a));
    let outer = Array2::from_shape_fn((3, 2), |(i, j)| m[[i, j]] * flat[i + 2 * j]);
    let rest: Array1<f64> = flat.iter().skip(3).map(|a| a.sin()).collect();
    tall.t().dot(&squares).sum() * outer.sum() + rest.dot(&rest)
}

/// `(grad(m + h d) - grad(m - h d)) / 2 h` against `hvp(m, d)`.
fn check_second(
    grad: impl Fn(&Array2<f64>) -> Array2<f64>,
    hvp: impl Fn(&Array2<f64>, &Array2<f64>) -> Array2<f64>,
) {
    let (m, step) = (matrix(), 1e-5);
    let direction = array![[0.3, -0.7, 0.2], [0.5, -0.4, 0.6], [-0.1, 0.9, 0.25]];
    let moved = |sign: f64| &m + &(&direction * (sign * step));
    let difference = (grad(&moved(1.0)) - grad(&moved(-1.0))) / (2.0 * step);
    for (h, difference) in hvp(&m, &direction).iter().zip(&difference) {
        assert!((h - difference).abs() <= 1e-7 * (1.0 + h.abs()), "{h} is not {difference}");
    }
}

fn matrix() -> Array2<f64> {
    array![[1.2, -0.5, 0.7], [0.4, 1.1, -0.8], [0.9, 0.6, 1.6]]
}

#[test]
fn derivatives_are_those_of_the_forms() {
    let m = matrix();
    check_gradients::<zipped>((&m,)).unwrap();
    check_gradients::<along_axes>((&m,)).unwrap();
    check_gradients::<parts_of_axes>((&m, 1)).unwrap();
    check_gradients::<shapes>((&m,)).unwrap();
    check_second(grad_zipped, |m, d| hvp_zipped(m, d).1);
    check_second(grad_along_axes, |m, d| hvp_along_axes(m, d).1);
    check_second(|m| grad_parts_of_axes(m, 2), |m, d| hvp_parts_of_axes(m, 2, d).1);
    check_second(grad_shapes, |m, d| hvp_shapes(m, d).1);
}

#[test]
fn values_are_the_programs_own() {
    let m = matrix();
    assert_eq!(value_and_grad_zipped(&m).0, zipped(&m));
    assert_eq!(value_and_grad_along_axes(&m).0, along_axes(&m));
    assert_eq!(value_and_grad_parts_of_axes(&m, 1).0, parts_of_axes(&m, 1));
    assert_eq!(value_and_grad_shapes(&m).0, shapes(&m));
}
