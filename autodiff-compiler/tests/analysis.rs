//! The analyses and the forward transform as text: what is active, where the values of the reverse
//! sweep come from, what is saved, and the tangent program.

use autodiff_compiler::analysis::{Activity, Mode, Plan, Reader, Readers};
use autodiff_compiler::emit::primal::Primal;
use autodiff_compiler::ir::{Block, Function, Stmt, StmtKind};
use autodiff_compiler::programs;
use autodiff_compiler::transform::{Programs, adjoint::Shadows};
use expect_test::{Expect, expect};

fn lowered(source: &str) -> Programs {
    let item: syn::ItemFn = syn::parse_str(source).expect("the source is Rust");
    programs(&item).expect("the language")
}

/// The names of the active variables, with all parameters differentiable that can be.
fn active(source: &str, expect: Expect) {
    let Programs { primal, activity, .. } = lowered(source);
    let names: Vec<String> = activity.iter().map(|var| primal.var(var).name.to_string()).collect();
    expect.assert_eq(&names.join(" "));
}

/// The tangent program.
fn tangent(source: &str, expect: Expect) {
    let tangent = lowered(source).tangent.expect("the forward mode is on");
    expect.assert_eq(&tangent.to_string());
}

/// The plan of every block, with the analysis on.
fn planned(source: &str, mode: Mode, expect: Expect) {
    expect.assert_eq(&plan(source, mode, true));
}

fn plan(source: &str, mode: Mode, analysis: bool) -> String {
    let Programs { primal, activity, .. } = lowered(source);
    let private = quote::quote!(p);
    let shadows = shadows(&primal, &activity, &private);
    let plan = Plan::of(&shadows, analysis, mode);
    let mut text = String::new();
    show("body", &primal.body, &primal, &plan, &mut text);
    text
}

fn shadows<'a>(
    function: &'a Function,
    activity: &'a Activity,
    private: &'a proc_macro2::TokenStream,
) -> Shadows<'a> {
    Shadows::new(Primal { function, private, generic: None, by_path: false }, activity)
}

/// One line per block: its mode, what it records, and what is computed again; then what is saved.
fn show(label: &str, block: &Block, function: &Function, plan: &Plan, out: &mut String) {
    let Some(of_block) = plan.blocks.get(&block.id) else {
        return out.push_str(&format!("{label}: not reversed\n"));
    };
    let records: Vec<String> = of_block.records.iter().map(|(name, _)| name.to_string()).collect();
    let again = of_block.recompute.values().flatten();
    let again: Vec<String> = again.map(|var| function.var(*var).name.to_string()).collect();
    let mut line = format!("{label}: {:?}", of_block.mode).to_lowercase();
    for (what, names) in [("records", records), ("computes again", again)] {
        if !names.is_empty() {
            line += &format!(", {what} {}", names.join(" "));
        }
    }
    out.push_str(&(line + "\n"));
    for stmt in &block.stmts {
        if let Some(save) = plan.saves.get(&stmt.id) {
            let readers =
                if save.readers.always() { String::new() } else { readers(&save.readers) };
            out.push_str(&format!("{label}: saves before {}{readers}\n", written(stmt, function)));
        }
        let inside = match &stmt.kind {
            StmtKind::Branch { .. } => "arm",
            StmtKind::For { var, .. } => &format!("for {}", function.var(*var).name),
            StmtKind::While { .. } => "while",
            StmtKind::Map { .. } => "map",
            _ => "",
        };
        stmt.for_each_block(&mut |inner| {
            show(&format!("{label} / {inside}"), inner, function, plan, out);
        });
    }
}

/// For whom something is saved on condition.
fn readers(readers: &Readers) -> String {
    let names: Vec<String> = readers
        .iter()
        .map(|reader| match reader {
            Reader::Here => "itself".to_owned(),
            Reader::Caller => "the caller".to_owned(),
            Reader::Callee { argument, .. } => format!("argument {argument} of a call"),
        })
        .collect();
    format!(" for {}", names.join(" and "))
}

/// The name of the variable that a statement writes.
fn written(stmt: &Stmt, function: &Function) -> String {
    let mut names = Vec::new();
    stmt.for_each_written(&mut |var| names.push(function.var(var).name.to_string()));
    names.join(" ")
}

#[test]
fn active_is_what_lies_between_a_parameter_and_the_result() {
    active(
        "fn f(x: f64, y: f64, n: usize) -> f64 { let a = x * x; let b = y * y; let k = n + 1; a.sin() }",
        expect!["x a t_4"],
    );
}

#[test]
fn step_functions_and_no_diff_stop_activity() {
    active(
        "fn f(x: f64) -> f64 { let a = x.floor(); let b = no_diff!(x * x); let c = a + b; c * x }",
        expect!["x t_4"],
    );
}

#[test]
fn a_storage_is_active_when_any_of_its_values_is() {
    active(
        "fn f(x: f64, n: usize) -> f64 {
            let mut s = 0.0;
            let mut count = 0.0;
            for i in 0..n { s += x; count += 1.0; }
            s / count
        }",
        expect!["x s t_2 t_4"],
    );
}

#[test]
fn parts_of_an_aggregate_are_active_together() {
    active(
        "fn f(x: f64, y: f64) -> f64 { let p = (x, y); let q = [1.0, y]; p.0 * q[0] }",
        expect!["x y p q t_3 t_4 t_5"],
    );
}

#[test]
fn arguments_of_calls_are_active() {
    active("fn f(x: f64, n: usize) -> f64 { let y: f64 = g(x, n); y + h(n) }", expect!["x y t_3"]);
}

#[test]
fn straight_line_values_are_alive() {
    planned(
        "fn f(x: f64) -> f64 { let a = x.sin(); let b = a.exp(); a * b }",
        Mode::Joint,
        expect![[r#"
            body: joint
        "#]],
    );
}

#[test]
fn a_split_body_records_what_is_dear_and_computes_again_what_is_cheap() {
    planned(
        "fn f(x: f64) -> f64 { let a = x.sin(); let b = a * x; b * b * a }",
        Mode::Split,
        expect![[r#"
            body: split, records a, computes again b t_3
        "#]],
    );
}

#[test]
fn independent_iterations_run_again() {
    planned(
        "fn f(x: &[f64], n: usize) -> f64 { let mut s = 0.0; for i in 0..n { let a = x[i].exp(); s += a * a; } s }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: joint
        "#]],
    );
}

#[test]
fn iterations_that_read_a_storage_record_it() {
    planned(
        "fn f(x: f64, n: usize) -> f64 { let mut s = x; for i in 0..n { s = s.sin() * x; } s }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, records t_3 t_2
        "#]],
    );
}

#[test]
fn a_store_saves_what_an_earlier_statement_reads_again() {
    planned(
        "fn f(x: &[f64]) -> f64 {
            let mut y = x.to_vec();
            for i in 1..y.len() { y[i] = y[i - 1] * y[i]; }
            y[0] = 2.0;
            y[y.len() - 1]
        }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, records saved, computes again t_4 t_5 t_6
            body / for i: saves before y
            body: saves before y
        "#]],
    );
}

#[test]
fn without_the_analysis_every_store_saves_and_nothing_is_computed_again() {
    let source = "fn f(x: &[f64], n: usize) -> f64 {
        let mut y = x.to_vec();
        for i in 0..n { let a = x[i] * 2.0; y[i] = a * a; }
        y[0]
    }";
    expect![[r#"
        body: joint
        body / for i: split, computes again t_3 a
    "#]]
    .assert_eq(&plan(source, Mode::Joint, true));
    expect![[r#"
        body: joint
        body / for i: split, records saved a
        body / for i: saves before y
    "#]]
    .assert_eq(&plan(source, Mode::Joint, false));
}

#[test]
fn a_linear_update_saves_nothing() {
    planned(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut y = x.to_vec();
            for i in 1..n { y[i] += 0.5 * y[i - 1]; }
            y[n - 1]
        }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, computes again t_3
        "#]],
    );
}

#[test]
fn what_two_arms_need_is_recorded_outside_of_them() {
    planned(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut s = x[0];
            for i in 0..n {
                let a = s.sin();
                if x[i] > 0.0 { s *= a; } else { s += a * a; }
            }
            s
        }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, records t_3 a, computes again t_5 t_6
            body / for i / arm: split
            body / for i / arm: split
        "#]],
    );
}

#[test]
fn a_while_loop_is_split() {
    planned(
        "fn f(x: f64) -> f64 { let mut y = x; while y > 1.0 { y = y.sqrt() * 0.5; } y }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / while: not reversed
            body / while: split, records t_4
        "#]],
    );
}

#[test]
fn tangents_follow_their_statements() {
    tangent(
        "fn f(x: f64, y: f64) -> f64 { let a = x * y; a.sin() / y }",
        expect![[r#"
            fn f(x, y, dot_x, dot_y)
              let a = Mul(x, y)
              let t = Mul(y, dot_x)
              let t_4 = Mul(x, dot_y)
              let dot_a = Add(t, t_4)
              let t_2 = Sin(a)
              let t_6 = Cos(a)
              let dot_t_2 = Mul(t_6, dot_a)
              let t_3 = Div(t_2, y)
              let t_8 = Div(dot_t_2, y)
              let t_9 = Div(dot_y, y)
              let t_10 = Mul(t_9, t_3)
              let dot_t_3 = Sub(t_8, t_10)
              return t_3, dot_t_3
        "#]],
    );
}

#[test]
fn inactive_statements_have_no_tangent() {
    tangent(
        "fn f(x: f64, n: usize) -> f64 { let k = n * 2; let c = 0.5 * 2.0; x * c * k as f64 }",
        expect![[r#"
            fn f(x, n, dot_x)
              let k = *(n, 2)
              let c = Mul(0.5, 2.0)
              let t_3 = Mul(x, c)
              let dot_t_3 = Mul(c, dot_x)
              let t_4 = as f64(k)
              let t_5 = Mul(t_3, t_4)
              let dot_t_5 = Mul(t_4, dot_t_3)
              return t_5, dot_t_5
        "#]],
    );
}

#[test]
fn control_flow_is_shared() {
    tangent(
        "fn f(x: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() { if x[i] > 0.0 { s += x[i] * x[i]; } }
            s
        }",
        expect![[r#"
            fn f(x, dot_x)
              var s = 0.0
              var dot_s = 0.0
              let t = .len(x)
              for i in 0..t
                let t_3 = load x[i]
                let dot_t_3 = load dot_x[i]
                let t_4 = >(t_3, 0.0)
                branch t_4
                arm
                  let t_5 = Mul(t_3, t_3)
                  let t_2 = Mul(t_3, dot_t_3)
                  let t_7 = Mul(t_3, dot_t_3)
                  let dot_t_5 = Add(t_2, t_7)
                  s += t_5
                  dot_s += dot_t_5
                arm
              let t_6 = load s
              let dot_t_6 = load dot_s
              return t_6, dot_t_6
        "#]],
    );
}

#[test]
fn a_store_moves_its_tangent_too() {
    tangent(
        "fn f(x: f64) -> f64 { let mut y = [x, 2.0]; y[0] = x * x; y[1] = 3.0; y[0] * y[1] }",
        expect![[r#"
            fn f(x, dot_x)
              var y = array(x, 2.0)
              var dot_y = array(dot_x, 0.0)
              let t_2 = Mul(x, x)
              let t = Mul(x, dot_x)
              let t_6 = Mul(x, dot_x)
              let dot_t_2 = Add(t, t_6)
              store y[0] = t_2
              store dot_y[0] = dot_t_2
              store y[1] = 3.0
              store dot_y[1] = 0.0
              let t_3 = load y[0]
              let dot_t_3 = load dot_y[0]
              let t_4 = load y[1]
              let dot_t_4 = load dot_y[1]
              let t_5 = Mul(t_3, t_4)
              let t_8 = Mul(t_4, dot_t_3)
              let t_9 = Mul(t_3, dot_t_4)
              let dot_t_5 = Add(t_8, t_9)
              return t_5, dot_t_5
        "#]],
    );
}

#[test]
fn calls_give_value_and_tangent() {
    tangent(
        "fn f(x: f64, n: usize) -> f64 { let y: f64 = g(x, n); let z: f64 = g(2.0, n); y * z }",
        expect![[r#"
            fn f(x, n, dot_x)
              let t = zero(n)
              let y, dot_y = call Tangent g(x, n, dot_x, t)
              let z = g(2.0, n)
              let t_3 = Mul(y, z)
              let dot_t_3 = Mul(z, dot_y)
              return t_3, dot_t_3
        "#]],
    );
}

#[test]
fn maps_carry_pairs() {
    tangent(
        "fn f(x: &Array1<f64>, a: f64) -> f64 { x.mapv(|v| a * v).sum() }",
        expect![[r#"
        fn f(x, a, dot_x, dot_a)
          map t_3, dot_t_3 = x, dot_x |v, dot_v|
            let t_2 = Mul(a, v)
            let t = Mul(v, dot_a)
            let t_5 = Mul(a, dot_v)
            let dot_t_2 = Add(t, t_5)
            yield t_2, dot_t_2
          let t_4 = prim Sum(t_3)
          let dot_t_4 = prim Sum(dot_t_3)
          return t_4, dot_t_4
    "#]],
    );
}

#[test]
fn what_only_the_caller_wants_back_is_saved_on_condition() {
    planned(
        "fn f(x: &[f64], y: &mut [f64]) { for i in 0..x.len() { y[i] = x[i] * x[i]; } }",
        Mode::Split,
        expect![[r#"
            body: split, computes again t
            body / for i: split, computes again t_3
            body / for i: saves before y for the caller
        "#]],
    );
}

#[test]
fn what_only_a_callee_may_read_is_saved_on_condition() {
    planned(
        "fn f(x: f64) -> f64 { let mut y = [x, x]; let a = g(&y); y[0] = a; y[0] * y[1] }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body: saves before y for argument 0 of a call
        "#]],
    );
}

#[test]
fn a_loop_over_the_elements_needs_nothing_of_what_it_leaves() {
    planned(
        "fn f(z: &mut [f64], w: &[f64]) {
            for i in 0..w.len() { z[i] = z[i] * z[i] * w[i]; }
            for i in 0..w.len() { z[i] = w[i]; }
        }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, records saved, computes again t_3 t_4 t_5 t_6
            body / for i: saves before z
            body / for i_2: split
        "#]],
    );
}

#[test]
fn a_loop_that_reads_a_neighbour_needs_what_it_leaves() {
    planned(
        "fn f(z: &mut [f64], n: usize) {
            for i in 1..n { z[i] = z[i] * z[i - 1]; }
            for i in 0..n { z[i] = 2.0; }
        }",
        Mode::Joint,
        expect![[r#"
            body: joint
            body / for i: split, records saved, computes again t_2 t_3 t_4
            body / for i: saves before z
            body / for i_2: split, records saved_2
            body / for i_2: saves before z
        "#]],
    );
}
