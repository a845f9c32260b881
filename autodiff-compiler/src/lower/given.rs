//! Functions as values: parameters that are called, and functions that a call is given.
//!
//! In: a call of a function parameter, or a call with closures, function names or function parameters
//! among its arguments. Out: calls of the IR; a closure becomes a block beside the call, with its
//! parameters as variables. Invariant: such a block writes nothing from outside, and of two functions
//! of one call at most one calls a given function parameter, whose adjoint is lent once.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprPath, Pat};

use super::closure::Callable;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    Arg, Callee, Lambda, LambdaBody, Op, Operand, Order, ScalarOp, StmtKind, Target, Ty, VarData,
    VarId, Vars,
};
use crate::parse::known::known_type;
use crate::parse::{Param, Passing};

impl Lowerer<'_> {
    /// A parameter that is a function.
    pub fn function_parameter(&mut self, index: usize, param: &Param) {
        let Some(function) = &param.function else { return };
        let name = self.unique(&param.name);
        let var = self.function.add_var(VarData {
            name,
            ty: Ty::OPAQUE,
            storage: false,
            param: Some(index),
            named: true,
            annotation: None,
        });
        self.function.params.push(var);
        self.function.functions.insert(var, function.passing);
        self.scopes.bind_callable(&param.name, Callable::Parameter(var));
    }

    /// `g(x)` of a parameter.
    pub fn parameter_call(&mut self, span: Span, var: VarId, args: Vec<Val>) -> Val {
        let position = self.function.var(var).param;
        let param = position.and_then(|position| self.signature.params.get(position));
        let Some(function) = param.and_then(|param| param.function.clone()) else {
            return Val::refused();
        };
        if function.inputs.len() != args.len() {
            self.diagnostics.leave_to_rustc();
            return Val::refused();
        }
        let known = |ty: &syn::Type| known_type(ty, &self.signature.types);
        let types: Vec<Ty> = function.inputs.iter().map(known).collect();
        let output = known(&function.output);
        let mut all = vec![Arg { operand: Operand::var(var), reference: None }];
        for (arg, ty) in args.into_iter().zip(&types) {
            let arg = self.typed(arg, ty);
            all.push(Arg { operand: arg.operand, reference: arg.reference });
        }
        let callee = Callee {
            target: Target::Parameter(self.function.var(var).name.clone()),
            turbofish: proc_macro2::TokenStream::new(),
            order: Order::Primal,
        };
        self.define(span, Op::Call(callee, all), output)
    }

    /// Whether an argument is a function.
    fn is_given(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_given(&inner.expr),
            Expr::Group(inner) => self.is_given(&inner.expr),
            Expr::Reference(inner) => self.is_given(&inner.expr),
            Expr::Path(path) => self.names_function(path),
            other => super::closure::is_closure(other),
        }
    }

    /// Whether a call is given functions.
    pub fn takes_functions(&self, call: &syn::ExprCall) -> bool {
        call.args.iter().any(|arg| self.is_given(arg))
    }

    /// Whether the arguments of a method call are.
    pub fn method_takes_functions(&self, call: &syn::ExprMethodCall) -> bool {
        call.args.iter().any(|arg| self.is_given(arg))
    }

    /// A call of an annotated function that is given functions.
    pub fn call_with(&mut self, call: &syn::ExprCall, path: &ExprPath) -> Val {
        let exprs: Vec<&Expr> = call.args.iter().collect();
        let data: Vec<&Expr> = exprs.iter().copied().filter(|expr| !self.is_given(expr)).collect();
        let (values, cells) = self.arguments(data);
        let own = self.is_own(path);
        let ty = if own { self.signature.output_known.clone() } else { Ty::OPAQUE };
        let callee = self.callee(path);
        let val = self.given_call(call.span(), (callee, ty), None, &exprs, values);
        self.empty_cells(cells);
        val
    }

    /// The same of an annotated method.
    pub fn method_with(&mut self, call: &syn::ExprMethodCall) -> Val {
        let exprs: Vec<&Expr> = call.args.iter().collect();
        let mut plain = call.clone();
        plain.args = call.args.iter().filter(|arg| !self.is_given(arg)).cloned().collect();
        let (mut values, cells) = self.method_arguments(&plain);
        let receiver = (!values.is_empty()).then(|| values.remove(0));
        let array = receiver.as_ref().is_some_and(|val| matches!(val.ty.strip_refs(), Ty::Nd(..)));
        if array && crate::rules::methods::of_arrays_without_rule(&call.method) {
            self.diagnostics.push(catalogue::unknown_method(&call.method));
            return Val::refused();
        }
        let turbofish = call.turbofish.as_ref().map(|turbofish| quote::quote!(#turbofish));
        let callee = Callee {
            target: Target::Method(call.method.clone()),
            turbofish: turbofish.unwrap_or_default(),
            order: Order::Primal,
        };
        let val = self.given_call(call.span(), (callee, Ty::OPAQUE), receiver, &exprs, values);
        self.empty_cells(cells);
        val
    }

    /// A call with its arguments in order: the values of those that are data are there.
    fn given_call(
        &mut self,
        span: Span,
        (callee, ty): (Callee, Ty),
        receiver: Option<Val>,
        exprs: &[&Expr],
        values: Vec<Val>,
    ) -> Val {
        let passed = |value: Val| Arg { operand: value.operand, reference: value.reference };
        let mut args: Vec<Arg> = receiver.into_iter().map(passed).collect();
        let mut values = values.into_iter();
        let mut lambdas = Vec::new();
        let mut called: Vec<Vars> = Vec::new();
        for expr in exprs {
            if !self.is_given(expr) {
                args.push(passed(values.next().unwrap_or_else(Val::unit)));
                continue;
            }
            let Some((var, lambda)) = self.given(expr) else { return Val::refused() };
            let mut uses = Vars::new();
            match &lambda {
                Some(lambda) => self.functions_in(lambda, &mut uses),
                None => {
                    uses.insert(var);
                }
            }
            let changed = |var: &VarId| {
                let passing = self.function.functions.get(var);
                matches!(passing, Some(Passing::Mutable | Passing::Again))
            };
            let twice = called.iter().any(|other| !other.is_disjoint(&uses));
            // a closure is there twice, by itself and in its adjoint
            if twice || lambda.is_some() && uses.iter().any(|var| changed(&var)) {
                self.diagnostics.push(catalogue::function_shared(expr));
                return Val::refused();
            }
            called.push(uses);
            lambdas.extend(lambda);
            // a parameter is handed on as its type asks, whatever the reference that is written
            args.push(Arg { operand: Operand::var(var), reference: None });
        }
        let op = Op::Call(callee, args);
        if lambdas.is_empty() {
            return self.define(span, op, ty);
        }
        let var = self.temp(ty.clone());
        self.push(span, StmtKind::CallWith { vars: vec![var], op, lambdas });
        Val::new(Operand::var(var), ty)
    }

    /// A function that a call is given: its name among the arguments, and what it computes unless it is a
    /// parameter that is handed on.
    fn given(&mut self, expr: &Expr) -> Option<(VarId, Option<Lambda>)> {
        let callable = self.callable(strip(expr))?;
        let arity = match &callable {
            Callable::Parameter(var) => return Some((*var, None)),
            Callable::Closure(_) => callable.arity()?,
            Callable::Function(path) => match self.method_arity(path) {
                Some(arity) => arity,
                None => {
                    let var = self.temp(Ty::OPAQUE);
                    let body = LambdaBody::Named(self.callee(path));
                    let reference = borrowed(expr);
                    return Some((var, Some(Lambda { var, tangent: None, reference, body })));
                }
            },
        };
        let types = self.parameter_types(&callable, arity);
        let params: Vec<VarId> = types.into_iter().map(|ty| self.temp(ty)).collect();
        self.read_captures(&callable);
        let known = self.current.clone();
        let values: Vec<Val> = params
            .iter()
            .map(|param| {
                let ty = self.function.var(*param).ty.clone();
                Val::new(Operand::var(*param), ty)
            })
            .collect();
        let (block, result) = self.nested(|this| this.apply(expr.span(), &callable, values));
        self.current = known;
        if result.reference.is_some() && !result.ty.is_scalar() {
            self.diagnostics.push(catalogue::reference_leaves(expr.span()));
            return None;
        }
        self.refuse_writes(expr, &block);
        let var = self.temp(Ty::OPAQUE);
        let body =
            LambdaBody::Closure { params, block, results: vec![result.operand], primal: None };
        Some((var, Some(Lambda { var, tangent: None, reference: borrowed(expr), body })))
    }

    /// `f64::sin` takes one number.
    fn method_arity(&mut self, path: &ExprPath) -> Option<usize> {
        self.float_owner(path)?;
        let name = path.path.segments.last()?.ident.to_string();
        Some(ScalarOp::from_method(&name)?.arity())
    }

    /// What is known of the parameters of a function: what is written, and for numbers what is done with
    /// them.
    fn parameter_types(&mut self, callable: &Callable, arity: usize) -> Vec<Ty> {
        let Callable::Closure(closure) = callable else {
            return (0..arity).map(|_| self.some_float()).collect();
        };
        let syntax = closure.syntax().clone();
        let types = syntax.inputs.iter().map(|pat| match pat {
            Pat::Type(typed) => known_type(&typed.ty, &self.signature.types),
            Pat::Ident(ident) if is_number(&ident.ident, &syntax.body) => self.some_float(),
            _ => Ty::OPAQUE,
        });
        types.collect()
    }

    /// The callee calls a closure as often as it likes: what it changes outside cannot be undone.
    fn refuse_writes(&mut self, expr: &Expr, block: &crate::ir::Block) {
        let inside = crate::analysis::blocks::inside(block);
        let mut outside = None;
        for stmt in &block.stmts {
            stmt.for_each_written(&mut |var| {
                if !inside.contains(&var) {
                    outside = Some(var);
                }
            });
        }
        if let Some(var) = outside {
            let name = self.function.var(var).name.clone();
            self.diagnostics.push(catalogue::given_closure_writes(expr, &name));
        }
    }

    /// The function parameters that a closure calls or hands on.
    fn functions_in(&self, lambda: &Lambda, found: &mut Vars) {
        let Some(block) = lambda.block() else { return };
        block.walk(&mut |stmt| {
            if let StmtKind::Let { op, .. } | StmtKind::CallWith { op, .. } = &stmt.kind {
                op.for_each_var(&mut |var| {
                    if self.function.functions.contains_key(&var) {
                        found.insert(var);
                    }
                });
            }
        });
    }
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => strip(&inner.expr),
        Expr::Group(inner) => strip(&inner.expr),
        Expr::Reference(inner) => strip(&inner.expr),
        other => other,
    }
}

/// `&g`, `&mut g` or `g`.
fn borrowed(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Paren(inner) => borrowed(&inner.expr),
        Expr::Group(inner) => borrowed(&inner.expr),
        Expr::Reference(inner) => Some(inner.mutability.is_some()),
        _ => None,
    }
}

/// Whether a closure's body takes a parameter for a float: arithmetic with it, and nothing that a float
/// has not.
fn is_number(name: &proc_macro2::Ident, body: &Expr) -> bool {
    let mut search = Number { name, numeric: false, other: false };
    search.visit_expr(body);
    search.numeric && !search.other
}

struct Number<'a> {
    name: &'a proc_macro2::Ident,
    numeric: bool,
    other: bool,
}

impl Number<'_> {
    fn is_name(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_name(&inner.expr),
            Expr::Path(path) => path.path.is_ident(self.name),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Number<'_> {
    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let integer = |expr: &Expr| matches!(expr, Expr::Lit(lit) if matches!(&lit.lit, syn::Lit::Int(int) if int.suffix().is_empty()));
        let arithmetic = matches!(
            node.op,
            syn::BinOp::Add(_) | syn::BinOp::Sub(_) | syn::BinOp::Mul(_) | syn::BinOp::Div(_)
        );
        if self.is_name(&node.left) || self.is_name(&node.right) {
            let with_integer = integer(&node.left) || integer(&node.right);
            self.numeric |= arithmetic && !with_integer;
            self.other |= with_integer || matches!(node.op, syn::BinOp::Rem(_)) && !arithmetic;
        }
        syn::visit::visit_expr_binary(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        if self.is_name(&node.receiver) {
            let float = ScalarOp::from_method(&node.method.to_string()).is_some();
            self.numeric |= float;
            self.other |= !float;
        }
        syn::visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_index(&mut self, node: &'ast syn::ExprIndex) {
        self.other |= self.is_name(&node.expr) || self.is_name(&node.index);
        syn::visit::visit_expr_index(self, node);
    }

    fn visit_expr_field(&mut self, node: &'ast syn::ExprField) {
        self.other |= self.is_name(&node.base);
        syn::visit::visit_expr_field(self, node);
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        if self.is_name(&node.expr) {
            self.other |= !matches!(node.op, syn::UnOp::Neg(_));
        }
        syn::visit::visit_expr_unary(self, node);
    }

    fn visit_expr_cast(&mut self, node: &'ast syn::ExprCast) {
        self.other |= self.is_name(&node.expr);
        syn::visit::visit_expr_cast(self, node);
    }

    fn visit_expr_range(&mut self, node: &'ast syn::ExprRange) {
        for end in [&node.start, &node.end].into_iter().flatten() {
            self.other |= self.is_name(end);
        }
        syn::visit::visit_expr_range(self, node);
    }
}
