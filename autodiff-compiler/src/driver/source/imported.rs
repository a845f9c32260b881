//! The file from which an import brings a name.
//!
//! In: a file's text and path. Out: the file of the module that the only import of the name leads to. Whatever
//! leaves a doubt (another import of the name, another name for it, a module that may stand in two files) gives none.

use std::path::{Path, PathBuf};

use super::Source;
use super::index::{File, is_word};

/// The files that begin a crate.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

impl Source {
    /// The file of the module from which the name comes.
    pub fn imported(&self, name: &str) -> Option<Self> {
        let names = |import: &&str| import.split(|c| !is_word(c)).any(|word| word == name);
        let mut all = self.file.uses().filter(names);
        let (Some(import), None) = (all.next(), all.next()) else { return None };
        let text = self.file.text.as_str();
        let at_top = self.file.imports.iter().filter_map(|at| text[*at..].strip_prefix("use "));
        let import = at_top.filter(|rest| rest.starts_with(import)).map(|_| import).next()?;
        let path = module_file(&self.path, &modules_of(import, name)?)?;
        let file = File::read(path.clone())?;
        Some(Self { file, path, at: 0 })
    }
}

/// The modules of the path of a name: `crate` and `m` of `crate::m::{Name, other}`. None where the name is given
/// another, or stands in a group within a path.
fn modules_of<'a>(import: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let (path, names) = match import.split_once('{') {
        Some((path, group)) => (path, group.trim_end().strip_suffix('}')?),
        None => {
            let (path, last) = import.rsplit_once("::")?;
            (path, last)
        }
    };
    names.split(',').any(|one| one.trim() == name).then_some(())?;
    let modules: Vec<&str> =
        path.split("::").map(str::trim).filter(|module| !module.is_empty()).collect();
    let plain = modules.iter().all(|module| module.chars().all(is_word));
    (plain && !modules.is_empty()).then_some(modules)
}

/// Where the module of a path stands that is written in a file.
fn module_file(from: &Path, modules: &[&str]) -> Option<PathBuf> {
    let folder = from.parent()?;
    let name = from.file_name()?.to_str()?;
    let mut modules = modules.iter().peekable();
    let mut base = match **modules.peek()? {
        "crate" => {
            modules.next();
            let mut above = folder.ancestors();
            let root = above.find(|above| ROOTS.iter().any(|root| above.join(root).is_file()))?;
            // a binary of one file is a crate of its own
            if from.strip_prefix(root).is_ok_and(|inside| inside.starts_with("bin")) {
                return None;
            }
            root.to_owned()
        }
        // modules below this one
        _ if name == "mod.rs" || ROOTS.contains(&name) => folder.to_owned(),
        _ => from.with_extension(""),
    };
    while let Some(first) = modules.next_if(|first| matches!(**first, "self" | "super")) {
        if *first == "super" {
            base.pop();
        }
    }
    modules.peek()?;
    base.extend(modules);
    let files = [base.with_extension("rs"), base.join("mod.rs")];
    let mut found = files.into_iter().filter(|file| file.is_file());
    match (found.next(), found.next()) {
        (Some(file), None) => Some(file),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{module_file, modules_of};
    use std::path::Path;

    #[test]
    fn the_modules_of_a_name_are_found() {
        assert_eq!(modules_of("crate::m::Spring", "Spring"), Some(vec!["crate", "m"]));
        assert_eq!(modules_of("super::m::{Other, Spring}", "Spring"), Some(vec!["super", "m"]));
        assert_eq!(modules_of("m::Spring as S", "Spring"), None);
        assert_eq!(modules_of("a::{b::Spring, c}", "Spring"), None);
        assert_eq!(modules_of("Spring", "Spring"), None);
    }

    #[test]
    fn modules_lead_to_files() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/driver/source/imported.rs");
        let found = |modules: &[&str]| {
            let file = module_file(&here, modules)?;
            let path = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).ok()?;
            path.to_str().map(str::to_owned)
        };
        let file = |path: &str| Some(path.to_owned());
        assert_eq!(found(&["super", "index"]), file("src/driver/source/index.rs"));
        assert_eq!(found(&["crate", "parse"]), file("src/parse/mod.rs"));
        assert_eq!(found(&["super", "super", "block"]), file("src/driver/block.rs"));
        assert_eq!(
            found(&["crate", "driver", "source", "index"]),
            file("src/driver/source/index.rs")
        );
        assert_eq!(found(&["index"]), None);
        assert_eq!(found(&["crate"]), None);
    }
}
