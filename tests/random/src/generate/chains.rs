//! Chains of iterators.
//!
//! In: what is in scope. Out: chains, and expressions that they end in. Invariant: their closures change
//! nothing around them, but for the one of `for_each`.

use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{
    Adapter, Binary, Block, Chain, Closure, End, Expr, Node, Place, Source, Stmt, Ty, Unary,
};

/// A chain under construction.
struct Items {
    chain: Chain,
    ty: Ty,
    /// Whether rustc knows the type of the floats in the items at this point.
    typed: bool,
    /// Whether it can be reversed.
    back: bool,
    /// Whether it knows its length.
    exact: bool,
}

impl Items {
    fn then(mut self, adapter: Adapter) -> Self {
        self.chain.adapters.push(adapter);
        self
    }

    /// The same with another type of items.
    fn of(self, ty: Ty, typed: bool) -> Self {
        Self { ty, typed, ..self }
    }
}

impl Generator<'_> {
    /// A number that a chain ends in.
    pub(super) fn chain_float(&mut self, depth: usize) -> Option<Expr> {
        let items = self.items(depth)?;
        let kind = self.random.weighted(&[
            (8, 0),
            (2, 1),
            (6, 2),
            (2, 3),
            (2, 4),
            (2, 5),
            (2, 6),
            (2, 7),
            (2, 8),
        ]);
        let kind = if kind == 1 && self.generic { 0 } else { kind };
        if kind < 2 && !self.generic && matches!(&items.ty, Ty::Ref(inner) if **inner == Ty::Float)
        {
            return Some(Self::ended(items, if kind == 0 { End::Sum } else { End::Product }));
        }
        if kind == 2 {
            return Some(self.fold(items, &Ty::Float, depth));
        }
        let items = self.floats(items, depth);
        let option = match kind {
            0 => return Some(Self::ended(items, End::Sum)),
            1 => return Some(Self::ended(items, End::Product)),
            3 => {
                let greatest = self.random.chance(50);
                let default = Expr::float(0.2);
                let bounded =
                    Expr::new(Ty::Float, Node::Chain(items.chain, End::Extreme(greatest)));
                let op = if greatest {
                    crate::syntax::Several::Max
                } else {
                    crate::syntax::Several::Min
                };
                return Some(Expr::new(Ty::Float, Node::Several(op, vec![bounded, default])));
            }
            4 => End::Last,
            5 => End::Nth(Box::new(self.bounded_int())),
            6 => End::Find(self.predicate(&items, true)),
            7 => End::Reduce(self.reduction(&items, depth)),
            8 if items.typed && !self.generic => End::Best(self.random.chance(50)),
            _ => End::Last,
        };
        let ty = Ty::Option(Box::new(Ty::Float));
        let option = Expr::new(ty, Node::Chain(items.chain, option));
        let default = self.float(depth + 1);
        Some(Expr::new(Ty::Float, Node::UnwrapOr(Box::new(option), Box::new(default))))
    }

    /// A truth value or an integer that a chain ends in.
    pub(super) fn chain_data(&mut self, ty: &Ty) -> Option<Expr> {
        let items = self.items(1)?;
        if *ty == Ty::Bool {
            let any = self.random.chance(50);
            let end = End::Any(any, self.predicate(&items, false));
            return Some(Expr::new(Ty::Bool, Node::Chain(items.chain, end)));
        }
        if self.random.chance(50) {
            return Some(Expr::new(Ty::Int, Node::Chain(items.chain, End::Count)));
        }
        let end = End::Position(self.predicate(&items, false));
        let option = Ty::Option(Box::new(Ty::Int));
        let option = Expr::new(option, Node::Chain(items.chain, end));
        let default = Expr::int(self.random.below(3));
        Some(Expr::new(Ty::Int, Node::UnwrapOr(Box::new(option), Box::new(default))))
    }

    /// `(0..n).map(|i| ..).collect::<Vec<f64>>()`
    pub(super) fn collected(&mut self, len: usize, depth: usize) -> Option<Expr> {
        let items = if len == 0 {
            self.items(depth)?
        } else {
            let range = Source::Range(Box::new(Expr::int(0)), Box::new(Expr::int(len)), false);
            Self::begin(range, Ty::Int, true)
        };
        let items = if len > 0 || items.ty != Ty::Float {
            self.mapped(items, &Ty::Float, depth)
        } else {
            items
        };
        let node = Node::Chain(items.chain, End::Collect);
        Some(Expr::new(Ty::vector(Ty::Float, len), node))
    }

    /// `.fold((a, b), |(s, t), x| (.., ..))`
    pub(super) fn folded_pair(&mut self, depth: usize) -> Option<Expr> {
        let items = self.items(depth)?;
        Some(self.fold(items, &Ty::Tuple(vec![Ty::Float, Ty::Float]), depth))
    }

    /// `list.iter_mut().for_each(|a| *a = ..);` or `chain.for_each(|a| s += a);`
    pub(super) fn for_each(&mut self, out: &mut Vec<Stmt>) -> bool {
        let elements = if self.random.chance(50) { self.list(2, Access::Write) } else { None };
        let borrows = self.borrows.len();
        if let Some(list) = &elements {
            self.borrow(list, Borrow::Exclusive);
        }
        let Some(place) = self.place(&Ty::Float, Access::Write) else {
            self.end_borrows(borrows);
            return false;
        };
        if elements.is_none() {
            self.borrow(&place, Borrow::Exclusive);
        }
        let items = match elements {
            Some(list) => {
                let ty = Ty::RefMut(Box::new(Ty::Float));
                let typed = self.root(&list).is_some_and(|var| var.typed);
                let items = Self::begin(Source::IterMut(list), ty, typed);
                if self.random.chance(40) { self.adapted(items, 3, 1) } else { items }
            }
            None => match self.items(1) {
                Some(items) => items,
                None => {
                    self.end_borrows(borrows);
                    return false;
                }
            },
        };
        let closure = self.inside(Ty::Unit, None, |generator| {
            let mut names = Vec::new();
            let param = generator.param(&items.ty, items.typed, &mut names);
            let value = generator.closure_body(&names, &Ty::Float, 1);
            let mut stmts = value.stmts;
            let value = value.value.map_or(Expr::float(0.5), |value| *value);
            let value = generator.bounded(value);
            let own = generator.place(&Ty::Float, Access::Write);
            let target = match (&items.chain.source, own) {
                (Source::IterMut(_), Some(own)) => own,
                _ => place.clone(),
            };
            stmts.push(match generator.random.below(2) {
                0 => Stmt::Assign(target, value),
                _ => Stmt::Update(target, Binary::Add, value),
            });
            let body = Block { stmts, value: None };
            Closure { moves: false, params: vec![(param, None)], body }
        });
        self.end_borrows(borrows);
        let node = Node::Chain(items.chain, End::ForEach(closure));
        out.push(Stmt::Expr(Expr::new(Ty::Unit, node)));
        true
    }

    fn bounded(&mut self, value: Expr) -> Expr {
        let op = self.random.pick(&[Unary::Sin, Unary::Tanh]);
        Expr::unary(op, value)
    }

    fn begin(source: Source, ty: Ty, typed: bool) -> Items {
        let chain = Chain { source, adapters: Vec::new() };
        Items { chain, ty, typed, back: true, exact: true }
    }

    fn ended(items: Items, end: End) -> Expr {
        Expr::new(Ty::Float, Node::Chain(items.chain, end))
    }

    /// A source with up to three adapters.
    fn items(&mut self, depth: usize) -> Option<Items> {
        let mut items = self.source()?;
        for _ in 0..self.random.weighted(&[(2, 0), (4, 1), (3, 2), (1, 3)]) {
            let kind = self.random.below(15);
            items = self.adapted(items, kind, depth);
        }
        Some(items)
    }

    fn source(&mut self) -> Option<Items> {
        let kind = self.random.weighted(&[(8, 0), (3, 1), (2, 2), (4, 3), (1, 4), (1, 5), (2, 6)]);
        if kind == 3 {
            let inclusive = self.random.chance(20);
            let low = Expr::int(self.random.below(2));
            let high = self.bounded_int();
            let range = Source::Range(Box::new(low), Box::new(high), inclusive);
            let items = Self::begin(range, Ty::Int, true);
            return Some(Items { exact: !inclusive, ..items });
        }
        if kind == 4 || kind == 5 {
            let value = Box::new(self.float_leaf());
            let typed = self.is_typed(&value);
            if kind == 4 {
                return Some(Self::begin(Source::Once(value), Ty::Float, typed));
            }
            let count = self.random.between(1, 3);
            let items = Self::begin(Source::Repeat(value, count), Ty::Float, typed);
            return Some(Items { back: false, exact: false, ..items });
        }
        let stack = Ty::vector(Ty::Float, 0);
        let stack = if kind == 6 { self.place(&stack, Access::Read) } else { None };
        let place = match stack {
            Some(place) => place,
            None => self.list(2, Access::Read)?,
        };
        let typed = self.root(&place).is_some_and(|var| var.typed);
        let part = |len| Ty::Ref(Box::new(Ty::slice(Ty::Float, len)));
        Some(match kind {
            1 => Self::begin(Source::Windows(place, 2), part(2), typed),
            2 => {
                let exact = self.random.chance(50);
                let len = if exact { 2 } else { 1 };
                Self::begin(Source::Chunks(place, 2, exact), part(len), typed)
            }
            _ => Self::begin(Source::Iter(place), Ty::Ref(Box::new(Ty::Float)), typed),
        })
    }

    /// One adapter more, if this one fits.
    fn adapted(&mut self, items: Items, kind: usize, depth: usize) -> Items {
        let (ty, typed, back, exact) = (items.ty.clone(), items.typed, items.back, items.exact);
        let inexact = |items: Items| Items { exact: false, ..items };
        let forward = |items: Items| Items { exact: false, back: false, ..items };
        let sized = |items: Items| Items { back: back && exact, ..items };
        let is_data = ty.is_copy();
        match kind {
            0 if ty == Ty::Ref(Box::new(Ty::Float)) => {
                items.then(Adapter::Copied).of(Ty::Float, typed)
            }
            0 if ty == Ty::Float => {
                let op = self.random.pick(&[Unary::Sin, Unary::Tanh, Unary::Cos, Unary::Atan]);
                items.then(Adapter::Function(op)).of(Ty::Float, true)
            }
            1 | 2 if is_data => self.mapped(items, &Ty::Float, depth),
            3 => {
                let ty = Ty::Tuple(vec![Ty::Int, ty]);
                sized(items.then(Adapter::Enumerate).of(ty, typed))
            }
            4 if is_data => {
                let test = self.predicate(&items, true);
                inexact(items.then(Adapter::Filter(test)))
            }
            5 if is_data => {
                let closure = self.option_closure(&items.ty, items.typed, depth);
                inexact(items.then(Adapter::FilterMap(closure)).of(Ty::Float, false))
            }
            6 if back => items.then(Adapter::Rev),
            7 => {
                let count = self.bounded_int();
                sized(items.then(Adapter::Skip(count)))
            }
            8 => {
                let count = self.bounded_int();
                sized(items.then(Adapter::Take(count)))
            }
            9 => sized(items.then(Adapter::StepBy(2))),
            10 if is_data => {
                let test = self.predicate(&items, true);
                let skips = self.random.chance(50);
                forward(items.then(if skips {
                    Adapter::SkipWhile(test)
                } else {
                    Adapter::TakeWhile(test)
                }))
            }
            11 if is_data => {
                let closure = self.option_closure(&items.ty, items.typed, depth);
                forward(items.then(Adapter::MapWhile(closure)).of(Ty::Float, false))
            }
            12 if is_data => forward(self.scanned(items, depth)),
            13 if is_data => self.zipped(items, depth),
            14 if is_data => match self.random.chance(50) {
                true => self.flattened(items, depth).map_or_else(|items| items, forward),
                false => self.joined(items),
            },
            _ => items,
        }
    }

    /// Floats made of whatever there is.
    fn floats(&mut self, items: Items, depth: usize) -> Items {
        if items.ty == Ty::Float { items } else { self.mapped(items, &Ty::Float, depth) }
    }

    fn mapped(&mut self, items: Items, to: &Ty, depth: usize) -> Items {
        let closure = self.inside(to.clone(), None, |generator| {
            let mut names = Vec::new();
            let param = generator.param(&items.ty, items.typed, &mut names);
            let body = generator.scoped(|g| g.closure_body(&names, to, depth + 1));
            Closure { moves: false, params: vec![(param, None)], body }
        });
        let typed = closure.body.value.as_ref().is_some_and(|value| self.is_typed(value));
        items.then(Adapter::Map(closure)).of(to.clone(), typed)
    }

    /// A closure that says yes or no to an item, which it is shown by reference or given.
    fn predicate(&mut self, items: &Items, shown: bool) -> Closure {
        self.inside(Ty::Bool, None, |generator| {
            let mut names = Vec::new();
            let param = match shown {
                true => generator.shown_param(&items.ty, items.typed, &mut names),
                false => generator.param(&items.ty, items.typed, &mut names),
            };
            let body = generator.scoped(|g| g.test(&names));
            Closure { moves: false, params: vec![(param, None)], body }
        })
    }

    /// `|a| if .. { Some(..) } else { None }`
    pub(super) fn option_closure(&mut self, of: &Ty, typed: bool, depth: usize) -> Closure {
        let ty = Ty::Option(Box::new(Ty::Float));
        self.inside(ty.clone(), None, |generator| {
            let mut names = Vec::new();
            let param = generator.param(of, typed, &mut names);
            let test = generator.test(&names).value.unwrap_or_default();
            let body = generator.scoped(|g| g.closure_body(&names, &Ty::Float, depth + 1));
            let payload = body.value.unwrap_or_default();
            let payload = Expr::new(ty.clone(), Node::Some(payload));
            let yes = Block { stmts: body.stmts, value: Some(Box::new(payload)) };
            let none = Expr::new(ty.clone(), Node::None);
            let no = Block { stmts: Vec::new(), value: Some(Box::new(none)) };
            let value = Expr::new(ty.clone(), Node::If(test, yes, Some(no)));
            let body = Block { stmts: Vec::new(), value: Some(Box::new(value)) };
            Closure { moves: false, params: vec![(param, None)], body }
        })
    }

    fn fold(&mut self, items: Items, state: &Ty, depth: usize) -> Expr {
        let borrows = self.borrows.len();
        self.borrow_mentioned(&items.chain);
        let start = self.value(state, 2);
        self.end_borrows(borrows);
        let closure = self.inside(state.clone(), None, |generator| {
            let mut names = Vec::new();
            let before = generator.param(state, false, &mut names);
            let param = generator.param(&items.ty, items.typed, &mut names);
            let damp = |g: &mut Self| {
                let value = g.closure_body(&names, &Ty::Float, depth + 1);
                (value.stmts, g.bounded(value.value.map_or(Expr::float(0.5), |value| *value)))
            };
            let body = match state {
                Ty::Tuple(_) => {
                    let (left, right) = (generator.float(2), generator.float(2));
                    let parts = vec![generator.bounded(left), generator.bounded(right)];
                    let value = Expr::new(state.clone(), Node::Tuple(parts));
                    Block { stmts: Vec::new(), value: Some(Box::new(value)) }
                }
                _ => {
                    let (stmts, value) = generator.scoped(damp);
                    Block { stmts, value: Some(Box::new(value)) }
                }
            };
            Closure { moves: false, params: vec![(before, None), (param, None)], body }
        });
        Expr::new(state.clone(), Node::Chain(items.chain, End::Fold(Box::new(start), closure)))
    }

    /// What a chain mentions is not changed while it runs.
    fn borrow_mentioned(&mut self, chain: &Chain) {
        let text = format!("{chain:?}");
        let mentioned = |var: &&super::scope::Var| text.contains(&format!("{:?}", var.name));
        let visible = self.visible();
        let ids: Vec<usize> = visible.into_iter().filter(mentioned).map(|var| var.id).collect();
        self.borrows.extend(ids.into_iter().map(|id| (id, Borrow::Shared)));
    }

    fn reduction(&mut self, items: &Items, depth: usize) -> Closure {
        self.inside(Ty::Float, None, |generator| {
            let mut names = Vec::new();
            let params = [(); 2].map(|()| (generator.param(&items.ty, false, &mut names), None));
            let body = generator.scoped(|g| g.closure_body(&names, &Ty::Float, depth + 1));
            Closure { moves: false, params: params.to_vec(), body }
        })
    }

    /// `.scan(state, |s, a| { *s = ..; Some(*s) })`
    fn scanned(&mut self, items: Items, depth: usize) -> Items {
        let state = self.float_leaf();
        let ty = Ty::Option(Box::new(Ty::Float));
        let closure = self.inside(ty.clone(), None, |generator| {
            let mut names = Vec::new();
            let state = generator.fresh("st");
            generator.declare_as(state.clone(), Ty::RefMut(Box::new(Ty::Float)), false, false);
            generator.lock_last();
            let param = generator.param(&items.ty, items.typed, &mut names);
            let value = generator.float(depth + 1);
            let value = generator.bounded(value);
            let place = Place::variable(&state).then(crate::syntax::Step::Deref);
            let change = match generator.random.chance(50) {
                true => Stmt::Update(place.clone(), Binary::Mul, value),
                false => Stmt::Update(place.clone(), Binary::Add, value),
            };
            let body = generator.closure_body(&names, &Ty::Float, 2);
            let mut stmts = vec![change];
            stmts.extend(body.stmts);
            let read = Expr::new(Ty::Float, Node::Read(place));
            let other = body.value.map_or(Expr::float(1.0), |value| *value);
            let payload = Expr::binary(Binary::Mul, read, other);
            let some = Expr::new(ty.clone(), Node::Some(Box::new(payload)));
            let body = Block { stmts, value: Some(Box::new(some)) };
            let name = crate::syntax::Pattern::Name(state, false);
            Closure { moves: false, params: vec![(name, None), (param, None)], body }
        });
        items.then(Adapter::Scan(state, closure)).of(Ty::Float, false)
    }

    fn zipped(&mut self, items: Items, depth: usize) -> Items {
        let Some(mut other) = self.source() else { return items };
        if self.random.chance(30) {
            let kind = self.random.pick(&[0, 1, 6, 7]);
            other = self.adapted(other, kind, depth + 1);
        }
        let sound = items.back && items.exact && other.back && other.exact;
        let (ty, typed) = (items.ty.clone(), items.typed && other.typed);
        let exact = items.exact && other.exact;
        let items = items.then(Adapter::Zip(Box::new(other.chain)));
        Items { back: sound, exact, ..items.of(Ty::Tuple(vec![ty, other.ty]), typed) }
    }

    fn joined(&mut self, items: Items) -> Items {
        let mut other = None;
        for _ in 0..4 {
            let source = self.source();
            other = source.filter(|other| other.ty == items.ty);
            if other.is_some() {
                break;
            }
        }
        let Some(other) = other else { return items };
        let back = items.back && other.back;
        let items = items.then(Adapter::Chain(Box::new(other.chain)));
        Items { back, exact: false, ..items }
    }

    /// `.flat_map(|i| w.iter().map(move |a| ..))`, or the items as they were.
    fn flattened(&mut self, items: Items, depth: usize) -> Result<Items, Items> {
        if depth > 1 {
            return Err(items);
        }
        let inner = self.inside(Ty::Float, None, |generator| {
            let mut names = Vec::new();
            let param = generator.param(&items.ty, items.typed, &mut names);
            generator.hide_owned();
            let inner = generator.source()?;
            let mut inner = generator.mapped(inner, &Ty::Float, depth + 1);
            if let Some(Adapter::Map(closure)) = inner.chain.adapters.last_mut() {
                closure.moves = true;
            }
            Some((param, inner))
        });
        let Some((param, inner)) = inner else { return Err(items) };
        let (ty, typed) = (inner.ty, inner.typed);
        let flat = Adapter::FlatMap(param, Box::new(inner.chain));
        Ok(items.then(flat).of(ty, typed))
    }

    /// Whether chains are wanted.
    pub(super) fn chains(&self) -> usize {
        usize::from(self.on(Feature::Chains))
    }
}
