//! The values of integer constants, and what operations make of integers.
//!
//! In: an expression, and the constants that can be named; an operation, and what is known of its operands.
//! Out: what is known of the result.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::{BinOp, Expr, Lit, Type, UnOp};

use super::word::{Bit, Width, Word};
use crate::ir::{PureOp, Ty};

/// Constants by their names: their types and values.
pub type Constants = BTreeMap<String, (Type, Expr)>;

/// Constants may be made of others, but not of themselves.
const DEPTH: usize = 16;

/// The width of an integer type of at most 64 bits.
pub fn width(ty: &Type) -> Option<Width> {
    let Type::Path(path) = ty else { return None };
    named(&path.path.get_ident()?.to_string())
}

fn named(name: &str) -> Option<Width> {
    let (bits, signed) = match name {
        "u8" => (8, false),
        "i8" => (8, true),
        "u16" => (16, false),
        "i16" => (16, true),
        "u32" => (32, false),
        "i32" => (32, true),
        "u64" | "usize" => (64, false),
        "i64" | "isize" => (64, true),
        _ => return None,
    };
    Some(Width { bits, signed })
}

/// The value of an expression.
pub fn value(expr: &Expr, constants: &Constants) -> Option<Word> {
    within(expr, constants, DEPTH)
}

fn within(expr: &Expr, constants: &Constants, depth: usize) -> Option<Word> {
    let depth = depth.checked_sub(1)?;
    let value = |expr: &Expr| within(expr, constants, depth);
    match expr {
        Expr::Lit(lit) => literal(&lit.lit),
        Expr::Paren(inner) => value(&inner.expr),
        Expr::Group(inner) => value(&inner.expr),
        Expr::Cast(cast) => Some(value(&cast.expr)?.cast(width(&cast.ty)?)),
        Expr::Unary(unary) => unary_of(&unary.op, &value(&unary.expr)?),
        Expr::Binary(binary) => {
            binary_of(&binary.op, &value(&binary.left)?, &value(&binary.right)?)
        }
        Expr::Path(path) => {
            let names: Vec<String> =
                path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let [.., owner, name] = names.as_slice() else {
                let (ty, expr) = constants.get(names.first()?)?;
                let (found, width) = (value(expr)?, width(ty)?);
                // literals without a type have the constant's
                return Some(Word::number(found.value()?, found.width.or(Some(width))).cast(width));
            };
            of_type(owner, name)
        }
        _ => None,
    }
}

/// What an integer literal says.
fn literal(lit: &Lit) -> Option<Word> {
    let Lit::Int(lit) = lit else { return None };
    Some(Word::number(lit.base10_parse().ok()?, named(lit.suffix())))
}

/// `u64::MAX`, `f64::MANTISSA_DIGITS`.
fn of_type(owner: &str, name: &str) -> Option<Word> {
    let unsigned = Some(Width { bits: 32, signed: false });
    match (owner, name) {
        ("f64", "MANTISSA_DIGITS") => Some(Word::number(53, unsigned)),
        ("f32", "MANTISSA_DIGITS") => Some(Word::number(24, unsigned)),
        (_, "MAX" | "BITS") => {
            let width = named(owner)?;
            let bits = width.bits - usize::from(width.signed);
            match name {
                "MAX" => Some(Word::number(u64::MAX >> (64 - bits), Some(width))),
                _ => Some(Word::number(u64::try_from(width.bits).ok()?, unsigned)),
            }
        }
        _ => None,
    }
}

/// An operator with one operand.
pub fn unary_of(op: &UnOp, operand: &Word) -> Option<Word> {
    match op {
        UnOp::Not(_) => Some(operand.not()),
        UnOp::Neg(_) => Some(Word::number(0, operand.width).minus(operand)),
        _ => None,
    }
}

/// An operator with two operands.
pub fn binary_of(op: &BinOp, left: &Word, right: &Word) -> Option<Word> {
    let by = || right.value().and_then(|by| usize::try_from(by).ok()).filter(|by| *by < 64);
    Some(match op {
        BinOp::BitAnd(_) | BinOp::BitAndAssign(_) => left.and(right),
        BinOp::BitOr(_) | BinOp::BitOrAssign(_) => left.or(right),
        BinOp::BitXor(_) | BinOp::BitXorAssign(_) => left.xor(right),
        BinOp::Add(_) | BinOp::AddAssign(_) => left.plus(right),
        BinOp::Sub(_) | BinOp::SubAssign(_) => left.minus(right),
        BinOp::Mul(_) | BinOp::MulAssign(_) => left.times(right),
        BinOp::Shl(_) | BinOp::ShlAssign(_) => left.shifted_up(by()?),
        BinOp::Shr(_) | BinOp::ShrAssign(_) => left.shifted_down(by()?),
        BinOp::Div(_) | BinOp::DivAssign(_) => {
            let (a, b) = (left.value()?, right.value().filter(|b| *b != 0)?);
            let signed = left.width.is_none_or(|width| width.signed);
            if signed && (a | b) >> 31 != 0 {
                return None;
            }
            Word::number(a / b, left.width.or(right.width))
        }
        _ => return None,
    })
}

/// What an operation without derivative makes of integers.
pub fn of_pure(op: &PureOp, words: &[Word], ty: &Ty) -> Word {
    let all: Vec<&Word> = words.iter().collect();
    let mixed = || match ty {
        Ty::Bool => Word::made_of(&all, None).flag(),
        _ => Word::made_of(&all, None),
    };
    let known = match (op, words) {
        (PureOp::Binary(op), [left, right]) if !matches!(ty, Ty::Bool) => {
            binary_of(op, left, right)
        }
        (PureOp::Unary(op), [operand]) if !matches!(ty, Ty::Bool) => unary_of(op, operand),
        (PureOp::Cast(to), [operand]) => width(to).map(|to| operand.cast(to)),
        (PureOp::Method(name), [left, right]) => match name.to_string().as_str() {
            "wrapping_add" => Some(left.plus(right)),
            "wrapping_sub" => Some(left.minus(right)),
            "wrapping_mul" => Some(left.times(right)),
            _ => None,
        },
        (PureOp::Call(path), [operand]) => converted(path).map(|to| operand.cast(to)),
        // evaluated as it stands: the source says that it has no derivative
        (PureOp::Verbatim { .. }, _) => Some(Word::all(Bit::Clean, None)),
        (
            PureOp::Binary(_)
            | PureOp::Unary(_)
            | PureOp::Method(_)
            | PureOp::Checked(_)
            | PureOp::Present
            | PureOp::Error(_)
            | PureOp::Call(_)
            | PureOp::CallByReference(..)
            | PureOp::Select { .. }
            | PureOp::Cast(_),
            _,
        ) => None,
    };
    known.unwrap_or_else(mixed)
}

/// The type that `u64::from` and its like make of integers.
fn converted(path: &TokenStream) -> Option<Width> {
    let path: syn::Path = syn::parse2(path.clone()).ok()?;
    let name = path.segments.last().filter(|last| last.ident == "from")?;
    let owner = path.segments.first().filter(|_| path.segments.len() == 2)?;
    let owner: Type = syn::parse_str(&owner.ident.to_string()).ok()?;
    width(&owner).filter(|_| name.arguments.is_none())
}
