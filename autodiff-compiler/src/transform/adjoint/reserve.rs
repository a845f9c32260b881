//! Room for the records of loops whose trips are known before the first of them runs.
//!
//! In: a loop that runs once in the scope of its record. Out: calls that reserve one entry per
//! iteration, for the loop's own record and for those of loops directly inside it whose bounds do not
//! depend on it: one allocation each.

use quote::quote;

use super::records::Medium;
use super::sweep::{Sweep, fits_default_integer};
use crate::analysis::blocks::inside;
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::method;
use crate::ir::{Block, RangeLoop, StmtKind, VarId, Vars};

impl Sweep<'_> {
    /// Reservations before a loop over a range that runs to its end.
    pub(super) fn reserve(&self, var: VarId, range: &RangeLoop, body: &Block) -> Vec<Code> {
        let mut code = Vec::new();
        if !self.repeated && self.trips(range).is_some() {
            let mut unknown = inside(body);
            unknown.insert(var);
            self.reserve_inside(&mut vec![range], body, &unknown, &mut code);
        }
        code
    }

    /// Reservations for a body that runs as often as the ranges around it say together.
    fn reserve_inside<'r>(
        &self,
        ranges: &mut Vec<&'r RangeLoop>,
        body: &'r Block,
        unknown: &Vars,
        code: &mut Vec<Code>,
    ) {
        if let Some((stores, Medium::Stack)) = self.record(body)
            && let Some(store) = stores.first()
        {
            let record = Expr::name(store).borrow_mut();
            let args = vec![record, self.iterations(ranges)];
            code.push(Code::Expr(self.shadows.primal.helper("reserve", args)));
        }
        for stmt in &body.stmts {
            let StmtKind::For { range, body, early: None, .. } = &stmt.kind else { continue };
            let mut known = self.trips(range).is_some();
            stmt.for_each_operand(&mut |bound| {
                bound.for_each_var(&mut |var| known &= !unknown.contains(&var));
            });
            if known {
                ranges.push(range);
                self.reserve_inside(ranges, body, unknown, code);
                ranges.pop();
            }
        }
    }

    /// The iterations of nested loops, as one iterator.
    fn iterations(&self, ranges: &[&RangeLoop]) -> Expr {
        let counts = ranges.iter().filter_map(|range| self.trips(range));
        let product = counts.reduce(|product, trips| {
            Expr::Method(Box::new(product), method("saturating_mul"), vec![trips])
        });
        match (ranges, product) {
            ([range], _) | ([range, ..], None) => self.range(range),
            (_, product) => {
                let start = Some(Box::new(Expr::Atom(quote!(0))));
                Expr::Range(start, product.map(Box::new), false)
            }
        }
    }

    /// How many iterations a loop has, where that can be said beforehand.
    pub(super) fn trips(&self, range: &RangeLoop) -> Option<Expr> {
        let known = fits_default_integer(&range.lo) && fits_default_integer(&range.hi);
        known.then(|| self.shadows.primal.helper("trips", vec![self.range(range)]))
    }
}
