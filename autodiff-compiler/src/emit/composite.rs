//! Structs, and the tangents of structs, as code.
//!
//! A struct is written as in the source. Its tangent has a type that nothing in the source names: it is
//! made by a closure that writes the fields of another tangent, whose type rustc knows.

use proc_macro2::Span;

use super::primal::Primal;
use crate::code::{Expr, Stmt};
use crate::ir::{Composite, Rest, TangentOf};

impl Primal<'_> {
    /// A struct or the tangent of one.
    pub(super) fn composite(&self, made: &Composite) -> Expr {
        if let Some(tangent) = &made.tangent_of {
            return self.tangent_of(made, tangent);
        }
        // `S { 0: a }` and not `S(a)`: rustc finds no fields of what is a function with a capital name
        let mut values: Vec<Expr> = made.parts.iter().map(|(_, arg)| self.argument(arg)).collect();
        values.extend(made.rest.base().map(|base| self.by_value(base)));
        let members = made.parts.iter().map(|(member, _)| member.clone()).collect();
        Expr::Struct(made.path.clone(), members, values)
    }

    /// `written(start, |t| { t.x = dot_a; .. })`
    fn tangent_of(&self, made: &Composite, tangent: &TangentOf) -> Expr {
        // where the reverse sweep names it, so that a mistake is reported once
        let named = tangent.primal.as_var().map(|var| self.function.var(var));
        let named = named.filter(|data| data.named).map(|data| data.name.span());
        let path = || made.path.clone().into_iter().next().map(|first| first.span());
        let span = named.or_else(path).unwrap_or_else(Span::mixed_site);
        let (start, zeros) = match &made.rest {
            Rest::Nothing => {
                let args = vec![self.by_ref(&tangent.primal)];
                (self.helper_at(span, "blank_tangent", args), [].as_slice())
            }
            Rest::Zero => {
                let args = vec![self.by_ref(&tangent.primal)];
                (self.helper_at(span, "zero_tangent", args), [].as_slice())
            }
            Rest::Base { base, zeros } => (self.by_value(base), zeros.as_slice()),
        };
        let field = |of: crate::ir::VarId, member: &syn::Member| {
            self.project(self.name(of), &[made.part(member)], true)
        };
        let mut body = Vec::new();
        if !zeros.is_empty() {
            let name = self.function.var(tangent.zero).name.clone();
            let init = Some(self.zero_like(&tangent.primal));
            body.push(Stmt::Let { name, mutable: false, ty: None, init });
        }
        for member in zeros {
            body.push(Stmt::Assign(
                field(tangent.written, member),
                "=",
                field(tangent.zero, member),
            ));
        }
        for (member, arg) in &made.parts {
            let place = field(tangent.written, member);
            body.push(match arg.reference {
                None => Stmt::Assign(place, "=", self.by_value(&arg.operand)),
                // the tangent of what is borrowed may be stored differently
                Some(_) => {
                    let args = vec![place.borrow_mut(), self.by_ref(&arg.operand)];
                    Stmt::Expr(self.helper("accumulate", args))
                }
            });
        }
        let params = vec![self.function.var(tangent.written).name.clone()];
        self.helper(
            "written",
            vec![start, Expr::Closure { params, types: Vec::new(), body, result: None }],
        )
    }
}
