//! Values of the standard library that change behind shared references.
//!
//! In: a lowered function, and the statics of its file. Out: its variables that hold a cell, a lock, or an end of a
//! channel. Invariant: a variable is one of them only where a function made it whose path says so, or where it is a
//! static whose type does.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use crate::ir::{Arg, Function, Op, Operand, PureOp, StmtKind, Vars};

/// Types with such values.
const CELLS: [&str; 7] =
    ["Cell", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock", "UnsafeCell"];

/// Functions that make the ends of a channel.
const CHANNELS: [&str; 2] = ["channel", "sync_channel"];

/// The variables of a function that hold such values.
pub fn of(function: &Function, statics: &BTreeSet<String>) -> Vars {
    let mut cells = Vars::new();
    function.body.walk(&mut |stmt| {
        let StmtKind::Let { var, op } = &stmt.kind else { return };
        let holds = match op {
            Op::Pure(PureOp::Call(path) | PureOp::CallByReference(path, _), _) => makes(path),
            Op::Load(place) | Op::Copy(place, _) => cells.contains(&place.base),
            Op::Use(Operand::Place(place)) => cells.contains(&place.base),
            Op::Use(Operand::Const(path)) => statics.contains(&path.to_string()),
            _ => false,
        };
        if holds {
            cells.insert(*var);
        }
    });
    cells
}

/// Whether a receiver is one of them.
pub fn is_one(receiver: Option<&Arg>, cells: &Vars) -> bool {
    let Some(Operand::Place(place)) = receiver.map(|receiver| &receiver.operand) else {
        return false;
    };
    cells.contains(&place.base)
}

/// Whether a type is one of them, by its name.
pub fn is_type(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(reference) => is_type(&reference.elem),
        syn::Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|last| CELLS.iter().any(|known| last.ident == known))
        }
        _ => false,
    }
}

/// Whether a path is that of a function that makes one.
fn makes(path: &TokenStream) -> bool {
    let mut names = Vec::new();
    for token in path.clone() {
        if let TokenTree::Ident(name) = token {
            names.push(name.to_string());
        }
    }
    match names.as_slice() {
        [.., owner, name] if CHANNELS.contains(&&**name) => owner == "mpsc",
        [.., owner, _] => CELLS.contains(&&**owner),
        _ => false,
    }
}
