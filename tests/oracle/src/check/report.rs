//! Comparisons, and what is said when they fail.
//!
//! What comes in: numbers with tolerances. What goes out: one panic at the end.
//! Invariant: a NaN where the other number has none is a failure.

use crate::digest::bits;

/// The failures of one function so far.
pub(super) struct Report {
    name: &'static str,
    failures: Vec<String>,
}

impl Report {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, failures: Vec::new() }
    }

    /// `got` has as many coordinates as `wanted`, each within its tolerance.
    pub(super) fn close(&mut self, what: &str, got: &[f64], wanted: &[f64], tolerance: &[f64]) {
        if got.len() != wanted.len() {
            self.failures.push(format!(
                "{what}: {} coordinates, expected {}",
                got.len(),
                wanted.len()
            ));
            return;
        }
        for (i, (&got, &wanted)) in std::iter::zip(got, wanted).enumerate() {
            let same = bits(got) == bits(wanted) || (got - wanted).abs() <= tolerance[i];
            if !same {
                let tolerance = tolerance[i];
                self.failures.push(format!(
                    "{what}, coordinate {i}: {got:?}, expected {wanted:?} within {tolerance:e}"
                ));
            }
        }
    }

    /// `got` and `wanted` are the same floats (any NaN is one NaN).
    pub(super) fn identical(&mut self, what: &str, got: &[f64], wanted: &[f64]) {
        let same = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && std::iter::zip(a, b).all(|(a, b)| bits(*a) == bits(*b))
        };
        if !same(got, wanted) {
            self.failures.push(format!("{what}: {got:?}, expected the bits of {wanted:?}"));
        }
    }

    /// As [`identical`](Self::identical), but zeros of either sign are one.
    pub(super) fn equal(&mut self, what: &str, got: &[f64], wanted: &[f64]) {
        let plain = |numbers: &[f64]| numbers.iter().map(|n| n + 0.0).collect::<Vec<_>>();
        self.identical(what, &plain(got), &plain(wanted));
    }

    pub(super) fn finish(self) {
        let (count, list) = (self.failures.len(), self.failures.join("\n  "));
        assert!(count == 0, "`{}`: {count} disagreements\n  {list}", self.name);
    }
}
