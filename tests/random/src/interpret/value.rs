//! What variables hold while a program is interpreted, and where.
//!
//! In: values and the ways into them. Out: parts of values, read and written. Invariant: an address
//! names storage, not a value, so that a write through one is seen through every other.

use super::Fault;
use crate::number::Dual;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `f64`
    Float(Dual),
    /// `usize`
    Int(usize),
    /// `bool`
    Bool(bool),
    /// `()`
    Unit,
    /// Arrays, `Vec`s and slices.
    List(Vec<Value>),
    /// A tuple or a struct.
    Tuple(Vec<Value>),
    /// An `Option`, or a `Result` whose error is not looked at.
    Option(Option<Box<Value>>),
    /// A variant and its payload.
    Variant(usize, Vec<Value>),
    /// A reference.
    Reference(Address),
    /// A local closure, by its number.
    Closure(usize),
}

impl Value {
    /// The float.
    pub fn float(self) -> Result<Dual, Fault> {
        if let Value::Float(x) = self { Ok(x) } else { Err(Fault::IllTyped) }
    }

    /// The integer.
    pub fn int(self) -> Result<usize, Fault> {
        if let Value::Int(n) = self { Ok(n) } else { Err(Fault::IllTyped) }
    }

    /// The truth value.
    pub fn bool(self) -> Result<bool, Fault> {
        if let Value::Bool(b) = self { Ok(b) } else { Err(Fault::IllTyped) }
    }

    /// The elements.
    pub fn list(self) -> Result<Vec<Value>, Fault> {
        if let Value::List(elements) = self { Ok(elements) } else { Err(Fault::IllTyped) }
    }

    /// The address.
    pub fn address(self) -> Result<Address, Fault> {
        if let Value::Reference(address) = self { Ok(address) } else { Err(Fault::IllTyped) }
    }

    /// The floats in it, in order.
    pub fn floats(&self, out: &mut Vec<Dual>) {
        match self {
            Value::Float(x) => out.push(*x),
            Value::List(parts) | Value::Tuple(parts) | Value::Variant(_, parts) => {
                parts.iter().for_each(|part| part.floats(out));
            }
            Value::Option(Some(payload)) => payload.floats(out),
            Value::Int(_) | Value::Bool(_) | Value::Unit => {}
            Value::Option(None) | Value::Reference(_) | Value::Closure(_) => {}
        }
    }
}

/// Where something is: a slot, the way into it, and the part of the list that is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Which variable or temporary.
    pub slot: usize,
    /// Positions from it inwards.
    pub path: Vec<usize>,
    /// The first element and the number of elements, if it is a part of a list.
    pub window: Option<(usize, usize)>,
}

/// All storage of a running program.
#[derive(Debug, Default)]
pub struct Memory {
    slots: Vec<Value>,
}

impl Memory {
    /// Storage for `value`.
    pub fn allocate(&mut self, value: Value) -> usize {
        self.slots.push(value);
        self.slots.len() - 1
    }

    /// How much is in use; hand it to [`Memory::release`] to drop what comes later.
    pub fn mark(&self) -> usize {
        self.slots.len()
    }

    /// Drops what was allocated since `mark`.
    pub fn release(&mut self, mark: usize) {
        self.slots.truncate(mark);
    }

    /// The address of an element.
    pub fn element(&self, mut base: Address, index: usize) -> Result<Address, Fault> {
        let index = match base.window.take() {
            Some((_, len)) if index >= len => return Err(Fault::OutOfBounds),
            Some((start, _)) => start + index,
            None => index,
        };
        base.path.push(index);
        Ok(base)
    }

    /// The address of a part of a list.
    pub fn part(&self, mut base: Address, low: usize, high: usize) -> Result<Address, Fault> {
        if low > high || high > self.len(&base)? {
            return Err(Fault::OutOfBounds);
        }
        let start = base.window.map_or(0, |(start, _)| start);
        base.window = Some((start + low, high - low));
        Ok(base)
    }

    /// The length of the list at `address`.
    pub fn len(&self, address: &Address) -> Result<usize, Fault> {
        match (address.window, self.peek(address)?) {
            (Some((_, len)), _) => Ok(len),
            (None, Value::List(elements)) => Ok(elements.len()),
            (None, _) => Err(Fault::IllTyped),
        }
    }

    /// What is at `address`, whole lists without regard to the window.
    pub fn peek(&self, address: &Address) -> Result<&Value, Fault> {
        let mut value = self.slots.get(address.slot).ok_or(Fault::IllTyped)?;
        for &at in &address.path {
            value = match value {
                Value::List(parts) | Value::Tuple(parts) | Value::Variant(_, parts) => {
                    parts.get(at).ok_or(Fault::OutOfBounds)?
                }
                Value::Option(Some(payload)) => payload,
                _ => return Err(Fault::IllTyped),
            };
        }
        Ok(value)
    }

    /// A copy of what is at `address`.
    pub fn read(&self, address: &Address) -> Result<Value, Fault> {
        let whole = self.peek(address)?;
        match (address.window, whole) {
            (Some((start, len)), Value::List(elements)) => {
                Ok(Value::List(elements[start..start + len].to_vec()))
            }
            _ => Ok(whole.clone()),
        }
    }

    /// What is at `address`, to be changed, whole lists without regard to the window.
    pub fn at_mut(&mut self, address: &Address) -> Result<&mut Value, Fault> {
        let mut value = self.slots.get_mut(address.slot).ok_or(Fault::IllTyped)?;
        for &at in &address.path {
            value = match value {
                Value::List(parts) | Value::Tuple(parts) | Value::Variant(_, parts) => {
                    parts.get_mut(at).ok_or(Fault::OutOfBounds)?
                }
                Value::Option(Some(payload)) => payload,
                _ => return Err(Fault::IllTyped),
            };
        }
        Ok(value)
    }

    /// The elements of the list at `address`, to be changed.
    pub fn elements_mut(&mut self, address: &Address) -> Result<&mut [Value], Fault> {
        let window = address.window;
        match (window, self.at_mut(address)?) {
            (Some((start, len)), Value::List(elements)) => Ok(&mut elements[start..start + len]),
            (None, Value::List(elements)) => Ok(elements),
            _ => Err(Fault::IllTyped),
        }
    }
}
