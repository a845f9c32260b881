//! Primitives of the core: operations on arrays, and on operands of unknown type.

/// Primitives of the core for operands that are arrays or of unknown type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prim {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Neg,
    Dot,
    Transpose,
    Sum,
    Mean,
    SumAxis,
    MeanAxis,
    Row,
    Column,
    InsertAxis,
    /// A part of one axis; which one, and from where to where, is the second operand.
    SliceAxis,
    ToOwned,
    /// `a as T`; the type is the second operand.
    Cast,
    /// The same as a conversion, `a.to_f64().unwrap()`, which the values of type parameters have too.
    ToFloat,
    /// The tangent of `a as T`, from that of `a`, which may be none.
    CastTangent,
}

impl Prim {
    /// How many operands it takes; positions and markers count.
    pub fn arity(self) -> usize {
        match self {
            Self::Neg | Self::Transpose | Self::Sum | Self::Mean | Self::ToOwned => 1,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Div
            | Self::Rem
            | Self::Dot
            | Self::SumAxis
            | Self::MeanAxis
            | Self::Row
            | Self::Column
            | Self::InsertAxis
            | Self::SliceAxis
            | Self::Cast
            | Self::ToFloat
            | Self::CastTangent => 2,
        }
    }

    /// The module of the core that holds the primitive.
    pub fn module(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::Rem => "rem",
            Self::Neg => "neg",
            Self::Dot => "dot",
            Self::Transpose => "transpose",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::SumAxis => "sum_axis",
            Self::MeanAxis => "mean_axis",
            Self::Row => "row",
            Self::Column => "column",
            Self::InsertAxis => "insert_axis",
            Self::SliceAxis => "slice_axis",
            Self::ToOwned => "to_owned",
            Self::Cast | Self::ToFloat | Self::CastTangent => "cast",
        }
    }

    /// Its result borrows from its operand.
    pub fn is_view(self) -> bool {
        match self {
            Self::Transpose | Self::Row | Self::Column | Self::InsertAxis | Self::SliceAxis => true,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Div
            | Self::Rem
            | Self::Neg
            | Self::Dot
            | Self::Sum
            | Self::Mean
            | Self::SumAxis
            | Self::MeanAxis
            | Self::ToOwned
            | Self::Cast
            | Self::ToFloat
            | Self::CastTangent => false,
        }
    }

    /// How many operands carry data (passed by reference); the others are positions.
    pub fn data_operands(self) -> usize {
        match self {
            Self::Add | Self::Sub | Self::Mul | Self::Div | Self::Rem | Self::Dot => 2,
            Self::Neg
            | Self::Transpose
            | Self::Sum
            | Self::Mean
            | Self::SumAxis
            | Self::MeanAxis
            | Self::Row
            | Self::Column
            | Self::InsertAxis
            | Self::SliceAxis
            | Self::ToOwned
            | Self::Cast
            | Self::ToFloat
            | Self::CastTangent => 1,
        }
    }
}
