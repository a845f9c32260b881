//! `#[cfg]` on statements, arms and fields of a body.
//!
//! In: a function. Out: the function once for each way in which the conditions of its body may be
//! decided, without the parts that are off, and with the decision as a `#[cfg]` of its own, under which
//! its derivatives stand. rustc keeps the derivatives of the one that it compiles. Conditions are
//! compared by their tokens; a combination that never holds costs what its expansion costs.

use std::collections::BTreeMap;

use quote::quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ItemFn, Meta, Stmt, parse_quote};

/// Each condition doubles the code.
pub const MOST_CONDITIONS: usize = 4;

/// A condition without its `not`, and whether that stood there.
fn condition(attribute: &Attribute) -> Option<(String, bool)> {
    let Meta::List(list) = &attribute.meta else { return None };
    if !list.path.is_ident("cfg") {
        return None;
    }
    let negated = syn::parse2::<syn::MetaList>(list.tokens.clone())
        .ok()
        .filter(|inner| inner.path.is_ident("not"));
    Some(match negated {
        Some(inner) => (inner.tokens.to_string().trim_end_matches(',').trim().to_owned(), true),
        None => (list.tokens.to_string().trim_end_matches(',').trim().to_owned(), false),
    })
}

/// The conditions in a body, in the order of their texts.
#[derive(Default)]
struct Conditions {
    found: BTreeMap<String, Option<Attribute>>,
}

impl<'ast> Visit<'ast> for Conditions {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Some((text, _)) = condition(attribute) {
            self.found.entry(text).or_insert_with(|| Some(attribute.clone()));
        }
    }

    // what stands in another item is rustc's to decide
    fn visit_item_fn(&mut self, node: &'ast ItemFn) {
        node.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
    }
}

/// The function in each of its configurations, none where it has no conditions; the first attribute of one too many
/// where there are more than [`MOST_CONDITIONS`].
///
/// # Errors
/// That attribute.
pub fn configurations(function: &ItemFn) -> Result<Vec<ItemFn>, Box<Attribute>> {
    let mut conditions = Conditions::default();
    conditions.visit_block(&function.block);
    let texts: Vec<String> = conditions.found.keys().cloned().collect();
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    if texts.len() > MOST_CONDITIONS {
        let last = conditions.found.into_values().flatten().last();
        return last.map_or(Ok(Vec::new()), |last| Err(Box::new(last)));
    }
    Ok((0..1_u32 << texts.len())
        .map(|choice| {
            let holds: BTreeMap<&str, bool> = texts
                .iter()
                .enumerate()
                .map(|(i, text)| (text.as_str(), choice >> i & 1 == 1))
                .collect();
            let mut function = function.clone();
            Configured { holds: &holds }.visit_block_mut(&mut function.block);
            let all = holds.iter().filter_map(|(text, holds)| {
                let text: proc_macro2::TokenStream = text.parse().ok()?;
                Some(if *holds { text } else { quote!(not(#text)) })
            });
            function.attrs.push(parse_quote!(#[cfg(all(#(#all),*))]));
            function
        })
        .collect())
}

/// Takes out what is off, and the conditions of what is on.
struct Configured<'a> {
    holds: &'a BTreeMap<&'a str, bool>,
}

impl Configured<'_> {
    /// Whether all conditions hold, which are then taken away.
    fn stays(&self, attributes: &mut Vec<Attribute>) -> bool {
        let mut stays = true;
        attributes.retain(|attribute| match condition(attribute) {
            Some((text, negated)) => {
                stays &= self.holds.get(text.as_str()).is_some_and(|holds| *holds != negated);
                false
            }
            None => true,
        });
        stays
    }

    fn statement_stays(&self, stmt: &mut Stmt) -> bool {
        match stmt {
            Stmt::Local(local) => self.stays(&mut local.attrs),
            Stmt::Macro(mac) => self.stays(&mut mac.attrs),
            Stmt::Expr(expr, _) => attributes(expr).is_none_or(|found| self.stays(found)),
            Stmt::Item(item) => item_attributes(item).is_none_or(|found| self.stays(found)),
        }
    }
}

impl VisitMut for Configured<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain_mut(|stmt| self.statement_stays(stmt));
        syn::visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_match_mut(&mut self, node: &mut syn::ExprMatch) {
        node.arms.retain_mut(|arm| self.stays(&mut arm.attrs));
        syn::visit_mut::visit_expr_match_mut(self, node);
    }

    fn visit_expr_struct_mut(&mut self, node: &mut syn::ExprStruct) {
        let fields = std::mem::take(&mut node.fields);
        let kept = fields
            .into_iter()
            .filter_map(|mut field| self.stays(&mut field.attrs).then_some(field));
        node.fields = kept.collect();
        syn::visit_mut::visit_expr_struct_mut(self, node);
    }

    fn visit_pat_struct_mut(&mut self, node: &mut syn::PatStruct) {
        let fields = std::mem::take(&mut node.fields);
        let kept = fields
            .into_iter()
            .filter_map(|mut field| self.stays(&mut field.attrs).then_some(field));
        node.fields = kept.collect();
        syn::visit_mut::visit_pat_struct_mut(self, node);
    }

    fn visit_item_fn_mut(&mut self, _: &mut ItemFn) {}
}

/// The attributes of an expression that is a statement: syn keeps them where its text begins.
fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    Some(match expr {
        Expr::Assign(node) => return attributes(&mut node.left),
        Expr::Binary(node) => return attributes(&mut node.left),
        Expr::Cast(node) => return attributes(&mut node.expr),
        Expr::Block(node) => &mut node.attrs,
        Expr::Break(node) => &mut node.attrs,
        Expr::Call(node) => &mut node.attrs,
        Expr::Continue(node) => &mut node.attrs,
        Expr::Field(node) => &mut node.attrs,
        Expr::ForLoop(node) => &mut node.attrs,
        Expr::If(node) => &mut node.attrs,
        Expr::Index(node) => &mut node.attrs,
        Expr::Lit(node) => &mut node.attrs,
        Expr::Loop(node) => &mut node.attrs,
        Expr::Macro(node) => &mut node.attrs,
        Expr::Match(node) => &mut node.attrs,
        Expr::MethodCall(node) => &mut node.attrs,
        Expr::Paren(node) => &mut node.attrs,
        Expr::Path(node) => &mut node.attrs,
        Expr::Return(node) => &mut node.attrs,
        Expr::Struct(node) => &mut node.attrs,
        Expr::Try(node) => &mut node.attrs,
        Expr::Tuple(node) => &mut node.attrs,
        Expr::Unary(node) => &mut node.attrs,
        Expr::While(node) => &mut node.attrs,
        _ => return None,
    })
}

/// The attributes of the items that a body may hold.
fn item_attributes(item: &mut syn::Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        syn::Item::Const(node) => &mut node.attrs,
        syn::Item::Fn(node) => &mut node.attrs,
        syn::Item::Static(node) => &mut node.attrs,
        syn::Item::Type(node) => &mut node.attrs,
        syn::Item::Use(node) => &mut node.attrs,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::configurations;
    use quote::{ToTokens, quote};

    #[test]
    fn each_choice_is_a_function_of_its_own() {
        let function = syn::parse_quote! {
            fn f(x: f64) -> f64 {
                #[cfg(a)]
                let y = x;
                #[cfg(not(a))]
                let y = 2.0 * x;
                match y {
                    #[cfg(b = "c")]
                    0.0 => 1.0,
                    y => y,
                }
            }
        };
        let found = configurations(&function).expect("two conditions");
        let found: Vec<String> =
            found.iter().map(|function| function.to_token_stream().to_string()).collect();
        let wanted = [
            quote!(
                #[cfg(all(not(a), not(b = "c")))]
                fn f(x: f64) -> f64 {
                    let y = 2.0 * x;
                    match y {
                        y => y,
                    }
                }
            ),
            quote!(
                #[cfg(all(a, not(b = "c")))]
                fn f(x: f64) -> f64 {
                    let y = x;
                    match y {
                        y => y,
                    }
                }
            ),
            quote!(
                #[cfg(all(not(a), b = "c"))]
                fn f(x: f64) -> f64 {
                    let y = 2.0 * x;
                    match y {
                        0.0 => 1.0,
                        y => y,
                    }
                }
            ),
            quote!(
                #[cfg(all(a, b = "c"))]
                fn f(x: f64) -> f64 {
                    let y = x;
                    match y {
                        0.0 => 1.0,
                        y => y,
                    }
                }
            ),
        ];
        assert_eq!(found, wanted.map(|tokens| tokens.to_string()));
    }
}
