//! Generated code in places that are hostile to it.
//!
//! What comes in: functions under every lint, with names that generated code
//! might use, inside macros and bodies. What goes out: the fact
//! that they compile, and derivatives worked out by hand. Invariant: the lints
//! below hold for what the attribute generates as for what is written here.

#![deny(warnings)]
#![deny(clippy::all, clippy::pedantic)]
#![deny(
    elided_lifetimes_in_paths,
    let_underscore_drop,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![forbid(unsafe_code)]
// The names and parameter lists are the subject here, the author's taste is not.
#![allow(clippy::many_single_char_names, clippy::similar_names, clippy::too_many_arguments)]

mod conditions;
mod items;
mod lints;
mod macros;
mod names;
mod places;

/// Asserts that two numbers agree to a few units of roundoff.
#[track_caller]
fn assert_close(got: f64, wanted: f64) {
    let tolerance = 16.0 * f64::EPSILON * (1.0 + wanted.abs());
    assert!((got - wanted).abs() <= tolerance, "got {got}, by hand {wanted}");
}
