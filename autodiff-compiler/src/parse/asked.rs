//! What the sweeps of a trait's functions ask of `Self` and of its associated types.
//!
//! In: the definition of a trait. Out: by the names of its functions, the types among these of which values
//! are made there: they need tangents, and can be recorded. A function with a body asks for what the
//! functions ask that it calls.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprCall, ExprMethodCall, ItemTrait, Path, ReturnType, TraitItem, Type};

use super::TypeNames;
use super::known::unknown_parts;

/// The types that each function of a trait asks for, as the trait writes them.
pub fn asked(node: &ItemTrait) -> BTreeMap<String, Vec<Type>> {
    let mut found: BTreeMap<String, Vec<Type>> = BTreeMap::new();
    let mut called: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in &node.items {
        let TraitItem::Fn(function) = item else { continue };
        let name = function.sig.ident.to_string();
        let given = match &function.sig.output {
            ReturnType::Type(_, ty) => associated(ty),
            ReturnType::Default => Vec::new(),
        };
        found.insert(name.clone(), given);
        if let Some(body) = &function.default {
            called.insert(name, Calls::of(body).names);
        }
    }
    // through as many functions as there are
    for _ in 0..called.len() {
        for (name, calls) in &called {
            let more: Vec<Type> =
                calls.iter().flat_map(|call| found.get(call)).flatten().cloned().collect();
            let own = found.entry(name.clone()).or_default();
            for ty in more {
                if !own.contains(&ty) {
                    own.push(ty);
                }
            }
        }
    }
    found
}

/// `Self` and its associated types in a type.
fn associated(ty: &Type) -> Vec<Type> {
    let parts = unknown_parts(ty, &TypeNames::default()).into_iter();
    let of_self = |part: &&Type| {
        let text = part.to_token_stream().to_string();
        text == "Self" || text.starts_with("Self ::") || text.starts_with("< Self as")
    };
    parts.filter(of_self).cloned().collect()
}

/// What a body calls.
#[derive(Debug, Default)]
pub struct Calls {
    /// The last names of functions and methods.
    pub names: BTreeSet<String>,
    /// A function by its name alone is among them, which may call any other.
    pub free: bool,
}

impl Calls {
    pub fn of(body: &Block) -> Self {
        let mut calls = Self::default();
        calls.visit_block(body);
        calls
    }
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_method_call(&mut self, node: &'ast ExprMethodCall) {
        self.names.insert(node.method.to_string());
        syn::visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_call(&mut self, node: &'ast ExprCall) {
        if let Expr::Path(path) = &*node.func
            && let Some(last) = path.path.segments.last()
        {
            let name = last.ident.to_string();
            self.free |= path.qself.is_none()
                && path.path.segments.len() == 1
                && name.starts_with(char::is_lowercase);
            self.names.insert(name);
        }
        syn::visit::visit_expr_call(self, node);
    }
}

/// An associated type of a trait as that of a type parameter: `<C as Curve>::Point`.
pub fn of_parameter(ty: &Type, param: &Ident, bound: &Path) -> Type {
    struct Named<'a>(&'a Ident, &'a Path);
    impl VisitMut for Named<'_> {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            let (param, bound) = (self.0, self.1);
            if let Type::Path(path) = ty
                && path.qself.is_none()
                && path.path.segments.first().is_some_and(|first| first.ident == "Self")
            {
                let rest = path.path.segments.iter().skip(1);
                *ty = match path.path.segments.len() {
                    1 => syn::parse_quote!(#param),
                    _ => syn::parse_quote!(<#param as #bound> #(:: #rest)*),
                };
                return;
            }
            syn::visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut named = ty.clone();
    Named(param, bound).visit_type_mut(&mut named);
    named
}
