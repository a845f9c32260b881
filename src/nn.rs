//! Layers and losses of small networks, written as annotated functions over array primitives.
//!
//! Matrices hold one sample a row: `x[[i, j]]` is feature `j` of sample `i`. All are generic over
//! the scalar and differentiable to second order.

#![allow(clippy::needless_range_loop)] // loops over indices are the language of annotated bodies

use crate::ndarray::{Array, Array1, Array2, Axis, Dimension};

use crate::{Real, differentiable, no_diff};

/// Rectified linear unit, elementwise: `max(x, 0)`, with derivative 0 at 0.
///
/// ```
/// use chainrule::{ndarray::array, nn::relu};
/// assert_eq!(relu(&array![[-1.0, 2.0]]), array![[0.0, 2.0]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn relu<T: Real, D: Dimension>(x: &Array<T, D>) -> Array<T, D> {
    x.mapv(|v| if v > T::zero() { v } else { T::zero() })
}

/// Logistic function, elementwise: `1 / (1 + exp(-x))`, without overflow on either side.
///
/// ```
/// use chainrule::{ndarray::array, nn::sigmoid};
/// assert_eq!(sigmoid(&array![[0.0, 1000.0, -1000.0]]), array![[0.5, 1.0, 0.0]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn sigmoid<T: Real, D: Dimension>(x: &Array<T, D>) -> Array<T, D> {
    x.mapv(|v| {
        if v >= T::zero() {
            T::one() / (T::one() + (-v).exp())
        } else {
            let e = v.exp();
            e / (T::one() + e)
        }
    })
}

/// Hyperbolic tangent, elementwise.
///
/// ```
/// use chainrule::{ndarray::array, nn::tanh};
/// assert_eq!(tanh(&array![[0.0]]), array![[0.0]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn tanh<T: Real, D: Dimension>(x: &Array<T, D>) -> Array<T, D> {
    x.mapv(|v| v.tanh())
}

/// The largest entry of each row, as a column; -infinity for an empty row.
fn row_max<T: Real>(x: &Array2<T>) -> Array2<T> {
    x.fold_axis(Axis(1), T::neg_infinity(), |a, b| a.max(*b)).insert_axis(Axis(1))
}

/// Logarithm of the softmax of each row: `x - log(sum(exp(x)))`, with the row's maximum subtracted
/// first, so that it is exact for logits of any size.
///
/// ```
/// use chainrule::{ndarray::array, nn::log_softmax};
/// assert_eq!(log_softmax(&array![[1e4, 0.0]]), array![[0.0, -1e4]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn log_softmax<T: Real>(x: &Array2<T>) -> Array2<T> {
    let shift: Array2<T> = no_diff!(row_max(x));
    let shifted = x - &shift;
    let sums = shifted.mapv(|v| v.exp()).sum_axis(Axis(1)).insert_axis(Axis(1));
    shifted - sums.mapv(|v| v.ln())
}

/// Softmax of each row: `exp(x) / sum(exp(x))`, with the row's maximum subtracted first.
///
/// ```
/// use chainrule::{ndarray::array, nn::softmax};
/// assert_eq!(softmax(&array![[0.0, 0.0, -1e4]]), array![[0.5, 0.5, 0.0]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn softmax<T: Real>(x: &Array2<T>) -> Array2<T> {
    let shift: Array2<T> = no_diff!(row_max(x));
    let shifted = x - &shift;
    let powers = shifted.mapv(|v| v.exp());
    let sums = powers.sum_axis(Axis(1)).insert_axis(Axis(1));
    powers / sums
}

/// Mean over all entries of the squared difference: `sum((y - t)^2) / count`.
///
/// # Panics
/// When the shapes do not fit.
///
/// ```
/// use chainrule::{ndarray::array, nn::mean_squared_error};
/// assert_eq!(mean_squared_error(&array![[1.0, 2.0]], &array![[0.0, 0.0]]), 2.5);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn mean_squared_error<T: Real, D: Dimension>(
    prediction: &Array<T, D>,
    target: &Array<T, D>,
) -> T {
    assert_eq!(prediction.shape(), target.shape(), "prediction and target have different shapes");
    let difference = prediction - target;
    (&difference * &difference).mean().unwrap()
}

/// Mean cross-entropy of class labels under the softmax of each row of logits:
/// `-mean_i log_softmax(logits)[i, labels[i]]`.
///
/// The shift by the row's maximum makes it exact for logits of any size.
///
/// # Panics
/// When there is not one label per row, or a label is not smaller than the number of columns.
///
/// ```
/// use chainrule::{ndarray::array, nn::cross_entropy};
/// assert_eq!(cross_entropy(&array![[1e4, 0.0], [0.0, 1e4]], &[0, 1]), 0.0);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn cross_entropy<T: Real>(logits: &Array2<T>, labels: &[usize]) -> T {
    assert_eq!(logits.nrows(), labels.len(), "one label per row of logits is needed");
    let logs: Array2<T> = log_softmax(logits);
    let mut total = T::zero();
    for i in 0..labels.len() {
        total -= logs[[i, labels[i]]];
    }
    total / T::from(labels.len()).unwrap()
}

/// One dense layer: `x w + b`, with the bias added to each row.
///
/// # Panics
/// When the shapes do not fit.
///
/// ```
/// use chainrule::{ndarray::array, nn::dense};
/// assert_eq!(dense(&array![[1.0, 2.0]], &array![[1.0], [1.0]], &array![0.5]), array![[3.5]]);
/// ```
#[differentiable(second_order, crate = crate)]
pub fn dense<T: Real>(x: &Array2<T>, w: &Array2<T>, b: &Array1<T>) -> Array2<T> {
    x.dot(w) + b
}
