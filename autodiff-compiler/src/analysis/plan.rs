//! Where every value that the reverse sweep needs comes from.
//!
//! In: a function with its shadows. Out: [`Plan`]: per block whether its scope lives through both
//! sweeps ([`Mode::Joint`]) or ends between them ([`Mode::Split`]); for a split block which values
//! are computed again and where, and which are recorded; and the statements that save what they
//! overwrite (to-be-recorded analysis: L. Hascoet, U. Naumann, V. Pascual, "To be recorded" analysis
//! in reverse-mode automatic differentiation, 2005).
//!
//! * A fixed value is alive (joint), or computed again just before the first use in the reverse
//!   sweep when that is cheap and what it reads has not been written in between, or recorded.
//! * Scalar storages are never restored: every read of one is a fixed value.
//! * Aggregate storages are restored: a store saves the old content where an earlier statement's
//!   reverse still needs it, or, on condition, where the caller or a callee may ([`super::readers`]).
//! * A loop whose iterations can run again from what is still there (they read nothing that the loop
//!   writes) runs forward and reverse per iteration and records nothing across iterations.
//! * A loop that records although the user bounds it keeps snapshots instead (`checkpoint`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::Ident;

use super::again::{Cause, Reason};
use super::blocks::keeps;
use super::checkpoint::Snapshots;
use super::decided::{Decided, Save};
use super::layout::{Layout, ReverseCode};
use super::passed::holds_numbers;
use super::readers::{Needs, Reader, Readers};
use super::required;
use crate::ir::{Block, BlockId, Function, Op, PureOp, Stmt, StmtId, StmtKind, VarId, Vars};
use crate::transform::adjoint::Shadows;

/// How long a block's scope lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Forward and reverse statements stand in one scope.
    Joint,
    /// The reverse statements have a scope of their own.
    Split,
}

/// The plan of one block.
#[derive(Clone, Debug)]
pub struct BlockPlan {
    pub mode: Mode,
    /// The position of the statement that runs both sweeps at once.
    pub tail: Option<usize>,
    /// Names recorded at the end of the forward block; `true`: storage, restored further.
    pub records: Vec<(Ident, bool)>,
    /// What is saved on condition, recorded one by one.
    pub conditional: Vec<Save>,
    /// Variables computed again before the reverse of a statement (`None`: at the start).
    pub recompute: BTreeMap<Option<StmtId>, Vec<VarId>>,
}

/// The plan of a function.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub blocks: HashMap<BlockId, BlockPlan>,
    /// Statements that save what they overwrite, under a name.
    pub saves: BTreeMap<StmtId, Save>,
    /// Calls that restore what they change, and for whom; others need not.
    pub calls: BTreeMap<StmtId, Readers>,
    /// What the reverse sweep reads of the parameters as it finds them, and of the other variables.
    pub read: Needs,
    /// Statements that have reverse code.
    pub reversed: BTreeSet<StmtId>,
    /// Why values are recorded, by their names; for reports.
    pub reasons: BTreeMap<String, Reason>,
    /// Which contents of storages the reverse of each statement reads; for reports.
    pub uses: StorageUses,
    /// Loops that keep snapshots of their state instead of records.
    pub checkpoints: BTreeMap<StmtId, Snapshots>,
}

impl Plan {
    /// Plans a function whose sweeps share a scope or not; with `analysis` off everything is stored
    /// and nothing computed again.
    pub fn of(shadows: &Shadows, analysis: bool, mode: Mode) -> Self {
        Self::laid_out(&Layout::of(shadows.primal.function), shadows, analysis, mode)
    }

    /// The same, where the function's layout is known.
    pub fn laid_out(layout: &Layout, shadows: &Shadows, analysis: bool, mode: Mode) -> Self {
        let code = ReverseCode::of(shadows, layout);
        let mut decided = Decided::default();
        loop {
            let mut planner = Planner::new(shadows, (layout, &code), analysis, decided.clone());
            planner.block(&shadows.primal.function.body, mode, false);
            if !planner.bounded.is_empty() {
                decided.checkpoint(shadows, &planner.bounded);
                continue;
            }
            let found = required::Found { uses: &planner.uses, fused: &planner.fused };
            let wanted = required::wanted(shadows, found, &decided, analysis, mode);
            if !decided.extend(shadows, wanted) {
                let Planner { uses, mut plan, .. } = planner;
                for param in &shadows.primal.function.inout {
                    plan.read.remove(param);
                    plan.read.add(param, &decided.left.readers(param));
                }
                return Plan { uses, ..plan };
            }
        }
    }

    /// Whether the reverse sweep undoes writes to a variable.
    pub fn restores(&self, function: &Function, var: VarId) -> bool {
        let mut found = self.checkpoints.values().any(|kept| kept.state.contains(&var));
        function.body.walk(&mut |stmt| match &stmt.kind {
            // a callee restores what it changed: not asked to, what it needs itself
            StmtKind::Let { op, .. }
            | StmtKind::LetMany { op, .. }
            | StmtKind::CallWith { op, .. } => {
                op.for_each_mutable_argument(&mut |changed| found |= changed == var);
            }
            StmtKind::Store { .. } | StmtKind::Accumulate { .. } | StmtKind::InPlace(_) => {
                let writes = stmt.written_places().iter().any(|place| place.base == var);
                found |= writes && self.saves.contains_key(&stmt.id);
            }
            StmtKind::Declare { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Map { .. }
            | StmtKind::Effect { .. } => {}
        });
        found
    }

    /// Whether anything is recorded in a block or inside it.
    pub fn records(&self, block: &Block) -> bool {
        let here = self
            .blocks
            .get(&block.id)
            .is_some_and(|plan| !plan.records.is_empty() || !plan.conditional.is_empty());
        let mut inside = here;
        for stmt in &block.stmts {
            stmt.for_each_block(&mut |inner| inside |= self.records(inner));
        }
        inside
    }
}

/// For each statement the aggregate storages whose content its reverse needs.
pub type StorageUses = BTreeMap<StmtId, Needs>;

pub struct Planner<'a> {
    pub(super) shadows: &'a Shadows<'a>,
    pub(super) analysis: bool,
    pub(super) layout: &'a Layout,
    pub(super) code: &'a ReverseCode,
    /// The blocks around the present one, outermost first.
    around: Vec<Around<'a>>,
    pub(super) uses: StorageUses,
    pub(super) decided: Decided,
    /// Loops that would record, and are to keep snapshots instead.
    pub(super) bounded: BTreeSet<StmtId>,
    /// Loops that run both sweeps per iteration, with the arrays that are private to one.
    pub(super) fused: BTreeMap<StmtId, Vars>,
    /// The bodies of closures whose value may be restored behind them: forward code runs to the end first.
    pub(super) whole: BTreeSet<BlockId>,
    /// Variables that the reverse sweep writes before it reads them.
    pub(super) held: Vars,
    pub(super) plan: Plan,
}

/// A block that is being planned.
struct Around<'a> {
    block: &'a Block,
    /// The statement whose inner block is planned.
    position: usize,
    /// Runs repeatedly.
    is_loop: bool,
    mode: Mode,
    /// An iteration is reversed before the next one runs.
    fused: bool,
}

/// What is known while one block is planned.
pub struct Frame<'a> {
    pub(super) block: &'a Block,
    pub(super) mode: Mode,
    pub(super) ready: Vars,
    free: Needs,
    pub(super) records: Vec<(Ident, bool)>,
    conditional: Vec<Save>,
    pub(super) recompute: BTreeMap<Option<StmtId>, Vec<VarId>>,
}

impl<'a> Planner<'a> {
    fn new(
        shadows: &'a Shadows<'a>,
        (layout, code): (&'a Layout, &'a ReverseCode),
        analysis: bool,
        decided: Decided,
    ) -> Self {
        let (saves, calls) = (decided.saves.clone(), decided.calls.clone());
        let plan = Plan { saves, calls, ..Plan::default() };
        let mut planner = Self {
            shadows,
            analysis,
            layout,
            code,
            around: Vec::new(),
            uses: StorageUses::new(),
            decided,
            bounded: BTreeSet::new(),
            fused: BTreeMap::new(),
            whole: BTreeSet::new(),
            held: Vars::new(),
            plan,
        };
        planner.reversed(&shadows.primal.function.body);
        planner
    }

    /// Marks the statements that have reverse code; true when one in the block has.
    fn reversed(&mut self, block: &Block) -> bool {
        let mut any = false;
        for stmt in &block.stmts {
            let mut has =
                self.plan.saves.contains_key(&stmt.id) || self.code.variables(stmt).is_some();
            if let StmtKind::Map { vars, .. } | StmtKind::CallWith { vars, .. } = &stmt.kind {
                has |= vars.iter().any(|var| self.shadows.is_active(*var));
            }
            if let StmtKind::CallWith { op, .. } = &stmt.kind {
                has |= op.is_call_in_place();
            }
            let mut inner_blocks = Vec::new();
            stmt.for_each_block(&mut |inner| inner_blocks.push(inner));
            for inner in inner_blocks {
                has |= self.reversed(inner);
            }
            if has {
                self.plan.reversed.insert(stmt.id);
                any = true;
            }
        }
        any
    }

    /// How deep in loops the present block is.
    pub(super) fn depth(&self) -> usize {
        self.around.iter().filter(|around| around.is_loop).count()
    }

    /// A list that is alive in both sweeps, and has one length in both.
    pub(super) fn keeps_length(&self, var: VarId) -> bool {
        let alive = self.layout.owners.get(&var).is_some_and(|(owner, defined)| {
            let joint = |around: &Around| around.block.id == *owner && around.mode == Mode::Joint;
            defined.is_none() || self.around.iter().any(joint)
        });
        alive && self.layout.lengths.contains(&var)
    }

    /// Something that runs after the present statement, or before it in a later iteration of a loop
    /// around it, writes the storage: keeping its content would mean saving.
    pub(super) fn is_overwritten(&self, var: VarId) -> bool {
        self.around.iter().any(|around| {
            let repeats = around.is_loop && !around.fused;
            let start = if repeats { 0 } else { around.position + 1 };
            around.block.stmts[start.min(around.block.stmts.len())..].iter().any(|stmt| {
                let mut writes = false;
                stmt.for_each_written(&mut |written| writes |= written == var);
                writes
            })
        })
    }

    /// Plans a block; returns the outer variables whose values its reverse needs.
    pub(super) fn block(&mut self, block: &'a Block, mode: Mode, is_loop: bool) -> Needs {
        let fused = is_loop
            && self.around.last().is_some_and(|around| {
                let stmt = around.block.stmts.get(around.position);
                stmt.is_some_and(|stmt| self.fused.contains_key(&stmt.id))
            });
        self.around.push(Around { block, position: 0, is_loop, mode, fused });
        let free = self.block_inside(block, mode);
        self.around.pop();
        free
    }

    fn block_inside(&mut self, block: &'a Block, mode: Mode) -> Needs {
        let mut frame = Frame {
            block,
            mode,
            ready: Vars::new(),
            free: Needs::default(),
            records: Vec::new(),
            conditional: Vec::new(),
            recompute: BTreeMap::new(),
        };
        self.shapes(&mut frame);
        self.restored_storages(&mut frame);
        let merges = mode == Mode::Joint && !self.whole.contains(&block.id);
        let tail = merges.then(|| self.tail(block)).flatten();
        for position in (0..block.stmts.len()).rev() {
            let stmt = &block.stmts[position];
            if let Some(around) = self.around.last_mut() {
                around.position = position;
            }
            if self.plan.reversed.contains(&stmt.id) {
                for var in self.restored_indices(stmt) {
                    self.demand(&mut frame, var, position, true);
                }
                // what changes in place gives its cotangent back before the place is restored
                let early = matches!(stmt.kind, StmtKind::InPlace(_));
                let inner = if tail == Some(position) { Mode::Joint } else { Mode::Split };
                let demands = self.needs(stmt, inner);
                for (var, readers) in demands.inner {
                    self.hand_out(&mut frame, var, position, early, &readers);
                }
                for (var, readers) in demands.own {
                    self.demand_for(&mut frame, var, position, early, &readers);
                }
            }
            if let (Some(save), Mode::Split, true) =
                (self.plan.saves.get(&stmt.id), mode, keeps(stmt))
            {
                match save.readers.always() {
                    true => frame.records.push((save.name.clone(), false)),
                    false => frame.conditional.push(save.clone()),
                }
            }
            if let (Some(snapshots), Mode::Split) = (self.plan.checkpoints.get(&stmt.id), mode) {
                frame.records.push((snapshots.name.clone(), true));
            }
        }
        self.hold(&mut frame);
        let Frame { records, conditional, recompute, free, .. } = frame;
        let plan = BlockPlan { mode, tail, records, conditional, recompute };
        self.plan.blocks.insert(block.id, plan);
        free
    }

    /// Shadows of aggregates start with zeros of their shape, at the start of the reverse block.
    ///
    /// A result's shadow is its seed.
    fn shapes(&mut self, frame: &mut Frame) {
        let end = frame.block.stmts.len();
        let function = self.shadows.primal.function;
        let seeded: Vars = function.results.iter().filter_map(crate::ir::Operand::as_var).collect();
        for stmt in &frame.block.stmts {
            let mut defined = Vec::new();
            stmt.for_each_defined(&mut |var| defined.push(var));
            if let StmtKind::CallWith { vars, .. } = &stmt.kind {
                // the shadow of a function is its adjoint
                defined.clone_from(vars);
            }
            for var in defined.into_iter().filter(|var| self.shadows.is_active(*var)) {
                if seeded.contains(&var) && frame.block.id == function.body.id {
                    continue;
                }
                let zero = self.shadows.zero(var, Some(&stmt.kind));
                for needed in self.layout.variables(|f| zero.for_each_name(f)) {
                    let readers = self.readers_of_shape(needed);
                    self.demand_for(frame, needed, end, false, &readers);
                }
            }
        }
    }

    /// Who reads a variable of which the shape is needed: nobody, where that cannot change.
    fn readers_of_shape(&self, var: VarId) -> Readers {
        let function = self.shadows.primal.function;
        let stays = self.layout.lengths.contains(&var);
        match stays || holds_numbers(&function.var(var).ty, function.is_inout(var)) {
            true => Readers::default(),
            false => Readers::of(Reader::Here),
        }
    }

    /// What is changed in place and restored is there through both sweeps, whoever reads it.
    fn restored_storages(&mut self, frame: &mut Frame) {
        let end = frame.block.stmts.len();
        let mut restored = Vec::new();
        frame.block.walk(&mut |stmt| {
            if let (StmtKind::InPlace(change), Some(save)) =
                (&stmt.kind, self.plan.saves.get(&stmt.id))
            {
                let vars = change.places.iter().map(|place| place.base);
                restored.extend(vars.map(|var| (var, save.readers.clone())));
            }
        });
        for (var, readers) in restored {
            if self.layout.owners.get(&var).is_some_and(|(owner, _)| *owner == frame.block.id) {
                self.demand_for(frame, var, end, false, &readers);
            }
        }
    }

    /// The reverse of the statement at `position` (past the end: the start) needs a value; `early`:
    /// before what the statement wrote is undone.
    pub(super) fn demand(&mut self, frame: &mut Frame, var: VarId, position: usize, early: bool) {
        self.demand_for(frame, var, position, early, &Readers::of(Reader::Here));
    }

    /// The same, where others may be who needs it.
    fn demand_for(
        &mut self,
        frame: &mut Frame,
        var: VarId,
        position: usize,
        early: bool,
        readers: &Readers,
    ) {
        let data = self.shadows.primal.function.var(var);
        let aggregate_storage = data.storage && !data.ty.is_scalar();
        if aggregate_storage && !readers.is_empty() {
            let at = frame.block.stmts.get(position).or(frame.block.stmts.last());
            if let Some(stmt) = at {
                self.uses.entry(stmt.id).or_default().add(var, readers);
            }
        }
        self.hand_out(frame, var, position, early, readers);
    }

    /// Provides a value for the reverse of the statement at `position`, or for what is inside it.
    fn hand_out(
        &mut self,
        frame: &mut Frame,
        var: VarId,
        position: usize,
        early: bool,
        readers: &Readers,
    ) {
        self.plan.read.add(var, readers);
        let at = frame.block.stmts.get(position).map(|stmt| stmt.id);
        let function = self.shadows.primal.function;
        let data = function.var(var);
        let (owner, defined) = match self.layout.owners.get(&var) {
            Some(owner) => *owner,
            None => return,
        };
        if owner != frame.block.id {
            frame.free.add(var, readers);
            return;
        }
        // the reverse sweep has the caller's `&mut` arguments again
        let passed_in = function.is_inout(var);
        if self.is_made_for_each_use(frame, var, defined, (position, early)) {
            return;
        }
        if passed_in || frame.mode == Mode::Joint || !frame.ready.insert(var) {
            return;
        }
        let text = data.name.to_string();
        if data.storage {
            frame.records.push((data.name.clone(), true));
            self.plan.reasons.insert(text, Reason { needed: at, cause: Cause::Storage });
            return;
        }
        // parameters and loop variables are there by themselves
        let Some(defined) = defined else { return };
        match self.recomputable(frame.block, defined, position, early) {
            Ok(leaves) => {
                let counts = is_length(&frame.block.stmts[defined]);
                for leaf in leaves {
                    let readers = match counts {
                        true => self.readers_of_shape(leaf),
                        false => Readers::of(Reader::Here),
                    };
                    self.demand_for(frame, leaf, position, early, &readers);
                }
                frame.recompute.entry(at).or_default().push(var);
            }
            Err(cause) => {
                frame.records.push((data.name.clone(), false));
                self.plan.reasons.insert(text, Reason { needed: at, cause });
            }
        }
    }
}

/// `let n = x.len();`
fn is_length(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Let { op: Op::Pure(PureOp::Method(name), _), .. } => name == "len",
        _ => false,
    }
}
