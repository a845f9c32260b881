//! Both sweeps of an operation that changes a place.
//!
//! In: the operation. Out: its forward code, which keeps what is needed to undo it, the code that
//! undoes it, and what it does to shadows; all three read off `rules::in_place`.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::{Contribution, Shadows};
use crate::code::{Expr, Stmt};
use crate::emit::primal::method;
use crate::ir::{InPlace, InPlaceOp, Operand};
use crate::rules::in_place::{Inverse, rule};

impl Shadows<'_> {
    /// The forward code; `saved` is the name under which something is kept.
    pub(super) fn change(&self, change: &InPlace, saved: Option<&Ident>, code: &mut Vec<Stmt>) {
        let primal = self.primal;
        let places: Vec<Expr> = change.places.iter().map(|place| primal.place(place)).collect();
        let operands: Vec<Expr> =
            change.operands.iter().map(|operand| self.passed(change, operand)).collect();
        let keep = |init: Expr| {
            let name = saved?.clone();
            Some(Stmt::Let { name, mutable: false, ty: None, init: Some(init) })
        };
        match rule(change.op).inverse {
            Inverse::Tail => {
                let mut args: Vec<Expr> = places.iter().cloned().map(Expr::borrow_mut).collect();
                args.extend(operands.iter().cloned());
                if let Some(kept) = keep(primal.helper("split_tail", args)) {
                    return code.push(kept);
                }
            }
            Inverse::Content => {
                let content = primal.helper("keep", vec![places[0].clone().borrow()]);
                code.extend(keep(content));
            }
            Inverse::Nothing | Inverse::Moves(_) | Inverse::TakesOut(_) | Inverse::PutsBack(_) => {}
        }
        let call = self.apply(change.op, &places, operands);
        code.push(match change.result {
            Some(var) => {
                let data = primal.function.var(var);
                let ty = data.annotation.as_ref().map(|ty| quote!(#ty));
                let (name, mutable) = (data.name.clone(), data.storage);
                Stmt::Let { name, mutable, ty, init: Some(call) }
            }
            None => Stmt::Expr(call),
        });
    }

    /// The code that undoes the operation.
    pub(super) fn change_back(&self, change: &InPlace, saved: &Ident) -> Option<Stmt> {
        let primal = self.primal;
        let places: Vec<Expr> = change.places.iter().map(|place| primal.place(place)).collect();
        Some(match rule(change.op).inverse {
            Inverse::Nothing => return None,
            Inverse::Moves(inverse) => {
                Stmt::Expr(self.apply(inverse, &places, self.positions(change)))
            }
            Inverse::TakesOut(inverse) => {
                discard(self.apply(inverse, &places, self.positions(change)))
            }
            Inverse::PutsBack(inverse) => {
                let mut operands = self.positions(change);
                let result = change.result.map(Operand::var);
                operands.extend(result.map(|result| primal.by_value(&result)));
                Stmt::Expr(self.apply(inverse, &places, operands))
            }
            Inverse::Tail => {
                let receiver = Expr::unary("&mut ", places[0].clone());
                let args = vec![Expr::name(saved)];
                Stmt::Expr(Expr::Method(Box::new(receiver), method("extend"), args))
            }
            Inverse::Content => {
                let args = vec![places[0].clone().borrow_mut(), Expr::name(saved).borrow()];
                Stmt::Expr(primal.helper("restore", args))
            }
        })
    }

    /// What the operation does to shadows, which stand as behind it.
    pub(super) fn changed(&self, change: &InPlace, saved: Option<&Ident>) -> Vec<Contribution> {
        let primal = self.primal;
        if !change.places.iter().any(|place| self.is_active(place.base)) {
            return Vec::new();
        }
        let places: Vec<Expr> =
            change.places.iter().map(|place| self.place_shadow(place)).collect();
        let code =
            |stmt: Stmt| Contribution::Code { targets: change.places.clone(), code: vec![stmt] };
        match rule(change.op).inverse {
            Inverse::Nothing => Vec::new(),
            Inverse::Moves(inverse) => {
                vec![code(Stmt::Expr(self.apply(inverse, &places, self.positions(change))))]
            }
            Inverse::TakesOut(inverse) => {
                let taken = self.fresh_name("taken");
                let out = self.apply(inverse, &places, self.positions(change));
                let flow = change.data().and_then(|data| self.flow(data, Expr::name(&taken)));
                match flow {
                    Some(flow) => {
                        let init = Some(out);
                        let taken = Stmt::Let { name: taken, mutable: false, ty: None, init };
                        vec![code(taken), flow]
                    }
                    None => vec![code(discard(out))],
                }
            }
            Inverse::PutsBack(inverse) => {
                let mut operands = self.positions(change);
                operands.extend(change.result.map(|result| {
                    if self.is_active(result) {
                        self.owned_shadow(result)
                    } else {
                        primal.zero_like(&Operand::var(result))
                    }
                }));
                vec![code(Stmt::Expr(self.apply(inverse, &places, operands)))]
            }
            Inverse::Tail => {
                let saved = saved.map_or_else(|| Expr::Tuple(Vec::new()), Expr::name);
                let args = vec![places[0].clone().borrow_mut(), saved.borrow()];
                vec![code(Stmt::Expr(primal.helper("extend_zeros", args)))]
            }
            Inverse::Content => self.overwritten(change, &places[0]),
        }
    }

    /// The cotangent of what a place was overwritten with flows there, and the shadow becomes zero.
    fn overwritten(&self, change: &InPlace, shadow: &Expr) -> Vec<Contribution> {
        let primal = self.primal;
        let mut out = Vec::new();
        if let Some(data @ Operand::Place(target)) =
            change.data().filter(|data| self.active_operand(data))
        {
            let scalar = primal.function.operand_ty(data).strip_refs().is_float();
            let target = target.clone();
            match change.op {
                InPlaceOp::Fill if scalar => {
                    let value = primal.helper("coordinate_sum", vec![shadow.clone().borrow()]);
                    out.push(Contribution::Add { target, negative: false, value });
                }
                InPlaceOp::Fill => {
                    out.push(self.total_into(target, shadow.clone()));
                }
                InPlaceOp::Assign => {
                    // a smaller array was broadcast
                    let private = primal.private;
                    let args =
                        vec![self.place_shadow(&target).borrow_mut(), shadow.clone().borrow()];
                    let pull = Expr::Call(quote!(#private::prim::add::pull_0), args);
                    out.push(Contribution::Code {
                        targets: vec![target],
                        code: vec![Stmt::Expr(pull)],
                    });
                }
                _ => {
                    out.push(Contribution::Accumulate { target, value: shadow.clone().borrow() });
                }
            }
        }
        let erase = Stmt::Expr(primal.helper("erase", vec![shadow.clone().borrow_mut()]));
        out.push(Contribution::Code { targets: change.places.clone(), code: vec![erase] });
        out
    }

    /// The operation on places, of values or of shadows.
    fn apply(&self, op: InPlaceOp, places: &[Expr], operands: Vec<Expr>) -> Expr {
        match rule(op).method {
            Some(name) => {
                let receiver = Expr::unary("&mut ", places[0].clone());
                Expr::Method(Box::new(receiver), method(name), operands)
            }
            None => {
                let mut args: Vec<Expr> = places.iter().cloned().map(Expr::borrow_mut).collect();
                args.extend(operands);
                match op {
                    InPlaceOp::Swap => Expr::Call(quote!(::core::mem::swap), args),
                    InPlaceOp::SwapInsert => self.primal.helper("swap_insert", args),
                    InPlaceOp::Permute => self.primal.helper("permute", args),
                    InPlaceOp::PermuteBack => self.primal.helper("permute_back", args),
                    _ => self.primal.helper("popped", args),
                }
            }
        }
    }

    fn positions(&self, change: &InPlace) -> Vec<Expr> {
        change.positions().map(|position| self.passed(change, position)).collect()
    }

    /// An operand as the method takes it.
    fn passed(&self, change: &InPlace, operand: &Operand) -> Expr {
        let rule = rule(change.op);
        let is_data = change.data().is_some_and(|data| std::ptr::eq(data, operand));
        match (is_data, rule.by_ref) {
            (true, true) => self.primal.by_ref(operand),
            (true, false) => self.primal.by_value(operand),
            (false, _) if rule.orders => self.primal.by_ref(operand),
            (false, _) => self.primal.operand(operand),
        }
    }
}

/// `let _ = value;`
fn discard(value: Expr) -> Stmt {
    let name = Ident::new("_", Span::mixed_site());
    Stmt::Let { name, mutable: false, ty: None, init: Some(value) }
}
