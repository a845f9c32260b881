//! The IR as text: stable, for tests of passes and for debugging.

use std::fmt;

use super::{
    Block, Callee, Checkpoint, Composite, Function, InPlace, Lambda, LambdaBody, Literal, Op,
    Operand, Place, Proj, PureOp, RangeLoop, Rest, StmtKind, Target, VarId,
};

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fn {}(", self.name)?;
        for (i, param) in self.params.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}{}", self.var(*param).name)?;
        }
        writeln!(f, ")")?;
        self.block(f, &self.body, 1)?;
        let results: Vec<String> = self.results.iter().map(|x| self.show(x)).collect();
        writeln!(f, "  return {}", results.join(", "))
    }
}

impl Function {
    fn block(&self, f: &mut fmt::Formatter<'_>, block: &Block, depth: usize) -> fmt::Result {
        let pad = "  ".repeat(depth);
        let name = |var| &self.var(var).name;
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Let { var, op } => {
                    let keyword = if self.var(*var).storage { "var" } else { "let" };
                    writeln!(f, "{pad}{keyword} {} = {}", name(*var), self.show_op(op))?;
                }
                StmtKind::LetMany { vars, op } => {
                    let names: Vec<String> =
                        vars.iter().map(|var| name(*var).to_string()).collect();
                    writeln!(f, "{pad}let {} = {}", names.join(", "), self.show_op(op))?;
                }
                StmtKind::Declare { var } => writeln!(f, "{pad}declare {}", name(*var))?,
                StmtKind::Store { place, value } => {
                    writeln!(f, "{pad}store {} = {}", self.show_place(place), self.show(value))?;
                }
                StmtKind::Accumulate { place, value, negative, .. } => {
                    let op = if *negative { "-=" } else { "+=" };
                    writeln!(f, "{pad}{} {op} {}", self.show_place(place), self.show(value))?;
                }
                StmtKind::InPlace(change) => writeln!(f, "{pad}{}", self.show_change(change))?,
                StmtKind::Branch { selector, arms, .. } => {
                    writeln!(f, "{pad}branch {}", self.show(selector))?;
                    for arm in arms {
                        writeln!(f, "{pad}arm")?;
                        self.block(f, arm, depth + 1)?;
                    }
                }
                StmtKind::For { var, range, body, early } => {
                    let range = self.show_range(range) + &self.show_checkpoint(body);
                    writeln!(f, "{pad}for {} in {range}", name(*var))?;
                    self.block(f, body, depth + 1)?;
                    if let Some(early) = early {
                        writeln!(f, "{pad}until {}", name(early.stop))?;
                    }
                }
                StmtKind::While { header, condition, body, stop, .. } => {
                    writeln!(f, "{pad}while{}", self.show_checkpoint(body))?;
                    self.block(f, header, depth + 1)?;
                    writeln!(f, "{pad}  test {}", self.show(condition))?;
                    writeln!(f, "{pad}do")?;
                    self.block(f, body, depth + 1)?;
                    if let Some(stop) = stop {
                        writeln!(f, "{pad}until {}", name(*stop))?;
                    }
                }
                StmtKind::Map { vars, inputs, params, body, results } => {
                    let inputs: Vec<String> = inputs.iter().map(|x| self.show(x)).collect();
                    let params: Vec<String> = params.iter().map(|x| name(*x).to_string()).collect();
                    let vars: Vec<String> = vars.iter().map(|x| name(*x).to_string()).collect();
                    let (vars, inputs) = (vars.join(", "), inputs.join(", "));
                    writeln!(f, "{pad}map {vars} = {inputs} |{}|", params.join(", "))?;
                    self.block(f, body, depth + 1)?;
                    let results: Vec<String> = results.iter().map(|x| self.show(x)).collect();
                    writeln!(f, "{pad}  yield {}", results.join(", "))?;
                }
                StmtKind::CallWith { vars, op, lambdas } => {
                    let vars: Vec<String> = vars.iter().map(|x| name(*x).to_string()).collect();
                    writeln!(f, "{pad}let {} = {} with", vars.join(", "), self.show_op(op))?;
                    for lambda in lambdas {
                        self.show_lambda(f, lambda, depth + 1)?;
                    }
                }
                StmtKind::Effect { tokens, .. } => writeln!(f, "{pad}effect {tokens}")?,
            }
        }
        Ok(())
    }

    fn show_lambda(
        &self,
        f: &mut fmt::Formatter<'_>,
        lambda: &Lambda,
        depth: usize,
    ) -> fmt::Result {
        let (pad, list) = ("  ".repeat(depth), |vars: &mut dyn Iterator<Item = VarId>| {
            vars.map(|var| self.var(var).name.to_string()).collect::<Vec<_>>().join(", ")
        });
        let names = list(&mut lambda.vars());
        match &lambda.body {
            LambdaBody::Named(callee) => writeln!(f, "{pad}{names} = {}", callee.primal()),
            LambdaBody::Closure { params, block, results, .. } => {
                writeln!(f, "{pad}{names} = |{}|", list(&mut params.iter().copied()))?;
                self.block(f, block, depth + 1)?;
                let results: Vec<String> = results.iter().map(|x| self.show(x)).collect();
                writeln!(f, "{pad}  yield {}", results.join(", "))
            }
        }
    }

    fn show_checkpoint(&self, body: &Block) -> String {
        match self.checkpoints.get(&body.id) {
            None => String::new(),
            Some(Checkpoint::Default) => " checkpoint".to_owned(),
            Some(Checkpoint::States(states)) => format!(" checkpoint states {}", self.show(states)),
            Some(Checkpoint::Every(period)) => format!(" checkpoint every {}", self.show(period)),
        }
    }

    fn show_change(&self, change: &InPlace) -> String {
        let result = change.result.map(|var| format!("let {} = ", self.var(var).name));
        let places = change.places.iter().map(|place| self.show_place(place));
        let all: Vec<String> = places.chain(change.operands.iter().map(|x| self.show(x))).collect();
        format!("{}in place {:?}({})", result.unwrap_or_default(), change.op, all.join(", "))
    }

    fn show_struct(&self, made: &Composite) -> String {
        let tangent = made.tangent_of.as_ref();
        let name = match tangent {
            Some(tangent) => format!("tangent of {}", self.show(&tangent.primal)),
            None => made.path.to_string(),
        };
        let mut parts: Vec<String> = Vec::new();
        for (member, arg) in &made.parts {
            let reference = if arg.reference.is_some() { "&" } else { "" };
            parts.push(format!(
                "{}: {reference}{}",
                quote::quote!(#member),
                self.show(&arg.operand)
            ));
        }
        match &made.rest {
            Rest::Nothing => {}
            Rest::Zero => parts.push("..0".to_owned()),
            Rest::Base { base, zeros } => {
                parts.extend(zeros.iter().map(|zero| format!("{}: 0", quote::quote!(#zero))));
                parts.push(format!("..{}", self.show(base)));
            }
        }
        format!("{name} {{ {} }}", parts.join(", "))
    }

    fn show_range(&self, range: &RangeLoop) -> String {
        let dots = if range.inclusive { "..=" } else { ".." };
        let rev = if range.reversed { " reversed" } else { "" };
        let step = range.step.as_ref().map(|step| format!(" step {}", self.show(step)));
        let step = step.unwrap_or_default();
        let back = if range.steps_reversed { " reversed" } else { "" };
        format!("{}{dots}{}{rev}{step}{back}", self.show(&range.lo), self.show(&range.hi))
    }

    /// An operand as text.
    pub fn show(&self, operand: &Operand) -> String {
        match operand {
            Operand::Place(place) => self.show_place(place),
            Operand::Literal(Literal::Written(tokens, _)) | Operand::Const(tokens) => {
                tokens.to_string()
            }
            Operand::Literal(Literal::Number(value, _)) => format!("{value:?}"),
        }
    }

    fn show_place(&self, place: &Place) -> String {
        place.proj.iter().fold(self.var(place.base).name.to_string(), |base, proj| match proj {
            Proj::Field(syn::Member::Named(name)) => format!("{base}.{name}"),
            Proj::Field(syn::Member::Unnamed(index)) => format!("{base}.{}", index.index),
            Proj::Index(index) => format!("{base}[{}]", self.show(index)),
            Proj::IndexArray(all) => {
                let all: Vec<String> = all.iter().map(|index| self.show(index)).collect();
                format!("{base}[[{}]]", all.join(", "))
            }
            Proj::Range { lo, hi, inclusive } => {
                let end = |end: &Option<Operand>| {
                    end.as_ref().map(|end| self.show(end)).unwrap_or_default()
                };
                format!("{base}[{}{}{}]", end(lo), if *inclusive { "..=" } else { ".." }, end(hi))
            }
            Proj::Deref | Proj::Boxed => format!("*{base}"),
            Proj::View => format!("{base}.view()"),
            Proj::Payload => format!("{base}?"),
            Proj::Part(part) => {
                let (name, member) = (&part.variant, &part.member);
                format!("{base}.{name}.{}", quote::quote!(#member))
            }
        })
    }

    /// An operation as text; equal texts are equal operations.
    pub fn show_op(&self, op: &Op) -> String {
        let list = |operands: &[Operand]| {
            operands.iter().map(|x| self.show(x)).collect::<Vec<_>>().join(", ")
        };
        match op {
            Op::Use(operand) => self.show(operand),
            Op::Load(place) => format!("load {}", self.show_place(place)),
            Op::Scalar(op, operands) => format!("{op:?}({})", list(operands)),
            Op::Pure(op, operands) => format!("{}({})", show_pure(op), list(operands)),
            Op::Boxed(content) => format!("box({})", list(std::slice::from_ref(content))),
            Op::Tuple(parts) => format!("tuple({})", list(parts)),
            Op::Struct(made) => self.show_struct(made),
            Op::Variant(variant, parts) => format!("{variant:?}({})", list(parts)),
            Op::Array(parts) => format!("array({})", list(parts)),
            Op::VecLit(parts) => format!("vec({})", list(parts)),
            Op::Repeat { value, len, is_vec, .. } => {
                let kind = if *is_vec { "vec" } else { "array" };
                format!("{kind}({}; {})", self.show(value), self.show(len))
            }
            Op::Copy(place, kind) => format!("{kind:?}({})", self.show_place(place)),
            Op::Prim(prim, operands) => format!("prim {prim:?}({})", list(operands)),
            Op::Call(callee, args) if callee.operator().is_some() => {
                let args: Vec<String> = args
                    .iter()
                    .map(|arg| mark(arg.reference).to_owned() + &self.show(&arg.operand))
                    .collect();
                let order = if callee.order == crate::ir::Order::Tangent { "tangent " } else { "" };
                format!("operator {order}{}({})", show_callee(callee), args.join(", "))
            }
            Op::Call(callee, args) => {
                let args: Vec<String> = args
                    .iter()
                    .map(|arg| format!("{}{}", mark(arg.reference), self.show(&arg.operand)))
                    .collect();
                format!("call {:?} {}({})", callee.order, show_callee(callee), args.join(", "))
            }
            Op::Zero(operand) => format!("zero({})", self.show(operand)),
        }
    }
}

/// How an argument is passed.
fn mark(reference: Option<bool>) -> &'static str {
    match reference {
        None => "",
        Some(false) => "&",
        Some(true) => "&mut ",
    }
}

fn show_callee(callee: &Callee) -> String {
    match &callee.target {
        Target::Companion { companion, .. } => companion.to_string(),
        Target::Associated { .. } | Target::Method(_) | Target::Parameter(_) => {
            callee.primal().to_string()
        }
        Target::Operator(operator) => operator.symbol.to_owned(),
    }
}

fn show_pure(op: &PureOp) -> String {
    match op {
        PureOp::Binary(op) => quote::quote!(#op).to_string(),
        PureOp::Unary(op) => quote::quote!(#op).to_string(),
        PureOp::Cast(ty) => format!("as {}", quote::quote!(#ty)),
        PureOp::Method(name) | PureOp::Checked(name) => format!(".{name}"),
        PureOp::Present => "present".to_owned(),
        PureOp::Error(_) => "error".to_owned(),
        PureOp::Call(path) => path.to_string(),
        PureOp::CallByReference(path, references) => {
            let by: Vec<&str> = references.iter().map(|by| mark(*by)).collect();
            format!("{path} [{}]", by.join(", "))
        }
        PureOp::Select { arms, .. } => {
            let arms: Vec<String> = arms.iter().map(ToString::to_string).collect();
            format!("select {{{}}}", arms.join("; "))
        }
        PureOp::Verbatim { tokens, .. } => format!("`{tokens}`"),
    }
}
