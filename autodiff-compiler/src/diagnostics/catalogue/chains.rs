//! Messages about iterator chains.

use super::messages;
use crate::diagnostics::Diagnostic;
use proc_macro2::{Ident, Span};

messages! {
    cloned_chain: "a chain whose closures change something is not cloned in a differentiable function"
        => "collect its items: `let v: Vec<_> = ..;`, and walk over `v.iter()` twice";
    cycled_chain: "`cycle` needs items that stand at positions: of an array, a slice or a range"
        => "collect what comes before it: `let v: Vec<_> = ..; v.iter().cycle()`";
    reversed_chain: "this chain is not walked from its end in a differentiable function"
        => "put `.rev()` before the adapter, or collect the items first";
    summed_type: "the macro cannot see what this adds up to"
        => "name the type: `.sum::<f64>()`, `.sum::<Point>()`; of tuples, write `.fold(zero, |a, b| ..)`";
    collected_type: "only a `Vec` is collected in a differentiable function"
        => "collect a `Vec`, and make the other type of it; or push into it in a loop";
    length_of_array: "the macro cannot see how long this array is"
        => "write the length: `array::from_fn::<_, 4, _>(|i| ..)`, or annotate: `let x: [f64; 4] = ..`";
    drained: "what is drained is written as a range in a differentiable function"
        => "write `.drain(a..b)`, with the numbers of the elements";
    standing_chain: "an iterator is consumed where it stands in a differentiable function"
        => "sum, fold or collect it, walk over it with `for`, or name it with `let` and consume it later";
    parts_of_array: "windows and chunks of an array of ndarray are not walked over in a differentiable function"
        => "write a loop over the indices, `for i in 0..a.len() - 1`, with `a[i]` and `a[i + 1]`";
    passed_items: "an iterator over references in tuples, or over slices, is not passed on in a differentiable function"
        => "map its items to values: `.map(|(a, b)| (*a, *b))`, `.map(|w| w[0])`; or collect them, and pass the `Vec`";
    borrowed_source: "an iterator behind a reference is not supported as a parameter in a differentiable function"
        => "take the iterator by value, or what it walks over: `v: &[f64]`";
    named_chain: "an iterator is consumed at once in a differentiable function: nothing is taken from one that has a name"
        => "index instead, or loop over all of it: `for v in it`";
}

/// A method of iterators without derivative.
pub fn refused_link(method: &Ident, help: &str) -> Diagnostic {
    Diagnostic::at(
        method.span(),
        format!("iterator method `{method}` is not supported in a differentiable function"),
    )
    .help(help)
}

/// Two chains beside one another, neither of which has positions.
pub fn zipped_chains(method: Span) -> Diagnostic {
    Diagnostic::at(method, "one of two chains that are zipped must have items at positions")
        .help("collect one of them first: `let v: Vec<_> = ..; a.zip(&v)`")
}

/// What `flatten` or `flat_map` walks over, of unknown type.
pub fn flattened(method: Span) -> Diagnostic {
    Diagnostic::at(method, "the macro cannot see what the items are made of").help(
        "say how to walk over one: `.flat_map(|row| row.iter())`; of options, `.filter_map(..)`",
    )
}

/// An item that refers to what is no number, where it has to stay.
pub fn kept_item(method: Span) -> Diagnostic {
    Diagnostic::at(method, "an item that refers to more than a number is not kept")
        .help("map to what is needed of it before: `.map(|p| p.x)`; or keep its index, with `.enumerate()`")
}

/// An array of many elements that are no numbers.
pub fn array_of_numbers(call: Span) -> Diagnostic {
    Diagnostic::at(call, "a long array that a function fills must hold numbers")
        .help("collect a `Vec`: `(0..n).map(|i| ..).collect::<Vec<_>>()`, or write a loop")
}

/// The key of `min_by_key`, which is no integer.
pub fn compared_key(method: Span) -> Diagnostic {
    Diagnostic::at(method, "only integers are compared by key in a differentiable function")
        .help("compare floats: `.min_by(|a, b| a.total_cmp(b))`")
}

/// Chains of several chains inside one another.
pub fn many_chains(method: Span) -> Diagnostic {
    Diagnostic::at(method, "too many loops over several chains stand in one another")
        .help("collect one of the chains first: `let v: Vec<_> = a.chain(b).collect();`")
}
