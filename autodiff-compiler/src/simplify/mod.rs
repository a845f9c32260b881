//! Makes generated code short: what a person would not write is removed.
//!
//! In and out: code. Unused pure definitions go; second names of one value go; a temporary with one
//! use moves into it when nothing between writes what it reads; sums that are built up in steps
//! become one expression; branches become values; neutral elements and double signs vanish; `mut`
//! stays only where something is written. Names of the user's keep their definitions, so the primal
//! reads as it was written. Every rewrite keeps values bit for bit (but for the sign of zero
//! cotangents), and every pass walks the code once: the time is linear in its size.
//!
//! * `scope`: which definition a name means, and what happens to it.
//! * `apart`, `algebra`, `unused`, `inline`, `branch`, `first`: the passes, in order.

mod algebra;
mod apart;
mod branch;
mod first;
mod inline;
mod scope;
#[cfg(test)]
mod tests;
mod unused;

use proc_macro2::Ident;

use crate::code::{Expr, Stmt, ends_in};
use crate::ir::{FloatKind, Function, Ty};
use crate::texts::NameSet;
pub use algebra::fold_again;
use scope::Facts;

/// Simplifies code of a function that ends with `results`.
pub fn simplify(stmts: Vec<Stmt>, results: &mut [Expr], function: &Function) -> Vec<Stmt> {
    simplify_but(stmts, results, &Names::of(function), false)
}

/// Simplifies a reverse sweep whose forward sweep stands elsewhere: what it reads of the primal has
/// been read before.
pub fn simplify_reverse(stmts: Vec<Stmt>, function: &Function) -> Vec<Stmt> {
    simplify_but(stmts, &mut [], &Names::of(function), true)
}

/// What is known of a function whose code is simplified.
#[derive(Default, Debug)]
struct Names {
    /// The texts of the user's names, whose definitions stay.
    named: NameSet,
    /// Its floats are of any type: `+=` is a function then, which borrows an element before its operand is there.
    generic: bool,
}

impl Names {
    fn of(function: &Function) -> Self {
        let named = function.vars.iter().filter(|data| data.named);
        let named = NameSet::of(named.map(|data| &data.name));
        let is_generic = |ty: &Ty| matches!(ty.float_kind(), Some(FloatKind::Generic(_)));
        let generic = function.vars.iter().any(|data| is_generic(&data.ty));
        Self { named, generic }
    }
}

/// Simplifies code. `again`: all that the code reads of the primal has been read before.
fn simplify_but(
    mut stmts: Vec<Stmt>,
    results: &mut [Expr],
    names: &Names,
    again: bool,
) -> Vec<Stmt> {
    apart::take_apart(&mut stmts, results);
    algebra::fold_all(&mut stmts, results);
    unused::remove(&mut stmts, results, again);
    let facts = Facts::of(&stmts, results);
    let mut stmts = inline::inline(stmts, results, names, facts);
    branch::values(&mut stmts, results, &names.named);
    first::steps(&mut stmts);
    stmts
}

// ----- walking -----

/// The blocks of a statement, in order.
pub fn for_each_block_mut(stmt: &mut Stmt, f: &mut dyn FnMut(&mut Vec<Stmt>)) {
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
        | Stmt::Break
        | Stmt::Verbatim(..) => {}
    }
}

/// The expressions of a statement outside its blocks, in order.
pub fn for_each_expr_mut(stmt: &mut Stmt, f: &mut dyn FnMut(&mut Expr)) {
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
        Stmt::Break | Stmt::Verbatim(..) => {}
    }
}

/// The parts of an expression, in order; the statements of closures and branches aside.
pub fn for_each_child<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) | Expr::Verbatim(..) => {}
        Expr::Unary(_, a)
        | Expr::Content(a)
        | Expr::Field(a, _)
        | Expr::Payload(a, _)
        | Expr::Cast(a, _)
        | Expr::Select(a, _, _) => f(a),
        Expr::Binary(_, a, b) | Expr::Index(a, b) | Expr::Repeat(a, b) | Expr::VecRepeat(a, b) => {
            f(a);
            f(b);
        }
        Expr::Method(a, _, args) | Expr::Apply(a, args) => {
            f(a);
            args.iter().for_each(f);
        }
        Expr::Call(_, args)
        | Expr::Tuple(args)
        | Expr::Struct(_, _, args)
        | Expr::Array(args)
        | Expr::Vec(args) => {
            args.iter().for_each(f);
        }
        Expr::Range(lo, hi, _) => lo.iter().chain(hi).for_each(|end| f(end)),
        Expr::Closure { result, .. } => result.iter().for_each(|result| f(result)),
        Expr::Branch(selector, _, arms) => {
            f(selector);
            arms.iter().for_each(|(_, value)| f(value));
        }
    }
}

/// As `for_each_child`.
pub fn for_each_child_mut(expr: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) | Expr::Verbatim(..) => {}
        Expr::Unary(_, a)
        | Expr::Content(a)
        | Expr::Field(a, _)
        | Expr::Payload(a, _)
        | Expr::Cast(a, _)
        | Expr::Select(a, _, _) => f(a),
        Expr::Binary(_, a, b) | Expr::Index(a, b) | Expr::Repeat(a, b) | Expr::VecRepeat(a, b) => {
            f(a);
            f(b);
        }
        Expr::Method(a, _, args) | Expr::Apply(a, args) => {
            f(a);
            args.iter_mut().for_each(f);
        }
        Expr::Call(_, args)
        | Expr::Tuple(args)
        | Expr::Struct(_, _, args)
        | Expr::Array(args)
        | Expr::Vec(args) => {
            args.iter_mut().for_each(f);
        }
        Expr::Range(lo, hi, _) => lo.iter_mut().chain(hi).for_each(|end| f(end)),
        Expr::Closure { result, .. } => result.iter_mut().for_each(|result| f(result)),
        Expr::Branch(selector, _, arms) => {
            f(selector);
            arms.iter_mut().for_each(|(_, value)| f(value));
        }
    }
}

/// Whether a condition holds for the expression or a part of it.
fn any(expr: &Expr, wanted: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = wanted(expr);
    for_each_child(expr, &mut |child| found = found || any(child, wanted));
    found
}

/// Names, elements and arithmetic: nothing that has an effect.
pub fn is_arithmetic(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) => true,
        Expr::Unary("-", inner) => is_arithmetic(inner),
        Expr::Index(left, right) | Expr::Binary(_, left, right) => {
            is_arithmetic(left) && is_arithmetic(right)
        }
        _ => false,
    }
}

/// The variable of a place.
pub fn base(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Name(name) => Some(name),
        Expr::Index(inner, _)
        | Expr::Field(inner, _)
        | Expr::Payload(inner, _)
        | Expr::Content(inner)
        | Expr::Unary(_, inner) => base(inner),
        _ => None,
    }
}

/// Another name for a variable in an expression.
pub fn rename(expr: &mut Expr, from: &Ident, to: &Ident) {
    if let Expr::Name(name) = expr
        && name == from
    {
        *name = to.clone();
    }
    match expr {
        Expr::Closure { body, .. } => rename_all(body, from, to),
        Expr::Branch(_, _, arms) => {
            arms.iter_mut().for_each(|(body, _)| rename_all(body, from, to));
        }
        _ => {}
    }
    for_each_child_mut(expr, &mut |child| rename(child, from, to));
}

/// The same, in statements.
pub fn rename_all(stmts: &mut [Stmt], from: &Ident, to: &Ident) {
    for stmt in stmts {
        for_each_expr_mut(stmt, &mut |expr| rename(expr, from, to));
        for_each_block_mut(stmt, &mut |block| rename_all(block, from, to));
    }
}

/// Methods of generated code that write their receiver.
pub fn writes_receiver(method: &Ident) -> bool {
    let method = method.to_string();
    ["push", "pop", "take", "due", "store", "restore", "start"].contains(&method.as_str())
}

/// `take_tangent(shadow)` and its like, where the shadow is a reference already: the call writes what it
/// is called on.
fn takes(path: &proc_macro2::TokenStream) -> bool {
    ends_in(path, &["take_tangent", "popped", "split_tail"])
}
