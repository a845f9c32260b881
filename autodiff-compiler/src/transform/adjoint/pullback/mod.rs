//! The reverse of one operation: what flows into the shadows of its operands.
//!
//! In: an operation, its result variable, and the activity. Out: [`Contribution`]s whose code names
//! exactly the values the reverse sweep needs; the analyses read the needs off that code.
//!
//! * `call`: what flows into the arguments of a call.

mod call;

use proc_macro2::Ident;
use quote::quote;

use super::Shadows;
use crate::code::{Expr, Inside, Stmt};
use crate::emit::primal::Given;
use crate::ir::{FloatKind, Literal, Op, Operand, Place, Prim, ScalarOp, StmtKind, Ty, VarId};
use crate::rules::scalar::{Formula, Partial, partial};

/// Something that flows into shadows.
#[derive(Clone, Debug)]
pub enum Contribution {
    /// `d_target += value` (or `-=`) of scalars.
    Add { target: Place, negative: bool, value: Expr },
    /// `d_target += value` of aggregates; the value is a reference.
    Accumulate { target: Place, value: Expr },
    /// Code that adds into the shadows of the targets.
    Code { targets: Vec<Place>, code: Vec<Stmt> },
}

impl Contribution {
    /// The names in the code, the shadows it writes aside.
    pub fn for_each_name(&self, f: &mut dyn FnMut(&Ident)) {
        match self {
            Self::Add { value, .. } | Self::Accumulate { value, .. } => value.for_each_name(f),
            Self::Code { code, .. } => code.iter().for_each(|stmt| stmt.for_each_name(f)),
        }
    }

    /// The places whose shadows are written.
    pub fn targets(&self) -> &[Place] {
        match self {
            Self::Add { target, .. } | Self::Accumulate { target, .. } => {
                std::slice::from_ref(target)
            }
            Self::Code { targets, .. } => targets,
        }
    }
}

impl Shadows<'_> {
    /// The reverse of an atomic statement.
    pub fn pullback(&self, kind: &StmtKind) -> Vec<Contribution> {
        match kind {
            StmtKind::Let { var, op } if self.is_active(*var) => self.op(*var, op),
            // what it changed must be restored, whoever needs its result
            StmtKind::Let { var, op: op @ Op::Call(callee, args) } if op.is_call_in_place() => {
                vec![self.call(callee, args, self.seed_of(*var), &Given::default())]
            }
            StmtKind::LetMany { vars, op: op @ Op::Call(callee, args) } => {
                let seeds = self.seeds_of(vars);
                if op.is_call_in_place() || vars.iter().any(|var| self.is_active(*var)) {
                    vec![self.call(callee, args, seeds, &Given::default())]
                } else {
                    Vec::new()
                }
            }
            StmtKind::CallWith { vars, op: Op::Call(callee, args), lambdas } => {
                let given = self.given(lambdas);
                vec![self.call(callee, args, self.seeds_of(vars), &given)]
            }
            StmtKind::Accumulate { place, value, negative, .. } if self.is_active(place.base) => {
                self.accumulated(place, value, *negative)
            }
            StmtKind::InPlace(change) => self.changed(change, None),
            StmtKind::Store { place, value } if self.reshapes(kind) => self.reshaped(place, value),
            StmtKind::Store { place, value } if self.primal.function.stores_data(place, value) => {
                Vec::new()
            }
            StmtKind::Store { place, value } if self.is_active(place.base) => {
                self.stored(place, value)
            }
            _ => Vec::new(),
        }
    }

    /// The cotangents of a call's results.
    pub(super) fn seeds_of(&self, vars: &[VarId]) -> Expr {
        match vars {
            [var] => self.seed_of(*var),
            vars => Expr::Tuple(vars.iter().map(|var| self.seed_of(*var)).collect()),
        }
    }

    /// The cotangent of a call's result.
    fn seed_of(&self, var: VarId) -> Expr {
        if self.is_active(var) {
            self.owned_shadow(var)
        } else {
            self.primal.zero_like(&Operand::var(var))
        }
    }

    /// Adds `value` (an owned cotangent or a place of one) to an operand's shadow.
    pub(super) fn flow(&self, operand: &Operand, value: Expr) -> Option<Contribution> {
        let Operand::Place(target) = operand else { return None };
        if !self.active_operand(operand) {
            return None;
        }
        let target = target.clone();
        Some(match self.primal.function.operand_ty(operand).strip_refs() {
            Ty::Float(_) => Contribution::Add { target, negative: false, value },
            _ => Contribution::Accumulate { target, value: value.borrow() },
        })
    }

    fn op(&self, var: VarId, op: &Op) -> Vec<Contribution> {
        let d = self.shadow(var);
        let parts = |operands: &[Operand], part: &dyn Fn(usize) -> Expr| -> Vec<Contribution> {
            operands.iter().enumerate().filter_map(|(i, x)| self.flow(x, part(i))).collect()
        };
        match op {
            Op::Use(operand) => self.flow(operand, d).into_iter().collect(),
            Op::Load(place) | Op::Copy(place, _) => {
                self.flow(&Operand::Place(place.clone()), d).into_iter().collect()
            }
            Op::Scalar(op, operands) => self.scalar(var, *op, operands),
            Op::Struct(made) => self.composite(var, made),
            Op::Tuple(operands) => parts(operands, &|i| {
                Expr::Field(Box::new(d.clone()), syn::Member::Unnamed(syn::Index::from(i)))
            }),
            Op::Boxed(content) => {
                self.flow(content, Expr::Content(Box::new(d))).into_iter().collect()
            }
            Op::Variant(variant, _) if !variant.is_present() => Vec::new(),
            Op::Variant(_, operands) => {
                parts(operands, &|_| Expr::Payload(Box::new(d.clone()), Inside::Known))
            }
            Op::Array(operands) | Op::VecLit(operands) => {
                parts(operands, &|i| d.clone().index(index_literal(i)))
            }
            Op::Repeat { value, .. } => {
                let ty = self.primal.function.operand_ty(value);
                if let (false, Operand::Place(target)) = (ty.strip_refs().is_float(), value) {
                    let active = self.active_operand(value);
                    return active
                        .then(|| self.total_into(target.clone(), d))
                        .into_iter()
                        .collect();
                }
                let sum = self.primal.helper("total", vec![d.borrow()]);
                self.flow(value, sum).into_iter().collect()
            }
            Op::Prim(prim, operands) => self.prim(var, *prim, operands),
            // an operator between constants, whose result becomes active later
            Op::Call(callee, args)
                if callee.operator().is_some()
                    && callee.order == crate::ir::Order::Primal
                    && !args.iter().any(|arg| self.active_operand(&arg.operand)) =>
            {
                Vec::new()
            }
            Op::Call(callee, args) => {
                let seed = self.owned_shadow(var);
                vec![self.call(callee, args, seed, &Given::default())]
            }
            Op::Pure(..) | Op::Zero(_) => Vec::new(),
        }
    }

    /// The cotangents of many copies flow into what they are copies of.
    pub(super) fn total_into(&self, target: Place, all: Expr) -> Contribution {
        let args = vec![self.place_shadow(&target).borrow_mut(), all.borrow()];
        let code = vec![Stmt::Expr(self.primal.helper("accumulate_total", args))];
        Contribution::Code { targets: vec![target], code }
    }

    fn scalar(&self, var: VarId, op: ScalarOp, operands: &[Operand]) -> Vec<Contribution> {
        let function = self.primal.function;
        let ty = function.var(var).ty.clone();
        let args: Vec<Formula> = operands.iter().cloned().map(Formula::Operand).collect();
        let y = Formula::Operand(Operand::var(var));
        let d = self.shadow(var);
        let mut out = Vec::new();
        for (i, operand) in operands.iter().enumerate() {
            let Operand::Place(target) = operand else { continue };
            if !self.active_operand(operand) {
                continue;
            }
            let target = target.clone();
            if op == ScalarOp::FloatCast {
                let to = function.operand_ty(operand);
                let value = self.primal.float_cast(d.clone(), &ty, to.strip_refs());
                out.push(Contribution::Add { target, negative: false, value });
                continue;
            }
            let (negative, value) = match partial(op, i, &args, &y) {
                Partial::Zero | Partial::Inert => continue,
                Partial::Factor(factor) => self.times(d.clone(), &self.reused(var, factor), &ty),
                Partial::Shielded(factor) => {
                    let factor = self.formula(&self.reused(var, factor), &ty);
                    (false, self.primal.helper("zero_mul", vec![d.clone(), factor]))
                }
                Partial::Guarded(numerator, denominator) => {
                    let (negative, numerator) = self.times(d.clone(), &numerator, &ty);
                    let denominator = self.formula(&denominator, &ty);
                    (negative, self.primal.helper("guarded_div", vec![numerator, denominator]))
                }
            };
            out.push(Contribution::Add { target, negative, value });
        }
        out
    }

    /// The formula with values that the program has anyway: where it computes the sine and the cosine
    /// of a number, each is the other's derivative.
    fn reused(&self, var: VarId, formula: Formula) -> Formula {
        match formula {
            Formula::Node(op, args) => {
                if let [Formula::Operand(Operand::Place(operand))] = args.as_slice()
                    && operand.proj.is_empty()
                    && let Some(value) = self.value_beside(var, op, operand.base)
                {
                    return Formula::Operand(Operand::var(value));
                }
                let args = args.into_iter().map(|arg| self.reused(var, arg)).collect();
                Formula::Node(op, args)
            }
            leaf @ (Formula::Operand(_) | Formula::Number(_)) => leaf,
        }
    }

    /// `d * factor` with its sign taken out.
    fn times(&self, d: Expr, factor: &Formula, ty: &Ty) -> (bool, Expr) {
        match factor {
            Formula::Number(value) if *value == 1.0 => (false, d),
            Formula::Number(value) if *value == -1.0 => (true, d),
            Formula::Node(ScalarOp::Neg, inner) => {
                let (negative, value) = self.times(d, &inner[0], ty);
                (!negative, value)
            }
            Formula::Node(ScalarOp::Div, parts) if matches!(parts[0], Formula::Number(1.0)) => {
                (false, Expr::binary("/", d, self.formula(&parts[1], ty)))
            }
            // a small divisor meets the cotangent first: the quotient of the rule may overflow
            Formula::Node(ScalarOp::Div, parts) => {
                let quotient = Expr::binary("/", d, self.formula(&parts[1], ty));
                (false, Expr::binary("*", quotient, self.formula(&parts[0], ty)))
            }
            _ => (false, Expr::binary("*", d, self.formula(factor, ty))),
        }
    }

    /// A formula as code.
    fn formula(&self, formula: &Formula, ty: &Ty) -> Expr {
        match formula {
            Formula::Operand(operand) => self.primal.operand(operand),
            Formula::Number(value) => {
                let kind = match ty {
                    Ty::Float(kind) => kind.clone(),
                    _ => FloatKind::Unspecified,
                };
                self.primal.number(*value, &kind)
            }
            Formula::Node(op, args) => {
                if let Some(simple) = self.integer_power(*op, args, ty) {
                    return simple;
                }
                let mut args: Vec<Expr> = args.iter().map(|arg| self.formula(arg, ty)).collect();
                if op.operator().is_none() {
                    // the receiver of a method must have a type
                    args[0] = self.primal.typed_literal(args[0].clone(), ty);
                }
                self.primal.scalar(*op, args, ty)
            }
        }
    }

    /// The derivative of `x.powi(n)` for a literal `n` is written out.
    fn integer_power(&self, op: ScalarOp, args: &[Formula], ty: &Ty) -> Option<Expr> {
        let (ScalarOp::PowiDerivative(order), [x, Formula::Operand(Operand::Literal(n))]) =
            (op, args)
        else {
            return None;
        };
        let Literal::Written(tokens, _) = n else { return None };
        let n: i32 = syn::parse2::<syn::LitInt>(tokens.clone()).ok()?.base10_parse().ok()?;
        let coefficient: f64 = (0..order).map(|k| f64::from(n) - f64::from(k)).product();
        let number = |value: f64| self.formula(&Formula::Number(value), ty);
        let x = || self.formula(x, ty);
        Some(match n.checked_sub_unsigned(order)? {
            _ if coefficient == 0.0 => number(0.0),
            0 => number(coefficient),
            1 => Expr::binary("*", number(coefficient), x()),
            2 => Expr::binary("*", number(coefficient), Expr::binary("*", x(), x())),
            rest => {
                let power = Expr::Atom(quote!(#rest));
                let power =
                    Expr::Method(Box::new(x()), crate::emit::primal::method("powi"), vec![power]);
                Expr::binary("*", number(coefficient), power)
            }
        })
    }

    fn prim(&self, var: VarId, prim: Prim, operands: &[Operand]) -> Vec<Contribution> {
        let d_y = || self.shadow(var).borrow();
        let value = |i: usize| self.primal.by_ref(&operands[i]);
        let position = |i: usize| self.primal.operand(&operands[i]);
        let mut out = Vec::new();
        for (i, operand) in operands.iter().enumerate().take(prim.data_operands()) {
            let Operand::Place(target) = operand else { continue };
            if !self.active_operand(operand) {
                continue;
            }
            let mut args = match (prim, i) {
                (Prim::Mul | Prim::Dot, _) => vec![value(1 - i)],
                (Prim::Div, 0) => vec![value(1)],
                (Prim::Div, _) => vec![value(1), self.primal.by_ref(&Operand::var(var))],
                (Prim::Rem, 1) => vec![value(0), value(1)],
                (
                    Prim::SumAxis
                    | Prim::MeanAxis
                    | Prim::Row
                    | Prim::Column
                    | Prim::InsertAxis
                    | Prim::SliceAxis,
                    _,
                ) => {
                    vec![position(1)]
                }
                (Prim::Cast | Prim::ToFloat | Prim::CastTangent, _) => vec![value(0)],
                (
                    Prim::Add
                    | Prim::Sub
                    | Prim::Rem
                    | Prim::Neg
                    | Prim::Transpose
                    | Prim::Sum
                    | Prim::Mean
                    | Prim::ToOwned,
                    _,
                ) => Vec::new(),
            };
            args.push(self.place_shadow(target).borrow_mut());
            args.push(d_y());
            let pull = if i == 0 { "pull_0" } else { "pull_1" };
            let code = vec![Stmt::Expr(Expr::Call(self.primal.prim_path(prim, pull), args))];
            out.push(Contribution::Code { targets: vec![target.clone()], code });
        }
        out
    }

    fn accumulated(&self, place: &Place, value: &Operand, negative: bool) -> Vec<Contribution> {
        let function = self.primal.function;
        let d = self.place_shadow(place);
        let Operand::Place(target) = value else { return Vec::new() };
        if !self.active_operand(value) {
            return Vec::new();
        }
        let target = target.clone();
        let scalar = |ty: Ty| ty.strip_refs().is_float();
        let place_ty = function.operand_ty(&Operand::Place(place.clone()));
        if scalar(place_ty) && scalar(function.operand_ty(value)) {
            return vec![Contribution::Add { target, negative, value: d }];
        }
        let prim = if negative { Prim::Sub } else { Prim::Add };
        let mut code = Vec::new();
        let given = if target.base == place.base {
            // `v[i] += v[j]`: one shadow is read and written
            let name = self.fresh_name("given");
            let init = Some(self.primal.helper("keep", vec![d.borrow()]));
            code.push(Stmt::Let { name: name.clone(), mutable: false, ty: None, init });
            Expr::name(&name)
        } else {
            d
        };
        let args = vec![self.place_shadow(&target).borrow_mut(), given.borrow()];
        code.push(Stmt::Expr(Expr::Call(self.primal.prim_path(prim, "pull_1"), args)));
        vec![Contribution::Code { targets: vec![target], code }]
    }

    /// A store: the cotangent goes to the value, and the place's shadow becomes zero.
    fn stored(&self, place: &Place, value: &Operand) -> Vec<Contribution> {
        let d = self.place_shadow(place);
        let operand = Operand::Place(place.clone());
        let once = self.is_declared(place.base) && !self.primal.function.var(place.base).storage;
        match self.primal.function.operand_ty(&operand).strip_refs().clone() {
            Ty::Float(kind) => {
                let mut out: Vec<_> = self.flow(value, d.clone()).into_iter().collect();
                if !once {
                    let zero = Stmt::Assign(d, "=", self.primal.number(0.0, &kind));
                    out.push(Contribution::Code { targets: vec![place.clone()], code: vec![zero] });
                }
                out
            }
            _ => {
                let taken = self.fresh_name("taken");
                match self.flow(value, Expr::name(&taken)) {
                    Some(flow) => {
                        let init = Some(self.primal.helper("take_tangent", vec![d.borrow_mut()]));
                        let code = Stmt::Let { name: taken, mutable: false, ty: None, init };
                        vec![Contribution::Code { targets: Vec::new(), code: vec![code] }, flow]
                    }
                    None => {
                        let code = Stmt::Expr(self.primal.helper("set_zero", vec![d.borrow_mut()]));
                        vec![Contribution::Code { targets: vec![place.clone()], code: vec![code] }]
                    }
                }
            }
        }
    }

    /// A store behind which the place may have another shape: its old content is back, and the
    /// shadow becomes the zero of that.
    fn reshaped(&self, place: &Place, value: &Operand) -> Vec<Contribution> {
        let d = self.place_shadow(place);
        let zero = self.primal.zero_like(&Operand::Place(place.clone()));
        let taken = self.fresh_name("taken");
        let Some(flow) = self.flow(value, Expr::name(&taken)) else {
            let code = vec![Stmt::Assign(d, "=", zero)];
            return vec![Contribution::Code { targets: vec![place.clone()], code }];
        };
        let init = Some(Expr::Call(quote!(::core::mem::replace), vec![d.borrow_mut(), zero]));
        let code = vec![Stmt::Let { name: taken, mutable: false, ty: None, init }];
        vec![Contribution::Code { targets: Vec::new(), code }, flow]
    }

    /// A shadow of its own for an argument whose variable is an argument already.
    pub(super) fn separate_shadow(
        &self,
        place: &Place,
        before: &mut Vec<Stmt>,
        after: &mut Vec<Stmt>,
    ) -> Expr {
        let name: Ident = self.fresh_name("d_again");
        let operand = Operand::Place(place.clone());
        let init = self.primal.zero_like(&operand);
        before.push(Stmt::Let { name: name.clone(), mutable: true, ty: None, init: Some(init) });
        let shadow = self.place_shadow(place);
        after.push(match self.primal.function.operand_ty(&operand).strip_refs() {
            Ty::Float(_) => Stmt::Assign(shadow, "+=", Expr::name(&name)),
            _ => Stmt::Expr(
                self.primal
                    .helper("accumulate", vec![shadow.borrow_mut(), Expr::name(&name).borrow()]),
            ),
        });
        Expr::name(&name).borrow_mut()
    }
}

fn index_literal(i: usize) -> Expr {
    Expr::Atom(proc_macro2::TokenTree::Literal(proc_macro2::Literal::usize_unsuffixed(i)).into())
}
