//! What `#[differentiable(report)]` prints: for each value that is kept its line, type, size, and why.

use autodiff_compiler::diagnostics::Diagnostics;
use autodiff_compiler::parse::Options;
use autodiff_compiler::programs_with;
use expect_test::{Expect, expect};

/// The report on a function; lines are those of its text, the first is 1.
fn check(attribute: &str, source: &str, expect: Expect) {
    let item: syn::ItemFn = syn::parse_str(source).expect("the source is Rust");
    let mut diagnostics = Diagnostics::default();
    let options = Options::parse(attribute.parse().expect("an attribute"), &mut diagnostics);
    assert!(diagnostics.is_empty());
    let programs = programs_with(&item, &options).expect("the language");
    expect.assert_eq(&programs.report(&options, &|span| span.start().line));
}

#[test]
fn a_carried_value_is_recorded() {
    check(
        "",
        "fn carry(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}",
        expect![[r#"
            `carry` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 4: `s` (f64, 8 bytes), needed by line 4: `s` is overwritten at line 4
        "#]],
    );
}

#[test]
fn straight_line_keeps_nothing() {
    check(
        "",
        "fn f(x: f64, y: f64) -> f64 {
    (x * y).sin() + x
}",
        expect![[r#"
            `f` keeps for its adjoint:
              nothing
        "#]],
    );
}

#[test]
fn loops_that_record_nothing() {
    check(
        "",
        "fn f(w: &[f64], x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..rows {
        let mut sum = 0.0;
        for j in 0..x.len() {
            sum += w[i * x.len() + j] * x[j];
        }
        total += sum.tanh();
    }
    for i in 0..x.len() {
        total += x[i] * x[i];
    }
    total
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 8: `sum.tanh()` (f64, 8 bytes), needed by line 8: too dear to compute again
                loop at line 5: nothing per iteration
              loop at line 10: each iteration is reversed at once and keeps nothing
        "#]],
    );
}

#[test]
fn independent_iterations_run_again() {
    check(
        "",
        "fn f(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let mut p = 1.0;
        for _ in 0..3 {
            p = p * x[i] + p.exp();
        }
        total += p;
    }
    total
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 3: each iteration is reversed at once and keeps nothing
                loop at line 5, for each iteration: 16 bytes
                  line 6: `p.exp()` (f64, 8 bytes), needed by line 6: too dear to compute again
                  line 6: `p` (f64, 8 bytes), needed by line 6: `p` is overwritten at line 6
        "#]],
    );
}

#[test]
fn what_is_too_dear_and_what_a_branch_decides() {
    check(
        "",
        "fn f(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..x.len() {
        let e = (s * x[i]).exp();
        if e > s {
            s = e * e;
        } else {
            s = s.sqrt();
        }
    }
    s
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 3, for each iteration: 16 bytes
                line 4: `e` (f64, 8 bytes), needed by line 5: too dear to compute again
                line 4: `s` (f64, 8 bytes), needed by line 5: `s` is overwritten at line 8
                arm 2 of the branch at line 5: 8 bytes
                  line 8: `s.sqrt()` (f64, 8 bytes), needed by line 8: too dear to compute again
        "#]],
    );
}

#[test]
fn saves_of_an_array_and_of_a_loop() {
    check(
        "",
        "fn f(x: [f64; 8], n: usize) -> f64 {
    let mut y = x;
    let first = y[0] * y[1];
    y[0] = first.sin();
    for i in 0..n {
        y[i % 8] = y[i % 8] * y[(i + 1) % 8];
    }
    y[0] * y[3]
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 5, for each iteration: 8 bytes
                line 6: what `y[i % 8]` holds before (f64, 8 bytes), `y` is needed by line 6
        "#]],
    );
}

#[test]
fn loops_of_unknown_length() {
    check(
        "",
        "fn newton(x: f64) -> f64 {
    let mut y = x;
    while (y * y - x).abs() > 1e-12 {
        y = 0.5 * (y + x / y);
    }
    y
}",
        expect![[r#"
            `newton` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 4: `y` (f64, 8 bytes), needed by line 4: `y` is overwritten at line 4
        "#]],
    );
}

#[test]
fn snapshots() {
    check(
        "",
        "fn f(x: f64, n: usize) -> f64 {
    let mut s = x;
    let mut u = [x; 4];
    #[checkpoint(states = n / 10 + 1)]
    for i in 0..n {
        u[i % 4] = u[i % 4] * s;
        s = s.sin() + x * s;
    }
    #[checkpoint]
    while s < 10.0 {
        s = s * s + 1.0;
    }
    s + u[0]
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 5: snapshots of its state, at most `(n / 10) + 1` times: s, u
              loop at line 10: snapshots of its state, about twice the square root of the trips: s
        "#]],
    );
}

#[test]
fn callers_need_a_record_of_the_call() {
    check(
        "",
        "fn f(x: f64, n: usize) -> f64 {
    let a: f64 = g(x);
    let mut s = a * x;
    for _ in 0..n {
        let b: f64 = g(s);
        s = s * b;
    }
    s
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 4, for each iteration: 16 bytes
                line 5: `s` (f64, 8 bytes), needed by line 6: `s` is overwritten at line 6
                line 5: `b` (f64, 8 bytes), needed by line 6: too dear to compute again
            `f` keeps for its callers:
              for each call: 8 bytes
                line 2: `a` (f64, 8 bytes), needed by line 3: too dear to compute again
              loop at line 4, for each iteration: 16 bytes
                line 5: `s` (f64, 8 bytes), needed by line 6: `s` is overwritten at line 6
                line 5: `b` (f64, 8 bytes), needed by line 6: too dear to compute again
        "#]],
    );
}

#[test]
fn second_order_keeps_tangents_too() {
    check(
        "second_order",
        "fn carry(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        s = s.sin() + x * s;
    }
    s
}",
        expect![[r#"
            `carry` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 4: `s` (f64, 8 bytes), needed by line 4: `s` is overwritten at line 4
            `carry` keeps for its second derivatives:
              loop at line 3, for each iteration: 32 bytes
                line 4: `dot_s` (f64, 8 bytes), needed by line 4: `dot_s` is overwritten at line 4
                line 4: `s` (f64, 8 bytes), needed by line 4: `s` is overwritten at line 4
                line 4: `s.cos()` (f64, 8 bytes), needed by line 4: too dear to compute again
                line 4: `s.sin()` (f64, 8 bytes), needed by line 4: too dear to compute again
        "#]],
    );
}

#[test]
fn everything_without_the_analysis() {
    check(
        "analysis = false",
        "fn carry(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        s = s * x;
    }
    s
}",
        expect![[r#"
            `carry` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 4: `s` (f64, 8 bytes), needed by line 4: the analysis is off
        "#]],
    );
}

#[test]
fn forward_mode_keeps_nothing() {
    check(
        "modes(forward)",
        "fn f(x: f64) -> f64 {
    x * x
}",
        expect![[""]],
    );
}

#[test]
fn a_variable_of_the_same_name_keeps_its_spelling() {
    check(
        "",
        "fn f(s: f64, a: f64, n: usize) -> f64 {
    let mut s = s;
    for _ in 0..n {
        s = a * s * (1.0 - s);
    }
    s
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 3, for each iteration: 8 bytes
                line 4: `s` (f64, 8 bytes), needed by line 4: `s` is overwritten at line 4
        "#]],
    );
}

#[test]
fn lengths_outlive_writes_to_elements() {
    check(
        "",
        "fn f(x: &[f64], rows: usize) -> f64 {
    let mut z = x.to_vec();
    let mut total: f64 = 0.0;
    for k in 0..rows {
        for i in 0..z.len().min(k) {
            z[i] = z[i] + total;
        }
        total = total.sin() + z[0];
    }
    total
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 4, for each iteration: 8 bytes
                line 8: `total` (f64, 8 bytes), needed by line 8: `total` is overwritten at line 8
                loop at line 5: nothing per iteration
        "#]],
    );
}

#[test]
fn lengths_of_lists_that_grow_are_kept() {
    check(
        "",
        "fn f(x: &[f64]) -> f64 {
    let mut z: Vec<f64> = Vec::new();
    let mut total: f64 = 0.0;
    for k in 0..x.len() {
        z.push(x[k]);
        for i in 0..z.len() {
            z[i] = z[i] * total;
        }
        total = total.sin() + z[0];
    }
    total
}",
        expect![[r#"
            `f` keeps for its adjoint:
              loop at line 4, for each iteration
                line 9: `total` (f64, 8 bytes), needed by line 9: `total` is overwritten at line 9
                line 6: `z.len()` (an integer), needed by line 6: `z` is overwritten at line 7
                loop at line 6, for each iteration: 16 bytes
                  line 7: what `z[i]` holds before (f64, 8 bytes), `z` is needed by lines 7, 11
                  line 7: `total` (f64, 8 bytes), needed by line 7: `total` is overwritten at line 9
        "#]],
    );
}
