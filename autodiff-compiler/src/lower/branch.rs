//! `if` and `match`: the selector is evaluated once, then one block per arm runs.
//!
//! A `match` becomes the choice of an arm's number (see [`super::choice`]) and a branch on that number;
//! names that patterns bind stand for parts of what they match.

use proc_macro2::Span;
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::alias::{Maybe, payload_pattern};
use super::choice::{Case, Matched, Scrutinee, cases};
use super::closure::{Callable, Passed};
use super::flow::Closed;
use super::pattern::known_variant;
use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    Block, Op, Operand, Place, Proj, PureOp, Stmt, StmtKind, Ty, VarId, Variant, Vars,
};

/// A branch whose arms are not lowered yet.
struct Arms<'a> {
    span: Span,
    selector: Operand,
    is_bool: bool,
    bodies: Vec<Arm<'a>>,
}

struct Arm<'a> {
    /// What the arm knows more than its surroundings.
    patterns: Vec<Matched<'a>>,
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
            Op::Pure(PureOp::Method(name) | PureOp::Checked(name), _) => {
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
                let (selector, patterns) = self.tested(&node.cond);
                let then = ArmBody::Block(&node.then_branch);
                let otherwise = match &node.else_branch {
                    Some((_, expr)) => match &**expr {
                        Expr::Block(block) => ArmBody::Block(&block.block),
                        other => ArmBody::Expr(other),
                    },
                    None => ArmBody::Nothing,
                };
                let bodies = vec![
                    Arm { patterns, body: then },
                    Arm { patterns: Vec::new(), body: otherwise },
                ];
                let span = node.if_token.span;
                Some(Arms { span, selector, is_bool: true, bodies })
            }
            Expr::Match(node) => self.match_arms(node),
            _ => None,
        }
    }

    fn match_arms<'a>(&mut self, node: &'a syn::ExprMatch) -> Option<Arms<'a>> {
        let span = node.match_token.span;
        if let Some(arms) = self.arms_of_part(node) {
            return Some(arms);
        }
        let scrutinee = self.scrutinee(&node.expr);
        let cases = cases(&node.arms);
        let selector = self.choose(span, &scrutinee, &cases, 0).operand;
        let bodies = cases
            .iter()
            .map(|case| Arm {
                patterns: vec![Matched {
                    pat: case.pat,
                    value: Scrutinee::Known(scrutinee.clone()),
                }],
                body: match case.body {
                    Expr::Block(block) if block.label.is_none() => ArmBody::Block(&block.block),
                    body => ArmBody::Expr(body),
                },
            })
            .collect();
        Some(Arms { span, selector, is_bool: false, bodies })
    }

    /// `match x.get_mut(i) { Some(a) => .., None => .. }`
    fn arms_of_part<'a>(&mut self, node: &'a syn::ExprMatch) -> Option<Arms<'a>> {
        let cases = cases(&node.arms);
        let [first, second] = cases.as_slice() else { return None };
        let absent = |pat: &syn::Pat| match pat {
            syn::Pat::Wild(_) => true,
            syn::Pat::Ident(name) => name.ident == "None",
            syn::Pat::Path(path) => known_variant(&path.path) == Some(Variant::None),
            _ => false,
        };
        let (some, none) = match payload_pattern(first.pat) {
            Some(_) => (first, second),
            None => (second, first),
        };
        let guarded = some.guard.is_some() || none.guard.is_some();
        // a name or `_` in front takes all
        let all = std::ptr::eq(none, first) && matches!(none.pat, syn::Pat::Wild(_));
        if guarded || all || !absent(none.pat) {
            return None;
        }
        let Maybe { there, bound } = self.maybe_part(some.pat, &node.expr)?;
        let known = |(pat, value)| Matched { pat, value: Scrutinee::Known(value) };
        let body = |case: &Case<'a>| match case.body {
            Expr::Block(block) if block.label.is_none() => ArmBody::Block(&block.block),
            body => ArmBody::Expr(body),
        };
        let bodies = vec![
            Arm { patterns: bound.into_iter().map(known).collect(), body: body(some) },
            Arm { patterns: Vec::new(), body: body(none) },
        ];
        Some(Arms { span: node.match_token.span, selector: there, is_bool: true, bodies })
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
        if used && values.iter().any(|value| value.reference == Some(true)) {
            self.diagnostics.push(catalogue::chosen_borrow(span));
        }
        let fall = closed.iter().zip(&values).filter(|(arm, _)| arm.outcome.falls);
        let fall: Vec<Ty> = fall.map(|(_, value)| value.ty.clone()).collect();
        let ty = fall.iter().fold(Ty::Unit, |ty, other| {
            self.unify(&ty, other);
            merge(ty, other.clone())
        });
        let used = used && !matches!(ty, Ty::Unit);
        // an arm that is opened instead has what follows inside it
        let joined = (used && !fall.is_empty() && super::flow::stays_open(&closed).is_none())
            .then(|| self.join_values(span, &mut closed, &values, &ty));
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
        let all = arms.iter().all(|arm| arm.outcome.falls || arm.outcome.panics())
            // which holds nothing where the arm was left
            && values.iter().all(|value| self.wrapped(&value.operand).is_none());
        let result = self.slot(if all { "t" } else { "value" }, ty.clone());
        self.joins_untyped(result, values, ty);
        let refs = self.refs_of_one(values);
        self.has_refs(result, refs);
        for (arm, value) in arms.iter_mut().zip(values) {
            if arm.outcome.falls {
                let place = Place::var(result);
                let kind = StmtKind::Store { place, value: value.operand.clone() };
                self.push_into(&mut arm.block, span, kind);
            }
        }
        if all {
            self.push(span, StmtKind::Declare { var: result });
        } else {
            let mut blocks: Vec<&mut Block> = arms.iter_mut().map(|arm| &mut arm.block).collect();
            let stmts = self.settle(span, result, &mut blocks);
            self.append(stmts.into_iter().flatten());
        }
        result
    }

    /// Whether nothing may tell rustc the type of what two arms yield.
    fn joins_untyped(&mut self, result: VarId, values: &[Val], ty: &Ty) {
        let mut untyped = values.iter().map(|value| self.is_untyped(&value.operand));
        // one part of an aggregate may tell nothing of another
        let untyped = match ty.is_scalar() {
            true => untyped.all(|untyped| untyped),
            false => untyped.any(|untyped| untyped),
        };
        if untyped {
            self.untyped.insert(result);
        }
    }

    /// Each block, which reaches its end, yields a value.
    pub fn join_arms(
        &mut self,
        span: Span,
        selector: Operand,
        mut arms: [Block; 2],
        values: [Val; 2],
        ty: Ty,
    ) -> Val {
        let result = self.temp(ty.clone());
        self.joins_untyped(result, &values, &ty);
        let refs = self.refs_of_one(&values);
        self.has_refs(result, refs);
        self.push(span, StmtKind::Declare { var: result });
        for (block, value) in arms.iter_mut().zip(values) {
            if !block.diverges() {
                let kind = StmtKind::Store { place: Place::var(result), value: value.operand };
                self.push_into(block, span, kind);
            }
        }
        let arms = arms.into();
        self.push(span, StmtKind::Branch { selector, is_bool: true, arms });
        Val::new(Operand::var(result), ty)
    }

    /// What a function says of its arguments, where that decides what runs.
    pub(super) fn holds(&mut self, span: Span, test: &Callable, args: Vec<Passed>) -> Operand {
        let val = self.apply_to(span, test, args);
        self.fixed(span, val, Ty::Bool)
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
            if !block.diverges() {
                let place = Place::var(result);
                self.push_into(&mut block, span, StmtKind::Store { place, value });
            }
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
        let bodies = bodies.map(|body| Arm { patterns: Vec::new(), body }).into();
        let arms = Arms { span, selector: left.operand, is_bool: true, bodies };
        self.lower_arms(arms, true)
    }

    /// `if condition { body } else { break }`, the body of a loop.
    pub fn loop_arms(&mut self, condition: &Expr, body: &syn::Block) {
        let span = condition.span();
        let (selector, patterns) = self.tested(condition);
        let bodies = vec![
            Arm { patterns, body: ArmBody::Block(body) },
            Arm { patterns: Vec::new(), body: ArmBody::Break },
        ];
        self.lower_arms(Arms { span, selector, is_bool: true, bodies }, false);
    }

    fn arm(&mut self, arm: Arm) -> Val {
        self.bind_matched(&arm.patterns);
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

    fn written_in(&self, bodies: &[Arm]) -> Vars {
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

/// The common type of two arms.
pub fn merge(left: Ty, right: Ty) -> Ty {
    match (left, right) {
        (Ty::Unit, ty) | (ty, Ty::Unit) => ty,
        // a constant has the other arm's type
        (Ty::Inert, ty) | (ty, Ty::Inert) => ty,
        (Ty::Opaque(_), _) | (_, Ty::Opaque(_)) => Ty::OPAQUE,
        (Ty::Tuple(left), Ty::Tuple(right)) => {
            Ty::Tuple(left.into_iter().zip(right).map(|(left, right)| merge(left, right)).collect())
        }
        (Ty::Array(left, len), Ty::Array(right, _)) => {
            Ty::Array(Box::new(merge(*left, *right)), len)
        }
        (Ty::Vec(left), Ty::Vec(right)) => Ty::Vec(Box::new(merge(*left, *right))),
        (Ty::Option(left), Ty::Option(right)) => Ty::Option(Box::new(merge(*left, *right))),
        (Ty::Result(left), Ty::Result(right)) => Ty::Result(Box::new(merge(*left, *right))),
        (ty, _) => ty,
    }
}
