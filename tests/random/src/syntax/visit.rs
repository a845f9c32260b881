//! Every expression and every block of a program, to be changed.
//!
//! In: a program. Out: calls with each part. Invariant: what contains another comes before it, and
//! parts of what was changed are visited as they are after the change.

use super::{Adapter, Block, Chain, Combinator, End, Expr, InPlace, Node, Place, Program, Range};
use super::{Source, Step, Stmt, Walk};

/// A part of a program.
pub enum Part<'a> {
    /// A block.
    Block(&'a mut Block),
    /// A statement.
    Stmt(&'a mut Stmt),
    /// An expression.
    Expr(&'a mut Expr),
    /// A chain of iterators.
    Chain(&'a mut Chain),
}

/// What is done with each part.
type Visitor<'v> = dyn FnMut(Part) + 'v;

/// Visits all parts.
pub fn program(program: &mut Program, visitor: &mut Visitor) {
    for function in &mut program.functions {
        block(&mut function.body, visitor);
    }
}

fn block(block: &mut Block, visitor: &mut Visitor) {
    visitor(Part::Block(block));
    for item in &mut block.stmts {
        stmt(item, visitor);
    }
    if let Some(value) = &mut block.value {
        expr(value, visitor);
    }
}

fn stmt(stmt: &mut Stmt, visitor: &mut Visitor) {
    visitor(Part::Stmt(stmt));
    match stmt {
        Stmt::Let { value, otherwise, .. } => {
            value.iter_mut().for_each(|value| expr(value, visitor));
            otherwise.iter_mut().for_each(|inner| block(inner, visitor));
        }
        Stmt::Assign(at, value) | Stmt::Update(at, _, value) => {
            place(at, visitor);
            expr(value, visitor);
        }
        Stmt::Destructure(places, value) => {
            places.iter_mut().for_each(|at| place(at, visitor));
            expr(value, visitor);
        }
        Stmt::Expr(value) => expr(value, visitor),
        Stmt::For { range: Range { low, high, .. }, body, .. } => {
            expr(low, visitor);
            expr(high, visitor);
            block(body, visitor);
        }
        Stmt::Iterate { walk, body, .. } => {
            match walk {
                Walk::Elements { place: at, .. }
                | Walk::Enumerated { place: at, .. }
                | Walk::Chunks { place: at, .. } => place(at, visitor),
                Walk::Zipped { left, right, .. } => {
                    place(left, visitor);
                    place(right, visitor);
                }
            }
            block(body, visitor);
        }
        Stmt::While { condition, body, .. } => {
            expr(condition, visitor);
            block(body, visitor);
        }
        Stmt::Break(_, value) | Stmt::Return(value) => {
            value.iter_mut().for_each(|value| expr(value, visitor));
        }
        Stmt::Continue(_) | Stmt::Const(..) => {}
        Stmt::InPlace(operation) => in_place(operation, visitor),
        Stmt::Closure(_, _, closure) => block(&mut closure.body, visitor),
    }
}

fn in_place(operation: &mut InPlace, visitor: &mut Visitor) {
    match operation {
        InPlace::Swap(at, i, j) => {
            place(at, visitor);
            expr(i, visitor);
            expr(j, visitor);
        }
        InPlace::MemSwap(left, right) | InPlace::CopyFrom(left, right) => {
            place(left, visitor);
            place(right, visitor);
        }
        InPlace::Insert(list, at, value) => {
            place(list, visitor);
            expr(at, visitor);
            expr(value, visitor);
        }
        InPlace::Push(at, value)
        | InPlace::Truncate(at, value)
        | InPlace::Fill(at, value)
        | InPlace::SplitAt(_, _, at, value) => {
            place(at, visitor);
            expr(value, visitor);
        }
        InPlace::Reverse(at) => place(at, visitor),
    }
}

fn place(place: &mut Place, visitor: &mut Visitor) {
    for step in &mut place.steps {
        match step {
            Step::Index(index) | Step::Own(_, index) => expr(index, visitor),
            Step::Part(low, high) => {
                expr(low, visitor);
                expr(high, visitor);
            }
            Step::Field(_) | Step::Member(..) | Step::Deref => {}
        }
    }
}

fn expr(of: &mut Expr, visitor: &mut Visitor) {
    visitor(Part::Expr(of));
    match &mut of.node {
        Node::Float(_) | Node::Int(_) | Node::Bool(_) | Node::Empty(_) | Node::None => {}
        Node::Err(_) => {}
        Node::Read(at) | Node::Clone(at) | Node::ToVec(at) | Node::Borrow(at) => place(at, visitor),
        Node::BorrowMut(at) | Node::Len(at) | Node::Pop(at) | Node::Take(at) => place(at, visitor),
        Node::SplitEnd(at, _) => place(at, visitor),
        Node::Remove(at, value) | Node::Split(at, value) => {
            place(at, visitor);
            expr(value, visitor);
        }
        Node::Get(at, low, high) => {
            place(at, visitor);
            expr(low, visitor);
            expr(high, visitor);
        }
        Node::Unary(_, inner, _)
        | Node::Powi(inner, _)
        | Node::Whole(inner)
        | Node::NoDiff(inner)
        | Node::Truncate(inner)
        | Node::ToFloat(inner)
        | Node::Not(inner)
        | Node::Let(_, inner)
        | Node::Matches(inner, _)
        | Node::Repeat(inner, _)
        | Node::Some(inner)
        | Node::Ok(inner)
        | Node::Try(inner)
        | Node::OkOr(inner, _)
        | Node::ToOption(inner)
        | Node::Bits(_, inner) => expr(inner, visitor),
        Node::Binary(_, left, right)
        | Node::IntOp(_, left, right)
        | Node::PowiBy(left, right)
        | Node::Compare(_, left, right)
        | Node::Logic(_, left, right)
        | Node::UnwrapOr(left, right) => {
            expr(left, visitor);
            expr(right, visitor);
        }
        Node::Several(_, parts) | Node::Call(_, parts) | Node::List(parts) => {
            parts.iter_mut().for_each(|part| expr(part, visitor))
        }
        Node::Tuple(parts)
        | Node::Apply(_, parts)
        | Node::Method(_, parts)
        | Node::Operate(_, _, parts)
        | Node::Record(parts)
        | Node::Variant(_, parts) => parts.iter_mut().for_each(|part| expr(part, visitor)),
        Node::Chain(inner, end) => {
            chain(inner, visitor);
            match end {
                End::Fold(start, closure) => {
                    expr(start, visitor);
                    block(&mut closure.body, visitor);
                }
                End::Nth(at) => expr(at, visitor),
                End::Find(closure)
                | End::Reduce(closure)
                | End::Any(_, closure)
                | End::Position(closure)
                | End::ForEach(closure) => block(&mut closure.body, visitor),
                End::Sum | End::Product | End::Count | End::Extreme(_) => {}
                End::Collect | End::Last | End::Best(_) => {}
            }
        }
        Node::Combine(option, combinator) => {
            expr(option, visitor);
            match &mut **combinator {
                Combinator::MapOr(default, closure) => {
                    expr(default, visitor);
                    block(&mut closure.body, visitor);
                }
                Combinator::Map(closure)
                | Combinator::AndThen(closure)
                | Combinator::Filter(closure)
                | Combinator::UnwrapOrElse(closure) => block(&mut closure.body, visitor),
            }
        }
        Node::If(condition, yes, no) => {
            expr(condition, visitor);
            block(yes, visitor);
            no.iter_mut().for_each(|no| block(no, visitor));
        }
        Node::Match(value, arms) => {
            expr(value, visitor);
            for arm in arms {
                arm.guard.iter_mut().for_each(|guard| expr(guard, visitor));
                block(&mut arm.body, visitor);
            }
        }
        Node::Block(inner) | Node::Loop(_, inner) | Node::Labelled(_, inner) => {
            block(inner, visitor);
        }
        Node::Base(parts, base) => {
            parts.iter_mut().for_each(|(_, part)| expr(part, visitor));
            place(base, visitor);
        }
        Node::Replace(at, value) => {
            place(at, visitor);
            expr(value, visitor);
        }
    }
}

fn chain(of: &mut Chain, visitor: &mut Visitor) {
    visitor(Part::Chain(of));
    match &mut of.source {
        Source::Iter(at) | Source::IterMut(at) => place(at, visitor),
        Source::Windows(at, _) | Source::Chunks(at, ..) => place(at, visitor),
        Source::Range(low, high, _) => {
            expr(low, visitor);
            expr(high, visitor);
        }
        Source::Once(value) | Source::Repeat(value, _) => expr(value, visitor),
    }
    for adapter in &mut of.adapters {
        match adapter {
            Adapter::Copied | Adapter::Function(_) | Adapter::Enumerate => {}
            Adapter::Rev | Adapter::StepBy(_) => {}
            Adapter::Map(closure)
            | Adapter::Filter(closure)
            | Adapter::FilterMap(closure)
            | Adapter::TakeWhile(closure)
            | Adapter::SkipWhile(closure)
            | Adapter::MapWhile(closure) => block(&mut closure.body, visitor),
            Adapter::FlatMap(_, inner) | Adapter::Zip(inner) | Adapter::Chain(inner) => {
                chain(inner, visitor);
            }
            Adapter::Skip(count) | Adapter::Take(count) => expr(count, visitor),
            Adapter::Scan(state, closure) => {
                expr(state, visitor);
                block(&mut closure.body, visitor);
            }
        }
    }
}
