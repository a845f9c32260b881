//! Patterns of `let`, `for` and `match`.

use super::Fence;
use crate::diagnostics::{Diagnostic, catalogue};
use crate::lower::pattern::names;
use syn::{Expr, Pat, PatIdent, UnOp};

impl Fence<'_> {
    /// A pattern of a parameter: a name, `_`, or a tuple, array or struct of such.
    ///
    /// `other` is the message for the patterns that are none of these.
    pub(super) fn binding(&mut self, pat: &Pat, other: fn(&Pat) -> Diagnostic) {
        match pat {
            Pat::Ident(ident) => self.name(ident),
            Pat::Wild(_) => {}
            Pat::Tuple(tuple) => {
                for elem in &tuple.elems {
                    self.binding(elem, other);
                }
            }
            Pat::Paren(paren) => self.binding(&paren.pat, other),
            Pat::Struct(node) => {
                node.fields.iter().for_each(|field| self.binding(&field.pat, other));
            }
            Pat::TupleStruct(tuple) => {
                tuple.elems.iter().for_each(|elem| self.binding(elem, other));
            }
            Pat::Type(typed) => {
                self.binding(&typed.pat, other);
            }
            Pat::Slice(slice) => slice.elems.iter().for_each(|elem| self.binding(elem, other)),
            Pat::Reference(inner) if inner.mutability.is_none() => self.binding(&inner.pat, other),
            Pat::Rest(_) => {}
            Pat::Const(_)
            | Pat::Guard(_)
            | Pat::Lit(_)
            | Pat::Macro(_)
            | Pat::Or(_)
            | Pat::Path(_)
            | Pat::Range(_)
            | Pat::Reference(_)
            | Pat::Verbatim(_) => self.refuse(other(pat)),
            _ => self.refuse(other(pat)),
        }
    }

    /// The pattern of a `match` arm, whose guard is part of it. Alternatives are arms of their own.
    pub(super) fn arm_pattern(&mut self, pat: &Pat) {
        let (pat, guard) = match pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
            pat => (pat, None),
        };
        match pat {
            Pat::Or(or) => or.cases.iter().for_each(|case| self.pattern(case)),
            pat => self.pattern(pat),
        }
        if let Some(guard) = guard {
            self.condition(guard);
        }
    }

    /// A pattern whose names stand for parts of the value.
    pub(super) fn pattern(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) => self.name(ident),
            Pat::Wild(_) | Pat::Path(_) | Pat::Rest(_) | Pat::Lit(_) => {}
            Pat::Range(range) => {
                for bound in [&range.start, &range.end].into_iter().flatten() {
                    self.bound(bound);
                }
            }
            Pat::Or(or) if names(pat).is_empty() => {
                or.cases.iter().for_each(|case| self.pattern(case));
            }
            Pat::Or(_) => self.refuse(catalogue::inner_alternatives(pat)),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.pattern(part)),
            Pat::Slice(slice) => slice.elems.iter().for_each(|part| self.pattern(part)),
            Pat::TupleStruct(tuple) => tuple.elems.iter().for_each(|part| self.pattern(part)),
            Pat::Struct(node) => node.fields.iter().for_each(|field| self.pattern(&field.pat)),
            Pat::Paren(paren) => self.pattern(&paren.pat),
            Pat::Reference(reference) if reference.mutability.is_none() => {
                self.pattern(&reference.pat);
            }
            Pat::Type(typed) => self.pattern(&typed.pat),
            Pat::Guard(guarded) => self.refuse(catalogue::inner_guard(&guarded.if_token)),
            Pat::Const(_) | Pat::Macro(_) | Pat::Reference(_) | Pat::Verbatim(_) => {
                self.refuse(catalogue::match_pattern(pat));
            }
            _ => self.refuse(catalogue::match_pattern(pat)),
        }
    }

    fn name(&mut self, ident: &PatIdent) {
        if let (Some(by_ref), Some(_)) = (&ident.by_ref, &ident.mutability) {
            self.refuse(catalogue::ref_mut_pattern(by_ref));
        } else if let Some((_, inner)) = &ident.subpat {
            self.pattern(inner);
        }
    }

    /// One end of a range pattern: a number, signed or not, or the path of a constant.
    fn bound(&mut self, bound: &Expr) {
        match bound {
            Expr::Lit(_) | Expr::Path(_) => {}
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => self.bound(&unary.expr),
            other => self.refuse(catalogue::match_pattern(other)),
        }
    }
}
