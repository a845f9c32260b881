//! Messages about the attribute: where it stands, and what its arguments ask for.

use proc_macro2::{Ident, Span};
use quote::ToTokens;

use super::messages;
use crate::diagnostics::Diagnostic;

messages! {
    without_body: "`#[differentiable]` needs the body of the function"
        => "write it on a `fn` with a body";
    attribute_twice: "`#[differentiable]` is given twice"
        => "write one attribute with all arguments";
    impl_for_items: "an `impl` of a trait for all types that yield items cannot be differentiated"
        => "annotate a function that takes the items, `fn mean<T>(v: T) -> f64 where T: IntoIterator, T::Item: Borrow<f64>`";
    impl_for_slice: "an `impl` of a trait for a slice cannot be differentiated"
        => "write it for `Vec<f64>`, or for a struct that holds the slice; or annotate a function that takes the slice";
    jacobian_misfit: "`jacobian` needs one differentiable parameter and an output that both are one-dimensional arrays of floats"
        => "take a slice, array, `Vec` or `Array1` of floats and return one; `wrt(x)` picks one parameter of several";
    jacobian_in_place: "`jacobian` is not there for a function with a `&mut` parameter: each of its rows would change it again"
        => "take the value by `&`, and return the changed copy";
    jacobian_reverse: "`jacobian` is computed in adjoint mode, which `modes(..)` leaves out"
        => "write `modes(forward, reverse)`";
}

/// An argument of the attribute that does not exist.
pub fn unknown_argument(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("`#[differentiable]` has no argument `{name}`")).help(
        "the arguments are `second_order`, `jacobian`, `wrt(..)`, `modes(..)`, `bound = \"..\"`, \
         `companion = Name`, `companions(..)`, `crate = path`, `print` and `report`",
    )
}

/// A mode other than the two.
pub fn unknown_mode(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("there is no mode `{name}`"))
        .help("write `modes(forward)`, `modes(reverse)` or both")
}

/// `wrt` names no parameter.
pub fn wrt_unknown(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("the function has no parameter `{name}`"))
        .help("`wrt(..)` lists parameters by their names")
}

/// `wrt` names a parameter without tangent.
pub fn wrt_inert(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("the parameter `{name}` has no derivative"))
        .help("leave it out of `wrt(..)`")
}

/// A `&mut` parameter of floats that `#[no_diff]` or `wrt(..)` leaves out: callers whose value it
/// changes would go on with the derivative of the old one.
pub fn inert_mut_parameter(name: &Ident) -> Diagnostic {
    Diagnostic::over(
        name,
        format!(
            "the `&mut` parameter `{name}` may hold floats and cannot be left without derivative"
        ),
    )
    .help("let it be differentiable, or take it by `&` and return the changed copy")
}

/// No differentiable parameter.
pub fn nothing_to_differentiate(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("`{name}` has no differentiable parameter")).help(
        "take at least one float, array of floats or `Differentiable` type without `#[no_diff]`, \
         or remove `#[differentiable]`",
    )
}

/// An argument of the attribute that is written another way; `form` is the right one.
pub fn malformed_argument(
    span: proc_macro2::Span,
    name: &str,
    found: &str,
    form: &str,
) -> Diagnostic {
    Diagnostic::at(span, format!("the argument `{name}` is malformed: {found}"))
        .help(format!("write `{form}`"))
}

/// An argument that was given before.
pub fn repeated_argument(name: &Ident) -> Diagnostic {
    Diagnostic::at(name.span(), format!("the argument `{name}` is given twice"))
        .help("write each argument once")
}

/// Two arguments without a comma between them, or no argument at all.
pub fn arguments_syntax(span: proc_macro2::Span) -> Diagnostic {
    Diagnostic::at(span, "the arguments of `#[differentiable]` are names, separated by commas")
        .help("write `#[differentiable(second_order, wrt(x))]`")
}

/// The attribute stands on something else.
pub fn not_a_function(keyword: &impl ToTokens, what: &str) -> Diagnostic {
    Diagnostic::over(
        keyword,
        format!("`#[differentiable]` goes on a function, an `impl` or a trait, not on {what}"),
    )
    .help("write it on each `fn` to differentiate")
}

/// A method of a trait, or of an `impl` of one.
pub fn method_of_trait(name: &Ident) -> Diagnostic {
    Diagnostic::at(
        name.span(),
        format!("the derivatives of `{name}` cannot stand in a trait or an `impl` of one"),
    )
    .help("write `#[differentiable]` on the trait, and on the whole `impl`")
}

/// An `impl` of a trait that declares no sweeps.
pub fn impl_of_standard_trait(name: &Ident) -> Diagnostic {
    Diagnostic::at(
        name.span(),
        format!("an `impl` of the standard library's `{name}` cannot be differentiated"),
    )
    .help("write a method in an annotated `impl` of the type, and call that one")
}

/// What `index` or `deref` does beside giving a reference to a part of `self`.
pub fn unseen_place(tokens: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(tokens, "the place that this gives is not known")
        .help("give a reference to a part of `self` in each arm, `&self.data[i * self.columns + j]`, with `let`s and assertions in front")
}

/// An index that is no tuple, and whose place fields decide.
pub fn index_by_fields(tokens: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(
        tokens,
        "a field that decides on the place is not supported where the index is no tuple",
    )
    .help(
        "take a tuple, `Index<(usize, usize)>`, or write an annotated method that gives the value",
    )
}

/// An argument that makes no sense for all functions of an `impl`.
pub fn argument_of_a_method(span: proc_macro2::Span, argument: &str) -> Diagnostic {
    Diagnostic::at(span, format!("`{argument}` belongs to one function of the `impl`"))
        .help(format!("write `#[differentiable({argument})]` on the function"))
}

/// The companion would hide a type or a crate that everything uses.
pub fn named_like_a_type(name: &Ident) -> Diagnostic {
    Diagnostic::at(
        name.span(),
        format!(
            "the companion of a function called `{name}` would hide the `{name}` of the language"
        ),
    )
    .help(format!(
        "name the companion: `#[differentiable(companion = Name)]`; annotated callers write \
         `companions({name} = path::Name)`"
    ))
}

/// A `vjp` rule alone, for a function that changes what it is given.
pub fn rule_for_changes(rule: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(rule, "a function with `&mut` parameters needs an `adjoint` rule")
        .help("write `adjoint = path`, with the signature of the generated `adjoint_` function")
}

/// `second_order` beside rules, without a rule to differentiate.
pub fn second_order_of_rules(span: Span) -> Diagnostic {
    Diagnostic::at(span, "`second_order` differentiates the `jvp` rule, and there is none")
        .help("write `jvp = path`, and `#[differentiable]` on that function")
}

/// A type parameter whose operators are not those of floats.
pub fn float_bound_missing(param: &Ident) -> Diagnostic {
    Diagnostic::at(param.span(), format!("the derivative of arithmetic on `{param}` is not known"))
        .help(format!("take operands by value, `{param}: Add<Output = {param}>`, let it be a float, `{param}: Real`, or mark its parameters `#[no_diff]`"))
}
