//! Standard starting points that a formula gives.
//!
//! What comes in: the dimension `n`. What goes out: the point of the
//! collection (see `equations.rs` for the sources), for sample points of the
//! corpus.

/// `j / (n + 1)`: Chebyquad.
pub fn equispaced(n: usize) -> Vec<f64> {
    (1..=n).map(|j| j as f64 / (n + 1) as f64).collect()
}

/// `t (t - 1)` at `t = j / (n + 1)`: discrete boundary value and integral equation.
pub fn boundary(n: usize) -> Vec<f64> {
    equispaced(n).into_iter().map(|t| t * (t - 1.0)).collect()
}

/// `1 - j / n`: variably dimensioned.
pub fn descending(n: usize) -> Vec<f64> {
    (1..=n).map(|j| 1.0 - j as f64 / n as f64).collect()
}

/// `1, 2, .., n`: penalty I.
pub fn counting(n: usize) -> Vec<f64> {
    (1..=n).map(|j| j as f64).collect()
}

/// `block` again and again: the extended functions.
pub fn repeated(block: &[f64], times: usize) -> Vec<f64> {
    block.repeat(times)
}
