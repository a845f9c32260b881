//! Automatic differentiation of ordinary Rust functions, at compile time, on stable Rust.
//!
//! Put `#[differentiable]` on a function. A compiler inside the macro reads it and writes its
//! derivatives beside it, as plain safe Rust that rustc checks and optimises like any other: there is
//! no tape object, no special number type and no nightly feature.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn rosenbrock(x: f64, y: f64) -> f64 {
//!     let a = y - x * x;
//!     100.0 * a * a + (1.0 - x).powi(2)
//! }
//!
//! assert_eq!(grad_rosenbrock(1.0, 1.0), (0.0, 0.0));
//! assert_eq!(value_and_grad_rosenbrock(0.0, 1.0), (101.0, (-2.0, 200.0)));
//! ```
//!
//! # What is generated
//!
//! The function stays as it is. Beside it, with its visibility, generics and `cfg`s, stand
//!
//! | function | for `fn f(x: f64, w: &[f64], n: usize) -> f64` | meaning |
//! | --- | --- | --- |
//! | `grad_f` | `(x, w, n) -> (f64, Vec<f64>)` | the gradient (adjoint mode): a part per differentiable parameter, without a tuple if there is one |
//! | `value_and_grad_f` | `(x, w, n) -> (f64, (f64, Vec<f64>))` | the value too |
//! | `vjp_f` | `(x, w, n, seed) -> (f64, (f64, Vec<f64>))` | the vector-Jacobian product with the output's cotangent; the output may be an array or a tuple |
//! | `adjoint_f` | `(x, w, n, &mut dx, &mut dw, seed) -> f64` | the same, added (`+=`) into shadows that the caller owns |
//! | `jvp_f` | `(x, w, n, dx, &dw) -> (f64, f64)` | forward mode: the derivative along `(dx, dw)`, the total differential |
//! | `hvp_f` | `(x, w, n, vx, &vw) -> (gradients, products)` | with `second_order`: the Hessian times `(vx, vw)` |
//! | `hessian_f` | `(x, ..) -> [[f64; k]; k]` | with `second_order`, for scalars or for one array |
//! | `jacobian_f` | `(x, ..) -> [[f64; n]; m]` | with `jacobian`, for one array and an array output: a row per output |
//!
//! Integers, `bool`s and parameters marked `#[no_diff]` have no derivative and no part in gradients.
//! The gradient of a slice is a `Vec`, that of an ndarray array or view an array of its shape.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable(second_order)]
//! fn model(x: f64, w: &[f64], n: usize) -> f64 {
//!     let mut y = 0.0;
//!     for i in 0..n {
//!         y += w[i] * x.powi(i as i32);
//!     }
//!     y
//! }
//!
//! let w = [1.0, 2.0, 3.0];
//! assert_eq!(grad_model(2.0, &w, 3), (14.0, vec![1.0, 2.0, 4.0]));
//!
//! // a step along x alone: forward mode
//! assert_eq!(jvp_model(2.0, &w, 3, 1.0, &[0.0; 3]), (17.0, 14.0));
//!
//! // shadows are added to
//! let (mut dx, mut dw) = (0.5, [0.0; 3]);
//! assert_eq!(adjoint_model(2.0, &w, 3, &mut dx, &mut dw, 1.0), 17.0);
//! assert_eq!((dx, dw), (14.5, [1.0, 2.0, 4.0]));
//!
//! // the first row of the Hessian
//! let (_, (hx, hw)) = hvp_model(2.0, &w, 3, 1.0, &[0.0; 3]);
//! assert_eq!((hx, hw), (6.0, vec![0.0, 1.0, 4.0]));
//! ```
//!
//! A function may leave results in `&mut` parameters. It has `adjoint_` and `jvp_` only. The shadow of
//! such a parameter brings the cotangent of the output and takes that of the input away, its tangent
//! that of the input and of the output; a function that returns nothing takes no seed.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn scale(x: &mut [f64], a: f64) {
//!     for i in 0..x.len() {
//!         x[i] *= a;
//!     }
//! }
//!
//! #[differentiable]
//! fn scaled_product(x: f64, y: f64, a: f64) -> f64 {
//!     let mut v = [x, y];
//!     scale(&mut v, a);
//!     v[0] * v[1]
//! }
//!
//! let (mut x, mut dx, mut da) = ([2.0, 3.0], [1.0, 10.0], 0.0);
//! adjoint_scale(&mut x, 5.0, &mut dx, &mut da);
//! assert_eq!((x, dx, da), ([10.0, 15.0], [5.0, 50.0], 32.0));
//! assert_eq!(grad_scaled_product(2.0, 3.0, 5.0), (75.0, 50.0, 60.0));
//! ```
//!
//! | argument of the attribute | meaning |
//! | --- | --- |
//! | `second_order`, `jacobian` | the functions above; callees of a `second_order` function carry it too |
//! | `print` | the derivatives as formatted Rust, printed when the function is compiled |
//! | `report` | what the derivatives keep in memory, per line, and why, printed as well |
//! | `wrt(x, w)` | these parameters only |
//! | `modes(forward)`, `modes(reverse)` | one mode only |
//! | `bound = "T: Real"` | replaces the bounds that derivatives add to type parameters |
//! | `companion = Name` | another name for the type that stands beside the function, where a module or type has the function's |
//! | `vjp = path`, `jvp = path`, `adjoint = path` | [rules of your own](guide::rules) in place of the body |
//! | `companions(f = path::Name)` | what the companion of a called function is called |
//! | `crate = path` | where this crate is, if it is renamed |
//!
//! # What can be differentiated
//!
//! Ordinary numeric Rust: branches, loops with exits, mutation, arrays, structs and enums with
//! `#[derive(Differentiable)]`, methods and traits, generic functions, closures, iterator chains, `Option`
//! and `Result`, calls across modules and crates, ndarray arrays. [`guide::supported`] is the table, each row of which was run. Everything else is an
//! error at the construct, which says what to write instead. No derivative is silently zero: an active
//! value that goes to a function without derivative is an error at that call.
//!
//! ```compile_fail
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn next(x: f64) -> f64 {
//!     x.next_up() // error: no derivative is known for method `next_up`
//! }
//! ```
//!
//! [`check_gradients`] takes a function by name and compares both modes with differences:
//!
//! ```
//! use chainrule::{check_gradients, differentiable};
//!
//! #[differentiable]
//! fn wave(x: f64, w: &[f64]) -> f64 {
//!     (w[0] * x).sin() + (w[1] * x).cos()
//! }
//!
//! check_gradients::<wave>((0.3, &[1.5, -0.5][..])).expect("both modes agree with differences");
//! ```
//!
//! # The guide
//!
//! [`guide`] has a page per topic, with programs that run. To begin with:
//! [`guide::first_gradient`], [`guide::modes`], [`guide::types`]. For training:
//! [`guide::arrays`], [`guide::training`], [`guide::performance`]. When the compiler refuses something, or says
//! `expected type, found function`: [`guide::messages`]. At kinks, as `abs` at 0, the derivative is
//! PyTorch's: [`guide::kinks`].
//!
//! # Features
//!
//! * `ndarray` (on by default): arrays of [`ndarray`](https://docs.rs/ndarray), re-exported here so that
//!   versions agree, and the module `nn` with layers and losses.
//! * `arrayvec` (on by default): short lists of [`arrayvec`](https://docs.rs/arrayvec), `ArrayVec<f64, 3>`, as results, locals
//!   and parameters; re-exported.
//! * `nalgebra`: matrices and vectors of [`nalgebra`](https://docs.rs/nalgebra) that own their numbers, of
//!   fixed and of run-time sizes; re-exported.
//! * `glam`: vectors, square matrices and quaternions of [`glam`](https://docs.rs/glam), in both precisions;
//!   re-exported.
//! * `mint`: vectors, points, quaternions and matrices of [`mint`](https://docs.rs/mint), the types that libraries
//!   exchange: their fields and conversions; re-exported.
//! * `serde`: the tangent types of structs and enums have [`serde`](https://docs.rs/serde)'s derives, so that
//!   gradients and the states made of them can be written and read; tangents of this crate too.
//! * `rayon`: the module `batch`, gradients over the items of a batch on all cores.
//!
//! The optimizers are in [`optim`].

// its programs use ndarray
#[cfg(any(feature = "ndarray", not(doctest)))]
pub mod guide;
#[cfg(feature = "ndarray")]
pub mod nn;
#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub use private as __private;

pub use autodiff_core::*;
pub use autodiff_macros::{Differentiable, differentiable};

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
