//! Which definition a name means, and what happens to it.
//!
//! A name may be defined more than once (in both sweeps, or in a closure). Passes that visit
//! statements in source order (expressions, then what they define, then blocks) number definitions
//! alike, so facts that one pass collects serve the next.

use proc_macro2::Ident;

use super::{for_each_child, writes_receiver};
use crate::code::{Expr, Stmt};
use crate::texts::Texts;

/// A definition: inside the code, or outside (parameters and paths).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Def {
    Local(usize),
    Outer(usize),
}

/// The definitions that are visible while code is walked.
#[derive(Clone, Default, Debug)]
pub struct Scopes {
    /// A number for each text.
    texts: Texts,
    /// What each text means at this point.
    visible: Vec<Option<Def>>,
    shadowed: Vec<(usize, Option<Def>)>,
    locals: usize,
}

impl Scopes {
    /// For another walk over the same code.
    pub fn again(mut self) -> Self {
        self.leave(0);
        self.locals = 0;
        self
    }

    /// The number of a name's text.
    pub fn text(&mut self, name: &Ident) -> usize {
        let text = self.texts.number(name);
        if text == self.visible.len() {
            self.visible.push(None);
        }
        text
    }

    pub fn define(&mut self, name: &Ident) -> Def {
        let text = self.text(name);
        let def = Def::Local(self.locals);
        self.locals += 1;
        let before = self.visible[text].replace(def);
        self.shadowed.push((text, before));
        def
    }

    pub fn find(&mut self, name: &Ident) -> Def {
        let text = self.text(name);
        self.visible[text].unwrap_or(Def::Outer(text))
    }

    /// Begins a scope.
    pub fn enter(&self) -> usize {
        self.shadowed.len()
    }

    /// Ends the scope that began with `mark`.
    pub fn leave(&mut self, mark: usize) {
        for (text, before) in self.shadowed.drain(mark..).rev() {
            self.visible[text] = before;
        }
    }
}

/// Something known of each definition.
#[derive(Clone, Default, Debug)]
pub struct Table<T> {
    locals: Vec<T>,
    outers: Vec<T>,
}

impl<T: Clone + Default> Table<T> {
    pub fn get(&self, def: Def) -> T {
        self.peek(def).cloned().unwrap_or_default()
    }

    pub fn peek(&self, def: Def) -> Option<&T> {
        match def {
            Def::Local(i) => self.locals.get(i),
            Def::Outer(i) => self.outers.get(i),
        }
    }

    pub fn entry(&mut self, def: Def) -> &mut T {
        let (list, i) = match def {
            Def::Local(i) => (&mut self.locals, i),
            Def::Outer(i) => (&mut self.outers, i),
        };
        if list.len() <= i {
            list.resize(i + 1, T::default());
        }
        &mut list[i]
    }
}

/// What happens to a definition.
#[derive(Clone, Copy, Default, Debug)]
pub struct Fact {
    /// Reads, and writes to parts.
    pub reads: usize,
    /// Assignments to the whole variable.
    pub assigns: usize,
    /// One of them is `+=` or `-=`.
    pub compound: bool,
    /// A part is written, or it is borrowed to be written.
    pub changed: bool,
    /// Tokens mention it, which cannot be rewritten.
    pub fixed: bool,
    /// May borrow from what its definition was called with.
    pub view: bool,
}

/// Facts about all definitions of a body.
#[derive(Default, Debug)]
pub struct Facts {
    pub table: Table<Fact>,
    /// How many definitions share a text, by its number.
    pub texts: Vec<usize>,
    pub scopes: Scopes,
}

impl Facts {
    pub fn of(stmts: &[Stmt], results: &[Expr]) -> Self {
        let mut facts = Self::default();
        facts.block(stmts);
        results.iter().for_each(|result| facts.read(result));
        facts.scopes = facts.scopes.again();
        facts
    }

    fn define(&mut self, name: &Ident) -> Def {
        let text = self.scopes.text(name);
        if self.texts.len() <= text {
            self.texts.resize(text + 1, 0);
        }
        self.texts[text] += 1;
        self.scopes.define(name)
    }

    fn entry(&mut self, name: &Ident) -> &mut Fact {
        let def = self.scopes.find(name);
        self.table.entry(def)
    }

    /// Statements whose names stay visible.
    fn block(&mut self, stmts: &[Stmt]) {
        stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn scoped(&mut self, stmts: &[Stmt]) {
        let mark = self.scopes.enter();
        self.block(stmts);
        self.scopes.leave(mark);
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { name, init, .. } => {
                init.iter().for_each(|init| self.read(init));
                let def = self.define(name);
                self.table.entry(def).view = matches!(init, Some(Expr::Call(..)));
            }
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                self.read(init);
                for name in names {
                    let def = self.define(name);
                    self.table.entry(def).view = true;
                }
            }
            Stmt::Assign(place, op, value) => {
                self.read(value);
                match place {
                    Expr::Name(name) => {
                        let fact = self.entry(name);
                        fact.assigns += 1;
                        fact.compound |= *op != "=";
                    }
                    place => self.write(place),
                }
            }
            Stmt::Expr(expr) => self.read(expr),
            Stmt::If(cond, then, otherwise) => {
                self.read(cond);
                self.scoped(then);
                self.scoped(otherwise);
            }
            Stmt::Match(selector, arms) => {
                self.read(selector);
                arms.iter().for_each(|arm| self.scoped(arm));
            }
            Stmt::For(var, range, body) => {
                self.read(range);
                let mark = self.scopes.enter();
                self.define(var);
                self.block(body);
                self.scopes.leave(mark);
            }
            Stmt::While(header, cond, body) => {
                let mark = self.scopes.enter();
                self.block(header);
                self.read(cond);
                self.scopes.leave(mark);
                self.scoped(body);
            }
            Stmt::Break => {}
            Stmt::Verbatim(_, names) => self.fix(names),
        }
    }

    fn fix(&mut self, names: &[Ident]) {
        for name in names {
            let fact = self.entry(name);
            fact.reads += 1;
            fact.fixed = true;
        }
    }

    fn read(&mut self, expr: &Expr) {
        match expr {
            Expr::Name(name) => self.entry(name).reads += 1,
            Expr::Unary("&mut ", place) => self.write(place),
            Expr::Method(receiver, method, args) if writes_receiver(method) => {
                self.write(receiver);
                args.iter().for_each(|arg| self.read(arg));
            }
            Expr::Closure { params, body, result, .. } => {
                let mark = self.scopes.enter();
                for param in params {
                    self.define(param);
                }
                self.block(body);
                result.iter().for_each(|result| self.read(result));
                self.scopes.leave(mark);
            }
            Expr::Branch(selector, _, arms) => {
                self.read(selector);
                for (body, value) in arms {
                    let mark = self.scopes.enter();
                    self.block(body);
                    self.read(value);
                    self.scopes.leave(mark);
                }
            }
            Expr::Select(scrutinee, _, names) => {
                self.read(scrutinee);
                self.fix(names);
            }
            Expr::Verbatim(_, names) => self.fix(names),
            expr => for_each_child(expr, &mut |child| self.read(child)),
        }
    }

    /// A place that is written, or borrowed to be written.
    fn write(&mut self, place: &Expr) {
        match place {
            Expr::Name(name) => {
                let fact = self.entry(name);
                fact.reads += 1;
                fact.changed = true;
            }
            Expr::Index(base, index) => {
                self.write(base);
                self.read(index);
            }
            Expr::Field(base, _)
            | Expr::Payload(base, _)
            | Expr::Content(base)
            | Expr::Unary(_, base) => self.write(base),
            other => self.read(other),
        }
    }
}
