//! Functions that give a reference to a part of an argument: `fn row(&self, i: usize) -> &[f64]`.
//!
//! In: a function. Out: whether its result is such a reference, which expression of its body is no part of an
//! argument, and the function as an [`Accessor`]. A call of one stands for the part, so it needs no derivative of
//! its own: the shadow of the part is the same part of the argument's shadow.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Block, Expr, FnArg, ItemFn, Pat, ReceiverKind, ReturnType, Stmt, Type};

use super::known::known_type;
use super::{TypeNames, diverges};
use crate::lower::words;

/// Methods that give all of what they are called on.
const WHOLE: [&str; 7] =
    ["as_mut", "as_mut_slice", "as_ref", "as_slice", "borrow", "deref", "deref_mut"];

/// Methods that give an option of a part.
const OPTIONAL: [&str; 6] = ["first", "first_mut", "get", "get_mut", "last", "last_mut"];

/// A function whose calls stand for parts of its arguments.
#[derive(Clone, Debug)]
pub struct Accessor {
    /// Its parameters, with `self` under a name of its own, and its body.
    pub closure: TokenStream,
    /// The names that it binds.
    pub bound: BTreeSet<String>,
    /// How often each word occurs in it.
    pub words: HashMap<String, usize>,
    /// What it gives may be changed.
    pub mutable: bool,
    /// What it gives is a number.
    pub scalar: bool,
    /// It gives an option.
    pub optional: bool,
    /// What it names of its `impl`'s header, which means something there alone: the header's type.
    pub inside: Option<String>,
    /// Its fields, and what it names, mean the same where it is called.
    pub seen: bool,
}

/// The name of `self` in [`Accessor::closure`].
const RECEIVER: &str = "receiver";

/// The reference that a result of this type is, or holds in an option. Text is data.
pub fn lent(ty: &Type) -> Option<&syn::TypeReference> {
    match ty {
        Type::Paren(inner) => lent(&inner.elem),
        Type::Group(inner) => lent(&inner.elem),
        Type::Reference(reference) => {
            let text = matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"));
            (!text).then_some(reference)
        }
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            match arguments.args.first()? {
                syn::GenericArgument::Type(Type::Reference(reference)) => Some(reference),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The same of a function that takes what it could lend.
pub fn lent_by(sig: &syn::Signature) -> Option<&syn::TypeReference> {
    let ReturnType::Type(_, ty) = &sig.output else { return None };
    let takes = sig.inputs.iter().any(|input| match input {
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
        FnArg::Typed(typed) => matches!(&*typed.ty, Type::Reference(_)),
    });
    lent(ty).filter(|_| takes)
}

/// What in a body is no reference to a part of an argument; none where all that it gives is. `own` says which
/// methods may be accessors themselves.
pub fn unseen(block: &Block, own: &dyn Fn(&Ident) -> bool) -> Option<TokenStream> {
    let Some((last, before)) = block.stmts.split_last() else {
        return Some(block.to_token_stream());
    };
    let other = before.iter().find(|stmt| !goes_before(stmt));
    if let Some(other) = other {
        return Some(other.to_token_stream());
    }
    match last {
        Stmt::Expr(expr, None) => unseen_in(expr, own),
        Stmt::Macro(node) if diverges(&node.mac) => None,
        other => Some(other.to_token_stream()),
    }
}

/// What computes numbers, names parts, and asserts.
fn goes_before(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| init.diverge.is_none()),
        Stmt::Macro(node) => {
            let last = node.mac.path.segments.last();
            last.is_some_and(|last| last.ident.to_string().contains("assert"))
        }
        Stmt::Item(_) | Stmt::Expr(..) => false,
    }
}

fn unseen_in(expr: &Expr, own: &dyn Fn(&Ident) -> bool) -> Option<TokenStream> {
    match expr {
        Expr::Paren(inner) => unseen_in(&inner.expr, own),
        Expr::Group(inner) => unseen_in(&inner.expr, own),
        Expr::Block(node) if node.label.is_none() => unseen(&node.block, own),
        Expr::If(node) => {
            let other = match &node.else_branch {
                Some((_, other)) => unseen_in(other, own),
                None => Some(node.to_token_stream()),
            };
            unseen(&node.then_branch, own).or(other)
        }
        Expr::Match(node) => node.arms.iter().find_map(|arm| unseen_in(&arm.body, own)),
        Expr::Macro(node) if diverges(&node.mac) => None,
        Expr::Path(path) if path.path.is_ident("None") => None,
        Expr::Call(call) => {
            let some = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Some"));
            match call.args.first().filter(|_| some) {
                Some(content) => unseen_in(content, own),
                None => Some(call.to_token_stream()),
            }
        }
        Expr::MethodCall(call)
            if OPTIONAL.iter().any(|name| call.method == name) && is_part(&call.receiver, own) =>
        {
            None
        }
        part => (!is_part(part, own)).then(|| part.to_token_stream()),
    }
}

/// A part of an argument, or a reference to one; all else that a function lends has no names in it.
fn is_part(expr: &Expr, own: &dyn Fn(&Ident) -> bool) -> bool {
    match expr {
        Expr::Paren(inner) => is_part(&inner.expr, own),
        Expr::Group(inner) => is_part(&inner.expr, own),
        Expr::Reference(inner) => is_part(&inner.expr, own),
        Expr::Field(field) => is_part(&field.base, own),
        Expr::Index(index) => is_part(&index.expr, own),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_part(&unary.expr, own),
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
            name != "None" && name.to_string().starts_with(|c: char| c.is_lowercase() || c == '_')
        }),
        Expr::MethodCall(call) => {
            let whole = WHOLE.iter().any(|name| call.method == name) && call.args.is_empty();
            let opened = (call.method == "unwrap" || call.method == "expect")
                && matches!(&*call.receiver, Expr::MethodCall(inner)
                    if OPTIONAL.iter().any(|name| inner.method == name));
            if opened && let Expr::MethodCall(inner) = &*call.receiver {
                return is_part(&inner.receiver, own);
            }
            (whole || own(&call.method)) && is_part(&call.receiver, own)
        }
        _ => false,
    }
}

/// Whether a method gives all of what it is called on.
pub fn gives_whole(call: &syn::ExprMethodCall) -> bool {
    call.args.is_empty() && WHOLE.iter().any(|name| call.method == name)
}

impl Accessor {
    /// A function that [`unseen`] finds nothing in. `of` is the header of its `impl`.
    pub fn new(function: &ItemFn, of: Option<(&Type, &syn::Generics)>, seen: bool) -> Option<Self> {
        let ReturnType::Type(_, output) = &function.sig.output else { return None };
        let reference = lent_by(&function.sig)?;
        if function.sig.generics.type_params().next().is_some() || function.sig.asyncness.is_some()
        {
            return None;
        }
        let receiver = Ident::new(RECEIVER, Span::call_site());
        let inputs = function.sig.inputs.iter().map(|input| match input {
            FnArg::Receiver(_) => Some(quote!(#receiver)),
            FnArg::Typed(typed) => {
                let (pat, ty) = (&typed.pat, &typed.ty);
                matches!(&**pat, Pat::Ident(_)).then(|| match is_number(ty) {
                    true => quote!(#pat: #ty),
                    // what it is called with says more
                    false => quote!(#pat),
                })
            }
        });
        let inputs: Vec<TokenStream> = inputs.collect::<Option<_>>()?;
        let block = &function.block;
        let body = renamed(quote!(#block), &receiver);
        let closure = quote!(|#(#inputs),*| #body);
        let words = words(closure.clone());
        let header = of.filter(|(_, generics)| {
            let named = |name: &Ident| words.contains_key(&name.to_string());
            words.contains_key("Self")
                || generics.type_params().any(|param| named(&param.ident))
                || generics.const_params().any(|param| named(&param.ident))
        });
        let known = known_type(&reference.elem, &TypeNames::default());
        Some(Self {
            bound: bound_in(&closure),
            closure,
            words,
            mutable: reference.mutability.is_some(),
            scalar: known.is_scalar(),
            optional: !matches!(**output, Type::Reference(_)),
            inside: header.map(|(ty, _)| quote!(#ty).to_string()),
            seen,
        })
    }
}

/// An integer, whose type a literal would not say.
fn is_number(ty: &Type) -> bool {
    matches!(known_type(ty, &TypeNames::default()), crate::ir::Ty::Int)
}

/// The names that the patterns of a closure bind.
fn bound_in(closure: &TokenStream) -> BTreeSet<String> {
    struct Bound(BTreeSet<String>);
    impl<'ast> syn::visit::Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
            self.0.insert(node.ident.to_string());
            syn::visit::visit_pat_ident(self, node);
        }
    }
    let mut bound = Bound(BTreeSet::new());
    if let Ok(closure) = syn::parse2::<syn::ExprClosure>(closure.clone()) {
        syn::visit::Visit::visit_expr_closure(&mut bound, &closure);
    }
    bound.0
}

/// The tokens with another name for `self`.
fn renamed(tokens: TokenStream, receiver: &Ident) -> TokenStream {
    let renamed = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut inside =
                proc_macro2::Group::new(group.delimiter(), renamed(group.stream(), receiver));
            inside.set_span(group.span());
            inside.into()
        }
        TokenTree::Ident(word) if word == "self" => receiver.clone().into(),
        other => other,
    });
    renamed.collect()
}

#[cfg(test)]
mod tests {
    use super::unseen;

    #[test]
    fn what_computes_is_no_part() {
        let parts = [
            "{ &self.data }",
            "{ let start = i * self.columns; assert!(i < 3); &self.data[start..start + self.columns] }",
            "{ self.data.as_slice() }",
            "{ match axis { 0 => &mut self.x, 1 => &mut self.y, _ => panic!() } }",
            "{ if i < self.len { Some(&self.data[i]) } else { None } }",
            "{ self.data.get(i) }",
            "{ self.data.last().unwrap() }",
            "{ self.inner.row(i) }",
            "{ if a.len() > b.len() { a } else { b } }",
        ];
        let others = [
            ("{ self.count += 1; &self.data }", "self . count += 1 ;"),
            ("{ &ZERO }", "& ZERO"),
            ("{ self.items.iter().max().unwrap() }", "self . items . iter () . max () . unwrap ()"),
            ("{ if self.on { &self.a } else { Box::leak(b) } }", "Box :: leak (b)"),
            ("{ &[] }", "& []"),
        ];
        let found = |text: &str| {
            let block: syn::Block = syn::parse_str(text).expect(text);
            unseen(&block, &|name| name == "row").map(|tokens| tokens.to_string())
        };
        for text in parts {
            assert_eq!(found(text), None, "{text}");
        }
        for (text, other) in others {
            assert_eq!(found(text).as_deref(), Some(other));
        }
    }
}
