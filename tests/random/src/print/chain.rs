//! Closures and chains as text.
//!
//! In: nodes of the syntax tree. Out: text. Invariant: a body that is only a value stands without braces.

use super::Printer;
use super::expr::{annotated, pattern, unary};
use crate::syntax::{Adapter, Chain, Closure, Combinator, End, Expr, Source};

impl Printer {
    /// `|a, b| ..`
    pub(super) fn closure(&self, closure: &Closure) -> String {
        let params =
            closure.params.iter().map(|(pattern, ty)| annotated(pattern, ty.as_ref(), self.float));
        let params = params.collect::<Vec<_>>().join(", ");
        let moves = if closure.moves { "move " } else { "" };
        let body = match &closure.body.value {
            Some(value) if closure.body.stmts.is_empty() => self.expr(value),
            _ => self.block(&closure.body),
        };
        format!("{moves}|{params}| {body}")
    }

    /// A chain and its end.
    pub(super) fn chained(&self, chain: &Chain, end: &End, of: &Expr) -> String {
        let end = match end {
            End::Sum => format!("sum::<{}>()", self.float),
            End::Product => "product::<f64>()".to_owned(),
            End::Count => "count()".to_owned(),
            End::Fold(start, closure) => {
                format!("fold({}, {})", self.bare(start), self.closure(closure))
            }
            End::Extreme(greatest) if self.float != "f64" => {
                let (start, op) =
                    if *greatest { ("neg_infinity", "max") } else { ("infinity", "min") };
                format!("fold({0}::{start}(), {0}::{op})", self.float)
            }
            End::Extreme(true) => "fold(f64::NEG_INFINITY, f64::max)".to_owned(),
            End::Extreme(false) => "fold(f64::INFINITY, f64::min)".to_owned(),
            End::Collect => format!("collect::<{}>()", super::ty_of(&of.ty, self.float)),
            End::Last => "last()".to_owned(),
            End::Nth(at) => format!("nth({})", self.bare(at)),
            End::Find(closure) => format!("find({})", self.closure(closure)),
            End::Reduce(closure) => format!("reduce({})", self.closure(closure)),
            End::Best(true) => "max_by(|a, b| a.total_cmp(b))".to_owned(),
            End::Best(false) => "min_by(|a, b| a.partial_cmp(b).unwrap())".to_owned(),
            End::Any(true, closure) => format!("any({})", self.closure(closure)),
            End::Any(false, closure) => format!("all({})", self.closure(closure)),
            End::Position(closure) => format!("position({})", self.closure(closure)),
            End::ForEach(closure) => format!("for_each({})", self.closure(closure)),
        };
        format!("{}.{end}", self.chain(chain))
    }

    fn chain(&self, chain: &Chain) -> String {
        let mut text = match &chain.source {
            Source::Iter(place) => format!("{}.iter()", self.receiver(place)),
            Source::IterMut(place) => format!("{}.iter_mut()", self.receiver(place)),
            Source::Windows(place, size) => format!("{}.windows({size})", self.receiver(place)),
            Source::Chunks(place, size, exact) => {
                let exact = if *exact { "_exact" } else { "" };
                format!("{}.chunks{exact}({size})", self.receiver(place))
            }
            Source::Range(low, high, inclusive) => {
                let dots = if *inclusive { "..=" } else { ".." };
                format!("({}{dots}{})", self.expr(low), self.expr(high))
            }
            Source::Once(value) => format!("std::iter::once({})", self.bare(value)),
            Source::Repeat(value, count) => {
                format!("std::iter::repeat({}).take({count})", self.bare(value))
            }
        };
        for adapter in &chain.adapters {
            text = format!("{text}.{}", self.adapter(adapter));
        }
        text
    }

    fn adapter(&self, adapter: &Adapter) -> String {
        let with = |name: &str, closure: &Closure| format!("{name}({})", self.closure(closure));
        match adapter {
            Adapter::Copied => "copied()".to_owned(),
            Adapter::Map(closure) => with("map", closure),
            Adapter::Function(op) => format!("map({}::{})", self.float, unary(*op)),
            Adapter::Filter(closure) => with("filter", closure),
            Adapter::FilterMap(closure) => with("filter_map", closure),
            Adapter::FlatMap(of, inner) => {
                format!("flat_map(|{}| {})", pattern(of), self.chain(inner))
            }
            Adapter::Zip(other) => format!("zip({})", self.chain(other)),
            Adapter::Chain(other) => format!("chain({})", self.chain(other)),
            Adapter::Enumerate => "enumerate()".to_owned(),
            Adapter::Rev => "rev()".to_owned(),
            Adapter::Skip(count) => format!("skip({})", self.bare(count)),
            Adapter::Take(count) => format!("take({})", self.bare(count)),
            Adapter::StepBy(step) => format!("step_by({step})"),
            Adapter::TakeWhile(closure) => with("take_while", closure),
            Adapter::SkipWhile(closure) => with("skip_while", closure),
            Adapter::MapWhile(closure) => with("map_while", closure),
            Adapter::Scan(state, closure) => {
                format!("scan({}, {})", self.bare(state), self.closure(closure))
            }
        }
    }

    /// A method of an option that takes a closure.
    pub(super) fn combined(&self, option: &Expr, how: &Combinator) -> String {
        let with = |name: &str, closure: &Closure| format!("{name}({})", self.closure(closure));
        let method = match how {
            Combinator::Map(closure) => with("map", closure),
            Combinator::AndThen(closure) => with("and_then", closure),
            Combinator::Filter(closure) => with("filter", closure),
            Combinator::UnwrapOrElse(closure) => with("unwrap_or_else", closure),
            Combinator::MapOr(default, closure) => {
                format!("map_or({}, {})", self.bare(default), self.closure(closure))
            }
        };
        format!("{}.{method}", self.operand(option))
    }
}
