//! The adjoint transform: a forward sweep that keeps what is needed, and a reverse sweep.
//!
//! In: a function, its activity and its plan. Out: [`Sweeps`], code for both. Statements are
//! reversed one by one; a block in joint mode has both sweeps in one scope, a split block hands what
//! its plan records from one to the other.

mod checkpoint;
mod composite;
mod conditions;
mod cotangent;
mod in_place;
mod lambda;
mod pullback;
mod records;
mod reserve;
mod reverse;
mod shadows;
mod sweep;

use proc_macro2::Ident;

pub use pullback::Contribution;
pub use shadows::{Home, Shadows};

use crate::analysis::Plan;
use crate::code::{Expr, Stmt};
use crate::emit::primal::method;
use crate::ir::{Operand, Ty, VarId};
use sweep::Sweep;

/// The code of an adjoint function.
#[derive(Clone, Debug)]
pub struct Sweeps {
    /// The forward sweep.
    pub forward: Vec<Stmt>,
    /// The reverse sweep, which begins with the seeds.
    pub reverse: Vec<Stmt>,
    /// The function's results.
    pub results: Vec<Expr>,
}

/// Names that an adjoint's code expects from its signature.
#[derive(Clone, Copy, Debug)]
pub struct Interface<'a> {
    /// The cotangent of each result.
    pub seeds: &'a [Ident],
    /// For each parameter the name of the caller's shadow.
    pub shadows: &'a [Ident],
}

/// Writes both sweeps.
pub fn adjoint(shadows: &Shadows, plan: &Plan, interface: Interface) -> Sweeps {
    let function = shadows.primal.function;
    let mut sweep = Sweep::new(shadows, plan);
    let seed =
        |(result, seed): (&Operand, &Ident)| (result.clone(), seed_of(shadows, result, seed));
    let seeds: Vec<(Operand, Expr)> =
        function.results.iter().zip(interface.seeds).map(seed).collect();
    let body = sweep.joint(&function.body, &function.params, &seeds);
    let mut reverse = Vec::new();
    for (param, shadow) in function.params.iter().zip(interface.shadows) {
        alias_shadow(shadows, *param, shadow, &mut reverse);
    }
    reverse.extend(body.reverse);
    for (param, shadow) in function.params.iter().zip(interface.shadows) {
        if shadows.home(*param) == Home::Local && sweep.has_shadow(*param) {
            reverse.push(hand_over(shadows, *param, shadow));
        }
    }
    let mut forward = sweep.declare_conditions();
    forward.extend(body.forward);
    let results = function
        .results
        .iter()
        .map(|result| kept_result(shadows, plan, result, &mut forward))
        .collect();
    for param in &function.inout {
        if plan.restores(shadows.primal.function, param) {
            reverse.push(put_back(shadows, param, &mut forward));
        }
    }
    Sweeps { forward, reverse, results }
}

/// The cotangent of a result; none, where the result has no payload.
fn seed_of(shadows: &Shadows, result: &Operand, seed: &Ident) -> Expr {
    let primal = shadows.primal;
    match primal.function.operand_ty(result).content() {
        Some(_) => primal.helper("seed_of", vec![primal.by_ref(result), Expr::name(seed)]),
        None => Expr::name(seed),
    }
}

/// Code for a function whose forward and reverse sweep are calls of their own.
#[derive(Clone, Debug)]
pub struct TapedSweeps {
    /// Declarations before both sweeps.
    pub slots: Vec<Stmt>,
    pub forward: Vec<Stmt>,
    /// The results of the forward sweep.
    pub results: Vec<Expr>,
    pub reverse: Vec<Stmt>,
}

/// Writes both sweeps, with records on the tape.
pub fn taped(shadows: &Shadows, plan: &Plan, interface: Interface) -> TapedSweeps {
    let function = shadows.primal.function;
    let mut sweep = Sweep::new(shadows, plan);
    let seeds: Vec<(Operand, Expr)> =
        function.results.iter().cloned().zip(interface.seeds.iter().map(Expr::name)).collect();
    let code = sweep.taped(&function.body, &function.params, &seeds);
    let mut reverse = Vec::new();
    for (param, shadow) in function.params.iter().zip(interface.shadows) {
        alias_shadow(shadows, *param, shadow, &mut reverse);
    }
    reverse.extend(code.reverse);
    for (param, shadow) in function.params.iter().zip(interface.shadows) {
        if shadows.home(*param) == Home::Local && sweep.has_shadow(*param) {
            reverse.push(hand_over(shadows, *param, shadow));
        }
    }
    // the record may take what is returned
    let results = function.results.iter().map(|result| shadows.primal.by_value(result));
    let results: Vec<Expr> = results.collect();
    let mut forward = code.forward;
    let pushes = forward.len() - sweep.pushes(&function.body);
    let kept = keep_results(shadows, results, &mut forward, pushes);
    let mut slots = code.slots;
    slots.extend(sweep.declare_conditions());
    TapedSweeps { slots, forward, results: kept, reverse }
}

/// Evaluates results before the record is pushed.
fn keep_results(
    shadows: &Shadows,
    results: Vec<Expr>,
    forward: &mut Vec<Stmt>,
    at: usize,
) -> Vec<Expr> {
    let mut kept = Vec::new();
    for (i, result) in results.into_iter().enumerate() {
        let name = shadows.fresh_name("value");
        let init = Some(result);
        forward.insert(at + i, Stmt::Let { name: name.clone(), mutable: false, ty: None, init });
        kept.push(Expr::name(&name));
    }
    kept
}

/// The code of a tangent program: its statements as they are, and its results.
pub fn tangent_code(shadows: &Shadows) -> (Vec<Stmt>, Vec<Expr>) {
    let function = shadows.primal.function;
    let plan = Plan::default();
    let stmts = Sweep::new(shadows, &plan).forward_block(&function.body, false);
    let results = function.results.iter().map(|result| moved_result(shadows, result)).collect();
    (stmts, results)
}

/// The caller's shadow is known in the body under the variable's shadow name.
fn alias_shadow(shadows: &Shadows, param: VarId, shadow: &Ident, reverse: &mut Vec<Stmt>) {
    let name = shadows.shadow_name(param);
    let primal = shadows.primal;
    let slice = matches!(
        &primal.function.var(param).ty, Ty::Ref(inner) if matches!(**inner, Ty::Slice(_))
    );
    let grows = matches!(
        &primal.function.var(param).ty, Ty::Ref(inner) if matches!(**inner, Ty::Vec(_))
    );
    if grows && shadows.is_active(param) && primal.function.is_inout(param) {
        // the cotangent of what is there now, which may have another length than before
        let len = Expr::Method(Box::new(primal.name(param)), method("len"), Vec::new());
        reverse.push(Stmt::Expr(primal.helper("matching_mut", vec![Expr::name(shadow), len])));
    }
    if slice && shadows.is_active(param) && shadows.home(param) == Home::Caller {
        let len = Expr::Method(Box::new(primal.name(param)), method("len"), Vec::new());
        let init = Some(primal.helper("matching_mut", vec![Expr::name(shadow), len]));
        reverse.push(Stmt::Let { name: name.clone(), mutable: false, ty: None, init });
    } else if shadows.home(param) == Home::Caller && name != shadow && shadows.is_active(param) {
        let init = Some(Expr::name(shadow));
        reverse.push(Stmt::Let { name: name.clone(), mutable: false, ty: None, init });
    }
}

/// Adds a parameter's local shadow to the caller's.
fn hand_over(shadows: &Shadows, param: VarId, shadow: &Ident) -> Stmt {
    let local = Expr::name(shadows.shadow_name(param));
    match shadows.primal.function.var(param).ty {
        Ty::Float(_) => Stmt::Assign(Expr::unary("*", Expr::name(shadow)), "+=", local),
        _ => Stmt::Expr(
            shadows.primal.helper("accumulate", vec![Expr::name(shadow), local.borrow()]),
        ),
    }
}

/// Keeps what the program leaves in a `&mut` parameter, and puts it back behind the reverse sweep.
fn put_back(shadows: &Shadows, param: VarId, forward: &mut Vec<Stmt>) -> Stmt {
    let left = shadows.fresh_name("left");
    let init = Some(shadows.primal.left(param));
    forward.push(Stmt::Let { name: left.clone(), mutable: false, ty: None, init });
    shadows.primal.put_back(param, Expr::name(&left))
}

/// A local that nothing needs any more moves out; anything else is copied.
fn moved_result(shadows: &Shadows, result: &Operand) -> Expr {
    let owned = result
        .as_var()
        .is_some_and(|var| !matches!(shadows.primal.function.var(var).ty, Ty::Ref(_)));
    if owned { shadows.primal.moved(result) } else { shadows.primal.by_value(result) }
}

/// The result as an expression behind the reverse sweep: storage that the reverse sweep restores is
/// copied before.
fn kept_result(shadows: &Shadows, plan: &Plan, result: &Operand, forward: &mut Vec<Stmt>) -> Expr {
    let primal = shadows.primal;
    let Operand::Place(place) = result else { return primal.by_value(result) };
    let data = primal.function.var(place.base);
    let inout = primal.function.is_inout(place.base);
    if matches!(data.ty, Ty::Ref(_)) && !inout {
        return primal.by_value(result);
    }
    let restored = plan.restores(primal.function, place.base);
    if data.storage && !data.ty.is_scalar() && restored {
        let name = shadows.fresh_name("value");
        let init = Some(match primal.lends(result) {
            true => primal.by_value(result),
            false => primal.helper("keep", vec![primal.operand(result).borrow()]),
        });
        forward.push(Stmt::Let { name: name.clone(), mutable: false, ty: None, init });
        return Expr::name(&name);
    }
    if place.proj.is_empty() { primal.moved(result) } else { primal.by_value(result) }
}
