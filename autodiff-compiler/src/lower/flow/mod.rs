//! Exits: `break`, `continue`, `return`, and what comes behind statements that may leave.
//!
//! The IR has no jumps. A statement that leaves ends its block; what follows a branch of which some
//! arms leave is moved into the arm that goes on, which stays open until the block around the branch
//! ends ([`Waiting`]). Where several arms go on, or one may or may not leave further in, the branch
//! yields the number of the exit taken (0: none), and what follows stands behind a test of it. A
//! loop's body yields such a number too: it says whether the loop stops behind this iteration.
//!
//! So each block has an [`Outcome`], and a value that leaves (`return x`, `break x`) is stored into a
//! variable of its target, its slot.

mod exits;
mod repeated;
mod slots;

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Span};
use quote::quote;

use super::numbering::Numbered;
use super::{Lowerer, Val};
use crate::hygiene::Key;
use crate::ir::{Block, Literal, Op, Operand, Place, PureOp, Stmt, StmtKind, Ty, VarId, Vars};
pub use exits::{assigns_and_leaves, may_leave, returns, returns_from};
pub use repeated::Repeated;

/// Where an exit leads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    Return,
    /// Behind the loop or labelled block with this number.
    Break(usize),
    /// To the end of this iteration.
    Continue(usize),
}

/// Where an iteration stands: the exits behind its loop, and to the next iteration.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    pub end: Exit,
    pub again: Exit,
}

impl Here {
    fn of(number: usize) -> Self {
        Self { end: Exit::Break(number), again: Exit::Continue(number) }
    }
}

impl Exit {
    /// The number that stands for the exit; 0 is none.
    fn code(self) -> Operand {
        let code = match self {
            Self::Return => 1,
            Self::Break(target) => 2 * target + 2,
            Self::Continue(target) => 2 * target + 3,
        };
        number(code)
    }
}

fn number(n: usize) -> Operand {
    let literal = proc_macro2::Literal::usize_unsuffixed(n);
    Operand::Literal(Literal::Written(quote!(#literal), Ty::Int))
}

/// How a block ends.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// It may reach its end.
    pub falls: bool,
    pub exits: BTreeSet<Exit>,
    /// The number of the exit taken, where there are several possibilities.
    code: Option<Operand>,
    /// It ends in a panic, as rustc sees.
    panics: bool,
}

impl Outcome {
    pub fn falls() -> Self {
        Self { falls: true, ..Self::default() }
    }

    fn leaves(exit: Exit) -> Self {
        Self { exits: BTreeSet::from([exit]), ..Self::default() }
    }

    /// Just one possibility.
    fn is_certain(&self) -> bool {
        self.code.is_none()
    }

    /// Nothing follows it.
    pub fn panics(&self) -> bool {
        self.panics
    }

    /// Always reaches its end.
    pub fn goes_on(&self) -> bool {
        self.falls && self.exits.is_empty()
    }

    fn operand(&self) -> Operand {
        match (&self.code, self.exits.first()) {
            (Some(code), _) => code.clone(),
            (None, Some(exit)) => exit.code(),
            (None, None) => number(0),
        }
    }
}

/// A branch whose open arm is the block that statements go to now.
#[derive(Debug)]
struct Waiting {
    span: Span,
    selector: Operand,
    is_bool: bool,
    /// The other arms, and where the open one belongs.
    others: Vec<(Block, Outcome)>,
    position: usize,
    /// The number of an exit whose test for 0 is the selector.
    tested: Option<Operand>,
}

/// A block that is open.
#[derive(Debug)]
pub struct Frame {
    block: Block,
    /// How it ends, once that is known: nothing more is lowered into it then.
    outcome: Option<Outcome>,
    /// `None`: the block belongs to the syntax that is lowered.
    waiting: Option<Waiting>,
}

/// A block that was lowered.
#[derive(Debug)]
pub struct Closed {
    pub block: Block,
    pub outcome: Outcome,
    /// What is known of scalar storages at its end.
    pub current: HashMap<VarId, Val>,
    numbered: Numbered,
}

/// The one arm of several that goes on, where others leave: what follows belongs to it.
pub fn stays_open(arms: &[Closed]) -> Option<usize> {
    let leaves = |arm: &Closed| !arm.outcome.falls && !arm.outcome.panics();
    let mut on = arms.iter().enumerate().filter(|(_, arm)| arm.outcome.falls);
    match (on.next(), on.next()) {
        (Some((position, arm)), None) if arm.outcome.goes_on() && arms.iter().any(leaves) => {
            Some(position)
        }
        _ => None,
    }
}

/// A loop or labelled block that is open.
#[derive(Debug)]
struct Target {
    label: Option<Key>,
    is_loop: bool,
    /// Where `break` and `continue` lead.
    here: Here,
    /// The variable that takes the value of `break value`.
    slot: Option<VarId>,
}

/// The exits of a function.
#[derive(Default, Debug)]
pub struct Flow {
    frames: Vec<Frame>,
    targets: Vec<Target>,
    count: usize,
    /// The closures whose bodies stand in the function: where `return` leads in them, and the type that it
    /// gives, if that shows.
    closures: Vec<(usize, Option<Ty>)>,
    /// The variable that `return value` fills.
    result: Option<VarId>,
    /// Slots that are an `Option` of what is stored.
    wrapped: Vars,
    /// There are paths on which rustc does not see it assigned.
    partial: bool,
}

impl Lowerer<'_> {
    /// Begins a block of the IR.
    pub fn open_block(&mut self) {
        let block = self.function.new_block();
        self.flow.frames.push(Frame { block, outcome: None, waiting: None });
        self.numbering.open(Numbered::default());
    }

    /// Ends the last block, and the arms that are open in it.
    pub fn close_block(&mut self) -> Closed {
        loop {
            let Some(frame) = self.flow.frames.pop() else {
                let block = self.function.new_block();
                let (outcome, current) = (Outcome::falls(), HashMap::new());
                return Closed { block, outcome, current, numbered: Numbered::default() };
            };
            let numbered = self.numbering.close();
            let outcome = frame.outcome.unwrap_or_else(Outcome::falls);
            match frame.waiting {
                None => {
                    let current = self.current.clone();
                    return Closed { block: frame.block, outcome, current, numbered };
                }
                Some(waiting) => self.finish(waiting, frame.block, outcome),
            }
        }
    }

    /// What `lower` produces, as a block with a scope of its own; its value outlives arms that are
    /// open inside.
    pub fn closed(&mut self, lower: impl FnOnce(&mut Self) -> Val) -> (Closed, Val) {
        let depth = self.flow.frames.len();
        self.open_block();
        self.open_scope();
        let value = lower(self);
        self.close_scope();
        self.close_with(depth, value)
    }

    /// Ends the block above `depth`, whose value it is.
    pub fn close_with(&mut self, depth: usize, value: Val) -> (Closed, Val) {
        let span = Span::mixed_site();
        let slot = self.outlive(depth, &value);
        let mut closed = self.close_block();
        let Some(slot) = slot else { return (closed, value) };
        if !value.ty.is_scalar() {
            let value = self.read_slot(span, slot);
            return (closed, value);
        }
        let var = self.temp(value.ty.clone());
        let op = Op::Load(Place::var(slot));
        self.push_into(&mut closed.block, span, StmtKind::Let { var, op });
        (closed, Val::new(Operand::var(var), value.ty))
    }

    /// As [`Self::closed`], where nothing may leave but by a panic.
    pub fn nested<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> (Block, R) {
        self.open_block();
        self.open_scope();
        let result = lower(self);
        self.close_scope();
        let closed = self.close_block();
        let stays = closed.outcome.goes_on() || closed.outcome.panics();
        debug_assert!(stays, "exits are lowered with `closed`");
        (closed.block, result)
    }

    /// Appends a statement to the innermost block, if its end can be reached from here.
    pub fn push(&mut self, span: Span, kind: StmtKind) {
        self.refuse_change_of_taken(span, &kind);
        let stmt = self.function.new_stmt(span, kind);
        // values known before it are not known behind it
        stmt.for_each_block(&mut |block| {
            for inner in &block.stmts {
                inner.for_each_written(&mut |var| {
                    self.current.remove(&var);
                });
            }
        });
        self.append([stmt]);
    }

    /// Appends statements to the innermost block.
    pub fn append(&mut self, stmts: impl IntoIterator<Item = Stmt>) {
        if let Some(frame) = self.flow.frames.last_mut()
            && frame.outcome.is_none()
        {
            frame.block.stmts.extend(stmts);
        }
    }

    pub fn push_into(&mut self, block: &mut Block, span: Span, kind: StmtKind) {
        let stmt = self.function.new_stmt(span, kind);
        block.stmts.push(stmt);
    }

    /// What defines a variable, where that is among the statements of the innermost block.
    pub fn last_definition(&self, var: VarId) -> Option<&Op> {
        let stmts = &self.flow.frames.last()?.block.stmts;
        stmts.iter().rev().find_map(|stmt| match &stmt.kind {
            StmtKind::Let { var: defined, op } if *defined == var => Some(op),
            _ => None,
        })
    }

    /// Behind a statement that leaves.
    pub fn has_left(&self) -> bool {
        self.flow.frames.last().is_some_and(|frame| frame.outcome.is_some())
    }

    /// Nothing behind this is reached, and it leads nowhere.
    pub fn diverge(&mut self) {
        self.end(Outcome { panics: true, ..Outcome::default() });
    }

    /// The innermost block ends here.
    fn end(&mut self, outcome: Outcome) {
        if let Some(frame) = self.flow.frames.last_mut() {
            frame.outcome.get_or_insert(outcome);
        }
    }

    /// Joins the arm that was open with the others.
    fn finish(&mut self, waiting: Waiting, open: Block, outcome: Outcome) {
        let Waiting { span, selector, is_bool, mut others, position, tested } = waiting;
        let outcome = match tested {
            // the number that was tested is 0 behind this arm
            Some(code)
                if outcome.goes_on() && others.iter().all(|(arm, _)| arm.stmts.is_empty()) =>
            {
                let exits = others.iter().flat_map(|(_, outcome)| outcome.exits.clone()).collect();
                others.insert(position, (open, outcome));
                let arms = others.into_iter().map(|(block, _)| block).collect();
                self.push(span, StmtKind::Branch { selector, is_bool, arms });
                Outcome { falls: true, exits, code: Some(code), panics: false }
            }
            _ => {
                others.insert(position, (open, outcome));
                let (arms, outcome) = self.join_outcomes(span, others);
                self.push(span, StmtKind::Branch { selector, is_bool, arms });
                outcome
            }
        };
        self.end(outcome);
    }

    /// The outcome of a branch with these arms; they store the number of the exit they take.
    fn join_outcomes(&mut self, span: Span, arms: Vec<(Block, Outcome)>) -> (Vec<Block>, Outcome) {
        let falls = arms.iter().any(|(_, outcome)| outcome.falls);
        let panics = arms.iter().all(|(_, outcome)| outcome.panics);
        let exits: BTreeSet<Exit> =
            arms.iter().flat_map(|(_, outcome)| outcome.exits.iter().copied()).collect();
        if exits.len() + usize::from(falls) <= 1 {
            let blocks = arms.into_iter().map(|(block, _)| block).collect();
            return (blocks, Outcome { falls, exits, code: None, panics });
        }
        let name = self.unique(&Ident::new("exit", Span::mixed_site()));
        let exit = self.temp(Ty::Int);
        self.function.vars[exit.0 as usize].name = name;
        self.push(span, StmtKind::Declare { var: exit });
        let mut blocks = Vec::new();
        for (mut block, outcome) in arms {
            if !outcome.panics() {
                let kind = StmtKind::Store { place: Place::var(exit), value: outcome.operand() };
                self.push_into(&mut block, span, kind);
            }
            blocks.push(block);
        }
        (blocks, Outcome { falls, exits, code: Some(Operand::var(exit)), panics })
    }

    /// Pushes a branch whose arms have these outcomes. Where one arm alone goes on, it stays open, and
    /// its number is returned: what follows belongs to it.
    pub fn push_branch(
        &mut self,
        span: Span,
        selector: Operand,
        is_bool: bool,
        arms: Vec<Closed>,
    ) -> Option<usize> {
        if let Some(position) = stays_open(&arms) {
            let mut others = Vec::new();
            let mut open = None;
            for (i, arm) in arms.into_iter().enumerate() {
                if i == position {
                    open = Some(arm);
                } else {
                    others.push((arm.block, arm.outcome));
                }
            }
            let tested = None;
            let waiting = Waiting { span, selector, is_bool, others, position, tested };
            self.reopen(open?, waiting);
            return Some(position);
        }
        let arms = arms.into_iter().map(|arm| (arm.block, arm.outcome)).collect();
        let (arms, outcome) = self.join_outcomes(span, arms);
        self.push(span, StmtKind::Branch { selector, is_bool, arms });
        self.go_on(span, outcome, &[]);
        None
    }

    fn reopen(&mut self, arm: Closed, waiting: Waiting) {
        self.current = arm.current;
        self.numbering.open(arm.numbered);
        self.flow.frames.push(Frame { block: arm.block, outcome: None, waiting: Some(waiting) });
    }

    /// What follows a statement of this outcome; the exits of `own` lead there too.
    fn go_on(&mut self, span: Span, outcome: Outcome, own: &[Exit]) {
        if outcome.goes_on() {
            return;
        }
        let Outcome { falls, mut exits, code, panics } = outcome;
        let own: Vec<Exit> = own.iter().copied().filter(|exit| exits.remove(exit)).collect();
        let goes_on = falls || !own.is_empty();
        let (true, Some(code)) = (goes_on && !exits.is_empty(), &code) else {
            if !goes_on {
                self.end(Outcome { falls, exits, code, panics });
            }
            return;
        };
        self.flow.partial |= exits.contains(&Exit::Return);
        let tests: Vec<Operand> = falls
            .then(|| number(0))
            .into_iter()
            .chain(own.iter().map(|exit| exit.code()))
            .collect();
        let selector = self.is_one_of(span, code, &tests);
        let tested = own.is_empty().then(|| code.clone());
        let code = (exits.len() > 1).then(|| code.clone());
        let others =
            vec![(self.function.new_block(), Outcome { exits, code, ..Outcome::default() })];
        let waiting = Waiting { span, selector, is_bool: true, others, position: 0, tested };
        self.flow.frames.push(Frame {
            block: self.function.new_block(),
            outcome: None,
            waiting: Some(waiting),
        });
        self.numbering.open(Numbered::default());
    }

    fn is_one_of(&mut self, span: Span, code: &Operand, tests: &[Operand]) -> Operand {
        let mut all: Option<Operand> = None;
        for test in tests {
            let op = PureOp::Binary(syn::parse_quote!(==));
            let one = self.define(span, Op::Pure(op, vec![code.clone(), test.clone()]), Ty::Bool);
            all = Some(match all {
                Some(all) => {
                    let op = PureOp::Binary(syn::parse_quote!(||));
                    self.define(span, Op::Pure(op, vec![all, one.operand]), Ty::Bool).operand
                }
                None => one.operand,
            });
        }
        all.unwrap_or_else(|| Operand::Const(quote!(false)))
    }
}
