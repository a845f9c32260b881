//! What `#[differentiable]` costs at compile time: functions as text come in, the compiler is timed on
//! each of them, and a table at the end states the expansion in units of what syn takes to parse the
//! function, and how many lines come out of one. Type checking of the emitted code is rustc's and is not
//! in these times.
//!
//! `cargo bench -p chainrule-benches --bench expansion`; `-- --test` expands every function once. The
//! clock is the thread's, which stands still while other programs have the processor. Tokens are
//! proc-macro2's own, not rustc's.

use autodiff_compiler::emit::text::layout;
use chainrule_benches::sources::{LOOPS, NEST, straight};
use cpu_time::ThreadTime;
use proc_macro2::TokenStream;
use std::fs;
use std::hint::black_box;

/// How often each is done; the fastest counts.
const TURNS: usize = 30;

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
    let test = std::env::args().any(|argument| argument == "--test");
    let turns = if test { 1 } else { TURNS };
    let mut rows = Vec::new();
    let (mut lines_in, mut lines_out, mut time) = (0, 0, 0.0);
    for (name, text) in sources() {
        let item: TokenStream = text.parse().expect("the source is Rust");
        let expand = || autodiff_compiler::expand(TokenStream::new(), item.clone());
        let out = layout(expand()).lines().count();
        assert!(out > 0, "{name} is empty");
        let parsing = fastest(turns, &mut || syn::parse2::<syn::ItemFn>(item.clone()));
        let expanding = fastest(turns, &mut || expand());
        let lines = text.trim().lines().count();
        lines_in += lines;
        lines_out += out;
        time += expanding;
        rows.push(row(&name, lines, expanding, &format!("{:.0}", expanding / parsing), out));
    }
    println!("the cost of an expansion: the fastest of {turns} turns, by the thread's clock");
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

/// The seconds of the fastest of some turns.
fn fastest<T>(turns: usize, work: &mut dyn FnMut() -> T) -> f64 {
    let turn = |_| {
        let start = ThreadTime::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..turns).map(turn).fold(f64::INFINITY, f64::min)
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
