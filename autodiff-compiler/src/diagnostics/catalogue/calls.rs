//! Messages about calls: functions, methods, closures, macros.

use super::messages;
use crate::diagnostics::Diagnostic;
use proc_macro2::Span;
use syn::{Ident, Path};

messages! {
    sliced: "an array of one or more than two axes is not sliced at an index"
        => "slice a range of the axis: `s![i..i + 1, ..]`; or read the element: `a[i]`";
    mut_argument: "`&mut` of something that is not a variable or a part of one is not supported"
        => "bind it first: `let mut t = ..;`, then `&mut t`";
    changed_without_derivative: "this call changes an array and has no derivative, so the reverse sweep cannot undo it"
        => "write the change as assignments: `x[i] = ..;`, or pass `&x[..]` if the call only reads";
    change_in_tokens: "a change inside an assertion, a guard or the index of a constant is not supported"
        => "bind the value with `let` first, and use its name here";
    called_value: "only functions and closures called by their names have a known derivative"
        => "call an annotated function, `f(x)`, or a closure that a `let` names";
    closure_escapes: "a closure that is stored, returned or chosen at run time has no known derivative"
        => "call it by the name that a `let` gives it, or pass it to a function that takes `impl Fn`";
    closure_qualifier: "this kind of closure is not supported"
        => "write `|v| ..` or `move |v| ..`";
    copied_closure: "a copy of this closure would change variables of its own"
        => "pass the closure itself: `&mut g`, or write it without `move`";
    no_diff_exit: "`no_diff!(..)` cannot leave the function or a loop around it"
        => "let it give a value, and decide outside";
    no_diff_store: "`no_diff!(..)` cannot change a variable of the function around it"
        => "let it give the new value, and assign outside: `x = no_diff!(..);`";
}

/// The ways out of a call whose derivative nobody knows.
const UNKNOWN_CALL: &str = "call a function annotated with `#[differentiable]` instead, or wrap \
                            the call in `no_diff!(..)` if its result has no derivative";

/// A collection that is no array.
pub fn collection(owner: &Ident) -> Diagnostic {
    Diagnostic::at(owner.span(), format!("`{owner}` is not supported in a differentiable function"))
        .help("keep the numbers in a `Vec`, and find positions in `no_diff!(..)`")
}

/// A call of a function that gives a reference, whose body means something else where it is called.
pub fn unseen_accessor(name: &Ident) -> Diagnostic {
    Diagnostic::at(
        name.span(),
        format!("`{name}` gives a reference, and which part that is of does not show here"),
    )
    .help("call it in the module in which it stands, or give it an annotated function beside it that gives the value")
}

/// What a function that gives a reference computes.
pub fn lent_value(tokens: &impl quote::ToTokens) -> Diagnostic {
    Diagnostic::over(tokens, "a reference that a differentiable function returns is to a part of an argument")
        .help("give a part in each arm, `&self.data[..n]`, with `let`s and assertions in front; or return an owned value, such as `Vec<f64>` in place of `&[f64]`")
}

/// `Box::new(x)`
pub fn boxed(owner: &Ident) -> Diagnostic {
    Diagnostic::at(
        owner.span(),
        format!("`{owner}::new` of a value with a derivative is not supported in a differentiable function"),
    )
    .help("use the value itself, or a `Box` of it")
}

/// `f64::from_bits(bits)`, where the bits are none of the source.
pub fn float_of_bits(function: &Ident) -> Diagnostic {
    Diagnostic::at(
        function.span(),
        format!("`{function}` may make a float of what was one, without its derivative"),
    )
    .help(
        "keep the mantissa's bits in their places, write the arithmetic that the bits stand for, give the \
         function a rule (`vjp = path`), or wrap this in `no_diff!(..)` if its derivative is zero",
    )
}

/// `Zip::from(&a).map_collect(f)`
pub fn zip(owner: &Ident) -> Diagnostic {
    Diagnostic::at(
        owner.span(),
        "`Zip` is supported with `for_each`, `fold`, `all` and `any` of a closure that does not return",
    )
    .help("write a loop over the indices: `for i in 0..a.len()`, with `a[i]`")
}

/// A number that is made of the bits of a mantissa, other than by `from_bits`.
pub fn number_of_bits(span: Span) -> Diagnostic {
    Diagnostic::at(span, "the bits of a float become a number, without its derivative").help(
        "write the arithmetic that the bits stand for, or wrap this in `no_diff!(..)` if its derivative is zero",
    )
}

/// All bits of a mantissa, as a result or an argument.
pub fn bits_leave(span: Span) -> Diagnostic {
    Diagnostic::at(
        span,
        "the bits of a float leave the function, and what is made of them has no derivative",
    )
    .help("pass the float, or wrap the bits in `no_diff!(..)` if no number is made of them again")
}

/// A method in no rule table.
pub fn unknown_method(method: &Ident) -> Diagnostic {
    Diagnostic::at(method.span(), format!("no derivative is known for method `{method}`"))
        .help(UNKNOWN_CALL)
}

/// A function that has no attribute, as its file shows.
pub fn unannotated_function(name: &Ident) -> Diagnostic {
    Diagnostic::at(name.span(), format!("no derivative is known for function `{name}`")).help(format!(
        "write `#[differentiable]` on `{name}`, or wrap the call in `no_diff!(..)` if its result has no \
         derivative"
    ))
}

/// A method that only a bound brings, of a trait without the attribute.
pub fn unannotated_method_of_trait(name: &Ident, of: &str) -> Diagnostic {
    Diagnostic::at(name.span(), format!("no derivative is known for `{name}` of the trait `{of}`"))
        .help(format!(
            "write `#[differentiable]` on the trait `{of}` and on each `impl` of it, or wrap the call in \
             `no_diff!(..)` if its result has no derivative"
        ))
}

/// A function of the standard library that has no rule.
pub fn unannotated_function_of_std(name: &Ident) -> Diagnostic {
    Diagnostic::at(name.span(), format!("no derivative is known for `{name}` of the standard library"))
        .help("keep the numbers in plain variables, arrays or a `Vec`, or wrap the call in `no_diff!(..)` if its result has no derivative")
}

/// A method or associated function of a type, of the same kind; `owner` is the type's name.
pub fn unannotated_method(name: &Ident, owner: &str) -> Diagnostic {
    Diagnostic::at(name.span(), format!("no derivative is known for `{name}` of `{owner}`")).help(format!(
        "write `#[differentiable]` on `{name}`, or on the `impl` and the trait it stands in, or wrap the call \
         in `no_diff!(..)` if its result has no derivative"
    ))
}

/// An annotated `impl` of a trait that declares no derivatives.
pub fn trait_not_annotated(name: &Ident) -> Diagnostic {
    Diagnostic::at(
        name.span(),
        format!("the trait `{name}` declares no derivatives for this `impl` to have"),
    )
    .help(format!("write `#[differentiable]` on the trait `{name}` too"))
}

/// The index of a type, or what it dereferences to; `of` is the trait's name.
pub fn unannotated_place(at: Span, owner: &str, of: &str) -> Diagnostic {
    Diagnostic::at(at, format!("what the `{of}` of `{owner}` gives has no derivative"))
        .help(format!("write `#[differentiable]` on the `impl` of `{of}` for `{owner}`"))
}

/// An operator of a type, of the same kind.
pub fn unannotated_operator(at: Span, symbol: &str, owner: &str, of: &str) -> Diagnostic {
    Diagnostic::at(at, format!("no derivative is known for `{symbol}` of `{owner}`"))
        .help(format!("write `#[differentiable]` on the `impl` of `{of}` for `{owner}`"))
}

/// A method that a trait of the user's declares for its floats.
pub fn method_of_own_trait(method: &Ident, of: &str) -> Diagnostic {
    Diagnostic::at(
        method.span(),
        format!("`{method}` is a method of the trait `{of}`, which has no derivatives"),
    )
    .help(format!(
        "write `#[differentiable]` on the trait `{of}` and on each `impl` of it, or have it ask for \
         `num_traits::Float` and leave `{method}` to that"
    ))
}

/// A method that has a rule, but not with this number of arguments.
pub fn method_arity(method: &Ident, args: usize) -> Diagnostic {
    let plural = if args == 1 { "" } else { "s" };
    Diagnostic::at(
        method.span(),
        format!("no derivative is known for method `{method}` with {args} argument{plural}"),
    )
    .help(UNKNOWN_CALL)
}

/// A method of iterators; `base` is the variable it seems to walk over.
pub fn iterator_method(method: &Ident, base: Option<&Ident>) -> Diagnostic {
    let name = base.map_or_else(|| "x".to_owned(), Ident::to_string);
    Diagnostic::at(
        method.span(),
        format!("iterator method `{method}` is not supported in a differentiable function"),
    )
    .help(format!("write a loop over the indices: `for i in 0..{name}.len()`, with `{name}[i]`"))
}

/// A method that changes its receiver in place; `help` names the assignment to write.
pub fn mutating_method(method: &Ident, help: &str) -> Diagnostic {
    Diagnostic::at(
        method.span(),
        format!("method `{method}` changes its receiver, and its derivative is not known"),
    )
    .help(help)
}

/// A macro that the fence does not know, or knows to be out of place; `help` is the way out.
pub fn unknown_macro(path: &Path, name: &str, help: &str) -> Diagnostic {
    Diagnostic::over(path, format!("macro `{name}!` is not supported in a differentiable function"))
        .help(help)
}
