//! References inside values: `(&a, &b)`, `Some(&x)`, `[&u, &v]`.
//!
//! A value of the IR owns what it holds, so that it can be recorded and kept. Where the source has a
//! reference in it, what takes the value (a call, a struct) has to be given a reference: [`Refs`] says
//! where.

use super::{Operand, Proj, Ty};

/// Where the source has references in a value.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum Refs {
    /// Nowhere.
    #[default]
    Owned,
    /// It is one itself.
    Behind(Box<Refs>),
    /// In the parts of a tuple.
    Parts(Vec<Refs>),
    /// In what an array, a `Vec` or an option holds.
    Each(Box<Refs>),
}

impl Refs {
    /// Of a type.
    pub fn of(ty: &Ty) -> Self {
        match ty {
            Ty::Ref(inner) => Self::Behind(Box::new(Self::of(inner))),
            Ty::Tuple(parts) => Self::tuple(parts.iter().map(Self::of).collect()),
            Ty::Array(inner, _)
            | Ty::Slice(inner)
            | Ty::Vec(inner)
            | Ty::Nd(inner, _)
            | Ty::Option(inner)
            | Ty::Result(inner) => Self::each(vec![Self::of(inner)]),
            Ty::Float(_) | Ty::Int | Ty::Bool | Ty::Inert | Ty::Data | Ty::Unit | Ty::Opaque(_) => {
                Self::Owned
            }
        }
    }

    /// Of a tuple with these parts.
    pub fn tuple(parts: Vec<Self>) -> Self {
        if parts.iter().all(|part| *part == Self::Owned) { Self::Owned } else { Self::Parts(parts) }
    }

    /// Of what holds values of which one is known to be such.
    pub fn each(elements: Vec<Self>) -> Self {
        match elements.into_iter().find(|element| *element != Self::Owned) {
            Some(element) => Self::Each(Box::new(element)),
            None => Self::Owned,
        }
    }

    /// Whether references are inside a value, which may be one itself.
    pub fn is_inside(&self) -> bool {
        match self {
            Self::Owned => false,
            Self::Behind(inner) => inner.is_inside(),
            Self::Parts(_) | Self::Each(_) => true,
        }
    }

    /// Of a part.
    pub fn project(&self, proj: &Proj) -> &Self {
        match (self, proj) {
            (Self::Behind(inner), Proj::Deref) => inner,
            (Self::Behind(inner), proj) => inner.project(proj),
            (Self::Parts(parts), Proj::Field(syn::Member::Unnamed(index))) => {
                parts.get(index.index as usize).unwrap_or(&Self::Owned)
            }
            (Self::Each(inner), Proj::Index(_) | Proj::Payload) => inner,
            (Self::Each(_), Proj::Range { .. } | Proj::View | Proj::Deref) => self,
            (
                Self::Owned | Self::Parts(_) | Self::Each(_),
                Proj::Field(_)
                | Proj::Index(_)
                | Proj::IndexArray(_)
                | Proj::Range { .. }
                | Proj::Deref
                | Proj::Boxed
                | Proj::View
                | Proj::Payload
                | Proj::Part(_),
            ) => &Self::Owned,
        }
    }
}

impl super::Function {
    /// Where the source has references in what an operand reads.
    pub fn refs(&self, operand: &Operand) -> &Refs {
        let Operand::Place(place) = operand else { return &Refs::Owned };
        let Some(whole) = self.refs.get(&place.base) else { return &Refs::Owned };
        place.proj.iter().fold(whole, Refs::project)
    }
}
