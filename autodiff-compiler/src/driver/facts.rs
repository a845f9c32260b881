//! Reads, from the source file of an item, what the types and calls in it may be.
//!
//! In: an item and its [`Source`]. Out: [`Facts`]. A name counts only where the file defines it once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::{Expr, ExprCall, ItemEnum, ReturnType, Type, TypePath};

use super::source::{Definition, Source};
use super::surroundings::{Surroundings, from_header};
use super::{accessors, inlined, lenders, numbers, own_types};
use crate::ir::{Shown, Ty};
use crate::lower::Constants;
use crate::parse::facts::{TypeNames, is_plain};
use crate::parse::known::known_type;
use crate::parse::{Facts, OwnTypes};
use crate::rules::libraries::names_vector;

/// What a file shows of the names in a function or an `impl`, and what their derivatives take in of it.
pub fn of(mut names: Names, source: Option<&Source>) -> Facts {
    let (inlined, leaves) =
        source.map(|source| inlined::of(&mut names, source)).unwrap_or_default();
    Facts {
        inlined,
        leaves,
        accessors: source.map(|source| accessors::of(&names, source)).unwrap_or_default(),
        aliases: aliases(&names, source),
        returned: returned(&names, source),
        ..named(&names, source)
    }
}

/// What a file shows of the names in a trait or in the fields of a type.
pub fn named(names: &Names, source: Option<&Source>) -> Facts {
    let mut libm: BTreeMap<String, String> = names.libm.clone();
    let Some(source) = source else { return Facts { libm, ..Facts::default() } };
    // a module of that name has functions of its own
    let own = !source.definitions("mod", "libm").is_empty();
    let other = || own || source.contains("::libm;") || source.contains(" as libm");
    if !libm.is_empty() && other() {
        libm.clear();
    }
    let imported = if own { Vec::new() } else { source.imports("libm") };
    libm.extend(imported.into_iter().filter_map(|(local, name)| {
        let called =
            names.functions.contains(&local) && source.definitions("fn", &local).is_empty();
        called.then_some((local, name))
    }));
    let results = names.functions.iter().filter_map(|name| Some((name, result(name, source)?)));
    let mut results: BTreeMap<String, Type> =
        results.map(|(name, ty)| (name.clone(), ty)).collect();
    let mut of_results = Names::default();
    results.values().for_each(|ty| of_results.add(ty));
    let types = names.types.union(&of_results.types);
    let plain = types.filter_map(|name| plain_enum(name, source)).collect();
    let traits = numbers::own_traits(&names.traits, source);
    let own = own_types::of(names.named.iter(), source);
    let mut facts = Facts { plain, libm, traits, own, ..Facts::default() };
    let types = facts.types(Vec::new());
    results.retain(|_, ty| {
        let known = known_type(ty, &types);
        known.is_inert() && !matches!(known, Ty::Unit)
    });
    facts.results = results;
    facts.vectors = declared(names, source, names_vector);
    facts.cells = declared(names, source, super::cells::is_type);
    facts.integers = integers(names, source);
    let defined = |keyword: &str, name: &String| !source.definitions(keyword, name).is_empty();
    let function = |name: &&String| {
        !defined("struct", name) && (defined("fn", name) || source.imports_function(name))
    };
    let elsewhere = |name: &String| {
        let file = source.imported(name).filter(|_| source.definitions("fn", name).is_empty())?;
        Some(file.has_plain_neighbour(name))
    };
    let unannotated = |name: &&String| {
        !names.imports && (source.has_plain_neighbour(name) || elsewhere(name) == Some(true))
    };
    let called = || names.functions.iter().chain(&names.capitals);
    facts.unannotated = called().filter(unannotated).cloned().collect();
    let taken = called().filter_map(|name| Some((name.clone(), taken(name, names, source)?)));
    facts.taken = taken.collect();
    let undefined = |name: &&String| !names.imports && source.lacks_function(name);
    facts.undefined = names.functions.iter().filter(undefined).cloned().collect();
    facts.operators = source.operators_in_scope();
    facts.bare_floats = !names.imports && source.has_bare_floats();
    let standard = |name: &&String| source.is_standard_type(name);
    facts.imported = imported_types(names, source);
    facts.own.standard = names.named.iter().filter(standard).cloned().collect();
    let lends = |name: &&String| lenders::lends(name, source);
    facts.lending = names.functions.union(&names.methods).filter(lends).cloned().collect();
    facts.capitals = names.capitals.iter().filter(function).cloned().collect();
    facts
}

/// The structs and enums among the names that are imported from other files of the crate.
fn imported_types(names: &Names, source: &Source) -> OwnTypes {
    let mut found = OwnTypes::default();
    for name in names.named.iter().filter(|_| !names.imports) {
        if let Some(file) = source.imported(name).filter(|_| !source.defines_type(name)) {
            found.types.extend(own_types::of(std::iter::once(name), &file).types);
        }
    }
    found
}

/// The constants and statics whose declared type, in a function or once in its file, is of a kind.
fn declared(names: &Names, source: &Source, is_wanted: fn(&Type) -> bool) -> BTreeSet<String> {
    let declared = |name: &&String| {
        let of_file = || {
            let found = ["const", "static"].map(|keyword| source.definitions(keyword, name));
            syn::parse_str(only(found.concat())?.declared_type()?).ok()
        };
        names.declared.get(*name).cloned().or_else(of_file).is_some_and(|ty| is_wanted(&ty))
    };
    names.constants.iter().filter(declared).cloned().collect()
}

/// The constants of a file that are integers, and those that they are made of.
fn integers(names: &Names, source: &Source) -> Constants {
    let mut found = Constants::new();
    let mut wanted: Vec<String> = names.constants.iter().cloned().collect();
    while let Some(name) = wanted.pop() {
        if found.contains_key(&name) || names.declared.contains_key(&name) {
            continue;
        }
        let Some(definition) = only(source.definitions("const", &name)) else { continue };
        let parsed = definition.declared_type().zip(definition.value());
        let Some((ty, value)) = parsed.and_then(|(ty, value)| {
            Some((syn::parse_str(ty).ok()?, syn::parse_str::<Expr>(value).ok()?))
        }) else {
            continue;
        };
        if matches!(known_type(&ty, &TypeNames::default()), Ty::Int) {
            let mut others = Names::default();
            others.visit_expr(&value);
            wanted.extend(others.constants);
            found.insert(name, (ty, value));
        }
    }
    found
}

/// What the functions return that stand beside an annotated function, where that holds floats: a call of
/// one need not be taken for a value of any type. A wrong one would not compile.
fn returned(names: &Names, source: Option<&Source>) -> BTreeMap<String, Type> {
    let Some(source) = source.filter(|_| !names.imports) else { return BTreeMap::new() };
    let types = TypeNames { aliases: aliases(names, Some(source)), ..TypeNames::default() };
    let known = |name: &String| {
        let signature: syn::Signature = syn::parse_str(source.neighbour(name)?).ok()?;
        let ReturnType::Type(_, ty) = signature.output else { return None };
        let floats = match known_type(&ty, &types) {
            Ty::Opaque(Some(Shown::Boxed(_))) => true,
            known if known.is_inert() || known.has_opaque() => false,
            Ty::Ref(_) => false,
            _ => true,
        };
        (floats && signature.generics.params.is_empty()).then(|| (name.clone(), *ty))
    };
    names.functions.iter().filter_map(known).collect()
}

/// An enum without floats; one that is `Differentiable` has a tangent of its own.
pub(super) fn plain_enum(name: &str, source: &Source) -> Option<ItemEnum> {
    let definition = only(source.definitions("enum", name))?;
    let elsewhere = ["struct", "type", "union"].map(|keyword| source.definitions(keyword, name));
    if elsewhere.iter().any(|found| !found.is_empty())
        || definition.has_attribute_with("Differentiable")
        || source.contains(&format!("Differentiable for {name}"))
    {
        return None;
    }
    let mut node: ItemEnum = syn::parse_str(definition.whole()?).ok()?;
    node.ident.set_span(Span::mixed_site());
    is_plain(&node).then_some(node)
}

/// The types of the arguments of a function beside the annotated one.
fn taken(name: &str, names: &Names, source: &Source) -> Option<Vec<Type>> {
    let signature: syn::Signature =
        syn::parse_str(source.neighbour(name).filter(|_| !names.imports)?).ok()?;
    let types = signature.inputs.into_iter().map(|input| match input {
        syn::FnArg::Typed(typed) => Some(*typed.ty),
        syn::FnArg::Receiver(_) => None,
    });
    types.collect()
}

/// What a free function returns.
fn result(name: &str, source: &Source) -> Option<Type> {
    let definition = only(source.definitions("fn", name))?;
    if definition.whole().is_some_and(|text| text.contains("to_bits")) {
        // the bits of a float, of which a number may be made
        return None;
    }
    let signature: syn::Signature = syn::parse_str(definition.signature()?).ok()?;
    let free = signature.receiver().is_none()
        && matches!(from_header(&definition.header()), Surroundings::Module);
    let ReturnType::Type(_, ty) = &signature.output else { return None };
    // its type is named elsewhere, where neither lifetimes nor parameters are
    let nameable =
        signature.generics.params.is_empty() && !ty.to_token_stream().to_string().contains('&');
    (free && nameable).then(|| (**ty).clone())
}

/// What the names mean that the module of an annotated function gives to floats and to arrays of numbers:
/// points, complex numbers, small matrices. Others are left alone; what a function returns by another name
/// decides what its derivatives return.
pub fn aliases(names: &Names, source: Option<&Source>) -> BTreeMap<String, Type> {
    let Some(source) = source.filter(|_| !names.imports) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    let mut wanted: Vec<String> = names.types.iter().cloned().collect();
    while let Some(name) = wanted.pop() {
        let alias = source.alias(&name).and_then(|text| syn::parse_str::<syn::ItemType>(text).ok());
        let Some(alias) = alias.filter(|alias| alias.generics.params.is_empty()) else { continue };
        if let Entry::Vacant(new) = found.entry(name) {
            let mut inner = Names::default();
            inner.add(&alias.ty);
            wanted.extend(inner.types);
            new.insert(*alias.ty);
        }
    }
    let types = TypeNames { aliases: found.clone(), ..TypeNames::default() };
    found.retain(|_, ty| {
        let known = known_type(ty, &types);
        matches!(known, Ty::Float(_) | Ty::Array(..)) && !known.has_opaque() && !known.is_inert()
    });
    found
}

/// Code that begins with the checks of what it rests on: in the first function's body, since an `impl` of a
/// trait has room for nothing else.
pub fn checked(code: TokenStream, checks: &TokenStream) -> TokenStream {
    if checks.is_empty() {
        return code;
    }
    into_first_body(code, &mut Some(checks))
}

/// The code with what is left of the checks in the first body that it has.
fn into_first_body(code: TokenStream, left: &mut Option<&TokenStream>) -> TokenStream {
    let mut in_function = false;
    let tokens = code.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && left.is_some() => {
            let inside = group.stream();
            let inside = match left.take_if(|_| in_function) {
                Some(checks) => quote!(#checks #inside),
                None => into_first_body(inside, left),
            };
            let mut whole = Group::new(Delimiter::Brace, inside);
            whole.set_span(group.span());
            TokenTree::Group(whole)
        }
        token => {
            in_function |= matches!(&token, TokenTree::Ident(word) if word == "fn");
            token
        }
    });
    tokens.collect()
}

pub(super) fn only(found: Vec<Definition<'_>>) -> Option<Definition<'_>> {
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The names in an item that the macro does not know.
#[derive(Clone, Default)]
pub struct Names {
    types: BTreeSet<String>,
    functions: BTreeSet<String>,
    methods: BTreeSet<String>,
    /// What is called by names as types have.
    capitals: BTreeSet<String>,
    /// What may be a constant, by its case.
    constants: BTreeSet<String>,
    /// The types of constants that stand in a body.
    declared: BTreeMap<String, Type>,
    /// Traits in bounds.
    traits: BTreeSet<String>,
    /// Whatever is called like a type.
    named: BTreeSet<String>,
    /// There are imports or items among its statements, which may mean something else by a name.
    imports: bool,
    /// What the other items among its statements are called.
    items: BTreeSet<String>,
    /// Paths into the crate `libm`, as they are written, with the names at their ends.
    libm: BTreeMap<String, String>,
}

impl Names {
    /// All names in a function.
    pub fn of_function(function: &syn::ItemFn) -> Self {
        let mut names = Self::default();
        names.visit_item_fn(function);
        names.without(&function.sig.generics)
    }

    /// All names in an `impl`.
    pub fn of_impl(block: &syn::ItemImpl) -> Self {
        let mut names = Self::default();
        names.visit_item_impl(block);
        names.without(&block.generics)
    }

    /// All names in a trait.
    pub fn of_trait(node: &syn::ItemTrait) -> Self {
        let mut names = Self::default();
        names.visit_item_trait(node);
        names.without(&node.generics)
    }

    /// The types of fields.
    pub fn of_type(input: &syn::DeriveInput) -> Self {
        let mut names = Self::default();
        names.visit_derive_input(input);
        names.without(&input.generics)
    }

    fn without(mut self, generics: &syn::Generics) -> Self {
        for param in generics.type_params() {
            self.types.remove(&param.ident.to_string());
            self.named.remove(&param.ident.to_string());
        }
        self
    }

    /// The functions that are called by a name alone.
    pub fn called(&self) -> impl Iterator<Item = &String> {
        self.functions.iter()
    }

    /// Whether there are items that may mean something else by a name.
    pub fn has_items(&self) -> bool {
        self.imports
    }

    /// The names of items that hide those of the module.
    pub fn items(&self) -> &BTreeSet<String> {
        &self.items
    }

    /// The names of another item of the file too.
    pub fn extend(&mut self, other: Self) {
        self.types.extend(other.types);
        self.functions.extend(other.functions);
        self.methods.extend(other.methods);
        self.capitals.extend(other.capitals);
        self.constants.extend(other.constants);
        self.declared.extend(other.declared);
        self.traits.extend(other.traits);
        self.named.extend(other.named);
        self.imports |= other.imports;
        self.items.extend(other.items);
        self.libm.extend(other.libm);
    }

    /// The bounds of an `impl` around a function.
    pub fn add_bounds(&mut self, generics: &syn::Generics) {
        self.visit_generics(generics);
    }

    fn add_type(&mut self, name: &Ident) {
        let name = name.to_string();
        if name.starts_with(char::is_uppercase) {
            self.types.insert(name);
        }
    }

    /// Another type.
    pub fn add(&mut self, ty: &Type) {
        self.visit_type(ty);
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_type_path(&mut self, path: &'ast TypePath) {
        path.path.get_ident().into_iter().for_each(|name| self.add_type(name));
        syn::visit::visit_type_path(self, path);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let types = path.segments.iter().map(|segment| segment.ident.to_string());
        self.named.extend(types.filter(|name| name.starts_with(char::is_uppercase)));
        // the type of a variant, or of an associated function
        if let (2, Some(owner)) = (path.segments.len(), path.segments.first()) {
            self.add_type(&owner.ident);
            if owner.ident == "libm" {
                self.libm.insert(quote!(#path).to_string(), path.segments[1].ident.to_string());
            }
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let name = path.path.get_ident().map(ToString::to_string);
        let is_upper = |name: &String| !name.contains(char::is_lowercase);
        self.constants.extend(name.filter(is_upper));
        syn::visit::visit_expr_path(self, path);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.declared.insert(item.ident.to_string(), (*item.ty).clone());
        syn::visit::visit_item_const(self, item);
    }

    fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
        self.traits.extend(bound.path.segments.last().map(|last| last.ident.to_string()));
        syn::visit::visit_trait_bound(self, bound);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func {
            if let Some(name) = path.path.get_ident()
                && name.to_string().starts_with(char::is_lowercase)
            {
                self.functions.insert(name.to_string());
            }
            let last = path.path.segments.last().map(|last| last.ident.to_string());
            self.capitals.extend(last.filter(|name| name.starts_with(char::is_uppercase)));
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.methods.insert(call.method.to_string());
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.imports |= matches!(item, syn::Item::Use(_) | syn::Item::Fn(_) | syn::Item::Macro(_));
        self.items.extend(item_name(item).map(ToString::to_string));
        syn::visit::visit_item(self, item);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        for expression in crate::parse::macro_expressions(mac) {
            Visit::visit_expr(self, &expression);
        }
    }
}

/// What an item declares besides functions, which are imports here.
fn item_name(item: &syn::Item) -> Option<&Ident> {
    match item {
        syn::Item::Const(item) => Some(&item.ident),
        syn::Item::Static(item) => Some(&item.ident),
        syn::Item::Struct(item) => Some(&item.ident),
        syn::Item::Enum(item) => Some(&item.ident),
        syn::Item::Union(item) => Some(&item.ident),
        syn::Item::Type(item) => Some(&item.ident),
        syn::Item::Trait(item) => Some(&item.ident),
        syn::Item::TraitAlias(item) => Some(&item.ident),
        syn::Item::Mod(item) => Some(&item.ident),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::checked;
    use quote::quote;

    #[test]
    fn checks_stand_in_the_first_body() {
        let code = quote!(struct f {} impl f { fn a() -> f64 { 1.0 } fn b() { c() } });
        let expected = quote!(struct f {} impl f { fn a() -> f64 { check(); 1.0 } fn b() { c() } });
        assert_eq!(checked(code, &quote!(check();)).to_string(), expected.to_string());
    }
}
