//! Calls that fill or change buffers whose old content nobody needs, or somebody after all: what is saved
//! depends on the caller and on the callee. Each function runs in every mode against the oracle.

#![allow(
    clippy::assign_op_pattern,
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    clippy::manual_swap,
    clippy::ptr_arg,
    missing_docs
)]

mod calls;
mod elements;
mod numbers;
