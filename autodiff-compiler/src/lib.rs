//! The differentiating compiler behind chainrule's `#[differentiable]`.

pub mod diagnostics;
pub mod fence;
pub mod rules;
