//! Code as text in, simplified text out; adversarial cases for each pass.
//!
//! The statements of a case are the body of a function; names that begin with `user` are the user's.

mod code;
mod passes;

use expect_test::{Expect, expect};
use quote::quote;

use crate::code::print::Printer;
use crate::emit::text::layout;
use crate::texts::NameSet;

fn simplified(source: &str) -> String {
    let (stmts, mut results, names) = code::parse(source);
    let named = NameSet::of(names.into_iter().filter(|name| name.starts_with("user")));
    let names = super::Names { named, generic: false };
    let stmts = super::simplify_but(stmts, &mut results, &names, false);
    let private = quote!(private);
    let printer = Printer { private: &private };
    let (stmts, results) =
        (printer.stmts(&stmts), results.iter().map(|result| printer.expr(result)));
    layout(quote!(#stmts #(#results),*))
}

fn check(source: &str, expected: Expect) {
    expected.assert_eq(&simplified(source));
}

/// The code is as short as it can be.
fn unchanged(source: &str) {
    let (stmts, results, _) = code::parse(source);
    let private = quote!(private);
    let printer = Printer { private: &private };
    let (stmts, results) =
        (printer.stmts(&stmts), results.iter().map(|result| printer.expr(result)));
    assert_eq!(simplified(source), layout(quote!(#stmts #(#results),*)));
}

// ----- a temporary moves into its use -----

#[test]
fn one_use_takes_the_definition_along() {
    check(
        "let t = x * y; let u = t + 1.0; u",
        expect![[r#"
        x * y + 1.0
    "#]],
    );
}

#[test]
fn parentheses_keep_the_meaning() {
    check(
        "let t = x + y; let u = t * z; let v = u - t_2; let t_3 = v; w - t_3",
        expect![[r#"
        w - ((x + y) * z - t_2)
    "#]],
    );
}

#[test]
fn two_uses_keep_the_name() {
    unchanged("let t = x.sin(); t * t");
}

#[test]
fn the_users_names_stay() {
    unchanged("let user = x * y; user + 1.0");
}

#[test]
fn a_typed_definition_stays() {
    unchanged("let t: f64 = 0.5; x * t");
}

// ----- but never past a write to what it reads -----

#[test]
fn an_assignment_between_holds_it() {
    unchanged("let t = user * 2.0; user = 1.0; call(user); t");
}

#[test]
fn the_assignment_that_uses_it_does_not() {
    check(
        "let t = user * 2.0; user = t; call(&user);",
        expect![[r#"
        user = user * 2.0;
        call(&user);
    "#]],
    );
}

#[test]
fn an_element_written_between_holds_it() {
    unchanged("let t = y[i] * 2.0; y[j] = 0.0; d_y[i] += t; call(&y);");
}

#[test]
fn an_index_written_between_holds_it() {
    unchanged("let t = y[user]; user = user + 1; d_y[user] += t;");
}

#[test]
fn a_write_in_a_branch_between_holds_it() {
    unchanged("let t = y[0]; if c { y[0] = 1.0; } d_y[0] += t; call(&y);");
}

#[test]
fn a_write_in_a_loop_between_holds_it() {
    unchanged("let t = y[0]; for i in 0..n { y[i] = 1.0; } d_y[0] += t; call(&y);");
}

#[test]
fn a_mutable_borrow_between_holds_it() {
    unchanged("let t = y[0]; call(&mut y); d_y[0] += t;");
}

#[test]
fn a_mutable_borrow_in_the_same_call_holds_it() {
    unchanged("let t = y[0]; call(&mut y, t);");
    unchanged("let t = y[0]; call(t, &mut y);");
}

#[test]
fn a_reference_passed_on_between_holds_it() {
    unchanged("let t = shadow[0]; call(shadow); d_y[0] += t;");
}

#[test]
fn a_seed_that_moves_between_holds_it() {
    unchanged("let t = d_y[0]; call((d_y, d_z)); d_x[0] += t;");
}

#[test]
fn a_closure_that_writes_between_holds_it() {
    unchanged("let t = user * 2.0; call(|v| { user += v; }); d_x[0] += t;");
    unchanged("let t = user * 2.0; call(t, |v| { user += v; });");
}

#[test]
fn a_pop_between_holds_it() {
    unchanged(
        "let t = record.len(); let Some(a) = record.pop() else { unreachable!() }; call(a, t);",
    );
}

#[test]
fn the_place_it_is_an_index_of_may_be_what_it_reads() {
    unchanged("let t = y[0]; y[t] = 1.0; call(&y);");
}

#[test]
fn a_result_that_moves_holds_what_reads_it() {
    check(
        "let mut y = make(); y[0] = 1.0; let t = total(&y); (y, t)",
        expect![[r#"
        let mut y = make();
        y[0] = 1.0;
        let t = total(&y);
        y, t
    "#]],
    );
}

#[test]
fn a_view_holds_what_reads_it() {
    // the view ends before the matrix is written
    unchanged("let user = row(&m, 0); let t = user[0]; m[1] = 2.0; d_m[0] += t;");
}

#[test]
fn calls_with_the_tape_stay_in_order() {
    check(
        "let t = f::fwd(x, tape); let t_2 = g::fwd(y, tape); t_2 - t",
        expect![[r#"
        let t = f::fwd(x, tape);
        g::fwd(y, tape) - t
    "#]],
    );
}

#[test]
fn a_call_passes_definitions_only() {
    check(
        "let t = total(&x); let user = 2.0; user * t",
        expect![[r#"
        let user = 2.0;
        user * total(&x)
    "#]],
    );
    unchanged("let t = total(&x); d_x[0] += 1.0; user * t");
}

#[test]
fn nothing_enters_a_loop_or_a_branch() {
    unchanged("let t = x.sin(); for i in 0..n { d_x[i] += t; }");
    unchanged("let t = x.sin(); if c { d_x[0] += t; }");
    unchanged("let t = x.sin(); while i < t { d_x[0] += 1.0; }");
    unchanged("let t = x.sin(); call(|v| v * t);");
}

#[test]
fn a_borrow_keeps_its_name() {
    unchanged("let t = x * y; call(&t);");
}

#[test]
fn a_name_in_tokens_keeps_its_definition() {
    unchanged("let t = x * y; verbatim!(t);");
}

#[test]
fn a_variable_of_the_same_name_inside_is_another() {
    check(
        "let user = x[0]; let t = user * 2.0; for i in 0..n { let user = x[i]; d_x[i] += user; } d_x[0] += t;",
        expect![[r#"
            let user = x[0];
            let t = user * 2.0;
            for i in 0..n {
                let user = x[i];
                d_x[i] += user;
            }
            d_x[0] += t;
        "#]],
    );
}

#[test]
fn sweeps_define_one_name_each() {
    check(
        "for i in 0..n { let t = x[i]; y[i] = t * t; } for i in 0..n { let t = x[i]; d_x[i] += t; } call(&y);",
        expect![[r#"
            for i in 0..n {
                let t = x[i];
                y[i] = t * t;
            }
            for i in 0..n {
                d_x[i] += x[i];
            }
            call(&y);
        "#]],
    );
}

// ----- growth -----

/// The time of a pass may not depend on how much stands around it: names are looked up, statements
/// moved and blocks left once per level.
#[test]
fn long_bodies_stay_linear() {
    let body = |lines: usize| {
        let mut text = String::from("let t_0 = x;");
        for i in 1..lines {
            let before = i - 1;
            text += &format!(
                "let t_{i} = t_{before}.sin() * t_{before}; let u_{i} = t_{i}; d_x[{i}] += u_{i};"
            );
        }
        code::parse(&format!("{text} t_{}", lines - 1))
    };
    let time = |lines: usize| {
        let (stmts, mut results, _) = body(lines);
        let start = std::time::Instant::now();
        let stmts = super::simplify_but(stmts, &mut results, &super::Names::default(), false);
        assert!(stmts.len() > lines);
        start.elapsed().as_secs_f64()
    };
    let least = |lines: usize| (0..5).map(|_| time(lines)).fold(f64::MAX, f64::min);
    let (short, long) = (least(250), least(4000));
    // sixteen times the code: quadratic would be 256 times the time
    assert!(long < 128.0 * short, "{short} s for 250 lines, {long} s for 4000");
}
