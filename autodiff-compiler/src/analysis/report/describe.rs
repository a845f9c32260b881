//! Values, places and types in words that the author of the source knows.

use proc_macro2::Ident;

use super::Report;
use crate::ir::{FloatKind, Op, Operand, Place, Proj, PureOp, StmtKind, Ty, VarId};

/// Descriptions of values go through this many operations; the rest of an expression is left out.
const DEEPEST: usize = 3;

/// A name as the source has it: the IR numbers those that come again.
fn spelling(name: &Ident) -> String {
    let unique = name.to_string();
    let written = name.span().source_text();
    written
        .filter(|text| unique.strip_prefix(text.as_str()).is_some_and(is_number))
        .unwrap_or(unique)
}

/// What makes a name unique: `_2`.
fn is_number(end: &str) -> bool {
    end.strip_prefix('_').is_some_and(|digits| digits.parse::<u32>().is_ok())
}

impl Report<'_> {
    /// A variable by its name in the source, or by what it is computed from.
    pub fn value(&self, var: VarId) -> String {
        match self.expression(var, 0) {
            Some(text) => format!("`{text}`"),
            None if self.is_count(var) => "the number of iterations".to_owned(),
            None => "a value without a name".to_owned(),
        }
    }

    /// The same in running text.
    pub fn named(&self, var: VarId) -> String {
        self.expression(var, 0).unwrap_or_else(|| spelling(&self.function.var(var).name))
    }

    fn is_count(&self, var: VarId) -> bool {
        self.stmts.values().any(|stmt| match &stmt.kind {
            StmtKind::While { trips, .. } => *trips == var,
            StmtKind::For { early, .. } => early.is_some_and(|early| early.trips == var),
            _ => false,
        })
    }

    fn expression(&self, var: VarId, depth: usize) -> Option<String> {
        let data = self.function.var(var);
        // a tangent's name says whose it is
        if data.named || data.storage {
            return Some(spelling(&data.name));
        }
        let StmtKind::Let { op, .. } = &self.definition(var)?.kind else { return None };
        if depth >= DEEPEST {
            return None;
        }
        let part = |operand: &Operand| self.part(operand, depth + 1);
        match op {
            Op::Use(operand) => part(operand),
            Op::Load(place) => self.place_at(place, depth + 1),
            Op::Scalar(op, operands) => {
                let parts: Vec<String> = operands.iter().map(part).collect::<Option<_>>()?;
                match (op.operator(), op.method(), parts.as_slice()) {
                    (Some(operator), _, [a, b]) => {
                        Some(format!("{} {operator} {}", closed(a), closed(b)))
                    }
                    (None, Some(method), [receiver, rest @ ..]) => {
                        Some(format!("{}.{method}({})", closed(receiver), rest.join(", ")))
                    }
                    _ => None,
                }
            }
            Op::Pure(PureOp::Binary(operator), operands) => {
                let [a, b] = operands.as_slice() else { return None };
                let operator = quote::quote!(#operator);
                Some(format!("{} {operator} {}", closed(&part(a)?), closed(&part(b)?)))
            }
            Op::Pure(PureOp::Method(name) | PureOp::Checked(name), operands) => {
                let [receiver, rest @ ..] = operands.as_slice() else { return None };
                let rest: Vec<String> = rest.iter().map(part).collect::<Option<_>>()?;
                Some(format!("{}.{name}({})", closed(&part(receiver)?), rest.join(", ")))
            }
            Op::Call(callee, args) if callee.operator().is_some() => {
                let symbol = callee.operator().map_or("", |operator| operator.symbol);
                match args.as_slice() {
                    [a] => Some(format!("{symbol}{}", closed(&part(&a.operand)?))),
                    [a, b, ..] => {
                        let (a, b) = (closed(&part(&a.operand)?), closed(&part(&b.operand)?));
                        Some(format!("{a} {symbol} {b}"))
                    }
                    [] => None,
                }
            }
            Op::Call(callee, _) => {
                let path = callee.primal().to_string().replace(' ', "");
                Some(format!("{path}(..)"))
            }
            _ => None,
        }
    }

    fn part(&self, operand: &Operand, depth: usize) -> Option<String> {
        match operand {
            Operand::Place(place) => self.place_at(place, depth),
            Operand::Literal(_) | Operand::Const(_) => Some(self.function.show(operand)),
        }
    }

    pub fn operand(&self, operand: &Operand) -> String {
        let text = self.part(operand, 0).unwrap_or_else(|| self.function.show(operand));
        if operand.as_var().is_some() { format!("`{text}`") } else { text }
    }

    pub fn place(&self, place: &Place) -> String {
        self.place_at(place, 0).unwrap_or_else(|| self.named(place.base))
    }

    fn place_at(&self, place: &Place, depth: usize) -> Option<String> {
        let base = self.expression(place.base, depth)?;
        let index = |operand: &Operand| self.part(operand, depth + 1).unwrap_or("..".to_owned());
        let end = |end: &Option<Operand>| end.as_ref().map(index).unwrap_or_default();
        Some(place.proj.iter().fold(base, |base, proj| match proj {
            Proj::Field(syn::Member::Named(name)) => format!("{base}.{name}"),
            Proj::Field(syn::Member::Unnamed(position)) => format!("{base}.{}", position.index),
            Proj::Index(at) => format!("{base}[{}]", index(at)),
            Proj::IndexArray(all) => {
                let all: Vec<String> = all.iter().map(index).collect();
                format!("{base}[[{}]]", all.join(", "))
            }
            Proj::Range { lo, hi, inclusive } => {
                format!("{base}[{}{}{}]", end(lo), if *inclusive { "..=" } else { ".." }, end(hi))
            }
            Proj::Deref | Proj::Boxed => format!("*{base}"),
            Proj::View | Proj::Payload | Proj::Part(_) => base,
        }))
    }
}

/// An operand of an operator.
fn closed(text: &str) -> String {
    if text.contains(' ') { format!("({text})") } else { text.to_owned() }
}

/// The bytes of a value, where its type says them.
pub fn size(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Float(FloatKind::F64) => Some(8),
        Ty::Float(FloatKind::F32) => Some(4),
        Ty::Bool => Some(1),
        Ty::Unit => Some(0),
        Ty::Array(element, Some(len)) => {
            let len: syn::LitInt = syn::parse2(len.clone()).ok()?;
            Some(size(element)? * len.base10_parse::<usize>().ok()?)
        }
        Ty::Float(FloatKind::Generic(_) | FloatKind::Unspecified | FloatKind::Infer(_))
        | Ty::Int
        | Ty::Inert
        | Ty::Data
        | Ty::Tuple(_)
        | Ty::Array(_, None)
        | Ty::Slice(_)
        | Ty::Vec(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Option(_)
        | Ty::Result(_)
        | Ty::Opaque(_) => None,
    }
}

/// The type as far as it is known, and its size.
pub fn with_size(ty: &Ty) -> String {
    match size(ty) {
        Some(bytes) => format!("{}, {bytes} bytes", name(ty)),
        None => name(ty),
    }
}

fn name(ty: &Ty) -> String {
    match ty {
        Ty::Float(FloatKind::F64) => "f64".to_owned(),
        Ty::Float(FloatKind::F32) => "f32".to_owned(),
        Ty::Float(FloatKind::Generic(parameter)) => parameter.clone(),
        Ty::Float(FloatKind::Unspecified | FloatKind::Infer(_)) => "a float".to_owned(),
        Ty::Int => "an integer".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(name).collect();
            format!("({})", parts.join(", "))
        }
        Ty::Array(element, len) => {
            let len = len.as_ref().map_or_else(|| "_".to_owned(), ToString::to_string);
            format!("[{}; {len}]", name(element))
        }
        Ty::Slice(element) => format!("[{}]", name(element)),
        Ty::Vec(element) => format!("Vec<{}>", name(element)),
        Ty::Nd(element, _) => format!("an array of {}", name(element)),
        Ty::Ref(inner) => format!("&{}", name(inner)),
        Ty::Option(inner) => format!("Option<{}>", name(inner)),
        Ty::Result(inner) => format!("Result<{}, _>", name(inner)),
        Ty::Inert | Ty::Data | Ty::Opaque(_) => "of a type that the macro does not see".to_owned(),
    }
}
