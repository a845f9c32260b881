//! Times every kernel and its derivatives with criterion, and prints at the end how many primals
//! each derivative costs: `cargo bench -p chainrule-benches --bench ratios`.
//!
//! All subjects of a kernel are timed in turns, several times over, and the best of the turns
//! counts, so that what else the machine does meets all of them alike. A word after `--` selects
//! kernels by a part of their names, and `-- --test` runs everything once without timing it.

use chainrule_benches::kernels::{Size, all};
use chainrule_benches::{Harness, Kernel, Timing};

/// How often the subjects of a kernel take turns.
const TURNS: usize = 3;

/// How much slower than a hand-written adjoint an emitted one may be.
const OF_HAND: f64 = 1.15;

/// Runs a kernel in some mode.
type Run = fn(&mut dyn Kernel) -> f64;

/// What is timed of a kernel.
const SUBJECTS: [(&str, Run); 6] = [
    ("primal", |kernel| kernel.primal()),
    // value and gradient, into shadows that exist
    ("adjoint_", |kernel| kernel.adjoint()),
    // the same by hand
    ("by_hand", |kernel| kernel.by_hand()),
    // value and gradient, which is allocated
    ("value_and_grad_", |kernel| kernel.value_and_grad().unwrap_or(f64::NAN)),
    // value and one directional derivative
    ("jvp_", |kernel| kernel.jvp().1),
    ("difference", |kernel| kernel.difference()),
];

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    let mut missed = Vec::new();
    for mut kernel in all(Size::Full) {
        if let Some(measured) = measure(&mut harness, kernel.as_mut()) {
            rows.push(row(kernel.as_mut(), &measured));
            missed.extend(misses(kernel.as_ref(), &measured));
        }
    }
    if rows.is_empty() {
        return;
    }
    println!("Units of the primal's time, as min (median) of criterion's samples. `adjoint_`,");
    println!(
        "by hand and `value_and_grad_`: value and gradient; `jvp_`: value and one directional"
    );
    println!("derivative; differences: a gradient, from the time of one partial derivative.\n");
    println!("{}\n{}\n", header(), rows.join("\n"));
    println!(
        "{}",
        if missed.is_empty() { "every mark is reached".into() } else { missed.join("\n") }
    );
}

/// Times all subjects of a kernel in turns; `None` where criterion only runs or skips them.
fn measure(harness: &mut Harness, kernel: &mut dyn Kernel) -> Option<[Timing; SUBJECTS.len()]> {
    let name = kernel.name();
    let mut best: Option<[Timing; SUBJECTS.len()]> = None;
    for _ in 0..TURNS {
        let turn = SUBJECTS.map(|(subject, run)| harness.time(&name, subject, || run(kernel)));
        if turn.iter().any(Option::is_none) {
            return None;
        }
        let turn = turn.map(|timing| timing.unwrap_or(Timing { min: f64::NAN, median: f64::NAN }));
        best = Some(match best {
            Some(best) => std::array::from_fn(|i| best[i].best(turn[i])),
            None => turn,
        });
    }
    best
}

fn header() -> String {
    format!(
        "| {:<40} | {:>10} | {:>13} | {:>5} | {:>13} | {:>7} | {:>15} | {:>13} | {:>11} |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: |",
        "kernel",
        "primal",
        "`adjoint_`",
        "mark",
        "by hand",
        "of hand",
        "`value_and_grad_`",
        "`jvp_`",
        "differences"
    )
}

fn row(kernel: &mut dyn Kernel, measured: &[Timing; SUBJECTS.len()]) -> String {
    let [primal, adjoint, by_hand, value_and_grad, jvp, difference] = *measured;
    let inputs: usize = kernel.inputs().iter().map(|input| input.len()).sum();
    let value_and_grad =
        kernel.value_and_grad().map_or("-".into(), |_| value_and_grad.over(primal));
    format!(
        "| {:<40} | {:>7.1} us | {:>13} | {:>5} | {:>13} | {:>7.2} | {:>15} | {:>13} | {:>11.0} |",
        kernel.name(),
        primal.min * 1e6,
        adjoint.over(primal),
        kernel.mark().map_or("-".into(), |mark| format!("{mark:.2}")),
        by_hand.over(primal),
        adjoint.min / by_hand.min,
        value_and_grad,
        jvp.over(primal),
        inputs as f64 * difference.min / primal.min,
    )
}

/// What a kernel's emitted adjoint does not reach: its mark, and the hand-written adjoint.
fn misses(kernel: &dyn Kernel, measured: &[Timing; SUBJECTS.len()]) -> Vec<String> {
    let [primal, adjoint, by_hand, ..] = *measured;
    let (name, ratio) = (kernel.name(), adjoint.min / primal.min);
    let mut misses = Vec::new();
    if let Some(mark) = kernel.mark()
        && ratio > mark
    {
        misses.push(format!("{name}: {ratio:.2} primals, the mark is {mark:.2}"));
    }
    let of_hand = adjoint.min / by_hand.min;
    if of_hand > OF_HAND {
        misses.push(format!("{name}: {of_hand:.2} of the hand-written adjoint"));
    }
    misses
}
