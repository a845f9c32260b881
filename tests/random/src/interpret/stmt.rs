//! Statements and loops.
//!
//! In: statements of the syntax tree. Out: changed storage, or an exit. Invariant: the bounds of a
//! range are evaluated once, before the first trip.

use super::value::{Address, Value};
use super::{Exit, Fault, Machine, Run};
use crate::number::Dual;
use crate::syntax::{Block, Expr, Pattern, Place, Range, Stmt, Walk};

impl<'p> Machine<'p> {
    /// Runs a statement. Names that it declares stay.
    pub(super) fn stmt(&mut self, stmt: &'p Stmt) -> Run<()> {
        match stmt {
            Stmt::Let { pattern, value, otherwise, .. } => {
                self.bind(pattern, value.as_ref(), otherwise.as_ref())
            }
            Stmt::Assign(place, value) => {
                let value = self.expr(value)?;
                let address = self.address(place)?;
                self.write(&address, value)
            }
            Stmt::Update(place, op, value) => {
                let value = self.float(value)?;
                let address = self.address(place)?;
                let old = self.memory.read(&address)?.float()?;
                let new = self.step(Dual::binary(*op, old, value))?;
                self.write(&address, new)
            }
            Stmt::Destructure(places, value) => self.destructure(places, value),
            Stmt::Expr(expr) => self.expr(expr).map(drop),
            Stmt::For { label, name, range, body, .. } => {
                self.count(label.as_ref(), name, range, body)
            }
            Stmt::Iterate { label, walk, body } => self.walk(label.as_ref(), walk, body),
            Stmt::While { label, condition, body, .. } => loop {
                let result = self.scoped(|machine| {
                    machine.trip()?;
                    if machine.bool(condition)? { machine.block(body).map(Some) } else { Ok(None) }
                });
                let result = match result {
                    Ok(None) => break Ok(()),
                    Ok(Some(value)) => Ok(value),
                    Err(exit) => Err(exit),
                };
                if Self::after_trip(label.as_ref(), result)?.is_some() {
                    break Ok(());
                }
            },
            Stmt::Break(label, value) => {
                let value = value.as_ref().map_or(Ok(Value::Unit), |value| self.expr(value))?;
                Err(Exit::Break(label.clone(), value))
            }
            Stmt::Continue(label) => Err(Exit::Continue(label.clone())),
            Stmt::Return(value) => {
                let value = value.as_ref().map_or(Ok(Value::Unit), |value| self.expr(value))?;
                Err(Exit::Return(value))
            }
            Stmt::InPlace(operation) => self.in_place(operation),
            Stmt::Closure(name, _, closure) => self.close(name, closure),
            Stmt::Const(..) => Ok(()),
        }
    }

    fn bind(
        &mut self,
        pattern: &'p Pattern,
        value: Option<&'p Expr>,
        otherwise: Option<&'p Block>,
    ) -> Run<()> {
        let value = value.map_or(Ok(Value::Unit), |value| self.expr(value))?;
        if self.matches(pattern, &value)? {
            return Ok(());
        }
        match otherwise {
            Some(block) => {
                self.block(block)?;
                Err(Fault::IllTyped.into())
            }
            None => Err(Fault::IllTyped.into()),
        }
    }

    fn destructure(&mut self, places: &'p [Place], value: &'p Expr) -> Run<()> {
        let Value::Tuple(parts) = self.expr(value)? else { return Err(Fault::IllTyped.into()) };
        for (place, part) in places.iter().zip(parts) {
            let address = self.address(place)?;
            self.write(&address, part)?;
        }
        Ok(())
    }

    /// What a trip's result means for its loop: the loop's value if the loop ends.
    pub(super) fn after_trip(label: Option<&String>, result: Run<Value>) -> Run<Option<Value>> {
        let mine = |target: &Option<String>| target.is_none() || target.as_ref() == label;
        match result {
            Ok(_) => Ok(None),
            Err(Exit::Break(target, value)) if mine(&target) => Ok(Some(value)),
            Err(Exit::Continue(target)) if mine(&target) => Ok(None),
            Err(exit) => Err(exit),
        }
    }

    /// One trip with its names bound; true if the loop ends.
    fn once(
        &mut self,
        label: Option<&String>,
        names: Vec<(&'p str, Value)>,
        body: &'p Block,
    ) -> Run<bool> {
        self.trip()?;
        let result = self.scoped(|machine| {
            for (name, value) in names {
                machine.declare(name, value);
            }
            machine.block(body)
        });
        Ok(Self::after_trip(label, result)?.is_some())
    }

    fn count(
        &mut self,
        label: Option<&String>,
        name: &'p str,
        range: &'p Range,
        body: &'p Block,
    ) -> Run<()> {
        let (low, high) = (self.int(&range.low)?, self.int(&range.high)?);
        let end = if range.inclusive { high + 1 } else { high };
        if end > low + 1_000 {
            return Err(Fault::TooLong.into());
        }
        let mut counts: Vec<usize> = (low..end).step_by(range.step.unwrap_or(1)).collect();
        if range.reversed {
            counts.reverse();
        }
        for count in counts {
            if self.once(label, vec![(name, Value::Int(count))], body)? {
                break;
            }
        }
        Ok(())
    }

    /// The addresses of the elements of a list.
    fn elements(&mut self, place: &'p Place) -> Run<Vec<Address>> {
        let address = self.address(place)?;
        let len = self.memory.len(&address)?;
        let element = |at| self.memory.element(address.clone(), at).map_err(Exit::from);
        (0..len).map(element).collect()
    }

    fn walk(&mut self, label: Option<&String>, walk: &'p Walk, body: &'p Block) -> Run<()> {
        let mut trips: Vec<Vec<(&'p str, Value)>> = Vec::new();
        match walk {
            Walk::Elements { name, place, .. } => {
                for element in self.elements(place)? {
                    trips.push(vec![(name, Value::Reference(element))]);
                }
            }
            Walk::Enumerated { index, name, place, .. } => {
                for (at, element) in self.elements(place)?.into_iter().enumerate() {
                    trips.push(vec![(index, Value::Int(at)), (name, Value::Reference(element))]);
                }
            }
            Walk::Zipped { left_name, right_name, left, right } => {
                let (left, right) = (self.elements(left)?, self.elements(right)?);
                for (l, r) in left.into_iter().zip(right) {
                    let pair = [(left_name, l), (right_name, r)];
                    trips.push(pair.map(|(name, at)| (&**name, Value::Reference(at))).to_vec());
                }
            }
            Walk::Chunks { name, place, size, exact, .. } => {
                let address = self.address(place)?;
                let len = self.memory.len(&address)?;
                let count = if *exact { len / size } else { len.div_ceil(*size) };
                for at in 0..count {
                    let end = ((at + 1) * size).min(len);
                    let chunk = self.memory.part(address.clone(), at * size, end)?;
                    trips.push(vec![(name, Value::Reference(chunk))]);
                }
            }
        }
        for names in trips {
            if self.once(label, names, body)? {
                break;
            }
        }
        Ok(())
    }
}
