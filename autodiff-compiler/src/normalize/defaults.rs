//! Results and variables that are the default of their type.
//!
//! `Default::default()` as a function's result has its type from the signature, and as `let x: T = ..` from the
//! annotation; a copy of it in the derivatives has neither. So it becomes `<T as Default>::default()`.

use syn::visit_mut::VisitMut;
use syn::{
    Block, Expr, ExprClosure, ExprReturn, ItemFn, Local, Pat, ReturnType, Stmt, Type, parse_quote,
};

/// Gives defaults the type that the function shows of them.
pub fn named_defaults(function: &mut ItemFn) {
    let result = match &function.sig.output {
        ReturnType::Type(_, ty) if can_be_named(ty) => Some((**ty).clone()),
        ReturnType::Type(..) | ReturnType::Default => None,
    };
    if let Some(ty) = &result {
        of_block(&mut function.block, ty);
    }
    Shown { result: result.as_ref() }.visit_block_mut(&mut function.block);
}

/// Whether a type can be written in an expression.
fn can_be_named(ty: &Type) -> bool {
    !matches!(ty, Type::ImplTrait(_) | Type::Reference(_) | Type::Infer(_))
}

/// What a block gives.
fn of_block(block: &mut Block, ty: &Type) {
    if let Some(Stmt::Expr(last, None)) = block.stmts.last_mut() {
        of_value(last, ty);
    }
}

/// A value that is given.
fn of_value(expr: &mut Expr, ty: &Type) {
    match expr {
        Expr::Block(inner) if inner.label.is_none() => of_block(&mut inner.block, ty),
        Expr::If(branch) => {
            of_block(&mut branch.then_branch, ty);
            if let Some((_, other)) = &mut branch.else_branch {
                of_value(other, ty);
            }
        }
        Expr::Match(choice) => choice.arms.iter_mut().for_each(|arm| of_value(&mut arm.body, ty)),
        Expr::Paren(inner) => of_value(&mut inner.expr, ty),
        Expr::Call(call) if call.args.is_empty() => {
            let Expr::Path(path) = &*call.func else { return };
            let segments: Vec<&syn::PathSegment> = path.path.segments.iter().collect();
            if let [of, function] = segments.as_slice()
                && path.qself.is_none()
                && of.ident == "Default"
                && function.ident == "default"
            {
                *expr = parse_quote!(<#ty as #of>::#function());
            }
        }
        _ => {}
    }
}

/// Finds annotated variables, and what is returned early, but not from closures.
struct Shown<'a> {
    result: Option<&'a Type>,
}

impl VisitMut for Shown<'_> {
    fn visit_local_mut(&mut self, node: &mut Local) {
        syn::visit_mut::visit_local_mut(self, node);
        if let (Pat::Type(typed), Some(init)) = (&node.pat, &mut node.init)
            && can_be_named(&typed.ty)
        {
            of_value(&mut init.expr, &typed.ty);
        }
    }

    fn visit_expr_return_mut(&mut self, node: &mut ExprReturn) {
        syn::visit_mut::visit_expr_return_mut(self, node);
        if let (Some(value), Some(ty)) = (&mut node.expr, self.result) {
            of_value(value, ty);
        }
    }

    fn visit_expr_closure_mut(&mut self, node: &mut ExprClosure) {
        // a `return` in it is the closure's own
        Shown { result: None }.visit_expr_mut(&mut node.body);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
