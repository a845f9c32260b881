//! Writes programs as Rust.
//!
//! In: a [`Program`]. Out: its functions, each with the attribute, formatted well enough to be read in a
//! report. Invariant: what is printed means what [`crate::interpret`] computes.

mod chain;
mod expr;
mod stmt;

use std::fmt::Write;

use crate::syntax::{Block, Function, Param, Program, Ty};

/// The functions of a program, each under `attribute`. If that is empty, attributes of loops are left
/// out too, so that rustc can compile the program by itself.
pub fn program(program: &Program, attribute: &str) -> String {
    let mut out = String::new();
    for of in &program.types {
        out.push_str(&definition(of, !attribute.is_empty()));
    }
    for item in &program.functions {
        let owner = item.name.split_once("::");
        if let Some((owner, _)) = owner {
            let _ = writeln!(out, "impl {owner} {{");
        }
        if !attribute.is_empty() {
            let _ = writeln!(out, "{attribute}");
        }
        out.push_str(&function(item, !attribute.is_empty()));
        out.push_str(if owner.is_some() { "}\n\n" } else { "\n" });
    }
    out
}

/// The definition of a struct or an enum; with its derivative if the flag says so.
fn definition(of: &Ty, differentiable: bool) -> String {
    let copy = if of.is_copy() { ", Copy" } else { "" };
    let derive = if differentiable { ", Differentiable" } else { "" };
    let mut out = format!("#[derive(Clone{copy}, Debug{derive})]\n");
    let types = |parts: &[Ty]| parts.iter().map(ty).collect::<Vec<_>>().join(", ");
    match of {
        Ty::Record(of) => {
            let field = |(name, of): &(String, Ty)| {
                let mark = if differentiable && *of == Ty::Int { "#[no_diff] " } else { "" };
                let name = if of_tuple(name) { String::new() } else { format!("{name}: ") };
                format!("{mark}pub {name}{}", ty(of))
            };
            let fields = of.fields.iter().map(field).collect::<Vec<_>>().join(", ");
            let (open, close) = if of.tuple { ("(", ");") } else { (" { ", " }") };
            let _ = writeln!(out, "pub struct {}{open}{fields}{close}\n", of.name);
        }
        Ty::Choice(of) => {
            let variant = |(name, parts): &(String, Vec<Ty>)| match &parts[..] {
                [] => name.clone(),
                parts => format!("{name}({})", types(parts)),
            };
            let variants = of.variants.iter().map(variant).collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "pub enum {} {{ {variants} }}\n", of.name);
        }
        _ => out.clear(),
    }
    out
}

/// Whether a field's name is a position.
fn of_tuple(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
}

fn function(function: &Function, attributes: bool) -> String {
    let params: Vec<String> = function.params.iter().map(param).collect();
    let result = match &function.result {
        Ty::Unit => String::new(),
        result => format!(" -> {}", ty(result)),
    };
    let mut printer = Printer { out: String::new(), depth: 0, attributes };
    let name = function.name.rsplit("::").next().unwrap_or_default();
    printer.line(&format!("pub fn {name}({}){result} {{", params.join(", ")));
    printer.body(&function.body);
    printer.line("}");
    printer.out
}

fn param(param: &Param) -> String {
    let mutable = if param.mutable { "mut " } else { "" };
    if param.name == "self" {
        let mark = match param.ty {
            Ty::Ref(_) => "&",
            Ty::RefMut(_) => "&mut ",
            _ => mutable,
        };
        return format!("{mark}self");
    }
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
        Ty::Record(of) => of.name.clone(),
        Ty::Choice(of) => of.name.clone(),
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
