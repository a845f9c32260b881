//! References inside arguments: a tuple of numbers becomes a tuple of references to them where a callee
//! takes one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::primal::method;
use crate::code::Expr;
use crate::ir::{Refs, Ty};

/// A value with references where the source has them; `place` holds what they refer to.
pub fn refs(private: &TokenStream, place: Expr, ty: &Ty, refs: &Refs) -> Expr {
    let ty = ty.strip_refs();
    match refs {
        Refs::Owned if ty.is_copy() => place,
        Refs::Owned => Expr::Call(quote!(#private::keep), vec![place.borrow()]),
        Refs::Behind(inner) if **inner != Refs::Owned => {
            self::refs(private, place, ty, inner).borrow()
        }
        Refs::Behind(_) if matches!(ty, Ty::Slice(_)) => {
            direct(place).index(Expr::Range(None, None, false)).borrow()
        }
        Refs::Behind(_) => place.borrow(),
        Refs::Parts(parts) => {
            let types = match ty {
                Ty::Tuple(types) => types.as_slice(),
                _ => &[],
            };
            let part = |(i, part): (usize, &Refs)| {
                let member = syn::Member::Unnamed(syn::Index::from(i));
                let place = Expr::Field(Box::new(direct(place.clone())), member);
                self::refs(private, place, types.get(i).unwrap_or(&Ty::OPAQUE), part)
            };
            Expr::Tuple(parts.iter().enumerate().map(part).collect())
        }
        Refs::Each(inner) => each(private, place, ty, inner),
    }
}

/// What an array, a `Vec` or an option holds, behind references.
fn each(private: &TokenStream, place: Expr, ty: &Ty, inner: &Refs) -> Expr {
    let part = Ident::new("part", Span::mixed_site());
    let element = ty.element().or(ty.content()).cloned().unwrap_or(Ty::OPAQUE);
    let plain = matches!(inner, Refs::Behind(inner) if **inner == Refs::Owned)
        && !matches!(element.strip_refs(), Ty::Slice(_));
    let call = |of: Expr, name: &str, args| Expr::Method(Box::new(of), method(name), args);
    let mapped = |of: Expr| {
        if plain {
            return of;
        }
        let value = refs(private, Expr::unary("*", Expr::name(&part)), &element, inner);
        let (params, result) = (vec![part.clone()], Some(Box::new(value)));
        let closure = Expr::Closure { params, types: Vec::new(), body: Vec::new(), result };
        call(of, "map", vec![closure])
    };
    let place = direct(place);
    match ty {
        Ty::Array(..) => mapped(call(place, "each_ref", Vec::new())),
        Ty::Option(_) | Ty::Result(_) => mapped(call(place, "as_ref", Vec::new())),
        Ty::Float(_)
        | Ty::Int
        | Ty::Bool
        | Ty::Inert
        | Ty::Data
        | Ty::Unit
        | Ty::Tuple(_)
        | Ty::Slice(_)
        | Ty::Vec(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Opaque(_) => {
            let all = mapped(call(place, "iter", Vec::new()));
            Expr::Call(quote!(::std::vec::Vec::from_iter), vec![all])
        }
    }
}

/// What a dot or an index goes through by itself.
fn direct(place: Expr) -> Expr {
    match place {
        Expr::Unary("*", inner) | Expr::Content(inner) => *inner,
        other => other,
    }
}
