//! The files of a program in a generated crate: the program, and what calls its derivatives.
//!
//! In: a program. Out: Rust, a file per variant: `plain`, without the attribute, which shows
//! whether the program itself is valid; `analysed`, with all analyses; `stored`, with `analysis = false`.
//! Invariant: every variant has the same text but for the attribute. A file of its own shows the compiler what a
//! user's file shows it: signatures, structs and bodies of callees, each of them once.

use std::fmt::Write;

use crate::print;
use crate::syntax::{Program, Ty};

/// How much of a program is compiled and compared. Second order is compiled with the analyses only: it
/// is most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Hessian-vector products too.
    pub second_order: bool,
    /// With `analysis = false` too.
    pub stored: bool,
}

impl Effort {
    /// Everything.
    pub const FULL: Effort = Effort { second_order: true, stored: true };

    /// Parts of it, the cheapest first.
    pub const ALL: [Effort; 3] = [
        Effort { second_order: false, stored: false },
        Effort { second_order: true, stored: false },
        Effort { second_order: false, stored: true },
    ];

    /// The names of the variants.
    pub(super) fn variants(self) -> &'static [&'static str] {
        if self.stored { &["analysed", "stored"] } else { &["analysed"] }
    }

    /// Whether a variant has Hessian-vector products.
    pub(super) fn has_second_order(self, variant: &str) -> bool {
        self.second_order && variant == "analysed"
    }

    fn attribute(self, variant: &str) -> &'static str {
        match variant {
            "analysed" if self.second_order => "#[differentiable(second_order)]",
            "analysed" => "#[differentiable]",
            _ => "#[differentiable(analysis = false)]",
        }
    }
}

/// The variant without the attribute.
pub(super) const PLAIN: &str = "plain";

/// The names and texts of a program's files.
pub fn files(program: &Program, effort: Effort) -> Vec<(&'static str, String)> {
    let mut files = vec![(PLAIN, print::program(program, ""))];
    for name in effort.variants() {
        let run = run(program, effort.has_second_order(name));
        let text = print::program(program, effort.attribute(name));
        let text = format!(
            "use chainrule::{{Differentiable, differentiable}};\nuse crate::support::{{self, \
             Reader}};\n{text}{run}"
        );
        files.push((name, text));
    }
    files
}

/// A parameter of the entry, seen from its callers.
struct Slot {
    /// Reads a value of its type from the reader `r`.
    reads: String,
    /// Whether it has a derivative.
    active: bool,
    /// Whether it is handed over by `&`, `&mut` or by value.
    passing: Passing,
}

#[derive(Clone, Copy, PartialEq)]
enum Passing {
    Value,
    Shared,
    Exclusive,
}

/// The function that prints the results of all modes.
fn run(program: &Program, second_order: bool) -> String {
    let entry = program.entry();
    let slots: Vec<Slot> = entry.params.iter().map(|param| slot(&param.ty)).collect();
    let writes = slots.iter().any(|slot| slot.passing == Passing::Exclusive && slot.active);
    let mut out = "pub fn run(floats: &[f64], ints: &[usize]) {\n".to_owned();
    let _ = writeln!(out, "let mut r = Reader::new(floats, ints);");
    for (at, slot) in slots.iter().enumerate() {
        let _ = writeln!(out, "let a{at} = {};", slot.reads);
    }
    let scalar = entry.result == Ty::Float;
    let modes = Modes { slots: &slots, result: &entry.result };
    out.push_str(&modes.value());
    if !writes {
        if scalar {
            out.push_str(&modes.simple("value_and_grad", "value_and_grad_f"));
            out.push_str(&modes.simple("grad", "grad_f"));
            if second_order {
                out.push_str(&modes.hvp());
            }
        }
        out.push_str(&modes.vjp());
    }
    out.push_str(&modes.adjoint());
    out.push_str(&modes.jvp());
    if scalar && !writes {
        out.push_str(&modes.simple("again", "grad_f"));
    }
    out.push_str("}\n");
    out
}

fn slot(ty: &Ty) -> Slot {
    let passing = match ty {
        Ty::Ref(_) => Passing::Shared,
        Ty::RefMut(_) => Passing::Exclusive,
        _ => Passing::Value,
    };
    let owned = ty.referent().unwrap_or(ty);
    Slot { reads: reads(owned), active: owned.is_active(), passing }
}

/// An expression that reads a value of the type from `r`.
fn reads(ty: &Ty) -> String {
    match ty {
        Ty::Float => "r.float()".to_owned(),
        Ty::Int => "r.int()".to_owned(),
        Ty::Array(inner, len) => {
            format!("std::array::from_fn::<_, {len}, _>(|_| {})", reads(inner))
        }
        Ty::Vector(inner, len) | Ty::Slice(inner, len) => {
            format!("(0..{len}).map(|_| {}).collect::<Vec<_>>()", reads(inner))
        }
        Ty::Tuple(parts) => {
            format!("({},)", parts.iter().map(reads).collect::<Vec<_>>().join(", "))
        }
        Ty::Unit => "()".to_owned(),
        Ty::Bool | Ty::Option(_) | Ty::Result(_) | Ty::Ref(_) | Ty::RefMut(_) => {
            unreachable!("no parameter of the entry has such a type")
        }
        Ty::Record(_) | Ty::Choice(_) => {
            unreachable!("structs and enums stay inside of the program")
        }
    }
}

/// Calls of the generated functions.
struct Modes<'a> {
    slots: &'a [Slot],
    result: &'a Ty,
}

impl Modes<'_> {
    /// The arguments, and before them statements that copy what the call changes.
    fn args(&self) -> (String, Vec<String>) {
        let mut before = String::new();
        let mut args = Vec::new();
        for (at, slot) in self.slots.iter().enumerate() {
            args.push(match slot.passing {
                Passing::Value => format!("a{at}.clone()"),
                Passing::Shared => format!("&a{at}"),
                Passing::Exclusive => {
                    let _ = writeln!(before, "let mut s{at} = a{at}.clone();");
                    format!("&mut s{at}")
                }
            });
        }
        (before, args)
    }

    /// One variable per active parameter, read from the numbers of `formula`.
    fn companions(&self, prefix: &str, formula: &str) -> String {
        let mut out = format!("let mut r = Reader::of(support::{formula}, 0);\n");
        for (at, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.active) {
            let _ = writeln!(out, "let mut {prefix}{at} = {};", slot.reads);
        }
        out
    }

    /// Names of the active parameters' companions, borrowed by `mark`.
    fn active(&self, mark: impl Fn(usize, &Slot) -> String) -> Vec<String> {
        let active = self.slots.iter().enumerate().filter(|(_, slot)| slot.active);
        active.map(|(at, slot)| mark(at, slot)).collect()
    }

    /// The states of `&mut` parameters, as `Flat`s.
    fn states(&self, prefix: &str) -> String {
        let exclusive = self.slots.iter().enumerate();
        let exclusive =
            exclusive.filter(|(_, slot)| slot.passing == Passing::Exclusive && slot.active);
        exclusive.map(|(at, _)| format!(", &{prefix}{at}")).collect()
    }

    fn value(&self) -> String {
        let (before, args) = self.args();
        let states = self.states("s");
        format!(
            "{{\n{before}let y = f({});\nsupport::print(\"value\", &[&y{states}]);\n}}\n",
            args.join(", ")
        )
    }

    fn simple(&self, mode: &str, function: &str) -> String {
        let (_, args) = self.args();
        format!("support::print(\"{mode}\", &[&{function}({})]);\n", args.join(", "))
    }

    fn hvp(&self) -> String {
        let (_, mut args) = self.args();
        args.extend(self.tangents());
        let companions = self.companions("d", "direction");
        format!("{{\n{companions}support::print(\"hvp\", &[&hvp_f({})]);\n}}\n", args.join(", "))
    }

    /// The weights of the result, as a seed.
    fn seed(&self) -> String {
        let seed = reads(self.result);
        format!("let mut r = Reader::of(support::weight, 0);\nlet seed = {seed};\n")
    }

    fn vjp(&self) -> String {
        let (_, mut args) = self.args();
        args.push("seed".to_owned());
        format!("{{\n{}support::print(\"vjp\", &[&vjp_f({})]);\n}}\n", self.seed(), args.join(", "))
    }

    /// Shadows hold something before; those of `&mut` parameters hold the weights of the outputs.
    fn adjoint(&self) -> String {
        let (before, mut args) = self.args();
        args.extend(self.active(|at, _| format!("&mut g{at}")));
        let mut out = format!("{{\n{before}{}{}", self.companions("g", "shadow"), self.seed());
        for (at, slot) in self.slots.iter().enumerate() {
            if slot.passing == Passing::Exclusive && slot.active {
                let _ = writeln!(out, "g{at} = {};", slot.reads);
            }
        }
        if *self.result != Ty::Unit {
            args.push("seed".to_owned());
        }
        let states = self.states("s");
        let shadows: String = self.active(|at, _| format!(", &g{at}")).concat();
        let _ = write!(
            out,
            "let y = adjoint_f({});\nsupport::print(\"adjoint\", &[&y{states}{shadows}]);\n}}\n",
            args.join(", ")
        );
        out
    }

    fn tangents(&self) -> Vec<String> {
        self.active(|at, slot| match slot.passing {
            Passing::Value => format!("d{at}.clone()"),
            Passing::Shared => format!("&d{at}"),
            Passing::Exclusive => format!("&mut d{at}"),
        })
    }

    fn jvp(&self) -> String {
        let (before, mut args) = self.args();
        args.extend(self.tangents());
        let (states, tangents) = (self.states("s"), self.states("d"));
        let (value, tangent) = match self.result {
            Ty::Unit => ("&()", "&()"),
            _ => ("&y.0", "&y.1"),
        };
        format!(
            "{{\n{before}{}let y = jvp_f({});\nsupport::print(\"jvp\", &[{value}{states}, \
             {tangent}{tangents}]);\n}}\n",
            self.companions("d", "direction"),
            args.join(", ")
        )
    }
}
