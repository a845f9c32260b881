//! Types that only later statements show: the elements of `Vec::new()`, the value of `let x;`.
//!
//! In: what the statements behind a definition store there. Out: the definition's type, with which
//! the function is lowered once more. Rust's inference does the same in one pass; here a statement's
//! form depends on the types of its operands, so nothing can be filled in afterwards.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{ExprCall, PathArguments, parse_quote, spanned::Spanned};

use super::expr::operands;
use super::kinds::Kinds;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, InPlace, InPlaceOp, Op, Place, Proj, StmtKind, Ty, VarId, Vars};

/// A definition without a type: where it stands, and which of those that are lowered from there.
///
/// What is refused for want of a type hides definitions behind it, which a later pass sees: so they
/// are not told apart by their order alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Unknown {
    span: String,
    count: usize,
}

/// What earlier passes found out of definitions without a type.
#[derive(Clone, Default, Debug)]
pub struct Learnt {
    types: BTreeMap<Unknown, Ty>,
}

/// The definitions of this pass.
#[derive(Default, Debug)]
pub struct Unknowns {
    known: Learnt,
    counts: BTreeMap<String, usize>,
    vars: BTreeMap<VarId, Unknown>,
    found: BTreeMap<Unknown, Ty>,
    /// `Vec`s of unknown elements that were there before they were written.
    filled: Vars,
}

impl Unknowns {
    pub fn new(known: Learnt) -> Self {
        Self { known, ..Self::default() }
    }

    /// What this pass found out, if it is more than was known.
    pub fn into_learnt(self, kinds: &Kinds) -> Option<Learnt> {
        let mut types = self.known.types;
        let more = !self.found.is_empty();
        for (unknown, mut found) in self.found {
            kinds.resolve(&mut found);
            types.insert(unknown, found);
        }
        more.then_some(Learnt { types })
    }
}

impl Lowerer<'_> {
    /// The type of a definition that shows none.
    pub fn next_unknown(&mut self, span: Span) -> (Ty, Unknown) {
        let span = format!("{span:?}");
        let next = self.unknowns.counts.entry(span.clone()).or_insert(0);
        let unknown = Unknown { span, count: *next };
        *next += 1;
        let known = self.unknowns.known.types.get(&unknown).cloned();
        (known.map_or(Ty::OPAQUE, |ty| self.with_fresh_kinds(ty)), unknown)
    }

    /// Notes which variable that definition makes.
    pub fn is_unknown(&mut self, var: VarId, unknown: Unknown) {
        self.unknowns.vars.insert(var, unknown);
    }

    /// Kinds of floats that rustc decides are unknowns of this pass.
    fn with_fresh_kinds(&mut self, ty: Ty) -> Ty {
        match ty {
            Ty::Float(FloatKind::Unspecified) => self.some_float(),
            Ty::Vec(element) => Ty::Vec(Box::new(self.with_fresh_kinds(*element))),
            Ty::Array(element, len) => Ty::Array(Box::new(self.with_fresh_kinds(*element)), len),
            Ty::Tuple(parts) => {
                Ty::Tuple(parts.into_iter().map(|part| self.with_fresh_kinds(part)).collect())
            }
            other => other,
        }
    }

    /// A value is stored where a definition without a type left an unknown.
    pub fn learn(&mut self, place: &Place, known: &Ty, value: &Ty) {
        let better = known.has_opaque() && !value.has_opaque() || matches!(known, Ty::Opaque(_));
        let tells = !matches!(value, Ty::Opaque(_) | Ty::Inert | Ty::Unit);
        let whole = place.proj.is_empty() || self.wrapped_slot(place).is_some();
        if !(whole && better && tells) {
            return;
        }
        if let Some(unknown) = self.unknowns.vars.get(&place.base) {
            self.unknowns.found.entry(unknown.clone()).or_insert_with(|| value.clone());
        }
    }

    /// The elements of a `Vec` were made without a value: what is stored there later tells their type.
    pub fn is_filled(&mut self, var: VarId) {
        self.unknowns.filled.insert(var);
    }

    /// The same as [`Self::learn`], of an element of such a `Vec`.
    pub fn learn_filled(&mut self, place: &Place, known: &Ty, value: &Ty) {
        if matches!(place.proj.as_slice(), [Proj::Index(_)])
            && self.unknowns.filled.contains(&place.base)
        {
            self.learn(&Place::var(place.base), known, value);
        }
    }

    /// The elements of a `Vec` are of the type that it is expected to have.
    pub fn learn_elements(&mut self, val: &Val, expected: &Ty) {
        if let (Ty::Vec(known), Ty::Vec(element)) = (&val.ty, expected)
            && let Some(var) = val.operand.as_var()
        {
            self.learn(&Place::var(var), known, element);
        }
    }

    /// `Vec::new()`, `Vec::with_capacity(n)`.
    pub fn new_vec(&mut self, call: &ExprCall, path: &syn::ExprPath) -> Option<Val> {
        let mut last = path.path.segments.iter().rev();
        let (name, owner) = (last.next()?, last.next()?);
        let capacity = match (name.ident.to_string().as_str(), call.args.first()) {
            ("new", None) => None,
            ("with_capacity", Some(capacity)) => Some(capacity),
            _ => return None,
        };
        if owner.ident != "Vec" {
            return None;
        }
        let span = call.span();
        let capacity = capacity.map(|capacity| self.scalar_operand(capacity));
        let val = match element_argument(&owner.arguments) {
            Some(element) => {
                let element = crate::parse::known::known_type(element, &self.signature.types);
                self.define_empty(span, element)
            }
            None => self.unknown_vec(span),
        };
        if let (Some(capacity), Some(var)) = (capacity, val.operand.as_var()) {
            self.function.vars[var.0 as usize].storage = true;
            let places = vec![Place::var(var)];
            let op = InPlaceOp::Reserve;
            let reserve = InPlace { op, places, operands: vec![capacity], result: None };
            self.push(span, StmtKind::InPlace(reserve));
        }
        Some(val)
    }

    /// `Vec::from(v)` of a slice, an array or a `Vec`: a copy.
    pub fn vec_from(&mut self, call: &ExprCall, path: &syn::ExprPath) -> Option<Val> {
        let mut last = path.path.segments.iter().rev();
        let (name, owner) = (last.next()?, last.next()?);
        let from = call.args.first().filter(|_| call.args.len() == 1)?;
        if name.ident != "from" || owner.ident != "Vec" {
            return None;
        }
        let source = match super::closure::strip_groups(from) {
            syn::Expr::Reference(reference) => &*reference.expr,
            other => other,
        };
        if let syn::Expr::Array(array) = source {
            let parts = array.elems.iter();
            return Some(self.expr(&syn::parse_quote!(::std::vec![#(#parts),*])));
        }
        let place = self.place(source)?;
        let (Ty::Array(element, _) | Ty::Slice(element) | Ty::Vec(element)) =
            self.place_ty(&place).strip_refs().clone()
        else {
            return None;
        };
        Some(self.define(
            call.span(),
            Op::Copy(place, crate::ir::CopyKind::ToVec),
            Ty::Vec(element),
        ))
    }

    /// An empty `Vec` whose element later statements show.
    pub fn unknown_vec(&mut self, span: Span) -> Val {
        let (element, unknown) = self.next_unknown(span);
        let val = self.define_empty(span, element);
        if let Some(var) = val.operand.as_var() {
            self.is_unknown(var, unknown);
        }
        val
    }

    fn define_empty(&mut self, span: Span, element: Ty) -> Val {
        self.define(span, Op::VecLit(operands(Vec::new())), Ty::Vec(Box::new(element)))
    }

    /// `let x;`: the first assignment decides what it is.
    pub fn deferred(&mut self, local: &syn::Local, rest: &[syn::Stmt]) {
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(typed) => (&*typed.pat, Some(chosen(&typed.ty))),
            pat => (pat, None),
        };
        let syn::Pat::Ident(pat) = pat else {
            return self.diagnostics.push(catalogue::deferred_pattern(pat));
        };
        let (span, mut stmts) = (pat.ident.span(), Vec::new());
        let (known, unknown) = match ty {
            Some(ty) => (crate::parse::known::known_type(ty, &self.signature.types), None),
            None => {
                let (known, unknown) = self.next_unknown(span);
                (known, Some(unknown))
            }
        };
        let var = self.storage(&pat.ident, known.clone(), ty.cloned());
        if let Some(unknown) = unknown {
            self.is_unknown(var, unknown);
        }
        match self.placeholder(span, &known, &mut stmts) {
            Some(op) => {
                self.append(stmts);
                self.push(span, StmtKind::Let { var, op });
            }
            None if pat.mutability.is_none()
                && super::flow::assigns_and_leaves(rest, &pat.ident) =>
            {
                return self.assigned_on_some_paths(pat, var);
            }
            // assigned once on every path, so nothing is overwritten
            None if pat.mutability.is_none() => self.push(span, StmtKind::Declare { var }),
            None => {
                self.diagnostics.push(catalogue::deferred_value(pat));
                self.push(span, StmtKind::Declare { var });
            }
        }
        self.scopes.bind(&pat.ident, Place::var(var));
    }

    /// A variable of which the macro knows no value, and that has none on some paths: the payload of an
    /// option.
    fn assigned_on_some_paths(&mut self, pat: &syn::PatIdent, var: VarId) {
        let span = pat.ident.span();
        let stmts = self.settle(span, var, &mut []);
        self.append(stmts.into_iter().flatten());
        let data = &mut self.function.vars[var.0 as usize];
        data.annotation = data.annotation.take().map(|ty| parse_quote!(Option<#ty>));
        self.scopes.bind(&pat.ident, Place::var(var).then(Proj::Payload));
    }
}

/// What a variable holds whose value is chosen later: of a shared reference to an array the array, which nothing
/// changes meanwhile.
fn chosen(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Reference(to) if matches!(*to.elem, syn::Type::Array(_)) && !is_mutable(to) => {
            &to.elem
        }
        ty => ty,
    }
}

fn is_mutable(reference: &syn::TypeReference) -> bool {
    reference.mutability.is_some()
}

/// `f64` of `Vec::<f64>`.
fn element_argument(arguments: &PathArguments) -> Option<&syn::Type> {
    let PathArguments::AngleBracketed(generic) = arguments else { return None };
    match generic.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
