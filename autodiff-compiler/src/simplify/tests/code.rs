//! The small subset of Rust as data, read from text.
//!
//! `zero!()` and `one!()` are numbers of a formula, `verbatim!(..)` is the user's tokens.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Block, Expr as Syn, Pat};

use crate::code::{Expr, NumberKind, Stmt};

/// Statements, results (a tuple's parts) and all names.
pub fn parse(source: &str) -> (Vec<Stmt>, Vec<Expr>, Vec<String>) {
    let block: Block = syn::parse_str(&format!("{{ {source} }}")).expect("the source is Rust");
    let (stmts, result) = body(&block);
    let results = match result {
        Some(Expr::Tuple(parts)) => parts,
        result => result.into_iter().collect(),
    };
    let mut names = Vec::new();
    collect(source.parse().expect("the source is Rust"), &mut names);
    (stmts, results, names)
}

fn collect(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(name) => names.push(name.to_string()),
            proc_macro2::TokenTree::Group(group) => collect(group.stream(), names),
            _ => {}
        }
    }
}

fn body(block: &Block) -> (Vec<Stmt>, Option<Expr>) {
    let mut stmts = Vec::new();
    let mut result = None;
    for stmt in &block.stmts {
        match stmt {
            syn::Stmt::Local(local) => stmts.push(local_of(local)),
            syn::Stmt::Expr(value, semi) => match statement(value) {
                Some(stmt) => stmts.push(stmt),
                None if semi.is_some() => stmts.push(Stmt::Expr(expr(value))),
                None => result = Some(expr(value)),
            },
            syn::Stmt::Macro(call) => {
                stmts.push(Stmt::Verbatim(call.mac.to_token_stream(), inside(&call.mac)))
            }
            syn::Stmt::Item(_) => panic!("no items here"),
        }
    }
    (stmts, result)
}

fn inside(call: &syn::Macro) -> Vec<Ident> {
    let tokens = call.tokens.clone().into_iter();
    tokens
        .filter_map(|token| match token {
            proc_macro2::TokenTree::Ident(name) => Some(name),
            _ => None,
        })
        .collect()
}

fn name_of(pat: &Pat) -> Ident {
    match pat {
        Pat::Ident(name) => name.ident.clone(),
        Pat::Type(typed) => name_of(&typed.pat),
        _ => panic!("no pattern but a name here"),
    }
}

fn local_of(local: &syn::Local) -> Stmt {
    let init = local.init.as_ref().map(|init| expr(&init.expr));
    match &local.pat {
        Pat::TupleStruct(some) => Stmt::LetSome {
            names: some.elems.iter().map(name_of).collect(),
            source: init.expect("a source"),
        },
        pat => {
            let ty = match pat {
                Pat::Type(typed) => Some(typed.ty.to_token_stream()),
                _ => None,
            };
            let mutable = matches!(pat, Pat::Ident(name) if name.mutability.is_some());
            Stmt::Let { name: name_of(pat), mutable, ty, init }
        }
    }
}

fn stmts_of(block: &Block) -> Vec<Stmt> {
    body(block).0
}

fn statement(value: &Syn) -> Option<Stmt> {
    Some(match value {
        Syn::Assign(assign) => Stmt::Assign(expr(&assign.left), "=", expr(&assign.right)),
        Syn::Binary(binary) if matches!(binary.op, syn::BinOp::AddAssign(_)) => {
            Stmt::Assign(expr(&binary.left), "+=", expr(&binary.right))
        }
        Syn::Binary(binary) if matches!(binary.op, syn::BinOp::SubAssign(_)) => {
            Stmt::Assign(expr(&binary.left), "-=", expr(&binary.right))
        }
        Syn::If(branch) => {
            let otherwise = match branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise) {
                Some(Syn::Block(block)) => stmts_of(&block.block),
                Some(chained) => statement(chained).into_iter().collect(),
                None => Vec::new(),
            };
            Stmt::If(expr(&branch.cond), stmts_of(&branch.then_branch), otherwise)
        }
        Syn::Match(branch) => {
            let arms = branch.arms.iter().map(|arm| match &*arm.body {
                Syn::Block(block) => stmts_of(&block.block),
                _ => panic!("arms are blocks here"),
            });
            Stmt::Match(expr(&branch.expr), arms.collect())
        }
        Syn::ForLoop(repeat) => {
            Stmt::For(name_of(&repeat.pat), expr(&repeat.expr), stmts_of(&repeat.body))
        }
        Syn::While(repeat) => Stmt::While(Vec::new(), expr(&repeat.cond), stmts_of(&repeat.body)),
        _ => return None,
    })
}

fn boxed(value: &Syn) -> Box<Expr> {
    Box::new(expr(value))
}

fn expr(value: &Syn) -> Expr {
    match value {
        Syn::Path(path) => match path.path.get_ident() {
            Some(name) => Expr::Name(name.clone()),
            None => Expr::Atom(quote!(#path)),
        },
        Syn::Lit(literal) => Expr::Atom(quote!(#literal)),
        Syn::Paren(inner) => expr(&inner.expr),
        Syn::Unary(unary) => {
            let op = match unary.op {
                syn::UnOp::Deref(_) => "*",
                syn::UnOp::Neg(_) => "-",
                _ => "!",
            };
            Expr::Unary(op, boxed(&unary.expr))
        }
        Syn::Reference(reference) => {
            let op = if reference.mutability.is_some() { "&mut " } else { "&" };
            Expr::Unary(op, boxed(&reference.expr))
        }
        Syn::Binary(binary) => {
            let op = binary.op.to_token_stream().to_string();
            let known = ["+", "-", "*", "/", "<", ">", "&&"];
            let op = known.into_iter().find(|known| *known == op).expect("a known operator");
            Expr::Binary(op, boxed(&binary.left), boxed(&binary.right))
        }
        Syn::MethodCall(call) => Expr::Method(
            boxed(&call.receiver),
            call.method.clone(),
            call.args.iter().map(expr).collect(),
        ),
        Syn::Call(call) => {
            Expr::Call(call.func.to_token_stream(), call.args.iter().map(expr).collect())
        }
        Syn::Index(index) => Expr::Index(boxed(&index.expr), boxed(&index.index)),
        Syn::Range(range) => Expr::Range(
            range.start.as_ref().map(|start| boxed(start)),
            range.end.as_ref().map(|end| boxed(end)),
            false,
        ),
        Syn::Tuple(tuple) => Expr::Tuple(tuple.elems.iter().map(expr).collect()),
        Syn::Closure(closure) => {
            let params = closure.inputs.iter().map(name_of).collect();
            let (body, result) = match &*closure.body {
                Syn::Block(block) => body(&block.block),
                value => (Vec::new(), Some(expr(value))),
            };
            Expr::Closure { params, types: Vec::new(), body, result: result.map(Box::new) }
        }
        Syn::Macro(call) if call.mac.path.is_ident("zero") => Expr::Number(0.0, NumberKind::Plain),
        Syn::Macro(call) if call.mac.path.is_ident("one") => Expr::Number(1.0, NumberKind::Plain),
        other => panic!("not in the subset: {}", other.to_token_stream()),
    }
}
