//! Signatures, structs and other types.

use chainrule::{Differentiable, Real, differentiable};
use num_traits::Float;

use crate::row::section;

section! {
    "Types", () at ();

    "`f32`" items { #[differentiable] fn f(x: f32) -> f32 { x * x } } at (0.5_f32,)
    "slices, arrays, `Vec`s, tuples" items {
        #[differentiable]
        fn f(a: &[f64], b: [f64; 2], c: Vec<f64>, d: (f64, f64)) -> f64 { a[0] * b[1] * c[0] * d.1 }
    } at (&[1.5][..], [2.0, 3.0], vec![0.5], (1.0, 2.5))
    "results that are tuples, arrays, `Vec`s" items {
        #[differentiable]
        fn f(x: f64) -> (f64, [f64; 2], Vec<f64>) { (x * x, [x, 1.0], vec![x.sin(); 2]) }
    } at (0.5,)
    "type parameters with a float bound" items {
        #[differentiable]
        fn square<T: Real>(x: T) -> T { x * x }
        #[differentiable]
        fn f(x: f64) -> f64 { square(x) * x }
    } at (0.5,)
    "`Float` of num-traits, where-clauses, `T::from(..)`" items {
        #[differentiable]
        fn norm<T>(v: &[T]) -> T where T: Float { let mut s = T::from(0.5).unwrap(); for x in v { s = s + *x * *x; } s.sqrt() }
        #[differentiable]
        fn f(x: f64) -> f64 { norm(&[x, 2.0]) * norm::<f64>(&[x]) }
    } at (0.5,)
    "constant parameters" items {
        #[differentiable]
        fn sum<const N: usize>(x: [f64; N]) -> f64 { let mut s = 0.0; for i in 0..N { s += x[i] * x[i]; } s }
        #[differentiable]
        fn f(x: f64) -> f64 { sum([x, 2.0, x]) }
    } at (0.5,)
    "parameters without derivative: `#[no_diff]`" items {
        #[differentiable]
        fn f(x: f64, #[no_diff] y: f64) -> f64 { x * y }
    } at (0.5, 2.0)
    "parameters without derivative: `wrt(..)`" items {
        #[differentiable(wrt(x))]
        fn f(x: f64, y: f64) -> f64 { x * y }
    } at (0.5, 2.0)
    "structs" items {
        #[derive(Differentiable, Clone)]
        struct Line { slope: f64, offset: f64, #[no_diff] name: String }
        #[differentiable]
        fn f(line: &Line, x: f64) -> f64 { line.slope * x + line.offset }
    } at (&Line { slope: 2.0, offset: 1.0, name: String::new() }, 0.5)
    "tuple structs, nested structs, `Vec`s of structs" items {
        #[derive(Differentiable, Clone)]
        struct Point(f64, f64);
        #[derive(Differentiable, Clone)]
        struct Path { start: Point, rest: Vec<Point> }
        #[differentiable]
        fn f(p: &Path) -> f64 { let mut s = p.start.0 * p.start.1; for q in &p.rest { s += q.0 * q.1; } s }
    } at (&Path { start: Point(1.0, 2.0), rest: vec![Point(3.0, 4.0)] },)
    "struct literals, also with a base; fields; patterns" items {
        #[derive(Differentiable, Clone, Copy)]
        struct State { x: f64, v: f64 }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut s = State { x, v: 1.0 }; s.v *= x; let State { x, v } = State { x: 2.0 * x, ..s }; x * v }
    } at (0.5,)
    "results that are structs" items {
        #[derive(Differentiable, Clone)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        fn f(r: f64, angle: f64) -> Point { Point { x: r * angle.cos(), y: r * angle.sin() } }
    } at (0.5, 1.0)
    "enums: variants made and changed" items {
        #[derive(Differentiable, Clone)]
        enum Gate { Open(f64), Shut }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut g = if x > 0.0 { Gate::Open(x * x) } else { Gate::Shut }; if let Gate::Open(v) = &mut g { *v *= x; } let Gate::Open(v) = g else { return 0.0 }; v }
    } at (0.5,)
    "parameters that are patterns" items {
        #[differentiable]
        fn f([a, b]: [f64; 2], &(c, d): &(f64, f64)) -> f64 { a * b * c * d }
    } at ([0.5, 2.0], &(1.5, 3.0))
    "generic structs" items {
        #[derive(Differentiable, Clone)]
        struct Pair<T> { a: T, b: T }
        #[differentiable]
        fn f(p: &Pair<f64>) -> f64 { p.a * p.b }
    } at (&Pair { a: 1.0, b: 2.0 },)
    "structs with lifetimes" items {
        #[derive(Differentiable, Clone)]
        struct Data<'a> { x: &'a [f64], scale: f64 }
        #[differentiable]
        fn first<'a>(d: &Data<'a>) -> f64 { d.x[0] * d.scale }
        #[differentiable]
        fn f(x: &[f64], scale: f64) -> f64 { first(&Data { x, scale }) * scale }
    } at (&[2.0, 1.0][..], 3.0)
    "enums with payloads" items {
        #[derive(Differentiable, Clone)]
        enum Shape { Circle { r: f64 }, Rect(f64, f64), Empty }
        #[differentiable]
        fn f(s: &Shape) -> f64 { match s { Shape::Circle { r } => 3.0 * r * r, Shape::Rect(a, b) => a * b, Shape::Empty => 0.0 } }
    } at (&Shape::Rect(2.0, 3.0),)
    "enums without floats, as parameters without a mark" items {
        #[derive(Clone, Copy)]
        enum Side { Lower, Upper }
        #[differentiable]
        fn tail(x: f64, side: Side) -> f64 { match side { Side::Lower => x.exp(), Side::Upper => (-x).exp() } }
        #[differentiable]
        fn f(x: f64) -> f64 { x * tail(x, Side::Upper) + tail(x * x, if x > 1.0 { Side::Upper } else { Side::Lower }) }
    } at (0.5,)
    "types that contain themselves in a `Box`" items {
        #[derive(Differentiable, Clone)]
        enum Expr { Number(f64), X, Add(Box<Expr>, Box<Expr>), Mul(Box<Expr>, Box<Expr>), Sin(Box<Expr>) }
        #[differentiable]
        fn f(e: &Expr, x: f64) -> f64 {
            match e {
                Expr::Number(c) => *c, Expr::X => x, Expr::Sin(a) => f(a, x).sin(),
                Expr::Add(a, b) => f(a, x) + f(b, x), Expr::Mul(a, b) => f(a, x) * f(b, x),
            }
        }
    } at (&Expr::Mul(Box::new(Expr::X), Box::new(Expr::Sin(Box::new(Expr::Number(2.0))))), 0.5)
    "what is in a `Box`: read, written, made and replaced" items {
        #[derive(Differentiable, Clone)]
        struct S { v: Box<f64>, all: Box<[f64]> }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 {
            let mut s = S { v: Box::new(x * y), all: vec![x, y].into_boxed_slice() };
            *s.v *= x;
            s.all[0] += *s.v;
            s.v = Box::new(s.all.iter().sum());
            *s.v * s.all[0] * s.v.sin()
        }
    } at (0.5, 0.8)
    "variants made and changed in the body" items {
        #[derive(Differentiable, Clone)]
        enum State { Start, Moving { x: f64, v: f64 } }
        #[differentiable]
        fn f(v0: f64, n: usize) -> f64 {
            let mut s = State::Start;
            for _ in 0..n { match &mut s { State::Start => s = State::Moving { x: v0, v: v0 }, State::Moving { x, v } => *x += *v * v0 } }
            if let State::Moving { x, v } = s { x * v } else { 0.0 }
        }
    } at (0.5, 3)
    "unions" refused_items {
        #[derive(Differentiable)]
        union U { a: f64, b: f64 }
    }
    "getters: methods and functions that give a reference to a part of an argument" items {
        #[derive(Differentiable, Clone)]
        struct State { x: f64, y: f64, rest: Vec<f64> }
        #[differentiable]
        impl State {
            fn axis(&self, k: usize) -> &f64 { match k { 0 => &self.x, _ => &self.y } }
            fn rest(&self) -> &[f64] { &self.rest }
            fn x_mut(&mut self) -> &mut f64 { &mut self.x }
            fn total(&mut self) -> f64 { *self.x_mut() *= self.rest()[1]; self.axis(0) * self.axis(1) + self.rest().iter().sum::<f64>() }
        }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let mut s = State { x, y, rest: vec![x, y] }; s.total() }
    } at (2.0, 3.0)
    "a result that is a reference to something else" refused_items {
        #[differentiable]
        fn f(x: &[f64]) -> &f64 { x.iter().min_by(|a, b| a.total_cmp(b)).unwrap() }
    }
    "`dyn` types" refused_items {
        #[differentiable]
        fn f(x: f64, g: &dyn std::fmt::Debug) -> f64 { x }
    }
    "functions inside other types" refused_items {
        #[differentiable]
        fn f(x: f64, g: Box<dyn Fn(f64) -> f64>) -> f64 { g(x) }
    }
    "raw pointers" refused_items {
        #[differentiable]
        fn f(x: f64, p: *const f64) -> f64 { x }
    }
    "`async` functions" refused_items {
        #[differentiable]
        async fn f(x: f64) -> f64 { x }
    }
    "`unsafe` functions" refused_items {
        #[differentiable]
        unsafe fn f(x: f64) -> f64 { x }
    }
    "`extern` functions" refused_items {
        #[differentiable]
        extern "C" fn f(x: f64) -> f64 { x }
    }
}
