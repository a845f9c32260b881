//! Calls of functions that nothing annotates, where the source file shows it.
//!
//! In: programs, and the types of variables as they are written. Out: a mistake at each call that would need a
//! derivative and whose function has none. rustc finds these too, but in each of the sweeps; what the
//! file does not show is left to it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{PathSegment, Type, TypeParamBound};

use crate::diagnostics::{Diagnostic, Diagnostics, catalogue};
use crate::ir::{
    Arg, Callee, Composite, FloatKind, Op, Operand, Operator, Place, Proj, StmtKind, Target, Ty,
    VarId, Vars,
};
use crate::lower::type_of_place;
use crate::parse::known::known_type;
use crate::parse::{Derivatives, Facts, Options, Reason, Signature, stripped};
use crate::transform::Programs;

/// Traits that bring no operators of arithmetic.
const WITHOUT_OPERATORS: [&str; 8] =
    ["Clone", "Copy", "Debug", "Default", "PartialEq", "PartialOrd", "Send", "Sync"];

/// Whether a path begins in the standard library.
fn is_standard(path: &TokenStream) -> bool {
    let first = path.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => None,
    });
    first.is_some_and(|first| ["std", "core", "alloc"].iter().any(|root| first == root))
}

/// Whether a name stands in a piece of code.
fn mentions(code: TokenStream, name: &Ident) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Reports the derivatives that are missing in a function's programs.
pub fn derivatives(
    programs: &Programs,
    written: BTreeMap<VarId, Type>,
    signature: &Signature,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let (reported, cells) =
        (BTreeSet::new(), super::cells::of(&programs.primal, &options.facts.cells));
    let mut search = Search { programs, written, cells, signature, options, diagnostics, reported };
    programs.primal.body.walk(&mut |stmt| match &stmt.kind {
        StmtKind::Let { var, op } => search.statement(stmt.span, std::slice::from_ref(var), op),
        StmtKind::LetMany { vars, op } => search.statement(stmt.span, vars, op),
        StmtKind::CallWith { vars, op, .. } => {
            search.statement(stmt.span, vars, op);
            // a closure has a derivative, whatever it gives: its sweeps are called
            if let Op::Call(callee, args) = op
                && super::cells::is_one(args.first(), &search.cells)
            {
                search.call(callee, args);
            }
        }
        StmtKind::Store { place, value } | StmtKind::Accumulate { place, value, .. } => {
            search.changed(stmt.span, place);
            search.place(stmt.span, place);
            search.operand(stmt.span, value);
        }
        StmtKind::InPlace(change) => {
            for place in &change.places {
                search.changed(stmt.span, place);
                search.place(stmt.span, place);
            }
        }
        StmtKind::Declare { .. }
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. }
        | StmtKind::Effect { .. } => {}
    });
}

struct Search<'a> {
    programs: &'a Programs,
    /// Grows by the results of calls.
    written: BTreeMap<VarId, Type>,
    /// What changes behind shared references.
    cells: Vars,
    signature: &'a Signature,
    options: &'a Options,
    diagnostics: &'a mut Diagnostics,
    /// What was reported: one attribute is missing, however often a function is called.
    reported: BTreeSet<String>,
}

impl Search<'_> {
    fn statement(&mut self, span: Span, vars: &[VarId], op: &Op) {
        if let ([var], Some(ty)) = (vars, self.given(op)) {
            self.written.entry(*var).or_insert(ty);
        }
        let activity = &self.programs.activity;
        let mut needed = vars.iter().any(|var| activity.is_active(*var));
        // what a call changes is restored, whether it has a derivative or not
        needed |= self.options.reverse && op.is_call_in_place();
        op.for_each_mutable_place(&mut |place| needed |= activity.is_active(place.base));
        if !self.options.configured && self.is_mistyped(op) {
            self.diagnostics.leave_to_rustc();
        }
        match op {
            Op::Call(callee, args) if needed => self.call(callee, args),
            Op::Struct(made) if needed => self.made(made),
            _ => {}
        }
        if needed {
            match op {
                Op::Load(place) | Op::Copy(place, _) => self.place(span, place),
                op => op.for_each_operand(&mut |operand| self.operand(span, operand)),
            }
        }
    }

    /// Whether rustc refuses an operation in the function itself: derivatives would repeat it.
    fn is_mistyped(&self, op: &Op) -> bool {
        let own = &self.options.facts.own;
        let missing_field = |place: &Place| {
            let mut ty = self.written.get(&place.base).cloned();
            place.proj.iter().enumerate().any(|(at, proj)| {
                let next = Place { base: place.base, proj: place.proj[..=at].to_vec() };
                let outer = std::mem::replace(&mut ty, self.ty(&Operand::Place(next)));
                let member = match proj {
                    Proj::Field(syn::Member::Named(name)) => Some(name.to_string()),
                    _ => None,
                };
                match (outer.as_ref().and_then(|outer| own.named(outer)), member) {
                    (Some((_, own)), Some(name)) => own.lacks_field(&name),
                    _ => false,
                }
            })
        };
        let mut mistyped = false;
        let mut operand = |operand: &Operand| {
            mistyped |= matches!(operand, Operand::Place(place) if missing_field(place));
        };
        match op {
            Op::Load(place) | Op::Copy(place, _) => operand(&Operand::Place(place.clone())),
            op => op.for_each_operand(&mut operand),
        }
        match op {
            Op::Call(callee, args) => mistyped || self.is_mistyped_call(callee, args),
            _ => mistyped,
        }
    }

    fn is_mistyped_call(&self, callee: &Callee, args: &[Arg]) -> bool {
        let facts = &self.options.facts;
        let count = |ty: &Type, name: &Ident| {
            let takes = facts.own.named(ty)?.1.takes.get(&name.to_string())?;
            takes.map(|takes| takes != args.len())
        };
        match &callee.target {
            Target::Companion { primal, .. } if facts.undefined.contains(&primal.to_string()) => {
                true
            }
            Target::Companion { primal, .. } => {
                let Some(taken) = facts.taken.get(&primal.to_string()) else { return false };
                let mut pairs = taken.iter().zip(args);
                taken.len() != args.len() || pairs.any(|(ty, arg)| self.clash(ty, arg))
            }
            Target::Associated { path, .. } => {
                let owner = path.path.segments.iter().rev().nth(1).filter(|_| path.qself.is_none());
                let both = owner.map(|owner| &owner.ident).zip(path.path.segments.last());
                both.and_then(|(owner, last)| count(&syn::parse_quote!(#owner), &last.ident))
                    .unwrap_or(false)
            }
            Target::Method(name) => {
                let Some(receiver) = args.first() else { return false };
                let known = self.programs.primal.operand_ty(&receiver.operand);
                let float =
                    matches!(known.strip_refs(), Ty::Float(FloatKind::F64 | FloatKind::F32));
                if facts.bare_floats && float {
                    return true;
                }
                self.ty(&receiver.operand).and_then(|ty| count(&ty, name)).unwrap_or(false)
            }
            Target::Operator(_) => {
                let first = args.first().and_then(|left| self.ty(&left.operand));
                first.is_some_and(|ty| self.has_no_operators(&ty))
            }
            Target::Parameter(_) => false,
        }
    }

    /// A float where a function takes something else.
    fn clash(&self, ty: &Type, arg: &Arg) -> bool {
        let given = self.programs.primal.operand_ty(&arg.operand);
        let taken = known_type(ty, &self.signature.types);
        let fixed = matches!(given, Ty::Float(FloatKind::F64 | FloatKind::F32));
        let other = match (&taken, &given) {
            (Ty::Float(FloatKind::F64), Ty::Float(FloatKind::F32)) => true,
            (Ty::Float(FloatKind::F32), Ty::Float(FloatKind::F64)) => true,
            (taken, _) => matches!(
                taken,
                Ty::Ref(_) | Ty::Slice(_) | Ty::Array(..) | Ty::Vec(_) | Ty::Int | Ty::Bool
            ),
        };
        arg.reference.is_none() && fixed && other
    }

    /// A type parameter of which no bound says anything about operators.
    fn has_no_operators(&self, ty: &Type) -> bool {
        let generics = &self.signature.generics;
        let Type::Path(path) = stripped(ty) else { return false };
        let mut params = generics.type_params().filter(|param| path.path.is_ident(&param.ident));
        let wanted = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let mut wanted = wanted.chain(self.options.bound.iter().flatten());
        params.any(|param| {
            let plain = |bound: &TypeParamBound| match bound {
                TypeParamBound::Trait(bound) => {
                    WITHOUT_OPERATORS.iter().any(|known| bound.path.is_ident(known))
                }
                _ => true,
            };
            param.bounds.iter().all(plain)
                && !wanted.any(|predicate| mentions(predicate.to_token_stream(), &param.ident))
        })
    }

    fn call(&mut self, callee: &Callee, args: &[Arg]) {
        let of_args = |this: &Self, at: usize| this.ty(&args.get(at)?.operand);
        match &callee.target {
            Target::Companion { primal, .. } if is_standard(primal) => {
                if let Some(TokenTree::Ident(name)) = primal.clone().into_iter().last() {
                    self.report(catalogue::unannotated_function_of_std(&name));
                }
            }
            Target::Companion { primal, companion } => {
                let name = syn::parse2::<Ident>(companion.clone());
                if let Ok(name) = name.or_else(|_| syn::parse2(primal.clone()))
                    && self.options.facts.unannotated.contains(&name.to_string())
                    && name == primal.to_string()
                {
                    self.report(catalogue::unannotated_function(&name));
                }
            }
            Target::Associated { path, .. } => {
                let owner = path.path.segments.iter().rev().nth(1).filter(|_| path.qself.is_none());
                if let (Some(owner), Some(last)) = (owner, path.path.segments.last()) {
                    let (owner, name) = (&owner.ident, &last.ident);
                    let own = &self.options.facts.own;
                    if own.standard.contains(&owner.to_string())
                        || is_standard(&path.to_token_stream())
                    {
                        return self.report(catalogue::unannotated_function_of_std(name));
                    }
                    self.function_of(&syn::parse_quote!(#owner), name);
                }
            }
            Target::Method(name) => {
                let made = super::cells::is_one(args.first(), &self.cells);
                let written = of_args(self, 0).is_some_and(|ty| super::cells::is_type(&ty));
                if made || written {
                    self.report(catalogue::unannotated_function_of_std(name));
                } else if let Some(ty) = of_args(self, 0) {
                    self.function_of(&ty, name);
                }
            }
            Target::Operator(operator) => {
                if let Some(ty) = of_args(self, 0) {
                    self.operator(&ty, operator);
                }
            }
            Target::Parameter(_) => {}
        }
    }

    /// A struct or a variant with active fields.
    fn made(&mut self, made: &Composite) {
        let Ok(path) = syn::parse2::<syn::Path>(made.path.clone()) else { return };
        let of_variant = usize::from(made.variant.is_some());
        let Some(owner) = path.segments.iter().rev().nth(of_variant) else { return };
        let name = &owner.ident;
        let ty = syn::parse_quote!(#name);
        match self.options.facts.own.lacking(&ty) {
            Some(found) if found.reason == Reason::Refused => self.diagnostics.leave_to_rustc(),
            Some(_) => self.report(catalogue::made_not_differentiable(name)),
            None => {}
        }
    }

    /// A function of a type, or of the traits that bound it.
    fn function_of(&mut self, ty: &Type, name: &Ident) {
        let (facts, text) = (&self.options.facts, name.to_string());
        let imported = || match facts.imported.derivatives(ty, &text)? {
            (owner, Derivatives::Missing) => Some((owner, Derivatives::Missing)),
            (_, Derivatives::Refused | Derivatives::Perhaps) => None,
        };
        if let Some((owner, known)) = facts.own.derivatives(ty, &text).or_else(imported) {
            let owner = owner.to_owned();
            return match known {
                Derivatives::Missing => {
                    self.report(catalogue::unannotated_method(name, &owner));
                }
                Derivatives::Refused => self.diagnostics.leave_to_rustc(),
                Derivatives::Perhaps => {}
            };
        }
        let bounds = self.bounds(ty);
        let method = facts.traits.methods_of(&bounds).remove(&text);
        if let Some(method) = method.filter(|method| !method.annotated) {
            self.report(catalogue::unannotated_method_of_trait(name, &method.of));
        }
    }

    /// The bounds of a type parameter, or of an argument of type `impl Trait`.
    fn bounds<'a>(&'a self, ty: &'a Type) -> Vec<&'a PathSegment> {
        let of_traits = |bound: &'a TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last(),
            _ => None,
        };
        match stripped(ty) {
            Type::ImplTrait(some) => some.bounds.iter().filter_map(of_traits).collect(),
            Type::Path(path) => {
                let generics = &self.signature.generics;
                let named = |param: &Ident| path.path.is_ident(param);
                let declared = generics.type_params().filter(|param| named(&param.ident));
                let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
                let wanted = clauses.filter_map(|predicate| match predicate {
                    syn::WherePredicate::Type(wanted) => Some(wanted),
                    _ => None,
                });
                let wanted = wanted.filter(|wanted| wanted.bounded_ty == *stripped(ty));
                let bounds = declared.flat_map(|param| &param.bounds);
                bounds
                    .chain(wanted.flat_map(|wanted| &wanted.bounds))
                    .filter_map(of_traits)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn operator(&mut self, left: &Type, operator: &Operator) {
        let of = match operator.symbol {
            "+" => "Add",
            "-" => "Sub",
            "*" => "Mul",
            "/" => "Div",
            _ => return,
        };
        if let Some((owner, Derivatives::Missing)) = self.options.facts.own.derivatives(left, of) {
            let (at, symbol) = (operator.span, operator.symbol);
            self.report(catalogue::unannotated_operator(at, symbol, owner, of));
        }
    }

    fn operand(&mut self, span: Span, operand: &Operand) {
        if let Operand::Place(place) = operand {
            self.place(span, place);
        }
    }

    /// A place in a field marked `#[no_diff]`, whose tangent has no room for a change.
    fn changed(&mut self, span: Span, place: &Place) {
        let own = &self.options.facts.own;
        let mut outer = Place { base: place.base, proj: Vec::new() };
        for proj in &place.proj {
            let of = type_of_place(&outer, &self.written, own);
            let owner = of.as_ref().and_then(|ty| own.named(ty));
            outer.proj.push(proj.clone());
            let Proj::Field(syn::Member::Named(name)) = proj else { continue };
            let text = name.to_string();
            let Some((_, owner)) = owner.filter(|(_, owner)| owner.marks(&text)) else { continue };
            let known = known_type(&owner.fields[&text], &self.signature.types);
            // an integer that is stored has no tangent anyway
            let number = matches!(known, Ty::Int | Ty::Bool);
            if self.programs.activity.is_active(place.base) && !number {
                self.report(catalogue::marked_field_changed(span, &text));
            }
            return;
        }
    }

    /// A place behind an index, or behind what a type dereferences to.
    fn place(&mut self, span: Span, place: &Place) {
        if !self.programs.activity.is_active(place.base) {
            return;
        }
        let own = &self.options.facts.own;
        let mut found = None;
        for (at, proj) in place.proj.iter().enumerate() {
            if let Proj::Index(_) | Proj::IndexArray(_) | Proj::Range { .. } = proj {
                let outer = Place { base: place.base, proj: place.proj[..at].to_vec() };
                let Some(ty) = type_of_place(&outer, &self.written, own) else { break };
                let known = |of| Some((of, own.derivatives(&ty, of)?));
                found = found.or_else(|| known("Index").or_else(|| known("Deref")));
            }
        }
        if let Some((of, (owner, Derivatives::Missing))) = found {
            self.report(catalogue::unannotated_place(span, owner, of));
        }
    }

    fn report(&mut self, found: Diagnostic) {
        if self.reported.insert(found.text()) {
            self.diagnostics.push(found);
        }
    }

    /// The type of an operand.
    fn ty(&self, operand: &Operand) -> Option<Type> {
        match operand {
            Operand::Place(place) => type_of_place(place, &self.written, &self.options.facts.own),
            Operand::Literal(_) | Operand::Const(_) => None,
        }
    }

    /// The type of a result.
    fn given(&self, op: &Op) -> Option<Type> {
        let Facts { own, imported, .. } = &self.options.facts;
        let given =
            |ty: &Type, name: &str| own.given(ty, name).or_else(|| imported.given(ty, name));
        match op {
            Op::Use(operand) => self.ty(operand),
            Op::Load(place) | Op::Copy(place, _) => self.ty(&Operand::Place(place.clone())),
            Op::Struct(made) if made.variant.is_none() => syn::parse2(made.path.clone()).ok(),
            Op::Call(callee, args) => match &callee.target {
                Target::Method(name) => given(&self.ty(&args.first()?.operand)?, &name.to_string()),
                Target::Associated { path, .. } => {
                    let owner = &path.path.segments.iter().rev().nth(1)?.ident;
                    let name = path.path.segments.last()?.ident.to_string();
                    given(&syn::parse_quote!(#owner), &name)
                }
                Target::Companion { .. } | Target::Parameter(_) | Target::Operator(_) => None,
            },
            _ => None,
        }
    }
}

/// Reports a type in a signature that has no tangent.
pub fn tangents(signature: &Signature, options: &Options, diagnostics: &mut Diagnostics) {
    let own = &options.facts.own;
    let types = signature.active().map(|param| &param.ty).chain([&signature.output]);
    let Some(found) = types.filter_map(|ty| own.lacking(ty)).next() else { return };
    let this = own.this.as_ref().filter(|_| found.at == "Self");
    match this.and_then(|this| Some((this, own.named(this)?.0))) {
        _ if found.reason == Reason::Refused => diagnostics.leave_to_rustc(),
        _ if found.reason == Reason::Standard => {
            diagnostics.push(catalogue::standard_type(found.at, "parameter"));
        }
        // once for the functions of a block: rustc prints what is the same once
        Some((this, name)) if own.this_shown => {
            diagnostics.push(catalogue::self_not_differentiable(this, name));
        }
        Some((_, name)) => {
            diagnostics.push(catalogue::self_not_differentiable(found.at, name));
        }
        None => diagnostics.push(catalogue::not_differentiable(found.at)),
    }
}
