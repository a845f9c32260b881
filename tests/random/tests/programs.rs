//! Forty-five random programs, the same in every run.
//!
//! In: the seeds 256 to 300. Out: agreement of every compiled program with its interpretation, in value,
//! gradient, tangent and Hessian-vector product. Invariant: a failure comes with its seed and a small
//! program; `cargo run -p chainrule-random -- --from SEED --count 1` repeats it.

use chainrule_random::generate::{Features, program};
use chainrule_random::harness::{Effort, Verdict, Workshop, judge};
use chainrule_random::shrink;

#[test]
fn programs_agree_with_their_interpretation() {
    let seeds: Vec<u64> = (256..=300).collect();
    let features = Features::default();
    let programs: Vec<_> = seeds.iter().map(|seed| program(*seed, &features)).collect();
    let verdicts = judge(&Workshop::new("test"), &programs, Effort::FULL).expect("cargo runs");
    let failures = seeds.iter().zip(&programs).zip(&verdicts);
    let failures: Vec<_> = failures.filter(|(_, verdict)| **verdict != Verdict::Right).collect();
    for ((seed, _), verdict) in &failures {
        eprintln!("seed {seed}: {verdict:?}");
    }
    if let Some(((seed, program), verdict)) = failures.first() {
        let small = shrink::report(program, verdict).expect("cargo runs");
        panic!("{} programs fail; seed {seed} made small:\n{small}", failures.len());
    }
}
