//! What is taken out of an `Err` is data, and must not become a value.
//!
//! In: a lowered function, and the variables that hold opened errors. Out: the same function, with a check
//! wherever something made of one goes into a result, a store, arithmetic or a call. What an `Err` holds
//! has no derivative, since it may have been made of differentiable values; an integer or a text in one
//! cannot carry a derivative, a float could. Which of them it is, rustc sees: the check is a statement
//! that compiles for types without tangent and for types that are not differentiable.
//!
//! Invariant: messages, comparisons, other errors and `no_diff!(..)` may use all of an error.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Lowerer;
use crate::ir::{Block, Op, Operand, PureOp, Stmt, StmtKind, Ty, Variant, Vars};

impl Lowerer<'_> {
    /// Checks the uses of what was taken out of errors.
    pub fn check_opened(&mut self) {
        if self.opened.is_empty() {
            return;
        }
        let mut opened = std::mem::take(&mut self.opened);
        loop {
            let before = opened.len();
            self.function.body.walk(&mut |stmt| {
                if let StmtKind::Let { var, op } = &stmt.kind
                    && !matches!(self.function.var(*var).ty, Ty::Bool)
                    && hands_on(op)
                {
                    // a position taken out of an error is no part of the element
                    let mut reads = false;
                    match op {
                        Op::Load(place) | Op::Copy(place, _) => {
                            reads = opened.contains(&place.base);
                        }
                        op => op.for_each_operand(&mut |operand| {
                            reads |= matches!(operand, Operand::Place(place) if opened.contains(&place.base));
                        }),
                    }
                    if reads {
                        opened.insert(*var);
                    }
                }
            });
            if opened.len() == before {
                break;
            }
        }
        let mut body = self.function.body.clone();
        let span = self.function.name.span();
        let results: Vec<Operand> = self.function.results.clone();
        self.check_block(&mut body, &opened, span, &results);
        self.function.body = body;
        let krate = &self.options.krate;
        let traits = quote!(HoldsData as _, HoldsOther as _, HoldsTangent as _);
        self.function.items.push(quote! {
            #[allow(unused_imports)]
            use #krate::__private::opened::{#traits};
        });
    }

    fn check_block(&mut self, block: &mut Block, opened: &Vars, span: Span, results: &[Operand]) {
        let mut checked = Vec::with_capacity(block.stmts.len());
        for mut stmt in std::mem::take(&mut block.stmts) {
            let mut sinks = Vec::new();
            values(&stmt, &mut |operand| sinks.push(operand.clone()));
            self.check(&mut checked, stmt.span, &sinks, opened);
            let results = inner_results(&stmt);
            let span = stmt.span;
            stmt.for_each_block_mut(&mut |inner| self.check_block(inner, opened, span, &results));
            checked.push(stmt);
        }
        self.check(&mut checked, span, results, opened);
        block.stmts = checked;
    }

    /// A check in front of a statement for each operand that was opened.
    fn check(&mut self, stmts: &mut Vec<Stmt>, span: Span, operands: &[Operand], opened: &Vars) {
        for operand in operands {
            let Operand::Place(place) = operand else { continue };
            if !opened.contains(&place.base) {
                continue;
            }
            let data = self.function.var(place.base);
            let span = if data.named { data.name.span() } else { span };
            let mut uses = vec![place.base];
            place.for_each_index(&mut |var| uses.push(var));
            for var in &uses {
                self.function.vars[var.0 as usize].named = true;
            }
            let tokens = self.is_data(span, &self.place_tokens(place));
            let kind = StmtKind::Effect { tokens, uses, diverges: false };
            stmts.push(self.function.new_stmt(span, kind));
        }
    }

    /// Compiles where the value's type can carry no derivative.
    fn is_data(&self, span: Span, value: &TokenStream) -> TokenStream {
        let krate = &self.options.krate;
        let span = Span::mixed_site().located_at(span);
        quote_spanned!(span=> (&&&#krate::__private::opened::Opened(&#value)).data())
    }
}

/// Whether a result may hold what an operand holds.
fn hands_on(op: &Op) -> bool {
    match op {
        Op::Use(_) | Op::Load(_) | Op::Copy(..) => true,
        Op::Pure(pure, _) => match pure {
            // to a float: checked itself
            PureOp::Cast(ty) => !is_float(ty),
            PureOp::Binary(_)
            | PureOp::Unary(_)
            | PureOp::Method(_)
            | PureOp::Checked(_)
            | PureOp::Call(_)
            | PureOp::CallByReference(..) => true,
            // the number of an arm, a message, and what the user answers for
            PureOp::Present
            | PureOp::Error(_)
            | PureOp::Select { .. }
            | PureOp::Verbatim { .. } => false,
        },
        // these are checked themselves
        Op::Scalar(..)
        | Op::Tuple(_)
        | Op::Boxed(_)
        | Op::Struct(_)
        | Op::Variant(..)
        | Op::Array(_)
        | Op::VecLit(_)
        | Op::Repeat { .. }
        | Op::Prim(..)
        | Op::Call(..)
        | Op::Zero(_) => false,
    }
}

/// The operands of a statement that become values.
fn values<'a>(stmt: &'a Stmt, f: &mut dyn FnMut(&'a Operand)) {
    match &stmt.kind {
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => match op {
            Op::Variant(Variant::Err, _) => {}
            Op::Pure(PureOp::Cast(ty), operands) if is_float(ty) => operands.iter().for_each(f),
            op if hands_on(op) => {}
            Op::Pure(..) => {}
            op => op.for_each_operand(f),
        },
        StmtKind::Store { .. } | StmtKind::Accumulate { .. } | StmtKind::InPlace(_) => {
            stmt.for_each_operand(f);
        }
        // their other operands are the results of their blocks
        StmtKind::CallWith { op, .. } => op.for_each_operand(f),
        StmtKind::Map { inputs, .. } => inputs.iter().for_each(f),
        StmtKind::Declare { .. }
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Effect { .. } => {}
    }
}

/// What the blocks of a statement give.
fn inner_results(stmt: &Stmt) -> Vec<Operand> {
    match &stmt.kind {
        StmtKind::Map { results, .. } => results.clone(),
        StmtKind::CallWith { lambdas, .. } => {
            lambdas.iter().flat_map(crate::ir::Lambda::results).cloned().collect()
        }
        StmtKind::Let { .. }
        | StmtKind::LetMany { .. }
        | StmtKind::Declare { .. }
        | StmtKind::Store { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::InPlace(_)
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Effect { .. } => Vec::new(),
    }
}

fn is_float(ty: &syn::Type) -> bool {
    crate::parse::known::known_type(ty, &crate::parse::TypeNames::default()).is_float()
}
