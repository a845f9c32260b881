//! Functions: signatures, bodies, recursion.
//!
//! In: the functions made so far. Out: one more. Invariant: a recursive function has a parameter
//! `depth`, calls itself with one less only where it is not 0, and outside of loops.

use super::{Feature, Generator};
use crate::syntax::{
    Binary, Block, Compare, Expr, Function, Node, Param, Pattern, Role, Stmt, Ty, Unary,
};

impl Generator<'_> {
    /// Helper functions, callees before callers.
    pub(super) fn helpers(&mut self) {
        if !self.on(Feature::Calls) {
            return;
        }
        for _ in 0..2 {
            if self.wants(Feature::Operators, 45)
                && let Some(operator) = self.operator()
            {
                self.callees.push(operator.clone());
                self.functions.push(operator);
            }
        }
        if self.wants(Feature::Traits, 40) {
            self.implemented();
        }
        self.small_helpers();
        self.butterfly_helper();
        let most = if self.on(Feature::Methods) { 5 } else { 3 };
        for at in 0..self.random.between(1, most) {
            let name = format!("h{at}");
            let recursive = self.on(Feature::Recursion) && self.random.chance(25);
            let generic = self.wants(Feature::Generics, 22);
            let owner = if generic { None } else { self.owner() };
            let function = match owner {
                None if generic => self.generic(name),
                Some(owner) => self.method_of(&owner, at),
                None if recursive => self.recursive(name),
                None => self.helper(name),
            };
            self.callees.push(function.clone());
            self.functions.push(function);
        }
    }

    fn helper(&mut self, name: String) -> Function {
        let params = self.helper_params();
        let result = self.helper_result(&params);
        self.budget = self.random.between(2, 5) as isize;
        let body = self.function_body(&params, &result, 3, Vec::new());
        Function { name, role: Role::Plain, params, result, body }
    }

    pub(super) fn helper_params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        for at in 0..self.random.between(1, 4) {
            let ty = self.param_type();
            let by_value = ty.referent().is_none() && ty != Ty::Int;
            let mutable = by_value && self.random.chance(30);
            params.push(Param::new(&format!("p{at}"), ty, mutable));
        }
        if params.iter().all(|param| !param.ty.is_active()) {
            params.push(Param::new("q", Ty::Float, false));
        }
        params
    }

    /// A parameter's type.
    fn param_type(&mut self) -> Ty {
        let len = self.random.between(2, 3);
        let features = self.features;
        let on = |feature| usize::from(features.has(feature));
        let writes = on(Feature::MutableParameters);
        let exclusive = |ty| Ty::RefMut(Box::new(ty));
        match self.random.weighted(&[
            (8, 0),
            (5, 1),
            (2, 2),
            (2, 3),
            (2 * on(Feature::Vectors), 4),
            (2 * on(Feature::Tuples), 5),
            (3, 6),
            (4 * writes, 7),
            (5 * writes, 8),
            (2 * writes, 9),
            (2 * writes * on(Feature::Vectors), 10),
            (writes * on(Feature::Tuples), 11),
            (on(Feature::Nested), 12),
            (2 * on(Feature::Options), 13),
            (4 * self.types.len(), 14),
            (3 * writes * self.types.len(), 15),
        ]) {
            0 => Ty::Float,
            14 => {
                let ty = self.random.pick(&self.types.clone());
                if self.random.chance(60) { Ty::Ref(Box::new(ty)) } else { ty }
            }
            15 => exclusive(self.random.pick(&self.types.clone())),
            1 => Ty::Ref(Box::new(Ty::slice(Ty::Float, len))),
            2 => Ty::array(Ty::Float, len),
            3 => Ty::Ref(Box::new(Ty::array(Ty::Float, len))),
            4 => Ty::vector(Ty::Float, len),
            5 => Ty::Tuple(vec![Ty::Float, Ty::Float]),
            6 => Ty::Int,
            7 => exclusive(Ty::Float),
            8 => exclusive(Ty::slice(Ty::Float, len)),
            9 => exclusive(Ty::array(Ty::Float, len)),
            10 => exclusive(Ty::vector(Ty::Float, len)),
            11 => exclusive(Ty::Tuple(vec![Ty::Float, Ty::Float])),
            12 => Ty::Ref(Box::new(Ty::array(Ty::array(Ty::Float, 3), 2))),
            _ => Ty::Option(Box::new(Ty::Float)),
        }
    }

    pub(super) fn helper_result(&mut self, params: &[Param]) -> Ty {
        let writes = params.iter().any(|param| matches!(param.ty, Ty::RefMut(_)));
        let features = self.features;
        let on = |feature| usize::from(features.has(feature));
        let len = self.random.between(2, 3);
        match self.random.weighted(&[
            (10, 0),
            (2 * on(Feature::Tuples), 1),
            (2, 2),
            (2 * on(Feature::Vectors), 3),
            (if writes { 16 } else { 0 }, 4),
            (3 * on(Feature::Options), 5),
            (2 * self.types.len(), 6),
            (4 * on(Feature::Fallible), 7),
            (3 * on(Feature::Fallible) * on(Feature::Options), 5),
        ]) {
            0 => Ty::Float,
            7 => Ty::Result(Box::new(Ty::Float)),
            6 => self.random.pick(&self.types.clone()),
            1 => Ty::Tuple(vec![Ty::Float, Ty::Float]),
            2 => Ty::array(Ty::Float, len),
            3 => Ty::vector(Ty::Float, len),
            4 => Ty::Unit,
            _ => Ty::Option(Box::new(Ty::Float)),
        }
    }

    /// The body of a function: `first`, statements, and a value that depends on much of what is there.
    pub(super) fn function_body(
        &mut self,
        params: &[Param],
        result: &Ty,
        most: usize,
        first: Vec<Stmt>,
    ) -> Block {
        self.result = result.clone();
        self.scopes.clear();
        self.borrows.clear();
        self.around.clear();
        self.scoped(|generator| {
            generator.declare_constants();
            for param in params {
                let Param { name, ty, mutable, sized } = param.clone();
                generator.declare_as(name, ty, mutable, true);
                if sized {
                    generator.declare_as("N".to_owned(), Ty::Int, false, true);
                    generator.lock_last();
                }
                if param.name == "depth" {
                    generator.lock_last();
                }
            }
            generator.scoped(|generator| {
                let mut stmts = first;
                generator.own_constants(params, &mut stmts);
                generator.instances(&mut stmts);
                for _ in 0..generator.random.between(1, most) {
                    generator.stmt(&mut stmts);
                }
                let value = generator.final_value(result);
                Block { stmts, value: value.map(Box::new) }
            })
        })
    }

    /// `if depth == 0 { base } else { .. }`, calling itself or the function before it.
    fn recursive(&mut self, name: String) -> Function {
        let mut params = self.helper_params();
        let depth = Param::new("depth", Ty::Int, false);
        params.push(depth);
        let result = Ty::Float;
        self.budget = self.random.between(2, 5) as isize;
        let base = {
            self.result = result.clone();
            self.function_body(&params, &result, 1, Vec::new())
        };
        let empty = Block::default();
        let itself = Function { name, role: Role::Plain, params, result, body: empty };
        let step = self.recursive_step(&itself);
        let count = Expr::variable("depth", Ty::Int);
        let done = Expr::compare(Compare::Equal, count, Expr::int(0));
        let node = Node::If(Box::new(done), base, Some(step));
        let value = Expr::new(Ty::Float, node);
        let body = Block { stmts: Vec::new(), value: Some(Box::new(value)) };
        Function { body, ..itself }
    }

    /// The arm that calls `itself`: wherever a call fits, and if there is none, at its beginning.
    fn recursive_step(&mut self, itself: &Function) -> Block {
        self.callees.push(itself.clone());
        self.recursion = Some("depth".to_owned());
        let mut block = self.function_body(&itself.params, &itself.result, 2, Vec::new());
        if !format!("{block:?}").contains(&format!("Call({:?}", itself.name)) {
            self.call_first(itself, &mut block);
        }
        self.recursion = None;
        self.callees.pop();
        block
    }

    /// `let c = tanh(itself(..)); .. value + c`
    fn call_first(&mut self, itself: &Function, block: &mut Block) {
        let args = self.scoped(|generator| {
            for param in &itself.params {
                let Param { name, ty, mutable, .. } = param.clone();
                generator.declare_as(name, ty, mutable, true);
            }
            // A scope of its own: what follows needs the parameters, so that none may be moved.
            generator.scoped(|generator| generator.args(itself, 2))
        });
        let Some(args) = args else { return };
        let Some(value) = block.value.take() else { return };
        let call = Expr::new(Ty::Float, Node::Call(itself.name.clone(), args));
        let name = self.fresh("c");
        let pattern = Pattern::Name(name.clone(), false);
        let bounded = Some(Expr::unary(Unary::Tanh, call));
        block.stmts.insert(0, Stmt::Let { pattern, ty: None, value: bounded, otherwise: None });
        let sum = Expr::binary(Binary::Add, *value, Self::read(&name, Ty::Float));
        block.value = Some(Box::new(sum));
    }

    /// The value of a body.
    fn final_value(&mut self, result: &Ty) -> Option<Expr> {
        match result {
            Ty::Unit => None,
            Ty::Float => Some(self.mixture()),
            other => Some(self.value(other, 0)),
        }
    }

    /// A sum over the variables in scope.
    pub(super) fn mixture(&mut self) -> Expr {
        let mut sum = self.damped(1);
        let active = |var: &&super::scope::Var| var.ty.is_active();
        let names: Vec<String> =
            self.visible().into_iter().filter(active).map(|var| var.name.clone()).collect();
        for name in names {
            if self.random.chance(75)
                && let Some(leaf) = self.place_in(&name)
            {
                let weight = Expr::float(self.random.float());
                let term =
                    Expr::binary(Binary::Mul, weight, Expr::new(Ty::Float, Node::Read(leaf)));
                sum = Expr::binary(Binary::Add, sum, term);
            }
        }
        sum
    }
}
