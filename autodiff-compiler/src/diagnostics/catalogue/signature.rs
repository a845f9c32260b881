//! Messages about the function's header: qualifiers, parameters, types, attributes.

use super::messages;
use crate::diagnostics::Diagnostic;
use syn::{Ident, Path};

messages! {
    async_function: "an `async` function cannot be differentiated"
        => "remove `async`, and await in the caller";
    unsafe_function: "an `unsafe` function cannot be differentiated"
        => "write the computation in a safe function and annotate that one";
    safe_qualifier: "the qualifier `safe` belongs to `extern` blocks"
        => "remove `safe`";
    default_function: "a `default` function cannot be differentiated"
        => "write the computation in a free function and annotate that one";
    foreign_abi: "a function with a foreign calling convention cannot be differentiated"
        => "annotate an ordinary function and call it from this one";
    variadic: "variadic parameters have no derivative"
        => "take a slice: `x: &[f64]`";
    receiver: "this form of `self` is not supported in a differentiable function"
        => "write `self`, `&self` or `&mut self`";
    no_return_type: "this function returns nothing, so there is nothing to differentiate"
        => "return the value: `-> f64`, or write it into a parameter: `y: &mut [f64]`";
    never_returns: "a function that never returns has no derivative"
        => "return the value: `-> f64`";
    returned_reference: "a function that returns a reference cannot be differentiated"
        => "return an owned value, such as `Vec<f64>` in place of `&[f64]`";
    parameter_pattern: "this pattern is not supported in a parameter"
        => "give the parameter a name and take it apart with `let` in the body";
    borrowed_view: "a reference to a view is not supported in a differentiable function"
        => "take the view itself, which is `Copy`: `x: ArrayView1<f64>`, called with `x.view()`";
    returned_view: "a differentiable function does not return a view of an array"
        => "return an array of its own: `a.slice(s![..n]).to_owned()`";
    mutable_view: "a mutable view is not supported in a differentiable function"
        => "take the array itself: `x: &mut Array1<f64>`";
    reference_by_mut: "a `&mut` to another reference is not supported in a differentiable function"
        => "take the reference itself: `x: &[f64]`";
    changing_reference: "a `&mut` parameter that is itself `mut` is not supported in a differentiable function"
        => "remove `mut`, and let the parameter refer to one thing";
    mut_parameter_pattern: "a `&mut` parameter is not taken apart in a differentiable function"
        => "give the parameter a name and use its fields: `p.0`";
    mut_reference_type: "`&mut` references are not supported in a differentiable function"
        => "assign to the variable itself instead of through a reference";
    impl_trait: "`impl Trait` is not supported in a differentiable function"
        => "write a concrete type, or a type parameter: `fn f<T: Real>(x: T)`";
    impl_iterator: "an iterator as a result is not supported in a differentiable function"
        => "collect what it yields, and return `Vec<f64>`";
    function_parameter: "a function is supported as a parameter, not as a part of one or as a result"
        => "take it by itself: `g: impl Fn(f64) -> f64`";
    function_once: "`FnOnce` is not supported in a differentiable function: derivatives call it more than once"
        => "write `Fn`";
    function_no_diff: "a parameter that is a function has no gradient of its own, and `#[no_diff]` changes nothing"
        => "leave it out; a call without derivative is `no_diff!(g(x))`";
    function_of_rule: "a function with a rule of its own cannot take functions"
        => "leave the rule out, or take the values of the function";
    changing_function: "a function that changes its argument is not supported as a parameter"
        => "let it take the value by `&`, and return the changed copy";
    function_without_value: "a parameter that is a function without a value has no derivative"
        => "let it return what it computes";
    trait_object: "`dyn Trait` has no derivative: the code behind it is not known at compile time"
        => "write a concrete type or a type parameter";
    function_pointer: "a function pointer has no derivative: the code behind it is not known at compile time"
        => "call an annotated function by its path";
    raw_pointer: "a raw pointer has no derivative"
        => "take a reference or a slice";
    macro_type: "a macro in the place of a type is not supported in a differentiable function"
        => "write the type out";
    unknown_type: "this form of type is not supported in a differentiable function"
        => "use numbers, references, slices, arrays, tuples or named types";
    many_conditions: "more than four different conditions of `cfg` in one function are not supported"
        => "put parts of the function into functions of their own";
    conditional_attribute: "`cfg` in this place of a differentiable function is not supported: its derivative would need it too"
        => "put the `cfg` on the whole function, once for each case";
}

/// A type that the file shows to have no tangent.
pub fn not_differentiable(name: &Ident) -> Diagnostic {
    no_tangent(name, &name.to_string(), "mark the parameter `#[no_diff]`")
}

/// The type of a value that a body makes of numbers with derivatives.
pub fn made_not_differentiable(name: &Ident) -> Diagnostic {
    no_tangent(name, &name.to_string(), "make the value in `no_diff!(..)` if it is data")
}

/// The type of `self`, by its name.
pub fn self_not_differentiable(at: &impl quote::ToTokens, name: &str) -> Diagnostic {
    no_tangent(at, name, "mark `self` `#[no_diff]`")
}

/// The type of a field.
pub fn field_not_differentiable(name: &Ident) -> Diagnostic {
    no_tangent(name, &name.to_string(), "mark the field `#[no_diff]`")
}

/// A type of the standard library, of a `what`.
pub fn standard_type(name: &Ident, what: &str) -> Diagnostic {
    Diagnostic::at(name.span(), format!("`{name}` of the standard library has no tangent")).help(
        format!(
            "mark the {what} `#[no_diff]`, or keep its numbers in a `Vec`, an array or a struct"
        ),
    )
}

fn no_tangent(at: &impl quote::ToTokens, name: &str, otherwise: &str) -> Diagnostic {
    Diagnostic::over(at, format!("`{name}` has no tangent: it is not differentiable"))
        .help(format!("put `#[derive(Differentiable)]` on `{name}`, or {otherwise}"))
}

/// An attribute on a statement, an expression or a parameter that generated code cannot honour.
pub fn unknown_attribute(path: &Path) -> Diagnostic {
    let name = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect::<Vec<_>>()
        .join("::");
    Diagnostic::over(
        path,
        format!("attribute `{name}` is not supported inside a differentiable function"),
    )
    .help("remove it, or move what it applies to into a function of its own")
}

/// An item inside the body that is neither a constant nor a `use`.
pub fn nested_item(keyword: &impl quote::ToTokens, what: &str, name: Option<&Ident>) -> Diagnostic {
    let named = name.map(|name| format!(" `{name}`")).unwrap_or_default();
    Diagnostic::over(
        keyword,
        format!("{what}{named} inside a differentiable function is not supported"),
    )
    .help("move it out of the function, beside it")
}
