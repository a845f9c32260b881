//! Times what chainrule emits beside other libraries, on the same inputs in one run:
//! `cargo bench --manifest-path benches/peers/Cargo.toml`. A table at the end has the ratios to the
//! primal; a word after `--` selects kernels by a part of their names.
//!
//! The mixture of 64 dimensions is missing: its tape has a hundred million operations.

use chainrule_benches::kernels::{
    brusselator, bundle, carry, fft, fisher, gmm, heat, lorenz, lstm, mlp, rosenbrock,
    sum_of_squares,
};
use chainrule_benches::{Harness, Timing};
use chainrule_peers::Peer;

/// How often the subjects of a kernel take turns.
const TURNS: usize = 2;

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut kernels: Vec<Box<dyn Peer>> = vec![
        Box::new(sum_of_squares::SumOfSquares::new(1_000_000)),
        Box::new(rosenbrock::Rosenbrock::new(100_000)),
        Box::new(carry::Carry::new(100_000)),
        Box::new(lorenz::Lorenz::new(10_000)),
        Box::new(mlp::Mlp::new(mlp::Layout::Rows, 64)),
        Box::new(heat::Heat::new(64, 100)),
        Box::new(fisher::Fisher::new(64, 100)),
        Box::new(gmm::Gmm::new(1_000, 10, 25, None)),
        Box::new(gmm::Gmm::new(1_000, 20, 50, None)),
        Box::new(bundle::Bundle::new(49, 7_776, 31_843)),
        Box::new(lstm::Lstm::new(2, 1024, 14)),
        Box::new(brusselator::Distance::new(64)),
        Box::new(fft::Fft::new(65_536)),
    ];
    let rows: Vec<String> =
        kernels.iter_mut().filter_map(|kernel| row(&mut harness, kernel.as_mut())).collect();
    if !rows.is_empty() {
        println!("units of the primal's time, as min (median) of criterion's samples\n");
        println!(
            "| {:<40} | {:>10} | {:>15} | {:>15} | {:>15} | {:>15} |\n\
             | --- | --: | --: | --: | --: | --: |\n{}",
            "kernel",
            "primal",
            "`adjoint_`",
            "echidna, tape",
            "`jvp_`",
            "num-dual",
            rows.join("\n")
        );
    }
}

/// The ratios of a kernel; `None` where criterion only runs or skips it.
fn row(harness: &mut Harness, kernel: &mut dyn Peer) -> Option<String> {
    let name = format!("{}, peers", kernel.name());
    let owned = |slices: Vec<&mut [f64]>| slices.iter().map(|x| x.to_vec()).collect::<Vec<_>>();
    let inputs = owned(kernel.inputs());
    let direction = owned(kernel.direction());
    let mut best: Option<[Timing; 5]> = None;
    for _ in 0..TURNS {
        let turn = [
            harness.time(&name, "primal", || kernel.primal()),
            harness.time(&name, "adjoint_", || kernel.adjoint()),
            harness.time(&name, "echidna", || kernel.tape(&inputs)),
            harness.time(&name, "jvp_", || kernel.jvp()),
            harness.time(&name, "num-dual", || kernel.dual(&inputs, &direction)),
        ];
        if turn.iter().any(Option::is_none) {
            return None;
        }
        let turn = turn.map(|timing| timing.expect("measured"));
        best = Some(match best {
            Some(best) => std::array::from_fn(|i| best[i].best(turn[i])),
            None => turn,
        });
    }
    let [primal, adjoint, tape, jvp, dual] = best?;
    Some(format!(
        "| {:<40} | {:>7.1} us | {:>15} | {:>15} | {:>15} | {:>15} |",
        kernel.name(),
        primal.min * 1e6,
        adjoint.over(primal),
        tape.over(primal),
        jvp.over(primal),
        dual.over(primal)
    ))
}
