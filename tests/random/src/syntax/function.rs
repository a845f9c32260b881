//! Functions of the random programs.
//!
//! In: nothing. Out: [`Function`], [`Role`]. Invariant: the last part of a function's name is its own, but for
//! the implementations of one method of a trait.

use super::{Block, Operator, Ty};

/// A function, annotated when printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name; behind that of its type or trait, if it stands in an `impl` or a trait: `S::area`.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Its parameters; the first may be `self`.
    pub params: Vec<Param>,
    /// Its result.
    pub result: Ty,
    /// Its body.
    pub body: Block,
}

/// What a function is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Role {
    /// A function, or a method of a type.
    #[default]
    Plain,
    /// `fn f<T: Real>(..)`: its floats are of type `T`.
    Generic,
    /// An operator of a struct.
    Operator(Operator),
    /// The method that types give to this trait.
    Implements(String),
    /// A method that stands in this trait.
    Default(String),
    /// `fn f<B: Trait>(b: &B, ..)`
    Bounded(String),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is declared `mut`.
    pub mutable: bool,
    /// Whether it is declared `&[f64; N]`, of any length.
    pub sized: bool,
}

impl Param {
    /// A parameter that is declared as its type is written.
    pub fn new(name: &str, ty: Ty, mutable: bool) -> Self {
        Self { name: name.to_owned(), ty, mutable, sized: false }
    }
}

impl Function {
    /// Its name in its type or trait.
    pub fn own_name(&self) -> &str {
        own_name(&self.name)
    }

    /// The type or the trait that it stands in.
    pub fn owner(&self) -> Option<&str> {
        self.name.split_once("::").map(|(owner, _)| owner)
    }
}

/// The last part of a name.
pub fn own_name(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or_default()
}
