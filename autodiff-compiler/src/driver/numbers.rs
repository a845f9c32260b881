//! The traits of numbers that a file shows.
//!
//! In: the names of the traits that bound a function's type parameters. Out: those that the file defines, with what
//! they ask for, and those that are called like a library's and may be others.

use std::collections::BTreeSet;

use syn::ItemTrait;

use super::facts::only;
use super::source::Source;
use crate::parse::{self, OwnTraits};

/// The libraries whose traits of numbers are known by their names.
const LIBRARIES_OF_NUMBERS: &[&str] =
    &["chainrule", "nalgebra", "ndarray", "num", "num_traits", "simba"];

/// The traits among the names that the file defines, and those that they ask for.
pub(super) fn own_traits(names: &BTreeSet<String>, source: &Source) -> OwnTraits {
    let mut found = OwnTraits::default();
    let imports = |krate: &str, of: &str| {
        source.imports(krate).iter().any(|(local, name)| local == of && name == of)
    };
    found.imports_real = names.contains("Real") && imports("chainrule", "Real");
    let elsewhere = names.iter().filter(|name| {
        parse::is_called_like_a_number(name)
            && !LIBRARIES_OF_NUMBERS.iter().any(|krate| imports(krate, name))
    });
    found.elsewhere = elsewhere.cloned().collect();
    let mut wanted: Vec<String> = names.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(definition) = only(source.definitions("trait", &name)) else { continue };
        if let Some(node) =
            definition.whole().and_then(|item| syn::parse_str::<ItemTrait>(item).ok())
        {
            let annotated = !definition.is_plain();
            wanted.extend(found.add(&node, annotated, &source.implementations(&name)));
        }
    }
    found
}
