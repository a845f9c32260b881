//! From [`Expr`] and [`Stmt`] to tokens, with no more parentheses than needed.

use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::{Expr, NumberKind, Stmt};

/// Prints code for one crate path.
pub struct Printer<'a> {
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
}

/// Binding strength, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Weakest,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
    Prefix,
    Postfix,
}

impl Printer<'_> {
    pub fn stmts(&self, stmts: &[Stmt]) -> TokenStream {
        stmts.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    fn stmt(&self, stmt: &Stmt) -> TokenStream {
        match stmt {
            Stmt::Let { name, mutable, ty, init } => {
                let mutable = mutable.then(|| quote!(mut));
                let ty = ty.as_ref().map(|ty| quote!(: #ty));
                let init = init.as_ref().map(|init| {
                    let init = self.expr(init);
                    quote!(= #init)
                });
                quote!(let #mutable #name #ty #init;)
            }
            Stmt::LetTuple { names, init } => {
                let init = self.expr(init);
                quote!(let (#(#names),*) = #init;)
            }
            Stmt::LetSome { names, source } => {
                let source = self.expr(source);
                match names.as_slice() {
                    [name] => {
                        quote!(let ::core::option::Option::Some(#name) = #source else { ::core::unreachable!() };)
                    }
                    _ => {
                        quote!(let ::core::option::Option::Some((#(#names),*)) = #source else { ::core::unreachable!() };)
                    }
                }
            }
            Stmt::Assign(place, op, value) => {
                let (place, value) = (self.expr(place), self.expr(value));
                let op = punct(op);
                quote!(#place #op #value;)
            }
            Stmt::Expr(expr) => {
                let expr = self.expr(expr);
                quote!(#expr;)
            }
            Stmt::If(cond, then, otherwise) => self.branch(cond, then, otherwise),
            Stmt::Match(selector, arms) => {
                let selector = self.expr(selector);
                let last = arms.len().saturating_sub(1);
                let arms = arms.iter().enumerate().map(|(i, arm)| {
                    let body = self.stmts(arm);
                    let number = Literal::usize_unsuffixed(i);
                    let pat = if i == last { quote!(_) } else { quote!(#number) };
                    quote!(#pat => { #body })
                });
                quote!(match #selector { #(#arms)* })
            }
            Stmt::For(name, range, body) => {
                let (range, body) = (self.expr(range), self.stmts(body));
                quote!(for #name in #range { #body })
            }
            Stmt::While(header, cond, body) => {
                let (cond, body) = (self.expr(cond), self.stmts(body));
                if header.is_empty() {
                    return quote!(while #cond { #body });
                }
                let header = self.stmts(header);
                quote!(while { #header #cond } { #body })
            }
            Stmt::Verbatim(tokens, _) => quote!(#tokens;),
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
        self.at(expr, Level::Weakest)
    }

    /// The expression, in parentheses when it binds weaker than its surroundings.
    fn at(&self, expr: &Expr, least: Level) -> TokenStream {
        let tokens = self.bare(expr);
        if level(expr) < least { quote!((#tokens)) } else { tokens }
    }

    fn list(&self, parts: &[Expr]) -> TokenStream {
        let parts = parts.iter().map(|part| self.expr(part));
        quote!(#(#parts),*)
    }

    fn bare(&self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Name(name) => quote!(#name),
            Expr::Atom(tokens) => tokens.clone(),
            Expr::Number(number, kind) => self.number(*number, kind),
            Expr::Unary(op, inner) => {
                let (op, inner) = (punct(op), self.at(inner, Level::Prefix));
                quote!(#op #inner)
            }
            Expr::Binary(op, left, right) => {
                let own = binary_level(op);
                // comparisons do not chain; a cast before `<` would read as generics
                let above = next(own);
                let left_least = if own == Level::Compare { next(above) } else { own };
                let mut left_tokens = self.at(left, left_least);
                if ends_in_cast(left) && level(left) >= left_least {
                    left_tokens = quote!((#left_tokens));
                }
                let right = self.at(right, above);
                let op = punct(op);
                quote!(#left_tokens #op #right)
            }
            Expr::Method(receiver, name, args) => {
                let (receiver, args) = (self.at(receiver, Level::Postfix), self.list(args));
                quote!(#receiver.#name(#args))
            }
            Expr::Call(path, args) => {
                let args = self.list(args);
                quote!(#path(#args))
            }
            Expr::Index(base, index) => {
                let (base, index) = (self.at(base, Level::Postfix), self.expr(index));
                quote!(#base[#index])
            }
            Expr::Field(base, member) => {
                let base = self.at(base, Level::Postfix);
                quote!(#base.#member)
            }
            Expr::Range(lo, hi, inclusive) => {
                let lo = lo.as_ref().map(|lo| self.at(lo, Level::Or));
                let hi = hi.as_ref().map(|hi| self.at(hi, Level::Or));
                if *inclusive { quote!(#lo..=#hi) } else { quote!(#lo..#hi) }
            }
            Expr::Cast(inner, ty) => {
                let inner = self.at(inner, Level::Cast);
                quote!(#inner as #ty)
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
            Expr::Closure { params, body, result } => {
                let result = result.as_ref().map(|result| self.expr(result));
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
            Expr::Verbatim(tokens, _) => tokens.clone(),
        }
    }

    fn number(&self, number: f64, kind: &NumberKind) -> TokenStream {
        let mut literal = TokenStream::new();
        if number.is_sign_negative() {
            literal.append(Punct::new('-', Spacing::Alone));
        }
        literal.append(TokenTree::Literal(Literal::f64_unsuffixed(number.abs())));
        match kind {
            NumberKind::Plain => literal,
            NumberKind::Suffixed(suffix) => {
                let text = format!("{number:?}_{suffix}");
                text.parse().unwrap_or(literal)
            }
            NumberKind::Generic(name) => {
                let private = self.private;
                let name = proc_macro2::Ident::new(name, proc_macro2::Span::call_site());
                quote!(#private::from_literal::<#name>(#literal))
            }
        }
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

fn level(expr: &Expr) -> Level {
    match expr {
        Expr::Binary(op, ..) => binary_level(op),
        Expr::Unary(..) => Level::Prefix,
        Expr::Number(number, NumberKind::Plain) if number.is_sign_negative() => Level::Prefix,
        Expr::Cast(..) => Level::Cast,
        Expr::Range(..) | Expr::Closure { .. } | Expr::Select(..) => Level::Weakest,
        Expr::Verbatim(..) | Expr::Branch(..) => Level::Weakest,
        Expr::Number(..)
        | Expr::Name(_)
        | Expr::Atom(_)
        | Expr::Method(..)
        | Expr::Call(..)
        | Expr::Index(..)
        | Expr::Field(..)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(..)
        | Expr::Vec(_)
        | Expr::VecRepeat(..) => Level::Postfix,
    }
}

fn binary_level(op: &str) -> Level {
    match op {
        "||" => Level::Or,
        "&&" => Level::And,
        "|" => Level::BitOr,
        "^" => Level::BitXor,
        "&" => Level::BitAnd,
        "<<" | ">>" => Level::Shift,
        "+" | "-" => Level::Sum,
        "*" | "/" | "%" => Level::Product,
        _ => Level::Compare,
    }
}

/// The level just above.
fn next(level: Level) -> Level {
    match level {
        Level::Weakest => Level::Or,
        Level::Or => Level::And,
        Level::And => Level::Compare,
        Level::Compare => Level::BitOr,
        Level::BitOr => Level::BitXor,
        Level::BitXor => Level::BitAnd,
        Level::BitAnd => Level::Shift,
        Level::Shift => Level::Sum,
        Level::Sum => Level::Product,
        Level::Product => Level::Cast,
        Level::Cast => Level::Prefix,
        Level::Prefix | Level::Postfix => Level::Postfix,
    }
}

fn punct(op: &str) -> TokenStream {
    let mut tokens = TokenStream::new();
    if let Some(op) = op.strip_suffix("mut ") {
        tokens.append_all(punct(op));
        tokens.append_all(quote!(mut));
        return tokens;
    }
    let last = op.chars().count().saturating_sub(1);
    for (i, c) in op.chars().enumerate() {
        let spacing = if i == last { Spacing::Alone } else { Spacing::Joint };
        tokens.append(Punct::new(c, spacing));
    }
    tokens
}
