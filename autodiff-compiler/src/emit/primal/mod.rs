//! Operations, operands and places of the IR as code: shared by all sweeps.
//!
//! * `call`: calls of annotated functions, and what is passed to them.
//! * `op`: operations as expressions.

mod call;
mod op;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analysis::lent::lender;
use crate::code::{Expr, Inside, NumberKind, Stmt};
use crate::ir::{FloatKind, Function, Literal, Operand, Part, Place, Proj, Ty, VarId};

pub use call::{Given, TAPE, tape_name};

/// Turns IR into code for one function.
#[derive(Clone, Copy)]
pub struct Primal<'a> {
    pub function: &'a Function,
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
    /// The type parameter that is a float, if there is just one.
    pub generic: Option<&'a str>,
    /// A type parameter's float methods need their trait's name.
    pub by_path: bool,
}

/// Whether a path is spelled as that of a variant: `Kind::First`, `First`.
fn is_variant(path: &TokenStream) -> bool {
    path.clone().into_iter().any(|token| {
        let text = token.to_string();
        text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase)
    })
}

/// A method name of generated code.
pub fn method(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl Primal<'_> {
    pub fn name(&self, var: VarId) -> Expr {
        Expr::name(&self.function.var(var).name)
    }

    /// A number of a formula.
    pub fn number(&self, value: f64, kind: &FloatKind) -> Expr {
        let kind = match (kind, self.generic) {
            (FloatKind::Generic(name), _) => NumberKind::Generic(name.clone()),
            // with one float parameter this is it: anything else is not a type of the source
            (FloatKind::Unspecified | FloatKind::Infer(_), Some(name)) => {
                NumberKind::Generic(name.to_owned())
            }
            (FloatKind::Unspecified | FloatKind::Infer(_) | FloatKind::F64 | FloatKind::F32, _) => {
                NumberKind::Plain
            }
        };
        Expr::Number(value, kind)
    }

    pub fn helper(&self, name: &str, args: Vec<Expr>) -> Expr {
        let (private, name) = (self.private, method(name));
        Expr::Call(quote!(#private::#name), args)
    }

    /// The same, underlined where something of the user's stands if its types do not fit.
    pub fn helper_at(&self, span: Span, name: &str, args: Vec<Expr>) -> Expr {
        let (private, name) = (self.private, method(name));
        Expr::Call(crate::hygiene::relocated(quote!(#private::#name), span), args)
    }

    pub fn place(&self, place: &Place) -> Expr {
        self.project(self.name(place.base), &place.proj, false)
    }

    /// Applies projections; shadows have no references to go through.
    pub fn project(&self, base: Expr, proj: &[Proj], shadow: bool) -> Expr {
        proj.iter().fold(base, |base, proj| {
            let direct = match base.clone() {
                Expr::Unary("*", inner) | Expr::Content(inner) => *inner,
                other => other,
            };
            match proj {
                Proj::Field(member) => Expr::Field(Box::new(direct), member.clone()),
                Proj::Index(index) => direct.index(self.operand(index)),
                Proj::IndexArray(all) => {
                    direct.index(Expr::Array(all.iter().map(|index| self.operand(index)).collect()))
                }
                Proj::Range { lo, hi, inclusive } => {
                    let end =
                        |end: &Option<Operand>| end.as_ref().map(|end| Box::new(self.operand(end)));
                    direct.index(Expr::Range(end(lo), end(hi), *inclusive))
                }
                Proj::Payload => Expr::Payload(Box::new(base), Inside::Known),
                Proj::Part(part) if part.tangent || shadow => {
                    Expr::Payload(Box::new(base), Inside::Tangent(part.accessor()))
                }
                Proj::Part(part) => {
                    let Part { path, member, .. } = &**part;
                    Expr::Payload(Box::new(base), Inside::Variant(path.clone(), member.clone()))
                }
                Proj::Deref | Proj::View if shadow => base,
                Proj::View => Expr::Method(Box::new(direct), method("view"), Vec::new()),
                Proj::Deref => Expr::unary("*", base),
                Proj::Boxed => Expr::Content(Box::new(base)),
            }
        })
    }

    pub fn operand(&self, operand: &Operand) -> Expr {
        match operand {
            Operand::Place(place) => self.place(place),
            Operand::Literal(Literal::Written(tokens, _)) | Operand::Const(tokens) => {
                Expr::Atom(tokens.clone())
            }
            Operand::Literal(Literal::Number(value, kind)) => self.number(*value, kind),
        }
    }

    /// `&operand`, or the operand when it is a reference.
    pub fn by_ref(&self, operand: &Operand) -> Expr {
        let expr = self.operand(operand);
        match self.function.operand_ty(operand) {
            Ty::Ref(_) => expr,
            _ => expr.borrow(),
        }
    }

    /// The operand as an owned value: what is not `Copy` is cloned, since the sweeps need it again.
    pub fn by_value(&self, operand: &Operand) -> Expr {
        if self.lends(operand) {
            return self.helper("with_error", vec![self.operand(operand).borrow()]);
        }
        let ty = self.function.operand_ty(operand);
        let expr = self.operand(operand);
        let place = matches!(operand, Operand::Place(_));
        if !place || ty.is_copy() || matches!(ty, Ty::Inert) {
            return expr;
        }
        if let (Ty::Result(_), Operand::Place(place)) = (&ty, operand) {
            let span = self.function.var(place.base).name.span();
            return self.helper_at(span, "with_copied_error", vec![expr.borrow()]);
        }
        self.helper("keep", vec![expr.borrow()])
    }

    /// Whether it is a variable that lends its error.
    pub fn lends(&self, operand: &Operand) -> bool {
        let Operand::Place(place) = operand else { return false };
        self.function.lent.contains(&place.base) && lender(self.function, place).is_some()
    }

    /// A variable of which nothing needs anything any more, as a value.
    pub fn moved(&self, operand: &Operand) -> Expr {
        let value = self.operand(operand);
        match self.lends(operand) {
            true => self.helper("returned", vec![value]),
            false => value,
        }
    }

    /// The value of a variable as it holds it: with its error in a cell, if it lends that.
    pub fn held(&self, var: VarId, value: Expr) -> Expr {
        match self.function.lent.contains(&var) {
            true => self.helper("lending", vec![value]),
            false => value,
        }
    }

    /// The type that a variable is written with.
    pub fn annotation(&self, var: VarId) -> Option<TokenStream> {
        let (ty, private) = (self.function.var(var).annotation.as_ref()?, self.private);
        Some(match self.function.lent.contains(&var) {
            true => quote!(<#ty as #private::LendsError>::Lending),
            false => quote!(#ty),
        })
    }

    /// A copy of all of a variable.
    pub fn content(&self, var: VarId) -> Expr {
        self.saved(&self.function.whole(var))
    }

    /// A copy of what a `&mut` parameter of the user's type is left with, which need not be `Clone`.
    pub fn left(&self, var: VarId) -> Expr {
        let place = self.function.whole(var);
        match self.is_of_users(&place) {
            true => self.helper_macro("content", vec![self.place(&place).borrow()]),
            false => self.content(var),
        }
    }

    /// Puts back what [`Self::left`] copied.
    pub fn put_back(&self, var: VarId, value: Expr) -> Stmt {
        let place = self.function.whole(var);
        if !self.is_of_users(&place) {
            return self.set_content(var, value);
        }
        let target = Expr::unary("&mut ", self.place(&place));
        Stmt::Expr(self.helper_macro("put_content", vec![target, value]))
    }

    fn is_of_users(&self, place: &Place) -> bool {
        let operand = Operand::Place(place.clone());
        matches!(self.function.operand_ty(&operand), Ty::Opaque(_)) && !self.lends(&operand)
    }

    fn helper_macro(&self, name: &str, args: Vec<Expr>) -> Expr {
        let (private, name) = (self.private, method(name));
        Expr::Call(quote!(#private::#name!), args)
    }

    /// The content of a place, for the reverse sweep: an error has no part in that.
    pub fn saved(&self, place: &Place) -> Expr {
        let operand = Operand::Place(place.clone());
        match self.lends(&operand) {
            true => self.helper("without_error", vec![self.place(place).borrow()]),
            false => self.by_value(&operand),
        }
    }

    /// Gives a variable back what [`Self::content`] copied.
    pub fn set_content(&self, var: VarId, value: Expr) -> Stmt {
        let place = self.function.whole(var);
        let ty = self.function.operand_ty(&Operand::Place(place.clone()));
        if !self.function.is_inout(var) || ty.is_copy() {
            return Stmt::Assign(self.place(&place), "=", value);
        }
        let target = Expr::unary("&mut ", self.place(&place));
        Stmt::Expr(self.helper("put_back", vec![target, value]))
    }

    /// The zero tangent of an operand.
    pub fn zero_like(&self, operand: &Operand) -> Expr {
        // of an enum that need not be differentiable
        let variant = matches!(operand, Operand::Const(path) if is_variant(path));
        // nor need that of a parameter without derivative, and of what is read from it
        let unseen = |place: &Place| {
            let base = self.function.var(place.base);
            match base.ty.strip_refs() {
                Ty::Inert => true,
                ty => base.param.is_some() && ty.has_opaque(),
            }
        };
        match self.function.operand_ty(operand) {
            Ty::Float(kind) => self.number(0.0, &kind),
            Ty::Int | Ty::Bool | Ty::Data | Ty::Unit => self.no_tangent(),
            _ if variant || matches!(operand, Operand::Place(place) if unseen(place)) => {
                let private = self.private;
                Expr::Call(quote!(#private::zero_of_data!), vec![self.by_ref(operand)])
            }
            _ => {
                let args = vec![self.by_ref(operand)];
                match operand {
                    Operand::Place(place) if self.function.var(place.base).named => {
                        let span = self.function.var(place.base).name.span();
                        self.helper_at(span, "zero_tangent", args)
                    }
                    _ => self.helper("zero_tangent", args),
                }
            }
        }
    }

    pub fn no_tangent(&self) -> Expr {
        let private = self.private;
        Expr::Atom(quote!(#private::NoTangent))
    }
}
