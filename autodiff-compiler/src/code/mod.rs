//! The program that is printed: a small subset of Rust as data.
//!
//! The transforms build it, [`crate::simplify`] makes it short, [`mod@print`] turns it into tokens. Names
//! are unique within a function, so they are compared by their text.

mod level;
pub mod print;

use proc_macro2::{Ident, Span, TokenStream};

/// An expression.
#[derive(Clone, Debug)]
pub enum Expr {
    Name(Ident),
    /// A path, a literal or another token sequence that needs no parentheses.
    Atom(TokenStream),
    /// A number of a formula.
    Number(f64, NumberKind),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Method(Box<Expr>, Ident, Vec<Expr>),
    /// A path and its arguments; of a path that begins with a dot, `.name`, a method of the first.
    Call(TokenStream, Vec<Expr>),
    /// A call of what an expression gives.
    Apply(Box<Expr>, Vec<Expr>),
    Index(Box<Expr>, Box<Expr>),
    Field(Box<Expr>, syn::Member),
    /// `*` of a `Box`: a place, where `*` of a reference is what [`Expr::borrow`] takes away again.
    Content(Box<Expr>),
    /// The place inside a variant.
    Payload(Box<Expr>, Inside),
    Range(Option<Box<Expr>>, Option<Box<Expr>>, bool),
    Cast(Box<Expr>, TokenStream),
    Tuple(Vec<Expr>),
    /// `Path { x: a, ..base }`: a value per member, and at the end the base if there is one.
    Struct(TokenStream, Vec<syn::Member>, Vec<Expr>),
    Array(Vec<Expr>),
    Repeat(Box<Expr>, Box<Expr>),
    Vec(Vec<Expr>),
    VecRepeat(Box<Expr>, Box<Expr>),
    Closure {
        params: Vec<Ident>,
        /// The types that are written; none, where rustc knows them.
        types: Vec<Option<TokenStream>>,
        body: Vec<Stmt>,
        result: Option<Box<Expr>>,
    },
    /// `if` (with the flag; two arms) or `match` on `0, 1, .., _` as a value: the statements of each
    /// arm, and what it yields.
    Branch(Box<Expr>, bool, Vec<(Vec<Stmt>, Expr)>),
    /// `match` that yields a number; arms are tokens.
    Select(Box<Expr>, Vec<TokenStream>, Vec<Ident>),
    /// User's tokens and the names in them.
    Verbatim(TokenStream, Vec<Ident>),
}

impl Expr {
    /// The same place, underlined elsewhere.
    #[must_use]
    pub fn located_at(self, span: Span) -> Self {
        let inner = |expr: Box<Self>| Box::new(expr.located_at(span));
        match self {
            Self::Name(mut name) => {
                name.set_span(name.span().located_at(span));
                Self::Name(name)
            }
            Self::Field(base, member) => Self::Field(inner(base), member),
            Self::Index(base, index) => Self::Index(inner(base), index),
            Self::Unary(operator, base) => Self::Unary(operator, inner(base)),
            other => other,
        }
    }
}

/// How what a variant holds is reached.
#[derive(Clone, Debug)]
pub enum Inside {
    /// A `Some` or an `Ok`: by a function of the core.
    Known,
    /// A variant that the source names: by a `match`.
    Variant(TokenStream, syn::Member),
    /// The tangent of one: by a method that the derive has written.
    Tangent(Accessor),
    /// Several of what a variant holds, by one `match`: a tuple of references.
    Members(TokenStream, Vec<syn::Member>),
    /// The tangents of all that a variant holds, by a method: references, named like them.
    Tangents(Ident),
}

/// The methods that reach a part of an enum's tangent.
#[derive(Clone, Debug)]
pub struct Accessor {
    pub shared: Ident,
    pub mutable: Ident,
    /// Lends all parts of the variant.
    pub all: Ident,
}

impl Accessor {
    /// Of the variant's field.
    pub fn new(variant: &Ident, member: &syn::Member) -> Self {
        let member = match member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(position) => position.index.to_string(),
        };
        let variant = variant.to_string();
        let variant = variant.trim_start_matches("r#");
        let part = format!("{variant}__{}", member.trim_start_matches("r#"));
        let name = |text: &str, of: &str| Ident::new(&format!("{text}_{of}"), Span::mixed_site());
        Self {
            shared: name("part", &part),
            mutable: name("part_mut", &part),
            all: name("parts_mut", variant),
        }
    }
}

/// Whether the last name of a call's path is one of these.
pub fn ends_in(path: &TokenStream, names: &[&str]) -> bool {
    let last = path.clone().into_iter().last();
    matches!(last, Some(proc_macro2::TokenTree::Ident(last)) if names.iter().any(|name| last == name))
}

/// Whether the path of a call is `.name`, a method of the first argument.
pub fn is_method(path: &TokenStream) -> bool {
    let first = path.clone().into_iter().next();
    matches!(first, Some(proc_macro2::TokenTree::Punct(dot)) if dot.as_char() == '.')
}

/// How a number of a formula is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberKind {
    /// `2.0`
    Plain,
    /// `2.0_f64`, where inference has nothing else to go by.
    Suffixed(&'static str),
    /// `from_literal::<T>(2.0)`, for a type parameter.
    Generic(String),
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Stmt {
    Let {
        name: Ident,
        mutable: bool,
        ty: Option<TokenStream>,
        init: Option<Expr>,
    },
    LetTuple {
        names: Vec<Ident>,
        init: Expr,
    },
    /// `let Some((a, b)) = source else { unreachable!() };`
    LetSome {
        names: Vec<Ident>,
        source: Expr,
    },
    /// `place op value;` with `=`, `+=` or `-=`.
    Assign(Expr, &'static str, Expr),
    Expr(Expr),
    If(Expr, Vec<Stmt>, Vec<Stmt>),
    Match(Expr, Vec<Vec<Stmt>>),
    For(Ident, Expr, Vec<Stmt>),
    /// `while { header; condition } { body }`; `loop` when the condition is `true`.
    While(Vec<Stmt>, Expr, Vec<Stmt>),
    /// `break;`
    Break,
    Verbatim(TokenStream, Vec<Ident>),
}

impl Expr {
    pub fn name(ident: &Ident) -> Self {
        Self::Name(ident.clone())
    }

    pub fn unary(op: &'static str, inner: Self) -> Self {
        Self::Unary(op, Box::new(inner))
    }

    pub fn binary(op: &'static str, left: Self, right: Self) -> Self {
        Self::Binary(op, Box::new(left), Box::new(right))
    }

    pub fn borrow(self) -> Self {
        match self {
            Self::Unary("*", inner) => *inner,
            other => Self::unary("&", other),
        }
    }

    /// `&mut self`; the reborrow of a reference's target is left to the call.
    pub fn borrow_mut(self) -> Self {
        match self {
            Self::Unary("*", inner) => *inner,
            other => Self::unary("&mut ", other),
        }
    }

    pub fn index(self, index: Self) -> Self {
        Self::Index(Box::new(self), Box::new(index))
    }

    pub fn is_number(&self, wanted: f64) -> bool {
        matches!(self, Self::Number(number, _) if *number == wanted)
    }

    /// All names in the expression.
    pub fn for_each_name(&self, f: &mut dyn FnMut(&Ident)) {
        match self {
            Self::Name(name) => f(name),
            Self::Atom(_) | Self::Number(..) => {}
            Self::Unary(_, a)
            | Self::Content(a)
            | Self::Field(a, _)
            | Self::Cast(a, _)
            | Self::Payload(a, _) => {
                a.for_each_name(f);
            }
            Self::Binary(_, a, b)
            | Self::Index(a, b)
            | Self::Repeat(a, b)
            | Self::VecRepeat(a, b) => {
                a.for_each_name(f);
                b.for_each_name(f);
            }
            Self::Method(a, _, args) | Self::Apply(a, args) => {
                a.for_each_name(f);
                args.iter().for_each(|arg| arg.for_each_name(f));
            }
            Self::Call(_, args)
            | Self::Tuple(args)
            | Self::Struct(_, _, args)
            | Self::Array(args)
            | Self::Vec(args) => {
                args.iter().for_each(|arg| arg.for_each_name(f));
            }
            Self::Range(lo, hi, _) => {
                lo.iter().chain(hi).for_each(|end| end.for_each_name(f));
            }
            Self::Closure { body, result, .. } => {
                body.iter().for_each(|stmt| stmt.for_each_name(f));
                result.iter().for_each(|result| result.for_each_name(f));
            }
            Self::Branch(selector, _, arms) => {
                selector.for_each_name(f);
                for (body, value) in arms {
                    body.iter().for_each(|stmt| stmt.for_each_name(f));
                    value.for_each_name(f);
                }
            }
            Self::Select(scrutinee, _, names) => {
                scrutinee.for_each_name(f);
                names.iter().for_each(f);
            }
            Self::Verbatim(_, names) => names.iter().for_each(f),
        }
    }
}

impl Stmt {
    /// The expressions outside of the blocks, in order.
    pub fn for_each_expr<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Let { init, .. } => init.iter().for_each(f),
            Self::LetTuple { init, .. } | Self::LetSome { source: init, .. } => f(init),
            Self::Assign(place, _, value) => {
                f(place);
                f(value);
            }
            Self::Expr(expr) => f(expr),
            Self::If(cond, ..) | Self::Match(cond, _) => f(cond),
            Self::For(_, range, _) => f(range),
            Self::While(_, cond, _) => f(cond),
            Self::Break | Self::Verbatim(..) => {}
        }
    }

    /// The blocks, in order.
    pub fn for_each_block<'a>(&'a self, f: &mut dyn FnMut(&'a [Self])) {
        match self {
            Self::If(_, then, otherwise) => {
                f(then);
                f(otherwise);
            }
            Self::Match(_, arms) => arms.iter().for_each(|arm| f(arm)),
            Self::For(_, _, body) => f(body),
            Self::While(header, _, body) => {
                f(header);
                f(body);
            }
            Self::Let { .. }
            | Self::LetTuple { .. }
            | Self::LetSome { .. }
            | Self::Assign(..)
            | Self::Expr(_)
            | Self::Break
            | Self::Verbatim(..) => {}
        }
    }

    /// All names that the statement reads or writes, not those it defines.
    pub fn for_each_name(&self, f: &mut dyn FnMut(&Ident)) {
        if let Self::Verbatim(_, names) = self {
            names.iter().for_each(&mut *f);
        }
        self.for_each_expr(&mut |expr| expr.for_each_name(f));
        self.for_each_block(&mut |block| block.iter().for_each(|stmt| stmt.for_each_name(f)));
    }
}
