//! Makes generated code short: what a person would not write is removed.
//!
//! In and out: code. Single-use temporaries move into their use when nothing between writes what
//! they read; unused pure definitions go; neutral elements and double signs vanish; `mut` stays only
//! where something is assigned. Every rewrite keeps values bit for bit (but for the sign of zero
//! cotangents).

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use crate::code::{Expr, Stmt};

/// Simplifies the body of a function; `kept` are names that the caller reads.
pub fn simplify(mut stmts: Vec<Stmt>, results: &mut [Expr]) -> Vec<Stmt> {
    for stmt in &mut stmts {
        fold_stmt(stmt);
    }
    for result in results.iter_mut() {
        fold(result);
    }
    loop {
        let before = size(&stmts);
        let counts = Counts::of(&stmts, results);
        stmts = remove_unused(stmts, &counts);
        let counts = Counts::of(&stmts, results);
        inline(&mut stmts, &counts, results);
        if size(&stmts) == before {
            break;
        }
    }
    let assigned = assigned(&stmts);
    set_mutable(&mut stmts, &assigned);
    stmts
}

fn size(stmts: &[Stmt]) -> usize {
    let mut count = 0;
    walk(stmts, &mut |_| count += 1);
    count
}

fn walk<'a>(stmts: &'a [Stmt], f: &mut dyn FnMut(&'a Stmt)) {
    for stmt in stmts {
        f(stmt);
        for_each_block(stmt, &mut |block| walk(block, f));
    }
}

fn for_each_block<'a>(stmt: &'a Stmt, f: &mut dyn FnMut(&'a Vec<Stmt>)) {
    match stmt {
        Stmt::If(_, then, otherwise) => {
            f(then);
            f(otherwise);
        }
        Stmt::Match(_, arms) => arms.iter().for_each(f),
        Stmt::For(_, _, body) => f(body),
        Stmt::While(header, _, body) => {
            f(header);
            f(body);
        }
        Stmt::Let { .. }
        | Stmt::LetTuple { .. }
        | Stmt::LetSome { .. }
        | Stmt::Assign(..)
        | Stmt::Expr(_)
        | Stmt::Verbatim(..) => {}
    }
}

fn for_each_block_mut(stmt: &mut Stmt, f: &mut dyn FnMut(&mut Vec<Stmt>)) {
    match stmt {
        Stmt::If(_, then, otherwise) => {
            f(then);
            f(otherwise);
        }
        Stmt::Match(_, arms) => arms.iter_mut().for_each(f),
        Stmt::For(_, _, body) => f(body),
        Stmt::While(header, _, body) => {
            f(header);
            f(body);
        }
        Stmt::Let { .. }
        | Stmt::LetTuple { .. }
        | Stmt::LetSome { .. }
        | Stmt::Assign(..)
        | Stmt::Expr(_)
        | Stmt::Verbatim(..) => {}
    }
}

// ----- uses -----

/// How often each name is read, and how often it is defined.
#[derive(Default)]
struct Counts {
    reads: BTreeMap<String, usize>,
    definitions: BTreeMap<String, usize>,
    /// Names that tokens mention, which cannot be rewritten.
    fixed: BTreeSet<String>,
}

impl Counts {
    fn of(stmts: &[Stmt], results: &[Expr]) -> Self {
        let mut counts = Self::default();
        for stmt in stmts {
            counts.stmt(stmt);
        }
        for result in results {
            counts.read(result);
        }
        counts
    }

    fn read(&mut self, expr: &Expr) {
        expr.for_each_name(&mut |name| *self.reads.entry(name.to_string()).or_default() += 1);
        self.fixed_names(expr);
        if let Expr::Closure { body, .. } = expr {
            body.iter().for_each(|stmt| self.definitions_in(stmt));
        }
        for_each_child(expr, &mut |child| self.closures(child));
    }

    /// Definitions inside closures count too.
    fn closures(&mut self, expr: &Expr) {
        if let Expr::Closure { body, .. } = expr {
            body.iter().for_each(|stmt| self.definitions_in(stmt));
        }
        for_each_child(expr, &mut |child| self.closures(child));
    }

    fn definitions_in(&mut self, stmt: &Stmt) {
        if let Stmt::Let { name, .. } = stmt {
            *self.definitions.entry(name.to_string()).or_default() += 1;
        }
        for_each_block(stmt, &mut |block| {
            block.iter().for_each(|stmt| self.definitions_in(stmt));
        });
    }

    fn fixed_names(&mut self, expr: &Expr) {
        if let Expr::Verbatim(_, names) | Expr::Select(_, _, names) = expr {
            self.fixed.extend(names.iter().map(ToString::to_string));
        }
        for_each_child(expr, &mut |child| self.fixed_names(child));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { name, init, .. } => {
                *self.definitions.entry(name.to_string()).or_default() += 1;
                if let Some(init) = init {
                    self.read(init);
                }
            }
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                for name in names {
                    *self.definitions.entry(name.to_string()).or_default() += 1;
                }
                self.read(init);
            }
            Stmt::Assign(place, op, value) => {
                // an assignment to a whole variable does not read it, but keeps it from moving
                if *op != "=" || !matches!(place, Expr::Name(_)) {
                    self.read(place);
                } else if let Expr::Name(name) = place {
                    *self.definitions.entry(name.to_string()).or_default() += 1;
                }
                self.read(value);
            }
            Stmt::Expr(expr) => self.read(expr),
            Stmt::If(cond, ..) => self.read(cond),
            Stmt::Match(selector, _) => self.read(selector),
            Stmt::For(_, range, _) => self.read(range),
            Stmt::While(_, cond, _) => self.read(cond),
            Stmt::Verbatim(_, names) => {
                for name in names {
                    *self.reads.entry(name.to_string()).or_default() += 2;
                    self.fixed.insert(name.to_string());
                }
            }
        }
        for_each_block(stmt, &mut |block| block.iter().for_each(|stmt| self.stmt(stmt)));
    }

    fn reads(&self, name: &Ident) -> usize {
        self.reads.get(&name.to_string()).copied().unwrap_or(0)
    }

    fn definitions(&self, name: &Ident) -> usize {
        self.definitions.get(&name.to_string()).copied().unwrap_or(0)
    }
}

fn for_each_child<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) | Expr::Verbatim(..) => {}
        Expr::Unary(_, a) | Expr::Field(a, _) | Expr::Cast(a, _) | Expr::Select(a, _, _) => f(a),
        Expr::Binary(_, a, b) | Expr::Index(a, b) | Expr::Repeat(a, b) | Expr::VecRepeat(a, b) => {
            f(a);
            f(b);
        }
        Expr::Method(a, _, args) => {
            f(a);
            args.iter().for_each(f);
        }
        Expr::Call(_, args) | Expr::Tuple(args) | Expr::Array(args) | Expr::Vec(args) => {
            args.iter().for_each(f);
        }
        Expr::Range(lo, hi, _) => lo.iter().chain(hi).for_each(|end| f(end)),
        Expr::Closure { result, .. } => result.iter().for_each(|result| f(result)),
    }
}

fn for_each_child_mut(expr: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) | Expr::Verbatim(..) => {}
        Expr::Unary(_, a) | Expr::Field(a, _) | Expr::Cast(a, _) | Expr::Select(a, _, _) => f(a),
        Expr::Binary(_, a, b) | Expr::Index(a, b) | Expr::Repeat(a, b) | Expr::VecRepeat(a, b) => {
            f(a);
            f(b);
        }
        Expr::Method(a, _, args) => {
            f(a);
            args.iter_mut().for_each(f);
        }
        Expr::Call(_, args) | Expr::Tuple(args) | Expr::Array(args) | Expr::Vec(args) => {
            args.iter_mut().for_each(f);
        }
        Expr::Range(lo, hi, _) => lo.iter_mut().chain(hi).for_each(|end| f(end)),
        Expr::Closure { result, .. } => result.iter_mut().for_each(|result| f(result)),
    }
}

// ----- unused definitions -----

fn remove_unused(stmts: Vec<Stmt>, counts: &Counts) -> Vec<Stmt> {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts {
        for_each_block_mut(&mut stmt, &mut |block| {
            *block = remove_unused(std::mem::take(block), counts);
        });
        let unused = |name: &Ident| counts.reads(name) == 0;
        match &stmt {
            Stmt::Let { name, init, .. } if unused(name) => match init {
                // assignments to it went as well
                None => continue,
                Some(init) if is_pure(init) => continue,
                Some(_) => {}
            },
            Stmt::Assign(Expr::Name(name), "=", value) if unused(name) => {
                if !is_pure(value) {
                    out.push(Stmt::Expr(value.clone()));
                }
                continue;
            }
            Stmt::If(_, then, otherwise) if then.is_empty() && otherwise.is_empty() => continue,
            Stmt::Match(_, arms) if arms.iter().all(Vec::is_empty) => continue,
            Stmt::For(_, _, body) if body.is_empty() => continue,
            _ => {}
        }
        out.push(stmt);
    }
    out
}

/// No effect but its value; a panic that goes away is no loss in a derivative.
fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Call(..) | Expr::Verbatim(..) | Expr::Closure { .. } | Expr::Index(..) => false,
        Expr::Binary("/" | "%", _, b) if !matches!(**b, Expr::Number(..)) => {
            // integer division may panic; float division may not, which is not known here
            let mut pure = true;
            for_each_child(expr, &mut |child| pure &= is_pure(child));
            pure
        }
        _ => {
            let mut pure = true;
            for_each_child(expr, &mut |child| pure &= is_pure(child));
            pure
        }
    }
}

// ----- inlining -----

/// Moves single-use definitions into the next statements that read them.
fn inline(stmts: &mut Vec<Stmt>, counts: &Counts, results: &mut [Expr]) {
    let mut i = 0;
    while i < stmts.len() {
        for_each_block_mut(&mut stmts[i], &mut |block| inline(block, counts, &mut []));
        let closure_blocks = &mut stmts[i];
        inline_in_closures(closure_blocks, counts);
        let Some((name, init)) = movable(&stmts[i], counts) else {
            i += 1;
            continue;
        };
        if place_into(&name, &init, stmts, i, results) {
            stmts.remove(i);
            i = i.saturating_sub(1);
        } else {
            i += 1;
        }
    }
}

fn inline_in_closures(stmt: &mut Stmt, counts: &Counts) {
    for_each_expr_mut(stmt, &mut |expr| closure_bodies(expr, counts));
}

fn closure_bodies(expr: &mut Expr, counts: &Counts) {
    if let Expr::Closure { body, result, .. } = expr {
        match result {
            Some(result) => inline(body, counts, std::slice::from_mut(&mut **result)),
            None => inline(body, counts, &mut []),
        }
    }
    for_each_child_mut(expr, &mut |child| closure_bodies(child, counts));
}

fn movable(stmt: &Stmt, counts: &Counts) -> Option<(Ident, Expr)> {
    let Stmt::Let { name, ty: None, init: Some(init), .. } = stmt else { return None };
    let single = counts.reads(name) == 1 && counts.definitions(name) == 1;
    let fixed = counts.fixed.contains(&name.to_string());
    let movable = single && !fixed && is_movable(init);
    movable.then(|| (name.clone(), init.clone()))
}

/// May be evaluated a little later: no calls into other functions.
fn is_movable(expr: &Expr) -> bool {
    match expr {
        Expr::Verbatim(..) | Expr::Closure { .. } | Expr::Select(..) | Expr::Vec(_) => false,
        Expr::VecRepeat(..) => false,
        _ => {
            let mut movable = true;
            for_each_child(expr, &mut |child| movable &= is_movable(child));
            movable
        }
    }
}

/// Replaces the one read of `name` behind `stmts[at]`, if nothing before it writes what `init` reads.
fn place_into(
    name: &Ident,
    init: &Expr,
    stmts: &mut [Stmt],
    at: usize,
    results: &mut [Expr],
) -> bool {
    let mut reads = BTreeSet::new();
    init.for_each_name(&mut |read| {
        reads.insert(read.to_string());
    });
    let calls = has_call(init);
    for stmt in stmts.iter_mut().skip(at + 1) {
        if mentions(stmt, name) {
            return !is_nested_use(stmt, name) && replace_in_stmt(stmt, name, init);
        }
        if calls && !matches!(stmt, Stmt::Let { .. }) {
            return false;
        }
        if writes_any(stmt, &reads) {
            return false;
        }
    }
    if calls && !results.is_empty() && at + 1 < stmts.len() {
        return false;
    }
    results.iter_mut().any(|result| replace(result, name, init))
}

fn has_call(expr: &Expr) -> bool {
    if matches!(expr, Expr::Call(..)) {
        return true;
    }
    let mut found = false;
    for_each_child(expr, &mut |child| found |= has_call(child));
    found
}

fn mentions(stmt: &Stmt, name: &Ident) -> bool {
    let mut found = false;
    stmt.for_each_name(&mut |other| found |= other == name);
    found
}

/// Read inside a block or a closure, where it might run more often.
fn is_nested_use(stmt: &Stmt, name: &Ident) -> bool {
    let mut nested = false;
    for_each_block(stmt, &mut |block| nested |= block.iter().any(|stmt| mentions(stmt, name)));
    if matches!(stmt, Stmt::While(..)) {
        return true;
    }
    for_each_expr(stmt, &mut |expr| nested |= in_closure(expr, name));
    nested
}

fn in_closure(expr: &Expr, name: &Ident) -> bool {
    if let Expr::Closure { .. } = expr {
        let mut found = false;
        expr.for_each_name(&mut |other| found |= other == name);
        return found;
    }
    let mut found = false;
    for_each_child(expr, &mut |child| found |= in_closure(child, name));
    found
}

/// Whether a statement writes one of the names, or may.
fn writes_any(stmt: &Stmt, reads: &BTreeSet<String>) -> bool {
    let mut writes = false;
    if let Stmt::Assign(place, ..) = stmt {
        writes |= base(place).is_some_and(|name| reads.contains(&name.to_string()));
    }
    for_each_expr(stmt, &mut |expr| writes |= borrows_mutably(expr, reads));
    for_each_block(stmt, &mut |block| {
        writes |= block.iter().any(|stmt| writes_any(stmt, reads));
    });
    writes
}

fn base(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Name(name) => Some(name),
        Expr::Index(base_expr, _) | Expr::Field(base_expr, _) | Expr::Unary(_, base_expr) => {
            base(base_expr)
        }
        _ => None,
    }
}

/// `&mut x`, or a shadow reference passed on, inside an expression.
fn borrows_mutably(expr: &Expr, names: &BTreeSet<String>) -> bool {
    match expr {
        Expr::Unary("&mut ", place) => {
            base(place).is_some_and(|name| names.contains(&name.to_string()))
        }
        Expr::Call(_, args) => args.iter().any(|arg| match arg {
            Expr::Name(name) => names.contains(&name.to_string()),
            arg => borrows_mutably(arg, names),
        }),
        Expr::Closure { .. } => {
            let mut found = false;
            expr.for_each_name(&mut |name| found |= names.contains(&name.to_string()));
            found
        }
        _ => {
            let mut found = false;
            for_each_child(expr, &mut |child| found |= borrows_mutably(child, names));
            found
        }
    }
}

fn for_each_expr<'a>(stmt: &'a Stmt, f: &mut dyn FnMut(&'a Expr)) {
    match stmt {
        Stmt::Let { init, .. } => init.iter().for_each(f),
        Stmt::LetTuple { init, .. } | Stmt::LetSome { source: init, .. } => f(init),
        Stmt::Assign(place, _, value) => {
            f(place);
            f(value);
        }
        Stmt::Expr(expr) => f(expr),
        Stmt::If(cond, ..) | Stmt::Match(cond, _) => f(cond),
        Stmt::For(_, range, _) => f(range),
        Stmt::While(_, cond, _) => f(cond),
        Stmt::Verbatim(..) => {}
    }
}

fn for_each_expr_mut(stmt: &mut Stmt, f: &mut dyn FnMut(&mut Expr)) {
    match stmt {
        Stmt::Let { init, .. } => init.iter_mut().for_each(f),
        Stmt::LetTuple { init, .. } | Stmt::LetSome { source: init, .. } => f(init),
        Stmt::Assign(place, _, value) => {
            f(place);
            f(value);
        }
        Stmt::Expr(expr) => f(expr),
        Stmt::If(cond, ..) | Stmt::Match(cond, _) => f(cond),
        Stmt::For(_, range, _) => f(range),
        Stmt::While(_, cond, _) => f(cond),
        Stmt::Verbatim(..) => {}
    }
}

fn replace_in_stmt(stmt: &mut Stmt, name: &Ident, init: &Expr) -> bool {
    let mut done = false;
    for_each_expr_mut(stmt, &mut |expr| done = done || replace(expr, name, init));
    if done {
        fold_stmt(stmt);
    }
    done
}

fn replace(expr: &mut Expr, name: &Ident, init: &Expr) -> bool {
    match expr {
        Expr::Name(other) if other == name => {
            *expr = init.clone();
            true
        }
        // a borrow of a temporary keeps its name
        Expr::Unary("&" | "&mut ", inner) if matches!(**inner, Expr::Name(_)) => false,
        _ => {
            let mut done = false;
            for_each_child_mut(expr, &mut |child| done = done || replace(child, name, init));
            done
        }
    }
}

// ----- algebra -----

fn fold_stmt(stmt: &mut Stmt) {
    for_each_expr_mut(stmt, &mut fold);
    if let Stmt::Assign(_, op @ ("+=" | "-="), value) = stmt
        && let Expr::Unary("-", inner) = value
    {
        *op = if *op == "+=" { "-=" } else { "+=" };
        *value = (**inner).clone();
    }
    for_each_block_mut(stmt, &mut |block| block.iter_mut().for_each(fold_stmt));
}

fn fold(expr: &mut Expr) {
    if let Expr::Closure { body, .. } = expr {
        body.iter_mut().for_each(fold_stmt);
    }
    for_each_child_mut(expr, &mut fold);
    let folded = match &*expr {
        Expr::Binary("*", a, b) if a.is_number(1.0) => Some((**b).clone()),
        Expr::Binary("*" | "/", a, b) if b.is_number(1.0) => Some((**a).clone()),
        Expr::Binary("+", a, b) if a.is_number(0.0) => Some((**b).clone()),
        Expr::Binary("+" | "-", a, b) if b.is_number(0.0) => Some((**a).clone()),
        Expr::Binary("+", a, b) => match &**b {
            Expr::Unary("-", inner) => Some(Expr::Binary("-", a.clone(), inner.clone())),
            _ => None,
        },
        Expr::Binary("-", a, b) => match &**b {
            Expr::Unary("-", inner) => Some(Expr::Binary("+", a.clone(), inner.clone())),
            _ => None,
        },
        Expr::Unary("-", inner) => match &**inner {
            Expr::Unary("-", twice) => Some((**twice).clone()),
            _ => None,
        },
        _ => None,
    };
    if let Some(folded) = folded {
        *expr = folded;
    }
}

// ----- mut -----

fn assigned(stmts: &[Stmt]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect_assigned(stmts, &mut names);
    names
}

fn collect_assigned(stmts: &[Stmt], names: &mut BTreeSet<String>) {
    walk(stmts, &mut |stmt| {
        if let Stmt::Assign(place, ..) = stmt
            && let Some(name) = base(place)
        {
            names.insert(name.to_string());
        }
        for_each_expr(stmt, &mut |expr| collect_borrowed(expr, names));
    });
}

fn collect_borrowed(expr: &Expr, names: &mut BTreeSet<String>) {
    match expr {
        Expr::Unary("&mut ", place) => {
            names.extend(base(place).map(ToString::to_string));
        }
        Expr::Method(receiver, method, _)
            if method == "push" || method == "pop" || method == "take" =>
        {
            names.extend(base(receiver).map(ToString::to_string));
        }
        Expr::Closure { body, .. } => collect_assigned(body, names),
        _ => {}
    }
    for_each_child(expr, &mut |child| collect_borrowed(child, names));
}

fn set_mutable(stmts: &mut [Stmt], assigned: &BTreeSet<String>) {
    for stmt in stmts {
        if let Stmt::Let { name, mutable, init, .. } = stmt {
            // without a value yet, the first assignment needs no `mut`
            *mutable = assigned.contains(&name.to_string()) && (init.is_some() || *mutable);
        }
        for_each_expr_mut(stmt, &mut |expr| closures_mutable(expr, assigned));
        for_each_block_mut(stmt, &mut |block| set_mutable(block, assigned));
    }
}

fn closures_mutable(expr: &mut Expr, assigned: &BTreeSet<String>) {
    if let Expr::Closure { body, .. } = expr {
        set_mutable(body, assigned);
    }
    for_each_child_mut(expr, &mut |child| closures_mutable(child, assigned));
}
