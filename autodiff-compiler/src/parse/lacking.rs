//! Types of the file that have no tangent, inside other types.
//!
//! In: a type as it is written, and what the file shows of the types it names. Out: the name in it that
//! stands for a type without a tangent. What the file does not define has one until rustc says otherwise.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

use super::own_types::OwnTypes;

/// Types of the standard library and of ndarray that have a tangent where their first argument has one.
const HOLDERS: [&str; 15] = [
    "Arc",
    "Array",
    "Array0",
    "Array1",
    "Array2",
    "Array3",
    "ArrayView",
    "ArrayView1",
    "ArrayView2",
    "Box",
    "Option",
    "Rc",
    "Result",
    "Vec",
    "VecDeque",
];

/// Types of the standard library that have none.
const OTHERS: [&str; 17] = [
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Cell",
    "Cow",
    "Duration",
    "HashMap",
    "HashSet",
    "Instant",
    "LinkedList",
    "Mutex",
    "OnceCell",
    "OnceLock",
    "RefCell",
    "RwLock",
    "SystemTime",
    "Weak",
];

/// A type without a tangent.
#[derive(Clone, Copy, Debug)]
pub struct Lacking<'t> {
    /// Where it is named.
    pub at: &'t Ident,
    pub reason: Reason,
}

/// Why a type has no tangent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Nothing derives one.
    NotDerived,
    /// Its derive reports a field, and nothing more is to be said.
    Refused,
    /// It is the standard library's.
    Standard,
}

impl OwnTypes {
    /// The first type without a tangent in a type.
    pub fn lacking<'t>(&self, ty: &'t Type) -> Option<Lacking<'t>> {
        match ty {
            Type::Reference(inner) => self.lacking(&inner.elem),
            Type::Paren(inner) => self.lacking(&inner.elem),
            Type::Group(inner) => self.lacking(&inner.elem),
            Type::Array(inner) => self.lacking(&inner.elem),
            Type::Slice(inner) => self.lacking(&inner.elem),
            Type::Tuple(tuple) => tuple.elems.iter().find_map(|ty| self.lacking(ty)),
            Type::Path(path) => {
                let last = path.path.segments.last().filter(|_| path.qself.is_none())?;
                let own = self.named(ty).map(|(_, own)| own);
                if let Some(own) = own.filter(|own| own.without_tangent || own.refused) {
                    let reason = if own.refused { Reason::Refused } else { Reason::NotDerived };
                    return Some(Lacking { at: &last.ident, reason });
                }
                if own.is_none() && OTHERS.iter().any(|other| last.ident == other) {
                    let written =
                        path.path.segments.first().is_some_and(|first| first.ident == "std");
                    if written || self.standard.contains(&last.ident.to_string()) {
                        return Some(Lacking { at: &last.ident, reason: Reason::Standard });
                    }
                }
                let holds = match own {
                    Some(own) => own.whole,
                    None => HOLDERS.iter().any(|holder| last.ident == holder),
                };
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                let first = |count: usize| if own.is_some() { count } else { 1 };
                let types = arguments.args.iter().filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                });
                let looked_at = first(arguments.args.len());
                types.take(looked_at).filter(|_| holds).find_map(|ty| self.lacking(ty))
            }
            _ => None,
        }
    }

    /// Marks the types of which a field has no tangent; their derive refuses it.
    pub fn mark_refused(&mut self) {
        loop {
            let refused = self.types.iter().filter(|(_, own)| !own.refused && !own.without_tangent);
            let refused = refused.filter(|(_, own)| {
                own.active
                    .iter()
                    .any(|field| own.fields.get(field).is_some_and(|ty| self.lacking(ty).is_some()))
            });
            let names: Vec<String> = refused.map(|(name, _)| name.clone()).collect();
            for name in &names {
                if let Some(own) = self.types.get_mut(name) {
                    own.refused = true;
                }
            }
            if names.is_empty() {
                return;
            }
        }
    }
}
