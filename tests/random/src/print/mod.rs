//! Writes programs as Rust.
//!
//! In: a [`Program`]. Out: its functions, each with the attribute, formatted well enough to be read in a
//! report. Invariant: what is printed means what [`crate::interpret`] computes.

mod expr;
mod stmt;

use std::fmt::Write;

use crate::syntax::{Block, Function, Param, Program, Ty};

/// The functions of a program, each under `attribute`. If that is empty, attributes of loops are left
/// out too, so that rustc can compile the program by itself.
pub fn program(program: &Program, attribute: &str) -> String {
    let mut out = String::new();
    for item in &program.functions {
        if !attribute.is_empty() {
            let _ = writeln!(out, "{attribute}");
        }
        out.push_str(&function(item, !attribute.is_empty()));
        out.push('\n');
    }
    out
}

fn function(function: &Function, attributes: bool) -> String {
    let params: Vec<String> = function.params.iter().map(param).collect();
    let result = match &function.result {
        Ty::Unit => String::new(),
        result => format!(" -> {}", ty(result)),
    };
    let mut printer = Printer { out: String::new(), depth: 0, attributes };
    printer.line(&format!("pub fn {}({}){result} {{", function.name, params.join(", ")));
    printer.body(&function.body);
    printer.line("}");
    printer.out
}

fn param(param: &Param) -> String {
    let mutable = if param.mutable { "mut " } else { "" };
    format!("{mutable}{}: {}", param.name, ty(&param.ty))
}

/// A type as Rust writes it.
pub fn ty(of: &Ty) -> String {
    match of {
        Ty::Float => "f64".to_owned(),
        Ty::Int => "usize".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::Array(inner, len) => format!("[{}; {len}]", ty(inner)),
        Ty::Vector(inner, _) => format!("Vec<{}>", ty(inner)),
        Ty::Slice(inner, _) => format!("[{}]", ty(inner)),
        Ty::Tuple(parts) => format!("({})", parts.iter().map(ty).collect::<Vec<_>>().join(", ")),
        Ty::Option(inner) => format!("Option<{}>", ty(inner)),
        Ty::Result(inner) => format!("Result<{}, usize>", ty(inner)),
        Ty::Ref(inner) => format!("&{}", ty(inner)),
        Ty::RefMut(inner) => format!("&mut {}", ty(inner)),
    }
}

/// Lines, indented.
struct Printer {
    out: String,
    depth: usize,
    /// Whether `#[checkpoint]` is written.
    attributes: bool,
}

impl Printer {
    /// One line, or several of which the first is indented here and the others already are.
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "    ".repeat(self.depth));
    }

    /// The inside of a block.
    fn body(&mut self, block: &Block) {
        self.depth += 1;
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        if let Some(value) = &block.value {
            let value = self.bare(value);
            self.line(&value);
        }
        self.depth -= 1;
    }

    /// A block as part of an expression, from `{` to `}`.
    fn block(&self, block: &Block) -> String {
        let mut inner = Printer { out: String::new(), ..*self };
        inner.body(block);
        format!("{{\n{}{}}}", inner.out, "    ".repeat(self.depth))
    }
}
