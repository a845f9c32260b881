//! Expressions and places.

use super::Fence;
use super::types::Place;
use crate::diagnostics::catalogue;
use syn::{BinOp, Expr, ExprBinary, ExprIndex, ExprReference, ExprUnary, Lit, UnOp};

impl Fence<'_> {
    /// An expression that gives a value (which may be `()`, as of a loop).
    pub(super) fn value(&mut self, expr: &Expr) {
        match expr {
            Expr::Array(array) => {
                let escaped = self.escapes;
                for element in &array.elems {
                    // several functions in one array are one mistake
                    if escaped || !(self.escapes && crate::lower::closure::is_closure(element)) {
                        self.value(element);
                    }
                }
            }
            Expr::Assign(assign) => self.refuse(catalogue::nested_assignment(&assign.eq_token)),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Block(block) => self.block(&block.block),
            Expr::Break(node) => node.expr.iter().for_each(|value| self.value(value)),
            Expr::Call(call) => self.call(call),
            Expr::Continue(_) => {}
            Expr::Cast(cast) => {
                self.value(&cast.expr);
                self.ty(&cast.ty, Place::Inner);
            }
            Expr::Field(field) => self.value(&field.base),
            Expr::ForLoop(node) => self.for_loop(node),
            Expr::Group(group) => self.value(&group.expr),
            Expr::If(node) => self.if_else(node),
            Expr::Index(index) => self.index(index),
            Expr::Lit(lit) => self.literal(&lit.lit),
            Expr::Loop(node) => self.block(&node.body),
            Expr::Macro(node) => self.mac(&node.mac),
            Expr::Match(node) => self.match_arms(node),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Paren(paren) => self.value(&paren.expr),
            Expr::Path(path) => {
                if let Some(qself) = &path.qself {
                    self.ty(&qself.ty, Place::Inner);
                }
                self.path(&path.path);
            }
            Expr::Reference(reference) => self.reference(reference),
            Expr::Return(node) => node.expr.iter().for_each(|value| self.value(value)),
            Expr::Repeat(repeat) => {
                self.value(&repeat.expr);
                self.value(&repeat.len);
            }
            Expr::Try(node) => self.value(&node.expr),
            Expr::Struct(node) if node.qself.is_none() => {
                self.path(&node.path);
                node.fields.iter().for_each(|field| self.held(&field.expr));
                self.values(node.rest.as_deref());
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.held(part)),
            Expr::Unary(unary) => self.unary(unary),
            Expr::While(node) => self.while_loop(node),
            outside => self.outside(outside),
        }
    }

    /// The kinds of expression that the language does not have.
    fn outside(&mut self, expr: &Expr) {
        self.escapes |= matches!(expr, Expr::Closure(_));
        self.refuse(match expr {
            // not Rust here; or, for `.await`, the function's `async` is refused
            Expr::Await(_) | Expr::Infer(_) | Expr::Let(_) => {
                return self.diagnostics.leave_to_rustc();
            }
            Expr::Async(node) => catalogue::async_block(&node.async_token),
            Expr::Closure(_) if self.returns_function => return,
            Expr::Closure(node) => catalogue::closure_escapes(node),
            Expr::Const(node) => catalogue::const_block(&node.const_token),
            Expr::Range(node) => catalogue::range_value(node),
            Expr::RawAddr(node) => catalogue::raw_borrow(node),
            Expr::TryBlock(node) => catalogue::try_block(&node.try_token),
            Expr::Unsafe(node) => catalogue::unsafe_block(&node.unsafe_token),
            Expr::Yield(node) => catalogue::yield_expression(&node.yield_token),
            Expr::Verbatim(tokens) => catalogue::unknown_expression(tokens),
            other => catalogue::unknown_expression(other),
        });
    }

    pub(super) fn values<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.value(expr);
        }
    }

    fn binary(&mut self, binary: &ExprBinary) {
        if is_compound(&binary.op) {
            self.refuse(catalogue::nested_assignment(&binary.op));
        } else {
            self.value(&binary.left);
            self.value(&binary.right);
        }
    }

    fn unary(&mut self, unary: &ExprUnary) {
        match &unary.op {
            UnOp::Deref(_) | UnOp::Not(_) | UnOp::Neg(_) => self.value(&unary.expr),
            _ => self.refuse(catalogue::unknown_expression(unary)),
        }
    }

    /// Indexing by a position; a part by a range must stand under `&`.
    fn index(&mut self, index: &ExprIndex) {
        if let Expr::Range(range) = index.index.as_ref() {
            self.refuse(catalogue::range_index(range));
        } else {
            self.value(&index.expr);
            self.value(&index.index);
        }
    }

    fn reference(&mut self, reference: &ExprReference) {
        self.part(&reference.expr);
    }

    /// A value, a place, or a part of an array by a range: what may be borrowed.
    pub(super) fn part(&mut self, expr: &Expr) {
        match expr {
            Expr::Index(part) => {
                self.part(&part.expr);
                match part.index.as_ref() {
                    Expr::Range(range) => {
                        for bound in [&range.start, &range.end].into_iter().flatten() {
                            self.value(bound);
                        }
                    }
                    index => self.value(index),
                }
            }
            Expr::Field(field) => self.part(&field.base),
            Expr::Reference(reference) => self.part(&reference.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.part(&unary.expr),
            Expr::Paren(paren) => self.part(&paren.expr),
            Expr::Group(group) => self.part(&group.expr),
            other => self.value(other),
        }
    }

    fn literal(&mut self, lit: &Lit) {
        match lit {
            Lit::Int(_)
            | Lit::Float(_)
            | Lit::Bool(_)
            | Lit::Byte(_)
            | Lit::Char(_)
            | Lit::Str(_)
            | Lit::ByteStr(_)
            | Lit::CStr(_) => {}
            Lit::Verbatim(_) => self.refuse(catalogue::unknown_literal(lit)),
            _ => self.refuse(catalogue::unknown_literal(lit)),
        }
    }

    /// The left side of an assignment.
    pub(super) fn target(&mut self, expr: &Expr) {
        match expr {
            Expr::Array(array) => array.elems.iter().for_each(|part| self.target(part)),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.target(part)),
            Expr::Call(_) | Expr::Struct(_) => {
                self.refuse(catalogue::destructuring_assignment(expr));
            }
            Expr::Infer(_) => {}
            Expr::Paren(paren) => self.target(&paren.expr),
            Expr::Group(group) => self.target(&group.expr),
            place => self.place(place),
        }
    }

    /// A place, or a part of an array by a range, that a callee changes.
    pub(super) fn changed_place(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(paren) => self.changed_place(&paren.expr),
            Expr::Group(group) => self.changed_place(&group.expr),
            Expr::Index(part) => {
                self.changed_place(&part.expr);
                match part.index.as_ref() {
                    Expr::Range(range) => {
                        [&range.start, &range.end]
                            .into_iter()
                            .flatten()
                            .for_each(|x| self.value(x));
                    }
                    index => self.value(index),
                }
            }
            Expr::Path(_) | Expr::Field(_) | Expr::Unary(_) => self.place(expr),
            other => self.refuse(catalogue::mut_argument(other)),
        }
    }

    /// A variable, an element, a field, or what a reference points to.
    fn place(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {}
            Expr::Index(index) => {
                match index.index.as_ref() {
                    Expr::Range(range) => {
                        for bound in [&range.start, &range.end].into_iter().flatten() {
                            self.value(bound);
                        }
                    }
                    position => self.value(position),
                }
                self.place(&index.expr);
            }
            Expr::Field(field) => self.place(&field.base),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Paren(paren) => self.place(&paren.expr),
            Expr::Group(group) => self.place(&group.expr),
            Expr::Reference(reference) => self.place(&reference.expr),
            // a method or a function that yields a reference
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(_) => self.value(expr),
            other => self.refuse(catalogue::not_a_place(other)),
        }
    }
}

/// `+=` and its like, as against `+`.
pub(super) fn is_compound(op: &BinOp) -> bool {
    match op {
        BinOp::AddAssign(_)
        | BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::RemAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => true,
        BinOp::Add(_)
        | BinOp::Sub(_)
        | BinOp::Mul(_)
        | BinOp::Div(_)
        | BinOp::Rem(_)
        | BinOp::And(_)
        | BinOp::Or(_)
        | BinOp::BitXor(_)
        | BinOp::BitAnd(_)
        | BinOp::BitOr(_)
        | BinOp::Shl(_)
        | BinOp::Shr(_)
        | BinOp::Eq(_)
        | BinOp::Lt(_)
        | BinOp::Le(_)
        | BinOp::Ne(_)
        | BinOp::Ge(_)
        | BinOp::Gt(_) => false,
        // an operator this version does not know is no assignment; rustc decides
        _ => false,
    }
}
