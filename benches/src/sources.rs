//! Functions as text, for measuring what their compilation costs: a number of lines or of functions
//! comes in, Rust without attributes goes out.
//!
//! The functions are of the kinds that users write: loops with carried values and with records,
//! branches, nests over matrices, straight lines, iterator chains, helpers that are called.

use std::fmt::Write;

/// A branch, a loop with a recorded carry and a loop of accumulation.
pub const LOOPS: &str = "
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
pub const NEST: &str = "
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

/// Iterator chains and closures.
const CHAINS: &str = "
    pub fn chains(x: &[f64], w: &[f64], scale: f64) -> f64 {
        let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = x.iter().map(|v| ((v - largest) * scale).exp()).collect();
        let sum: f64 = weights.iter().sum();
        let squash = |v: f64| v / (1.0 + v * v).sqrt();
        let mean: f64 = weights.iter().zip(w).map(|(p, w)| p * squash(*w)).sum::<f64>() / sum;
        let spread: f64 = w
            .windows(2)
            .map(|pair| {
                let step = pair[1] - pair[0];
                step * step
            })
            .sum();
        mean * mean + (1.0 + spread).ln() + sum.ln()
    }";

/// Steps of a differential equation.
const STEPS: &str = "
    pub fn steps(x0: f64, v0: f64, stiffness: f64, friction: f64, count: usize) -> f64 {
        let h = 1.0 / count as f64;
        let mut x = x0;
        let mut v = v0;
        let mut work = 0.0;
        for _ in 0..count {
            let force = -stiffness * x - friction * v;
            let middle = v + 0.5 * h * force;
            x += h * middle;
            let next = -stiffness * x - friction * middle;
            v = middle + 0.5 * h * next;
            work += h * force * middle;
            if x.abs() > 100.0 {
                break;
            }
        }
        let energy = 0.5 * v * v + 0.5 * stiffness * x * x;
        energy - work
    }";

/// `lines` lines of scalar code without control flow, each using the two before it.
pub fn straight(lines: usize) -> String {
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

/// `count` functions with names of their own, the kinds in turns.
///
/// ```
/// let functions = chainrule_benches::sources::functions(200);
/// assert_eq!(functions.len(), 200);
/// assert!(functions[7].contains("pub fn nest_7("));
/// ```
pub fn functions(count: usize) -> Vec<String> {
    let straight = straight(18);
    let kinds = [
        ("loops", LOOPS),
        ("chains", CHAINS),
        ("steps", STEPS),
        ("nest", NEST),
        ("straight", straight.as_str()),
    ];
    let numbered = |i: usize| {
        let (name, text) = kinds[(i + 1) % kinds.len()];
        text.replace(&format!("fn {name}("), &format!("fn {name}_{i}("))
    };
    (0..count).map(numbered).collect()
}
