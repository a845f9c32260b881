//! Closures: those that a `let` names, those of options, and the patterns of their parameters.
//!
//! In: what is in scope. Out: closures and their calls. Invariant: a closure writes what it declares, and
//! at most one variable around it, which nothing else touches while the closure lives.

use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{
    Binary, Block, Closure, Combinator, Expr, Node, Pattern, Place, Stmt, Ty, Unary,
};

/// A closure that can be called.
#[derive(Clone, Debug)]
pub(super) struct Local {
    pub name: String,
    pub params: usize,
    /// Whether it changes what is around it.
    pub writes: bool,
}

impl Generator<'_> {
    /// What `inner` makes stands in a closure with this result. Nothing around it is written but
    /// `writable`.
    pub(super) fn inside<T>(
        &mut self,
        result: Ty,
        writable: Option<usize>,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let result = std::mem::replace(&mut self.result, result);
        let around = std::mem::take(&mut self.around);
        let enclosed = std::mem::replace(&mut self.enclosed, true);
        let borrows = self.borrows.len();
        let shown: Vec<usize> = self.visible().iter().map(|var| var.id).collect();
        let shown = shown.into_iter().filter(|id| Some(*id) != writable);
        self.borrows.extend(shown.map(|id| (id, Borrow::Shared)));
        let made = self.scoped(inner);
        self.end_borrows(borrows);
        self.result = result;
        self.around = around;
        self.enclosed = enclosed;
        made
    }

    /// Statements and the value of a closure. `names` are its parameters, of which the value makes use.
    pub(super) fn closure_body(&mut self, names: &[String], ty: &Ty, depth: usize) -> Block {
        let mut stmts = Vec::new();
        if self.on(Feature::Blocks) && self.random.chance(20) {
            self.simple(&mut stmts);
        }
        if self.on(Feature::Returns) && self.random.chance(8) {
            let condition = self.condition(1);
            let block = self.leave();
            let leave = Node::If(Box::new(condition), block, None);
            stmts.push(Stmt::Expr(Expr::new(Ty::Unit, leave)));
        }
        if self.wants(Feature::Closed, 15) && depth < 3 {
            let inner = self.local_closure(&mut stmts);
            let value = match ty {
                Ty::Float => self.apply_one(inner, depth + 1),
                other => {
                    self.use_closure(inner, &mut stmts);
                    self.value(other, depth + 1)
                }
            };
            return Block { stmts, value: Some(Box::new(value)) };
        }
        let value = match ty {
            Ty::Float => self.with_names(names, depth),
            other => self.value(other, depth + 1),
        };
        Block { stmts, value: Some(Box::new(value)) }
    }

    /// A number that depends on one of the names, if one is a number.
    fn with_names(&mut self, names: &[String], depth: usize) -> Expr {
        let other = self.float(depth + 1);
        let shown = |name: &&String| self.visible().iter().any(|var| var.name == **name);
        let names: Vec<String> = names.iter().filter(shown).cloned().collect();
        let Some(name) = self.random.maybe(&names).cloned() else { return other };
        let Some(place) = self.place_in(&name) else { return other };
        let leaf = Expr::new(Ty::Float, Node::Read(place));
        match self.random.below(6) {
            0 => leaf,
            1 => Expr::binary(Binary::Mul, leaf.clone(), leaf),
            2 => self.method(Unary::Sin, leaf),
            3 => Expr::binary(Binary::Sub, other, leaf),
            4 => Expr::binary(Binary::Mul, leaf, other),
            _ => Expr::binary(Binary::Add, leaf, other),
        }
    }

    /// A pattern for a parameter of type `ty`; declares its names.
    pub(super) fn param(&mut self, ty: &Ty, typed: bool, names: &mut Vec<String>) -> Pattern {
        match ty {
            Ty::Ref(inner) if **inner == Ty::Float && self.random.chance(50) => {
                Pattern::Ref(Box::new(self.param(inner, typed, names)))
            }
            Ty::Tuple(parts) if self.random.chance(80) => {
                Pattern::Tuple(parts.iter().map(|part| self.param(part, typed, names)).collect())
            }
            _ => self.param_name(ty.clone(), typed, names),
        }
    }

    /// A pattern for a parameter that is a reference to a `ty`.
    pub(super) fn shown_param(&mut self, ty: &Ty, typed: bool, names: &mut Vec<String>) -> Pattern {
        let shown = |part: &Ty| Ty::Ref(Box::new(part.clone()));
        match ty {
            Ty::Tuple(parts) if self.random.chance(50) => {
                let names = parts.iter().map(|part| self.param_name(shown(part), typed, names));
                Pattern::Tuple(names.collect())
            }
            _ if self.random.chance(60) => Pattern::Ref(Box::new(self.param(ty, typed, names))),
            _ => self.param_name(shown(ty), typed, names),
        }
    }

    fn param_name(&mut self, ty: Ty, typed: bool, names: &mut Vec<String>) -> Pattern {
        let name = self.fresh(match ty {
            Ty::Int => "i",
            Ty::RefMut(_) => "r",
            _ => "el",
        });
        self.declare_as(name.clone(), ty, false, typed);
        names.push(name.clone());
        Pattern::Name(name, false)
    }

    /// `{ let g = |a, b| ..; .. g(x, y) .. }`
    pub(super) fn closure_block(&mut self, out: &mut Vec<Stmt>) {
        let block = self.scoped(|generator| {
            let mut stmts = Vec::new();
            let closure = generator.local_closure(&mut stmts);
            for _ in 0..generator.random.between(1, 3) {
                generator.stmt(&mut stmts);
            }
            generator.use_closure(closure, &mut stmts);
            Block { stmts, value: None }
        });
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::Block(block))));
    }

    /// `let g = |a: f64| ..;`
    fn local_closure(&mut self, out: &mut Vec<Stmt>) -> Local {
        let moves = self.random.chance(25);
        let written = if self.random.chance(35) { self.written() } else { None };
        let borrows = self.borrows.len();
        if moves {
            self.hide_owned();
        }
        let params = self.random.between(usize::from(written.is_none()), 2);
        let typed = self.random.chance(70);
        let writable = written.as_ref().and_then(|place| self.root(place)).map(|var| var.id);
        let (params, body) = self.inside(Ty::Float, writable, |generator| {
            let mut names = Vec::new();
            let annotation = typed.then_some(Ty::Float);
            let name = |_| generator.param_name(Ty::Float, typed, &mut names);
            let params: Vec<Pattern> = (0..params).map(name).collect();
            let params = params.into_iter().map(|name| (name, annotation.clone())).collect();
            let mut body = generator.scoped(|g| g.closure_body(&names, &Ty::Float, 1));
            if let Some(place) = &written {
                let op = generator.random.pick(&[Binary::Add, Binary::Sub]);
                let leaf = generator.with_names(&names, 2);
                let change = Expr::unary(Unary::Sin, leaf);
                body.stmts.insert(0, Stmt::Update(place.clone(), op, change));
            }
            (params, body)
        });
        self.end_borrows(borrows);
        let closure = Closure { moves, params, body };
        self.borrow_captures(&closure, writable.filter(|_| !moves));
        let name = self.fresh("g");
        let (count, writes) = (closure.params.len(), writable.is_some());
        out.push(Stmt::Closure(name.clone(), writes, closure));
        let local = Local { name, params: count, writes };
        self.locals.push(local.clone());
        local
    }

    /// A place that a closure may change: in a variable that is a copy, so that it can also be moved.
    fn written(&mut self) -> Option<Place> {
        let place = self.place(&Ty::Float, Access::Write)?;
        let plain = place.steps.iter().all(|step| matches!(step, crate::syntax::Step::Field(_)));
        (plain && self.root(&place).is_some_and(|var| var.ty.is_copy())).then_some(place)
    }

    /// Variables that a closure cannot copy are out of sight.
    pub(super) fn hide_owned(&mut self) {
        let owned = |var: &&super::scope::Var| !var.ty.is_copy();
        let ids: Vec<usize> = self.visible().into_iter().filter(owned).map(|var| var.id).collect();
        self.borrows.extend(ids.into_iter().map(|id| (id, Borrow::Exclusive)));
    }

    /// What a closure mentions is borrowed while it lives; by `move`, what is more than a number.
    fn borrow_captures(&mut self, closure: &Closure, written: Option<usize>) {
        let text = format!("{closure:?}");
        // What holds more than one number is not changed after a `move`: chainrule refuses that. Of methods
        // it does not know whether they change their receiver.
        let free = |ty: &Ty| closure.moves && matches!(ty, Ty::Float | Ty::Int | Ty::Bool);
        let captured =
            |var: &&super::scope::Var| text.contains(&format!("{:?}", var.name)) && !free(&var.ty);
        let hidden = |ty: &Ty| closure.moves && matches!(ty, Ty::Record(_) | Ty::Choice(_));
        let borrows: Vec<(usize, Borrow)> = self
            .visible()
            .into_iter()
            .filter(captured)
            .map(|var| match Some(var.id) == written || hidden(&var.ty) {
                true => (var.id, Borrow::Exclusive),
                false => (var.id, Borrow::Shared),
            })
            .collect();
        self.borrows.extend(borrows);
    }

    /// Calls a closure once more: rustc would not find the type of one that is never called.
    fn use_closure(&mut self, local: Local, out: &mut Vec<Stmt>) {
        let call = self.apply_one(local, 1);
        let value = Expr::unary(Unary::Sin, call);
        match self.place(&Ty::Float, Access::Write) {
            Some(place) => out.push(Stmt::Update(place, Binary::Add, value)),
            None => {
                let pattern = Pattern::Name(self.fresh("s"), false);
                out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
            }
        }
    }

    /// The call of a closure.
    pub(super) fn apply(&mut self, depth: usize) -> Option<Expr> {
        let callable = |local: &&Local| !(self.enclosed && local.writes);
        let locals: Vec<Local> = self.locals.iter().filter(callable).cloned().collect();
        let local = self.random.maybe(&locals)?.clone();
        Some(self.apply_one(local, depth))
    }

    fn apply_one(&mut self, local: Local, depth: usize) -> Expr {
        // The call borrows the closure: one that writes is not called in its own arguments.
        let enclosed = self.enclosed;
        self.enclosed |= local.writes;
        let args = (0..local.params).map(|_| self.damped(depth + 1)).collect();
        self.enclosed = enclosed;
        Expr::new(Ty::Float, Node::Apply(local.name, args))
    }

    /// `option.map(|a| ..)` and the like, with an option for its value.
    pub(super) fn combined_option(&mut self, depth: usize) -> Expr {
        let option = self.seen_option(depth + 1);
        let ty = option.ty.clone();
        let how = match self.random.below(3) {
            0 => Combinator::Map(self.payload_closure(&Ty::Float, depth)),
            1 => Combinator::AndThen(self.option_closure(&Ty::Float, false, depth)),
            _ => Combinator::Filter(self.inside(Ty::Bool, None, |generator| {
                let mut names = Vec::new();
                let param = generator.shown_param(&Ty::Float, false, &mut names);
                let body = generator.test(&names);
                Closure { moves: false, params: vec![(param, None)], body }
            })),
        };
        Expr::new(ty, Node::Combine(Box::new(option), Box::new(how)))
    }

    /// `option.map_or(x, |a| ..)` or `option.unwrap_or_else(|| ..)`.
    pub(super) fn combined_float(&mut self, depth: usize) -> Expr {
        let chained = self.random.chance(40);
        let option =
            if chained { self.combined_option(depth + 1) } else { self.seen_option(depth + 1) };
        let how = if self.random.chance(50) {
            let default = self.float(depth + 1);
            Combinator::MapOr(Box::new(default), self.payload_closure(&Ty::Float, depth))
        } else {
            Combinator::UnwrapOrElse(self.inside(Ty::Float, None, |generator| {
                let body = generator.closure_body(&[], &Ty::Float, depth + 1);
                Closure { moves: false, params: Vec::new(), body }
            }))
        };
        Expr::new(Ty::Float, Node::Combine(Box::new(option), Box::new(how)))
    }

    /// An option whose kind chainrule sees.
    fn seen_option(&mut self, depth: usize) -> Expr {
        let option = self.option(depth);
        if !matches!(option.node, Node::Call(..)) {
            return option;
        }
        let (name, ty) = (self.fresh("o"), option.ty.clone());
        let pattern = Pattern::Name(name.clone(), false);
        let value = Some(option);
        let bound = Stmt::Let { pattern, ty: Some(ty.clone()), value, otherwise: None };
        let value = Some(Box::new(Self::read(&name, ty.clone())));
        Expr::new(ty, Node::Block(Block { stmts: vec![bound], value }))
    }

    fn payload_closure(&mut self, result: &Ty, depth: usize) -> Closure {
        self.inside(result.clone(), None, |generator| {
            let mut names = Vec::new();
            let param = generator.param_name(Ty::Float, false, &mut names);
            let body = generator.closure_body(&names, result, depth + 1);
            Closure { moves: false, params: vec![(param, None)], body }
        })
    }

    /// A comparison that depends on one of the names.
    pub(super) fn test(&mut self, names: &[String]) -> Block {
        let left = self.with_names(names, 2);
        let bound = Expr::float(self.random.pick(&[-0.3, 0.1, 0.4]));
        let op = self.random.pick(&[crate::syntax::Compare::Less, crate::syntax::Compare::Greater]);
        Block { stmts: Vec::new(), value: Some(Box::new(Expr::compare(op, left, bound))) }
    }
}
