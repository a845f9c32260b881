//! Cotangents: what a reverse statement adds to the shadow of a place, and where a shadow begins.
//!
//! A variable's shadow is declared by its first contribution, with that value if it is all of the variable.

use std::collections::BTreeSet;

use super::sweep::Sweep;
use super::{Contribution, Home};
use crate::code::{Expr, Stmt as Code};
use crate::ir::{Operand, Ty, VarId};

impl Sweep<'_> {
    /// Outer shadows exist: the outer block declares what a nested one mentions.
    pub(super) fn is_live(&self, var: VarId) -> bool {
        self.live.contains(&var)
            || !self.owned.contains(&var)
            || self.shadows.home(var) == Home::Caller
    }

    pub(super) fn contribute(&mut self, contribution: Contribution, code: &mut Vec<Code>) {
        match contribution {
            Contribution::Add { target, negative, value } => {
                if target.proj.is_empty() && !self.is_live(target.base) {
                    let value = if negative { Expr::unary("-", value) } else { value };
                    return self.start(target.base, value, code);
                }
                self.declare(target.base, code);
                let op = if negative { "-=" } else { "+=" };
                code.push(Code::Assign(self.shadows.place_shadow(&target), op, value));
            }
            Contribution::Accumulate { target, value } => {
                self.declare(target.base, code);
                let shadow = self.shadows.place_shadow(&target).borrow_mut();
                code.push(Code::Expr(
                    self.shadows.primal.helper("accumulate", vec![shadow, value]),
                ));
            }
            Contribution::Code { targets, code: inner } => {
                for target in targets {
                    self.declare(target.base, code);
                }
                code.extend(inner);
            }
        }
    }

    pub(super) fn start(&mut self, var: VarId, value: Expr, code: &mut Vec<Code>) {
        self.live.insert(var);
        let name = self.shadows.shadow_name(var).clone();
        code.push(Code::Let { name, mutable: true, ty: None, init: Some(value) });
    }

    /// Makes sure that a variable of this block has a shadow.
    pub(super) fn declare(&mut self, var: VarId, code: &mut Vec<Code>) {
        if !self.is_live(var) {
            let zero = self.shadows.zero(var, self.definitions.get(&var).copied());
            self.start(var, zero, code);
        }
    }

    pub(super) fn declare_mentioned(&mut self, nested: &[Code], code: &mut Vec<Code>) {
        let mut mentioned = BTreeSet::new();
        for stmt in nested {
            stmt.for_each_name(&mut |name| {
                mentioned.insert(name.to_string());
            });
        }
        let owned: Vec<VarId> = self.owned.iter().collect();
        for var in owned {
            if mentioned.contains(&self.shadows.shadow_name(var).to_string()) {
                self.declare(var, code);
            }
        }
    }

    pub(super) fn seed(&mut self, operand: &Operand, seed: Expr, code: &mut Vec<Code>) {
        let Operand::Place(target) = operand else { return };
        if !self.shadows.active_operand(operand) {
            return;
        }
        if target.proj.is_empty() && !self.is_live(target.base) {
            return self.start(target.base, seed, code);
        }
        let target = target.clone();
        let contribution = match self.shadows.primal.function.operand_ty(operand).strip_refs() {
            Ty::Float(_) => Contribution::Add { target, negative: false, value: seed },
            _ => Contribution::Accumulate { target, value: seed.borrow() },
        };
        self.contribute(contribution, code);
    }
}
