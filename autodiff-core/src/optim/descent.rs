//! Plain gradient descent: the learning rate, weight decay, and the optimizer made of the two.
//!
//! Invariant: neither link keeps state about a coordinate.

use super::error::{OptimError, check_non_negative};
use super::optimizer::Optimizer;
use super::transform::Transform;

/// Multiplies the update by the learning rate; the last link of most chains.
///
/// With a decay the rate falls as in inverse-time schedules (Robbins and Monro, A stochastic
/// approximation method, 1951): `rate / (1 + (t - 1) decay)` in step `t = 1, 2, ..`.
#[derive(Debug, Clone)]
pub struct Descend {
    pub(super) rate: f64,
    pub(super) decay: f64,
    step: u64,
    current: f64,
}

impl Descend {
    /// A constant learning rate, finite and at least 0.
    #[must_use]
    pub const fn new(rate: f64) -> Self {
        Self { rate, decay: 0.0, step: 0, current: rate }
    }

    /// Lets the rate fall with the number of steps; 0 (the default) keeps it.
    #[must_use]
    pub const fn decay(mut self, decay: f64) -> Self {
        self.decay = decay;
        self
    }
}

impl Transform for Descend {
    fn validate(&self) -> Result<(), OptimError> {
        check_non_negative("learning_rate", self.rate)?;
        check_non_negative("lr_decay", self.decay)
    }

    #[allow(clippy::cast_precision_loss, reason = "2^53 steps are never taken")]
    fn begin_step(&mut self, _coordinates: usize) {
        self.current = self.rate / (1.0 + self.step as f64 * self.decay);
        self.step += 1;
    }

    #[inline]
    fn transform(&mut self, _first: usize, _parameters: &[f64], update: &mut [f64]) {
        for u in update {
            *u *= self.current;
        }
    }

    fn reset(&mut self) {
        self.step = 0;
    }
}

/// Adds `factor` times the parameter to its update.
///
/// In front of a chain that is the gradient of an added loss `factor / 2 |x|^2` (L2
/// regularisation); behind the adaptive links it is decoupled weight decay (see
/// [`AdamW`](super::AdamW)).
#[derive(Debug, Clone)]
pub struct DecayWeights {
    pub(super) factor: f64,
}

impl DecayWeights {
    /// Decay by `factor`, finite and at least 0.
    #[must_use]
    pub const fn new(factor: f64) -> Self {
        Self { factor }
    }
}

impl Transform for DecayWeights {
    fn validate(&self) -> Result<(), OptimError> {
        check_non_negative("weight_decay", self.factor)
    }

    #[inline]
    fn transform(&mut self, _first: usize, parameters: &[f64], update: &mut [f64]) {
        if self.factor == 0.0 {
            return;
        }
        for (u, x) in update.iter_mut().zip(parameters) {
            *u += self.factor * x;
        }
    }
}

/// Gradient descent, `x <- x - lr (g + weight_decay x)`.
///
/// Whether it is batch, stochastic or mini-batch descent depends on the samples that `g` is the
/// mean over: see [`Batches`](super::Batches). Cauchy, Methode generale pour la resolution des
/// systemes d'equations simultanees, 1847; its stochastic form is Robbins and Monro's, 1951.
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{GradientDescent, OptimError};
///
/// let mut x = 1.0;
/// let mut descent = GradientDescent::new(0.25);
/// descent.step(&mut x, &2.0)?;
/// assert_eq!(x, 0.5);
/// # Ok::<(), OptimError>(())
/// ```
pub type GradientDescent = Optimizer<(DecayWeights, Descend)>;

impl GradientDescent {
    /// Descent with a learning rate that is finite and at least 0.
    pub const fn new(learning_rate: f64) -> Self {
        Self::from_chain((DecayWeights::new(0.0), Descend::new(learning_rate)))
    }

    /// L2 weight decay, 0 by default.
    pub const fn weight_decay(mut self, factor: f64) -> Self {
        self.chain.0.factor = factor;
        self
    }

    /// Changes the learning rate from the next step on, for a schedule.
    pub const fn set_learning_rate(&mut self, learning_rate: f64) {
        self.chain.1.rate = learning_rate;
    }
}
