//! Patterns of `let`, `for` and `match`.

use super::Fence;
use crate::diagnostics::{Diagnostic, catalogue};
use syn::{Expr, Lit, Pat, PatIdent, UnOp};

impl Fence<'_> {
    /// A pattern that cannot fail and binds names: a name, `_`, or a tuple of such.
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
            Pat::Type(typed) => {
                self.binding(&typed.pat, other);
            }
            Pat::Reference(_) => self.refuse(catalogue::reference_pattern(pat)),
            Pat::Slice(_) => self.refuse(catalogue::slice_pattern(pat)),
            Pat::Struct(_) | Pat::TupleStruct(_) => self.refuse(catalogue::struct_pattern(pat)),
            Pat::Const(_)
            | Pat::Guard(_)
            | Pat::Lit(_)
            | Pat::Macro(_)
            | Pat::Or(_)
            | Pat::Path(_)
            | Pat::Range(_)
            | Pat::Rest(_)
            | Pat::Verbatim(_) => self.refuse(other(pat)),
            _ => self.refuse(other(pat)),
        }
    }

    /// The pattern of a `match` arm, whose guard is part of it.
    pub(super) fn arm_pattern(&mut self, pat: &Pat) {
        if let Pat::Guard(guarded) = pat {
            self.test(&guarded.pat);
            self.condition(&guarded.guard);
        } else {
            self.test(pat);
        }
    }

    /// A pattern that compares numbers: literals, ranges, names, alternatives, tuples of these.
    fn test(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) => self.name(ident),
            Pat::Wild(_) => {}
            Pat::Lit(lit) => self.tested_literal(&lit.lit),
            Pat::Range(range) => {
                for bound in [&range.start, &range.end].into_iter().flatten() {
                    self.bound(bound);
                }
            }
            Pat::Or(or) => {
                for case in &or.cases {
                    self.test(case);
                }
            }
            Pat::Tuple(tuple) => {
                for elem in &tuple.elems {
                    self.test(elem);
                }
            }
            Pat::Paren(paren) => self.test(&paren.pat),
            Pat::Path(_) => self.refuse(catalogue::path_pattern(pat)),
            Pat::Guard(guarded) => self.refuse(catalogue::inner_guard(&guarded.if_token)),
            Pat::Reference(_) => self.refuse(catalogue::reference_pattern(pat)),
            Pat::Slice(_) => self.refuse(catalogue::slice_pattern(pat)),
            Pat::Struct(_) | Pat::TupleStruct(_) => self.refuse(catalogue::struct_pattern(pat)),
            Pat::Const(_) | Pat::Macro(_) | Pat::Rest(_) | Pat::Type(_) | Pat::Verbatim(_) => {
                self.refuse(catalogue::match_pattern(pat));
            }
            _ => self.refuse(catalogue::match_pattern(pat)),
        }
    }

    fn name(&mut self, ident: &PatIdent) {
        if let Some(by_ref) = &ident.by_ref {
            self.refuse(catalogue::ref_pattern(by_ref));
        } else if ident.subpat.is_some() {
            self.refuse(catalogue::at_pattern(ident));
        }
    }

    /// One end of a range pattern: a number, signed or not, or the path of a constant.
    fn bound(&mut self, bound: &Expr) {
        match bound {
            Expr::Lit(lit) => self.tested_literal(&lit.lit),
            Expr::Path(_) => {}
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => self.bound(&unary.expr),
            other => self.refuse(catalogue::match_pattern(other)),
        }
    }

    fn tested_literal(&mut self, lit: &Lit) {
        match lit {
            Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) => {}
            Lit::Str(_)
            | Lit::ByteStr(_)
            | Lit::CStr(_)
            | Lit::Byte(_)
            | Lit::Char(_)
            | Lit::Verbatim(_) => self.refuse(catalogue::match_pattern(lit)),
            _ => self.refuse(catalogue::match_pattern(lit)),
        }
    }
}
