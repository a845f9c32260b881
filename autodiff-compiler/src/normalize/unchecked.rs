//! `unsafe` blocks that are so for the sake of checks that they leave out.
//!
//! In: the body of a function. Out: the body, where such a block is a plain one and its accesses are
//! checked: `*x.get_unchecked(i)` is `x[i]`, and lowering has `x.set_len(n)` write zeros. Blocks with
//! anything else in them that may need `unsafe` stay, and are refused. Invariant: generated code holds
//! no `unsafe`, and what it does with a correct program is what the program does.

use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprMethodCall, ItemFn, Type, UnOp, parse_quote_spanned};

use crate::rules::methods::classify;

/// Makes blocks plain that need not be `unsafe` once their accesses are checked.
pub fn checked_accesses(function: &mut ItemFn) {
    let mut pointers = Pointers(false);
    pointers.visit_signature(&function.sig);
    if !pointers.0 {
        Blocks.visit_block_mut(&mut function.block);
    }
}

/// Types of raw pointers.
struct Pointers(bool);

impl<'ast> Visit<'ast> for Pointers {
    fn visit_type(&mut self, ty: &'ast Type) {
        self.0 |= matches!(ty, Type::Ptr(_));
        syn::visit::visit_type(self, ty);
    }
}

struct Blocks;

impl VisitMut for Blocks {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        let Expr::Unsafe(node) = expr else { return };
        let mut block = node.block.clone();
        Accesses.visit_block_mut(&mut block);
        let mut needs = Needs(false);
        needs.visit_block(&block);
        if !needs.0 {
            let attrs = std::mem::take(&mut node.attrs);
            *expr = Expr::Block(syn::ExprBlock { attrs, label: None, block });
        }
    }
}

/// Writes checked accesses.
struct Accesses;

impl VisitMut for Accesses {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let span = expr.span();
        let written = match expr {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                element(without_parens(&unary.expr)).map(|(element, _)| element)
            }
            Expr::MethodCall(call) => match element(&Expr::MethodCall(call.clone())) {
                Some((element, true)) => Some(parse_quote_spanned!(span=> (&mut #element))),
                Some((element, false)) => Some(parse_quote_spanned!(span=> (&#element))),
                None => on_element(call).or_else(|| other(call)),
            },
            _ => None,
        };
        if let Some(written) = written {
            *expr = written;
        }
        syn::visit_mut::visit_expr_mut(self, expr);
    }
}

fn without_parens(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => without_parens(&inner.expr),
        other => other,
    }
}

/// The element that an unchecked access lends, and whether to be changed.
fn element(expr: &Expr) -> Option<(Expr, bool)> {
    let Expr::MethodCall(call) = expr else { return None };
    let mutable = match call.method.to_string().as_str() {
        "get_unchecked" | "uget" => false,
        "get_unchecked_mut" | "uget_mut" => true,
        _ => return None,
    };
    let (receiver, index) = (&call.receiver, call.args.first()?);
    Some((parse_quote_spanned!(call.method.span()=> #receiver[#index]), mutable))
}

/// A method of an element: `x.get_unchecked(i).sin()`.
fn on_element(call: &ExprMethodCall) -> Option<Expr> {
    let (element, _) = element(without_parens(&call.receiver))?;
    Some(Expr::MethodCall(ExprMethodCall { receiver: Box::new(element), ..call.clone() }))
}

/// Other methods that leave out checks.
fn other(call: &ExprMethodCall) -> Option<Expr> {
    let (receiver, span) = (&call.receiver, call.method.span());
    match (call.method.to_string().as_str(), call.args.first()) {
        ("unwrap_unchecked", None) => Some(parse_quote_spanned!(span=> #receiver.unwrap())),
        _ => None,
    }
}

/// Whether something may need `unsafe`: calls of what is not known, pointers, macros.
struct Needs(bool);

impl<'ast> Visit<'ast> for Needs {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.0 |= match expr {
            Expr::Call(call) => !matches!(&*call.func, Expr::Path(path) if is_of_primitive(path)),
            Expr::MethodCall(call) => classify(&call.method.to_string(), call.args.len()).is_none(),
            Expr::Unary(unary) => {
                matches!(unary.op, UnOp::Deref(_))
                    && !matches!(without_parens(&unary.expr), Expr::Path(_) | Expr::Reference(_))
            }
            Expr::Macro(_) | Expr::RawAddr(_) | Expr::Verbatim(_) => true,
            _ => false,
        };
        syn::visit::visit_expr(self, expr);
    }

    fn visit_stmt_macro(&mut self, _: &'ast syn::StmtMacro) {
        self.0 = true;
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {
        self.0 = true;
    }
}

/// `f64::sqrt`, `usize::min`: safe, but for conversions without checks.
fn is_of_primitive(path: &syn::ExprPath) -> bool {
    let segments = &path.path.segments;
    let (Some(owner), Some(name)) = (segments.first(), segments.last()) else { return false };
    let owner = owner.ident.to_string();
    let primitive = ["f64", "f32", "u64", "u32", "i64", "i32", "usize", "isize"];
    segments.len() == 2
        && primitive.contains(&&*owner)
        && !name.ident.to_string().contains("unchecked")
}
