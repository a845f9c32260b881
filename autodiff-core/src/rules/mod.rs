//! Derivative rules as functions of plain numbers; the formulas that use them are the compiler's.

pub mod scalar;
