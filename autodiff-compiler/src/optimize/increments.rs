//! What the body of a loop adds into shadows.
//!
//! In: a body. Out: every `shadow[..] += value` in it, in the order of the text, with its index as
//! the loop sees it ([`Site`]), and which shadows the body uses in any other way.

use proc_macro2::Ident;

use super::affine::{Affine, Names};
use crate::code::{Expr, Stmt};
use crate::simplify::{for_each_block_mut, writes_receiver};
use crate::texts::{NameSet, Named};

/// An increment of an element: `base[index].. += value`.
#[derive(Clone, Debug)]
pub struct Site {
    pub place: Expr,
    pub base: String,
    /// The indices, outermost first; `None` where one is not affine.
    pub indices: Option<Vec<Affine>>,
    /// A statement of the body itself, so that each iteration runs it.
    pub always: bool,
}

/// The increments of a body, and its names.
pub struct Increments {
    pub sites: Vec<Site>,
    pub names: Names,
    /// How often each name occurs.
    occurrences: Named<usize>,
    /// What is defined in the body.
    local: NameSet,
    /// The body leaves its loop.
    pub leaves: bool,
}

impl Increments {
    /// Reads the body of a loop with this variable.
    pub fn of(variable: &Ident, body: &[Stmt]) -> Self {
        let names = Names {
            variable: variable.to_string(),
            own: Named::default(),
            touched: NameSet::default(),
        };
        let mut found = Self {
            sites: Vec::new(),
            names,
            occurrences: Named::default(),
            local: NameSet::default(),
            leaves: false,
        };
        for stmt in body {
            found.changes_of(stmt);
        }
        found.block(body, true, false);
        found
    }

    /// Whether the body defines a name.
    pub fn defines(&self, name: &str) -> bool {
        self.local.contains(&name)
    }

    /// Whether the body does nothing with a shadow but add to its elements.
    pub fn only_adds(&self, base: &str) -> bool {
        let sites = self.sites.iter().filter(|site| site.base == base).count();
        !self.local.contains(&base) && self.occurrences.get(&base) == Some(&sites)
    }

    /// What a statement writes, wherever in it: such names have no value that is known.
    fn changes_of(&mut self, stmt: &Stmt) {
        if let Stmt::Assign(place, ..) = stmt {
            self.changed(place);
        }
        if let Stmt::Verbatim(_, names) = stmt {
            names.iter().for_each(|name| self.unknown(name));
        }
        stmt.for_each_expr(&mut |expr| self.changes_in(expr));
        stmt.for_each_block(&mut |block| block.iter().for_each(|stmt| self.changes_of(stmt)));
    }

    fn changes_in(&mut self, expr: &Expr) {
        match expr {
            Expr::Unary("&mut ", place) => self.changed(place),
            Expr::Method(receiver, name, _) => {
                if writes_receiver(name) {
                    self.changed(receiver);
                }
                if *name != "len" {
                    self.touched(receiver);
                }
            }
            Expr::Call(_, args) | Expr::Apply(_, args) => {
                args.iter().for_each(|arg| self.touched(arg));
            }
            Expr::Verbatim(_, names) => names.iter().for_each(|name| self.unknown(name)),
            Expr::Closure { body, .. } => body.iter().for_each(|stmt| self.changes_of(stmt)),
            Expr::Branch(_, _, arms) => {
                for (body, _) in arms {
                    body.iter().for_each(|stmt| self.changes_of(stmt));
                }
            }
            _ => {}
        }
        crate::simplify::for_each_child(expr, &mut |child| self.changes_in(child));
    }

    /// What is a name alone may be a reference to something that changes its length.
    fn touched(&mut self, expr: &Expr) {
        if let Expr::Name(name) = expr {
            self.names.touched.insert(name, ());
        }
    }

    fn changed(&mut self, place: &Expr) {
        if let Some(name) = crate::simplify::base(place) {
            let name = name.clone();
            self.unknown(&name);
        }
    }

    fn unknown(&mut self, name: &Ident) {
        self.names.own.insert(name, None);
    }

    fn block(&mut self, stmts: &[Stmt], always: bool, inner: bool) {
        for stmt in stmts {
            self.stmt(stmt, always, inner);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, always: bool, inner: bool) {
        if let Stmt::Assign(place, "+=" | "-=", value) = stmt
            && let Some(base) = element_of(place)
        {
            let base = base.to_string();
            *self.occurrences.slot(&base).get_or_insert(0) += 1;
            let mut indices = Vec::new();
            self.indices(place, &mut indices);
            let indices = indices.into_iter().collect();
            self.sites.push(Site { place: place.clone(), base, indices, always });
            index_expressions(place, &mut |index| self.count(index));
            self.count(value);
            return;
        }
        stmt.for_each_expr(&mut |expr| self.count(expr));
        self.define(stmt);
        match stmt {
            Stmt::Break if !inner => self.leaves = true,
            Stmt::Verbatim(_, names) => {
                for name in names {
                    *self.occurrences.slot(name).get_or_insert(0) += 1;
                }
            }
            Stmt::For(_, _, body) => self.block(body, false, true),
            Stmt::While(header, _, body) => {
                self.block(header, false, true);
                self.block(body, false, true);
            }
            _ => stmt.for_each_block(&mut |block| self.block(block, false, inner)),
        }
    }

    /// Counts the names of an expression, also those in its statements.
    fn count(&mut self, expr: &Expr) {
        expr.for_each_name(&mut |name| {
            *self.occurrences.slot(name).get_or_insert(0) += 1;
        });
        definitions(expr, &mut |name| {
            self.local.insert(name, ());
            self.names.own.insert(name, None);
        });
    }

    /// Learns the names that a statement defines.
    fn define(&mut self, stmt: &Stmt) {
        let mut own = |name: &Ident, value: Option<Affine>, names: &mut Names| {
            // a second definition of a name makes both unknown
            let value = if names.own.contains(name) { None } else { value };
            self.local.insert(name, ());
            names.own.insert(name, value);
        };
        match stmt {
            Stmt::Let { name, mutable, init, .. } => {
                let value = match (mutable, init) {
                    (false, Some(init)) => self.names.value(init),
                    _ => None,
                };
                own(name, value, &mut self.names);
            }
            Stmt::LetTuple { names, .. } | Stmt::LetSome { names, .. } => {
                names.iter().for_each(|name| own(name, None, &mut self.names));
            }
            Stmt::For(name, ..) => own(name, None, &mut self.names),
            Stmt::Assign(..)
            | Stmt::Expr(_)
            | Stmt::If(..)
            | Stmt::Match(..)
            | Stmt::While(..)
            | Stmt::Break
            | Stmt::Verbatim(..) => {}
        }
    }

    fn indices(&self, place: &Expr, all: &mut Vec<Option<Affine>>) {
        if let Expr::Index(inner, index) = place {
            self.indices(inner, all);
            all.push(self.names.affine(index));
        }
    }
}

/// The variable of an element, a place of indices alone.
pub fn element_of(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Index(inner, index) if !matches!(**index, Expr::Range(..) | Expr::Array(_)) => {
            match &**inner {
                Expr::Name(name) => Some(name),
                inner => element_of(inner),
            }
        }
        _ => None,
    }
}

fn index_expressions(place: &Expr, f: &mut dyn FnMut(&Expr)) {
    if let Expr::Index(inner, index) = place {
        index_expressions(inner, f);
        f(index);
    }
}

/// The names that the statements of closures and branches define.
fn definitions(expr: &Expr, f: &mut dyn FnMut(&Ident)) {
    fn of_block(stmts: &[Stmt], f: &mut dyn FnMut(&Ident)) {
        for stmt in stmts {
            match stmt {
                Stmt::Let { name, .. } | Stmt::For(name, ..) => f(name),
                Stmt::LetTuple { names, .. } | Stmt::LetSome { names, .. } => {
                    names.iter().for_each(&mut *f);
                }
                Stmt::Assign(..)
                | Stmt::Expr(_)
                | Stmt::If(..)
                | Stmt::Match(..)
                | Stmt::While(..)
                | Stmt::Break
                | Stmt::Verbatim(..) => {}
            }
            stmt.for_each_expr(&mut |expr| definitions(expr, f));
            stmt.for_each_block(&mut |block| of_block(block, f));
        }
    }
    match expr {
        Expr::Closure { params, body, .. } => {
            params.iter().for_each(&mut *f);
            of_block(body, f);
        }
        Expr::Branch(_, _, arms) => arms.iter().for_each(|(body, _)| of_block(body, f)),
        _ => {}
    }
    crate::simplify::for_each_child(expr, &mut |child| definitions(child, f));
}

/// Calls `f` with every increment of an element, in the order of [`Increments::sites`].
pub fn for_each_site(stmts: &mut [Stmt], f: &mut dyn FnMut(&mut Stmt)) {
    for stmt in stmts {
        if let Stmt::Assign(place, "+=" | "-=", _) = stmt
            && element_of(place).is_some()
        {
            f(stmt);
        } else {
            for_each_block_mut(stmt, &mut |block| for_each_site(block, f));
        }
    }
}
