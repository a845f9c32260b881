//! Side tables that the transforms require.
//!
//! * [`activity`]: which variables carry derivatives.
//! * [`again`]: whether a value can be computed again.
//! * [`checkpoint`]: the state of loops that keep snapshots of it.
//! * [`chosen`]: integers that a branch chooses.
//! * [`plan`]: where each value that the reverse sweep needs comes from: alive, computed again, or
//!   recorded; and which overwritten values are saved (the to-be-recorded analysis).
//! * [`blocks`]: what blocks define and read.
//! * `demands`: what the reverse of a statement needs.
//! * `elements`: arrays whose elements a loop overwrites one by one.
//! * `private`: working storage that belongs to one iteration at a time.
//! * `schedule`: the order of the last statements, for the adjoint.
//! * `lengths`: lists whose lengths nothing changes.
//! * [`passed`]: which arguments the reverse sweep reads.
//! * [`readers`]: for whom overwritten content is kept: the reverse sweep, the caller, or a callee.
//! * [`report`]: what is kept and why, as text for the function's author.

pub mod activity;
pub mod again;
pub mod blocks;
pub mod checkpoint;
pub mod chosen;
mod decided;
mod demands;
mod elements;
pub mod layout;
mod lengths;
pub mod lent;
pub mod passed;
pub mod plan;
mod private;
pub mod readers;
mod repeated;
pub mod report;
mod required;
mod schedule;
mod tail;

pub use activity::Activity;
pub use again::{Cause, Reason};
pub use checkpoint::Snapshots;
pub use decided::Save;
pub use layout::Layout;
pub use plan::{Mode, Plan};
pub use readers::{Reader, Readers};
pub use schedule::schedule;
