//! `Option` and `Result`: values that may be absent, as arguments and as results.
//!
//! What comes in: an option or a result. What goes out: the coordinates of what it holds, none where
//! it holds nothing; an error has none. Invariant: a function without a value has zero derivatives.

use crate::coordinates::{Coordinates, DualCoordinates, Source, rebuild};
use crate::dual::Dual;

/// What a function returns that may have no value.
pub trait Outcome {
    /// What it holds.
    type Content;
    /// What it holds, if anything.
    fn content(self) -> Option<Self::Content>;
}

impl<C> Outcome for Option<C> {
    type Content = C;
    fn content(self) -> Self {
        self
    }
}

impl<C, E> Outcome for Result<C, E> {
    type Content = C;
    fn content(self) -> Option<C> {
        self.ok()
    }
}

/// The seed of a value that may be absent; any seed, where it is.
pub fn seed<O: Outcome<Content: Coordinates + Default>>(value: O, seed: &[f64]) -> O::Content {
    match value.content() {
        Some(value) => rebuild(&value, seed),
        None => O::Content::default(),
    }
}

impl<C: Coordinates> Coordinates for Option<C> {
    type Dual = Option<C::Dual>;
    fn write(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|value| value.write(out));
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        self.as_ref().map(|value| value.read(from))
    }
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual {
        self.as_ref().map(|value| value.lift(from))
    }
}

impl<C: DualCoordinates> DualCoordinates for Option<C> {
    fn write(&self, out: &mut Vec<Dual>) {
        self.iter().for_each(|value| value.write(out));
    }
}

impl<C: Coordinates, E: Clone> Coordinates for Result<C, E> {
    type Dual = Result<C::Dual, E>;
    fn write(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|value| value.write(out));
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        self.as_ref().map(|value| value.read(from)).map_err(Clone::clone)
    }
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual {
        self.as_ref().map(|value| value.lift(from)).map_err(Clone::clone)
    }
}

impl<C: DualCoordinates, E> DualCoordinates for Result<C, E> {
    fn write(&self, out: &mut Vec<Dual>) {
        self.iter().for_each(|value| value.write(out));
    }
}

impl std::str::FromStr for Dual {
    type Err = std::num::ParseFloatError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::lit)
    }
}
