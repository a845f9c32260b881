//! Entry points of the procedural macros; the compiler is `autodiff-compiler`.

use proc_macro::TokenStream;

/// Derivatives of a function, as functions beside it.
///
/// See the documentation of the crate `chainrule`.
#[proc_macro_attribute]
pub fn differentiable(attribute: TokenStream, item: TokenStream) -> TokenStream {
    autodiff_compiler::expand(attribute.into(), item.into()).into()
}

/// A tangent type for a struct or an enum, so that its values have derivatives.
///
/// See the documentation of the crate `chainrule`.
#[proc_macro_derive(Differentiable, attributes(no_diff, chainrule))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    autodiff_compiler::derive(item.into()).into()
}
