//! Whether a definition is what it looks like: no macro rewrites it, and none is around it.
//!
//! In: the text in front of a definition, without comments and literals. Out: whether its attributes are all of
//! the language's, or of derives that write no derivatives. Other attributes may be macros that annotate
//! what they stand on.

use super::index::{Block, File, code, is_word};

/// Attributes that leave an item as it is.
const ATTRIBUTES: [&str; 16] = [
    "allow",
    "cfg",
    "clippy",
    "cold",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "inline",
    "must_use",
    "non_exhaustive",
    "repr",
    "rustfmt",
    "track_caller",
    "warn",
];

/// Derives that give no tangent.
const DERIVES: [&str; 13] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Eq",
    "Error",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

/// Whether the attributes in a piece of code leave its item as it is.
pub fn has_plain_attributes(code: &str) -> bool {
    code.split('#').skip(1).all(|rest| {
        let rest = rest.trim_start().trim_start_matches('!').trim_start();
        let Some((inside, _)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return false;
        };
        let mut words = inside.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        match words.next() {
            Some("derive") => {
                // `derive(serde::Serialize)`: the last names count
                let listed = inside.trim_end().trim_end_matches(')').split(',');
                let last = listed
                    .filter_map(|path| path.rsplit(|c| !is_word(c)).find(|it| !it.is_empty()));
                last.filter(|name| *name != "derive").all(|name| DERIVES.contains(&name))
            }
            Some(name) => ATTRIBUTES.contains(&name),
            None => false,
        }
    })
}

/// Whether a block is an item as the file shows it: plain attributes, and modules around it.
pub fn is_plain(file: &File, block: &Block) -> bool {
    let own = code(file.header(block));
    has_plain_attributes(&own)
        && !own.contains('$')
        && !calls_macro(&own)
        && stands_in_modules(file, block)
}

/// Whether all braces around a block are those of modules that no macro rewrites.
pub fn stands_in_modules(file: &File, block: &Block) -> bool {
    file.outside(block).is_none_or(|outer| is_in_modules(file, outer))
}

/// The same of a block that may be a module.
pub fn is_in_modules(file: &File, block: &Block) -> bool {
    let header = code(file.header(block));
    let module = header.split(|c| !is_word(c)).any(|word| word == "mod");
    // an attribute of the module may annotate all that is in it
    let plain = !calls_macro(&header) && has_plain_attributes(&header);
    module && plain && stands_in_modules(file, block)
}

/// A `!` that is none of `#![..]`.
fn calls_macro(code: &str) -> bool {
    code.replace("#![", "").contains('!')
}

#[cfg(test)]
mod tests {
    use super::has_plain_attributes;

    #[test]
    fn other_macros_may_annotate() {
        for plain in
            ["", "#[inline] pub fn f", "#[derive(Clone, serde::Serialize)] #[cfg(test)] struct S"]
        {
            assert!(has_plain_attributes(plain), "{plain}");
        }
        for other in [
            "#[differentiable] fn f",
            "#[derive(Clone, Differentiable)]",
            "#[cfg_attr(a, b)]",
            "#[my::own]",
        ] {
            assert!(!has_plain_attributes(other), "{other}");
        }
    }
}
