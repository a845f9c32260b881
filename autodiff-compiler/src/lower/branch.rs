//! `if` and `match`: the selector is evaluated once, then one block per arm runs.
//!
//! A `match` becomes the choice of an arm's number (patterns and guards stay as written, names that
//! they bind stand for parts of the scrutinee) and a branch on that number.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, Pat};

use super::flow::Closed;
use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::ir::{Block, Op, Operand, Place, Proj, PureOp, Stmt, StmtKind, Ty, VarId};

/// A branch whose arms are not lowered yet.
struct Arms<'a> {
    span: Span,
    selector: Operand,
    is_bool: bool,
    bodies: Vec<Arm<'a>>,
}

struct Arm<'a> {
    /// Names of the pattern, bound to parts of the scrutinee.
    bindings: Vec<(&'a syn::PatIdent, Val)>,
    body: ArmBody<'a>,
}

enum ArmBody<'a> {
    Block(&'a syn::Block),
    Expr(&'a Expr),
    Constant(bool),
    Nothing,
    /// Leaves the innermost loop.
    Break,
}

/// Statements that may run although the source runs them only sometimes: reads, cheap arithmetic
/// that cannot panic.
pub fn is_harmless(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Let { op, .. } => match op {
            Op::Use(_) | Op::Scalar(..) => true,
            Op::Load(place) => {
                place.proj.iter().all(|proj| matches!(proj, Proj::Deref | Proj::Field(_)))
            }
            Op::Pure(PureOp::Binary(op), _) => matches!(
                op,
                syn::BinOp::Eq(_)
                    | syn::BinOp::Ne(_)
                    | syn::BinOp::Lt(_)
                    | syn::BinOp::Le(_)
                    | syn::BinOp::Gt(_)
                    | syn::BinOp::Ge(_)
                    | syn::BinOp::And(_)
                    | syn::BinOp::Or(_)
            ),
            Op::Pure(PureOp::Unary(op), _) => matches!(op, syn::UnOp::Not(_)),
            Op::Pure(PureOp::Method(name), _) => {
                name.to_string().starts_with("is_") || name == "len"
            }
            _ => false,
        },
        _ => false,
    }
}

impl Lowerer<'_> {
    /// An `if` or `match` whose value is used.
    pub fn branch_value(&mut self, expr: &Expr) -> Val {
        let Some(arms) = self.arms(expr) else { return Val::unit() };
        self.lower_arms(arms, true)
    }

    /// An `if` or `match` for its effects.
    pub fn branch_statement(&mut self, expr: &Expr) {
        if let Some(arms) = self.arms(expr) {
            self.lower_arms(arms, false);
        }
    }

    fn arms<'a>(&mut self, expr: &'a Expr) -> Option<Arms<'a>> {
        match expr {
            Expr::If(node) => {
                let selector = self.condition(&node.cond);
                let then = ArmBody::Block(&node.then_branch);
                let otherwise = match &node.else_branch {
                    Some((_, expr)) => match &**expr {
                        Expr::Block(block) => ArmBody::Block(&block.block),
                        other => ArmBody::Expr(other),
                    },
                    None => ArmBody::Nothing,
                };
                let bodies = [then, otherwise].map(|body| Arm { bindings: Vec::new(), body });
                let span = node.if_token.span;
                Some(Arms { span, selector, is_bool: true, bodies: bodies.into() })
            }
            Expr::Match(node) => self.match_arms(node),
            _ => None,
        }
    }

    fn match_arms<'a>(&mut self, node: &'a syn::ExprMatch) -> Option<Arms<'a>> {
        let span = node.match_token.span;
        let scrutinee = self.expr_or_place(&node.expr);
        let scrutinee = match &scrutinee.operand {
            Operand::Place(place) => self.read(span, place.clone()),
            _ => scrutinee,
        };
        let mut uses = Vec::new();
        let mut select = Vec::new();
        let mut bodies = Vec::new();
        for (number, arm) in node.arms.iter().enumerate() {
            let (pat, guard) = match &arm.pat {
                Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
                pat => (pat, None),
            };
            let mut bindings = Vec::new();
            self.pattern_names(pat, &scrutinee, &mut bindings);
            self.open_scope();
            for (name, _) in &bindings {
                self.scopes.keep(&name.ident);
            }
            let guarded = guard.is_some();
            let guard = guard.map(|guard| {
                let (tokens, guard_uses) = self.verbatim(quote!(#guard));
                uses.extend(guard_uses);
                quote!(if #tokens)
            });
            self.close_scope();
            let pat = without_unused_names(pat, guarded);
            select.push(quote!(#pat #guard => #number));
            let body = match &*arm.body {
                Expr::Block(block) if block.label.is_none() => ArmBody::Block(&block.block),
                body => ArmBody::Expr(body),
            };
            bodies.push(Arm { bindings, body });
        }
        let op = PureOp::Select { arms: select, uses, is_bool: false };
        let selector = self.define(span, Op::Pure(op, vec![scrutinee.operand]), Ty::Int).operand;
        Some(Arms { span, selector, is_bool: false, bodies })
    }

    /// The names a pattern binds, with the parts of the scrutinee they stand for.
    fn pattern_names<'a>(
        &mut self,
        pat: &'a Pat,
        value: &Val,
        names: &mut Vec<(&'a syn::PatIdent, Val)>,
    ) {
        match pat {
            Pat::Ident(ident) if is_constant_name(ident) => {}
            Pat::Ident(ident) => {
                names.push((ident, value.clone()));
                if let Some((_, inner)) = &ident.subpat {
                    self.pattern_names(inner, value, names);
                }
            }
            Pat::Paren(inner) => self.pattern_names(&inner.pat, value, names),
            Pat::Tuple(tuple) => {
                for (i, part) in tuple.elems.iter().enumerate() {
                    if let Operand::Place(place) = &value.operand {
                        let member = syn::Member::Unnamed(syn::Index::from(i));
                        let place = place.then(Proj::Field(member));
                        let ty = self.place_ty(&place);
                        self.pattern_names(part, &Val::new(Operand::Place(place), ty), names);
                    }
                }
            }
            _ => {}
        }
    }

    fn lower_arms(&mut self, arms: Arms, used: bool) -> Val {
        let Arms { span, selector, is_bool, bodies } = arms;
        let writes = self.written_in(&bodies);
        let known = self.current.clone();
        let mut closed = Vec::new();
        let mut values = Vec::new();
        for arm in bodies {
            self.current = known.clone();
            let (arm, value) = self.closed(|this| this.arm(arm));
            closed.push(arm);
            values.push(value);
        }
        self.current = known;
        self.forget(&writes);
        let fall = closed.iter().zip(&values).filter(|(arm, _)| arm.outcome.falls);
        let fall: Vec<Ty> = fall.map(|(_, value)| value.ty.clone()).collect();
        let ty = fall.iter().fold(Ty::Unit, |ty, other| {
            self.unify(&ty, other);
            merge(ty, other.clone())
        });
        let used = used && !matches!(ty, Ty::Unit);
        let joined =
            (used && fall.len() > 1).then(|| self.join_values(span, &mut closed, &values, &ty));
        if let Some(open) = self.push_branch(span, selector, is_bool, closed) {
            return values.swap_remove(open);
        }
        match joined {
            Some(result) => self.read_slot(span, result),
            None if used => values.swap_remove(0),
            None => Val::unit(),
        }
    }

    /// Each arm that reaches its end stores its value into one variable, which holds it afterwards.
    fn join_values(&mut self, span: Span, arms: &mut [Closed], values: &[Val], ty: &Ty) -> VarId {
        let all = arms.iter().all(|arm| arm.outcome.falls);
        let slot = if all { None } else { self.slot(span, "value", ty) };
        let result = match slot {
            Some((result, stmts)) => {
                self.append(stmts);
                result
            }
            None => {
                let result = self.temp(ty.clone());
                self.push(span, StmtKind::Declare { var: result });
                result
            }
        };
        let literal = |value: &Val| matches!(value.operand, Operand::Literal(_));
        if values.iter().all(literal) {
            self.untyped.insert(result);
        }
        for (arm, value) in arms.iter_mut().zip(values) {
            if arm.outcome.falls {
                let place = Place::var(result);
                let kind = StmtKind::Store { place, value: value.operand.clone() };
                self.push_into(&mut arm.block, span, kind);
            }
        }
        result
    }

    /// `left && right` where evaluating `right` must wait: `if left { right } else { false }`.
    pub fn lazy_branch(
        &mut self,
        span: Span,
        left: Val,
        block: Block,
        right: Val,
        otherwise: bool,
    ) -> Val {
        let result = self.temp(Ty::Bool);
        self.push(span, StmtKind::Declare { var: result });
        let constant = Operand::Const(quote!(#otherwise));
        let other = self.function.new_block();
        let mut arms = [(block, right.operand), (other, constant)];
        if otherwise {
            arms.reverse();
        }
        let arms = arms.map(|(mut block, value)| {
            self.push_into(&mut block, span, StmtKind::Store { place: Place::var(result), value });
            block
        });
        let (selector, arms) = (left.operand, arms.into());
        self.push(span, StmtKind::Branch { selector, is_bool: true, arms });
        Val::new(Operand::var(result), Ty::Bool)
    }

    /// `left && right` where evaluating `right` may leave.
    pub fn leaving_right(&mut self, span: Span, left: Val, right: &Expr, otherwise: bool) -> Val {
        let mut bodies = [ArmBody::Expr(right), ArmBody::Constant(otherwise)];
        if otherwise {
            bodies.reverse();
        }
        let bodies = bodies.map(|body| Arm { bindings: Vec::new(), body }).into();
        let arms = Arms { span, selector: left.operand, is_bool: true, bodies };
        self.lower_arms(arms, true)
    }

    /// `if condition { body } else { break }`, the body of a loop.
    pub fn loop_arms(&mut self, condition: &Expr, body: &syn::Block) {
        let span = condition.span();
        let selector = self.condition(condition);
        let bodies = [ArmBody::Block(body), ArmBody::Break];
        let bodies = bodies.map(|body| Arm { bindings: Vec::new(), body }).into();
        self.lower_arms(Arms { span, selector, is_bool: true, bodies }, false);
    }

    fn arm(&mut self, arm: Arm) -> Val {
        for (name, value) in arm.bindings {
            let value = match value.operand {
                Operand::Place(place) => self.read(name.span(), place),
                operand => Val::new(operand, value.ty),
            };
            self.bind_pattern(&plain(name), value, None);
        }
        match arm.body {
            ArmBody::Block(block) => self.block_value(block),
            ArmBody::Expr(expr) => self.expr(expr),
            ArmBody::Constant(value) => Val::new(Operand::Const(quote!(#value)), Ty::Bool),
            ArmBody::Nothing => Val::unit(),
            ArmBody::Break => {
                self.leave_loop();
                Val::unit()
            }
        }
    }

    fn written_in(&self, bodies: &[Arm]) -> BTreeSet<VarId> {
        written(&self.scopes, |visitor: &mut Written| {
            for arm in bodies {
                match arm.body {
                    ArmBody::Block(block) => visitor.visit_block(block),
                    ArmBody::Expr(expr) => visitor.visit_expr(expr),
                    ArmBody::Constant(_) | ArmBody::Nothing | ArmBody::Break => {}
                }
            }
        })
    }
}

/// A name alone, without `@` and its pattern.
fn plain(pat: &syn::PatIdent) -> Pat {
    Pat::Ident(syn::PatIdent { subpat: None, ..pat.clone() })
}

/// In a pattern, a capital begins a constant or a unit variant.
fn is_constant_name(pat: &syn::PatIdent) -> bool {
    pat.subpat.is_none() && pat.ident.to_string().starts_with(char::is_uppercase)
}

/// The pattern for the selection. Where no guard reads them, names become `_`.
fn without_unused_names(pat: &Pat, guarded: bool) -> TokenStream {
    if guarded {
        return quote!(#pat);
    }
    match pat {
        Pat::Ident(ident) if is_constant_name(ident) => quote!(#pat),
        Pat::Ident(ident) => match &ident.subpat {
            Some((_, inner)) => without_unused_names(inner, false),
            None => quote!(_),
        },
        Pat::Tuple(tuple) => {
            let parts = tuple.elems.iter().map(|part| without_unused_names(part, false));
            quote!((#(#parts,)*))
        }
        Pat::Paren(inner) => without_unused_names(&inner.pat, false),
        _ => quote!(#pat),
    }
}

/// The common type of two arms.
pub fn merge(left: Ty, right: Ty) -> Ty {
    match (left, right) {
        (Ty::Unit, ty) | (ty, Ty::Unit) => ty,
        (Ty::Opaque, _) | (_, Ty::Opaque) => Ty::Opaque,
        // a constant has the other arm's type
        (Ty::Inert, ty) | (ty, Ty::Inert) => ty,
        (Ty::Tuple(left), Ty::Tuple(right)) => {
            Ty::Tuple(left.into_iter().zip(right).map(|(left, right)| merge(left, right)).collect())
        }
        (Ty::Array(left, len), Ty::Array(right, _)) => {
            Ty::Array(Box::new(merge(*left, *right)), len)
        }
        (Ty::Vec(left), Ty::Vec(right)) => Ty::Vec(Box::new(merge(*left, *right))),
        (ty, _) => ty,
    }
}
