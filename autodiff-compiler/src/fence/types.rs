//! Types, wherever the user wrote one.

use super::Fence;
use crate::diagnostics::catalogue;
use crate::parse::is_mutable_view;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, ReturnType, Type,
    TypeParamBound,
};

/// Where a type stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The type of a parameter itself.
    Parameter,
    /// The type of the result.
    Output,
    /// Any other place, such as an annotated `let`, a cast, a turbofish, or inside another type.
    Inner,
}

impl Fence<'_> {
    pub(super) fn ty(&mut self, ty: &Type, place: Place) {
        match ty {
            Type::Array(array) => {
                self.ty(&array.elem, Place::Inner);
                self.value(&array.len);
            }
            Type::Slice(slice) => self.ty(&slice.elem, Place::Inner),
            Type::Tuple(tuple) => {
                for elem in &tuple.elems {
                    self.ty(elem, Place::Inner);
                }
            }
            Type::Path(path) => {
                if let Some(qself) = &path.qself {
                    self.ty(&qself.ty, Place::Inner);
                }
                if is_mutable_view(ty) {
                    return self.refuse(catalogue::mutable_view(path));
                }
                self.path(&path.path);
            }
            Type::Reference(reference) => match &reference.mutability {
                Some(_) if place == Place::Parameter => self.changed(&reference.elem),
                Some(_) => self.refuse(catalogue::mut_reference_type(reference)),
                None => self.ty(&reference.elem, Place::Inner),
            },
            Type::Group(group) => self.ty(&group.elem, place),
            Type::Paren(paren) => self.ty(&paren.elem, place),
            // in a signature rustc asks for the type, with a suggestion
            Type::Infer(_) => {}
            Type::ImplTrait(ty) if ty.bounds.iter().any(is_once) => {
                self.refuse(catalogue::function_once(ty));
            }
            Type::ImplTrait(ty) if ty.bounds.iter().any(is_function) => {
                self.escapes = true;
                self.refuse(catalogue::function_parameter(ty));
            }
            Type::ImplTrait(ty) if place == Place::Output && ty.bounds.iter().any(is_iterator) => {
                self.refuse(catalogue::impl_iterator(ty));
            }
            Type::ImplTrait(ty) => self.refuse(catalogue::impl_trait(ty)),
            Type::TraitObject(ty) if ty.bounds.iter().any(is_function) => {
                self.escapes = true;
                self.refuse(catalogue::function_parameter(ty));
            }
            Type::TraitObject(ty) => self.refuse(catalogue::trait_object(ty)),
            Type::FnPtr(ty) => {
                self.escapes = true;
                self.refuse(catalogue::function_pointer(ty));
            }
            Type::Ptr(ty) => self.refuse(catalogue::raw_pointer(ty)),
            Type::Macro(ty) => self.refuse(catalogue::macro_type(ty)),
            Type::Never(_) | Type::Verbatim(_) => self.refuse(catalogue::unknown_type(ty)),
            _ => self.refuse(catalogue::unknown_type(ty)),
        }
    }

    /// What a `&mut` parameter refers to.
    fn changed(&mut self, ty: &Type) {
        match ty {
            Type::Reference(inner) => self.refuse(catalogue::reference_by_mut(inner)),
            Type::Group(group) => self.changed(&group.elem),
            Type::Paren(paren) => self.changed(&paren.elem),
            other => self.ty(other, Place::Inner),
        }
    }

    /// The type arguments within a path, of a type or of an expression.
    pub(super) fn path(&mut self, path: &Path) {
        for segment in &path.segments {
            match &segment.arguments {
                PathArguments::None => {}
                PathArguments::AngleBracketed(arguments) if segment.ident == "Result" => {
                    // what an error is, no derivative asks
                    let arguments = arguments.args.iter().take(1);
                    arguments.for_each(|argument| self.type_argument(argument));
                }
                PathArguments::AngleBracketed(arguments) => self.type_arguments(arguments),
                PathArguments::Parenthesized(arguments) => {
                    for input in &arguments.inputs {
                        self.ty(&input.ty, Place::Inner);
                    }
                    if let ReturnType::Type(_, ty) = &arguments.output {
                        self.ty(ty, Place::Inner);
                    }
                }
            }
        }
    }

    pub(super) fn type_arguments(&mut self, arguments: &AngleBracketedGenericArguments) {
        arguments.args.iter().for_each(|argument| self.type_argument(argument));
    }

    fn type_argument(&mut self, argument: &GenericArgument) {
        match argument {
            GenericArgument::Type(ty) => self.ty(ty, Place::Inner),
            GenericArgument::AssocType(assoc) => self.ty(&assoc.ty, Place::Inner),
            // constants are computed by rustc and lifetimes carry nothing
            GenericArgument::Lifetime(_)
            | GenericArgument::Const(_)
            | GenericArgument::AssocConst(_) => {}
            // rustc refuses a bound in this place
            GenericArgument::Constraint(_) => {}
            _ => {}
        }
    }
}

/// Whether a bound asks for a function: `Fn(..)`, `FnMut(..)`, `FnOnce(..)`.
pub(super) fn is_function(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| matches!(last.arguments, PathArguments::Parenthesized(_))),
        TypeParamBound::Lifetime(_)
        | TypeParamBound::PreciseCapture(_)
        | TypeParamBound::Verbatim(_) => false,
        _ => false,
    }
}

/// `Iterator<Item = f64>` and its like.
fn is_iterator(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound)
        if bound.path.segments.last().is_some_and(|last| last.ident.to_string().ends_with("Iterator")))
}

/// `FnOnce(..)`
pub(super) fn is_once(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(inner) => {
            is_function(bound)
                && inner.path.segments.last().is_some_and(|last| last.ident == "FnOnce")
        }
        TypeParamBound::Lifetime(_)
        | TypeParamBound::PreciseCapture(_)
        | TypeParamBound::Verbatim(_) => false,
        _ => false,
    }
}
