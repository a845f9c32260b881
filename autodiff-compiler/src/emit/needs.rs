//! What a companion says of its function's reverse sweep: whether it reads an argument.
//!
//! | function | arguments | meaning |
//! | --- | --- | --- |
//! | `needs` | number of an argument, which cotangents the caller wants (a bit per argument), depth | the reverse sweep reads what the argument holds |
//!
//! A constant function, so that what a caller keeps for nobody is gone when it is compiled. What a function
//! hands to its callees they are asked about, so many calls deep as the caller says: functions may call
//! each other.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::companion::Context;
use super::family::Family;
use super::home;
use crate::analysis::{Activity, Layout, Mode, Plan, Reader, passed};
use crate::ir::{Arg, Callee, Function, Op, StmtId, StmtKind, VarId};
use crate::transform::adjoint::Shadows;

/// `needs` of a function whose reverse sweep reads everything.
pub fn everything(context: &Context, name: &str) -> TokenStream {
    if context.home.is_impl() {
        return TokenStream::new();
    }
    of_arms(context, name, &[])
}

/// `needs` of a program; one without a plan is run again in its reverse sweep.
pub fn of_program(
    context: &Context,
    family: &Family,
    function: &Function,
    shadows: &Shadows,
    plan: Option<&Plan>,
) -> TokenStream {
    if context.home.is_impl() {
        return TokenStream::new();
    }
    let inner = family.slots.iter().enumerate().filter(|(_, slot)| slot.inner);
    let params: Vec<(usize, VarId)> =
        inner.zip(&function.params).map(|((i, _), param)| (i, *param)).collect();
    let numbers = |(_, param): &&(usize, VarId)| {
        passed::holds_numbers(&function.var(*param).ty, function.is_inout(*param))
    };
    let mut arms = Vec::new();
    if context.options.analysis && params.iter().any(|param| numbers(&param)) {
        let asked = params.iter().filter(numbers);
        arms = match plan {
            Some(plan) => asked.filter_map(|param| of_plan(shadows, plan, *param)).collect(),
            None => {
                let parts = parts(function, &params, shadows);
                asked.filter_map(|param| of_parts(function, &parts, *param)).collect()
            }
        };
    }
    of_arms(context, family.names[4], &arms)
}

/// `1 => depth == 0 || <g>::needs(0, 1, depth - 1),`; none, where it is needed anyway.
fn of_plan(
    shadows: &Shadows,
    plan: &Plan,
    (argument, param): (usize, VarId),
) -> Option<TokenStream> {
    let readers = passed::readers(shadows.primal.function, plan, param, false);
    if readers.always() {
        return None;
    }
    let depth = quote!(depth - 1);
    // each callee is asked once: what it is asked for is asked of its callees in turn
    let asked = readers.iter().filter_map(|reader| asked(shadows, reader, &depth));
    let asked: BTreeMap<String, TokenStream> =
        asked.map(|asked| (asked.to_string(), asked)).collect();
    let asked: Vec<TokenStream> = asked.into_values().collect();
    let argument = Literal::usize_unsuffixed(argument);
    if asked.is_empty() {
        return Some(quote!(#argument => false,));
    }
    // a callee may be one of the body's own items, which are not in sight here
    let in_sight = shadows.primal.function.items.is_empty();
    in_sight.then(|| quote!(#argument => depth == 0 #(|| #asked)*,))
}

/// A plan for the cotangents of some of the parameters.
struct Part {
    /// The arguments, a bit each.
    wanted: u64,
    plan: Plan,
}

/// The most parameters for which it is found out what the cotangent of each of them takes.
const MOST_PARTS: usize = 4;

/// What the cotangent of each parameter takes, or all of them together where there are many.
fn parts(function: &Function, params: &[(usize, VarId)], shadows: &Shadows) -> Vec<Part> {
    let active: Vec<&(usize, VarId)> =
        params.iter().filter(|(i, param)| *i < 64 && shadows.is_active(*param)).collect();
    if active.len() > MOST_PARTS {
        return vec![Part { wanted: u64::MAX, plan: Plan::of(shadows, true, Mode::Split) }];
    }
    let layout = Layout::of(function);
    let part = |(i, param): &(usize, VarId)| {
        let activity = Activity::of(function, &[*param]);
        let shadows = shadows.of_others(&activity);
        Part { wanted: 1 << i, plan: Plan::laid_out(&layout, &shadows, true, Mode::Split) }
    };
    active.into_iter().map(part).collect()
}

/// `0 => wanted & 2 != 0,`; none, where it is needed anyway.
fn of_parts(
    function: &Function,
    parts: &[Part],
    (argument, param): (usize, VarId),
) -> Option<TokenStream> {
    let reads = |part: &&Part| passed::readers(function, &part.plan, param, true).always();
    let wanted = parts.iter().filter(reads).fold(0, |wanted, part| wanted | part.wanted);
    let argument = Literal::usize_unsuffixed(argument);
    let mask = Literal::u64_unsuffixed(wanted);
    match wanted {
        u64::MAX => None,
        0 => Some(quote!(#argument => false,)),
        _ => Some(quote!(#argument => wanted & #mask != 0,)),
    }
}

/// Asks a callee whether its reverse sweep reads an argument: `<g>::needs(0, 1, depth)`, for the cotangents
/// that the call takes.
pub fn asked(shadows: &Shadows, reader: Reader, depth: &TokenStream) -> Option<TokenStream> {
    let Reader::Callee { call, argument } = reader else { return None };
    let (callee, args) = callee(shadows.primal.function, call)?;
    let active =
        args.iter().enumerate().filter(|(i, arg)| *i < 64 && shadows.active_operand(&arg.operand));
    let wanted = active.fold(0_u64, |wanted, (i, _)| wanted | 1 << i);
    let (argument, wanted) = (Literal::usize_unsuffixed(argument), Literal::u64_unsuffixed(wanted));
    let needs = home::of_order(&callee, "needs");
    Some(quote!(#needs(#argument, #wanted, #depth)))
}

fn of_arms(context: &Context, name: &str, arms: &[TokenStream]) -> TokenStream {
    let name = context.sweep(name);
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let body =
        if arms.is_empty() { quote!(true) } else { quote!(match argument { #(#arms)* _ => true }) };
    quote! {
        #attributes
        #vis const fn #name(argument: usize, wanted: u64, depth: usize) -> bool {
            #body
        }
    }
}

/// The function that a statement calls, without generic arguments, and what it is given.
fn callee(function: &Function, call: StmtId) -> Option<(Callee, Vec<Arg>)> {
    let mut found = None;
    function.body.walk(&mut |stmt| {
        if let (true, StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. }) =
            (stmt.id == call, &stmt.kind)
            && let Op::Call(callee, args) = op
        {
            let callee = Callee { turbofish: TokenStream::new(), ..callee.clone() };
            found = Some((callee, args.clone()));
        }
    });
    found
}
