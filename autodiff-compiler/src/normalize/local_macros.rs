//! `macro_rules!` of a body and of its file.
//!
//! In: the body of a function, and the macros of the file that it calls. Out: the body with what these stand for,
//! and without definitions.
//! Names mean what they mean to rustc: what a rule binds has a name of its own, so that no argument meets
//! it, and a rule that reads a name which the function binds again behind the rule is left where it is, as
//! is all else that is not understood; the fence refuses it there.

mod own;
mod rule;

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ItemFn, ItemMacro, Macro, Signature, Stmt};

use own::Expansion;
use rule::Rules;

/// How deep a rule may stand for another.
const DEEPEST: usize = 16;

/// Names of the standard library's that patterns hold and bind nothing.
const VARIANTS: [&str; 4] = ["None", "Some", "Ok", "Err"];

/// Expands the macros that a body defines.
pub fn expanded(function: &mut ItemFn) {
    let mut found = Definitions::default();
    found.visit_block(&function.block);
    if !found.all.is_empty() {
        expand(&mut function.block, Vec::new(), found.all);
    }
}

/// Expands those of a file's macros that a function calls.
pub fn expanded_of_file(sig: &Signature, block: &mut Block, file: &[ItemMacro]) {
    let mut found = Definitions::default();
    let rules = |item: &ItemMacro| Some((item.ident.clone()?, item.mac.clone()));
    for (name, mac) in file.iter().filter_map(rules) {
        let rules = Rules::of(&name, &mac);
        found.all.push(Definition { rules, later: BTreeSet::new(), of_file: true });
    }
    if found.all.is_empty() {
        return;
    }
    found.visit_signature(sig);
    found.visit_block(block);
    let (of_file, own) = found.all.into_iter().partition(|definition| definition.of_file);
    expand(block, of_file, own);
}

/// The macros that a function calls, without those that stand in other macros' arguments.
pub fn called(block: &Block) -> BTreeSet<String> {
    #[derive(Default)]
    struct Calls(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Calls {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.0.extend(mac.path.get_ident().map(ToString::to_string));
        }
    }
    let mut calls = Calls::default();
    calls.visit_block(block);
    calls.0
}

fn expand(block: &mut Block, known: Vec<Definition>, own: Vec<Definition>) {
    let mut expander = Expander {
        scope: known,
        own: own.into_iter(),
        given: BTreeSet::new(),
        count: 0,
        depth: 0,
        failed: false,
    };
    let mut expanded = block.clone();
    expander.visit_block_mut(&mut expanded);
    if !expander.failed {
        *block = expanded;
    }
}

/// One macro, with the names that are bound behind it.
struct Definition {
    rules: Option<Rules>,
    later: BTreeSet<String>,
    of_file: bool,
}

/// The macros of a body, in order.
#[derive(Default)]
struct Definitions {
    all: Vec<Definition>,
}

impl<'ast> Visit<'ast> for Definitions {
    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = item.ident.as_ref().filter(|_| item.mac.path.is_ident("macro_rules")) {
            let rules = Rules::of(name, &item.mac);
            self.all.push(Definition { rules, later: BTreeSet::new(), of_file: false });
        }
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        let name = pat.ident.to_string();
        for definition in self.all.iter_mut().filter(|_| !VARIANTS.contains(&name.as_str())) {
            definition.later.insert(name.clone());
        }
        syn::visit::visit_pat_ident(self, pat);
    }
}

/// Puts what macros stand for in the places of their calls.
struct Expander {
    /// What is defined in front of here.
    scope: Vec<Definition>,
    /// What the body defines behind here.
    own: std::vec::IntoIter<Definition>,
    /// Names of calls that expansions have bound.
    given: BTreeSet<String>,
    /// How many expansions there were.
    count: usize,
    depth: usize,
    /// A call of a macro of the body's fits no rule, or cannot be seen.
    failed: bool,
}

impl Expander {
    /// What a call stands for; none where it is left as it is.
    fn expansion(&mut self, mac: &Macro) -> Option<Vec<Stmt>> {
        let name = mac.path.get_ident()?;
        let named =
            |known: &&Definition| known.rules.as_ref().is_some_and(|rules| *name == rules.name);
        let definition = self.scope.iter().rev().find(named)?;
        let rules = definition.rules.as_ref()?;
        let place: Option<Span> = definition.of_file.then(|| name.span());
        let tokens = rules.expand(mac, place).filter(|_| self.depth < DEEPEST);
        self.count += 1;
        let suffix = format!("of_{name}_{}", self.count);
        let found = tokens.and_then(|tokens| own::expansion(tokens, &suffix));
        let own = !definition.of_file;
        let meant = |found: &Expansion| {
            self.given.extend(found.given.iter().cloned());
            found.free.is_disjoint(&definition.later) && found.free.is_disjoint(&self.given)
        };
        let found = found.filter(meant);
        self.failed |= own && found.is_none();
        found.map(|found| found.stmts)
    }

    /// What is left of a statement.
    fn statement(&mut self, mut stmt: Stmt) -> Vec<Stmt> {
        match &stmt {
            Stmt::Item(syn::Item::Macro(item))
                if item.ident.is_some() && item.mac.path.is_ident("macro_rules") =>
            {
                let Some(definition) = self.own.next() else { return vec![stmt] };
                self.failed |= definition.rules.is_none();
                self.scope.push(definition);
                return Vec::new();
            }
            Stmt::Macro(call) => {
                if let Some(mut stmts) = self.expansion(&call.mac) {
                    if let (Some(semi), Some(Stmt::Expr(_, last @ None))) =
                        (call.semi_token, stmts.last_mut())
                    {
                        *last = Some(semi);
                    }
                    self.depth += 1;
                    let stmts = stmts.into_iter().flat_map(|stmt| self.statement(stmt)).collect();
                    self.depth -= 1;
                    return stmts;
                }
            }
            _ => {}
        }
        self.visit_stmt_mut(&mut stmt);
        vec![stmt]
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

impl VisitMut for Expander {
    /// The arguments of another macro stay as they are.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let own = self.scope.iter().filter(|definition| !definition.of_file);
        let mut names = own.filter_map(|definition| definition.rules.as_ref());
        self.failed |= names.any(|rules| mentions(&mac.tokens, &rules.name));
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        let known = self.scope.len();
        let stmts = std::mem::take(&mut block.stmts);
        block.stmts = stmts.into_iter().flat_map(|stmt| self.statement(stmt)).collect();
        self.scope.truncate(known);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let Expr::Macro(call) = expr else { return syn::visit_mut::visit_expr_mut(self, expr) };
        let Some(mut stmts) = self.expansion(&call.mac) else {
            return self.visit_macro_mut(&mut call.mac);
        };
        let Some(Stmt::Expr(mut value, None)) = stmts.pop().filter(|_| stmts.is_empty()) else {
            self.failed = true;
            return;
        };
        self.depth += 1;
        self.visit_expr_mut(&mut value);
        self.depth -= 1;
        // an argument of an operator is taken as a whole
        *expr = match value {
            Expr::Block(_) | Expr::Path(_) | Expr::Lit(_) | Expr::Call(_) => value,
            value => syn::parse_quote!((#value)),
        };
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
        let function = expanded(function);
        let expected = quote! {
            {
                let mut sum = 0.0;
                sum += { let x__of_part_2 = a[0]; x__of_part_2 * x + 1.0 };
                let z = 2.0;
                sum += z;
                sum + { let x__of_part_4 = a[1]; x__of_part_4 * x }
            }
        };
        // arguments stand in groups that are not printed
        assert_eq!(function, expected.to_string());
    }

    #[test]
    fn repetitions_are_written_out() {
        let function = parse_quote! {
            fn f(x: f64) -> f64 {
                macro_rules! horner {
                    ($x:expr, $c:expr, $($a:expr),* $(,)?) => {{
                        let mut y = $c;
                        $( y = y * $x + $a; )*
                        y
                    }};
                }
                macro_rules! named { ($ty:ty; $($name:ident = [$($v:literal)|+]),+) => {
                    $(let $name: $ty = 0.0 $(+ $v as $ty)+;)+
                } }
                named!(f64; a = [1 | 2], b = [3]);
                horner!(x, 1.0, a, horner!(b, 2.0,),)
            }
        };
        let expected = quote! {
            {
                let a: f64 = 0.0 + 1 as f64 + 2 as f64;
                let b: f64 = 0.0 + 3 as f64;
                {
                    let mut y__of_horner_2 = 1.0;
                    y__of_horner_2 = y__of_horner_2 * x + a;
                    y__of_horner_2 = y__of_horner_2 * x + {
                        let mut y__of_horner_3 = 2.0;
                        y__of_horner_3
                    };
                    y__of_horner_2
                }
            }
        };
        assert_eq!(expanded(function), expected.to_string());
    }

    #[test]
    fn macros_of_the_file_meet_no_variables() {
        let file: syn::ItemMacro = parse_quote! { macro_rules! m { ($x:expr) => { $x * scale }; } };
        let mut calls: ItemFn = parse_quote! { fn f(x: f64) -> f64 { m!(x) + 1.0 } };
        super::expanded_of_file(&calls.sig, &mut calls.block, std::slice::from_ref(&file));
        let expected = quote!({ (x * scale) + 1.0 });
        assert_eq!(calls.block.to_token_stream().to_string(), expected.to_string());
        for function in [
            quote!(
                fn f(scale: f64) -> f64 {
                    m!(scale)
                }
            ),
            quote!(
                fn f(x: f64) -> f64 {
                    m!(x, x)
                }
            ),
            quote!(
                fn f(x: f64) -> f64 {
                    vec![m!(x)]
                }
            ),
        ] {
            let mut function: ItemFn = syn::parse2(function).expect("a function");
            let body = function.block.to_token_stream().to_string();
            let file = std::slice::from_ref(&file);
            super::expanded_of_file(&function.sig, &mut function.block, file);
            assert_eq!(function.block.to_token_stream().to_string(), body);
        }
    }

    #[test]
    fn others_stay() {
        for body in [
            quote!({
                macro_rules! m {
                    ($x:vis) => {
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
