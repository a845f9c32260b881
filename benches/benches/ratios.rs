//! Times every kernel and its derivatives with criterion, and prints at the end how many primals
//! each derivative costs: `cargo bench -p chainrule-benches --bench ratios`.
//!
//! A word after `--` selects kernels by a part of their names, and `-- --test` runs everything
//! once without timing it.

use chainrule_benches::kernels::{Size, all};
use chainrule_benches::{Harness, Kernel, Timing};

/// What each derivative of a kernel costs.
struct Measured {
    primal: Timing,
    /// Value and gradient through the emitted `adjoint_`, into shadows that exist.
    adjoint: Timing,
    /// Value and gradient through the emitted `value_and_grad_`, which allocates the gradients.
    value_and_grad: Option<Timing>,
    /// Value and one directional derivative through the emitted `jvp_`.
    jvp: Timing,
    /// Value and gradient through the hand-written adjoint, into shadows that exist.
    by_hand: Timing,
}

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    for mut kernel in all(Size::Full) {
        if let Some(measured) = measure(&mut harness, kernel.as_mut()) {
            rows.push(row(kernel.as_mut(), &measured));
        }
    }
    if !rows.is_empty() {
        println!(
            "(value and gradient) / primal, and (value and one directional derivative) / primal"
        );
        println!("each as min | median of criterion's samples; differences cost 2 n primals\n");
        println!("{}\n{}", header(), rows.join("\n"));
    }
}

/// Times all subjects of a kernel, close to each other in time.
fn measure(harness: &mut Harness, kernel: &mut dyn Kernel) -> Option<Measured> {
    let name = kernel.name();
    let primal = harness.time(&name, "primal", || kernel.primal());
    let adjoint = harness.time(&name, "adjoint_", || kernel.adjoint());
    let has_gradient = kernel.value_and_grad().is_some();
    let value_and_grad = has_gradient
        .then(|| harness.time(&name, "value_and_grad_", || kernel.value_and_grad()))
        .flatten();
    let jvp = harness.time(&name, "jvp_", || kernel.jvp());
    let by_hand = harness.time(&name, "by_hand", || kernel.by_hand());
    Some(Measured {
        primal: primal?,
        adjoint: adjoint?,
        value_and_grad,
        jvp: jvp?,
        by_hand: by_hand?,
    })
}

fn header() -> String {
    format!(
        "{:<40} {:>10} {:>13} {:>13} {:>13} {:>13} {:>6} {:>12}",
        "kernel", "primal", "adjoint_", "value_and_", "jvp_", "by hand", "mark", "differences"
    )
}

fn row(kernel: &mut dyn Kernel, measured: &Measured) -> String {
    let inputs: usize = kernel.inputs().iter().map(|input| input.len()).sum();
    format!(
        "{:<40} {:>7.1} us {:>13} {:>13} {:>13} {:>13} {:>6} {:>12}",
        kernel.name(),
        measured.primal.min * 1e6,
        measured.adjoint.over(measured.primal),
        measured.value_and_grad.map_or("-".into(), |timing| timing.over(measured.primal)),
        measured.jvp.over(measured.primal),
        measured.by_hand.over(measured.primal),
        kernel.mark().map_or("-".into(), |mark| format!("{mark:.2}")),
        2 * inputs
    )
}
