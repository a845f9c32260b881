//! Type parameters that are floats.
//!
//! In: a function's generics and body. Out: the type parameters that stand for `f64` or `f32`, with
//! what generated code has to know of their traits ([`FloatParam`]). Nothing here is resolved: traits
//! are known by the last name of their path. A parameter whose trait nobody knows, as
//! `trait Scalar: Float + Debug {}`, is a float if the body calculates with it.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::visit::Visit;
use syn::{
    BinOp, Expr, FnArg, GenericArgument, GenericParam, Generics, Ident, ItemFn, Pat, PathArguments,
    PathSegment, Type, TypeParamBound, UnOp, WherePredicate,
};

use super::own_traits::{OwnMethod, OwnTraits};
use crate::lower::{pattern::names, words};
use crate::rules::methods::{MethodKind, classify};

/// A type parameter that is a float.
#[derive(Clone, Debug)]
pub struct FloatParam {
    pub name: String,
    /// No bound shows that its methods are those of `num_traits::Float`, so that a method call
    /// might have two candidates where `Real` is added: generated code names the trait.
    pub foreign: bool,
    /// `T::from(x)` is `From`'s and gives a `T`; else it is `NumCast`'s and gives an option.
    pub converts: bool,
    /// Bound by a trait of the user's: its constants may differ from `num_traits::Float`'s.
    pub own_trait: bool,
    /// Whether its methods are the standard float's only rustc sees, as it sees the traits.
    pub unproven: bool,
    /// The methods of the user's traits, by name.
    pub methods: BTreeMap<String, OwnMethod>,
}

/// Traits of which a float's methods are.
const FLOAT: &[&str] = &["Float", "NdFloat"];

/// Other traits that only numbers have, with one type parameter or none.
const NUMBER: &[&str] = &[
    "AsPrimitive",
    "Bounded",
    "FloatConst",
    "FloatCore",
    "FromPrimitive",
    "Inv",
    "MulAdd",
    "Num",
    "NumAssign",
    "NumAssignOps",
    "NumAssignRef",
    "NumCast",
    "NumOps",
    "NumRef",
    "One",
    "Pow",
    "Real",
    "RealField",
    "Signed",
    "ToPrimitive",
    "Zero",
];

/// Operators: a float's own, if they take and give the parameter itself.
const OPERATORS: &[&str] = &[
    "Add",
    "AddAssign",
    "Div",
    "DivAssign",
    "Mul",
    "MulAssign",
    "Neg",
    "Rem",
    "RemAssign",
    "Sub",
    "SubAssign",
];

/// Traits that no float has.
const OTHERS: &[&str] = &[
    "AsMut",
    "AsRef",
    "BitAnd",
    "BitOr",
    "BitXor",
    "Borrow",
    "Deref",
    "DerefMut",
    "Dimension",
    "Eq",
    "Fn",
    "FnMut",
    "FnOnce",
    "Hash",
    "Index",
    "IndexMut",
    "Integer",
    "IntoIterator",
    "Iterator",
    "Not",
    "Ord",
    "PrimInt",
    "Shl",
    "Shr",
    "Unsigned",
];

/// Traits that say nothing of what a type is.
const SILENT: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Differentiable",
    "Display",
    "LowerExp",
    "PartialEq",
    "PartialOrd",
    "Product",
    "Send",
    "Sized",
    "Sum",
    "Sync",
    "Unpin",
];

/// Functions of a float type: `T::zero()`.
const FUNCTIONS: &[&str] = &["from", "one", "zero"];

/// What a bound says of a type parameter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Evidence {
    /// A float, with the methods of `num_traits::Float`.
    Float,
    /// A number.
    Number,
    /// `From` of a float.
    Converts,
    Silent,
    /// A trait that is not known.
    Unknown,
    /// No float.
    Other,
}

/// The type parameters of a function that are floats, with the bounds that derivatives add.
///
/// Traits beside the function say what they are by their own bounds.
pub fn float_params(
    function: &ItemFn,
    added: &[WherePredicate],
    traits: &OwnTraits,
) -> Vec<FloatParam> {
    let mut generics = function.sig.generics.clone();
    if !added.is_empty() {
        generics.make_where_clause().predicates.extend(added.iter().cloned());
    }
    generics.params.extend(traits.this.clone().map(GenericParam::Type));
    let generics = &generics;
    let found = generics.type_params().filter_map(|param| {
        let name = &param.ident;
        let bounds = bounds(generics, name);
        let mut all: BTreeSet<Evidence> =
            bounds.iter().map(|bound| evidence(name, bound)).collect();
        // `trait Vector: Mul<f64, Output = Self>`
        let asked = traits.asked_by(&bounds);
        if asked.iter().any(|bound| is_operator(bound) && evidence(name, bound) == Evidence::Other)
        {
            all.insert(Evidence::Other);
        }
        let has = |evidence| all.contains(&evidence);
        let own = bounds.iter().any(|bound| traits.numbers.contains(&bound.ident.to_string()));
        let known = has(Evidence::Float) && !(traits.floats && own_float(&bounds));
        let shown = own || has(Evidence::Float) || has(Evidence::Number) || has(Evidence::Converts);
        let is_float = has(Evidence::Float)
            || !has(Evidence::Other) && (shown || converted(generics, name))
            || has(Evidence::Unknown) && !has(Evidence::Other) && calculates(name, function);
        is_float.then(|| FloatParam {
            name: name.to_string(),
            foreign: !known,
            converts: !known
                && bounds.iter().copied().chain(&asked).any(|bound| bound.ident == "From"),
            own_trait: match has(Evidence::Float) {
                true => !known,
                false => has(Evidence::Unknown) || traits.any_elsewhere(&bounds),
            },
            unproven: !known
                && (has(Evidence::Unknown)
                    || !traits.imports_real && bounds.iter().any(|bound| bound.ident == "Real"))
                && !bounds.iter().any(|bound| bound.ident == "RealField"),
            methods: traits.methods_of(&bounds),
        })
    });
    found.collect()
}

/// `Float`, which a trait of the user's may be called too.
fn own_float(bounds: &[&PathSegment]) -> bool {
    bounds.iter().any(|bound| bound.ident == "Float")
}

/// Whether a trait is called like one of a library's that only numbers have.
pub fn is_called_like_a_number(name: &str) -> bool {
    NUMBER.contains(&name)
}

/// Whether the bounds of a trait show that its types are numbers: `Float` and its like, or a division of a
/// value by another, which vectors do not have.
pub fn is_number(node: &syn::ItemTrait) -> bool {
    let shown = |bound: &PathSegment, found| match found {
        Evidence::Float => true,
        Evidence::Number => bound.ident == "Div" || !OPERATORS.iter().any(|op| bound.ident == op),
        Evidence::Converts | Evidence::Silent | Evidence::Unknown | Evidence::Other => false,
    };
    asks_for(node, &shown)
}

/// Whether a trait asks for operators between values of its types that give such values, and for none with
/// others.
pub fn has_closed_operators(node: &syn::ItemTrait) -> bool {
    asks_for(node, &|_, found| found == Evidence::Number)
}

/// Whether one of a trait's bounds shows something, and none that its types are no numbers.
fn asks_for(node: &syn::ItemTrait, shown: &dyn Fn(&PathSegment, Evidence) -> bool) -> bool {
    let this = Ident::new("Self", proc_macro2::Span::call_site());
    let bounds = node.supertraits.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let bounds: Vec<(&PathSegment, Evidence)> =
        bounds.map(|bound| (bound, evidence(&this, bound))).collect();
    bounds.iter().any(|(bound, found)| shown(bound, *found))
        && !bounds.iter().any(|(_, found)| *found == Evidence::Other)
}

/// The type parameters of a definition that a bound makes floats.
pub fn float_parameters(generics: &Generics) -> Vec<String> {
    let params = generics.type_params().map(|param| &param.ident);
    let is_float = |name: &&Ident| {
        let known = ["Float", "FloatCore", "NdFloat", "Real"];
        bounds(generics, name).iter().any(|bound| known.iter().any(|known| bound.ident == known))
    };
    params.filter(is_float).map(ToString::to_string).collect()
}

/// All bounds of a type parameter, in its declaration and in where-clauses.
pub fn bounds<'a>(generics: &'a Generics, name: &Ident) -> Vec<&'a PathSegment> {
    let declared = generics.type_params().filter(|param| param.ident == *name);
    let declared = declared.flat_map(|param| &param.bounds);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let wanted = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => match &predicate.bounded_ty {
            Type::Path(path) if path.path.is_ident(name) => Some(&predicate.bounds),
            _ => None,
        },
        _ => None,
    });
    let bounds = declared.chain(wanted.flatten()).filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    bounds.collect()
}

/// Whether a type parameter has operators, and no trait that may bring others.
pub fn has_operators(generics: &Generics, name: &Ident) -> bool {
    let bounds = bounds(generics, name);
    let operator =
        |bound: &PathSegment| is_operator(bound) && !super::operators::is_known(name, bound);
    let unknown = |bound: &PathSegment| evidence(name, bound) == Evidence::Unknown;
    bounds.iter().any(|bound| operator(bound)) && !bounds.iter().any(|bound| unknown(bound))
}

fn is_operator(bound: &PathSegment) -> bool {
    OPERATORS.iter().any(|known| bound.ident == known)
}

fn evidence(param: &Ident, bound: &PathSegment) -> Evidence {
    let name = bound.ident.to_string();
    let name = name.as_str();
    if FLOAT.contains(&name) {
        return Evidence::Float;
    }
    if NUMBER.contains(&name) {
        return Evidence::Number;
    }
    if OPERATORS.contains(&name) {
        return if is_closed(param, bound) { Evidence::Number } else { Evidence::Other };
    }
    match (name, bound_by_float(bound)) {
        ("From", true) => Evidence::Converts,
        ("Into", true) => Evidence::Number,
        ("From" | "Into" | "TryFrom" | "TryInto", _) => Evidence::Silent,
        _ if OTHERS.contains(&name) => Evidence::Other,
        _ if SILENT.contains(&name) => Evidence::Silent,
        _ => Evidence::Unknown,
    }
}

/// `From<f32>`, `Into<f64>`.
fn bound_by_float(bound: &PathSegment) -> bool {
    let PathArguments::AngleBracketed(arguments) = &bound.arguments else { return false };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(Type::Path(path)) => Some(&path.path),
        _ => None,
    });
    types.any(|path| path.is_ident("f64") || path.is_ident("f32"))
}

/// An operator between values of the parameter that gives such a value, or does not say.
fn is_closed(param: &Ident, bound: &PathSegment) -> bool {
    fn is(ty: &Type, param: &Ident) -> bool {
        match ty {
            Type::Path(path) => path.path.is_ident(param) || path.path.is_ident("Self"),
            Type::Reference(reference) => is(&reference.elem, param),
            _ => false,
        }
    }
    match &bound.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().all(|argument| match argument {
                GenericArgument::Type(ty) => is(ty, param),
                GenericArgument::AssocType(output) => is(&output.ty, param),
                _ => true,
            })
        }
        PathArguments::None | PathArguments::Parenthesized(_) => true,
    }
}

/// `where f64: From<T>`
fn converted(generics: &Generics, name: &Ident) -> bool {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    clauses.into_iter().any(|predicate| {
        let WherePredicate::Type(predicate) = predicate else { return false };
        let Type::Path(bounded) = &predicate.bounded_ty else { return false };
        let float = bounded.path.is_ident("f64") || bounded.path.is_ident("f32");
        float
            && predicate.bounds.iter().any(|bound| {
                let TypeParamBound::Trait(bound) = bound else { return false };
                let last = bound.path.segments.last();
                last.is_some_and(|last| last.ident == "From" && is_closed(name, last))
            })
    })
}

/// Whether a body calculates with values of a type parameter.
fn calculates(name: &Ident, function: &ItemFn) -> bool {
    let mut search = Calculation { name, values: BTreeSet::new(), found: false };
    for input in &function.sig.inputs {
        if let FnArg::Typed(typed) = input {
            search.declare(&typed.pat, &typed.ty);
        }
    }
    search.visit_block(&function.block);
    search.found
}

/// Looks for arithmetic on values of a type parameter's type, and for `T::zero()`.
struct Calculation<'a> {
    name: &'a Ident,
    /// Variables of the type, or made of it.
    values: BTreeSet<String>,
    found: bool,
}

impl Calculation<'_> {
    fn declare(&mut self, pat: &Pat, ty: &Type) {
        if let (Pat::Ident(pat), true) = (pat, super::occurrence::occurs_in(self.name, ty)) {
            self.values.insert(pat.ident.to_string());
        }
    }

    /// The names of a pattern are others' now, unless they are bound to something made of such a value.
    fn hide(&mut self, pat: &Pat, bound_to: &Expr) {
        let words = words(bound_to.to_token_stream());
        if !self.values.iter().any(|value| words.contains_key(value)) {
            for bound in names(pat) {
                self.values.remove(&bound.ident.to_string());
            }
        }
    }

    /// Whether an expression is a variable of the type, or a part of one.
    fn is_value(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.values.contains(&name.to_string()))
            }
            Expr::Paren(inner) => self.is_value(&inner.expr),
            Expr::Group(inner) => self.is_value(&inner.expr),
            Expr::Reference(inner) => self.is_value(&inner.expr),
            Expr::Index(inner) => self.is_value(&inner.expr),
            Expr::Unary(inner) => {
                matches!(inner.op, UnOp::Deref(_) | UnOp::Neg(_)) && self.is_value(&inner.expr)
            }
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Calculation<'_> {
    fn visit_local(&mut self, node: &'ast syn::Local) {
        syn::visit::visit_local(self, node);
        if let Some(init) = &node.init {
            self.hide(&node.pat, &init.expr);
        }
        if let Pat::Type(typed) = &node.pat {
            self.declare(&typed.pat, &typed.ty);
        }
    }

    fn visit_block(&mut self, node: &'ast syn::Block) {
        let outer = self.values.clone();
        syn::visit::visit_block(self, node);
        self.values = outer;
    }

    fn visit_expr_for_loop(&mut self, node: &'ast syn::ExprForLoop) {
        self.visit_expr(&node.expr);
        let outer = self.values.clone();
        self.hide(&node.pat, &node.expr);
        self.visit_block(&node.body);
        self.values = outer;
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let arithmetic = matches!(
            node.op,
            BinOp::Add(_)
                | BinOp::Sub(_)
                | BinOp::Mul(_)
                | BinOp::Div(_)
                | BinOp::Rem(_)
                | BinOp::AddAssign(_)
                | BinOp::SubAssign(_)
                | BinOp::MulAssign(_)
                | BinOp::DivAssign(_)
                | BinOp::RemAssign(_)
        );
        self.found |= arithmetic && (self.is_value(&node.left) || self.is_value(&node.right));
        syn::visit::visit_expr_binary(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        let kind = classify(&node.method.to_string(), node.args.len());
        self.found |= kind == Some(MethodKind::Float) && self.is_value(&node.receiver);
        syn::visit::visit_expr_method_call(self, node);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (2, Some(owner), Some(last)) =
            (path.segments.len(), path.segments.first(), path.segments.last())
            && owner.ident == *self.name
        {
            let text = last.ident.to_string();
            self.found |= FUNCTIONS.contains(&text.as_str())
                || text.starts_with("from_")
                || (0..3).any(|args| classify(&text, args) == Some(MethodKind::Float));
        }
        syn::visit::visit_path(self, path);
    }
}
