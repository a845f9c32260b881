//! One table of the operations that change a place: how each is undone.
//!
//! In: an operation. Out: its [`Rule`]. The reverse sweep does the same thing to a place and to its
//! shadow: it applies the inverse, which is an operation of the table again. So the cotangent of what
//! was pushed is what is popped off the shadow, and the shadow always has the length that its
//! variable had at this point. The tangent program applies the operation itself to the tangent.

use crate::ir::InPlaceOp;

/// What the transforms need to know of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The method that does it; none where a function of the core does.
    pub method: Option<&'static str>,
    /// Which operand carries data; the others are positions.
    pub data: Option<usize>,
    /// The data is passed by reference.
    pub by_ref: bool,
    /// The positions are an array, and are passed by reference.
    pub orders: bool,
    pub inverse: Inverse,
    /// The place may have another shape afterwards.
    pub reshapes: bool,
}

/// How an operation is undone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inverse {
    /// Nothing changed.
    Nothing,
    /// It moves elements; this moves them back.
    Moves(InPlaceOp),
    /// It adds an element; this takes it out.
    TakesOut(InPlaceOp),
    /// It takes an element out; this puts it back.
    PutsBack(InPlaceOp),
    /// It drops the end, which is kept.
    Tail,
    /// It overwrites everything; the content is kept.
    Content,
}

impl Inverse {
    /// Something must be kept besides the operands and the result.
    pub fn keeps(self) -> bool {
        match self {
            Self::Tail | Self::Content => true,
            Self::Nothing | Self::Moves(_) | Self::TakesOut(_) | Self::PutsBack(_) => false,
        }
    }
}

/// The rule of an operation.
pub fn rule(op: InPlaceOp) -> Rule {
    use InPlaceOp as Op;
    let plain = |method, inverse, reshapes| Rule {
        method: Some(method),
        data: None,
        by_ref: false,
        orders: false,
        inverse,
        reshapes,
    };
    let with = |data, rule: Rule| Rule { data: Some(data), ..rule };
    match op {
        Op::Swap => Rule { method: None, ..plain("", Inverse::Moves(Op::Swap), true) },
        Op::SwapElements => plain("swap", Inverse::Moves(Op::SwapElements), false),
        Op::Reverse => plain("reverse", Inverse::Moves(Op::Reverse), false),
        Op::RotateLeft => plain("rotate_left", Inverse::Moves(Op::RotateRight), false),
        Op::RotateRight => plain("rotate_right", Inverse::Moves(Op::RotateLeft), false),
        Op::Push => with(0, plain("push", Inverse::TakesOut(Op::Pop), true)),
        Op::Pop => Rule { method: None, ..plain("", Inverse::PutsBack(Op::Push), true) },
        Op::Insert => with(1, plain("insert", Inverse::TakesOut(Op::Remove), true)),
        Op::Remove => plain("remove", Inverse::PutsBack(Op::Insert), true),
        Op::SwapInsert => {
            let rule = plain("", Inverse::TakesOut(Op::SwapRemove), true);
            with(1, Rule { method: None, ..rule })
        }
        Op::SwapRemove => plain("swap_remove", Inverse::PutsBack(Op::SwapInsert), true),
        Op::Truncate => plain("truncate", Inverse::Tail, true),
        Op::Reserve => plain("reserve", Inverse::Nothing, false),
        Op::Permute | Op::PermuteBack => {
            let inverse = if op == Op::Permute { Op::PermuteBack } else { Op::Permute };
            let rule = plain("", Inverse::Moves(inverse), false);
            Rule { method: None, orders: true, ..rule }
        }
        Op::Fill => with(0, plain("fill", Inverse::Content, false)),
        Op::CopyFrom => {
            let rule = plain("clone_from_slice", Inverse::Content, false);
            with(0, Rule { by_ref: true, ..rule })
        }
        Op::Assign => with(0, Rule { by_ref: true, ..plain("assign", Inverse::Content, false) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What takes out and what puts back are each other's inverses, and so are moves.
    #[test]
    fn inverses_are_mutual() {
        use InPlaceOp as Op;
        for op in [
            Op::Swap,
            Op::SwapElements,
            Op::Reverse,
            Op::RotateLeft,
            Op::RotateRight,
            Op::Permute,
            Op::PermuteBack,
            Op::Push,
            Op::Pop,
            Op::Insert,
            Op::Remove,
            Op::SwapInsert,
            Op::SwapRemove,
        ] {
            let back = match rule(op).inverse {
                Inverse::Moves(other) => rule(other).inverse == Inverse::Moves(op),
                Inverse::TakesOut(other) => rule(other).inverse == Inverse::PutsBack(op),
                Inverse::PutsBack(other) => rule(other).inverse == Inverse::TakesOut(op),
                Inverse::Nothing | Inverse::Tail | Inverse::Content => false,
            };
            assert!(back, "{op:?}");
        }
    }
}
