//! What closures capture: the names that are there where a closure is made.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::{ExprClosure, ReturnType};

use super::super::pattern::names;
use super::super::scope::{Binding, Scopes};
use super::super::verbatim::is_variable;
use super::super::written::{Written, written};
use super::super::{Lowerer, Val};
use super::{Callable, Closure};
use crate::diagnostics::catalogue;
use crate::hygiene::Key;
use crate::ir::{Op, Operand, Place, StmtKind, VarId, Vars};

impl Lowerer<'_> {
    /// A closure, made here.
    pub(super) fn closure(&mut self, syntax: &ExprClosure) -> Closure {
        self.closures.count += 1;
        let number = self.closures.count;
        self.reserve_names(syntax);
        let body = |visitor: &mut Written| visitor.visit_expr(&syntax.body);
        let mut scopes = self.scopes.clone();
        let mut has_state = false;
        if syntax.capture.is_some() {
            let writes = written(&self.scopes, body);
            let outer = std::mem::replace(&mut self.scopes, scopes);
            has_state = self.take_captures(syntax, &writes, number);
            scopes = std::mem::replace(&mut self.scopes, outer);
        }
        let writes = written(&scopes, body);
        Closure { syntax: syntax.clone(), scopes, writes, number, has_state }
    }

    /// A closure that sees nothing of what is around it, since it is the body of another function; none where a
    /// variable has the name of what the body means outside of it.
    pub(in crate::lower) fn closure_apart(
        &mut self,
        syntax: ExprClosure,
        size: usize,
    ) -> Option<Closure> {
        let mut bound = Bound(BTreeSet::new());
        bound.visit_expr_closure(&syntax);
        let mut idents = Vec::new();
        variables(syntax.body.to_token_stream(), &mut idents);
        idents.retain(|ident| !bound.0.contains(&Key::of(ident)));
        let hidden =
            |ident: &Ident| self.function.vars.iter().any(|variable| variable.name == *ident);
        if idents.iter().any(hidden) {
            return None;
        }
        idents.iter().for_each(|ident| self.names.reserve(ident));
        self.closures.count += 1;
        self.closures.taken_in += size;
        let (number, mut scopes) = (self.closures.count, Scopes::default());
        // that of the module
        scopes.open();
        Some(Closure { syntax, scopes, writes: Vars::new(), number, has_state: false })
    }

    /// Constants and functions that the body names must not be hidden by a variable that is declared
    /// between the closure and its call.
    fn reserve_names(&mut self, syntax: &ExprClosure) {
        let mut bound = Bound(BTreeSet::new());
        bound.visit_expr_closure(syntax);
        let mut idents = Vec::new();
        variables(syntax.body.to_token_stream(), &mut idents);
        for ident in idents {
            if self.scopes.find(&ident).is_none() && !bound.0.contains(&Key::of(&ident)) {
                self.names.reserve(&ident);
            }
        }
    }

    /// Variables that a `move` closure uses: copies of them, where they may change. Whether the closure
    /// changes its own.
    fn take_captures(&mut self, syntax: &ExprClosure, writes: &Vars, number: usize) -> bool {
        let mut idents = Vec::new();
        variables(syntax.body.to_token_stream(), &mut idents);
        let (mut done, mut has_state) = (BTreeSet::new(), false);
        self.open_scope();
        for ident in idents {
            if let Some(Binding::Walking(walking)) = self.scopes.find(&ident).cloned() {
                // the slice as it is here
                if let Some(place) = self.place(&walking.part) {
                    self.scopes.bind_reference(&ident, place, false);
                }
                continue;
            }
            let Some(Binding::Place(place)) = self.scopes.find(&ident) else { continue };
            let place = place.clone();
            let changes = self.function.var(place.base).storage;
            if !done.insert(Key::of(&ident)) || !changes {
                continue;
            }
            let ty = self.place_ty(&place);
            let changed = writes.contains(&place.base);
            if ty.is_copy() || changed && ty.has_opaque() {
                let now = self.read(ident.span(), place);
                let now = self.define_copy(ident.span(), now);
                let mutability = changed.then(|| syn::Token![mut](ident.span()));
                has_state |= changed;
                let pat = syn::PatIdent {
                    attrs: Vec::new(),
                    by_ref: None,
                    mutability,
                    ident,
                    subpat: None,
                };
                self.bind_name(&pat, now, None);
            } else {
                let entry = self.closures.taken.entry(place.base);
                entry.or_insert_with(|| (ident, BTreeSet::new())).1.insert(number);
            }
        }
        // the copies belong to the closure's names, whose scopes are put away
        has_state
    }

    /// A value that later writes do not change.
    fn define_copy(&mut self, span: Span, val: Val) -> Val {
        match &val.operand {
            Operand::Place(place) if self.function.var(place.base).storage => {
                self.define(span, Op::Use(val.operand), val.ty)
            }
            Operand::Place(_) | Operand::Literal(_) | Operand::Const(_) => val,
        }
    }

    /// A statement that is lowered changes what a `move` closure took: the closure has the old value.
    pub fn refuse_change_of_taken(&mut self, span: Span, kind: &StmtKind) {
        if self.closures.taken.is_empty() {
            return;
        }
        let stmt = crate::ir::Stmt { id: crate::ir::StmtId(0), span, kind: kind.clone() };
        let mut changed = None;
        stmt.for_each_written(&mut |var| {
            let takers = self.closures.taken.get(&var);
            let inside = |number: &usize| self.closures.applied.contains(number);
            if takers.is_some_and(|(_, takers)| !takers.iter().all(inside)) {
                changed = Some(var);
            }
        });
        if let Some((name, _)) = changed.and_then(|var| self.closures.taken.remove(&var)) {
            self.diagnostics.push(catalogue::taken_then_changed(span, &name));
        }
    }

    /// How many closures were made.
    pub fn closures_made(&self) -> usize {
        self.closures.count
    }

    /// Closures of a statement that nothing names behind it keep nothing.
    pub fn end_closures(&mut self, before: usize, stmt: &syn::Stmt) {
        let named = |ident: &Ident| {
            matches!(self.scopes.find(ident), Some(Binding::Callable(_) | Binding::Chain(_)))
        };
        if self.closures.count == before
            || matches!(stmt, syn::Stmt::Local(local)
                if names(&local.pat).iter().any(|name| named(&name.ident)))
        {
            return;
        }
        self.end_closures_since(before);
    }

    /// Closures that were made since there were `before` of them are gone.
    pub fn end_closures_since(&mut self, before: usize) {
        self.closures.taken.retain(|_, (_, takers)| {
            takers.retain(|number| *number <= before);
            !takers.is_empty()
        });
    }

    /// A closure among tokens that stay as they are: the closure itself, with its names; none where it
    /// changes something.
    pub(in crate::lower) fn callable_tokens(
        &self,
        callable: &Callable,
        uses: &mut Vec<VarId>,
    ) -> Option<Result<TokenStream, Ident>> {
        match callable {
            Callable::Function(path) => Some(Ok(quote!(#path))),
            Callable::Parameter(var) => {
                uses.push(*var);
                let name = &self.function.var(*var).name;
                Some(Ok(quote!(#name)))
            }
            Callable::Closure(closure) if !closure.writes.is_empty() => None,
            Callable::Closure(closure) => {
                let (inputs, output) = (&closure.syntax.inputs, &closure.syntax.output);
                let mut scopes = closure.scopes.clone();
                scopes.open();
                for name in inputs.iter().flat_map(names) {
                    scopes.keep(&name.ident);
                }
                let body = closure.syntax.body.to_token_stream();
                let body = self.rewrite_in(&scopes, body, uses);
                Some(body.map(|body| match output {
                    ReturnType::Default => quote!((|#inputs| #body)),
                    ReturnType::Type(..) => quote!((|#inputs| #output #body)),
                }))
            }
        }
    }

    /// The places that a closure's body reads by the names around it.
    pub(in crate::lower) fn captured_places(
        &self,
        callable: &Callable,
        found: &mut Vec<(Span, Place)>,
    ) {
        let Callable::Closure(closure) = callable else { return };
        let mut idents = Vec::new();
        variables(closure.syntax.body.to_token_stream(), &mut idents);
        let mut next = 0;
        while let Some(ident) = idents.get(next).cloned() {
            next += 1;
            match closure.scopes.find(&ident) {
                Some(Binding::Place(place) | Binding::Reference { place, .. }) => {
                    found.push((ident.span(), place.clone()));
                }
                Some(Binding::Callable(inner)) => self.captured_places(inner, found),
                Some(Binding::Parts(parts)) => idents.extend(parts.iter().cloned()),
                Some(Binding::Walking(walking)) => idents.extend(walking.names.clone()),
                Some(Binding::Chain(_) | Binding::Kept) | None => {}
            }
        }
    }
}

/// The names that patterns bind.
struct Bound(BTreeSet<Key>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
        self.0.insert(Key::of(&node.ident));
        syn::visit::visit_pat_ident(self, node);
    }
}

/// The identifiers among tokens that may be variables.
fn variables(tokens: TokenStream, found: &mut Vec<Ident>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => variables(group.stream(), found),
            TokenTree::Ident(ident) if is_variable(&tokens, i) => {
                found.push(ident.clone());
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
