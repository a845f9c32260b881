//! The memory of a gradient when loops grow: `adjoint_` of three loops is run under an allocator that
//! counts, at trip counts from a hundred to a million, and a table has the greatest number of bytes that
//! were allocated at once: `cargo bench -p chainrule-benches --bench memory`. Nothing is timed.
//!
//! The shadows exist before, so that all that is counted are copies of inputs, records and snapshots.

// the loop of `carry`, as it stands there
#![allow(clippy::needless_range_loop)]

use allocation_counter::measure;
use chainrule::differentiable;
use chainrule_benches::Random;
use chainrule_benches::kernels::carry::adjoint_carry;
use chainrule_benches::kernels::sum_of_squares::adjoint_sum_of_squares;
use std::hint::black_box;

/// The loop of `carry` with a bound on its snapshots.
#[differentiable]
fn checkpointed(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    #[checkpoint(states = 20)]
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

/// An `adjoint_` of a function of one slice.
type Adjoint = fn(&[f64], &mut [f64], f64) -> f64;

/// What the loops carry from one iteration to the next, and their adjoints.
const LOOPS: [(&str, Adjoint); 3] = [
    ("independent iterations: `s += x[i] * x[i]`", adjoint_sum_of_squares),
    ("a carried number: `s = s.sin() + x[i] * s`", adjoint_carry),
    ("the same with `#[checkpoint(states = 20)]`", adjoint_checkpointed),
];

fn main() {
    let sizes = [100, 1_000, 10_000, 100_000, 1_000_000];
    println!("the most bytes that a gradient allocates at once, by the number of iterations\n");
    println!(
        "| {:<46} {}|\n| --- {}|",
        "loop",
        sizes.map(|n| format!("| {n:>9} ")).concat(),
        "| --: ".repeat(sizes.len())
    );
    for (name, adjoint) in LOOPS {
        let bytes = sizes.map(|n| {
            let x = Random::new(2).vector(n, -1.0, 1.0);
            let mut d_x = vec![0.0; n];
            let counted = measure(|| {
                black_box(adjoint(black_box(&x), &mut d_x, 1.0));
            });
            format!("| {:>9} ", counted.bytes_max)
        });
        println!("| {name:<46} {}|", bytes.concat());
    }
}
