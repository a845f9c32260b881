//! Functions that are more than functions: generic ones, operators, and the methods of traits.
//!
//! In: the structs and the functions made so far. Out: more functions. Invariant: what is generic over its float
//! names no struct and calls only what is generic too; the methods of a trait see of `self` nothing but
//! the trait.

use std::rc::Rc;

use super::{Feature, Generator};
use crate::syntax::{Function, Operator, Param, Record, Role, Ty};

/// What is known of `self` in a trait, and of a parameter of which only the trait is known.
fn opaque(name: &str) -> Ty {
    let (name, fields) = (name.to_owned(), Vec::new());
    Ty::Record(Rc::new(Record { name, fields, tuple: false, index: None }))
}

impl Generator<'_> {
    /// `fn h<T: Real, const N: usize>(..)`
    pub(super) fn generic(&mut self, name: String) -> Function {
        let types = std::mem::take(&mut self.types);
        let all = self.callees.clone();
        self.callees.retain(|callee| callee.role == Role::Generic);
        self.generic = true;
        let mut params = self.helper_params();
        if self.random.chance(50) {
            let len = self.random.between(2, 4);
            let ty = Ty::Ref(Box::new(Ty::slice(Ty::Float, len)));
            params.push(Param { sized: true, ..Param::new("c", ty, false) });
        }
        let result = self.helper_result(&params);
        self.budget = self.random.between(2, 5) as isize;
        let body = self.function_body(&params, &result, 3, Vec::new());
        self.generic = false;
        (self.types, self.callees) = (types, all);
        Function { name, role: Role::Generic, params, result, body }
    }

    /// An operator of a struct, if there is one left that has none like it.
    pub(super) fn operator(&mut self) -> Option<Function> {
        let records: Vec<Ty> =
            self.types.iter().filter(|ty| matches!(ty, Ty::Record(_))).cloned().collect();
        let owner = self.random.maybe(&records)?.clone();
        let op = self.random.pick(&[
            Operator::Add,
            Operator::Sub,
            Operator::Mul,
            Operator::Neg,
            Operator::Scale,
        ]);
        let name = format!("{}::{}", crate::print::ty(&owner), format!("{op:?}").to_lowercase());
        if self.functions.iter().any(|function| function.name == name) {
            return None;
        }
        let mut params = vec![Param::new("self", owner.clone(), false)];
        match op {
            Operator::Add | Operator::Sub | Operator::Mul => {
                params.push(Param::new("other", owner.clone(), false));
            }
            Operator::Scale => params.push(Param::new("k", Ty::Float, false)),
            Operator::Neg => {}
        }
        self.budget = self.random.between(1, 3) as isize;
        let body = self.function_body(&params, &owner, 2, Vec::new());
        Some(Function { name, role: Role::Operator(op), params, result: owner, body })
    }

    /// A trait: a method that two types implement, methods that it has itself, and a function that knows of
    /// its argument nothing but the trait.
    pub(super) fn implemented(&mut self) {
        let mut types = self.types.clone();
        while types.len() > 2 {
            let at = self.random.below(types.len());
            types.remove(at);
        }
        if types.len() < 2 {
            return;
        }
        let of_trait = "T0".to_owned();
        let params = self.plain_params();
        let mut with = |owner: &Ty, name: &str| {
            let this = Ty::Ref(Box::new(owner.clone()));
            let mut all = vec![Param::new("self", this, false)];
            all.extend(params.clone());
            self.budget = self.random.between(1, 3) as isize;
            let body = self.function_body(&all, &Ty::Float, 2, Vec::new());
            let (role, result) = (Role::Implements(of_trait.clone()), Ty::Float);
            Function { name: format!("{name}::t"), role, params: all, result, body }
        };
        let methods: Vec<Function> =
            types.iter().map(|owner| with(owner, owner.name().unwrap_or_default())).collect();
        self.functions.extend(methods.clone());
        self.callees.extend(methods.clone());
        let mut defaults: Vec<Function> = Vec::new();
        for at in 0..self.random.between(1, 2) {
            let known = Self::known_as("Self", methods.first().into_iter().chain(&defaults));
            let function = self.of_trait(&format!("T0::d{at}"), "Self", known);
            defaults.push(Function { role: Role::Default(of_trait.clone()), ..function });
        }
        for owner in &types {
            let name = owner.name().unwrap_or_default();
            let shown = defaults.iter().map(|default| {
                let mut seen = Function { body: Default::default(), ..default.clone() };
                seen.name = format!("{name}::{}", default.own_name());
                seen.params[0].ty = Ty::Ref(Box::new(owner.clone()));
                seen
            });
            self.callees.extend(shown);
        }
        self.functions.extend(defaults.clone());
        let known = Self::known_as("B", methods.first().into_iter().chain(&defaults));
        let function = self.of_trait("b0", "B", known);
        for owner in &types {
            let mut seen = Function { body: Default::default(), ..function.clone() };
            seen.params[0].ty = Ty::Ref(Box::new(owner.clone()));
            self.callees.push(seen);
        }
        self.functions.push(Function { role: Role::Bounded(of_trait), ..function });
    }

    /// A function that sees of its first parameter nothing but what is `known`.
    fn of_trait(&mut self, name: &str, this: &str, known: Vec<Function>) -> Function {
        let first = if this == "Self" { "self" } else { "b" };
        let mut params = vec![Param::new(first, Ty::Ref(Box::new(opaque(this))), false)];
        params.extend(self.plain_params());
        let all = self.callees.clone();
        self.callees.extend(known);
        self.budget = self.random.between(1, 3) as isize;
        let body = self.function_body(&params, &Ty::Float, 2, Vec::new());
        self.callees = all;
        Function { name: name.to_owned(), role: Role::Plain, params, result: Ty::Float, body }
    }

    /// Methods as a type that stands for others has them.
    fn known_as<'a>(this: &str, methods: impl Iterator<Item = &'a Function>) -> Vec<Function> {
        let seen = methods.map(|method| {
            let mut seen = Function { body: Default::default(), ..method.clone() };
            seen.name = format!("{this}::{}", method.own_name());
            seen.params[0].ty = Ty::Ref(Box::new(opaque(this)));
            seen
        });
        seen.collect()
    }

    /// A number, and perhaps a list or an integer.
    fn plain_params(&mut self) -> Vec<Param> {
        let mut params = vec![Param::new("p1", Ty::Float, self.random.chance(20))];
        if self.random.chance(40) {
            let list = Ty::Ref(Box::new(Ty::slice(Ty::Float, 2)));
            params.push(Param::new("p2", list, false));
        }
        if self.random.chance(25) {
            params.push(Param::new("p3", Ty::Int, false));
        }
        params
    }

    /// Whether a feature is used here, if it is on.
    pub(super) fn wants(&mut self, feature: Feature, percent: usize) -> bool {
        self.on(feature) && self.random.chance(percent)
    }
}
