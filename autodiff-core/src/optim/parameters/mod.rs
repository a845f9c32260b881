//! Parameters: a value and its gradient come in, blocks of `f64` coordinates of both go out.
//!
//! Invariant: a walk visits the coordinates in the order of the type (fields and elements from the
//! first to the last), so that the n-th coordinate is the same one at every step.

mod containers;
#[cfg(feature = "ndarray")]
mod ndarray;
mod scalars;

use super::error::ShapeMismatch;
use crate::Differentiable;

/// What a walk calls: parameters, to be changed in place, and their gradient, of equal length.
pub type BlockVisitor<'a> = dyn FnMut(&mut [f64], &[f64]) + 'a;

/// A value that an optimizer can move along a gradient.
///
/// Implemented for `f64`, `f32`, arrays, slices, `Vec`, `Box`, `Option`, `&mut`, tuples up to
/// twelve, and ndarray's arrays (feature `ndarray`); integers, booleans and text are parts that
/// stay as they are.
///
/// # Examples
///
/// Parameters in separate variables move together as a tuple of `&mut`:
///
/// ```
/// use autodiff_core::optim::{GradientDescent, OptimError};
///
/// let (mut weights, mut bias) = ([1.0, 2.0], 0.5);
/// let gradient = ([1.0, 0.0], 0.25);
/// GradientDescent::new(1.0).step(&mut (&mut weights, &mut bias), &gradient)?;
/// assert_eq!((weights, bias), ([0.0, 2.0], 0.25));
/// # Ok::<(), OptimError>(())
/// ```
///
/// A struct names its fields one after the other:
///
/// ```
/// use autodiff_core::optim::{BlockVisitor, GradientDescent, Parameters, ShapeMismatch};
/// use autodiff_core::Differentiable;
///
/// #[derive(Clone)]
/// struct Line {
///     slope: f64,
///     offsets: Vec<f64>,
/// }
///
/// impl Differentiable for Line {
///     type Tangent = (f64, Vec<f64>);
///     fn zero_tangent(&self) -> Self::Tangent {
///         (0.0, vec![0.0; self.offsets.len()])
///     }
/// }
///
/// impl Parameters for Line {
///     fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
///         self.slope.check_fit(&gradient.0).map_err(|e| e.inside(".slope"))?;
///         self.offsets.check_fit(&gradient.1).map_err(|e| e.inside(".offsets"))
///     }
///     fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
///         self.slope.zip_mut(&gradient.0, visit);
///         self.offsets.zip_mut(&gradient.1, visit);
///     }
/// }
///
/// let mut line = Line { slope: 1.0, offsets: vec![2.0, 3.0] };
/// let error = GradientDescent::new(1.0).step(&mut line, &(1.0, vec![0.5])).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the gradient does not fit: parameters.offsets has length 2, gradient.offsets has length 1"
/// );
/// ```
pub trait Parameters: Differentiable {
    /// Compares shapes, and changes nothing.
    ///
    /// # Errors
    ///
    /// The first place where the gradient has another shape.
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch>;

    /// Hands every coordinate to `visit`, together with its gradient and in blocks as long as the
    /// memory layout allows. The shapes fit.
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>);

    /// [`zip_mut`](Self::zip_mut) for neighbours in memory, of equal number; numbers override it
    /// and pass the whole slice as one block.
    fn zip_slices(these: &mut [Self], gradients: &[Self::Tangent], visit: &mut BlockVisitor<'_>)
    where
        Self: Sized,
    {
        for (this, gradient) in these.iter_mut().zip(gradients) {
            this.zip_mut(gradient, visit);
        }
    }
}

/// [`Parameters`] without what it says of the tangent: as a bound it hides nothing from rustc.
#[doc(hidden)]
pub trait SteppedAlong<D> {
    /// [`Parameters::check_fit`].
    ///
    /// # Errors
    ///
    /// The first place where the gradient has another shape.
    fn fits(&self, gradient: &D) -> Result<(), ShapeMismatch>;

    /// [`Parameters::zip_mut`].
    fn zip_along(&mut self, gradient: &D, visit: &mut BlockVisitor<'_>);
}

impl<P: Parameters> SteppedAlong<P::Tangent> for P {
    fn fits(&self, gradient: &P::Tangent) -> Result<(), ShapeMismatch> {
        self.check_fit(gradient)
    }
    fn zip_along(&mut self, gradient: &P::Tangent, visit: &mut BlockVisitor<'_>) {
        self.zip_mut(gradient, visit);
    }
}
