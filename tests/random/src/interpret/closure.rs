//! Closures: what they see, and their calls.
//!
//! In: closures of the syntax tree. Out: what their bodies evaluate to. Invariant: a body sees the names
//! that were in scope where the closure stands, not where it is called; by `move`, copies of them.

use super::value::{Address, Value};
use super::{Exit, Fault, Machine, Run};
use crate::syntax::{Closure, Combinator, Expr};

impl<'p> Machine<'p> {
    /// Declares a closure.
    pub(super) fn close(&mut self, name: &'p str, closure: &'p Closure) -> Run<()> {
        let mut seen: Vec<(&'p str, usize)> = self.names[self.base..].to_vec();
        if closure.moves {
            for (_, slot) in &mut seen {
                let address = Address { slot: *slot, path: Vec::new(), window: None };
                let copy = self.memory.read(&address)?;
                *slot = self.memory.allocate(copy);
            }
        }
        self.closures.push((closure, seen));
        self.declare(name, Value::Closure(self.closures.len() - 1));
        Ok(())
    }

    /// The call of a closure by its name.
    pub(super) fn apply_named(&mut self, name: &'p str, args: &'p [Expr]) -> Run<Value> {
        let names = &self.names[self.base..];
        let slot = names.iter().rev().find(|(known, _)| *known == name).map(|&(_, slot)| slot);
        let address =
            Address { slot: slot.ok_or(Fault::IllTyped)?, path: Vec::new(), window: None };
        let Value::Closure(at) = self.memory.read(&address)? else {
            return Err(Fault::IllTyped.into());
        };
        let args = self.all(args)?;
        let (closure, seen) = self.closures.get(at).ok_or(Fault::IllTyped)?.clone();
        let (len, base) = (self.names.len(), self.base);
        self.base = len;
        self.names.extend(seen);
        let result = self.apply(closure, args);
        self.base = base;
        self.names.truncate(len);
        result
    }

    /// The call of a closure where it stands.
    pub(super) fn apply(&mut self, closure: &'p Closure, args: Vec<Value>) -> Run<Value> {
        self.scoped(|machine| {
            machine.trip()?;
            for ((pattern, _), arg) in closure.params.iter().zip(args) {
                if !machine.matches(pattern, &arg)? {
                    return Err(Fault::IllTyped.into());
                }
            }
            match machine.block(&closure.body) {
                Err(Exit::Return(value)) => Ok(value),
                Err(Exit::Break(..) | Exit::Continue(_)) => Err(Fault::IllTyped.into()),
                other => other,
            }
        })
    }

    /// What a closure says of a value that it is shown by reference.
    pub(super) fn shown(&mut self, closure: &'p Closure, value: &Value) -> Run<bool> {
        self.scoped(|machine| {
            let slot = machine.memory.allocate(value.clone());
            let address = Address { slot, path: Vec::new(), window: None };
            Ok(machine.apply(closure, vec![Value::Reference(address)])?.bool()?)
        })
    }

    /// A method of an option that takes a closure.
    pub(super) fn combine(&mut self, option: &'p Expr, how: &'p Combinator) -> Run<Value> {
        let Value::Option(payload) = self.expr(option)? else {
            return Err(Fault::IllTyped.into());
        };
        let payload = payload.map(|payload| *payload);
        let some = |value| Value::Option(Some(Box::new(value)));
        match (how, payload) {
            (Combinator::Map(closure), Some(value)) => Ok(some(self.apply(closure, vec![value])?)),
            (Combinator::AndThen(closure), Some(value)) => self.apply(closure, vec![value]),
            (Combinator::Filter(closure), Some(value)) => {
                let kept = self.shown(closure, &value)?;
                Ok(if kept { some(value) } else { Value::Option(None) })
            }
            (Combinator::Map(_) | Combinator::AndThen(_) | Combinator::Filter(_), None) => {
                Ok(Value::Option(None))
            }
            (Combinator::MapOr(default, closure), payload) => {
                let default = self.expr(default)?;
                payload.map_or(Ok(default), |value| self.apply(closure, vec![value]))
            }
            (Combinator::UnwrapOrElse(_), Some(value)) => Ok(value),
            (Combinator::UnwrapOrElse(closure), None) => self.apply(closure, Vec::new()),
        }
    }
}
