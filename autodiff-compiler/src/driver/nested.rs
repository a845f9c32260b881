//! Functions inside the function: those that it calls with a derivative get companions of their own.
//!
//! In: a lowered function, whose items are copied into each of its derivatives. Out: the same, with the
//! companions of the functions among these items that differentiated calls reach, directly or through
//! one another. The others stay as they are, and so do those that the user annotated. Mistakes in
//! them are reported like the function's own.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::{Item, ItemFn, Stmt};

use super::{Contents, Unit, companion_name, companion_of, front, is_this};
use crate::diagnostics::Diagnostics;
use crate::emit::home::Home;
use crate::ir::{Callee, Function, LambdaBody, Op, StmtKind, Target};
use crate::parse::Options;

/// Adds the companions to the items.
pub fn add_companions(
    item: &ItemFn,
    options: &Options,
    program: &mut Function,
    diagnostics: &mut Diagnostics,
) {
    let nested = nested(item);
    let options = inherited(options);
    let mut open = callees(program);
    let mut done = BTreeSet::new();
    while let Some(name) = open.pop_first() {
        let Some(function) = nested.get(&name) else { continue };
        if !done.insert(name) {
            continue;
        }
        if let Some((companion, calls)) = companion(function, &options, diagnostics) {
            program.items.push(companion);
            open.extend(calls);
        }
    }
}

/// The functions among the items of a body that are not annotated, by name.
fn nested(item: &ItemFn) -> BTreeMap<String, &ItemFn> {
    let functions = item.block.stmts.iter().filter_map(|stmt| match stmt {
        Stmt::Item(Item::Fn(function)) => Some(function),
        Stmt::Item(_) | Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) => None,
    });
    let plain = functions.filter(|function| !function.attrs.iter().any(is_this));
    plain.map(|function| (function.sig.ident.to_string(), function)).collect()
}

/// What a function inside inherits: how derivatives are made, not of which parameters.
fn inherited(options: &Options) -> Options {
    Options {
        second_order: options.second_order,
        companions: options.companions.clone(),
        forward: options.forward,
        reverse: options.reverse,
        krate: options.krate.clone(),
        analysis: options.analysis,
        facts: options.facts.clone(),
        ..Options::default()
    }
}

/// The companion of one function, and what it calls outside of itself.
fn companion(
    function: &ItemFn,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<(TokenStream, BTreeSet<String>)> {
    let (signature, programs) = front(function, options, false, diagnostics)?;
    let own = nested(function);
    let mut calls = callees(&programs.primal);
    calls.retain(|name| !own.contains_key(name));
    let home = Home::Companion(companion_name(function, options));
    let (function, options) = (function.clone(), options.clone());
    let unit =
        Unit { function, options, home, outer: syn::Generics::default(), bounds: Vec::new() };
    Some((companion_of(&unit, &signature, Contents::Programs(&programs)), calls))
}

/// The names by which a program calls differentiated functions.
fn callees(program: &Function) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    program.body.walk(&mut |stmt| {
        if let StmtKind::Let { op: Op::Call(callee, _), .. }
        | StmtKind::LetMany { op: Op::Call(callee, _), .. }
        | StmtKind::CallWith { op: Op::Call(callee, _), .. } = &stmt.kind
            && let Target::Companion { companion, .. } = &callee.target
        {
            found.insert(companion.to_string());
        }
        if let StmtKind::CallWith { lambdas, .. } = &stmt.kind {
            let named = lambdas.iter().filter_map(|lambda| match &lambda.body {
                LambdaBody::Named(Callee {
                    target: Target::Companion { companion, .. }, ..
                }) => Some(companion.to_string()),
                LambdaBody::Named(_) | LambdaBody::Closure { .. } => None,
            });
            found.extend(named);
        }
    });
    found
}
