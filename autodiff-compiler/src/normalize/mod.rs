//! What is made equal before lowering.
//!
//! A `$x:expr` fragment of a `macro_rules!` arrives in an invisible group that keeps `a + b` together
//! in `$x * c`. rustc honours such a group only in the original tokens, not in printed ones, so the
//! groups of the body become parentheses. The user's function itself is never printed from syntax:
//! its tokens are returned as they came, but for the attributes that only this macro knows.

mod arrays;
mod capitals;
mod conditions;
mod defaults;
mod failing;
mod inner_constants;
mod library;
mod lifetimes;
mod local_macros;
mod markers;
mod nd;
mod range_values;
mod ranges;
mod sources;
mod unchecked;

pub use arrays::arrays_of_any_ownership;
pub use capitals::capital_variables_of_closure;
pub use conditions::configurations;
pub use library::axis;
pub use lifetimes::{named_lifetimes, shown_lifetimes};
pub use local_macros::{called as macros_called, expanded_of_file as macros_of_file};
pub use markers::{of_item, without_block_markers, without_markers};
use ranges::compared_ranges;
pub use ranges::without_ranges;
pub use sources::named_types;
use unchecked::checked_accesses;

use syn::visit_mut::VisitMut;
use syn::{Expr, ItemFn, token};

/// Makes a body equal to what lowering expects: macros of its own are expanded, invisible groups are visible,
/// ranges have no names and are not asked, defaults that are returned have types, what `unsafe` blocks leave unchecked is checked,
/// constants of inner blocks have names of their own, and variables are known for variables.
pub fn prepared(function: &mut ItemFn) {
    local_macros::expanded(function);
    visible_groups(function);
    failing::failing_macros(function);
    defaults::named_defaults(function);
    range_values::named_ranges(function);
    compared_ranges(function);
    checked_accesses(function);
    library::library_forms(function);
    nd::array_forms(function);
    inner_constants::named_apart(function);
    capitals::capital_variables(function);
}

/// Makes invisible groups visible.
fn visible_groups(function: &mut ItemFn) {
    Visible.visit_block_mut(&mut function.block);
}

struct Visible;

impl VisitMut for Visible {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        if let Expr::Group(group) = expr {
            let inner = (*group.expr).clone();
            *expr = match inner {
                Expr::Path(_)
                | Expr::Lit(_)
                | Expr::Paren(_)
                | Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Index(_)
                | Expr::Field(_)
                | Expr::Macro(_) => inner,
                inner => Expr::Paren(syn::ExprParen {
                    attrs: Vec::new(),
                    paren_token: token::Paren::default(),
                    expr: Box::new(inner),
                }),
            };
        }
    }
}
