//! What more threads do for gradients over a batch: `cargo bench -p chainrule-benches --bench batch`.
//! Each kernel is timed in one sweep, and then with one, two, four, ... threads, up to the cores there
//! are; a table at the end has the speed-ups.

use chainrule_benches::kernels::bundle::Bundle;
use chainrule_benches::kernels::mlp::{Layout, Mlp};
use chainrule_benches::{Harness, Kernel, Timing};
use rayon::ThreadPoolBuilder;

/// How often the subjects of a kernel take turns.
const TURNS: usize = 3;

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut counts: Vec<usize> = (0..).map(|k| 1 << k).take_while(|n| *n <= cores).collect();
    if counts.last() != Some(&cores) {
        counts.push(cores);
    }
    let mut rows = Vec::new();
    let mut mlp = Mlp::new(Layout::Rows, 1024);
    rows.extend(row(&mut harness, &counts, &mut mlp, Mlp::adjoint_on_all_cores));
    let mut bundle = Bundle::new(49, 7_776, 31_843);
    rows.extend(row(&mut harness, &counts, &mut bundle, Bundle::adjoint_on_all_cores));
    if !rows.is_empty() {
        let columns =
            counts.iter().map(|count| format!("| {count:>2} threads ")).collect::<String>();
        println!("speed-up over one sweep, fastest of criterion's samples\n");
        println!("| {:<40} | one sweep {columns}|", "kernel");
        println!("| --- | --: {}|\n{}", "| --: ".repeat(counts.len()), rows.join("\n"));
    }
}

/// The speed-ups of a kernel for each number of threads; `None` where criterion only runs it.
fn row<K: Kernel + Send>(
    harness: &mut Harness,
    counts: &[usize],
    kernel: &mut K,
    parallel: fn(&mut K) -> f64,
) -> Option<String> {
    let name = format!("{}, in parallel", kernel.name());
    let mut best: Vec<Option<Timing>> = vec![None; counts.len() + 1];
    let mut keep = |slot: usize, timing: Option<Timing>| {
        best[slot] = match (best[slot], timing) {
            (Some(best), Some(timing)) => Some(best.best(timing)),
            (_, timing) => timing,
        };
    };
    for _ in 0..TURNS {
        keep(0, harness.time(&name, "one sweep", || kernel.adjoint()));
        for (slot, count) in counts.iter().enumerate() {
            let pool = ThreadPoolBuilder::new().num_threads(*count).build().expect("threads");
            let subject = format!("{count} threads");
            let timing = harness.time(&name, &subject, || pool.install(|| parallel(kernel)));
            keep(slot + 1, timing);
        }
    }
    let best: Vec<Timing> = best.into_iter().collect::<Option<_>>()?;
    let speedups: String =
        best[1..].iter().map(|timing| format!("| {:>10.2} ", best[0].min / timing.min)).collect();
    Some(format!("| {:<40} | {:>6.2} ms {speedups}|", kernel.name(), best[0].min * 1e3))
}
