//! Block by block: forward code that records.
//!
//! The reverse code of the same blocks is in [`super::reverse`]; both sides agree on a block's record
//! through its record ([`super::records`]).

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Shadows;
use super::conditions::Conditions;
use super::records::Medium;
use crate::analysis::chosen::{Choice, choices};
use crate::analysis::{Mode, Plan, Save};
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::method;
use crate::ir::{
    Block, BlockId, FloatKind, Literal, Op, Operand, RangeLoop, Stmt, StmtKind, Ty, VarId,
    VarTable, Vars,
};

/// Both sweeps of a block.
#[derive(Default, Debug)]
pub struct BlockCode {
    pub forward: Vec<Code>,
    pub reverse: Vec<Code>,
}

/// Both sweeps of a function that is called by others.
#[derive(Debug)]
pub struct TapedCode {
    /// Declarations before both sweeps.
    pub slots: Vec<Code>,
    pub forward: Vec<Code>,
    pub reverse: Vec<Code>,
}

/// Writes the sweeps of one function.
pub struct Sweep<'a> {
    pub(super) shadows: &'a Shadows<'a>,
    pub(super) plan: &'a Plan,
    /// Shadows that exist at the present point of the reverse sweep.
    pub(super) live: Vars,
    /// The variables that the present block of the reverse sweep defines.
    pub(super) owned: Vars,
    /// What defines each variable.
    pub(super) definitions: VarTable<&'a StmtKind>,
    /// The statements of variables that a branch chooses, which may run again.
    pub(super) choices: BTreeMap<VarId, Choice<'a>>,
    /// The names of values of types that hold no floats.
    pub(super) data: BTreeSet<String>,
    /// The record of each split block that has one.
    pub(super) records: BTreeMap<BlockId, (Vec<Ident>, Medium)>,
    /// The record of each save on condition of such a block.
    pub(super) saved: BTreeMap<BlockId, Vec<(Ident, Medium)>>,
    /// Records go to the tape.
    pub(super) taped: bool,
    /// What is kept on condition: who must ask for it.
    pub(super) conditions: Conditions,
    /// Declarations that the innermost joint scope makes for its records.
    pub(super) stores: Vec<Code>,
    /// Inside a loop of the innermost joint scope.
    pub(super) repeated: bool,
    /// In a block that runs again: the variables inside; what lies outside is not written again.
    pub(super) again: Option<Vars>,
}

impl<'a> Sweep<'a> {
    pub fn new(shadows: &'a Shadows<'a>, plan: &'a Plan) -> Self {
        let mut definitions = VarTable::new();
        let function = shadows.primal.function;
        let unseen = |ty: &Ty| matches!(ty, Ty::Data | Ty::Inert);
        let named = function.vars.iter().filter(|data| unseen(&data.ty));
        let mut data: BTreeSet<String> = named.map(|data| data.name.to_string()).collect();
        function.body.walk(&mut |stmt| {
            if let (Some(saved), [place]) = (plan.saves.get(&stmt.id), stmt.written_places())
                && unseen(&function.operand_ty(&Operand::Place(place.clone())))
            {
                data.insert(saved.name.to_string());
            }
            stmt.for_each_defined(&mut |var| {
                definitions.insert(var, &stmt.kind);
            });
        });
        Self {
            shadows,
            plan,
            live: Vars::new(),
            owned: Vars::new(),
            definitions,
            choices: choices(function),
            data,
            records: BTreeMap::new(),
            saved: BTreeMap::new(),
            taped: false,
            conditions: Conditions::default(),
            stores: Vec::new(),
            repeated: false,
            again: None,
        }
    }

    /// Whether a variable's local shadow got anything.
    pub fn has_shadow(&self, var: VarId) -> bool {
        self.live.contains(&var)
    }

    fn mode(&self, block: &Block) -> Option<Mode> {
        self.plan.blocks.get(&block.id).map(|plan| plan.mode)
    }

    /// What a block saves on condition.
    pub(super) fn conditional(&self, block: &Block) -> &'a [Save] {
        self.plan.blocks.get(&block.id).map_or(&[], |plan| plan.conditional.as_slice())
    }

    /// Whether a block keeps anything for its reverse code.
    pub(super) fn has_record(&self, block: &Block) -> bool {
        !self.recorded(block).is_empty() || !self.conditional(block).is_empty()
    }

    /// The names a block records.
    pub(super) fn recorded(&self, block: &Block) -> &'a [(Ident, bool)] {
        self.plan.blocks.get(&block.id).map_or(&[], |plan| plan.records.as_slice())
    }

    /// The code of a block's statements; with `recording`, what the reverse sweep needs is kept.
    pub(super) fn forward_block(&mut self, block: &Block, recording: bool) -> Vec<Code> {
        self.forward_stmts(&block.stmts, recording)
    }

    /// The code of consecutive statements.
    pub(super) fn forward_stmts(&mut self, stmts: &[Stmt], recording: bool) -> Vec<Code> {
        let mut code = Vec::new();
        for stmt in stmts {
            if !self.runs_once(stmt) {
                self.forward_stmt(stmt, recording, &mut code);
            }
        }
        code
    }

    /// Must not run again: writes outside a block that runs again, and assertions.
    fn runs_once(&self, stmt: &Stmt) -> bool {
        let Some(again) = &self.again else { return false };
        match &stmt.kind {
            StmtKind::Effect { .. } => true,
            _ => stmt.written_places().iter().any(|place| !again.contains(&place.base)),
        }
    }

    pub(super) fn forward_stmt(&mut self, stmt: &Stmt, recording: bool, code: &mut Vec<Code>) {
        let primal = self.shadows.primal;
        let name_of = |var: VarId| primal.function.var(var).name.clone();
        match &stmt.kind {
            StmtKind::Let { var, op } => {
                let recording =
                    recording && (self.shadows.is_active(*var) || op.is_call_in_place());
                let call = self.define(*var, op, recording);
                self.asking(stmt, recording, call, code);
            }
            StmtKind::LetMany { vars, op } => {
                let names: Vec<Ident> = vars.iter().map(|var| name_of(*var)).collect();
                let active = vars.iter().any(|var| self.shadows.is_active(*var));
                let recording = recording && (active || op.is_call_in_place());
                let init = primal.op(op, &Ty::OPAQUE, recording);
                let call = Code::LetTuple { names: names.clone(), init };
                self.asking(stmt, recording, call, code);
                for (name, var) in names.iter().zip(vars) {
                    let mutable = primal.function.var(*var).storage;
                    if mutable || primal.function.lent.contains(var) {
                        let init = Some(primal.held(*var, Expr::name(name)));
                        code.push(Code::Let { name: name.clone(), mutable, ty: None, init });
                    }
                }
            }
            StmtKind::Declare { var } => {
                let data = primal.function.var(*var);
                let ty = primal.annotation(*var);
                let (name, mutable) = (data.name.clone(), data.storage);
                code.push(Code::Let { name, mutable, ty, init: None });
            }
            StmtKind::Store { place, value } => {
                if recording {
                    self.save(stmt, place, code);
                }
                let value = primal.held(place.base, primal.by_value(value));
                code.push(Code::Assign(primal.place(place), "=", value));
            }
            StmtKind::Accumulate { place, value, by_ref, negative } => {
                if recording {
                    self.save(stmt, place, code);
                }
                let target = Operand::Place(place.clone());
                if matches!(primal.function.operand_ty(&target).strip_refs(), Ty::Opaque(_)) {
                    let check = if *negative { "subtractive" } else { "additive" };
                    let checked = primal.helper(check, vec![primal.place(place).borrow()]);
                    code.push(Code::Expr(checked));
                }
                let op = if *negative { "-=" } else { "+=" };
                let value = if *by_ref { primal.by_ref(value) } else { primal.by_value(value) };
                code.push(Code::Assign(primal.place(place), op, value));
            }
            StmtKind::InPlace(change) => {
                let save = self.plan.saves.get(&stmt.id).filter(|_| recording);
                self.shadows.change(change, save.map(|save| &save.name), code);
            }
            StmtKind::Branch { selector, is_bool, arms } => {
                let mut inner: Vec<Vec<Code>> =
                    arms.iter().map(|arm| self.forward_inner(arm, recording)).collect();
                if self.again.is_some() && inner.iter().any(|arm| !arm.is_empty()) {
                    // what the others define is not defined where this one ended
                    let ended = arms.iter().zip(&mut inner).filter(|(arm, _)| diverges(arm));
                    ended.for_each(|(_, code)| code.push(unreachable()));
                }
                code.push(branch(primal.operand(selector), *is_bool, inner));
            }
            StmtKind::For { .. } | StmtKind::While { .. } => {
                self.forward_loop(stmt, recording, code);
            }
            StmtKind::Map { vars, inputs, params, body, results } => {
                let body = self.forward_block(body, false);
                code.push(map_call(self.shadows, vars, inputs, params, body, results));
                if vars.len() > 1 {
                    let storage = vars.iter().filter(|var| primal.function.var(**var).storage);
                    code.extend(storage.map(|var| made_mutable(&name_of(*var))));
                }
            }
            StmtKind::CallWith { vars, op, lambdas } => {
                self.forward_call_with(vars, op, lambdas, recording, code);
            }
            StmtKind::Effect { tokens, uses, .. } => {
                let names = uses.iter().map(|var| name_of(*var)).collect();
                code.push(Code::Verbatim(tokens.clone(), names));
            }
        }
    }

    fn forward_loop(&mut self, stmt: &Stmt, recording: bool, code: &mut Vec<Code>) {
        let primal = self.shadows.primal;
        let counted = recording && self.plan.reversed.contains(&stmt.id);
        match &stmt.kind {
            StmtKind::For { var, range, body, early } => {
                let mut inner = self.forward_repeated(body, recording);
                if recording {
                    self.keep_snapshots(stmt, &mut inner, code);
                }
                match early {
                    None => code.extend(self.reserve(*var, range, body)),
                    Some(early) => {
                        code.extend(counted.then(|| self.count(early.trips, &mut inner)));
                        inner.push(self.leave(early.stop));
                    }
                }
                let name = primal.function.var(*var).name.clone();
                code.push(Code::For(name, self.range(range), inner));
            }
            StmtKind::While { header, condition, body, trips, stop } => {
                let mut body = self.forward_repeated(body, recording);
                if recording {
                    self.keep_snapshots(stmt, &mut body, code);
                }
                code.extend(counted.then(|| self.count(*trips, &mut body)));
                body.extend(stop.map(|stop| self.leave(stop)));
                let header = self.forward_block(header, false);
                code.push(Code::While(header, primal.operand(condition), body));
            }
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Branch { .. }
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Effect { .. } => {}
        }
    }

    /// Counts a loop's iterations: the definition of the counter.
    fn count(&self, trips: VarId, body: &mut Vec<Code>) -> Code {
        let name = self.shadows.primal.function.var(trips).name.clone();
        body.push(Code::Assign(Expr::name(&name), "+=", Expr::Atom(quote!(1))));
        let init = Some(Expr::Atom(quote!(0_usize)));
        Code::Let { name, mutable: true, ty: None, init }
    }

    /// `if stop { break; }`
    pub(super) fn leave(&self, stop: VarId) -> Code {
        Code::If(self.shadows.primal.name(stop), vec![Code::Break], Vec::new())
    }

    pub(super) fn define(&self, var: VarId, op: &Op, recording: bool) -> Code {
        let primal = self.shadows.primal;
        let data = primal.function.var(var);
        Code::Let {
            name: data.name.clone(),
            mutable: data.storage,
            ty: primal.annotation(var).or_else(|| literal_type(op, &data.ty)),
            init: Some(primal.held(var, primal.op(op, &data.ty, recording))),
        }
    }

    /// Keeps the content that a store overwrites; an `Option` of it, where that is on condition.
    fn save(&mut self, stmt: &Stmt, place: &crate::ir::Place, code: &mut Vec<Code>) {
        let plan = self.plan;
        let Some(save) = plan.saves.get(&stmt.id) else { return };
        let mut init = self.shadows.primal.saved(place);
        if !save.readers.always() {
            let wanted = Box::new(self.condition(&save.readers));
            init = Expr::Method(wanted, method("then_some"), vec![init]);
        }
        code.push(Code::Let {
            name: save.name.clone(),
            mutable: false,
            ty: None,
            init: Some(init),
        });
    }

    fn forward_repeated(&mut self, body: &Block, recording: bool) -> Vec<Code> {
        let outer = std::mem::replace(&mut self.repeated, true);
        let code = self.forward_inner(body, recording);
        self.repeated = outer;
        code
    }

    /// A nested block, with the push of its record.
    fn forward_inner(&mut self, block: &Block, recording: bool) -> Vec<Code> {
        let recording = recording && self.mode(block) != Some(Mode::Joint);
        let mut code = self.forward_block(block, recording);
        if recording && self.has_record(block) {
            code.extend(self.push_record(block));
        }
        code
    }

    /// The range of a loop as the source has it.
    pub(super) fn range(&self, range: &RangeLoop) -> Expr {
        let primal = self.shadows.primal;
        let mut expr = Expr::Range(
            Some(Box::new(primal.operand(&range.lo))),
            Some(Box::new(primal.operand(&range.hi))),
            range.inclusive,
        );
        if range.reversed {
            expr = Expr::Method(Box::new(expr), method("rev"), Vec::new());
        }
        if let Some(step) = &range.step {
            expr = Expr::Method(Box::new(expr), method("step_by"), vec![primal.operand(step)]);
        }
        if range.steps_reversed {
            expr = Expr::Method(Box::new(expr), method("rev"), Vec::new());
        }
        expr
    }
}

/// `if` for two arms on a condition, `match` otherwise.
pub(super) fn branch(selector: Expr, is_bool: bool, mut arms: Vec<Vec<Code>>) -> Code {
    if is_bool && arms.len() == 2 {
        let otherwise = arms.pop().unwrap_or_default();
        let then = arms.pop().unwrap_or_default();
        return Code::If(selector, then, otherwise);
    }
    Code::Match(selector, arms)
}

/// `let y = map::call(&x, |v| { .. });`
pub(super) fn map_call(
    shadows: &Shadows,
    vars: &[VarId],
    inputs: &[Operand],
    params: &[VarId],
    body: Vec<Code>,
    results: &[Operand],
) -> Code {
    let primal = shadows.primal;
    let names = |vars: &[VarId]| -> Vec<Ident> {
        vars.iter().map(|var| primal.function.var(*var).name.clone()).collect()
    };
    let mut values: Vec<Expr> = results.iter().map(|result| primal.operand(result)).collect();
    let (function, value) = if values.len() == 1 {
        ("call", values.remove(0))
    } else {
        ("call_2", Expr::Tuple(values))
    };
    let closure = Expr::Closure {
        params: names(params),
        types: Vec::new(),
        body,
        result: Some(Box::new(value)),
    };
    let mut args: Vec<Expr> = inputs.iter().map(|input| primal.by_ref(input)).collect();
    args.push(closure);
    let (private, function) = (primal.private, method(function));
    let init = Expr::Call(quote!(#private::prim::map::#function), args);
    match vars {
        [var] => Code::Let {
            name: primal.function.var(*var).name.clone(),
            mutable: primal.function.var(*var).storage,
            ty: None,
            init: Some(init),
        },
        vars => Code::LetTuple { names: names(vars), init },
    }
}

/// A bound that may stand where nothing else fixes its type, which is then `i32`.
pub(super) fn fits_default_integer(bound: &Operand) -> bool {
    match bound {
        Operand::Place(_) | Operand::Const(_) => true,
        Operand::Literal(Literal::Number(..)) => false,
        Operand::Literal(Literal::Written(tokens, _)) => syn::parse2::<syn::LitInt>(tokens.clone())
            .is_ok_and(|number| {
                !number.suffix().is_empty() || number.base10_parse::<i32>().is_ok()
            }),
    }
}

/// `let mut x = x;`, behind a pattern.
pub(super) fn made_mutable(name: &Ident) -> Code {
    Code::Let { name: name.clone(), mutable: true, ty: None, init: Some(Expr::name(name)) }
}

/// The type of an array of untyped literals: later statements may need it before they fix it.
fn literal_type(op: &Op, ty: &Ty) -> Option<TokenStream> {
    let untyped =
        |operand: &Operand| matches!(operand, Operand::Literal(literal) if literal.ty().is_float());
    let literal = match op {
        Op::Array(parts) | Op::VecLit(parts) => parts.iter().all(untyped),
        Op::Repeat { value, .. } => untyped(value),
        _ => false,
    };
    let float = |ty: &Ty| match ty {
        Ty::Float(FloatKind::F64) => Some(quote!(f64)),
        Ty::Float(FloatKind::F32) => Some(quote!(f32)),
        _ => None,
    };
    // a method may be called on it
    if let Op::Scalar(_, operands) = op {
        return operands.iter().all(untyped).then(|| float(ty)).flatten();
    }
    let element = float(ty.element()?)?;
    match ty {
        Ty::Array(_, Some(len)) if literal => Some(quote!([#element; #len])),
        Ty::Vec(_) if literal => Some(quote!(::std::vec::Vec<#element>)),
        _ => None,
    }
}

/// Whether a block ends in what never returns.
fn diverges(block: &Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt { kind: StmtKind::Effect { diverges: true, .. }, .. }))
}

fn unreachable() -> Code {
    Code::Verbatim(quote!(::core::unreachable!()), Vec::new())
}
