//! Which float an untyped literal is: unification of float kinds while lowering.
//!
//! Every literal without suffix gets an unknown of its own; operations, assignments and annotations
//! make unknowns equal. What stays open at the end is rustc's to decide.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use syn::parse_quote;

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Literal, Op, Operand, StmtKind, Ty, VarId};

/// The unknowns of a function.
#[derive(Default, Debug)]
pub struct Kinds {
    known: Vec<Option<FloatKind>>,
}

impl Kinds {
    /// A new unknown.
    pub fn fresh(&mut self) -> FloatKind {
        self.known.push(None);
        FloatKind::Infer(u32::try_from(self.known.len() - 1).unwrap_or(u32::MAX))
    }

    /// What is known of a kind: a float, or the unknown that stands for its class.
    fn find(&self, kind: &FloatKind) -> FloatKind {
        match kind {
            FloatKind::Infer(id) => match self.known.get(*id as usize) {
                Some(Some(next)) => self.find(next),
                _ => kind.clone(),
            },
            other => other.clone(),
        }
    }

    /// A float, or that rustc decides.
    fn known(&self, kind: &FloatKind) -> FloatKind {
        match self.find(kind) {
            FloatKind::Infer(_) => FloatKind::Unspecified,
            known => known,
        }
    }

    /// Replaces unknowns by what was found out.
    pub fn resolve(&self, ty: &mut Ty) {
        resolve(self, ty);
    }

    /// Whether the two can never be equal.
    fn contradict(&self, a: &FloatKind, b: &FloatKind) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        matches!((a, b), (FloatKind::F64, FloatKind::F32) | (FloatKind::F32, FloatKind::F64))
    }

    /// Two different types, of which one at least is a type parameter: operators between them are the
    /// user's own.
    fn differ(&self, a: &FloatKind, b: &FloatKind) -> Option<(String, String)> {
        let name = |kind| match self.find(kind) {
            FloatKind::F64 => Some("f64".to_owned()),
            FloatKind::F32 => Some("f32".to_owned()),
            FloatKind::Generic(name) => Some(name),
            FloatKind::Infer(_) | FloatKind::Unspecified => None,
        };
        let (left, right) = (name(a)?, name(b)?);
        (left != right && !self.contradict(a, b)).then_some((left, right))
    }

    /// Makes two kinds equal; the first wins where they contradict (rustc reports that).
    fn unify(&mut self, a: &FloatKind, b: &FloatKind) -> FloatKind {
        let (a, b) = (self.find(a), self.find(b));
        match (&a, &b) {
            (FloatKind::Infer(x), FloatKind::Infer(y)) if x == y => a,
            (FloatKind::Infer(x), _) => {
                self.known[*x as usize] = Some(b.clone());
                b
            }
            (_, FloatKind::Infer(y)) => {
                self.known[*y as usize] = Some(a.clone());
                a
            }
            _ => a,
        }
    }
}

impl Lowerer<'_> {
    /// A float of a kind to be found out.
    pub fn some_float(&mut self) -> Ty {
        Ty::Float(self.kinds.fresh())
    }

    /// Makes the floats of two types equal, part by part.
    pub fn unify(&mut self, a: &Ty, b: &Ty) {
        match (a.strip_refs(), b.strip_refs()) {
            (Ty::Float(a), Ty::Float(b)) => {
                if self.kinds.contradict(a, b) {
                    self.diagnostics.leave_to_rustc();
                }
                self.kinds.unify(a, b);
            }
            (Ty::Float(_), Ty::Int | Ty::Bool) | (Ty::Int | Ty::Bool, Ty::Float(_)) => {
                self.diagnostics.leave_to_rustc();
            }
            (Ty::Tuple(a), Ty::Tuple(b)) => {
                for (a, b) in a.clone().iter().zip(&b.clone()) {
                    self.unify(a, b);
                }
            }
            (a, b) => {
                let part = |ty: &Ty| ty.element().or(ty.content()).cloned();
                if let (Some(a), Some(b)) = (part(a), part(b)) {
                    self.unify(&a, &b);
                }
            }
        }
    }

    /// Refuses an operator between different floats.
    pub fn same_float(&mut self, op: &syn::BinOp, left: &Ty, right: &Ty) {
        if let (Ty::Float(left), Ty::Float(right)) = (left, right)
            && self.kinds.contradict(left, right)
        {
            // rustc knows no such operator
            self.diagnostics.leave_to_rustc();
        }
        if let (Ty::Float(left), Ty::Float(right)) = (left, right)
            && let Some((left, right)) = self.kinds.differ(left, right)
        {
            self.diagnostics.push(catalogue::different_floats(op, &left, &right));
        }
    }

    /// The kind of an operation on two scalars; constants take the other's.
    pub fn join_kinds(&mut self, left: &Ty, right: &Ty) -> FloatKind {
        match (left, right) {
            // refused already: whatever it is taken for next is right
            (Ty::Float(left), Ty::Float(right)) if self.kinds.differ(left, right).is_some() => {
                self.kinds.fresh()
            }
            (Ty::Float(left), Ty::Float(right)) => self.kinds.unify(left, right),
            (Ty::Float(kind), _) | (_, Ty::Float(kind)) => kind.clone(),
            _ => self.kinds.fresh(),
        }
    }

    /// A path names the type of a value (`f64::sin(x)`), which nothing else may tell rustc.
    pub fn name_type(&mut self, val: &Val, kind: &FloatKind) {
        let Operand::Place(place) = &val.operand else { return };
        if !self.untyped.contains(&place.base) {
            return;
        }
        if matches!(val.ty, Ty::Inert) && place.proj.is_empty() {
            let data = &mut self.function.vars[place.base.0 as usize];
            data.annotation = data.annotation.take().or(written(&Ty::Float(kind.clone())));
        } else {
            self.named_types.insert(place.base);
        }
    }

    /// Names the types of the variables on which methods are called, directly or on what was read from them or
    /// computed of them. Where the source calls the method, an earlier statement may have told rustc the type;
    /// generated code may reach the call first.
    fn name_receivers(&mut self) {
        let mut sources: BTreeMap<VarId, Vec<VarId>> = BTreeMap::new();
        let mut receivers = Vec::new();
        self.function.body.walk(&mut |stmt| {
            let StmtKind::Let { var, op } = &stmt.kind else { return };
            let read = match op {
                Op::Load(place) | Op::Use(Operand::Place(place)) => vec![place.base],
                Op::Scalar(op, operands) if op.operator().is_some() => bases(operands),
                Op::Scalar(_, operands) => {
                    receivers.extend(bases(operands.first()));
                    Vec::new()
                }
                _ => Vec::new(),
            };
            sources.insert(*var, read);
        });
        let mut seen = BTreeSet::new();
        while let Some(var) = receivers.pop() {
            if !self.untyped.contains(&var) || !seen.insert(var) {
                continue;
            }
            match sources.get(&var) {
                Some(read) if !read.is_empty() => receivers.extend(read),
                _ => {
                    self.named_types.insert(var);
                }
            }
        }
    }

    /// Replaces unknowns by what was found out, also in the types of literals, and annotates the variables
    /// whose types paths name or methods need.
    pub fn resolve_kinds(&mut self) {
        self.name_receivers();
        for data in &mut self.function.vars {
            resolve(&self.kinds, &mut data.ty);
        }
        for var in &self.named_types {
            let data = &mut self.function.vars[var.0 as usize];
            if data.annotation.is_none() {
                data.annotation = written(&data.ty);
            }
        }
        let kinds = &self.kinds;
        let literal = &mut |literal: &mut Literal| match literal {
            Literal::Written(_, ty) => resolve(kinds, ty),
            Literal::Number(_, kind) => *kind = kinds.known(kind),
        };
        self.function.body.for_each_literal_mut(literal);
        for result in &mut self.function.results {
            result.for_each_literal_mut(literal);
        }
    }
}

/// The variables that operands are, or are parts of.
fn bases<'a>(operands: impl IntoIterator<Item = &'a Operand>) -> Vec<VarId> {
    let base = |operand: &Operand| match operand {
        Operand::Place(place) => Some(place.base),
        Operand::Literal(_) | Operand::Const(_) => None,
    };
    operands.into_iter().filter_map(base).collect()
}

/// A type as Rust, with `_` for what the macro does not know.
fn written(ty: &Ty) -> Option<syn::Type> {
    let part = |ty: &Ty| written(ty).unwrap_or_else(|| parse_quote!(_));
    Some(match ty {
        Ty::Float(FloatKind::F64) => parse_quote!(f64),
        Ty::Float(FloatKind::F32) => parse_quote!(f32),
        Ty::Tuple(parts) => {
            let end = (parts.len() == 1).then(|| quote!(,));
            let parts = parts.iter().map(part);
            parse_quote!((#(#parts),* #end))
        }
        Ty::Array(element, len) => {
            let element = part(element);
            match len {
                Some(len) => parse_quote!([#element; #len]),
                None => parse_quote!([#element; _]),
            }
        }
        Ty::Vec(element) => {
            let element = part(element);
            parse_quote!(::std::vec::Vec<#element>)
        }
        Ty::Option(content) => {
            let content = part(content);
            parse_quote!(::core::option::Option<#content>)
        }
        Ty::Float(FloatKind::Generic(_) | FloatKind::Infer(_) | FloatKind::Unspecified)
        | Ty::Int
        | Ty::Bool
        | Ty::Inert
        | Ty::Data
        | Ty::Unit
        | Ty::Slice(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Result(_)
        | Ty::Opaque(_) => return None,
    })
}

fn resolve(kinds: &Kinds, ty: &mut Ty) {
    match ty {
        Ty::Float(kind) => {
            *kind = kinds.known(kind);
        }
        Ty::Tuple(parts) => parts.iter_mut().for_each(|part| resolve(kinds, part)),
        Ty::Array(element, _)
        | Ty::Slice(element)
        | Ty::Vec(element)
        | Ty::Nd(element, _)
        | Ty::Option(element)
        | Ty::Result(element)
        | Ty::Ref(element) => resolve(kinds, element),
        Ty::Int | Ty::Bool | Ty::Inert | Ty::Data | Ty::Unit | Ty::Opaque(_) => {}
    }
}
