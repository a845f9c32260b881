//! What the corpus knows of one function.
//!
//! What comes in: the function pointers that the attribute [`corpus`](crate::corpus)
//! writes. What goes out: a table that the checks read. Invariant: arguments,
//! results, seeds, tangents and gradients are flat lists of coordinates, so one
//! check serves every signature.

/// The coordinates of a result and of what accompanies it.
pub type Pair = (Vec<f64>, Vec<f64>);

/// A function of the coordinates at a sample point.
pub type At = fn(usize, &[f64]) -> Vec<f64>;

/// A derivative at the coordinates of a sample point, along or against a second list.
pub type Along = fn(usize, &[f64], &[f64]) -> Pair;

/// What a sample point allows to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Differentiable in a neighbourhood: every check applies.
    Smooth,
    /// At a kink or the edge of a domain: no finite differences, no second order.
    Kink,
}

/// The arithmetic of the primal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `f64` throughout.
    Double,
    /// `f32` somewhere.
    Single,
}

impl Precision {
    /// The tolerance for one derivative per unit of its magnitude: 4,096 units
    /// of roundoff for `f64` (9e-13), 256 for `f32` (3e-5).
    #[must_use]
    pub fn tolerance(self) -> f64 {
        match self {
            Self::Double => 4096.0 * f64::EPSILON,
            Self::Single => 256.0 * f64::from(f32::EPSILON),
        }
    }
}

/// One function with its sample points, in every mode.
#[derive(Debug)]
pub struct Case {
    /// The path of the function.
    pub name: &'static str,
    /// One entry per sample point.
    pub places: &'static [Place],
    /// The arithmetic of the primal.
    pub precision: Precision,
    /// Whether debug and release builds must agree bit for bit: `powi` and
    /// `powf` are not IEEE-exact and may be evaluated differently.
    pub reproducible: bool,
    /// The coordinates of a sample point.
    pub inputs: fn(usize) -> Vec<f64>,
    /// The primal at other coordinates.
    pub primal: At,
    /// The primal over duals.
    pub dual: fn(usize, &[crate::Dual]) -> Vec<crate::Dual>,
    /// What was generated, with the analyses on and with them off.
    pub modes: &'static [Modes],
}

/// The derivatives generated for one function.
#[derive(Debug)]
pub struct Modes {
    /// How they were generated.
    pub label: &'static str,
    /// `grad_f` at coordinates (scalar outputs only).
    pub gradient: Option<At>,
    /// `value_and_grad_f` at coordinates (scalar outputs only).
    pub value_and_gradient: Option<fn(usize, &[f64]) -> Pair>,
    /// `vjp_f` at coordinates with a seed.
    pub vjp: Along,
    /// `adjoint_f` at coordinates with shadows and a seed: value and shadows after it.
    pub adjoint: fn(usize, &[f64], &[f64], &[f64]) -> Pair,
    /// `jvp_f` at coordinates along a direction.
    pub jvp: Along,
    /// `jacobian_f` at coordinates, row by row (one array to another only).
    pub jacobian: Option<At>,
    /// `hvp_f` at coordinates along a direction: gradient and product.
    pub hvp: Option<Along>,
    /// `hessian_f` at coordinates, row by row.
    pub hessian: Option<At>,
}
