//! Chains of iterators: all items at once, adapter by adapter.
//!
//! In: chains of the syntax tree. Out: their items, and what the end makes of them. Invariant: closures
//! of adapters change nothing that another sees, so items may be computed that the printed program never
//! asks for; if one of them has no value, the program is given up, though it may have one.

use super::value::{Address, Value};
use super::{Fault, Machine, Run};
use crate::number::Dual;
use crate::syntax::{Adapter, Binary, Chain, Closure, End, Place, Several, Source};

impl<'p> Machine<'p> {
    /// What a chain is worth.
    pub(super) fn chain_expr(&mut self, chain: &'p Chain, end: &'p End) -> Run<Value> {
        let items = self.items(chain)?;
        self.end(items, end)
    }

    /// The items of a chain.
    fn items(&mut self, chain: &'p Chain) -> Run<Vec<Value>> {
        let mut items = self.source(&chain.source)?;
        for adapter in &chain.adapters {
            items = self.adapt(items, adapter)?;
        }
        Ok(items)
    }

    fn source(&mut self, source: &'p Source) -> Run<Vec<Value>> {
        match source {
            Source::Iter(place) | Source::IterMut(place) => {
                let address = self.address(place)?;
                let len = self.memory.len(&address)?;
                let element = |at| Ok(Value::Reference(self.memory.element(address.clone(), at)?));
                (0..len).map(element).collect()
            }
            Source::Windows(place, size) => self.parts(place, |len| {
                (0..(len + 1).saturating_sub(*size)).map(|at| (at, at + size)).collect()
            }),
            Source::Chunks(place, size, exact) => self.parts(place, |len| {
                let starts = (0..len).step_by(*size).map(|at| (at, (at + size).min(len)));
                starts.filter(|(low, high)| !exact || high - low == *size).collect()
            }),
            Source::Range(low, high, inclusive) => {
                let (low, high) = (self.int(low)?, self.int(high)?);
                let end = if *inclusive { high + 1 } else { high };
                if end > low + 100 {
                    return Err(Fault::TooLong.into());
                }
                Ok((low..end).map(Value::Int).collect())
            }
            Source::Once(value) => Ok(vec![self.expr(value)?]),
            Source::Repeat(value, count) => Ok(vec![self.expr(value)?; *count]),
        }
    }

    /// Parts of the list at a place.
    fn parts(
        &mut self,
        place: &'p Place,
        bounds: impl FnOnce(usize) -> Vec<(usize, usize)>,
    ) -> Run<Vec<Value>> {
        let address = self.address(place)?;
        let len = self.memory.len(&address)?;
        let part =
            |(low, high)| Ok(Value::Reference(self.memory.part(address.clone(), low, high)?));
        bounds(len).into_iter().map(part).collect()
    }

    fn adapt(&mut self, items: Vec<Value>, adapter: &'p Adapter) -> Run<Vec<Value>> {
        Ok(match adapter {
            Adapter::Copied => {
                let copy = |item: Value| Ok(self.memory.read(&item.address()?)?);
                items.into_iter().map(copy).collect::<Run<_>>()?
            }
            Adapter::Map(closure) => {
                items.into_iter().map(|item| self.apply(closure, vec![item])).collect::<Run<_>>()?
            }
            Adapter::Function(op) => {
                let mut apply = |item: Value| {
                    let result = Dual::unary(*op, item.float()?).ok_or(Fault::Kink)?;
                    self.step(result)
                };
                items.into_iter().map(&mut apply).collect::<Run<_>>()?
            }
            Adapter::Filter(closure) => self.filter(items, closure)?,
            Adapter::FilterMap(closure) | Adapter::MapWhile(closure) => {
                let stops = matches!(adapter, Adapter::MapWhile(_));
                self.payloads(items, closure, stops)?
            }
            Adapter::FlatMap(pattern, inner) => {
                let mut all = Vec::new();
                for item in items {
                    all.extend(self.scoped(|machine| {
                        machine.matches(pattern, &item)?;
                        machine.items(inner)
                    })?);
                }
                all
            }
            Adapter::Zip(other) => {
                let other = self.items(other)?;
                let pair = |(left, right)| Value::Tuple(vec![left, right]);
                items.into_iter().zip(other).map(pair).collect()
            }
            Adapter::Chain(other) => [items, self.items(other)?].concat(),
            Adapter::Enumerate => {
                let pair = |(at, item)| Value::Tuple(vec![Value::Int(at), item]);
                items.into_iter().enumerate().map(pair).collect()
            }
            Adapter::Rev => items.into_iter().rev().collect(),
            Adapter::Skip(count) => items.into_iter().skip(self.int(count)?).collect(),
            Adapter::Take(count) => items.into_iter().take(self.int(count)?).collect(),
            Adapter::StepBy(step) => items.into_iter().step_by(*step).collect(),
            Adapter::TakeWhile(closure) => {
                let len = self.first(&items, closure, false)?.unwrap_or(items.len());
                items.into_iter().take(len).collect()
            }
            Adapter::SkipWhile(closure) => {
                let len = self.first(&items, closure, false)?.unwrap_or(items.len());
                items.into_iter().skip(len).collect()
            }
            Adapter::Scan(state, closure) => {
                let state = self.expr(state)?;
                self.scan(items, state, closure)?
            }
        })
    }

    fn filter(&mut self, items: Vec<Value>, closure: &'p Closure) -> Run<Vec<Value>> {
        let mut kept = Vec::new();
        for item in items {
            if self.shown(closure, &item)? {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    /// What a closure makes of items, where it makes something; up to the first nothing if it `stops`.
    fn payloads(
        &mut self,
        items: Vec<Value>,
        closure: &'p Closure,
        stops: bool,
    ) -> Run<Vec<Value>> {
        let mut kept = Vec::new();
        for item in items {
            match self.apply(closure, vec![item])? {
                Value::Option(Some(payload)) => kept.push(*payload),
                _ if stops => break,
                _ => {}
            }
        }
        Ok(kept)
    }

    /// The position of the first item of which a closure, shown it, says `wanted`.
    fn first(&mut self, items: &[Value], closure: &'p Closure, wanted: bool) -> Run<Option<usize>> {
        for (at, item) in items.iter().enumerate() {
            if self.shown(closure, item)? == wanted {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    fn scan(&mut self, items: Vec<Value>, state: Value, closure: &'p Closure) -> Run<Vec<Value>> {
        self.scoped(|machine| {
            let slot = machine.memory.allocate(state);
            let state = Address { slot, path: Vec::new(), window: None };
            let mut all = Vec::new();
            for item in items {
                match machine.apply(closure, vec![Value::Reference(state.clone()), item])? {
                    Value::Option(Some(payload)) => all.push(*payload),
                    _ => break,
                }
            }
            Ok(all)
        })
    }

    fn end(&mut self, items: Vec<Value>, end: &'p End) -> Run<Value> {
        let boxed = |value: Option<Value>| Value::Option(value.map(Box::new));
        match end {
            // The standard library's sum of floats begins at -0, and its product at 1.
            End::Sum => self.accumulate(items, -0.0, |a, b| Some(Dual::binary(Binary::Add, a, b))),
            End::Product => {
                self.accumulate(items, 1.0, |a, b| Some(Dual::binary(Binary::Mul, a, b)))
            }
            End::Extreme(greatest) => {
                let (start, op) = match greatest {
                    true => (f64::NEG_INFINITY, Several::Max),
                    false => (f64::INFINITY, Several::Min),
                };
                self.accumulate(items, start, |a, b| Dual::several(op, &[a, b]))
            }
            End::Count => Ok(Value::Int(items.len())),
            End::Fold(start, closure) => {
                let mut state = self.expr(start)?;
                for item in items {
                    state = self.apply(closure, vec![state, item])?;
                }
                Ok(state)
            }
            End::Reduce(closure) => {
                let mut items = items.into_iter();
                let Some(mut state) = items.next() else { return Ok(Value::Option(None)) };
                for item in items {
                    state = self.apply(closure, vec![state, item])?;
                }
                Ok(boxed(Some(state)))
            }
            End::Collect => Ok(Value::List(items)),
            End::Last => Ok(boxed(items.into_iter().next_back())),
            End::Nth(at) => {
                let at = self.int(at)?;
                Ok(boxed(items.into_iter().nth(at)))
            }
            End::Find(closure) => {
                let at = self.first(&items, closure, true)?;
                Ok(boxed(at.and_then(|at| items.get(at).cloned())))
            }
            End::Best(greatest) => self.best(items, *greatest),
            End::Any(any, closure) => {
                let found = self.first_taken(items, closure, *any)?.is_some();
                Ok(Value::Bool(found == *any))
            }
            End::Position(closure) => {
                let found = self.first_taken(items, closure, true)?;
                Ok(boxed(found.map(Value::Int)))
            }
            End::ForEach(closure) => {
                items.into_iter().try_for_each(|item| self.apply(closure, vec![item]).map(drop))?;
                Ok(Value::Unit)
            }
        }
    }

    /// The position of the first item of which a closure, given it, says `wanted`.
    fn first_taken(
        &mut self,
        items: Vec<Value>,
        closure: &'p Closure,
        wanted: bool,
    ) -> Run<Option<usize>> {
        for (at, item) in items.into_iter().enumerate() {
            if self.apply(closure, vec![item])?.bool()? == wanted {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    fn accumulate(
        &mut self,
        items: Vec<Value>,
        start: f64,
        step: impl Fn(Dual, Dual) -> Option<Dual>,
    ) -> Run<Value> {
        let mut state = Value::Float(Dual::constant(start));
        for item in items {
            let item = match item {
                Value::Reference(address) => self.memory.read(&address)?,
                item => item,
            };
            state = self.step(step(state.float()?, item.float()?).ok_or(Fault::Kink)?)?;
        }
        Ok(state)
    }

    /// The greatest or least of floats, of which no two may be equal.
    fn best(&mut self, items: Vec<Value>, greatest: bool) -> Run<Value> {
        let mut floats = items.into_iter().map(Value::float).collect::<Result<Vec<_>, _>>()?;
        floats.sort_by(|a, b| a.value.total_cmp(&b.value));
        if floats.windows(2).any(|pair| pair[0].value == pair[1].value) {
            return Err(Fault::Kink.into());
        }
        let best = if greatest { floats.last() } else { floats.first() };
        Ok(Value::Option(best.map(|best| Box::new(Value::Float(*best)))))
    }
}
