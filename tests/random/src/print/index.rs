//! The `Index` of a struct.
//!
//! In: a struct. Out: an `impl` of `Index` and one of `IndexMut`, if it has them. Invariant: they give an
//! element of the field that the struct names.

use crate::syntax::{Record, Ty};

/// The `impl`s, each under `attribute`.
pub(super) fn implementations(of: &Record, attribute: &str) -> String {
    let Some((field, shift)) = of.index else { return String::new() };
    let Some((element, len)) = of.indexed().and_then(Ty::list) else { return String::new() };
    let (name, element, field) = (&of.name, super::ty(element), &of.fields[field].0);
    let part = match shift {
        0 => format!("self.{field}[i]"),
        shift => format!("self.{field}[(i + {shift}) % {len}]"),
    };
    let text = format!(
        "{attribute}\nimpl std::ops::Index<usize> for {name} {{\n    type Output = {element};\n    \
         fn index(&self, i: usize) -> &{element} {{\n        &{part}\n    }}\n}}\n\n{attribute}\nimpl \
         std::ops::IndexMut<usize> for {name} {{\n    fn index_mut(&mut self, i: usize) -> &mut \
         {element} {{\n        &mut {part}\n    }}\n}}\n\n"
    );
    text.trim_start().to_owned()
}
