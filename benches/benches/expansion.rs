//! What `#[differentiable]` costs at compile time: functions as text come in, criterion times the
//! compiler on each of them, and a table at the end states the expansion in units of what syn takes
//! to parse the function. Type checking of the emitted code is rustc's and is not in these times.
//!
//! `cargo bench -p chainrule-benches --bench expansion`; `-- --test` expands every function once.

use chainrule_benches::Harness;
use proc_macro2::TokenStream;
use std::fmt::Write;

/// A branch, a loop with a recorded carry and a loop of accumulation, as users write them.
const LOOPS: &str = "
    pub fn loops(x: &[f64], w: &[f64], n: usize) -> f64 {
        let mut s: f64 = 0.5;
        let mut total = 0.0;
        for i in 0..n {
            let v = x[i] * w[i];
            s = s.sin() + v * s;
            if v > 0.0 {
                total += v.sqrt();
            } else {
                total -= (0.5 * v).exp();
            }
        }
        let mut y = x.to_vec();
        for i in 1..n {
            y[i] = y[i - 1] * w[i] + y[i].tanh();
            total += y[i] * y[i];
        }
        s * total
    }";

/// Nested loops over a matrix, the shape of a layer of a network.
const NEST: &str = "
    pub fn nest(w: &[f64], b: &[f64], x: &[f64], rows: usize, columns: usize) -> f64 {
        let mut loss = 0.0;
        for i in 0..rows {
            let mut sum = b[i];
            for j in 0..columns {
                sum += w[i * columns + j] * x[j];
            }
            let y = sum.tanh();
            loss += 0.5 * (y - 1.0) * (y - 1.0);
        }
        loss
    }";

/// `lines` lines of scalar code without control flow, each using the two before it.
fn straight(lines: usize) -> String {
    let mut text =
        String::from("pub fn straight(x: f64, y: f64) -> f64 {\nlet v0 = x;\nlet v1 = y;\n");
    for i in 2..lines {
        let (a, b) = (i - 1, i - 2);
        let line = match i % 4 {
            0 => format!("v{a}.sin() * v{b} + 0.5"),
            1 => format!("(v{a} - v{b}) / (1.0 + v{b} * v{b})"),
            2 => format!("(-v{a} * v{a}).exp() + v{b}.tanh()"),
            _ => format!("v{a} * 1.5 - v{b}.cos() * x"),
        };
        writeln!(text, "let v{i} = {line};").expect("writing to a string succeeds");
    }
    writeln!(text, "v{}\n}}", lines - 1).expect("writing to a string succeeds");
    text
}

/// The functions by name, with their text.
fn sources() -> Vec<(String, String)> {
    let mut sources = vec![("loops".into(), LOOPS.into()), ("nest".into(), NEST.into())];
    for lines in [20, 80, 320] {
        sources.push((format!("straight, {lines} lines"), straight(lines)));
    }
    sources
}

fn main() {
    let mut harness = Harness::new(env!("CARGO_TARGET_TMPDIR"));
    let mut rows = Vec::new();
    for (name, text) in sources() {
        let item: TokenStream = text.parse().expect("the source is Rust");
        let expanded = autodiff_compiler::expand(TokenStream::new(), item.clone()).to_string();
        assert!(!expanded.contains("compile_error"), "{name} is refused:\n{expanded}");
        let group = format!("expansion of {name}");
        let parse = harness.time(&group, "parse", || syn::parse2::<syn::ItemFn>(item.clone()));
        let expand = harness
            .time(&group, "expand", || autodiff_compiler::expand(TokenStream::new(), item.clone()));
        if let (Some(parse), Some(expand)) = (parse, expand) {
            let lines = text.trim().lines().count();
            rows.push(format!(
                "{name:<22} {lines:>6} {:>9.1} us {:>11.2} us {:>17} {:>16}",
                expand.min * 1e6,
                expand.min * 1e6 / lines as f64,
                expand.over(parse),
                expanded.len()
            ));
        }
    }
    if !rows.is_empty() {
        println!("the cost of an expansion; ratios as min | median of criterion's samples\n");
        println!(
            "{:<22} {:>6} {:>12} {:>14} {:>17} {:>16}\n{}",
            "function",
            "lines",
            "expansion",
            "per line",
            "expansion / parse",
            "characters out",
            rows.join("\n")
        );
    }
}
