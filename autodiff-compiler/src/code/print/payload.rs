//! References to what variants hold.
//!
//! In: a place inside a variant. Out: the call or the `match` that reaches it. Invariant: what is lent to be
//! written is matched through a `&mut`.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::{TokenStreamExt, quote};

use super::{Printer, group};
use crate::code::level::Level;
use crate::code::{Expr, Inside};

impl Printer<'_> {
    /// `payload(&place)`: a reference to what the place holds.
    pub(super) fn payload(&self, expr: &Expr, mutable: bool, out: &mut TokenStream) {
        let Expr::Payload(inner, inside) = expr else {
            return self.write(expr, Level::Postfix, out);
        };
        let inner = (**inner).clone();
        if let Inside::Tangent(accessor) = inside {
            if mutable {
                self.place(&inner, Level::Postfix, out);
            } else {
                self.receiver(&inner, out);
            }
            let name = if mutable { &accessor.mutable } else { &accessor.shared };
            return out.append_all(quote!(.#name()));
        }
        match inside {
            Inside::Variant(path, member) => {
                // in full: what is matched through a `&mut` would be lent to be written
                let borrow = if mutable { "&mut " } else { "&" };
                let borrowed = self.expr(&Expr::unary(borrow, inner));
                let part = Ident::new("part", Span::mixed_site());
                let place = quote! {
                    match #borrowed {
                        #path { #member: #part, .. } => #part,
                        _ => ::core::unreachable!(),
                    }
                };
                group(Delimiter::Parenthesis, place, out);
            }
            Inside::Members(path, members) => {
                let borrowed = self.expr(&Expr::unary("&mut ", inner));
                let parts: Vec<Ident> = (0..members.len())
                    .map(|at| Ident::new(&format!("part_{at}"), Span::mixed_site()))
                    .collect();
                let places = quote! {
                    match #borrowed {
                        #path { #(#members: #parts,)* .. } => (#(#parts,)*),
                        _ => ::core::unreachable!(),
                    }
                };
                group(Delimiter::Parenthesis, places, out);
            }
            Inside::Tangents(method) => {
                self.place(&inner, Level::Postfix, out);
                out.append_all(quote!(.#method()));
            }
            Inside::Known | Inside::Tangent(_) => {
                let private = self.private;
                let (name, borrowed) = if mutable {
                    ("payload_mut", inner.borrow_mut())
                } else {
                    ("payload", inner.borrow())
                };
                let (name, borrowed) = (Ident::new(name, Span::mixed_site()), self.expr(&borrowed));
                out.append_all(quote!(#private::#name));
                group(Delimiter::Parenthesis, borrowed, out);
            }
        }
    }
}
