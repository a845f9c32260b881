//! The functions of a file: free ones as they are, methods with `self` as an ordinary parameter.

use proc_macro2::{Group, Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, Generics, ImplItem, Item, ItemFn, PathArguments, ReceiverKind, Signature, Stmt,
    TraitItem, Type,
};

/// All functions, those in modules, blocks of implementation, traits and other functions too.
pub fn of(file: syn::File) -> Vec<ItemFn> {
    let mut found = Vec::new();
    items(file.items, &mut found);
    found
}

fn items(all: Vec<Item>, found: &mut Vec<ItemFn>) {
    for item in all {
        match item {
            Item::Fn(function) => push(function, found),
            Item::Mod(module) => {
                items(module.content.map(|(_, items)| items).unwrap_or_default(), found);
            }
            Item::Impl(block) => {
                for member in block.items {
                    let ImplItem::Fn(method) = member else { continue };
                    let function = ItemFn {
                        attrs: method.attrs,
                        vis: method.vis,
                        ..free(method.sig, method.block, Some((&block.self_ty, &block.generics)))
                    };
                    push(function, found);
                }
            }
            Item::Trait(definition) => {
                for member in definition.items {
                    let TraitItem::Fn(method) = member else { continue };
                    let Some(block) = method.default else { continue };
                    push(ItemFn { attrs: method.attrs, ..free(method.sig, block, None) }, found);
                }
            }
            _ => {}
        }
    }
}

/// The function, and the functions in its body.
fn push(function: ItemFn, found: &mut Vec<ItemFn>) {
    let inside = function.block.stmts.iter().filter_map(|stmt| match stmt {
        Stmt::Item(item) => Some(item.clone()),
        Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) => None,
    });
    items(inside.collect(), found);
    found.push(function);
}

/// `fn m(&self, ..)` of `impl<T> S<T>` as `fn m<T>(this: &S<T>, ..)`; as it is where that is not Rust.
fn free(sig: Signature, block: syn::Block, of: Option<(&Type, &Generics)>) -> ItemFn {
    let plain = quote!(#sig #block);
    let as_it_is = || syn::parse2(plain.clone()).expect("a function is a function");
    let Some((self_ty, generics)) = of else { return as_it_is() };
    let mut sig = sig;
    if let Some(FnArg::Receiver(receiver)) = sig.inputs.first() {
        let mutable = &receiver.mutability;
        let ty = match &receiver.kind {
            ReceiverKind::Value => quote!(Self),
            ReceiverKind::Reference(and, lifetime, mutable) => quote!(#and #lifetime #mutable Self),
            ReceiverKind::Typed(_, ty) => quote!(#ty),
            _ => return as_it_is(),
        };
        let Ok(typed) = syn::parse2(quote!(#mutable this: #ty)) else { return as_it_is() };
        sig.inputs[0] = typed;
    }
    merge(&mut sig.generics, generics);
    let signature = named(sig.to_token_stream(), self_ty);
    let body = named(block.to_token_stream(), self_ty);
    syn::parse2(quote!(#signature #body)).unwrap_or_else(|_| as_it_is())
}

/// The generics of the block before those of the method, lifetimes first.
fn merge(own: &mut Generics, outer: &Generics) {
    let mut params: Vec<_> = outer.params.iter().chain(&own.params).cloned().collect();
    params.sort_by_key(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
    own.params = params.into_iter().collect();
    own.lt_token.get_or_insert_default();
    own.gt_token.get_or_insert_default();
    if let Some(clause) = &outer.where_clause {
        own.make_where_clause().predicates.extend(clause.predicates.iter().cloned());
    }
    WithoutDefaults.visit_generics_mut(own);
}

/// Parameters of functions have no default.
struct WithoutDefaults;

impl VisitMut for WithoutDefaults {
    fn visit_type_param_mut(&mut self, param: &mut syn::TypeParam) {
        param.default = None;
    }
}

/// `this` for `self`, and the type for `Self`: in brackets before `::`, without arguments where a value
/// is built.
fn named(tokens: TokenStream, self_ty: &Type) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let replaced = tokens.iter().enumerate().map(|(i, token)| match (token, tokens.get(i + 1)) {
        (TokenTree::Group(group), _) => {
            let mut inner = Group::new(group.delimiter(), named(group.stream(), self_ty));
            inner.set_span(group.span());
            TokenTree::Group(inner).into_token_stream()
        }
        (TokenTree::Ident(name), _) if name == "self" => {
            Ident::new("this", name.span()).into_token_stream()
        }
        (TokenTree::Ident(name), Some(TokenTree::Punct(colon)))
            if name == "Self" && colon.as_char() == ':' && colon.spacing() == Spacing::Joint =>
        {
            quote_spanned!(name.span()=> <#self_ty>)
        }
        (TokenTree::Ident(name), Some(TokenTree::Group(_))) if name == "Self" => built(self_ty),
        (TokenTree::Ident(name), _) if name == "Self" => self_ty.into_token_stream(),
        (token, _) => token.into_token_stream(),
    });
    replaced.collect()
}

/// The path of a struct without its arguments.
fn built(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty
        && let Some(last) = path.path.segments.last_mut()
    {
        last.arguments = PathArguments::None;
    }
    ty.into_token_stream()
}
