//! `macro_rules!` in a body.
//!
//! In: the body of a function. Out: the body with what its own macros stand for, and without their
//! definitions. Rules are of single fragments, `($x:expr, $y:expr) => { .. }`, without repetitions.
//! Names mean what they mean to rustc: what a rule binds has a name of its own, so that no argument meets
//! it, and a rule that reads a name which the function binds again behind the rule is left where it is, as
//! is all else that is not understood; the fence refuses it there.

mod rule;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ItemFn, Macro, Stmt};

use rule::Rules;

/// How deep a rule may stand for another.
const DEEPEST: usize = 16;

/// Expands the macros that a body defines.
pub fn expanded(function: &mut ItemFn) {
    let mut found = Definitions::default();
    found.visit_block(&function.block);
    // a rule may call those that stand in front of it
    for definition in found.all.into_iter().rev() {
        let Some(rules) = definition.rules else { continue };
        let twice = found.names.iter().filter(|name| **name == rules.name).count() > 1;
        if twice || rules.free.iter().any(|name| definition.later.contains(name)) {
            continue;
        }
        let mut block = function.block.clone();
        let mut expander = Expander { rules: &rules, known: false, depth: 0, failed: false };
        expander.visit_block_mut(&mut block);
        if !expander.failed {
            function.block = block;
        }
    }
}

/// One macro, with the names that are bound behind it.
struct Definition {
    rules: Option<Rules>,
    later: Vec<String>,
}

/// The macros of a body, in order.
#[derive(Default)]
struct Definitions {
    all: Vec<Definition>,
    names: Vec<String>,
}

impl<'ast> Visit<'ast> for Definitions {
    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = item.ident.as_ref().filter(|_| item.mac.path.is_ident("macro_rules")) {
            self.names.push(name.to_string());
            let rules = Rules::of(name, &item.mac);
            self.all.push(Definition { rules, later: Vec::new() });
        }
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        for definition in &mut self.all {
            definition.later.push(pat.ident.to_string());
        }
        syn::visit::visit_pat_ident(self, pat);
    }
}

/// Puts what a macro stands for in the place of its calls.
struct Expander<'a> {
    rules: &'a Rules,
    /// Behind its definition.
    known: bool,
    depth: usize,
    /// A call fits no rule.
    failed: bool,
}

impl Expander<'_> {
    fn calls(&self, mac: &Macro) -> bool {
        self.known && mac.path.is_ident(&self.rules.name)
    }

    /// What is left of a statement.
    fn statement(&mut self, mut stmt: Stmt) -> Vec<Stmt> {
        match stmt {
            Stmt::Item(syn::Item::Macro(item))
                if item.ident.as_ref().is_some_and(|name| *name == self.rules.name) =>
            {
                self.known = true;
                Vec::new()
            }
            Stmt::Macro(call) if self.calls(&call.mac) && self.depth < DEEPEST => {
                let Some(tokens) = self.rules.expand(&call.mac) else {
                    self.failed = true;
                    return Vec::new();
                };
                let Ok(mut stmts) = syn::parse::Parser::parse2(Block::parse_within, tokens) else {
                    self.failed = true;
                    return Vec::new();
                };
                if let (Some(semi), Some(Stmt::Expr(_, last @ None))) =
                    (call.semi_token, stmts.last_mut())
                {
                    *last = Some(semi);
                }
                self.depth += 1;
                let stmts = stmts.into_iter().flat_map(|stmt| self.statement(stmt)).collect();
                self.depth -= 1;
                stmts
            }
            _ => {
                self.visit_stmt_mut(&mut stmt);
                vec![stmt]
            }
        }
    }
}

/// Whether tokens hold a name.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

impl VisitMut for Expander<'_> {
    /// The arguments of another macro stay as they are.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        self.failed |= mentions(&mac.tokens, &self.rules.name);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        let stmts = std::mem::take(&mut block.stmts);
        block.stmts = stmts.into_iter().flat_map(|stmt| self.statement(stmt)).collect();
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let Expr::Macro(call) = expr else { return syn::visit_mut::visit_expr_mut(self, expr) };
        if !self.calls(&call.mac) {
            return self.visit_macro_mut(&mut call.mac);
        }
        let tokens = self.rules.expand(&call.mac).filter(|_| self.depth < DEEPEST);
        match tokens.and_then(|tokens| syn::parse2::<Expr>(tokens).ok()) {
            Some(mut value) => {
                self.depth += 1;
                self.visit_expr_mut(&mut value);
                self.depth -= 1;
                // an argument of an operator is taken as a whole
                *expr = match value {
                    Expr::Block(_) | Expr::Path(_) | Expr::Lit(_) | Expr::Call(_) => value,
                    value => syn::parse_quote!((#value)),
                };
            }
            None => self.failed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::{ItemFn, parse_quote};

    fn expanded(mut function: ItemFn) -> String {
        super::expanded(&mut function);
        function.block.to_token_stream().to_string()
    }

    #[test]
    fn calls_are_what_they_stand_for() {
        let function = parse_quote! {
            fn f(x: f64, a: [f64; 2]) -> f64 {
                let mut sum = 0.0;
                macro_rules! part (($i:expr, $y:expr) => { { let x = a[$i]; x * $y } });
                macro_rules! add {
                    ($y:expr) => { sum += part!(0, $y) };
                    ($y:expr, $name:ident) => { let $name = $y; sum += $name; };
                }
                add!(x + 1.0);
                add!(2.0, z);
                sum + part!(1, x)
            }
        };
        let function = expanded(function).replace("__of_part", "__p");
        let expected = quote! {
            {
                let mut sum = 0.0;
                sum += { let x__p = a[0]; x__p * x + 1.0 };
                let z = 2.0;
                sum += z;
                sum + { let x__p = a[1]; x__p * x }
            }
        };
        // arguments stand in groups that are not printed
        assert_eq!(function, expected.to_string());
    }

    #[test]
    fn others_stay() {
        for body in [
            quote!({
                macro_rules! m {
                    ($($x:expr),*) => {
                        1.0
                    };
                }
                x
            }),
            quote!({
                let y = x;
                macro_rules! m {
                    () => {
                        y
                    };
                }
                let y = 2.0;
                m!() + y
            }),
            quote!({
                macro_rules! m {
                    ($x:expr) => {
                        $x
                    };
                }
                m!(1.0, 2.0)
            }),
        ] {
            let function: ItemFn = parse_quote!(fn f(x: f64) -> f64 #body);
            assert_eq!(expanded(function), body.to_string());
        }
    }
}
