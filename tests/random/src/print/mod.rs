//! Writes programs as Rust.
//!
//! In: a [`Program`]. Out: its functions, each with the attribute, formatted well enough to be read in a
//! report. Invariant: what is printed means what [`crate::interpret`] computes.

mod chain;
mod expr;
mod index;
mod stmt;

use std::fmt::Write;

use crate::syntax::{Block, Function, Operator, Param, Program, Role, Ty};

/// The functions of a program, each under `attribute`. If that is empty, attributes of loops are left
/// out too, so that rustc can compile the program by itself.
pub fn program(program: &Program, attribute: &str) -> String {
    let mut out = String::new();
    for of in &program.types {
        out.push_str(&definition(of, !attribute.is_empty()));
        if let Ty::Record(of) = of {
            out.push_str(&index::implementations(of, attribute));
        }
    }
    for (name, value) in &program.constants {
        let _ = writeln!(out, "const {name}: f64 = {value:?};\n");
    }
    let mut traits: Vec<&str> = Vec::new();
    for item in &program.functions {
        match &item.role {
            Role::Implements(name) if !traits.contains(&&**name) => {
                traits.push(name);
                out.push_str(&trait_of(program, name, item, attribute));
            }
            _ => {}
        }
        let (head, tail) = match (&item.role, item.owner()) {
            (Role::Default(_), _) => continue,
            (Role::Implements(name), Some(owner)) => {
                (format!("{attribute}\nimpl {name} for {owner} {{\n"), "}\n\n")
            }
            (Role::Operator(op), Some(owner)) => {
                let output = format!("type Output = {};", ty(&item.result));
                let path = operator_trait(*op);
                (format!("{attribute}\nimpl {path} for {owner} {{\n{output}\n"), "}\n\n")
            }
            (_, Some(owner)) => (format!("impl {owner} {{\n{attribute}\n"), "}\n\n"),
            (_, None) => (format!("{attribute}\n"), "\n"),
        };
        out.push_str(head.trim_start());
        out.push_str(&function(item, !attribute.is_empty()));
        out.push_str(tail);
    }
    out.replace("{\n\n", "{\n")
}

/// A trait: the method that types implement, as `required` does, and those that it has itself.
fn trait_of(program: &Program, name: &str, required: &Function, attribute: &str) -> String {
    let mut declared = required.clone();
    declared.params.iter_mut().for_each(|param| param.mutable = false);
    let signature = signature(&declared, "f64");
    let mut out = format!("{attribute}\npub trait {name} {{\n    {signature};\n");
    let own = program.functions.iter();
    for item in own.filter(|item| item.role == Role::Default(name.to_owned())) {
        out.push_str(&function(item, !attribute.is_empty()));
    }
    out.push_str("}\n\n");
    out.trim_start().to_owned()
}

fn operator_trait(op: Operator) -> &'static str {
    match op {
        Operator::Add => "std::ops::Add",
        Operator::Sub => "std::ops::Sub",
        Operator::Mul => "std::ops::Mul",
        Operator::Neg => "std::ops::Neg",
        Operator::Scale => "std::ops::Mul<f64>",
    }
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
    let float = if function.role == Role::Generic { "T" } else { "f64" };
    let mut printer = Printer { out: String::new(), depth: 0, attributes, float };
    printer.line(&format!("{} {{", signature(function, float)));
    printer.body(&function.body);
    printer.line("}");
    printer.out
}

/// `pub fn name<..>(..) -> ..`
fn signature(function: &Function, float: &'static str) -> String {
    let params: Vec<String> = function.params.iter().map(|of| param(of, float)).collect();
    let result = match &function.result {
        Ty::Unit => String::new(),
        result => format!(" -> {}", ty_of(result, float)),
    };
    let mut generics: Vec<String> = match &function.role {
        Role::Generic => vec!["T: chainrule::Real".to_owned()],
        Role::Bounded(name) => vec![format!("B: {name}")],
        Role::Plain | Role::Operator(_) | Role::Implements(_) | Role::Default(_) => Vec::new(),
    };
    if function.params.iter().any(|param| param.sized) {
        generics.push("const N: usize".to_owned());
    }
    let generics = match generics.is_empty() {
        true => String::new(),
        false => format!("<{}>", generics.join(", ")),
    };
    let public = match &function.role {
        Role::Operator(_) | Role::Implements(_) | Role::Default(_) => "",
        Role::Plain | Role::Generic | Role::Bounded(_) => "pub ",
    };
    let name = match &function.role {
        Role::Operator(op) => operator_method(*op),
        _ => function.own_name(),
    };
    format!("{public}fn {name}{generics}({}){result}", params.join(", "))
}

fn operator_method(op: Operator) -> &'static str {
    match op {
        Operator::Add => "add",
        Operator::Sub => "sub",
        Operator::Mul | Operator::Scale => "mul",
        Operator::Neg => "neg",
    }
}

fn param(param: &Param, float: &'static str) -> String {
    let mutable = if param.mutable { "mut " } else { "" };
    if param.name == "self" {
        let mark = match param.ty {
            Ty::Ref(_) => "&",
            Ty::RefMut(_) => "&mut ",
            _ => mutable,
        };
        return format!("{mark}self");
    }
    if param.sized {
        return format!("{}: &[{float}; N]", param.name);
    }
    format!("{mutable}{}: {}", param.name, ty_of(&param.ty, float))
}

/// A type as Rust writes it.
pub fn ty(of: &Ty) -> String {
    ty_of(of, "f64")
}

/// The same where floats have this type.
fn ty_of(of: &Ty, float: &'static str) -> String {
    let ty = |of: &Ty| ty_of(of, float);
    match of {
        Ty::Float => float.to_owned(),
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
    /// The type of floats: `f64`, or `T` in a function that is generic over it.
    float: &'static str,
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
