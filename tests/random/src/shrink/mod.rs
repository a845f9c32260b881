//! Makes a failing program small.
//!
//! In: a program and the class of its failure. Out: a smaller one that fails alike. Invariant: every step
//! was compiled, run and found to fail in the same class.

mod edits;
mod names;

use std::fmt::Write;
use std::io;

use crate::harness::{Effort, Verdict, Workshop, judge};
use crate::oracle::expected;
use crate::print;
use crate::syntax::Program;

/// Candidates that are compiled together.
const CANDIDATES: usize = 20;
/// Rounds of compilation: each takes some seconds.
const ROUNDS: usize = 60;

/// Shrinks and says what is left, at which inputs, and what is wrong with it.
///
/// # Errors
///
/// If generated crates cannot be written or built.
pub fn report(program: &Program, verdict: &Verdict) -> io::Result<String> {
    let (small, verdict) = shrink(program, verdict)?;
    let mut out = String::new();
    let _ = writeln!(out, "{verdict:?}\n{}", print::program(&small, "#[differentiable]"));
    for point in &small.points {
        for (argument, param) in point.iter().zip(&small.entry().params) {
            let _ = write!(out, "{} = {:?}{:?}; ", param.name, argument.floats, argument.ints);
        }
        out.push('\n');
    }
    Ok(out)
}

/// A smaller program with a verdict of the same class.
///
/// # Errors
///
/// If generated crates cannot be written or built.
pub fn shrink(program: &Program, verdict: &Verdict) -> io::Result<(Program, Verdict)> {
    let workshop = Workshop::new("shrink");
    let class = verdict.class();
    let mut best = (program.clone(), verdict.clone());
    let effort = effort(&workshop, program, &class)?;
    let (mut at, mut rounds) = (0, 0);
    let mut improved = false;
    loop {
        let (candidates, next) = candidates(&best.0, at);
        if candidates.is_empty() || rounds == ROUNDS {
            if !improved || rounds == ROUNDS {
                return Ok(best);
            }
            (at, improved) = (0, false);
            continue;
        }
        rounds += 1;
        let verdicts = judge(&workshop, &candidates, effort)?;
        let failing = candidates.into_iter().zip(verdicts).filter(|(_, v)| v.class() == class);
        match failing.min_by_key(|(program, _)| size(program)) {
            Some(smaller) => {
                best = smaller;
                improved = true;
            }
            None => at = next,
        }
    }
}

/// The least effort that shows the failure.
fn effort(workshop: &Workshop, program: &Program, class: &str) -> io::Result<Effort> {
    for effort in Effort::ALL {
        if judge(workshop, std::slice::from_ref(program), effort)?[0].class() == class {
            return Ok(effort);
        }
    }
    Ok(Effort::FULL)
}

fn size(program: &Program) -> usize {
    print::program(program, "").len()
}

/// Edited programs that can be compared, from the edit number `at`, and the number behind the last.
fn candidates(program: &Program, mut at: usize) -> (Vec<Program>, usize) {
    let mut candidates: Vec<Program> = Vec::new();
    let all = edits::all(program);
    while candidates.len() < CANDIDATES && at < all.len() {
        let edited = edits::apply(program, &all[at]);
        at += 1;
        let fits = |edited: &Program| {
            size(edited) < size(program)
                && names::resolve(edited)
                && !candidates.contains(edited)
                && expected(edited).is_ok()
        };
        if let Some(edited) = edited.filter(fits) {
            candidates.push(edited);
        }
    }
    (candidates, at)
}
