//! `#[checkpoint(..)]` on a loop: kept in a table beside the statements.

use syn::{Attribute, Expr};

use super::Lowerer;
use crate::diagnostics::catalogue;
use crate::ir::{BlockId, Checkpoint, Operand};
use crate::parse::checkpoint::{Request, request};

impl Lowerer<'_> {
    /// Notes what the attributes ask of the loop with the given body; call it just before the loop's
    /// statement is pushed, so that the number is evaluated before the loop.
    pub fn checkpoint(&mut self, attributes: &[Attribute], body: BlockId) {
        let checkpoint = match request(attributes) {
            Ok(None) => return,
            // the fence has reported it
            Err(mistake) => return self.diagnostics.push(mistake),
            Ok(Some(Request::Default)) => Checkpoint::Default,
            Ok(Some(Request::States(value))) => match self.bound(&value, "states") {
                Some(states) => Checkpoint::States(states),
                None => return,
            },
            Ok(Some(Request::Every(value))) => match self.bound(&value, "every") {
                Some(period) => Checkpoint::Every(period),
                None => return,
            },
        };
        self.function.checkpoints.insert(body, checkpoint);
    }

    /// A number of states or iterations.
    fn bound(&mut self, value: &Expr, name: &str) -> Option<Operand> {
        let operand = self.scalar_operand(value);
        if self.function.operand_ty(&operand).is_float() {
            self.diagnostics.push(catalogue::checkpoint_number(value, name));
            return None;
        }
        Some(operand)
    }
}
