//! Functions and operators on numbers.
//!
//! In: nothing. Out: their names. Invariant: each is the operation of Rust with its name.

/// Functions of one float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the method of `f64` with this name
pub enum Unary {
    Neg,
    Sin,
    Cos,
    Tanh,
    Atan,
    Asinh,
    Exp,
    Ln,
    Sqrt,
    Abs,
    Recip,
    Cosh,
    Sinh,
    Floor,
    Signum,
}

/// Functions of two or three floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the method of `f64` with this name
pub enum Several {
    Max,
    Min,
    Hypot,
    Atan2,
    Powf,
    MulAdd,
    Clamp,
}

/// Operators on floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the operator with this name
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
}

/// Operators on integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the operator with this name
pub enum IntOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    /// `usize::wrapping_mul(a, b)`
    WrappingMul,
    /// `usize::saturating_sub(a, b)`
    SaturatingSub,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the operator with this name
pub enum Compare {
    Less,
    Greater,
    Equal,
    Unequal,
}

/// Operators that structs have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the operator with this name; `Scale` is the one by a float
pub enum Operator {
    Add,
    Sub,
    Mul,
    Neg,
    Scale,
}

/// What is done with the bits of a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// The sign is flipped.
    Flip,
    /// The sign is cleared.
    Clear,
    /// This is added to the exponent, by `+` on the bits.
    Raise(u8),
    /// The exponent becomes 1022, so that the number is between a half and one, and keeps its sign.
    Half,
}
