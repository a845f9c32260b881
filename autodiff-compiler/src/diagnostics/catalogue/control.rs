//! Messages about statements, patterns, loops and exits.

use super::messages;
use crate::diagnostics::Diagnostic;
use proc_macro2::Span;
use quote::ToTokens;
use syn::Ident;

messages! {
    ref_mut_pattern: "`ref mut` is not supported in a differentiable function"
        => "match on `&mut value`, and bind the plain name";
    deferred_pattern: "several variables without initial values need a `let` each"
        => "write `let a; let b;`";
    deferred_value: "what this variable will hold cannot be seen where it is declared"
        => "give it a value there, or declare it without `mut` and assign it once";
    walked_array: "only the elements and lines of vectors and matrices are changed or walked over like this: arrays of one or two dimensions"
        => "loop over the indices: `for i in 0..a.len_of(Axis(0))`, with `a[[i, j, k]]`";
    match_pattern: "this pattern is not supported in a differentiable function"
        => "match on literals, ranges, `_`, names, structs, variants, tuples and slices of these, or test with `if`";
    match_without_arms: "a `match` without arms is not supported in a differentiable function"
        => "leave the parameter of the empty type out: the function cannot be called with it";
    counted_from_the_end: "a name behind `..` stands for a part whose position is not known here"
        => "write `_` for each part that is left out";
    inner_alternatives: "alternatives inside a pattern cannot bind names"
        => "write the alternatives as arms of their own";
    inner_guard: "a guard inside a pattern is not supported"
        => "put the guard behind the whole pattern: `pattern if condition => ..`";
    exit_behind_let: "`?`, `return`, `break` and `continue` are not supported here: the condition is evaluated in parts"
        => "bind the value before the condition, or write an inner `if`";
    question_mark_output: "`?` needs a function whose result is written as `Option<..>` or `Result<..>`"
        => "write the result type out: `-> Result<f64, Error>`; an alias cannot be seen through";
    late_let: "what this `let` takes apart has effects, and is needed behind the condition"
        => "bind the value before the condition: `let value = ..;`, or write an inner `if let`";
    async_block: "an `async` block is not supported in a differentiable function"
        => "compute the value directly, and await in the caller";
    yield_expression: "`yield` is not supported in a differentiable function"
        => "collect the values in a `Vec` and return it";
    unsafe_block: "an `unsafe` block is not supported in a differentiable function"
        => "use the checked form, such as `x[i]`, or wrap values without derivative in `no_diff!(..)`";
    const_block: "a `const` block is not supported in a differentiable function"
        => "declare a constant: `const N: usize = ..;`";
    checkpoint_misplaced: "`#[checkpoint]` goes on a loop"
        => "write it on the `for`, `while` or `loop` whose states are to be kept";
    checkpoint_twice: "`#[checkpoint]` is given twice"
        => "write one attribute per loop";
    checkpoint_form: "`#[checkpoint]` is malformed"
        => "write `#[checkpoint]`, `#[checkpoint(states = 10)]` or `#[checkpoint(every = 100)]`";
    checkpoint_two_arguments: "`#[checkpoint]` takes one argument"
        => "either bound the number of states, `states = 10`, or keep one per so many iterations, `every = 100`";
    try_block: "a `try` block is not supported in a differentiable function"
        => "write the computation without `?`";
}

/// A reference that leaves a loop, or one of several arms.
pub fn reference_leaves(span: Span) -> Diagnostic {
    Diagnostic::at(span, "a reference that leaves on some paths only is not supported")
        .help("let an index leave, or a copy: `break x[i..].to_vec()`")
}

/// An argument of `#[checkpoint]` that does not exist.
pub fn checkpoint_argument(name: &Ident) -> Diagnostic {
    Diagnostic::over(name, format!("`#[checkpoint]` has no argument `{name}`"))
        .help("write `states = 10` or `every = 100`")
}

/// A literal that is no number of states or iterations.
pub fn checkpoint_number(value: &impl ToTokens, name: &str) -> Diagnostic {
    Diagnostic::over(value, format!("`{name}` of `#[checkpoint]` must be a positive integer"))
        .help(format!("write `{name} = 10`, or a `usize` that is known before the loop"))
}
