//! Functions that are given to calls: their code, and their adjoints.
//!
//! In: a call with its closures. Out: the closures' code where the call stands, and in the reverse sweep
//! closures that run forward and reverse at once: the callee's reverse sweep calls them. What they
//! capture is there, and they add into its shadows; where two of them or an argument share a shadow, all
//! but one get a shadow of their own, which is added behind the call.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::quote;

use super::Shadows;
use super::shadows::Home;
use super::sweep::{BlockCode, Sweep};
use crate::analysis::Plan;
use crate::analysis::blocks::inside;
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::{Given, Primal, tape_name};
use crate::ir::{Block, Lambda, LambdaBody, Op, Operand, Ty, VarId, Vars};

impl Shadows<'_> {
    /// The functions of a call as code, without their adjoints.
    pub fn given(&self, lambdas: &[Lambda]) -> Given {
        let mut given = Given::default();
        for lambda in lambdas {
            let function = self.primal_of(lambda);
            let function = match lambda.reference {
                None => function,
                Some(mutable) => Expr::unary(if mutable { "&mut " } else { "&" }, function),
            };
            given.functions.insert(lambda.var, function);
            if let Some(tangent) = lambda.tangent {
                given.tangents.insert(tangent, self.tangent_of(lambda));
            }
        }
        given
    }

    fn names_of(&self, vars: &[VarId]) -> Vec<Ident> {
        vars.iter().map(|var| self.primal.function.var(*var).name.clone()).collect()
    }

    fn forward_code(&self, block: &Block) -> Vec<Code> {
        Sweep::new(self, &Plan::default()).forward_block(block, false)
    }

    /// `|x| value`
    fn primal_of(&self, lambda: &Lambda) -> Expr {
        match &lambda.body {
            LambdaBody::Named(callee) => Expr::Atom(callee.primal()),
            LambdaBody::Closure { primal: Some(closure), .. } => {
                self.closure(&closure.params, &closure.block, &closure.result)
            }
            LambdaBody::Closure { params, block, results, .. } => {
                self.closure(params, block, &results[0])
            }
        }
    }

    fn closure(&self, params: &[VarId], block: &Block, result: &Operand) -> Expr {
        let types = params.iter().map(|param| {
            let annotation = self.primal.function.var(*param).annotation.as_ref();
            annotation.map(|ty| quote!(#ty))
        });
        Expr::Closure {
            params: self.names_of(params),
            types: types.collect(),
            body: self.forward_code(block),
            result: Some(Box::new(self.primal.by_value(result))),
        }
    }

    /// `&|x, dot_x| (value, tangent)`
    fn tangent_of(&self, lambda: &Lambda) -> Expr {
        let primal = self.primal;
        let closure = match &lambda.body {
            LambdaBody::Named(callee) => Primal::jvp_value(callee),
            LambdaBody::Closure { params, block, results, .. } => {
                let values = results.iter().map(|result| primal.by_value(result)).collect();
                Expr::Closure {
                    params: self.names_of(params),
                    types: Vec::new(),
                    body: self.forward_code(block),
                    result: Some(Box::new(Expr::Tuple(values))),
                }
            }
        };
        Expr::unary("&", closure)
    }
}

impl Sweep<'_> {
    /// The call with its closures.
    pub(super) fn forward_call_with(
        &self,
        vars: &[VarId],
        op: &Op,
        lambdas: &[Lambda],
        recording: bool,
        code: &mut Vec<Code>,
    ) {
        let Op::Call(callee, args) = op else { return };
        let shadows = self.shadows;
        let primal = shadows.primal;
        let active = vars.iter().any(|var| shadows.is_active(*var));
        let recording = recording && (active || op.is_call_in_place());
        let init = primal.call(callee, args, recording, &shadows.given(lambdas));
        let data = |var: VarId| primal.function.var(var);
        match vars {
            [var] => {
                let (name, mutable) = (data(*var).name.clone(), data(*var).storage);
                let ty = data(*var).annotation.as_ref().map(|ty| quote!(#ty));
                code.push(Code::Let { name, mutable, ty, init: Some(init) });
            }
            vars => {
                code.push(Code::LetTuple { names: shadows.names_of(vars), init });
                for var in vars.iter().filter(|var| data(**var).storage) {
                    let name = data(*var).name.clone();
                    let init = Some(Expr::name(&name));
                    code.push(Code::Let { name, mutable: true, ty: None, init });
                }
            }
        }
    }

    /// `callee::rev(args, |x, shadow, seed| { .. }, shadows, seed, tape);`
    pub(super) fn reverse_call_with(
        &mut self,
        vars: &[VarId],
        op: &Op,
        lambdas: &[Lambda],
    ) -> Vec<Code> {
        let Op::Call(callee, args) = op else { return Vec::new() };
        let shadows = self.shadows;
        let mut code = Vec::new();
        for var in vars.iter().filter(|var| shadows.is_active(**var)) {
            self.declare(*var, &mut code);
        }
        let mut given = shadows.given(lambdas);
        let mut after = Vec::new();
        for lambda in lambdas {
            let (mut adjoint, own) = self.adjoint_closure(lambda);
            let mut mentioned = BTreeSet::new();
            adjoint.for_each_name(&mut |name| {
                mentioned.insert(name.to_string());
            });
            for var in self.shared(&mentioned, &own, &given.captured) {
                self.separate(var, &mut adjoint, &mut code, &mut after);
                mentioned.remove(&shadows.shadow_name(var).to_string());
            }
            given.captured.extend(mentioned);
            let name = lambda.tangent.unwrap_or(lambda.var);
            given.adjoints.insert(name, Expr::unary("&mut ", adjoint));
        }
        let call = shadows.call(callee, args, shadows.seeds_of(vars), &given);
        self.contribute(call, &mut code);
        code.extend(after);
        code
    }

    /// Forward and reverse of a function at once, and the variables that it defines itself.
    fn adjoint_closure(&mut self, lambda: &Lambda) -> (Expr, Vars) {
        let shadows = self.shadows;
        let primal = shadows.primal;
        let (params, block, results) = match &lambda.body {
            LambdaBody::Named(callee) => {
                return (Primal::companion_value(callee, "adjoint"), Vars::new());
            }
            LambdaBody::Closure { params, block, results, .. } => (params, block, results),
        };
        let seed = shadows.fresh_name("seed");
        let seeds = |i: usize| match results.len() {
            1 => Expr::name(&seed),
            _ => {
                let member = syn::Member::Unnamed(syn::Index::from(i));
                Expr::Field(Box::new(Expr::name(&seed)), member)
            }
        };
        let seeded: Vec<(Operand, Expr)> =
            results.iter().cloned().enumerate().map(|(i, result)| (result, seeds(i))).collect();
        let mut own = inside(block);
        own.extend(params);
        let outer = self.again.replace(own.clone());
        let BlockCode { forward: mut body, reverse } = self.joint(block, params, &seeded);
        self.again = outer;
        let mut values: Vec<Expr> = results
            .iter()
            .map(|result| super::kept_result(shadows, self.plan, result, &mut body))
            .collect();
        let value = if values.len() == 1 { values.remove(0) } else { Expr::Tuple(values) };
        body.extend(reverse);
        let mut names = shadows.names_of(params);
        for param in params {
            names.push(self.slot(*param, &mut body));
        }
        names.push(seed);
        let mut records = false;
        body.iter()
            .for_each(|stmt| stmt.for_each_name(&mut |name| records |= *name == tape_name()));
        if records {
            // the callee's reverse sweep has the tape of the call
            let private = primal.private;
            let init = Expr::unary("&mut ", Expr::Call(quote!(#private::Tape::new), Vec::new()));
            let (name, init) = (tape_name(), Some(init));
            body.insert(0, Code::Let { name, mutable: false, ty: None, init });
        }
        let result = Some(Box::new(value));
        (Expr::Closure { params: names, types: Vec::new(), body, result }, own)
    }

    /// The caller's shadow of a parameter: its name in the closure.
    fn slot(&self, param: VarId, body: &mut Vec<Code>) -> Ident {
        let shadows = self.shadows;
        if shadows.home(param) == Home::Caller {
            return shadows.shadow_name(param).clone();
        }
        let slot = shadows.fresh_name("shadow");
        if self.has_shadow(param) {
            let local = Expr::name(shadows.shadow_name(param));
            body.push(match shadows.primal.function.var(param).ty {
                Ty::Float(_) => Code::Assign(Expr::unary("*", Expr::name(&slot)), "+=", local),
                _ => {
                    let args = vec![Expr::name(&slot), local.borrow()];
                    Code::Expr(shadows.primal.helper("accumulate", args))
                }
            });
        }
        slot
    }

    /// The variables from outside into whose shadows two closures of a call add.
    fn shared(
        &self,
        mentioned: &BTreeSet<String>,
        own: &Vars,
        captured: &BTreeSet<String>,
    ) -> Vec<VarId> {
        let function = self.shadows.primal.function;
        let all = (0..function.vars.len()).filter_map(|i| u32::try_from(i).ok()).map(VarId);
        let shared = |var: &VarId| {
            let name = self.shadows.shadow_name(*var).to_string();
            !own.contains(var) && mentioned.contains(&name) && captured.contains(&name)
        };
        all.filter(shared).collect()
    }

    /// Gives a closure a shadow of its own for a variable.
    fn separate(
        &mut self,
        var: VarId,
        adjoint: &mut Expr,
        before: &mut Vec<Code>,
        after: &mut Vec<Code>,
    ) {
        self.declare(var, before);
        let shadows = self.shadows;
        let place = shadows.primal.function.whole(var);
        let again = shadows.separate_shadow(&place, before, after);
        let name = shadows.fresh_name("d_other");
        let (from, to) = (shadows.shadow_name(var), &name);
        crate::simplify::rename(adjoint, from, to);
        match (shadows.home(var), again) {
            (Home::Local, Expr::Unary(_, owned)) => {
                if let Expr::Name(owned) = *owned {
                    crate::simplify::rename(adjoint, to, &owned);
                }
            }
            (_, reference) => {
                before.push(Code::Let { name, mutable: false, ty: None, init: Some(reference) });
            }
        }
    }
}
