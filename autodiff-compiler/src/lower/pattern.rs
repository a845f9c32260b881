//! Patterns: the names they bind, and the tests they are.
//!
//! A name stands for a part of the value: a field, an element, the payload of a `Some`. A test keeps
//! the pattern's tokens, without the names and without `&` (which the default binding modes supply),
//! so that testing never moves what is tested.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Pat, PatIdent, Token};

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Literal, Op, Operand, Place, Proj, PureOp, Ty, VarId, Variant};

impl Lowerer<'_> {
    /// Binds the names of a pattern to a value, which matches it, and to its parts.
    pub fn bind_pattern(&mut self, pat: &Pat, value: Val, annotation: Option<syn::Type>) {
        match pat {
            Pat::Ident(ident) if is_constant_name(ident) => {}
            Pat::Ident(ident) => {
                if let Some((_, inner)) = &ident.subpat {
                    self.bind_pattern(inner, value.clone(), None);
                }
                self.bind_part(ident, value, annotation);
            }
            Pat::Paren(inner) => self.bind_pattern(&inner.pat, value, annotation),
            Pat::Type(typed) => self.bind_pattern(&typed.pat, value, Some((*typed.ty).clone())),
            Pat::Reference(inner) => {
                self.bind_pattern(&inner.pat, Val { reference: None, ..value }, None);
            }
            Pat::Tuple(tuple) => self.bind_tuple(pat.span(), &tuple.elems, &value, annotation),
            Pat::TupleStruct(tuple) if known_variant(&tuple.path).is_some() => {
                self.bind_variant(tuple, &value);
            }
            Pat::TupleStruct(_) | Pat::Struct(_) if names(pat).is_empty() => {}
            Pat::TupleStruct(tuple) => {
                let value = borrowing(value);
                let place = self.place_of(pat.span(), &value, annotation);
                let path = Some(&tuple.path);
                self.bind_positions(&tuple.elems, &place, value.reference, path);
            }
            Pat::Struct(node) => self.bind_struct(node, &borrowing(value), annotation),
            Pat::Slice(slice) => self.bind_slice(slice, &value),
            _ if names(pat).is_empty() => {}
            _ => self.diagnostics.push(catalogue::not_lowered(pat)),
        }
    }

    /// A name: of the value, or of a reference to it.
    fn bind_part(&mut self, ident: &PatIdent, value: Val, annotation: Option<syn::Type>) {
        let plain = PatIdent { subpat: None, by_ref: None, ..ident.clone() };
        let by_ref = ident.by_ref.is_some() || value.reference.is_some();
        if ident.mutability.is_some()
            && let (Some(array), Operand::Place(slice)) =
                (self.walked_array(&value), &value.operand)
        {
            return self.bind_walking(&ident.ident, array, slice);
        }
        match (&value.operand, by_ref) {
            (Operand::Place(place), true) if value.reference == Some(true) => {
                self.scopes.bind_reference(&ident.ident, place.clone(), true);
            }
            (Operand::Place(place), true) if !place.proj.is_empty() || ident.by_ref.is_some() => {
                let part = self.read(ident.span(), place.clone());
                match part.operand {
                    Operand::Place(place) => self.scopes.bind_reference(&ident.ident, place, false),
                    Operand::Literal(_) | Operand::Const(_) => {
                        self.bind_name(&plain, part, annotation);
                    }
                }
            }
            (Operand::Place(place), false) => {
                let part = self.read(ident.span(), place.clone());
                self.bind_name(&plain, part, annotation);
            }
            _ => self.bind_name(&plain, value, annotation),
        }
    }

    fn bind_tuple(
        &mut self,
        span: Span,
        tuple: &Punctuated<Pat, Token![,]>,
        value: &Val,
        annotation: Option<syn::Type>,
    ) {
        let place = self.place_of(span, value, annotation);
        self.bind_positions(tuple, &place, value.reference, None);
    }

    /// The parts of a tuple, a tuple struct or a tuple variant.
    fn bind_positions(
        &mut self,
        tuple: &Punctuated<Pat, Token![,]>,
        place: &Place,
        reference: Option<bool>,
        path: Option<&syn::Path>,
    ) {
        let count = tuple.len();
        let rest = tuple.iter().position(|part| matches!(part, Pat::Rest(_)));
        let whole = match self.place_ty(place).strip_refs() {
            Ty::Tuple(parts) => Some(parts.len()),
            _ => None,
        };
        for (i, part) in tuple.iter().enumerate() {
            let position = match (rest, whole) {
                (Some(rest), Some(whole)) if i > rest => whole + i - count,
                (Some(rest), None) if i > rest && !names(part).is_empty() => {
                    self.diagnostics.push(catalogue::counted_from_the_end(part));
                    return;
                }
                _ => i,
            };
            let member = syn::Member::Unnamed(syn::Index::from(position));
            let part_of = path.and_then(|path| self.variants.part(path, &member));
            let proj = part_of.unwrap_or(Proj::Field(member));
            self.bind_at(part, place.then(proj), reference);
        }
    }

    /// `P { x, y: (a, b), .. }`
    fn bind_struct(&mut self, node: &syn::PatStruct, value: &Val, annotation: Option<syn::Type>) {
        let place = self.place_of(node.span(), value, annotation);
        for field in &node.fields {
            if names(&field.pat).is_empty() {
                continue;
            }
            let part = self.variants.part(&node.path, &field.member);
            let part = part.unwrap_or_else(|| Proj::Field(field.member.clone()));
            self.bind_at(&field.pat, place.then(part), value.reference);
        }
    }

    pub fn bind_at(&mut self, pat: &Pat, place: Place, reference: Option<bool>) {
        let ty = self.place_ty(&place);
        let reference = reference.or(self.is_reference(&place).then_some(false));
        let value = Val { operand: Operand::Place(place), ty, reference };
        self.bind_pattern(pat, value, None);
    }

    /// `Some(part)`, `Ok(part)`, `Err(error)`.
    fn bind_variant(&mut self, pat: &syn::PatTupleStruct, value: &Val) {
        let (Some(variant), Some(inner)) = (known_variant(&pat.path), pat.elems.first()) else {
            return;
        };
        if names(inner).is_empty() {
            return;
        }
        let place = self.place_of(pat.span(), value, None);
        let holder = match variant {
            Variant::Some | Variant::None => Ty::Option(Box::new(Ty::OPAQUE)),
            Variant::Ok | Variant::Err => Ty::Result(Box::new(Ty::OPAQUE)),
        };
        self.learn_holder(&place, holder);
        if variant.is_present() {
            self.bind_at(inner, place.then(Proj::Payload), value.reference);
        } else {
            let error = self.error_of(pat.span(), &place);
            self.bind_pattern(inner, error, None);
        }
    }

    /// The error of a result that is one: a copy, which has no derivative.
    pub(super) fn error_of(&mut self, span: Span, place: &Place) -> Val {
        let error = Op::Pure(PureOp::Error(span), vec![Operand::Place(place.clone())]);
        let error = self.define(span, error, Ty::Inert);
        self.opened.extend(error.operand.as_var());
        error
    }

    /// The same as the error of this function.
    pub fn converted_error(&mut self, span: Span, place: &Place) -> Val {
        let error = self.error_of(span, place);
        // a call and not tokens: where nothing takes what it gives it goes, or rustc would not know the type
        let from = PureOp::Call(quote!(::core::convert::From::from));
        self.define(span, Op::Pure(from, vec![error.operand]), Ty::Inert)
    }

    /// The same, as tokens make it that use variables.
    pub(super) fn error_through(
        &mut self,
        span: Span,
        place: &Place,
        used: &[VarId],
        through: impl FnOnce(TokenStream) -> TokenStream,
    ) -> Val {
        let error = Op::Pure(PureOp::Error(span), vec![Operand::Place(place.clone())]);
        let error = self.define(span, error, Ty::Inert);
        let Some(var) = error.operand.as_var() else { return error };
        let mut uses = used.to_vec();
        uses.push(var);
        for var in &uses {
            self.function.vars[var.0 as usize].named = true;
        }
        let name = &self.function.var(var).name;
        let tokens = through(quote!(#name));
        self.define(span, Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new()), Ty::Inert)
    }

    /// `[a, b]`, `[first, .., last]`, `[first, rest @ ..]`: elements are places.
    fn bind_slice(&mut self, slice: &syn::PatSlice, value: &Val) {
        let place = self.place_of(slice.span(), value, None);
        let rest = slice.elems.iter().position(is_rest);
        let after = rest.map_or(0, |rest| slice.elems.len() - rest - 1);
        for (i, part) in slice.elems.iter().enumerate() {
            if names(part).is_empty() {
                continue;
            }
            let proj = match rest {
                Some(rest) if i == rest => {
                    let hi =
                        (after > 0).then(|| self.position_from_end(part.span(), &place, after));
                    Proj::Range { lo: Some(position(i)), hi, inclusive: false }
                }
                Some(rest) if i > rest => {
                    Proj::Index(self.position_from_end(part.span(), &place, slice.elems.len() - i))
                }
                _ => Proj::Index(position(i)),
            };
            let place = place.then(proj);
            match part {
                Pat::Ident(ident) if is_rest(part) => {
                    let mutable = value.reference == Some(true);
                    self.scopes.bind_reference(&ident.ident, place, mutable);
                }
                part => self.bind_at(part, place, value.reference),
            }
        }
    }

    /// `x.len() - back`
    fn position_from_end(&mut self, span: Span, place: &Place, back: usize) -> Operand {
        let name = proc_macro2::Ident::new("len", Span::mixed_site());
        let op = Op::Pure(PureOp::Method(name), vec![Operand::Place(place.clone())]);
        let len = self.define(span, op, Ty::Int).operand;
        let minus = PureOp::Binary(syn::parse_quote!(-));
        self.define(span, Op::Pure(minus, vec![len, position(back)]), Ty::Int).operand
    }

    /// Whether the value matches: the pattern as a test.
    pub fn test(&mut self, span: Span, pat: &Pat, value: &Val) -> Val {
        let test = test_tokens(pat);
        let arms = if is_irrefutable(pat) {
            vec![quote!(_ => true)]
        } else {
            vec![quote!(#test => true), quote!(_ => false)]
        };
        let op = PureOp::Select { arms, uses: Vec::new(), is_bool: true };
        self.define(span, Op::Pure(op, vec![value.operand.clone()]), Ty::Bool)
    }
}

/// A struct behind a reference is taken apart into references.
fn borrowing(value: Val) -> Val {
    match (&value.ty, value.reference) {
        (Ty::Ref(_), None) => Val { reference: Some(false), ..value },
        _ => value,
    }
}

/// `1_usize` as an operand.
fn position(i: usize) -> Operand {
    let literal = proc_macro2::Literal::usize_unsuffixed(i);
    Operand::Literal(Literal::Written(quote!(#literal), Ty::Int))
}

/// The variant of `Option` or `Result` that a path names.
pub fn known_variant(path: &syn::Path) -> Option<Variant> {
    let last = path.segments.last()?;
    let variant = Variant::from_name(&last.ident.to_string())?;
    let owner = path.segments.iter().rev().nth(1);
    let of_enum = owner.is_none_or(|owner| owner.ident == "Option" || owner.ident == "Result");
    of_enum.then_some(variant)
}

/// In a pattern, a capital begins a constant or a unit variant.
fn is_constant_name(pat: &PatIdent) -> bool {
    pat.subpat.is_none()
        && pat.by_ref.is_none()
        && pat.mutability.is_none()
        && pat.ident.to_string().starts_with(char::is_uppercase)
}

/// `..` or `rest @ ..`
fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(ident) => {
            ident.subpat.as_ref().is_some_and(|(_, inner)| matches!(**inner, Pat::Rest(_)))
        }
        _ => false,
    }
}

/// The names that a pattern binds.
pub fn names(pat: &Pat) -> Vec<&PatIdent> {
    struct Names<'a>(Vec<&'a PatIdent>);
    impl<'a> syn::visit::Visit<'a> for Names<'a> {
        fn visit_pat_ident(&mut self, node: &'a PatIdent) {
            if !is_constant_name(node) {
                self.0.push(node);
            }
            syn::visit::visit_pat_ident(self, node);
        }
    }
    let mut found = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut found, pat);
    found.0
}

/// Every value matches.
pub fn is_irrefutable(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(ident) => {
            !is_constant_name(ident)
                && ident.subpat.as_ref().is_none_or(|(_, inner)| is_irrefutable(inner))
        }
        Pat::Paren(inner) => is_irrefutable(&inner.pat),
        Pat::Reference(inner) => is_irrefutable(&inner.pat),
        Pat::Type(typed) => is_irrefutable(&typed.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        _ => false,
    }
}

/// The pattern as a test: names and references aside.
pub fn test_tokens(pat: &Pat) -> TokenStream {
    match pat {
        Pat::Ident(ident) if is_constant_name(ident) => quote!(#pat),
        Pat::Ident(ident) => match &ident.subpat {
            Some((_, inner)) => test_tokens(inner),
            None => quote!(_),
        },
        Pat::Paren(inner) => match test_tokens(&inner.pat) {
            test if matches!(*inner.pat, Pat::Or(_)) => quote!((#test)),
            test => test,
        },
        Pat::Reference(inner) => test_tokens(&inner.pat),
        Pat::Type(typed) => test_tokens(&typed.pat),
        Pat::Or(or) => {
            let cases = or.cases.iter().map(test_tokens);
            quote!(#(#cases)|*)
        }
        Pat::Tuple(tuple) => {
            let parts = tuple.elems.iter().map(test_tokens);
            quote!((#(#parts,)*))
        }
        Pat::TupleStruct(tuple) => {
            let (path, parts) = (&tuple.path, tuple.elems.iter().map(test_tokens));
            quote!(#path(#(#parts),*))
        }
        Pat::Struct(node) => {
            let (path, rest) = (&node.path, &node.rest);
            let parts = node.fields.iter().map(|field| {
                let (member, test) = (&field.member, test_tokens(&field.pat));
                quote!(#member: #test)
            });
            quote!(#path { #(#parts,)* #rest })
        }
        Pat::Slice(slice) => {
            let parts = slice.elems.iter().map(test_tokens);
            quote!([#(#parts),*])
        }
        _ => quote!(#pat),
    }
}
