//! What can be wrong with a step: numbers and shapes come in, a message that names them goes out.
//!
//! Invariant: whoever returns one of these has changed neither parameters nor optimizer.

use std::error::Error;
use std::fmt;

/// Why an optimizer refused a step, or a sampler its sizes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OptimError {
    /// A hyperparameter lies outside the range in which the method is defined.
    Hyperparameter {
        /// The hyperparameter, as its setter is called.
        name: &'static str,
        /// The number that was given.
        value: f64,
        /// The range that it must lie in, in words.
        expected: &'static str,
    },
    /// The gradient has another shape than the parameters.
    Shape(ShapeMismatch),
    /// A coordinate of the gradient is NaN or infinite.
    NonFiniteGradient {
        /// Which coordinate, counted through all parameters in order.
        coordinate: usize,
        /// The coordinate's value.
        value: f64,
    },
    /// The parameters have another number of coordinates than at the optimizer's first step.
    Resized {
        /// The number of coordinates at the first step.
        first: usize,
        /// The number of coordinates now.
        now: usize,
    },
    /// A sampler was asked for batches of no samples.
    EmptyBatch {
        /// The number of samples in the data set.
        samples: usize,
        /// The number of samples in a batch.
        size: usize,
    },
}

impl fmt::Display for OptimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hyperparameter { name, value, expected } => {
                write!(f, "the hyperparameter `{name}` is {value}, but must be {expected}")
            }
            Self::Shape(mismatch) => mismatch.fmt(f),
            Self::NonFiniteGradient { coordinate, value } => write!(
                f,
                "coordinate {coordinate} of the gradient is {value}; the parameters are unchanged\n\
                 help: lower the learning rate, or look for a division by 0 or a logarithm of 0 in the loss"
            ),
            Self::Resized { first, now } => write!(
                f,
                "the parameters have {now} coordinates, but had {first} at the first step\n\
                 help: use a new optimizer for new parameters, or call `reset`"
            ),
            Self::EmptyBatch { samples, size } => {
                write!(f, "cannot draw batches of {size} from {samples} samples")
            }
        }
    }
}

impl Error for OptimError {}

impl From<ShapeMismatch> for OptimError {
    fn from(mismatch: ShapeMismatch) -> Self {
        Self::Shape(mismatch)
    }
}

/// A place in the parameters where the gradient has another shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeMismatch {
    place: String,
    parameter: String,
    gradient: String,
}

impl ShapeMismatch {
    /// A mismatch at the parameters themselves: both shapes in words, such as `length 3`.
    #[must_use]
    pub fn new(parameter: impl Into<String>, gradient: impl Into<String>) -> Self {
        Self { place: String::new(), parameter: parameter.into(), gradient: gradient.into() }
    }

    /// The same mismatch seen from the parameter that contains it: `.0`, `.weights`, `[4]`.
    #[must_use]
    pub fn inside(mut self, part: &str) -> Self {
        self.place.insert_str(0, part);
        self
    }
}

impl fmt::Display for ShapeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, parameter, gradient } = self;
        write!(f, "the gradient does not fit: parameters{place} has {parameter}, ")?;
        write!(f, "gradient{place} has {gradient}")
    }
}

impl Error for ShapeMismatch {}

/// `Ok` where `accepted` is true of `value` (never of a NaN), else the error that names it.
pub(super) fn check(
    name: &'static str,
    value: f64,
    expected: &'static str,
    accepted: impl Fn(f64) -> bool,
) -> Result<(), OptimError> {
    if accepted(value) { Ok(()) } else { Err(OptimError::Hyperparameter { name, value, expected }) }
}

/// Accepts what is at least 0 and finite.
pub(super) fn check_non_negative(name: &'static str, value: f64) -> Result<(), OptimError> {
    check(name, value, "finite and at least 0", |v| v >= 0.0 && v.is_finite())
}

/// Accepts what is above 0 and finite.
pub(super) fn check_positive(name: &'static str, value: f64) -> Result<(), OptimError> {
    check(name, value, "finite and above 0", |v| v > 0.0 && v.is_finite())
}

/// Accepts the decay rate of a moving average: from 0 up to, but without, 1.
pub(super) fn check_decay(name: &'static str, value: f64) -> Result<(), OptimError> {
    check(name, value, "at least 0 and below 1", |v| (0.0..1.0).contains(&v))
}
