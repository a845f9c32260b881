//! A function as a type: what comes in is the name of an annotated function, what goes out is its
//! value and derivatives under names that generic tools can call.
//!
//! Invariant: a gradient has one tangent per differentiable parameter, in order, bare when there is
//! one; a direction has the same type.

use crate::differentiable::{Differentiable, Tangent};

/// A differentiable function as a type (implemented by the companion type that the macro emits).
///
/// `Args` is the tuple of all parameters, the ones without a derivative included.
///
/// ```
/// use autodiff_core::DifferentiableFn;
/// struct Square;
/// impl DifferentiableFn<(f64,)> for Square {
///     type Output = f64;
///     type Gradient = f64;
///     const NAME: &'static str = "square";
///     fn call((x,): (f64,)) -> f64 {
///         x * x
///     }
///     fn vjp((x,): (f64,), seed: f64) -> (f64, f64) {
///         (x * x, 2.0 * x * seed)
///     }
///     fn jvp((x,): (f64,), direction: &f64) -> (f64, f64) {
///         (x * x, 2.0 * x * direction)
///     }
///     fn call_moved((x,): (f64,), direction: &f64, step: f64) -> f64 {
///         Self::call((x + step * direction,))
///     }
///     fn zero_gradient(_: &(f64,)) -> f64 {
///         0.0
///     }
/// }
/// assert_eq!(Square::vjp((3.0,), 1.0), (9.0, 6.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiable function of these arguments: `{Args}`",
    note = "help: put `#[differentiable]` on the function and pass its arguments as one tuple",
    note = "help: a function with `&mut` parameters is checked through an annotated function that calls it \
            and returns what it left"
)]
pub trait DifferentiableFn<Args> {
    /// What the function returns.
    type Output: Differentiable;

    /// The tangents of the differentiable parameters: a tuple, bare when there is one.
    type Gradient: Tangent;

    /// The function's name, for messages.
    const NAME: &'static str;

    /// The names of the differentiable parameters, in order, for messages; empty when not known.
    const PARAMETERS: &'static [&'static str] = &[];

    /// The value.
    fn call(args: Args) -> Self::Output;

    /// The value and the vector-Jacobian product: `(f(args), J^T seed)`.
    fn vjp(
        args: Args,
        seed: <Self::Output as Differentiable>::Tangent,
    ) -> (Self::Output, Self::Gradient);

    /// The value and the Jacobian-vector product: `(f(args), J direction)`.
    fn jvp(
        args: Args,
        direction: &Self::Gradient,
    ) -> (Self::Output, <Self::Output as Differentiable>::Tangent);

    /// The value at a moved point, `f(args + step * direction)`.
    fn call_moved(args: Args, direction: &Self::Gradient, step: f64) -> Self::Output;

    /// The zero of the gradient's type, with the arguments' shapes.
    fn zero_gradient(args: &Args) -> Self::Gradient;
}

/// A value that can be moved along a tangent, into a value that owns its numbers.
///
/// ```
/// use autodiff_core::Perturb;
/// let x: &[f64] = &[1.0, 2.0];
/// assert_eq!(x.perturbed(&vec![1.0, -1.0], 0.5), vec![1.5, 1.5]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` cannot be moved along a tangent",
    note = "help: a type with `#[derive(Differentiable)]` can be, if its fields own their numbers and \
            its `#[no_diff]` fields are `Clone`"
)]
pub trait Perturb: Differentiable {
    /// The type of the moved value: `Vec` for slices, owned arrays for views, else the type itself.
    type Owned;

    /// `self + step * direction`; a value without a derivative stays.
    ///
    /// # Panics
    /// When the shapes differ; the message names both.
    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned;
}

/// A value that can be read as the list of its floating-point numbers, in the order of its tangent.
///
/// ```
/// use autodiff_core::Coordinates;
/// let mut all = Vec::new();
/// (1.0, 7_usize, [2.0_f32, 3.0]).for_each_coordinate(&mut |x| all.push(x));
/// assert_eq!(all, [1.0, 2.0, 3.0]);
/// ```
pub trait Coordinates: Differentiable {
    /// Shows every number to `f`, in order; none where there is no derivative.
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64));
}
