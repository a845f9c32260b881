//! Side tables that the transforms require.
//!
//! * [`activity`]: which variables carry derivatives.
//! * [`plan`]: where each value that the reverse sweep needs comes from: alive, computed again, or
//!   recorded; and which overwritten values are saved (the to-be-recorded analysis).

pub mod activity;
pub mod plan;
mod required;
pub mod tail;

pub use activity::Activity;
pub use plan::{Mode, Plan};
