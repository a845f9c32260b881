//! The forward transform: a function of the IR to its tangent program, also of the IR.
//!
//! In: a function and its activity. Out: a function with one more parameter per active parameter (its
//! tangent) and two results (value and tangent). Every active variable `v` gets a tangent variable;
//! the tangent of a place is the same projections on the tangent of its base.

mod call;
mod prim;
mod scalar;

use std::collections::BTreeMap;

use proc_macro2::Span;

use crate::analysis::Activity;
use crate::ir::{
    Arg, Block, Composite, Function, InPlace, Literal, Op, Operand, Passing, Place, Proj, Rest,
    Stmt, StmtKind, TangentOf, Ty, VarData, VarId, Variant,
};
use crate::names::Names;
use crate::rules::in_place::rule;

/// The tangent program; `params` are the parameters that have tangents, whether or not the result
/// depends on them.
pub fn forward(function: &Function, activity: &Activity, params: &[VarId]) -> Function {
    let mut tangents = Tangents {
        source: function,
        out: Function { body: empty(function), results: Vec::new(), ..function.clone() },
        activity,
        of: BTreeMap::new(),
        variants: variants(function),
        stmts: Vec::new(),
        names: Names::of(function.vars.iter().map(|data| &data.name)),
    };
    for param in &function.params {
        if params.contains(param) {
            let tangent = tangents.tangent(*param);
            let position = tangents.out.params.len();
            let data = &mut tangents.out.vars[tangent.0 as usize];
            data.param = Some(position);
            tangents.out.params.push(tangent);
            if function.is_inout(*param) {
                tangents.out.inout.insert(tangent);
            }
            if function.functions.contains_key(param) {
                tangents.out.functions.insert(tangent, Passing::Copied);
            }
        }
    }
    let stmts = tangents.block(&function.body.stmts);
    tangents.stmts.push(stmts);
    for result in &function.results {
        let tangent = tangents.operand(Span::mixed_site(), result);
        tangents.out.results.extend([result.clone(), tangent]);
    }
    let stmts = tangents.stmts.pop().unwrap_or_default();
    tangents.out.body = Block { id: function.body.id, stmts };
    tangents.out
}

/// What fixed variables are defined as a variant, with the payload of those that have one.
fn variants(function: &Function) -> BTreeMap<VarId, (Variant, Vec<Operand>)> {
    let mut found = BTreeMap::new();
    function.body.walk(&mut |stmt| {
        if let StmtKind::Let { var, op: Op::Variant(variant, parts) } = &stmt.kind
            && !function.var(*var).storage
        {
            let parts = if variant.is_present() { parts.clone() } else { Vec::new() };
            found.insert(*var, (*variant, parts));
        }
    });
    found
}

fn empty(function: &Function) -> Block {
    Block { id: function.body.id, stmts: Vec::new() }
}

struct Tangents<'a> {
    source: &'a Function,
    out: Function,
    activity: &'a Activity,
    of: BTreeMap<VarId, VarId>,
    /// The variants that fixed variables are, with what has a derivative in them.
    variants: BTreeMap<VarId, (Variant, Vec<Operand>)>,
    stmts: Vec<Vec<Stmt>>,
    names: Names,
}

impl Tangents<'_> {
    /// The tangent variable of an active variable.
    fn tangent(&mut self, var: VarId) -> VarId {
        if let Some(tangent) = self.of.get(&var) {
            return *tangent;
        }
        let data = self.source.var(var).clone();
        let name =
            self.names.fresh(&format!("dot_{}", data.name.to_string().trim_start_matches("r#")));
        // the elements of what may begin empty have no other place to take their type from
        let empty = matches!(data.ty, Ty::Vec(_) | Ty::Option(_)) && data.ty.is_own_tangent();
        let annotation = data.annotation.filter(|_| empty);
        let tangent = self.out.add_var(VarData {
            name,
            ty: data.ty.tangent(),
            storage: data.storage,
            param: None,
            named: false,
            annotation,
        });
        self.of.insert(var, tangent);
        tangent
    }

    fn is_active(&self, var: VarId) -> bool {
        self.activity.is_active(var)
    }

    fn active_operand(&self, operand: &Operand) -> bool {
        self.activity.operand(self.source, operand)
    }

    fn push(&mut self, span: Span, kind: StmtKind) {
        let stmt = self.out.new_stmt(span, kind);
        if let Some(block) = self.stmts.last_mut() {
            block.push(stmt);
        }
    }

    fn define(&mut self, span: Span, op: Op, ty: Ty) -> Operand {
        let name = self.names.fresh("t");
        let var = self.out.add_var(VarData {
            name,
            ty,
            storage: false,
            param: None,
            named: false,
            annotation: None,
        });
        self.push(span, StmtKind::Let { var, op });
        Operand::var(var)
    }

    fn place(&mut self, place: &Place) -> Place {
        let mut tangent = place.on_tangent(self.tangent(place.base));
        // a tangent holds no references, and is behind one at most
        let mut ty = self.source.var(place.base).ty.clone();
        let mut kept = Vec::new();
        for (i, (step, proj)) in tangent.proj.into_iter().zip(&place.proj).enumerate() {
            let behind = matches!((proj, &ty), (Proj::Deref, Ty::Ref(_) | Ty::Opaque(_)));
            ty = match ty {
                Ty::Ref(inner) if behind => *inner,
                ty => ty.project(proj),
            };
            if i == 0 || !behind {
                kept.push(step);
            }
        }
        tangent.proj = kept;
        tangent
    }

    /// The tangent of an operand; zeros of its shape when it has none.
    fn operand(&mut self, span: Span, operand: &Operand) -> Operand {
        match operand {
            Operand::Place(place) if self.active_operand(operand) => {
                Operand::Place(self.place(place))
            }
            _ => {
                let ty = self.source.operand_ty(operand);
                if let Ty::Float(kind) = ty {
                    return Operand::Literal(Literal::Number(0.0, kind));
                }
                let variant = operand.as_var().and_then(|var| self.variants.get(&var).cloned());
                // of a `None` by itself nothing tells the type, of the primal's its use does
                let variant = variant.filter(|(variant, _)| *variant != Variant::None);
                let zero = match variant {
                    // the variant may have moved
                    Some((variant, parts)) => {
                        let parts = parts.iter().map(|part| self.operand(span, part)).collect();
                        Op::Variant(variant.tangent(), parts)
                    }
                    None => Op::Zero(operand.clone()),
                };
                self.define(span, zero, tangent_type(&ty))
            }
        }
    }

    fn block(&mut self, stmts: &[Stmt]) -> Vec<Stmt> {
        self.stmts.push(Vec::new());
        for stmt in stmts {
            self.stmt(stmt);
        }
        self.stmts.pop().unwrap_or_default()
    }

    fn inner(&mut self, block: &Block) -> Block {
        Block { id: block.id, stmts: self.block(&block.stmts) }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Let { var, op: op @ Op::Call(callee, args) }
                if (self.is_active(*var) || self.changes_active(op))
                    && !self.is_of_constants(callee, args) =>
            {
                self.call(span, *var, callee, args);
            }
            StmtKind::Let { var, op } => {
                self.push(span, stmt.kind.clone());
                if self.is_active(*var) {
                    self.let_tangent(span, *var, op);
                }
            }
            StmtKind::Declare { var } => {
                self.push(span, stmt.kind.clone());
                if self.is_active(*var) {
                    let var = self.tangent(*var);
                    self.push(span, StmtKind::Declare { var });
                }
            }
            StmtKind::Store { place, value } => {
                self.push(span, stmt.kind.clone());
                if self.is_active(place.base) && !self.source.stores_data(place, value) {
                    let value = self.operand(span, value);
                    let place = self.place(place);
                    self.push(span, StmtKind::Store { place, value });
                }
            }
            StmtKind::Accumulate { place, value, by_ref, negative } => {
                self.push(span, stmt.kind.clone());
                if self.is_active(place.base) && self.active_operand(value) {
                    let value = self.operand(span, value);
                    let (by_ref, negative, place) = (*by_ref, *negative, self.place(place));
                    self.push(span, StmtKind::Accumulate { place, value, by_ref, negative });
                }
            }
            StmtKind::InPlace(change) => {
                self.push(span, stmt.kind.clone());
                if change.places.iter().any(|place| self.is_active(place.base)) {
                    let tangent = self.change(span, change);
                    self.push(span, StmtKind::InPlace(tangent));
                }
            }
            StmtKind::Branch { selector, is_bool, arms } => {
                let arms = arms.iter().map(|arm| self.inner(arm)).collect();
                let (selector, is_bool) = (selector.clone(), *is_bool);
                self.push(span, StmtKind::Branch { selector, is_bool, arms });
            }
            StmtKind::For { var, range, body, early } => {
                let (var, range, body) = (*var, range.clone(), self.inner(body));
                self.push(span, StmtKind::For { var, range, body, early: *early });
            }
            StmtKind::While { header, condition, body, trips, stop } => {
                let (header, body) = (header.clone(), self.inner(body));
                let (condition, trips, stop) = (condition.clone(), *trips, *stop);
                self.push(span, StmtKind::While { header, condition, body, trips, stop });
            }
            StmtKind::Map { .. } => self.map(span, &stmt.kind),
            StmtKind::CallWith { vars, op: op @ Op::Call(callee, args), lambdas }
                if vars.iter().any(|var| self.is_active(*var)) || self.changes_active(op) =>
            {
                self.call_with(span, vars[0], (callee, args), lambdas);
            }
            StmtKind::LetMany { .. } | StmtKind::CallWith { .. } | StmtKind::Effect { .. } => {
                self.push(span, stmt.kind.clone())
            }
        }
    }

    /// The same operation on the tangents.
    fn change(&mut self, span: Span, change: &InPlace) -> InPlace {
        let places = change.places.iter().map(|place| self.place(place)).collect();
        let data = rule(change.op).data;
        let operands = change.operands.iter().enumerate();
        let operands = operands
            .map(|(i, x)| if Some(i) == data { self.operand(span, x) } else { x.clone() })
            .collect();
        let result = change.result.map(|var| self.tangent(var));
        InPlace { op: change.op, places, operands, result }
    }

    fn let_tangent(&mut self, span: Span, var: VarId, op: &Op) {
        let many = |this: &mut Self, operands: &[Operand]| {
            operands.iter().map(|operand| this.operand(span, operand)).collect::<Vec<_>>()
        };
        let ty = self.source.var(var).ty.clone();
        let tangent = match op {
            Op::Use(operand) => Op::Use(self.operand(span, operand)),
            // a variable that becomes active may begin as a copy of data
            Op::Load(place) | Op::Copy(place, _)
                if !self.active_operand(&Operand::Place(place.clone())) =>
            {
                Op::Zero(Operand::var(var))
            }
            Op::Load(place) => Op::Load(self.place(place)),
            Op::Copy(place, kind) => Op::Copy(self.place(place), kind.of_tangent()),
            Op::Tuple(parts) => Op::Tuple(many(self, parts)),
            Op::Boxed(content) => Op::Boxed(self.operand(span, content)),
            Op::Struct(made) => Op::Struct(Box::new(self.composite(span, var, made))),
            Op::Variant(variant, parts) => {
                let parts = if variant.is_present() { many(self, parts) } else { Vec::new() };
                Op::Variant(variant.tangent(), parts)
            }
            Op::Array(parts) => Op::Array(many(self, parts)),
            Op::VecLit(parts) => Op::VecLit(many(self, parts)),
            Op::Repeat { value, len, len_tokens, is_vec } => Op::Repeat {
                value: self.operand(span, value),
                len: len.clone(),
                len_tokens: len_tokens.clone(),
                is_vec: *is_vec,
            },
            Op::Scalar(op, operands) => Op::Use(self.scalar(span, var, *op, operands, &ty)),
            Op::Prim(prim, operands) => Op::Use(self.prim(span, var, *prim, operands)),
            // without derivative, or handled by the caller
            Op::Pure(..) | Op::Zero(_) | Op::Call(..) => Op::Zero(Operand::var(var)),
        };
        let target = self.tangent(var);
        if let Op::Use(Operand::Place(place)) = &tangent
            && place.proj.is_empty()
            && self.renames(place.base)
        {
            // the formula's last temporary becomes the tangent itself
            if let Some(Stmt { kind: StmtKind::Let { var: last, .. }, .. }) =
                self.stmts.last_mut().and_then(|block| block.last_mut())
                && *last == place.base
            {
                *last = target;
                return;
            }
        }
        self.push(span, StmtKind::Let { var: target, op: tangent });
    }

    /// The tangent of a struct: fields without derivative are zero.
    fn composite(&mut self, span: Span, var: VarId, made: &Composite) -> Composite {
        let mut parts = Vec::new();
        let mut zeros = Vec::new();
        for (member, arg) in &made.parts {
            if !self.active_operand(&arg.operand) {
                zeros.push(member.clone());
                continue;
            }
            let borrowed = matches!(self.source.operand_ty(&arg.operand), Ty::Ref(_));
            let reference = (borrowed || arg.reference.is_some()).then_some(false);
            if reference.is_some() {
                zeros.push(member.clone());
            }
            let operand = self.operand(span, &arg.operand);
            parts.push((member.clone(), Arg { operand, reference }));
        }
        let rest = match &made.rest {
            Rest::Base { base, .. } if self.active_operand(base) => {
                Rest::Base { base: self.operand(span, base), zeros }
            }
            Rest::Nothing if zeros.is_empty() => Rest::Nothing,
            Rest::Nothing | Rest::Zero | Rest::Base { .. } => Rest::Zero,
        };
        let [written, zero] = ["written", "zero"].map(|stem| {
            let name = self.names.fresh(stem);
            self.out.add_var(VarData {
                name,
                ty: Ty::OPAQUE,
                storage: false,
                param: None,
                named: false,
                annotation: None,
            })
        });
        let tangent_of = Some(TangentOf { primal: Operand::var(var), written, zero });
        Composite { parts, rest, tangent_of, ..made.clone() }
    }

    /// A temporary made by this transform that nothing else reads.
    fn renames(&self, var: VarId) -> bool {
        var.0 as usize >= self.source.vars.len() && !self.of.values().any(|other| *other == var)
    }

    fn map(&mut self, span: Span, kind: &StmtKind) {
        let StmtKind::Map { vars, inputs, params, body, results } = kind else { return };
        if !vars.iter().any(|var| self.is_active(*var)) {
            return self.push(span, kind.clone());
        }
        let mut all_inputs = inputs.clone();
        let mut all_params = params.clone();
        for (input, param) in inputs.iter().zip(params) {
            let tangent = self.operand(span, input);
            all_inputs.push(tangent);
            let param = self.tangent(*param);
            all_params.push(param);
        }
        self.stmts.push(Vec::new());
        for stmt in &body.stmts {
            self.stmt(stmt);
        }
        let mut all_results = results.clone();
        for result in results {
            let tangent = self.operand(span, result);
            all_results.push(tangent);
        }
        let stmts = self.stmts.pop().unwrap_or_default();
        let mut all_vars = vars.clone();
        for var in vars {
            let tangent = self.tangent(*var);
            all_vars.push(tangent);
        }
        let body = Block { id: body.id, stmts };
        self.push(
            span,
            StmtKind::Map {
                vars: all_vars,
                inputs: all_inputs,
                params: all_params,
                body,
                results: all_results,
            },
        );
    }
}

/// The type of an owned tangent.
fn tangent_type(ty: &Ty) -> Ty {
    match ty.strip_refs().tangent() {
        Ty::Slice(element) => Ty::Vec(element),
        other => other,
    }
}
