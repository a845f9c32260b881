//! Momentum: an update comes in, a decaying sum of all updates so far goes out.
//!
//! Invariant: at the first step the sum is the update itself, undampened, as in PyTorch.

use super::descent::{DecayWeights, Descend};
use super::error::{OptimError, check, check_non_negative};
use super::optimizer::Optimizer;
use super::transform::{Slot, Transform};

/// The velocity `v <- momentum v + (1 - dampening) u` that both kinds of momentum keep.
///
/// Without momentum there is no velocity: no state, and the update passes unchanged.
#[derive(Debug, Clone)]
pub(super) struct Velocity {
    pub(super) momentum: f64,
    dampening: f64,
    share: f64,
    started: bool,
    velocity: Slot,
}

impl Velocity {
    const fn new(momentum: f64) -> Self {
        Self { momentum, dampening: 0.0, share: 1.0, started: false, velocity: Slot::new() }
    }

    fn validate(&self) -> Result<(), OptimError> {
        check_non_negative("momentum", self.momentum)?;
        check("dampening", self.dampening, "finite", f64::is_finite)
    }

    fn begin_step(&mut self, coordinates: usize) {
        if self.momentum == 0.0 {
            return;
        }
        self.velocity.prepare(coordinates, 0.0);
        self.share = if self.started { 1.0 - self.dampening } else { 1.0 };
        self.started = true;
    }

    /// Moves the block's velocities on and hands each to `leave` beside its update.
    #[inline]
    fn advance(&mut self, first: usize, update: &mut [f64], leave: impl Fn(&mut f64, f64)) {
        if self.momentum == 0.0 {
            return;
        }
        let velocity = self.velocity.block(first, update.len());
        for (u, v) in update.iter_mut().zip(velocity) {
            *v = self.momentum * *v + self.share * *u;
            leave(u, *v);
        }
    }

    fn reset(&mut self) {
        self.velocity.clear();
        self.started = false;
    }
}

/// Replaces the update by the velocity `v <- momentum v + (1 - dampening) u`.
///
/// Polyak's heavy ball, Some methods of speeding up the convergence of iteration methods, 1964,
/// <https://doi.org/10.1016/0041-5553(64)90137-5>.
#[derive(Debug, Clone)]
pub struct HeavyBall(pub(super) Velocity);

impl HeavyBall {
    /// The share of the velocity that a step keeps: finite and at least 0, usually 0.9.
    #[must_use]
    pub const fn new(momentum: f64) -> Self {
        Self(Velocity::new(momentum))
    }

    /// Takes only `1 - dampening` of each update but the first; 0 by default, and without effect
    /// where the momentum is 0.
    #[must_use]
    pub const fn dampening(mut self, dampening: f64) -> Self {
        self.0.dampening = dampening;
        self
    }
}

impl Transform for HeavyBall {
    fn validate(&self) -> Result<(), OptimError> {
        self.0.validate()
    }
    fn begin_step(&mut self, coordinates: usize) {
        self.0.begin_step(coordinates);
    }
    #[inline]
    fn transform(&mut self, first: usize, _parameters: &[f64], update: &mut [f64]) {
        self.0.advance(first, update, |u, v| *u = v);
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

/// Replaces the update `u` by `u + momentum v`, where `v <- momentum v + u`: the velocity after
/// the step that is about to be taken.
///
/// Nesterov, A method for solving the convex programming problem with convergence rate O(1/k^2),
/// 1983, in the form of Sutskever, Martens, Dahl and Hinton, On the importance of initialization
/// and momentum in deep learning, 2013, <https://proceedings.mlr.press/v28/sutskever13.html>.
#[derive(Debug, Clone)]
pub struct NesterovTrace(Velocity);

impl NesterovTrace {
    /// The share of the velocity that a step keeps: finite and at least 0, usually 0.9.
    #[must_use]
    pub const fn new(momentum: f64) -> Self {
        Self(Velocity::new(momentum))
    }
}

impl Transform for NesterovTrace {
    fn validate(&self) -> Result<(), OptimError> {
        self.0.validate()
    }
    fn begin_step(&mut self, coordinates: usize) {
        self.0.begin_step(coordinates);
    }
    #[inline]
    fn transform(&mut self, first: usize, _parameters: &[f64], update: &mut [f64]) {
        let momentum = self.0.momentum;
        self.0.advance(first, update, |u, v| *u += momentum * v);
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

/// Gradient descent with momentum: `v <- momentum v + (1 - dampening) g`, `x <- x - lr v`.
///
/// `g` includes `weight_decay x`. The formula and its source are at [`HeavyBall`].
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{Momentum, OptimError};
///
/// let mut x = [1.0, 0.0];
/// let mut optimizer = Momentum::new(0.5, 0.5);
/// optimizer.step(&mut x, &[1.0, 0.0])?; // v = 1
/// optimizer.step(&mut x, &[1.0, 0.0])?; // v = 0.5 + 1
/// assert_eq!(x, [-0.25, 0.0]);
/// # Ok::<(), OptimError>(())
/// ```
pub type Momentum = Optimizer<(DecayWeights, HeavyBall, Descend)>;

impl Momentum {
    /// A learning rate and the momentum, both finite and at least 0.
    pub const fn new(learning_rate: f64, momentum: f64) -> Self {
        let ball = HeavyBall::new(momentum);
        Self::from_chain((DecayWeights::new(0.0), ball, Descend::new(learning_rate)))
    }

    /// Takes only `1 - dampening` of each gradient but the first; 0 by default, and without effect
    /// where the momentum is 0.
    pub const fn dampening(mut self, dampening: f64) -> Self {
        self.chain.1.0.dampening = dampening;
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

/// Nesterov's accelerated gradient: `v <- momentum v + g`, `x <- x - lr (g + momentum v)`.
///
/// `g` includes `weight_decay x`. The formula and its source are at [`NesterovTrace`].
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{Nesterov, OptimError};
///
/// let mut x = 1.0;
/// let mut optimizer = Nesterov::new(0.5, 0.5);
/// optimizer.step(&mut x, &1.0)?; // v = 1, so the step is 0.5 (1 + 0.5)
/// assert_eq!(x, 0.25);
/// # Ok::<(), OptimError>(())
/// ```
pub type Nesterov = Optimizer<(DecayWeights, NesterovTrace, Descend)>;

impl Nesterov {
    /// A learning rate and the momentum, both finite and at least 0.
    pub const fn new(learning_rate: f64, momentum: f64) -> Self {
        let trace = NesterovTrace::new(momentum);
        Self::from_chain((DecayWeights::new(0.0), trace, Descend::new(learning_rate)))
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
