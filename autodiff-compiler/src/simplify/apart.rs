//! Short arrays and tuples of cotangents as variables of their own.
//!
//! In and out: code. An array that begins with zeros and of which only elements at written positions are
//! named becomes a variable per element, `d_x_0` and so on: what is added into it in steps is then a sum like
//! any other, and the first step no addition to zero. So does a tuple of zeros. Copies of such arrays, and what
//! they are added into, are taken apart with them.
//!
//! Invariant: a name is taken apart only if the code defines it once, all of its uses are of these kinds,
//! and no token that the compiler does not read mentions it.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::{for_each_block_mut, for_each_child, for_each_child_mut, for_each_expr_mut};
use crate::code::{Expr, Stmt, ends_in};

/// The longest array that is taken apart.
const LONGEST: usize = 8;

/// Takes arrays apart.
pub fn take_apart(stmts: &mut Vec<Stmt>, results: &[Expr]) {
    if !has_zeros(stmts) {
        // as most code
        return;
    }
    let mut found = Found::default();
    found.block(stmts);
    results.iter().for_each(|result| found.expr(result));
    let arrays = found.arrays();
    if !arrays.is_empty() {
        Rewrite { arrays: &arrays, numbers: &found.numbers }.block(stmts);
    }
}

/// Whether there is something to take apart, in whatever depth.
fn has_zeros(stmts: &[Stmt]) -> bool {
    let mut found = false;
    for stmt in stmts {
        found |= matches!(stmt, Stmt::Let { init: Some(init), .. } if zeros(init).is_some());
        stmt.for_each_block(&mut |block| found = found || has_zeros(block));
        stmt.for_each_expr(&mut |expr| found = found || has_zeros_inside(expr));
    }
    found
}

/// Whether there is in the statements of an expression.
fn has_zeros_inside(expr: &Expr) -> bool {
    let mut found = match expr {
        Expr::Closure { body, .. } => has_zeros(body),
        Expr::Branch(_, _, arms) => arms.iter().any(|(body, _)| has_zeros(body)),
        _ => false,
    };
    for_each_child(expr, &mut |child| found = found || has_zeros_inside(child));
    found
}

/// What the code shows of its names.
#[derive(Default)]
struct Found {
    /// How often each text is defined.
    definitions: HashMap<String, usize>,
    /// Arrays and tuples of zeros, and copies of them.
    zeros: HashMap<String, Parts>,
    copies: Vec<(String, String)>,
    /// Names of written numbers, and how often each is defined as that.
    numbers: HashMap<String, (usize, usize)>,
    /// Arrays of which elements are named, by the names and numbers that stand there.
    elements: Vec<(String, Position)>,
    /// Names that are used in other ways.
    whole: HashSet<String>,
}

/// What an array or a tuple begins with.
#[derive(Clone)]
struct Parts {
    zeros: Vec<Expr>,
    is_tuple: bool,
}

impl Parts {
    fn is_alike(&self, other: &Self) -> bool {
        self.zeros.len() == other.zeros.len() && self.is_tuple == other.is_tuple
    }
}

/// An array or a tuple that is taken apart: the names of its elements, and what these begin with.
struct Apart {
    names: Vec<String>,
    parts: Parts,
}

/// An index.
enum Position {
    Number(usize),
    Name(String),
}

impl Found {
    fn define(&mut self, name: &Ident) {
        *self.definitions.entry(name.to_string()).or_default() += 1;
    }

    fn block(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { name, init, mutable, .. } => {
                self.define(name);
                let text = name.to_string();
                match init {
                    Some(init) if zeros(init).is_some() => {
                        self.zeros.extend(zeros(init).map(|parts| (text, parts)));
                    }
                    Some(init) if taken(init).is_some() => {
                        self.copies.extend(taken(init).map(|from| (text, from.to_string())));
                    }
                    Some(init) => {
                        if let Some(number) = number(init).filter(|_| !mutable) {
                            let known = self.numbers.entry(text).or_insert((number, 0));
                            known.1 += usize::from(known.0 == number);
                        }
                        self.expr(init);
                    }
                    None => {}
                }
            }
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                names.iter().for_each(|name| self.define(name));
                self.expr(init);
            }
            Stmt::Assign(place, _, value) => {
                self.expr(place);
                self.expr(value);
            }
            Stmt::Expr(expr) => match added(expr) {
                Some((into, from)) => {
                    // where one of them is a variable per element, so is the addition
                    for place in [into, from] {
                        if !matches!(place, Expr::Name(_)) {
                            self.expr(place);
                        }
                    }
                }
                None => self.expr(expr),
            },
            Stmt::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                self.block(otherwise);
            }
            Stmt::Match(cond, arms) => {
                self.expr(cond);
                arms.iter().for_each(|arm| self.block(arm));
            }
            Stmt::For(name, range, body) => {
                self.define(name);
                self.expr(range);
                self.block(body);
            }
            Stmt::While(header, cond, body) => {
                self.block(header);
                self.expr(cond);
                self.block(body);
            }
            Stmt::Break => {}
            Stmt::Verbatim(tokens, names) => {
                self.tokens(tokens.clone());
                self.whole.extend(names.iter().map(ToString::to_string));
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Name(name) => {
                self.whole.insert(name.to_string());
            }
            Expr::Index(base, index) => {
                let position = match (&**base, &**index) {
                    (Expr::Name(_), Expr::Name(index)) => Some(Position::Name(index.to_string())),
                    (Expr::Name(_), index) => number(index).map(Position::Number),
                    _ => None,
                };
                match (&**base, position) {
                    (Expr::Name(name), Some(position)) => {
                        self.elements.push((name.to_string(), position));
                    }
                    _ => self.expr(base),
                }
                self.expr(index);
            }
            Expr::Field(base, syn::Member::Unnamed(at)) => match &**base {
                Expr::Name(name) => {
                    let at = usize::try_from(at.index).unwrap_or(usize::MAX);
                    self.elements.push((name.to_string(), Position::Number(at)));
                }
                base => self.expr(base),
            },
            Expr::Atom(tokens) => self.tokens(tokens.clone()),
            Expr::Verbatim(tokens, names) => {
                self.tokens(tokens.clone());
                self.whole.extend(names.iter().map(ToString::to_string));
            }
            Expr::Select(_, arms, names) => {
                arms.iter().for_each(|arm| self.tokens(arm.clone()));
                self.whole.extend(names.iter().map(ToString::to_string));
            }
            Expr::Closure { params, body, .. } => {
                params.iter().for_each(|param| self.define(param));
                self.block(body);
            }
            Expr::Branch(_, _, arms) => arms.iter().for_each(|(body, _)| self.block(body)),
            Expr::Call(path, _) | Expr::Struct(path, _, _) => self.tokens(path.clone()),
            _ => {}
        }
        if !matches!(expr, Expr::Index(..) | Expr::Field(_, syn::Member::Unnamed(_))) {
            for_each_child(expr, &mut |child| self.expr(child));
        }
    }

    /// Tokens that are not read.
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    self.whole.insert(name.to_string());
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// The arrays that are taken apart, with the names of their elements.
    fn arrays(&self) -> HashMap<String, Apart> {
        let bases = self.elements.iter().map(|(name, _)| name);
        let mut used: HashSet<&String> = self.definitions.keys().chain(&self.whole).collect();
        used.extend(bases);
        let mut given = HashSet::new();
        let mut arrays = HashMap::new();
        for (name, parts) in std::collections::BTreeMap::from_iter(self.parts()) {
            let len = parts.zeros.len();
            let free = |names: &Vec<String>| {
                names.iter().all(|name| !used.contains(name) && !given.contains(name))
            };
            let names = |between| (0..len).map(|i| format!("{name}{between}{i}")).collect();
            let names = Some(names("_")).filter(free).unwrap_or_else(|| names("_at_"));
            if free(&names) {
                given.extend(names.iter().cloned());
                arrays.insert(name, Apart { names, parts });
            }
        }
        // of a copy that has no names left, nor has what it is a copy of
        while let Some((copy, from)) = self
            .copies
            .iter()
            .find(|(copy, from)| arrays.contains_key(copy) != arrays.contains_key(from))
        {
            arrays.remove(copy);
            arrays.remove(from);
        }
        arrays
    }

    /// The arrays and tuples that may be taken apart.
    fn parts(&self) -> HashMap<String, Parts> {
        let once = |name: &String| self.definitions.get(name) == Some(&1);
        let mut arrays = self.zeros.clone();
        let mut wanted: Vec<&(String, String)> = self.copies.iter().collect();
        // copies of copies stand behind these
        while let Some(at) = wanted.iter().position(|(_, from)| arrays.contains_key(from)) {
            let (copy, from) = wanted.swap_remove(at);
            arrays.insert(copy.clone(), arrays[from].clone());
        }
        arrays.retain(|name, _| once(name) && !self.whole.contains(name));
        for (name, position) in &self.elements {
            let at = match position {
                Position::Number(at) => Some(*at),
                Position::Name(index) => self.numbers.get(index).and_then(|(number, times)| {
                    (self.definitions.get(index) == Some(times)).then_some(*number)
                }),
            };
            if arrays.get(name).is_some_and(|parts| at.is_none_or(|at| at >= parts.zeros.len())) {
                arrays.remove(name);
            }
        }
        // what is copied is taken apart together
        loop {
            let before = arrays.len();
            for (copy, from) in &self.copies {
                let alike = match (arrays.get(copy), arrays.get(from)) {
                    (Some(copy), Some(from)) => copy.is_alike(from),
                    (copy, from) => copy.is_none() && from.is_none(),
                };
                if !alike {
                    arrays.remove(copy);
                    arrays.remove(from);
                }
            }
            if arrays.len() == before {
                return arrays;
            }
        }
    }
}

/// `[0.0; 3]`, `(0.0, 0.0)`
fn zeros(expr: &Expr) -> Option<Parts> {
    let is_zero = |expr: &Expr| expr.is_number(0.0);
    match expr {
        Expr::Repeat(zero, len) => {
            let len = number(len).filter(|len| (1..=LONGEST).contains(len))?;
            is_zero(zero).then(|| Parts { zeros: vec![(**zero).clone(); len], is_tuple: false })
        }
        Expr::Tuple(zeros) if (1..=LONGEST).contains(&zeros.len()) => {
            zeros.iter().all(is_zero).then(|| Parts { zeros: zeros.clone(), is_tuple: true })
        }
        _ => None,
    }
}

/// A written number.
fn number(expr: &Expr) -> Option<usize> {
    let Expr::Atom(tokens) = expr else { return None };
    let literal: syn::LitInt = syn::parse2(tokens.clone()).ok()?;
    let plain = matches!(literal.suffix(), "" | "usize");
    literal.base10_parse().ok().filter(|_| plain)
}

/// `take_tangent(&mut name)`
fn taken(expr: &Expr) -> Option<&Ident> {
    let Expr::Call(path, args) = expr else { return None };
    match args.as_slice() {
        [Expr::Unary("&mut ", place)] if ends_in(path, &["take_tangent"]) => match &**place {
            Expr::Name(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// The places of `accumulate(&mut into, &from)`, of which a name may be a reference already.
fn added(expr: &Expr) -> Option<(&Expr, &Expr)> {
    let Expr::Call(path, args) = expr else { return None };
    let [into, from] = args.as_slice() else { return None };
    let into = match into {
        Expr::Unary("&mut ", into) => into,
        into => into,
    };
    let from = match from {
        Expr::Unary("&", from) => from,
        from => from,
    };
    (ends_in(path, &["accumulate"]) && is_place(into) && is_place(from)).then_some((into, from))
}

/// A variable or a part of one, which may be named again.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) => true,
        Expr::Field(inner, _) | Expr::Unary("*", inner) | Expr::Content(inner) => is_place(inner),
        Expr::Index(inner, index) => {
            is_place(inner) && matches!(&**index, Expr::Name(_) | Expr::Atom(_))
        }
        _ => false,
    }
}

/// The code with the arrays taken apart.
struct Rewrite<'a> {
    arrays: &'a HashMap<String, Apart>,
    numbers: &'a HashMap<String, (usize, usize)>,
}

impl Rewrite<'_> {
    /// What a place is taken apart to.
    fn apart(&self, place: &Expr) -> Option<&Apart> {
        match place {
            Expr::Name(name) => self.arrays.get(&name.to_string()),
            _ => None,
        }
    }

    /// An element of a place, which is a tuple or an array.
    fn element(&self, place: &Expr, i: usize, is_tuple: bool) -> Expr {
        if let (Expr::Name(name), Some(apart)) = (place, self.apart(place)) {
            return Expr::Name(Ident::new(&apart.names[i], name.span()));
        }
        let mut place = place.clone();
        self.expr(&mut place);
        if is_tuple {
            return Expr::Field(Box::new(place), syn::Member::from(i));
        }
        let i = proc_macro2::Literal::usize_unsuffixed(i);
        place.index(Expr::Atom(quote::quote!(#i)))
    }

    /// The names of an array's elements, and what they begin with.
    fn elements(&self, array: &Ident) -> Option<Vec<(Ident, Expr)>> {
        let Apart { names, parts } = self.arrays.get(&array.to_string())?;
        let names = names.iter().map(|name| Ident::new(name, array.span()));
        Some(names.zip(parts.zeros.iter().cloned()).collect())
    }

    fn block(&self, stmts: &mut Vec<Stmt>) {
        let old = std::mem::take(stmts);
        for stmt in old {
            self.stmt(stmt, stmts);
        }
    }

    fn stmt(&self, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        let variable =
            |name: Ident, init: Expr| Stmt::Let { name, mutable: true, ty: None, init: Some(init) };
        match &stmt {
            Stmt::Let { name, init: Some(init), .. } => {
                if let (Some(elements), Some(_)) = (self.elements(name), zeros(init)) {
                    out.extend(elements.into_iter().map(|(name, zero)| variable(name, zero)));
                    return;
                }
                if let Some((elements, from)) = self.elements(name).zip(taken(init))
                    && let Some(from) = self.elements(from)
                {
                    for ((name, _), (from, zero)) in elements.into_iter().zip(from) {
                        let place = Expr::Name(from);
                        out.push(variable(name, place.clone()));
                        out.push(Stmt::Assign(place, "=", zero));
                    }
                    return;
                }
            }
            Stmt::Expr(expr) => {
                if let Some((into, from)) = added(expr)
                    && let Some(Apart { names, parts }) = self.apart(into).or(self.apart(from))
                {
                    let element = |place, i| self.element(place, i, parts.is_tuple);
                    out.extend(
                        (0..names.len())
                            .map(|i| Stmt::Assign(element(into, i), "+=", element(from, i))),
                    );
                    return;
                }
            }
            _ => {}
        }
        for_each_expr_mut(&mut stmt, &mut |expr| self.expr(expr));
        for_each_block_mut(&mut stmt, &mut |block| self.block(block));
        out.push(stmt);
    }

    fn expr(&self, expr: &mut Expr) {
        if let Expr::Index(base, index) = expr
            && let Expr::Name(name) = &**base
            && let Some(elements) = self.elements(name)
        {
            let at = match &**index {
                Expr::Name(index) => self.numbers.get(&index.to_string()).map(|known| known.0),
                index => number(index),
            };
            if let Some((element, _)) = at.and_then(|at| elements.get(at)) {
                *expr = Expr::Name(element.clone());
                return;
            }
        }
        if let Expr::Field(base, syn::Member::Unnamed(at)) = expr
            && let Expr::Name(name) = &**base
            && let Some(elements) = self.elements(name)
            && let Some((element, _)) =
                elements.get(usize::try_from(at.index).unwrap_or(usize::MAX))
        {
            *expr = Expr::Name(element.clone());
            return;
        }
        match expr {
            Expr::Closure { body, .. } => self.block(body),
            Expr::Branch(_, _, arms) => arms.iter_mut().for_each(|(body, _)| self.block(body)),
            _ => {}
        }
        for_each_child_mut(expr, &mut |child| self.expr(child));
    }
}
