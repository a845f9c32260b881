//! The cost of an element when arrays grow: one kernel that reads and writes arrays in a loop is
//! timed with criterion at sizes from a hundred to a million elements, and a table at the end says
//! what a gradient costs per element and in primals: `cargo bench -p chainrule-benches --bench
//! elements`.
//!
//! An access that costs O(1) in the adjoint keeps both columns level; one that costs O(n), say by
//! making a zero array per read, multiplies them by ten from row to row. Rows whose arrays leave
//! the processor's caches cost a little more in the primal already.

use chainrule_benches::kernels::smoothing::Smoothing;
use chainrule_benches::{Harness, Kernel, Timing};

/// Seconds to nanoseconds.
const NANO: f64 = 1e9;

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    for n in [100, 1_000, 10_000, 100_000, 1_000_000] {
        let mut kernel = Smoothing::new(n);
        let name = kernel.name();
        let primal = harness.time(&name, "primal", || kernel.primal());
        let adjoint = harness.time(&name, "adjoint_", || kernel.adjoint());
        let jvp = harness.time(&name, "jvp_", || kernel.jvp());
        if let (Some(primal), Some(adjoint), Some(jvp)) = (primal, adjoint, jvp) {
            rows.push(row(n, primal, adjoint, jvp));
        }
    }
    if !rows.is_empty() {
        println!("time per element of a loop that reads and writes arrays, as its length grows");
        println!("ratios as min | median of criterion's samples\n");
        println!(
            "{:>9} {:>13} {:>13} {:>13} {:>16} {:>16}\n{}",
            "elements",
            "primal",
            "adjoint_",
            "jvp_",
            "adjoint_ / primal",
            "jvp_ / primal",
            rows.join("\n")
        );
    }
}

fn row(n: usize, primal: Timing, adjoint: Timing, jvp: Timing) -> String {
    let per_element = |timing: Timing| timing.min * NANO / n as f64;
    format!(
        "{n:>9} {:>10.2} ns {:>10.2} ns {:>10.2} ns {:>17} {:>16}",
        per_element(primal),
        per_element(adjoint),
        per_element(jvp),
        adjoint.over(primal),
        jvp.over(primal)
    )
}
