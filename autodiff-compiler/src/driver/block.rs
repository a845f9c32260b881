//! An `impl` or a trait as a whole: each of its functions.
//!
//! In: an annotated `impl` or trait. Out: the item without the attributes that only this macro knows,
//! and the derivatives of its functions: of an `impl` of a type in another one, of a trait and of an
//! `impl` of a trait inside, since a trait must declare what its `impl`s have. A function marked
//! `#[no_diff]` has no derivatives, nor has one without a differentiable parameter. One whose result has
//! no derivative has sweeps all the same, since callers cannot know: they call the function and nothing
//! else.
//!
//! The functions that a trait gets ask for `Self: Sized`: its objects stay what they were. They have
//! bodies, so that an `impl` without the attribute is still one; these do not compile when they are
//! used.

mod constant;
mod refused;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Generics, ImplItem, ItemFn, ItemImpl, ItemTrait, PathSegment, TraitItem, Type, parse_quote,
};

use super::facts::{self, Names};
use super::source::Source;
use super::{
    Contents, Home, Unit, accessors, conversions, front, has_receiver, in_context, is_this,
    operators, places, sweeps_of, trait_floats,
};
use crate::diagnostics::Diagnostics;
use crate::emit::api::Api;
use crate::emit::{inert, resolved, stubs};
use crate::ir::Ty;
use crate::parse::accessor::lent_by;
use crate::parse::asked::Calls;
use crate::parse::known::{known_type, unknown_parts};
use crate::parse::occurrence::occurs_in;
use crate::parse::{Facts, Options, Signature, self_of};
use crate::{normalize, parse};
use constant::{has_tangent, is_inert, written};
pub use constant::{signature_of, without_derivative};

/// Expands an `impl`.
pub fn of_impl(
    item: &TokenStream,
    block: &ItemImpl,
    options: &Options,
    mut diagnostics: Diagnostics,
) -> TokenStream {
    let original = normalize::without_block_markers(item.clone());
    options.check_block(&mut diagnostics);
    let source = Source::of(block.impl_token.span);
    let written = source.as_ref().map(|source| source.expanded_impl(block));
    let block = written.as_ref().unwrap_or(block);
    let names = Names::of_impl(block);
    let mut facts = facts::of(names, source.as_ref());
    facts.own.this = Some((*block.self_ty).clone());
    facts.own.this_shown = true;
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(ItemFn {
            attrs: function.attrs.clone(),
            vis: function.vis.clone(),
            modifiers: function.modifiers.clone(),
            sig: function.sig.clone(),
            block: Box::new(function.block.clone()),
        }),
        _ => None,
    });
    let functions: Vec<ItemFn> = functions.collect();
    if let Type::Path(path) = &*block.self_ty
        && let Some(last) = path.path.segments.last()
    {
        let of = (&*block.self_ty, &block.generics);
        accessors::of_block(&functions, of, &last.ident, &mut facts.own);
    }
    let options = &Options { facts, ..options.clone() };
    let siblings = returned(functions.iter().map(|function| &function.sig));
    if let Some((path, _)) = &block.trait_
        && let Some(operator) = operators::operator_of(path)
    {
        let rule = operators::of_impl(block, operator, options, &mut diagnostics);
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #rule #errors);
    }
    if let Some((path, _)) = &block.trait_
        && let Some(conversion) = conversions::conversion_of(path)
    {
        let beside = conversions::of_impl(block, conversion, options, &mut diagnostics);
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #beside #errors);
    }
    if let Some((path, _)) = &block.trait_
        && let Some(name) = places::trait_of(path)
    {
        let beside = places::of_impl(block, name, options, &mut diagnostics);
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #beside #errors);
    }
    if let Some(refusal) = refused::trait_impl(block, source.as_ref()) {
        diagnostics.push(refusal);
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #errors);
    }
    if let Some((path, _)) = &block.trait_
        && trait_floats::takes_references(path)
    {
        // the sweeps that the trait declares take the tangents of its parameters by value
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #errors);
    }
    let home = match &block.trait_ {
        Some((path, _)) => Home::Impl { owner: quote!(<Self as #path>) },
        None => Home::Impl { owner: quote!(Self) },
    };
    let (mut derivatives, mut checks) = (TokenStream::new(), TokenStream::new());
    for function in functions {
        let Some(member) = member(function, &block.generics, options, &home) else { continue };
        let mut member = Member { self_type: known(&block.self_ty, &options.facts), ..member };
        match &block.trait_ {
            Some((path, _)) => {
                member.unit.options.trait_arguments = trait_floats::arguments(path);
                member.unit.options.hidden_self =
                    member.self_type.clone().filter(|ty| refused::hides_tangent(ty, block));
            }
            None => member.unit.options.siblings = siblings.clone(),
        }
        derivatives.extend(match block.trait_ {
            Some(_) => member.in_trait_impl(block, &mut checks, &mut diagnostics),
            None => member.in_impl(&mut diagnostics),
        });
    }
    let derivatives = facts::checked(derivatives, &options.facts.checks(&options.krate));
    let errors = diagnostics.into_compile_errors();
    if block.trait_.is_some() {
        let whole = with_items(original, derivatives);
        return quote!(#whole #checks #errors);
    }
    let (generics, _, where_clause) = block.generics.split_for_impl();
    let ty = &block.self_ty;
    let cfgs = resolved::block_cfgs(block);
    quote! {
        #original
        #(#cfgs)*
        #[allow(missing_docs)]
        impl #generics #ty #where_clause { #derivatives }
        #errors
    }
}

/// Expands a trait.
pub fn of_trait(
    item: &TokenStream,
    node: &ItemTrait,
    options: &Options,
    mut diagnostics: Diagnostics,
) -> TokenStream {
    let original = normalize::without_block_markers(item.clone());
    options.check_block(&mut diagnostics);
    let source = Source::of(node.trait_token.span);
    let written = source.as_ref().map(|source| source.expanded_trait(node));
    let node = written.as_ref().unwrap_or(node);
    let mut facts = facts::named(&Names::of_trait(node), source.as_ref());
    facts.traits.add(node, true, &[]);
    let options = &Options { facts, ..options.clone() };
    let name = &node.ident;
    let (_, arguments, _) = node.generics.split_for_impl();
    let generics = trait_floats::generics(node, source.as_ref(), &options.krate);
    let home = Home::Impl { owner: quote!(<Self as #name #arguments>) };
    let siblings = returned(node.items.iter().filter_map(|item| match item {
        TraitItem::Fn(function) => Some(&function.sig),
        _ => None,
    }));
    let mut derivatives = TokenStream::new();
    for item in &node.items {
        let TraitItem::Fn(function) = item else { continue };
        let has_body = function.default.is_some();
        let this = function.default.as_ref().and_then(|body| self_of(node, body));
        let function = ItemFn {
            attrs: function.attrs.clone(),
            vis: syn::Visibility::Inherited,
            modifiers: function.modifiers.clone(),
            sig: function.sig.clone(),
            block: Box::new(function.default.clone().unwrap_or_else(|| parse_quote!({}))),
        };
        let Some(mut member) = member(function, &generics, options, &home) else { continue };
        member.unit.options.siblings = siblings.clone();
        if has_body && this.is_none() {
            let own: PathSegment = node.ident.clone().into();
            member.asked_of_self = options.facts.traits.asked_by(&[&own]);
            let this = Ident::new("Self", Span::mixed_site());
            let shown = parse::operators::shown_by(&[&own], &this, &options.facts.traits);
            let types = &mut member.unit.options.facts.own.types;
            types.extend(shown.map(|shown| (this.to_string(), shown)));
        }
        if let Some(this) = this {
            member.unit.options.self_type = Some(parse_quote!(Self));
            member.unit.options.facts.traits.this = Some(this);
        }
        derivatives.extend(member.in_trait(name, has_body, &mut diagnostics));
    }
    let derivatives = facts::checked(derivatives, &options.facts.checks(&options.krate));
    let errors = diagnostics.into_compile_errors();
    let whole = with_items(original, derivatives);
    quote!(#whole #errors)
}

/// What functions return, by name.
fn returned<'a>(functions: impl Iterator<Item = &'a syn::Signature>) -> BTreeMap<String, Type> {
    let outputs = functions.filter_map(|sig| match &sig.output {
        syn::ReturnType::Type(_, ty) => Some((sig.ident.to_string(), (**ty).clone())),
        syn::ReturnType::Default => None,
    });
    outputs.collect()
}

/// A function of a block.
struct Member {
    unit: Unit,
    /// The attribute stands on the function itself.
    asked: bool,
    /// The type that the block is for, where the macro knows it.
    self_type: Option<Type>,
    /// What is asked of `Self`, in a function with a body of a trait.
    asked_of_self: Vec<PathSegment>,
    /// What was wrong with the function's own attribute.
    found: Diagnostics,
}

/// A function with the options of its block, or with its own; none if it is left out.
fn member(
    mut function: ItemFn,
    generics: &Generics,
    options: &Options,
    home: &Home,
) -> Option<Member> {
    if function.attrs.iter().any(|attr| attr.path().is_ident("no_diff")) {
        return None;
    }
    let anonymous = normalize::named_types(&mut function.sig);
    let mut found = Diagnostics::default();
    let mut options = options.of_block();
    let own = function.attrs.iter().position(is_this).map(|at| function.attrs.remove(at));
    if let Some(syn::Meta::List(list)) = own.as_ref().map(|attr| &attr.meta) {
        options = options.with(list.tokens.clone(), &mut found);
    }
    options.anonymous = anonymous;
    let (home, outer) = (home.clone(), generics.clone());
    let unit = Unit { function, options, home, outer, bounds: Vec::new() };
    let asked_of_self = Vec::new();
    Some(Member { unit, asked: own.is_some(), self_type: None, asked_of_self, found })
}

impl Member {
    /// Of an `impl` of a type.
    fn in_impl(mut self, diagnostics: &mut Diagnostics) -> TokenStream {
        self.name_self();
        diagnostics.extend(std::mem::take(&mut self.found));
        let signature = self.signature();
        if !self.asked {
            let constant = signature.active().next().is_none();
            // `Self::zeros(self.rows, n)`: which numbers a field holds does not show
            let of_fields = !signature.params.is_empty() && has_tangent(&signature);
            if constant && !has_receiver(&self.unit.function) && !of_fields {
                return TokenStream::new();
            }
            // what a method is called on may be a part of a larger value
            if constant || is_inert(&signature) {
                return without_derivative(&self.unit).unwrap_or_default();
            }
        }
        self.unit.expand(Diagnostics::default())
    }

    /// Of an `impl` of a trait, which declares the sweeps; what is checked beside it.
    fn in_trait_impl(
        mut self,
        block: &ItemImpl,
        checks: &mut TokenStream,
        diagnostics: &mut Diagnostics,
    ) -> TokenStream {
        self.name_self();
        diagnostics.extend(std::mem::take(&mut self.found));
        let signature = self.signature();
        if accessors::is_one(&self.unit, diagnostics) {
            return TokenStream::new();
        }
        let own = &self.unit.options.facts.own;
        if signature.active().next().is_none()
            || is_inert(&signature)
            || own.lacks_tangent(written(&signature.output, block))
        {
            return TokenStream::new();
        }
        let mut unit = self.unit;
        normalize::prepared(&mut unit.function);
        let mut own = Diagnostics::default();
        if unit.options.rules.any() {
            unit.options.restrict_to_rules();
            let signature = super::rules_of(&unit.analysed(), &unit.options, &mut own);
            diagnostics.extend(own);
            let Some(signature) = signature else { return TokenStream::new() };
            return in_context(&unit, &signature, |context| {
                checks.extend(resolved::check(context, block));
                crate::emit::rule::sweeps(context)
            });
        }
        let programs = front(&unit.analysed(), &unit.options, true, &mut own);
        diagnostics.extend(own);
        match programs {
            Some((signature, programs)) => in_context(&unit, &signature, |context| {
                checks.extend(resolved::check(context, block));
                crate::emit::companion::companion(context, &programs)
            }),
            None => TokenStream::new(),
        }
    }

    /// Of a trait: sweeps with or without bodies, and the public functions.
    fn in_trait(
        mut self,
        of: &Ident,
        has_body: bool,
        diagnostics: &mut Diagnostics,
    ) -> TokenStream {
        diagnostics.extend(std::mem::take(&mut self.found));
        if lent_by(&self.unit.function.sig).is_some() && !has_body {
            return TokenStream::new();
        }
        if has_body && accessors::is_one(&self.unit, diagnostics) {
            return TokenStream::new();
        }
        let signature = self.signature();
        if signature.active().next().is_none() {
            return TokenStream::new();
        }
        self.unit.bounds = bounds(&self.unit, &signature, has_body.then_some(of));
        let krate = &self.unit.options.krate;
        self.unit.bounds.extend(parse::operators::of_bounds(
            &self.asked_of_self,
            &Ident::new("Self", Span::mixed_site()),
            &self.unit.options,
            &quote!(#krate::__private),
        ));
        if is_inert(&signature) {
            return in_context(&self.unit, &signature, inert::sweeps);
        }
        normalize::prepared(&mut self.unit.function);
        self.unit.options.restrict_to_rules();
        let unit = &self.unit;
        let mut own = Diagnostics::default();
        let sweeps = if !has_body {
            TokenStream::new()
        } else if unit.options.rules.any() {
            let signature = super::rules_of(&unit.analysed(), &unit.options, &mut own);
            let sweeps = |signature| in_context(unit, &signature, crate::emit::rule::sweeps);
            signature.map(sweeps).unwrap_or_default()
        } else {
            let programs = front(&unit.analysed(), &unit.options, true, &mut own);
            let sweeps =
                |(signature, programs)| sweeps_of(unit, &signature, Contents::Programs(&programs));
            programs.map(sweeps).unwrap_or_default()
        };
        diagnostics.extend(own);
        in_context(unit, &signature, |context| {
            let functions = Api { context, stub: None }.functions();
            let declared = stubs::declarations(context, &names(&sweeps));
            quote!(#functions #sweeps #declared)
        })
    }

    /// The signature by itself; mistakes in it are found again.
    fn signature(&self) -> Signature {
        let mut ignored = Diagnostics::default();
        let signature = Signature::new(&self.unit.analysed(), &self.unit.options, &mut ignored);
        let _ = ignored.into_sorted();
        signature
    }

    /// Writes the type for `Self`, so that what is done with it is known.
    fn name_self(&mut self) {
        if let Some(ty) = self.self_type.take() {
            Named(&ty).visit_item_fn_mut(&mut self.unit.function);
            self.unit.options.self_type = Some(ty);
        }
    }
}

/// What the functions of a trait ask for: that there are tangents of what their types name, and that
/// values of these can be recorded.
fn bounds(unit: &Unit, signature: &Signature, body_of: Option<&Ident>) -> Vec<syn::WherePredicate> {
    let has_body = body_of.is_some();
    let krate = &unit.options.krate;
    let mut out: Vec<syn::WherePredicate> = vec![parse_quote!(Self: ::core::marker::Sized)];
    // a type that stands for a function holds nothing
    if has_body || mentions_self(&unit.function.sig) {
        out.push(parse_quote!(Self: #krate::__private::Differentiable));
    }
    if has_body && unit.options.facts.traits.this.is_some() {
        out.push(parse_quote!(Self: #krate::__private::Real));
    }
    if has_body && signature.params.iter().any(|param| param.inout) {
        // what the reverse sweep finds changed it puts back
        out.push(parse_quote!(Self: ::core::clone::Clone));
    }
    let asked = body_of.map(|of| {
        let calls = Calls::of(&unit.function.block);
        unit.options.facts.traits.asked(&of.to_string(), &calls)
    });
    let called = asked.unwrap_or_default();
    let mut seen = BTreeSet::new();
    for ty in signature.active().map(|param| &param.ty).chain([&signature.output]).chain(&called) {
        for part in unknown_parts(ty, &signature.types) {
            let text = quote!(#part).to_string();
            let depends = text == "Self"
                || text.starts_with("Self ::")
                || unit.outer.type_params().any(|param| occurs_in(&param.ident, part));
            if !depends || !seen.insert((text.clone(), is_borrowed(ty))) {
                continue;
            }
            if text != "Self" {
                out.push(parse_quote!(#part: #krate::__private::Differentiable));
            }
            if !is_borrowed(ty) {
                out.extend(recorded(&quote!(#part), krate));
            }
        }
    }
    out
}

/// Whether a function takes or gives values of the type itself, or of its associated types.
fn mentions_self(sig: &syn::Signature) -> bool {
    struct Mention(bool);
    impl<'ast> Visit<'ast> for Mention {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.0 |= ident == "Self";
        }
        fn visit_receiver(&mut self, _: &'ast syn::Receiver) {
            self.0 = true;
        }
    }
    let mut mention = Mention(false);
    mention.visit_signature(sig);
    mention.0
}

/// That values of a type, and tangents of them, can be kept for the reverse sweep.
pub fn recorded(ty: &TokenStream, krate: &TokenStream) -> [syn::WherePredicate; 2] {
    [
        parse_quote!(#ty: ::core::clone::Clone + #krate::__private::Save),
        parse_quote!(<#ty as #krate::__private::Differentiable>::Tangent: #krate::__private::Save),
    ]
}

fn is_borrowed(ty: &Type) -> bool {
    matches!(ty, Type::Reference(_))
}

/// The type, if it is one that the macro knows: a float, a slice.
fn known(ty: &Type, facts: &Facts) -> Option<Type> {
    match known_type(ty, &facts.types(Vec::new())) {
        Ty::Opaque(_) => None,
        _ => Some(ty.clone()),
    }
}

/// Writes a type for `Self`.
struct Named<'a>(&'a Type);

impl VisitMut for Named<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.qself.is_none() && path.path.is_ident("Self") => {
                *ty = self.0.clone();
            }
            _ => syn::visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        let count = path.path.segments.len();
        if let (Type::Path(own), true) = (self.0, count == 2 && path.qself.is_none())
            && path.path.segments[0].ident == "Self"
            && let Some(last) = own.path.segments.last()
        {
            path.path.segments[0] = last.clone();
        }
        syn::visit_mut::visit_expr_path_mut(self, path);
    }
}

/// An item with more items at the end of its braces.
fn with_items(item: TokenStream, items: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut()
        && body.delimiter() == Delimiter::Brace
    {
        let mut stream = body.stream();
        stream.extend(items);
        let mut whole = Group::new(Delimiter::Brace, stream);
        whole.set_span(body.span());
        *body = whole;
    }
    tokens.into_iter().collect()
}

/// The names of the functions among items.
fn names(items: &TokenStream) -> BTreeSet<String> {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let functions = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(keyword), TokenTree::Ident(name)] if keyword == "fn" => {
            Some(name.to_string())
        }
        _ => None,
    });
    functions.collect()
}
