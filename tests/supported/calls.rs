//! Calls, functions and closures.

use chainrule::{differentiable, no_diff};

use crate::row::section;

section! {
    "Calls and functions", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "calls of annotated functions" items {
        #[differentiable]
        fn square(x: f64) -> f64 { x * x }
        #[differentiable]
        fn f(x: f64) -> f64 { square(x) + square(2.0 * x) }
    } at (0.5,)
    "recursion" items {
        #[differentiable]
        fn f(x: f64, n: u32) -> f64 { if n == 0 { 1.0 } else { x * f(x, n - 1) } }
    } at (0.5, 3)
    "paths, also with `use .. as ..`" items {
        mod m { #[chainrule::differentiable] pub fn cube(x: f64) -> f64 { x * x * x } }
        use m::cube as third;
        #[differentiable]
        fn f(x: f64) -> f64 { m::cube(x) + third(2.0 * x) }
    } at (0.5,)
    "functions inside the function" { fn cube(v: f64) -> f64 { v * v * v } cube(x) + cube(2.0 * x) }
    "`&mut` arguments" items {
        #[differentiable]
        fn scale(u: &mut [f64], a: f64) { for i in 0..u.len() { u[i] *= a; } }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut u = [x, 2.0]; scale(&mut u[..], x); u[0] * u[1] }
    } at (0.5,)
    "several results" items {
        #[differentiable]
        fn polar(x: f64, y: f64) -> (f64, f64) { (x.hypot(y), y.atan2(x)) }
        #[differentiable]
        fn f(x: f64) -> f64 { let (r, angle) = polar(x, 1.0); r * angle }
    } at (0.5,)
    "methods of your own" refused_items {
        #[differentiable]
        fn f(&self, x: f64) -> f64 { x }
    }
    "an unannotated function for data: `no_diff!(..)`" items {
        fn table(n: usize) -> f64 { 1.0 / n as f64 }
        #[differentiable]
        fn f(x: f64, n: usize) -> f64 { no_diff!(table(n)) * x * x }
    } at (0.5, 4)
    "a method in no rule table" refused { x.next_up() }
    "calling a value" refused { let g = [f64::sin]; g[0](x) }
}
