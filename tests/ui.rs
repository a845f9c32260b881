//! Programs that are refused, one mistake each, with the message beside them; in `pass`, programs that are
//! not, and that the lints of the repository refuse.
//!
//! The snapshots belong to the pinned toolchain. Bless with
//! `TRYBUILD=overwrite cargo test --test ui`, and read what changed.

#[test]
fn wrong_programs_are_refused_with_the_way_out() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
