//! Edits that make a program smaller.
//!
//! In: a program. Out: edits, the greatest first, and the program after one. Invariant: an edit keeps
//! the types of expressions; names may be left without a declaration, which [`super::names`] finds.

use crate::syntax::visit::{self, Part};
use crate::syntax::{Adapter, Block, Expr, Node, Pattern, Program, Role, Stmt, Ty};

/// An edit. Numbers count parts in the order of [`visit`].
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Evaluate at this point only.
    Point(usize),
    /// Remove a function; constants stand for its calls.
    Function(usize),
    /// Remove a parameter and its arguments.
    Param(usize, usize),
    /// Remove statements of a block.
    Stmts(usize, std::ops::Range<usize>),
    /// Put the inside of a compound statement in its place; which of several is the second number.
    Unwrap(usize, usize),
    /// Put a part of an expression in its place.
    Child(usize, usize),
    /// Put a constant in the place of an expression; there are several.
    Constant(usize, usize),
    /// Make the head of a loop plain.
    Plain(usize),
    /// Remove an adapter of a chain that keeps the type of the items.
    Adapter(usize, usize),
}

/// All edits.
pub(super) fn all(program: &Program) -> Vec<Edit> {
    let mut edits: Vec<Edit> = (0..program.points.len()).map(Edit::Point).collect();
    edits.extend((0..program.functions.len() - 1).map(Edit::Function));
    let (mut blocks, mut stmts, mut exprs) = (Vec::new(), Vec::new(), Vec::new());
    let mut chains = Vec::new();
    visit::program(&mut program.clone(), &mut |part| match part {
        Part::Block(block) => blocks.push(block.stmts.len()),
        Part::Stmt(stmt) => stmts.push(insides(stmt).len()),
        Part::Expr(expr) => exprs.push(parts(expr).len()),
        Part::Chain(chain) => chains.push(chain.adapters.len()),
    });
    let longest = blocks.iter().copied().max().unwrap_or_default();
    let sizes = std::iter::successors(Some(longest), |size| Some(size / 2)).take_while(|s| *s > 0);
    for size in sizes {
        for (at, len) in blocks.iter().enumerate().filter(|(_, len)| size <= **len) {
            let starts = (0..len + 1 - size).step_by(size.div_ceil(2));
            edits.extend(starts.map(|start| Edit::Stmts(at, start..start + size)));
        }
    }
    for (at, count) in stmts.iter().enumerate() {
        edits.extend((0..*count).map(|which| Edit::Unwrap(at, which)));
    }
    for (at, count) in exprs.iter().enumerate() {
        edits.extend((0..*count).map(|which| Edit::Child(at, which)));
        edits.extend((0..2).map(|which| Edit::Constant(at, which)));
    }
    for (at, count) in chains.iter().enumerate() {
        edits.extend((0..*count).map(|which| Edit::Adapter(at, which)));
    }
    edits.extend((0..stmts.len()).map(Edit::Plain));
    for (at, function) in program.functions.iter().enumerate() {
        edits.extend((0..function.params.len()).map(|param| Edit::Param(at, param)));
    }
    edits
}

/// The program after an edit, if it has what is edited.
pub(super) fn apply(program: &Program, edit: &Edit) -> Option<Program> {
    let mut program = program.clone();
    let mut done = false;
    match edit.clone() {
        Edit::Point(at) => {
            done = program.points.len() > 1;
            program.points = vec![program.points.get(at)?.clone()];
        }
        Edit::Function(at) => {
            let function = program.functions.remove(at);
            // what a trait asks for, or gives, has more than one name
            let single = !matches!(function.role, Role::Implements(_) | Role::Default(_));
            done = single && replace_calls(&mut program, &function.name);
        }
        Edit::Param(function, param) => {
            done = remove_param(&mut program, function, param)?;
        }
        Edit::Stmts(at, range) => nth_block(&mut program, at, |block| {
            if range.end <= block.stmts.len() {
                block.stmts.drain(range.clone());
                done = true;
            }
        }),
        Edit::Unwrap(at, which) => unwrap_stmt(&mut program, at, which, &mut done),
        Edit::Child(at, which) => nth_expr(&mut program, at, |expr| {
            if let Some(part) = parts(expr).into_iter().nth(which) {
                *expr = part;
                done = true;
            }
        }),
        Edit::Constant(at, which) => nth_expr(&mut program, at, |expr| {
            if let Some(constant) = constant(&expr.ty, which).filter(|constant| constant != expr) {
                *expr = constant;
                done = true;
            }
        }),
        Edit::Plain(at) => nth_stmt(&mut program, at, |stmt| done = plain(stmt)),
        Edit::Adapter(at, which) => {
            let mut count = 0;
            visit::program(&mut program, &mut |part| {
                if let Part::Chain(chain) = part {
                    let here = count == at;
                    if here && chain.adapters.get(which).is_some_and(Adapter::keeps_type) {
                        chain.adapters.remove(which);
                        done = true;
                    }
                    count += 1;
                }
            });
        }
    }
    done.then_some(program)
}

fn nth_block(program: &mut Program, at: usize, mut edit: impl FnMut(&mut Block)) {
    let mut count = 0;
    visit::program(program, &mut |part| {
        if let Part::Block(block) = part {
            if count == at {
                edit(block);
            }
            count += 1;
        }
    });
}

fn nth_stmt(program: &mut Program, at: usize, mut edit: impl FnMut(&mut Stmt)) {
    let mut count = 0;
    visit::program(program, &mut |part| {
        if let Part::Stmt(stmt) = part {
            if count == at {
                edit(stmt);
            }
            count += 1;
        }
    });
}

fn nth_expr(program: &mut Program, at: usize, mut edit: impl FnMut(&mut Expr)) {
    let mut count = 0;
    visit::program(program, &mut |part| {
        if let Part::Expr(expr) = part {
            if count == at {
                edit(expr);
            }
            count += 1;
        }
    });
}

/// What can stand in the place of a statement.
fn insides(stmt: &Stmt) -> Vec<Vec<Stmt>> {
    match stmt {
        Stmt::For { name, range, body, .. } => {
            let pattern = Pattern::Name(name.clone(), false);
            let ty = Some(Ty::Int);
            let value = Some(range.low.clone());
            let counter = Stmt::Let { pattern, ty, value, otherwise: None };
            let mut stmts = body.stmts.clone();
            stmts.insert(0, counter);
            vec![body.stmts.clone(), stmts]
        }
        Stmt::Iterate { body, .. } | Stmt::While { body, .. } => vec![body.stmts.clone()],
        Stmt::Expr(expr) => match &expr.node {
            Node::If(_, yes, no) => {
                let mut insides = vec![yes.stmts.clone()];
                insides.extend(no.as_ref().map(|no| no.stmts.clone()));
                insides
            }
            Node::Match(_, arms) => arms.iter().map(|arm| arm.body.stmts.clone()).collect(),
            Node::Block(block) | Node::Loop(_, block) | Node::Labelled(_, block) => {
                vec![block.stmts.clone()]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Statements of a block in the place of the statement that contains it.
fn unwrap_stmt(program: &mut Program, at: usize, which: usize, done: &mut bool) {
    let mut wanted = None;
    nth_stmt(program, at, |stmt| wanted = Some(stmt.clone()));
    let Some(wanted) = wanted else { return };
    let Some(inside) = insides(&wanted).into_iter().nth(which) else { return };
    let edit = &mut |part: Part| {
        if let Part::Block(block) = part
            && !*done
            && let Some(position) = block.stmts.iter().position(|stmt| *stmt == wanted)
        {
            block.stmts.splice(position..=position, inside.clone());
            *done = true;
        }
    };
    visit::program(program, edit);
}

/// Parts of an expression that have its type, and blocks without their statements.
fn parts(expr: &Expr) -> Vec<Expr> {
    let mut found: Vec<Expr> = Vec::new();
    let mut top = true;
    let mut whole = Program {
        types: Vec::new(),
        constants: Vec::new(),
        functions: vec![crate::syntax::Function {
            name: String::new(),
            role: Role::Plain,
            params: Vec::new(),
            result: Ty::Unit,
            body: Block { stmts: Vec::new(), value: Some(Box::new(expr.clone())) },
        }],
        points: Vec::new(),
    };
    visit::program(&mut whole, &mut |part| {
        if let Part::Expr(inner) = part {
            if !top && inner.ty == expr.ty && inner.ty != Ty::Unit && found.len() < 6 {
                found.push(inner.clone());
            }
            top = false;
        }
    });
    found
}

/// A constant of a type.
fn constant(ty: &Ty, which: usize) -> Option<Expr> {
    let node = match ty {
        Ty::Float => Node::Float([0.5, 1.0][which]),
        Ty::Int => Node::Int(which),
        Ty::Bool => Node::Bool(which == 0),
        Ty::Array(inner, len) => Node::Repeat(Box::new(constant(inner, which)?), *len),
        Ty::Vector(inner, len) if *len > 0 => Node::Repeat(Box::new(constant(inner, which)?), *len),
        Ty::Tuple(parts) => {
            Node::Tuple(parts.iter().map(|part| constant(part, which)).collect::<Option<_>>()?)
        }
        Ty::Option(inner) if which == 0 => Node::Some(Box::new(constant(inner, which)?)),
        Ty::Option(_) => Node::None,
        Ty::Result(inner) => Node::Ok(Box::new(constant(inner, which)?)),
        Ty::Record(of) => {
            let parts = of.fields.iter().map(|(_, part)| constant(part, which));
            Node::Record(parts.collect::<Option<_>>()?)
        }
        Ty::Choice(of) => {
            let parts = of.variants[0].1.iter().map(|part| constant(part, which));
            Node::Variant(0, parts.collect::<Option<_>>()?)
        }
        Ty::Unit => Node::Block(Block::default()),
        Ty::Vector(..) | Ty::Slice(..) | Ty::Ref(_) | Ty::RefMut(_) => return None,
    };
    Some(Expr::new(ty.clone(), node))
}

/// A range from 0 on, without adapters; a loop without label or checkpoint.
fn plain(stmt: &mut Stmt) -> bool {
    let before = stmt.clone();
    match stmt {
        Stmt::For { label, range, checkpoint, .. } => {
            (*label, *checkpoint) = (None, None);
            (range.step, range.reversed, range.inclusive) = (None, false, false);
        }
        Stmt::While { label, checkpoint, .. } => (*label, *checkpoint) = (None, None),
        Stmt::Iterate { label, .. } => *label = None,
        Stmt::Let { ty, value: Some(_), .. } => *ty = None,
        _ => {}
    }
    *stmt != before
}

/// Constants instead of the calls of a function.
fn replace_calls(program: &mut Program, name: &str) -> bool {
    let mut possible = true;
    visit::program(program, &mut |part| {
        if let Part::Expr(expr) = part
            && let Node::Call(callee, _) | Node::Method(callee, _) | Node::Operate(_, callee, _) =
                &expr.node
            && callee == name
        {
            match constant(&expr.ty, 0) {
                Some(constant) => *expr = constant,
                None => possible = false,
            }
        }
    });
    possible
}

/// A function without a parameter, and its calls without the argument.
fn remove_param(program: &mut Program, function: usize, param: usize) -> Option<bool> {
    let entry = function + 1 == program.functions.len();
    let edited = program.functions.get_mut(function)?;
    let fixed = match edited.role {
        Role::Plain | Role::Generic => false,
        Role::Operator(_) | Role::Implements(_) | Role::Default(_) | Role::Bounded(_) => true,
    };
    if fixed || edited.params.len() < 2 || edited.params.get(param)?.name == "self" {
        return None;
    }
    edited.params.remove(param);
    if !edited.params.iter().any(|param| param.ty.is_active()) {
        return None;
    }
    let name = edited.name.clone();
    if entry {
        program.points.iter_mut().for_each(|point| {
            point.remove(param);
        });
    }
    visit::program(program, &mut |part| {
        if let Part::Expr(expr) = part
            && let Node::Call(callee, args) | Node::Method(callee, args) = &mut expr.node
            && *callee == name
        {
            args.remove(param);
        }
    });
    Some(true)
}
