//! An `impl` of an operator: `#[differentiable] impl Mul<f64> for V`.
//!
//! In: an annotated `impl` of one of the traits of `std::ops`. Out: the `impl`, and beside it the rule of the
//! operator, by which the core finds its derivatives. The trait declares no sweeps, so the operator's
//! function becomes a free one with a companion, inside a `const _` that nothing else sees: `self` is a
//! parameter of it, and `Self` is written out.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, ImplItem, ImplItemFn, ItemFn, ItemImpl,
    Lifetime, LifetimeParam, Path, PathArguments, ReceiverKind, Type, parse_quote,
};

use super::{Contents, Home, Unit, companion_of, front, in_context, is_this, rules_of};
use crate::diagnostics::Diagnostics;
use crate::emit::operator::{Operands, rule};
use crate::normalize;
use crate::parse::Options;

/// The traits of operators.
const OPERATORS: [&str; 11] = [
    "Add",
    "AddAssign",
    "Div",
    "DivAssign",
    "Mul",
    "MulAssign",
    "Neg",
    "Rem",
    "RemAssign",
    "Sub",
    "SubAssign",
];

/// The operator that a trait stands for, by the trait's name.
pub fn operator_of(path: &Path) -> Option<&'static str> {
    let last = path.segments.last()?;
    OPERATORS.into_iter().find(|name| last.ident == name)
}

/// The rule of an `impl`, to stand beside it.
pub fn of_impl(
    block: &ItemImpl,
    operator: &'static str,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> TokenStream {
    // without one rustc says what is missing
    let Some(free) = function_of(block).and_then(|function| free_function(block, function)) else {
        return TokenStream::new();
    };
    let mut function = free.function;
    let mut options = options.of_block();
    if let Some(at) = function.attrs.iter().position(is_this) {
        let own = function.attrs.remove(at);
        if let syn::Meta::List(list) = own.meta {
            options = options.with(list.tokens, diagnostics);
        }
    }
    options.restrict_to_rules();
    let name = function.sig.ident.clone();
    let home = Home::Companion(name.clone());
    let mut unit = Unit { function, options, home, outer: Generics::default(), bounds: Vec::new() };
    normalize::prepared(&mut unit.function);
    let mut own = Diagnostics::default();
    let found = match unit.options.rules.any() {
        true => rules_of(&unit.function, &unit.options, &mut own)
            .map(|signature| (companion_of(&unit, &signature, Contents::Rules), signature)),
        false => {
            front(&unit.function, &unit.options, false, &mut own).map(|(signature, programs)| {
                (companion_of(&unit, &signature, Contents::Programs(&programs)), signature)
            })
        }
    };
    diagnostics.extend(own);
    let Some((companion, signature)) = found else { return TokenStream::new() };
    let in_place = operator.ends_with("Assign");
    let operands = Operands { operator, left: &free.left, right: free.right.as_ref(), in_place };
    let rule = in_context(&unit, &signature, |context| rule(context, &operands, &free.primal));
    let cfgs = crate::emit::resolved::block_cfgs(block);
    let krate = &unit.options.krate;
    let adds_up = function_of(block).and_then(|function| {
        super::additive::of_impl(block, function, operator, &quote!(#krate::__private))
    });
    let declared = declared(&unit.function, &free.primal);
    quote! {
        #(#cfgs)*
        const _: () = {
            #declared
            #companion
            #rule
            #adds_up
        };
    }
}

/// The function of an `impl` of an operator.
pub(super) fn function_of(block: &ItemImpl) -> Option<&ImplItemFn> {
    block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}

/// The operator as a function.
pub(super) fn declared(function: &ItemFn, primal: &TokenStream) -> TokenStream {
    let mut sig = function.sig.clone();
    let mut names = Vec::new();
    for (i, input) in sig.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(typed) = input {
            let name = Ident::new(&format!("arg_{i}"), Span::mixed_site());
            typed.attrs.clear();
            *typed.pat = parse_quote!(#name);
            names.push(name);
        }
    }
    quote! {
        #[inline(always)]
        #[allow(clippy::all, dead_code, non_snake_case)]
        #sig { #primal(#(#names),*) }
    }
}

/// The function of an operator by itself.
struct Free {
    function: ItemFn,
    left: Type,
    right: Option<Type>,
    /// The operator's function in the `impl`.
    primal: TokenStream,
}

/// The function with a parameter for `self`; none where the `impl` is not that of an operator.
fn free_function(block: &ItemImpl, function: &ImplItemFn) -> Option<Free> {
    let (path, _) = block.trait_.as_ref()?;
    let mut generics = block.generics.clone();
    let mut named = NamedLifetimes(&mut generics);
    let mut left = (*block.self_ty).clone();
    named.visit_type_mut(&mut left);
    let mut path = path.clone();
    let mut right = None;
    let unary = path.segments.last()?.ident == "Neg";
    if let PathArguments::AngleBracketed(arguments) = &mut path.segments.last_mut()?.arguments {
        for argument in &mut arguments.args {
            if let GenericArgument::Type(ty) = argument {
                named.visit_type_mut(ty);
                *ty = syn::parse2(without_self(ty.to_token_stream(), block, &left, None)).ok()?;
                right = Some(ty.clone());
            }
        }
    }
    if !unary {
        right = right.or_else(|| Some(left.clone()));
    }
    // a function by itself has no `Self`
    NamedSelf(&left).visit_generics_mut(&mut generics);
    let this = Ident::new("this", Span::mixed_site().located_at(function.sig.ident.span()));
    let body = without_self(function.block.to_token_stream(), block, &left, Some(&this));
    let output = without_self(function.sig.output.to_token_stream(), block, &left, None);
    let mut inputs: Vec<FnArg> = Vec::new();
    for input in &function.sig.inputs {
        inputs.push(match input {
            FnArg::Receiver(receiver) => {
                let (attrs, mutable) = (&receiver.attrs, &receiver.mutability);
                match &receiver.kind {
                    ReceiverKind::Reference(..) => parse_quote!(#(#attrs)* #this: &mut #left),
                    _ => parse_quote!(#(#attrs)* #mutable #this: #left),
                }
            }
            FnArg::Typed(typed) => {
                let (attrs, pat) = (&typed.attrs, &typed.pat);
                parse_quote!(#(#attrs)* #pat: #right)
            }
        });
    }
    if inputs.len() != 1 + usize::from(right.is_some()) {
        return None;
    }
    let name = &function.sig.ident;
    let hidden = Ident::new(&format!("__operator_{name}"), name.span());
    let (params, _, clause) = generics.split_for_impl();
    let attrs = &function.attrs;
    let free: ItemFn = syn::parse2(quote! {
        #(#attrs)* fn #hidden #params (#(#inputs),*) #output #clause #body
    })
    .ok()?;
    let primal = quote!(<#left as #path>::#name);
    Some(Free { function: free, left, right, primal })
}

/// Writes the type of the `impl` for `Self`.
struct NamedSelf<'a>(&'a Type);

impl VisitMut for NamedSelf<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => *ty = self.0.clone(),
            _ => syn::visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// Names the lifetimes that are left out, and declares them.
pub(super) struct NamedLifetimes<'a>(pub(super) &'a mut Generics);

impl NamedLifetimes<'_> {
    fn fresh(&mut self) -> Lifetime {
        let count = self.0.lifetimes().count();
        let lifetime = Lifetime::new(&format!("'operand_{count}"), Span::mixed_site());
        let param = GenericParam::Lifetime(LifetimeParam::new(lifetime.clone()));
        self.0.params.insert(0, param);
        lifetime
    }
}

impl VisitMut for NamedLifetimes<'_> {
    fn visit_type_reference_mut(&mut self, node: &mut syn::TypeReference) {
        if node.lifetime.is_none() {
            node.lifetime = Some(self.fresh());
        }
        syn::visit_mut::visit_type_reference_mut(self, node);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.fresh();
        }
    }
}

/// The types that an `impl` declares, and what `Self` is.
struct Written<'a> {
    block: &'a ItemImpl,
    ty: &'a Type,
    this: Option<&'a Ident>,
}

/// Tokens with the type for `Self`, the declared types for `Self::Output`, and a name for `self`.
pub fn without_self(
    tokens: TokenStream,
    block: &ItemImpl,
    ty: &Type,
    this: Option<&Ident>,
) -> TokenStream {
    Written { block, ty, this }.rewritten(tokens)
}

impl Written<'_> {
    fn rewritten(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.rewritten(group.stream()));
                    inner.set_span(group.span());
                    out.extend([TokenTree::Group(inner)]);
                }
                TokenTree::Ident(ident) if ident == "Self" => match self.declared(&tokens[at..]) {
                    Some(ty) => {
                        at += 3;
                        out.extend(ty);
                    }
                    None => out.extend(self.own_type(is_path(&tokens[at..]))),
                },
                TokenTree::Ident(ident) if ident == "self" && !is_path(&tokens[at..]) => {
                    match self.this {
                        Some(this) => {
                            let mut this = this.clone();
                            this.set_span(this.span().located_at(ident.span()));
                            out.extend([TokenTree::Ident(this)]);
                        }
                        None => out.extend([token.clone()]),
                    }
                }
                other => out.extend([other.clone()]),
            }
        }
        out
    }

    /// The type that the `impl` declares under the name behind `Self`.
    fn declared(&self, rest: &[TokenTree]) -> Option<TokenStream> {
        let name = match rest {
            [_, _, TokenTree::Ident(name), ..] if is_path(rest) => name,
            _ => return None,
        };
        let ty = self.block.items.iter().find_map(|item| match item {
            ImplItem::Type(item) if item.ident == *name => Some(&item.ty),
            _ => None,
        })?;
        Some(self.rewritten(ty.to_token_stream()))
    }

    /// The type as a path of expressions may begin with it.
    fn own_type(&self, in_path: bool) -> TokenStream {
        match self.ty {
            Type::Path(path) if path.qself.is_none() => {
                let mut path = path.path.clone();
                for segment in &mut path.segments {
                    if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                        arguments.colon2_token = Some(parse_quote!(::));
                    }
                }
                quote!(#path)
            }
            ty if in_path => quote!(<#ty>),
            ty => quote!((#ty)),
        }
    }
}

/// Whether `::` follows.
fn is_path(rest: &[TokenTree]) -> bool {
    matches!(rest, [TokenTree::Punct(a), TokenTree::Punct(b), ..] if a.as_char() == ':' && b.as_char() == ':')
}
