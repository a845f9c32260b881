//! One module of the corpus, read.
//!
//! What comes in: the annotated module. What goes out: its items without the
//! corpus's own attributes, and the functions that have sample points.
//! Invariant: in the three copies every function keeps its tokens and place.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, Item, ItemFn, ItemMod, Meta, Result, Token, punctuated::Punctuated};

use crate::signature::Shape;

/// A function with sample points.
pub struct Function {
    pub item: ItemFn,
    pub points: Vec<Point>,
    /// `#[with(..)]`: what stands for each generic parameter.
    pub instances: BTreeMap<String, TokenStream>,
    /// No `powi` or `powf` in it or in what it calls.
    pub reproducible: bool,
}

/// The arguments of one call.
pub struct Point {
    pub kink: bool,
    pub arguments: Vec<Expr>,
}

/// A module of functions.
pub struct Family {
    pub module: ItemMod,
    pub items: Vec<Item>,
    pub functions: Vec<Function>,
}

impl Family {
    pub fn from_module(mut module: ItemMod) -> Result<Self> {
        let Some((_, items)) = module.content.take() else {
            return Err(syn::Error::new_spanned(module, "`corpus` needs the module's body"));
        };
        let reach = Reach::of(&items);
        let mut family = Self { module, items, functions: Vec::new() };
        let mut functions = Vec::new();
        read_items(&mut family.items, &mut functions, true)?;
        for function in &mut functions {
            function.reproducible = !reach.inexact(&function.item.sig.ident.to_string());
        }
        family.functions = functions;
        Ok(family)
    }
}

/// Strips the corpus's attributes; collects the functions of the top level that have points.
fn read_items(items: &mut [Item], functions: &mut Vec<Function>, top: bool) -> Result<()> {
    for item in items {
        match item {
            Item::Fn(function) => {
                let read = read_function(function)?;
                if top && !read.points.is_empty() {
                    functions.push(read);
                }
            }
            Item::Mod(ItemMod { content: Some((_, items)), .. }) => {
                read_items(items, functions, false)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn read_function(item: &mut ItemFn) -> Result<Function> {
    let mut points = Vec::new();
    let mut instances = BTreeMap::new();
    let mut options = TokenStream::new();
    let mut kept = Vec::new();
    for attribute in std::mem::take(&mut item.attrs) {
        let name = attribute.path().get_ident().map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "at" | "kink" => points.push(read_point(&attribute, name == "kink")?),
            "with" => instances = read_instances(&attribute)?,
            "options" => options = attribute.meta.require_list()?.tokens.clone(),
            _ => kept.push(attribute),
        }
    }
    item.attrs = kept;
    if !points.is_empty() && Shape::of(&item.sig, &instances).has_jacobian() {
        let separator = (!options.is_empty()).then(|| quote!(,));
        options = quote!(jacobian #separator #options);
    }
    let function = Function { item: item.clone(), points, instances, reproducible: true };
    item.attrs.push(syn::parse_quote!(#[corpus_options(#options)]));
    Ok(function)
}

fn read_point(attribute: &Attribute, kink: bool) -> Result<Point> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    let arguments = attribute.parse_args_with(parser)?.into_iter().collect();
    Ok(Point { kink, arguments })
}

fn read_instances(attribute: &Attribute) -> Result<BTreeMap<String, TokenStream>> {
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let mut instances = BTreeMap::new();
    for entry in attribute.parse_args_with(parser)? {
        let entry = entry.require_name_value()?;
        let name = entry.path.require_ident()?.to_string();
        instances.insert(name, entry.value.to_token_stream());
    }
    Ok(instances)
}

/// Which functions mention which names, through renaming imports too.
struct Reach {
    mentions: BTreeMap<String, BTreeSet<String>>,
}

impl Reach {
    fn of(items: &[Item]) -> Self {
        let mut reach = Self { mentions: BTreeMap::new() };
        reach.add(items);
        reach
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Fn(function) => {
                    let names = self.mentions.entry(function.sig.ident.to_string()).or_default();
                    collect_names(function.block.to_token_stream(), names);
                }
                Item::Mod(ItemMod { content: Some((_, items)), .. }) => self.add(items),
                Item::Use(import) => self.add_renames(&import.tree),
                _ => {}
            }
        }
    }

    fn add_renames(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.add_renames(&path.tree),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|item| self.add_renames(item));
            }
            syn::UseTree::Rename(rename) => {
                let names = self.mentions.entry(rename.rename.to_string()).or_default();
                names.insert(rename.ident.to_string());
            }
            _ => {}
        }
    }

    /// Whether `name` reaches an operation that two builds may round differently.
    fn inexact(&self, name: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if name == "powi" || name == "powf" {
                return true;
            }
            if let Some(mentions) = self.mentions.get(&name)
                && seen.insert(name)
            {
                open.extend(mentions.iter().cloned());
            }
        }
        false
    }
}

fn collect_names(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_names(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
