//! What `#[differentiable]` costs at compile time: functions as text come in, criterion times the
//! compiler on each of them, and a table at the end states the expansion in units of what syn takes
//! to parse the function, and how many lines come out of one. Type checking of the emitted code is rustc's and is not in these times.
//!
//! `cargo bench -p chainrule-benches --bench expansion`; `-- --test` expands every function once.

use autodiff_compiler::emit::text::layout;
use chainrule_benches::Harness;
use chainrule_benches::sources::{LOOPS, NEST, straight};
use proc_macro2::TokenStream;
use std::fs;

/// The functions by name, with their text: some of growing length, and those of the kernels that are
/// annotated.
fn sources() -> Vec<(String, String)> {
    let mut sources = vec![("loops".into(), LOOPS.into()), ("nest".into(), NEST.into())];
    for lines in [20, 50, 80, 320] {
        sources.push((format!("straight, {lines} lines"), straight(lines)));
    }
    let kernels = concat!(env!("CARGO_MANIFEST_DIR"), "/src/kernels");
    let files = fs::read_dir(kernels).expect("the kernels are there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a kernel is text");
        sources.extend(annotated(&text));
    }
    sources
}

/// The annotated functions of a file: what stands behind each attribute, up to the brace that ends it
/// in the first column.
fn annotated(text: &str) -> Vec<(String, String)> {
    let behind = text.split("\n#[differentiable]\n").skip(1);
    let functions = behind.map(|rest| rest.split_inclusive("\n}\n").next().unwrap_or(rest));
    functions
        .map(|function| {
            let name = function.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            (name.unwrap_or("?").to_owned(), function.to_owned())
        })
        .collect()
}

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    let (mut lines_in, mut lines_out, mut time) = (0, 0, 0.0);
    for (name, text) in sources() {
        let item: TokenStream = text.parse().expect("the source is Rust");
        let expanded = autodiff_compiler::expand(TokenStream::new(), item.clone());
        let out = layout(expanded).lines().count();
        assert!(out > 0, "{name} is empty");
        let group = format!("expansion of {name}");
        let parse = harness.time(&group, "parse", || syn::parse2::<syn::ItemFn>(item.clone()));
        let expand = harness
            .time(&group, "expand", || autodiff_compiler::expand(TokenStream::new(), item.clone()));
        if let (Some(parse), Some(expand)) = (parse, expand) {
            let lines = text.trim().lines().count();
            lines_in += lines;
            lines_out += out;
            time += expand.min;
            rows.push(row(&name, lines, expand.min, &expand.over(parse), out));
        }
    }
    if !rows.is_empty() {
        println!("the cost of an expansion; ratios as min (median) of criterion's samples\n");
        println!("lines out: everything that is emitted, laid out, with the function itself\n");
        println!(
            "| {:<20} | {:>5} | {:>12} | {:>11} | {:>17} | {:>9} | {:>8} |\n\
             | --- | --: | --: | --: | --: | --: | --: |\n{}\n{}",
            "function",
            "lines",
            "expansion",
            "per line",
            "expansion / parse",
            "lines out",
            "per line",
            rows.join("\n"),
            row("all", lines_in, time, "", lines_out)
        );
    }
}

/// A row of the table: `lines` in, `out` lines out in `time` seconds.
fn row(name: &str, lines: usize, time: f64, over_parse: &str, out: usize) -> String {
    format!(
        "| {name:<20} | {lines:>5} | {:>9.1} us | {:>8.2} us | {over_parse:>17} | {out:>9} | {:>8.1} |",
        time * 1e6,
        time * 1e6 / lines as f64,
        out as f64 / lines as f64
    )
}
