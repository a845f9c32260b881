//! Types of linear algebra libraries: their tangents, operators and methods.
//!
//! ndarray's arrays are primitives (`crate::prim`); here stand the functions that make them.
//! In: nalgebra's matrices (feature `nalgebra`), glam's vectors, matrices and quaternions (feature
//! `glam`), mint's types, which have no operations (feature `mint`). Out: what generated code asks of them. A library says how its types show their coordinates
//! (`block`), and what is particular about an operation (`rule`, `euclid`, `square`); everything else
//! follows from these for both.

pub mod block;
#[cfg(feature = "glam")]
pub mod col;
pub mod component;
pub mod euclid;
pub mod lerp;
pub mod make;
#[cfg(feature = "glam")]
mod of_glam;
#[cfg(feature = "mint")]
mod of_mint;
#[cfg(feature = "nalgebra")]
mod of_nalgebra;
#[cfg(feature = "ndarray")]
pub mod of_ndarray;
#[cfg(any(feature = "glam", feature = "nalgebra"))]
pub mod operators;
#[cfg(any(feature = "glam", feature = "nalgebra"))]
pub mod parts;
#[cfg(feature = "glam")]
mod product;
pub mod rule;
pub mod square;
pub mod sweeps;
#[cfg(feature = "glam")]
pub mod turn;

/// The sweeps, to be brought into the scope of generated code without names of their own.
#[doc(hidden)]
pub mod sweeps_in_scope {
    #[cfg(feature = "glam")]
    pub use super::col::Col as _;
    pub use super::lerp::Lerp as _;
    pub use super::make::{
        FromArray as _, FromCols2 as _, FromCols3 as _, FromCols4 as _, FromColsArray as _,
        FromColumnSlice as _, FromColumnSlice2 as _, FromDiagonal as _, FromElement as _,
        FromElement1 as _, FromElement2 as _, FromRowSlice as _, FromRowSlice2 as _, FromVec as _,
        FromVec2 as _, FromXyzw as _, New1 as _, New2 as _, New3 as _, New4 as _, New5 as _,
        New6 as _, New9 as _, New16 as _, Splat as _,
    };
    #[cfg(feature = "ndarray")]
    pub use super::of_ndarray::{FromElem as _, FromShapeVec as _};
    pub use super::sweeps::{
        ComponentDiv as _, ComponentMul as _, Conjugate as _, Cross as _, Determinant as _,
        Distance as _, DistanceSquared as _, ElementSum as _, Inverse as _, Length as _,
        LengthSquared as _, MetricDistance as _, MulVec2 as _, MulVec3 as _, MulVec4 as _,
        Norm as _, NormSquared as _, Normalize as _, Perp as _, PerpDot as _, ToArray as _,
        Trace as _, Transpose as _, Truncate as _, TryInverse as _, Xy as _, Xyz as _, Xz as _,
        Yz as _,
    };
    #[cfg(feature = "glam")]
    pub use super::turn::{
        FromAngle as _, FromRotationX as _, FromRotationY as _, FromRotationZ as _,
    };
}
