//! Debug and release builds compute the same bits.
//!
//! What comes in: every case without `powi` and `powf` (which LLVM may evaluate
//! differently from build to build). What goes out: a line per function, name
//! and hash, in `corpus-digest-<profile>.txt` of cargo's temporary directory
//! for tests; `tests/corpus/profiles.sh` writes both and compares them.
//! Invariant: evaluating twice in one build gives the same digest.

use std::fmt::Write as _;

use chainrule_oracle::digest::digest;

use crate::families;

#[test]
fn every_digest_repeats_and_is_written() {
    let mut lines = String::new();
    for case in families().into_iter().filter(|case| case.reproducible) {
        let hash = digest(case);
        assert_eq!(hash, digest(case), "`{}` gave other bits the second time", case.name);
        writeln!(lines, "{} {hash:016x}", case.name).expect("a string takes any text");
    }
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let file = format!("{}/corpus-digest-{profile}.txt", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, lines).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

#[test]
fn the_corpus_has_its_size() {
    for case in families() {
        assert_eq!(case.modes.len(), 2, "`{}` with the analyses on and off", case.name);
        assert!(!case.places.is_empty(), "`{}` has no sample point", case.name);
    }
    assert!(families().len() >= 100, "{} functions", families().len());
}
