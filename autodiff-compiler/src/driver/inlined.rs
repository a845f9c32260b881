//! Annotated functions that are small enough to stand in the derivatives of their callers.
//!
//! In: the names that an item calls, and its source file. Out: per function its body as a closure. A record
//! of a callee goes over the tape, where nothing looks into it; what the body leaves in its caller is a
//! local variable there.
//!
//! Invariant: such a function is a function of its arguments alone: without generics and items of its
//! own, of numbers and arrays of them, differentiated from its body, and no function that it reaches calls
//! it. So its body means in the caller what it means where it stands, but for names, which
//! `lower/inlined.rs` looks at.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use syn::{Attribute, ExprClosure, FnArg, ItemFn, Meta, Pat, ReturnType, Signature};

use super::facts::{self, Names};
use super::source::Source;
use crate::diagnostics::Diagnostics;
use crate::ir::Ty;
use crate::lower::{is_few, words};
use crate::parse::Inlined;
use crate::parse::facts::TypeNames;
use crate::parse::known::known_type;
use crate::{fence, normalize};

/// The longest function that stands in its callers, in words.
const LONGEST: usize = 300;

/// What loops are written with, and chains, which are loops where their items are not few. A callee's own sweeps
/// run a loop forward and reverse at once; in the caller it would leave a record per iteration.
const LOOPS: [&str; 3] = ["for", "loop", "while"];
const CHAINS: [&str; 6] = ["chunks", "chunks_exact", "into_iter", "iter", "iter_mut", "windows"];

/// What may not stand in a caller: what is compiled on condition, and bits of floats, which are followed within
/// a function only, so that what is accepted would depend on a function's length.
const APART: [&str; 5] = ["# [", "cfg", "from_bits", "to_bits", "unsafe"];

/// Attributes that say nothing about a function's derivatives.
const SILENT: [&str; 7] = ["allow", "deny", "doc", "expect", "inline", "must_use", "warn"];

/// What an item can take in of its file, and the annotated functions among those it calls that call none; the
/// names in the first come to the item's own.
pub fn of(names: &mut Names, source: &Source) -> (BTreeMap<String, Inlined>, BTreeSet<String>) {
    let (mut found, mut leaves) = (Found::new(), BTreeSet::new());
    if names.has_items() {
        return (BTreeMap::new(), leaves);
    }
    let mut wanted: Vec<String> = names.called().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some((function, second_order)) = source.annotated_neighbour(&name).and_then(read)
        else {
            continue;
        };
        if Names::of_function(&function).called().next().is_none() {
            leaves.insert(name.clone());
        }
        let Some((inlined, inside)) = closure_of(function, second_order, source) else { continue };
        wanted.extend(inside.called().cloned());
        found.insert(name, (inlined, inside));
    }
    without_recursion(&mut found);
    without_hidden(names, &mut found);
    let found = found.into_iter().map(|(name, (inlined, inside))| {
        names.extend(inside);
        (name, inlined)
    });
    (found.collect(), leaves)
}

/// An annotated function whose body is what is differentiated, and whether it has second derivatives.
fn read(text: String) -> Option<(ItemFn, bool)> {
    let function: ItemFn = syn::parse_str(&text).ok()?;
    let is_this = |attribute: &&Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable")
    };
    let (own, others): (Vec<_>, Vec<_>) = function.attrs.iter().partition(is_this);
    let [own] = own.as_slice() else { return None };
    let silent = |attribute: &&Attribute| {
        let never = || quote!(#attribute).to_string().contains("never");
        SILENT.iter().any(|name| attribute.path().is_ident(name)) && !never()
    };
    let second_order = match &own.meta {
        Meta::Path(_) => false,
        Meta::List(list) if list.tokens.to_string() == "second_order" => true,
        Meta::List(_) | Meta::NameValue(_) => return None,
    };
    others.iter().all(silent).then_some((function, second_order))
}

/// The function as a closure, and the names in it.
fn closure_of(
    mut function: ItemFn,
    second_order: bool,
    source: &Source,
) -> Option<(Inlined, Names)> {
    let names = Names::of_function(&function);
    let types = TypeNames { aliases: facts::aliases(&names, Some(source)), ..TypeNames::default() };
    let body = &function.block;
    let conditional = quote!(#body).to_string();
    if names.has_items()
        || !is_of_numbers(&function.sig, &types)
        || APART.iter().any(|word| conditional.contains(word))
    {
        return None;
    }
    let mut refused = Diagnostics::default();
    fence::check(&function, &mut refused);
    let accepted = refused.is_empty();
    let _ = refused.into_sorted();
    if !accepted {
        return None;
    }
    normalize::prepared(&mut function);
    let ItemFn { sig, block, .. } = function;
    let (inputs, output) = (&sig.inputs, &sig.output);
    let mut closure: ExprClosure = syn::parse2(quote!(|#inputs| #output #block)).ok()?;
    normalize::capital_variables_of_closure(&mut closure);
    let closure = quote!(#closure);
    let words = words(closure.clone());
    let size = words.values().sum();
    let calls = names.called().cloned().collect();
    let has = |word: &&str| words.contains_key(*word);
    let loops = LOOPS.iter().any(has) || CHAINS.iter().any(has) && !takes_few(&sig, &types);
    (size <= LONGEST && !loops)
        .then_some((Inlined { closure, words, size, calls, second_order }, names))
}

/// Whether a function goes from numbers, and arrays of them, to such that have a derivative.
fn is_of_numbers(sig: &Signature, types: &TypeNames) -> bool {
    fn made_of_numbers(ty: &Ty) -> bool {
        match ty {
            Ty::Float(_) | Ty::Int | Ty::Bool => true,
            Ty::Tuple(parts) => parts.iter().all(made_of_numbers),
            Ty::Array(inner, _) | Ty::Slice(inner) | Ty::Ref(inner) => made_of_numbers(inner),
            Ty::Inert | Ty::Data | Ty::Unit | Ty::Vec(_) | Ty::Nd(..) => false,
            Ty::Option(_) | Ty::Result(_) | Ty::Opaque(_) => false,
        }
    }
    // of an array by value there would be a copy here, with a shadow of its own, where a callee adds into the
    // shadow of what it is given
    fn taken(ty: &Ty) -> bool {
        !matches!(ty, Ty::Array(..)) && made_of_numbers(ty)
    }
    let plain = sig.generics.params.is_empty()
        && sig.generics.where_clause.is_none()
        && sig.constness.is_none()
        && sig.asyncness.is_none()
        && !matches!(sig.safety, syn::Safety::Unsafe(_))
        && sig.abi.is_none()
        && sig.variadic.is_none();
    let numbers = |input: &FnArg| match input {
        FnArg::Typed(typed) => {
            typed.attrs.is_empty()
                && matches!(&*typed.pat, Pat::Ident(name) if name.by_ref.is_none())
                && !matches!(&*typed.ty, syn::Type::Reference(of) if of.mutability.is_some())
                && taken(&known_type(&typed.ty, types))
        }
        FnArg::Receiver(_) => false,
    };
    let result = match &sig.output {
        ReturnType::Default => Ty::Unit,
        ReturnType::Type(_, ty) => known_type(ty, types),
    };
    let returns = match result {
        Ty::Unit => true,
        Ty::Ref(_) => false,
        result => made_of_numbers(&result) && !result.is_inert(),
    };
    plain && returns && sig.inputs.iter().all(numbers)
}

/// Whether all arrays among the arguments are so short that loops over them are written out.
fn takes_few(sig: &Signature, types: &TypeNames) -> bool {
    fn few(ty: &Ty) -> bool {
        match ty.strip_refs() {
            Ty::Array(inner, _) => {
                ty.strip_refs().written_length().is_some_and(is_few) && few(inner)
            }
            Ty::Tuple(parts) => parts.iter().all(few),
            ty => ty.is_scalar(),
        }
    }
    sig.inputs.iter().all(|input| match input {
        FnArg::Typed(typed) => few(&known_type(&typed.ty, types)),
        FnArg::Receiver(_) => false,
    })
}

/// What may stand in a caller, and the names in it.
type Found = BTreeMap<String, (Inlined, Names)>;

/// Leaves out functions that reach themselves, and writes down what the others reach.
fn without_recursion(found: &mut Found) {
    let calls: BTreeMap<String, BTreeSet<String>> =
        found.iter().map(|(name, (inlined, _))| (name.clone(), inlined.calls.clone())).collect();
    found.retain(|name, (inlined, _)| {
        let mut wanted: Vec<&String> = calls[name].iter().collect();
        while let Some(called) = wanted.pop() {
            inlined.calls.insert(called.clone());
            let further = calls.get(called).into_iter().flatten();
            wanted.extend(further.filter(|name| !inlined.calls.contains(*name)));
        }
        !inlined.calls.contains(name)
    });
}

/// Leaves out functions in which a name would mean an item of the caller's body, and those whose items
/// another one's names would mean: the items of all of them stand in one body.
fn without_hidden(names: &Names, found: &mut Found) {
    let means = |words: &Inlined, items: &BTreeSet<String>| {
        items.iter().any(|item| words.words.contains_key(item))
    };
    found.retain(|_, (inlined, _)| !means(inlined, names.items()));
    let hiding: Vec<String> = found
        .iter()
        .filter(|(name, (_, inside))| {
            found.iter().any(|(other, (words, _))| other != *name && means(words, inside.items()))
        })
        .map(|(name, _)| name.clone())
        .collect();
    found.retain(|name, _| !hiding.contains(name));
}
