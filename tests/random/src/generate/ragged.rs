//! Lists that may be empty or have one element: taken apart, and changed along their length.
//!
//! In: what is in scope. Out: a list whose length is known at run time only, and loops over it and over
//! copies of it; what they make is added to a number that was there. Invariant: an index is below the
//! length wherever it is used, at any length.

use super::place::Access;
use super::{Feature, Generator};
use crate::syntax::{Binary, Block, Compare, Expr, InPlace, IntOp, Node, Pattern, Place, Range};
use crate::syntax::{Several, Step, Stmt, Ty, Unary, Walk};

/// What the loops work on.
struct Work {
    /// The list, a shared reference.
    list: String,
    /// The number that they change.
    sum: String,
    /// A copy of the list, which grows and shrinks.
    copy: String,
}

impl Generator<'_> {
    /// `x.powi(n as i32)`, or `(x * 3.0) as i32 as f64`
    pub(super) fn cast(&mut self, depth: usize) -> Expr {
        let inner = self.float(depth + 1);
        if self.generic || self.random.chance(60) {
            let base = Expr::unary(Unary::Sin, inner);
            let exponent = self.small_int_below(5);
            return Expr::new(Ty::Float, Node::PowiBy(Box::new(base), Box::new(exponent)));
        }
        let scaled = Expr::binary(Binary::Mul, inner, Expr::float(3.0));
        Expr::new(Ty::Float, Node::Whole(Box::new(scaled)))
    }

    /// A list of any length, what is done with it, and what becomes of it.
    pub(super) fn ragged(&mut self, out: &mut Vec<Stmt>) {
        let Some(list) = self.list(3, Access::Read) else { return self.simple(out) };
        let len = self.small_int_below(4);
        let mut steps = list.steps;
        if matches!(steps.last(), Some(Step::Part(..))) {
            steps.pop();
        }
        let part = Place { steps, ..list }.then(Step::Part(Expr::int(0), len));
        let ty = Ty::Ref(Box::new(Ty::slice(Ty::Float, 0)));
        let name = self.fresh("g");
        out.push(bound(&name, false, None, Expr::new(ty, Node::Borrow(part))));
        let (sum, copy) = (self.fresh("s"), self.fresh("v"));
        let first = self.damped(1);
        out.push(bound(&sum, true, Some(Ty::Float), first));
        let whole = Place::variable(&name).then(Step::Deref);
        let ty = Ty::vector(Ty::Float, 0);
        let to_vec = Expr::new(ty.clone(), Node::ToVec(whole));
        out.push(bound(&copy, true, Some(ty), to_vec));
        let work = Work { list: name, sum, copy };
        for _ in 0..self.random.between(1, 4) {
            match self.random.below(9) {
                0 => self.got(&work, out),
                1 => self.ends(&work, out),
                2 => self.halves(&work, out),
                3 => self.search(&work, out),
                4 => self.wrapped(&work, out),
                5 => self.resized(&work, out),
                6 => self.sorted(&work, out),
                _ => self.along(&work, out),
            }
        }
        let read = self.fresh("e");
        let walk = Walk::Elements {
            name: read.clone(),
            place: Place::variable(&work.copy),
            mutable: false,
        };
        let body = work.gather(Self::element_of(&read));
        out.push(Stmt::Iterate { label: None, walk, body });
        if let Some(place) = self.place(&Ty::Float, Access::Write) {
            let value = Expr::unary(Unary::Sin, work.total());
            out.push(Stmt::Update(place, Binary::Add, value));
        }
    }

    /// What a reference to a number refers to.
    fn element_of(name: &str) -> Expr {
        let ty = Ty::Float;
        Expr::new(ty, Node::Read(Place::variable(name).then(Step::Deref)))
    }

    /// `if let Some(part) = list.get(a..b) { for e in part.iter() { .. } } else { .. }`
    fn got(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let ty = Ty::Ref(Box::new(Ty::slice(Ty::Float, 0)));
        let (low, high) = (self.random.below(2), self.random.between(1, 3));
        let (low, high) = (Box::new(Expr::int(low)), Box::new(Expr::int(high)));
        let value = Node::Get(work.whole(), low, high);
        let value = Expr::new(Ty::Option(Box::new(ty)), value);
        let (part, element) = (self.fresh("g"), self.fresh("e"));
        let walk = Walk::Elements {
            name: element.clone(),
            place: Place::variable(&part).then(Step::Deref),
            mutable: false,
        };
        let body = work.gather(Self::element_of(&element));
        let yes = vec![Stmt::Iterate { label: None, walk, body }];
        let pattern = Pattern::Some(Box::new(Pattern::Name(part, false)));
        let other = self.damped(2);
        let no = vec![Stmt::Update(Place::variable(&work.sum), Binary::Sub, other)];
        out.push(if_let(pattern, value, yes, no));
    }

    /// `if let Some((end, rest)) = list.split_first() { .. } else { .. }`
    fn ends(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let reference = |ty| Ty::Ref(Box::new(ty));
        let parts = vec![reference(Ty::Float), reference(Ty::slice(Ty::Float, 0))];
        let ty = Ty::Option(Box::new(Ty::Tuple(parts)));
        let value = Expr::new(ty, Node::SplitEnd(work.whole(), self.random.chance(50)));
        let (end, rest, element) = (self.fresh("e"), self.fresh("g"), self.fresh("e"));
        let walk = Walk::Elements {
            name: element.clone(),
            place: Place::variable(&rest).then(Step::Deref),
            mutable: false,
        };
        let product = Expr::binary(Binary::Mul, Self::element_of(&end), Self::element_of(&element));
        let body = work.gather(product);
        let yes = vec![
            Stmt::Update(Place::variable(&work.sum), Binary::Add, Self::element_of(&end)),
            Stmt::Iterate { label: None, walk, body },
        ];
        let names = [end, rest].map(|name| Pattern::Name(name, false)).to_vec();
        let pattern = Pattern::Some(Box::new(Pattern::Tuple(names)));
        let other = self.damped(2);
        let no = vec![Stmt::Assign(Place::variable(&work.sum), other)];
        out.push(if_let(pattern, value, yes, no));
    }

    /// `let (l, r) = list.split_at(list.len() / 2); for i in 0..l.len() { .. l[i] .. r[i] .. }`
    fn halves(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let ty = Ty::Ref(Box::new(Ty::slice(Ty::Float, 0)));
        let ty = Ty::Tuple(vec![ty.clone(), ty]);
        let middle = Expr::int_op(IntOp::Div, work.len(), Expr::int(2));
        let value = Expr::new(ty, Node::Split(work.whole(), Box::new(middle)));
        let names = [self.fresh("l"), self.fresh("r")];
        let pattern = Pattern::Tuple(names.clone().map(|name| Pattern::Name(name, false)).into());
        let [left, right] = names.map(|name| Place::variable(&name).then(Step::Deref));
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
        let at = self.fresh("i");
        let product = Expr::binary(
            Binary::Mul,
            element(&left, Self::read(&at, Ty::Int)),
            element(&right, Self::read(&at, Ty::Int)),
        );
        let high = Expr::new(Ty::Int, Node::Len(left));
        let range = Range { reversed: self.random.chance(40), ..range(Expr::int(0), high) };
        out.push(count(at, range, work.gather(product)));
    }

    /// A labelled block that two loops leave with a value.
    fn search(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        if !self.on(Feature::Labels) {
            return self.along(work, out);
        }
        let (label, i, k) = (self.fresh("l"), self.fresh("i"), self.fresh("k"));
        let [at_i, at_k] = [&i, &k].map(|at| element(&work.whole(), Self::read(at, Ty::Int)));
        let sum = Place::variable(&work.sum);
        let limit = Expr::float(self.random.float());
        let product = Expr::binary(Binary::Mul, at_i.clone(), at_k);
        let over = Expr::compare(Compare::Greater, work.total(), limit);
        let found = Expr::binary(Binary::Mul, work.total(), at_i);
        let leave = vec![Stmt::Break(Some(label.clone()), Some(found))];
        let inner = vec![
            Stmt::Update(sum.clone(), Binary::Add, product),
            Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(over), block(leave), None))),
        ];
        let high = Expr::int_op(IntOp::Add, Self::read(&i, Ty::Int), Expr::int(1));
        let inner = count(k, range(Expr::int(0), high), block(inner));
        let outer = count(i, range(Expr::int(0), work.len()), block(vec![inner]));
        let value = Some(Box::new(self.damp(work.total())));
        let body = Block { stmts: vec![outer], value };
        let value = Expr::new(Ty::Float, Node::Labelled(label, body));
        let name = self.fresh("s");
        out.push(bound(&name, false, Some(Ty::Float), value));
        out.push(Stmt::Update(sum, Binary::Sub, Self::read(&name, Ty::Float)));
    }

    /// Integers that wrap say which elements meet.
    fn wrapped(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let (state, at) = (self.fresh("k"), self.fresh("i"));
        let first = self.small_int();
        out.push(bound(&state, true, Some(Ty::Int), first));
        let read = || Self::read(&state, Ty::Int);
        let by = usize::MAX / self.random.between(3, 9);
        let next = Expr::int_op(IntOp::WrappingMul, read(), Expr::int(by));
        let next = Expr::int_op(IntOp::Rem, next, Expr::int(7));
        let less = Expr::int_op(IntOp::SaturatingSub, read(), Expr::int(2));
        let index = |of: Expr| Expr::int_op(IntOp::Rem, of, work.copy_len());
        let copy = Place::variable(&work.copy);
        let place = self.fresh("k");
        let target = copy.clone().then(Step::Index(Self::read(&place, Ty::Int)));
        let value = Expr::binary(
            Binary::Mul,
            element(&copy, index(less)),
            element(&copy, Self::read(&at, Ty::Int)),
        );
        let value = self.damp(value);
        let change = match self.random.chance(50) {
            true => Stmt::Assign(target, value),
            false => Stmt::Update(target, Binary::Add, value),
        };
        // a `Vec` is borrowed while the index to write is computed
        let bind = bound(&place, false, None, index(read()));
        let body = vec![Stmt::Assign(Place::variable(&state), next), bind, change];
        out.push(count(at, range(Expr::int(0), work.copy_len()), block(body)));
    }

    /// `copy.insert(copy.len() / 2, value);`, `if 0 < copy.len() { sum -= copy.remove(0) * 0.5; }`
    fn resized(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let copy = Place::variable(&work.copy);
        let half = || Expr::int_op(IntOp::Div, work.copy_len(), Expr::int(2));
        if self.random.chance(60) {
            let value = self.damp(work.total());
            out.push(Stmt::InPlace(InPlace::Insert(copy.clone(), half(), value)));
        }
        if self.random.chance(60) {
            let gone = Expr::new(Ty::Float, Node::Remove(copy.clone(), Box::new(half())));
            let gone = Expr::binary(Binary::Mul, gone, work.total());
            let some = Expr::compare(Compare::Less, Expr::int(0), work.copy_len());
            let change = Stmt::Update(Place::variable(&work.sum), Binary::Sub, gone);
            let remove = Node::If(Box::new(some), block(vec![change]), None);
            out.push(Stmt::Expr(Expr::new(Ty::Unit, remove)));
        }
        if self.random.chance(30) {
            out.push(Stmt::InPlace(InPlace::Truncate(copy, Expr::int(2))));
        }
    }

    /// A pass of a sorting network, by comparison or by `min` and `max`.
    fn sorted(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let at = self.fresh("i");
        let copy = Place::variable(&work.copy);
        let here = || Self::read(&at, Ty::Int);
        let before = || Expr::int_op(IntOp::Sub, here(), Expr::int(1));
        let (left, right) = (element(&copy, before()), element(&copy, here()));
        let body = if self.random.chance(50) {
            let wrong = Expr::compare(Compare::Greater, left, right);
            let swap = vec![Stmt::InPlace(InPlace::Swap(copy, before(), here()))];
            vec![Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(wrong), block(swap), None)))]
        } else {
            let both = || vec![left.clone(), right.clone()];
            let least = Expr::new(Ty::Float, Node::Several(Several::Min, both()));
            let most = Expr::new(Ty::Float, Node::Several(Several::Max, both()));
            let most = Expr::binary(Binary::Mul, most, Expr::float(0.5));
            let ty = Ty::Tuple(vec![Ty::Float, Ty::Float]);
            let pair = Expr::new(ty, Node::Tuple(vec![least, most]));
            let places = [before(), here()].map(|at| copy.clone().then(Step::Index(at)));
            vec![Stmt::Destructure(places.into(), pair)]
        };
        let step = if self.random.chance(30) { Some(2) } else { None };
        let range = Range { step, ..range(Expr::int(1), work.copy_len()) };
        out.push(count(at, range, block(body)));
    }

    /// A loop along the copy that reads what it has written, or what it will write.
    fn along(&mut self, work: &Work, out: &mut Vec<Stmt>) {
        let at = self.fresh("i");
        let copy = Place::variable(&work.copy);
        let here = || Self::read(&at, Ty::Int);
        let low = self.random.below(3);
        let mut others = vec![
            Expr::int_op(
                IntOp::Rem,
                Expr::int_op(IntOp::Mul, here(), Expr::int(3)),
                work.copy_len(),
            ),
            Expr::int_op(
                IntOp::Sub,
                work.copy_len(),
                Expr::int_op(IntOp::Add, here(), Expr::int(1)),
            ),
        ];
        if low > 0 {
            others.push(Expr::int_op(IntOp::Sub, here(), Expr::int(low)));
            others.push(Expr::int_op(IntOp::Sub, here(), Expr::int(1)));
        }
        let (one, two) = (self.random.pick(&others), self.random.pick(&others));
        let mixed = Expr::binary(
            self.random.pick(&[Binary::Mul, Binary::Add, Binary::Sub]),
            element(&copy, one),
            element(&copy, here()),
        );
        let mixed = if self.random.chance(40) {
            Expr::binary(Binary::Mul, mixed, work.total())
        } else {
            mixed
        };
        let value = self.damp(mixed);
        let own = self.random.chance(70);
        let mut body = Vec::new();
        let index = match own {
            true => here(),
            false => {
                let place = self.fresh("k");
                body.push(bound(&place, false, None, two));
                Self::read(&place, Ty::Int)
            }
        };
        let target = copy.then(Step::Index(index));
        body.push(match self.random.below(3) {
            0 => Stmt::Assign(target, value),
            1 => Stmt::Update(target, Binary::Mul, value),
            _ => Stmt::Update(target, Binary::Add, value),
        });
        if self.random.chance(40) {
            let read = element(&Place::variable(&work.copy), here());
            body.push(Stmt::Update(Place::variable(&work.sum), Binary::Add, read));
        }
        let step = if self.random.chance(20) { Some(self.random.between(2, 3)) } else { None };
        let reversed = self.random.chance(40);
        let range = Range { step, reversed, ..range(Expr::int(low), work.copy_len()) };
        let checkpoint = self.checkpoint();
        let body = block(body);
        out.push(Stmt::For { label: None, name: at, range, body, checkpoint });
    }
}

impl Work {
    fn whole(&self) -> Place {
        Place::variable(&self.list).then(Step::Deref)
    }

    fn len(&self) -> Expr {
        Expr::new(Ty::Int, Node::Len(self.whole()))
    }

    fn copy_len(&self) -> Expr {
        Expr::new(Ty::Int, Node::Len(Place::variable(&self.copy)))
    }

    fn total(&self) -> Expr {
        Expr::variable(&self.sum, Ty::Float)
    }

    /// `sum = sum * 0.5 + value;`
    fn gather(&self, value: Expr) -> Block {
        let half = Expr::binary(Binary::Mul, self.total(), Expr::float(0.5));
        let value = Expr::binary(Binary::Add, half, value);
        block(vec![Stmt::Assign(Place::variable(&self.sum), value)])
    }
}

fn block(stmts: Vec<Stmt>) -> Block {
    Block { stmts, value: None }
}

fn bound(name: &str, mutable: bool, ty: Option<Ty>, value: Expr) -> Stmt {
    let pattern = Pattern::Name(name.to_owned(), mutable);
    Stmt::Let { pattern, ty, value: Some(value), otherwise: None }
}

fn element(list: &Place, index: Expr) -> Expr {
    Expr::new(Ty::Float, Node::Read(list.clone().then(Step::Index(index))))
}

fn if_let(pattern: Pattern, value: Expr, yes: Vec<Stmt>, no: Vec<Stmt>) -> Stmt {
    let condition = Expr::new(Ty::Bool, Node::Let(pattern, Box::new(value)));
    let node = Node::If(Box::new(condition), block(yes), Some(block(no)));
    Stmt::Expr(Expr::new(Ty::Unit, node))
}

fn range(low: Expr, high: Expr) -> Range {
    Range { low, high, inclusive: false, step: None, reversed: false }
}

fn count(name: String, range: Range, body: Block) -> Stmt {
    Stmt::For { label: None, name, range, body, checkpoint: None }
}
