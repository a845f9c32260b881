//! Gradient transformations: an update comes in (at first the gradient), another one goes out.
//!
//! A chain of transformations is a tuple, applied from left to right.
//! Invariant: a transformation sees the coordinates in the same order at every step, in blocks, and
//! what it keeps about a coordinate depends on nothing but that coordinate's history.

use super::error::OptimError;

/// One link of the chain that makes an optimizer.
///
/// A step calls [`validate`](Transform::validate), then [`begin_step`](Transform::begin_step)
/// once, then [`transform`](Transform::transform) for each block of coordinates, in order.
///
/// # Examples
///
/// The sign of the gradient instead of the gradient (signSGD, Bernstein, Wang, Azizzadenesheli
/// and Anandkumar 2018, <https://arxiv.org/abs/1802.04434>):
///
/// ```
/// use autodiff_core::optim::{Descend, OptimError, Optimizer, Transform};
///
/// #[derive(Debug, Clone)]
/// struct TakeSign;
///
/// impl Transform for TakeSign {
///     fn transform(&mut self, _first: usize, _parameters: &[f64], update: &mut [f64]) {
///         for u in update {
///             *u = if *u == 0.0 { 0.0 } else { u.signum() };
///         }
///     }
/// }
///
/// let mut optimizer = Optimizer::from_chain((TakeSign, Descend::new(0.25)));
/// let mut x = [1.0, -1.0, 5.0];
/// optimizer.step(&mut x, &[17.0, -1e-9, 0.0])?;
/// assert_eq!(x, [0.75, -0.75, 5.0]);
/// # Ok::<(), OptimError>(())
/// ```
pub trait Transform {
    /// Refuses hyperparameters with which the method is not defined.
    ///
    /// # Errors
    ///
    /// [`OptimError::Hyperparameter`] with the hyperparameter's name, value and range.
    fn validate(&self) -> Result<(), OptimError> {
        Ok(())
    }

    /// Opens a step on `coordinates` coordinates: room for the state at the first, and what
    /// depends on the number of the step.
    fn begin_step(&mut self, coordinates: usize) {
        let _ = coordinates;
    }

    /// Replaces the update of the coordinates `first..first + update.len()`.
    ///
    /// `parameters` holds the same coordinates' values before the step.
    fn transform(&mut self, first: usize, parameters: &[f64], update: &mut [f64]);

    /// Forgets every earlier step and keeps the hyperparameters.
    fn reset(&mut self) {}
}

impl<T: Transform + ?Sized> Transform for Box<T> {
    fn validate(&self) -> Result<(), OptimError> {
        (**self).validate()
    }
    fn begin_step(&mut self, coordinates: usize) {
        (**self).begin_step(coordinates);
    }
    fn transform(&mut self, first: usize, parameters: &[f64], update: &mut [f64]) {
        (**self).transform(first, parameters, update);
    }
    fn reset(&mut self) {
        (**self).reset();
    }
}

macro_rules! chain {
    ($($link:ident $position:tt),+) => {
        impl<$($link: Transform),+> Transform for ($($link,)+) {
            fn validate(&self) -> Result<(), OptimError> {
                $(self.$position.validate()?;)+
                Ok(())
            }
            fn begin_step(&mut self, coordinates: usize) {
                $(self.$position.begin_step(coordinates);)+
            }
            #[inline]
            fn transform(&mut self, first: usize, parameters: &[f64], update: &mut [f64]) {
                $(self.$position.transform(first, parameters, update);)+
            }
            fn reset(&mut self) {
                $(self.$position.reset();)+
            }
        }
    };
}

chain!(A 0);
chain!(A 0, B 1);
chain!(A 0, B 1, C 2);
chain!(A 0, B 1, C 2, D 3);
chain!(A 0, B 1, C 2, D 3, E 4);
chain!(A 0, B 1, C 2, D 3, E 4, F 5);

/// One number of state for each coordinate, allocated by the first step.
#[derive(Debug, Clone)]
pub(super) struct Slot(Vec<f64>);

impl Slot {
    /// An empty slot.
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes the slot hold `coordinates` numbers; new ones start as `start`.
    pub(super) fn prepare(&mut self, coordinates: usize, start: f64) {
        self.0.resize(coordinates, start);
    }

    /// The numbers of a block of coordinates.
    pub(super) fn block(&mut self, first: usize, length: usize) -> &mut [f64] {
        &mut self.0[first..first + length]
    }

    /// Gives the numbers up; the next `prepare` starts anew.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
