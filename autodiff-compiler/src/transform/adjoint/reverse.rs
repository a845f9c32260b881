//! Block by block: reverse code that restores, computes again and accumulates.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::quote;

use super::conditions::set_restoring;
use super::sweep::{BlockCode, Sweep, TapedCode, branch};
use crate::analysis::{
    Mode,
    blocks::{for_each_restoring, inside},
};
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::method;
use crate::ir::{Block, InPlace, Operand, RangeLoop, Stmt, StmtId, StmtKind, VarId, Vars};

impl Sweep<'_> {
    /// A block whose scope lives through both sweeps; seeds flow into the operands in between.
    pub fn joint(
        &mut self,
        block: &Block,
        params: &[VarId],
        seeds: &[(Operand, Expr)],
    ) -> BlockCode {
        let outer_stores = std::mem::take(&mut self.stores);
        let outer_repeated = std::mem::replace(&mut self.repeated, false);
        let outer_taped = std::mem::replace(&mut self.taped, false);
        let tail = self.plan.blocks.get(&block.id).and_then(|plan| plan.tail);
        let (before, behind) = block.stmts.split_at(tail.unwrap_or(block.stmts.len()));
        let statements = self.forward_stmts(before, true);
        let outer_owned = self.own(block, params);
        let mut reverse = Vec::new();
        self.recompute(block, None, &mut reverse);
        for (operand, seed) in seeds {
            self.seed(operand, seed.clone(), &mut reverse);
        }
        if let Some((last, behind)) = behind.split_first() {
            self.reverse_stmts(block, behind, &mut reverse);
            let merged = self.merge(&last.kind);
            self.declare_mentioned(&merged, &mut reverse);
            reverse.extend(merged);
            reverse.extend(self.forward_stmts(behind, true));
        }
        self.reverse_stmts(block, before, &mut reverse);
        self.owned = outer_owned;
        let mut forward = std::mem::replace(&mut self.stores, outer_stores);
        forward.extend(statements);
        self.repeated = outer_repeated;
        self.taped = outer_taped;
        BlockCode { forward, reverse }
    }

    /// Forward and reverse of each arm, or of each iteration, together.
    fn merge(&mut self, kind: &StmtKind) -> Vec<Code> {
        let primal = self.shadows.primal;
        match kind {
            StmtKind::Branch { selector, is_bool, arms } => {
                let arms = arms.iter().map(|arm| self.both(arm)).collect();
                vec![branch(primal.operand(selector), *is_bool, arms)]
            }
            StmtKind::For { var, range, body, early } => {
                let mut body = self.both(body);
                body.extend(early.map(|early| self.leave(early.stop)));
                vec![Code::For(primal.function.var(*var).name.clone(), self.range(range), body)]
            }
            StmtKind::While { header, condition, body, stop, .. } => {
                let mut body = self.both(body);
                body.extend(stop.map(|stop| self.leave(stop)));
                let header = self.forward_block(header, false);
                vec![Code::While(header, primal.operand(condition), body)]
            }
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Effect { .. } => Vec::new(),
        }
    }

    fn both(&mut self, block: &Block) -> Vec<Code> {
        let BlockCode { mut forward, reverse } = self.joint(block, &[], &[]);
        forward.extend(reverse);
        forward
    }

    /// A function's body whose sweeps are calls of their own.
    pub fn taped(
        &mut self,
        block: &Block,
        params: &[VarId],
        seeds: &[(Operand, Expr)],
    ) -> TapedCode {
        self.taped = true;
        let mut forward = self.forward_block(block, true);
        forward.extend(self.push_record(block));
        self.own(block, params);
        let mut reverse = self.pop_record(block);
        self.recompute(block, None, &mut reverse);
        for (operand, seed) in seeds {
            self.seed(operand, seed.clone(), &mut reverse);
        }
        self.reverse_block(block, &mut reverse);
        TapedCode { slots: std::mem::take(&mut self.stores), forward, reverse }
    }

    fn own(&mut self, block: &Block, params: &[VarId]) -> Vars {
        let mut owned: Vars = params.iter().copied().collect();
        for stmt in &block.stmts {
            stmt.for_each_defined(&mut |var| {
                owned.insert(var);
            });
        }
        std::mem::replace(&mut self.owned, owned)
    }

    /// The reverse of a split block.
    fn split(&mut self, block: &Block) -> Vec<Code> {
        let outer_owned = self.own(block, &[]);
        let mut code = self.pop_record(block);
        self.recompute(block, None, &mut code);
        self.reverse_block(block, &mut code);
        self.owned = outer_owned;
        code
    }

    fn recompute(&mut self, block: &Block, at: Option<StmtId>, code: &mut Vec<Code>) {
        let Some(plan) = self.plan.blocks.get(&block.id) else { return };
        if let Some(vars) = plan.recompute.get(&at) {
            self.define_again(vars, code);
        }
    }

    fn define_again(&mut self, vars: &[VarId], code: &mut Vec<Code>) {
        for var in vars {
            if let Some(StmtKind::Let { var, op }) = self.definitions.get(var) {
                code.push(self.define(*var, op, false));
            } else if let Some(stmts) = self.choices.get(var).map(|choice| choice.stmts) {
                stmts.into_iter().for_each(|stmt| self.forward_stmt(stmt, false, code));
            }
        }
    }

    /// What is computed again at a statement: what the place to be restored needs, and the rest.
    fn around_restore(&self, block: &Block, stmt: &Stmt) -> (Vec<VarId>, Vec<VarId>) {
        let vars =
            self.plan.blocks.get(&block.id).and_then(|plan| plan.recompute.get(&Some(stmt.id)));
        let vars = vars.cloned().unwrap_or_default();
        let mut needed = BTreeSet::new();
        if self.plan.saves.contains_key(&stmt.id) {
            for_each_restoring(stmt, &mut |var| {
                needed.insert(var);
            });
        }
        // leaves stand before what they are needed for
        for var in vars.iter().rev() {
            if !needed.contains(var) {
                continue;
            }
            if let Some(StmtKind::Let { op, .. }) = self.definitions.get(var) {
                op.for_each_var(&mut |leaf| {
                    needed.insert(leaf);
                });
            } else if let Some(choice) = self.choices.get(var) {
                needed.extend(&choice.reads);
            }
        }
        vars.into_iter().partition(|var| needed.contains(var))
    }

    fn reverse_block(&mut self, block: &Block, code: &mut Vec<Code>) {
        self.reverse_stmts(block, &block.stmts, code);
    }

    /// The reverse of consecutive statements of a block.
    fn reverse_stmts(&mut self, block: &Block, stmts: &[Stmt], code: &mut Vec<Code>) {
        for stmt in stmts.iter().rev() {
            if !self.plan.reversed.contains(&stmt.id) {
                continue;
            }
            let (first, rest) = self.around_restore(block, stmt);
            self.define_again(&first, code);
            if let StmtKind::InPlace(change) = &stmt.kind {
                self.define_again(&rest, code);
                self.reverse_change(stmt.id, change, code);
                continue;
            }
            self.restore(stmt, code);
            self.define_again(&rest, code);
            if let Some(restoring) = self.asked(stmt) {
                self.reverse_asked(stmt, restoring, code);
                continue;
            }
            match &stmt.kind {
                StmtKind::Branch { .. }
                | StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::Map { .. }
                | StmtKind::CallWith { .. } => {
                    let nested = self.reverse_nested(stmt);
                    self.declare_mentioned(&nested, code);
                    code.extend(nested);
                }
                kind => self.reverse_atomic(kind, code),
            }
        }
    }

    fn restore(&self, stmt: &Stmt, code: &mut Vec<Code>) {
        if let (Some(save), StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. }) =
            (self.plan.saves.get(&stmt.id), &stmt.kind)
        {
            let primal = self.shadows.primal;
            let (place, saved) = (primal.place(place), Expr::name(&save.name));
            code.push(if save.readers.always() {
                Code::Assign(place, "=", saved)
            } else {
                Code::Expr(primal.helper("restore_some", vec![place.borrow_mut(), saved]))
            });
        }
    }

    /// The shadows change back as they stand behind the statement, then the places do.
    fn reverse_change(&mut self, id: StmtId, change: &InPlace, code: &mut Vec<Code>) {
        let save = self.plan.saves.get(&id);
        let saved = save.map(|save| &save.name);
        let mut vars: Vec<VarId> = change.places.iter().map(|place| place.base).collect();
        vars.extend(change.result);
        // cotangents to which nothing has flowed are zero
        if vars.iter().any(|var| self.is_live(*var)) {
            for var in vars.into_iter().filter(|var| self.shadows.is_active(*var)) {
                self.declare(var, code);
            }
            for contribution in self.shadows.changed(change, saved) {
                self.contribute(contribution, code);
            }
        }
        if let Some(save) = save {
            let back = self.shadows.change_back(change, &save.name);
            match save.readers.always() {
                true => code.extend(back),
                false => {
                    let condition = self.condition(&save.readers);
                    code.extend(back.map(|back| Code::If(condition, vec![back], Vec::new())));
                }
            }
        }
    }

    // ----- atomic statements -----

    /// The reverse of a call whose callee is told whether it has to restore what it changed.
    fn reverse_asked(&mut self, stmt: &Stmt, restoring: Expr, code: &mut Vec<Code>) {
        code.push(set_restoring(restoring));
        self.reverse_atomic(&stmt.kind, code);
        code.push(set_restoring(Expr::Atom(quote!(true))));
    }

    fn reverse_atomic(&mut self, kind: &StmtKind, code: &mut Vec<Code>) {
        let sources: Vec<VarId> = match kind {
            StmtKind::Let { var, .. } => vec![*var],
            StmtKind::LetMany { vars, .. } => vars.clone(),
            StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => vec![place.base],
            _ => return,
        };
        // a cotangent to which nothing has flowed is zero; but what a call recorded must be taken back
        let is_call = matches!(
            kind,
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } if op.is_recorded()
        );
        if !is_call && !sources.iter().any(|var| self.is_live(*var)) {
            return;
        }
        for var in sources {
            if self.shadows.is_active(var) {
                self.declare(var, code);
            }
        }
        for contribution in self.shadows.pullback(kind) {
            self.contribute(contribution, code);
        }
    }

    fn reverse_nested(&mut self, stmt: &Stmt) -> Vec<Code> {
        let primal = self.shadows.primal;
        match &stmt.kind {
            StmtKind::Branch { selector, is_bool, arms } => {
                let arms = arms.iter().map(|arm| self.split(arm)).collect();
                vec![branch(primal.operand(selector), *is_bool, arms)]
            }
            StmtKind::For { var, range, body, early } => {
                let name = primal.function.var(*var).name.clone();
                let inner = self.reverse_body(stmt, body, &name, self.range(range));
                let range = match early {
                    Some(early) => self.reversed_start(range, early.trips),
                    None => self.reversed_range(range),
                };
                let mut code = vec![Code::For(name, range, inner)];
                self.back_to_start(stmt, &mut code);
                code
            }
            StmtKind::While { body, trips, .. } => {
                let end = Some(Box::new(primal.name(*trips)));
                let range = Expr::Range(Some(Box::new(Expr::Atom(quote!(0)))), end, false);
                let name = Ident::new("_", Span::mixed_site());
                let inner = self.reverse_body(stmt, body, &name, range.clone());
                let mut code = vec![Code::For(name, range, inner)];
                self.back_to_start(stmt, &mut code);
                code
            }
            StmtKind::Map { vars, inputs, params, body, results } => {
                self.reverse_map(vars, inputs, params, body, results)
            }
            StmtKind::CallWith { vars, op, lambdas } => self.reverse_call_with(vars, op, lambdas),
            _ => Vec::new(),
        }
    }

    /// The reverse of one iteration of a loop; `name` in `iterations` is what the loop runs over.
    fn reverse_body(
        &mut self,
        stmt: &Stmt,
        body: &Block,
        name: &Ident,
        iterations: Expr,
    ) -> Vec<Code> {
        if self.plan.checkpoints.contains_key(&stmt.id) {
            return self.reverse_from_snapshot(stmt, body, name, iterations);
        }
        match self.plan.blocks.get(&body.id).map(|plan| plan.mode) {
            Some(Mode::Joint) => self.run_again(body, inside(body)),
            Some(Mode::Split) | None => self.split(body),
        }
    }

    /// Forward and reverse of one iteration together; only what is in `again` is written again.
    pub(super) fn run_again(&mut self, body: &Block, again: Vars) -> Vec<Code> {
        let outer = self.again.replace(again);
        let code = self.both(body);
        self.again = outer;
        code
    }

    /// The iterations of a loop in the opposite order.
    fn reversed_range(&self, range: &RangeLoop) -> Expr {
        let primal = self.shadows.primal;
        if range.steps_reversed {
            return self.range(&RangeLoop { steps_reversed: false, ..range.clone() });
        }
        let (lo, hi) = (primal.operand(&range.lo), primal.operand(&range.hi));
        if let Some(step) = &range.step {
            let flag = |flag: bool| Expr::Atom(quote!(#flag));
            let args =
                vec![lo, hi, flag(range.inclusive), flag(range.reversed), primal.operand(step)];
            return primal.helper("reversed_steps", args);
        }
        let forward = Expr::Range(Some(Box::new(lo)), Some(Box::new(hi)), range.inclusive);
        if range.reversed {
            return forward;
        }
        Expr::Call(quote!(::core::iter::Iterator::rev), vec![forward])
    }

    /// The first iterations of a loop in the opposite order.
    fn reversed_start(&self, range: &RangeLoop, trips: VarId) -> Expr {
        let primal = self.shadows.primal;
        let trips = primal.name(trips);
        let (lo, hi) = (primal.operand(&range.lo), primal.operand(&range.hi));
        let ascending = !range.reversed && !range.steps_reversed;
        if let (true, None) = (ascending, &range.step) {
            return primal.helper("first_reversed", vec![lo, hi, trips]);
        }
        let flag = |flag: bool| Expr::Atom(quote!(#flag));
        let step = range.step.as_ref().map_or(Expr::Atom(quote!(1)), |step| primal.operand(step));
        let (inclusive, reversed) = (flag(range.inclusive), flag(range.reversed));
        let args = vec![lo, hi, inclusive, reversed, step, flag(range.steps_reversed), trips];
        primal.helper("first_steps_reversed", args)
    }

    /// `map::pull(&x, &mut d_x, &d_y, |v, shadow, seed| { .. });`
    fn reverse_map(
        &mut self,
        vars: &[VarId],
        inputs: &[Operand],
        params: &[VarId],
        body: &Block,
        results: &[Operand],
    ) -> Vec<Code> {
        let shadows = self.shadows;
        let primal = shadows.primal;
        if !vars.iter().any(|var| self.is_live(*var)) {
            return Vec::new();
        }
        let mut code = Vec::new();
        for var in vars {
            self.declare(*var, &mut code);
        }
        let seeds: Vec<Ident> = vars.iter().map(|_| shadows.fresh_name("seed")).collect();
        let slots: Vec<Ident> = params.iter().map(|_| shadows.fresh_name("shadow")).collect();
        let seeded: Vec<(Operand, Expr)> =
            results.iter().cloned().zip(seeds.iter().map(Expr::name)).collect();
        let outer = self.again.replace(inside(body));
        let BlockCode { forward: mut inner, reverse } = self.joint(body, params, &seeded);
        self.again = outer;
        inner.extend(reverse);
        for (param, slot) in params.iter().zip(&slots) {
            if self.live.contains(param) {
                let local = Expr::name(shadows.shadow_name(*param));
                inner.push(Code::Assign(Expr::unary("*", Expr::name(slot)), "+=", local));
            }
        }
        let mut captured = BTreeSet::new();
        for stmt in &inner {
            stmt.for_each_name(&mut |name| {
                captured.insert(name.to_string());
            });
        }
        let mut after = Vec::new();
        let mut args: Vec<Expr> = inputs.iter().map(|input| primal.by_ref(input)).collect();
        for input in inputs {
            args.push(match input {
                Operand::Place(place) if shadows.active_operand(input) => {
                    self.declare(place.base, &mut code);
                    let name = shadows.shadow_name(place.base).to_string();
                    if captured.contains(&name) {
                        // the closure adds into the same shadow
                        shadows.separate_shadow(place, &mut code, &mut after)
                    } else {
                        shadows.place_shadow(place).borrow_mut()
                    }
                }
                input => primal.zero_like(input).borrow_mut(),
            });
        }
        args.extend(vars.iter().map(|var| Expr::name(shadows.shadow_name(*var)).borrow()));
        let mut closure_params: Vec<Ident> =
            params.iter().map(|param| primal.function.var(*param).name.clone()).collect();
        closure_params.extend(slots);
        closure_params.extend(seeds);
        args.push(Expr::Closure {
            params: closure_params,
            types: Vec::new(),
            body: inner,
            result: None,
        });
        let function = method(if vars.len() == 1 { "pull" } else { "pull_2" });
        let private = primal.private;
        code.push(Code::Expr(Expr::Call(quote!(#private::prim::map::#function), args)));
        code.extend(after);
        code
    }
}
