//! Whether all names of an edited program still mean something.
//!
//! In: a program. Out: yes or no. Invariant: yes means that every variable is declared before its use with
//! a type that has the steps of its places; borrowing is left to rustc, which compiles every program
//! without the attribute too.

use crate::syntax::{
    Adapter, Block, Chain, Closure, Combinator, End, Expr, Function, InPlace, Node, Pattern, Place,
    own_name,
};
use crate::syntax::{Program, Source, Step, Stmt, Ty, Walk};

/// Variables in scope, the innermost last, with their types where known.
#[derive(Clone)]
struct Scope(Vec<(String, Option<Ty>)>);

/// Whether every name is declared where it is used, and every called function exists.
pub(super) fn resolve(program: &Program) -> bool {
    program.functions.iter().all(|function| {
        let params = function.params.iter();
        let sized = function.params.iter().filter(|param| param.sized);
        let scope = sized.map(|_| ("N".to_owned(), Some(Ty::Int)));
        let params = params.map(|param| (param.name.clone(), Some(param.ty.clone())));
        let constants = program.constants.iter();
        let constants = constants.map(|(name, _)| (name.clone(), Some(Ty::Float)));
        let scope = constants.chain(scope).chain(params).collect();
        Checker { program }.block(&function.body, &Scope(scope))
    })
}

struct Checker<'a> {
    program: &'a Program,
}

impl Checker<'_> {
    fn block(&self, block: &Block, scope: &Scope) -> bool {
        let mut scope = scope.clone();
        for stmt in &block.stmts {
            if let Stmt::Const(name, _) = stmt {
                scope.0.push((name.clone(), Some(Ty::Float)));
            }
        }
        block.stmts.iter().all(|stmt| self.stmt(stmt, &mut scope))
            && block.value.as_ref().is_none_or(|value| self.expr(value, &scope))
    }

    fn stmt(&self, stmt: &Stmt, scope: &mut Scope) -> bool {
        match stmt {
            Stmt::Let { pattern, ty, value, otherwise } => {
                let fits = value.as_ref().is_none_or(|value| self.expr(value, scope))
                    && otherwise.as_ref().is_none_or(|block| self.block(block, scope));
                let of = ty.clone().or_else(|| value.as_ref().map(|value| value.ty.clone()));
                bind(pattern, of, scope);
                fits
            }
            Stmt::Assign(place, value) | Stmt::Update(place, _, value) => {
                self.expr(value, scope) && self.place(place, scope)
            }
            Stmt::Destructure(places, value) => {
                self.expr(value, scope) && places.iter().all(|place| self.place(place, scope))
            }
            Stmt::Expr(expr) => self.expr(expr, scope),
            Stmt::For { name, range, body, .. } => {
                let fits = self.expr(&range.low, scope) && self.expr(&range.high, scope);
                let mut inner = scope.clone();
                inner.0.push((name.clone(), Some(Ty::Int)));
                fits && self.block(body, &inner)
            }
            Stmt::Iterate { walk, body, .. } => self.walk(walk, body, scope),
            Stmt::While { condition, body, .. } => self.guarded(condition, body, scope),
            Stmt::Break(_, value) | Stmt::Return(value) => {
                value.as_ref().is_none_or(|value| self.expr(value, scope))
            }
            Stmt::Continue(_) | Stmt::Const(..) => true,
            Stmt::InPlace(operation) => self.in_place(operation, scope),
            Stmt::Closure(name, _, closure) => {
                let fits = self.closure(closure, scope);
                scope.0.push((name.clone(), None));
                fits
            }
        }
    }

    fn in_place(&self, operation: &InPlace, scope: &mut Scope) -> bool {
        match operation {
            InPlace::Swap(place, i, j) => {
                self.place(place, scope) && self.expr(i, scope) && self.expr(j, scope)
            }
            InPlace::MemSwap(left, right) | InPlace::CopyFrom(left, right) => {
                self.place(left, scope) && self.place(right, scope)
            }
            InPlace::Push(place, value)
            | InPlace::Truncate(place, value)
            | InPlace::Fill(place, value) => self.place(place, scope) && self.expr(value, scope),
            InPlace::Insert(place, at, value) => {
                self.place(place, scope) && self.expr(at, scope) && self.expr(value, scope)
            }
            InPlace::Reverse(place) => self.place(place, scope),
            InPlace::SplitAt(left, right, place, at) => {
                let fits = self.place(place, scope) && self.expr(at, scope);
                scope.0.push((left.clone(), None));
                scope.0.push((right.clone(), None));
                fits
            }
        }
    }

    fn walk(&self, walk: &Walk, body: &Block, scope: &Scope) -> bool {
        let mut inner = scope.clone();
        let mut name = |name: &String| inner.0.push((name.clone(), None));
        let fits = match walk {
            Walk::Elements { name: element, place, .. }
            | Walk::Chunks { name: element, place, .. } => {
                name(element);
                self.place(place, scope)
            }
            Walk::Enumerated { index, name: element, place, .. } => {
                name(index);
                name(element);
                self.place(place, scope)
            }
            Walk::Zipped { left_name, right_name, left, right } => {
                name(left_name);
                name(right_name);
                self.place(left, scope) && self.place(right, scope)
            }
        };
        fits && self.block(body, &inner)
    }

    /// A condition that may bind names, and the block it guards.
    fn guarded(&self, condition: &Expr, body: &Block, scope: &Scope) -> bool {
        let mut inner = scope.clone();
        self.condition(condition, &mut inner) && self.block(body, &inner)
    }

    fn condition(&self, condition: &Expr, scope: &mut Scope) -> bool {
        match &condition.node {
            Node::Let(pattern, value) => {
                let fits = self.expr(value, scope);
                bind(pattern, Some(value.ty.clone()), scope);
                fits
            }
            Node::Logic(true, left, right) => {
                self.condition(left, scope) && self.condition(right, scope)
            }
            _ => self.expr(condition, scope),
        }
    }

    fn place(&self, place: &Place, scope: &Scope) -> bool {
        let found = scope.0.iter().rev().find(|(name, _)| *name == place.root);
        let Some((_, ty)) = found else { return false };
        let mut ty = ty.clone();
        for step in &place.steps {
            let fits = match step {
                Step::Index(index) | Step::Own(_, index) => self.expr(index, scope),
                Step::Part(low, high) => self.expr(low, scope) && self.expr(high, scope),
                Step::Field(_) | Step::Member(..) | Step::Deref => true,
            };
            if !fits {
                return false;
            }
            ty = match (ty, step) {
                (None, _) => None,
                (Some(ty), Step::Part(..)) => ty.list().is_some().then_some(ty),
                (Some(ty), Step::Index(_)) => match ty.list() {
                    Some((inner, _)) => Some(inner.clone()),
                    None => return false,
                },
                (Some(ty), Step::Deref) => match ty.referent() {
                    Some(inner) => Some(inner.clone()),
                    None => return false,
                },
                (Some(Ty::Tuple(parts)), Step::Field(at)) => match parts.get(*at) {
                    Some(part) => Some(part.clone()),
                    None => return false,
                },
                (Some(Ty::Record(_)), Step::Own(of, _)) => {
                    of.indexed().and_then(Ty::list).map(|(element, _)| element.clone())
                }
                (Some(Ty::Record(of)), Step::Member(_, at)) => match of.fields.get(*at) {
                    Some((_, part)) => Some(part.clone()),
                    None => return false,
                },
                (Some(_), Step::Field(_) | Step::Member(..) | Step::Own(..)) => return false,
            };
        }
        true
    }

    fn expr(&self, expr: &Expr, scope: &Scope) -> bool {
        let all = |parts: &[Expr]| parts.iter().all(|part| self.expr(part, scope));
        match &expr.node {
            Node::Float(_) | Node::Int(_) | Node::Bool(_) | Node::Empty(_) => true,
            Node::None | Node::Err(_) => true,
            Node::Read(place) | Node::Clone(place) | Node::ToVec(place) => self.place(place, scope),
            Node::Borrow(place) | Node::BorrowMut(place) => self.place(place, scope),
            Node::Len(place) | Node::Pop(place) | Node::Take(place) => self.place(place, scope),
            Node::SplitEnd(place, _) => self.place(place, scope),
            Node::Remove(place, value) | Node::Split(place, value) => {
                self.place(place, scope) && self.expr(value, scope)
            }
            Node::Get(place, low, high) => {
                self.place(place, scope) && self.expr(low, scope) && self.expr(high, scope)
            }
            Node::Whole(inner) => self.expr(inner, scope),
            Node::OkOr(inner, _) | Node::ToOption(inner) | Node::Bits(_, inner) => {
                self.expr(inner, scope)
            }
            Node::Unary(_, inner, _) | Node::Powi(inner, _) | Node::NoDiff(inner) => {
                self.expr(inner, scope)
            }
            Node::Truncate(inner) | Node::ToFloat(inner) | Node::Not(inner) => {
                self.expr(inner, scope)
            }
            Node::Matches(inner, _) | Node::Repeat(inner, _) => self.expr(inner, scope),
            Node::Some(inner) | Node::Ok(inner) | Node::Try(inner) => self.expr(inner, scope),
            Node::Let(..) => self.condition(expr, &mut scope.clone()),
            Node::Binary(_, left, right)
            | Node::IntOp(_, left, right)
            | Node::PowiBy(left, right)
            | Node::Compare(_, left, right)
            | Node::UnwrapOr(left, right) => self.expr(left, scope) && self.expr(right, scope),
            Node::Logic(_, left, right) => {
                let mut inner = scope.clone();
                self.condition(left, &mut inner) && self.expr(right, &inner)
            }
            Node::Several(_, parts) | Node::List(parts) | Node::Tuple(parts) => all(parts),
            Node::Record(parts) | Node::Variant(_, parts) => all(parts),
            Node::Base(parts, base) => {
                parts.iter().all(|(_, part)| self.expr(part, scope)) && self.place(base, scope)
            }
            Node::Apply(name, args) => self.place(&Place::variable(name), scope) && all(args),
            Node::Chain(chain, end) => self.chain(chain, scope) && self.end(end, scope),
            Node::Combine(option, how) => self.expr(option, scope) && self.combinator(how, scope),
            Node::Call(name, args) | Node::Method(name, args) | Node::Operate(_, name, args) => {
                let named = |callee: &&Function| callee.own_name() == own_name(name);
                let callee = self.program.functions.iter().find(named);
                callee.is_some_and(|callee| callee.params.len() == args.len()) && all(args)
            }
            Node::If(condition, yes, no) => {
                self.guarded(condition, yes, scope)
                    && no.as_ref().is_none_or(|no| self.block(no, scope))
            }
            Node::Match(value, arms) => {
                self.expr(value, scope)
                    && arms.iter().all(|arm| {
                        let mut inner = scope.clone();
                        bind(&arm.pattern, Some(value.ty.clone()), &mut inner);
                        arm.guard.as_ref().is_none_or(|guard| self.expr(guard, &inner))
                            && self.block(&arm.body, &inner)
                    })
            }
            Node::Block(block) | Node::Loop(_, block) | Node::Labelled(_, block) => {
                self.block(block, scope)
            }
            Node::Replace(place, value) => self.place(place, scope) && self.expr(value, scope),
        }
    }

    fn closure(&self, closure: &Closure, scope: &Scope) -> bool {
        let mut inner = scope.clone();
        for (pattern, ty) in &closure.params {
            bind(pattern, ty.clone(), &mut inner);
        }
        self.block(&closure.body, &inner)
    }

    fn combinator(&self, how: &Combinator, scope: &Scope) -> bool {
        match how {
            Combinator::MapOr(default, closure) => {
                self.expr(default, scope) && self.closure(closure, scope)
            }
            Combinator::Map(closure)
            | Combinator::AndThen(closure)
            | Combinator::Filter(closure)
            | Combinator::UnwrapOrElse(closure) => self.closure(closure, scope),
        }
    }

    fn chain(&self, chain: &Chain, scope: &Scope) -> bool {
        let source = match &chain.source {
            Source::Iter(place) | Source::IterMut(place) => self.place(place, scope),
            Source::Windows(place, _) | Source::Chunks(place, ..) => self.place(place, scope),
            Source::Range(low, high, _) => self.expr(low, scope) && self.expr(high, scope),
            Source::Once(value) | Source::Repeat(value, _) => self.expr(value, scope),
        };
        source && chain.adapters.iter().all(|adapter| self.adapter(adapter, scope))
    }

    fn adapter(&self, adapter: &Adapter, scope: &Scope) -> bool {
        match adapter {
            Adapter::Copied | Adapter::Function(_) | Adapter::Enumerate => true,
            Adapter::Rev | Adapter::StepBy(_) => true,
            Adapter::Map(closure)
            | Adapter::Filter(closure)
            | Adapter::FilterMap(closure)
            | Adapter::TakeWhile(closure)
            | Adapter::SkipWhile(closure)
            | Adapter::MapWhile(closure) => self.closure(closure, scope),
            Adapter::FlatMap(pattern, inner) => {
                let mut names = scope.clone();
                bind(pattern, None, &mut names);
                self.chain(inner, &names)
            }
            Adapter::Zip(inner) | Adapter::Chain(inner) => self.chain(inner, scope),
            Adapter::Skip(count) | Adapter::Take(count) => self.expr(count, scope),
            Adapter::Scan(state, closure) => {
                self.expr(state, scope) && self.closure(closure, scope)
            }
        }
    }

    fn end(&self, end: &End, scope: &Scope) -> bool {
        match end {
            End::Fold(start, closure) => self.expr(start, scope) && self.closure(closure, scope),
            End::Nth(at) => self.expr(at, scope),
            End::Find(closure)
            | End::Reduce(closure)
            | End::Any(_, closure)
            | End::Position(closure)
            | End::ForEach(closure) => self.closure(closure, scope),
            End::Sum | End::Product | End::Count | End::Extreme(_) => true,
            End::Collect | End::Last | End::Best(_) => true,
        }
    }
}

/// Declares the names of a pattern.
fn bind(pattern: &Pattern, ty: Option<Ty>, scope: &mut Scope) {
    match pattern {
        Pattern::Name(name, _) => scope.0.push((name.clone(), ty)),
        Pattern::Tuple(patterns) => {
            for (at, pattern) in patterns.iter().enumerate() {
                let part = match &ty {
                    Some(Ty::Tuple(parts)) => parts.get(at).cloned(),
                    _ => None,
                };
                bind(pattern, part, scope);
            }
        }
        Pattern::Record(_, parts) | Pattern::Variant(_, _, parts) => {
            parts.iter().for_each(|part| bind(part, None, scope));
        }
        Pattern::Slice(front, back) => {
            front.iter().chain(back).for_each(|part| bind(part, None, scope));
        }
        Pattern::Ref(inner) => {
            bind(inner, ty.and_then(|ty| ty.referent().cloned()), scope);
        }
        Pattern::Some(inner) | Pattern::Ok(inner) => {
            let payload = match ty {
                Some(Ty::Option(payload) | Ty::Result(payload)) => Some(*payload),
                _ => None,
            };
            bind(inner, payload, scope);
        }
        Pattern::Wild | Pattern::Ints(_) | Pattern::Between(..) | Pattern::None | Pattern::Err => {}
    }
}
