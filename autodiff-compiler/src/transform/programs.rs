//! The programs that are emitted for a function: the function itself and its tangent program.
//!
//! In: the lowered function and what the attribute asks for. Out: [`Programs`]; in debug builds and
//! tests [`Programs::breaches`] has been asked between the passes.

use proc_macro2::{Span, TokenStream};

use super::adjoint::Shadows;
use super::forward::forward;
use crate::analysis::lent::lent;
use crate::analysis::report::report;
use crate::analysis::{Activity, Mode, Plan};
use crate::emit::primal::Primal;
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
    pub fn of(mut primal: Function, signature: &Signature, options: &Options) -> Self {
        primal.lent = lent(&primal);
        let kinds = primal.params.iter().zip(&signature.params);
        let params: Vec<VarId> = kinds
            .filter(|(_, param)| param.kind != ParamKind::Inert)
            .map(|(var, _)| *var)
            .collect();
        let activity = Activity::of(&primal, &params);
        let wanted = options.forward || options.second_order.is_some();
        let tangent = wanted.then(|| {
            let tangent = forward(&primal, &activity, &params);
            Function { lent: lent(&tangent), ..tangent }
        });
        Self { primal, params, activity, tangent }
    }

    /// What the adjoints keep between their sweeps, and why; `line` gives the source line of a span.
    pub fn report(&self, options: &Options, line: &dyn Fn(Span) -> usize) -> String {
        let mut text = String::new();
        let mut say = |what: &str, function: &Function, activity: &Activity, mode: Mode| {
            let private = &TokenStream::new();
            let shadows =
                Shadows::new(Primal { function, private, generic: None, by_path: false }, activity);
            let plan = Plan::of(&shadows, options.analysis, mode);
            let kept = report(function, &plan, line);
            text += &format!("`{}` keeps {what}:\n{kept}", function.name);
        };
        if options.reverse {
            say("for its adjoint", &self.primal, &self.activity, Mode::Joint);
            if self.primal.calls() || !self.primal.inout.is_empty() {
                say("for its callers", &self.primal, &self.activity, Mode::Split);
            }
        }
        if let (Some(tangent), Some(_)) = (&self.tangent, options.second_order) {
            let mut active = self.params.clone();
            active.extend(&tangent.params[self.primal.params.len()..]);
            let activity = Activity::of(tangent, &active);
            say("for its second derivatives", tangent, &activity, Mode::Joint);
        }
        text
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
