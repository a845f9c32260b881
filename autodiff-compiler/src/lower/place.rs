//! Places: variables, their fields and elements, and reading them.

use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::{Lowerer, Val};
use crate::ir::{Op, Operand, Place, Proj, PureOp, Ty};

impl Lowerer<'_> {
    /// The place an expression denotes, when it is one. Index expressions are evaluated.
    pub fn place(&mut self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Paren(paren) => self.place(&paren.expr),
            Expr::Group(group) => self.place(&group.expr),
            Expr::Path(path) => match self.scopes.walking(expr) {
                Some(walking) => self.place(&walking.part),
                None => path.path.get_ident().and_then(|name| self.scopes.place(name)).cloned(),
            },
            Expr::Field(field) => {
                if let Some(part) = self.scopes.part(field) {
                    return self.scopes.place(part).cloned();
                }
                if let Some(part) = self.part_of_array(field) {
                    return Some(part);
                }
                let base = self.place_or_temp(&field.base)?;
                let base = self.out_of_box(base);
                Some(base.then(Proj::Field(field.member.clone())))
            }
            Expr::Index(index) => {
                let base = self.place_or_temp(&index.expr)?;
                let base = self.out_of_box(base);
                let proj = match self.tuple_position(&base, &index.index) {
                    Some(position) => Proj::Index(position),
                    None => self.index(&index.index),
                };
                Some(base.then(proj))
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                let lent = self.is_lent_part(&unary.expr);
                let base = self.place_or_temp(&unary.expr)?;
                if lent || self.scopes.references(&unary.expr) > 0 {
                    return Some(base);
                }
                if self.content_of_box(&base).is_some() {
                    return Some(base.then(Proj::Boxed));
                }
                match self.place_ty(&base) {
                    // what a reference in a value refers to is there in its place
                    Ty::Opaque(_) if self.is_behind(&base) => Some(base),
                    Ty::Ref(_) | Ty::Opaque(_) => Some(base.then(Proj::Deref)),
                    // an alias already stands for what it refers to
                    _ => Some(base),
                }
            }
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::MethodCall(_) | Expr::Call(_) if self.calls_accessor(expr) => {
                self.lent_place(expr)
            }
            Expr::MethodCall(call) if super::alias::opens_mutable(call) => {
                let Expr::MethodCall(inner) = &*call.receiver else { return None };
                match self.reference_in_option(inner)?.operand {
                    Operand::Place(place) => Some(place),
                    Operand::Literal(_) | Operand::Const(_) => None,
                }
            }
            _ => None,
        }
    }

    /// A `&mut` that a method gives: the place stands for what it refers to.
    fn is_lent_part(&mut self, expr: &Expr) -> bool {
        if self.calls_accessor(expr) {
            return true;
        }
        match super::closure::strip_groups(expr) {
            Expr::MethodCall(call) => self.lends_payload(call),
            Expr::Field(field) => self.gives_parts(&field.base),
            _ => false,
        }
    }

    /// `x.split_at(k).0`, `x.split_last().unwrap().1`, `x.select_nth_unstable(n).1`
    fn part_of_array(&mut self, field: &syn::ExprField) -> Option<Place> {
        let syn::Member::Unnamed(index) = &field.member else { return None };
        if !self.gives_parts(&field.base) {
            return None;
        }
        let part = self.parts_of_array(&field.base)?.into_iter().nth(index.index as usize)?;
        match part.operand {
            Operand::Place(place) => Some(place),
            Operand::Literal(_) | Operand::Const(_) => None,
        }
    }

    /// A place that holds the value of any expression; `None` for constants.
    pub fn place_or_temp(&mut self, expr: &Expr) -> Option<Place> {
        if let Some(place) = self.place(expr) {
            return Some(place);
        }
        if self.is_constant(expr) {
            return None;
        }
        let val = self.expr(expr);
        match val.operand {
            Operand::Place(place) => Some(place),
            operand => {
                let val = self.define(expr.span(), Op::Use(operand), val.ty);
                val.operand.as_var().map(Place::var)
            }
        }
    }

    /// A path that names no local: a constant.
    fn is_constant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => {
                path.path.get_ident().is_none_or(|name| self.scopes.find(name).is_none())
            }
            Expr::Paren(paren) => self.is_constant(&paren.expr),
            Expr::Field(field) => self.is_constant(&field.base),
            Expr::Index(index) => self.is_constant(&index.expr),
            _ => false,
        }
    }

    /// A field, an element or a range of a constant.
    pub fn is_part_of_constant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(paren) => self.is_part_of_constant(&paren.expr),
            Expr::Field(_) | Expr::Index(_) => self.is_constant(expr),
            _ => false,
        }
    }

    /// A constant, or a part of one, as a place behind a reference: it may have no size, and it costs
    /// nothing to name it again in the reverse sweep.
    pub fn table(&mut self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Paren(paren) => self.table(&paren.expr),
            Expr::Group(group) => self.table(&group.expr),
            Expr::Field(field) => {
                let base = self.table(&field.base)?;
                Some(base.then(Proj::Field(field.member.clone())))
            }
            Expr::Index(index) => {
                let base = self.table(&index.expr)?;
                let proj = self.index(&index.index);
                Some(base.then(proj))
            }
            Expr::Path(path) => {
                let table = Op::Use(Operand::Const(quote!((&#path))));
                let table = self.define(expr.span(), table, Ty::Inert);
                table.operand.as_var().map(Place::var)
            }
            _ => None,
        }
    }

    /// A constant, as [`Self::table`] gives it; none for anything else.
    pub fn constant_table(&mut self, expr: &Expr) -> Option<Place> {
        if self.is_constant(expr) { self.table(expr) } else { None }
    }

    /// The place of a range of a constant.
    pub fn table_range(&mut self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Index(index) if matches!(&*index.index, Expr::Range(_)) => self.table(expr),
            _ => None,
        }
    }

    /// Where a part stands that a tuple names in a value of unknown type: a position, which serves for the
    /// shadow too.
    fn tuple_position(&mut self, base: &Place, index: &Expr) -> Option<Operand> {
        let index = match index {
            Expr::Paren(inner) => return self.tuple_position(base, &inner.expr),
            Expr::Tuple(_) => index,
            _ => return None,
        };
        let (mut base, mut ty) = (base.clone(), self.place_ty(base));
        while let Ty::Ref(inner) = ty {
            (base, ty) = (base.then(Proj::Deref), *inner);
        }
        if !matches!(ty, Ty::Opaque(_)) {
            return None;
        }
        let tuple = self.scalar_operand(index);
        let krate = &self.options.krate;
        let path = quote!(#krate::__private::position!);
        let op = PureOp::CallByReference(path, vec![Some(false), None]);
        let operands = vec![Operand::Place(base), tuple];
        Some(self.define(index.span(), Op::Pure(op, operands), Ty::Inert).operand)
    }

    fn index(&mut self, expr: &Expr) -> Proj {
        match expr {
            Expr::Paren(paren) => self.index(&paren.expr),
            Expr::Path(_) | Expr::Field(_) | Expr::MethodCall(_)
                if let Some(range) = self.range_in(expr) =>
            {
                self.index(&Expr::Range(range))
            }
            Expr::Range(range) => {
                let mut end =
                    |end: &Option<Box<Expr>>| end.as_ref().map(|expr| self.scalar_operand(expr));
                let (lo, hi) = (end(&range.start), end(&range.end));
                let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
                Proj::Range { lo, hi, inclusive }
            }
            Expr::Array(array) => Proj::IndexArray(
                array.elems.iter().map(|index| self.scalar_operand(index)).collect(),
            ),
            _ => Proj::Index(self.scalar_operand(expr)),
        }
    }

    /// The type of a place.
    pub fn place_ty(&self, place: &Place) -> Ty {
        self.function.operand_ty(&Operand::Place(place.clone()))
    }

    /// Reads a place: scalars become fixed values, everything else stays where it is.
    pub fn read(&mut self, span: proc_macro2::Span, place: Place) -> Val {
        let ty = self.place_ty(&place);
        let (place, ty) = match ty {
            Ty::Ref(inner) if inner.strip_refs().is_scalar() => {
                let mut place = place;
                let mut inner = *inner;
                place.proj.push(Proj::Deref);
                while let Ty::Ref(next) = inner {
                    place.proj.push(Proj::Deref);
                    inner = *next;
                }
                (place, inner)
            }
            other => (place, other),
        };
        if !ty.is_scalar() && !matches!(ty, Ty::Inert) {
            return Val::new(Operand::Place(place), ty);
        }
        let whole = place.proj.is_empty();
        if whole && !self.function.var(place.base).storage {
            return Val::new(Operand::Place(place), ty);
        }
        if matches!(ty, Ty::Inert) {
            return Val::new(Operand::Place(place), ty);
        }
        if whole {
            if let Some(known) = self.current.get(&place.base) {
                return known.clone();
            }
            let base = place.base;
            let val = self.load(span, base, ty);
            self.current.insert(base, val.clone());
            return val;
        }
        self.define(span, Op::Load(place), ty)
    }
}
