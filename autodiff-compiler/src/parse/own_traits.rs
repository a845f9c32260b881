//! What the source file shows of the traits that bound type parameters.
//!
//! In: the definitions that the driver finds in the file of a function. Out: which functions a bound brings,
//! and whether they have derivatives. A trait that stands elsewhere is not here: what it brings, rustc says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{
    BinOp, Block, Expr, FnArg, ImplItem, ItemImpl, ItemTrait, PathSegment, ReceiverKind,
    ReturnType, Stmt, TraitItem, Type, TypeParam, TypeParamBound, UnOp,
};

use super::asked::{Calls, asked};
use super::floats::{has_closed_operators, is_number};
use crate::rules::methods::{MethodKind, classify};

/// The traits of a file.
#[derive(Clone, Debug, Default)]
pub struct OwnTraits {
    /// Those of which only numbers are.
    pub numbers: BTreeSet<String>,
    /// `Real` is imported from a library whose methods are the standard library's.
    pub imports_real: bool,
    /// Those called like a library's traits of numbers that the file does not import from the library.
    pub elsewhere: BTreeSet<String>,
    /// A trait called `Float` is the user's.
    pub floats: bool,
    /// The functions without `self` that give the type itself, by name, with their trait.
    pub makers: BTreeMap<String, String>,
    /// `Self` of a trait of which only numbers are, in its functions with bodies: a parameter bound by
    /// the trait and by what the trait asks for.
    pub this: Option<TypeParam>,
    /// All of them, by name.
    defined: BTreeMap<String, OwnTrait>,
}

/// `Self` as a type parameter, in a function of a trait; none where others than numbers may have the trait:
/// with operators that numbers and vectors have, a body that calculates is for numbers.
pub fn self_of(node: &ItemTrait, body: &Block) -> Option<TypeParam> {
    let number = is_number(node) || has_closed_operators(node) && calculates(body);
    let (name, (_, arguments, _)) = (&node.ident, node.generics.split_for_impl());
    number.then(|| {
        let own: TypeParamBound = syn::parse_quote!(#name #arguments);
        let mut this = TypeParam::from(Ident::new("Self", Span::mixed_site()));
        this.bounds = std::iter::once(own).chain(node.supertraits.iter().cloned()).collect();
        this
    })
}

/// Whether there is arithmetic in a body.
fn calculates(body: &Block) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_bin_op(&mut self, op: &'ast BinOp) {
            self.0 |= matches!(
                op,
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)
            );
        }
        fn visit_un_op(&mut self, op: &'ast UnOp) {
            self.0 |= matches!(op, UnOp::Neg(_));
        }
    }
    let mut search = Search(false);
    search.visit_block(body);
    search.0
}

/// A trait with what it declares.
#[derive(Clone, Debug)]
struct OwnTrait {
    methods: BTreeMap<String, OwnMethod>,
    /// The traits that it asks for, by their last names.
    supertraits: Vec<String>,
    /// The same as they are written.
    bounds: Vec<PathSegment>,
    /// The associated types that its functions ask for, by name.
    asked: BTreeMap<String, Vec<Type>>,
    /// Its functions have sweeps.
    annotated: bool,
    /// The types that have it, as the file shows.
    types: Vec<String>,
}

/// A method that a trait of the user's declares.
#[derive(Clone, Debug)]
pub struct OwnMethod {
    /// The trait.
    pub of: String,
    /// The trait is annotated: the method has sweeps.
    pub annotated: bool,
    /// It takes `self` by value (`None`), by `&` (`Some(false)`) or by `&mut`.
    pub receiver: Option<bool>,
    /// Each `impl` of the trait that the file shows calls the float's own method of this name, and
    /// does nothing else.
    pub standard: bool,
    /// The types of its arguments, as the trait writes them.
    pub takes: Vec<Type>,
    /// What it returns.
    pub gives: Type,
}

impl OwnTraits {
    /// Adds a trait with its `impl`s, and gives the names of those that it asks for.
    pub fn add(&mut self, node: &ItemTrait, annotated: bool, impls: &[ItemImpl]) -> Vec<String> {
        let name = node.ident.to_string();
        if is_number(node) {
            self.numbers.insert(name.clone());
            self.floats |= name == "Float";
            self.makers.extend(makers(node).map(|maker| (maker, name.clone())));
        }
        let functions = node.items.iter().filter_map(|item| match item {
            TraitItem::Fn(function) if function.sig.receiver().is_some() => Some(function),
            _ => None,
        });
        let methods = functions.map(|function| {
            let gives = match &function.sig.output {
                ReturnType::Type(_, ty) => (**ty).clone(),
                ReturnType::Default => syn::parse_quote!(()),
            };
            let left_out = function.attrs.iter().any(|attr| attr.path().is_ident("no_diff"));
            let receiver = function.sig.receiver().and_then(|receiver| match &receiver.kind {
                ReceiverKind::Reference(_, _, mutability) => Some(mutability.is_some()),
                _ => None,
            });
            let (of, annotated) = (name.clone(), annotated && !left_out);
            let takes = function.sig.inputs.iter().filter_map(|input| match input {
                FnArg::Typed(typed) => Some((*typed.ty).clone()),
                FnArg::Receiver(_) => None,
            });
            let name = function.sig.ident.to_string();
            let args = function.sig.inputs.len().saturating_sub(1);
            let ruled = classify(&name, args) == Some(MethodKind::Float);
            let standard = ruled && node.generics.params.is_empty() && hands_on(&name, impls);
            let takes = takes.collect();
            let method = OwnMethod { of, annotated, receiver, standard, takes, gives };
            (name, method)
        });
        let methods = methods.collect();
        let bounds = node.supertraits.iter().filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last(),
            _ => None,
        });
        let bounds: Vec<PathSegment> = bounds.cloned().collect();
        let supertraits: Vec<String> = bounds.iter().map(|last| last.ident.to_string()).collect();
        let types = impls.iter().map(|node| node.self_ty.to_token_stream().to_string()).collect();
        let (supers, asked) = (supertraits.clone(), asked(node));
        let defined = OwnTrait { methods, supertraits: supers, bounds, asked, annotated, types };
        self.defined.insert(name, defined);
        supertraits
    }

    /// Which of the floats have a trait without that the file shows it, if any do; none where an `impl` may be
    /// for both.
    pub fn not_shown(&self, of: &str) -> Vec<&'static str> {
        let floats = ["f64", "f32"];
        let types =
            self.defined.get(of).map(|defined| defined.types.as_slice()).unwrap_or_default();
        let both = types.iter().any(|ty| !floats.contains(&ty.as_str()));
        floats.into_iter().filter(|float| !both && !types.iter().any(|ty| ty == float)).collect()
    }

    /// What traits of the file ask for, among bounds, and what that asks for; `Self` is what is bound.
    pub fn asked_by(&self, bounds: &[&PathSegment]) -> Vec<PathSegment> {
        let mut wanted: Vec<String> = bounds.iter().map(|bound| bound.ident.to_string()).collect();
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        while let Some(name) = wanted.pop() {
            if let (true, Some(defined)) = (seen.insert(name.clone()), self.defined.get(&name)) {
                wanted.extend(defined.supertraits.iter().cloned());
                found.extend(defined.bounds.iter().cloned());
            }
        }
        found
    }

    /// Whether one of the bounds may be a trait of the user's that is called like a library's.
    pub fn any_elsewhere(&self, bounds: &[&PathSegment]) -> bool {
        bounds.iter().any(|bound| self.elsewhere.contains(&bound.ident.to_string()))
    }

    /// The associated types that calls ask for of a trait, as it writes them.
    pub fn asked(&self, of: &str, calls: &Calls) -> Vec<Type> {
        let Some(defined) = self.defined.get(of).filter(|defined| defined.annotated) else {
            return Vec::new();
        };
        let called = defined.asked.iter();
        let called = called.filter(|(name, _)| calls.free || calls.names.contains(*name));
        called.flat_map(|(_, types)| types.clone()).collect()
    }

    /// The methods that bounds bring, through other traits of the file too.
    pub fn methods_of(&self, bounds: &[&PathSegment]) -> BTreeMap<String, OwnMethod> {
        let mut wanted: Vec<String> = bounds.iter().map(|bound| bound.ident.to_string()).collect();
        let (mut seen, mut found) = (BTreeSet::new(), BTreeMap::new());
        while let Some(name) = wanted.pop() {
            if let (true, Some(defined)) = (seen.insert(name.clone()), self.defined.get(&name)) {
                wanted.extend(defined.supertraits.iter().cloned());
                let methods = &defined.methods;
                found.extend(methods.iter().map(|(name, method)| (name.clone(), method.clone())));
            }
        }
        found
    }
}

/// Whether `impl`s leave a method to the standard library: `f64::exp(self)`, or `self.exp()` on a type of
/// which a method of its own hides the trait's; in one for all floats, `Float::exp(self)`.
fn hands_on(name: &str, impls: &[ItemImpl]) -> bool {
    let text = |tokens: &dyn ToTokens| tokens.to_token_stream().to_string().replace(' ', "");
    let handed_on = |node: &ItemImpl| {
        let function = node.items.iter().find_map(|item| match item {
            ImplItem::Fn(function) if function.sig.ident == name => Some(function),
            _ => None,
        })?;
        let [Stmt::Expr(body, None)] = function.block.stmts.as_slice() else { return None };
        let parameters = function.sig.inputs.iter().map(|input| match input {
            FnArg::Receiver(receiver) => text(&receiver.self_token),
            FnArg::Typed(typed) => text(&typed.pat),
        });
        let (ty, one) = (text(&node.self_ty), node.generics.params.is_empty());
        let owners = match one {
            true => [ty.clone(), format!("<{ty}>"), "f64".to_owned(), "f32".to_owned()],
            false => ["Float", "num_traits::Float", "<SelfasFloat>", "<Selfasnum_traits::Float>"]
                .map(str::to_owned),
        };
        let given: Vec<String> = match body {
            Expr::MethodCall(call) if one && call.method == name => {
                std::iter::once(&*call.receiver).chain(&call.args).map(|expr| text(expr)).collect()
            }
            Expr::Call(call) => {
                let called = text(&call.func);
                let known = |owner: &String| format!("{owner}::{name}") == called;
                owners
                    .iter()
                    .any(known)
                    .then(|| call.args.iter().map(|expr| text(expr)).collect())?
            }
            _ => return None,
        };
        parameters.eq(given).then_some(())
    };
    !impls.is_empty() && impls.iter().all(|node| handed_on(node).is_some())
}

/// The functions without `self` of a trait without parameters that give the type itself.
fn makers(node: &ItemTrait) -> impl Iterator<Item = String> {
    let plain = node.generics.params.is_empty();
    let gives_self = |output: &ReturnType| match output {
        ReturnType::Type(_, ty) => matches!(&**ty, Type::Path(path) if path.path.is_ident("Self")),
        ReturnType::Default => false,
    };
    node.items.iter().filter(move |_| plain).filter_map(move |item| match item {
        TraitItem::Fn(function) => {
            let sig = &function.sig;
            (sig.receiver().is_none() && gives_self(&sig.output)).then(|| sig.ident.to_string())
        }
        _ => None,
    })
}
