//! Attribute arguments and signature: what the user asked for, and the parameters by kind.

pub mod options;
pub mod signature;

pub use options::Options;
pub use signature::{Param, ParamKind, Signature};
