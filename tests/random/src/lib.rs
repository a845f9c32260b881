//! Random programs of the language that `#[differentiable]` accepts, each compared with an
//! interpretation of itself.
//!
//! In: seeds. Out: for each seed whether the compiled program, its gradient, tangent and
//! Hessian-vector product agree with what [`interpret`] computes on numbers that carry derivatives
//! ([`number`]), and a small program where they do not ([`shrink`]). Invariant: nothing but the printed
//! text ([`mod@print`]) passes from here to the compiler under test, and nothing but printed numbers comes
//! back ([`harness`]).

pub mod generate;
pub mod harness;
pub mod interpret;
pub mod number;
pub mod oracle;
pub mod print;
pub mod random;
pub mod shrink;
pub mod syntax;
