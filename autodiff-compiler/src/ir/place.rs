//! Places and operands: what statements read and write.

use proc_macro2::{Ident, TokenStream};

use super::{Literal, VarId};
use crate::code::Accessor;

/// A step from a place to a part of it.
#[derive(Clone, Debug)]
pub enum Proj {
    /// `.0` or `.name`
    Field(syn::Member),
    /// `[i]`
    Index(Operand),
    /// `[[i, j]]` (an array of indices, as ndarray takes them)
    IndexArray(Vec<Operand>),
    /// `[a..b]`, with the ends that are given
    Range { lo: Option<Operand>, hi: Option<Operand>, inclusive: bool },
    /// `*` of a reference
    Deref,
    /// `*` of a `Box`, whose tangent is in one too
    Boxed,
    /// `.view()`: the same array, seen through a view
    View,
    /// What a `Some` or an `Ok` holds.
    Payload,
    /// What a variant of another enum holds.
    Part(Box<Part>),
}

/// A field of a variant.
#[derive(Clone, Debug)]
pub struct Part {
    /// The variant, as the source names it.
    pub path: TokenStream,
    /// Its own name.
    pub variant: Ident,
    pub member: syn::Member,
    /// Of a tangent, whose type nothing in the source names.
    pub tangent: bool,
}

/// A variable, or a part of it.
#[derive(Clone, Debug)]
pub struct Place {
    pub base: VarId,
    pub proj: Vec<Proj>,
}

/// What an operation reads.
#[derive(Clone, Debug)]
pub enum Operand {
    Place(Place),
    Literal(Literal),
    /// A constant or static: a path.
    Const(TokenStream),
}

impl Operand {
    /// The operand that reads a whole variable.
    pub fn var(id: VarId) -> Self {
        Self::Place(Place::var(id))
    }

    /// The variable, when the operand is one as a whole.
    pub fn as_var(&self) -> Option<VarId> {
        match self {
            Self::Place(place) if place.proj.is_empty() => Some(place.base),
            Self::Place(_) | Self::Literal(_) | Self::Const(_) => None,
        }
    }

    /// All variables read, those in indices included.
    pub fn for_each_var(&self, f: &mut impl FnMut(VarId)) {
        if let Self::Place(place) = self {
            f(place.base);
            place.for_each_index(f);
        }
    }
}

impl Place {
    /// A whole variable.
    pub fn var(base: VarId) -> Self {
        Self { base, proj: Vec::new() }
    }

    /// The part of this place that `proj` names.
    pub fn then(&self, proj: Proj) -> Self {
        let mut place = self.clone();
        place.proj.push(proj);
        place
    }

    /// The same projections on the variable that is the tangent of this place's base.
    pub fn on_tangent(&self, base: VarId) -> Self {
        let mut proj = self.proj.clone();
        for step in &mut proj {
            if let Proj::Part(part) = step {
                part.tangent = true;
            }
        }
        Self { base, proj }
    }

    /// Whether the two share nothing, as far as borrows of both at once show: they are of different
    /// variables, or of different fields of one.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        if self.base != other.base {
            return true;
        }
        for (a, b) in self.proj.iter().zip(&other.proj) {
            match (a, b) {
                (Proj::Field(a), Proj::Field(b)) if a == b => {}
                (Proj::Field(_), Proj::Field(_)) => return true,
                (Proj::Deref, Proj::Deref) | (Proj::Boxed, Proj::Boxed) => {}
                // an index may be equal to another, and what a variant holds is reached by a call
                (
                    Proj::Field(_)
                    | Proj::Index(_)
                    | Proj::IndexArray(_)
                    | Proj::Range { .. }
                    | Proj::Deref
                    | Proj::Boxed
                    | Proj::View
                    | Proj::Payload
                    | Proj::Part(_),
                    _,
                ) => return false,
            }
        }
        false
    }

    /// Variables that occur in index expressions.
    pub fn for_each_index(&self, f: &mut impl FnMut(VarId)) {
        for proj in &self.proj {
            match proj {
                Proj::Index(index) => index.for_each_var(f),
                Proj::IndexArray(all) => all.iter().for_each(|index| index.for_each_var(f)),
                Proj::Range { lo, hi, .. } => {
                    lo.iter().chain(hi).for_each(|end| end.for_each_var(f));
                }
                Proj::Field(_)
                | Proj::Deref
                | Proj::Boxed
                | Proj::View
                | Proj::Payload
                | Proj::Part(_) => {}
            }
        }
    }
}

impl Part {
    /// The methods of the tangent that reach it.
    pub fn accessor(&self) -> Accessor {
        Accessor::new(&self.variant, &self.member)
    }
}
