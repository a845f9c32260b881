//! Parameters by kind.
//!
//! In: the checked signature. Out: [`Signature`]: for each parameter whether it is differentiable.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{FnArg, Pat, ReceiverKind, ReturnType, Type};

use super::floats::float_params;
use super::forms::{held_view, is_mutable_reference, is_refused};
use super::function::{FunctionType, function_type};
use super::items::{Items, items_of};
use super::known::{anchor, known_type, opaque_parts};
use super::occurrence::occurs_beside;
use super::{FloatParam, Options, OwnTypes, Reason, TypeNames};
use crate::diagnostics::{Diagnostics, catalogue};
use crate::ir::{Shown, Ty};

/// What a parameter is to the derivative functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// Has a gradient.
    Active,
    /// No gradient: an integer and the like, `#[no_diff]`, or not in `wrt(..)`.
    Inert,
    /// A function: its shadow is its adjoint, its tangent is its jvp, and it has no gradient.
    Function,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// The pattern as written, without attributes.
    pub pat: Pat,
    /// The name in generated signatures.
    pub name: Ident,
    pub ty: Type,
    pub known: Ty,
    pub kind: ParamKind,
    /// Marked `#[no_diff]`.
    pub marked: bool,
    /// `mut x`, of an aggregate: the body changes it.
    pub mutable: bool,
    /// `x: &mut T`: the caller's, changed in place.
    pub inout: bool,
    /// What it takes and gives, of a function.
    pub function: Option<FunctionType>,
    /// What it yields, where nothing else is known of it.
    pub items: Option<Items>,
    /// `self`, `&self`, `&mut self`.
    pub receiver: Option<syn::Receiver>,
}

impl Param {
    /// `name: Type`, or a receiver.
    pub fn declared(&self, name: &Ident, mutable: bool) -> TokenStream {
        let mutable = mutable.then(|| quote!(mut));
        let Some(receiver) = &self.receiver else {
            let ty = &self.ty;
            return quote!(#mutable #name: #ty);
        };
        match &receiver.kind {
            ReceiverKind::Reference(and, lifetime, inout) => quote!(#and #lifetime #inout #name),
            _ => quote!(#mutable #name),
        }
    }

    /// Of the type `Self`, or a reference to it, where that is a type that the macro does not know.
    pub fn is_self(&self) -> bool {
        let ty = match &self.ty {
            Type::Reference(reference) => &*reference.elem,
            ty => ty,
        };
        let named = matches!(ty, Type::Path(path) if path.path.is_ident("Self"));
        named && matches!(self.known.strip_refs(), Ty::Opaque(_))
    }

    /// In an `impl Trait<u64> for S` the trait may declare a `u64` as its type parameter, of which it knows only
    /// that it has a tangent; the sweeps have the signatures that it declares.
    fn take_as_parameter_of_trait(&mut self) {
        if self.kind == ParamKind::Inert && self.known.is_inert() && !self.marked {
            self.kind = ParamKind::Active;
        }
    }

    /// `self` by value, which hidden sweeps borrow.
    pub fn is_owned_receiver(&self) -> bool {
        self.receiver.as_ref().is_some_and(|receiver| !is_borrowed(receiver))
    }
}

/// A checked signature.
#[derive(Clone, Debug)]
pub struct Signature {
    pub params: Vec<Param>,
    pub output: Type,
    pub output_known: Ty,
    /// What names of types stand for.
    pub types: TypeNames,
    /// A function of an `impl` or a trait, which a path of one segment does not name.
    pub associated: bool,
    /// The same, with what their bounds say.
    pub float_params: Vec<FloatParam>,
    /// The function's own generics.
    pub generics: syn::Generics,
}

impl Signature {
    /// Reads the signature of a function that passed the fence.
    pub fn new(function: &syn::ItemFn, options: &Options, diagnostics: &mut Diagnostics) -> Self {
        let sig = &function.sig;
        let float_params = float_params(
            function,
            options.bound.as_deref().unwrap_or_default(),
            &options.facts.traits,
        );
        let floats = float_params.iter().map(|param| param.name.clone()).collect();
        let types = options.facts.types(floats);
        let mut params = Vec::new();
        for (index, input) in sig.inputs.iter().enumerate() {
            params.push(match input {
                FnArg::Typed(typed) => parameter(index, typed, &types, &sig.generics),
                FnArg::Receiver(receiver) => {
                    receiver_parameter(receiver, options.self_type.as_ref(), &types)
                }
            });
        }
        for param in params.iter_mut().filter(|param| options.trait_arguments.contains(&param.ty)) {
            param.take_as_parameter_of_trait();
        }
        if let Some(wrt) = &options.wrt {
            restrict(&mut params, wrt, diagnostics);
        }
        let misnamed = !diagnostics.is_empty();
        let output: Type = match &sig.output {
            ReturnType::Type(_, ty) => (**ty).clone(),
            ReturnType::Default => syn::parse_quote!(()),
        };
        let output_known = known_type(&output, &types);
        let signature = Self {
            params,
            output_known,
            output,
            types,
            float_params,
            associated: false,
            generics: sig.generics.clone(),
        };
        if !misnamed {
            signature.check(sig, diagnostics);
            super::requests::check(sig, &signature, options, diagnostics);
        }
        signature
    }

    fn check(&self, sig: &syn::Signature, diagnostics: &mut Diagnostics) {
        let before = diagnostics.len();
        for param in self.params.iter().filter(|param| param.inout && !param.known.is_inert()) {
            if param.kind == ParamKind::Inert {
                diagnostics.push(catalogue::inert_mut_parameter(&param.name));
            }
        }
        if diagnostics.len() > before {
            return;
        }
        // what a function captures has derivatives too
        if self.active().next().is_none() && self.functions().next().is_none() {
            diagnostics.push(catalogue::nothing_to_differentiate(&sig.ident));
        } else if self.output_known.is_inert() && !self.is_in_place() {
            diagnostics.push(match (&self.output_known, &sig.output) {
                (Ty::Unit, ReturnType::Default) => catalogue::no_return_type(&sig.ident),
                (Ty::Unit, ReturnType::Type(_, unit)) => catalogue::no_return_type(unit),
                _ => catalogue::output_not_differentiable(&self.output),
            });
        }
    }

    /// Whether a differentiable parameter is `&mut`: results stand in it.
    pub fn is_in_place(&self) -> bool {
        self.active().any(|param| param.inout)
    }

    /// Whether the function returns nothing.
    pub fn returns_nothing(&self) -> bool {
        matches!(self.output_known, Ty::Unit)
    }

    /// The signature of stubs: types that were refused have no tangent, and a reference that is
    /// returned lives as long as its user likes.
    #[must_use]
    pub fn of_stubs(mut self, own: &OwnTypes) -> Self {
        let lacks =
            |ty: &Type| own.lacking(ty).is_some_and(|found| found.reason != Reason::Refused);
        for param in &mut self.params {
            if (is_refused(&param.ty) || lacks(&param.ty)) && param.function.is_none() {
                param.kind = ParamKind::Inert;
            }
        }
        if is_refused(&self.output) || lacks(&self.output) || held_view(&self.output).is_some() {
            self.output = syn::parse_quote!(());
            self.output_known = Ty::Unit;
        }
        Owned.visit_type_mut(&mut self.output);
        self
    }

    /// Whether a type parameter occurs in a differentiable parameter as data; the dimension of an
    /// array does not.
    pub fn occurs(&self, name: &Ident) -> bool {
        self.active().any(|param| occurs_beside(name, &param.ty, &self.types.phantoms))
            || self.types.floats.iter().any(|float| name == float)
    }

    /// Whether a type parameter occurs in the result alone, as data: `fn ratio<A: Div<B, Output = Q>, B, Q>`.
    pub fn is_given(&self, name: &Ident) -> bool {
        !self.occurs(name) && occurs_beside(name, &self.output, &self.types.phantoms)
    }

    /// Where the derivatives' signatures say that a type is not differentiable, if they rest on
    /// just one type that the macro does not know.
    ///
    /// All generated code stands there then: rustc prints the same message at the same place once.
    pub fn anchor(&self) -> Option<Span> {
        let mut found = Vec::new();
        for ty in self.active().map(|param| &param.ty).chain([&self.output]) {
            opaque_parts(ty, &self.types, &mut found);
        }
        let (first, rest) = found.split_first()?;
        rest.iter().all(|other| other == first).then(|| anchor(first))
    }

    /// The parameters that are functions.
    pub fn functions(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.kind == ParamKind::Function)
    }

    /// The differentiable parameters.
    pub fn active(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.kind == ParamKind::Active)
    }
}

/// Makes values of references: callers may keep them. Text lives as long as its user likes.
struct Owned;

impl VisitMut for Owned {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Reference(reference) = ty {
            let text = matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"));
            match &*reference.elem {
                _ if text => {
                    reference.lifetime.get_or_insert_with(|| syn::parse_quote!('static));
                    return;
                }
                Type::Slice(slice) => {
                    let element = &slice.elem;
                    *ty = syn::parse_quote!(::std::vec::Vec<#element>);
                }
                element => *ty = element.clone(),
            }
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}

fn parameter(
    index: usize,
    typed: &syn::PatType,
    types: &TypeNames,
    generics: &syn::Generics,
) -> Param {
    let no_diff = typed.attrs.iter().any(|attr| attr.path().is_ident("no_diff"));
    let known = known_type(&typed.ty, types);
    let name = match &*typed.pat {
        Pat::Ident(pat) => pat.ident.clone(),
        _ => Ident::new(&format!("arg_{index}"), Span::mixed_site()),
    };
    let function = function_type(&typed.ty, generics);
    let items = items_of(&typed.ty, generics);
    let data = items.as_ref().is_some_and(|items| known_type(&items.content, types).is_inert());
    let kind = match &function {
        _ if no_diff || data || known.is_inert() => ParamKind::Inert,
        Some(_) => ParamKind::Function,
        None => ParamKind::Active,
    };
    let mutable = matches!(&*typed.pat, Pat::Ident(pat) if pat.mutability.is_some());
    Param {
        mutable: mutable && !known.is_scalar() && items.is_none(),
        pat: (*typed.pat).clone(),
        name,
        ty: (*typed.ty).clone(),
        known,
        kind,
        marked: no_diff,
        inout: function.is_none() && is_mutable_reference(&typed.ty),
        function,
        items,
        receiver: None,
    }
}

/// `self`, of type `Self`, `&Self` or `&mut Self`.
fn receiver_parameter(
    receiver: &syn::Receiver,
    self_type: Option<&Type>,
    types: &TypeNames,
) -> Param {
    let no_diff = receiver.attrs.iter().any(|attr| attr.path().is_ident("no_diff"));
    let name = Ident::new("self", receiver.self_token.span);
    let mutable = !is_borrowed(receiver) && receiver.mutability.is_some();
    let own = self_type.cloned().unwrap_or_else(|| {
        Type::Path(syn::TypePath {
            attrs: Vec::new(),
            qself: None,
            path: Ident::new("Self", receiver.self_token.span).into(),
        })
    });
    let own_known = match self_type {
        Some(ty) => known_type(ty, types),
        None => Ty::Opaque(types.shown.get("Self").cloned().map(Shown::Struct)),
    };
    let plain = self_type.is_some_and(|ty| types.are_plain(ty));
    let (ty, known, inout) = match &receiver.kind {
        ReceiverKind::Reference(and_token, lifetime, mutability) => {
            let reference = syn::TypeReference {
                attrs: Vec::new(),
                and_token: *and_token,
                lifetime: lifetime.clone(),
                mutability: *mutability,
                elem: Box::new(own),
            };
            (Type::Reference(reference), Ty::Ref(Box::new(own_known)), mutability.is_some())
        }
        _ => (own, own_known, false),
    };
    let known_is_scalar = known.is_scalar();
    let pat = Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: receiver.mutability.filter(|_| mutable),
        ident: name.clone(),
        subpat: None,
    });
    Param {
        pat,
        name,
        ty,
        known,
        kind: if no_diff || plain { ParamKind::Inert } else { ParamKind::Active },
        marked: no_diff,
        mutable: mutable && !known_is_scalar,
        inout,
        function: None,
        items: None,
        receiver: Some(receiver.clone()),
    }
}

/// `&self` or `&mut self`.
fn is_borrowed(receiver: &syn::Receiver) -> bool {
    matches!(receiver.kind, ReceiverKind::Reference(..))
}

fn restrict(params: &mut [Param], wrt: &[Ident], diagnostics: &mut Diagnostics) {
    for name in wrt {
        match params.iter().find(|param| param.name == *name) {
            None => diagnostics.push(catalogue::wrt_unknown(name)),
            Some(param) if param.kind != ParamKind::Active => {
                diagnostics.push(catalogue::wrt_inert(name));
            }
            Some(_) => {}
        }
    }
    if !diagnostics.is_empty() {
        return;
    }
    for param in params {
        if !wrt.contains(&param.name) && param.kind == ParamKind::Active {
            param.kind = ParamKind::Inert;
        }
    }
}
