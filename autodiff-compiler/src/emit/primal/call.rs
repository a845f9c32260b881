//! Calls of annotated functions and their arguments.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::quote;

use super::Primal;
use crate::code::Expr;
use crate::emit::home;
use crate::emit::parts::{Called, Passed};
use crate::emit::refs;
use crate::ir::{Arg, Callee, FloatKind, Operand, Operator, Order, Refs, Target, Ty, VarId};

/// The functions that a call is given: their code by the names in its arguments.
#[derive(Clone, Default, Debug)]
pub struct Given {
    pub functions: BTreeMap<VarId, Expr>,
    /// Their tangents, as they are passed.
    pub tangents: BTreeMap<VarId, Expr>,
    /// Their shadows: adjoints.
    pub adjoints: BTreeMap<VarId, Expr>,
    /// The names of the shadows that the adjoints add into.
    pub captured: BTreeSet<String>,
}

/// The name of the tape that is passed down to callees.
pub const TAPE: &str = "tape";

/// The tape that is passed down to callees.
pub fn tape_name() -> Ident {
    Ident::new(TAPE, Span::mixed_site())
}

impl Primal<'_> {
    pub fn argument(&self, arg: &Arg) -> Expr {
        let refs = self.function.refs(&arg.operand);
        if let (true, Operand::Place(place)) = (*refs != Refs::Owned, &arg.operand) {
            let ty = self.function.operand_ty(&arg.operand);
            let value = refs::refs(self.private, self.place(place), &ty, refs);
            let borrowed = arg.reference.is_some() && !matches!(refs, Refs::Behind(_));
            return if borrowed { value.borrow() } else { value };
        }
        match arg.reference {
            None => self.by_value(&arg.operand),
            Some(false) => self.operand(&arg.operand).borrow(),
            // in full, also of a reference's target: the code says what it may write
            Some(true) => Expr::unary("&mut ", self.operand(&arg.operand)),
        }
    }

    /// A call. Only a forward sweep whose reverse sweep follows may leave a record on the tape.
    pub fn call(&self, callee: &Callee, args: &[Arg], recording: bool, given: &Given) -> Expr {
        let mut passed = match callee.operator() {
            Some(operator) => self.operands_passed(operator, args),
            None if recording || callee.order == Order::Tangent => {
                self.passed_to_sweep(callee, args, given)
            }
            None => self.all_passed(args, given),
        };
        if callee.is_parameter() {
            let function = Called::Value(self.operand(&args[callee.called(args.len())].operand));
            return self.call_with(&function, callee.data(passed));
        }
        let recording = recording && callee.operator().is_none();
        let path = match (recording, callee.order) {
            (true, _) => {
                passed.push(Passed::Whole(Expr::Name(tape_name())));
                home::of_order(callee, "fwd")
            }
            (false, Order::Primal) => callee.primal(),
            (false, Order::Tangent) => home::sweep(callee, "jvp"),
        };
        self.call_with(&Called::Path(path), passed)
    }

    /// The operands of an operator, and tangents of them: behind a reference, also those that are one.
    pub fn operands_passed(&self, operator: &Operator, args: &[Arg]) -> Vec<Passed> {
        let passed = args.iter().map(|arg| {
            // rustc names an operand where it has no such operator
            let operand = self.operand(&arg.operand).located_at(operator.span).borrow();
            Passed::Whole(if arg.reference.is_some() { operand.borrow() } else { operand })
        });
        passed.collect()
    }

    /// Arguments as the callee's sweeps take them: the first of a path may be a receiver, which these borrow,
    /// and so may its tangent.
    pub fn passed_to_sweep(&self, callee: &Callee, args: &[Arg], given: &Given) -> Vec<Passed> {
        let mut passed = self.all_passed(args, given);
        let tangent = (callee.order == Order::Tangent).then_some(args.len() / 2);
        for at in 0..tangent.unwrap_or(0) {
            let (value, tangent) = (&args[at], &args[args.len() / 2 + at]);
            if let (Operand::Const(_), operand @ Operand::Place(_)) =
                (&value.operand, &tangent.operand)
                && value.reference.is_none()
                && matches!(self.function.operand_ty(operand), Ty::Opaque(_))
            {
                let private = self.private;
                let both = vec![self.operand(&value.operand), self.operand(operand).borrow()];
                let tangent = Expr::Call(quote!(#private::tangent_of_constant!), both);
                passed[args.len() / 2 + at] = Passed::Whole(tangent);
            }
        }
        let Target::Associated { path, receives } = &callee.target else { return passed };
        // the tangent of a number without derivative is an `Inert` in a field, and none for a parameter
        let conversion = path.path.segments.last().is_some_and(|last| last.ident == "from");
        let value = receives.then_some(0);
        for at in [value, tangent.filter(|_| !conversion)].into_iter().flatten() {
            if let Some(Arg { operand: operand @ Operand::Place(_), reference: None }) =
                args.get(at)
                && matches!(
                    self.function.operand_ty(operand),
                    Ty::Opaque(_) | Ty::Float(FloatKind::Generic(_))
                )
            {
                let lent = self.helper("lent", vec![self.operand(operand).borrow()]);
                passed[at] = Passed::Whole(lent);
            }
        }
        passed
    }

    /// Arguments as they are passed, functions among them.
    pub fn all_passed(&self, args: &[Arg], given: &Given) -> Vec<Passed> {
        let passed = args.iter().map(|arg| {
            let var = arg.operand.as_var();
            if let Some(tangent) = var.and_then(|var| given.tangents.get(&var)) {
                return Passed::Whole(tangent.clone());
            }
            match var.and_then(|var| given.functions.get(&var)) {
                Some(function) => Passed::Whole(function.clone()),
                None => self.passed(arg),
            }
        });
        passed.collect()
    }

    /// The companion's function as a value.
    pub fn companion_value(callee: &Callee, sweep: &str) -> Expr {
        Expr::Atom(home::of_order(callee, sweep))
    }

    /// The tangent program as a value.
    pub fn jvp_value(callee: &Callee) -> Expr {
        Expr::Atom(home::sweep(callee, "jvp"))
    }
}
