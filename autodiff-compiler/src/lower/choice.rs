//! Which arm runs: patterns and guards of `match`, `if let` and `matches!`.
//!
//! A choice is an operation that yields the number of an arm; patterns stay as written. A guard that
//! only copies numbers stays with its pattern; any other becomes a branch of its own.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, Pat};

use super::alias::Maybe;
use super::flow::may_leave;
use super::pattern::{is_irrefutable, names, test_tokens};
use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Block, Op, Operand, PureOp, StmtKind, Ty, VarId};

/// A pattern whose names the arm binds, with what it matches.
#[derive(Clone)]
pub struct Matched<'a> {
    pub pat: &'a Pat,
    pub value: Scrutinee<'a>,
}

#[derive(Clone)]
pub enum Scrutinee<'a> {
    Known(Val),
    /// Evaluated in a block that is closed: without effects, so it is evaluated again.
    Again(&'a Expr),
    /// The same of a part that may be there, which a pattern inside this `let`'s is for.
    PartAgain(&'a syn::ExprLet),
}

/// One alternative of a `match`.
pub struct Case<'a> {
    pub pat: &'a Pat,
    pub guard: Option<&'a Expr>,
    pub body: &'a Expr,
}

impl Lowerer<'_> {
    /// A value that patterns are compared with: a place, wherever it has one.
    pub fn scrutinee(&mut self, expr: &Expr) -> Val {
        let value = match expr {
            Expr::Paren(inner) => return self.scrutinee(&inner.expr),
            Expr::Reference(reference) => {
                let value = self.expr_or_place(&reference.expr);
                Val { reference: Some(reference.mutability.is_some()), ..value }
            }
            expr => match self.handed_on(expr) {
                Some(reference) => reference,
                None => self.expr_or_place(expr),
            },
        };
        match &value.operand {
            // written through, where it stands
            Operand::Place(_) if value.reference == Some(true) => value,
            Operand::Place(place) => {
                let reference = value.reference;
                Val { reference, ..self.read(expr.span(), place.clone()) }
            }
            _ => value,
        }
    }

    /// The number of the first case from `first` on that matches.
    ///
    /// Guards that only copy numbers and change nothing stay in the choice. Any other is a branch behind a
    /// choice that goes no further and does not ask it; the cases behind it are chosen from where neither
    /// it nor a case before it matches.
    pub fn choose(&mut self, span: Span, scrutinee: &Val, cases: &[Case], first: usize) -> Val {
        let simple = scrutinee.reference.is_none() && copies(&scrutinee.ty);
        let changes = |guard: &Expr| {
            !written(&self.scopes, |visitor: &mut Written| visitor.visit_expr(guard)).is_empty()
        };
        let plain = |case: &Case| {
            let guard_stays = |guard| {
                !changes(guard)
                    && !derefs(case.pat, guard)
                    && !binds_names(guard)
                    && !may_leave(guard)
            };
            simple && !by_reference(case.pat) && case.guard.is_none_or(guard_stays)
        };
        let guarded = (first..cases.len())
            .find(|at| cases[*at].guard.is_some() && !cases[first..].iter().all(plain));
        let (mut arms, mut uses) = (Vec::new(), Vec::new());
        let end = guarded.map_or(cases.len(), |at| at + 1);
        for (number, case) in cases.iter().enumerate().take(end).skip(first) {
            let test = test_tokens(case.pat);
            let last = number + 1 == cases.len();
            arms.push(match case.guard {
                Some(guard) if guarded.is_none() => {
                    let (guard, more) = self.guard(case.pat, guard);
                    uses.extend(more);
                    let pat = case.pat;
                    quote!(#pat if #guard => #number)
                }
                // the cases before do not match: a choice from the rest is not exhaustive
                _ if last && first > 0 => quote!(_ => #number),
                _ => quote!(#test => #number),
            });
            if case.guard.is_none() && is_irrefutable(case.pat) {
                break;
            }
        }
        if end < cases.len() {
            arms.push(quote!(_ => #end));
        }
        let op = PureOp::Select { arms, uses, is_bool: false };
        let chosen = self.define(span, Op::Pure(op, vec![scrutinee.operand.clone()]), Ty::Int);
        match guarded.and_then(|at| Some((at, cases[at].guard?))) {
            Some((_, guard)) if may_leave(guard) => {
                self.diagnostics.push(catalogue::exit_behind_let(guard));
                chosen
            }
            Some((at, guard)) => self.ask_guard(span, scrutinee, cases, chosen, (at, guard)),
            None => chosen,
        }
    }

    /// `let decided = if chosen == at { if guard { at } else { at + 1 } } else { chosen };`
    /// `if decided == at + 1 { choose from at + 1 } else { decided }`
    fn ask_guard(
        &mut self,
        span: Span,
        scrutinee: &Val,
        cases: &[Case],
        chosen: Val,
        (at, guard): (usize, &Expr),
    ) -> Val {
        let next = (at + 1).min(cases.len() - 1);
        let number = |at: usize| Val::new(Operand::Const(quote!(#at)), Ty::Int);
        let is_this = self.is_case(span, &chosen, number(at));
        let known = self.current.clone();
        let (asked, value) = self.nested(|this| {
            this.open_scope();
            this.bind_pattern(cases[at].pat, scrutinee.clone(), None);
            let holds = this.condition(guard);
            this.close_scope();
            let (yes, ()) = this.nested(|_| ());
            let (no, ()) = this.nested(|_| ());
            let values = [number(at), number(next)];
            this.join_arms(span, holds, [yes, no], values, Ty::Int)
        });
        self.current = known;
        let (other, ()) = self.nested(|_| ());
        let decided =
            self.join_arms(span, is_this.operand, [asked, other], [value, chosen], Ty::Int);
        if next == at {
            return decided;
        }
        let is_next = self.is_case(span, &decided, number(next));
        let known = self.current.clone();
        let (no, rest) = self.nested(|this| this.choose(span, scrutinee, cases, next));
        self.current = known;
        let (yes, ()) = self.nested(|_| ());
        self.join_arms(span, is_next.operand, [no, yes], [rest, decided], Ty::Int)
    }

    /// `chosen == number`
    fn is_case(&mut self, span: Span, chosen: &Val, number: Val) -> Val {
        let equal = PureOp::Binary(syn::parse_quote!(==));
        let op = Op::Pure(equal, vec![chosen.operand.clone(), number.operand]);
        self.define(span, op, Ty::Bool)
    }

    /// A guard's tokens, in which the pattern's names stay as they are.
    fn guard(&mut self, pat: &Pat, guard: &Expr) -> (TokenStream, Vec<VarId>) {
        self.open_scope();
        for name in names(pat) {
            self.scopes.keep(&name.ident);
        }
        let out = self.unchanging(quote!(#guard));
        self.close_scope();
        out
    }

    /// `matches!(value, pattern if guard)`
    pub fn matches(&mut self, span: Span, arguments: &crate::parse::Matches) -> Val {
        let scrutinee = self.scrutinee(&arguments.value);
        let test = self.test(span, &arguments.pat, &scrutinee);
        let Some(guard) = &arguments.guard else { return test };
        let known = self.current.clone();
        let (block, holds) = self.nested(|this| {
            this.bind_pattern(&arguments.pat, scrutinee, None);
            this.expr(guard)
        });
        self.current = known;
        self.lazy_branch(span, test, block, holds, false)
    }

    /// A condition, `let` included: whether it holds, and the patterns that then match.
    pub fn tested<'a>(&mut self, cond: &'a Expr) -> (Operand, Vec<Matched<'a>>) {
        match cond {
            Expr::Let(test) => {
                if let Some(Maybe { there, bound }) = self.maybe_part(&test.pat, &test.expr) {
                    let known = |(pat, value)| Matched { pat, value: Scrutinee::Known(value) };
                    return (there, bound.into_iter().map(known).collect());
                }
                let value = self.scrutinee(&test.expr);
                let holds = self.test(test.let_token.span, &test.pat, &value);
                let matched = Matched { pat: &test.pat, value: Scrutinee::Known(value) };
                (holds.operand, vec![matched])
            }
            Expr::Binary(chain) if has_let(cond) => {
                if may_leave(&chain.right) {
                    self.diagnostics.push(catalogue::exit_behind_let(&chain.right));
                    return (Operand::Const(quote!(true)), Vec::new());
                }
                let (left, mut patterns) = self.tested(&chain.left);
                let known = self.current.clone();
                let (block, (right, more)) = self.nested(|this| {
                    this.bind_matched(&patterns);
                    this.tested(&chain.right)
                });
                self.current = known;
                for matched in more {
                    patterns.push(self.matched_behind(&block, matched, &chain.right));
                }
                let (left, right) = (Val::new(left, Ty::Bool), Val::new(right, Ty::Bool));
                let holds = self.lazy_branch(cond.span(), left, block, right, false);
                (holds.operand, patterns)
            }
            _ => (self.condition(cond), Vec::new()),
        }
    }

    /// What is known of a match behind the block that finds it.
    fn matched_behind<'a>(
        &mut self,
        block: &Block,
        matched: Matched<'a>,
        cond: &'a Expr,
    ) -> Matched<'a> {
        let Scrutinee::Known(value) = &matched.value else { return matched };
        let inside = crate::analysis::blocks::inside(block);
        let mut computed = false;
        value.operand.for_each_var(&mut |var| computed |= inside.contains(&var));
        let Expr::Let(test) = cond else { return matched };
        if !computed || names(matched.pat).is_empty() {
            return matched;
        }
        if !is_repeatable(block) {
            self.diagnostics.push(catalogue::late_let(&test.let_token));
        }
        // the pattern inside `Some(..)`
        let part = !std::ptr::eq(matched.pat, &*test.pat);
        let value = if part { Scrutinee::PartAgain(test) } else { Scrutinee::Again(&test.expr) };
        Matched { pat: matched.pat, value }
    }

    /// `let pattern = value else { otherwise };`
    pub fn let_else(
        &mut self,
        pat: &Pat,
        init: &syn::LocalInit,
        otherwise: &Expr,
        annotation: Option<syn::Type>,
    ) {
        let span = init.eq_token.span();
        let (matches, bound) = match self.maybe_part(pat, &init.expr) {
            Some(Maybe { there, bound }) => (there, bound),
            None => {
                let mut value = self.scrutinee(&init.expr);
                if let Some(ty) = &annotation {
                    let known = crate::parse::known::known_type(ty, &self.signature.types);
                    value = self.typed(value, &known);
                }
                (self.test(span, pat, &value).operand, vec![(pat, value)])
            }
        };
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_expr(otherwise));
        let known = self.current.clone();
        let (on, _) = self.closed(|_| Val::unit());
        let (off, _) = self.closed(|this| this.expr(otherwise));
        self.current = known;
        self.forget(&writes);
        self.push_branch(span, matches, true, vec![on, off]);
        for (pat, value) in bound {
            self.bind_pattern(pat, value, annotation.clone());
        }
    }

    pub fn bind_matched(&mut self, patterns: &[Matched]) {
        for Matched { pat, value } in patterns {
            let value = match value {
                Scrutinee::Known(value) => value.clone(),
                Scrutinee::Again(expr) => self.scrutinee(expr),
                Scrutinee::PartAgain(test) => {
                    let bound = self.maybe_part(&test.pat, &test.expr).map(|maybe| maybe.bound);
                    let part = bound.into_iter().flatten().find(|(of, _)| std::ptr::eq(*of, *pat));
                    part.map_or_else(Val::refused, |(_, value)| value)
                }
            };
            self.bind_pattern(pat, value, None);
        }
    }
}

/// The arms as cases: alternatives that bind names are cases of their own.
pub fn cases(arms: &[syn::Arm]) -> Vec<Case<'_>> {
    let mut out = Vec::new();
    for arm in arms {
        let (pat, guard) = match &arm.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
            pat => (pat, None),
        };
        let body = &*arm.body;
        match pat {
            Pat::Or(or) if !names(pat).is_empty() => {
                out.extend(or.cases.iter().map(|pat| Case { pat, guard, body }));
            }
            pat => out.push(Case { pat, guard, body }),
        }
    }
    out
}

/// Running it again changes nothing: no calls, no writes to what lies outside.
fn is_repeatable(block: &Block) -> bool {
    let inside = crate::analysis::blocks::inside(block);
    let mut repeatable = true;
    block.walk(&mut |stmt| {
        repeatable &= match &stmt.kind {
            StmtKind::Let { op, .. } => !op.is_recorded(),
            StmtKind::Store { .. } | StmtKind::InPlace(_) => {
                stmt.written_places().iter().all(|place| inside.contains(&place.base))
            }
            StmtKind::Declare { .. } | StmtKind::Branch { .. } => true,
            StmtKind::LetMany { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Effect { .. } => false,
        };
    });
    repeatable
}

/// Whether a condition contains `let`.
pub fn has_let(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Binary(chain) if matches!(chain.op, syn::BinOp::And(_)) => {
            has_let(&chain.left) || has_let(&chain.right)
        }
        _ => false,
    }
}

/// Names of a pattern over a value of the type are copies.
fn copies(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Int | Ty::Bool | Ty::Unit => true,
        Ty::Tuple(parts) => parts.iter().all(copies),
        Ty::Array(inner, _) | Ty::Option(inner) => copies(inner),
        Ty::Inert
        | Ty::Data
        | Ty::Slice(_)
        | Ty::Vec(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Result(_)
        | Ty::Opaque(_) => false,
    }
}

/// A guard has names of its own, which may be those of variables that generated code spells otherwise.
fn binds_names(guard: &Expr) -> bool {
    struct Binds(bool);
    impl<'ast> Visit<'ast> for Binds {
        fn visit_pat_ident(&mut self, _: &'ast syn::PatIdent) {
            self.0 = true;
        }
    }
    let mut binds = Binds(false);
    binds.visit_expr(guard);
    binds.0
}

/// A guard takes a name of the pattern for a reference.
fn derefs(pat: &Pat, guard: &Expr) -> bool {
    struct Derefs<'a> {
        names: Vec<&'a syn::PatIdent>,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Derefs<'_> {
        fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
            if let (syn::UnOp::Deref(_), Expr::Path(path)) = (&node.op, &*node.expr) {
                self.found |= self.names.iter().any(|name| path.path.is_ident(&name.ident));
            }
            syn::visit::visit_expr_unary(self, node);
        }
    }
    let mut derefs = Derefs { names: names(pat), found: false };
    derefs.visit_expr(guard);
    derefs.found
}

/// The pattern looks through a reference, or makes one.
fn by_reference(pat: &Pat) -> bool {
    struct References(bool);
    impl<'ast> Visit<'ast> for References {
        fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
            self.0 |= node.by_ref.is_some();
            syn::visit::visit_pat_ident(self, node);
        }
        fn visit_pat_reference(&mut self, _: &'ast syn::PatReference) {
            self.0 = true;
        }
    }
    let mut found = References(false);
    found.visit_pat(pat);
    found.0
}
