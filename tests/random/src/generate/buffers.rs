//! What keeps numbers in buffers: stacks that a loop empties, buffers that change places; and the bits of numbers.
//!
//! In: what is in scope. Out: statements and expressions. Invariant: a loop that empties a stack puts back
//! less often than it takes.

use super::control::Around;
use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{
    Binary, Bits, Block, Compare, Expr, InPlace, IntOp, Node, Pattern, Place, Range, Step, Stmt,
    Ty, Unary,
};

impl Generator<'_> {
    /// `while let Some(u) = stack.pop() { .. }`
    pub(super) fn drain(&mut self, out: &mut Vec<Stmt>) {
        let stack = Ty::vector(Ty::Float, 0);
        let Some(place) = self.place(&stack, Access::Write).filter(|at| at.steps.is_empty()) else {
            return self.simple(out);
        };
        let Some(target) = self.place(&Ty::Float, Access::Write) else { return self.simple(out) };
        if target.root == place.root {
            return self.simple(out);
        }
        let counter = self.counter(out);
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Exclusive);
        self.borrow(&target, Borrow::Shared);
        let label = self.label();
        let around = Around { label: label.clone(), value: None, continues: true, block: false };
        let pop = Expr::new(Ty::Option(Box::new(Ty::Float)), Node::Pop(place.clone()));
        let (condition, body) = self.scoped(|generator| {
            let name = generator.fresh("u");
            generator.declare_as(name.clone(), Ty::Float, false, true);
            let pattern = Pattern::Some(Box::new(Pattern::Name(name.clone(), false)));
            let condition = Expr::new(Ty::Bool, Node::Let(pattern, Box::new(pop)));
            let mut body = generator.loop_body(around, 2);
            let popped = Self::read(&name, Ty::Float);
            if generator.random.chance(50) {
                body.stmts.insert(0, Self::put_back(&place, &counter, popped.clone()));
            }
            let op = generator.random.pick(&[Binary::Add, Binary::Sub]);
            let change = Expr::unary(Unary::Sin, popped);
            body.stmts.insert(0, Stmt::Update(target, op, change));
            (condition, body)
        });
        self.end_borrows(borrows);
        out.push(Stmt::While { label, condition, body, checkpoint: None });
        // what follows may count on an element
        let element = Expr::float(self.random.float());
        out.push(Stmt::InPlace(InPlace::Push(place, element)));
    }

    /// `if n < 3 { n += 1; stack.push(u * 0.5); }`
    fn put_back(stack: &Place, counter: &str, popped: Expr) -> Stmt {
        let few = Expr::compare(Compare::Less, Self::read(counter, Ty::Int), Expr::int(3));
        let half = Expr::binary(Binary::Mul, popped, Expr::float(0.5));
        let stmts = vec![Self::step(counter), Stmt::InPlace(InPlace::Push(stack.clone(), half))];
        let yes = Block { stmts, value: None };
        Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(few), yes, None)))
    }

    /// Two buffers, of which one is made from the other again and again, and then takes its place.
    pub(super) fn swapped(&mut self, out: &mut Vec<Stmt>) {
        let len = self.random.between(3, 4);
        let ty = match self.on(Feature::Vectors) && self.random.chance(60) {
            true => Ty::vector(Ty::Float, len),
            false => Ty::array(Ty::Float, len),
        };
        let parts = (0..len).map(|_| self.damped(1)).collect();
        let (now, next) = (self.fresh("u"), self.fresh("u"));
        let before = Expr::new(ty.clone(), Node::List(parts));
        let zero = Node::Repeat(Box::new(Expr::float(0.0)), len);
        for (name, value) in [(&now, before), (&next, Expr::new(ty.clone(), zero))] {
            let pattern = Pattern::Name(name.clone(), true);
            let annotation = Some(ty.clone());
            out.push(Stmt::Let { pattern, ty: annotation, value: Some(value), otherwise: None });
        }
        let factor = self.float_leaf();
        let name = self.fresh("s");
        let pattern = Pattern::Name(name.clone(), false);
        let factor = Some(Expr::unary(Unary::Tanh, factor));
        out.push(Stmt::Let { pattern, ty: None, value: factor, otherwise: None });
        out.push(self.steps_of(&now, &next, &name, len));
        for name in [now, next] {
            self.declare_as(name, ty.clone(), true, true);
        }
        self.declare_as(name, Ty::Float, false, true);
    }

    /// The loops over time and over elements.
    fn steps_of(&mut self, now: &str, next: &str, factor: &str, len: usize) -> Stmt {
        let (time, at) = (self.fresh("i"), self.fresh("i"));
        let index = || Self::read(&at, Ty::Int);
        let shifted = |by: usize| {
            let sum = Expr::int_op(IntOp::Add, index(), Expr::int(by));
            Expr::int_op(IntOp::Rem, sum, Expr::int(len))
        };
        let element = |index: Expr| {
            Expr::new(Ty::Float, Node::Read(Place::variable(now).then(Step::Index(index))))
        };
        let by = self.random.between(1, len - 1);
        let op = self.random.pick(&[Binary::Mul, Binary::Add, Binary::Sub]);
        let change = Expr::binary(op, element(shifted(by)), Self::read(factor, Ty::Float));
        let value = Expr::binary(Binary::Add, element(index()), change);
        let value = self.damp(value);
        let target = Place::variable(next).then(Step::Index(index()));
        let plain = |low: usize, high: usize| Range {
            low: Expr::int(low),
            high: Expr::int(high),
            inclusive: false,
            step: None,
            reversed: false,
        };
        let low = self.random.below(2);
        let inner = Stmt::For {
            label: None,
            name: at.clone(),
            range: plain(low, len),
            body: Block { stmts: vec![Stmt::Assign(target, value)], value: None },
            checkpoint: None,
        };
        let (now, next) = (Place::variable(now), Place::variable(next));
        let swap = Stmt::InPlace(InPlace::MemSwap(now, next));
        let range = plain(0, self.random.between(1, 4));
        let body = Block { stmts: vec![inner, swap], value: None };
        Stmt::For { label: None, name: time, range, body, checkpoint: self.checkpoint() }
    }

    /// `std::mem::take(&mut place)`
    pub(super) fn taken(&mut self) -> Expr {
        match self.place(&Ty::Float, Access::Write) {
            Some(place) if !self.generic => Expr::new(Ty::Float, Node::Take(place)),
            _ => self.float_leaf(),
        }
    }

    /// `f64::from_bits(x.to_bits() ..)`
    pub(super) fn of_bits(&mut self, depth: usize) -> Expr {
        let inner = self.float(depth + 1);
        if self.generic {
            return inner;
        }
        // a method needs a type, and the bits of zero are those of no other number
        let inner = Expr::binary(Binary::Add, Expr::float(1.5), Expr::unary(Unary::Sin, inner));
        let name = self.fresh("z");
        let bits = match self.random.below(4) {
            0 => Bits::Flip,
            1 => Bits::Clear,
            2 => Bits::Raise(self.random.between(1, 2) as u8),
            _ => Bits::Half,
        };
        let pattern = Pattern::Name(name.clone(), false);
        let bound = Stmt::Let { pattern, ty: Some(Ty::Float), value: Some(inner), otherwise: None };
        let read = Self::read(&name, Ty::Float);
        let value = Expr::new(Ty::Float, Node::Bits(bits, Box::new(read)));
        let block = Block { stmts: vec![bound], value: Some(Box::new(value)) };
        Expr::new(Ty::Float, Node::Block(block))
    }
}
