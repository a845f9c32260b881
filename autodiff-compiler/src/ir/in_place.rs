//! Operations that change a place and are undone by another operation of the same kind.

use super::{Operand, Place, VarId};
use crate::rules::in_place::{Inverse, rule};

/// What is done to a place; [`crate::rules::in_place`] says how it is undone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InPlaceOp {
    /// `mem::swap(&mut a, &mut b)`: the only one with two places.
    Swap,
    /// `v.swap(i, j)`
    SwapElements,
    /// `v.reverse()`
    Reverse,
    /// `v.rotate_left(k)`
    RotateLeft,
    /// `v.rotate_right(k)`
    RotateRight,
    /// `v.push(x)`
    Push,
    /// `v.pop().unwrap()`
    Pop,
    /// `v.insert(i, x)`
    Insert,
    /// `v.remove(i)`
    Remove,
    /// Undoes [`Self::SwapRemove`].
    SwapInsert,
    /// `v.swap_remove(i)`
    SwapRemove,
    /// `v.truncate(n)`
    Truncate,
    /// `v.reserve(n)`: changes no value.
    Reserve,
    /// `v[i] = old_v[order[i]]` for all `i`: what `v.sort_by(..)` does, whose order is data.
    Permute,
    /// Undoes [`Self::Permute`].
    PermuteBack,
    /// `v.fill(x)`
    Fill,
    /// `v.copy_from_slice(&w)`, `v.clone_from_slice(&w)`
    CopyFrom,
    /// `a.assign(&b)` of ndarray, which broadcasts.
    Assign,
}

/// An operation on places.
#[derive(Clone, Debug)]
pub struct InPlace {
    pub op: InPlaceOp,
    pub places: Vec<Place>,
    /// As the source has them: positions, and for some operations one value.
    pub operands: Vec<Operand>,
    /// What the operation takes out.
    pub result: Option<VarId>,
}

impl InPlace {
    /// The operand that carries data, if there is one.
    pub fn data(&self) -> Option<&Operand> {
        rule(self.op).data.and_then(|at| self.operands.get(at))
    }

    /// One of the operands should carry data.
    pub fn carries_data(&self) -> bool {
        rule(self.op).data.is_some()
    }

    /// The operands that say where.
    pub fn positions(&self) -> impl Iterator<Item = &Operand> {
        let data = rule(self.op).data;
        self.operands.iter().enumerate().filter(move |(i, _)| Some(*i) != data).map(|(_, x)| x)
    }

    /// It reads nothing of the places.
    pub fn overwrites(&self) -> bool {
        rule(self.op).inverse == Inverse::Content
    }
}
