//! The driver of a step: a chain, parameters and a gradient come in, moved parameters go out.
//!
//! Invariant: everything that can be refused is checked before anything is changed.

use super::error::OptimError;
use super::parameters::Parameters;
use super::transform::Transform;

/// Coordinates that pass through the chain together: large enough to vectorise over, small enough
/// that a block stays in the first-level cache through all links.
const BLOCK: usize = 256;

/// A chain of gradient transformations with the state that it keeps about one set of parameters.
///
/// The named optimizers ([`GradientDescent`](super::GradientDescent), [`Momentum`](super::Momentum),
/// [`Nesterov`](super::Nesterov), [`AdaGrad`](super::AdaGrad), [`RmsProp`](super::RmsProp),
/// [`Adam`](super::Adam), [`AdamW`](super::AdamW)) are aliases of this type. All arithmetic is in
/// `f64`; parameters of type `f32` are rounded once, at the end of a step.
///
/// # Examples
///
/// AdaGrad with momentum, which has no name of its own:
///
/// ```
/// use autodiff_core::optim::{Descend, HeavyBall, OptimError, Optimizer, ScaleByAdaGrad};
///
/// let mut optimizer =
///     Optimizer::from_chain((ScaleByAdaGrad::new(), HeavyBall::new(0.5), Descend::new(0.1)));
/// let mut x: f64 = 1.0;
/// for _ in 0..200 {
///     let gradient = 2.0 * x; // of x^2
///     optimizer.step(&mut x, &gradient)?;
/// }
/// assert!(x.abs() < 1e-6);
/// # Ok::<(), OptimError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "an optimizer does nothing until its `step` is called"]
pub struct Optimizer<T> {
    pub(super) chain: T,
    coordinates: Option<usize>,
    steps: u64,
}

impl<T: Transform> Optimizer<T> {
    /// An optimizer that subtracts what the chain (a tuple of transformations) makes of the
    /// gradient.
    pub const fn from_chain(chain: T) -> Self {
        Self { chain, coordinates: None, steps: 0 }
    }

    /// Moves the parameters by one step along `gradient`, which is d loss / d parameters.
    ///
    /// The first step allocates the optimizer's state, later ones allocate nothing.
    ///
    /// # Errors
    ///
    /// A hyperparameter out of its range, a gradient whose shape differs from the parameters', a
    /// NaN or infinite coordinate in it, or parameters of another size than at the first step.
    /// The parameters and the optimizer are then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use autodiff_core::optim::{GradientDescent, OptimError};
    ///
    /// let mut weights = vec![1.0, 2.0];
    /// let mut descent = GradientDescent::new(0.5);
    /// descent.step(&mut weights, &vec![1.0, -1.0])?;
    /// assert_eq!(weights, [0.5, 2.5]);
    ///
    /// let error = descent.step(&mut weights, &vec![f64::NAN, 0.0]).unwrap_err();
    /// assert!(error.to_string().starts_with("coordinate 0 of the gradient is NaN"));
    /// assert_eq!(weights, [0.5, 2.5]);
    /// # Ok::<(), OptimError>(())
    /// ```
    pub fn step<P: Parameters + ?Sized>(
        &mut self,
        parameters: &mut P,
        gradient: &P::Tangent,
    ) -> Result<(), OptimError> {
        self.chain.validate()?;
        parameters.check_fit(gradient)?;
        let coordinates = count_finite(parameters, gradient)?;
        match self.coordinates {
            Some(first) if first != coordinates => {
                return Err(OptimError::Resized { first, now: coordinates });
            }
            Some(_) | None => self.coordinates = Some(coordinates),
        }
        self.chain.begin_step(coordinates);
        self.steps += 1;
        self.subtract_update(parameters, gradient);
        Ok(())
    }

    /// How many steps were taken since the beginning or the last [`reset`](Self::reset).
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Forgets every earlier step and keeps the hyperparameters: the optimizer is as new, and may
    /// be used on other parameters.
    pub fn reset(&mut self) {
        self.chain.reset();
        self.coordinates = None;
        self.steps = 0;
    }

    /// Sends the gradient through the chain block by block, in the order of the coordinates.
    fn subtract_update<P: Parameters + ?Sized>(
        &mut self,
        parameters: &mut P,
        gradient: &P::Tangent,
    ) {
        let mut buffer = [0.0; BLOCK];
        let mut first = 0;
        parameters.zip_mut(gradient, &mut |values, slopes| {
            for (x, g) in values.chunks_mut(BLOCK).zip(slopes.chunks(BLOCK)) {
                let update = &mut buffer[..x.len()];
                update.copy_from_slice(g);
                self.chain.transform(first, x, update);
                for (x, u) in x.iter_mut().zip(update) {
                    *x -= *u;
                }
                first += x.len();
            }
        });
    }
}

/// The number of coordinates, if all of the gradient's are finite. Changes no parameter.
fn count_finite<P: Parameters + ?Sized>(
    parameters: &mut P,
    gradient: &P::Tangent,
) -> Result<usize, OptimError> {
    let mut count = 0;
    let mut refused = None;
    parameters.zip_mut(gradient, &mut |_, slopes| {
        // `&` instead of a search that stops early: it vectorises, and nearly always finds nothing.
        let finite = slopes.iter().fold(true, |all, g| all & g.is_finite());
        if !finite && refused.is_none() {
            refused = slopes.iter().position(|g| !g.is_finite()).map(|i| (count + i, slopes[i]));
        }
        count += slopes.len();
    });
    match refused {
        Some((coordinate, value)) => Err(OptimError::NonFiniteGradient { coordinate, value }),
        None => Ok(count),
    }
}
