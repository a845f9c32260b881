//! Results whose error is lent: what needs no copy of an error does not ask for one.
//!
//! In: a function. Out: the variables of type `Result` that hold their error in a cell, from which the one
//! use that takes it moves it. The reverse sweep asks such a variable whether there is a payload, and for that
//! payload; an error has no derivative, so nothing ever needs a second one. An error type need not be `Clone`
//! then, as most that wrap another one are not.
//!
//! What a store overwrites is saved without its error.
//!
//! Invariant: at most one use on any path takes the error of such a variable, and it runs once per value: the
//! value is made in the same iteration of each loop. A variable that the source's own tokens look into
//! keeps the type that the source gives it.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::ir::{
    Block, Function, Op, Operand, Place, Proj, PureOp, Stmt, StmtKind, Ty, VarId, Variant, Vars,
};

/// The variables of a function whose error is lent.
pub fn lent(function: &Function) -> Vars {
    let mut candidates = Vars::new();
    function.body.walk(&mut |stmt| {
        stmt.for_each_defined(&mut |var| {
            if holder(function, var).is_some() {
                candidates.insert(var);
            }
        });
    });
    if candidates.is_empty() {
        return candidates;
    }
    let mut search = Search { function, candidates, moved_at_once: Vars::new() };
    search.exclude(&function.body);
    let mut taken = search.block(&function.body);
    for result in &function.results {
        search.take(result, &mut taken);
    }
    let Search { mut candidates, moved_at_once, .. } = search;
    candidates.retain(|var| taken.get(var) == Some(&1) && !moved_at_once.contains(var));
    candidates
}

/// Where a variable holds a result: it is one, or an `Option` of one.
fn holder(function: &Function, var: VarId) -> Option<&'static [Proj]> {
    match &function.var(var).ty {
        Ty::Result(_) => Some(&[]),
        Ty::Option(content) if matches!(**content, Ty::Result(_)) => Some(&[Proj::Payload]),
        _ => None,
    }
}

/// The variable whose error a place holds: all of it, or the result in it.
pub fn lender(function: &Function, place: &Place) -> Option<VarId> {
    let inside = holder(function, place.base)?;
    let found = match (place.proj.as_slice(), inside) {
        ([], _) => true,
        ([Proj::Payload], inside) => !inside.is_empty(),
        _ => false,
    };
    found.then_some(place.base)
}

/// How often each variable's error is taken on the path that takes it most often.
type Taken = BTreeMap<VarId, usize>;

struct Search<'a> {
    function: &'a Function,
    candidates: Vars,
    /// Temporaries that the only statement that reads them moves away.
    moved_at_once: Vars,
}

impl Search<'_> {
    /// Drops what is read in another way than a sweep reads a result.
    fn exclude(&mut self, block: &Block) {
        block.walk(&mut |stmt| match &stmt.kind {
            StmtKind::Let { var, op } => {
                self.exclude_in(op);
                let data = self.function.var(*var);
                let temporary = !data.named && !data.storage;
                // the shape of its tangent is known
                let plain = |part| self.function.operand_ty(part).is_scalar();
                if let (Op::Variant(variant, parts), true) = (op, temporary)
                    && (!variant.is_present() || parts.iter().all(plain))
                {
                    self.moved_at_once.insert(*var);
                }
            }
            StmtKind::LetMany { op, .. } => self.exclude_in(op),
            StmtKind::CallWith { vars, op, .. } => {
                self.exclude_in(op);
                vars.iter().for_each(|var| self.drop(*var));
            }
            StmtKind::Effect { uses, tokens, .. } => self.drop_named(uses, tokens),
            StmtKind::InPlace(change) => {
                change.places.iter().for_each(|place| self.drop(place.base));
                stmt.for_each_operand(&mut |operand| self.drop_whole(operand));
            }
            StmtKind::Accumulate { place, value, .. } => {
                self.drop(place.base);
                self.drop_whole(value);
            }
            StmtKind::Map { vars, inputs, .. } => {
                vars.iter().for_each(|var| self.drop(*var));
                inputs.iter().for_each(|input| self.drop_whole(input));
            }
            StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. } => {}
        });
    }

    fn exclude_in(&mut self, op: &Op) {
        match op {
            Op::Copy(place, _) => self.drop_looked_into(place),
            Op::Pure(PureOp::Verbatim { uses, tokens }, operands) => {
                self.drop_named(uses, tokens);
                operands.iter().for_each(|operand| self.drop_whole(operand));
            }
            Op::Pure(PureOp::Select { uses, .. }, _) => {
                uses.iter().for_each(|var| self.drop(*var));
            }
            Op::Pure(PureOp::Present | PureOp::Error(_), _) => {}
            Op::Pure(PureOp::Method(name), _) if name == "is_ok" || name == "is_err" => {}
            Op::Pure(..) | Op::Prim(..) | Op::Scalar(..) | Op::Repeat { .. } => {
                op.for_each_operand(&mut |operand| self.drop_whole(operand));
            }
            Op::Call(..) | Op::Struct(_) => op.for_each_argument(&mut |reference, operand| {
                if reference.is_some() {
                    self.drop_whole(operand);
                }
            }),
            Op::Use(_)
            | Op::Load(_)
            | Op::Tuple(_)
            | Op::Boxed(_)
            | Op::Variant(..)
            | Op::Array(_)
            | Op::VecLit(_)
            | Op::Zero(_) => {}
        }
    }

    fn drop(&mut self, var: VarId) {
        self.candidates.remove(&var);
    }

    /// Drops what tokens name, but for payloads.
    fn drop_named(&mut self, uses: &[VarId], tokens: &TokenStream) {
        for var in uses {
            if names_whole(tokens.clone(), &self.function.var(*var).name) {
                self.drop(*var);
            }
        }
    }

    fn drop_whole(&mut self, operand: &Operand) {
        if let Operand::Place(place) = operand {
            self.drop_looked_into(place);
        }
    }

    fn drop_looked_into(&mut self, place: &Place) {
        if lender(self.function, place).is_some() {
            self.drop(place.base);
        }
    }

    /// Counts the uses of a block that take an error.
    fn block(&mut self, block: &Block) -> Taken {
        let mut taken = Taken::new();
        for stmt in &block.stmts {
            self.stmt(stmt, &mut taken);
        }
        taken
    }

    fn stmt(&mut self, stmt: &Stmt, taken: &mut Taken) {
        match &stmt.kind {
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => self.op(op, taken),
            StmtKind::Store { value, .. } => self.take(value, taken),
            StmtKind::CallWith { op, .. } => {
                self.op(op, taken);
                self.repeated(stmt, taken);
            }
            StmtKind::Branch { arms, .. } => {
                let mut most = Taken::new();
                for arm in arms {
                    for (var, count) in self.block(arm) {
                        let known = most.entry(var).or_default();
                        *known = count.max(*known);
                    }
                }
                for (var, count) in most {
                    *taken.entry(var).or_default() += count;
                }
            }
            StmtKind::For { .. } | StmtKind::While { .. } | StmtKind::Map { .. } => {
                self.repeated(stmt, taken);
            }
            StmtKind::Declare { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Effect { .. } => {}
        }
    }

    /// What runs repeatedly may take what is made in it.
    fn repeated(&mut self, stmt: &Stmt, taken: &mut Taken) {
        stmt.for_each_block(&mut |inner| {
            let mut inside = Vars::new();
            inner.walk(&mut |stmt| {
                stmt.for_each_defined(&mut |var| {
                    inside.insert(var);
                });
            });
            for (var, count) in self.block(inner) {
                let times = if inside.contains(&var) { 1 } else { 2 };
                *taken.entry(var).or_default() += count * times;
            }
        });
    }

    fn op(&mut self, op: &Op, taken: &mut Taken) {
        match op {
            Op::Pure(PureOp::Error(_), operands) => {
                operands.iter().for_each(|operand| self.take(operand, taken));
            }
            Op::Pure(..) | Op::Zero(_) | Op::Load(_) | Op::Copy(..) => {}
            Op::Use(_)
            | Op::Scalar(..)
            | Op::Tuple(_)
            | Op::Boxed(_)
            | Op::Struct(_)
            | Op::Variant(Variant::Some | Variant::None | Variant::Ok | Variant::Err, _)
            | Op::Array(_)
            | Op::VecLit(_)
            | Op::Repeat { .. }
            | Op::Prim(..)
            | Op::Call(..) => {
                op.for_each_operand(&mut |operand| self.take(operand, taken));
            }
        }
    }

    fn take(&self, operand: &Operand, taken: &mut Taken) {
        let Operand::Place(place) = operand else { return };
        if let Some(var) = lender(self.function, place).filter(|var| self.candidates.contains(var))
        {
            *taken.entry(var).or_default() += 1;
        }
    }
}

/// Whether tokens name a variable other than as the core's `__private::payload(&name)`.
fn names_whole(tokens: TokenStream, name: &Ident) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: Option<usize>, text: &str| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_some_and(|token| matches!(token, TokenTree::Ident(word) if word == text))
    };
    tokens.iter().enumerate().any(|(i, token)| match token {
        TokenTree::Ident(word) => word == name,
        TokenTree::Group(group) => {
            let payload = is(i.checked_sub(1), "payload") && is(i.checked_sub(4), "__private");
            let alone = matches!(
                group.stream().into_iter().collect::<Vec<_>>().as_slice(),
                [TokenTree::Punct(and), TokenTree::Ident(_)] if and.as_char() == '&'
            );
            !(payload && alone) && names_whole(group.stream(), name)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether the pattern of an arm looks at what an `Err` holds.
pub fn tests_error(tokens: TokenStream) -> bool {
    let mut after_err = false;
    tokens.into_iter().any(|token| {
        let inside = match &token {
            TokenTree::Group(group) if after_err && group.delimiter() == Delimiter::Parenthesis => {
                !matches!(group.stream().to_string().as_str(), "_" | "..")
            }
            TokenTree::Group(group) => tests_error(group.stream()),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        after_err = matches!(&token, TokenTree::Ident(name) if name == "Err");
        inside
    })
}
