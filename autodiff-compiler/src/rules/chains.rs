//! Iterator chains by their syntax: what begins one, what changes its items, what consumes it.
//!
//! In: an expression. Out: whether it is a chain, or a method that consumes one. Nothing here needs a
//! type: a chain begins with `x.iter()`, a range or a function of `std::iter`, and every link of it is
//! a method of the table. Invariant: a name with a number of arguments is in one table only.

use syn::{Expr, ExprCall, ExprMethodCall, Ident};

/// Methods that begin a chain, with their numbers of arguments.
const SOURCES: &[(&str, usize)] = &[
    ("chunk_by", 1),
    ("chunks", 1),
    ("chunks_exact", 1),
    ("chunks_exact_mut", 1),
    ("chunks_mut", 1),
    ("columns", 0),
    ("drain", 1),
    ("into_iter", 0),
    ("iter", 0),
    ("iter_mut", 0),
    ("outer_iter", 0),
    ("rows", 0),
    ("windows", 1),
];

/// Functions of `std::iter` that begin a chain.
const FUNCTIONS: &[(&str, usize)] = &[
    ("from_fn", 1),
    ("once", 1),
    ("repeat", 1),
    ("repeat_n", 2),
    ("repeat_with", 1),
    ("successors", 2),
    ("zip", 2),
];

/// Methods that make another chain of a chain.
const ADAPTERS: &[(&str, usize)] = &[
    ("by_ref", 0),
    ("chain", 1),
    ("clone", 0),
    ("cloned", 0),
    ("copied", 0),
    ("cycle", 0),
    ("enumerate", 0),
    ("filter", 1),
    ("filter_map", 1),
    ("flat_map", 1),
    ("flatten", 0),
    ("fuse", 0),
    ("inspect", 1),
    ("into_iter", 0),
    ("map", 1),
    ("map_while", 1),
    ("peekable", 0),
    ("rev", 0),
    ("scan", 2),
    ("skip", 1),
    ("skip_while", 1),
    ("step_by", 1),
    ("take", 1),
    ("take_while", 1),
    ("zip", 1),
];

/// Methods that consume a chain.
const CONSUMERS: &[(&str, usize)] = &[
    ("all", 1),
    ("any", 1),
    ("collect", 0),
    ("count", 0),
    ("find", 1),
    ("find_map", 1),
    ("fold", 2),
    ("for_each", 1),
    ("last", 0),
    ("max", 0),
    ("max_by", 1),
    ("max_by_key", 1),
    ("min", 0),
    ("min_by", 1),
    ("min_by_key", 1),
    ("next", 0),
    ("next_back", 0),
    ("nth", 1),
    ("nth_back", 1),
    ("partition", 1),
    ("peek", 0),
    ("position", 1),
    ("product", 0),
    ("reduce", 1),
    ("rfind", 1),
    ("rfold", 2),
    ("rposition", 1),
    ("sum", 0),
    ("try_fold", 2),
    ("unzip", 0),
];

/// Methods of iterators that have no derivative here, with what does the same.
const REFUSED: &[(&str, &str)] = &[
    ("advance_by", "use `.skip(n)`"),
    ("cmp", "compare in a loop over the indices"),
    ("eq", "compare in a loop over the indices"),
    ("is_sorted", "test it with `.windows(2).all(|w| w[0] <= w[1])`"),
    ("last_chunk", "use a range: `&x[n - k..]`"),
    ("le", "compare in a loop over the indices"),
    ("lt", "compare in a loop over the indices"),
    ("ne", "compare in a loop over the indices"),
    ("partial_cmp", "compare in a loop over the indices"),
    ("size_hint", "use `.len()` of what the chain begins with"),
    ("try_for_each", "write a `for` loop with `?` in it"),
];

/// What a link of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Source,
    Adapter,
    Consumer,
}

/// The kind of a method by its name and number of arguments; `of_chain` says whether its receiver is a
/// chain.
pub fn link(call: &ExprMethodCall, of_chain: bool) -> Option<Link> {
    let key = (call.method.to_string(), call.args.len());
    let has =
        |table: &[(&str, usize)]| table.iter().any(|(name, args)| *name == key.0 && *args == key.1);
    match of_chain {
        true if has(ADAPTERS) => Some(Link::Adapter),
        true if has(CONSUMERS) => Some(Link::Consumer),
        false if has(SOURCES) => Some(Link::Source),
        true | false => None,
    }
}

/// What to write instead of a method of iterators that is refused.
pub fn refused(method: &Ident) -> Option<&'static str> {
    REFUSED.iter().find(|(name, _)| method == name).map(|(_, help)| *help)
}

/// Whether an expression is a chain; `named` says which names are.
pub fn is_chain(expr: &Expr, named: &dyn Fn(&Ident) -> bool) -> bool {
    match expr {
        Expr::Paren(inner) => is_chain(&inner.expr, named),
        Expr::Group(inner) => is_chain(&inner.expr, named),
        Expr::Range(_) => true,
        Expr::Path(path) => path.path.get_ident().is_some_and(named),
        Expr::Call(call) => function(call).is_some(),
        Expr::MethodCall(call) => {
            let link = link(call, is_chain(&call.receiver, named));
            matches!(link, Some(Link::Source | Link::Adapter))
        }
        _ => false,
    }
}

/// Whether a chain may be an argument: a range stays a range, and a function of `std::iter` is not told from
/// another of its name there.
pub fn is_passed_chain(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_passed_chain(&inner.expr),
        Expr::Group(inner) => is_passed_chain(&inner.expr),
        Expr::MethodCall(_) | Expr::Path(_) => true,
        _ => false,
    }
}

/// Whether a method consumes a chain.
pub fn consumes(call: &ExprMethodCall, named: &dyn Fn(&Ident) -> bool) -> bool {
    is_chain(&call.receiver, named) && link(call, true) == Some(Link::Consumer)
}

/// The function of `std::iter` that a call names by its path: `iter::zip(a, b)`, `once(v)`.
pub fn function(call: &ExprCall) -> Option<&'static str> {
    let Expr::Path(path) = &*call.func else { return None };
    let mut last = path.path.segments.iter().rev();
    let name = &last.next()?.ident;
    let known = FUNCTIONS.iter().find(|(known, args)| name == known && call.args.len() == *args)?;
    match last.next() {
        Some(module) => (module.ident == "iter").then_some(known.0),
        // names that only an import gives
        None => matches!(known.0, "once" | "repeat" | "repeat_n" | "repeat_with" | "successors")
            .then_some(known.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_disjoint() {
        for table in [SOURCES, FUNCTIONS, ADAPTERS, CONSUMERS] {
            assert!(table.is_sorted(), "{table:?}");
        }
        assert!(REFUSED.is_sorted());
        assert!(ADAPTERS.iter().all(|link| !CONSUMERS.contains(link)));
        let known = |name| [ADAPTERS, CONSUMERS].iter().any(|t| t.iter().any(|(n, _)| n == name));
        assert!(REFUSED.iter().all(|(name, _)| !known(name)));
    }

    #[test]
    fn chains_are_found_by_syntax() {
        let chain = |text: &str| is_chain(&syn::parse_str(text).unwrap(), &|name| name == "it");
        assert!(chain("x.iter().map(f)"));
        assert!(chain("(0..n).rev()"));
        assert!(chain("it.skip(1)"));
        assert!(chain("std::iter::zip(&a, &b)"));
        assert!(!chain("zip(a, b)"));
        assert!(!chain("x.map(f)"));
        assert!(!chain("x.iter().sum()"));
        assert!(!chain("value.take()"));
    }
}
