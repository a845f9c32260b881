//! Compiles programs with chainrule, runs every mode and compares.
//!
//! In: programs. Out: a [`Verdict`] for each. Invariant: a program is right only if all its numbers were
//! printed, in all variants and at all points, and each is within its bound.

mod cargo;
mod compare;
mod driver;
pub mod support;

use std::fmt::Write;
use std::io;

pub use cargo::Workshop;
use cargo::{Fate, Unit};
pub use driver::Effort;

use crate::oracle::{expected, inputs};
use crate::syntax::Program;

/// What became of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// All numbers agree.
    Right,
    /// A number disagrees: in which mode, and how.
    Wrong(String, String),
    /// chainrule refuses the program, with this message.
    Refused(String),
    /// rustc refuses what chainrule made of it: the code of the error, and its message.
    Broken(String, String),
    /// The generated code panics.
    Panicked(String),
    /// The generated code does not end.
    Hung,
    /// The program itself is no valid Rust, or has no value: a mistake of the generator.
    Invalid(String),
}

impl Verdict {
    /// Verdicts of one class are taken for the same failure.
    pub fn class(&self) -> String {
        match self {
            Verdict::Right => "right".to_owned(),
            Verdict::Wrong(..) => "wrong".to_owned(),
            Verdict::Refused(message) => format!("refused: {message}"),
            Verdict::Broken(code, _) => format!("broken: {code}"),
            Verdict::Panicked(_) => "panicked".to_owned(),
            Verdict::Hung => "hung".to_owned(),
            Verdict::Invalid(_) => "invalid".to_owned(),
        }
    }
}

/// Programs in one generated crate: more of them are compiled one after the other, fewer cost more
/// linking.
pub const BATCH: usize = 20;

/// Compiles, runs and compares programs.
///
/// # Errors
///
/// If the crates cannot be written or compiled for a reason that is in none of the programs.
pub fn judge(
    workshop: &Workshop,
    programs: &[Program],
    effort: Effort,
) -> io::Result<Vec<Verdict>> {
    let mut units = Vec::new();
    for (at, program) in programs.iter().enumerate() {
        let (files, variants) = (driver::files(program, effort), effort.variants());
        units.push(Unit { name: format!("p{at}"), files, variants, points: points(program) });
    }
    let fates = workshop.run(&units, BATCH)?;
    let pairs = programs.iter().zip(fates);
    Ok(pairs.map(|(program, fate)| verdict(program, fate, effort)).collect())
}

/// The points of a program, as Rust.
fn points(program: &Program) -> String {
    let mut out = String::new();
    for point in &program.points {
        let ints: Vec<usize> = point.iter().flat_map(|argument| argument.ints.clone()).collect();
        let _ = write!(out, "(&{:?}, &{ints:?}), ", inputs(point));
    }
    out
}

fn verdict(program: &Program, fate: Fate, effort: Effort) -> Verdict {
    match fate {
        Fate::Error(file, _, text) if file == driver::PLAIN => Verdict::Invalid(text),
        Fate::Error(_, None, text) if text.contains("panicked") => Verdict::Panicked(text),
        Fate::Error(_, None, text) => Verdict::Refused(text),
        Fate::Error(_, Some(code), text) => Verdict::Broken(code, text),
        Fate::Hung => Verdict::Hung,
        Fate::Printed(lines) => match expected(program) {
            Ok(expected) => compare::compare(program, &expected, &lines, effort),
            Err(fault) => Verdict::Invalid(format!("{fault:?}")),
        },
    }
}
