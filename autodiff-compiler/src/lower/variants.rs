//! Which names are variants of enums of the user's.
//!
//! In: a function's body. Out: an answer for a path. By custom types are written with a capital, so
//! `Shape::Circle` is a variant and `shapes::Circle` a struct. A name of its own, `Circle`, is a struct
//! unless the body imports it from an enum, or a `match` shows that other values may be of other names.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{Pat, Path, UseTree};

use super::pattern::{is_irrefutable, known_variant};
use crate::ir::{Part, Proj};
use crate::parse::OwnTypes;

/// The variants that the body calls by their own names.
#[derive(Default, Debug)]
pub struct Variants {
    names: BTreeSet<String>,
    /// There is a `use Enum::*;`.
    all: bool,
}

impl Variants {
    /// Of the enums of the file, one whose variants are called by their names has all of its variants so.
    pub fn of(body: &syn::Block, own: &OwnTypes) -> Self {
        let mut found = Self::default();
        found.visit_block(body);
        for node in own.types.values() {
            if node.variants.keys().any(|name| found.names.contains(name)) {
                let names = node.variants.keys().filter(|name| !own.types.contains_key(*name));
                found.names.extend(names.cloned());
            }
        }
        found
    }

    /// Whether a path names a variant of an enum other than `Option` and `Result`.
    pub fn contains(&self, path: &Path) -> bool {
        let alone = path.segments.len() == 1;
        known_variant(path).is_none()
            && (is_qualified(path)
                || alone
                    && path.segments.last().is_some_and(|last| {
                        self.all || self.names.contains(&last.ident.to_string())
                    }))
    }

    /// What a variant holds as a step from its place, for a path that names one.
    pub fn part(&self, path: &Path, member: &syn::Member) -> Option<Proj> {
        let variant = path.segments.last()?.ident.clone();
        self.contains(path).then(|| {
            let path = quote::quote!(#path);
            Proj::Part(Box::new(Part { path, variant, member: member.clone(), tangent: false }))
        })
    }

    fn imported(&mut self, tree: &UseTree, of_enum: bool) {
        match tree {
            UseTree::Path(path) => {
                let of_enum = path.ident.to_string().starts_with(char::is_uppercase);
                self.imported(&path.tree, of_enum);
            }
            UseTree::Name(name) if of_enum => {
                self.names.insert(name.ident.to_string());
            }
            UseTree::Glob(_) => self.all |= of_enum,
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.imported(tree, of_enum));
            }
            UseTree::Name(_) | UseTree::Rename(_) => {}
        }
    }

    /// Values of one type that have several names, or another form than the one named, are of an enum.
    fn alternatives(&mut self, pats: &[&Pat]) {
        let mut names: Vec<(String, bool)> = Vec::new();
        for pat in pats {
            if let Some((name, whole)) = own_name(pat) {
                names.push((name, whole));
            }
        }
        let several = names.iter().any(|(name, _)| *name != names[0].0);
        let last = pats.last().and_then(|pat| own_name(pat)).map(|(name, _)| name);
        for (name, whole) in &names {
            let more_behind = pats.len() > 1 && last.as_ref() != Some(name);
            if several || *whole && more_behind {
                self.names.insert(name.clone());
            }
        }
    }
}

/// `Shape::Circle`: the owner is written as types are.
fn is_qualified(path: &Path) -> bool {
    let owner = path.segments.iter().rev().nth(1);
    owner.is_some_and(|owner| owner.ident.to_string().starts_with(char::is_uppercase))
}

/// The name of a pattern `Name(..)` or `Name { .. }`, and whether every value of that name matches.
fn own_name(pat: &Pat) -> Option<(String, bool)> {
    let (path, whole) = match pat {
        Pat::Paren(inner) => return own_name(&inner.pat),
        Pat::Reference(inner) => return own_name(&inner.pat),
        Pat::TupleStruct(tuple) => (&tuple.path, tuple.elems.iter().all(is_irrefutable)),
        Pat::Struct(node) => {
            (&node.path, node.fields.iter().all(|field| is_irrefutable(&field.pat)))
        }
        _ => return None,
    };
    let name = path.get_ident().filter(|_| known_variant(path).is_none())?;
    Some((name.to_string(), whole))
}

impl<'ast> Visit<'ast> for Variants {
    fn visit_item_use(&mut self, node: &'ast syn::ItemUse) {
        self.imported(&node.tree, false);
    }

    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        let mut pats = Vec::new();
        for arm in &node.arms {
            let (pat, guarded) = match &arm.pat {
                Pat::Guard(guarded) => (&*guarded.pat, true),
                pat => (pat, false),
            };
            match pat {
                Pat::Or(or) => pats.extend(or.cases.iter().map(|case| (case, guarded))),
                pat => pats.push((pat, guarded)),
            }
        }
        let names: Vec<&Pat> = pats.iter().map(|(pat, _)| *pat).collect();
        if pats.iter().any(|(_, guarded)| *guarded) {
            // behind a guard anything may follow: only different names tell
            let named: Vec<&Pat> =
                names.into_iter().filter(|pat| own_name(pat).is_some()).collect();
            self.alternatives(&named);
        } else {
            self.alternatives(&names);
        }
        syn::visit::visit_expr_match(self, node);
    }

    /// A test that always holds is none.
    fn visit_expr_let(&mut self, node: &'ast syn::ExprLet) {
        if let Some((name, true)) = own_name(&node.pat) {
            self.names.insert(name);
        }
        syn::visit::visit_expr_let(self, node);
    }

    fn visit_local(&mut self, node: &'ast syn::Local) {
        let diverges = node.init.as_ref().is_some_and(|init| init.diverge.is_some());
        if let (true, Some((name, true))) = (diverges, own_name(&node.pat)) {
            self.names.insert(name);
        }
        syn::visit::visit_local(self, node);
    }

    fn visit_item_fn(&mut self, _: &'ast syn::ItemFn) {}
}
