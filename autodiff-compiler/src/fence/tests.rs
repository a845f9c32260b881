//! What the fence says, construct by construct.
//!
//! Each table lists programs; the expected text names the tokens that are underlined, then the
//! message. Bless with `UPDATE_EXPECT=1 cargo test -p autodiff-compiler`.

mod control;
mod expression;
mod header;

use super::check;
use crate::diagnostics::{Diagnostic, Diagnostics};
use expect_test::Expect;

fn report(item: &str) -> String {
    let item = syn::parse_str(item).unwrap_or_else(|error| panic!("{error} in {item}"));
    let mut diagnostics = Diagnostics::default();
    check(&item, &mut diagnostics);
    let lines = diagnostics.into_sorted();
    lines.iter().map(line).collect()
}

fn line(diagnostic: &Diagnostic) -> String {
    let (first, last) = diagnostic.spans();
    let tokens = first.join(last).and_then(|span| span.source_text());
    let text = diagnostic.text().replace("\n\nhelp: ", "\n    help: ");
    format!("  `{}`: {text}\n", tokens.unwrap_or_default())
}

fn check_items(items: &[&str], expected: Expect) {
    let reports: String = items.iter().map(|item| format!("{item}\n{}", report(item))).collect();
    expected.assert_eq(&reports);
}

fn check_bodies(bodies: &[&str], expected: Expect) {
    let reports: String =
        bodies.iter().map(|body| format!("{body}\n{}", report(&function(body)))).collect();
    expected.assert_eq(&reports);
}

fn function(body: &str) -> String {
    format!("fn f(x: f64) -> f64 {{ {body} }}")
}

#[test]
fn the_language_is_accepted() {
    let headers = [
        "const fn f<T: Real>(mut x: T, (a, mut b): (f64, f64), w: &[f64], v: &[[f64; 3]; 2], n: usize) -> (f64, Vec<f64>) where T: Copy { x }",
        "fn f([a, .., b]: [f64; 4], &(c, [d, e @ ..]): &(f64, [f64; 3]), P { x, .. }: P, Q(y): &Q) -> f64 { a }",
        "fn f<'a, const N: usize>(x: &'a [f64; N], #[no_diff] w: ArrayView2<'a, f64>) -> f64 { x[0] }",
    ];
    for header in headers {
        assert_eq!(report(header), "", "{header}");
    }
    let bodies = [
        "let (a, (mut b, _)): (f64, (f64, f64)) = x; b = a; b",
        "const N: usize = size(); use std::f64::consts::PI; PI * x",
        "; x",
        "if a < b && !(c || d) { x = 1.0 } else if e { x += 2.0 } else { x } x",
        "match n { 0 | 2 => x, 3..=5 => -x, -7 => 0.0, ..=MAX if x > 0.0 => 1.0, k => k as f64 }",
        "match (n, b) { (1, true) => y = x, (_, false) => y -= x, (_, _) => {} } y",
        "for i in 0..n { s += x[i]; } for _ in (0..=n).rev().step_by(2) { s *= x[n]; } for i in (a.min(b)..c).step_by(k + 1) {} s",
        "'a: loop { for i in 0..n { if x > 1.0 { continue 'a; } else { break; } } break 'a; } return x;",
        "let y = 'b: { if x > 1.0 { break 'b x; } -x }; let z = loop { break y; }; z",
        "match &s { E::S { y, .. } => E::P { a: x, b: y }, E::P { a, .. } if *a > 0.0 => E::T(x, 1), P(c) => c, _ => E::Unit }",
        "for (i, &[a, b]) in x.iter().chain(&y).filter(|v| v[0] > 0.0).enumerate() { s += a; } for i in 0.. {} s",
        "let it = x[1..].iter().zip(0..n); it.fold((0.0, 1.0), |(a, b), (v, k)| (a + v, b)).0 + iter::once(x).sum::<f64>()",
        "while s < 3.0 { s += x[i] * x[i][j] + a[[i, j]]; i += 1; } s",
        "x[i].y.0 = 3.0; *y = 2.0; (*z).w[0] -= 1.0; a[[i, j]] *= 2.0; x",
        "g(&x[1..n], &(x[..]), &y[..=3], [x; 3], (x, 1), vec![0.0; n], vec![], vec![1.0, 2.0,])",
        "let y; if c { y = x; } else { y = 2.0; } (a, [b, y]) = (b, [a, y]); _ = y; let r: &mut f64 = &mut x; *r = y; x",
        "for v in x.iter() { s += v; } for v in &mut x[1..] { *v *= 2.0; } for v in x { s += v; } for (i, &v) in x.iter().enumerate().rev() { s += v; } s",
        "for (row, (a, b)) in m.chunks_exact_mut(2).zip(x.iter().zip(&y).skip(1)) { row[0] = a * b; } for [a, b] in &z {} x",
        "x.push(3.0); x[1..].swap(0, 1); x.pop(); let y = x.pop().unwrap(); x.extend(y.iter().rev()); x[..2].fill(y); x[1..3].len()",
        "let (a, b) = x.split_at_mut(2); a[0] = b[0]; let (h, t) = x.split_first_mut().unwrap(); *x.last_mut().unwrap() += *x.first().unwrap(); std::mem::swap(&mut a, &mut b); x",
        "m::g::<f64, 3>(x) + <T as Real>::from_literal(3.0) + f64::sin(x)",
        "(x as f64).mul_add(2.0, 1.0).powi(3) + (n.wrapping_add(3).pow(2) % 3 ^ 1 << 2) as f64",
        "a.dot(&b.t()).mapv(|v| v.max(0.0)).mapv(relu).sum_axis(Axis(0)).sum()",
        r#"assert!(x > 0.0); assert_eq!(a.len(), b.len(), "lengths {} {n}", a.len(), n = 3); debug_assert_ne!(a, b); x"#,
        "assert! { x > 0.0 } x",
        "#[allow(unused)] let y = x; #[rustfmt::skip] { y }",
        r#"println!("{x}"); let text = format!("{x:?} {}", n); let y = dbg!(x * x); if cfg!(unix) { panic!("no {n}") } else { unreachable!() }"#,
        r#"let name = "x"; match name { "y" => g(x, "z"), _ => todo!() }"#,
        "chainrule::no_diff!(x.iter().map(|v| v * v).collect::<Vec<_>>()).len() as f64",
    ];
    for body in bodies {
        assert_eq!(report(&function(body)), "", "{body}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once_in_source_order() {
    let body = "let g = [|v| v]; unsafe {} s += x.iter().by_ref(); async {}; s";
    let count = report(&function(body)).matches("help: ").count();
    assert_eq!(count, 4);
}
