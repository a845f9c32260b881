//! Sums of the user's types that are sums of their fields.
//!
//! In: an `impl` of `Add`, `Sub`, `AddAssign` or `SubAssign`. Out: that the operator adds (subtracts)
//! coordinate by coordinate, where the body shows it: then `a += b` needs neither of its operands in
//! reverse. A body shows it by a literal of all fields, `V { x: self.x + other.x, .. }`, by an assignment
//! per field, `self.x += other.x;`, or by `*self = *self + other`, where that is the sum of the type. That the
//! sums of the fields are such sums, and that no field is left out, rustc checks.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{
    BinOp, Block, Expr, FnArg, ImplItemFn, ItemImpl, Member, Pat, PathArguments, Stmt, UnOp,
};

use crate::parse::float_parameters;

/// What a body shows.
enum Shown {
    /// It does so with each of these fields.
    Fields(Vec<Member>),
    /// It does what the type's own `+` or `-` does.
    Operator,
}

/// The implementation of `Additive` for what an `impl` adds up; none where the body does not show it.
pub fn of_impl(
    block: &ItemImpl,
    function: &ImplItemFn,
    operator: &str,
    private: &TokenStream,
) -> Option<TokenStream> {
    let (path, _) = block.trait_.as_ref()?;
    let own = match &path.segments.last()?.arguments {
        PathArguments::None => true,
        PathArguments::AngleBracketed(arguments) => {
            let ty = &block.self_ty;
            let (given, own) = (quote!(#arguments).to_string(), quote!(<#ty>).to_string());
            given == own || given == "< Self >"
        }
        PathArguments::Parenthesized(_) => false,
    };
    let other = match function.sig.inputs.last()? {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pat) => &pat.ident,
            _ => return None,
        },
        FnArg::Receiver(_) => return None,
    };
    if !own {
        return None;
    }
    let sign = operator.trim_end_matches("Assign");
    let shown = match operator {
        "Add" | "Sub" => literal(&function.block, other, sign).map(Shown::Fields),
        "AddAssign" | "SubAssign" => assigned(&function.block, other, sign),
        _ => None,
    }?;
    let mut generics = block.generics.clone();
    for name in float_parameters(&generics) {
        let name = Ident::new(&name, Span::mixed_site());
        let real = syn::parse_quote!(#name: #private::Real);
        generics.make_where_clause().predicates.push(real);
    }
    let (generics, _, clause) = generics.split_for_impl();
    let ty = &block.self_ty;
    let marker = Ident::new(operator, Span::mixed_site());
    let base = Ident::new(sign, Span::mixed_site());
    let check = match shown {
        Shown::Operator => {
            quote!(#private::coordinatewise::<#private::operator::#base, #ty>(this);)
        }
        Shown::Fields(fields) => {
            let fields_again = &fields;
            quote! {
                #(#private::coordinatewise::<#private::operator::#marker, _>(&this.#fields);)*
                // no field is left out
                let Self { #(#fields_again: _),* } = this;
            }
        }
    };
    let check = super::operators::without_self(check, block, ty, None);
    Some(quote! {
        impl #generics #private::Additive<#private::operator::#marker> for #ty #clause {}
        const _: () = {
            #[allow(dead_code, clippy::all)]
            fn adds_up #generics (this: &#ty) #clause { #check }
        };
    })
}

/// The fields of the literal that a body gives, each a sum of the operands'.
fn literal(block: &Block, other: &Ident, sign: &str) -> Option<Vec<Member>> {
    let [Stmt::Expr(Expr::Struct(node), None)] = block.stmts.as_slice() else { return None };
    if node.rest.is_some() {
        return None;
    }
    let fields = node.fields.iter().map(|field| {
        let Expr::Binary(sum) = &field.expr else { return None };
        let own = part_of(&sum.left, "self")? == &field.member;
        let theirs = part_of(&sum.right, &other.to_string())? == &field.member;
        (own && theirs && is_sign(&sum.op, sign)).then(|| field.member.clone())
    });
    fields.collect()
}

/// The fields that a body changes, or that it goes by the type's operator.
fn assigned(block: &Block, other: &Ident, sign: &str) -> Option<Shown> {
    if let [Stmt::Expr(Expr::Assign(assign), _)] = block.stmts.as_slice()
        && let Expr::Binary(sum) = &*assign.right
    {
        let is_self = |expr: &Expr| match expr {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                is_name(&unary.expr, "self")
            }
            _ => false,
        };
        let all = is_self(&assign.left)
            && is_self(&sum.left)
            && is_name(&sum.right, &other.to_string())
            && is_sign(&sum.op, sign);
        return all.then_some(Shown::Operator);
    }
    let mut fields: Vec<Member> = Vec::new();
    for stmt in &block.stmts {
        let Stmt::Expr(Expr::Binary(sum), _) = stmt else { return None };
        let (own, theirs) = (part_of(&sum.left, "self")?, part_of(&sum.right, &other.to_string())?);
        let assigns = match sum.op {
            BinOp::AddAssign(_) => sign == "Add",
            BinOp::SubAssign(_) => sign == "Sub",
            _ => false,
        };
        if own != theirs || !assigns || fields.contains(own) {
            return None;
        }
        fields.push(own.clone());
    }
    Some(Shown::Fields(fields))
}

fn is_sign(op: &BinOp, sign: &str) -> bool {
    match op {
        BinOp::Add(_) => sign == "Add",
        BinOp::Sub(_) => sign == "Sub",
        _ => false,
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}

/// The field of a variable.
fn part_of<'a>(expr: &'a Expr, name: &str) -> Option<&'a Member> {
    match expr {
        Expr::Field(field) if is_name(&field.base, name) => Some(&field.member),
        _ => None,
    }
}
