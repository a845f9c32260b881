//! What the attribute's arguments, the signature's types and lowering refuse.

use proc_macro2::Ident;
use quote::ToTokens;

use super::messages;
use crate::diagnostics::Diagnostic;

messages! {
    not_lowered: "this form is not differentiable yet" => "write it with plain `let`, assignments, `if`, `match` and `for` over ranges, or move it into a function of its own that needs no derivative and wrap the call in `no_diff!(..)`";
    item_in_inner_block: "constants and imports of an inner block are not supported yet" => "move it to the top of the function, under a name of its own";
    cast_to_unknown: "the macro cannot see which type this cast goes to" => "cast to `f64`, `f32` or an integer type by its name";
    mapv_needs_closure: "the derivative of `mapv` needs the body of the closure" => "write the closure in place: `x.mapv(|v| v.sin())`";
    range_adapters: "this order of range adapters is not differentiable yet" => "step once: `(a..b).step_by(k)`, with `.rev()` before or behind it";
    unknown_float_function: "no derivative is known for this function" => "use a method of `f64`, or wrap the call in an annotated function with a rule of its own";
    output_not_differentiable: "a result of this type has no derivative" => "return a float, an array of floats, a tuple of them or a type that is `Differentiable`";
}

/// An argument of the attribute that does not exist.
pub fn unknown_argument(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("`#[differentiable]` has no argument `{name}`")).help(
        "the arguments are `second_order`, `jacobian`, `wrt(..)`, `modes(..)`, `bound = \"..\"`, \
         `companion = Name`, `companions(..)`, `crate = path` and `print`",
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

/// No differentiable parameter.
pub fn nothing_to_differentiate(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("`{name}` has no differentiable parameter")).help(
        "take at least one float, array of floats or `Differentiable` type without `#[no_diff]`, \
         or remove `#[differentiable]`",
    )
}

/// A method that lowering cannot place.
pub fn no_derivative_known(method: &Ident) -> Diagnostic {
    Diagnostic::over(&method.to_token_stream(), format!("no derivative is known for method `{method}` on this type"))
        .help("annotate a function that does the same with `#[differentiable]`, or wrap the call in `no_diff!(..)`")
}

/// The attribute stands on something else.
pub fn not_a_function(span: proc_macro2::Span) -> Diagnostic {
    Diagnostic::at(span, "`#[differentiable]` goes on a function")
        .help("write it on a free `fn` with a body; methods and impl blocks come later")
}
