//! Prints how many primals a gradient costs, for every kernel: `cargo bench -p chainrule-benches`.
//!
//! Words after `--` select kernels by a part of their names. Without cargo's `--bench` (as in
//! `cargo test --benches`) every kernel runs for one short round, to see that it runs.

use chainrule_benches::kernels::{Size, all};
use chainrule_benches::{Kernel, Measured, Ratio, measure};
use std::time::Duration;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let timed = arguments.iter().any(|a| a == "--bench");
    let wanted: Vec<&String> = arguments.iter().filter(|a| !a.starts_with('-')).collect();
    let (rounds, slice) = if timed { (50, Duration::from_millis(4)) } else { (1, Duration::ZERO) };
    println!("(value and gradient) / primal, and (value and one directional derivative) / primal");
    println!("each as min | median over {rounds} rounds; central differences cost 2 n primals\n");
    println!("{}", header());
    for mut kernel in all(Size::Full) {
        let name = kernel.name();
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            let measured = measure(kernel.as_mut(), rounds, slice);
            println!("{}", row(kernel.as_mut(), &measured));
        }
    }
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
        "{:<40} {:>7.1} us {:>13} {:>13} {:>13} {:>13} {:>6.2} {:>12}",
        kernel.name(),
        measured.primal * 1e6,
        both(measured.adjoint),
        both(measured.value_and_grad),
        both(measured.jvp),
        both(measured.by_hand),
        kernel.mark(),
        2 * inputs
    )
}

fn both(ratio: Ratio) -> String {
    format!("{:.2} | {:.2}", ratio.min, ratio.median)
}
