//! What the types of the signature and lowering refuse.

use proc_macro2::{Ident, Span};
use quote::ToTokens;

use super::messages;
use crate::diagnostics::Diagnostic;

messages! {
    not_lowered: "this form is not differentiable yet" => "write it with plain `let`, assignments, `if`, `match` and `for` over ranges, or move it into a function of its own that needs no derivative and wrap the call in `no_diff!(..)`";
    item_in_inner_block: "an item of an inner block whose name means something else outside of it is not supported" => "move it to the top of the function, under a name of its own";
    cast_to_unknown: "the macro cannot see which type this cast goes to" => "cast to `f64`, `f32` or an integer type by its name";
    function_shared: "this function parameter cannot be lent to several functions at once" => "take it as `Fn`, and use it in one function of a call";
    needs_closure: "the derivative of this method needs to know what it applies" => "write a closure, or the name of one or of an annotated function";
    option_or_result: "whether this is called on an `Option` or a `Result` cannot be seen" => "bind the value with its type: `let value: Option<_> = ..;`";
    mapv_needs_closure: "the derivative of `mapv` needs to know what it applies" => "write a closure, `x.mapv(|v| v.sin())`, or the name of one or of an annotated function";
    unknown_float_function: "no derivative is known for this function" => "use a method of `f64`, or wrap the call in an annotated function with a rule of its own";
    output_not_differentiable: "a result of this type has no derivative" => "return a float, an array of floats, a tuple of them or a type that is `Differentiable`";
}

/// The closure of `mapv` writes a variable from outside.
pub fn captured_write(body: &impl ToTokens, name: &Ident) -> Diagnostic {
    Diagnostic::over(
        body,
        format!("the closure of `mapv` changes `{name}`, which is outside of it"),
    )
    .help("write a loop over the elements: `for i in 0..x.len() { .. }`")
}

/// An operator between a type parameter and another float.
pub fn different_floats(op: &impl ToTokens, left: &str, right: &str) -> Diagnostic {
    Diagnostic::over(
        op,
        format!("no derivative is known for an operator between `{left}` and `{right}`"),
    )
    .help("convert one side: `T::from(x).unwrap()`, `f64::from(x)`, `x.to_f64().unwrap()`")
}

/// A field marked `#[no_diff]` of a value with derivatives is changed.
pub fn marked_field_changed(at: Span, name: &str) -> Diagnostic {
    Diagnostic::at(
        at,
        format!("`{name}` is marked `#[no_diff]`, and cannot change in a value with derivatives"),
    )
    .help(format!(
        "change a copy in front of it, and make the value with that: `S {{ {name}, ..s }}`"
    ))
}

/// A method that lowering cannot place.
pub fn no_derivative_known(method: &Ident) -> Diagnostic {
    Diagnostic::over(&method.to_token_stream(), format!("no derivative is known for method `{method}` on this type"))
        .help("annotate a function that does the same with `#[differentiable]`, or wrap the call in `no_diff!(..)`")
}

/// A pass broke the contract of the IR: a mistake of the compiler's, found in debug builds.
pub fn broken_contract(function: &Ident, breach: &str) -> Diagnostic {
    Diagnostic::at(function.span(), format!("a mistake of the compiler in `{function}`: {breach}"))
        .help("please report the function; nothing is wrong with it")
}

/// A method that would put a reference into an array.
pub fn stored_reference(method: Span) -> Diagnostic {
    Diagnostic::at(method, "a reference cannot be stored in an array or a `Vec`")
        .help("store the value: `*x`, or a copy of it")
}

/// A name of a reference is made to refer to something else, where it cannot be seen which.
pub fn changed_reference(name: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(name, "what a reference refers to cannot change here")
        .help("change what it refers to, `*r = ..`, or swap the arrays themselves: `mem::swap(&mut a, &mut b)`")
}

/// A slice that is assigned a part of another array than before.
pub fn walks_elsewhere(name: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(name, "this slice becomes one that is not seen to be a part of the same array")
        .help("assign parts of it, such as `&rest[1..]`, or choose by positions: `let mut begin = 0;`, and `&x[begin..]` where it is used")
}

/// A part of what a call gives is changed: it may belong to anything.
pub fn changed_by_call(target: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(target, "this changes what a call gives, and where that belongs is not seen")
        .help("keep the number in a `let mut` variable, in a field or an element, and change it there by its name")
}

/// A `&mut` reference that a condition chooses, where no name is bound to it.
pub fn chosen_borrow(branch: Span) -> Diagnostic {
    Diagnostic::at(branch, "a `&mut` reference that depends on a condition needs a name")
        .help("bind it: `let r = if c { &mut a } else { &mut b };`")
}

/// Choices of references behind one another.
pub fn many_choices(choice: &impl ToTokens) -> Diagnostic {
    Diagnostic::over(choice, "too many choices of references follow one another").help(
        "end the block of one before the next: `{ let r = if c { &mut a } else { &mut b }; .. }`",
    )
}

/// What a `move` closure took is changed: the closure goes on with the value it took.
pub fn taken_then_changed(span: proc_macro2::Span, name: &proc_macro2::Ident) -> Diagnostic {
    Diagnostic::at(
        span,
        format!("`{name}` may be changed here after a `move` closure took its value"),
    )
    .help(format!(
        "let the closure take a copy: `let taken = {name};` in front of it, and use `taken`"
    ))
}

/// Closures that call closures, many times over.
pub fn many_closures(span: proc_macro2::Span) -> Diagnostic {
    Diagnostic::at(span, "closures that call closures are written out here more than 500 times")
        .help("make one of them a function annotated with `#[differentiable]`: its body is written once")
}

/// A closure that a function is given changes a variable outside.
pub fn given_closure_writes(
    closure: &impl quote::ToTokens,
    name: &proc_macro2::Ident,
) -> Diagnostic {
    Diagnostic::over(closure, format!("this closure changes `{name}`, which is outside of it"))
        .help("let the function that calls it return what is to be kept")
}
