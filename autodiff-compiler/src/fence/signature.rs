//! The function's header: qualifiers, parameters, return type.

use super::Fence;
use super::types::{Place, is_once};
use crate::diagnostics::catalogue;
use crate::parse::{FunctionType, function_type, is_borrowed_view, is_mutable_reference, items_of};
use syn::{
    FnArg, Generics, ItemFn, Pat, ReceiverKind, ReturnType, Safety, Signature, Type, WherePredicate,
};

impl Fence<'_> {
    pub(super) fn signature(&mut self, item: &ItemFn) {
        if let Some(default) = &item.modifiers.defaultness {
            self.refuse(catalogue::default_function(default));
        }
        self.qualifiers(&item.sig);
        self.generics(&item.sig.generics);
        for input in &item.sig.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    if matches!(receiver.kind, ReceiverKind::Typed(..)) {
                        self.refuse(catalogue::receiver(receiver));
                    }
                }
                FnArg::Typed(typed) => {
                    if let Some(function) = function_type(&typed.ty, &item.sig.generics) {
                        if let Some(attr) =
                            typed.attrs.iter().find(|attr| attr.path().is_ident("no_diff"))
                        {
                            self.refuse(catalogue::function_no_diff(attr));
                        }
                        self.function_parameter(&typed.pat, &function);
                        continue;
                    }
                    if is_mutable_reference(&typed.ty) {
                        self.changed_parameter(&typed.pat);
                    } else {
                        self.parameter_pattern(&typed.pat);
                    }
                    if let Type::Reference(reference) = &*typed.ty
                        && items_of(&reference.elem, &item.sig.generics)
                            .is_some_and(|items| items.is_iterator)
                    {
                        self.refuse(catalogue::borrowed_source(&typed.ty));
                        continue;
                    }
                    let data = typed.attrs.iter().any(|attr| attr.path().is_ident("no_diff"));
                    if is_borrowed_view(&typed.ty) && !data {
                        self.refuse(catalogue::borrowed_view(&typed.ty));
                        continue;
                    }
                    if let (Some(items), Pat::Ident(name)) =
                        (items_of(&typed.ty, &item.sig.generics), &*typed.pat)
                        && items.is_iterator
                    {
                        self.chains.insert(name.ident.clone());
                    }
                    self.ty(&typed.ty, Place::Parameter);
                }
            }
        }
        if let Some(variadic) = &item.sig.variadic {
            self.refuse(catalogue::variadic(&variadic.dots));
        }
        self.output(&item.sig);
    }

    fn qualifiers(&mut self, sig: &Signature) {
        if let Some(token) = &sig.asyncness {
            self.refuse(catalogue::async_function(token));
        }
        match &sig.safety {
            Safety::Default => {}
            Safety::Safe(token) => self.refuse(catalogue::safe_qualifier(token)),
            Safety::Unsafe(token) => self.refuse(catalogue::unsafe_function(token)),
        }
        if let Some(abi) = &sig.abi {
            self.refuse(catalogue::foreign_abi(abi));
        }
    }

    /// Type parameters that are functions; other bounds are rustc's.
    fn generics(&mut self, generics: &Generics) {
        let declared = generics.type_params().map(|param| &param.bounds);
        let clauses = generics.where_clause.iter();
        let wanted =
            clauses.flat_map(|clause| &clause.predicates).filter_map(|predicate| match predicate {
                WherePredicate::Type(predicate) => Some(&predicate.bounds),
                _ => None,
            });
        for bound in declared.chain(wanted).flatten() {
            if is_once(bound) {
                self.refuse(catalogue::function_once(bound));
            }
        }
    }

    /// A rule would need the derivatives of functions that it is given.
    pub(super) fn no_functions(&mut self, sig: &Signature) {
        for input in &sig.inputs {
            if let FnArg::Typed(typed) = input
                && function_type(&typed.ty, &sig.generics).is_some()
            {
                self.refuse(catalogue::function_of_rule(&typed.pat));
            }
        }
    }

    /// A function: what it takes and gives is data.
    fn function_parameter(&mut self, pat: &Pat, function: &FunctionType) {
        if !matches!(pat, Pat::Ident(_)) {
            return self.parameter_pattern(pat);
        }
        for input in &function.inputs {
            if is_mutable_reference(input) {
                return self.refuse(catalogue::changing_function(input));
            }
            self.ty(input, Place::Inner);
        }
        match &function.output {
            Type::Reference(reference) => self.refuse(catalogue::returned_reference(reference)),
            Type::Tuple(unit) if unit.elems.is_empty() => {
                self.refuse(catalogue::function_without_value(pat));
            }
            output => self.ty(output, Place::Inner),
        }
    }

    /// A name, `mut` or not, or a tuple, array or struct of such.
    fn parameter_pattern(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(_)
            | Pat::Reference(_)
            | Pat::Slice(_)
            | Pat::Struct(_)
            | Pat::Tuple(_)
            | Pat::TupleStruct(_) => {
                self.binding(pat, catalogue::parameter_pattern);
            }
            Pat::Paren(paren) => self.parameter_pattern(&paren.pat),
            Pat::Wild(_) => {}
            Pat::Const(_)
            | Pat::Guard(_)
            | Pat::Lit(_)
            | Pat::Macro(_)
            | Pat::Or(_)
            | Pat::Path(_)
            | Pat::Range(_)
            | Pat::Rest(_)
            | Pat::Type(_)
            | Pat::Verbatim(_) => self.refuse(catalogue::parameter_pattern(pat)),
            _ => self.refuse(catalogue::parameter_pattern(pat)),
        }
    }

    /// The name of a `&mut` parameter: it stands for what it refers to, all through the body.
    fn changed_parameter(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) if ident.mutability.is_some() => {
                self.refuse(catalogue::changing_reference(&ident.mutability));
            }
            Pat::Reference(_)
            | Pat::Slice(_)
            | Pat::Struct(_)
            | Pat::Tuple(_)
            | Pat::TupleStruct(_) => self.refuse(catalogue::mut_parameter_pattern(pat)),
            Pat::Paren(paren) => self.changed_parameter(&paren.pat),
            other => self.parameter_pattern(other),
        }
    }

    /// The type of the result. Whether there may be none, the parameters decide.
    fn output(&mut self, sig: &Signature) {
        match &sig.output {
            ReturnType::Default => {}
            ReturnType::Type(_, ty) => match ty.as_ref() {
                Type::Never(never) => self.refuse(catalogue::never_returns(never)),
                Type::Reference(reference) => {
                    self.refuse(catalogue::returned_reference(reference));
                }
                other => {
                    if let Some(reference) = held_reference(other) {
                        return self.refuse(catalogue::returned_reference(reference));
                    }
                    if let Some(view) = crate::parse::held_view(other) {
                        return self.refuse(catalogue::returned_view(view));
                    }
                    let before = self.diagnostics.len();
                    self.ty(other, Place::Output);
                    let function = matches!(other, Type::ImplTrait(_) | Type::FnPtr(_));
                    self.returns_function = function && self.diagnostics.len() > before;
                }
            },
        }
    }
}

/// The reference that a result of this type holds: `Option<&f64>`, `(&[f64], f64)`. Text is data.
fn held_reference(ty: &Type) -> Option<&syn::TypeReference> {
    fn held(ty: &Type) -> Option<&syn::TypeReference> {
        match ty {
            Type::Reference(reference) => {
                let text =
                    matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"));
                (!text).then_some(reference)
            }
            other => held_reference(other),
        }
    }
    match ty {
        Type::Paren(inner) => held_reference(&inner.elem),
        Type::Group(inner) => held_reference(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(held),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            if last.ident != "Option" && last.ident != "Result" {
                return None;
            }
            // what an `Err` holds is data
            match arguments.args.first()? {
                syn::GenericArgument::Type(content) => held(content),
                _ => None,
            }
        }
        _ => None,
    }
}
