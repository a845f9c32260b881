//! `#[differentiable] impl Index<(usize, usize)> for Matrix`, and `IndexMut`, `Deref` and `DerefMut`.
//!
//! In: an annotated `impl` whose function gives a reference to a part of `self`. Out: the same `impl` for the
//! tangent, so that the shadow of `m[i]` is `d_m[i]`. Where the index is a tuple, how it becomes a position
//! may depend on fields that a tangent has not: then the `impl` of the tangent takes positions, which the
//! value gives (`autodiff_core::index`), and generated code asks for them. An index of any other type has to
//! show the place by itself. `IndexMut` and `DerefMut` add no place of their own: rustc compares the texts.

mod body;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{
    Block, Expr, FnArg, GenericArgument, GenericParam, ImplItem, ImplItemFn, ItemImpl, Pat,
    PathArguments, Type, parse_quote,
};

use crate::diagnostics::Diagnostics;
use crate::parse::derived::Derived;
use crate::parse::{Options, float_parameters};
use body::{Place, Places};

/// The traits, of which every second one changes.
const TRAITS: [&str; 4] = ["Index", "IndexMut", "Deref", "DerefMut"];

/// The trait of the `impl`, if it is one of those here.
pub fn trait_of(path: &syn::Path) -> Option<&'static str> {
    let last = path.segments.last()?;
    TRAITS.into_iter().find(|name| last.ident == name)
}

/// What stands beside an `impl`.
pub fn of_impl(
    block: &ItemImpl,
    name: &'static str,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> TokenStream {
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    let path = block.trait_.as_ref().map(|(path, _)| path);
    let (Some(function), Some(path)) = (function, path) else {
        return TokenStream::new();
    };
    let index = match &path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            })
        }
        _ => None,
    };
    let index = index.unwrap_or_else(|| parse_quote!(()));
    let by_position = matches!(index, Type::Tuple(_)) && name.starts_with("Index");
    let mut places = Places { by_position, found: Vec::new(), diagnostics };
    let body = places.block(&function.block);
    if !places.diagnostics.is_empty() {
        return TokenStream::new();
    }
    let found = places.found;
    let private = &options.krate;
    let private = quote!(#private::__private);
    let writer =
        Writer { block, function, index: &index, places: &found, private: &private, options };
    match name {
        "Index" | "Deref" => {
            let (tangent, check) = (writer.tangent(name, &body), writer.check());
            let position = by_position.then(|| writer.positions(&body));
            quote!(#tangent #position #check)
        }
        _ => {
            let same = writer.same();
            let position = by_position.then(|| writer.changed_by_position());
            quote!(#same #position)
        }
    }
}

/// Writes the `impl`s.
struct Writer<'a> {
    block: &'a ItemImpl,
    function: &'a ImplItemFn,
    index: &'a Type,
    places: &'a [Place],
    private: &'a TokenStream,
    options: &'a Options,
}

impl Writer<'_> {
    /// The type of the tangent, which the derive calls after the type.
    fn tangent_type(&self) -> TokenStream {
        let (ty, private) = (&self.block.self_ty, self.private);
        if let (Type::Path(path), false) = (&**ty, self.block.generics.params.is_empty()) {
            let mut path = path.clone();
            if let Some(last) = path.path.segments.last_mut() {
                last.ident = format_ident!("{}Tangent", last.ident);
            }
            return quote!(#path);
        }
        quote!(<#ty as #private::Differentiable>::Tangent)
    }

    /// `<..>` and `where ..` for the tangent.
    fn generics(&self) -> syn::Generics {
        let mut generics = self.block.generics.clone();
        let (floats, private) = (float_parameters(&generics), self.private);
        for param in self.block.generics.params.iter() {
            let GenericParam::Type(param) = param else { continue };
            let name = &param.ident;
            let bound: syn::WherePredicate = match floats.iter().any(|float| name == float) {
                true => parse_quote!(#name: #private::Real),
                false => parse_quote!(#name: #private::Differentiable),
            };
            generics.make_where_clause().predicates.push(bound);
        }
        generics
    }

    /// The tangent of what the `impl` calls `Output` or `Target`.
    fn part_type(&self) -> TokenStream {
        let ty = self.block.items.iter().find_map(|item| match item {
            ImplItem::Type(item) => Some(&item.ty),
            _ => None,
        });
        let Some(ty) = ty else { return quote!(()) };
        let types = self.options.facts.types(float_parameters(&self.block.generics));
        let derived = Derived { krate: &self.options.krate, types: &types, hidden: None };
        match ty {
            Type::Slice(slice) => {
                let element = derived.gradient(&slice.elem);
                quote!([#element])
            }
            ty => derived.gradient(ty),
        }
    }

    /// The size of the largest place.
    fn count(&self) -> usize {
        self.places.iter().map(|place| place.at.len()).max().unwrap_or(0)
    }

    fn position_type(&self) -> TokenStream {
        let (private, index, count) = (self.private, self.index, self.count());
        quote!(#private::index::Position<#index, #count>)
    }

    /// The `impl`s of the tangent, and what the function does.
    fn tangent(&self, name: &str, body: &Block) -> TokenStream {
        let (private, block, text) = (self.private, self.block, self.text());
        let (params, _, clause) = block.generics.split_for_impl();
        let (ty, index) = (&block.self_ty, self.index);
        let generics = self.generics();
        let (tangent_params, _, tangent_clause) = generics.split_for_impl();
        let (tangent, part) = (self.tangent_type(), self.part_type());
        let named = |body: Block, mutable| self.written(body, mutable);
        let (of, of_mut, associated) = match name {
            "Index" if self.by_position() => {
                let position = self.position_type();
                (quote!(Index<#position>), quote!(IndexMut<#position>), quote!(Output))
            }
            "Index" => (quote!(Index<#index>), quote!(IndexMut<#index>), quote!(Output)),
            _ => (quote!(Deref), quote!(DerefMut), quote!(Target)),
        };
        let functions = [false, true].map(|mutable| match self.by_position() {
            true => self.by_place(mutable, &part),
            false => {
                let function = &self.function.sig.ident;
                let name = if mutable { format_ident!("{function}_mut") } else { function.clone() };
                let (body, given) = (named(body.clone(), mutable), self.given());
                let reference = if mutable { quote!(&mut) } else { quote!(&) };
                quote!(#[inline(always)] fn #name(#reference self #given) -> #reference #part #body)
            }
        });
        let [shared, mutable] = functions;
        let allow = quote!(#[allow(unused_variables, clippy::all, clippy::pedantic)]);
        quote! {
            impl #params #private::index::Places<#index> for #ty #clause {
                type Text = #private::index::Text<#text>;
            }
            #allow
            impl #tangent_params ::core::ops::#of for #tangent #tangent_clause {
                type #associated = #part;
                #shared
            }
            #allow
            impl #tangent_params ::core::ops::#of_mut for #tangent #tangent_clause { #mutable }
        }
    }

    fn by_position(&self) -> bool {
        matches!(self.index, Type::Tuple(tuple) if !tuple.elems.is_empty())
    }

    /// The parameters behind `self`.
    fn given(&self) -> TokenStream {
        let given = self.function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => {
                let (pat, ty): (&Pat, &Type) = (&typed.pat, &typed.ty);
                Some(quote!(, #pat: #ty))
            }
            FnArg::Receiver(_) => None,
        });
        given.collect()
    }

    /// A body with references to parts in place of their numbers.
    fn written(&self, mut body: Block, mutable: bool) -> TokenStream {
        struct Parts<'a>(&'a [Place], bool);
        impl VisitMut for Parts<'_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                syn::visit_mut::visit_expr_mut(self, expr);
                if let Expr::Macro(node) = expr
                    && node.mac.path.is_ident("part_of")
                    && let Ok(number) = node.mac.parse_body::<syn::LitInt>()
                    && let Ok(number) = number.base10_parse::<usize>()
                {
                    let place = &self.0[number];
                    let part = filled(&place.place, &|at| place.at[at].to_token_stream());
                    *expr = match self.1 {
                        true => parse_quote!(&mut #part),
                        false => parse_quote!(&#part),
                    };
                }
            }
        }
        Parts(self.places, mutable).visit_block_mut(&mut body);
        body.to_token_stream()
    }

    /// The function of an `impl` that takes positions.
    fn by_place(&self, mutable: bool, part: &TokenStream) -> TokenStream {
        let position = self.position_type();
        let at = Ident::new("position", Span::mixed_site());
        let reference = if mutable { quote!(&mut) } else { quote!(&) };
        let name = Ident::new(if mutable { "index_mut" } else { "index" }, Span::mixed_site());
        let parts = self.places.iter().map(|place| {
            let part = filled(&place.place, &|which| quote!(#at.at(#which)));
            quote!(#reference #part)
        });
        let parts: Vec<TokenStream> = parts.collect();
        let body = match parts.as_slice() {
            [one] => one.clone(),
            all => {
                let numbers = 0..all.len();
                quote!(match #at.place() { #(#numbers => #all,)* _ => ::core::unreachable!() })
            }
        };
        quote! {
            #[inline(always)]
            #[track_caller]
            fn #name(#reference self, #at: #position) -> #reference #part { #body }
        }
    }

    /// What gives positions, and the primal's parts by them.
    fn positions(&self, body: &Block) -> TokenStream {
        struct Given<'a>(&'a TokenStream, usize);
        impl VisitMut for Given<'_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                let list = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
                if let Expr::Macro(node) = expr
                    && node.mac.path.is_ident("position_of")
                    && let Ok(parts) = node.mac.parse_body_with(list)
                {
                    let (private, mut parts) = (self.0, parts.into_iter());
                    let number = parts.next();
                    let at: Vec<Expr> = parts.collect();
                    let rest = at.len()..self.1;
                    let zeros = rest.map(|_| quote!(0));
                    *expr = parse_quote! {
                        #private::index::Position::new(#number, [#(#at,)* #(#zeros),*])
                    };
                } else {
                    syn::visit_mut::visit_expr_mut(self, expr);
                }
            }
        }
        let mut body = body.clone();
        Given(self.private, self.count()).visit_block_mut(&mut body);
        let (private, block, index) = (self.private, self.block, self.index);
        let (params, _, clause) = block.generics.split_for_impl();
        let (ty, position, given) = (&block.self_ty, self.position_type(), self.given());
        let output = block.items.iter().find_map(|item| match item {
            ImplItem::Type(item) => Some(&item.ty),
            _ => None,
        });
        let shared = self.by_place(false, &quote!(#output));
        quote! {
            #[allow(unused_variables, clippy::all, clippy::pedantic)]
            impl #params #private::index::Positions<#index> for #ty #clause {
                type Position = #position;
                #[inline(always)]
                #[track_caller]
                fn position(&self #given) -> #position #body
            }
            #[allow(clippy::all, clippy::pedantic)]
            impl #params ::core::ops::Index<#position> for #ty #clause {
                type Output = #output;
                #shared
            }
        }
    }

    /// What changes the primal's parts by position.
    fn changed_by_position(&self) -> TokenStream {
        let (block, position) = (self.block, self.position_type());
        let (params, _, clause) = block.generics.split_for_impl();
        let ty = &block.self_ty;
        let mutable = self.by_place(true, &quote!(<Self as ::core::ops::Index<#position>>::Output));
        quote! {
            #[allow(clippy::all, clippy::pedantic)]
            impl #params ::core::ops::IndexMut<#position> for #ty #clause { #mutable }
        }
    }

    /// That the mutable `impl`, if there is one, is annotated.
    fn check(&self) -> TokenStream {
        let (private, block, index) = (self.private, self.block, self.index);
        let (params, _, clause) = block.generics.split_for_impl();
        let ty = &block.self_ty;
        let span = block.self_ty.to_token_stream().into_iter().next();
        let span = span.map_or_else(Span::call_site, |token| token.span());
        let of = Ident::new("of", Span::mixed_site().located_at(span));
        quote::quote_spanned! {Span::mixed_site().located_at(span)=>
            const _: () = {
                #[allow(dead_code, unused_imports, clippy::all)]
                fn changed_alike #params () #clause {
                    use #private::index::{Alike as _, DereferencedPerhaps as _, IndexedPerhaps as _, Unchanged as _};
                    let #of = #private::index::Changed::<#ty, #index>(::core::marker::PhantomData);
                    #private::index::one_place((&&&#of).mutably());
                }
            };
        }
    }

    /// That the mutable function says what the other does.
    fn same(&self) -> TokenStream {
        let (private, block, index) = (self.private, self.block, self.index);
        let (params, _, clause) = block.generics.split_for_impl();
        let (ty, text) = (&block.self_ty, self.text());
        let span = Span::mixed_site().located_at(self.function.sig.ident.span());
        quote::quote_spanned! {span=>
            impl #params #private::index::SameMutably<#index> for #ty #clause {}
            const _: () = {
                #[allow(dead_code, clippy::all)]
                fn of_one_text #params () #clause {
                    #private::index::same_text::<
                        <#ty as #private::index::Places<#index>>::Text,
                        #private::index::Text<#text>,
                    >();
                }
            };
        }
    }

    /// What the function says, but for `mut`, as a number: FNV-1a, 64 bits.
    fn text(&self) -> u64 {
        let mut text = String::new();
        let body = &self.function.block;
        plain(self.given(), &mut text);
        plain(body.to_token_stream(), &mut text);
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

/// A place with its indices written out.
fn filled(place: &Expr, index: &dyn Fn(usize) -> TokenStream) -> TokenStream {
    struct Filled<'a>(&'a dyn Fn(usize) -> TokenStream);
    impl VisitMut for Filled<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if let Expr::Macro(node) = expr
                && node.mac.path.is_ident("at")
                && let Ok(number) = node.mac.parse_body::<syn::LitInt>()
                && let Ok(number) = number.base10_parse::<usize>()
            {
                *expr = Expr::Verbatim((self.0)(number));
            } else {
                syn::visit_mut::visit_expr_mut(self, expr);
            }
        }
    }
    let mut place = place.clone();
    Filled(index).visit_expr_mut(&mut place);
    place.to_token_stream()
}

/// Tokens as text, without what tells a mutable function from the other.
fn plain(tokens: TokenStream, out: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                out.push_str(&format!("{:?}(", group.delimiter()));
                plain(group.stream(), out);
                out.push(')');
            }
            TokenTree::Ident(ident) if ident == "mut" => {}
            TokenTree::Punct(comma) if comma.as_char() == ',' => out.push(' '),
            other => {
                out.push_str(&other.to_string());
                out.push(' ');
            }
        }
    }
}
