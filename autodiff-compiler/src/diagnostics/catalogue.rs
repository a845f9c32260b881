//! Every message the compiler can print, one function each.
//!
//! In: the offending tokens. Out: a [`Diagnostic`](super::Diagnostic).
//! Invariant: lower case, no final dot, user's identifiers in backticks, and a `help:` that says
//! what to write instead.
