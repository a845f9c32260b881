//! What a check of derivatives answers.

use core::fmt;

/// Which derivative function was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reverse: `vjp` with a unit seed.
    Adjoint,
    /// Forward: `jvp` with a unit direction.
    Forward,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mode::Adjoint => "adjoint mode",
            Mode::Forward => "forward mode",
        })
    }
}

/// One partial derivative: which coordinate of the result by which coordinate of which parameter,
/// all counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The position among the differentiable parameters.
    pub parameter: usize,
    /// The parameter's name, where the function tells it.
    pub name: Option<&'static str>,
    /// The coordinate in the parameter.
    pub coordinate: usize,
    /// The coordinate in the result.
    pub output: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { parameter, name, coordinate, output } = self;
        write!(f, "the derivative of output {output} in coordinate {coordinate} of ")?;
        match name {
            Some(name) => write!(f, "parameter {parameter} (`{name}`)"),
            None => write!(f, "parameter {parameter}"),
        }
    }
}

/// All derivatives agree.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientReport {
    function: &'static str,
    inputs: usize,
    outputs: usize,
    worst: f64,
}

impl GradientReport {
    pub(super) fn new(function: &'static str, inputs: usize, outputs: usize, worst: f64) -> Self {
        GradientReport { function, inputs, outputs, worst }
    }

    /// The function's name.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// How many coordinates the differentiable parameters have.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many coordinates the result has.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The largest gap between a derivative and the differences, relative to the larger of the two.
    #[must_use]
    pub fn worst_relative_gap(&self) -> f64 {
        self.worst
    }
}

impl fmt::Display for GradientReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GradientReport { function, inputs, outputs, worst } = self;
        write!(
            f,
            "`{function}`: {outputs} x {inputs} partial derivatives agree in adjoint mode, forward \
             mode and differences; the largest relative gap is {worst:.1e}"
        )
    }
}

/// The first derivative that is wrong, or that could not be checked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum GradientMismatch {
    /// A partial derivative differs from the differences of the values.
    Partial {
        /// The function's name.
        function: &'static str,
        /// Which derivative function is wrong.
        mode: Mode,
        /// Which partial derivative is wrong.
        place: Place,
        /// What the derivative function gives.
        derivative: f64,
        /// What the differences give.
        difference: f64,
        /// How far apart the two may be.
        tolerance: f64,
    },
    /// A partial derivative is infinite or NaN.
    NotFinite {
        /// The function's name.
        function: &'static str,
        /// Which derivative function gives it.
        mode: Mode,
        /// Which partial derivative it is.
        place: Place,
        /// The number.
        derivative: f64,
    },
    /// The differences do not converge: a jump, a pole, noise, or a domain that ends here.
    Unsettled {
        /// The function's name.
        function: &'static str,
        /// Which partial derivative it is.
        place: Place,
        /// The best estimate by differences.
        difference: f64,
        /// Its estimated error.
        error: f64,
    },
    /// `<v, J u>` and `<J^T v, u>` differ: the two modes are not adjoint to each other.
    Identity {
        /// The function's name.
        function: &'static str,
        /// `<v, J u>`, by forward mode.
        forward: f64,
        /// `<J^T v, u>`, by adjoint mode.
        adjoint: f64,
        /// How far apart the two may be.
        tolerance: f64,
    },
    /// A derivative function returns another value than the function.
    Value {
        /// The function's name.
        function: &'static str,
        /// Which derivative function it is.
        mode: Mode,
        /// The coordinate in the result.
        output: usize,
        /// What the derivative function returns.
        found: f64,
        /// What the function returns.
        expected: f64,
    },
    /// A tangent or gradient has not as many coordinates as its primal.
    Length {
        /// The function's name.
        function: &'static str,
        /// Which derivative function it is.
        mode: Mode,
        /// How many coordinates it returns.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The result changes its shape near the point, so it has no derivative by differences.
    Shape {
        /// The function's name.
        function: &'static str,
        /// Which parameter was moved.
        place: Place,
        /// How far it was moved.
        step: f64,
    },
}

impl fmt::Display for GradientMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use GradientMismatch as M;
        match self {
            M::Partial { function, mode, place, derivative, difference, tolerance } => write!(
                f,
                "`{function}`: {mode} gives {derivative:?} for {place}, differences give \
                 {difference:?} (tolerance {tolerance:.1e})"
            ),
            M::NotFinite { function, mode, place, derivative } => {
                write!(f, "`{function}`: {mode} gives {derivative:?} for {place}")
            }
            M::Unsettled { function, place, difference, error } => write!(
                f,
                "`{function}`: differences do not settle for {place}: {difference:?} with an \
                 estimated error of {error:.1e}\nhelp: check at a point away from kinks, poles and \
                 the border of the domain"
            ),
            M::Identity { function, forward, adjoint, tolerance } => write!(
                f,
                "`{function}`: the modes are not adjoint to each other: <v, J u> is {forward:?}, \
                 <J^T v, u> is {adjoint:?} (tolerance {tolerance:.1e})"
            ),
            M::Value { function, mode, output, found, expected } => write!(
                f,
                "`{function}`: {mode} returns the value {found:?} for output {output}, the function \
                 {expected:?}"
            ),
            M::Length { function, mode, found, expected } => write!(
                f,
                "`{function}`: {mode} returns {found} coordinates, the primal has {expected}"
            ),
            M::Shape { function, place, step } => write!(
                f,
                "`{function}`: the result changes its shape when coordinate {} of parameter {} moves \
                 by {step:?}\nhelp: check at a point away from such a jump",
                place.coordinate, place.parameter
            ),
        }
    }
}

impl std::error::Error for GradientMismatch {}
