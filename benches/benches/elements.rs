//! The cost of an element when arrays grow: kernels are timed at sizes from a hundred to ten million
//! elements, and a table says what a gradient costs per element and in primals:
//! `cargo bench -p chainrule-benches --bench elements`; with `-- --test` everything runs once.
//!
//! An access that costs O(1) in the adjoint keeps the columns level; one that costs O(n), say by
//! making a zero array per read, multiplies them by ten from row to row. Rows whose arrays and records
//! leave the processor's caches cost more, in the primal already.
//!
//! The clock is the thread's, which stands still while other programs have the processor, and the
//! subjects take turns: what is left of a busy machine is what others do to the caches.

use chainrule_benches::Kernel;
use chainrule_benches::kernels::carry::Carry;
use chainrule_benches::kernels::rosenbrock::Rosenbrock;
use chainrule_benches::kernels::smoothing::Smoothing;
use cpu_time::ThreadTime;
use std::hint::black_box;

/// How often the subjects of a kernel take turns; the fastest counts.
const TURNS: usize = 25;

/// The seconds that a turn takes at least, in runs that are timed as one.
const TURN: f64 = 2e-3;

/// Seconds to nanoseconds.
const NANO: f64 = 1e9;

/// Makes a kernel of a number of elements.
type Make = fn(usize) -> Box<dyn Kernel>;

/// What is timed.
type Subject = fn(&mut dyn Kernel) -> f64;

/// A loop whose iterations are independent, one that carries a number, and one that reads what it has
/// written.
const KERNELS: [(&str, Make); 3] = [
    ("Rosenbrock chain", |n| Box::new(Rosenbrock::new(n))),
    ("nonlinear carry", |n| Box::new(Carry::new(n))),
    ("smoothing", |n| Box::new(Smoothing::new(n))),
];

const SUBJECTS: [Subject; 3] =
    [|kernel| kernel.primal(), |kernel| kernel.adjoint(), |kernel| kernel.jvp().1];

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    println!("the fastest of {TURNS} turns, by the thread's clock\n");
    println!(
        "| kernel | elements | primal | `adjoint_` | `jvp_` | `adjoint_` / primal | `jvp_` / primal |\n\
         | --- | --: | --: | --: | --: | --: | --: |"
    );
    for (name, make) in KERNELS {
        for n in [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
            let mut kernel = make(n);
            if test {
                for subject in SUBJECTS {
                    black_box(subject(kernel.as_mut()));
                }
                continue;
            }
            let best = best(kernel.as_mut());
            let [primal, adjoint, jvp] = best.map(|time| time * NANO / n as f64);
            println!(
                "| {name} | {n} | {primal:.2} ns | {adjoint:.2} ns | {jvp:.2} ns | {:.2} | {:.2} |",
                adjoint / primal,
                jvp / primal
            );
        }
    }
}

/// The seconds that a run of each subject takes.
fn best(kernel: &mut dyn Kernel) -> [f64; SUBJECTS.len()] {
    let runs = SUBJECTS.map(|subject| {
        // twice: the first run finds the caches empty
        let once = (0..2).map(|_| timed(kernel, subject, 1)).fold(f64::INFINITY, f64::min);
        (TURN / once).ceil().max(1.0) as usize
    });
    let mut best = [f64::INFINITY; SUBJECTS.len()];
    for _ in 0..TURNS {
        for ((best, subject), runs) in best.iter_mut().zip(SUBJECTS).zip(runs) {
            *best = best.min(timed(kernel, subject, runs) / runs as f64);
        }
    }
    best
}

/// The seconds of processor time that a number of runs take.
fn timed(kernel: &mut dyn Kernel, subject: Subject, runs: usize) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..runs {
        black_box(subject(kernel));
    }
    start.elapsed().as_secs_f64()
}
