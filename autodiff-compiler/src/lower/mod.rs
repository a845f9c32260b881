//! From syntax to IR.
//!
//! In: a function that passed the fence. Out: a [`Function`] that keeps the contract of
//! [`crate::ir`], or diagnostics for what only name resolution shows (an unknown variable form, a
//! cast to an unknown type ...). Every operation becomes a statement; scalar variables become fixed
//! values wherever the control flow allows it; local references become the places they refer to.

mod accessor;
pub(crate) mod alias;
mod argument;
mod arithmetic;
mod assign;
mod bits;
mod boxed;
mod branch;
mod call;
mod chain;
mod checkpoint;
mod choice;
mod chosen;
pub(crate) mod closure;
mod combinator;
pub mod composite;
mod convert;
mod discarded;
mod expr;
mod flow;
mod given;
pub(crate) mod in_place;
mod inlined;
mod items;
pub(crate) mod iterate;
mod kinds;
mod learn;
mod libm;
mod made_array;
mod marked;
mod method;
mod numbering;
mod opened;
mod operator_method;
mod option;
mod option_changes;
mod optional_part;
mod order;
mod own_trait;
mod own_type;
pub mod pattern;
mod place;
mod refs;
mod scope;
mod slices;
mod stmt;
mod unknown;
mod variants;
mod verbatim;
mod walking;
mod written;

use std::collections::{BTreeMap, HashMap};

use proc_macro2::{Ident, Span};

use crate::diagnostics::Diagnostics;
use crate::ir::{
    Block, Function, Op, Operand, Place, Proj, PureOp, ScalarOp, StmtKind, Ty, VarData, VarId, Vars,
};
use crate::names::Names;
use crate::parse::{Options, Signature};
pub use bits::constant::Constants;
pub use call::is_associated;
pub use iterate::is_few;
pub use own_type::type_of_place;
use scope::Scopes;
pub use stmt::words;
pub(crate) use written::is_compound;

/// A lowered expression.
#[derive(Clone, Debug)]
pub(crate) struct Val {
    pub operand: Operand,
    pub ty: Ty,
    /// Written behind `&` (or `&mut`: `Some(true)`).
    pub reference: Option<bool>,
}

impl Val {
    fn new(operand: Operand, ty: Ty) -> Self {
        Self { operand, ty, reference: None }
    }

    /// In the place of what was refused: any type will do.
    fn refused() -> Self {
        Self::new(Operand::Const(quote::quote!(())), Ty::OPAQUE)
    }

    fn unit() -> Self {
        let literal = crate::ir::Literal::Written(quote::quote!(()), Ty::Unit);
        Self::new(Operand::Literal(literal), Ty::Unit)
    }
}

/// A lowered function.
#[derive(Debug)]
pub struct Lowered {
    pub function: Function,
    /// The types of variables, where the source shows them.
    pub written: BTreeMap<VarId, syn::Type>,
}

/// Lowers a function. The parts of tuple parameters become variables of the body.
pub fn lower(
    item: &syn::ItemFn,
    signature: &Signature,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let (lowered, refused) = lowered(item, signature, options, diagnostics);
    diagnostics.extend(refused);
    lowered
}

/// The function, and what is refused of floats that are made of bits.
fn lowered(
    item: &syn::ItemFn,
    signature: &Signature,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> (Lowered, Diagnostics) {
    let mut learnt = learn::Learnt::default();
    for _ in 0..MOST_PASSES {
        let mut found = Diagnostics::default();
        let (lowered, more, refused) = pass(item, signature, options, &mut found, learnt);
        match more {
            Some(more) => learnt = more,
            None => {
                diagnostics.extend(found);
                return (lowered, refused);
            }
        }
        // what was refused for want of a type comes again
        let _ = (found.into_sorted(), refused.into_sorted());
    }
    let learnt = learn::Learnt::default();
    let (function, _, refused) = pass(item, signature, options, diagnostics, learnt);
    (function, refused)
}

/// What is refused of the floats that a function makes of bits, whatever else it holds.
pub fn refused_bits(item: &syn::ItemFn, signature: &Signature, options: &Options) -> Diagnostics {
    let mut ignored = Diagnostics::default();
    let (_, refused) = lowered(item, signature, options, &mut ignored);
    let _ = ignored.into_sorted();
    refused
}

/// A type is learnt in one pass, and what it shows in the next: nested types need as many.
const MOST_PASSES: usize = 8;

/// Lowers a function with what is known of definitions without a type, and says what more it found.
fn pass(
    item: &syn::ItemFn,
    signature: &Signature,
    options: &Options,
    diagnostics: &mut Diagnostics,
    learnt: learn::Learnt,
) -> (Lowered, Option<learn::Learnt>, Diagnostics) {
    let mut lowerer = Lowerer::new(item, signature, options, diagnostics);
    lowerer.unknowns = learn::Unknowns::new(learnt);
    lowerer.open_block();
    lowerer.open_scope();
    let span = item.sig.ident.span();
    let early = flow::returns(&item.block);
    if early {
        lowerer.open_result(span);
    }
    for (index, param) in signature.params.iter().enumerate() {
        lowerer.parameter(index, param);
    }
    let result = lowerer.block_value(&item.block);
    let (body, result) = if early {
        lowerer.leave_function(span, result);
        let closed = lowerer.close_block();
        lowerer.close_result(span, closed)
    } else if lowerer.has_left() {
        lowerer.no_result(span)
    } else {
        let result = lowerer.typed(result, &signature.output_known);
        let result = lowerer.indexed_result(span, result);
        let (closed, result) = lowerer.close_with(0, result);
        (closed.block, result)
    };
    lowerer.close_scope();
    lowerer.function.body = body;
    lowerer.function.results = vec![result.operand];
    lowerer.check_opened();
    lowerer.keep_discarded();
    lowerer.resolve_kinds();
    let refused = lowerer.prove_bits();
    let lowered = Lowered { function: lowerer.function, written: lowerer.written };
    (lowered, lowerer.unknowns.into_learnt(&lowerer.kinds), refused)
}

pub(crate) struct Lowerer<'a> {
    pub function: Function,
    pub signature: &'a Signature,
    pub options: &'a Options,
    pub diagnostics: &'a mut Diagnostics,
    pub scopes: Scopes,
    /// The fixed variable that holds a scalar storage's present value, where it is known.
    pub current: HashMap<VarId, Val>,
    flow: flow::Flow,
    /// Variables that may hold nothing but literals without a type.
    untyped: Vars,
    /// Variables that hold a value of a type of the user's, and whether it is `Self`: whatever methods
    /// of it are called, they are the user's.
    of_users: std::collections::BTreeMap<VarId, bool>,
    /// Results of methods that may be others than the macro takes them for.
    checked: Vars,
    /// Those whose types the source names.
    named_types: Vars,
    /// The types of variables, as they are written.
    written: std::collections::BTreeMap<VarId, syn::Type>,
    /// The type parameters whose methods rustc is asked about.
    proven: std::collections::BTreeSet<String>,
    names: Names,
    kinds: kinds::Kinds,
    unknowns: learn::Unknowns,
    /// How many times the present statements are lowered.
    copies: usize,
    numbering: numbering::Numbering,
    closures: closure::Closures,
    variants: variants::Variants,
    /// What was taken out of errors.
    opened: Vars,
    /// What `from_bits` makes, and where.
    made_of_bits: std::collections::BTreeMap<VarId, Ident>,
    /// The names of its generics, and of those around it.
    generics: Vec<String>,
    /// How often each word occurs in the function.
    words: HashMap<String, usize>,
}

impl<'a> Lowerer<'a> {
    fn new(
        item: &syn::ItemFn,
        signature: &'a Signature,
        options: &'a Options,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let function = Function {
            name: item.sig.ident.clone(),
            vars: Vec::new(),
            params: Vec::new(),
            functions: std::collections::BTreeMap::new(),
            inout: Vars::new(),
            body: Block { id: crate::ir::BlockId(0), stmts: Vec::new() },
            results: Vec::new(),
            items: Vec::new(),
            checkpoints: std::collections::BTreeMap::new(),
            lent: Vars::new(),
            discarded: Vars::new(),
            refs: std::collections::BTreeMap::new(),
            views: Vars::new(),
            next_stmt: 0,
            next_block: 0,
        };
        Self {
            function,
            signature,
            options,
            diagnostics,
            scopes: Scopes::default(),
            current: HashMap::new(),
            flow: flow::Flow::default(),
            untyped: Vars::new(),
            of_users: std::collections::BTreeMap::new(),
            checked: Vars::new(),
            named_types: Vars::new(),
            written: std::collections::BTreeMap::new(),
            proven: std::collections::BTreeSet::new(),
            names: Names::default(),
            kinds: kinds::Kinds::default(),
            unknowns: learn::Unknowns::default(),
            copies: 1,
            numbering: numbering::Numbering::default(),
            closures: closure::Closures::default(),
            variants: variants::Variants::of(&item.block, &options.facts.own),
            opened: Vars::new(),
            made_of_bits: std::collections::BTreeMap::new(),
            generics: item.sig.generics.params.iter().map(generic_name).collect(),
            words: stmt::words(quote::quote!(#item)),
        }
    }

    fn parameter(&mut self, index: usize, param: &crate::parse::Param) {
        if param.function.is_some() {
            return self.function_parameter(index, param);
        }
        let name = self.unique(&param.name);
        let mutable = matches!(&param.pat, syn::Pat::Ident(pat) if pat.mutability.is_some());
        let id = self.function.add_var(VarData {
            name,
            ty: param.known.clone(),
            storage: param.mutable || param.inout,
            param: Some(index),
            named: true,
            annotation: None,
        });
        self.function.params.push(id);
        if param.is_self() && !param.known.strip_refs().is_scalar() {
            self.of_users.insert(id, true);
        }
        self.written.insert(id, param.ty.clone());
        if param.inout {
            self.function.inout.insert(id);
        }
        if let Some(items) = &param.items {
            return self.items_parameter(param, items, id);
        }
        let val = Val::new(Operand::var(id), param.known.clone());
        match &param.pat {
            syn::Pat::Ident(pat) if param.inout => {
                let place = Place::var(id).then(Proj::Deref);
                self.scopes.bind_reference(&pat.ident, place, true);
            }
            syn::Pat::Ident(pat) if mutable && param.known.is_scalar() => {
                self.mutable_scalar(&pat.ident, val, None);
            }
            syn::Pat::Ident(pat) => self.scopes.bind(&pat.ident, Place::var(id)),
            pat => self.bind_pattern(pat, val, None),
        }
    }

    /// A name whose text no other variable of this function has.
    pub fn unique(&mut self, wanted: &Ident) -> Ident {
        self.names.unique(wanted)
    }

    /// A new variable without a name of the user's.
    pub fn temp(&mut self, ty: Ty) -> VarId {
        let name = self.unique(&Ident::new("t", Span::mixed_site()));
        self.function.add_var(VarData {
            name,
            ty,
            storage: false,
            param: None,
            named: false,
            annotation: None,
        })
    }

    /// Defines a temporary by an operation, unless its value is there already.
    pub fn define(&mut self, span: Span, op: Op, ty: Ty) -> Val {
        if let Some(val) = self.numbered(&op, &ty) {
            return val;
        }
        let var = self.temp(ty.clone());
        let val = Val::new(Operand::var(var), ty);
        if self.holds_literals(&op) {
            self.untyped.insert(var);
        }
        let of_users = match &op {
            Op::Struct(made) => Some(made.path.to_string() == "Self"),
            Op::Use(operand) => self.holds_users(operand),
            _ => None,
        };
        self.of_users.extend(of_users.map(|own| (var, own)));
        let refs = self.refs_of_copy(&op);
        self.has_refs(var, refs);
        if let Op::Pure(PureOp::Checked(_), _) = &op {
            self.checked.insert(var);
        }
        self.number(&op, &val);
        self.push(span, StmtKind::Let { var, op });
        val
    }

    /// Whether a value is the result of a [`PureOp::Checked`].
    pub fn is_checked(&self, operand: &Operand) -> bool {
        operand.as_var().is_some_and(|var| self.checked.contains(&var))
    }

    /// What is made of literals, in which nothing may tell rustc their type, or read from that.
    fn holds_literals(&self, op: &Op) -> bool {
        match op {
            Op::Tuple(parts) | Op::Array(parts) | Op::VecLit(parts) | Op::Variant(_, parts) => {
                parts.iter().any(|part| self.is_untyped(part))
            }
            Op::Repeat { value, .. } => self.is_untyped(value),
            Op::Scalar(ScalarOp::FloatCast, _) => false,
            Op::Scalar(_, parts) | Op::Pure(PureOp::Binary(_) | PureOp::Unary(_), parts) => {
                parts.iter().all(|part| self.is_untyped(part))
            }
            Op::Load(place) => self.untyped.contains(&place.base),
            Op::Use(operand) | Op::Boxed(operand) => self.is_untyped(operand),
            _ => false,
        }
    }

    /// Nothing may tell rustc the type of the value.
    pub fn is_untyped(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Literal(_) => true,
            Operand::Place(place) => self.untyped.contains(&place.base),
            Operand::Const(_) => false,
        }
    }

    /// An element that is the result gets a statement of its own: the plan sees what the reverse of
    /// statements needs, here the index.
    fn indexed_result(&mut self, span: Span, result: Val) -> Val {
        let mut indexed = false;
        if let Operand::Place(place) = &result.operand {
            place.for_each_index(&mut |_| indexed = true);
        }
        if indexed { self.define(span, Op::Use(result.operand), result.ty) } else { result }
    }

    pub fn open_scope(&mut self) {
        self.scopes.open();
    }

    pub fn close_scope(&mut self) {
        self.scopes.close();
    }

    /// What the macro learns of a value from the place it goes to.
    pub fn typed(&mut self, val: Val, expected: &Ty) -> Val {
        if self.has_left() {
            return val;
        }
        let val = self.coerced(val, expected);
        if matches!(val.ty, Ty::Unit) && (expected.is_scalar() || expected.element().is_some()) {
            self.diagnostics.leave_to_rustc();
        }
        self.unify(&val.ty, expected);
        self.learn_elements(&val, expected);
        // what a `None` would hold is not known from it
        let weak = matches!(val.ty.content().unwrap_or(&val.ty), Ty::Opaque(_) | Ty::Inert);
        if weak && !matches!(expected, Ty::Opaque(_) | Ty::Unit) {
            if let Operand::Place(place) = &val.operand
                && !place.proj.is_empty()
            {
                let place = place.clone();
                self.learn_holder(&place, expected.clone());
            }
            if let Operand::Place(place) = &val.operand
                && !place.proj.is_empty()
                && expected.is_scalar()
            {
                // a value of its own, which the annotation tells rustc the type of
                let (place, span) = (place.clone(), self.function.name.span());
                return self.define(span, Op::Load(place), expected.clone());
            }
            if let Some(var) = val.operand.as_var() {
                let data = &mut self.function.vars[var.0 as usize];
                if data.storage {
                    // what was lowered already takes the variable for one of unknown type
                    let span = data.name.span();
                    return self.define(span, Op::Use(val.operand), expected.clone());
                }
                if data.param.is_none() {
                    data.ty = expected.clone();
                }
            }
            return Val { ty: expected.clone(), ..val };
        }
        val
    }

    /// The temporary without a name yet that an operand is as a whole.
    pub fn fresh(&self, operand: &Operand) -> Option<VarId> {
        operand.as_var().filter(|var| {
            let data = self.function.var(*var);
            !data.named && data.param.is_none()
        })
    }
}

fn generic_name(param: &syn::GenericParam) -> String {
    match param {
        syn::GenericParam::Type(param) => param.ident.to_string(),
        syn::GenericParam::Const(param) => param.ident.to_string(),
        syn::GenericParam::Lifetime(param) => param.lifetime.ident.to_string(),
    }
}
