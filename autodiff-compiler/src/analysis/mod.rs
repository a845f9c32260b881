//! Side tables that the transforms require.
//!
//! * [`activity`]: which variables carry derivatives.
//! * [`again`]: whether a value can be computed again.
//! * [`checkpoint`]: the state of loops that keep snapshots of it.
//! * [`plan`]: where each value that the reverse sweep needs comes from: alive, computed again, or
//!   recorded; and which overwritten values are saved (the to-be-recorded analysis).
//! * [`blocks`]: what blocks define and read.
//! * `private`: working storage that belongs to one iteration at a time.
//! * `schedule`: the order of the last statements, for the adjoint.
//! * [`report`]: what is kept and why, as text for the function's author.

pub mod activity;
pub mod again;
pub mod blocks;
pub mod checkpoint;
mod decided;
pub mod plan;
mod private;
mod repeated;
pub mod report;
mod required;
mod schedule;
mod tail;

pub use activity::Activity;
pub use again::{Cause, Reason};
pub use checkpoint::Snapshots;
pub use plan::{Mode, Plan};
pub use schedule::schedule;
