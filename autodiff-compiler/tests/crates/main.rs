//! Every function of known crates through the compiler: it expands to Rust, or is refused at a token.
//!
//! What comes in: the sources of the crates in [`CRATES`], which `cargo vendor` takes from the registry
//! into the target directory; each function, free or made so by giving `self` a name. What goes
//! out: no panic, no expansion that does not parse, no refusal without a place in the source, no
//! breach of the IR's contract; and the counts. Outside CI, since it takes the network and minutes:
//!
//! `cargo test -p autodiff-compiler --test crates -- --ignored --nocapture`

mod functions;
mod sources;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use autodiff_compiler::expand;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// What became of one function.
enum Outcome {
    Accepted,
    /// With the messages of all refusals.
    Refused(Vec<String>),
    /// rustc is expected to say what is wrong.
    LeftToRustc,
    Wrong(String),
}

/// What became of all of them.
#[derive(Default)]
struct Report {
    functions: usize,
    accepted: usize,
    left_to_rustc: usize,
    /// Functions per message; a function counts once for each of its messages.
    refusals: BTreeMap<String, usize>,
    /// Functions that have just one message.
    alone: BTreeMap<String, usize>,
    wrong: Vec<String>,
    slowest: Vec<(Duration, String)>,
}

impl Report {
    fn add(&mut self, name: &str, took: Duration, outcome: Outcome) {
        self.functions += 1;
        self.slowest.push((took, name.to_owned()));
        self.slowest.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
        self.slowest.truncate(10);
        match outcome {
            Outcome::Accepted => self.accepted += 1,
            Outcome::LeftToRustc => self.left_to_rustc += 1,
            Outcome::Refused(mut messages) => {
                messages.sort();
                messages.dedup();
                if let [only] = messages.as_slice() {
                    *self.alone.entry(only.clone()).or_default() += 1;
                }
                for message in messages {
                    *self.refusals.entry(message).or_default() += 1;
                }
            }
            Outcome::Wrong(what) => self.wrong.push(format!("{name}: {what}")),
        }
    }

    fn print(&self) {
        let Self { functions, accepted, left_to_rustc, wrong, .. } = self;
        println!(
            "{functions} functions: {accepted} accepted, {left_to_rustc} left to rustc, {} wrong",
            wrong.len()
        );
        println!("\nfunctions per message (in brackets: those with no other message)");
        table(&self.refusals, &self.alone, 60);
        let mut kinds = [BTreeMap::new(), BTreeMap::new()];
        for (kinds, messages) in kinds.iter_mut().zip([&self.refusals, &self.alone]) {
            for (message, count) in messages {
                *kinds.entry(kind(message)).or_default() += count;
            }
        }
        println!("\nmessages of each kind (in brackets: those that stand alone)");
        table(&kinds[0], &kinds[1], 40);
        println!("\nslowest");
        for (took, name) in &self.slowest {
            println!("{took:10.2?} {name}");
        }
    }
}

/// The most frequent messages.
fn table(counts: &BTreeMap<String, usize>, alone: &BTreeMap<String, usize>, length: usize) {
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (message, count) in sorted.into_iter().take(length) {
        println!("{count:6} [{:5}] {message}", alone.get(message).unwrap_or(&0));
    }
}

/// A message without the name that it is about.
fn kind(message: &str) -> String {
    for about in ["method ", "macro ", "attribute ", "building a "] {
        if let Some((before, rest)) = message.split_once(&format!("{about}`"))
            && let Some((_, after)) = rest.split_once('`')
        {
            return format!("{before}{about}..{after}");
        }
    }
    message.to_owned()
}

/// Expands one function under the attribute's arguments, and looks at what comes out.
fn outcome(attribute: &TokenStream, item: &TokenStream) -> Outcome {
    let expansion = catch_unwind(AssertUnwindSafe(|| expand(attribute.clone(), item.clone())));
    let expansion = match expansion {
        Ok(expansion) => expansion,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            return Outcome::Wrong(format!("panics: {}", text.unwrap_or("with no text")));
        }
    };
    if let Err(error) = syn::parse2::<syn::File>(expansion.clone()) {
        return Outcome::Wrong(format!("the expansion is not Rust: {error}"));
    }
    let mut messages = Vec::new();
    let mut lost = false;
    errors(expansion.clone(), &mut messages, &mut lost);
    if lost {
        return Outcome::Wrong(format!("a refusal has no place: {messages:?}"));
    }
    if let Some(breach) = messages.iter().find(|text| text.contains("mistake of the compiler")) {
        return Outcome::Wrong(breach.clone());
    }
    match messages.is_empty() {
        false => Outcome::Refused(messages),
        true if expansion.to_string().contains("unreachable ! (\"rustc") => Outcome::LeftToRustc,
        true => Outcome::Accepted,
    }
}

/// The first lines of all `compile_error!`s, and whether one has no place.
fn errors(tokens: TokenStream, messages: &mut Vec<String>, lost: &mut bool) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        match (token, tokens.get(i + 2)) {
            (TokenTree::Ident(name), Some(TokenTree::Group(body))) if name == "compile_error" => {
                *lost |= name.span().byte_range().is_empty();
                if let Ok(text) = syn::parse2::<syn::LitStr>(body.stream()) {
                    let text = text.value();
                    messages.push(text.lines().next().unwrap_or_default().to_owned());
                }
            }
            (TokenTree::Group(group), _) => errors(group.stream(), messages, lost),
            _ => {}
        }
    }
}

#[test]
#[ignore = "takes the sources of forty crates from the registry, and minutes"]
fn functions_of_known_crates_expand_or_are_refused_at_a_token() {
    let directory = sources::fetched();
    std::panic::set_hook(Box::new(|_| {}));
    let report = std::thread::Builder::new()
        // what rustc gives a macro
        .stack_size(8 << 20)
        .spawn(move || all_functions(&directory))
        .expect("a thread")
        .join()
        .expect("panics are caught");
    let _ = std::panic::take_hook();
    report.print();
    assert!(report.functions > 20_000, "{} functions", report.functions);
    assert!(report.wrong.is_empty(), "{:#?}", report.wrong);
    let slow = report.slowest.first().map_or(Duration::ZERO, |(took, _)| *took);
    assert!(slow < Duration::from_secs(30), "an expansion takes {slow:?}");
}

fn all_functions(directory: &std::path::Path) -> Report {
    let mut report = Report::default();
    for (name, files) in sources::files(directory) {
        let before = (report.functions, report.accepted);
        for file in files {
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            let Ok(syntax) = syn::parse_file(&text) else { continue };
            for function in functions::of(syntax) {
                let label = format!("{} {}", file.display(), function.sig.ident);
                one(&label, &function, &mut report);
            }
        }
        let (functions, accepted) = (report.functions - before.0, report.accepted - before.1);
        println!("{name}: {functions} functions, {accepted} accepted");
    }
    report
}

/// As it stands; where that is accepted, for every other function with more in the attribute.
fn one(label: &str, function: &syn::ItemFn, report: &mut Report) {
    let item = function.to_token_stream();
    let start = Instant::now();
    let plain = outcome(&TokenStream::new(), &item);
    let took = start.elapsed();
    let accepted = matches!(plain, Outcome::Accepted);
    report.add(label, took, plain);
    let more = match report.accepted % 4 {
        0 => quote!(second_order),
        2 => quote!(analysis = false),
        _ => return,
    };
    if accepted && let Outcome::Wrong(what) = outcome(&more, &item) {
        report.wrong.push(format!("{label} ({more}): {what}"));
    }
}
