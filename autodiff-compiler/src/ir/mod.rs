//! The intermediate representation: one function, structured, in administrative normal form.
//!
//! # Contract
//!
//! * **Order.** Statements run in order; operands of a statement are evaluated before it, left to
//!   right. Every operation is a statement of its own, so evaluation order is explicit.
//! * **Variables.** A [`VarId`] is either *fixed* (one [`StmtKind::Let`] defines it, nothing writes it
//!   again) or *storage* ([`VarData::storage`]: `let mut`, declared ahead of a branch, or an array
//!   that is written in place). A variable belongs to the block that holds its `Let`; nested blocks
//!   see it, outer ones do not. What is only declared is written as a whole, once on every path to
//!   its first read, and in the loop that holds the declaration or outside of loops.
//! * **Scalars.** An operand of scalar type is a literal, a constant or a fixed variable. Reading
//!   a scalar storage is a [`Op::Load`] of its own, so a fixed scalar keeps its value for as long as
//!   its scope lives.
//! * **Aggregates** (arrays, slices, `Vec`, tuples, ndarray, unknown types) are operands by place,
//!   read where they stand.
//! * **Aliasing.** Local references are replaced by the places they refer to. Two different base
//!   variables never overlap in memory that is written (Rust's borrow rules).
//! * **Parameters by `&mut`** ([`Function::inout`]) are storage behind a reference: every place of
//!   one begins with [`Proj::Deref`], also a scalar's, which is read by a [`Op::Load`].
//! * **Purity.** All operations are pure but for panics and for calls, which write the places of
//!   their `&mut` arguments; [`StmtKind::Effect`] holds assertions.
//! * **Branches** are taken on an inactive fixed selector, evaluated once. Ends of ranges, conditions
//!   and indices are fixed too, whatever their type.
//! * **Loops.** The header of a `while` and the closure of a map write nothing from outside; what a
//!   loop's body assigns counts as unassigned behind it, since the body may not run.
//! * The forward (tangent) transform maps a function of this IR to a function of this IR.
//!
//! Statement and block ids are unique within a function, and so are the names of variables: analyses
//! are tables keyed by them. [`verify()`] checks all of this.

mod display;
mod in_place;
mod lambda;
mod literals;
mod op;
mod place;
mod prim;
mod refs;
mod scalar;
mod ty;
mod vars;
mod verify;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};

pub use crate::parse::Passing;
pub use in_place::{InPlace, InPlaceOp};
pub use lambda::{Lambda, LambdaBody, Primal as PrimalClosure};
pub use op::{
    Callee, Composite, CopyKind, Literal, Op, Operator, Order, PureOp, Rest, TangentOf, Target,
    Variant,
};
pub use place::{Operand, Part, Place, Proj};
pub use prim::Prim;
pub use refs::Refs;
pub use scalar::ScalarOp;
pub use ty::{FloatKind, Shown, ShownStruct, Ty};
pub use vars::{VarTable, Vars};
pub use verify::{verify, writes_immutable};

/// A variable of a function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VarId(pub u32);

/// A statement of a function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StmtId(pub u32);

/// A block of a function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BlockId(pub u32);

/// What is known of a variable.
#[derive(Clone, Debug)]
pub struct VarData {
    /// The name in generated code; its text is unique within the function.
    pub name: Ident,
    /// The type as far as the macro knows it.
    pub ty: Ty,
    /// Written after its definition (or defined in branches).
    pub storage: bool,
    /// The position among the parameters.
    pub param: Option<usize>,
    /// Named by the user (and so kept readable).
    pub named: bool,
    /// The type that the user wrote at the `let`.
    pub annotation: Option<syn::Type>,
}

/// One argument of a call.
#[derive(Clone, Debug)]
pub struct Arg {
    pub operand: Operand,
    /// `None`: by value; `Some(false)`: `&`; `Some(true)`: `&mut`.
    pub reference: Option<bool>,
}

/// A sequence of statements with a scope of its own.
#[derive(Clone, Debug)]
pub struct Block {
    pub id: BlockId,
    pub stmts: Vec<Stmt>,
}

/// A statement with its identity and the source it came from.
#[derive(Clone, Debug)]
pub struct Stmt {
    pub id: StmtId,
    pub span: Span,
    pub kind: StmtKind,
}

/// How a loop over an integer range runs.
#[derive(Clone, Debug)]
pub struct RangeLoop {
    pub lo: Operand,
    pub hi: Operand,
    pub inclusive: bool,
    /// `.rev()`
    pub reversed: bool,
    /// `.step_by(k)`
    pub step: Option<Operand>,
    /// `.rev()` behind `.step_by(k)`
    pub steps_reversed: bool,
}

/// How a loop over a range ends before the range does.
#[derive(Clone, Copy, Debug)]
pub struct Early {
    /// A fixed `bool` that the body defines: whether this iteration is the last.
    pub stop: VarId,
    /// Counts the iterations when they are needed.
    pub trips: VarId,
}

#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `let var = op;`
    Let {
        var: VarId,
        op: Op,
    },
    /// `let (a, b) = op;`: results of a call with several.
    LetMany {
        vars: Vec<VarId>,
        op: Op,
    },
    /// `let var;`, assigned in the arms of the next branch.
    Declare {
        var: VarId,
    },
    /// `place = value;`
    Store {
        place: Place,
        value: Operand,
    },
    /// `place += value;` or `place -= value;`
    Accumulate {
        place: Place,
        value: Operand,
        by_ref: bool,
        negative: bool,
    },
    /// Changes places and may yield a value; another operation undoes it.
    InPlace(InPlace),
    /// Two arms: `if selector`; more: `match selector` on `0, 1, ..`.
    Branch {
        selector: Operand,
        is_bool: bool,
        arms: Vec<Block>,
    },
    For {
        var: VarId,
        range: RangeLoop,
        body: Block,
        early: Option<Early>,
    },
    /// `while { header; condition } { body }`; `trips` counts the iterations when they are needed.
    /// The loop is left behind an iteration in which the fixed `stop` is true.
    While {
        header: Block,
        condition: Operand,
        body: Block,
        trips: VarId,
        stop: Option<VarId>,
    },
    /// Elementwise application of a closure to arrays of one shape.
    Map {
        vars: Vec<VarId>,
        inputs: Vec<Operand>,
        params: Vec<VarId>,
        body: Block,
        results: Vec<Operand>,
    },
    /// A call (of a function, or of its tangent program) that is given functions.
    CallWith {
        vars: Vec<VarId>,
        op: Op,
        lambdas: Vec<Lambda>,
    },
    /// Tokens that are only run in the forward sweep (assertions), with the variables they read;
    /// nothing behind them is reached where they diverge.
    Effect {
        tokens: TokenStream,
        uses: Vec<VarId>,
        diverges: bool,
    },
}

/// How much of a loop's past may be kept for its reverse.
#[derive(Clone, Debug)]
pub enum Checkpoint {
    /// What the compiler takes for reasonable.
    Default,
    /// At most so many states.
    States(Operand),
    /// A state per so many iterations.
    Every(Operand),
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Ident,
    pub vars: Vec<VarData>,
    pub params: Vec<VarId>,
    /// The parameters that are functions, and how they are handed on.
    pub functions: BTreeMap<VarId, Passing>,
    /// The parameters that are `&mut`: storage of the caller's, written through the reference.
    pub inout: Vars,
    pub body: Block,
    /// One result; two for a tangent program (value and tangent).
    pub results: Vec<Operand>,
    /// Constants and imports of the body, moved to its top.
    pub items: Vec<TokenStream>,
    /// The loops that the user bounds, by their bodies.
    pub checkpoints: BTreeMap<BlockId, Checkpoint>,
    /// The results whose error is moved by the one use that takes it; found by `analysis::lent`.
    pub lent: Vars,
    /// Results of calls that nothing uses: what such a call does is not known, so its sweeps take part.
    pub discarded: Vars,
    /// Variables whose values have references in them in the source.
    pub refs: BTreeMap<VarId, Refs>,
    /// Results of calls that borrow from their arguments: they cannot be recorded.
    pub views: Vars,
    pub next_stmt: u32,
    pub next_block: u32,
}

impl Checkpoint {
    /// The number that was given.
    pub fn operand(&self) -> Option<&Operand> {
        match self {
            Self::Default => None,
            Self::States(operand) | Self::Every(operand) => Some(operand),
        }
    }
}

impl Block {
    /// All statements, outer before inner.
    pub fn walk<'a>(&'a self, f: &mut impl FnMut(&'a Stmt)) {
        for stmt in &self.stmts {
            f(stmt);
            stmt.for_each_block(&mut |block| block.walk(f));
        }
    }
}

impl Block {
    /// Its end is not reached, since it panics.
    pub fn diverges(&self) -> bool {
        self.stmts.last().is_some_and(|last| match &last.kind {
            StmtKind::Effect { diverges, .. } => *diverges,
            StmtKind::Branch { arms, .. } => arms.iter().all(Self::diverges),
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. } => false,
        })
    }
}

impl Stmt {
    /// The blocks directly inside.
    pub fn for_each_block<'a>(&'a self, f: &mut dyn FnMut(&'a Block)) {
        match &self.kind {
            StmtKind::Branch { arms, .. } => arms.iter().for_each(f),
            StmtKind::For { body, .. } | StmtKind::Map { body, .. } => f(body),
            StmtKind::While { header, body, .. } => {
                f(header);
                f(body);
            }
            StmtKind::CallWith { lambdas, .. } => {
                lambdas.iter().filter_map(Lambda::block).for_each(f)
            }
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Effect { .. } => {}
        }
    }

    /// The blocks directly inside, mutably.
    pub fn for_each_block_mut(&mut self, f: &mut dyn FnMut(&mut Block)) {
        match &mut self.kind {
            StmtKind::Branch { arms, .. } => arms.iter_mut().for_each(f),
            StmtKind::For { body, .. } | StmtKind::Map { body, .. } => f(body),
            StmtKind::While { header, body, .. } => {
                f(header);
                f(body);
            }
            StmtKind::CallWith { lambdas, .. } => {
                for lambda in lambdas {
                    if let LambdaBody::Closure { block, .. } = &mut lambda.body {
                        f(block);
                    }
                }
            }
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Effect { .. } => {}
        }
    }

    /// The variables that this statement itself (not a nested block) defines in its own block.
    pub fn for_each_defined(&self, f: &mut impl FnMut(VarId)) {
        match &self.kind {
            StmtKind::Let { var, .. } | StmtKind::Declare { var } => f(*var),
            StmtKind::LetMany { vars, .. } | StmtKind::Map { vars, .. } => {
                vars.iter().copied().for_each(f);
            }
            StmtKind::CallWith { vars, lambdas, .. } => {
                let names = lambdas.iter().flat_map(Lambda::vars);
                vars.iter().copied().chain(names).for_each(f);
            }
            StmtKind::While { trips, .. }
            | StmtKind::For { early: Some(Early { trips, .. }), .. } => f(*trips),
            StmtKind::InPlace(change) => change.result.into_iter().for_each(f),
            StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { early: None, .. }
            | StmtKind::Effect { .. } => {}
        }
    }

    /// The places that this statement itself writes (those of a call's arguments aside).
    pub fn written_places(&self) -> &[Place] {
        match &self.kind {
            StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
                std::slice::from_ref(place)
            }
            StmtKind::InPlace(change) => &change.places,
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Effect { .. } => &[],
        }
    }

    /// The variables that are written (not defined) here or in a nested block.
    pub fn for_each_written(&self, f: &mut dyn FnMut(VarId)) {
        match &self.kind {
            StmtKind::Store { .. } | StmtKind::Accumulate { .. } | StmtKind::InPlace(_) => {
                self.written_places().iter().for_each(|place| f(place.base));
            }
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => {
                op.for_each_mutable_argument(f);
            }
            StmtKind::CallWith { op, lambdas, .. } => {
                op.for_each_mutable_argument(f);
                let inner = lambdas.iter().filter_map(Lambda::block).flat_map(|block| &block.stmts);
                inner.for_each(|stmt| stmt.for_each_written(f));
            }
            _ => self.for_each_block(&mut |block| {
                for stmt in &block.stmts {
                    stmt.for_each_written(f);
                }
            }),
        }
    }

    /// The operands that this statement itself reads (nested blocks not included).
    pub fn for_each_operand<'a>(&'a self, f: &mut dyn FnMut(&'a Operand)) {
        match &self.kind {
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => op.for_each_operand(f),
            StmtKind::Store { value, .. } | StmtKind::Accumulate { value, .. } => f(value),
            StmtKind::InPlace(change) => change.operands.iter().for_each(f),
            StmtKind::Branch { selector, .. } => f(selector),
            StmtKind::For { range, .. } => {
                f(&range.lo);
                f(&range.hi);
                range.step.iter().for_each(f);
            }
            StmtKind::While { condition, .. } => f(condition),
            StmtKind::Map { inputs, results, .. } => {
                inputs.iter().for_each(&mut *f);
                results.iter().for_each(f);
            }
            StmtKind::CallWith { op, lambdas, .. } => {
                op.for_each_operand(f);
                lambdas.iter().flat_map(Lambda::results).for_each(f);
            }
            StmtKind::Declare { .. } | StmtKind::Effect { .. } => {}
        }
    }
}

impl Function {
    /// Whether the variable is a `&mut` parameter.
    pub fn is_inout(&self, id: VarId) -> bool {
        self.inout.contains(&id)
    }

    /// All of a variable: what a `&mut` parameter refers to, else the variable itself.
    pub fn whole(&self, id: VarId) -> Place {
        let place = Place::var(id);
        if self.is_inout(id) { place.then(Proj::Deref) } else { place }
    }

    /// Whether it calls annotated functions.
    pub fn calls(&self) -> bool {
        let mut calls = false;
        self.body.walk(&mut |stmt| {
            calls |= match &stmt.kind {
                StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => op.is_recorded(),
                StmtKind::CallWith { .. } => true,
                StmtKind::Declare { .. }
                | StmtKind::Store { .. }
                | StmtKind::Accumulate { .. }
                | StmtKind::InPlace(_)
                | StmtKind::Branch { .. }
                | StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::Map { .. }
                | StmtKind::Effect { .. } => false,
            };
        });
        calls
    }

    pub fn var(&self, id: VarId) -> &VarData {
        &self.vars[id.0 as usize]
    }

    pub fn add_var(&mut self, data: VarData) -> VarId {
        let id = VarId(u32::try_from(self.vars.len()).unwrap_or(u32::MAX));
        self.vars.push(data);
        id
    }

    pub fn new_stmt(&mut self, span: Span, kind: StmtKind) -> Stmt {
        self.next_stmt += 1;
        Stmt { id: StmtId(self.next_stmt), span, kind }
    }

    pub fn new_block(&mut self) -> Block {
        self.next_block += 1;
        Block { id: BlockId(self.next_block), stmts: Vec::new() }
    }

    /// Whether a number without derivative is stored in a part of a variable: the tangent of the part is
    /// empty, and has a type that only the part knows if it is a field marked `#[no_diff]`.
    pub fn stores_data(&self, place: &Place, value: &Operand) -> bool {
        !place.proj.is_empty() && matches!(self.operand_ty(value), Ty::Int | Ty::Bool | Ty::Unit)
    }

    /// The type of an operand as far as it is known.
    pub fn operand_ty(&self, operand: &Operand) -> Ty {
        match operand {
            Operand::Place(place) => {
                place.proj.iter().fold(self.var(place.base).ty.clone(), |ty, proj| ty.project(proj))
            }
            Operand::Literal(literal) => literal.ty(),
            Operand::Const(_) => Ty::OPAQUE,
        }
    }
}
