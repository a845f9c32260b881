//! The verifier between passes: the corpus keeps the IR's contract after lowering and after the forward
//! transform, and a program that was broken by hand does not.

use std::path::Path;

use autodiff_compiler::ir::{
    Block, BlockId, Function, Literal, Op, Operand, Place, Prim, Proj, Stmt, StmtKind, Ty, VarId,
    verify,
};
use autodiff_compiler::programs;
use expect_test::{Expect, expect};
use proc_macro2::Span;
use quote::quote;

/// Lowers a function, breaks it, and compares what the verifier says.
fn broken(source: &str, damage: impl FnOnce(&mut Function), expect: Expect) {
    let item: syn::ItemFn = syn::parse_str(source).expect("the source is Rust");
    let mut function = programs(&item).expect("the language").primal;
    assert!(verify(&function).is_empty(), "{:?}", verify(&function));
    damage(&mut function);
    let found: String = verify(&function).into_iter().map(|breach| breach + "\n").collect();
    expect.assert_eq(&found);
}

/// The variable of that name.
fn var(function: &Function, name: &str) -> VarId {
    let position = function.vars.iter().position(|data| data.name == name).expect("a variable");
    VarId(u32::try_from(position).expect("few variables"))
}

/// A whole variable as an operand.
fn read(function: &Function, name: &str) -> Operand {
    Operand::var(var(function, name))
}

/// The blocks directly inside a statement of the body.
fn blocks(function: &mut Function, position: usize) -> Vec<&mut Block> {
    match &mut function.body.stmts[position].kind {
        StmtKind::Branch { arms, .. } => arms.iter_mut().collect(),
        StmtKind::For { body, .. } | StmtKind::Map { body, .. } => vec![body],
        StmtKind::While { header, body, .. } => vec![header, body],
        other => panic!("no blocks in {other:?}"),
    }
}

/// A statement of its own at the end of the body.
fn append(function: &mut Function, kind: StmtKind) {
    let stmt = function.new_stmt(Span::call_site(), kind);
    function.body.stmts.push(stmt);
}

/// Calls `check` with every function that stands in a module `functions` of the corpus.
fn for_each_of_the_corpus(path: &Path, check: &mut dyn FnMut(&syn::ItemFn)) {
    for entry in std::fs::read_dir(path).expect("the corpus is beside the compiler") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            for_each_of_the_corpus(&path, check);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            items(syn::parse_file(&text).expect("the corpus is Rust").items, false, check);
        }
    }
}

fn items(found: Vec<syn::Item>, inside: bool, check: &mut dyn FnMut(&syn::ItemFn)) {
    for item in found {
        match item {
            syn::Item::Fn(function) if inside => check(&function),
            syn::Item::Mod(module) => {
                let inside = module.ident == "functions";
                items(module.content.map(|(_, found)| found).unwrap_or_default(), inside, check);
            }
            _ => {}
        }
    }
}

#[test]
fn the_corpus_keeps_the_contract_after_every_pass() {
    let mut checked = 0;
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus");
    for_each_of_the_corpus(Path::new(corpus), &mut |item| {
        let Ok(programs) = programs(item) else { return };
        let breaches = programs.breaches();
        assert!(breaches.is_empty(), "{}: {breaches:#?}\n{}", item.sig.ident, programs.primal);
        checked += 1;
    });
    assert!(checked >= 100, "{checked} functions");
}

#[test]
fn a_value_is_defined_before_its_uses() {
    broken(
        "fn f(x: f64) -> f64 { let y = x * x; y.sin() }",
        |f| f.body.stmts.swap(0, 1),
        expect![[r#"
            `y` is read by an operation before it has a value
        "#]],
    );
}

#[test]
fn a_value_of_an_inner_block_is_not_seen_outside() {
    broken(
        "fn f(x: f64, n: usize) -> f64 { let mut s = 0.0; for i in 0..n { let y = x * x; s += y; } s }",
        |f| f.results = vec![read(f, "y"), read(f, "i")],
        expect![[r#"
            `y` is read by the result before it has a value
            `i` is read by the result before it has a value
        "#]],
    );
}

#[test]
fn what_is_declared_has_a_value_behind_every_arm() {
    broken(
        "fn f(x: f64) -> f64 { let y = if x > 0.0 { x.sin() } else { x }; y * y }",
        |f| {
            blocks(f, 2)[1].stmts.clear();
        },
        expect![[r#"
            `y` is read by an operation before it has a value
            `y` is read by an operation before it has a value
        "#]],
    );
}

#[test]
fn what_is_declared_is_written_once() {
    broken(
        "fn f(x: f64) -> f64 { let y = if x > 0.0 { x.sin() } else { x }; y }",
        |f| {
            let place = Place::var(var(f, "y"));
            append(f, StmtKind::Store { place, value: read(f, "x") });
        },
        expect![[r#"
            `y` is written and not storage
        "#]],
    );
}

#[test]
fn what_is_declared_is_not_written_by_a_loop() {
    broken(
        "fn f(x: f64, n: usize) -> f64 { let mut s = x; for i in 0..n { s += x; } s }",
        |f| {
            let place = Place::var(var(f, "s"));
            f.vars[place.base.0 as usize].storage = false;
            f.body.stmts[0].kind = StmtKind::Declare { var: place.base };
            let store = StmtKind::Store { place, value: read(f, "x") };
            blocks(f, 1)[0].stmts[0].kind = store;
        },
        expect![[r#"
            `s` is written and not storage
            `s` is read by an operation before it has a value
        "#]],
    );
}

#[test]
fn fixed_variables_are_not_written() {
    broken(
        "fn f(x: f64, y: [f64; 2]) -> f64 { x * y[0] }",
        |f| {
            let place = Place::var(var(f, "x"));
            append(f, StmtKind::Store { place, value: read(f, "x") });
            let index = Operand::Literal(Literal::Written(quote!(0), Ty::Int));
            let place = Place::var(var(f, "y")).then(Proj::Index(index));
            append(
                f,
                StmtKind::Accumulate { place, value: read(f, "x"), by_ref: false, negative: false },
            );
        },
        expect![[r#"
            `x` is written and not storage
            `y` is written and not storage
        "#]],
    );
}

#[test]
fn scalars_in_storage_are_loaded() {
    broken(
        "fn f(x: f64) -> f64 { let mut s = x; if x > 0.0 { s += x; } s * x }",
        |f| {
            f.results = vec![read(f, "s")];
        },
        expect![[r#"
            `s` is storage and read without a load
        "#]],
    );
}

#[test]
fn storage_does_not_steer() {
    broken(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut k = n;
            if x[k] > 0.0 { k += 1; }
            let mut s = 0.0;
            for i in 0..k { s += x[i]; }
            if k > 2 { s *= x[0]; }
            s
        }",
        |f| {
            let k = read(f, "k");
            for stmt in &mut f.body.stmts {
                match &mut stmt.kind {
                    StmtKind::For { range, .. } => range.hi = k.clone(),
                    StmtKind::Branch { selector, is_bool, .. } => {
                        *selector = k.clone();
                        *is_bool = false;
                    }
                    _ => {}
                }
            }
            let place = Place::var(var(f, "x")).then(Proj::Index(k));
            f.results = vec![Operand::Place(place)];
        },
        expect![[r#"
            `k` is storage and read without a load
            `k` is storage and steers a selector
            `k` is storage and read without a load
            `k` is storage and steers a range
            `k` is storage and read without a load
            `k` is storage and steers a selector
            `k` is storage and steers an index
        "#]],
    );
}

#[test]
fn selectors_fit_their_arms() {
    broken(
        "fn f(x: f64) -> f64 { if x > 0.0 { x.sin() } else { x } }",
        |f| {
            if let StmtKind::Branch { selector, arms, .. } = &mut f.body.stmts[2].kind {
                *selector = Operand::var(VarId(0));
                arms.pop();
            }
        },
        expect![[r#"
            `x` selects no arm
            a branch has 1 arms
        "#]],
    );
}

#[test]
fn ids_and_names_are_unique() {
    broken(
        "fn f(x: f64) -> f64 { let y = if x > 0.0 { x.sin() } else { x }; y }",
        |f| {
            f.vars[1].name = f.vars[0].name.clone();
            f.body.stmts[1].id = f.body.stmts[0].id;
            let arms = blocks(f, 2);
            let id = arms[0].id;
            arms.into_iter().for_each(|arm| arm.id = id);
            f.next_stmt = 1;
            f.body.id = BlockId(99);
        },
        expect![[r#"
            two variables are named `x`
            block id 99 is not taken from the counter
            statement id 1 occurs twice
            statement id 6 is not taken from the counter
            statement id 2 is not taken from the counter
            statement id 3 is not taken from the counter
            block id 2 occurs twice
            statement id 4 is not taken from the counter
        "#]],
    );
}

#[test]
fn a_variable_has_one_definition() {
    broken(
        "fn f(x: f64, n: usize) -> f64 { let mut s = 0.0; for i in 0..n { s += x; } s }",
        |f| {
            let twice = f.body.stmts[0].kind.clone();
            append(f, twice);
            let var = var(f, "n");
            if let StmtKind::For { var: counter, .. } = &mut f.body.stmts[1].kind {
                *counter = var;
            }
        },
        expect![[r#"
            `n` is defined twice
            `s` is defined twice
        "#]],
    );
}

#[test]
fn operations_have_their_operands() {
    broken(
        "fn f(x: f64, a: &Array1<f64>) -> f64 { let s = a.sum(); x.hypot(s) }",
        |f| {
            for stmt in &mut f.body.stmts {
                match &mut stmt.kind {
                    StmtKind::Let { op: Op::Scalar(_, operands), .. } => operands.truncate(1),
                    StmtKind::Let { op: Op::Prim(prim, _), .. } => *prim = Prim::Dot,
                    _ => {}
                }
            }
        },
        expect![[r#"
            Dot of 1 operands
            Hypot of 1 operands
        "#]],
    );
}

#[test]
fn several_results_are_a_value_and_its_tangent() {
    broken(
        "fn f(x: f64) -> f64 { let y: f64 = g(x); y }",
        |f| {
            let StmtKind::Let { var, op } = f.body.stmts[0].kind.clone() else { return };
            f.body.stmts[0].kind = StmtKind::LetMany { vars: vec![var, var, var], op };
        },
        expect![[r#"
            3 variables for the results of call Primal g(x)
            `y` is defined twice
            `y` is defined twice
        "#]],
    );
}

#[test]
fn headers_and_maps_only_read() {
    let store = |f: &mut Function, at: usize| {
        let place = Place::var(var(f, "s"));
        let kind = StmtKind::Store { place, value: read(f, "x") };
        let stmt: Stmt = f.new_stmt(Span::call_site(), kind);
        blocks(f, at)[0].stmts.push(stmt);
    };
    broken(
        "fn f(x: f64) -> f64 { let mut s = x; while s > 1.0 { s *= 0.5; } s }",
        |f| store(f, 1),
        expect![[r#"
            `s` is written by the header of a loop
        "#]],
    );
    broken(
        "fn f(x: f64, a: &Array1<f64>) -> f64 { let mut s = x; let b = a.mapv(|v| v * x); s += x; b.sum() }",
        |f| store(f, 1),
        expect![[r#"
            `s` is written by a map
        "#]],
    );
}

#[test]
fn a_map_takes_as_many_arrays_as_its_closure() {
    broken(
        "fn f(x: f64, a: &Array1<f64>) -> f64 { a.mapv(|v| v * x).sum() }",
        |f| {
            if let StmtKind::Map { inputs, results, .. } = &mut f.body.stmts[0].kind {
                inputs.clear();
                results.clear();
            }
        },
        expect![[r#"
            a map's closure does not fit its arrays
        "#]],
    );
}

#[test]
fn loops_count_in_integers() {
    broken(
        "fn f(x: f64, n: usize) -> f64 {
            let mut s = x;
            for i in 0..n { s *= x; }
            while s > 1.0 { s *= 0.5; }
            s
        }",
        |f| {
            for (name, ty) in [("i", Ty::F64), ("trips", Ty::OPAQUE)] {
                let at = var(f, name).0 as usize;
                f.vars[at].ty = ty;
            }
        },
        expect![[r#"
            `i` is not an integer that the variable of a loop can be
            `trips` is not an integer that the count of a loop can be
        "#]],
    );
}
