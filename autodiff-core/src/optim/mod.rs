//! Optimizers: parameters and a gradient come in, the parameters leave one step further down.
//!
//! An [`Optimizer`] is a chain of small gradient [transformations](Transform) (the idea of optax,
//! <https://github.com/google-deepmind/optax>): each turns the update that it is handed into
//! another one, and what leaves the chain is subtracted from the parameters. [`Adam`] is
//! [`DecayWeights`], [`ScaleByAdam`], [`Descend`]; the other named optimizers are such chains too,
//! and [`Optimizer::from_chain`] makes new ones.
//!
//! The parameters may be a number, an array, a `Vec`, an ndarray array or a tuple of those: any
//! [`Parameters`]; the gradient is their tangent, as `grad_f` returns it.
//!
//! Invariants: a step either succeeds or returns an [`OptimError`] and leaves the parameters and
//! the optimizer as they were; after the first step no step allocates; the same calls give the same
//! numbers, bit for bit.
//!
//! ```
//! use autodiff_core::optim::Adam;
//!
//! // (x - 3)^2 + 2 (y + 1)^2, whose gradient is (2 (x - 3), 4 (y + 1))
//! let mut point: (f64, f64) = (0.0, 0.0);
//! let mut adam = Adam::new(0.1);
//! for _ in 0..500 {
//!     let gradient = (2.0 * (point.0 - 3.0), 4.0 * (point.1 + 1.0));
//!     adam.step(&mut point, &gradient)?;
//! }
//! assert!((point.0 - 3.0).abs() < 1e-6 && (point.1 + 1.0).abs() < 1e-6);
//! # Ok::<(), autodiff_core::optim::OptimError>(())
//! ```

mod adagrad;
mod adam;
mod batches;
mod descent;
mod error;
mod momentum;
mod optimizer;
mod parameters;
mod rmsprop;
mod transform;

pub use adagrad::{AdaGrad, ScaleByAdaGrad};
pub use adam::{Adam, AdamW, ScaleByAdam};
pub use batches::Batches;
pub use descent::{DecayWeights, Descend, GradientDescent};
pub use error::{OptimError, ShapeMismatch};
pub use momentum::{HeavyBall, Momentum, Nesterov, NesterovTrace};
pub use optimizer::Optimizer;
pub use parameters::{BlockVisitor, Parameters, SteppedAlong};
pub use rmsprop::{RmsProp, ScaleByRms};
pub use transform::Transform;
