//! Makes the loops of derivatives touch memory less.
//!
//! In and out: simplified code of an adjoint. Values of the primal keep their bits; what is added
//! into a shadow is added in another order, so gradients may differ by rounding.
//!
//! * `affine`: indices as sums of the loop's variable, what the loop does not change, and constants.
//! * `at_once`: a callee that runs forward and reverse at once.
//! * `bounds`: bounds of loops that are computed get names.
//! * `carry`: what neighbouring iterations add to one element is summed in a local.
//! * `counted`: loops along what is borrowed for them count from zero.
//! * `gather`: what several iterations add to an element of a row, added at once.
//! * `lends`: parts of an array that every iteration lends at once are lent around the loop.
//! * `moves`: values that go from one variable to another without a copy.
//! * `peel`: iterations at the borders of a grid apart from those between.
//! * `records`: stacks that every iteration leaves empty are made once, and pushed to by value.
//! * `saves`: what each iteration saves of its own element is saved at once.
//! * `stencil`: what an iteration adds to elements of several rows, in a loop per row.
//! * `sums`: sums of products into one shadow, by several accumulators.
//! * `terms`: sums in the primal's order apart from what is computed beside them.
//! * `unused`: values that nothing takes any more.
//! * `windows`: what a loop walks is borrowed in front of it.

mod affine;
mod at_once;
mod bounds;
mod carry;
mod counted;
mod gather;
mod increments;
mod lends;
mod moves;
mod peel;
mod records;
mod saves;
mod stencil;
mod sums;
mod terms;
mod unused;
mod windows;

use std::collections::BTreeSet;

use crate::code::Stmt;
use crate::transform::adjoint::Shadows;

/// Makes code of an adjoint touch memory less; `leaves` are callees that call no others.
pub fn optimize(stmts: &mut Vec<Stmt>, shadows: &Shadows, leaves: &BTreeSet<String>) {
    at_once::join(stmts, leaves);
    moves::moves(stmts, shadows);
    records::hoist_records(stmts, shadows.primal.function);
    peel::peel(stmts, shadows);
    stencil::stencils(stmts, shadows);
    bounds::name_bounds(stmts, shadows);
    let mut lent = BTreeSet::new();
    lends::lends(stmts, &mut lent, shadows);
    let mut sums = BTreeSet::new();
    carry::carry(stmts, shadows, &mut sums);
    let slices = windows::windows(stmts, &sums, &lent, shadows);
    terms::terms(stmts, terms::Known { slices: &slices, sums: &sums, shadows });
    records::in_registers(stmts, shadows);
}
