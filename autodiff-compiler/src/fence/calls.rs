//! Calls of functions and methods, and closures.

use super::Fence;
use super::control::walked;
use super::types::Place;
use crate::diagnostics::catalogue;
use crate::ir::Variant;
use crate::lower::alias::gives_reference;
use crate::lower::closure::is_closure;
use crate::lower::pattern::known_variant;
use crate::rules::chains::is_passed_chain;
use crate::rules::methods::{MethodKind, classify};
use syn::{
    Block, Expr, ExprCall, ExprClosure, ExprLit, ExprMethodCall, Ident, Lit, Pat, ReturnType, Stmt,
    Type,
};

/// Methods of iterators; their loops are to be written out.
const ITERATORS: &[&str] = &[
    "all",
    "any",
    "chain",
    "chunks",
    "chunks_exact",
    "collect",
    "copied",
    "cloned",
    "cycle",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "fold",
    "for_each",
    "into_iter",
    "iter",
    "iter_mut",
    "last",
    "map",
    "max_by",
    "min_by",
    "position",
    "product",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "windows",
    "zip",
];

/// Methods that give iterators which are no chains.
const FOREIGN: &[&str] = &[
    "axis_iter",
    "bytes",
    "char_indices",
    "chars",
    "column_iter",
    "indexed_iter",
    "into_values",
    "keys",
    "lanes",
    "lines",
    "rchunks",
    "row_iter",
    "split",
    "split_whitespace",
    "tuple_windows",
    "values",
    "values_mut",
];

/// Methods that change their receiver and have no rule, with what does the same.
const MUTATING: &[(&str, &str)] = &[
    ("drain", "read the elements in a loop, then write `x.truncate(n)` or `x.clear()`"),
    ("scaled_add", "write the sum: `x = &x + &(&y * a);`"),
];

impl Fence<'_> {
    pub(super) fn call(&mut self, call: &ExprCall) {
        if let Expr::Path(path) = strip(&call.func) {
            let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
            if let (Some(function), Some(owner)) = (names.next(), names.next())
                && owner == "Zip"
                && (function == "from" || function == "indexed")
            {
                return self.refuse(catalogue::zip(owner));
            }
            if let Some(owner) = collection(&path.path) {
                return self.refuse(catalogue::collection(owner));
            }
            self.value(&call.func);
            if known_variant(&path.path) == Some(Variant::Err) {
                // any expression without derivative
                return call.args.iter().for_each(|error| self.no_diff(error));
            }
            call.args.iter().for_each(|arg| self.argument(arg));
        } else if is_closure(&call.func) {
            self.callable(&call.func);
            call.args.iter().for_each(|arg| self.argument(arg));
        } else if names_callable(&call.func) {
            call.args.iter().for_each(|arg| self.argument(arg));
        } else if !self.escapes {
            self.refuse(catalogue::called_value(&call.func));
        }
    }

    /// An argument: a value, a closure, or a place that the callee changes.
    fn argument(&mut self, arg: &Expr) {
        match arg {
            arg if is_closure(arg) => self.callable(arg),
            arg if is_passed_chain(arg) && self.is_chain(arg) => self.sequence(arg),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.changed_place(&reference.expr);
            }
            Expr::Paren(paren) => self.argument(&paren.expr),
            Expr::Group(group) => self.argument(&group.expr),
            value => self.held(value),
        }
    }

    /// A value, or `a..b`, a struct of its ends.
    pub(super) fn held(&mut self, expr: &Expr) {
        match expr {
            Expr::Range(range) if has_both_ends(range) => self.ends(range),
            Expr::Paren(paren) => self.held(&paren.expr),
            Expr::Reference(borrow) if borrow.mutability.is_none() => match &*borrow.expr {
                range @ Expr::Range(_) => self.held(range),
                _ => self.value(expr),
            },
            value => self.value(value),
        }
    }

    pub(super) fn method_call(&mut self, call: &ExprMethodCall) {
        if self.chain_method(call) {
            return;
        }
        let name = call.method.to_string();
        if let Some(parts) = crate::parse::slices::parts(call) {
            self.part(&call.receiver);
            return parts.iter().for_each(|part| self.values(part.values()));
        }
        if let Some((_, range, step)) = crate::parse::slices::of_axis(call) {
            self.part(&call.receiver);
            self.ends(&range);
            return self.values(&step);
        }
        if of_iterator(call) && ITERATORS.contains(&name.as_str()) {
            return self.unknown_method(call, &name);
        }
        let kind = match classify(&name, call.args.len()) {
            Some(kind) => kind,
            None if is_mutating(&call.method) || is_iterator(call) => {
                return self.unknown_method(call, &name);
            }
            None => return self.user_method(call),
        };
        let before = self.diagnostics.len();
        match kind {
            MethodKind::Unwrap => self.opened(&call.receiver),
            _ => self.part(&call.receiver),
        }
        if self.diagnostics.len() > before {
            // what it is called on is the mistake
            return;
        }
        if let Some(turbofish) = &call.turbofish {
            self.type_arguments(turbofish);
        }
        for arg in &call.args {
            match (arg, kind) {
                (items, MethodKind::InPlace) if name.starts_with("extend") => self.sequence(items),
                // what compares has no derivative
                (order, MethodKind::InPlace) if orders(&name) => self.no_diff(order),
                (order, MethodKind::InPlace)
                    if name.starts_with("select_nth") && call.args.first() != Some(order) =>
                {
                    self.no_diff(order);
                }
                (closure, MethodKind::Array | MethodKind::InPlace)
                    if name.starts_with("mapv") && is_closure(closure) =>
                {
                    self.callable(closure);
                }
                (Expr::Lit(ExprLit { lit: Lit::Str(_), .. }), MethodKind::Unwrap) => {}
                (error, MethodKind::Option)
                    if matches!(name.as_str(), "map_err" | "ok_or" | "ok_or_else") =>
                {
                    self.no_diff(error);
                }
                (closure, MethodKind::Option) if is_closure(closure) => self.callable(closure),
                (Expr::Range(range), MethodKind::Option) if name == "get" => self.ends(range),
                _ => self.value(arg),
            }
        }
    }

    /// The ends of a range.
    pub(super) fn ends(&mut self, range: &syn::ExprRange) {
        self.values([&range.start, &range.end].into_iter().flatten().map(|end| &**end));
    }

    /// `x.pop()` as a statement: the value is dropped.
    pub(super) fn dropped_pop(&mut self, expr: &Expr) -> bool {
        match expr {
            Expr::MethodCall(call) if call.method == "pop" && call.args.is_empty() => {
                self.part(&call.receiver);
                true
            }
            _ => false,
        }
    }

    /// `x.split_at_mut(k)` and its like, which only a `let` of two names takes apart.
    pub(super) fn pair(&mut self, expr: &Expr) {
        if let Expr::MethodCall(call) = strip(expr) {
            let split = call.method.to_string().starts_with("split_at");
            match &*call.receiver {
                Expr::MethodCall(inner) if !split => self.part(&inner.receiver),
                receiver => self.part(receiver),
            }
            self.values(&call.args);
        }
    }

    /// What `unwrap` opens.
    fn opened(&mut self, expr: &Expr) {
        match strip(expr) {
            Expr::MethodCall(call) if call.method == "pop" || gives_reference(expr) => {
                self.part(&call.receiver);
                match call.args.first() {
                    Some(Expr::Range(range)) => self.ends(range),
                    _ => self.values(&call.args),
                }
            }
            other => self.value(other),
        }
    }

    /// A method of the user's, which may change what it is called on.
    fn user_method(&mut self, call: &ExprMethodCall) {
        self.part(&call.receiver);
        if let Some(turbofish) = &call.turbofish {
            self.type_arguments(turbofish);
        }
        if let (true, Some(Expr::Range(range))) = (call.method == "get_mut", call.args.first()) {
            return self.ends(range);
        }
        call.args.iter().for_each(|arg| self.argument(arg));
    }

    fn unknown_method(&mut self, call: &ExprMethodCall, name: &str) {
        // the innermost call decides: `map` in `x.keys().map(..).sum()` is the same mistake
        if let Expr::MethodCall(inner) = strip(&call.receiver)
            && ITERATORS.contains(&name)
            && ITERATORS.iter().any(|iterator| inner.method == iterator)
        {
            return self.value(&call.receiver);
        }
        let method = &call.method;
        let mutating = MUTATING.iter().find(|(known, _)| *known == name);
        self.refuse(match mutating {
            Some((_, help)) => catalogue::mutating_method(method, help),
            None if ITERATORS.contains(&name) => {
                catalogue::iterator_method(method, walked(&call.receiver))
            }
            None => catalogue::unknown_method(method),
        });
    }

    /// A closure, behind `&`, or as the last value of a block: a body of the same language.
    pub(super) fn callable(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(inner) => self.callable(&inner.expr),
            Expr::Group(inner) => self.callable(&inner.expr),
            Expr::Reference(inner) => self.callable(&inner.expr),
            Expr::Closure(closure) => self.closure(closure),
            Expr::Block(node) => {
                if let Some((Stmt::Expr(last, None), before)) = node.block.stmts.split_last() {
                    let brace_token = node.block.brace_token;
                    self.block(&Block { brace_token, stmts: before.to_vec() });
                    self.callable(last);
                }
            }
            other => self.value(other),
        }
    }

    fn closure(&mut self, closure: &ExprClosure) {
        if self.closure_header(closure) {
            self.statement(&closure.body);
        }
    }

    /// What stands before a closure's body: whether it may stand there.
    pub(super) fn closure_header(&mut self, closure: &ExprClosure) -> bool {
        let before = self.diagnostics.len();
        if let Some(token) = &closure.asyncness {
            self.refuse(catalogue::closure_qualifier(token));
        } else if let Some(token) = &closure.constness {
            self.refuse(catalogue::closure_qualifier(token));
        } else if let Some(lifetimes) = &closure.lifetimes {
            self.refuse(catalogue::closure_qualifier(lifetimes));
        } else {
            closure.inputs.iter().for_each(|input| self.closure_parameter(input));
            if let ReturnType::Type(_, ty) = &closure.output {
                self.ty(ty, Place::Output);
            }
        }
        self.diagnostics.len() == before
    }

    fn closure_parameter(&mut self, pat: &Pat) {
        match pat {
            Pat::Type(typed) => {
                self.pattern(&typed.pat);
                if !takes_function(&typed.ty) {
                    self.ty(&typed.ty, Place::Parameter);
                }
            }
            other => self.pattern(other),
        }
    }
}

/// `a..b`
fn has_both_ends(range: &syn::ExprRange) -> bool {
    let half_open = matches!(range.limits, syn::RangeLimits::HalfOpen(_));
    half_open && range.start.is_some() && range.end.is_some()
}

/// `&dyn Fn(f64) -> f64`
fn takes_function(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => takes_function(&reference.elem),
        Type::Paren(inner) => takes_function(&inner.elem),
        Type::Group(inner) => takes_function(&inner.elem),
        Type::TraitObject(object) => object.bounds.iter().any(super::types::is_function),
        _ => false,
    }
}

/// The name of a closure, dereferenced.
fn names_callable(func: &Expr) -> bool {
    match strip(func) {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
            matches!(strip(&unary.expr), Expr::Path(_))
        }
        _ => false,
    }
}

/// The type of a function that makes a collection whose elements have no places to keep cotangents in.
fn collection(path: &syn::Path) -> Option<&Ident> {
    const NAMES: [&str; 7] =
        ["BTreeMap", "BTreeSet", "BinaryHeap", "HashMap", "HashSet", "LinkedList", "VecDeque"];
    let owner = path.segments.iter().rev().nth(1).map(|segment| &segment.ident)?;
    NAMES.iter().any(|name| owner == name).then_some(owner)
}

/// A method that takes a closure which says where elements go.
pub fn orders(name: &str) -> bool {
    name.starts_with("sort") || name.starts_with("dedup") || name == "retain"
}

/// A method without rule that changes its receiver.
pub(super) fn is_mutating(method: &Ident) -> bool {
    let name = method.to_string();
    MUTATING.iter().any(|(known, _)| *known == name)
}

/// A method of iterators, of which the macro does not know what they walk over; a method of the user's
/// type may have the same name.
fn is_iterator(call: &ExprMethodCall) -> bool {
    let known = ITERATORS.iter().any(|iterator| call.method == iterator);
    known && (of_iterator(call) || call.args.iter().any(is_closure))
}

/// Whether the receiver is an iterator that is no chain.
fn of_iterator(call: &ExprMethodCall) -> bool {
    match strip(&call.receiver) {
        Expr::MethodCall(inner) => {
            FOREIGN.iter().any(|source| inner.method == source) || of_iterator(inner)
        }
        _ => false,
    }
}

/// The expression inside parentheses and the invisible groups of macros.
fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        other => other,
    }
}
