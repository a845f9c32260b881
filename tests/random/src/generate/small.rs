//! What the derivatives of callers take in, and what they lend: small helpers, constants, butterflies.
//!
//! In: what is in scope. Out: helpers without loops that call one another, constants of which some hide others,
//! and a loop that lends a helper elements of the halves of two lists. Invariant: a constant is neither
//! written nor hidden by a variable.

use super::{Feature, Generator};
use crate::syntax::{Binary, Block, Expr, Function, InPlace, Node, Param, Pattern, Place, Range};
use crate::syntax::{Role, Step, Stmt, Ty};

/// The helper of [`Generator::butterflies`].
const BUTTERFLY: &str = "fly";

impl Generator<'_> {
    /// Constants beside the functions.
    pub(super) fn constants(&mut self) {
        if self.wants(Feature::Constants, 60) {
            for at in 0..self.random.between(1, 3) {
                let value = self.random.float();
                self.constants.push((format!("K{at}"), value));
            }
        }
    }

    /// Makes them visible.
    pub(super) fn declare_constants(&mut self) {
        if self.generic {
            return;
        }
        for (name, _) in self.constants.clone() {
            self.declare_as(name, Ty::Float, false, true);
            self.lock_last();
        }
    }

    /// Constants of a body, some of which hide others. The bodies of a recursive function are arms, where
    /// chainrule refuses constants that hide others.
    pub(super) fn own_constants(&mut self, params: &[Param], out: &mut Vec<Stmt>) {
        if self.generic || !self.wants(Feature::Constants, 20) {
            return;
        }
        let (at, value) = (self.random.below(4), self.random.float());
        if params.iter().any(|param| param.name == "depth") {
            return;
        }
        self.declare_as(format!("K{at}"), Ty::Float, false, true);
        self.lock_last();
        out.push(Stmt::Const(format!("K{at}"), value));
    }

    /// Helpers of numbers and borrowed lists, without loops.
    pub(super) fn small_helpers(&mut self) {
        if !self.wants(Feature::Small, 60) {
            return;
        }
        for at in 0..self.random.between(1, 3) {
            let mut params = vec![Param::new("a", Ty::Float, self.random.chance(30))];
            for name in ["b", "c"] {
                let shared = |ty| Ty::Ref(Box::new(ty));
                match self.random.below(6) {
                    0 | 1 => params.push(Param::new(name, Ty::Float, false)),
                    2 => params.push(Param::new(name, shared(Ty::slice(Ty::Float, 3)), false)),
                    3 => params.push(Param::new(name, shared(Ty::array(Ty::Float, 2)), false)),
                    4 => params.push(Param::new(name, Ty::Int, false)),
                    _ => {}
                }
            }
            let result = match self.random.below(6) {
                0 if self.on(Feature::Tuples) => Ty::Tuple(vec![Ty::Float, Ty::Float]),
                1 => Ty::array(Ty::Float, 2),
                _ => Ty::Float,
            };
            // statements without blocks only
            self.budget = 0;
            let body = self.function_body(&params, &result, 2, Vec::new());
            let function =
                Function { name: format!("k{at}"), role: Role::Plain, params, result, body };
            self.callees.push(function.clone());
            self.functions.push(function);
        }
    }

    /// `fn fly(p: &mut f64, q: &mut f64, r: &mut f64, s: &mut f64, t: f64)`
    pub(super) fn butterfly_helper(&mut self) {
        if !self.on(Feature::MutableParameters) || !self.wants(Feature::Butterflies, 25) {
            return;
        }
        let exclusive = || Ty::RefMut(Box::new(Ty::Float));
        let mut params: Vec<Param> =
            ["p", "q", "r", "s"].map(|name| Param::new(name, exclusive(), false)).into();
        params.push(Param::new("t", Ty::Float, false));
        self.budget = 3;
        let body = self.function_body(&params, &Ty::Unit, 4, Vec::new());
        let name = BUTTERFLY.to_owned();
        let function = Function { name, role: Role::Plain, params, result: Ty::Unit, body };
        self.callees.push(function.clone());
        self.functions.push(function);
    }

    /// Whether the program has the helper, which does not call itself.
    pub(super) fn has_butterfly(&self) -> bool {
        !self.generic && self.callees.iter().any(|callee| callee.name == BUTTERFLY)
    }

    /// `let (l, r) = re.split_at_mut(2); let (m, s) = im.split_at_mut(2); for i in 0..2 { fly(..); }`
    pub(super) fn butterflies(&mut self, out: &mut Vec<Stmt>) {
        let list = |at: usize, vector: bool| match vector {
            true => Ty::vector(Ty::Float, at),
            false => Ty::array(Ty::Float, at),
        };
        let vectors = self.on(Feature::Vectors) && self.random.chance(50);
        let lists = [self.fresh("re"), self.fresh("im")];
        let mut stmts = Vec::new();
        for name in &lists {
            let ty = list(4, vectors);
            let value = Some(self.value(&ty, 1));
            let pattern = Pattern::Name(name.clone(), true);
            stmts.push(Stmt::Let { pattern, ty: Some(ty), value, otherwise: None });
        }
        let mut halves = Vec::new();
        for name in &lists {
            let [low, high] = [self.fresh("l"), self.fresh("r")];
            halves.extend([low.clone(), high.clone()]);
            let cut = InPlace::SplitAt(low, high, Place::variable(name), Expr::int(2));
            stmts.push(Stmt::InPlace(cut));
        }
        let name = self.fresh("i");
        let element = |list: &String| {
            let index = Expr::variable(&name, Ty::Int);
            let place = Place::variable(list).then(Step::Index(index));
            Expr::new(Ty::RefMut(Box::new(Ty::Float)), Node::BorrowMut(place))
        };
        let order = if self.random.chance(50) { [0, 2, 1, 3] } else { [3, 0, 1, 2] };
        let mut args: Vec<Expr> = order.iter().map(|at| element(&halves[*at])).collect();
        args.push(self.damped(1));
        let call = Expr::new(Ty::Unit, Node::Call(BUTTERFLY.to_owned(), args));
        let range = Range {
            low: Expr::int(0),
            high: Expr::int(2),
            inclusive: false,
            step: None,
            reversed: self.random.chance(30),
        };
        let body = Block { stmts: vec![Stmt::Expr(call)], value: None };
        stmts.push(Stmt::For { label: None, name, range, body, checkpoint: None });
        if let Some(place) = self.place(&Ty::Float, super::place::Access::Write) {
            let part = |list: &String, at| {
                let place = Place::variable(list).then(Step::Index(Expr::int(at)));
                Expr::new(Ty::Float, Node::Read(place))
            };
            let product = Expr::binary(Binary::Mul, part(&lists[0], 0), part(&lists[1], 3));
            let value = Expr::unary(crate::syntax::Unary::Sin, product);
            stmts.push(Stmt::Update(place, Binary::Add, value));
        }
        let block = Block { stmts, value: None };
        out.push(Stmt::Expr(Expr::new(Ty::Unit, Node::Block(block))));
    }
}
