//! The network functions of `chainrule::nn` over duals, by their textbook formulas.
//!
//! What comes in: arrays of activations or logits, a row per sample. What goes
//! out: the functions of the same names. Invariant: every formula is composed
//! of scalar operations of [`Dual`], so its derivatives are the oracle's, not
//! closed forms. Softmax subtracts the greatest logit of a row as a constant:
//! the result does not depend on it.

use ndarray::{Array, Array2, Dimension};

use crate::dual::Dual;

/// `x` where it is positive, else 0 (slope 0 at 0).
pub fn relu<D: Dimension>(x: &Array<Dual, D>) -> Array<Dual, D> {
    x.mapv(|x| if x.value > 0.0 { x } else { Dual::lit(0.0) })
}

/// `1 / (1 + exp(-x))`.
pub fn sigmoid<D: Dimension>(x: &Array<Dual, D>) -> Array<Dual, D> {
    x.mapv(|x| (Dual::lit(1.0) + (-x).exp()).recip())
}

/// `tanh(x)`.
pub fn tanh<D: Dimension>(x: &Array<Dual, D>) -> Array<Dual, D> {
    x.mapv(Dual::tanh)
}

/// `x - ln(sum(exp(x)))` of each row.
#[must_use]
pub fn log_softmax(x: &Array2<Dual>) -> Array2<Dual> {
    let mut out = x.clone();
    for mut row in out.rows_mut() {
        let greatest = row.iter().fold(f64::NEG_INFINITY, |most, x| most.max(x.value));
        row.mapv_inplace(|x| x - Dual::lit(greatest));
        let total: Dual = row.iter().map(|x| x.exp()).sum();
        row.mapv_inplace(|x| x - total.ln());
    }
    out
}

/// `exp(x) / sum(exp(x))` of each row.
#[must_use]
pub fn softmax(x: &Array2<Dual>) -> Array2<Dual> {
    log_softmax(x).mapv(Dual::exp)
}

/// The mean of the squared differences of all elements.
pub fn mean_squared_error<D: Dimension>(
    predicted: &Array<Dual, D>,
    wanted: &Array<Dual, D>,
) -> Dual {
    let total: Dual = std::iter::zip(predicted, wanted).map(|(p, w)| (*p - *w).powi(2)).sum();
    #[allow(clippy::cast_precision_loss)]
    let count = predicted.len() as f64;
    total / Dual::lit(count)
}

/// The mean over the rows of `-log_softmax` at each row's label.
#[must_use]
pub fn cross_entropy(logits: &Array2<Dual>, labels: &[usize]) -> Dual {
    let logs = log_softmax(logits);
    let total: Dual = labels.iter().enumerate().map(|(row, &label)| -logs[[row, label]]).sum();
    #[allow(clippy::cast_precision_loss)]
    let count = labels.len() as f64;
    total / Dual::lit(count)
}
