//! Expressions, places and patterns as text.
//!
//! In: nodes of the syntax tree. Out: text. Invariant: operands stand in parentheses unless they bind
//! tighter than anything around them.

use super::Printer;
use crate::syntax::{
    Arm, Binary, Bits, Compare, Expr, IntOp, Node, Operator, Pattern, Place, Several, Step, Ty,
    Unary,
};

impl Printer {
    /// An expression where nothing around it binds.
    pub(super) fn bare(&self, expr: &Expr) -> String {
        match &expr.node {
            Node::If(condition, yes, no) => {
                let no = no.as_ref().map(|no| format!(" else {}", self.block(no)));
                let (condition, yes) = (self.condition(condition), self.block(yes));
                format!("if {condition} {yes}{}", no.unwrap_or_default())
            }
            Node::Match(value, arms) => self.match_expr(value, arms),
            Node::Block(block) => self.block(block),
            Node::Labelled(label, block) => format!("'{label}: {}", self.block(block)),
            Node::Loop(label, body) => format!("{}loop {}", tick(label.as_ref()), self.block(body)),
            _ => {
                let text = self.expr(expr);
                let wrapped = matches!(
                    expr.node,
                    Node::Binary(..) | Node::IntOp(..) | Node::Compare(..) | Node::Logic(..)
                );
                if wrapped && text.starts_with('(') {
                    text[1..text.len() - 1].to_owned()
                } else {
                    text
                }
            }
        }
    }

    /// A condition: the `&&` between `let`s must not stand in parentheses.
    pub(super) fn condition(&self, expr: &Expr) -> String {
        match &expr.node {
            Node::Logic(true, left, right) if has_let(left) || has_let(right) => {
                format!("{} && {}", self.condition(left), self.condition(right))
            }
            Node::Let(pattern, value) => {
                format!("let {} = {}", self::pattern(pattern), self.expr(value))
            }
            _ => self.expr(expr),
        }
    }

    fn match_expr(&self, value: &Expr, arms: &[Arm]) -> String {
        let mut inner = Printer { out: String::new(), depth: self.depth + 1, ..*self };
        for Arm { pattern, guard, body } in arms {
            let guard = guard.as_ref().map(|guard| format!(" if {}", inner.bare(guard)));
            let body = inner.block(body);
            let head = self::pattern(pattern);
            inner.line(&format!("{head}{} => {body}", guard.unwrap_or_default()));
        }
        let value = match (&value.node, &value.ty) {
            // of a `&mut`, what a name alone would hand on
            (Node::Borrow(place), Ty::Ref(_)) if place.steps == [Step::Deref] => {
                format!("&*{}", place.root)
            }
            _ => self.expr(value),
        };
        format!("match {value} {{\n{}{}}}", inner.out, "    ".repeat(self.depth))
    }

    /// An expression as an operand.
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &expr.node {
            Node::Float(value) => self.literal(&format!("{value:?}")),
            Node::Int(value) => value.to_string(),
            Node::Bool(value) => value.to_string(),
            Node::Read(place) => self.place(place),
            Node::Clone(place) => format!("{}.clone()", self.receiver(place)),
            Node::ToVec(place) => format!("{}.to_vec()", self.receiver(place)),
            Node::Borrow(place) => self.borrow("&", place),
            Node::BorrowMut(place) => self.borrow("&mut ", place),
            Node::Len(place) => format!("{}.len()", self.receiver(place)),
            Node::Unary(..)
            | Node::Binary(..)
            | Node::Several(..)
            | Node::Powi(..)
            | Node::PowiBy(..)
            | Node::Bits(..) => self.arithmetic(&expr.node),
            Node::Operate(op, _, args) => {
                let args: Vec<String> = args.iter().map(|arg| self.expr(arg)).collect();
                match (op, &args[..]) {
                    (Operator::Neg, [arg]) => format!("(-{arg})"),
                    (Operator::Add, [a, b]) => format!("({a} + {b})"),
                    (Operator::Sub, [a, b]) => format!("({a} - {b})"),
                    (_, parts) => format!("({})", parts.join(" * ")),
                }
            }
            Node::NoDiff(inner) => format!("chainrule::no_diff!({})", self.bare(inner)),
            Node::IntOp(op @ (IntOp::WrappingMul | IntOp::SaturatingSub), left, right) => {
                let wraps = *op == IntOp::WrappingMul;
                let name = if wraps { "wrapping_mul" } else { "saturating_sub" };
                format!("usize::{name}({}, {})", self.bare(left), self.bare(right))
            }
            Node::IntOp(op, left, right) => {
                let op = match op {
                    IntOp::Add => "+",
                    IntOp::Sub => "-",
                    IntOp::Mul => "*",
                    IntOp::Div => "/",
                    IntOp::Rem => "%",
                    IntOp::WrappingMul | IntOp::SaturatingSub => unreachable!("printed above"),
                };
                format!("({} {op} {})", self.expr(left), self.expr(right))
            }
            Node::Whole(inner) => format!("({} as i32 as f64)", self.expr(inner)),
            Node::Truncate(inner) => format!("({} as usize)", self.expr(inner)),
            Node::ToFloat(inner) if self.float == "f64" => format!("({} as f64)", self.expr(inner)),
            Node::ToFloat(inner) => self.literal(&self.bare(inner)),
            Node::Compare(op, left, right) => {
                let op = match op {
                    Compare::Less => "<",
                    Compare::Greater => ">",
                    Compare::Equal => "==",
                    Compare::Unequal => "!=",
                };
                format!("({} {op} {})", self.expr(left), self.expr(right))
            }
            Node::Logic(and, left, right) => {
                let op = if *and { "&&" } else { "||" };
                format!("({} {op} {})", self.expr(left), self.expr(right))
            }
            Node::Not(inner) => format!("!{}", self.expr(inner)),
            Node::Let(..) => format!("({})", self.condition(expr)),
            Node::Matches(value, pattern) => {
                format!("matches!({}, {})", self.bare(value), self::pattern(pattern))
            }
            Node::If(..)
            | Node::Match(..)
            | Node::Block(_)
            | Node::Labelled(..)
            | Node::Loop(..) => {
                format!("({})", self.bare(expr))
            }
            Node::Call(name, args) | Node::Apply(name, args) => {
                format!("{name}({})", self.list(args))
            }
            Node::Method(name, args) => {
                let name = name.rsplit("::").next().unwrap_or_default();
                let receiver = match args.first().map(|arg| &arg.node) {
                    Some(Node::Borrow(place) | Node::BorrowMut(place) | Node::Read(place)) => {
                        self.receiver(place)
                    }
                    Some(_) => self.operand(&args[0]),
                    None => String::new(),
                };
                format!("{receiver}.{name}({})", self.list(&args[1..]))
            }
            Node::Chain(chain, end) => self.chained(chain, end, expr),
            Node::Combine(option, how) => self.combined(option, how),
            _ => self.aggregate(expr),
        }
    }

    fn arithmetic(&self, node: &Node) -> String {
        match node {
            Node::Unary(Unary::Neg, operand, _) => format!("(-{})", self.expr(operand)),
            Node::Unary(op, operand, true) => {
                format!("{}.{}()", self.operand(operand), unary(*op))
            }
            Node::Unary(op, operand, false) => {
                format!("{}::{}({})", self.float, unary(*op), self.bare(operand))
            }
            Node::Binary(op, left, right) => {
                format!("({} {} {})", self.number(left), binary(*op), self.number(right))
            }
            Node::Several(op, args) => {
                let name = match op {
                    Several::Max => "max",
                    Several::Min => "min",
                    Several::Hypot => "hypot",
                    Several::Atan2 => "atan2",
                    Several::Powf => "powf",
                    Several::MulAdd => "mul_add",
                    Several::Clamp => "clamp",
                };
                format!("{}::{name}({})", self.float, self.list(args))
            }
            Node::Powi(base, exponent) => {
                format!("{}::powi({}, {exponent})", self.float, self.bare(base))
            }
            Node::PowiBy(base, exponent) => {
                let (base, exponent) = (self.bare(base), self.expr(exponent));
                format!("{}::powi({base}, {exponent} as i32)", self.float)
            }
            Node::Bits(op, inner) => {
                let bits = format!("{}.to_bits()", self.operand(inner));
                let bits = match op {
                    Bits::Flip => format!("{bits} ^ (1 << 63)"),
                    Bits::Clear => format!("{bits} & 0x7fff_ffff_ffff_ffff"),
                    Bits::Raise(by) => format!("{bits} + ({by} << 52)"),
                    Bits::Half => {
                        format!("({bits} & 0x800f_ffff_ffff_ffff) | 0x3fe0_0000_0000_0000")
                    }
                };
                format!("f64::from_bits({bits})")
            }
            _ => unreachable!("the caller hands over arithmetic only"),
        }
    }

    fn aggregate(&self, expr: &Expr) -> String {
        let open = if matches!(expr.ty, Ty::Vector(..)) { "vec!" } else { "" };
        match &expr.node {
            Node::List(parts) => format!("{open}[{}]", self.list(parts)),
            Node::Repeat(element, len) => format!("{open}[{}; {len}]", self.bare(element)),
            Node::Empty(None) => "Vec::new()".to_owned(),
            Node::Empty(Some(capacity)) => format!("Vec::with_capacity({capacity})"),
            Node::Tuple(parts) => format!("({})", self.list(parts)),
            Node::Record(..) | Node::Base(..) | Node::Variant(..) => self.constructed(expr),
            Node::Some(inner) => format!("Some({})", self.bare(inner)),
            Node::None => "None".to_owned(),
            Node::Ok(inner) => format!("Ok({})", self.bare(inner)),
            Node::Err(code) => format!("Err({code})"),
            Node::UnwrapOr(option, default) => {
                format!("{}.unwrap_or({})", self.operand(option), self.bare(default))
            }
            Node::Try(option) => format!("{}?", self.operand(option)),
            Node::OkOr(option, code) => format!("{}.ok_or({code}_usize)", self.operand(option)),
            Node::ToOption(result) => format!("{}.ok()", self.operand(result)),
            Node::Take(place) => format!("std::mem::take({})", self.borrow("&mut ", place)),
            Node::Pop(place) => format!("{}.pop()", self.receiver(place)),
            Node::Remove(place, at) => {
                format!("{}.remove({})", self.receiver(place), self.bare(at))
            }
            Node::Get(place, low, high) => {
                format!("{}.get({}..{})", self.receiver(place), self.expr(low), self.expr(high))
            }
            Node::SplitEnd(place, first) => {
                let end = if *first { "first" } else { "last" };
                format!("{}.split_{end}()", self.receiver(place))
            }
            Node::Split(place, at) => {
                format!("{}.split_at({})", self.receiver(place), self.bare(at))
            }
            Node::Replace(place, value) => {
                format!("std::mem::replace({}, {})", self.borrow("&mut ", place), self.bare(value))
            }
            _ => unreachable!("`expr` prints the other nodes"),
        }
    }

    /// A struct or a variant.
    fn constructed(&self, expr: &Expr) -> String {
        match (&expr.node, &expr.ty) {
            (Node::Record(parts), Ty::Record(of)) if of.tuple => {
                format!("{}({})", of.name, self.list(parts))
            }
            (Node::Record(parts), Ty::Record(of)) => {
                let fields = of.fields.iter().zip(parts);
                let fields = fields.map(|((name, _), part)| format!("{name}: {}", self.bare(part)));
                format!("{} {{ {} }}", of.name, fields.collect::<Vec<_>>().join(", "))
            }
            (Node::Base(parts, base), Ty::Record(of)) => {
                let field = |(at, part): &(usize, Expr)| {
                    format!("{}: {}, ", of.fields[*at].0, self.bare(part))
                };
                let fields: String = parts.iter().map(field).collect();
                format!("{} {{ {fields}..{} }}", of.name, self.place(base))
            }
            (Node::Variant(at, parts), Ty::Choice(of)) => {
                let (name, payload) = &of.variants[*at];
                let parts = if payload.is_empty() {
                    String::new()
                } else {
                    format!("({})", self.list(parts))
                };
                format!("{}::{name}{parts}", of.name)
            }
            _ => unreachable!("the type is that of the node"),
        }
    }

    /// An operand of a float operator: what an iterator refers to needs no `*`.
    fn number(&self, expr: &Expr) -> String {
        match &expr.node {
            Node::Read(Place { root, steps })
                if root.starts_with("el")
                    && matches!(&steps[..], [Step::Deref])
                    && self.float == "f64" =>
            {
                root.clone()
            }
            _ => self.expr(expr),
        }
    }

    /// An expression before a dot.
    pub(super) fn operand(&self, expr: &Expr) -> String {
        let text = self.expr(expr);
        let tight = match &expr.node {
            Node::Read(place) => !text.starts_with('*') && !place.root.is_empty(),
            Node::Call(..) | Node::Several(..) | Node::Powi(..) | Node::Pop(_) => true,
            Node::Bits(..) | Node::OkOr(..) | Node::ToOption(_) | Node::Try(_) => true,
            Node::Take(_) | Node::Ok(_) | Node::PowiBy(..) | Node::Remove(..) => true,
            Node::Apply(..) | Node::Chain(..) | Node::Combine(..) | Node::Method(..) => true,
            Node::Some(_) | Node::None => true,
            Node::Float(_) => self.float != "f64",
            Node::Unary(op, ..) => *op != Unary::Neg,
            _ => text.starts_with('('),
        };
        if tight { text } else { format!("({text})") }
    }

    /// A literal, or an integer, as a float.
    fn literal(&self, text: &str) -> String {
        match self.float {
            "f64" => text.to_owned(),
            float => format!("{float}::from({text}).unwrap()"),
        }
    }

    pub(super) fn list(&self, parts: &[Expr]) -> String {
        parts.iter().map(|part| self.bare(part)).collect::<Vec<_>>().join(", ")
    }

    /// A place. `*` is written where nothing follows it.
    pub(super) fn place(&self, place: &Place) -> String {
        let mut text = place.root.clone();
        let inner = place.steps.iter().rev().take_while(|step| **step == Step::Deref).count();
        for (at, step) in place.steps.iter().enumerate() {
            match step {
                Step::Index(index) | Step::Own(_, index) => {
                    text = format!("{text}[{}]", self.bare(index));
                }
                Step::Field(field) => text = format!("{text}.{field}"),
                Step::Member(name, _) => text = format!("{text}.{name}"),
                Step::Part(low, high) => {
                    text = format!("{text}[{}..{}]", self.expr(low), self.expr(high));
                }
                Step::Deref if at + inner >= place.steps.len() => text = format!("*{text}"),
                Step::Deref => {}
            }
        }
        text
    }

    /// A place before a dot, where Rust follows references by itself.
    pub(super) fn receiver(&self, place: &Place) -> String {
        let text = self.place(place);
        text.trim_start_matches('*').to_owned()
    }

    /// A borrowed place; a variable that is a reference is handed on by its name.
    pub(super) fn borrow(&self, mark: &str, place: &Place) -> String {
        match &place.steps[..] {
            [Step::Deref] => place.root.clone(),
            _ => format!("{mark}{}", self.place(place)),
        }
    }
}

/// Whether a condition binds names.
fn has_let(expr: &Expr) -> bool {
    match &expr.node {
        Node::Let(..) => true,
        Node::Logic(true, left, right) => has_let(left) || has_let(right),
        _ => false,
    }
}

/// A label before its loop.
pub(super) fn tick(label: Option<&String>) -> String {
    label.map(|label| format!("'{label}: ")).unwrap_or_default()
}

/// The name of a function.
pub(super) fn unary(op: Unary) -> &'static str {
    match op {
        Unary::Neg => "neg",
        Unary::Sin => "sin",
        Unary::Cos => "cos",
        Unary::Tanh => "tanh",
        Unary::Atan => "atan",
        Unary::Asinh => "asinh",
        Unary::Exp => "exp",
        Unary::Ln => "ln",
        Unary::Sqrt => "sqrt",
        Unary::Abs => "abs",
        Unary::Recip => "recip",
        Unary::Cosh => "cosh",
        Unary::Sinh => "sinh",
        Unary::Floor => "floor",
        Unary::Signum => "signum",
    }
}

/// An operator as Rust writes it.
pub(super) fn binary(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::Div => "/",
    }
}

/// A pattern as Rust writes it.
pub(super) fn pattern(of: &Pattern) -> String {
    match of {
        Pattern::Wild => "_".to_owned(),
        Pattern::Name(name, mutable) => format!("{}{name}", if *mutable { "mut " } else { "" }),
        Pattern::Ints(ints) => ints.iter().map(usize::to_string).collect::<Vec<_>>().join(" | "),
        Pattern::Between(low, high) => format!("{low}..={high}"),
        Pattern::Tuple(parts) => {
            format!("({})", parts.iter().map(pattern).collect::<Vec<_>>().join(", "))
        }
        Pattern::Record(of, parts) if of.tuple => {
            format!("{}({})", of.name, parts.iter().map(pattern).collect::<Vec<_>>().join(", "))
        }
        Pattern::Record(of, parts) => {
            let fields = of.fields.iter().zip(parts);
            let fields = fields.map(|((name, _), part)| format!("{name}: {}", pattern(part)));
            format!("{} {{ {} }}", of.name, fields.collect::<Vec<_>>().join(", "))
        }
        Pattern::Variant(of, at, parts) => {
            let (name, payload) = &of.variants[*at];
            let parts = parts.iter().map(pattern).collect::<Vec<_>>().join(", ");
            let parts = if payload.is_empty() { String::new() } else { format!("({parts})") };
            format!("{}::{name}{parts}", of.name)
        }
        Pattern::Slice(front, back) => {
            let dots = "..".to_owned();
            let parts = front.iter().map(pattern).chain([dots]).chain(back.iter().map(pattern));
            format!("[{}]", parts.collect::<Vec<_>>().join(", "))
        }
        Pattern::Ref(inner) => format!("&{}", pattern(inner)),
        Pattern::Some(inner) => format!("Some({})", pattern(inner)),
        Pattern::None => "None".to_owned(),
        Pattern::Ok(inner) => format!("Ok({})", pattern(inner)),
        Pattern::Err => "Err(_)".to_owned(),
    }
}

/// A pattern with the annotation of its type.
pub(super) fn annotated(of: &Pattern, annotation: Option<&Ty>, float: &'static str) -> String {
    let annotation = annotation.map(|of| format!(": {}", super::ty_of(of, float)));
    format!("{}{}", pattern(of), annotation.unwrap_or_default())
}
