//! Statements, patterns, branches, loops and exits.

use super::check_bodies;
use expect_test::expect;

#[test]
fn statements_outside_the_language_are_refused() {
    check_bodies(
        &[
            "let y; y = x; y",
            "let (a, Pair { b }) = x; a",
            "let y: &mut f64 = x; y",
            "let y: &mut f64 = &mut x; y",
            "fn g() -> usize { thread_local! { static N: usize = 3; } 1 } x",
            "struct S; x",
            "macro_rules! m { () => {} } x",
            "static N: AtomicUsize = AtomicUsize::new(3); x",
            "#[cfg(a)] let y = x; x",
            "#[inline] { x }",
            "#[checkpoint(8)] for i in 0..3 { y += x; } y",
            "(a, b) = (b, a); a",
            "_ = x; x",
            "f(x) = 3.0; x",
            "*x.get(0) = 3.0; x",
            "m::y = x; x",
            "x[..2] = y; x",
            "let a = (b = 3.0); x",
            "g(y += 1.0)",
        ],
        expect![[r#"
            let y; y = x; y
              `let y;`: a variable without an initial value is not supported
                help: give it the value where it is declared: `let y = if c { a } else { b };`
            let (a, Pair { b }) = x; a
              `Pair { b }`: patterns of structs and of enums other than `Option` and `Result` bind no names in a differentiable function
                help: read the fields by name, or pass the parts as parameters
            let y: &mut f64 = x; y
              `&mut f64`: `&mut` references are not supported in a differentiable function
                help: assign to the variable itself instead of through a reference
            let y: &mut f64 = &mut x; y
              `mut`: `&mut` is supported as the argument of a call only
                help: assign to the variable itself, or pass `&mut x` where it is needed
            fn g() -> usize { thread_local! { static N: usize = 3; } 1 } x
              `thread_local`: a macro item inside a differentiable function is not supported
                help: move it out of the function, beside it
            struct S; x
              `S`: struct `S` inside a differentiable function is not supported
                help: move it out of the function, beside it
            macro_rules! m { () => {} } x
              `macro_rules`: a macro item `m` inside a differentiable function is not supported
                help: move it out of the function, beside it
            static N: AtomicUsize = AtomicUsize::new(3); x
              `N`: static `N` inside a differentiable function is not supported
                help: move it out of the function, beside it
            #[cfg(a)] let y = x; x
              `cfg`: `cfg` inside a differentiable function is not supported: its derivative would need it too
                help: put the `cfg` on the whole function, once for each case
            #[inline] { x }
              `inline`: attribute `inline` is not supported inside a differentiable function
                help: remove it, or move what it applies to into a function of its own
            #[checkpoint(8)] for i in 0..3 { y += x; } y
              `8`: `#[checkpoint]` is malformed
                help: write `#[checkpoint]`, `#[checkpoint(states = 10)]` or `#[checkpoint(every = 100)]`
            (a, b) = (b, a); a
              `(a, b)`: assigning to several places at once is not supported
                help: bind the values with `let` and assign them one by one
            _ = x; x
              `_`: assigning to `_` is not supported
                help: write `let _ = ..;`
            f(x) = 3.0; x
              `f(x)`: assigning to several places at once is not supported
                help: bind the values with `let` and assign them one by one
            *x.get(0) = 3.0; x
              `x.get(0)`: this cannot be assigned to in a differentiable function
                help: assign to a variable, `x[i]`, `x.0`, `x.field` or `*x`
            m::y = x; x
              `m::y`: this cannot be assigned to in a differentiable function
                help: assign to a variable, `x[i]`, `x.0`, `x.field` or `*x`
            x[..2] = y; x
              `..2`: a part of a slice must be borrowed where it is taken
                help: write `&x[a..b]`, with `let part = &x[a..b];` if a method follows
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
            "for v in x.iter() { s += v; } s",
            "for v in &x { s += v; } s",
            "for v in x { s += v; } s",
            "for (i, v) in x.iter().enumerate() { s += v; } s",
            "for i in 0.. { s += x; } s",
            "for (a, b) in 0..3 { s += x; } s",
            "g(x).await",
            "async { x }",
            "unsafe { x }",
            "const { 3.0 }",
            "match x { S { y } => y, _ => 0.0 }",
            "match n { (Some(a) | Ok(a), b) => a, Some(ref mut c) => 1.0, _ => 0.0 }",
        ],
        expect![[r#"
            for v in x.iter() { s += v; } s
              `x.iter()`: a `for` loop runs over a range only
                help: write `for i in 0..x.len()` and use `x[i]`
            for v in &x { s += v; } s
              `&x`: a `for` loop runs over a range only
                help: write `for i in 0..x.len()` and use `x[i]`
            for v in x { s += v; } s
              `x`: a `for` loop runs over a range only
                help: write `for i in 0..x.len()` and use `x[i]`
            for (i, v) in x.iter().enumerate() { s += v; } s
              `x.iter().enumerate()`: a `for` loop runs over a range only
                help: write `for i in 0..x.len()` and use `x[i]`
            for i in 0.. { s += x; } s
              `0..`: a `for` loop over a range without an end is not supported
                help: give the range an end: `for i in a..b`
            for (a, b) in 0..3 { s += x; } s
              `(a, b)`: the variable of a `for` loop over a range must be a plain name
                help: write `for i in ..`
            g(x).await
              `await`: `.await` is not supported in a differentiable function
                help: await in the caller and pass the value
            async { x }
              `async`: an `async` block is not supported in a differentiable function
                help: compute the value directly, and await in the caller
            unsafe { x }
              `unsafe`: an `unsafe` block is not supported in a differentiable function
                help: use the checked form, such as `x[i]`, or wrap values without derivative in `no_diff!(..)`
            const { 3.0 }
              `const`: a `const` block is not supported in a differentiable function
                help: declare a constant: `const N: usize = ..;`
            match x { S { y } => y, _ => 0.0 }
              `S { y }`: patterns of structs and of enums other than `Option` and `Result` bind no names in a differentiable function
                help: read the fields by name, or pass the parts as parameters
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
