//! References that a condition chooses: `let r = if c { &mut a } else { &mut b };`, and references
//! that change places at the end of a loop's iterations.
//!
//! In: the statement and the rest of its block. Out: a branch on the condition, with the rest of the
//! block in each arm, where the name stands for one place. So every use is exact, and the analyses
//! see nothing new. Invariant: the rest is lowered once per arm, and not more often than
//! [`MOST_COPIES`] in all.

use proc_macro2::{Ident, Span};
use syn::visit::Visit;
use syn::{Block, Expr, Pat, Stmt, parse_quote};

use super::in_place::memory_function;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;

/// Each choice doubles what is behind it.
const MOST_COPIES: usize = 16;

/// A `let` that chooses among references, one of them `&mut`.
pub fn chooses_reference(stmt: &Stmt) -> Option<(&Pat, &Expr)> {
    let Stmt::Local(local) = stmt else { return None };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let branches = matches!(strip(&init.expr), Expr::If(_) | Expr::Match(_));
    (branches && ends_in_borrow(&init.expr)).then_some((&local.pat, &*init.expr))
}

/// Whether the value of an expression is a `&mut`, or a tuple with one.
fn ends_in_borrow(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Reference(reference) => reference.mutability.is_some(),
        Expr::Tuple(tuple) => tuple.elems.iter().any(ends_in_borrow),
        Expr::If(node) => {
            ends_block(&node.then_branch)
                || node.else_branch.as_ref().is_some_and(|(_, other)| ends_in_borrow(other))
        }
        Expr::Match(node) => node.arms.iter().any(|arm| ends_in_borrow(&arm.body)),
        Expr::Block(block) => ends_block(&block.block),
        _ => false,
    }
}

fn ends_block(block: &Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt::Expr(expr, None)) if ends_in_borrow(expr))
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        other => other,
    }
}

/// How many values an expression chooses among.
fn arms(expr: &Expr) -> usize {
    let block = |block: &Block| match block.stmts.last() {
        Some(Stmt::Expr(expr, None)) => arms(expr),
        _ => 1,
    };
    match strip(expr) {
        Expr::If(node) => {
            block(&node.then_branch) + node.else_branch.as_ref().map_or(0, |(_, other)| arms(other))
        }
        Expr::Match(node) => node.arms.iter().map(|arm| arms(&arm.body)).sum(),
        Expr::Block(node) => block(&node.block),
        _ => 1,
    }
}

/// The expression with `let pat = value; rest` for each value that it may give.
fn with_rest(expr: &Expr, pat: &Pat, rest: &[Stmt]) -> Expr {
    match strip(expr) {
        Expr::If(node) => {
            let mut node = node.clone();
            node.then_branch = block_with_rest(&node.then_branch, pat, rest);
            if let Some((_, other)) = &mut node.else_branch {
                **other = with_rest(other, pat, rest);
            }
            Expr::If(node)
        }
        Expr::Match(node) => {
            let mut node = node.clone();
            for arm in &mut node.arms {
                *arm.body = with_rest(&arm.body, pat, rest);
            }
            Expr::Match(node)
        }
        Expr::Block(node) => {
            let block = block_with_rest(&node.block, pat, rest);
            parse_quote!(#block)
        }
        value => parse_quote!({ let #pat = #value; #(#rest)* }),
    }
}

fn block_with_rest(block: &Block, pat: &Pat, rest: &[Stmt]) -> Block {
    match block.stmts.split_last() {
        Some((Stmt::Expr(value, None), before)) => {
            let last = with_rest(value, pat, rest);
            parse_quote!({ #(#before)* #last })
        }
        _ => block.clone(),
    }
}

/// The two references that change places at the end of each iteration, and the iteration without
/// that.
fn swapped_at_the_end(body: &Block) -> Option<(&Ident, &Ident, &[Stmt])> {
    let (last, before) = body.stmts.split_last()?;
    let Stmt::Expr(Expr::Call(call), _) = last else { return None };
    if memory_function(&call.func)? != "swap" || call.args.len() != 2 {
        return None;
    }
    let mut names = call.args.iter().map(|arg| match arg {
        Expr::Reference(borrow) => match &*borrow.expr {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    });
    Some((names.next()??, names.next()??, before))
}

/// The body of a loop, and the loop with another.
fn body_of(stmt: &Stmt) -> Option<&Block> {
    match stmt {
        Stmt::Expr(Expr::ForLoop(node), _) => Some(&node.body),
        Stmt::Expr(Expr::While(node), _) => Some(&node.body),
        Stmt::Expr(Expr::Loop(node), _) => Some(&node.body),
        _ => None,
    }
}

fn with_body(stmt: &Stmt, body: Block) -> Stmt {
    let mut stmt = stmt.clone();
    match &mut stmt {
        Stmt::Expr(Expr::ForLoop(node), _) => node.body = body,
        Stmt::Expr(Expr::While(node), _) => node.body = body,
        Stmt::Expr(Expr::Loop(node), _) => node.body = body,
        _ => {}
    }
    stmt
}

impl Lowerer<'_> {
    /// The value of a block from a `let` on that chooses among references.
    pub fn chosen(&mut self, pat: &Pat, value: &Expr, rest: &[Stmt]) -> Val {
        let copies = self.copies * arms(value);
        if copies > MOST_COPIES {
            self.diagnostics.push(catalogue::many_choices(value));
            return Val::unit();
        }
        let rest: Vec<Stmt> =
            rest.iter().filter(|stmt| !matches!(stmt, Stmt::Item(_))).cloned().collect();
        let branch = with_rest(value, pat, &rest);
        let outer = std::mem::replace(&mut self.copies, copies);
        let value = self.expr(&branch);
        self.copies = outer;
        value
    }

    /// A loop whose iterations end by swapping two references: a flag says which is which. The value
    /// of the block from the loop on.
    pub fn swapping_loop(&mut self, stmt: &Stmt, rest: &[Stmt]) -> Option<Val> {
        let (a, b, before) = swapped_at_the_end(body_of(stmt)?)?;
        let both = [a, b].map(|name| match self.scopes.reference(name) {
            Some(true) => self.scopes.place(name).cloned(),
            Some(false) | None => None,
        });
        let [Some(first), Some(second)] = both else { return None };
        let hidden = |text: &str| Ident::new(text, Span::mixed_site());
        let (one, two, swapped) = (hidden("one_of_two"), hidden("other_of_two"), hidden("swapped"));
        self.open_scope();
        self.scopes.bind_reference(&one, first, true);
        self.scopes.bind_reference(&two, second, true);
        let straight: [Stmt; 2] =
            [parse_quote!(let #a = &mut *#one;), parse_quote!(let #b = &mut *#two;)];
        let crossed: [Stmt; 2] =
            [parse_quote!(let #a = &mut *#two;), parse_quote!(let #b = &mut *#one;)];
        let body: Block = parse_quote!({
            if #swapped { #(#crossed)* #(#before)* } else { #(#straight)* #(#before)* }
            #swapped = !#swapped;
        });
        let flag: Block = parse_quote!({ let mut #swapped = false; });
        let repeated = with_body(stmt, body);
        let rest: Vec<Stmt> =
            rest.iter().filter(|stmt| !matches!(stmt, Stmt::Item(_))).cloned().collect();
        let mut mentions = Mentions { names: [a, b], found: false };
        rest.iter().for_each(|stmt| mentions.visit_stmt(stmt));
        let behind: Block = if mentions.found {
            parse_quote!({
                if #swapped { #(#crossed)* #(#rest)* } else { #(#straight)* #(#rest)* }
            })
        } else {
            parse_quote!({ #(#rest)* })
        };
        let stmts = flag.stmts.into_iter().chain([repeated]).chain(behind.stmts).collect();
        let copies = self.copies;
        self.copies *= 2;
        let value = if self.copies > MOST_COPIES {
            self.diagnostics.push(catalogue::many_choices(stmt));
            Val::unit()
        } else {
            self.block_value(&Block { brace_token: syn::token::Brace::default(), stmts })
        };
        self.copies = copies;
        self.close_scope();
        Some(value)
    }
}

/// Whether names occur.
struct Mentions<'a> {
    names: [&'a Ident; 2],
    found: bool,
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.found |= self.names.iter().any(|name| **name == *ident);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let text = node.tokens.to_string();
        self.found |= self.names.iter().any(|name| text.contains(&name.to_string()));
    }
}
