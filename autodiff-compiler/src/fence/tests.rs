//! What the fence says, construct by construct.
//!
//! Each table lists programs; the expected text names the tokens that are underlined, then the
//! message. Bless with `UPDATE_EXPECT=1 cargo test -p autodiff-compiler`.

use super::check;
use crate::diagnostics::{Diagnostic, Diagnostics};
use expect_test::{Expect, expect};

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
fn headers_outside_the_language_are_refused() {
    check_items(
        &[
            "async fn f(x: f64) -> f64 { x }",
            "unsafe fn f(x: f64) -> f64 { x }",
            r#"extern "C" fn f(x: f64) -> f64 { x }"#,
            "fn f(&self, x: f64) -> f64 { x }",
            "fn f(x: f64) {}",
            "fn f(x: f64) -> () {}",
            "fn f(x: f64) -> ! { x }",
            "fn f(x: &[f64]) -> &[f64] { x }",
            "fn f(x: &mut [f64]) -> f64 { x[0] }",
            "fn f(x: impl Fn(f64) -> f64) -> f64 { x }",
            "fn f(x: &dyn Fn(f64) -> f64) -> f64 { x }",
            "fn f(x: Vec<Box<dyn Fn(f64) -> f64>>) -> f64 { x }",
            "fn f(g: fn(f64) -> f64) -> f64 { g }",
            "fn f(x: *const f64) -> f64 { x }",
            "fn f(x: ty!()) -> f64 { x }",
            "fn f(_: f64) -> f64 { 1.0 }",
            "fn f(Pair { a, b }: Pair) -> f64 { a + b }",
            "fn f([a, b]: [f64; 2]) -> f64 { a + b }",
            "fn f(&x: &f64) -> f64 { x }",
            "fn f(x: f64) -> impl Sized { x }",
            "fn f(#[cfg(a)] x: f64) -> f64 { x }",
        ],
        expect![[r#"
            async fn f(x: f64) -> f64 { x }
              `async`: an `async` function cannot be differentiated
                help: remove `async`, and await in the caller
            unsafe fn f(x: f64) -> f64 { x }
              `unsafe`: an `unsafe` function cannot be differentiated
                help: write the computation in a safe function and annotate that one
            extern "C" fn f(x: f64) -> f64 { x }
              `extern "C"`: a function with a foreign calling convention cannot be differentiated
                help: annotate an ordinary function and call it from this one
            fn f(&self, x: f64) -> f64 { x }
              `self`: methods cannot be differentiated: `self` is not an ordinary parameter
                help: write a free function that takes the value as its first parameter
            fn f(x: f64) {}
              `f`: this function returns nothing, so there is nothing to differentiate
                help: return the value: `-> f64`
            fn f(x: f64) -> () {}
              `()`: this function returns nothing, so there is nothing to differentiate
                help: return the value: `-> f64`
            fn f(x: f64) -> ! { x }
              `!`: a function that never returns has no derivative
                help: return the value: `-> f64`
            fn f(x: &[f64]) -> &[f64] { x }
              `&[f64]`: a function that returns a reference cannot be differentiated
                help: return an owned value, such as `Vec<f64>` in place of `&[f64]`
            fn f(x: &mut [f64]) -> f64 { x[0] }
              `&mut [f64]`: `&mut` parameters are not supported
                help: take the value by `&` and return the changed copy
            fn f(x: impl Fn(f64) -> f64) -> f64 { x }
              `impl Fn(f64) -> f64`: `impl Trait` is not supported in a differentiable function
                help: write a concrete type, or a type parameter: `fn f<T: Real>(x: T)`
            fn f(x: &dyn Fn(f64) -> f64) -> f64 { x }
              `dyn Fn(f64) -> f64`: `dyn Trait` has no derivative: the code behind it is not known at compile time
                help: write a concrete type or a type parameter
            fn f(x: Vec<Box<dyn Fn(f64) -> f64>>) -> f64 { x }
              `dyn Fn(f64) -> f64`: `dyn Trait` has no derivative: the code behind it is not known at compile time
                help: write a concrete type or a type parameter
            fn f(g: fn(f64) -> f64) -> f64 { g }
              `fn(f64) -> f64`: a function pointer has no derivative: the code behind it is not known at compile time
                help: call an annotated function by its path
            fn f(x: *const f64) -> f64 { x }
              `*const f64`: a raw pointer has no derivative
                help: take a reference or a slice
            fn f(x: ty!()) -> f64 { x }
              `ty!()`: a macro in the place of a type is not supported in a differentiable function
                help: write the type out
            fn f(_: f64) -> f64 { 1.0 }
              `_`: a parameter without a name is not supported
                help: give it a name: `_unused`
            fn f(Pair { a, b }: Pair) -> f64 { a + b }
              `Pair { a, b }`: this pattern is not supported in a parameter
                help: give the parameter a name and take it apart with `let` in the body
            fn f([a, b]: [f64; 2]) -> f64 { a + b }
              `[a, b]`: this pattern is not supported in a parameter
                help: give the parameter a name and take it apart with `let` in the body
            fn f(&x: &f64) -> f64 { x }
              `&x`: this pattern is not supported in a parameter
                help: give the parameter a name and take it apart with `let` in the body
            fn f(x: f64) -> impl Sized { x }
              `impl Sized`: `impl Trait` is not supported in a differentiable function
                help: write a concrete type, or a type parameter: `fn f<T: Real>(x: T)`
            fn f(#[cfg(a)] x: f64) -> f64 { x }
              `cfg`: `cfg` inside a differentiable function is not supported: its derivative would need it too
                help: put the `cfg` on the whole function, once for each case
        "#]],
    );
}

#[test]
fn statements_outside_the_language_are_refused() {
    check_bodies(
        &[
            "let y; y = x; y",
            "let Some(y) = g(x) else { return 0.0 }; y",
            "let (a, Pair { b }) = x; a",
            "let [a, b] = x; a",
            "let ref y = x; *y",
            "let y @ _ = x; y",
            "let y: &mut f64 = x; y",
            "let y: &mut f64 = &mut x; y",
            "fn g(x: f64) -> f64 { return x; } g(x)",
            "struct S; x",
            "macro_rules! m { () => {} } x",
            "static N: usize = 3; x",
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
            let Some(y) = g(x) else { return 0.0 }; y
              `else`: `let .. else` is not supported: it leaves the function in the middle
                help: test with `if`/`else` and let both branches give a value
            let (a, Pair { b }) = x; a
              `Pair { b }`: struct and enum patterns are not supported in a differentiable function
                help: read the fields by name, or pass the parts as parameters
            let [a, b] = x; a
              `[a, b]`: slice patterns are not supported in a differentiable function
                help: read the elements by index: `x[0]`
            let ref y = x; *y
              `ref`: `ref` bindings are not supported in a differentiable function
                help: bind the value and write `&` where it is used
            let y @ _ = x; y
              `y @ _`: `name @ pattern` is not supported in a differentiable function
                help: bind the name and test it in a guard: `n if n < 3 => ..`
            let y: &mut f64 = x; y
              `&mut f64`: `&mut` references are not supported in a differentiable function
                help: assign to the variable itself instead of through a reference
            let y: &mut f64 = &mut x; y
              `mut`: `&mut` is not supported in a differentiable function
                help: assign to the variable itself, or let the function return the new value
            fn g(x: f64) -> f64 { return x; } g(x)
              `g`: function `g` inside a differentiable function is not supported
                help: move it out of the function, beside it
            struct S; x
              `S`: struct `S` inside a differentiable function is not supported
                help: move it out of the function, beside it
            macro_rules! m { () => {} } x
              `macro_rules`: a macro item `m` inside a differentiable function is not supported
                help: move it out of the function, beside it
            static N: usize = 3; x
              `N`: static `N` inside a differentiable function is not supported
                help: move it out of the function, beside it
            #[cfg(a)] let y = x; x
              `cfg`: `cfg` inside a differentiable function is not supported: its derivative would need it too
                help: put the `cfg` on the whole function, once for each case
            #[inline] { x }
              `inline`: attribute `inline` is not supported inside a differentiable function
                help: remove it, or move what it applies to into a function of its own
            #[checkpoint(8)] for i in 0..3 { y += x; } y
              `checkpoint`: attribute `checkpoint` is not supported inside a differentiable function
                help: remove it, or move what it applies to into a function of its own
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
            "if let Some(y) = o { y } else { x }",
            "while let Some(y) = o { x += y; } x",
            "if a && let Some(y) = o { y } else { x }",
            "if x < 0.0 { return 0.0; } x",
            "return x;",
            "for i in 0..3 { if x > 1.0 { break; } } x",
            "for i in 0..3 { if x > 1.0 { continue; } } x",
            "loop { x = x + 1.0; }",
            "'a: for i in 0..3 { x += 1.0; } x",
            "'a: { x }",
            "for v in x.iter() { s += v; } s",
            "for v in &x { s += v; } s",
            "for v in x { s += v; } s",
            "for (i, v) in x.iter().enumerate() { s += v; } s",
            "for i in 0.. { s += x; } s",
            "for (a, b) in 0..3 { s += x; } s",
            "g(x)?",
            "g(x).await",
            "async { x }",
            "unsafe { x }",
            "const { 3.0 }",
            "match x { Some(y) => y, None => 0.0 }",
            "match x { S { y } => y, _ => 0.0 }",
            "match n { f64::NAN => 0.0, _ => 1.0 }",
            "match n { k @ 1..=3 => x, _ => 1.0 }",
            r#"match n { [a, b] => x, &c => 1.0, "a" => 2.0, (1, ..) => 3.0, _ => 0.0 }"#,
        ],
        expect![[r#"
            if let Some(y) = o { y } else { x }
              `let`: `if let` is not supported in a differentiable function
                help: test with a condition, or use `match` on numbers
            while let Some(y) = o { x += y; } x
              `let`: `while let` is not supported in a differentiable function
                help: write `while` with a condition
            if a && let Some(y) = o { y } else { x }
              `let`: `let` inside a condition is not supported in a differentiable function
                help: bind the value before the condition and test it there
            if x < 0.0 { return 0.0; } x
              `return`: `return` is not supported in a differentiable function
                help: let the value be the last expression, with `if`/`else` for the early case
            return x;
              `return`: `return` is not supported in a differentiable function
                help: let the value be the last expression, with `if`/`else` for the early case
            for i in 0..3 { if x > 1.0 { break; } } x
              `break`: `break` is not supported in a differentiable function
                help: put the condition into the loop: `while i < n && !done { .. }`
            for i in 0..3 { if x > 1.0 { continue; } } x
              `continue`: `continue` is not supported in a differentiable function
                help: put the rest of the loop's body into an `if`
            loop { x = x + 1.0; }
              `loop`: `loop` is not supported in a differentiable function
                help: write `while condition { .. }`, or `for i in 0..n` with a bound
            'a: for i in 0..3 { x += 1.0; } x
              `'a`: labels are not supported in a differentiable function
                help: remove the label; nested loops end by their own conditions
            'a: { x }
              `'a`: labels are not supported in a differentiable function
                help: remove the label; nested loops end by their own conditions
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
            g(x)?
              `?`: `?` is not supported in a differentiable function
                help: check before calling, and take the plain value as a parameter
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
            match x { Some(y) => y, None => 0.0 }
              `Some(y)`: struct and enum patterns are not supported in a differentiable function
                help: read the fields by name, or pass the parts as parameters
            match x { S { y } => y, _ => 0.0 }
              `S { y }`: struct and enum patterns are not supported in a differentiable function
                help: read the fields by name, or pass the parts as parameters
            match n { f64::NAN => 0.0, _ => 1.0 }
              `f64::NAN`: a path in a pattern is not supported in a differentiable function
                help: test in a guard: `v if v == path => ..`
            match n { k @ 1..=3 => x, _ => 1.0 }
              `k @ 1..=3`: `name @ pattern` is not supported in a differentiable function
                help: bind the name and test it in a guard: `n if n < 3 => ..`
            match n { [a, b] => x, &c => 1.0, "a" => 2.0, (1, ..) => 3.0, _ => 0.0 }
              `[a, b]`: slice patterns are not supported in a differentiable function
                help: read the elements by index: `x[0]`
              `&c`: reference patterns are not supported in a differentiable function
                help: bind the name and write `*name` where the value is needed
              `"a"`: this pattern is not supported in a differentiable function
                help: match on literals, ranges, `_`, names and tuples of these, or test with `if`
              `..`: this pattern is not supported in a differentiable function
                help: match on literals, ranges, `_`, names and tuples of these, or test with `if`
        "#]],
    );
}

#[test]
fn expressions_outside_the_language_are_refused() {
    check_bodies(
        &[
            r#"g(x, "name")"#,
            "g(x, 'c')",
            "g(x, 0..3)",
            "x[1..3].len()",
            "&mut x",
            "&raw const x",
            "P { a: x, b: x }.a",
            "g(_)",
            "let g = |v| v * v; g(x)",
            "(x.f)(3.0)",
            "x as *const f64",
            "g::<dyn Real>(x)",
        ],
        expect![[r#"
            g(x, "name")
              `"name"`: text has no place in a differentiable function but in the message of an assertion
                help: move it into the message of `assert!(..)`, or into the caller
            g(x, 'c')
              `'c'`: character and byte literals are not supported in a differentiable function
                help: write the number: `97` for `b'a'`
            g(x, 0..3)
              `0..3`: a range is supported in the head of a `for` loop and inside `&x[a..b]` only
                help: keep the two bounds in variables of their own
            x[1..3].len()
              `1..3`: a part of a slice must be borrowed where it is taken
                help: write `&x[a..b]`, with `let part = &x[a..b];` if a method follows
            &mut x
              `mut`: `&mut` is not supported in a differentiable function
                help: assign to the variable itself, or let the function return the new value
            &raw const x
              `&raw const x`: `&raw` is not supported in a differentiable function
                help: write `&x`
            P { a: x, b: x }.a
              `P`: struct literals are not supported in a differentiable function
                help: return the parts as a tuple, and build the struct in the caller
            g(_)
              `_`: `_` is not a value
                help: write `let _ = ..;` to drop a value
            let g = |v| v * v; g(x)
              `|v| v * v`: a closure is supported as the argument of `mapv` only
                help: write its body where it is needed, or an annotated function beside this one
            (x.f)(3.0)
              `(x.f)`: only functions called by their path have a known derivative
                help: call an annotated function: `f(x)`
            x as *const f64
              `*const f64`: a raw pointer has no derivative
                help: take a reference or a slice
            g::<dyn Real>(x)
              `dyn Real`: `dyn Trait` has no derivative: the code behind it is not known at compile time
                help: write a concrete type or a type parameter
        "#]],
    );
}

#[test]
fn calls_and_closures_outside_the_language_are_refused() {
    check_bodies(
        &[
            "x.gamma()",
            "x.powi(2, 3)",
            "x.min()",
            "x.iter().map(|v| v * v).sum()",
            "x.iter().zip(y.iter()).map(|(a, b)| a * b).sum::<f64>()",
            "x.push(3.0); x",
            "x.swap(0, 1); x",
            "g(x).unwrap()",
            r#"T::from(x).unwrap() + a.mean().unwrap() + a.mean_axis(Axis(0)).expect("rows").sum()"#,
            "a.mapv(|v, w| v)",
            "a.mapv(|&v| v)",
            "a.mapv(move |v: f64| -> f64 { if v > 0.0 { return v; } 0.0 })",
            "a.mapv(async |v| v)",
        ],
        expect![[r#"
            x.gamma()
              `gamma`: no derivative is known for method `gamma`
                help: call a function annotated with `#[differentiable]` instead, or wrap the call in `no_diff!(..)` if its result has no derivative
            x.powi(2, 3)
              `powi`: no derivative is known for method `powi` with 2 arguments
                help: call a function annotated with `#[differentiable]` instead, or wrap the call in `no_diff!(..)` if its result has no derivative
            x.min()
              `min`: no derivative is known for method `min` with 0 arguments
                help: call a function annotated with `#[differentiable]` instead, or wrap the call in `no_diff!(..)` if its result has no derivative
            x.iter().map(|v| v * v).sum()
              `iter`: iterator method `iter` is not supported in a differentiable function
                help: write a loop over the indices: `for i in 0..x.len() { .. }`
            x.iter().zip(y.iter()).map(|(a, b)| a * b).sum::<f64>()
              `iter`: iterator method `iter` is not supported in a differentiable function
                help: write a loop over the indices: `for i in 0..x.len() { .. }`
            x.push(3.0); x
              `push`: method `push` changes its receiver, which only assignments may do here
                help: start from a `vec![0.0; n]` of the final length and assign `x[i] = ..`
            x.swap(0, 1); x
              `swap`: method `swap` changes its receiver, which only assignments may do here
                help: write `let t = x[i]; x[i] = x[j]; x[j] = t;`
            g(x).unwrap()
              `unwrap`: `unwrap` and `expect` are supported directly after `mean()`, `mean_axis(..)` and `T::from(..)` only
                help: wrap a value without derivative in `no_diff!(..)`, or take the plain value as a parameter
            T::from(x).unwrap() + a.mean().unwrap() + a.mean_axis(Axis(0)).expect("rows").sum()
            a.mapv(|v, w| v)
              `v, w`: the closure of `mapv` has one parameter, a plain name
                help: write `|v| ..`
            a.mapv(|&v| v)
              `&v`: the closure of `mapv` has one parameter, a plain name
                help: write `|v| ..`
            a.mapv(move |v: f64| -> f64 { if v > 0.0 { return v; } 0.0 })
              `return`: `return` is not supported in a differentiable function
                help: let the value be the last expression, with `if`/`else` for the early case
            a.mapv(async |v| v)
              `async`: this kind of closure is not supported as the argument of `mapv`
                help: write `|v| ..`
        "#]],
    );
}

#[test]
fn macros_outside_the_language_are_refused() {
    check_bodies(
        &[
            r#"println!("{x}"); x"#,
            r#"panic!("no")"#,
            "if matches!(n, 1 | 2) { x } else { 0.0 }",
            "m::other!(x)",
            "assert!(); x",
            "assert_eq!(a); x",
            r#"assert!(x.gamma() > 0.0, "{}", g(x)); x"#,
            r#"assert!(x > 0.0, "{a} {}", x, a = "b"); x"#,
            "vec![1.0; 2; 3]",
            "vec![x.gamma(), 1.0]",
            "no_diff!(a, b)",
            "no_diff!(return x)",
            "no_diff!(g(x)?)",
            "no_diff!({ s += 1.0; s })",
            "no_diff!(sort(&mut x))",
            "no_diff!(vec![g(x)?])",
            "no_diff!({ let mut s = 0.0; for v in x.iter() { if *v < 0.0 { break; } s += v; } s })",
            "no_diff!(for i in 0..3 { break; }); no_diff!({ break; })",
            "no_diff!(x.iter().map(|v| -> Option<f64> { Some(g(v)?) }).count())",
        ],
        expect![[r#"
            println!("{x}"); x
              `println`: macro `println!` is not supported in a differentiable function
                help: print in the caller
            panic!("no")
              `panic`: macro `panic!` is not supported in a differentiable function
                help: state the condition: `assert!(condition, "message")`
            if matches!(n, 1 | 2) { x } else { 0.0 }
              `matches`: macro `matches!` is not supported in a differentiable function
                help: write a comparison, or a `match` that gives `true` or `false`
            m::other!(x)
              `m::other`: macro `other!` is not supported in a differentiable function
                help: write out what it stands for, or wrap it in `no_diff!(..)` if its result has no derivative
            assert!(); x
              `assert`: this assertion is not written as expressions separated by commas
                help: write `assert!(condition, "message")`
            assert_eq!(a); x
              `assert_eq`: this assertion is not written as expressions separated by commas
                help: write `assert!(condition, "message")`
            assert!(x.gamma() > 0.0, "{}", g(x)); x
              `gamma`: no derivative is known for method `gamma`
                help: call a function annotated with `#[differentiable]` instead, or wrap the call in `no_diff!(..)` if its result has no derivative
            assert!(x > 0.0, "{a} {}", x, a = "b"); x
            vec![1.0; 2; 3]
              `vec`: this `vec!` is neither a list nor a value with a length
                help: write `vec![a, b]` or `vec![x; n]`
            vec![x.gamma(), 1.0]
              `gamma`: no derivative is known for method `gamma`
                help: call a function annotated with `#[differentiable]` instead, or wrap the call in `no_diff!(..)` if its result has no derivative
            no_diff!(a, b)
              `no_diff`: `no_diff!(..)` wraps one expression
                help: write `no_diff!(expression)`
            no_diff!(return x)
              `return`: `no_diff!(..)` cannot leave the function or a loop around it
                help: let it give a value, and decide outside
            no_diff!(g(x)?)
              `?`: `no_diff!(..)` cannot leave the function or a loop around it
                help: let it give a value, and decide outside
            no_diff!({ s += 1.0; s })
              `s`: `no_diff!(..)` cannot change a variable of the function around it
                help: let it give the new value, and assign outside: `x = no_diff!(..);`
            no_diff!(sort(&mut x))
              `x`: `no_diff!(..)` cannot change a variable of the function around it
                help: let it give the new value, and assign outside: `x = no_diff!(..);`
            no_diff!(vec![g(x)?])
              `?`: `no_diff!(..)` cannot leave the function or a loop around it
                help: let it give a value, and decide outside
            no_diff!({ let mut s = 0.0; for v in x.iter() { if *v < 0.0 { break; } s += v; } s })
            no_diff!(for i in 0..3 { break; }); no_diff!({ break; })
              `break`: `no_diff!(..)` cannot leave the function or a loop around it
                help: let it give a value, and decide outside
            no_diff!(x.iter().map(|v| -> Option<f64> { Some(g(v)?) }).count())
        "#]],
    );
}

#[test]
fn the_language_is_accepted() {
    let headers = [
        "const fn f<T: Real>(mut x: T, (a, mut b): (f64, f64), w: &[f64], v: &[[f64; 3]; 2], n: usize) -> (f64, Vec<f64>) where T: Copy { x }",
        "fn f<'a, const N: usize>(x: &'a [f64; N], #[no_diff] w: &ArrayView2<'a, f64>) -> f64 { x[0] }",
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
        "while s < 3.0 { s += x[i] * x[i][j] + a[[i, j]]; i += 1; } s",
        "x[i].y.0 = 3.0; *y = 2.0; (*z).w[0] -= 1.0; a[[i, j]] *= 2.0; x",
        "g(&x[1..n], &(x[..]), &y[..=3], [x; 3], (x, 1), vec![0.0; n], vec![], vec![1.0, 2.0,])",
        "m::g::<f64, 3>(x) + <T as Real>::from_literal(3.0) + f64::sin(x)",
        "(x as f64).mul_add(2.0, 1.0).powi(3) + (n.wrapping_add(3).pow(2) % 3 ^ 1 << 2) as f64",
        "a.dot(&b.t()).mapv(|v| v.max(0.0)).mapv(relu).sum_axis(Axis(0)).sum()",
        r#"assert!(x > 0.0); assert_eq!(a.len(), b.len(), "lengths {} {n}", a.len(), n = 3); debug_assert_ne!(a, b); x"#,
        "assert! { x > 0.0 } x",
        "#[allow(unused)] let y = x; #[rustfmt::skip] { y }",
        "chainrule::no_diff!(x.iter().map(|v| v * v).collect::<Vec<_>>()).len() as f64",
    ];
    for body in bodies {
        assert_eq!(report(&function(body)), "", "{body}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once_in_source_order() {
    let body = "let g = |v| v; for v in x { s += v.gamma(); } return s;";
    let count = report(&function(body)).matches("help: ").count();
    assert_eq!(count, 4);
}
