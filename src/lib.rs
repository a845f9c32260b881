//! Automatic differentiation of ordinary Rust functions, at compile time, on stable Rust.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn rosenbrock(x: f64, y: f64) -> f64 {
//!     (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
//! }
//!
//! assert_eq!(grad_rosenbrock(1.0, 1.0), (0.0, 0.0));
//! assert_eq!(value_and_grad_rosenbrock(0.0, 1.0), (101.0, (-2.0, 200.0)));
//! ```

#[cfg(feature = "ndarray")]
pub mod nn;
#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub use private as __private;

pub use autodiff_core::*;
pub use autodiff_macros::differentiable;

/// Evaluates an expression in an annotated function without differentiating it.
///
/// Outside of annotated functions it is the expression itself.
///
/// ```
/// use chainrule::{differentiable, no_diff};
///
/// #[differentiable]
/// fn frozen(x: f64) -> f64 {
///     x * no_diff!(x.sin())
/// }
///
/// assert_eq!(grad_frozen(1.0), 1.0_f64.sin());
/// ```
#[macro_export]
macro_rules! no_diff {
    ($value:expr) => {
        $value
    };
}

/// The code blocks of README.md, compiled and run with the other doctests.
#[cfg(all(doctest, feature = "ndarray"))]
#[doc = include_str!("../README.md")]
struct Readme;
