//! Removes definitions that nothing needs, and blocks that are left empty.
//!
//! A site is a statement. Sites with effects are needed; a needed site needs the control statements
//! around it and every site that defines a name it reads. What the marking does not reach goes, also
//! where such sites only need one another.

use proc_macro2::{Ident, Span};

use super::scope::{Def, Scopes, Table};
use super::{any, for_each_child, for_each_child_mut, for_each_expr_mut};
use crate::code::{Expr, Stmt};
use crate::emit::primal::TAPE;
use crate::texts::{Texts, is};

pub fn remove(stmts: &mut Vec<Stmt>, results: &mut [Expr], again: bool) {
    let mut sites = Sites { again, ..Sites::default() };
    sites.enter_site(true);
    sites.block(stmts);
    results.iter().for_each(|result| sites.read(result));
    sites.leave_site();
    let (needed, defined) = sites.needed();
    let mut sweep = Sweep { needed, defined, sites: &sites.sites, next: 1 };
    sweep.block(stmts);
    results.iter_mut().for_each(|result| sweep.closures(result));
}

/// One statement; the first site is the body.
#[derive(Default, Debug)]
struct Site {
    parent: usize,
    effect: bool,
    uses: Vec<Def>,
    /// The `break`s of a loop: it is not the same loop without them.
    breaks: Vec<usize>,
    /// The variable that an assignment writes.
    target: Option<Def>,
    /// The site after the last one inside.
    end: usize,
}

#[derive(Default, Debug)]
struct Sites {
    sites: Vec<Site>,
    /// The sites that define each variable.
    definitions: Table<Vec<usize>>,
    scopes: Scopes,
    /// What has been defined: another definition is a value that is computed again.
    seen: Texts,
    /// Everything is.
    again: bool,
    current: usize,
    /// The loop that a `break` leaves.
    innermost: Option<usize>,
}

impl Sites {
    fn enter_site(&mut self, effect: bool) {
        let id = self.sites.len();
        let parent = self.current;
        let (uses, breaks) = (Vec::new(), Vec::new());
        self.sites.push(Site { parent, effect, uses, breaks, target: None, end: id + 1 });
        self.current = id;
    }

    fn leave_site(&mut self) {
        let end = self.sites.len();
        let site = &mut self.sites[self.current];
        site.end = end;
        self.current = site.parent;
    }

    fn define(&mut self, name: &Ident) -> Def {
        let def = self.scopes.define(name);
        self.definitions.entry(def).push(self.current);
        def
    }

    fn uses(&mut self, name: &Ident) {
        let def = self.scopes.find(name);
        self.sites[self.current].uses.push(def);
    }

    fn block(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            let again = self.is_again(stmt);
            self.enter_site(has_effect(stmt, again));
            self.stmt(stmt);
            self.leave_site();
        }
    }

    /// Defines names that have been defined before, by the same expression.
    fn is_again(&mut self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let { name, .. } => self.again || !self.seen.insert(name),
            _ => false,
        }
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
                self.sites[self.current].target = Some(def);
            }
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                self.read(init);
                for name in names {
                    self.define(name);
                }
            }
            Stmt::Assign(Expr::Name(name), _, value) => {
                self.read(value);
                let def = self.scopes.find(name);
                self.definitions.entry(def).push(self.current);
                let site = &mut self.sites[self.current];
                site.target = Some(def);
                // others may see what is outside
                site.effect |= matches!(def, Def::Outer(_));
            }
            Stmt::Assign(place, _, value) => {
                self.read(value);
                self.read(place);
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
                self.scopes.define(var);
                let outer = self.innermost.replace(self.current);
                self.block(body);
                self.innermost = outer;
                self.scopes.leave(mark);
            }
            Stmt::While(header, cond, body) => {
                let mark = self.scopes.enter();
                self.block(header);
                self.read(cond);
                self.scopes.leave(mark);
                let outer = self.innermost.replace(self.current);
                self.scoped(body);
                self.innermost = outer;
            }
            Stmt::Break => {
                let site = self.current;
                if let Some(innermost) = self.innermost {
                    self.sites[innermost].breaks.push(site);
                }
            }
            Stmt::Verbatim(_, names) => names.iter().for_each(|name| self.uses(name)),
        }
    }

    fn read(&mut self, expr: &Expr) {
        match expr {
            Expr::Name(name) => self.uses(name),
            Expr::Closure { params, body, result, .. } => {
                let mark = self.scopes.enter();
                for param in params {
                    self.scopes.define(param);
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
                names.iter().for_each(|name| self.uses(name));
            }
            Expr::Verbatim(_, names) => names.iter().for_each(|name| self.uses(name)),
            expr => for_each_child(expr, &mut |child| self.read(child)),
        }
    }

    /// The sites that effects and results need, and the variables that these read.
    fn needed(&self) -> (Vec<bool>, Table<bool>) {
        let mut needed = vec![false; self.sites.len()];
        let mut defined: Table<bool> = Table::default();
        let effects = self.sites.iter().enumerate().filter(|(_, site)| site.effect);
        let mut work: Vec<usize> = effects.map(|(id, _)| id).collect();
        while let Some(id) = work.pop() {
            if std::mem::replace(&mut needed[id], true) {
                continue;
            }
            let site = &self.sites[id];
            work.push(site.parent);
            work.extend(&site.breaks);
            for def in &site.uses {
                if !std::mem::replace(defined.entry(*def), true) {
                    work.extend(self.definitions.get(*def));
                }
            }
        }
        (needed, defined)
    }
}

/// Drops what is not needed, in the order in which the sites were numbered.
struct Sweep<'a> {
    sites: &'a [Site],
    needed: Vec<bool>,
    defined: Table<bool>,
    next: usize,
}

impl Sweep<'_> {
    fn block(&mut self, stmts: &mut Vec<Stmt>) {
        stmts.retain_mut(|stmt| {
            let id = self.next;
            if !self.needed[id] {
                self.next = self.sites[id].end;
                return false;
            }
            self.next += 1;
            self.stmt(stmt);
            // the value of an unused variable is evaluated for its effects only
            if let (Some(Def::Local(i)), Stmt::Assign(_, _, value)) =
                (self.sites[id].target, &mut *stmt)
                && !self.defined.get(Def::Local(i))
            {
                let init = Some(std::mem::replace(value, Expr::Tuple(Vec::new())));
                let name = Ident::new("_", Span::mixed_site());
                *stmt = Stmt::Let { name, mutable: false, ty: None, init };
            }
            if let (Some(Def::Local(i)), Stmt::Let { ty: None, init: Some(init), .. }) =
                (self.sites[id].target, &mut *stmt)
                && !self.defined.get(Def::Local(i))
            {
                unwrap(init);
            }
            true
        });
    }

    fn stmt(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Assign(place, _, value) => {
                self.closures(value);
                self.closures(place);
            }
            Stmt::If(cond, then, otherwise) => {
                self.closures(cond);
                self.block(then);
                self.block(otherwise);
            }
            Stmt::Match(selector, arms) => {
                self.closures(selector);
                arms.iter_mut().for_each(|arm| self.block(arm));
            }
            Stmt::For(_, range, body) => {
                self.closures(range);
                self.block(body);
            }
            Stmt::While(header, cond, body) => {
                self.block(header);
                self.closures(cond);
                self.block(body);
            }
            Stmt::Let { .. }
            | Stmt::LetTuple { .. }
            | Stmt::LetSome { .. }
            | Stmt::Expr(_)
            | Stmt::Break
            | Stmt::Verbatim(..) => for_each_expr_mut(stmt, &mut |expr| self.closures(expr)),
        }
    }

    fn closures(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure { body, result, .. } => {
                self.block(body);
                result.iter_mut().for_each(|result| self.closures(result));
            }
            Expr::Branch(selector, _, arms) => {
                self.closures(selector);
                for (body, value) in arms {
                    self.block(body);
                    self.closures(value);
                }
            }
            expr => for_each_child_mut(expr, &mut |child| self.closures(child)),
        }
    }
}

/// An `Ok` that is evaluated for the effects of what it holds leaves to nothing what its error is.
fn unwrap(init: &mut Expr) {
    while let Expr::Call(path, args) = init
        && is_wrapper(&path.to_string().replace(' ', ""))
        && let Some(inner) = args.pop()
    {
        *init = inner;
    }
}

/// What makes one value of another, and does nothing else: also the form in which a result lends its error.
fn is_wrapper(path: &str) -> bool {
    WRAPPERS.contains(&path) || path.ends_with("__private::lending")
}

/// Variants of the standard library that hold one value.
const WRAPPERS: &[&str] =
    &["::core::option::Option::Some", "::core::result::Result::Ok", "::core::result::Result::Err"];

/// Does something besides defining names; control statements have the effects inside them.
fn has_effect(stmt: &Stmt, again: bool) -> bool {
    match stmt {
        Stmt::Let { init, .. } => init.as_ref().is_some_and(|init| !is_pure(init, again)),
        Stmt::LetTuple { init, .. } => !is_pure(init, false),
        Stmt::Assign(Expr::Name(_), _, value) => !is_pure(value, false),
        Stmt::LetSome { .. } | Stmt::Assign(..) | Stmt::Expr(_) | Stmt::Verbatim(..) => true,
        Stmt::If(..) | Stmt::Match(..) | Stmt::For(..) | Stmt::While(..) | Stmt::Break => false,
    }
}

/// No effect but its value. Operations of the IR are pure but for panics; reads of elements stay,
/// since a function that panics has a derivative that does, but for those that are done again. Calls
/// with the tape are in step with their reverse.
fn is_pure(expr: &Expr, again: bool) -> bool {
    !any(expr, &|part| match part {
        Expr::Unary("&mut ", _) | Expr::Verbatim(..) | Expr::Payload(..) => true,
        Expr::Index(..) => !again,
        // a closure of the caller's may count its calls
        Expr::Apply(..) => true,
        Expr::Name(name) => is(name, TAPE),
        Expr::Method(_, method, _) => super::writes_receiver(method),
        Expr::Call(path, _) => super::takes(path),
        _ => false,
    })
}
