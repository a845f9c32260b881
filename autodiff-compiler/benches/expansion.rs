//! What `#[differentiable]` costs at compile time: functions as text come in, a table of the
//! times that the compiler takes to expand each of them goes out. Type checking of the emitted
//! code is rustc's and is not in these times.
//!
//! `cargo bench -p autodiff-compiler`. Without cargo's `--bench` (as in `cargo test --benches`)
//! every function is expanded once, to see that it is.

use proc_macro2::TokenStream;
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

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

/// Expands the item for about `budget`, at least once: the time of each expansion in
/// microseconds, in ascending order.
fn times(item: &TokenStream, budget: Duration) -> Vec<f64> {
    let mut times = Vec::new();
    let begin = Instant::now();
    while times.is_empty() || begin.elapsed() < budget {
        let (attribute, item) = (TokenStream::new(), item.clone());
        let start = Instant::now();
        black_box(autodiff_compiler::expand(attribute, item));
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    times
}

fn main() {
    let timed = std::env::args().any(|argument| argument == "--bench");
    let budget = if timed { Duration::from_secs(2) } else { Duration::ZERO };
    println!(
        "{:<22} {:>6} {:>12} {:>12} {:>14} {:>16}",
        "function", "lines", "min", "median", "min per line", "characters out"
    );
    for (name, text) in sources() {
        let item: TokenStream = text.parse().expect("the source is Rust");
        let expanded = autodiff_compiler::expand(TokenStream::new(), item.clone()).to_string();
        assert!(!expanded.contains("compile_error"), "{name} is refused:\n{expanded}");
        let times = times(&item, budget);
        let lines = text.trim().lines().count();
        println!(
            "{name:<22} {lines:>6} {:>9.1} us {:>9.1} us {:>11.2} us {:>16}",
            times[0],
            times[times.len() / 2],
            times[0] / lines as f64,
            expanded.len()
        );
    }
}
