//! AdaGrad: an update comes in, the update over the root of its squares' sum goes out.
//!
//! Invariant: the sum of a coordinate never falls, so neither does its divisor.

use super::descent::{DecayWeights, Descend};
use super::error::{OptimError, check_non_negative, check_positive};
use super::optimizer::Optimizer;
use super::transform::{Slot, Transform};

/// Divides the update `u` by `sqrt(s) + eps`, where `s <- s + u^2`.
///
/// Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic
/// optimization, 2011, <https://jmlr.org/papers/v12/duchi11a.html>.
#[derive(Debug, Clone)]
pub struct ScaleByAdaGrad {
    initial: f64,
    eps: f64,
    squares: Slot,
}

impl ScaleByAdaGrad {
    /// Sums that start at 0, and `eps` = 1e-10.
    #[must_use]
    pub const fn new() -> Self {
        Self { initial: 0.0, eps: 1e-10, squares: Slot::new() }
    }

    /// Starts every sum at `initial`, finite and at least 0.
    #[must_use]
    pub const fn initial_accumulator(mut self, initial: f64) -> Self {
        self.initial = initial;
        self
    }

    /// What is added to the root, finite and above 0.
    #[must_use]
    pub const fn eps(mut self, eps: f64) -> Self {
        self.eps = eps;
        self
    }
}

impl Default for ScaleByAdaGrad {
    fn default() -> Self {
        Self::new()
    }
}

impl Transform for ScaleByAdaGrad {
    fn validate(&self) -> Result<(), OptimError> {
        check_non_negative("initial_accumulator", self.initial)?;
        check_positive("eps", self.eps)
    }

    fn begin_step(&mut self, coordinates: usize) {
        self.squares.prepare(coordinates, self.initial);
    }

    #[inline]
    fn transform(&mut self, first: usize, _parameters: &[f64], update: &mut [f64]) {
        let squares = self.squares.block(first, update.len());
        for (u, s) in update.iter_mut().zip(squares) {
            *s += *u * *u;
            *u /= s.sqrt() + self.eps;
        }
    }

    fn reset(&mut self) {
        self.squares.clear();
    }
}

/// AdaGrad: `s <- s + g^2`, `x <- x - lr_t g / (sqrt(s) + eps)`, all by coordinates.
///
/// `g` includes `weight_decay x`, and `lr_t = lr / (1 + (t - 1) lr_decay)` in step `t = 1, 2, ..`.
/// The source is at [`ScaleByAdaGrad`].
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{AdaGrad, OptimError};
///
/// let mut x: Vec<f64> = vec![0.0, 0.0];
/// let mut optimizer = AdaGrad::new(0.5);
/// optimizer.step(&mut x, &vec![100.0, -0.01])?;
/// assert!((x[0] + 0.5).abs() < 1e-7 && (x[1] - 0.5).abs() < 1e-7); // the first steps are +- lr
/// # Ok::<(), OptimError>(())
/// ```
pub type AdaGrad = Optimizer<(DecayWeights, ScaleByAdaGrad, Descend)>;

impl AdaGrad {
    /// A learning rate that is finite and at least 0, often 0.01.
    pub const fn new(learning_rate: f64) -> Self {
        let scale = ScaleByAdaGrad::new();
        Self::from_chain((DecayWeights::new(0.0), scale, Descend::new(learning_rate)))
    }

    /// Lets the learning rate fall with the number of steps; 0 by default.
    pub const fn lr_decay(mut self, decay: f64) -> Self {
        self.chain.2.decay = decay;
        self
    }

    /// Starts every sum of squares there; 0 by default.
    pub const fn initial_accumulator(mut self, initial: f64) -> Self {
        self.chain.1.initial = initial;
        self
    }

    /// What is added to the root in the divisor; 1e-10 by default.
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
