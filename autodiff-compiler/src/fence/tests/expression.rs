//! Expressions, calls and macros.

use super::check_bodies;
use expect_test::expect;

#[test]
fn expressions_outside_the_language_are_refused() {
    check_bodies(
        &[
            "g(x, ..3)",
            "&raw const x",
            "let g = [|v| v * v]; x",
            "Box::new(x).0(|v| v)",
            "let g = async |v| v; x",
            "(x.f)(3.0)",
            "x as *const f64",
            "g::<dyn Real>(x)",
        ],
        expect![[r#"
            g(x, ..3)
              `..3`: a range is supported in the head of a `for` loop, inside `&x[a..b]`, and as `a..b` in a `let`, an argument or a field
                help: keep the two bounds in variables of their own
            &raw const x
              `&raw const x`: `&raw` is not supported in a differentiable function
                help: write `&x`
            let g = [|v| v * v]; x
              `|v| v * v`: a closure that is stored, returned or chosen at run time has no known derivative
                help: call it by the name that a `let` gives it, or pass it to a function that takes `impl Fn`
            Box::new(x).0(|v| v)
              `Box::new(x).0`: only functions and closures called by their names have a known derivative
                help: call an annotated function, `f(x)`, or a closure that a `let` names
            let g = async |v| v; x
              `async`: this kind of closure is not supported
                help: write `|v| ..` or `move |v| ..`
            (x.f)(3.0)
              `(x.f)`: only functions and closures called by their names have a known derivative
                help: call an annotated function, `f(x)`, or a closure that a `let` names
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
            "g(x.iter().map(|v| v * v))",
            "x.values().zip(y.iter()).map(|(a, b)| a * b).sum::<f64>()",
            "let it = x.iter().rev(); it.last_chunk() + it.skip(1).is_sorted()",
            "x.scaled_add(); x",
            r#"T::from(x).unwrap() + a.mean().unwrap() + a.mean_axis(Axis(0)).expect("rows").sum()"#,
            "a.mapv(move |v: f64| -> f64 { if v > 0.0 { return v.gamma(); } 0.0 })",
            "let g = |&v: &f64, (a, _)| { s += a; }; g(&x, (x, x)); (|t| t)(x)",
            "a.mapv(async |v| v)",
        ],
        expect![[r#"
            x.gamma()
            x.powi(2, 3)
            x.min()
            g(x.iter().map(|v| v * v))
            x.values().zip(y.iter()).map(|(a, b)| a * b).sum::<f64>()
              `zip`: iterator method `zip` is not supported in a differentiable function
                help: write a loop over the indices: `for i in 0..x.len()`, with `x[i]`
            let it = x.iter().rev(); it.last_chunk() + it.skip(1).is_sorted()
              `last_chunk`: iterator method `last_chunk` is not supported in a differentiable function
                help: use a range: `&x[n - k..]`
              `is_sorted`: iterator method `is_sorted` is not supported in a differentiable function
                help: test it with `.windows(2).all(|w| w[0] <= w[1])`
            x.scaled_add(); x
              `scaled_add`: method `scaled_add` changes its receiver, and its derivative is not known
                help: write the sum: `x = &x + &(&y * a);`
            T::from(x).unwrap() + a.mean().unwrap() + a.mean_axis(Axis(0)).expect("rows").sum()
            a.mapv(move |v: f64| -> f64 { if v > 0.0 { return v.gamma(); } 0.0 })
            let g = |&v: &f64, (a, _)| { s += a; }; g(&x, (x, x)); (|t| t)(x)
            a.mapv(async |v| v)
              `async`: this kind of closure is not supported
                help: write `|v| ..` or `move |v| ..`
        "#]],
    );
}

#[test]
fn macros_outside_the_language_are_refused() {
    check_bodies(
        &[
            "dbg!(x, x).0",
            r#"write!(out, "{x}"); x"#,
            "m::other!(x)",
            r#"assert!(x.gamma() > 0.0, "{}", g(x)); x"#,
            r#"assert!(x > 0.0, "{a} {}", x, a = "b"); x"#,
            "vec![x.gamma(), 1.0]",
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
            dbg!(x, x).0
              `dbg`: `dbg!` of other than one value is not supported in a differentiable function
                help: write one `dbg!(value)` for each
            write!(out, "{x}"); x
              `write`: macro `write!` is not supported in a differentiable function
                help: build the text with `format!(..)`, or write it in the caller
            m::other!(x)
              `m::other`: macro `other!` is not supported in a differentiable function
                help: write out what it stands for, or wrap it in `no_diff!(..)` if its result has no derivative
            assert!(x.gamma() > 0.0, "{}", g(x)); x
            assert!(x > 0.0, "{a} {}", x, a = "b"); x
            vec![x.gamma(), 1.0]
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
