//! Places: where they are, and operations that change what is there.
//!
//! In: places of the syntax tree. Out: addresses. Invariant: the integers of a place are evaluated once,
//! when it is.

use super::value::{Address, Value};
use super::{Fault, Machine, Run};
use crate::syntax::{InPlace, Node, Place, Step};

impl<'p> Machine<'p> {
    /// Where a place is. A reference on the way is followed.
    pub(super) fn address(&mut self, place: &'p Place) -> Run<Address> {
        let names = &self.names[self.base..];
        let slot = names.iter().rev().find(|(name, _)| *name == place.root).map(|&(_, slot)| slot);
        let slot = slot.ok_or(Fault::IllTyped)?;
        let mut address = Address { slot, path: Vec::new(), window: None };
        for step in &place.steps {
            address = match step {
                Step::Deref => self.memory.peek(&address)?.clone().address()?,
                Step::Field(at) | Step::Member(_, at) => self.memory.element(address, *at)?,
                Step::Index(index) => {
                    let index = self.int(index)?;
                    self.memory.element(address, index)?
                }
                Step::Own(of, index) => {
                    let index = self.int(index)?;
                    let (field, shift) = of.index.ok_or(Fault::IllTyped)?;
                    let list = self.memory.element(address, field)?;
                    let len = self.memory.len(&list)?.max(1);
                    self.memory.element(list, (index + shift) % len)?
                }
                Step::Part(low, high) => {
                    let (low, high) = (self.int(low)?, self.int(high)?);
                    self.memory.part(address, low, high)?
                }
            };
        }
        Ok(address)
    }

    /// A copy of what is at a place.
    pub(super) fn read(&mut self, place: &'p Place) -> Run<Value> {
        let address = self.address(place)?;
        Ok(self.memory.read(&address)?)
    }

    /// Overwrites what is at a place.
    pub(super) fn write(&mut self, address: &Address, value: Value) -> Run<()> {
        if address.window.is_some() {
            let elements = self.memory.elements_mut(address)?;
            let values = value.list()?;
            if elements.len() != values.len() {
                return Err(Fault::OutOfBounds.into());
            }
            elements.clone_from_slice(&values);
        } else {
            *self.memory.at_mut(address)? = value;
        }
        Ok(())
    }

    /// The `Vec` at a place.
    fn vector(&mut self, place: &'p Place) -> Run<&mut Vec<Value>> {
        let address = self.address(place)?;
        match self.memory.at_mut(&address)? {
            Value::List(elements) if address.window.is_none() => Ok(elements),
            _ => Err(Fault::IllTyped.into()),
        }
    }

    /// Takes the last element off.
    pub(super) fn pop(&mut self, place: &'p Place) -> Run<Value> {
        let last = self.vector(place)?.pop();
        Ok(Value::Option(last.map(Box::new)))
    }

    /// Parts of a list, and an element that is taken out of one.
    pub(super) fn taken_apart(&mut self, node: &'p Node) -> Run<Value> {
        let some = |value| Value::Option(Some(Box::new(value)));
        match node {
            Node::Remove(place, at) => {
                let at = self.int(at)?;
                let list = self.vector(place)?;
                if at < list.len() { Ok(list.remove(at)) } else { Err(Fault::OutOfBounds.into()) }
            }
            Node::Get(place, low, high) => {
                let (low, high) = (self.int(low)?, self.int(high)?);
                let address = self.address(place)?;
                let part = self.memory.part(address, low, high);
                Ok(part.map_or(Value::Option(None), |part| some(Value::Reference(part))))
            }
            Node::SplitEnd(place, first) => {
                let address = self.address(place)?;
                let len = self.memory.len(&address)?;
                if len == 0 {
                    return Ok(Value::Option(None));
                }
                let (at, low, high) = if *first { (0, 1, len) } else { (len - 1, 0, len - 1) };
                let end = self.memory.element(address.clone(), at)?;
                let rest = self.memory.part(address, low, high)?;
                Ok(some(Value::Tuple([end, rest].map(Value::Reference).to_vec())))
            }
            Node::Split(place, at) => {
                let address = self.address(place)?;
                let (at, len) = (self.int(at)?, self.memory.len(&address)?);
                let left = self.memory.part(address.clone(), 0, at)?;
                let right = self.memory.part(address, at, len)?;
                Ok(Value::Tuple([left, right].map(Value::Reference).to_vec()))
            }
            _ => Err(Fault::IllTyped.into()),
        }
    }

    /// An operation that changes places where they are.
    pub(super) fn in_place(&mut self, operation: &'p InPlace) -> Run<()> {
        match operation {
            InPlace::Swap(place, i, j) => {
                let address = self.address(place)?;
                let (i, j) = (self.int(i)?, self.int(j)?);
                let elements = self.memory.elements_mut(&address)?;
                if i.max(j) >= elements.len() {
                    return Err(Fault::OutOfBounds.into());
                }
                elements.swap(i, j);
            }
            InPlace::MemSwap(left, right) => {
                let (left, right) = (self.address(left)?, self.address(right)?);
                let (a, b) = (self.memory.read(&left)?, self.memory.read(&right)?);
                self.write(&left, b)?;
                self.write(&right, a)?;
            }
            InPlace::Push(place, value) => {
                let value = self.expr(value)?;
                self.vector(place)?.push(value);
            }
            InPlace::Insert(place, at, value) => {
                let (at, value) = (self.int(at)?, self.expr(value)?);
                let list = self.vector(place)?;
                if at > list.len() {
                    return Err(Fault::OutOfBounds.into());
                }
                list.insert(at, value);
            }
            InPlace::Truncate(place, len) => {
                let len = self.int(len)?;
                self.vector(place)?.truncate(len);
            }
            InPlace::Fill(place, value) => {
                let address = self.address(place)?;
                let value = self.expr(value)?;
                self.memory.elements_mut(&address)?.fill(value);
            }
            InPlace::CopyFrom(place, source) => {
                let address = self.address(place)?;
                let source = self.read(source)?.list()?;
                let elements = self.memory.elements_mut(&address)?;
                if elements.len() != source.len() {
                    return Err(Fault::OutOfBounds.into());
                }
                elements.clone_from_slice(&source);
            }
            InPlace::Reverse(place) => {
                let address = self.address(place)?;
                self.memory.elements_mut(&address)?.reverse();
            }
            InPlace::SplitAt(left, right, place, at) => {
                let address = self.address(place)?;
                let at = self.int(at)?;
                let len = self.memory.len(&address)?;
                if at > len {
                    return Err(Fault::OutOfBounds.into());
                }
                let halves = [(left, 0, at), (right, at, len)];
                for (name, low, high) in halves {
                    let half = self.memory.part(address.clone(), low, high)?;
                    self.declare(name, Value::Reference(half));
                }
            }
        }
        Ok(())
    }
}
