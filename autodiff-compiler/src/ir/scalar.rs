//! Scalar operations: their names, operands and what they cost.

use crate::rules::libm::Libm;

/// Operations on scalar floats that have a formula in `rules::scalar`.
///
/// The first group is what users write, the second occurs in derivatives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarOp {
    Neg,
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Abs,
    Acos,
    Acosh,
    Asin,
    Asinh,
    Atan,
    Atan2,
    Atanh,
    Cbrt,
    Ceil,
    Clamp,
    Copysign,
    Cos,
    Cosh,
    DivEuclid,
    Exp,
    Exp2,
    ExpM1,
    Floor,
    Fract,
    Hypot,
    Ln,
    Ln1p,
    Log,
    Log10,
    Log2,
    Max,
    Midpoint,
    Min,
    MulAdd,
    Powf,
    Powi,
    Recip,
    RemEuclid,
    Round,
    RoundTiesEven,
    Signum,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
    ToDegrees,
    ToRadians,
    Trunc,
    /// Conversion between float types.
    FloatCast,
    /// An operation as a function of `libm` performs it.
    Libm(Libm),
    /// The error function, of `libm` alone.
    Erf,
    Erfc,
    /// Ten to the power of the operand, of `libm` alone.
    Exp10,
    /// `a - n b` for the integer `n` nearest to `a / b`, of `libm` alone.
    Remainder,

    /// The float of bits, the second operand, among which is the mantissa of the first.
    OfBits,

    /// Derivative of `abs`.
    Sign,
    MaxWeight,
    MinWeight,
    ClampWeight,
    ClampLoWeight,
    ClampHiWeight,
    CopysignWeight,
    /// `a / b`, 0 where `a` is 0.
    GuardedDiv,
    /// `a / b`, 0 where `b` is 0.
    Ratio,
    /// `c * v`, 0 where `c` is 0.
    ZeroMul,
    /// `ln x`, 0 at 0.
    SafeLn,
    /// The k-th derivative of `powi` in its base.
    PowiDerivative(u32),
    /// `(a / b).trunc()`
    TruncDiv,
    /// By which power of two a float of the same mantissa is larger, `y / x`; with its sign.
    BitsScale,
}

impl ScalarOp {
    /// How many operands it takes.
    pub fn arity(self) -> usize {
        match self {
            Self::Neg
            | Self::Abs
            | Self::Acos
            | Self::Acosh
            | Self::Asin
            | Self::Asinh
            | Self::Atan
            | Self::Atanh
            | Self::Cbrt
            | Self::Ceil
            | Self::Cos
            | Self::Cosh
            | Self::Exp
            | Self::Exp2
            | Self::ExpM1
            | Self::Floor
            | Self::Fract
            | Self::Ln
            | Self::Ln1p
            | Self::Log10
            | Self::Log2
            | Self::Recip
            | Self::Round
            | Self::RoundTiesEven
            | Self::Signum
            | Self::Sin
            | Self::Sinh
            | Self::Sqrt
            | Self::Tan
            | Self::Tanh
            | Self::ToDegrees
            | Self::ToRadians
            | Self::Trunc
            | Self::FloatCast
            | Self::Erf
            | Self::Erfc
            | Self::Exp10
            | Self::Sign
            | Self::SafeLn => 1,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Div
            | Self::Rem
            | Self::Atan2
            | Self::Copysign
            | Self::DivEuclid
            | Self::Hypot
            | Self::Log
            | Self::Max
            | Self::Midpoint
            | Self::Min
            | Self::Powf
            | Self::Powi
            | Self::RemEuclid
            | Self::Remainder
            | Self::MaxWeight
            | Self::MinWeight
            | Self::CopysignWeight
            | Self::GuardedDiv
            | Self::Ratio
            | Self::ZeroMul
            | Self::PowiDerivative(_)
            | Self::OfBits
            | Self::BitsScale
            | Self::TruncDiv => 2,
            Self::Clamp
            | Self::MulAdd
            | Self::ClampWeight
            | Self::ClampLoWeight
            | Self::ClampHiWeight => 3,
            Self::Libm(function) => function.op().arity(),
        }
    }

    /// The operation that a float method of the standard library performs.
    pub fn from_method(name: &str) -> Option<Self> {
        METHODS.iter().find(|(method, _)| *method == name).map(|(_, op)| *op)
    }

    /// The method that performs the operation, where there is one.
    pub fn method(self) -> Option<&'static str> {
        METHODS.iter().find(|(_, op)| *op == self).map(|(method, _)| *method)
    }

    /// The operator that performs the operation, where there is one.
    pub fn operator(self) -> Option<&'static str> {
        match self {
            Self::Add => Some("+"),
            Self::Sub => Some("-"),
            Self::Mul => Some("*"),
            Self::Div => Some("/"),
            Self::Rem => Some("%"),
            _ => None,
        }
    }

    /// The core function that performs the operation, where there is neither.
    pub fn helper(self) -> Option<&'static str> {
        match self {
            Self::Sign => Some("sign"),
            Self::MaxWeight => Some("max_weight"),
            Self::MinWeight => Some("min_weight"),
            Self::ClampWeight => Some("clamp_weight"),
            Self::ClampLoWeight => Some("clamp_lo_weight"),
            Self::ClampHiWeight => Some("clamp_hi_weight"),
            Self::CopysignWeight => Some("copysign_weight"),
            Self::GuardedDiv => Some("guarded_div"),
            Self::Ratio => Some("ratio"),
            Self::ZeroMul => Some("zero_mul"),
            Self::SafeLn => Some("safe_ln"),
            Self::PowiDerivative(_) => Some("powi_derivative"),
            Self::TruncDiv => Some("trunc_div"),
            Self::BitsScale => Some("bits_scale"),
            _ => None,
        }
    }

    /// So cheap that computing it again beats storing its result.
    pub fn is_cheap(self) -> bool {
        matches!(
            self,
            Self::Neg
                | Self::Add
                | Self::Sub
                | Self::Mul
                | Self::Div
                | Self::Abs
                | Self::Max
                | Self::Min
                | Self::Clamp
                | Self::Recip
                | Self::ToDegrees
                | Self::ToRadians
                | Self::FloatCast
                | Self::Signum
                | Self::Copysign
        )
    }
}

const METHODS: &[(&str, ScalarOp)] = &[
    ("abs", ScalarOp::Abs),
    ("acos", ScalarOp::Acos),
    ("acosh", ScalarOp::Acosh),
    ("asin", ScalarOp::Asin),
    ("asinh", ScalarOp::Asinh),
    ("atan", ScalarOp::Atan),
    ("atan2", ScalarOp::Atan2),
    ("atanh", ScalarOp::Atanh),
    ("cbrt", ScalarOp::Cbrt),
    ("ceil", ScalarOp::Ceil),
    ("clamp", ScalarOp::Clamp),
    ("copysign", ScalarOp::Copysign),
    ("cos", ScalarOp::Cos),
    ("cosh", ScalarOp::Cosh),
    ("div_euclid", ScalarOp::DivEuclid),
    ("exp", ScalarOp::Exp),
    ("exp2", ScalarOp::Exp2),
    ("exp_m1", ScalarOp::ExpM1),
    ("floor", ScalarOp::Floor),
    ("fract", ScalarOp::Fract),
    ("hypot", ScalarOp::Hypot),
    ("ln", ScalarOp::Ln),
    ("ln_1p", ScalarOp::Ln1p),
    ("log", ScalarOp::Log),
    ("log10", ScalarOp::Log10),
    ("log2", ScalarOp::Log2),
    ("max", ScalarOp::Max),
    ("midpoint", ScalarOp::Midpoint),
    ("min", ScalarOp::Min),
    ("mul_add", ScalarOp::MulAdd),
    ("powf", ScalarOp::Powf),
    ("powi", ScalarOp::Powi),
    ("recip", ScalarOp::Recip),
    ("rem_euclid", ScalarOp::RemEuclid),
    ("round", ScalarOp::Round),
    ("round_ties_even", ScalarOp::RoundTiesEven),
    ("signum", ScalarOp::Signum),
    ("sin", ScalarOp::Sin),
    ("sinh", ScalarOp::Sinh),
    ("sqrt", ScalarOp::Sqrt),
    ("tan", ScalarOp::Tan),
    ("tanh", ScalarOp::Tanh),
    ("to_degrees", ScalarOp::ToDegrees),
    ("to_radians", ScalarOp::ToRadians),
    ("trunc", ScalarOp::Trunc),
];
