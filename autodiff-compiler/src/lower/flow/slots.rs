//! Slots: variables that take a value on some paths only, and outlive the arms it comes from.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::{Lowerer, Val};
use super::number;
use crate::diagnostics::catalogue;
use crate::ir::{Block, Literal, Op, Operand, Place, Proj, Stmt, StmtKind, Ty, VarId, Variant};

impl Lowerer<'_> {
    /// A value that is defined in arms that are open (above `depth`) is stored where it outlives them.
    pub(super) fn outlive(&mut self, depth: usize, value: &Val) -> Option<VarId> {
        let waiting = self.flow.frames.get(depth + 1..).unwrap_or_default();
        let Operand::Place(place) = &value.operand else { return None };
        let mut inner = BTreeSet::new();
        for frame in waiting {
            frame.block.walk(&mut |stmt| {
                stmt.for_each_defined(&mut |var| {
                    inner.insert(var);
                });
            });
        }
        let mut defined_inside = inner.contains(&place.base);
        place.for_each_index(&mut |var| defined_inside |= inner.contains(&var));
        if !defined_inside || matches!(value.ty, Ty::Unit) || self.has_left() {
            return None;
        }
        let span = self.function.var(place.base).name.span();
        let slot = self.slot("value", value.ty.clone());
        let mut block = self.function.new_block();
        let (place, value) = (Place::var(slot), value.operand.clone());
        self.push_into(&mut block, span, StmtKind::Store { place, value });
        let mut stmts = self.settle(span, slot, &mut [&mut block])?;
        self.append(block.stmts);
        if let Some(frame) = self.flow.frames.get_mut(depth) {
            stmts.append(&mut frame.block.stmts);
            frame.block.stmts = stmts;
        }
        Some(slot)
    }

    /// Makes a variable one that is assigned on some paths only: the statements that define it. Where the
    /// macro knows no value of its type it is an `Option`, which the stores in the blocks fill.
    pub fn settle(
        &mut self,
        span: Span,
        var: VarId,
        blocks: &mut [&mut Block],
    ) -> Option<Vec<Stmt>> {
        let ty = self.function.var(var).ty.clone();
        let mut stmts = Vec::new();
        let op = match self.placeholder(span, &ty, &mut stmts) {
            Some(op) => op,
            // a reference lives as long as what it refers to
            None if matches!(ty, Ty::Ref(_) | Ty::Slice(_)) => {
                self.diagnostics.push(catalogue::reference_leaves(span));
                return None;
            }
            None => {
                self.flow.wrapped.insert(var);
                self.function.vars[var.0 as usize].ty = Ty::Option(Box::new(ty));
                blocks.iter_mut().for_each(|block| self.wrap_stores(block, var));
                Op::Variant(Variant::None, Vec::new())
            }
        };
        self.function.vars[var.0 as usize].storage = true;
        stmts.push(self.function.new_stmt(span, StmtKind::Let { var, op }));
        Some(stmts)
    }

    /// The slot whose content an operand is, where the slot is an `Option` of it.
    pub fn wrapped(&self, operand: &Operand) -> Option<VarId> {
        match operand {
            Operand::Place(place) => self.wrapped_slot(place),
            Operand::Literal(_) | Operand::Const(_) => None,
        }
    }

    /// The same of a place.
    pub fn wrapped_slot(&self, Place { base, proj }: &Place) -> Option<VarId> {
        let content = matches!(proj.as_slice(), [Proj::Payload]);
        (content && self.flow.wrapped.contains(base)).then_some(*base)
    }

    /// Stores `Some(value)` wherever the value is stored.
    fn wrap_stores(&mut self, block: &mut Block, var: VarId) {
        let mut stmts = Vec::with_capacity(block.stmts.len());
        for mut stmt in std::mem::take(&mut block.stmts) {
            stmt.for_each_block_mut(&mut |inner| self.wrap_stores(inner, var));
            if let StmtKind::Store { place, value } = &mut stmt.kind
                && place.base == var
                && place.proj.is_empty()
            {
                if let Some(slot) = self.wrapped(value) {
                    *value = Operand::var(slot);
                    stmts.push(stmt);
                    continue;
                }
                let content = std::mem::replace(value, Operand::Const(TokenStream::new()));
                let wrapped = self.temp(self.function.var(var).ty.clone());
                let op = Op::Variant(Variant::Some, vec![content]);
                stmts.push(self.function.new_stmt(stmt.span, StmtKind::Let { var: wrapped, op }));
                *value = Operand::var(wrapped);
            }
            stmts.push(stmt);
        }
        block.stmts = stmts;
    }

    /// The present value of a scalar storage.
    pub fn load(&mut self, span: Span, var: VarId, ty: Ty) -> Val {
        let val = self.define(span, Op::Load(Place::var(var)), ty);
        if let (true, Some(loaded)) = (self.untyped.contains(&var), val.operand.as_var()) {
            self.untyped.insert(loaded);
        }
        val
    }

    /// A value of a type, for a variable that is assigned before it is read.
    pub fn placeholder(&mut self, span: Span, ty: &Ty, stmts: &mut Vec<Stmt>) -> Option<Op> {
        Some(match ty {
            Ty::Float(kind) => Op::Use(Operand::Literal(Literal::Number(0.0, kind.clone()))),
            Ty::Int => Op::Use(number(0)),
            Ty::Bool => Op::Use(Operand::Const(quote!(false))),
            Ty::Tuple(parts) => {
                let mut operands = Vec::new();
                for part in parts {
                    operands.push(self.placeholder_operand(span, part, stmts)?);
                }
                Op::Tuple(operands)
            }
            Ty::Array(element, Some(len)) if element.is_copy() => Op::Repeat {
                value: self.placeholder_operand(span, element, stmts)?,
                len: Operand::Const(len.clone()),
                len_tokens: len.clone(),
                is_vec: false,
            },
            Ty::Vec(_) => Op::VecLit(Vec::new()),
            Ty::Option(_) => Op::Variant(Variant::None, Vec::new()),
            Ty::Result(content) => {
                let content = self.placeholder_operand(span, content, stmts)?;
                Op::Variant(Variant::Ok, vec![content])
            }
            Ty::Array(..)
            | Ty::Unit
            | Ty::Inert
            | Ty::Data
            | Ty::Slice(_)
            | Ty::Nd(..)
            | Ty::Ref(_)
            | Ty::Opaque(_) => return None,
        })
    }

    fn placeholder_operand(
        &mut self,
        span: Span,
        ty: &Ty,
        stmts: &mut Vec<Stmt>,
    ) -> Option<Operand> {
        let op = self.placeholder(span, ty, stmts)?;
        if let Op::Use(operand) = op {
            return Some(operand);
        }
        let var = self.temp(ty.clone());
        stmts.push(self.function.new_stmt(span, StmtKind::Let { var, op }));
        Some(Operand::var(var))
    }

    /// A variable that generated code calls so.
    pub fn slot(&mut self, name: &str, ty: Ty) -> VarId {
        let name = self.unique(&Ident::new(name, Span::mixed_site()));
        let var = self.temp(ty);
        self.function.vars[var.0 as usize].name = name;
        var
    }

    /// The present value of a slot.
    pub fn read_slot(&mut self, span: Span, var: VarId) -> Val {
        let ty = self.function.var(var).ty.clone();
        if let (true, Ty::Option(content)) = (self.flow.wrapped.contains(&var), &ty) {
            let place = Place::var(var).then(Proj::Payload);
            return Val::new(Operand::Place(place), (**content).clone());
        }
        if !self.function.var(var).storage || !ty.is_scalar() {
            return Val::new(Operand::var(var), ty);
        }
        self.untyped.insert(var);
        self.load(span, var, ty)
    }
}
