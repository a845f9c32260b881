//! Numbers and conditions.
//!
//! In: what is in scope. Out: expressions of type `f64`, `usize` and `bool`. Invariant: functions are
//! called where they are smooth and bounded, or the interpreter finds the exception.

use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{Arm, Binary, Block, Compare, Expr, IntOp, Node, Pattern, Place, Several};
use crate::syntax::{Stmt, Ty, Unary};

impl Generator<'_> {
    /// A number that is easy to get.
    pub(super) fn float_leaf(&mut self) -> Expr {
        if self.random.chance(82)
            && let Some(place) = self.place(&Ty::Float, Access::Read)
        {
            return Expr::new(Ty::Float, Node::Read(place));
        }
        if self.random.chance(30) {
            let int = self.small_int();
            return Expr::new(Ty::Float, Node::ToFloat(Box::new(int)));
        }
        Expr::float(self.random.pick(&[0.5, 1.5, 0.25, 2.0, 0.7, 1.1]))
    }

    /// A number; `depth` counts the expressions around it.
    pub(super) fn float(&mut self, depth: usize) -> Expr {
        if depth > 2 {
            return self.float_leaf();
        }
        let calls = if self.on(Feature::Calls) { 14 } else { 0 };
        let branches = if self.on(Feature::Branches) { 5 } else { 0 };
        let blocks = if self.on(Feature::Blocks) && depth < 2 { 4 } else { 0 };
        let options = if self.on(Feature::Options) { 4 } else { 0 };
        match self.random.weighted(&[
            (36, 0),
            (30, 1),
            (6, 2),
            (18, 3),
            (8, 4),
            (3, 5),
            (calls, 6),
            (branches, 7),
            (branches, 8),
            (blocks, 9),
            (options, 10),
            (if self.on(Feature::Loops) && depth < 2 { 3 } else { 0 }, 11),
            (if self.on(Feature::NoDiff) { 1 } else { 0 }, 12),
            (if self.on(Feature::Swaps) { 2 } else { 0 }, 13),
            (if depth < 2 { 14 * self.chains() } else { 0 }, 14),
            (if self.locals.is_empty() { 0 } else { 16 }, 15),
            (if self.on(Feature::Combinators) { 6 } else { 0 }, 16),
            (if self.on(Feature::Enums) && depth < 2 { 5 } else { 0 }, 17),
            (if self.on(Feature::Labels) && depth < 2 { 3 } else { 0 }, 18),
            (if self.leaves_with_nothing() { 10 } else { 0 }, 19),
            (if self.on(Feature::Fallible) { 4 } else { 0 }, 20),
            (if self.on(Feature::Bits) { 2 } else { 0 }, 21),
            (if self.on(Feature::Buffers) { 1 } else { 0 }, 22),
            (if self.on(Feature::Casts) { 3 } else { 0 }, 23),
        ]) {
            0 => self.float_leaf(),
            1 => {
                let op = self.random.pick(&[Binary::Add, Binary::Sub, Binary::Mul]);
                let (left, right) = (self.float(depth + 1), self.float(depth + 1));
                Expr::binary(op, left, right)
            }
            2 => {
                let (left, right) = (self.float(depth + 1), self.float(depth + 1));
                let away = Expr::unary(Unary::Sin, right);
                let away = Expr::binary(Binary::Add, Expr::float(2.5), away);
                Expr::binary(Binary::Div, left, away)
            }
            3 => self.unary(depth),
            4 => self.several(depth),
            5 => {
                let base = Expr::unary(Unary::Sin, self.float(depth + 1));
                let exponent = self.random.between(0, 4) as i32;
                Expr::new(Ty::Float, Node::Powi(Box::new(base), exponent))
            }
            6 => self.call(&Ty::Float, depth).unwrap_or_else(|| self.float_leaf()),
            7 => self.if_value(&Ty::Float, depth),
            8 => self.match_value(&Ty::Float, depth),
            9 => self.block_value(&Ty::Float, depth),
            10 => self.option_value(depth),
            11 => self.loop_value(),
            12 => {
                let op = self.random.pick(&[Binary::Add, Binary::Mul]);
                let inner = Expr::binary(op, self.float_leaf(), self.float_leaf());
                Expr::new(Ty::Float, Node::NoDiff(Box::new(inner)))
            }
            13 => self.replace_value(depth),
            14 => self.chain_float(depth).unwrap_or_else(|| self.float_leaf()),
            17 => self.choice_value(depth).unwrap_or_else(|| self.float_leaf()),
            18 => self.labelled_value(depth),
            19 => self.tried(depth).unwrap_or_else(|| self.float_leaf()),
            20 => self.result_value(depth),
            21 => self.of_bits(depth),
            22 => self.taken(),
            23 => self.cast(depth),
            15 => self.apply(depth).unwrap_or_else(|| self.float_leaf()),
            _ => self.combined_float(depth),
        }
    }

    /// A number of bounded size: what is assigned again and again must not grow.
    pub(super) fn damped(&mut self, depth: usize) -> Expr {
        let inner = self.float(depth);
        self.damp(inner)
    }

    /// The same, made of a number.
    pub(super) fn damp(&mut self, inner: Expr) -> Expr {
        match self.random.below(4) {
            0 => Expr::unary(Unary::Sin, inner),
            1 => self.method(Unary::Tanh, inner),
            2 => Expr::binary(Binary::Mul, inner, Expr::float(0.4)),
            _ => self.method(Unary::Atan, inner),
        }
    }

    /// A function of one number, as a method where the receiver's type is known.
    pub(super) fn method(&mut self, op: Unary, operand: Expr) -> Expr {
        let method = self.is_typed(&operand) && self.random.chance(60);
        Expr::new(Ty::Float, Node::Unary(op, Box::new(operand), method))
    }

    fn unary(&mut self, depth: usize) -> Expr {
        let inner = self.float(depth + 1);
        let square = |x: Expr| Expr::binary(Binary::Mul, x.clone(), x);
        let above = |low: f64, x: Expr| Expr::binary(Binary::Add, Expr::float(low), x);
        match self.random.below(13) {
            0 => self.method(Unary::Sin, inner),
            1 => self.method(Unary::Cos, inner),
            2 => self.method(Unary::Tanh, inner),
            3 => self.method(Unary::Atan, inner),
            4 => self.method(Unary::Asinh, inner),
            5 => self.method(Unary::Abs, inner),
            6 => Expr::new(Ty::Float, Node::Unary(Unary::Neg, Box::new(inner), false)),
            7 => {
                let bounded = self.method(Unary::Tanh, inner);
                let op = self.random.pick(&[Unary::Exp, Unary::Cosh, Unary::Sinh]);
                self.method(op, bounded)
            }
            8 => Expr::unary(Unary::Ln, above(1.5, Expr::unary(Unary::Abs, inner))),
            9 => {
                let leaf = self.float_leaf();
                Expr::unary(Unary::Sqrt, above(0.5, square(leaf)))
            }
            10 => Expr::unary(Unary::Recip, above(2.0, Expr::unary(Unary::Cos, inner))),
            11 => Expr::unary(Unary::Floor, inner),
            _ => Expr::unary(Unary::Signum, inner),
        }
    }

    fn several(&mut self, depth: usize) -> Expr {
        let op = self.random.pick(&[
            Several::Max,
            Several::Min,
            Several::Hypot,
            Several::Atan2,
            Several::Powf,
            Several::MulAdd,
            Several::Clamp,
        ]);
        let mut args = vec![self.float(depth + 1), self.float(depth + 1)];
        match op {
            Several::Powf => {
                let base = Expr::unary(Unary::Sin, args[0].clone());
                args[0] = Expr::binary(Binary::Add, Expr::float(1.75), base);
                args[1] = Expr::unary(Unary::Tanh, args[1].clone());
            }
            Several::MulAdd => args.push(self.float(depth + 1)),
            Several::Clamp => args = vec![args[0].clone(), Expr::float(-0.6), Expr::float(0.55)],
            Several::Max | Several::Min | Several::Hypot | Several::Atan2 => {}
        }
        Expr::new(Ty::Float, Node::Several(op, args))
    }

    /// Whether the type of a float is known without what comes after it.
    pub(super) fn is_typed(&self, expr: &Expr) -> bool {
        match &expr.node {
            Node::Read(place) => self.root(place).is_some_and(|var| var.typed),
            Node::Unary(Unary::Neg, operand, _) => self.is_typed(operand),
            Node::Binary(_, left, right) => self.is_typed(left) && self.is_typed(right),
            Node::Unary(..) | Node::Several(..) | Node::Powi(..) => true,
            Node::Call(..) | Node::Method(..) | Node::ToFloat(_) => true,
            Node::Record(_) | Node::Variant(..) | Node::Base(..) => true,
            Node::List(parts) | Node::Tuple(parts) => parts.iter().all(|part| self.is_typed(part)),
            Node::Repeat(element, _) => self.is_typed(element),
            Node::ToVec(place) | Node::Clone(place) => {
                self.root(place).is_some_and(|var| var.typed)
            }
            _ => false,
        }
    }

    /// A variable or a literal.
    pub(super) fn int_leaf(&mut self) -> Expr {
        let readable = self.random.chance(92);
        match self.place(&Ty::Int, Access::Read) {
            Some(place) if readable => Expr::new(Ty::Int, Node::Read(place)),
            _ => Expr::int(self.random.between(0, 3)),
        }
    }

    /// An integer of moderate size.
    pub(super) fn small_int(&mut self) -> Expr {
        if self.chains() > 0
            && !self.enclosed
            && self.random.chance(6)
            && let Some(int) = self.chain_data(&Ty::Int)
        {
            return int;
        }
        match self.random.below(6) {
            0 => {
                let (left, right) = (self.int_leaf(), self.int_leaf());
                Expr::int_op(IntOp::Add, left, right)
            }
            1 => {
                let (left, factor) = (self.int_leaf(), Expr::int(self.random.between(2, 3)));
                Expr::int_op(IntOp::Mul, left, factor)
            }
            2 => match self.list(1, Access::Read) {
                Some(place) if place.steps.is_empty() => Expr::new(Ty::Int, Node::Len(place)),
                _ => self.int_leaf(),
            },
            _ => self.int_leaf(),
        }
    }

    /// An integer below 4.
    pub(super) fn bounded_int(&mut self) -> Expr {
        match self.small_int() {
            Expr { node: Node::Int(value), .. } => Expr::int(value),
            int => Expr::int_op(IntOp::Rem, int, Expr::int(self.random.between(2, 4))),
        }
    }

    /// A condition.
    pub(super) fn condition(&mut self, depth: usize) -> Expr {
        let chains = if self.enclosed { 0 } else { self.chains() };
        match self.random.weighted(&[(4, 0), (4, 1), (2, 2), (1, 3), (1, 4), (1, 5), (chains, 6)]) {
            6 => match self.chain_data(&Ty::Bool) {
                Some(test) => test,
                None => Expr::compare(Compare::Greater, self.int_leaf(), Expr::int(1)),
            },
            0 => {
                let op = self.random.pick(&[Compare::Less, Compare::Greater]);
                let (left, right) = (self.float(2), self.float_leaf());
                Expr::compare(op, left, right)
            }
            1 => {
                let op = self.random.pick(&[Compare::Equal, Compare::Unequal, Compare::Less]);
                let (left, right) = (self.bounded_int(), Expr::int(self.random.below(2)));
                let right = if op == Compare::Less { self.int_leaf() } else { right };
                Expr::compare(op, left, right)
            }
            2 if depth < 2 => {
                let (left, right) = (self.condition(depth + 1), self.condition(depth + 1));
                let and = self.random.chance(50);
                Expr::new(Ty::Bool, Node::Logic(and, Box::new(left), Box::new(right)))
            }
            3 => {
                let inner = self.condition(depth + 1);
                Expr::new(Ty::Bool, Node::Not(Box::new(inner)))
            }
            4 if self.on(Feature::Options) => {
                let value = self.bounded_int();
                let pattern = self.int_pattern();
                Expr::new(Ty::Bool, Node::Matches(Box::new(value), pattern))
            }
            _ => match self.place(&Ty::Bool, Access::Read) {
                Some(place) => Expr::new(Ty::Bool, Node::Read(place)),
                None => {
                    let left = self.int_leaf();
                    Expr::compare(Compare::Greater, left, Expr::int(1))
                }
            },
        }
    }

    fn int_pattern(&mut self) -> Pattern {
        match self.random.below(3) {
            0 => Pattern::Ints(vec![0, 2]),
            1 => Pattern::Between(1, 2),
            _ => Pattern::Ints(vec![self.random.below(3)]),
        }
    }

    /// `if c { a } else { b }`
    pub(super) fn if_value(&mut self, ty: &Ty, depth: usize) -> Expr {
        let condition = self.condition(1);
        let yes = self.valued_block(ty, depth);
        let no = self.valued_block(ty, depth);
        Expr::new(ty.clone(), Node::If(Box::new(condition), yes, Some(no)))
    }

    /// `match i { .. }`
    pub(super) fn match_value(&mut self, ty: &Ty, depth: usize) -> Expr {
        let value = self.bounded_int();
        let mut arms = Vec::new();
        for _ in 0..self.random.between(1, 2) {
            let pattern = self.int_pattern();
            let guard = if self.random.chance(25) { Some(self.condition(1)) } else { None };
            arms.push(Arm { pattern, guard, body: self.valued_block(ty, depth) });
        }
        arms.push(Arm { pattern: Pattern::Wild, guard: None, body: self.valued_block(ty, depth) });
        Expr::new(ty.clone(), Node::Match(Box::new(value), arms))
    }

    /// A block with statements and a value, as an expression.
    pub(super) fn block_value(&mut self, ty: &Ty, depth: usize) -> Expr {
        let block = self.scoped(|generator| {
            let mut stmts = Vec::new();
            for _ in 0..generator.random.between(1, 2) {
                generator.simple(&mut stmts);
            }
            let value = generator.value(ty, depth + 1);
            Block { stmts, value: Some(Box::new(value)) }
        });
        Expr::new(ty.clone(), Node::Block(block))
    }

    /// The block of an arm.
    pub(super) fn valued_block(&mut self, ty: &Ty, depth: usize) -> Block {
        self.scoped(|generator| {
            let mut stmts = Vec::new();
            if generator.on(Feature::Blocks) && depth < 2 && generator.random.chance(30) {
                generator.simple(&mut stmts);
            }
            let value = generator.value(ty, depth + 1);
            Block { stmts, value: Some(Box::new(value)) }
        })
    }

    /// `std::mem::replace(&mut place, value)`
    fn replace_value(&mut self, depth: usize) -> Expr {
        let Some(place) = self.place(&Ty::Float, Access::Write) else {
            return self.float_leaf();
        };
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Exclusive);
        let value = self.damped(depth + 1);
        self.end_borrows(borrows);
        Expr::new(Ty::Float, Node::Replace(place, Box::new(value)))
    }

    /// `option.unwrap_or(x)`, or a `match` or `if let` on it.
    fn option_value(&mut self, depth: usize) -> Expr {
        let option = self.option(depth + 1);
        if self.random.chance(40) && matches!(option.node, Node::Read(_)) {
            let default = self.float(depth + 1);
            let node = Node::UnwrapOr(Box::new(option), Box::new(default));
            return Expr::new(Ty::Float, node);
        }
        let (name, yes) = self.scoped(|generator| {
            let name = generator.declare("u", Ty::Float, false, false);
            (name, generator.valued_block(&Ty::Float, depth + 1))
        });
        let no = self.valued_block(&Ty::Float, depth);
        let pattern = Pattern::Some(Box::new(Pattern::Name(name, false)));
        if self.random.chance(50) {
            let condition = Expr::new(Ty::Bool, Node::Let(pattern, Box::new(option)));
            return Expr::new(Ty::Float, Node::If(Box::new(condition), yes, Some(no)));
        }
        let arms = vec![
            Arm { pattern, guard: None, body: yes },
            Arm { pattern: Pattern::None, guard: None, body: no },
        ];
        Expr::new(Ty::Float, Node::Match(Box::new(option), arms))
    }

    /// An option whose type is known before what is done with it.
    pub(super) fn option(&mut self, depth: usize) -> Expr {
        let ty = Ty::Option(Box::new(Ty::Float));
        let value = self.value(&ty, depth);
        let known = match &value.node {
            Node::Read(_) | Node::Call(..) => true,
            Node::Some(payload) => self.is_typed(payload),
            _ => false,
        };
        if known {
            return value;
        }
        let name = self.fresh("o");
        let pattern = Pattern::Name(name.clone(), false);
        let bound =
            Stmt::Let { pattern, ty: Some(ty.clone()), value: Some(value), otherwise: None };
        let value = Some(Box::new(Self::read(&name, ty.clone())));
        Expr::new(ty, Node::Block(Block { stmts: vec![bound], value }))
    }

    /// A variable as an expression.
    pub(super) fn read(name: &str, ty: Ty) -> Expr {
        Expr::new(ty, Node::Read(Place::variable(name)))
    }
}
