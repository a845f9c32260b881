//! Statements, patterns, branches, loops and exits.

use super::check_bodies;
use expect_test::expect;

#[test]
fn statements_outside_the_language_are_refused() {
    check_bodies(
        &[
            "let (a, b); a = x; a",
            "fn g() -> usize { thread_local! { static N: usize = 3; } 1 } x",
            "struct S; x",
            "macro_rules! m { ($($a:tt)*) => {} } x",
            "static N: AtomicUsize = AtomicUsize::new(3); x",
            "#[cfg_attr(a, b)] let y = x; x",
            "#[inline] { x }",
            "#[checkpoint(8)] for i in 0..3 { y += x; } y",
            "f(x) = 3.0; x",
            "m::y = x; x",
            "let a = (b = 3.0); x",
            "g(y += 1.0)",
        ],
        expect![[r#"
            let (a, b); a = x; a
              `(a, b)`: several variables without initial values need a `let` each
                help: write `let a; let b;`
            fn g() -> usize { thread_local! { static N: usize = 3; } 1 } x
              `thread_local`: a macro item inside a differentiable function is not supported
                help: move it out of the function, beside it
            struct S; x
              `S`: struct `S` inside a differentiable function is not supported
                help: move it out of the function, beside it
            macro_rules! m { ($($a:tt)*) => {} } x
              `macro_rules`: a macro item `m` inside a differentiable function is not supported
                help: move it out of the function, beside it
            static N: AtomicUsize = AtomicUsize::new(3); x
              `N`: static `N` inside a differentiable function is not supported
                help: move it out of the function, beside it
            #[cfg_attr(a, b)] let y = x; x
              `cfg_attr`: `cfg` in this place of a differentiable function is not supported: its derivative would need it too
                help: put the `cfg` on the whole function, once for each case
            #[inline] { x }
              `inline`: attribute `inline` is not supported inside a differentiable function
                help: remove it, or move what it applies to into a function of its own
            #[checkpoint(8)] for i in 0..3 { y += x; } y
              `8`: `#[checkpoint]` is malformed
                help: write `#[checkpoint]`, `#[checkpoint(states = 10)]` or `#[checkpoint(every = 100)]`
            f(x) = 3.0; x
              `f(x)`: assigning through this pattern is not supported
                help: bind the values with `let` and assign them one by one
            m::y = x; x
              `m::y`: this cannot be assigned to in a differentiable function
                help: assign to a variable, `x[i]`, `x.0`, `x.field` or `*x`
            let a = (b = 3.0); x
              `=`: an assignment inside another expression is not supported
                help: make it a statement of its own
            g(y += 1.0)
              `+=`: an assignment inside another expression is not supported
                help: make it a statement of its own
        "#]],
    );
}

#[test]
fn branches_loops_and_exits_outside_the_language_are_refused() {
    check_bodies(
        &[
            "for v in x.iter().size_hint() { s += v; } s",
            "for v in x.iter().map(|v| v.gamma()).zip(|v| v) { s += v; } s",
            "async { x }",
            "unsafe { x }",
            "const { 3.0 }",
            "match n { (Some(a) | Ok(a), b) => a, Some(ref mut c) => 1.0, _ => 0.0 }",
        ],
        expect![[r#"
            for v in x.iter().size_hint() { s += v; } s
              `size_hint`: iterator method `size_hint` is not supported in a differentiable function
                help: use `.len()` of what the chain begins with
            for v in x.iter().map(|v| v.gamma()).zip(|v| v) { s += v; } s
              `|v| v`: a closure that is stored, returned or chosen at run time has no known derivative
                help: call it by the name that a `let` gives it, or pass it to a function that takes `impl Fn`
            async { x }
              `async`: an `async` block is not supported in a differentiable function
                help: compute the value directly, and await in the caller
            unsafe { x }
              `unsafe`: an `unsafe` block is not supported in a differentiable function
                help: use the checked form, such as `x[i]`, or wrap values without derivative in `no_diff!(..)`
            const { 3.0 }
              `const`: a `const` block is not supported in a differentiable function
                help: declare a constant: `const N: usize = ..;`
            match n { (Some(a) | Ok(a), b) => a, Some(ref mut c) => 1.0, _ => 0.0 }
              `Some(a) | Ok(a)`: alternatives inside a pattern cannot bind names
                help: write the alternatives as arms of their own
              `ref`: `ref mut` is not supported in a differentiable function
                help: match on `&mut value`, and bind the plain name
        "#]],
    );
}

#[test]
fn patterns_of_options_and_slices_are_accepted() {
    check_bodies(
        &[
            "let Some(y) = g(x) else { return 0.0 }; y",
            "let [a, b] = x; a",
            "let ref y = x; *y",
            "let y @ _ = x; y",
            "if let Some(y) = o { y } else { x }",
            "while let Some(y) = o { x += y; } x",
            "if a && let Some(y) = o { y } else { x }",
            "g(x)?",
            "match x { Some(y) => y, None => 0.0 }",
            "match n { f64::NAN => 0.0, _ => 1.0 }",
            "match n { k @ 1..=3 => x, _ => 1.0 }",
            r#"match n { [a, b] => x, &c => 1.0, "a" => 2.0, (1, ..) => 3.0, _ => 0.0 }"#,
            "if matches!(n, 1 | 2) { g(x).unwrap() } else { 0.0 }",
        ],
        expect![[r#"
            let Some(y) = g(x) else { return 0.0 }; y
            let [a, b] = x; a
            let ref y = x; *y
            let y @ _ = x; y
            if let Some(y) = o { y } else { x }
            while let Some(y) = o { x += y; } x
            if a && let Some(y) = o { y } else { x }
            g(x)?
            match x { Some(y) => y, None => 0.0 }
            match n { f64::NAN => 0.0, _ => 1.0 }
            match n { k @ 1..=3 => x, _ => 1.0 }
            match n { [a, b] => x, &c => 1.0, "a" => 2.0, (1, ..) => 3.0, _ => 0.0 }
            if matches!(n, 1 | 2) { g(x).unwrap() } else { 0.0 }
        "#]],
    );
}
