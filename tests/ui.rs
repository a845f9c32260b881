//! Programs that are refused, one mistake each, with the message beside them.
//!
//! The snapshots belong to the pinned toolchain. Bless with
//! `TRYBUILD=overwrite cargo test --test ui`, and read what changed.

#[test]
fn wrong_programs_are_refused_with_the_way_out() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
