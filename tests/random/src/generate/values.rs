//! Values of any type, and calls.
//!
//! In: a type. Out: an expression of that type. Invariant: a value that is no copy is moved only from
//! the scope that declared it, and is not named again.

use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{Expr, Function, IntOp, Node, Param, Place, Role, Step, Ty};

impl Generator<'_> {
    /// An expression of type `ty`.
    pub(super) fn value(&mut self, ty: &Ty, depth: usize) -> Expr {
        match ty {
            Ty::Float => self.float(depth),
            Ty::Int => self.bounded_int(),
            Ty::Bool => self.condition(0),
            Ty::Unit | Ty::Slice(..) | Ty::Ref(_) | Ty::RefMut(_) => {
                unreachable!("no value of type {ty:?} is asked for")
            }
            Ty::Array(..)
            | Ty::Vector(..)
            | Ty::Tuple(_)
            | Ty::Option(_)
            | Ty::Result(_)
            | Ty::Record(_)
            | Ty::Choice(_) => self.aggregate(ty, depth),
        }
    }

    fn aggregate(&mut self, ty: &Ty, depth: usize) -> Expr {
        let shallow = depth < 2;
        let branch = if shallow && self.on(Feature::Branches) { 2 } else { 0 };
        let block = if shallow && self.on(Feature::Blocks) { 1 } else { 0 };
        // arguments of calls that make structs are calls that make structs
        let call = if self.on(Feature::Calls) && depth < 5 { 4 } else { 0 };
        let chain = if shallow { 3 * self.chains() } else { 0 };
        let weights = [(6, 0), (4, 1), (call, 2), (branch, 3), (block, 4), (chain, 5)];
        let made = match self.random.weighted(&weights) {
            1 => self.copied(ty),
            2 => self.call(ty, depth),
            3 => Some(self.if_value(ty, depth + 1)),
            4 => Some(self.block_value(ty, depth + 1)),
            5 => match ty {
                Ty::Vector(inner, len) if **inner == Ty::Float && *len > 0 => {
                    self.collected(*len, depth)
                }
                Ty::Tuple(parts) if parts[..] == [Ty::Float, Ty::Float] => self.folded_pair(depth),
                _ => None,
            },
            _ => None,
        };
        made.unwrap_or_else(|| self.built(ty, depth + 1))
    }

    /// A copy of a variable, or the variable itself.
    fn copied(&mut self, ty: &Ty) -> Option<Expr> {
        if let Ty::Vector(inner, len) = ty {
            if let Some(moved) = self.moved(ty) {
                return Some(moved);
            }
            if **inner == Ty::Float
                && *len > 0
                && self.random.chance(50)
                && let Some(place) = self.list_of(*len)
            {
                return Some(Expr::new(ty.clone(), Node::ToVec(place)));
            }
        }
        let place = self.place(ty, Access::Read)?;
        let node = if ty.is_copy() { Node::Read(place) } else { Node::Clone(place) };
        Some(Expr::new(ty.clone(), node))
    }

    /// A list of exactly `len` floats.
    fn list_of(&mut self, len: usize) -> Option<Place> {
        let kinds = [Ty::array(Ty::Float, len), Ty::slice(Ty::Float, len)];
        let kind = self.random.pick(&kinds);
        self.place(&kind, Access::Read)
    }

    /// A variable of the innermost scope that is not used any more.
    fn moved(&mut self, ty: &Ty) -> Option<Expr> {
        if !self.random.chance(30) {
            return None;
        }
        let shown: Vec<usize> = self.visible().iter().map(|var| var.id).collect();
        let borrows = self.borrows.clone();
        let movable = |id: usize| shown.contains(&id) && borrows.iter().all(|b| b.0 != id);
        let scope = self.scopes.last_mut()?;
        let var = scope.iter_mut().find(|var| var.ty == *ty && movable(var.id))?;
        var.moved = true;
        Some(Expr::variable(&var.name, ty.clone()))
    }

    /// A value made of its parts.
    fn built(&mut self, ty: &Ty, depth: usize) -> Expr {
        let node = match ty {
            Ty::Array(inner, len) | Ty::Vector(inner, len) => {
                if self.random.chance(25) && (inner.is_copy() || matches!(ty, Ty::Vector(..))) {
                    Node::Repeat(Box::new(self.value(inner, depth)), *len)
                } else {
                    Node::List((0..*len).map(|_| self.value(inner, depth)).collect())
                }
            }
            Ty::Tuple(parts) => {
                Node::Tuple(parts.iter().map(|part| self.value(part, depth)).collect())
            }
            Ty::Option(inner) => match self.random.chance(75) {
                true => Node::Some(Box::new(self.value(inner, depth))),
                false => Node::None,
            },
            Ty::Result(inner) => match self.random.chance(75) {
                true => Node::Ok(Box::new(self.value(inner, depth))),
                false => Node::Err(self.random.below(9)),
            },
            Ty::Record(of) => match self.based(ty, of, depth) {
                Some(node) => node,
                None => {
                    let parts = of.fields.iter().map(|(_, part)| self.value(part, depth));
                    Node::Record(parts.collect())
                }
            },
            Ty::Choice(of) => {
                let at = self.random.below(of.variants.len());
                let parts = of.variants[at].1.iter().map(|part| self.value(part, depth));
                Node::Variant(at, parts.collect())
            }
            Ty::Float | Ty::Int | Ty::Bool | Ty::Unit | Ty::Slice(..) => {
                unreachable!("no aggregate: {ty:?}")
            }
            Ty::Ref(_) | Ty::RefMut(_) => unreachable!("no aggregate: {ty:?}"),
        };
        Expr::new(ty.clone(), node)
    }

    /// A call that gives a value of type `ty`.
    pub(super) fn call(&mut self, ty: &Ty, depth: usize) -> Option<Expr> {
        let fitting: Vec<Function> =
            self.callees.iter().filter(|callee| callee.result == *ty).cloned().collect();
        let callee = self.random.maybe(&fitting)?.clone();
        let args = self.args(&callee, depth)?;
        let method = callee.params.first().is_some_and(|param| param.name == "self");
        let node = match callee.role {
            Role::Operator(op) => Node::Operate(op, callee.name, args),
            _ if method => Node::Method(callee.name, args),
            _ => Node::Call(callee.name, args),
        };
        Some(Expr::new(ty.clone(), node))
    }

    /// Arguments for a call. What is borrowed by one is not touched by the others.
    pub(super) fn args(&mut self, callee: &Function, depth: usize) -> Option<Vec<Expr>> {
        let borrows = self.borrows.len();
        let mut args: Vec<Option<Expr>> = vec![None; callee.params.len()];
        for (arg, param) in args.iter_mut().zip(&callee.params) {
            if let Ty::RefMut(inner) = &param.ty {
                let place = match &**inner {
                    Ty::Slice(_, len) => self.list(*len, Access::Write),
                    inner => self.place(inner, Access::Write),
                };
                let Some(place) = place else {
                    self.end_borrows(borrows);
                    return None;
                };
                self.borrow(&place, Borrow::Exclusive);
                *arg = Some(Expr::new(param.ty.clone(), Node::BorrowMut(place)));
            }
        }
        for (arg, param) in args.iter_mut().zip(&callee.params) {
            if arg.is_none() {
                *arg = self.arg(param, self.is_depth(callee, &param.name), depth);
            }
        }
        self.end_borrows(borrows);
        args.into_iter().collect()
    }

    /// Whether a parameter bounds the recursion of its function.
    fn is_depth(&self, callee: &Function, param: &str) -> bool {
        param == "depth" && callee.params.iter().any(|param| param.name == "depth")
    }

    fn arg(&mut self, param: &Param, counts_down: bool, depth: usize) -> Option<Expr> {
        let (ty, sized) = (&param.ty, param.sized);
        match ty {
            Ty::Int if counts_down => Some(match &self.recursion {
                Some(name) => {
                    let left = Expr::variable(name, Ty::Int);
                    Expr::int_op(IntOp::Sub, left, Expr::int(1))
                }
                None => {
                    let int = self.int_leaf();
                    Expr::int_op(IntOp::Rem, int, Expr::int(3))
                }
            }),
            Ty::Ref(inner) => {
                let place = match &**inner {
                    Ty::Slice(_, len) if sized => {
                        self.place(&Ty::array(Ty::Float, *len), Access::Read)?
                    }
                    Ty::Slice(_, len) => self.list(*len, Access::Read)?,
                    inner => self.place(inner, Access::Read)?,
                };
                self.borrow(&place, Borrow::Shared);
                Some(Expr::new(ty.clone(), Node::Borrow(place)))
            }
            Ty::RefMut(_) => None,
            _ => Some(self.value(ty, depth + 1)),
        }
    }

    /// `&place` of a variable or a part of it, for an alias.
    pub(super) fn alias(&mut self, access: Access) -> Option<(Expr, Ty)> {
        let len = self.random.between(2, 3);
        let place = self.list(len, access)?;
        let have = match self.root(&place).map(|var| var.ty.clone()) {
            Some(ty) => part_type(&ty, &place),
            None => None,
        }?;
        let (node, ty) = match access {
            Access::Read => (Node::Borrow(place.clone()), Ty::Ref(Box::new(have))),
            Access::Write => (Node::BorrowMut(place.clone()), Ty::RefMut(Box::new(have))),
        };
        if matches!(&place.steps[..], [Step::Deref]) {
            return None;
        }
        let how = if access == Access::Read { Borrow::Shared } else { Borrow::Exclusive };
        self.borrow(&place, how);
        Some((Expr::new(ty.clone(), node), ty))
    }
}

/// The type of a place.
pub(super) fn part_type(root: &Ty, place: &Place) -> Option<Ty> {
    let mut ty = root.clone();
    for step in &place.steps {
        ty = match step {
            Step::Deref => ty.referent()?.clone(),
            Step::Index(_) => ty.list()?.0.clone(),
            Step::Own(of, _) => of.indexed()?.list()?.0.clone(),
            Step::Field(at) => match ty {
                Ty::Tuple(parts) => parts.get(*at)?.clone(),
                _ => return None,
            },
            Step::Member(_, at) => match ty {
                Ty::Record(of) => of.fields.get(*at)?.1.clone(),
                _ => return None,
            },
            Step::Part(low, high) => {
                let (Node::Int(low), Node::Int(high)) = (&low.node, &high.node) else {
                    return None;
                };
                Ty::slice(ty.list()?.0.clone(), high - low)
            }
        };
    }
    Some(ty)
}
