//! What flows into the arguments of a call: the callee adds it into their shadows.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::Contribution;
use crate::code::{Expr, Stmt};
use crate::emit::parts::{Called, Passed};
use crate::emit::primal::{Given, tape_name};
use crate::ir::{Arg, Callee, Operand, Operator, Order, Place};
use crate::transform::adjoint::Shadows;

impl Shadows<'_> {
    /// `callee::rev(args, shadows, seed, tape)`.
    pub(in crate::transform::adjoint) fn call(
        &self,
        callee: &Callee,
        args: &[Arg],
        seed: Expr,
        given: &Given,
    ) -> Contribution {
        if let Some(operator) = callee.operator() {
            return self.operator(callee, operator, args, seed);
        }
        let passed = self.primal.passed_to_sweep(callee, args, given);
        let direct = self.direct_shadows(args, &given.captured);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut shadows = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            let shadow = match &arg.operand {
                operand if self.is_function(operand, given) => {
                    let of_tangent = callee.order == Order::Primal || i >= args.len() / 2;
                    Passed::Whole(self.adjoint_of(operand, given, of_tangent))
                }
                Operand::Place(place) if self.active_operand(&arg.operand) => {
                    if direct.contains(&i) {
                        let (root, place) = (self.shadow(place.base), place.clone());
                        Passed::Part { root, place, shadow: true, mutable: true }
                    } else {
                        Passed::Whole(self.separate_shadow(place, &mut before, &mut after))
                    }
                }
                // what the callee changes is borrowed already where its shadow is written
                operand if arg.reference == Some(true) => {
                    let name: Ident = self.fresh_name("d_unused");
                    let init = Some(self.primal.zero_like(operand));
                    before.push(Stmt::Let { name: name.clone(), mutable: true, ty: None, init });
                    Passed::Whole(Expr::name(&name).borrow_mut())
                }
                operand => Passed::Whole(self.primal.zero_like(operand).borrow_mut()),
            };
            shadows.push(shadow);
        }
        let data = |arg: &&Arg| !self.is_function(&arg.operand, given);
        let targets = args.iter().filter(data).filter(|arg| self.active_operand(&arg.operand));
        let targets = targets.filter_map(|arg| match &arg.operand {
            Operand::Place(place) => Some(place.clone()),
            Operand::Literal(_) | Operand::Const(_) => None,
        });
        let targets: Vec<Place> = targets.collect();
        let (called, mut passed, shadows) = if callee.is_parameter() {
            let function = &args[callee.called(args.len())].operand;
            let adjoint = function.as_var().map(|var| Expr::name(self.shadow_name(var)));
            let adjoint = adjoint.unwrap_or_else(|| self.primal.operand(function));
            (Called::Value(adjoint), callee.data(passed), callee.data(shadows))
        } else {
            (Called::Path(crate::emit::home::of_order(callee, "rev")), passed, shadows)
        };
        passed.extend(shadows);
        passed.push(Passed::Whole(seed));
        if !callee.is_parameter() {
            passed.push(Passed::Whole(Expr::Name(tape_name())));
        }
        let rev = self.primal.call_with(&called, passed);
        let mut code = before;
        code.push(Stmt::Expr(rev));
        code.extend(after);
        debug_assert!(matches!(callee.order, Order::Primal | Order::Tangent));
        Contribution::Code { targets, code }
    }

    /// `mul::rev(&a, &b, &mut d_a, &mut d_b, seed)`, or with the shadow of one alone; of a tangent program
    /// the shadows of all.
    fn operator(
        &self,
        callee: &Callee,
        operator: &Operator,
        args: &[Arg],
        seed: Expr,
    ) -> Contribution {
        let direct = self.direct_shadows(args, &BTreeSet::new());
        let (mut before, mut after, mut targets) = (Vec::new(), Vec::new(), Vec::new());
        let mut passed = self.primal.operands_passed(operator, args);
        let active: Vec<bool> = args.iter().map(|arg| self.active_operand(&arg.operand)).collect();
        for (i, arg) in args.iter().enumerate() {
            passed.push(Passed::Whole(match &arg.operand {
                Operand::Place(place) if active[i] => {
                    targets.push(place.clone());
                    match direct.contains(&i) {
                        true => self.place_shadow(place).borrow_mut(),
                        false => self.separate_shadow(place, &mut before, &mut after),
                    }
                }
                _ if callee.order == Order::Primal => continue,
                operand => self.primal.zero_like(operand).borrow_mut(),
            }));
        }
        passed.push(Passed::Whole(seed));
        let path = match callee.order {
            Order::Primal => operator.function("rev", &active),
            Order::Tangent => operator.function("jvp_rev", &operator.tangents),
        };
        let mut code = before;
        code.push(Stmt::Expr(self.primal.call_with(&Called::Path(path), passed)));
        code.extend(after);
        Contribution::Code { targets, code }
    }

    /// The arguments whose shadows are passed as they are: none overlaps another. What the callee changes
    /// is among them; of several parts of one variable that it reads the largest is, since the others
    /// cost a temporary of their size.
    fn direct_shadows(&self, args: &[Arg], captured: &BTreeSet<String>) -> Vec<usize> {
        let mut order: Vec<(usize, &Place)> = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            if let (Operand::Place(place), true) = (&arg.operand, self.active_operand(&arg.operand))
                // a closure adds into the same shadow
                && !captured.contains(&self.shadow_name(place.base).to_string())
            {
                order.push((i, place));
            }
        }
        order.sort_by_key(|(i, place)| (args[*i].reference != Some(true), place.proj.len()));
        let mut direct: Vec<(usize, &Place)> = Vec::new();
        for (i, place) in order {
            let apart = |(j, other): &(usize, &Place)| {
                // what is changed is lent alone
                let changed = args[i].reference == Some(true) || args[*j].reference == Some(true);
                // fields may stand behind a `Deref`, which lends the whole; copies of them are small
                let copies = args[i].reference.is_none() && args[*j].reference.is_none();
                let one = place.base == other.base;
                changed || place.is_apart_from(other) && !(one && copies)
            };
            if direct.iter().all(apart) {
                direct.push((i, place));
            }
        }
        direct.into_iter().map(|(i, _)| i).collect()
    }

    /// An argument that is a function.
    fn is_function(&self, operand: &Operand, given: &Given) -> bool {
        let function = self.primal.function;
        operand.as_var().is_some_and(|var| {
            function.functions.contains_key(&var)
                || given.functions.contains_key(&var)
                || given.tangents.contains_key(&var)
        })
    }

    /// The adjoint of a function that is handed on; a tangent program calls the jvp alone.
    fn adjoint_of(&self, operand: &Operand, given: &Given, of_tangent: bool) -> Expr {
        let none = || self.primal.no_tangent().borrow_mut();
        match operand.as_var().filter(|_| of_tangent) {
            None => none(),
            Some(var) if self.primal.function.functions.contains_key(&var) => {
                Expr::unary("&mut ", Expr::unary("*", Expr::name(self.shadow_name(var))))
            }
            Some(var) => given.adjoints.get(&var).cloned().unwrap_or_else(none),
        }
    }
}
