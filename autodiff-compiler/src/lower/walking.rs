//! Slices that walk along an array: `let mut rest = x; .. rest = &rest[1..];`
//!
//! In: a `let mut` of a shared slice, and assignments to it. Out: two integers, where the slice begins and
//! where it ends; the name stands for `array[begin..end]`, by what the two are where it is used. So a step
//! costs two integers, however long the slice. Invariant: what is assigned is a part of the same array.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Expr, parse_quote};

use super::in_place::literal;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Proj, StmtKind, Ty, VarId};

/// What a name of such a slice stands for.
#[derive(Clone, Debug)]
pub struct Walking {
    /// `&array[begin..end]`, in names that nothing else has.
    pub part: Expr,
    /// These names.
    pub names: [Ident; 3],
    array: Place,
    /// Where the slice begins and where it ends.
    pub ends: [VarId; 2],
}

impl Lowerer<'_> {
    /// The array that a slice is a part of, if the slice may walk along it.
    pub fn walked_array(&self, value: &Val) -> Option<Place> {
        let Operand::Place(place) = &value.operand else { return None };
        if !matches!(value.ty.strip_refs(), Ty::Slice(_)) || value.reference == Some(true) {
            return None;
        }
        let ranges = place.proj.iter().rev().take_while(|step| matches!(step, Proj::Range { .. }));
        let steps = place.proj.len() - ranges.count();
        Some(Place { base: place.base, proj: place.proj[..steps].to_vec() })
    }

    /// `let mut name = slice;`
    pub fn bind_walking(&mut self, name: &Ident, array: Place, slice: &Place) {
        let span = name.span();
        let ends = self.ends_of(span, slice, array.proj.len());
        let number = self.function.vars.len();
        let text = name.to_string().trim_start_matches("r#").to_owned();
        let hidden =
            |what: &str| format_ident!("{text}_{what}_{number}", span = Span::mixed_site());
        let names = ["array", "begin", "end"].map(hidden);
        self.scopes.bind_reference(&names[0], array.clone(), false);
        let ends = [("begin", &ends[0], &names[1]), ("end", &ends[1], &names[2])];
        let ends = ends.map(|(what, at, hidden)| {
            let var = self.slot(&format!("{text}_{what}"), Ty::Int);
            self.function.vars[var.0 as usize].storage = true;
            self.push(span, StmtKind::Let { var, op: Op::Use(at.clone()) });
            match at.as_var() {
                Some(_) => drop(self.current.insert(var, Val::new(at.clone(), Ty::Int))),
                None => drop(self.untyped.insert(var)),
            }
            self.scopes.bind(hidden, Place::var(var));
            var
        });
        let [whole, begin, end] = &names;
        let part = parse_quote!(&#whole[#begin..#end]);
        self.scopes.bind_walking(name, Walking { part, names, array, ends });
    }

    /// `name = slice;`
    pub fn walk_on(&mut self, target: &Expr, walking: &Walking, value: &Val) {
        let array = &walking.array;
        let place = match &value.operand {
            Operand::Place(place) if is_part(place, array) => place,
            _ => return self.diagnostics.push(catalogue::walks_elsewhere(target)),
        };
        let ends = self.ends_of(target.span(), place, array.proj.len());
        for (var, at) in walking.ends.into_iter().zip(ends) {
            self.store(target.span(), Place::var(var), Val::new(at, Ty::Int));
        }
    }

    /// Where a slice begins and ends in the array that its first `steps` steps lead to. Its length is asked, which
    /// panics where the source does.
    fn ends_of(&mut self, span: Span, slice: &Place, steps: usize) -> [Operand; 2] {
        let mut begin = literal(quote!(0));
        let mut first = true;
        for step in &slice.proj[steps..] {
            let Proj::Range { lo: Some(lo), .. } = step else { continue };
            begin = match first {
                true => lo.clone(),
                false => self.int_op(span, parse_quote!(+), begin, lo.clone()),
            };
            first = false;
        }
        let len = self.length(span, slice);
        let end = if first { len } else { self.int_op(span, parse_quote!(+), begin.clone(), len) };
        [begin, end]
    }
}

/// Whether a place is an array, or a range of it.
fn is_part(place: &Place, array: &Place) -> bool {
    let Some((way, ranges)) = place.proj.split_at_checked(array.proj.len()) else { return false };
    let same = |(a, b): (&Proj, &Proj)| match (a, b) {
        (Proj::Field(a), Proj::Field(b)) => a == b,
        (Proj::Index(a), Proj::Index(b)) => a.as_var().is_some() && a.as_var() == b.as_var(),
        (Proj::Deref, Proj::Deref) | (Proj::View, Proj::View) => true,
        _ => false,
    };
    place.base == array.base
        && way.iter().zip(&array.proj).all(same)
        && ranges.iter().all(|step| matches!(step, Proj::Range { .. }))
}
