//! Closures and chains of iterators.
//!
//! In: nothing. Out: [`Closure`], [`Chain`] and what ends one. Invariant: closures of a chain change
//! nothing but what [`End::ForEach`] and the state of [`Adapter::Scan`] are given, so that it does not matter
//! in which order the adapters ask for items.

use super::{Block, Expr, Pattern, Place, Ty, Unary};

/// `|a, b: f64| { .. }`
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// `move`
    pub moves: bool,
    /// Parameters, with their annotations.
    pub params: Vec<(Pattern, Option<Ty>)>,
    /// The body.
    pub body: Block,
}

/// A source and what is done with its items.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Where the items come from.
    pub source: Source,
    /// In this order.
    pub adapters: Vec<Adapter>,
}

/// Where items come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// `place.iter()`
    Iter(Place),
    /// `place.iter_mut()`
    IterMut(Place),
    /// `place.windows(n)`
    Windows(Place, usize),
    /// `place.chunks(n)`, or `chunks_exact(n)` if the flag says so
    Chunks(Place, usize, bool),
    /// `(low..high)`, or `(low..=high)` if the flag says so
    Range(Box<Expr>, Box<Expr>, bool),
    /// `std::iter::once(value)`
    Once(Box<Expr>),
    /// `std::iter::repeat(value).take(n)`
    Repeat(Box<Expr>, usize),
}

/// What is done with items.
#[derive(Clone, Debug, PartialEq)]
pub enum Adapter {
    /// `.copied()`
    Copied,
    /// `.map(..)`
    Map(Closure),
    /// `.map(f64::sin)`
    Function(Unary),
    /// `.filter(..)`
    Filter(Closure),
    /// `.filter_map(..)`
    FilterMap(Closure),
    /// `.flat_map(|pattern| chain)`
    FlatMap(Pattern, Box<Chain>),
    /// `.zip(chain)`
    Zip(Box<Chain>),
    /// `.chain(chain)`
    Chain(Box<Chain>),
    /// `.enumerate()`
    Enumerate,
    /// `.rev()`
    Rev,
    /// `.skip(n)`
    Skip(Expr),
    /// `.take(n)`
    Take(Expr),
    /// `.step_by(n)`
    StepBy(usize),
    /// `.take_while(..)`
    TakeWhile(Closure),
    /// `.skip_while(..)`
    SkipWhile(Closure),
    /// `.map_while(..)`
    MapWhile(Closure),
    /// `.scan(state, ..)`
    Scan(Expr, Closure),
}

impl Adapter {
    /// Whether the items keep their type.
    pub fn keeps_type(&self) -> bool {
        match self {
            Adapter::Filter(_) | Adapter::Chain(_) | Adapter::Rev | Adapter::Skip(_) => true,
            Adapter::Take(_) | Adapter::StepBy(_) => true,
            Adapter::TakeWhile(_) | Adapter::SkipWhile(_) => true,
            Adapter::Copied | Adapter::Map(_) | Adapter::Function(_) | Adapter::FilterMap(_) => {
                false
            }
            Adapter::FlatMap(..) | Adapter::Zip(_) | Adapter::Enumerate => false,
            Adapter::MapWhile(_) | Adapter::Scan(..) => false,
        }
    }
}

/// How a chain ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// `.sum::<f64>()`
    Sum,
    /// `.product::<f64>()`
    Product,
    /// `.count()`
    Count,
    /// `.fold(start, ..)`
    Fold(Box<Expr>, Closure),
    /// `.fold(f64::NEG_INFINITY, f64::max)`, or the least if the flag is false
    Extreme(bool),
    /// `.collect::<Vec<_>>()`
    Collect,
    /// `.last()`
    Last,
    /// `.nth(n)`
    Nth(Box<Expr>),
    /// `.find(..)`
    Find(Closure),
    /// `.reduce(..)`
    Reduce(Closure),
    /// `.max_by(|a, b| a.total_cmp(b))`, or `min_by` if the flag is false
    Best(bool),
    /// `.any(..)`, or `all` if the flag is false
    Any(bool, Closure),
    /// `.position(..)`
    Position(Closure),
    /// `.for_each(..)`
    ForEach(Closure),
}

/// Methods of options that take closures.
#[derive(Clone, Debug, PartialEq)]
pub enum Combinator {
    /// `.map(..)`
    Map(Closure),
    /// `.and_then(..)`
    AndThen(Closure),
    /// `.filter(..)`
    Filter(Closure),
    /// `.map_or(default, ..)`
    MapOr(Box<Expr>, Closure),
    /// `.unwrap_or_else(..)`
    UnwrapOrElse(Closure),
}
