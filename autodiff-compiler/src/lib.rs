//! The differentiating compiler behind chainrule's `#[differentiable]`.
//!
//! [`expand`] is the macro as a function on tokens; ARCHITECTURE.md describes the stages.

#![allow(missing_docs)] // a library for the macro crate, its tests and benchmarks

pub mod analysis;
pub mod code;
mod derive;
pub mod diagnostics;
mod driver;
pub mod emit;
pub mod fence;
mod hygiene;
pub mod ir;
pub mod lower;
mod names;
mod normalize;
mod optimize;
pub mod parse;
pub mod rules;
pub mod simplify;
mod texts;
pub mod transform;

pub use derive::derive;
pub use driver::{dump, expand, programs, programs_with};
