//! What the source file shows of structs and enums that it defines.
//!
//! In: definitions and `impl`s, as the driver finds them. Out: the types of fields, of what functions and
//! methods give, and of operators' results, as they are written. With it a call of a method whose name is
//! also one of arrays, `a.dot(b)`, is known to be the user's. A wrong type would not compile: the sweeps
//! of such a method are looked for on the value.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::{Member, Type};

use super::Accessor;

/// The types of a file, by name.
#[derive(Clone, Debug, Default)]
pub struct OwnTypes {
    pub types: BTreeMap<String, OwnType>,
    /// Names of the standard library's types.
    pub standard: BTreeSet<String>,
    /// The type of the `impl` around a function.
    pub this: Option<Type>,
    /// That is written with the attribute: its tokens are in the source.
    pub this_shown: bool,
}

/// A struct or an enum.
#[derive(Clone, Debug, Default)]
pub struct OwnType {
    /// The function names it: it is not only the type of a field or a result.
    pub mentioned: bool,
    /// The fields of a struct.
    pub fields: BTreeMap<String, Type>,
    /// What each variant of an enum holds.
    pub variants: BTreeMap<String, BTreeMap<String, Type>>,
    /// The fields that are not marked `#[no_diff]`.
    pub active: BTreeSet<String>,
    /// All of them are, and none is there for its type alone: a type argument has a tangent, too.
    pub whole: bool,
    /// It has parameters that are types or constants.
    pub generic: bool,
    /// How many lifetimes it has.
    pub lifetimes: usize,
    /// The positions of type parameters that occur in none of them but `PhantomData`.
    pub phantoms: BTreeSet<usize>,
    /// What functions give, methods among them; none where several differ.
    pub functions: BTreeMap<String, Option<Type>>,
    /// Those of them that take `self`.
    pub methods: BTreeSet<String>,
    /// How many arguments functions take, with `self`; none where several differ.
    pub takes: BTreeMap<String, Option<usize>>,
    /// Neither a derive nor an `impl` makes it differentiable.
    pub without_tangent: bool,
    /// Whether all operators of a name, with this type on the left, give the type itself.
    pub operators: BTreeMap<String, bool>,
    /// Who has derivatives, by the names of functions and of the traits of operators and places.
    pub derivatives: BTreeMap<String, Derivatives>,
    /// The functions that lend parts of their arguments; none where several have one name.
    pub accessors: BTreeMap<String, Option<Accessor>>,
    /// A field of its, not marked `#[no_diff]`, has no tangent, which its derive refuses.
    pub refused: bool,
}

/// Whether functions of one name have derivatives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Derivatives {
    /// Nothing annotates any of them.
    #[default]
    Missing,
    /// One of them is annotated in vain, which is an error where it stands.
    Refused,
    /// One of them is annotated, or may be.
    Perhaps,
}

impl OwnType {
    /// Whether a field is marked `#[no_diff]`, of a type with a tangent.
    pub fn marks(&self, field: &str) -> bool {
        let tangent = !self.without_tangent && !self.refused;
        tangent && self.fields.contains_key(field) && !self.active.contains(field)
    }

    /// A struct whose definition and `impl`s show no field of this name.
    pub fn lacks_field(&self, name: &str) -> bool {
        let known = !self.fields.is_empty() && !self.derivatives.contains_key("Deref");
        known && !self.fields.contains_key(name)
    }
}

impl OwnTypes {
    /// The type that a written type names, behind references.
    pub fn named(&self, ty: &Type) -> Option<(&str, &OwnType)> {
        let Type::Path(path) = stripped(ty) else { return None };
        let last = path.path.segments.last()?;
        if let Some(content) = boxed(ty).filter(|_| !self.types.contains_key("Box")) {
            // its fields and methods are those of what it holds
            return self.named(content);
        }
        if last.ident == "Self"
            && let Some(this) = self.this.as_ref().filter(|this| !is_self(this))
        {
            return self.named(this);
        }
        let (name, own) = self.types.get_key_value(&last.ident.to_string())?;
        Some((name, own))
    }

    /// Whether a type is one of the file that is not differentiable.
    pub fn lacks_tangent(&self, ty: &Type) -> bool {
        !matches!(ty, Type::Reference(_))
            && self.named(ty).is_some_and(|(_, own)| own.without_tangent)
    }

    /// Whether functions of a name have derivatives, or a trait's operator or place; the type's name.
    pub fn derivatives(&self, of: &Type, name: &str) -> Option<(&str, Derivatives)> {
        let (owner, own) = self.named(of)?;
        Some((owner, *own.derivatives.get(name)?))
    }

    /// The type of a field.
    pub fn field(&self, of: &Type, member: &Member) -> Option<Type> {
        self.named(of)?.1.fields.get(&name_of(member)).cloned()
    }

    /// The type of what a variant holds.
    pub fn part(&self, of: &Type, variant: &Ident, member: &Member) -> Option<Type> {
        let (_, own) = self.named(of)?;
        own.variants.get(&variant.to_string())?.get(&name_of(member)).cloned()
    }

    /// What a function of a type gives.
    pub fn given(&self, of: &Type, function: &str) -> Option<Type> {
        let (_, own) = self.named(of)?;
        let gives = match own.functions.get(function) {
            Some(known) => known.clone()?,
            // what derives write
            None if matches!(function, "clone" | "default") => return Some(stripped(of).clone()),
            None => return None,
        };
        let mut this = of;
        while let Some(content) = boxed(this) {
            this = content;
        }
        Some(if is_self(&gives) { stripped(this).clone() } else { gives })
    }

    /// What an operator gives, by the name of its trait.
    pub fn operated(&self, left: &Type, operator: &str) -> Option<Type> {
        let closed = self.named(left)?.1.operators.get(operator).copied();
        (closed == Some(true)).then(|| stripped(left).clone())
    }
}

/// What an `Option` or a `Result` holds.
pub fn held(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = stripped(ty) else { return None };
    let last = path.path.segments.last()?;
    let holds = last.ident == "Option" || last.ident == "Result";
    super::known::type_arguments(last).first().copied().filter(|_| holds)
}

/// What a `Box` holds.
pub fn boxed(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = stripped(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
    super::known::type_arguments(last).first().copied()
}

/// The element of an array, a slice or a `Vec`, also in a `Box`.
pub fn element(ty: &Type) -> Option<&Type> {
    match stripped(boxed(ty).unwrap_or(ty)) {
        Type::Array(array) => Some(&array.elem),
        Type::Slice(slice) => Some(&slice.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

fn name_of(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// A type without references around it.
pub fn stripped(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => stripped(&reference.elem),
        Type::Paren(inner) => stripped(&inner.elem),
        Type::Group(inner) => stripped(&inner.elem),
        ty => ty,
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident("Self"))
}
