//! Types of the random programs.
//!
//! In: nothing. Out: [`Ty`], [`Record`], [`Choice`]. Invariant: equal types print alike.

use std::rc::Rc;

/// A struct of the program. Its integers have no derivative and say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Fields and their types; positions instead of names in a tuple struct.
    pub fields: Vec<(String, Ty)>,
    /// Whether it is a tuple struct.
    pub tuple: bool,
    /// The field that an `Index` gives elements of, and what is added to the index.
    pub index: Option<(usize, usize)>,
}

/// An enum of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Variants, with their payloads.
    pub variants: Vec<(String, Vec<Ty>)>,
}

/// A type. The number in a list type is its length, as far as indices rely on it; 0 for a `Vec` whose
/// length changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `f64`
    Float,
    /// `usize`
    Int,
    /// `bool`
    Bool,
    /// `()`
    Unit,
    /// `[T; N]`
    Array(Box<Ty>, usize),
    /// `Vec<T>`
    Vector(Box<Ty>, usize),
    /// `[T]`, behind a reference
    Slice(Box<Ty>, usize),
    /// `(A, B, ..)`
    Tuple(Vec<Ty>),
    /// `Option<T>`
    Option(Box<Ty>),
    /// `Result<T, usize>`
    Result(Box<Ty>),
    /// `&T`
    Ref(Box<Ty>),
    /// `&mut T`
    RefMut(Box<Ty>),
    /// A struct.
    Record(Rc<Record>),
    /// An enum.
    Choice(Rc<Choice>),
}

impl Record {
    /// The type of the field behind its `Index`.
    pub fn indexed(&self) -> Option<&Ty> {
        self.index.map(|(field, _)| &self.fields[field].1)
    }
}

impl Ty {
    /// The name of a struct or an enum, also behind references.
    pub fn name(&self) -> Option<&str> {
        match self {
            Ty::Record(of) => Some(&of.name),
            Ty::Choice(of) => Some(&of.name),
            Ty::Ref(inner) | Ty::RefMut(inner) => inner.name(),
            _ => None,
        }
    }

    /// `[element; len]`
    pub fn array(element: Ty, len: usize) -> Self {
        Ty::Array(Box::new(element), len)
    }

    /// `Vec<element>`
    pub fn vector(element: Ty, len: usize) -> Self {
        Ty::Vector(Box::new(element), len)
    }

    /// `[element]`
    pub fn slice(element: Ty, len: usize) -> Self {
        Ty::Slice(Box::new(element), len)
    }

    /// The element and the length of a list.
    pub fn list(&self) -> Option<(&Ty, usize)> {
        match self {
            Ty::Array(element, len) | Ty::Vector(element, len) | Ty::Slice(element, len) => {
                Some((element, *len))
            }
            Ty::Float | Ty::Int | Ty::Bool | Ty::Unit => None,
            Ty::Tuple(_) | Ty::Option(_) | Ty::Result(_) | Ty::Ref(_) | Ty::RefMut(_) => None,
            Ty::Record(_) | Ty::Choice(_) => None,
        }
    }

    /// What a reference refers to.
    pub fn referent(&self) -> Option<&Ty> {
        match self {
            Ty::Ref(inner) | Ty::RefMut(inner) => Some(inner),
            _ => None,
        }
    }

    /// Whether a use copies.
    pub fn is_copy(&self) -> bool {
        match self {
            Ty::Float | Ty::Int | Ty::Bool | Ty::Unit | Ty::Ref(_) => true,
            Ty::Array(inner, _) | Ty::Option(inner) | Ty::Result(inner) => inner.is_copy(),
            Ty::Tuple(parts) => parts.iter().all(Ty::is_copy),
            Ty::Record(of) => of.fields.iter().all(|(_, ty)| ty.is_copy()),
            Ty::Choice(of) => of.variants.iter().flat_map(|(_, parts)| parts).all(Ty::is_copy),
            Ty::Vector(..) | Ty::Slice(..) | Ty::RefMut(_) => false,
        }
    }

    /// Whether floats are in it.
    pub fn is_active(&self) -> bool {
        match self {
            Ty::Float => true,
            Ty::Int | Ty::Bool | Ty::Unit => false,
            Ty::Array(inner, _) | Ty::Vector(inner, _) | Ty::Slice(inner, _) => inner.is_active(),
            Ty::Option(inner) | Ty::Result(inner) | Ty::Ref(inner) | Ty::RefMut(inner) => {
                inner.is_active()
            }
            Ty::Tuple(parts) => parts.iter().any(Ty::is_active),
            Ty::Record(of) => of.fields.iter().any(|(_, ty)| ty.is_active()),
            Ty::Choice(of) => of.variants.iter().flat_map(|(_, parts)| parts).any(Ty::is_active),
        }
    }
}
