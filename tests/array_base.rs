//! Parameters that are arrays of any ownership: `&ArrayBase<S, D>` with `S: Data<Elem = A>`, given arrays, views
//! and parts.
//!
//! Each program is checked against central differences of itself (`check_gradients`, which also compares
//! both modes with one another); a few gradients against derivatives by hand.

use chainrule::{check_gradients, differentiable};
use ndarray::{
    Array1, Array2, Array3, ArrayBase, Axis, Data, DataMut, Dimension, Ix1, Ix2, ScalarOperand,
    array,
};
use num_traits::Float;

#[differentiable(second_order)]
fn norm<S: Data<Elem = f64>>(v: &ArrayBase<S, Ix1>) -> f64 {
    v.iter().map(|a| a * a).sum::<f64>().sqrt()
}

#[differentiable(second_order)]
fn cosine<S, R>(a: &ArrayBase<S, Ix1>, b: &ArrayBase<R, Ix1>) -> f64
where
    S: Data<Elem = f64>,
    R: Data<Elem = f64>,
{
    a.dot(b) / (norm(a) * norm(b))
}

#[differentiable(second_order)]
fn total<D: Dimension, S: Data<Elem = f64>>(m: &ArrayBase<S, D>, k: f64) -> f64 {
    let scaled = m * k;
    (&scaled + m).mapv(|a| (a * k).sin()).sum()
}

#[differentiable(second_order)]
fn of_lines<S: Data<Elem = f64>>(m: &ArrayBase<S, Ix2>) -> f64 {
    let mut sum = 0.0;
    for row in m.rows() {
        sum += norm(&row);
    }
    sum += m.axis_iter(Axis(1)).map(|column| column.dot(&column)).product::<f64>();
    sum += m.index_axis(Axis(0), 1).dot(&m.index_axis(Axis(0), 0));
    sum * m.len() as f64 + m.sum_axis(Axis(0)).dot(&m.mean_axis(Axis(0)).unwrap())
}

#[differentiable(second_order)]
fn of_every_kind(m: &Array2<f64>, v: &Array1<f64>, k: f64) -> f64 {
    let parts = cosine(&m.row(0), v) + norm(&m.column(1)) + norm(&m.dot(v));
    parts + total(m, k) * norm(v) + total(&m.t(), k) + of_lines(m) * of_lines(&m.view())
}

#[test]
fn arrays_views_and_parts_are_given() {
    let m = array![[0.3, 1.2, -0.4], [0.8, 0.1, 0.6]];
    let v = array![0.5, 0.7, -1.1];
    check_gradients::<of_every_kind>((&m, &v, 0.7)).unwrap();
}

/// `d |v| / dv = v / |v|`
#[test]
fn the_public_functions_take_what_the_function_takes() {
    let m = array![[3.0, 4.0], [0.0, 2.0]];
    assert_eq!(grad_norm(&m.row(1)), array![0.0, 1.0]);
    assert_eq!(grad_norm(&m.row(1).to_owned()), array![0.0, 1.0]);
    assert_eq!(jvp_norm(&m.column(0), &array![1.0, 7.0]), (3.0, 1.0));
    // the second derivative of |v| along its own direction is 0, and across it 1 / |v|
    let (_, along) = hvp_norm(&m.row(1), &array![0.0, 1.0]);
    let (_, across) = hvp_norm(&m.row(1), &array![1.0, 0.0]);
    assert_eq!((along, across), (array![0.0, 0.0], array![0.5, 0.0]));
}

#[differentiable]
fn softmax<F: Float + ScalarOperand, A: DataMut<Elem = F>>(v: &mut ArrayBase<A, Ix1>) {
    let max = v.iter().copied().reduce(F::max).unwrap();
    v.mapv_inplace(|n| (n - max).exp());
    let sum = v.sum();
    v.mapv_inplace(|n| n / sum);
}

#[differentiable]
fn scale<A: DataMut<Elem = f64>>(v: &mut ArrayBase<A, Ix1>, k: f64) {
    for i in 0..v.len() {
        v[i] *= k;
    }
    for x in v.iter_mut() {
        *x += k;
    }
    let sum = v.sum();
    *v /= sum;
}

#[differentiable]
fn of_changed(z: &Array1<f64>, k: f64) -> f64 {
    let (mut v, mut w) = (z.clone(), z.clone());
    softmax(&mut v);
    scale(&mut w, k);
    scale(&mut w, k);
    v[0] + 2.0 * v[1] + 3.0 * v[2] * v[2] + w.dot(z)
}

#[test]
fn arrays_are_changed() {
    check_gradients::<of_changed>((&array![0.5, 0.7, -0.1], 0.7)).unwrap();
}

#[differentiable(second_order)]
fn weighted<S, R, D>(x: &ArrayBase<S, D>, w: &ArrayBase<R, D>) -> f64
where
    S: Data<Elem = f64>,
    R: Data<Elem = f64>,
    D: Dimension,
{
    x.iter().zip(w).fold(0.0, |sum, (&x, &w)| sum + x * x * w)
}

#[differentiable(second_order)]
fn of_three_axes(x: &Array3<f64>, m: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for (a, k) in x.iter().zip(1..) {
        sum += a.powi(k);
    }
    sum * weighted(m, &m.t()) + weighted(x, x)
}

/// Elements come in the order of the indices, whatever their order in memory.
#[test]
fn elements_of_any_number_of_axes_are_walked_over() {
    let x = array![[[0.3], [1.2]], [[-0.4], [0.8]]];
    let m = array![[0.5, 0.7], [-0.1, 1.1]];
    check_gradients::<of_three_axes>((&x, &m)).unwrap();
    let turned = x.clone().reversed_axes();
    check_gradients::<of_three_axes>((&turned, &m)).unwrap();
    // 2 x w
    let columns = array![[2.0, 5.0], [3.0, 7.0]].reversed_axes();
    let (d_x, _) = grad_weighted(&columns, &array![[1.0, 10.0], [100.0, 1000.0]]);
    assert_eq!(d_x, array![[4.0, 60.0], [1000.0, 14000.0]]);
}
