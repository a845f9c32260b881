//! Closures and functions that are applied to values: local closures, closures in place, functions by
//! their paths.
//!
//! In: an expression that is called (a closure, the name of one, a path), and values. Out: the value of
//! the call. A closure's body is lowered where the closure is called, among the names that were there
//! where it was written: captures are places, so what it reads and writes of the variables around it
//! is exact, and analyses and transforms see no closures. A `move` closure reads copies, taken where
//! it was made.
//!
//! Invariant: bodies inside bodies are lowered no more than [`MOST_NESTED`] times.

mod captures;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprPath, Pat, ReturnType, Stmt};

use super::pattern::names;
use super::scope::{Binding, Scopes};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Ty, VarId, Vars};

/// Closures that call closures double what is lowered with each level: so many applications inside of
/// others are lowered.
const MOST_NESTED: usize = 500;

/// What can be applied to values.
#[derive(Clone, Debug)]
pub enum Callable {
    Closure(Rc<Closure>),
    /// A function, by its path.
    Function(Rc<ExprPath>),
    /// A parameter that is a function.
    Parameter(VarId),
}

/// A closure, and what its names stand for.
#[derive(Debug)]
pub struct Closure {
    syntax: ExprClosure,
    scopes: Scopes,
    /// What a call of it may write, except through its arguments.
    writes: Vars,
    number: usize,
    /// It was made with variables of its own that it changes: a copy of it would have others.
    has_state: bool,
}

/// An argument of a closure.
#[derive(Clone, Debug)]
pub enum Passed {
    Value(Val),
    Callable(Callable),
    /// What a chain pairs: the parts stay places.
    Tuple(Vec<Passed>),
    /// A reference to an item.
    Behind(Box<Passed>),
}

/// What is known of closures while a function is lowered.
#[derive(Default, Debug)]
pub struct Closures {
    count: usize,
    /// The numbers of those whose bodies are being lowered, innermost last.
    applied: Vec<usize>,
    /// How long the bodies of other functions are that stand in this one, in words.
    taken_in: usize,
    /// Bodies lowered inside of others.
    nested: usize,
    /// Variables that `move` closures took, by their names there, with the numbers of these closures.
    taken: BTreeMap<VarId, (Ident, BTreeSet<usize>)>,
}

impl Closures {
    /// How much of other functions stands in this one.
    pub(super) fn taken_in(&self) -> usize {
        self.taken_in
    }

    /// How many bodies are being lowered, each inside the one before.
    pub(super) fn depth(&self) -> usize {
        self.applied.len()
    }
}

impl Closure {
    /// Whether its value is a tuple as it stands.
    pub fn ends_in_tuple(&self) -> bool {
        fn tuple(expr: &Expr) -> bool {
            match strip_groups(expr) {
                Expr::Tuple(tuple) => !tuple.elems.is_empty(),
                Expr::Block(node) if node.label.is_none() => {
                    matches!(node.block.stmts.last(), Some(Stmt::Expr(last, None)) if tuple(last))
                }
                _ => false,
            }
        }
        let body = &self.syntax.body;
        matches!(self.syntax.output, ReturnType::Default)
            && tuple(body)
            && !super::flow::returns_from(body)
    }

    /// As it is written.
    pub fn syntax(&self) -> &ExprClosure {
        &self.syntax
    }
}

impl Callable {
    /// What a call may write, except through its arguments.
    pub fn writes(&self) -> Vars {
        match self {
            Self::Closure(closure) => closure.writes.clone(),
            Self::Function(_) | Self::Parameter(_) => Vars::new(),
        }
    }

    /// How many arguments it takes, if that is written here.
    pub fn arity(&self) -> Option<usize> {
        match self {
            Self::Closure(closure) => Some(closure.syntax.inputs.len()),
            Self::Function(_) | Self::Parameter(_) => None,
        }
    }

    /// A closure whose parameters have no names.
    pub fn ignores_arguments(&self) -> bool {
        match self {
            Self::Closure(closure) => closure.syntax.inputs.iter().all(|pat| names(pat).is_empty()),
            Self::Function(_) | Self::Parameter(_) => false,
        }
    }

    /// What a closure shows of the type of its value.
    pub fn shown_output(&self) -> Option<Ty> {
        match self {
            Self::Closure(closure) => match &closure.syntax.output {
                ReturnType::Type(_, ty) => {
                    Some(crate::parse::known::known_type(ty, &crate::parse::TypeNames::default()))
                }
                ReturnType::Default => shown_output(&closure.syntax.body),
            },
            Self::Function(_) | Self::Parameter(_) => None,
        }
    }
}

impl Lowerer<'_> {
    /// What an expression is that is called or passed to be called: a closure, or the name of one.
    pub fn local_callable(&mut self, expr: &Expr) -> Option<Callable> {
        match expr {
            Expr::Paren(inner) => self.local_callable(&inner.expr),
            Expr::Group(inner) => self.local_callable(&inner.expr),
            Expr::Reference(inner) => self.local_callable(&inner.expr),
            Expr::Unary(inner) if matches!(inner.op, syn::UnOp::Deref(_)) => {
                self.local_callable(&inner.expr)
            }
            Expr::Closure(closure) => Some(Callable::Closure(Rc::new(self.closure(closure)))),
            Expr::Path(path) => match self.scopes.find(path.path.get_ident()?) {
                Some(Binding::Callable(callable)) => Some(callable.clone()),
                Some(
                    Binding::Place(_)
                    | Binding::Reference { .. }
                    | Binding::Chain(_)
                    | Binding::Parts(_)
                    | Binding::Walking(_)
                    | Binding::Kept,
                )
                | None => None,
            },
            _ => None,
        }
    }

    /// The same, or a function by its path: what a combinator applies.
    pub fn callable(&mut self, expr: &Expr) -> Option<Callable> {
        self.local_callable(expr).or_else(|| match strip(expr) {
            Expr::Path(path) if self.is_unbound(path) => {
                Some(Callable::Function(Rc::new(path.clone())))
            }
            _ => None,
        })
    }

    /// What a `let` names that is called: a closure, the last value of a block too, or a function.
    fn callable_value(&mut self, expr: &Expr) -> Option<Callable> {
        match strip(expr) {
            Expr::Block(node) if node.label.is_none() => {
                let (Stmt::Expr(last, None), before) = node.block.stmts.split_last()? else {
                    return None;
                };
                if !is_closure(last) {
                    return None;
                }
                let brace_token = node.block.brace_token;
                let before = syn::Block { brace_token, stmts: before.to_vec() };
                self.open_scope();
                self.block_value(&before);
                let callable = self.callable_value(last);
                self.close_scope();
                callable
            }
            Expr::Path(path) if self.is_unbound(path) && named_like_a_function(path) => {
                Some(Callable::Function(Rc::new(path.clone())))
            }
            _ => self.local_callable(expr),
        }
    }

    /// A path that names no variable.
    fn is_unbound(&self, path: &ExprPath) -> bool {
        path.path.get_ident().is_none_or(|name| self.scopes.find(name).is_none())
    }

    /// A path that names a closure or a function.
    pub(super) fn names_function(&self, path: &ExprPath) -> bool {
        match path.path.get_ident().and_then(|name| self.scopes.find(name)) {
            Some(Binding::Callable(_)) => true,
            Some(
                Binding::Place(_)
                | Binding::Reference { .. }
                | Binding::Chain(_)
                | Binding::Parts(_)
                | Binding::Walking(_)
                | Binding::Kept,
            ) => false,
            None => named_like_a_function(path) && !is_constant_of_std(path),
        }
    }

    /// `let g = |x| ..;`: whether it was one.
    pub fn bind_closure(&mut self, pat: &Pat, expr: &Expr) -> bool {
        let ident = match pat {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => ident,
            Pat::Paren(inner) => return self.bind_closure(&inner.pat, expr),
            Pat::Wild(_) => return self.callable_value(expr).is_some(),
            _ => return false,
        };
        if ident.mutability.is_some() && matches!(strip(expr), Expr::Path(_)) {
            // of a constant, it may be
            return self.local_callable(expr).is_some() && self.bind_as(ident, expr);
        }
        self.bind_as(ident, expr)
    }

    fn bind_as(&mut self, ident: &syn::PatIdent, expr: &Expr) -> bool {
        let Some(callable) = self.callable_value(expr) else { return false };
        let by_value = !matches!(strip_groups(expr), Expr::Reference(_) | Expr::Closure(_));
        self.refuse_copied_state(&callable, expr, by_value && matches!(strip(expr), Expr::Path(_)));
        self.scopes.bind_callable(&ident.ident, callable);
        true
    }

    /// A copy of a closure that changes variables of its own would change others.
    fn refuse_copied_state(&mut self, callable: &Callable, at: &Expr, copied: bool) {
        if let (Callable::Closure(closure), true) = (callable, copied)
            && closure.has_state
        {
            self.diagnostics.push(catalogue::copied_closure(at));
        }
    }

    /// A call of a closure or of the name of one.
    pub fn local_call(&mut self, call: &syn::ExprCall, callable: &Callable) -> Val {
        let args = self.passed(&call.args);
        self.apply_to(call.span(), callable, args)
    }

    /// The arguments of a local call, left to right.
    pub(super) fn passed<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Passed> {
        let exprs: Vec<&Expr> = exprs.into_iter().collect();
        let mut callables = BTreeMap::new();
        for (i, expr) in exprs.iter().enumerate() {
            if let Some(callable) = self.callable_value(expr) {
                let named = matches!(strip_groups(expr), Expr::Path(_));
                self.refuse_copied_state(&callable, expr, named);
                callables.insert(i, callable);
            }
        }
        let values: Vec<&Expr> = exprs
            .iter()
            .enumerate()
            .filter_map(|(i, expr)| (!callables.contains_key(&i)).then_some(*expr))
            .collect();
        let mut values = self
            .values_by(&values, &|this, expr| match this.handed_on(expr) {
                Some(val) => val,
                None => this.expr(expr),
            })
            .into_iter();
        (0..exprs.len())
            .map(|i| match callables.remove(&i) {
                Some(callable) => Passed::Callable(callable),
                None => Passed::Value(values.next().unwrap_or_else(Val::unit)),
            })
            .collect()
    }

    /// The value of a closure or function at values.
    pub fn apply(&mut self, span: Span, callable: &Callable, args: Vec<Val>) -> Val {
        self.apply_to(span, callable, args.into_iter().map(Passed::Value).collect())
    }

    pub(super) fn apply_to(&mut self, span: Span, callable: &Callable, args: Vec<Passed>) -> Val {
        match callable {
            Callable::Closure(closure) => self.inline(span, closure, args),
            Callable::Function(path) => match self.values_of(span, args) {
                Some(values) => self.path_call(span, path, values),
                None => {
                    self.diagnostics.push(catalogue::closure_escapes(path));
                    Val::refused()
                }
            },
            Callable::Parameter(var) => match self.values_of(span, args) {
                Some(values) => self.parameter_call(span, *var, values),
                None => {
                    let name = self.function.var(*var).name.clone();
                    self.diagnostics.push(catalogue::closure_escapes(&name));
                    Val::refused()
                }
            },
        }
    }

    /// The values, if there are no functions among them.
    fn values_of(&mut self, span: Span, args: Vec<Passed>) -> Option<Vec<Val>> {
        let values = args.into_iter().map(|arg| match arg {
            tuple @ Passed::Tuple(_) => Some(self.passed_value(span, tuple)),
            Passed::Value(val) => Some(self.argument_value(span, val)),
            Passed::Behind(inner) => {
                let value = self.passed_value(span, *inner);
                Some(Val { reference: Some(false), ..value })
            }
            Passed::Callable(_) => None,
        });
        values.collect()
    }

    fn inline(&mut self, span: Span, closure: &Closure, args: Vec<Passed>) -> Val {
        let value =
            self.inline_by(span, closure, args, |this, syntax| this.closure_value(span, syntax));
        value.unwrap_or_else(Val::unit)
    }

    /// Lowers a closure's body, with its parameters and the names where it was written, by `lower`.
    pub(super) fn inline_by<R>(
        &mut self,
        span: Span,
        closure: &Closure,
        args: Vec<Passed>,
        lower: impl FnOnce(&mut Self, &ExprClosure) -> R,
    ) -> Option<R> {
        let syntax = &closure.syntax;
        if syntax.inputs.len() != args.len() {
            self.diagnostics.leave_to_rustc();
            return None;
        }
        if !self.closures.applied.is_empty() {
            self.closures.nested += 1;
            if self.closures.nested > MOST_NESTED {
                if self.closures.nested == MOST_NESTED + 1 {
                    self.diagnostics.push(catalogue::many_closures(span));
                }
                return None;
            }
        }
        self.closures.applied.push(closure.number);
        let outer = std::mem::replace(&mut self.scopes, closure.scopes.clone());
        self.open_scope();
        for (pat, arg) in syntax.inputs.iter().zip(args) {
            self.bind_argument(pat, arg);
        }
        let value = lower(self, syntax);
        self.close_scope();
        self.scopes = outer;
        self.closures.applied.pop();
        Some(value)
    }

    pub(super) fn bind_argument(&mut self, pat: &Pat, arg: Passed) {
        let (pat, annotation) = match pat {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pat => (pat, None),
        };
        match arg {
            Passed::Value(mut value) => {
                if let Some(ty) = &annotation {
                    let known = crate::parse::known::known_type(ty, &self.signature.types);
                    value = self.typed(value, &known);
                }
                // a number behind a reference is bound as its value
                let number = value.ty.strip_refs().is_scalar();
                let annotation = annotation.map(|ty| if number { referred(ty) } else { ty });
                self.bind_pattern(pat, value, annotation);
            }
            Passed::Tuple(parts) => match pat {
                Pat::Tuple(tuple) if tuple.elems.len() == parts.len() => {
                    for (pat, part) in tuple.elems.iter().zip(parts) {
                        self.bind_argument(pat, part);
                    }
                }
                Pat::Reference(inner) => self.bind_argument(&inner.pat, Passed::Tuple(parts)),
                Pat::Paren(inner) => self.bind_argument(&inner.pat, Passed::Tuple(parts)),
                Pat::Wild(_) => {}
                Pat::Ident(name) if name.subpat.is_none() && has_no_value(&parts) => {
                    self.bind_item(&name.ident, parts);
                }
                pat => {
                    let value = self.passed_value(pat.span(), Passed::Tuple(parts));
                    self.bind_pattern(pat, value, annotation);
                }
            },
            Passed::Behind(inner) => self.bind_behind(pat, *inner),
            Passed::Callable(callable) => match pat {
                Pat::Ident(ident) => self.scopes.bind_callable(&ident.ident, callable),
                Pat::Wild(_) => {}
                _ => self.diagnostics.leave_to_rustc(),
            },
        }
    }

    /// A name for an item of which only the parts have places.
    fn bind_item(&mut self, name: &Ident, parts: Vec<Passed>) {
        let mut names = Vec::with_capacity(parts.len());
        for (i, part) in parts.into_iter().enumerate() {
            let part_name = Ident::new(&format!("{name}_{i}"), Span::mixed_site());
            let pat = syn::parse_quote!(#part_name);
            self.bind_argument(&pat, part);
            names.push(part_name);
        }
        self.scopes.bind_parts(name, names);
    }

    /// A pattern for a reference to an item: names inside it are references too.
    fn bind_behind(&mut self, pat: &Pat, item: Passed) {
        match (pat, item) {
            (Pat::Reference(inner), item) => self.bind_argument(&inner.pat, item),
            (Pat::Paren(inner), item) => self.bind_behind(&inner.pat, item),
            (Pat::Tuple(tuple), Passed::Tuple(parts)) if tuple.elems.len() == parts.len() => {
                for (pat, part) in tuple.elems.iter().zip(parts) {
                    self.bind_behind(pat, part);
                }
            }
            (pat, item) => {
                self.bind_argument(pat, item);
                if let Pat::Ident(name) = pat {
                    self.scopes.put_behind(&name.ident);
                }
            }
        }
    }

    /// The value of a closure's body.
    fn closure_value(&mut self, span: Span, syntax: &ExprClosure) -> Val {
        let (output, written) = match &syntax.output {
            ReturnType::Type(_, ty) => {
                let known = crate::parse::known::known_type(ty, &self.signature.types);
                (Some(known), Some(&**ty))
            }
            ReturnType::Default => (None, None),
        };
        let body = &syntax.body;
        let value = if super::flow::returns_from(body) {
            let shown = output.clone().or_else(|| shown_output(body));
            self.left_closure(span, shown, body, written)
        } else {
            self.expected(body, output.as_ref(), written)
        };
        match output {
            Some(ty) => self.typed(value, &ty),
            None => value,
        }
    }
}

/// The expression inside parentheses and `&`.
fn strip(expr: &Expr) -> &Expr {
    match strip_groups(expr) {
        Expr::Reference(inner) => strip(&inner.expr),
        other => other,
    }
}

pub fn strip_groups(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => strip_groups(&inner.expr),
        Expr::Group(inner) => strip_groups(&inner.expr),
        other => other,
    }
}

/// A closure, also behind `&` or as the last value of a block.
pub fn is_closure(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Closure(_) => true,
        Expr::Block(node) if node.label.is_none() => {
            matches!(node.block.stmts.last(), Some(Stmt::Expr(last, None)) if is_closure(last))
        }
        _ => false,
    }
}

/// `f64::consts` and the like: modules, of which a constant is named.
fn is_constant_of_std(path: &ExprPath) -> bool {
    path.path.segments.iter().any(|segment| segment.ident == "consts")
}

/// Functions begin with a small letter, constants do not.
fn named_like_a_function(path: &ExprPath) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with(char::is_lowercase))
}

/// What the value of a body shows of its type: `Some(..)`, `Ok(..)`.
fn shown_output(body: &Expr) -> Option<Ty> {
    let name = match strip_groups(body) {
        Expr::Block(node) => match node.block.stmts.last() {
            Some(Stmt::Expr(last, None)) => return shown_output(last),
            _ => return None,
        },
        Expr::If(node) => match node.then_branch.stmts.last() {
            Some(Stmt::Expr(last, None)) => return shown_output(last),
            _ => return None,
        },
        Expr::Match(node) => return node.arms.iter().find_map(|arm| shown_output(&arm.body)),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last()?.ident.to_string(),
            _ => return None,
        },
        Expr::Path(path) => path.path.segments.last()?.ident.to_string(),
        _ => return None,
    };
    match name.as_str() {
        "Some" | "None" => Some(Ty::Option(Box::new(Ty::OPAQUE))),
        "Ok" | "Err" => Some(Ty::Result(Box::new(Ty::OPAQUE))),
        _ => None,
    }
}

/// What a reference refers to.
fn referred(ty: syn::Type) -> syn::Type {
    match ty {
        syn::Type::Reference(reference) => referred(*reference.elem),
        ty => ty,
    }
}

/// Whether an item cannot be one value: a part of it is a reference to what is no number, or may be
/// changed.
fn has_no_value(parts: &[Passed]) -> bool {
    parts.iter().any(|part| match part {
        Passed::Value(value) => match value.reference {
            Some(mutable) => mutable || !value.ty.strip_refs().is_scalar(),
            None => false,
        },
        Passed::Behind(inner) => has_no_value(std::slice::from_ref(inner)),
        Passed::Tuple(parts) => has_no_value(parts),
        Passed::Callable(_) => false,
    })
}
