//! Residuals with first and second derivatives, derived by hand.
//!
//! What comes in: a point, and the number of residuals where the collection
//! leaves it open. What goes out: a [`Residual`] per equation. Invariant: no
//! function of the corpus and no derivative of the macro or of the oracle is
//! called; where there is a choice, another formula is used than there (powers
//! instead of Horner's rule, polynomials of the second kind instead of a
//! differentiated recurrence, sums instead of running sums).

pub mod few;
pub mod fits;
pub mod many;

/// The residuals at a point, their number given.
pub type ByHand = fn(&[f64], usize) -> Vec<Residual>;

/// One residual at a point.
#[derive(Clone, Debug)]
pub struct Residual {
    pub value: f64,
    pub gradient: Vec<f64>,
    pub hessian: Vec<Vec<f64>>,
}

impl Residual {
    /// A residual of `n` variables that depends on none of them yet.
    fn of(n: usize, value: f64) -> Self {
        Self { value, gradient: vec![0.0; n], hessian: vec![vec![0.0; n]; n] }
    }

    /// With `slope` added to the derivative by variable `j`.
    fn d(mut self, j: usize, slope: f64) -> Self {
        self.gradient[j] += slope;
        self
    }

    /// With `curvature` added to the derivative by `j` and `k`, in either order.
    fn dd(mut self, j: usize, k: usize, curvature: f64) -> Self {
        self.hessian[j][k] += curvature;
        if j != k {
            self.hessian[k][j] += curvature;
        }
        self
    }

    /// The gradient of a residual that is linear in all variables.
    fn linear(value: f64, gradient: Vec<f64>) -> Self {
        let n = gradient.len();
        Self { gradient, ..Self::of(n, value) }
    }

    /// All times a constant.
    fn scaled(mut self, by: f64) -> Self {
        self.value *= by;
        self.gradient.iter_mut().for_each(|slope| *slope *= by);
        self.hessian.iter_mut().flatten().for_each(|curvature| *curvature *= by);
        self
    }
}

/// The equations `sum_i r_i dr_i/dx_k = 0` with their first derivatives
/// `sum_i (dr_i/dx_k dr_i/dx_l + r_i d2r_i/dx_k dx_l)`: half the gradient of
/// the sum of squares.
fn stationary(residuals: &[Residual]) -> Vec<Residual> {
    let n = residuals[0].gradient.len();
    (0..n)
        .map(|k| {
            let value = residuals.iter().map(|r| r.value * r.gradient[k]).sum();
            let entry =
                |r: &Residual, l: usize| r.gradient[k] * r.gradient[l] + r.value * r.hessian[k][l];
            let row = (0..n).map(|l| residuals.iter().map(|r| entry(r, l)).sum()).collect();
            Residual::linear(value, row)
        })
        .collect()
}
