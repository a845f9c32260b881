//! Places to read and write.
//!
//! In: a type, and whether the place is to be written. Out: a place of that type. Invariant: indices are
//! within their lists.

use super::Generator;
use super::scope::{Borrow, Var};
use std::rc::Rc;

use crate::syntax::{Expr, IntOp, Node, Place, Record, Step, Ty, Unary};

/// What is done with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

impl Generator<'_> {
    /// A place of type `wanted`, if there is one.
    pub(super) fn place(&mut self, wanted: &Ty, access: Access) -> Option<Place> {
        let candidates: Vec<(String, Ty)> = self
            .visible()
            .into_iter()
            .filter(|var| self.allows(var, access) && reaches(&var.ty, wanted, access))
            .map(|var| (var.name.clone(), var.ty.clone()))
            .collect();
        let (name, ty) = self.random.maybe(&candidates)?.clone();
        let place = Place::variable(&name);
        let borrows = self.borrows.len();
        if access == Access::Write {
            // The list is borrowed while its indices are computed.
            self.borrow(&place, Borrow::Exclusive);
        }
        let place = self.walk(place, &ty, wanted, access);
        self.end_borrows(borrows);
        Some(place)
    }

    /// A float in the variable `name`, if one is there for sure.
    pub(super) fn place_in(&mut self, name: &str) -> Option<Place> {
        let place = Place::variable(name);
        let ty = self.root(&place)?.ty.clone();
        reaches(&ty, &Ty::Float, Access::Read)
            .then(|| self.walk(place, &ty, &Ty::Float, Access::Read))
    }

    /// Whether a variable may be used so.
    fn allows(&self, var: &Var, access: Access) -> bool {
        let through = matches!(var.ty, Ty::RefMut(_));
        let shared = self.borrows.contains(&(var.id, Borrow::Shared));
        access == Access::Read || ((var.mutable || through) && !var.locked && !shared)
    }

    /// Steps from a place of type `ty` to a part of type `wanted`.
    fn walk(&mut self, place: Place, ty: &Ty, wanted: &Ty, access: Access) -> Place {
        if fits(ty, wanted) {
            return place;
        }
        match ty {
            Ty::Array(inner, len) | Ty::Vector(inner, len) | Ty::Slice(inner, len) => {
                let index = self.index(&place, *len, access);
                self.walk(place.then(Step::Index(index)), inner, wanted, access)
            }
            Ty::Tuple(parts) => {
                let fitting: Vec<usize> =
                    (0..parts.len()).filter(|at| reaches(&parts[*at], wanted, access)).collect();
                let at = self.random.pick(&fitting);
                self.walk(place.then(Step::Field(at)), &parts[at], wanted, access)
            }
            Ty::Record(of) if self.by_index(of, wanted, access) => {
                let (element, len) = of.indexed().and_then(Ty::list).expect("it has an index");
                let index = self.index(&place, len, access);
                self.walk(place.then(Step::Own(Rc::clone(of), index)), element, wanted, access)
            }
            Ty::Record(of) => {
                let at = |at: &usize| reaches(&of.fields[*at].1, wanted, access);
                let fitting: Vec<usize> = (0..of.fields.len()).filter(at).collect();
                let at = self.random.pick(&fitting);
                let (name, part) = &of.fields[at];
                self.walk(place.then(Step::Member(name.clone(), at)), part, wanted, access)
            }
            Ty::Ref(inner) | Ty::RefMut(inner) => {
                self.walk(place.then(Step::Deref), inner, wanted, access)
            }
            Ty::Float | Ty::Int | Ty::Bool | Ty::Unit => place,
            Ty::Option(_) | Ty::Result(_) | Ty::Choice(_) => place,
        }
    }

    /// Whether a part of a struct is reached by its index.
    fn by_index(&mut self, of: &Record, wanted: &Ty, access: Access) -> bool {
        let element = of.indexed().and_then(Ty::list).map(|(element, _)| element.clone());
        self.random.chance(60) && element.is_some_and(|element| reaches(&element, wanted, access))
    }

    /// An index below `len`; below the length at run time if `len` is 0.
    pub(super) fn index(&mut self, list: &Place, len: usize, access: Access) -> Expr {
        if len == 0 && access == Access::Write {
            // A `Vec` is borrowed while the index to write is computed, its length included.
            return Expr::int(self.random.below(2));
        }
        let bound = match len {
            0 => Expr::new(Ty::Int, Node::Len(list.clone())),
            _ => Expr::int(len),
        };
        let unbounded = match self.random.weighted(&[(3, 0), (4, 1), (3, 2), (1, 3), (1, 4)]) {
            0 if len > 0 => return Expr::int(self.random.below(len)),
            1 => self.small_int(),
            2 => {
                let (left, right) = (self.small_int(), Expr::int(self.random.between(1, 3)));
                Expr::int_op(IntOp::Add, left, right)
            }
            3 if self.on(super::Feature::Indices) && !self.generic => self.index_from_float(),
            _ => self.int_leaf(),
        };
        match (&unbounded.node, len) {
            (Node::Int(index), 1..) => Expr::int(index % len),
            _ => Expr::int_op(IntOp::Rem, unbounded, bound),
        }
    }

    /// `(f64::abs(x) * 5.0) as usize`
    fn index_from_float(&mut self) -> Expr {
        let float = Expr::unary(Unary::Abs, self.float_leaf());
        let scaled = Expr::binary(crate::syntax::Binary::Mul, float, Expr::float(5.0));
        Expr::new(Ty::Int, Node::Truncate(Box::new(scaled)))
    }

    /// A list of floats with at least `len` elements, whole or in part, to be borrowed.
    pub(super) fn list(&mut self, len: usize, access: Access) -> Option<Place> {
        let candidates: Vec<(String, Ty)> = self
            .visible()
            .into_iter()
            .filter(|var| self.allows(var, access))
            .map(|var| (var.name.clone(), var.ty.clone()))
            .collect();
        let mut lists = Vec::new();
        for (name, ty) in candidates {
            let place = Place::variable(&name);
            let (place, ty) = match &ty {
                Ty::Ref(_) if access == Access::Write => continue,
                Ty::Ref(inner) | Ty::RefMut(inner) => (place.then(Step::Deref), &**inner),
                other => (place, other),
            };
            match ty.list() {
                Some((Ty::Float, have)) if have >= len => lists.push((place, have)),
                Some((Ty::Array(inner, have), rows)) if **inner == Ty::Float && *have >= len => {
                    let row = Expr::int(self.random.below(rows));
                    lists.push((place.then(Step::Index(row)), *have));
                }
                _ => {}
            }
        }
        let (place, have) = self.random.maybe(&lists)?.clone();
        if have > len && self.random.chance(40) {
            let low = self.random.between(0, have - len);
            let high = self.random.between(low + len, have);
            return Some(place.then(Step::Part(Expr::int(low), Expr::int(high))));
        }
        Some(place)
    }
}

/// Whether a place of type `have` serves as `wanted`.
pub(super) fn fits(have: &Ty, wanted: &Ty) -> bool {
    have == wanted
}

/// Whether a place of type `wanted` is in a value of type `ty`.
fn reaches(ty: &Ty, wanted: &Ty, access: Access) -> bool {
    fits(ty, wanted)
        || match ty {
            Ty::Array(inner, _) | Ty::Vector(inner, _) | Ty::Slice(inner, _) => {
                reaches(inner, wanted, access)
            }
            Ty::Tuple(parts) => parts.iter().any(|part| reaches(part, wanted, access)),
            Ty::Record(of) => of.fields.iter().any(|(_, part)| reaches(part, wanted, access)),
            Ty::Ref(inner) => access == Access::Read && reaches(inner, wanted, access),
            Ty::RefMut(inner) => reaches(inner, wanted, access),
            Ty::Float | Ty::Int | Ty::Bool | Ty::Unit => false,
            Ty::Option(_) | Ty::Result(_) | Ty::Choice(_) => false,
        }
}
