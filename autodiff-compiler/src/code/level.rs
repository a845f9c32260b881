//! How strongly the operators of an expression bind.

use super::{Expr, NumberKind};

/// Binding strength, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
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

pub fn level(expr: &Expr) -> Level {
    match expr {
        Expr::Binary(op, ..) => binary_level(op),
        Expr::Unary(..) | Expr::Content(_) | Expr::Payload(..) => Level::Prefix,
        Expr::Number(number, NumberKind::Plain) if number.is_sign_negative() => Level::Prefix,
        Expr::Cast(..) => Level::Cast,
        // the condition of an `if` may not begin with a struct
        Expr::Range(..) | Expr::Closure { .. } | Expr::Select(..) => Level::Weakest,
        Expr::Struct(..) => Level::Weakest,
        Expr::Verbatim(..) | Expr::Branch(..) => Level::Weakest,
        Expr::Number(..)
        | Expr::Name(_)
        | Expr::Atom(_)
        | Expr::Method(..)
        | Expr::Call(..)
        | Expr::Apply(..)
        | Expr::Index(..)
        | Expr::Field(..)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(..)
        | Expr::Vec(_)
        | Expr::VecRepeat(..) => Level::Postfix,
    }
}

pub fn binary_level(op: &str) -> Level {
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
pub fn next(level: Level) -> Level {
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
