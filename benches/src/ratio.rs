//! Timing as ratios: a kernel comes in, how many primals each derivative costs goes out.
//!
//! Invariant: the primal and its derivatives are timed in turn within each round, so that a
//! change of the processor's speed, or a busy neighbour, meets all of them.

use crate::Kernel;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What a round times, beside the primal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Primal,
    Adjoint,
    ValueAndGrad,
    Jvp,
    ByHand,
}

impl Subject {
    const ALL: [Subject; 5] =
        [Subject::Primal, Subject::Adjoint, Subject::ValueAndGrad, Subject::Jvp, Subject::ByHand];

    fn run(self, kernel: &mut dyn Kernel) {
        match self {
            Subject::Primal => drop(black_box(kernel.primal())),
            Subject::Adjoint => drop(black_box(kernel.adjoint())),
            Subject::ValueAndGrad => drop(black_box(kernel.value_and_grad())),
            Subject::Jvp => drop(black_box(kernel.jvp())),
            Subject::ByHand => drop(black_box(kernel.by_hand())),
        }
    }

    /// Seconds per run, over `repetitions` runs.
    fn time(self, kernel: &mut dyn Kernel, repetitions: u32) -> f64 {
        let start = Instant::now();
        for _ in 0..repetitions {
            self.run(kernel);
        }
        start.elapsed().as_secs_f64() / f64::from(repetitions)
    }
}

/// A ratio to the primal over all rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The fastest run over the fastest primal.
    pub min: f64,
    /// The median over the rounds of the ratio within a round.
    pub median: f64,
}

/// What the derivatives of a kernel cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The fastest primal, in seconds.
    pub primal: f64,
    /// Value and gradient through the emitted `adjoint_`, into shadows that exist.
    pub adjoint: Ratio,
    /// Value and gradient through the emitted `value_and_grad_`, which allocates the gradients.
    pub value_and_grad: Ratio,
    /// Value and one directional derivative through the emitted `jvp_`.
    pub jvp: Ratio,
    /// Value and gradient through the hand-written adjoint, into shadows that exist.
    pub by_hand: Ratio,
}

/// Times the kernel for `rounds` rounds, each subject for about `slice` in each of them.
pub fn measure(kernel: &mut dyn Kernel, rounds: usize, slice: Duration) -> Measured {
    Subject::Primal.time(kernel, 1);
    let once = Subject::Primal.time(kernel, 3).max(1e-9);
    let repetitions = ((slice.as_secs_f64() / once) as u32).max(1);
    let mut times: [Vec<f64>; 5] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for (subject, times) in Subject::ALL.into_iter().zip(&mut times) {
            times.push(subject.time(kernel, repetitions));
        }
    }
    let [primal, adjoint, value_and_grad, jvp, by_hand] = &times;
    Measured {
        primal: minimum(primal),
        adjoint: ratio(adjoint, primal),
        value_and_grad: ratio(value_and_grad, primal),
        jvp: ratio(jvp, primal),
        by_hand: ratio(by_hand, primal),
    }
}

fn ratio(times: &[f64], primal: &[f64]) -> Ratio {
    let mut rounds: Vec<f64> = times.iter().zip(primal).map(|(t, p)| t / p).collect();
    rounds.sort_by(f64::total_cmp);
    Ratio { min: minimum(times) / minimum(primal), median: rounds[rounds.len() / 2] }
}

fn minimum(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}
