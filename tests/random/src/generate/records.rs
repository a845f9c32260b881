//! Structs, enums and their methods; labelled blocks; patterns of slices.
//!
//! In: what is in scope. Out: definitions, methods, statements and expressions. Invariant: a definition
//! refers to what was defined before it.

use std::rc::Rc;

use super::control::Around;
use super::place::Access;
use super::scope::Borrow;
use super::{Feature, Generator};
use crate::syntax::{
    Arm, Binary, Block, Choice, Expr, Function, Node, Param, Pattern, Place, Record, Role, Step,
    Stmt, Ty,
};

impl Generator<'_> {
    /// The structs and enums of the program.
    pub(super) fn definitions(&mut self) {
        if self.on(Feature::Structs) {
            for at in 0..self.random.between(1, 2) {
                let record = self.record(at);
                self.types.push(Ty::Record(Rc::new(record)));
            }
        }
        if self.on(Feature::Enums) {
            let choice = self.choice();
            self.types.push(Ty::Choice(Rc::new(choice)));
        }
    }

    fn record(&mut self, at: usize) -> Record {
        let tuple = self.random.chance(25);
        let mut fields = vec![Ty::Float];
        for _ in 0..self.random.between(1, 3) {
            let vectors = usize::from(self.on(Feature::Vectors));
            let earlier = self.types.len();
            let weights = [(4, 0), (3, 1), (2, 2), (vectors, 3), (2, 4), (5 * earlier, 5)];
            fields.push(match self.random.weighted(&weights) {
                0 => Ty::Float,
                1 => Ty::array(Ty::Float, self.random.between(2, 3)),
                2 => Ty::Tuple(vec![Ty::Float, Ty::Float]),
                3 => Ty::vector(Ty::Float, 2),
                4 => Ty::Int,
                _ => self.random.pick(&self.types.clone()),
            });
        }
        let name = |(at, ty): (usize, Ty)| {
            let name = if tuple { at.to_string() } else { format!("f{at}") };
            (name, ty)
        };
        let fields: Vec<(String, Ty)> = fields.into_iter().enumerate().map(name).collect();
        let lists = fields.iter().position(|(_, ty)| {
            ty.list().is_some_and(|(element, len)| *element == Ty::Float && len > 0)
        });
        let index = match lists.filter(|_| self.wants(Feature::Indexing, 60)) {
            Some(field) => Some((field, self.random.below(2))),
            None => None,
        };
        Record { name: format!("S{at}"), fields, tuple, index }
    }

    fn choice(&mut self) -> Choice {
        let mut variants = vec![("A".to_owned(), vec![Ty::Float])];
        let mut kinds = vec![Ty::Float, Ty::array(Ty::Float, 2), Ty::Float];
        kinds.extend(self.types.clone());
        for name in ["B", "C"] {
            let count = self.random.below(3);
            let parts = (0..count).map(|_| self.random.pick(&kinds)).collect();
            variants.push((name.to_owned(), parts));
        }
        Choice { name: "E".to_owned(), variants }
    }

    /// The struct that the next function is a method of, if it is one.
    pub(super) fn owner(&mut self) -> Option<Ty> {
        if !self.on(Feature::Methods) || !self.random.chance(60) {
            return None;
        }
        let types = self.types.clone();
        self.random.maybe(&types).cloned()
    }

    /// A method, or a function that stands with them.
    pub(super) fn method_of(&mut self, owner: &Ty, at: usize) -> Function {
        let mut params = self.helper_params();
        let receiver = match self.random.below(8) {
            0..4 => Some(Ty::Ref(Box::new(owner.clone()))),
            4 | 5 if self.on(Feature::MutableParameters) => {
                Some(Ty::RefMut(Box::new(owner.clone())))
            }
            6 => Some(owner.clone()),
            _ => None,
        };
        let result = match &receiver {
            None => owner.clone(),
            Some(ty) => {
                params.insert(0, Param::new("self", ty.clone(), false));
                self.helper_result(&params)
            }
        };
        self.budget = self.random.between(2, 5) as isize;
        let body = self.function_body(&params, &result, 3, Vec::new());
        let owner = crate::print::ty(owner);
        Function { name: format!("{owner}::m{at}"), role: Role::Plain, params, result, body }
    }

    /// Variables of the structs and enums: much of what follows is possible only where there are some.
    pub(super) fn instances(&mut self, out: &mut Vec<Stmt>) {
        for ty in self.types.clone() {
            if self.random.chance(50) {
                let value = self.value(&ty, 1);
                let name = self.fresh(super::statements::prefix(&ty));
                self.declare_as(name.clone(), ty, true, true);
                let pattern = Pattern::Name(name, true);
                out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
            }
        }
    }

    /// `S { x: .., ..base }`
    pub(super) fn based(&mut self, ty: &Ty, of: &Record, depth: usize) -> Option<Node> {
        if of.tuple || !ty.is_copy() || !self.random.chance(35) {
            return None;
        }
        let at = self.random.below(of.fields.len());
        let value = self.value(&of.fields[at].1, depth);
        let base = self.place(ty, Access::Read)?;
        Some(Node::Base(vec![(at, value)], base))
    }

    /// `let S { x, y } = value;`
    pub(super) fn let_fields(&mut self, of: &Rc<Record>, value: Expr, out: &mut Vec<Stmt>) {
        let mut bind = |(_, ty): &(String, Ty)| {
            if self.random.chance(15) {
                return Pattern::Wild;
            }
            let mutable = self.random.chance(40);
            let name = self.fresh("b");
            self.declare_as(name.clone(), ty.clone(), mutable, true);
            Pattern::Name(name, mutable)
        };
        let patterns = of.fields.iter().map(&mut bind).collect();
        let pattern = Pattern::Record(Rc::clone(of), patterns);
        out.push(Stmt::Let { pattern, ty: None, value: Some(value), otherwise: None });
    }

    /// A place of an enum.
    fn choice_place(&mut self, access: Access) -> Option<(Place, Rc<Choice>)> {
        let choices = self.types.iter().filter_map(|ty| match ty {
            Ty::Choice(of) => Some(Rc::clone(of)),
            _ => None,
        });
        let choices: Vec<Rc<Choice>> = choices.collect();
        let of = self.random.maybe(&choices)?.clone();
        let place = self.place(&Ty::Choice(Rc::clone(&of)), access)?;
        Some((place, of))
    }

    /// A pattern for a variant, and its names declared.
    fn variant(&mut self, of: &Rc<Choice>, at: usize, by: impl Fn(&Ty) -> Ty) -> Pattern {
        let mut parts = Vec::new();
        for ty in &of.variants[at].1 {
            if self.random.chance(15) {
                parts.push(Pattern::Wild);
                continue;
            }
            let name = self.fresh("u");
            self.declare_as(name.clone(), by(ty), false, true);
            parts.push(Pattern::Name(name, false));
        }
        Pattern::Variant(Rc::clone(of), at, parts)
    }

    /// `match e { E::A(a) => .., .. }`
    pub(super) fn choice_value(&mut self, depth: usize) -> Option<Expr> {
        let (place, of) = self.choice_place(Access::Read)?;
        let ty = Ty::Choice(Rc::clone(&of));
        let copies = ty.is_copy() && self.random.chance(50);
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Shared);
        let scrutinee = match copies {
            true => Expr::new(ty, Node::Read(place)),
            false => Expr::new(Ty::Ref(Box::new(ty)), Node::Borrow(place)),
        };
        let by = |ty: &Ty| if copies { ty.clone() } else { Ty::Ref(Box::new(ty.clone())) };
        let whole = self.random.chance(70);
        let mut arms = Vec::new();
        let count = if whole { of.variants.len() } else { 1 };
        for at in 0..count {
            arms.push(self.scoped(|generator| {
                let pattern = generator.variant(&of, at, by);
                let body = generator.valued_block(&Ty::Float, depth + 1);
                Arm { pattern, guard: None, body }
            }));
        }
        if !whole {
            let body = self.valued_block(&Ty::Float, depth + 1);
            arms.push(Arm { pattern: Pattern::Wild, guard: None, body });
        }
        self.end_borrows(borrows);
        Some(Expr::new(Ty::Float, Node::Match(Box::new(scrutinee), arms)))
    }

    /// `match &mut e { E::A(a) => *a = .., .. }`
    pub(super) fn match_choice(&mut self, out: &mut Vec<Stmt>) {
        let writes = self.random.chance(60);
        let access = if writes { Access::Write } else { Access::Read };
        let Some((place, of)) = self.choice_place(access) else { return self.simple(out) };
        let ty = Ty::Choice(Rc::clone(&of));
        let borrows = self.borrows.len();
        self.borrow(&place, if writes { Borrow::Exclusive } else { Borrow::Shared });
        let scrutinee = match writes {
            true => Expr::new(Ty::RefMut(Box::new(ty)), Node::BorrowMut(place)),
            false => Expr::new(Ty::Ref(Box::new(ty)), Node::Borrow(place)),
        };
        let by = |ty: &Ty| match writes {
            true => Ty::RefMut(Box::new(ty.clone())),
            false => Ty::Ref(Box::new(ty.clone())),
        };
        let mut arms = Vec::new();
        for at in 0..of.variants.len() {
            arms.push(self.scoped(|generator| {
                let pattern = generator.variant(&of, at, by);
                Arm { pattern, guard: None, body: generator.body(2) }
            }));
        }
        self.end_borrows(borrows);
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::Match(Box::new(scrutinee), arms))));
    }

    /// `'l: { ..; if c { break 'l; } .. }`
    pub(super) fn labelled(&mut self, out: &mut Vec<Stmt>) {
        let node = self.labelled_node(None);
        out.push(Stmt::Expr(Expr::new(Ty::Unit, node)));
    }

    /// `'l: { ..; if c { break 'l x; } .. y }`
    pub(super) fn labelled_value(&mut self, depth: usize) -> Expr {
        debug_assert!(depth < 3, "blocks stand near the surface");
        let node = self.labelled_node(Some(Ty::Float));
        Expr::new(Ty::Float, node)
    }

    fn labelled_node(&mut self, value: Option<Ty>) -> Node {
        let label = self.fresh("k");
        let loops = self.around.clone();
        if value.is_some() {
            self.around.clear();
        }
        let around = Around {
            label: Some(label.clone()),
            value: value.clone(),
            continues: false,
            block: true,
        };
        self.around.push(around);
        let body = self.scoped(|generator| {
            let mut stmts = Vec::new();
            generator.simple(&mut stmts);
            generator.exit(&mut stmts);
            generator.simple(&mut stmts);
            let value = value.map(|_| Box::new(generator.damped(1)));
            Block { stmts, value }
        });
        self.around = loops;
        Node::Labelled(label, body)
    }

    /// `match list { [a, .., b] => .., _ => .. }`
    pub(super) fn match_slice(&mut self, out: &mut Vec<Stmt>) {
        let Some(place) = self.list(2, Access::Read) else { return self.simple(out) };
        let Some(target) = self.place(&Ty::Float, Access::Write) else { return self.simple(out) };
        if target.root == place.root {
            return self.simple(out);
        }
        let part = !place.steps.iter().any(|step| matches!(step, Step::Part(..)));
        let place = match part {
            true => place.then(Step::Part(Expr::int(0), Expr::int(2))),
            false => place,
        };
        let (front, back) = self.random.pick(&[(1, 0), (1, 1), (0, 1), (2, 0), (2, 1)]);
        let borrows = self.borrows.len();
        self.borrow(&place, Borrow::Shared);
        self.borrow(&target, Borrow::Exclusive);
        let yes = self.scoped(|generator| {
            let mut name = |_| {
                let name = generator.fresh("el");
                let ty = Ty::Ref(Box::new(Ty::Float));
                generator.declare_as(name.clone(), ty, false, true);
                Pattern::Name(name, false)
            };
            let front = (0..front).map(&mut name).collect();
            let back = (0..back).map(&mut name).collect();
            let value = generator.damped(0);
            let stmts = vec![Stmt::Update(target.clone(), Binary::Add, value)];
            let body = Block { stmts, value: None };
            Arm { pattern: Pattern::Slice(front, back), guard: None, body }
        });
        self.end_borrows(borrows);
        let other = Arm { pattern: Pattern::Wild, guard: None, body: self.body(2) };
        let slice = Ty::Ref(Box::new(Ty::slice(Ty::Float, 2)));
        let scrutinee = Expr::new(slice, Node::Borrow(place));
        let node = Node::Match(Box::new(scrutinee), vec![yes, other]);
        out.push(Stmt::Expr(Expr::new(Ty::Unit, node)));
    }
}
