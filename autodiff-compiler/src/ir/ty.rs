//! What the macro knows of types: enough to emit plain arithmetic, never needed to be right
//! about what it does not know ([`Ty::Opaque(_)`]).

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::TokenStream;

use super::Proj;

/// Which float a scalar is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FloatKind {
    F64,
    F32,
    /// A type parameter bounded by a float trait.
    Generic(String),
    /// A float whose width rustc decides (an untyped literal, an array's element).
    Unspecified,
    /// Not known yet: only while lowering.
    Infer(u32),
}

/// What is known of a type that is not one of the macro's own.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A struct that the file shows.
    Struct(Rc<ShownStruct>),
    /// A `Box` of this.
    Boxed(Rc<Ty>),
}

/// What a file shows of a struct.
#[derive(Debug)]
pub struct ShownStruct {
    pub name: String,
    /// The function names it, so that the name means it there.
    pub mentioned: bool,
    /// It is the type of the `impl` around the function, whatever its name means there.
    pub by_self: bool,
    /// The fields of known types.
    pub fields: BTreeMap<String, Ty>,
}

/// A type as far as the macro knows it.
#[derive(Clone, Debug)]
pub enum Ty {
    Float(FloatKind),
    /// Any integer.
    Int,
    Bool,
    /// Something that has no derivative: `char`, strings, a constant of unknown type.
    Inert,
    /// A type of the user's that holds no floats.
    Data,
    Unit,
    Tuple(Vec<Ty>),
    /// An array with its length's tokens when they are written in the source.
    Array(Box<Ty>, Option<TokenStream>),
    Slice(Box<Ty>),
    Vec(Box<Ty>),
    /// An ndarray array or view: element and number of dimensions.
    Nd(Box<Ty>, Option<usize>),
    Ref(Box<Ty>),
    Option(Box<Ty>),
    /// A result, by the type of its `Ok`; its error has no derivative.
    Result(Box<Ty>),
    /// Anything else.
    Opaque(Option<Shown>),
}

impl Ty {
    pub const F64: Self = Self::Float(FloatKind::F64);

    /// A type of which nothing is known.
    pub const OPAQUE: Self = Self::Opaque(None);

    /// A scalar float, so that arithmetic on it can be written out.
    pub fn is_float(&self) -> bool {
        matches!(self, Self::Float(_))
    }

    /// The length of an array, where it is written as a number.
    pub fn written_length(&self) -> Option<usize> {
        let Self::Array(_, Some(len)) = self else { return None };
        syn::parse2::<syn::LitInt>(len.clone()).ok()?.base10_parse().ok()
    }

    /// Which float a scalar is.
    pub fn float_kind(&self) -> Option<&FloatKind> {
        match self {
            Self::Float(kind) => Some(kind),
            _ => None,
        }
    }

    /// A type without derivative.
    pub fn is_inert(&self) -> bool {
        match self {
            Self::Int | Self::Bool | Self::Inert | Self::Data | Self::Unit => true,
            Self::Tuple(parts) => parts.iter().all(Self::is_inert),
            Self::Array(element, _) | Self::Slice(element) | Self::Vec(element) => {
                element.is_inert()
            }
            Self::Nd(element, _) => element.is_inert(),
            Self::Ref(inner) | Self::Option(inner) | Self::Result(inner) => inner.is_inert(),
            Self::Float(_) | Self::Opaque(_) => false,
        }
    }

    /// Whether a part of it is a type that the macro does not know.
    pub fn has_opaque(&self) -> bool {
        match self {
            Self::Opaque(_) => true,
            Self::Tuple(parts) => parts.iter().any(Self::has_opaque),
            Self::Array(inner, _)
            | Self::Slice(inner)
            | Self::Vec(inner)
            | Self::Nd(inner, _)
            | Self::Ref(inner)
            | Self::Option(inner)
            | Self::Result(inner) => inner.has_opaque(),
            Self::Float(_) | Self::Int | Self::Bool | Self::Inert | Self::Data | Self::Unit => {
                false
            }
        }
    }

    /// A scalar of any kind: copied, never borrowed.
    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Float(_) | Self::Int | Self::Bool)
    }

    /// Known to be `Copy`, without looking at user types.
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Float(_) | Self::Int | Self::Bool | Self::Unit | Self::Ref(_) => true,
            Self::Tuple(parts) => parts.iter().all(Self::is_copy),
            Self::Array(element, _) | Self::Option(element) => element.is_copy(),
            Self::Inert
            | Self::Data
            | Self::Slice(_)
            | Self::Vec(_)
            | Self::Nd(..)
            | Self::Result(_)
            | Self::Opaque(_) => false,
        }
    }

    /// The type without its outer references.
    pub fn strip_refs(&self) -> &Self {
        match self {
            Self::Ref(inner) => inner.strip_refs(),
            other => other,
        }
    }

    /// The type of a part.
    pub fn project(&self, proj: &Proj) -> Self {
        let this = self.strip_refs();
        match (proj, this) {
            (Proj::Deref | Proj::View, _) => this.clone(),
            (Proj::Field(syn::Member::Unnamed(index)), Self::Tuple(parts)) => {
                parts.get(index.index as usize).cloned().unwrap_or(Self::OPAQUE)
            }
            (Proj::Boxed, Self::Opaque(Some(Shown::Boxed(content)))) => (**content).clone(),
            (Proj::Field(member), Self::Opaque(Some(Shown::Struct(shown)))) => {
                let name = match member {
                    syn::Member::Named(name) => name.to_string(),
                    syn::Member::Unnamed(index) => index.index.to_string(),
                };
                shown.fields.get(&name).cloned().unwrap_or(Self::OPAQUE)
            }
            (
                Proj::Index(_),
                Self::Array(element, _) | Self::Slice(element) | Self::Vec(element),
            ) => (**element).clone(),
            (Proj::Index(_) | Proj::IndexArray(_), Self::Nd(element, _)) => (**element).clone(),
            (
                Proj::Range { .. },
                Self::Array(element, _) | Self::Slice(element) | Self::Vec(element),
            ) => Self::Slice(element.clone()),
            (Proj::Payload, Self::Option(content) | Self::Result(content)) => (**content).clone(),
            (_, Self::Inert | Self::Data) => Self::Inert,
            (
                Proj::Field(_)
                | Proj::Index(_)
                | Proj::IndexArray(_)
                | Proj::Range { .. }
                | Proj::Boxed
                | Proj::Payload
                | Proj::Part(_),
                _,
            ) => Self::OPAQUE,
        }
    }

    /// A `Box` of values of a type.
    pub fn boxed(content: Self) -> Self {
        Self::Opaque(Some(Shown::Boxed(Rc::new(content))))
    }

    /// What a `Box` holds; any other type as it is.
    pub fn out_of_box(&self) -> &Self {
        match self.strip_refs() {
            Self::Opaque(Some(Shown::Boxed(content))) => content.out_of_box(),
            other => other,
        }
    }

    /// The struct that the file shows it to be.
    pub fn shown_struct(&self) -> Option<&Rc<ShownStruct>> {
        match self.strip_refs() {
            Self::Opaque(Some(Shown::Struct(shown))) => Some(shown),
            _ => None,
        }
    }

    /// The element of a sequence, through references.
    pub fn element(&self) -> Option<&Self> {
        match self.strip_refs() {
            Self::Array(element, _) | Self::Slice(element) | Self::Vec(element) => Some(element),
            Self::Nd(element, _) => Some(element),
            Self::Float(_)
            | Self::Int
            | Self::Bool
            | Self::Inert
            | Self::Data
            | Self::Unit
            | Self::Tuple(_)
            | Self::Ref(_)
            | Self::Option(_)
            | Self::Result(_)
            | Self::Opaque(_) => None,
        }
    }

    /// What a `Some` or an `Ok` of the type holds, through references.
    pub fn content(&self) -> Option<&Self> {
        match self.strip_refs() {
            Self::Option(content) | Self::Result(content) => Some(content),
            Self::Float(_)
            | Self::Int
            | Self::Bool
            | Self::Inert
            | Self::Data
            | Self::Unit
            | Self::Tuple(_)
            | Self::Array(..)
            | Self::Slice(_)
            | Self::Vec(_)
            | Self::Nd(..)
            | Self::Ref(_)
            | Self::Opaque(_) => None,
        }
    }

    /// Made of floats only, so that a tangent has the same type.
    pub fn is_own_tangent(&self) -> bool {
        match self {
            Self::Float(_) => true,
            Self::Tuple(parts) => parts.iter().all(Self::is_own_tangent),
            Self::Array(part, _)
            | Self::Slice(part)
            | Self::Vec(part)
            | Self::Nd(part, _)
            | Self::Option(part) => part.is_own_tangent(),
            Self::Result(_)
            | Self::Int
            | Self::Bool
            | Self::Inert
            | Self::Data
            | Self::Unit
            | Self::Ref(_)
            | Self::Opaque(_) => false,
        }
    }

    /// The type of a tangent that is stored as its primal is: a result's is an option. A tangent holds no
    /// references.
    #[must_use]
    pub fn tangent(&self) -> Self {
        let owned = |ty: &Self| match (ty, ty.strip_refs().tangent()) {
            (Self::Ref(_), Self::Slice(element)) => Self::Vec(element),
            (_, tangent) => tangent,
        };
        let part = |ty: &Self| Box::new(owned(ty));
        match self {
            Self::Tuple(parts) => Self::Tuple(parts.iter().map(owned).collect()),
            Self::Array(element, len) => Self::Array(part(element), len.clone()),
            Self::Slice(element) => Self::Slice(part(element)),
            Self::Vec(element) => Self::Vec(part(element)),
            Self::Nd(element, rank) => Self::Nd(part(element), *rank),
            Self::Ref(inner) => Self::Ref(part(inner)),
            Self::Option(content) | Self::Result(content) => Self::Option(part(content)),
            Self::Float(_)
            | Self::Int
            | Self::Bool
            | Self::Inert
            | Self::Data
            | Self::Unit
            | Self::Opaque(_) => self.clone(),
        }
    }
}
