//! Statements without blocks of their own.
//!
//! In: what is in scope. Out: statements, appended. Invariant: the right-hand side is made before the
//! place that it is assigned to, as Rust evaluates them.

use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{Binary, Expr, InPlace, Node, Pattern, Place, Stmt, Ty, Unary};

impl Generator<'_> {
    /// A declaration or an assignment.
    pub(super) fn simple(&mut self, out: &mut Vec<Stmt>) {
        let change = self.random.chance(55);
        if !(change && self.assign(out)) {
            self.let_stmt(out);
        }
    }

    /// A type for a variable.
    pub(super) fn variable_type(&mut self) -> Ty {
        let tuples = usize::from(self.on(Feature::Tuples));
        let nested = usize::from(self.on(Feature::Nested));
        let vectors = usize::from(self.on(Feature::Vectors));
        let len = self.random.between(2, 4);
        match self.random.weighted(&[
            (10, 0),
            (5, 1),
            (4 * vectors, 2),
            (2 * nested, 3),
            (nested * vectors, 4),
            (3 * tuples, 5),
            (tuples, 6),
            (2, 7),
            (1, 8),
            (usize::from(self.on(Feature::Indices)), 9),
            (3 * usize::from(self.on(Feature::Options)), 10),
            (4 * self.types.len(), 11),
        ]) {
            0 => Ty::Float,
            1 => Ty::array(Ty::Float, len),
            2 => Ty::vector(Ty::Float, len),
            3 => Ty::array(Ty::array(Ty::Float, 3), 2),
            4 => Ty::vector(Ty::vector(Ty::Float, 2), 2),
            5 => Ty::Tuple(vec![Ty::Float, Ty::Float]),
            6 => Ty::Tuple(vec![Ty::array(Ty::Float, 3), Ty::Float]),
            7 => Ty::Int,
            8 => Ty::Bool,
            9 => Ty::array(Ty::Int, 3),
            11 => self.random.pick(&self.types.clone()),
            _ => Ty::Option(Box::new(Ty::Float)),
        }
    }

    /// `let name = value;`
    pub(super) fn let_stmt(&mut self, out: &mut Vec<Stmt>) {
        if self.on(Feature::Stacks) && self.random.chance(8) {
            return self.let_stack(out);
        }
        if self.on(Feature::Chains) && self.random.chance(8) && self.let_collected(out) {
            return;
        }
        if self.on(Feature::SharedAliases) && self.random.chance(6) && self.let_alias(out) {
            return;
        }
        let ty = self.variable_type();
        let value = match ty {
            Ty::Float if self.random.chance(50) => self.damped(0),
            _ => self.value(&ty, 0),
        };
        if let Ty::Tuple(parts) = &ty
            && self.random.chance(40)
        {
            let mut bind = |part: &Ty| {
                let mutable = self.random.chance(50);
                Pattern::Name(self.declare("q", part.clone(), mutable, false), mutable)
            };
            let patterns: Vec<Pattern> = parts.iter().map(&mut bind).collect();
            let same = patterns.iter().enumerate().any(|(at, p)| patterns[..at].contains(p));
            if !same && names_differ(&patterns) {
                let pattern = Pattern::Tuple(patterns);
                out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
                return;
            }
            self.undeclare(parts.len());
        }
        if let Ty::Record(of) = &ty
            && self.random.chance(30)
        {
            let of = std::rc::Rc::clone(of);
            return self.let_fields(&of, value, out);
        }
        let mutable = self.random.chance(70);
        let typed = self.is_typed(&value);
        let needed = matches!(ty, Ty::Option(_));
        let annotate = needed || self.random.chance(if typed { 5 } else { 30 });
        let prefix = prefix(&ty);
        let name = self.declare(prefix, ty.clone(), mutable, typed || annotate);
        let pattern = Pattern::Name(name, mutable);
        let ty = annotate.then_some(ty);
        out.push(Stmt::Let { pattern, ty, value: Some(value), otherwise: None });
    }

    /// Takes back the declarations made last.
    fn undeclare(&mut self, count: usize) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.truncate(scope.len().saturating_sub(count));
        }
    }

    /// `let r = &a[1..3];`
    fn let_alias(&mut self, out: &mut Vec<Stmt>) -> bool {
        let Some((value, ty)) = self.alias(Access::Read) else { return false };
        let name = self.fresh("r");
        self.declare_as(name.clone(), ty, false, false);
        let pattern = Pattern::Name(name, false);
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
        true
    }

    /// A `Vec` collected from a chain.
    fn let_collected(&mut self, out: &mut Vec<Stmt>) -> bool {
        let Some(value) = self.collected(0, 1) else { return false };
        let name = self.fresh("v");
        self.declare_as(name.clone(), value.ty.clone(), true, true);
        let pattern = Pattern::Name(name, true);
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
        true
    }

    /// A `Vec` whose length changes.
    fn let_stack(&mut self, out: &mut Vec<Stmt>) {
        let ty = Ty::vector(Ty::Float, 0);
        let node = match self.random.below(4) {
            0 => Node::Empty(None),
            1 => Node::Empty(Some(4)),
            _ => {
                let value = self.value(&Ty::vector(Ty::Float, 3), 1);
                value.node
            }
        };
        let value = Expr::new(ty.clone(), node);
        let first = self.damped(1);
        let name = self.fresh("v");
        self.declare_as(name.clone(), ty.clone(), true, true);
        let pattern = Pattern::Name(name.clone(), true);
        out.push(Stmt::Let { pattern, ty: Some(ty), value: Some(value), otherwise: None });
        out.push(Stmt::InPlace(InPlace::Push(Place::variable(&name), first)));
    }

    /// A change of something; false if there is nothing to change.
    pub(super) fn assign(&mut self, out: &mut Vec<Stmt>) -> bool {
        if self.random.chance(25) && self.in_place(out) {
            return true;
        }
        if self.on(Feature::Chains) && self.random.chance(12) && self.for_each(out) {
            return true;
        }
        if self.on(Feature::MutableParameters)
            && self.random.chance(25)
            && let Some(call) = self.call(&Ty::Unit, 0)
        {
            out.push(Stmt::Expr(call));
            return true;
        }
        match self.random.weighted(&[(16, 0), (2, 1), (1, 2), (2, 3)]) {
            0 => self.assign_float(out),
            1 => {
                let value = self.bounded_int();
                self.assign_to(&Ty::Int, value, out)
            }
            2 => {
                let value = self.condition(1);
                self.assign_to(&Ty::Bool, value, out)
            }
            _ => {
                let ty = self.variable_type();
                let value = self.value(&ty, 1);
                self.assign_to(&ty, value, out)
            }
        }
    }

    fn assign_to(&mut self, ty: &Ty, value: Expr, out: &mut Vec<Stmt>) -> bool {
        match self.place(ty, Access::Write) {
            Some(place) => {
                out.push(Stmt::Assign(place, value));
                true
            }
            None => false,
        }
    }

    /// `x = ..`, `x += ..`, `x *= ..`
    fn assign_float(&mut self, out: &mut Vec<Stmt>) -> bool {
        let how = self.random.below(10);
        let value = match how {
            0..5 => self.damped(0),
            5..8 => self.float(1),
            8 => self.damped(1),
            _ => {
                let inner = self.float(2);
                Expr::binary(Binary::Add, Expr::float(2.5), Expr::unary(Unary::Sin, inner))
            }
        };
        let Some(place) = self.place(&Ty::Float, Access::Write) else { return false };
        out.push(match how {
            0..5 => Stmt::Assign(place, value),
            5..8 => {
                let op = self.random.pick(&[Binary::Add, Binary::Sub]);
                Stmt::Update(place, op, value)
            }
            8 => Stmt::Update(place, Binary::Mul, value),
            _ => Stmt::Update(place, Binary::Div, value),
        });
        true
    }

    /// `swap`, `push` and the like; false if nothing fits.
    fn in_place(&mut self, out: &mut Vec<Stmt>) -> bool {
        let [swaps, copies, stacks, deferred] =
            [Feature::Swaps, Feature::Copies, Feature::Stacks, Feature::Deferred]
                .map(|feature| usize::from(self.on(feature)));
        if swaps + copies + stacks + deferred == 0 {
            return false;
        }
        let made = match self.random.weighted(&[
            (3 * swaps, 0),
            (2 * swaps, 1),
            (swaps, 2),
            (copies, 3),
            (copies, 4),
            (4 * stacks, 5),
            (2 * deferred, 6),
        ]) {
            0 => self.swap_elements(),
            1 => self.swap_places(),
            2 => self.list(2, Access::Write).filter(is_whole).map(InPlace::Reverse),
            3 => self.fill(),
            4 => self.copy_from(),
            5 => return self.stack_operation(out),
            _ => return self.destructure(out),
        };
        match made {
            Some(operation) => {
                out.push(Stmt::InPlace(operation));
                true
            }
            None => false,
        }
    }

    fn swap_elements(&mut self) -> Option<InPlace> {
        let place = self.list(2, Access::Write).filter(is_whole)?;
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Exclusive);
        let left = self.index(&place, 2, Access::Read);
        let right = self.index(&place, 2, Access::Read);
        self.end_borrows(borrows);
        Some(InPlace::Swap(place, left, right))
    }

    /// `std::mem::swap` of two variables of one type.
    fn swap_places(&mut self) -> Option<InPlace> {
        let ty = self.variable_type();
        let left = self.place(&ty, Access::Write)?;
        let borrows = self.borrows.len();
        self.borrow(&left, Borrow::Exclusive);
        let right = self.place(&ty, Access::Write);
        self.end_borrows(borrows);
        Some(InPlace::MemSwap(left, right?))
    }

    fn fill(&mut self) -> Option<InPlace> {
        let value = self.damped(1);
        let place = self.list(2, Access::Write).filter(is_whole)?;
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Exclusive);
        let plain = self.float_leaf();
        self.end_borrows(borrows);
        let reads = mentions(&value, &place.root);
        Some(InPlace::Fill(place, if reads { plain } else { value }))
    }

    fn copy_from(&mut self) -> Option<InPlace> {
        let len = self.random.between(2, 4);
        let kinds = [Ty::array(Ty::Float, len), Ty::vector(Ty::Float, len)];
        let kind = self.random.pick(&kinds);
        let place = self.place(&kind, Access::Write)?;
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Exclusive);
        let other = self.random.pick(&kinds);
        let source = self.place(&other, Access::Read);
        self.end_borrows(borrows);
        Some(InPlace::CopyFrom(place, source?))
    }

    fn stack_operation(&mut self, out: &mut Vec<Stmt>) -> bool {
        let stack = Ty::vector(Ty::Float, 0);
        let Some(place) = self.place(&stack, Access::Write) else { return false };
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Shared);
        let value = self.damped(1);
        self.end_borrows(borrows);
        match self.random.below(5) {
            0 => {
                let len = self.bounded_int();
                out.push(Stmt::InPlace(InPlace::Truncate(place, len)));
                // What follows may count on an element.
                let element = Expr::float(self.random.float());
                let again = self.place(&stack, Access::Write);
                out.extend(again.map(|place| Stmt::InPlace(InPlace::Push(place, element))));
            }
            1 => {
                let option = Expr::new(Ty::Option(Box::new(Ty::Float)), Node::Pop(place.clone()));
                let node = Node::UnwrapOr(Box::new(option), Box::new(Expr::float(0.3)));
                let name = self.declare("s", Ty::Float, true, true);
                let pattern = Pattern::Name(name.clone(), true);
                let value = Some(Expr::new(Ty::Float, node));
                out.push(Stmt::Let { pattern, ty: None, value, otherwise: None });
                let value = Expr::unary(Unary::Sin, Self::read(&name, Ty::Float));
                out.push(Stmt::InPlace(InPlace::Push(place, value)));
            }
            _ => out.push(Stmt::InPlace(InPlace::Push(place, value))),
        }
        true
    }

    /// `(a, b) = (x, y);`
    fn destructure(&mut self, out: &mut Vec<Stmt>) -> bool {
        let value = self.value(&Ty::Tuple(vec![Ty::Float, Ty::Float]), 1);
        let Some(left) = self.place(&Ty::Float, Access::Write) else { return false };
        let Some(right) = self.place(&Ty::Float, Access::Write) else { return false };
        out.push(Stmt::Destructure(vec![left, right], value));
        true
    }
}

/// What variables of a type are called.
pub(super) fn prefix(ty: &Ty) -> &'static str {
    match ty {
        Ty::Float => "s",
        Ty::Int => "k",
        Ty::Bool => "c",
        Ty::Array(..) => "a",
        Ty::Vector(..) => "v",
        Ty::Tuple(_) => "t",
        Ty::Option(_) => "o",
        Ty::Result(_) => "e",
        Ty::Record(_) => "p",
        Ty::Choice(_) => "q",
        Ty::Slice(..) | Ty::Ref(_) | Ty::RefMut(_) | Ty::Unit => "r",
    }
}

/// A list that is not a part of another in brackets: methods of a part need a borrow of their own.
fn is_whole(place: &Place) -> bool {
    !place.steps.iter().any(|step| matches!(step, crate::syntax::Step::Part(..)))
}

fn names_differ(patterns: &[Pattern]) -> bool {
    let names: Vec<&String> = patterns
        .iter()
        .filter_map(|p| if let Pattern::Name(name, _) = p { Some(name) } else { None })
        .collect();
    names.iter().enumerate().all(|(at, name)| !names[..at].contains(name))
}

/// Whether an expression names a variable; by its text, which may only say yes too often.
fn mentions(expr: &Expr, name: &str) -> bool {
    format!("{expr:?}").contains(&format!("{name:?}"))
}
