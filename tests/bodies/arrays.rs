//! ndarray's arrays made of differentiable numbers, and changed element by element.
#![cfg(feature = "ndarray")]

use chainrule::ndarray::{Array1, Array2, array};
use chainrule::{check_gradients, differentiable};

/// `sum(m a) + a . v` with `a = (x, x y)` and `m = ((x, y), (1/2, x y))`.
#[differentiable(second_order)]
fn of_literals(x: f64, y: f64, v: &Array1<f64>) -> f64 {
    let a = array![x, y * x];
    let m = array![[x, y], [0.5, x * y]];
    let weights = array![1.0, 2.0];
    (m.dot(&a) * &weights).sum() + a.dot(v)
}

#[differentiable(second_order)]
fn of_functions(x: f64, y: f64) -> f64 {
    let a = Array1::from_elem(2, x * x);
    let b = Array1::from_vec(vec![x, y * x]);
    let m = Array2::from_shape_vec((2, 2), vec![x, y, x * y, 1.0]).unwrap();
    let c = Array2::from(vec![[x, y], [y, 2.0]]);
    a.dot(&b) + m.dot(&b).sum() + c.dot(&a).sum()
}

#[differentiable]
fn softmax_in_place(v: &mut Array1<f64>) {
    let max = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    v.mapv_inplace(|n| (n - max).exp());
    let sum = v.sum();
    v.mapv_inplace(|n| n / sum);
}

#[differentiable]
fn cross_entropy(z: &Array1<f64>, scale: f64) -> f64 {
    let mut p = z * scale;
    softmax_in_place(&mut p);
    let squares = p.clone().mapv_into(|e| e * e);
    -p[1].ln() + squares.sum()
}

#[test]
fn literals_of_numbers_are_linear_in_them() {
    let (x, y, v) = (0.5, 1.5, array![0.3, 2.0]);
    let (d_x, d_y, d_v) = grad_of_literals(x, y, &v);
    // x^2 + x y^2 + x + 2 x^2 y^2 + 0.3 x + 2 x y
    assert!((d_x - (2.0 * x + y * y + 1.3 + 4.0 * x * y * y + 2.0 * y)).abs() < 1e-14);
    assert!((d_y - (2.0 * x * y + 4.0 * x * x * y + 2.0 * x)).abs() < 1e-14);
    assert_eq!(d_v, array![x, x * y]);
    let (_, second) = hvp_of_literals(x, y, &v, 1.0, 0.0, &Array1::zeros(2));
    assert!((second.0 - (2.0 + 4.0 * y * y)).abs() < 1e-14);
    assert!((second.1 - (2.0 * y + 8.0 * x * y + 2.0)).abs() < 1e-14);
}

#[test]
fn arrays_made_by_functions_agree_with_differences() {
    check_gradients::<of_functions>((0.5, 1.5)).unwrap();
    let (h, hessian) = (1e-5, hessian_of_functions(0.5, 1.5));
    let (up, down) = (grad_of_functions(0.5 + h, 1.5), grad_of_functions(0.5 - h, 1.5));
    assert!((hessian[0][0] - (up.0 - down.0) / (2.0 * h)).abs() < 1e-8);
    assert!((hessian[1][0] - (up.1 - down.1) / (2.0 * h)).abs() < 1e-8);
}

#[test]
fn elements_are_mapped_in_place() {
    check_gradients::<cross_entropy>((&array![0.1, 0.5, -0.3], 0.7)).unwrap();
    let (mut v, mut d) = (array![0.0, 0.0], array![1.0, 0.0]);
    adjoint_softmax_in_place(&mut v, &mut d);
    assert_eq!(v, array![0.5, 0.5]);
    assert_eq!(d, array![0.25, -0.25]);
}
