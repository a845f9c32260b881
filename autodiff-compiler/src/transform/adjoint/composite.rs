//! The reverse of a struct: each field's cotangent flows into what the field came from.

use super::{Contribution, Shadows};
use crate::code::{Expr, Stmt};
use crate::ir::{Composite, Operand, VarId};

impl Shadows<'_> {
    /// What flows out of a struct, or out of the tangent of one.
    pub(super) fn composite(&self, var: VarId, made: &Composite) -> Vec<Contribution> {
        let d = self.shadow(var);
        let mut out = Vec::new();
        for (member, arg) in &made.parts {
            let part = self.field(made, d.clone(), member);
            out.extend(self.flow(&arg.operand, part));
        }
        if let Some(base) = made.rest.base() {
            out.extend(self.remaining(base, made, d));
        }
        out
    }

    fn field(&self, made: &Composite, of: Expr, member: &syn::Member) -> Expr {
        self.primal.project(of, &[made.part(member)], true)
    }

    /// The fields that came from the base: all, with zeros of the base's shapes for the others.
    fn remaining(&self, base: &Operand, made: &Composite, d: Expr) -> Option<Contribution> {
        let Operand::Place(place) = base else { return None };
        if !self.active_operand(base) {
            return None;
        }
        let rest = self.fresh_name("rest");
        let init = Some(self.primal.helper("keep", vec![d.borrow()]));
        let mut code = vec![Stmt::Let { name: rest.clone(), mutable: true, ty: None, init }];
        for member in made.given() {
            let other = self.field(made, self.place_shadow(place), member);
            let given = self.field(made, Expr::name(&rest), member);
            let copy = self.primal.helper("keep", vec![other.borrow()]);
            code.push(Stmt::Assign(given.clone(), "=", copy));
            code.push(Stmt::Expr(self.primal.helper("set_zero", vec![given.borrow_mut()])));
        }
        let args = vec![self.place_shadow(place).borrow_mut(), Expr::name(&rest).borrow()];
        code.push(Stmt::Expr(self.primal.helper("accumulate", args)));
        Some(Contribution::Code { targets: vec![place.clone()], code })
    }
}
