//! Methods of values whose type is known and has no such method with a derivative.
//!
//! In: the call. Out: a mistake at the method's name, unless a method in front of it was refused: of what that
//! would have given nothing is known.

use proc_macro2::Ident;
use syn::{Expr, ExprMethodCall};

use super::closure::strip_groups;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;

impl Lowerer<'_> {
    /// Refuses a method.
    pub fn unknown_method(&mut self, call: &ExprMethodCall) -> Val {
        let earlier = std::iter::successors(receiving(call), |call| receiving(call));
        if !earlier
            .map(|call| &call.method)
            .any(|name: &Ident| self.diagnostics.has_at(name.span()))
        {
            self.diagnostics.push(catalogue::no_derivative_known(&call.method));
        }
        Val::unit()
    }
}

/// The call that gives what a method is called on.
fn receiving(call: &ExprMethodCall) -> Option<&ExprMethodCall> {
    match strip_groups(&call.receiver) {
        Expr::MethodCall(inner) => Some(inner),
        _ => None,
    }
}
