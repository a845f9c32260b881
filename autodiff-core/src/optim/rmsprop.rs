//! RMSProp: an update comes in, the update over the root of its squares' moving mean goes out.
//!
//! Invariant: the divisor is at least `eps`, whatever rounding does to the centered variance.

use super::descent::{DecayWeights, Descend};
use super::error::{OptimError, check_decay, check_positive};
use super::momentum::HeavyBall;
use super::optimizer::Optimizer;
use super::transform::{Slot, Transform};

/// Divides the update `u` by `sqrt(s) + eps`, where `s <- alpha s + (1 - alpha) u^2`.
///
/// The centered form keeps the mean `m <- alpha m + (1 - alpha) u` too and divides by
/// `sqrt(s - m^2) + eps`. Tieleman and Hinton, Lecture 6.5, Coursera: Neural Networks for Machine
/// Learning, 2012; centered: Graves, Generating sequences with recurrent neural networks, 2013,
/// <https://arxiv.org/abs/1308.0850>.
#[derive(Debug, Clone)]
pub struct ScaleByRms {
    alpha: f64,
    eps: f64,
    centered: bool,
    squares: Slot,
    mean: Slot,
}

impl ScaleByRms {
    /// The uncentered form with `alpha` = 0.99 and `eps` = 1e-8.
    #[must_use]
    pub const fn new() -> Self {
        Self { alpha: 0.99, eps: 1e-8, centered: false, squares: Slot::new(), mean: Slot::new() }
    }

    /// The decay rate of the means, at least 0 and below 1.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// What is added to the root, finite and above 0.
    #[must_use]
    pub const fn eps(mut self, eps: f64) -> Self {
        self.eps = eps;
        self
    }

    /// Divides by the standard deviation instead of the root mean square.
    #[must_use]
    pub const fn centered(mut self, centered: bool) -> Self {
        self.centered = centered;
        self
    }
}

impl Default for ScaleByRms {
    fn default() -> Self {
        Self::new()
    }
}

impl Transform for ScaleByRms {
    fn validate(&self) -> Result<(), OptimError> {
        check_decay("alpha", self.alpha)?;
        check_positive("eps", self.eps)
    }

    fn begin_step(&mut self, coordinates: usize) {
        self.squares.prepare(coordinates, 0.0);
        if self.centered {
            self.mean.prepare(coordinates, 0.0);
        }
    }

    #[inline]
    fn transform(&mut self, first: usize, _parameters: &[f64], update: &mut [f64]) {
        let Self { alpha, eps, centered, .. } = *self;
        let squares = self.squares.block(first, update.len());
        if centered {
            let mean = self.mean.block(first, update.len());
            for ((u, s), m) in update.iter_mut().zip(squares).zip(mean) {
                *s = alpha * *s + (1.0 - alpha) * *u * *u;
                *m += (1.0 - alpha) * (*u - *m);
                // A variance is at least 0, but the difference may round to less.
                *u /= (*s - *m * *m).max(0.0).sqrt() + eps;
            }
        } else {
            for (u, s) in update.iter_mut().zip(squares) {
                *s = alpha * *s + (1.0 - alpha) * *u * *u;
                *u /= s.sqrt() + eps;
            }
        }
    }

    fn reset(&mut self) {
        self.squares.clear();
        self.mean.clear();
    }
}

/// RMSProp: `s <- alpha s + (1 - alpha) g^2`, `v <- momentum v + g / (sqrt(s) + eps)`,
/// `x <- x - lr v`, all by coordinates.
///
/// `g` includes `weight_decay x`. The centered form and the sources are at [`ScaleByRms`].
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{OptimError, RmsProp};
///
/// let mut x: Vec<f64> = vec![0.0, 0.0];
/// let mut optimizer = RmsProp::new(0.01).alpha(0.75);
/// optimizer.step(&mut x, &vec![100.0, -0.01])?;
/// assert!((x[0] + 0.02).abs() < 1e-7); // lr / sqrt(1 - alpha), whatever the scale
/// assert!((x[1] - 0.02).abs() < 1e-7);
/// # Ok::<(), OptimError>(())
/// ```
pub type RmsProp = Optimizer<(DecayWeights, ScaleByRms, HeavyBall, Descend)>;

impl RmsProp {
    /// A learning rate that is finite and at least 0, often 0.01.
    pub const fn new(learning_rate: f64) -> Self {
        Self::from_chain((
            DecayWeights::new(0.0),
            ScaleByRms::new(),
            HeavyBall::new(0.0),
            Descend::new(learning_rate),
        ))
    }

    /// The decay rate of the mean of squares; 0.99 by default.
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.chain.1.alpha = alpha;
        self
    }

    /// What is added to the root in the divisor; 1e-8 by default.
    pub const fn eps(mut self, eps: f64) -> Self {
        self.chain.1.eps = eps;
        self
    }

    /// Divides by the standard deviation instead of the root mean square; off by default.
    pub const fn centered(mut self, centered: bool) -> Self {
        self.chain.1.centered = centered;
        self
    }

    /// The share of the velocity that a step keeps; 0 by default.
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.chain.2.0.momentum = momentum;
        self
    }

    /// L2 weight decay, 0 by default.
    pub const fn weight_decay(mut self, factor: f64) -> Self {
        self.chain.0.factor = factor;
        self
    }

    /// Changes the learning rate from the next step on, for a schedule.
    pub const fn set_learning_rate(&mut self, learning_rate: f64) {
        self.chain.3.rate = learning_rate;
    }
}
