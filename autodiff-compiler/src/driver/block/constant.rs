//! Functions without derivative among those of a block, by their signatures.
//!
//! In: a function. Out: whether it has a derivative, and the sweeps of one that has none.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{ImplItem, ItemImpl, Type};

use super::super::{Unit, in_context};
use crate::diagnostics::Diagnostics;
use crate::emit::inert;
use crate::normalize;
use crate::parse::Signature;

/// The sweeps of a function by itself that has no derivative, since it has no differentiable parameter or
/// its result has no tangent: callers cannot know. None for others, and where a derivative is asked for.
pub fn without_derivative(unit: &Unit) -> Option<TokenStream> {
    let options = &unit.options;
    let asks = options.wrt.is_some() || options.jacobian.is_some() || options.rules.any();
    let mut header = Diagnostics::default();
    crate::fence::check_header(&unit.function, &mut header);
    let refused = !header.into_sorted().is_empty();
    let signature = signature_of(unit);
    let plain = signature.params.iter().all(|param| !param.inout && param.function.is_none());
    let constant = signature.active().next().is_none() && !borrows(&signature.output);
    let inert = plain && (constant || is_inert(&signature)) && !signature.returns_nothing();
    (inert && !asks && !refused).then(|| {
        let sweeps = in_context(unit, &signature, inert::sweeps);
        let errors = floats_of_bits(unit, &signature, constant).into_compile_errors();
        quote!(#sweeps #errors)
    })
}

/// The signature of a function, whatever may be wrong with it.
pub fn signature_of(unit: &Unit) -> Signature {
    let mut ignored = Diagnostics::default();
    let signature = Signature::new(&unit.analysed(), &unit.options, &mut ignored);
    let _ = ignored.into_sorted();
    signature
}

/// A function of integers is constant, unless it makes floats of what may have been the bits of some; one of
/// floats has no derivative, unless its result is all bits of one, of which a caller may make a float again.
fn floats_of_bits(unit: &Unit, signature: &Signature, constant: bool) -> Diagnostics {
    let (mut refused, mut function) = (Diagnostics::default(), unit.analysed().into_owned());
    let bits = |name| mentions(function.block.to_token_stream(), name);
    if constant && bits("from_bits") || bits("to_bits") {
        normalize::prepared(&mut function);
        let mut ignored = Diagnostics::default();
        crate::fence::check(&function, &mut ignored);
        if ignored.is_empty() {
            let found = crate::lower::refused_bits(&function, signature, &unit.options);
            refused.extend(found);
        }
        let _ = ignored.into_sorted();
    }
    refused
}

/// Whether a name is among tokens.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The type that an `impl` declares for `Self::Mask`; any other is itself.
pub fn written<'a>(ty: &'a Type, block: &'a ItemImpl) -> &'a Type {
    let Type::Path(path) = ty else { return ty };
    let segments = &path.path.segments;
    let own = path.qself.is_none() && segments.len() == 2 && segments[0].ident == "Self";
    let declared = block.items.iter().find_map(|item| match item {
        ImplItem::Type(item) if own && item.ident == segments[1].ident => Some(&item.ty),
        _ => None,
    });
    declared.unwrap_or(ty)
}

/// Whether a type has a reference in it.
fn borrows(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
            self.0 = true;
        }
        fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_type(&mut search, ty);
    search.0
}

/// Whether what a function gives has a tangent for certain: the type of the `impl`, or a known one.
pub fn has_tangent(signature: &Signature) -> bool {
    let own = matches!(&signature.output, Type::Path(path) if path.path.is_ident("Self"));
    own || !signature.output_known.has_opaque() && !signature.returns_nothing()
}

/// A result without derivative, and no parameter that is changed.
pub fn is_inert(signature: &Signature) -> bool {
    signature.output_known.is_inert() && !signature.is_in_place()
}
