//! Moves temporaries with one use into it, makes one expression of a sum built up in steps, drops
//! second names, and sets `mut`.
//!
//! A movable definition is *pending*: its place in the output is reserved, and what happens first
//! decides. The one read in the same block takes it along; `name += more` there makes it longer; any
//! other mention, or a write to something it reads, puts it where it stood. So an expression never
//! passes a write to what it reads. Calls pass definitions only, and no call with the tape passes
//! another.
//!
//! After `let a = b;` where neither is ever written, `b` stands for `a`, if it is the one definition
//! of its text, so that it means the same wherever `a` is visible.

mod expression;

use proc_macro2::Ident;

use super::scope::{Def, Facts, Scopes, Table};
use super::{Names, algebra, any, base, for_each_child, takes, writes_receiver};
use crate::code::{Expr, Stmt};
use crate::emit::primal::tape_name;
use crate::texts::NameSet;

/// Expressions grow to this many nodes: some two lines of text.
const LONGEST: usize = 48;

/// Inlines in a body, whose results are read at its end.
pub fn inline(
    stmts: Vec<Stmt>,
    results: &mut [Expr],
    names: &Names,
    mut facts: Facts,
) -> Vec<Stmt> {
    let scopes = std::mem::take(&mut facts.scopes);
    let mut pass = Inline {
        facts,
        scopes,
        named: &names.named,
        generic: names.generic,
        frames: Vec::new(),
        pending: Vec::new(),
        by_def: Table::default(),
        readers: Table::default(),
        calls: Vec::new(),
        aliases: Table::default(),
        tape: tape_name(),
    };
    pass.block(stmts, results)
}

/// A definition or assignment that has not got its place yet.
#[derive(Debug)]
struct Pending {
    frame: usize,
    slot: usize,
    name: Ident,
    def: Def,
    /// The flag for `mut` of `let name = ..`; none for `name = ..`.
    defines: Option<bool>,
    init: Expr,
    size: usize,
}

struct Inline<'a> {
    facts: Facts,
    scopes: Scopes,
    named: &'a NameSet,
    generic: bool,
    /// The output of the blocks around the present statement; `None` is a reserved place.
    frames: Vec<Vec<Option<Stmt>>>,
    /// All that were ever pending.
    pending: Vec<Option<Pending>>,
    by_def: Table<Option<usize>>,
    /// Who is pending and reads a definition.
    readers: Table<Vec<usize>>,
    /// Who is pending and has a call.
    calls: Vec<usize>,
    /// What stands for a second name.
    aliases: Table<Option<Ident>>,
    tape: Ident,
}

impl Inline<'_> {
    // ----- blocks and statements -----

    fn block(&mut self, stmts: Vec<Stmt>, results: &mut [Expr]) -> Vec<Stmt> {
        let mark = self.scopes.enter();
        let first = self.pending.len();
        self.frames.push(Vec::with_capacity(stmts.len()));
        for stmt in stmts {
            self.stmt(stmt);
        }
        for result in &*results {
            self.effects(result, true);
        }
        for result in results {
            self.substitute(result);
        }
        for id in first..self.pending.len() {
            self.put(id);
        }
        self.scopes.leave(mark);
        self.frames.pop().unwrap_or_default().into_iter().flatten().collect()
    }

    fn scoped(&mut self, stmts: &mut Vec<Stmt>) {
        *stmts = self.block(std::mem::take(stmts), &mut []);
    }

    fn emit(&mut self, stmt: Stmt) {
        if let Some(frame) = self.frames.last_mut() {
            frame.push(Some(stmt));
        }
    }

    fn stmt(&mut self, mut stmt: Stmt) {
        match &mut stmt {
            Stmt::Let { .. } => return self.definition(stmt),
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                self.effects(init, false);
                self.substitute(init);
                for name in names {
                    self.define(name);
                }
            }
            Stmt::Assign(..) => return self.assign(stmt),
            Stmt::Expr(expr) => {
                self.effects(expr, true);
                self.substitute(expr);
                self.put_calls();
            }
            Stmt::If(cond, then, otherwise) => {
                self.top(cond);
                self.scoped(then);
                self.scoped(otherwise);
            }
            Stmt::Match(selector, arms) => {
                self.top(selector);
                arms.iter_mut().for_each(|arm| self.scoped(arm));
            }
            Stmt::For(var, range, body) => {
                self.top(range);
                let mark = self.scopes.enter();
                self.define(var);
                self.scoped(body);
                self.scopes.leave(mark);
            }
            Stmt::While(header, cond, body) => {
                self.put_calls();
                // evaluated again and again: a block of its own, which nothing enters
                *header = self.block(std::mem::take(header), std::slice::from_mut(cond));
                self.scoped(body);
            }
            Stmt::Break => (0..self.pending.len()).for_each(|id| self.put(id)),
            Stmt::Verbatim(_, names) => {
                names.iter().for_each(|name| self.mention(name));
                self.put_calls();
            }
        }
        self.emit(stmt);
    }

    /// The expression of a control statement, evaluated once, before the blocks.
    fn top(&mut self, expr: &mut Expr) {
        self.effects(expr, false);
        self.substitute(expr);
        self.put_calls();
    }

    fn definition(&mut self, stmt: Stmt) {
        let Stmt::Let { name, mutable, ty, init } = stmt else { return };
        let Some(mut init) = init else {
            let def = self.define(&name);
            let fact = self.facts.table.get(def);
            // the first assignment on each path gives it its value
            let mutable = fact.compound || fact.changed || mutable && self.is_written(def);
            return self.emit(Stmt::Let { name, mutable, ty, init });
        };
        self.effects(&init, false);
        let size = self.substitute(&mut init);
        let other = match &init {
            Expr::Name(other) if ty.is_none() => Some((other.clone(), self.scopes.find(other))),
            _ => None,
        };
        let def = self.define(&name);
        if let Some((other, target)) = other
            && self.is_alias(&name, def, &other, target)
        {
            *self.aliases.entry(def) = Some(other);
            return;
        }
        if ty.is_none() && self.may_wait(&name, def, &init) {
            return self.wait(name, def, Some(mutable), init, size);
        }
        // references are written through without `mut`; what the user's tokens do is not known
        let mutable = mutable && (self.is_written(def) || self.facts.table.get(def).fixed);
        self.emit(Stmt::Let { name, mutable, ty, init: Some(init) });
    }

    fn is_written(&self, def: Def) -> bool {
        let fact = self.facts.table.get(def);
        fact.assigns > 0 || fact.changed
    }

    fn is_alias(&mut self, name: &Ident, def: Def, other: &Ident, target: Def) -> bool {
        let definitions = self.facts.texts.get(self.scopes.text(other)).copied().unwrap_or(0);
        let visible = match target {
            Def::Local(_) => definitions == 1,
            Def::Outer(_) => definitions == 0,
        };
        let written = self.is_written(def) || self.is_written(target);
        let fixed = self.facts.table.get(def).fixed;
        visible && !written && !fixed && !self.named.contains(name)
    }

    fn assign(&mut self, stmt: Stmt) {
        let Stmt::Assign(mut place, op, mut value) = stmt else { return };
        self.effects(&value, matches!(value, Expr::Call(..) | Expr::Apply(..)));
        self.effects(&place, false);
        let element = |place: &Expr| any(place, &|part| matches!(part, Expr::Index(..)));
        if self.generic
            && op != "="
            && element(&place)
            && let Some(base) = base(&place)
        {
            let def = self.find(base);
            self.written(def);
        }
        let size = self.substitute(&mut value);
        let target = match &place {
            Expr::Name(name) => Some((name.clone(), self.scopes.find(name))),
            _ => None,
        };
        let mut stmt = match target {
            Some((name, def)) => {
                let Some(value) = self.extend(def, op, value, size) else { return };
                self.written(def);
                if op == "=" && !self.named.contains(&name) && self.is_movable(&value) {
                    return self.wait(name, def, None, value, size);
                }
                Stmt::Assign(place, op, value)
            }
            None => {
                if let Some(base) = base(&place) {
                    let def = self.find(base);
                    self.written(def);
                }
                self.substitute(&mut place);
                Stmt::Assign(place, op, value)
            }
        };
        self.put_calls();
        algebra::fold_sign(&mut stmt);
        self.emit(stmt);
    }

    /// `name += value` makes the pending `name` longer; the value comes back if it cannot.
    fn extend(&mut self, def: Def, op: &'static str, value: Expr, size: usize) -> Option<Expr> {
        let operator = match op {
            "+=" => "+",
            "-=" => "-",
            _ => return Some(value),
        };
        let here = self.frames.len() - 1;
        let Some(id) = self.by_def.get(def) else { return Some(value) };
        let fits = self.pending[id]
            .as_ref()
            .is_some_and(|pending| pending.frame == here && pending.size + size < LONGEST);
        if !fits || !self.is_movable(&value) {
            return Some(value);
        }
        let Some(pending) = self.take(id) else { return Some(value) };
        if pending.defines.is_some() {
            let fact = self.facts.table.entry(def);
            fact.assigns -= 1;
        }
        let mut init = Expr::binary(operator, pending.init, value);
        algebra::fold_again(&mut init);
        let size = pending.size + size + 1;
        self.wait(pending.name, def, pending.defines, init, size);
        None
    }

    // ----- pending definitions -----

    fn define(&mut self, name: &Ident) -> Def {
        // code that means an outer variable of this name must not come in here
        let before = self.scopes.find(name);
        self.written(before);
        self.scopes.define(name)
    }

    fn may_wait(&self, name: &Ident, def: Def, init: &Expr) -> bool {
        let fact = self.facts.table.get(def);
        let useful = fact.assigns > 0 || fact.reads == 1;
        useful
            && !fact.changed
            && !fact.fixed
            && !self.named.contains(name)
            && self.is_movable(init)
    }

    /// May be evaluated later, if what it reads stays.
    fn is_movable(&self, expr: &Expr) -> bool {
        !any(expr, &|part| match part {
            Expr::Verbatim(..) | Expr::Closure { .. } | Expr::Select(..) | Expr::Branch(..) => true,
            Expr::Apply(..) => true,
            Expr::Vec(_) | Expr::VecRepeat(..) | Expr::Unary("&mut ", _) => true,
            Expr::Method(_, method, _) => writes_receiver(method),
            Expr::Call(path, _) => takes(path),
            _ => false,
        })
    }

    fn wait(&mut self, name: Ident, def: Def, defines: Option<bool>, init: Expr, size: usize) {
        let frame = self.frames.len() - 1;
        let slot = self.frames[frame].len();
        self.frames[frame].push(None);
        let id = self.pending.len();
        let mut reads = Vec::new();
        init.for_each_name(&mut |name| reads.push(self.scopes.find(name)));
        let view = reads.iter().any(|read| self.facts.table.get(*read).view);
        let calls = view || any(&init, &|part| matches!(part, Expr::Call(..) | Expr::Apply(..)));
        for read in reads {
            self.readers.entry(read).push(id);
        }
        if calls {
            self.calls.push(id);
        }
        *self.by_def.entry(def) = Some(id);
        self.pending.push(Some(Pending { frame, slot, name, def, defines, init, size }));
    }

    fn take(&mut self, id: usize) -> Option<Pending> {
        let pending = self.pending[id].take()?;
        *self.by_def.entry(pending.def) = None;
        Some(pending)
    }

    /// Puts a pending definition where it stood.
    fn put(&mut self, id: usize) {
        let Some(pending) = self.take(id) else { return };
        let stmt = if let Some(mutable) = pending.defines {
            let init = Some(pending.init);
            let mutable = mutable && self.is_written(pending.def);
            Stmt::Let { name: pending.name, mutable, ty: None, init }
        } else {
            Stmt::Assign(Expr::Name(pending.name), "=", pending.init)
        };
        self.frames[pending.frame][pending.slot] = Some(stmt);
    }

    fn put_calls(&mut self) {
        for id in std::mem::take(&mut self.calls) {
            self.put(id);
        }
    }

    /// A definition is written or moved: nothing that reads it may come later.
    fn written(&mut self, def: Def) {
        for id in std::mem::take(self.readers.entry(def)) {
            self.put(id);
        }
        self.mentioned(def);
    }

    /// What reads a name is not read later.
    fn readers_first(&mut self, name: &Ident) {
        let def = self.find(name);
        for id in std::mem::take(self.readers.entry(def)) {
            self.put(id);
        }
    }

    /// A definition is used as it is.
    fn mentioned(&mut self, def: Def) {
        if let Some(id) = self.by_def.get(def) {
            self.put(id);
        }
    }

    fn mention(&mut self, name: &Ident) {
        let def = self.find(name);
        self.mentioned(def);
    }

    /// The definition that a name means, or that its first name does.
    fn find(&mut self, name: &Ident) -> Def {
        let def = self.scopes.find(name);
        match self.aliases.peek(def) {
            Some(Some(other)) => self.scopes.find(other),
            _ => def,
        }
    }
}

/// The nodes of an expression, closures aside.
fn size(expr: &Expr) -> usize {
    if let Expr::Closure { .. } | Expr::Branch(..) = expr {
        return LONGEST;
    }
    let mut count = 1;
    for_each_child(expr, &mut |child| count += size(child));
    count
}
