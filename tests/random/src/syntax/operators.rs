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
    Rem,
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
