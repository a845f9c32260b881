//! Results that are the default of their type.
//!
//! `Default::default()` as a function's result has its type from the signature, which a copy of it in the
//! derivatives has not. So it becomes `<T as Default>::default()`, with the type that the function returns.

use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprClosure, ExprReturn, ItemFn, ReturnType, Stmt, Type, parse_quote};

/// Gives defaults that a function returns their type.
pub fn named_defaults(function: &mut ItemFn) {
    let ReturnType::Type(_, ty) = &function.sig.output else { return };
    if matches!(**ty, Type::ImplTrait(_) | Type::Reference(_)) {
        return;
    }
    let ty = ty.clone();
    of_block(&mut function.block, &ty);
    Returned(&ty).visit_block_mut(&mut function.block);
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

/// Finds what is returned early, but not from closures.
struct Returned<'a>(&'a Type);

impl VisitMut for Returned<'_> {
    fn visit_expr_return_mut(&mut self, node: &mut ExprReturn) {
        syn::visit_mut::visit_expr_return_mut(self, node);
        if let Some(value) = &mut node.expr {
            of_value(value, self.0);
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
