//! Expressions of the statement that is being placed: what their evaluation writes, and what they take
//! along.

use proc_macro2::{Ident, TokenStream};

use super::{Inline, LONGEST, size};
use crate::code::{Expr, Stmt, ends_in};
use crate::simplify::scope::Def;
use crate::simplify::{algebra, base, for_each_child, for_each_child_mut, takes, writes_receiver};

impl Inline<'_> {
    /// What the evaluation of an expression writes; with `moves`, variables that stand alone as
    /// arguments may be moved, or be references to what is written.
    pub(super) fn effects(&mut self, expr: &Expr, moves: bool) {
        match expr {
            Expr::Name(name) if *name == self.tape => self.readers_first(name),
            Expr::Name(_) | Expr::Field(..) | Expr::Index(..) if moves => {
                if let Some(name) = base(expr) {
                    self.readers_first(name);
                }
                for_each_child(expr, &mut |child| self.effects(child, false));
            }
            Expr::Unary("&mut ", place) => {
                if let Some(name) = base(place) {
                    let def = self.find(name);
                    self.written(def);
                }
            }
            Expr::Method(receiver, method, args) => {
                if let (true, Some(name)) = (writes_receiver(method), base(receiver)) {
                    let def = self.find(name);
                    self.written(def);
                }
                self.effects(receiver, false);
                args.iter().for_each(|arg| self.effects(arg, moves));
            }
            Expr::Call(path, args) if takes(path) => {
                for arg in args {
                    if let Some(name) = base(arg) {
                        let def = self.find(name);
                        self.written(def);
                    }
                    self.effects(arg, false);
                }
            }
            Expr::Call(_, args)
            | Expr::Tuple(args)
            | Expr::Struct(_, _, args)
            | Expr::Array(args) => {
                args.iter().for_each(|arg| self.effects(arg, moves));
            }
            Expr::Closure { body, .. } => body.iter().for_each(|stmt| self.effects_of(stmt)),
            expr => for_each_child(expr, &mut |child| self.effects(child, false)),
        }
    }

    /// What a closure's statement writes; its own variables have no readers outside.
    fn effects_of(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { init, .. } => init.iter().for_each(|init| self.effects(init, false)),
            Stmt::LetTuple { init, .. } | Stmt::LetSome { source: init, .. } => {
                self.effects(init, false);
            }
            Stmt::Assign(place, _, value) => {
                self.effects(value, false);
                if let Some(name) = base(place) {
                    let def = self.find(name);
                    self.written(def);
                }
            }
            Stmt::Expr(expr) => self.effects(expr, true),
            Stmt::If(_, then, otherwise) => {
                then.iter().chain(otherwise).for_each(|stmt| self.effects_of(stmt));
            }
            Stmt::Match(_, arms) => {
                arms.iter().flatten().for_each(|stmt| self.effects_of(stmt));
            }
            Stmt::For(_, _, body) => body.iter().for_each(|stmt| self.effects_of(stmt)),
            Stmt::While(header, _, body) => {
                header.iter().chain(body).for_each(|stmt| self.effects_of(stmt));
            }
            Stmt::Break | Stmt::Verbatim(..) => {}
        }
    }

    /// Puts pending definitions into the expression that reads them; its size.
    pub(super) fn substitute(&mut self, expr: &mut Expr) -> usize {
        let mut size = size(expr);
        let before = size;
        self.substitute_in(expr, &mut size);
        if size != before {
            algebra::fold_again(expr);
        }
        size
    }

    fn substitute_in(&mut self, expr: &mut Expr, size: &mut usize) {
        match expr {
            Expr::Name(name) => {
                let def = self.scopes.find(name);
                if let Some(Some(other)) = self.aliases.peek(def) {
                    *name = other.clone();
                } else if let Some(init) = self.substitute_for(def, size) {
                    *expr = init;
                }
            }
            // the last use of a temporary moves it
            Expr::Call(path, args) if keeps(path, args) => {
                if let Some(Expr::Unary("&", inner)) = args.first()
                    && let Expr::Name(name) = &**inner
                {
                    let def = self.scopes.find(name);
                    if let Some(init) = self.substitute_for(def, size) {
                        *expr = init;
                    } else {
                        args.iter_mut().for_each(|arg| self.substitute_in(arg, size));
                    }
                }
            }
            // a borrow of a temporary keeps its name
            Expr::Unary("&" | "&mut ", inner) | Expr::Payload(inner, _)
                if matches!(**inner, Expr::Name(_)) =>
            {
                if let Expr::Name(name) = &mut **inner {
                    self.mention(name);
                    self.rename(name);
                }
            }
            Expr::Closure { params, body, result, .. } => {
                let mark = self.scopes.enter();
                for param in params {
                    self.define(param);
                }
                let results = result
                    .as_mut()
                    .map_or(&mut [][..], |result| std::slice::from_mut(&mut **result));
                *body = self.block(std::mem::take(body), results);
                self.scopes.leave(mark);
            }
            Expr::Select(scrutinee, _, names) => {
                self.substitute_in(scrutinee, size);
                names.iter().for_each(|name| self.mention(name));
            }
            Expr::Verbatim(_, names) => names.iter().for_each(|name| self.mention(name)),
            Expr::Branch(selector, _, arms) => {
                self.substitute_in(selector, size);
                for (body, value) in arms {
                    *body = self.block(std::mem::take(body), std::slice::from_mut(value));
                }
            }
            expr => for_each_child_mut(expr, &mut |child| self.substitute_in(child, size)),
        }
    }

    fn rename(&mut self, name: &mut Ident) {
        let def = self.scopes.find(name);
        if let Some(Some(other)) = self.aliases.peek(def) {
            *name = other.clone();
        }
    }

    /// The expression that a read of the definition becomes.
    fn substitute_for(&mut self, def: Def, size: &mut usize) -> Option<Expr> {
        let id = self.by_def.get(def)?;
        let pending = self.pending[id].as_ref()?;
        let fact = self.facts.table.get(def);
        let only = pending.defines.is_some() && fact.reads == 1 && fact.assigns == 0;
        let fits = *size + pending.size <= LONGEST;
        if !only || !fits || pending.frame != self.frames.len() - 1 {
            self.put(id);
            return None;
        }
        *size += pending.size;
        self.take(id).map(|pending| pending.init)
    }
}

/// `keep(&name)`, also of a result.
fn keeps(path: &TokenStream, args: &[Expr]) -> bool {
    ends_in(path, &["keep", "with_copied_error"])
        && matches!(args, [Expr::Unary("&", inner)] if matches!(**inner, Expr::Name(_)))
}
