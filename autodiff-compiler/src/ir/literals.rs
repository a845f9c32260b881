//! The literals among the operands of a function, to be changed.

use super::{Block, LambdaBody, Literal, Op, Operand, Rest, Stmt, StmtKind};

impl Operand {
    pub fn for_each_literal_mut(&mut self, f: &mut dyn FnMut(&mut Literal)) {
        match self {
            Self::Literal(literal) => f(literal),
            Self::Place(_) | Self::Const(_) => {}
        }
    }
}

impl Block {
    /// All literals that stand for values, also in nested blocks.
    pub fn for_each_literal_mut(&mut self, f: &mut dyn FnMut(&mut Literal)) {
        self.stmts.iter_mut().for_each(|stmt| stmt.for_each_literal_mut(f));
    }
}

impl Stmt {
    fn for_each_literal_mut(&mut self, f: &mut dyn FnMut(&mut Literal)) {
        match &mut self.kind {
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => op.for_each_literal_mut(f),
            StmtKind::Store { value, .. } | StmtKind::Accumulate { value, .. } => {
                value.for_each_literal_mut(f);
            }
            StmtKind::InPlace(change) => {
                change.operands.iter_mut().for_each(|operand| operand.for_each_literal_mut(f));
            }
            StmtKind::Map { inputs, results, .. } => {
                let operands = inputs.iter_mut().chain(results);
                operands.for_each(|operand| operand.for_each_literal_mut(f));
            }
            StmtKind::CallWith { op, lambdas, .. } => {
                op.for_each_literal_mut(f);
                for lambda in lambdas {
                    if let LambdaBody::Closure { results, .. } = &mut lambda.body {
                        results.iter_mut().for_each(|result| result.for_each_literal_mut(f));
                    }
                }
            }
            // integers and conditions
            StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Effect { .. } => {}
        }
        self.for_each_block_mut(&mut |block| block.for_each_literal_mut(f));
    }
}

impl Op {
    fn for_each_literal_mut(&mut self, f: &mut dyn FnMut(&mut Literal)) {
        match self {
            Self::Use(operand) | Self::Zero(operand) | Self::Boxed(operand) => {
                operand.for_each_literal_mut(f);
            }
            Self::Scalar(_, operands)
            | Self::Pure(_, operands)
            | Self::Tuple(operands)
            | Self::Variant(_, operands)
            | Self::Array(operands)
            | Self::VecLit(operands)
            | Self::Prim(_, operands) => {
                operands.iter_mut().for_each(|operand| operand.for_each_literal_mut(f));
            }
            Self::Repeat { value, len, .. } => {
                value.for_each_literal_mut(f);
                len.for_each_literal_mut(f);
            }
            Self::Call(_, args) => {
                args.iter_mut().for_each(|arg| arg.operand.for_each_literal_mut(f));
            }
            Self::Struct(made) => {
                made.parts.iter_mut().for_each(|(_, arg)| arg.operand.for_each_literal_mut(f));
                if let Rest::Base { base, .. } = &mut made.rest {
                    base.for_each_literal_mut(f);
                }
            }
            Self::Load(_) | Self::Copy(..) => {}
        }
    }
}
