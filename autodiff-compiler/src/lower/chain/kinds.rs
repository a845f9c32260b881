//! What chains are made of, before they run.

use super::super::Val;
use super::super::closure::Callable;
use super::super::iterate::Sequence;
use crate::ir::{Operand, Place, VarId, Vars};

/// What a chain is made of.
// chains are few, and no list holds them
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Chain {
    Sequence(Sequence),
    /// One chain, then another.
    Both(Box<Chain>, Box<Chain>),
    /// The first value, and each one's successor.
    Successors(Val, Callable),
    Staged(Box<Chain>, Stage),
}

/// A chain that a `let` names.
#[derive(Debug)]
pub struct Named {
    pub(super) chain: Chain,
    /// How many items were taken from it, where these can be told.
    pub(super) at: Option<VarId>,
}

impl Named {
    /// What using it may write.
    pub fn writes(&self) -> Vars {
        let mut writes = self.chain.writes();
        writes.extend(self.at);
        writes
    }
}

/// What happens with each item.
#[derive(Clone, Debug)]
pub enum Stage {
    /// A reference becomes the value.
    ByValue,
    Map(Callable),
    Inspect(Callable),
    Filter(Callable),
    FilterMap(Callable),
    /// The items of the chain that a function makes of an item.
    FlatMap(Callable),
    /// The items of an item.
    Flatten,
    /// The entries of a matrix, in the row that an item numbers.
    Entries(Place, Option<bool>),
    TakeWhile(Callable),
    SkipWhile(Callable),
    MapWhile(Callable),
    Scan(Val, Callable),
    Enumerate,
    Take(Operand),
    Skip(Operand),
    StepBy(Operand),
    /// Each item is taken from a chain with a name, which goes on behind it.
    Taken(VarId),
    /// A sequence beside the items: to their left, or to their right.
    Zip {
        sequence: Box<Sequence>,
        left: bool,
    },
}

impl Chain {
    /// The functions that run when the chain does.
    pub(super) fn for_each_function(&self, f: &mut dyn FnMut(&Callable)) {
        match self {
            Self::Sequence(sequence) => sequence.for_each_function(f),
            Self::Both(first, second) => {
                first.for_each_function(f);
                second.for_each_function(f);
            }
            Self::Successors(_, function) => f(function),
            Self::Staged(inner, stage) => {
                inner.for_each_function(f);
                match stage {
                    Stage::Map(function)
                    | Stage::Inspect(function)
                    | Stage::Filter(function)
                    | Stage::FilterMap(function)
                    | Stage::FlatMap(function)
                    | Stage::TakeWhile(function)
                    | Stage::SkipWhile(function)
                    | Stage::MapWhile(function)
                    | Stage::Scan(_, function) => f(function),
                    Stage::Zip { sequence, .. } => sequence.for_each_function(f),
                    Stage::ByValue
                    | Stage::Flatten
                    | Stage::Entries(..)
                    | Stage::Enumerate
                    | Stage::Take(_)
                    | Stage::Skip(_)
                    | Stage::StepBy(_)
                    | Stage::Taken(_) => {}
                }
            }
        }
    }

    /// What running it may write.
    pub fn writes(&self) -> Vars {
        let mut writes = Vars::new();
        self.for_each_function(&mut |function| writes.extend(function.writes()));
        self.for_each_taken(&mut |at| {
            writes.insert(at);
        });
        writes
    }

    /// Whether its items are taken from a chain with a name.
    pub(super) fn takes(&self) -> bool {
        let mut takes = false;
        self.for_each_taken(&mut |_| takes = true);
        takes
    }

    /// The variables that count what is taken from chains with names.
    fn for_each_taken(&self, f: &mut dyn FnMut(VarId)) {
        match self {
            Self::Sequence(_) | Self::Successors(..) => {}
            Self::Both(first, second) => {
                first.for_each_taken(f);
                second.for_each_taken(f);
            }
            Self::Staged(inner, stage) => {
                inner.for_each_taken(f);
                if let Stage::Taken(at) = stage {
                    f(*at);
                }
            }
        }
    }

    pub(super) fn then(self, stage: Stage) -> Self {
        Self::Staged(Box::new(self), stage)
    }

    /// Whether it is a range of integers.
    pub fn yields_numbers(&self) -> bool {
        self.as_sequence().is_some_and(|sequence| sequence.are_numbers() && sequence.is_plain())
    }

    /// Whether each of its items comes from one position.
    pub fn as_sequence(&self) -> Option<&Sequence> {
        match self {
            Self::Sequence(sequence) => Some(sequence),
            Self::Both(..) | Self::Successors(..) | Self::Staged(..) => None,
        }
    }
}
