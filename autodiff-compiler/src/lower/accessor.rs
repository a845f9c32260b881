//! Calls of functions that lend parts of their arguments: `m.row(i)`, `s.position()`, `p.coefficients()`.
//!
//! In: a call of an accessor that the driver found. Out: the place of the part, or what else its body gives
//! (an option of one, one of several numbers). The body is lowered where the call stands, like that of a closure that
//! captures nothing, among the places of the arguments: so the shadow of the part is that part of the
//! argument's shadow, and the analyses see which part it is.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, Stmt};

use super::alias::optional_reference;
use super::closure::{Passed, strip_groups};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Operand, Place};
use crate::parse::Accessor;
use crate::parse::accessor::gives_whole;

/// Accessors that call each other could do so without end.
const DEEPEST: usize = 16;

/// A call of an accessor.
struct Called<'e> {
    accessor: Accessor,
    /// What it is given, the receiver first.
    given: Vec<&'e Expr>,
    name: Ident,
}

impl Lowerer<'_> {
    /// The accessor that an expression calls.
    fn accessor_called<'e>(&self, expr: &'e Expr) -> Option<Called<'e>> {
        match strip_groups(expr) {
            Expr::MethodCall(call) => {
                let accessor = self.accessor_of(&self.owner(&call.receiver)?, &call.method)?;
                let given = std::iter::once(&*call.receiver).chain(&call.args).collect();
                Some(Called { accessor, given, name: call.method.clone() })
            }
            Expr::Call(call) => {
                let Expr::Path(path) = &*call.func else { return None };
                let last = path.path.segments.last().filter(|_| path.qself.is_none())?;
                let name = last.ident.clone();
                let given = call.args.iter().collect();
                if let Some(name) = path.path.get_ident() {
                    let renamed = self.options.companions.iter().any(|(callee, _)| callee == name);
                    let hidden = renamed || self.scopes.find(name).is_some();
                    let accessor = self.options.facts.accessors.get(&name.to_string());
                    let accessor = accessor.filter(|_| !hidden)?.clone();
                    return Some(Called { accessor, given, name: name.clone() });
                }
                let [owner, _] = path.path.segments.iter().collect::<Vec<_>>()[..] else {
                    return None;
                };
                let owner = &owner.ident;
                let accessor = self.accessor_of(&syn::parse_quote!(#owner), &name)?;
                Some(Called { accessor, given, name })
            }
            _ => None,
        }
    }

    /// The type of what a method is called on.
    fn owner(&self, receiver: &Expr) -> Option<syn::Type> {
        let own = &self.options.facts.own;
        if own.types.is_empty() && self.options.facts.imported.types.is_empty() {
            return None;
        }
        let this = || own.this.clone().filter(|_| self.is_self(receiver));
        self.written_type(receiver).or_else(this)
    }

    fn accessor_of(&self, owner: &syn::Type, name: &Ident) -> Option<Accessor> {
        let facts = &self.options.facts;
        let name = name.to_string();
        if let Some((_, own)) = facts.own.named(owner) {
            return own.accessors.get(&name)?.clone();
        }
        let (_, own) = facts.imported.named(owner)?;
        // of another file
        own.accessors.get(&name)?.clone().map(|accessor| Accessor { seen: false, ..accessor })
    }

    /// Whether an expression calls an accessor.
    pub(super) fn calls_accessor(&self, expr: &Expr) -> bool {
        self.accessor_called(expr).is_some()
    }

    /// Which reference a call of an accessor gives: `Some(true)` of `&mut`.
    pub(super) fn reference_lent(&self, expr: &Expr) -> Option<bool> {
        let Accessor { mutable, optional, .. } = self.accessor_called(expr)?.accessor;
        (!optional).then_some(mutable)
    }

    /// The place that a call of an accessor stands for; none where its body chooses among several.
    pub(super) fn lent_place(&mut self, expr: &Expr) -> Option<Place> {
        let called = self.accessor_called(expr)?;
        let closure = self.body_of(&called, expr)?;
        if called.accessor.optional || tail(&closure).is_none_or(chooses) {
            return None;
        }
        self.among_parts(&called, closure, |this, tail| this.part(tail)).flatten()
    }

    /// The value of a call of an accessor; none of another call.
    pub(super) fn lent_value(&mut self, expr: &Expr) -> Option<Val> {
        let called = self.accessor_called(expr)?;
        let Some(closure) = self.body_of(&called, expr) else {
            self.diagnostics.push(catalogue::unseen_accessor(&called.name));
            return Some(Val::refused());
        };
        let Accessor { mutable, optional, .. } = called.accessor;
        let value = self.among_parts(&called, closure, |this, tail| match optional {
            true => this.expr(tail),
            false => this.lent(tail, mutable),
        });
        // something is wrong with what it is given
        Some(value.unwrap_or_else(Val::refused))
    }

    /// `let r = s.axis_mut(k);`, where the accessor chooses among parts: the value of the block from there on.
    pub(super) fn chosen_part(&mut self, stmt: &Stmt, rest: &[Stmt]) -> Option<Val> {
        let Stmt::Local(local) = stmt else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let called = self.accessor_called(&init.expr)?;
        let closure = self.body_of(&called, &init.expr)?;
        let Called { accessor, .. } = &called;
        if !tail(&closure).is_some_and(chooses)
            || accessor.optional
            || accessor.scalar && !accessor.mutable
        {
            return None;
        }
        let args = self.given_to(&called)?;
        // what its names mean, if anything else here, is said where its value is made
        self.closure_apart(closure.clone(), 0)?;
        self.open_scope();
        for (pat, arg) in closure.inputs.iter().zip(args) {
            self.bind_argument(pat, arg);
        }
        let value = self.chosen(&local.pat, &closure.body, rest);
        self.close_scope();
        Some(value)
    }

    /// The parts that may be there, where an accessor gives `x.get(a..b)` or its like.
    pub(super) fn in_accessor<R>(
        &mut self,
        expr: &Expr,
        lower: impl FnOnce(&mut Self, &syn::ExprMethodCall) -> Option<R>,
    ) -> Option<R> {
        let called = self.accessor_called(expr)?;
        let closure = self.body_of(&called, expr)?;
        let optional = |tail: &Expr| matches!(strip_groups(tail), Expr::MethodCall(call) if optional_reference(call).is_some());
        if !tail(&closure).is_some_and(optional) {
            return None;
        }
        let lower = |this: &mut Self, tail: &Expr| match strip_groups(tail) {
            Expr::MethodCall(call) => lower(this, call),
            _ => None,
        };
        self.among_parts(&called, closure, lower).flatten()
    }

    /// The body as a closure; none where it means something else here.
    fn body_of(&mut self, called: &Called<'_>, expr: &Expr) -> Option<ExprClosure> {
        let accessor = &called.accessor;
        let here = match &accessor.inside {
            Some(header) => {
                let this = self.options.facts.own.this.as_ref();
                let same = this.is_some_and(|this| quote::quote!(#this).to_string() == *header);
                same && called.given.first().is_some_and(|receiver| self.is_self(receiver))
            }
            None => true,
        };
        let hidden = self.generics.iter().any(|name| accessor.words.contains_key(name));
        if !accessor.seen || !here || hidden && accessor.inside.is_none() {
            return None;
        }
        let place = Span::call_site().located_at(expr.span());
        let closure: ExprClosure = syn::parse2(located(accessor, place)).ok()?;
        (closure.inputs.len() == called.given.len()).then_some(closure)
    }

    /// Lowers the last expression of an accessor's body, behind what stands in front of it.
    fn among_parts<R>(
        &mut self,
        called: &Called<'_>,
        closure: ExprClosure,
        lower: impl FnOnce(&mut Self, &Expr) -> R,
    ) -> Option<R> {
        let accessor = &called.accessor;
        let args = self.given_to(called)?;
        let inlined = self.closure_apart(closure, 0).filter(|_| self.closures.depth() < DEEPEST);
        let Some(inlined) = inlined else {
            self.diagnostics.push(catalogue::unseen_accessor(&called.name));
            return None;
        };
        for (word, count) in &accessor.words {
            *self.words.entry(word.clone()).or_default() += count;
        }
        let span = called.name.span();
        self.inline_by(span, &inlined, args, |this, syntax| {
            let Expr::Block(body) = &*syntax.body else { return None };
            let (last, before) = body.block.stmts.split_last()?;
            let Stmt::Expr(last, None) = last else { return None };
            let brace_token = body.block.brace_token;
            this.open_scope();
            this.block_value(&syn::Block { brace_token, stmts: before.to_vec() });
            let value = lower(this, last);
            this.close_scope();
            Some(value)
        })
        .flatten()
    }

    /// What an accessor is given: parts stay where they are.
    fn given_to(&mut self, called: &Called<'_>) -> Option<Vec<Passed>> {
        let mut args = Vec::with_capacity(called.given.len());
        for expr in &called.given {
            let passed = match self.place(expr) {
                Some(place) if !self.place_ty(&place).strip_refs().is_scalar() => {
                    let ty = self.place_ty(&place);
                    let reference = Some(called.accessor.mutable && !self.is_fixed(&place));
                    Val { reference, ..Val::new(Operand::Place(place), ty) }
                }
                _ => self.expr(expr),
            };
            args.push(Passed::Value(passed));
        }
        Some(args)
    }

    /// The part that an expression at the end of an accessor refers to.
    fn part(&mut self, expr: &Expr) -> Option<Place> {
        match strip_groups(expr) {
            Expr::Reference(inner) => self.part(&inner.expr),
            Expr::MethodCall(call) if gives_whole(call) && !self.calls_accessor(expr) => {
                self.part(&call.receiver)
            }
            Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
                let Expr::MethodCall(inner) = &*call.receiver else { return None };
                match self.reference_in_option(inner)?.operand {
                    Operand::Place(place) => Some(place),
                    Operand::Literal(_) | Operand::Const(_) => None,
                }
            }
            other => self.place(other),
        }
    }

    fn lent(&mut self, tail: &Expr, mutable: bool) -> Val {
        let place = if chooses(tail) { None } else { self.part(tail) };
        let Some(place) = place else { return self.expr(tail) };
        let val = if !mutable && !self.is_fixed(&place) {
            self.read(tail.span(), place)
        } else {
            let ty = self.place_ty(&place);
            Val::new(Operand::Place(place), ty)
        };
        Val { reference: Some(mutable), ..val }
    }
}

/// Whether the end of a body chooses among parts.
fn chooses(tail: &Expr) -> bool {
    matches!(strip_groups(tail), Expr::If(_) | Expr::Match(_))
}

/// The expression at the end of a body.
fn tail(closure: &ExprClosure) -> Option<&Expr> {
    let Expr::Block(body) = &*closure.body else { return None };
    match body.block.stmts.last()? {
        Stmt::Expr(last, None) => Some(last),
        Stmt::Expr(_, Some(_)) | Stmt::Local(_) | Stmt::Item(_) | Stmt::Macro(_) => None,
    }
}

/// The accessor's tokens, standing at `place`; what it binds is told from names of the same spelling.
fn located(accessor: &Accessor, place: Span) -> TokenStream {
    let own = Span::mixed_site().located_at(place);
    fn walk(tokens: TokenStream, accessor: &Accessor, place: Span, own: Span) -> TokenStream {
        let located = tokens.into_iter().map(|mut token| {
            if let TokenTree::Group(group) = token {
                let inside = walk(group.stream(), accessor, place, own);
                token = Group::new(group.delimiter(), inside).into();
            }
            let bound = match &token {
                TokenTree::Ident(name) => accessor.bound.contains(&name.to_string()),
                // the names in `"{i}"`
                TokenTree::Literal(_) => true,
                TokenTree::Group(_) | TokenTree::Punct(_) => false,
            };
            token.set_span(if bound { own } else { place });
            token
        });
        located.collect()
    }
    walk(accessor.closure.clone(), accessor, place, own)
}
