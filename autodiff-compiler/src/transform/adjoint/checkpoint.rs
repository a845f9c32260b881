//! Loops that keep snapshots of their state.
//!
//! In: a loop with [`Snapshots`](crate::analysis::Snapshots) in the plan. Out: code that stores
//! snapshots while the loop runs forward, and code that reverses an iteration from the last of them:
//! the state is restored, the iterations up to the one to be reversed run again without recording, and
//! that one runs forward and reverse together. When and where is decided at run time, by
//! `autodiff_core::Checkpoints`.

use proc_macro2::Ident;
use quote::quote;

use super::sweep::Sweep;
use crate::analysis::{Snapshots, blocks::inside};
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::method;
use crate::ir::{Block, Checkpoint, Stmt, StmtKind, VarId, Vars};

impl<'a> Sweep<'a> {
    fn snapshots(&self, stmt: &Stmt) -> Option<&'a Snapshots> {
        self.plan.checkpoints.get(&stmt.id)
    }

    /// Lets the forward code of a loop keep snapshots: `body` is that of an iteration, `code` what
    /// stands before the loop.
    pub(super) fn keep_snapshots(&self, stmt: &Stmt, body: &mut Vec<Code>, code: &mut Vec<Code>) {
        let Some(snapshots) = self.snapshots(stmt) else { return };
        let init = Some(self.first_snapshot(stmt, snapshots));
        code.push(Code::Let { name: snapshots.name.clone(), mutable: true, ty: None, init });
        body.insert(0, self.store_if_due(snapshots));
    }

    /// `Checkpoints::binomial(states, trips(range), state)` and its kin.
    fn first_snapshot(&self, stmt: &Stmt, snapshots: &Snapshots) -> Expr {
        let primal = self.shadows.primal;
        let (trips, body) = match &stmt.kind {
            StmtKind::For { range, body, early: None, .. } => (self.trips(range), Some(body)),
            StmtKind::For { body, early: Some(_), .. } => (None, Some(body)),
            StmtKind::While { body, .. } => (None, Some(body)),
            _ => (None, None),
        };
        let bound = body.and_then(|body| primal.function.checkpoints.get(&body.id));
        let state = self.state(snapshots);
        let (name, args) = match (bound, trips) {
            (Some(Checkpoint::States(states)), Some(trips)) => {
                ("binomial", vec![primal.operand(states), trips, state])
            }
            (Some(Checkpoint::States(states)), None) => {
                ("thinned", vec![primal.operand(states), state])
            }
            (Some(Checkpoint::Every(period)), _) => ("every", vec![primal.operand(period), state]),
            (Some(Checkpoint::Default) | None, Some(trips)) => ("square_root", vec![trips, state]),
            (Some(Checkpoint::Default) | None, None) => ("balanced", vec![state]),
        };
        let (private, name) = (primal.private, method(name));
        Expr::Call(quote!(#private::Checkpoints::#name), args)
    }

    /// A copy of the state as it is now.
    fn state(&self, snapshots: &Snapshots) -> Expr {
        let primal = self.shadows.primal;
        let copy = |var: &VarId| primal.content(*var);
        match snapshots.state.as_slice() {
            [one] => copy(one),
            all => Expr::Tuple(all.iter().map(copy).collect()),
        }
    }

    /// `if checkpoints.due() { checkpoints.store(state); }`
    fn store_if_due(&self, snapshots: &Snapshots) -> Code {
        let call = |name: &str, args| {
            Expr::Method(Box::new(Expr::name(&snapshots.name)), method(name), args)
        };
        let store = call("store", vec![self.state(snapshots)]);
        Code::If(call("due", Vec::new()), vec![Code::Expr(store)], Vec::new())
    }

    /// The reverse of one iteration.
    pub(super) fn reverse_from_snapshot(
        &mut self,
        stmt: &Stmt,
        body: &Block,
        name: &Ident,
        iterations: Expr,
    ) -> Vec<Code> {
        let Some(snapshots) = self.snapshots(stmt) else { return Vec::new() };
        let mut code = Vec::new();
        self.set_state(snapshots, "restore", |_| true, &mut code);
        let mut written = inside(body);
        written.extend(&snapshots.state);
        let mut forward = vec![self.store_if_due(snapshots)];
        forward.extend(self.only_forward(body, written.clone()));
        let checkpoints = Box::new(Expr::name(&snapshots.name));
        let again = Expr::Method(checkpoints, method("again"), vec![iterations]);
        code.push(Code::For(name.clone(), again, forward));
        code.extend(self.run_again(body, written));
        code
    }

    /// One iteration that runs again and leaves no record.
    fn only_forward(&mut self, body: &Block, written: Vars) -> Vec<Code> {
        let outer = self.again.replace(written);
        let code = self.forward_block(body, false);
        self.again = outer;
        code
    }

    /// Behind the reverse of a loop: the state before it, as far as earlier statements see it.
    pub(super) fn back_to_start(&self, stmt: &Stmt, code: &mut Vec<Code>) {
        if let Some(snapshots) = self.snapshots(stmt) {
            let function = self.shadows.primal.function;
            let seen = |var: VarId| !function.var(var).ty.is_scalar();
            if snapshots.state.iter().any(|var| seen(*var)) {
                self.set_state(snapshots, "start", seen, code);
            }
        }
    }

    /// Writes what a method of the snapshots gives into those variables of the state.
    fn set_state(
        &self,
        snapshots: &Snapshots,
        from: &str,
        wanted: impl Fn(VarId) -> bool,
        code: &mut Vec<Code>,
    ) {
        let primal = self.shadows.primal;
        let checkpoints = Box::new(Expr::name(&snapshots.name));
        let given = Expr::Method(checkpoints, method(from), Vec::new());
        if let [one] = snapshots.state.as_slice() {
            return code.push(primal.set_content(*one, given));
        }
        let name = self.shadows.fresh_name("state");
        code.push(Code::Let { name: name.clone(), mutable: false, ty: None, init: Some(given) });
        for (i, var) in snapshots.state.iter().enumerate().filter(|(_, var)| wanted(**var)) {
            let member = syn::Member::Unnamed(syn::Index::from(i));
            let part = Expr::Field(Box::new(Expr::name(&name)), member);
            code.push(primal.set_content(*var, part));
        }
    }
}
