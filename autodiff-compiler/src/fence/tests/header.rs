//! The header: qualifiers, parameters, types, attributes.

use super::check_items;
use expect_test::expect;

#[test]
fn headers_outside_the_language_are_refused() {
    check_items(
        &[
            "async fn f(x: f64) -> f64 { x }",
            "unsafe fn f(x: f64) -> f64 { x }",
            r#"extern "C" fn f(x: f64) -> f64 { x }"#,
            "fn f(&self, x: f64) -> f64 { x }",
            "fn f(mut x: &mut [f64]) {}",
            "fn f((a, b): &mut (f64, f64)) {}",
            "fn f(x: f64) -> ! { x }",
            "fn f(x: &[f64]) -> &[f64] { x }",
            "fn f(x: &mut &[f64]) -> f64 { x[0] }",
            "fn f(mut x: ArrayViewMut1<f64>) -> f64 { x[0] *= 2.0; x.sum() }",
            "fn f(x: impl Fn(f64) -> f64) -> f64 { x }",
            "fn f(x: impl Into<f64>) -> f64 { x }",
            "fn f<F: Fn(f64) -> f64, G>(f: F, g: G, x: f64) -> f64 where G: FnMut() -> f64 { x }",
            "fn f(x: &dyn Fn(f64) -> f64) -> f64 { x }",
            "fn f(x: Vec<Box<dyn Fn(f64) -> f64>>) -> f64 { x }",
            "fn f(g: fn(f64) -> f64) -> f64 { g }",
            "fn f(x: *const f64) -> f64 { x }",
            "fn f(x: ty!()) -> f64 { x }",
            "fn f(_: f64) -> f64 { 1.0 }",
            "fn f((A(x) | B(x)): E) -> f64 { x }",
            "fn f([a, b]: &mut [f64; 2]) { *a += *b; }",
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
            fn f(mut x: &mut [f64]) {}
              `mut`: a `&mut` parameter that is itself `mut` is not supported in a differentiable function
                help: remove `mut`, and let the parameter refer to one thing
            fn f((a, b): &mut (f64, f64)) {}
              `(a, b)`: a `&mut` parameter is not taken apart in a differentiable function
                help: give the parameter a name and use its fields: `p.0`
            fn f(x: f64) -> ! { x }
              `!`: a function that never returns has no derivative
                help: return the value: `-> f64`
            fn f(x: &[f64]) -> &[f64] { x }
              `&[f64]`: a function that returns a reference cannot be differentiated
                help: return an owned value, such as `Vec<f64>` in place of `&[f64]`
            fn f(x: &mut &[f64]) -> f64 { x[0] }
              `&[f64]`: a `&mut` to another reference is not supported in a differentiable function
                help: take the reference itself: `x: &[f64]`
            fn f(mut x: ArrayViewMut1<f64>) -> f64 { x[0] *= 2.0; x.sum() }
              `ArrayViewMut1<f64>`: a mutable view is not supported in a differentiable function
                help: take the array itself: `x: &mut Array1<f64>`
            fn f(x: impl Fn(f64) -> f64) -> f64 { x }
            fn f(x: impl Into<f64>) -> f64 { x }
              `impl Into<f64>`: `impl Trait` is not supported in a differentiable function
                help: write a concrete type, or a type parameter: `fn f<T: Real>(x: T)`
            fn f<F: Fn(f64) -> f64, G>(f: F, g: G, x: f64) -> f64 where G: FnMut() -> f64 { x }
            fn f(x: &dyn Fn(f64) -> f64) -> f64 { x }
            fn f(x: Vec<Box<dyn Fn(f64) -> f64>>) -> f64 { x }
              `dyn Fn(f64) -> f64`: a function is supported as a parameter, not as a part of one or as a result
                help: take it by itself: `g: impl Fn(f64) -> f64`
            fn f(g: fn(f64) -> f64) -> f64 { g }
            fn f(x: *const f64) -> f64 { x }
              `*const f64`: a raw pointer has no derivative
                help: take a reference or a slice
            fn f(x: ty!()) -> f64 { x }
              `ty!()`: a macro in the place of a type is not supported in a differentiable function
                help: write the type out
            fn f(_: f64) -> f64 { 1.0 }
            fn f((A(x) | B(x)): E) -> f64 { x }
              `A(x) | B(x)`: this pattern is not supported in a parameter
                help: give the parameter a name and take it apart with `let` in the body
            fn f([a, b]: &mut [f64; 2]) { *a += *b; }
              `[a, b]`: a `&mut` parameter is not taken apart in a differentiable function
                help: give the parameter a name and use its fields: `p.0`
            fn f(x: f64) -> impl Sized { x }
              `impl Sized`: `impl Trait` is not supported in a differentiable function
                help: write a concrete type, or a type parameter: `fn f<T: Real>(x: T)`
            fn f(#[cfg(a)] x: f64) -> f64 { x }
              `cfg`: `cfg` in this place of a differentiable function is not supported: its derivative would need it too
                help: put the `cfg` on the whole function, once for each case
        "#]],
    );
}
