//! Calls that are given functions: closures with their bodies, and functions by name.

use std::rc::Rc;

use super::{Block, Callee, Operand, VarId};

/// A function among the arguments of a call.
#[derive(Clone, Debug)]
pub struct Lambda {
    /// What the call's arguments name.
    pub var: VarId,
    /// In a tangent program: the name of its tangent among the arguments.
    pub tangent: Option<VarId>,
    /// Written behind `&` (or `&mut`: `Some(true)`).
    pub reference: Option<bool>,
    pub body: LambdaBody,
}

/// A closure that a tangent program hands on beside its tangent.
#[derive(Clone, Debug)]
pub struct Primal {
    pub params: Vec<VarId>,
    pub block: Block,
    pub result: Operand,
}

/// What a function computes.
#[derive(Clone, Debug)]
pub enum LambdaBody {
    /// An annotated function.
    Named(Callee),
    Closure {
        /// In a tangent program the second half are tangents.
        params: Vec<VarId>,
        block: Block,
        /// One; in a tangent program value and tangent.
        results: Vec<Operand>,
        /// In a tangent program: the closure itself, of the same variables.
        primal: Option<Rc<Primal>>,
    },
}

impl Lambda {
    /// The body of a closure.
    pub fn block(&self) -> Option<&Block> {
        match &self.body {
            LambdaBody::Named(_) => None,
            LambdaBody::Closure { block, .. } => Some(block),
        }
    }

    pub fn params(&self) -> &[VarId] {
        match &self.body {
            LambdaBody::Named(_) => &[],
            LambdaBody::Closure { params, .. } => params,
        }
    }

    pub fn results(&self) -> &[Operand] {
        match &self.body {
            LambdaBody::Named(_) => &[],
            LambdaBody::Closure { results, .. } => results,
        }
    }

    /// The names that stand for it in arguments.
    pub fn vars(&self) -> impl Iterator<Item = VarId> {
        [self.var].into_iter().chain(self.tangent)
    }
}
