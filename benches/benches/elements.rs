//! The cost of an element when arrays grow: kernels are timed with criterion at sizes from a hundred
//! to ten million elements, and a table at the end says what a gradient costs per element and in
//! primals: `cargo bench -p chainrule-benches --bench elements`.
//!
//! An access that costs O(1) in the adjoint keeps the columns level; one that costs O(n), say by
//! making a zero array per read, multiplies them by ten from row to row. Rows whose arrays and records
//! leave the processor's caches cost more, in the primal already.

use chainrule_benches::kernels::carry::Carry;
use chainrule_benches::kernels::rosenbrock::Rosenbrock;
use chainrule_benches::kernels::smoothing::Smoothing;
use chainrule_benches::{Harness, Kernel, Timing};

/// Seconds to nanoseconds.
const NANO: f64 = 1e9;

/// Makes a kernel of a number of elements.
type Make = fn(usize) -> Box<dyn Kernel>;

/// A loop whose iterations are independent, one that carries a number, and one that reads what it has
/// written.
const KERNELS: [(&str, Make); 3] = [
    ("Rosenbrock chain", |n| Box::new(Rosenbrock::new(n))),
    ("nonlinear carry", |n| Box::new(Carry::new(n))),
    ("smoothing", |n| Box::new(Smoothing::new(n))),
];

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    for (name, make) in KERNELS {
        for n in [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
            let mut kernel = make(n);
            let group = format!("{name}, {n} elements");
            let primal = harness.time(&group, "primal", || kernel.primal());
            let adjoint = harness.time(&group, "adjoint_", || kernel.adjoint());
            let jvp = harness.time(&group, "jvp_", || kernel.jvp());
            if let (Some(primal), Some(adjoint), Some(jvp)) = (primal, adjoint, jvp) {
                rows.push(row(name, n, primal, adjoint, jvp));
            }
        }
    }
    if !rows.is_empty() {
        println!(
            "time per element as arrays grow; ratios as min (median) of criterion's samples\n"
        );
        println!(
            "| {:<16} | {:>8} | {:>9} | {:>9} | {:>9} | {:>17} | {:>15} |\n\
             | --- | --: | --: | --: | --: | --: | --: |\n{}",
            "kernel",
            "elements",
            "primal",
            "`adjoint_`",
            "`jvp_`",
            "`adjoint_` / primal",
            "`jvp_` / primal",
            rows.join("\n")
        );
    }
}

fn row(name: &str, n: usize, primal: Timing, adjoint: Timing, jvp: Timing) -> String {
    let per_element = |timing: Timing| timing.min * NANO / n as f64;
    format!(
        "| {name:<16} | {n:>8} | {:>6.2} ns | {:>7.2} ns | {:>6.2} ns | {:>19} | {:>15} |",
        per_element(primal),
        per_element(adjoint),
        per_element(jvp),
        adjoint.over(primal),
        jvp.over(primal)
    )
}
