//! Forms of types, by their syntax alone.

use syn::Type;
use syn::visit::Visit;

/// `&mut T`.
pub fn is_mutable_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_some(),
        Type::Paren(inner) => is_mutable_reference(&inner.elem),
        Type::Group(inner) => is_mutable_reference(&inner.elem),
        _ => false,
    }
}

/// `ArrayViewMut1<f64>` and its kin.
pub fn is_mutable_view(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with("ArrayViewMut"))
}

/// `&ArrayView1<f64>` and its kin.
pub fn is_borrowed_view(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    let Type::Path(path) = &*reference.elem else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with("ArrayView"))
}

/// The view of an array that a result of this type is, or holds.
pub fn held_view(ty: &Type) -> Option<&syn::Ident> {
    match ty {
        Type::Paren(inner) => held_view(&inner.elem),
        Type::Group(inner) => held_view(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(held_view),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            if name.starts_with("ArrayView") || name == "CowArray" {
                return Some(&last.ident);
            }
            match &last.arguments {
                syn::PathArguments::AngleBracketed(given)
                    if last.ident == "Option" || last.ident == "Result" =>
                {
                    match given.args.first()? {
                        syn::GenericArgument::Type(content) => held_view(content),
                        _ => None,
                    }
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a type contains a form that the fence refuses.
pub fn is_refused(ty: &Type) -> bool {
    let mut search = RefusedForm { found: false };
    search.visit_type(ty);
    search.found
}

/// Looks for forms of types that the fence refuses.
struct RefusedForm {
    found: bool,
}

impl<'ast> Visit<'ast> for RefusedForm {
    fn visit_type(&mut self, ty: &'ast Type) {
        self.found |= matches!(
            ty,
            Type::FnPtr(_)
                | Type::ImplTrait(_)
                | Type::Infer(_)
                | Type::Macro(_)
                | Type::Never(_)
                | Type::Ptr(_)
                | Type::TraitObject(_)
                | Type::Verbatim(_)
        ) || is_mutable_view(ty)
            || is_borrowed_view(ty);
        syn::visit::visit_type(self, ty);
    }
}
