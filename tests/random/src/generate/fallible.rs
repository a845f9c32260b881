//! `?` on options and results, and functions that leave early with nothing.
//!
//! In: the result of the function under construction. Out: expressions and statements. Invariant: `?` stands
//! only where the function's result takes what it leaves with.

use super::{Feature, Generator};
use crate::syntax::{Arm, Block, Expr, Node, Pattern, Stmt, Ty};

impl Generator<'_> {
    /// An option or a result whose type is known.
    pub(super) fn fallible(&mut self, depth: usize, of_result: bool) -> Expr {
        if !of_result {
            return self.option(depth);
        }
        let ty = Ty::Result(Box::new(Ty::Float));
        if let Some(call) = self.call(&ty, depth) {
            return call;
        }
        let code = self.random.below(9);
        let option = self.option(depth);
        Expr::new(ty, Node::OkOr(Box::new(option), code))
    }

    /// `value?`, if the function's result is an option or a result.
    pub(super) fn tried(&mut self, depth: usize) -> Option<Expr> {
        let of_result = match &self.result {
            Ty::Option(_) => false,
            Ty::Result(_) => true,
            _ => return None,
        };
        if self.enclosed {
            return None;
        }
        // what the function is called with may be of the other kind
        let other = self.random.chance(30);
        let value = self.fallible(depth + 1, of_result != other);
        let value = match (&value.ty, of_result) {
            (Ty::Option(_), true) => {
                let code = self.random.below(9);
                Expr::new(self.result.clone(), Node::OkOr(Box::new(value), code))
            }
            (Ty::Result(_), false) => {
                Expr::new(Ty::Option(Box::new(Ty::Float)), Node::ToOption(Box::new(value)))
            }
            _ => value,
        };
        Some(Expr::new(Ty::Float, Node::Try(Box::new(value))))
    }

    /// `let u = value?;`, or `if c { return None; }`
    pub(super) fn try_stmt(&mut self, out: &mut Vec<Stmt>) {
        if self.random.chance(40) {
            let nothing = match &self.result {
                Ty::Option(_) => Some(Node::None),
                Ty::Result(_) => Some(Node::Err(self.random.below(9))),
                _ => None,
            };
            let Some(nothing) = nothing else { return self.simple(out) };
            let condition = self.condition(0);
            let value = Expr::new(self.result.clone(), nothing);
            let leave = Block { stmts: vec![Stmt::Return(Some(value))], value: None };
            let node = Node::If(Box::new(condition), leave, None);
            return out.push(Stmt::Expr(Expr::new(Ty::Unit, node)));
        }
        let Some(value) = self.tried(0) else { return self.simple(out) };
        let mutable = self.random.chance(40);
        let name = self.declare("u", Ty::Float, mutable, false);
        let pattern = Pattern::Name(name, mutable);
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
    }

    /// `match result { Ok(u) => .., Err(_) => .. }` or `result.unwrap_or(x)`
    pub(super) fn result_value(&mut self, depth: usize) -> Expr {
        let result = self.fallible(depth + 1, true);
        if self.random.chance(40) {
            let default = self.float(depth + 1);
            let node = Node::UnwrapOr(Box::new(result), Box::new(default));
            return Expr::new(Ty::Float, node);
        }
        let (name, yes) = self.scoped(|generator| {
            let name = generator.declare("u", Ty::Float, false, false);
            (name, generator.valued_block(&Ty::Float, depth + 1))
        });
        let no = self.valued_block(&Ty::Float, depth);
        let pattern = Pattern::Ok(Box::new(Pattern::Name(name, false)));
        if self.random.chance(40) {
            let condition = Expr::new(Ty::Bool, Node::Let(pattern, Box::new(result)));
            return Expr::new(Ty::Float, Node::If(Box::new(condition), yes, Some(no)));
        }
        let arms = vec![
            Arm { pattern, guard: None, body: yes },
            Arm { pattern: Pattern::Err, guard: None, body: no },
        ];
        Expr::new(Ty::Float, Node::Match(Box::new(result), arms))
    }

    /// Whether the function under construction may leave with nothing.
    pub(super) fn leaves_with_nothing(&self) -> bool {
        let fails = matches!(self.result, Ty::Option(_) | Ty::Result(_));
        self.on(Feature::Fallible) && fails && !self.enclosed
    }
}
