//! From [`Expr`] and [`Stmt`] to tokens, with no more parentheses than needed.
//!
//! What is frequent is appended token by token: `quote!` would collect an expression again on each
//! level of it.

mod payload;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::level::{Level, binary_level, level, next};
use super::{Expr, NumberKind, Stmt};

/// Prints code for one crate path.
pub struct Printer<'a> {
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
}

/// A receiver without the borrow that the call makes by itself.
fn borrowed_by_itself(receiver: &Expr) -> Option<&Expr> {
    match receiver {
        Expr::Unary("&mut ", place) => Some(match &**place {
            Expr::Unary("*", reference) => reference,
            place => place,
        }),
        _ => None,
    }
}

impl Printer<'_> {
    pub fn stmts(&self, stmts: &[Stmt]) -> TokenStream {
        let mut out = TokenStream::new();
        stmts.iter().for_each(|stmt| self.stmt(stmt, &mut out));
        out
    }

    fn stmt(&self, stmt: &Stmt, out: &mut TokenStream) {
        match stmt {
            Stmt::Let { name, mutable, ty, init } => {
                word("let", out);
                if *mutable {
                    word("mut", out);
                }
                out.append(name.clone());
                if let Some(ty) = ty {
                    punct(":", out);
                    out.append_all(ty.clone());
                }
                if let Some(init) = init {
                    punct("=", out);
                    self.write(init, Level::Weakest, out);
                }
                punct(";", out);
            }
            Stmt::LetTuple { names, init } => {
                let init = self.expr(init);
                out.append_all(quote!(let (#(#names),*) = #init;));
            }
            Stmt::LetSome { names, source } => {
                let source = self.expr(source);
                let pattern = match names.as_slice() {
                    [name] => quote!(#name),
                    _ => quote!((#(#names),*)),
                };
                out.append_all(quote! {
                    let ::core::option::Option::Some(#pattern) = #source else { ::core::unreachable!() };
                });
            }
            Stmt::Assign(place, op, value) => {
                self.place(place, Level::Weakest, out);
                punct(op, out);
                self.write(value, Level::Weakest, out);
                punct(";", out);
            }
            Stmt::Expr(expr) => {
                self.write(expr, Level::Weakest, out);
                punct(";", out);
            }
            Stmt::If(cond, then, otherwise) => out.append_all(self.branch(cond, then, otherwise)),
            Stmt::Match(selector, arms) => {
                let selector = self.expr(selector);
                let last = arms.len().saturating_sub(1);
                let arms = arms.iter().enumerate().map(|(i, arm)| {
                    let body = self.stmts(arm);
                    let number = Literal::usize_unsuffixed(i);
                    let pat = if i == last { quote!(_) } else { quote!(#number) };
                    quote!(#pat => { #body })
                });
                out.append_all(quote!(match #selector { #(#arms)* }));
            }
            Stmt::For(name, range, body) => {
                let (range, body) = (self.expr(range), self.stmts(body));
                out.append_all(quote!(for #name in #range { #body }));
            }
            Stmt::While(header, cond, body) => {
                let (cond, body) = (self.expr(cond), self.stmts(body));
                if header.is_empty() && cond.to_string() == "true" {
                    return out.append_all(quote!(loop { #body }));
                }
                if header.is_empty() {
                    return out.append_all(quote!(while #cond { #body }));
                }
                let header = self.stmts(header);
                out.append_all(quote!(while { #header #cond } { #body }));
            }
            Stmt::Break => out.append_all(quote!(break;)),
            Stmt::Verbatim(tokens, _) => out.append_all(quote!(#tokens;)),
        }
    }

    fn branch(&self, cond: &Expr, then: &[Stmt], otherwise: &[Stmt]) -> TokenStream {
        let negated;
        let (cond, then, otherwise) = if then.is_empty() {
            negated = negation(cond);
            (&negated, otherwise, then)
        } else {
            (cond, then, otherwise)
        };
        let (cond, then) = (self.expr(cond), self.stmts(then));
        match otherwise {
            [] => quote!(if #cond { #then }),
            [Stmt::If(cond_2, then_2, otherwise_2)] => {
                let rest = self.branch(cond_2, then_2, otherwise_2);
                quote!(if #cond { #then } else #rest)
            }
            _ => {
                let otherwise = self.stmts(otherwise);
                quote!(if #cond { #then } else { #otherwise })
            }
        }
    }

    /// `if` or `match` as a value.
    fn value_branch(
        &self,
        selector: &Expr,
        is_bool: bool,
        arms: &[(Vec<Stmt>, Expr)],
    ) -> TokenStream {
        let selector = self.expr(selector);
        let body = |(stmts, value): &(Vec<Stmt>, Expr)| {
            let (stmts, value) = (self.stmts(stmts), self.expr(value));
            quote!(#stmts #value)
        };
        if let (true, [then, otherwise]) = (is_bool, arms) {
            let (then, chained) = (body(then), otherwise.0.is_empty());
            let rest = body(otherwise);
            return match &otherwise.1 {
                Expr::Branch(_, true, _) if chained => quote!(if #selector { #then } else #rest),
                _ => quote!(if #selector { #then } else { #rest }),
            };
        }
        let last = arms.len().saturating_sub(1);
        let arms = arms.iter().enumerate().map(|(i, arm)| {
            let number = Literal::usize_unsuffixed(i);
            let pat = if i == last { quote!(_) } else { quote!(#number) };
            let rest = body(arm);
            if arm.0.is_empty() { quote!(#pat => #rest,) } else { quote!(#pat => { #rest }) }
        });
        quote!(match #selector { #(#arms)* })
    }

    pub fn expr(&self, expr: &Expr) -> TokenStream {
        let mut out = TokenStream::new();
        self.write(expr, Level::Weakest, &mut out);
        out
    }

    /// The expression, in parentheses when it binds weaker than its surroundings.
    fn write(&self, expr: &Expr, least: Level, out: &mut TokenStream) {
        if level(expr) < least {
            return group(Delimiter::Parenthesis, self.expr(expr), out);
        }
        match expr {
            Expr::Name(name) => out.append(name.clone()),
            Expr::Atom(tokens) | Expr::Verbatim(tokens, _) => out.append_all(tokens.clone()),
            Expr::Number(number, kind) => self.number(*number, kind, out),
            Expr::Unary("&", inner) if matches!(**inner, Expr::Payload(..)) => {
                self.payload(inner, false, out);
            }
            Expr::Unary("&mut ", place) => {
                if let Expr::Payload(..) = **place {
                    return self.payload(place, true, out);
                }
                punct("&mut ", out);
                self.place(place, Level::Prefix, out);
            }
            Expr::Unary(op, inner) => {
                punct(op, out);
                self.write(inner, Level::Prefix, out);
            }
            Expr::Binary(op, left, right) => self.binary(op, left, right, out),
            Expr::Method(receiver, name, args) => {
                if let Some(place) = borrowed_by_itself(receiver) {
                    self.place(place, Level::Postfix, out);
                } else if crate::simplify::writes_receiver(name) {
                    self.place(receiver, Level::Postfix, out);
                } else {
                    self.receiver(receiver, out);
                }
                punct(".", out);
                out.append(name.clone());
                group(Delimiter::Parenthesis, self.list(args), out);
            }
            Expr::Call(path, args) => self.call(path, args, out),
            Expr::Apply(function, args) => {
                match &**function {
                    Expr::Name(name) => out.append(name.clone()),
                    other => group(Delimiter::Parenthesis, self.expr(other), out),
                }
                group(Delimiter::Parenthesis, self.list(args), out);
            }
            Expr::Index(base, index) => {
                self.receiver(base, out);
                group(Delimiter::Bracket, without_suffix(self.expr(index)), out);
            }
            Expr::Field(base, member) => {
                self.receiver(base, out);
                out.append_all(quote!(.#member));
            }
            Expr::Content(inner) => {
                punct("*", out);
                self.write(inner, Level::Prefix, out);
            }
            Expr::Payload(..) => {
                punct("*", out);
                self.payload(expr, false, out);
            }
            Expr::Range(lo, hi, inclusive) => {
                lo.iter().for_each(|lo| self.write(lo, Level::Or, out));
                punct(if *inclusive { "..=" } else { ".." }, out);
                hi.iter().for_each(|hi| self.write(hi, Level::Or, out));
            }
            Expr::Cast(inner, ty) => {
                self.write(inner, Level::Cast, out);
                out.append_all(quote!(as #ty));
            }
            Expr::Tuple(_)
            | Expr::Struct(..)
            | Expr::Array(_)
            | Expr::Repeat(..)
            | Expr::Vec(_)
            | Expr::VecRepeat(..)
            | Expr::Closure { .. }
            | Expr::Branch(..)
            | Expr::Select(..) => out.append_all(self.compound(expr)),
        }
    }

    /// A call of a path, or of a method, which borrows its receiver by itself.
    fn call(&self, path: &TokenStream, args: &[Expr], out: &mut TokenStream) {
        let args = match (super::is_method(path), args) {
            (true, [receiver, rest @ ..]) => {
                match receiver {
                    Expr::Unary("&", place) => self.receiver(place, out),
                    Expr::Unary("&mut ", place) => self.place(place, Level::Postfix, out),
                    value => self.receiver(value, out),
                }
                rest
            }
            (_, args) => args,
        };
        out.append_all(path.clone());
        let callee = path.clone().into_iter().last().map(|last| last.span());
        let borrow =
            |token: &TokenTree| matches!(token, TokenTree::Punct(and) if and.as_char() == '&');
        let args = self.list(args).into_iter().map(|mut token| {
            if let (Some(callee), true) = (callee, borrow(&token)) {
                // rustc underlines an argument that does not fit
                token.set_span(token.span().located_at(callee));
            }
            token
        });
        group(Delimiter::Parenthesis, args.collect(), out);
    }

    /// What stands before a dot or brackets, which see through references.
    fn receiver(&self, expr: &Expr, out: &mut TokenStream) {
        match expr {
            Expr::Payload(..) => self.payload(expr, false, out),
            _ => self.write(expr, Level::Postfix, out),
        }
    }

    /// A place that is written.
    fn place(&self, expr: &Expr, least: Level, out: &mut TokenStream) {
        if level(expr) < least {
            let mut inner = TokenStream::new();
            self.place(expr, Level::Weakest, &mut inner);
            return group(Delimiter::Parenthesis, inner, out);
        }
        let base = |base: &Expr, out: &mut TokenStream| match base {
            Expr::Payload(..) => self.payload(base, true, out),
            _ => self.place(base, Level::Postfix, out),
        };
        match expr {
            Expr::Index(inner, index) => {
                base(inner, out);
                group(Delimiter::Bracket, without_suffix(self.expr(index)), out);
            }
            Expr::Field(inner, member) => {
                base(inner, out);
                out.append_all(quote!(.#member));
            }
            Expr::Payload(..) => {
                punct("*", out);
                self.payload(expr, true, out);
            }
            Expr::Unary("*", inner) | Expr::Content(inner) => {
                punct("*", out);
                self.place(inner, Level::Prefix, out);
            }
            _ => self.write(expr, least, out),
        }
    }

    fn binary(&self, op: &str, left: &Expr, right: &Expr, out: &mut TokenStream) {
        let own = binary_level(op);
        // comparisons do not chain; a cast before `<` would read as generics
        let above = next(own);
        let left_least = if own == Level::Compare { next(above) } else { own };
        if ends_in_cast(left) && level(left) >= left_least {
            group(Delimiter::Parenthesis, self.expr(left), out);
        } else {
            self.write(left, left_least, out);
        }
        punct(op, out);
        self.write(right, above, out);
    }

    /// Expressions with delimiters or blocks.
    fn compound(&self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Struct(path, members, values) => {
                let base = values.get(members.len()).map(|base| self.expr(base));
                let base = base.map(|base| quote!(..#base));
                let values = values.iter().take(members.len()).map(|value| self.expr(value));
                quote!(#path { #(#members: #values,)* #base })
            }
            Expr::Tuple(parts) => match parts.as_slice() {
                [one] => {
                    let one = self.expr(one);
                    quote!((#one,))
                }
                parts => {
                    let parts = self.list(parts);
                    quote!((#parts))
                }
            },
            Expr::Array(parts) => {
                let parts = self.list(parts);
                quote!([#parts])
            }
            Expr::Repeat(value, len) => {
                let (value, len) = (self.expr(value), self.expr(len));
                quote!([#value; #len])
            }
            Expr::Vec(parts) => {
                let parts = self.list(parts);
                quote!(::std::vec![#parts])
            }
            Expr::VecRepeat(value, len) => {
                let (value, len) = (self.expr(value), self.expr(len));
                quote!(::std::vec![#value; #len])
            }
            Expr::Closure { params, types, body, result } => {
                let result = result.as_ref().map(|result| self.expr(result));
                let params = params.iter().enumerate().map(|(i, name)| {
                    match types.get(i).and_then(Option::as_ref) {
                        Some(ty) => quote!(#name: #ty),
                        None => quote!(#name),
                    }
                });
                if body.is_empty() && result.is_some() {
                    return quote!(|#(#params),*| #result);
                }
                let body = self.stmts(body);
                quote!(|#(#params),*| { #body #result })
            }
            Expr::Branch(selector, is_bool, arms) => self.value_branch(selector, *is_bool, arms),
            Expr::Select(scrutinee, arms, _) => {
                let scrutinee = self.expr(scrutinee);
                quote!(match #scrutinee { #(#arms,)* })
            }
            other => self.expr(other),
        }
    }

    fn list(&self, parts: &[Expr]) -> TokenStream {
        let mut out = TokenStream::new();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                punct(",", &mut out);
            }
            self.write(part, Level::Weakest, &mut out);
        }
        out
    }

    fn number(&self, number: f64, kind: &NumberKind, out: &mut TokenStream) {
        let mut literal = TokenStream::new();
        if number.is_sign_negative() {
            punct("-", &mut literal);
        }
        literal.append(Literal::f64_unsuffixed(number.abs()));
        out.append_all(match kind {
            NumberKind::Plain => literal,
            NumberKind::Suffixed(suffix) => {
                format!("{number:?}_{suffix}").parse().unwrap_or(literal)
            }
            NumberKind::Generic(name) => {
                let private = self.private;
                let name = Ident::new(name, Span::call_site());
                quote!(#private::from_literal::<#name>(#literal))
            }
        });
    }
}

/// The last token printed is a type, behind which `<` would open generic arguments.
fn ends_in_cast(expr: &Expr) -> bool {
    match expr {
        Expr::Cast(..) => true,
        Expr::Binary(_, _, last) | Expr::Unary(_, last) => {
            level(last) >= level(expr) && ends_in_cast(last)
        }
        _ => false,
    }
}

/// `a != b` for `a == b`, `!c` else: other comparisons of floats have no opposite.
fn negation(cond: &Expr) -> Expr {
    match cond {
        Expr::Binary("==", a, b) => Expr::Binary("!=", a.clone(), b.clone()),
        Expr::Binary("!=", a, b) => Expr::Binary("==", a.clone(), b.clone()),
        Expr::Unary("!", inner) => (**inner).clone(),
        other => Expr::unary("!", other.clone()),
    }
}

fn word(word: &str, out: &mut TokenStream) {
    out.append(Ident::new(word, Span::call_site()));
}

fn group(delimiter: Delimiter, inner: TokenStream, out: &mut TokenStream) {
    out.append(Group::new(delimiter, inner));
}

fn punct(op: &str, out: &mut TokenStream) {
    let (op, mutable) = match op.strip_suffix("mut ") {
        Some(op) => (op, true),
        None => (op, false),
    };
    let last = op.chars().count().saturating_sub(1);
    for (i, c) in op.chars().enumerate() {
        let spacing = if i == last { Spacing::Alone } else { Spacing::Joint };
        out.append(Punct::new(c, spacing));
    }
    if mutable {
        word("mut", out);
    }
}
/// A number as an index, whose type shows: `0` of `0usize`.
fn without_suffix(index: TokenStream) -> TokenStream {
    match syn::parse2::<syn::LitInt>(index.clone()) {
        Ok(literal) if literal.suffix() == "usize" => {
            let digits: TokenStream = literal.base10_digits().parse().unwrap_or(index);
            digits
        }
        Ok(_) | Err(_) => index,
    }
}
