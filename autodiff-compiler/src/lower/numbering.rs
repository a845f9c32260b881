//! Value numbering: an operation on the same fixed operands is computed once per block.
//!
//! Only scalars that are functions of fixed values are shared: arithmetic, and elements of arrays
//! that nothing writes. A nested block sees the values of the blocks around it, which run before it.

use std::collections::HashMap;

use super::{Lowerer, Val};
use crate::ir::{CopyKind, Op, Operand, Place, PureOp, ScalarOp, Ty, VarId};

/// The values of a block.
pub type Numbered = HashMap<String, Val>;

/// The values of the blocks that are open, innermost last.
#[derive(Default, Debug)]
pub struct Numbering {
    blocks: Vec<Numbered>,
}

impl Numbering {
    /// Begins a block, or goes on with one.
    pub fn open(&mut self, known: Numbered) {
        self.blocks.push(known);
    }

    pub fn close(&mut self) -> Numbered {
        self.blocks.pop().unwrap_or_default()
    }

    fn find(&self, key: &str) -> Option<&Val> {
        self.blocks.iter().rev().find_map(|block| block.get(key))
    }

    fn insert(&mut self, key: String, val: Val) {
        if let Some(block) = self.blocks.last_mut() {
            block.insert(key, val);
        }
    }
}

impl Lowerer<'_> {
    /// The value of the operation, if it was computed already in a block that is open.
    pub fn numbered(&self, op: &Op, ty: &Ty) -> Option<Val> {
        self.numbering.find(&self.key(op, ty)?).cloned()
    }

    /// Remembers the value of an operation.
    pub fn number(&mut self, op: &Op, val: &Val) {
        if let Some(key) = self.key(op, &val.ty) {
            self.numbering.insert(key, val.clone());
        }
    }

    /// What identifies the value, for operations that are shared.
    fn key(&self, op: &Op, ty: &Ty) -> Option<String> {
        let shared = ty.is_scalar()
            && match op {
                Op::Load(place) => self.is_readable_again(place),
                // the target type is not in the operation
                Op::Scalar(ScalarOp::FloatCast, _) => false,
                Op::Scalar(_, operands) => self.all_fixed(operands),
                Op::Pure(PureOp::Binary(_) | PureOp::Unary(_) | PureOp::Cast(_), operands) => {
                    self.all_fixed(operands)
                }
                Op::Pure(PureOp::Method(name) | PureOp::Checked(name), operands) => {
                    name == "len" && self.all_fixed(operands)
                }
                Op::Pure(..)
                | Op::Use(_)
                | Op::Tuple(_)
                | Op::Boxed(_)
                | Op::Struct(_)
                | Op::Variant(..)
                | Op::Array(_)
                | Op::VecLit(_)
                | Op::Repeat { .. }
                | Op::Copy(
                    _,
                    CopyKind::Clone
                    | CopyKind::ToVec
                    | CopyKind::ToOwned
                    | CopyKind::Items
                    | CopyKind::IntoIter
                    | CopyKind::Iter,
                )
                | Op::Prim(..)
                | Op::Call(..)
                | Op::Zero(_) => false,
            };
        shared.then(|| self.function.show_op(op))
    }

    /// All are fixed, and one fixes the type: literals alone may have several.
    fn all_fixed(&self, operands: &[Operand]) -> bool {
        let typed = operands.iter().any(|operand| matches!(operand, Operand::Place(_)));
        typed
            && operands.iter().all(|operand| match operand {
                Operand::Place(place) => self.is_readable_again(place),
                Operand::Literal(_) | Operand::Const(_) => true,
            })
    }

    /// A place of a variable that nothing writes, at fixed indices.
    fn is_readable_again(&self, place: &Place) -> bool {
        let fixed = |var: VarId| !self.function.var(var).storage;
        let mut all = fixed(place.base);
        place.for_each_index(&mut |var| all &= fixed(var));
        all
    }
}
