//! Adam: an update comes in, its moving mean over the root of its squares' moving mean goes out.
//!
//! Invariant: both means are corrected for their start at 0, so the first update is the gradient's
//! sign (up to `eps`).

use super::descent::{DecayWeights, Descend};
use super::error::{OptimError, check_decay, check_positive};
use super::optimizer::Optimizer;
use super::transform::{Slot, Transform};

/// Replaces the update `u` by `m' / (sqrt(s') + eps)` in step `t = 1, 2, ..`, where
///
/// - `m <- b1 m + (1 - b1) u` and `m' = m / (1 - b1^t)`,
/// - `s <- b2 s + (1 - b2) u^2` and `s' = s / (1 - b2^t)`.
///
/// Kingma and Ba, Adam: a method for stochastic optimization, 2014,
/// <https://arxiv.org/abs/1412.6980>, algorithm 1.
#[derive(Debug, Clone)]
pub struct ScaleByAdam {
    betas: (f64, f64),
    eps: f64,
    /// `b1^t` and `b2^t`.
    powers: (f64, f64),
    mean: Slot,
    squares: Slot,
}

impl ScaleByAdam {
    /// `b1` = 0.9, `b2` = 0.999, `eps` = 1e-8.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            betas: (0.9, 0.999),
            eps: 1e-8,
            powers: (1.0, 1.0),
            mean: Slot::new(),
            squares: Slot::new(),
        }
    }

    /// The decay rates of the two means, each at least 0 and below 1.
    #[must_use]
    pub const fn betas(mut self, b1: f64, b2: f64) -> Self {
        self.betas = (b1, b2);
        self
    }

    /// What is added to the root, finite and above 0.
    #[must_use]
    pub const fn eps(mut self, eps: f64) -> Self {
        self.eps = eps;
        self
    }
}

impl Default for ScaleByAdam {
    fn default() -> Self {
        Self::new()
    }
}

impl Transform for ScaleByAdam {
    fn validate(&self) -> Result<(), OptimError> {
        check_decay("b1", self.betas.0)?;
        check_decay("b2", self.betas.1)?;
        check_positive("eps", self.eps)
    }

    fn begin_step(&mut self, coordinates: usize) {
        self.mean.prepare(coordinates, 0.0);
        self.squares.prepare(coordinates, 0.0);
        self.powers = (self.powers.0 * self.betas.0, self.powers.1 * self.betas.1);
    }

    #[inline]
    fn transform(&mut self, first: usize, _parameters: &[f64], update: &mut [f64]) {
        let (b1, b2) = self.betas;
        let eps = self.eps;
        let unbias = 1.0 / (1.0 - self.powers.0);
        let root_unbias = 1.0 / (1.0 - self.powers.1).sqrt();
        let mean = self.mean.block(first, update.len());
        let squares = self.squares.block(first, update.len());
        for ((u, m), s) in update.iter_mut().zip(mean).zip(squares) {
            *m += (1.0 - b1) * (*u - *m);
            *s = b2 * *s + (1.0 - b2) * *u * *u;
            *u = *m * unbias / (s.sqrt() * root_unbias + eps);
        }
    }

    fn reset(&mut self) {
        self.mean.clear();
        self.squares.clear();
        self.powers = (1.0, 1.0);
    }
}

/// Adam: `x <- x - lr m' / (sqrt(s') + eps)` with the corrected means of the gradient and of its
/// square, by coordinates.
///
/// `g` includes `weight_decay x` (L2). The formula and its source are at [`ScaleByAdam`].
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{Adam, OptimError};
///
/// let mut parameters: (Vec<f64>, f64) = (vec![1.0, 2.0], 3.0);
/// let mut adam = Adam::new(1e-3).betas(0.9, 0.999).eps(1e-8);
/// adam.step(&mut parameters, &(vec![0.5, -7.0], 100.0))?;
/// // The first step is lr in each coordinate, against the sign of the gradient.
/// assert!((parameters.0[0] - 0.999).abs() < 1e-9);
/// assert!((parameters.0[1] - 2.001).abs() < 1e-9);
/// assert!((parameters.1 - 2.999).abs() < 1e-9);
///
/// let error = Adam::new(-0.1).step(&mut parameters, &(vec![0.5, -7.0], 100.0)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the hyperparameter `learning_rate` is -0.1, but must be finite and at least 0"
/// );
/// # Ok::<(), OptimError>(())
/// ```
pub type Adam = Optimizer<(DecayWeights, ScaleByAdam, Descend)>;

impl Adam {
    /// A learning rate that is finite and at least 0, often 1e-3.
    pub const fn new(learning_rate: f64) -> Self {
        let scale = ScaleByAdam::new();
        Self::from_chain((DecayWeights::new(0.0), scale, Descend::new(learning_rate)))
    }

    /// The decay rates of the two means; 0.9 and 0.999 by default.
    pub const fn betas(mut self, b1: f64, b2: f64) -> Self {
        self.chain.1.betas = (b1, b2);
        self
    }

    /// What is added to the root in the divisor; 1e-8 by default.
    pub const fn eps(mut self, eps: f64) -> Self {
        self.chain.1.eps = eps;
        self
    }

    /// L2 weight decay, 0 by default.
    pub const fn weight_decay(mut self, factor: f64) -> Self {
        self.chain.0.factor = factor;
        self
    }

    /// Changes the learning rate from the next step on, for a schedule.
    pub const fn set_learning_rate(&mut self, learning_rate: f64) {
        self.chain.2.rate = learning_rate;
    }
}

/// Adam with decoupled weight decay: `x <- x - lr (m' / (sqrt(s') + eps) + weight_decay x)`.
///
/// The decay does not pass through the means, as it does in [`Adam`]. Loshchilov and Hutter,
/// Decoupled weight decay regularization, 2017, <https://arxiv.org/abs/1711.05101>.
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{AdamW, OptimError};
///
/// let mut x = 1.0;
/// AdamW::new(0.1).weight_decay(0.5).step(&mut x, &0.0)?;
/// assert_eq!(x, 0.95); // no gradient: only the decay by lr * weight_decay
/// # Ok::<(), OptimError>(())
/// ```
pub type AdamW = Optimizer<(ScaleByAdam, DecayWeights, Descend)>;

impl AdamW {
    /// A learning rate that is finite and at least 0, often 1e-3, and a weight decay of 0.01.
    pub const fn new(learning_rate: f64) -> Self {
        let scale = ScaleByAdam::new();
        Self::from_chain((scale, DecayWeights::new(0.01), Descend::new(learning_rate)))
    }

    /// The decay rates of the two means; 0.9 and 0.999 by default.
    pub const fn betas(mut self, b1: f64, b2: f64) -> Self {
        self.chain.0.betas = (b1, b2);
        self
    }

    /// What is added to the root in the divisor; 1e-8 by default.
    pub const fn eps(mut self, eps: f64) -> Self {
        self.chain.0.eps = eps;
        self
    }

    /// Decoupled weight decay, 0.01 by default.
    pub const fn weight_decay(mut self, factor: f64) -> Self {
        self.chain.1.factor = factor;
        self
    }

    /// Changes the learning rate from the next step on, for a schedule.
    pub const fn set_learning_rate(&mut self, learning_rate: f64) {
        self.chain.2.rate = learning_rate;
    }
}
