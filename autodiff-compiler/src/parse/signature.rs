//! Parameters by kind, and the types that the contract derives from theirs.
//!
//! In: the checked signature. Out: [`Signature`]: for each parameter whether it is
//! differentiable, and the types of its gradient, its tangent argument and its shadow.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{FnArg, GenericArgument, Pat, PathArguments, ReceiverKind, ReturnType, Type};

use super::facts::Phantoms;
use super::floats::float_params;
use super::forms::{held_view, is_mutable_reference, is_refused};
use super::function::{FunctionType, function_type};
use super::items::{Items, items_of};
use super::{FloatParam, Options, OwnTypes, Reason, TypeNames};
use crate::diagnostics::{Diagnostics, catalogue};
use crate::ir::{FloatKind, Ty};

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
        named && matches!(self.known.strip_refs(), Ty::Opaque)
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

/// Whether a type parameter occurs in a type as data; the dimension of an array does not.
pub fn occurs_in(name: &Ident, ty: &Type) -> bool {
    occurs_beside(name, ty, &Phantoms::new())
}

/// The same where some parameters of types are there for the compiler alone.
fn occurs_beside(name: &Ident, ty: &Type, phantoms: &Phantoms) -> bool {
    let mut search = Occurrence { name, phantoms, found: false };
    search.visit_type(ty);
    search.found
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

/// Looks for a type parameter.
struct Occurrence<'a> {
    name: &'a Ident,
    /// Parameters of types that no data is of.
    phantoms: &'a Phantoms,
    found: bool,
}

impl<'ast> Visit<'ast> for Occurrence<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.is_ident(self.name);
        match path.segments.last() {
            // the second argument is a dimension
            Some(segment) if nd_rank(&segment.ident.to_string()).is_some() => {
                if let Some(element) = type_arguments(segment).first() {
                    self.visit_type(element);
                }
            }
            Some(segment) if segment.ident == "PhantomData" => {}
            Some(segment) if self.phantoms.contains_key(&segment.ident.to_string()) => {
                let phantoms = &self.phantoms[&segment.ident.to_string()];
                let data = type_arguments(segment).into_iter().enumerate();
                let data = data.filter(|(position, _)| !phantoms.contains(position));
                data.for_each(|(_, ty)| self.visit_type(ty));
            }
            _ => syn::visit::visit_path(self, path),
        }
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
    let own_known = self_type.map_or(Ty::Opaque, |ty| known_type(ty, types));
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

/// What a written type tells the macro.
pub fn known_type(ty: &Type, types: &TypeNames) -> Ty {
    match ty {
        Type::Paren(inner) => known_type(&inner.elem, types),
        Type::Group(inner) => known_type(&inner.elem, types),
        Type::Reference(reference) => Ty::Ref(Box::new(known_type(&reference.elem, types))),
        Type::Slice(slice) => Ty::Slice(Box::new(known_type(&slice.elem, types))),
        Type::Array(array) => {
            let len = &array.len;
            Ty::Array(Box::new(known_type(&array.elem, types)), Some(quote!(#len)))
        }
        Type::Tuple(tuple) if tuple.elems.is_empty() => Ty::Unit,
        Type::Tuple(tuple) => {
            Ty::Tuple(tuple.elems.iter().map(|ty| known_type(ty, types)).collect())
        }
        Type::Path(path) if path.qself.is_none() => known_path(&path.path, types),
        _ => Ty::Opaque,
    }
}

fn known_path(path: &syn::Path, types: &TypeNames) -> Ty {
    let Some(segment) = path.segments.last() else { return Ty::Opaque };
    let name = segment.ident.to_string();
    if path.segments.len() == 1 && segment.arguments.is_none() {
        if types.floats.contains(&name) {
            return Ty::Float(FloatKind::Generic(name));
        }
        if types.plain.contains_key(&name) {
            return Ty::Data;
        }
        if let Some(meant) = types.aliases.get(&name) {
            // an alias of itself is no Rust, and does not compile
            let mut others = types.clone();
            others.aliases.remove(&name);
            return known_type(meant, &others);
        }
        match name.as_str() {
            "f64" => return Ty::Float(FloatKind::F64),
            "f32" => return Ty::Float(FloatKind::F32),
            "bool" => return Ty::Bool,
            "char" | "str" | "String" => return Ty::Inert,
            "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64"
            | "u128" | "usize" => return Ty::Int,
            _ => {}
        }
    }
    let arguments = type_arguments(segment);
    let first = || Box::new(arguments.first().map_or(Ty::Opaque, |ty| known_type(ty, types)));
    match nd_rank(&name) {
        Some(rank) if !arguments.is_empty() => {
            let dimension = arguments.get(1).and_then(|ty| rank_of(ty));
            return Ty::Nd(first(), rank.or(dimension));
        }
        _ => {}
    }
    match name.as_str() {
        "Vec" if !arguments.is_empty() => Ty::Vec(first()),
        "Option" if arguments.len() == 1 => Ty::Option(first()),
        "Result" if !arguments.is_empty() => Ty::Result(first()),
        "PhantomData" => Ty::Inert,
        _ => Ty::Opaque,
    }
}

/// ndarray's type names with the number of dimensions they fix.
fn nd_rank(name: &str) -> Option<Option<usize>> {
    let rest = name.strip_prefix("Array")?;
    let rest = rest.strip_prefix("View").unwrap_or(rest);
    match rest {
        "" | "D" | "Ref" => Some(None),
        _ => rest.parse().ok().filter(|rank| *rank <= 6).map(Some),
    }
}

/// A reference to an array of any ownership.
pub fn is_lent_array(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    matches!(&*reference.elem, Type::Path(path) if is_array_ref(path))
}

/// `ArrayRef<A, D>`, `ArrayRef1<A>` and their kin.
fn is_array_ref(path: &syn::TypePath) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with("ArrayRef"))
}

/// The number of dimensions that `Ix1` and its kin name.
fn rank_of(dimension: &Type) -> Option<usize> {
    let Type::Path(path) = dimension else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    name.strip_prefix("Ix")?.parse().ok().filter(|rank| *rank <= 6)
}

/// The types among the generic arguments of a path's segment.
pub fn type_arguments(segment: &syn::PathSegment) -> Vec<&Type> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Generated code at the token of a type that says so when the type is not differentiable.
pub fn generated_at(ty: &Type) -> Span {
    let mut opaque = Vec::new();
    opaque_parts(ty, &TypeNames::default(), &mut opaque);
    Span::mixed_site().located_at(anchor(opaque.first().copied().unwrap_or(ty)))
}

/// The name at the end of a path, the first token of another type.
fn anchor(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or(ty.span(), |last| last.ident.span()),
        _ => ty.span(),
    }
}

/// The innermost types in one that the macro does not know.
pub fn unknown_parts<'a>(ty: &'a Type, types: &TypeNames) -> Vec<&'a Type> {
    let mut found = Vec::new();
    opaque_parts(ty, types, &mut found);
    found
}

fn opaque_parts<'a>(ty: &'a Type, types: &TypeNames, found: &mut Vec<&'a Type>) {
    match (ty, known_type(ty, types)) {
        (Type::Paren(inner), _) => opaque_parts(&inner.elem, types, found),
        (Type::Group(inner), _) => opaque_parts(&inner.elem, types, found),
        (Type::Reference(reference), _) => opaque_parts(&reference.elem, types, found),
        (Type::Slice(slice), _) => opaque_parts(&slice.elem, types, found),
        (Type::Array(array), _) => opaque_parts(&array.elem, types, found),
        (Type::Tuple(tuple), _) => {
            tuple.elems.iter().for_each(|ty| opaque_parts(ty, types, found));
        }
        (Type::Path(path), Ty::Vec(_) | Ty::Nd(..) | Ty::Option(_) | Ty::Result(_)) => {
            let element =
                path.path.segments.last().and_then(|last| type_arguments(last).first().copied());
            element.into_iter().for_each(|ty| opaque_parts(ty, types, found));
        }
        (_, Ty::Opaque) => found.push(ty),
        _ => {}
    }
}

/// The types that the contract derives from a parameter's or output's type.
pub struct Derived<'a> {
    pub krate: &'a TokenStream,
    pub types: &'a TypeNames,
    /// A type whose tangent is hidden by what a trait asks of it: `(A, B)` in an `impl` for it.
    pub hidden: Option<&'a Type>,
}

impl Derived<'_> {
    /// The owned tangent: the type of a gradient.
    pub fn gradient(&self, ty: &Type) -> TokenStream {
        if self.types.are_plain(ty) {
            let krate = self.krate;
            return quote!(#krate::__private::NoTangent);
        }
        if self.hidden == Some(ty) {
            return self.projected(&syn::parse_quote_spanned!(anchor(ty)=> Self));
        }
        match ty {
            Type::Paren(inner) => self.gradient(&inner.elem),
            Type::Group(inner) => self.gradient(&inner.elem),
            Type::Reference(reference) => self.gradient(&reference.elem),
            Type::Slice(slice) => {
                let element = self.gradient(&slice.elem);
                quote!(::std::vec::Vec<#element>)
            }
            Type::Array(array) => {
                let (element, len) = (self.gradient(&array.elem), &array.len);
                quote!([#element; #len])
            }
            Type::Tuple(unit) if unit.elems.is_empty() => {
                let krate = self.krate;
                quote!(#krate::__private::NoTangent)
            }
            Type::Tuple(tuple) => {
                let parts = tuple.elems.iter().map(|ty| self.gradient(ty));
                quote!((#(#parts,)*))
            }
            Type::Path(path) => self.path_gradient(ty, path),
            _ => self.projected(ty),
        }
    }

    fn path_gradient(&self, ty: &Type, path: &syn::TypePath) -> TokenStream {
        let krate = self.krate;
        let Some(segment) = path.path.segments.last() else { return self.projected(ty) };
        let arguments = type_arguments(segment);
        match known_type(ty, self.types) {
            Ty::Float(_) => quote!(#ty),
            Ty::Vec(_) => {
                let element = self.gradient(arguments[0]);
                quote!(::std::vec::Vec<#element>)
            }
            Ty::Nd(..) => {
                let name = segment.ident.to_string().replace("View", "").replace("Ref", "");
                let name = Ident::new(&name, Span::call_site());
                quote!(#krate::ndarray::#name<#(#arguments),*>)
            }
            Ty::Option(_) | Ty::Result(_) => {
                let content = self.gradient(arguments[0]);
                quote!(::core::option::Option<#content>)
            }
            known if known.is_inert() => quote!(#krate::__private::NoTangent),
            _ => self.projected(ty),
        }
    }

    /// `<T as Differentiable>::Tangent`, at the type's [anchor].
    fn projected(&self, ty: &Type) -> TokenStream {
        let krate = self.krate;
        quote_spanned!(generated_at(ty)=> <#ty as #krate::__private::Differentiable>::Tangent)
    }

    /// The type of a tangent argument: as the parameter.
    pub fn tangent_argument(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Reference(reference) => {
                let (inner, mutable) =
                    (self.unsized_tangent(&reference.elem), &reference.mutability);
                quote_spanned!(generated_at(ty)=> & #mutable #inner)
            }
            Type::Path(_) if matches!(known_type(ty, self.types), Ty::Nd(..)) => quote!(#ty),
            _ => self.gradient(ty),
        }
    }

    /// The type of a shadow argument.
    pub fn shadow(&self, ty: &Type) -> TokenStream {
        let inner = match ty {
            Type::Reference(reference) => self.unsized_tangent(&reference.elem),
            _ => self.gradient(ty),
        };
        quote_spanned!(generated_at(ty)=> &mut #inner)
    }

    fn unsized_tangent(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Slice(slice) => {
                let element = self.gradient(&slice.elem);
                quote!([#element])
            }
            // an array of any ownership, and so is its tangent
            Type::Path(path) if is_array_ref(path) => {
                let krate = self.krate;
                let last = path.path.segments.last();
                quote!(#krate::ndarray::#last)
            }
            _ => self.gradient(ty),
        }
    }
}
