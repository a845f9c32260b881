//! Statements with blocks: branches, loops, exits.
//!
//! In: what is in scope. Out: statements, appended. Invariant: every loop ends: counters that end one
//! are written by nothing else, and `continue` never passes the step of a counter by.

use super::place::Access;
use super::{Feature, Generator};
use crate::syntax::{
    Arm, Binary, Block, Compare, Expr, IntOp, Node, Pattern, Place, Range, Step, Stmt, Ty, Walk,
};

/// A loop around the statement under construction.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub label: Option<String>,
    /// The type of the value it breaks with.
    pub value: Option<Ty>,
    /// Whether `continue` may be written.
    pub continues: bool,
    /// Whether it is a block with a label, which only its name leaves.
    pub block: bool,
}

impl Generator<'_> {
    /// A statement of any kind.
    pub(super) fn stmt(&mut self, out: &mut Vec<Stmt>) {
        self.budget -= 1;
        if self.budget <= 0 || self.nesting > 2 {
            return self.simple(out);
        }
        let features = self.features;
        let on = |feature| usize::from(features.has(feature));
        let branches = on(Feature::Branches);
        let exits = on(Feature::Breaks) * usize::from(!self.around.is_empty());
        let aliases = on(Feature::MutableAliases) + on(Feature::Splits);
        let weights = [
            (50, 0),
            (14 * branches, 1),
            (6 * branches, 2),
            (14 * on(Feature::For), 3),
            (8 * on(Feature::While), 4),
            (5 * on(Feature::Loops), 5),
            (9 * exits, 6),
            (3 * on(Feature::Returns), 7),
            (6 * on(Feature::Iterators), 8),
            (3 * aliases, 9),
            (3 * on(Feature::Deferred), 10),
            (4 * on(Feature::Options), 11),
            (4 * on(Feature::Tries), 12),
            (8 * on(Feature::Closures), 13),
            (5 * on(Feature::Enums), 14),
            (4 * on(Feature::Labels), 15),
            (4 * on(Feature::SlicePatterns), 16),
            (8 * on(Feature::Stencils), 17),
            (if self.leaves_with_nothing() { 16 } else { 0 }, 18),
            (5 * on(Feature::Buffers) * on(Feature::Stacks), 19),
            (4 * on(Feature::Buffers), 20),
            (if self.has_butterfly() { 12 } else { 0 }, 21),
            (if self.generic { 0 } else { 9 * on(Feature::Ragged) }, 22),
        ];
        let kind = self.random.weighted(&weights);
        if kind == 0 {
            return self.simple(out);
        }
        self.nesting += 1;
        match kind {
            1 => self.if_stmt(out),
            2 => self.match_stmt(out),
            3 => self.for_stmt(out),
            4 => self.while_stmt(out),
            5 => self.loop_stmt(out),
            6 => self.exit(out),
            7 => self.early_return(out),
            8 => self.iterate(out),
            9 => self.alias_block(out),
            10 => self.deferred(out),
            11 => self.if_let(out),
            13 => self.closure_block(out),
            14 => self.match_choice(out),
            15 => self.labelled(out),
            16 => self.match_slice(out),
            17 => self.stencil(out),
            18 => self.try_stmt(out),
            19 => self.drain(out),
            20 => self.swapped(out),
            21 => self.butterflies(out),
            22 => self.ragged(out),
            _ => self.let_else(out),
        }
        self.nesting -= 1;
    }

    /// A block of statements.
    pub(super) fn body(&mut self, most: usize) -> Block {
        self.scoped(|generator| {
            let mut stmts = Vec::new();
            for _ in 0..generator.random.between(1, most) {
                generator.stmt(&mut stmts);
            }
            Block { stmts, value: None }
        })
    }

    fn if_stmt(&mut self, out: &mut Vec<Stmt>) {
        let condition = self.condition(0);
        let yes = self.body(3);
        let no = if self.random.chance(55) { Some(self.body(3)) } else { None };
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), yes, no))));
    }

    fn match_stmt(&mut self, out: &mut Vec<Stmt>) {
        let value = self.bounded_int();
        let mut arms = Vec::new();
        for at in 0..self.random.between(1, 2) {
            let guard = if self.random.chance(25) { Some(self.condition(1)) } else { None };
            let pattern = Pattern::Ints(if at == 0 { vec![0, 2] } else { vec![1] });
            arms.push(Arm { pattern, guard, body: self.body(2) });
        }
        let last = if self.random.chance(80) { self.body(2) } else { Block::default() };
        arms.push(Arm { pattern: Pattern::Wild, guard: None, body: last });
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::Match(Box::new(value), arms))));
    }

    pub(super) fn label(&mut self) -> Option<String> {
        if self.on(Feature::Breaks) && self.random.chance(30) {
            return Some(self.fresh("l"));
        }
        None
    }

    /// The body of a loop, with what is around it.
    pub(super) fn loop_body(&mut self, around: Around, most: usize) -> Block {
        self.around.push(around);
        let body = self.body(most);
        self.around.pop();
        body
    }

    pub(super) fn checkpoint(&mut self) -> Option<String> {
        if self.on(Feature::Checkpoints) && self.random.chance(25) {
            let forms = ["", "(states = 2)", "(states = 4)", "(every = 2)", "(every = 3)"];
            return Some(self.random.pick(&forms).to_owned());
        }
        None
    }

    fn for_stmt(&mut self, out: &mut Vec<Stmt>) {
        let range = self.range();
        let label = self.label();
        let checkpoint = self.checkpoint();
        let around = Around { label: label.clone(), value: None, continues: true, block: false };
        let (name, body) = self.scoped(|generator| {
            let name = generator.declare("i", Ty::Int, false, true);
            (name, generator.loop_body(around, 3))
        });
        out.push(Stmt::For { label, name, range, body, checkpoint });
    }

    fn range(&mut self) -> Range {
        let low = match self.random.below(4) {
            0 if self.random.chance(50) => self.bounded_int(),
            1 => Expr::int(1),
            _ => Expr::int(0),
        };
        let high = match self.random.below(5) {
            0 => self.bounded_int(),
            1 => self.small_int_below(5),
            2 => self.int_leaf(),
            _ => Expr::int(self.random.between(2, 4)),
        };
        let step = if self.random.chance(15) { Some(self.random.between(2, 3)) } else { None };
        let (inclusive, reversed) = (self.random.chance(20), self.random.chance(20));
        // A stepped range is reversed by its length, which only a range without its end knows.
        let inclusive = inclusive && !(step.is_some() && reversed);
        Range { low, high, inclusive, step, reversed }
    }

    pub(super) fn small_int_below(&mut self, bound: usize) -> Expr {
        let int = self.small_int();
        Expr::int_op(IntOp::Rem, int, Expr::int(bound))
    }

    /// Declares a counter for a loop.
    pub(super) fn counter(&mut self, out: &mut Vec<Stmt>) -> String {
        let name = self.fresh("n");
        self.declare_as(name.clone(), Ty::Int, true, true);
        self.lock_last();
        let pattern = Pattern::Name(name.clone(), true);
        let value = Some(Expr::int(0));
        out.push(Stmt::Let { pattern, ty: Some(Ty::Int), value, otherwise: None });
        name
    }

    pub(super) fn step(name: &str) -> Stmt {
        let next = Expr::int_op(IntOp::Add, Self::read(name, Ty::Int), Expr::int(1));
        Stmt::Assign(Place::variable(name), next)
    }

    fn while_stmt(&mut self, out: &mut Vec<Stmt>) {
        let name = self.counter(out);
        let trips = self.random.between(1, 4);
        let more = Expr::compare(Compare::Less, Self::read(&name, Ty::Int), Expr::int(trips));
        let condition = if self.random.chance(35) {
            let other = self.condition(1);
            Expr::new(Ty::Bool, Node::Logic(true, Box::new(more), Box::new(other)))
        } else {
            more
        };
        let label = self.label();
        let checkpoint = self.checkpoint();
        let first = self.random.chance(50);
        let around = Around { label: label.clone(), value: None, continues: first, block: false };
        let mut body = self.loop_body(around, 3);
        let at = if first { 0 } else { body.stmts.len() };
        body.stmts.insert(at, Self::step(&name));
        out.push(Stmt::While { label, condition, body, checkpoint });
    }

    /// `loop { n += 1; ..; if .. { break value; } .. }`
    fn loop_node(&mut self, counter: &str, value: Option<Ty>) -> Node {
        let label = self.label();
        let around =
            Around { label: label.clone(), value: value.clone(), continues: true, block: false };
        self.around.push(around);
        let body = self.scoped(|generator| {
            let mut stmts = vec![Self::step(counter)];
            for _ in 0..generator.random.between(0, 2) {
                generator.stmt(&mut stmts);
            }
            let most = Expr::int(generator.random.between(1, 3));
            let over = Expr::compare(Compare::Greater, Self::read(counter, Ty::Int), most);
            let leave = generator.scoped(|generator| {
                let mut stmts = Vec::new();
                let value = value.as_ref().map(|ty| generator.leaving(ty, &mut stmts));
                stmts.push(Stmt::Break(None, value));
                Block { stmts, value: None }
            });
            let leave = Node::If(Box::new(over), leave, None);
            stmts.push(Stmt::Expr(Expr::new(Ty::Unit, leave)));
            for _ in 0..generator.random.between(0, 2) {
                generator.stmt(&mut stmts);
            }
            Block { stmts, value: None }
        });
        self.around.pop();
        Node::Loop(label, body)
    }

    fn loop_stmt(&mut self, out: &mut Vec<Stmt>) {
        let counter = self.counter(out);
        if self.random.chance(50) {
            let node = self.loop_node(&counter, None);
            out.push(Stmt::Expr(Expr::new(Ty::Unit, node)));
            return;
        }
        let node = self.loop_node(&counter, Some(Ty::Float));
        let name = self.declare("s", Ty::Float, true, false);
        let pattern = Pattern::Name(name, true);
        let value = Some(Expr::new(Ty::Float, node));
        out.push(Stmt::Let { pattern, ty: None, value, otherwise: None });
    }

    /// A loop with a value, inside of an expression.
    pub(super) fn loop_value(&mut self) -> Expr {
        let block = self.scoped(|generator| {
            let mut stmts = Vec::new();
            let counter = generator.counter(&mut stmts);
            generator.nesting += 1;
            let node = generator.loop_node(&counter, Some(Ty::Float));
            generator.nesting -= 1;
            Block { stmts, value: Some(Box::new(Expr::new(Ty::Float, node))) }
        });
        Expr::new(Ty::Float, Node::Block(block))
    }

    /// The value of a `break`. Its type has to be in sight of the macro: a variable with an annotation
    /// holds what may be the result of a call.
    fn leaving(&mut self, ty: &Ty, out: &mut Vec<Stmt>) -> Expr {
        let value = self.value(ty, 1);
        if matches!(value.node, Node::Float(_) | Node::Unary(_, _, false) | Node::Several(..)) {
            return value;
        }
        let name = self.fresh("b");
        let pattern = Pattern::Name(name.clone(), false);
        out.push(Stmt::Let { pattern, ty: Some(ty.clone()), value: Some(value), otherwise: None });
        Self::read(&name, ty.clone())
    }

    /// `if c { break; }`
    pub(super) fn exit(&mut self, out: &mut Vec<Stmt>) {
        let condition = self.condition(0);
        let depth = self.random.below(self.around.len());
        let at = self.around.len() - 1 - depth;
        let (at, target) = match self.around[at].clone() {
            target if target.label.is_some() || depth == 0 => (at, target),
            _ => (self.around.len() - 1, self.around[self.around.len() - 1].clone()),
        };
        let innermost = at + 1 == self.around.len();
        let needed = !innermost || target.block;
        let named = target.label.clone().filter(|_| needed || self.random.chance(40));
        let continues = target.continues && self.random.chance(40);
        let block = self.scoped(|generator| {
            let mut stmts = Vec::new();
            if generator.random.chance(40) {
                generator.simple(&mut stmts);
            }
            let exit = if continues {
                Stmt::Continue(named)
            } else {
                let value = target.value.as_ref().map(|ty| generator.leaving(ty, &mut stmts));
                Stmt::Break(named, value)
            };
            stmts.push(exit);
            Block { stmts, value: None }
        });
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), block, None))));
    }

    /// `if c { return value; }`
    fn early_return(&mut self, out: &mut Vec<Stmt>) {
        let condition = self.condition(0);
        let block = self.leave();
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), block, None))));
    }

    /// A block that returns.
    pub(super) fn leave(&mut self) -> Block {
        let result = self.result.clone();
        self.scoped(|generator| {
            let value = match result {
                Ty::Unit => None,
                result => Some(generator.value(&result, 1)),
            };
            Block { stmts: vec![Stmt::Return(value)], value: None }
        })
    }

    /// A loop over the elements of a list.
    fn iterate(&mut self, out: &mut Vec<Stmt>) {
        let mutable = self.random.chance(60);
        let access = if mutable { Access::Write } else { Access::Read };
        let whole = |place: &Place| !place.steps.iter().any(|s| matches!(s, Step::Part(..)));
        let Some(place) = self.list(2, access).filter(whole) else { return self.simple(out) };
        let label = self.label();
        let around = Around { label: label.clone(), value: None, continues: true, block: false };
        let borrows = self.borrows.len();
        let how = super::scope::Borrow::Exclusive;
        self.borrow(&place, if mutable { how } else { super::scope::Borrow::Shared });
        let element =
            |ty: Ty| if mutable { Ty::RefMut(Box::new(ty)) } else { Ty::Ref(Box::new(ty)) };
        let zipped = if mutable { self.list(2, Access::Read).filter(whole) } else { None };
        if let Some(right) = &zipped {
            self.borrow(right, super::scope::Borrow::Shared);
        }
        let kind = self.random.below(4);
        let (walk, body) = self.scoped(|generator| {
            let name = generator.fresh("e");
            let (ty, walk) = match (kind, zipped) {
                (0, Some(right)) => {
                    let right_name = generator.fresh("z");
                    let ty = Ty::Ref(Box::new(Ty::Float));
                    generator.declare_as(right_name.clone(), ty, false, true);
                    let left_name = name.clone();
                    (Ty::Float, Walk::Zipped { left_name, right_name, left: place, right })
                }
                (1, _) => {
                    let index = generator.fresh("i");
                    generator.declare_as(index.clone(), Ty::Int, false, true);
                    (Ty::Float, Walk::Enumerated { index, name: name.clone(), place, mutable })
                }
                (2, _) => {
                    let exact = generator.random.chance(60);
                    let walk = Walk::Chunks { name: name.clone(), place, size: 2, exact, mutable };
                    (Ty::slice(Ty::Float, if exact { 2 } else { 1 }), walk)
                }
                _ => (Ty::Float, Walk::Elements { name: name.clone(), place, mutable }),
            };
            generator.declare_as(name, element(ty), false, true);
            (walk, generator.loop_body(around, 3))
        });
        self.end_borrows(borrows);
        out.push(Stmt::Iterate { label, walk, body });
    }

    /// `{ let r = &mut a; .. }`, or two halves of a list.
    fn alias_block(&mut self, out: &mut Vec<Stmt>) {
        let split = self.on(Feature::Splits)
            && (self.random.chance(50) || !self.on(Feature::MutableAliases));
        let block = self.scoped(|generator| {
            let mut stmts = Vec::new();
            if split {
                generator.split(&mut stmts)
            } else {
                generator.mutable_alias(&mut stmts)
            };
            for _ in 0..generator.random.between(2, 4) {
                generator.stmt(&mut stmts);
            }
            Block { stmts, value: None }
        });
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::Block(block))));
    }

    fn mutable_alias(&mut self, out: &mut Vec<Stmt>) {
        let Some((value, ty)) = self.alias(Access::Write) else { return };
        let name = self.fresh("r");
        self.declare_as(name.clone(), ty, false, true);
        let pattern = Pattern::Name(name, false);
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
    }

    fn split(&mut self, out: &mut Vec<Stmt>) {
        let whole = |place: &Place| !place.steps.iter().any(|s| matches!(s, Step::Part(..)));
        let Some(place) = self.list(3, Access::Write).filter(whole) else { return };
        let root = self.root(&place).map(|var| var.ty.clone());
        let Some(ty) = root.and_then(|root| super::values::part_type(&root, &place)) else {
            return;
        };
        let len = ty.list().map_or(0, |(_, len)| len);
        let at = self.random.between(1, len - 1);
        self.borrow(&place, super::scope::Borrow::Exclusive);
        let (left, right) = (self.fresh("l"), self.fresh("r"));
        for (name, len) in [(&left, at), (&right, len - at)] {
            let ty = Ty::RefMut(Box::new(Ty::slice(Ty::Float, len)));
            self.declare_as(name.clone(), ty, false, true);
        }
        out.push(Stmt::InPlace(crate::syntax::InPlace::SplitAt(left, right, place, Expr::int(at))));
    }

    /// `let x; if c { x = a; } else { x = b; }`
    fn deferred(&mut self, out: &mut Vec<Stmt>) {
        let name = self.fresh("d");
        let pattern = Pattern::Name(name.clone(), false);
        out.push(Stmt::Let { pattern, ty: Some(Ty::Float), value: None, otherwise: None });
        let condition = self.condition(0);
        let mut arm = || {
            self.scoped(|generator| {
                let mut stmts = Vec::new();
                generator.simple(&mut stmts);
                let value = generator.damped(0);
                stmts.push(Stmt::Assign(Place::variable(&name), value));
                Block { stmts, value: None }
            })
        };
        let (yes, no) = (arm(), arm());
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), yes, Some(no)))));
        self.declare_as(name, Ty::Float, false, true);
    }

    /// `if let Some(u) = option { .. } else { .. }`
    fn if_let(&mut self, out: &mut Vec<Stmt>) {
        let option = self.option(1);
        let (name, condition, yes) = self.scoped(|generator| {
            let name = generator.declare("u", Ty::Float, false, false);
            let pattern = Pattern::Some(Box::new(Pattern::Name(name.clone(), false)));
            let mut condition = Expr::new(Ty::Bool, Node::Let(pattern, Box::new(option)));
            if generator.random.chance(30) {
                let test = Self::read(&name, Ty::Float);
                let test = Expr::compare(Compare::Greater, test, Expr::float(0.1));
                let node = Node::Logic(true, Box::new(condition), Box::new(test));
                condition = Expr::new(Ty::Bool, node);
            }
            (name, condition, generator.body(3))
        });
        debug_assert!(!name.is_empty(), "names have letters");
        let no = if self.random.chance(60) { Some(self.body(2)) } else { None };
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), yes, no))));
    }

    /// `let Some(u) = option else { return value };`, or `let u = option?;` where that fits.
    fn let_else(&mut self, out: &mut Vec<Stmt>) {
        let option = self.option(1);
        if matches!(self.result, Ty::Option(_)) && self.random.chance(60) {
            let value = Expr::new(Ty::Float, Node::Try(Box::new(option)));
            let name = self.declare("u", Ty::Float, false, false);
            let pattern = Pattern::Name(name, false);
            out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
            return;
        }
        let otherwise = Some(self.leave());
        let name = self.declare("u", Ty::Float, false, false);
        let pattern = Pattern::Some(Box::new(Pattern::Name(name.clone(), false)));
        out.push(Stmt::Let { pattern, ty: None, value: Some(option), otherwise });
        let doubled = Expr::binary(Binary::Mul, Self::read(&name, Ty::Float), Expr::float(0.5));
        let name = self.declare("s", Ty::Float, true, false);
        let pattern = Pattern::Name(name, true);
        out.push(Stmt::Let { pattern, ty: None, value: Some(doubled), otherwise: None });
    }
}
