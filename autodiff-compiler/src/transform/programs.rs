//! The programs that are emitted for a function: the function itself and its tangent program.
//!
//! In: the lowered function and what the attribute asks for. Out: [`Programs`]; in debug builds and
//! tests [`Programs::breaches`] has been asked between the passes.

use super::forward::forward;
use crate::analysis::Activity;
use crate::ir::{self, Function, VarId};
use crate::parse::{Options, ParamKind, Signature};

/// A function, what is active in it, and its tangent program where one is wanted.
#[derive(Clone, Debug)]
pub struct Programs {
    pub primal: Function,
    /// The variables of the differentiable parameters.
    pub params: Vec<VarId>,
    pub activity: Activity,
    /// `modes(reverse)` alone has none.
    pub tangent: Option<Function>,
}

impl Programs {
    /// Analyses and transforms a lowered function.
    pub fn of(primal: Function, signature: &Signature, options: &Options) -> Self {
        let kinds = primal.params.iter().zip(&signature.params);
        let params: Vec<VarId> = kinds
            .filter(|(_, param)| param.kind == ParamKind::Active)
            .map(|(var, _)| *var)
            .collect();
        let activity = Activity::of(&primal, &params);
        let wanted = options.forward || options.second_order.is_some();
        let tangent = wanted.then(|| forward(&primal, &activity, &params));
        Self { primal, params, activity, tangent }
    }

    /// Where they do not keep the contract of [`crate::ir`]; a tangent program inherits breaches.
    pub fn breaches(&self) -> Vec<String> {
        let primal = ir::verify(&self.primal);
        match &self.tangent {
            Some(tangent) if primal.is_empty() => ir::verify(tangent),
            Some(_) | None => primal,
        }
    }
}
