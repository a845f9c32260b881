//! Calls, functions and closures.

use chainrule::{Differentiable, differentiable, no_diff};

use crate::row::section;

section! {
    "Calls and functions", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "calls of annotated functions" items {
        #[differentiable]
        fn square(x: f64) -> f64 { x * x }
        #[differentiable]
        fn f(x: f64) -> f64 { square(x) + square(2.0 * x) }
    } at (0.5,)
    "annotated functions without derivative: no differentiable parameter, or an integer for a result" items {
        #[differentiable]
        fn factorial(n: u64) -> f64 { (1..=n).map(|k| k as f64).product() }
        #[differentiable]
        fn terms(x: f64) -> u64 { if x.abs() < 1.0 { 8 } else { 16 } }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut s = 0.0; for k in 0..terms(x) { s += x.powi(k as i32) / factorial(k); } s }
    } at (0.5,)
    "calls of functions in the same file that return an integer, without the attribute" items {
        fn bracket(x: f64, v: &[f64]) -> usize { v.iter().filter(|k| **k < x).count() }
        #[differentiable]
        fn f(x: f64, v: &[f64]) -> f64 { v[bracket(x, v)] * x }
    } at (0.5, &[0.1, 0.7][..])
    "references in tuples, options and arrays, given to functions" items {
        #[differentiable]
        fn lerp(ends: (&f64, &f64), t: f64) -> f64 { ends.0 + t * (ends.1 - *ends.0) }
        #[differentiable]
        fn weighted(x: f64, w: Option<&[f64]>) -> f64 { match w { Some(w) => w[0] * x, None => x } }
        #[differentiable]
        fn corner(rows: &[&[f64]]) -> f64 { rows[0][1] * rows[1][0] }
        #[differentiable]
        fn f(x: f64, v: &[f64]) -> f64 {
            let ends = (&v[0], &v[1]);
            lerp(ends, x) + lerp((&x, ends.1), 0.5) + weighted(x, Some(&v[1..])) * weighted(x, None) + corner(&[v, &v[1..]])
        }
    } at (0.5, &[0.5, -1.25, 2.0][..])
    "functions of the crate `libm`, by path or imported" items {
        #[differentiable]
        fn f(x: f64) -> f64 { libm::erf(x) * libm::pow(x, 1.5) + libm::exp(-x) }
    } at (0.5,)
    "functions of `libm` that have no derivative in closed form" refused { libm::tgamma(x) }
    "parameters without a name" items {
        #[differentiable]
        fn square(x: f64, _: &[f64]) -> f64 { x * x }
        #[differentiable]
        fn f(x: f64) -> f64 { square(x, &[x]) * x }
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
    "methods with `self`, `&self`, `&mut self`" items {
        #[derive(Differentiable, Clone, Copy)]
        struct Body { x: f64, v: f64 }
        impl Body {
            #[differentiable]
            fn energy(&self, k: f64) -> f64 { 0.5 * self.v * self.v + k * self.x * self.x }
            #[differentiable]
            fn step(&mut self, h: f64) { self.x += h * self.v; }
            #[differentiable]
            fn scaled(self, a: f64) -> Body { Body { x: a * self.x, v: a * self.v } }
        }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut b = Body { x, v: 1.0 }.scaled(x); b.step(x); b.energy(2.0) }
    } at (0.5,)
    "a whole `impl`, with associated functions and constants" items {
        #[derive(Differentiable, Clone)]
        struct Line { slope: f64, offset: f64 }
        #[differentiable]
        impl Line {
            const UNIT: f64 = 0.5;
            fn new(slope: f64) -> Self { Self { slope, offset: Self::UNIT } }
            fn at(&self, x: f64) -> f64 { self.slope * x + self.offset }
        }
        #[differentiable]
        fn f(x: f64) -> f64 { Line::new(x * x).at(x) * Line::UNIT }
    } at (0.5,)
    "traits, with default methods, and generic functions over them" items {
        #[differentiable]
        trait Energy { fn at(&self, x: f64) -> f64; fn twice(&self, x: f64) -> f64 { self.at(x) + self.at(2.0 * x) } }
        #[derive(Differentiable, Clone)]
        struct Spring { k: f64 }
        #[differentiable]
        impl Energy for Spring { fn at(&self, x: f64) -> f64 { 0.5 * self.k * x * x } }
        #[differentiable]
        fn total<E: Energy>(e: &E, x: f64) -> f64 { e.twice(x) * e.at(x) }
        #[differentiable]
        fn f(k: f64, x: f64) -> f64 { total(&Spring { k }, x) }
    } at (0.5, 1.5)
    "associated types of traits: what a default method or a generic function gets" items {
        #[differentiable]
        trait Line { fn at(&self, t: f64) -> f64; }
        #[differentiable]
        trait Curve { type Slope: Line; fn slope(&self) -> Self::Slope; fn steep(&self, t: f64) -> f64 { let s = self.slope(); s.at(t) * s.at(t) } }
        #[derive(Differentiable, Clone)] struct Linear(f64, f64);
        #[derive(Differentiable, Clone)] struct Square(f64, f64);
        #[differentiable] impl Line for Linear { fn at(&self, t: f64) -> f64 { self.0 + t * self.1 } }
        #[differentiable] impl Curve for Square { type Slope = Linear; fn slope(&self) -> Linear { Linear(self.0, 2.0 * self.1) } }
        #[differentiable]
        fn both<C: Curve>(c: &C, t: f64) -> f64 { c.slope().at(t) + c.steep(t) }
        #[differentiable]
        fn f(x: f64) -> f64 { both(&Square(x, x * x), 0.5) }
    } at (0.5,)
    "type parameters with operators, for numbers and vectors" items {
        #[differentiable]
        fn lerp<T: std::ops::Add<Output = T> + std::ops::Mul<f64, Output = T>>(a: T, b: T, t: f64) -> T { a * (1.0 - t) + b * t }
        #[differentiable]
        fn f(x: f64, t: f64) -> f64 { lerp(x * x, x, t) }
    } at (0.5, 0.25)
    "operators on `Self` in a trait's own methods" items {
        #[differentiable]
        trait Vector: Copy + std::ops::Add<Output = Self> + std::ops::Mul<f64, Output = Self> {
            fn lerp(self, other: Self, t: f64) -> Self { self * (1.0 - t) + other * t }
        }
        #[differentiable]
        impl Vector for f64 {}
        #[differentiable]
        fn f(x: f64, t: f64) -> f64 { (x * x).lerp(x, t) }
    } at (0.5, 0.25)
    "float traits of one's own, with methods that have a float's names" items {
        #[differentiable]
        trait Scalar: Copy + std::ops::Mul<Output = Self> { fn exp(self) -> Self; fn twice(self) -> Self { self.exp() * self.exp() } }
        #[differentiable]
        impl Scalar for f64 { fn exp(self) -> f64 { 1.0 + self + 0.5 * self * self } }
        #[differentiable]
        fn of<T: Scalar>(x: T) -> T { x.twice() * T::exp(x) }
        #[differentiable]
        fn f(x: f64) -> f64 { of(x) }
    } at (0.5,)
    "an unannotated function for data: `no_diff!(..)`" items {
        fn table(n: usize) -> f64 { 1.0 / n as f64 }
        #[differentiable]
        fn f(x: f64, n: usize) -> f64 { no_diff!(table(n)) * x * x }
    } at (0.5, 4)
    "rules of your own: `vjp`, `jvp`" items {
        #[differentiable(vjp = root_pullback, jvp = root_tangent)]
        fn root(x: f64) -> f64 { let mut y = x; while (y * y - x).abs() > 1e-15 { y = 0.5 * (y + x / y); } y }
        fn root_pullback(x: f64) -> (f64, impl FnOnce(f64) -> f64) { let y = root(x); (y, move |seed| 0.5 * seed / y) }
        fn root_tangent(x: f64, dx: f64) -> (f64, f64) { let y = root(x); (y, 0.5 * dx / y) }
        #[differentiable]
        fn f(x: f64) -> f64 { root(x * x + 1.0) * x }
    } at (0.5,)
    "closures that capture" { let f = |a: f64| a * a * x; f(v[0]) + f(x) }
    "closures by `move`" { let mut k = x; let f = move |a: f64| k * a; k = 2.0; f(x) * k }
    "closures that change what they capture" {
        let mut s = 0.0; let mut add = |a: f64| s += a * x; for a in v { add(*a); add(x); } s
    }
    "closures that call closures" { let f = |a: f64| a * x; let g = |a: f64| f(a) + f(2.0 * a).sin(); g(x) }
    "early `return` and patterns in closures" {
        let f = |(a, b): (f64, f64)| { if a < b { return a * x; } b }; f((x, 1.0)) + f((2.0, x))
    }
    "parameters that are functions" items {
        #[differentiable]
        fn quad(g: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 { (b - a) / 6.0 * (g(a) + 4.0 * g(0.5 * (a + b)) + g(b)) }
        #[differentiable]
        fn sum<F: Fn(usize, f64) -> f64>(g: F, x: f64, n: usize) -> f64 { let mut s = 0.0; for i in 0..n { s += g(i, x); } s }
        #[differentiable]
        fn f(x: f64, k: f64) -> f64 { quad(|t| k * t * t, 0.0, x) + quad(f64::sin, k, x) + sum(|i, t| k * t.powi(i as i32), x, 4) }
    } at (0.5, 1.5)
    "function parameters handed on, `&dyn Fn`, `fn`" items {
        #[differentiable]
        fn twice(g: &dyn Fn(f64) -> f64, x: f64) -> f64 { g(g(x)) }
        #[differentiable]
        fn both(g: &dyn Fn(f64) -> f64, h: fn(f64) -> f64, x: f64) -> f64 { twice(g, x) * twice(&|t| h(t) * x, x) }
        #[differentiable]
        fn square(x: f64) -> f64 { x * x }
        #[differentiable]
        fn f(x: f64, k: f64) -> f64 { both(&|t| t * k, square, x) }
    } at (0.5, 1.5)
    "functions that change their arguments" refused_items {
        #[differentiable]
        fn f(x: f64, g: impl Fn(&mut [f64])) -> f64 { let mut y = [x]; g(&mut y); y[0] }
    }
    "`self: Box<Self>`" refused_items {
        #[differentiable]
        fn f(self: Box<Self>, x: f64) -> f64 { x }
    }
    "operators of your own: `impl Add`, `Mul` and their kin" items {
        #[derive(Differentiable, Clone, Copy)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        impl std::ops::Add for Point { type Output = Point; fn add(self, other: Point) -> Point { Point { x: self.x + other.x, y: self.y + other.y } } }
        #[differentiable]
        impl std::ops::Mul<Point> for f64 { type Output = Point; fn mul(self, p: Point) -> Point { Point { x: self * p.x, y: self * p.y } } }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let p = Point { x, y }; let q = p + 2.0 * p; q.x * q.y }
    } at (0.5, 1.5)
    "compound assignments of your own: `impl AddAssign`, `MulAssign`, .." items {
        #[derive(Differentiable, Clone, Copy)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        impl std::ops::AddAssign for Point { fn add_assign(&mut self, other: Point) { self.x += other.x; self.y += other.y; } }
        #[differentiable]
        impl std::ops::MulAssign<f64> for Point { fn mul_assign(&mut self, k: f64) { self.x *= k; self.y *= k; } }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let mut p = Point { x, y }; p += p; p *= y; p.x * p.y }
    } at (0.5, 1.5)
    "indices of your own: `impl Index`, `IndexMut`" items {
        #[derive(Differentiable, Clone)]
        struct Grid { data: Vec<f64>, columns: usize }
        #[differentiable]
        impl std::ops::Index<(usize, usize)> for Grid { type Output = f64; fn index(&self, (i, j): (usize, usize)) -> &f64 { &self.data[i * self.columns + j] } }
        #[differentiable]
        impl std::ops::IndexMut<(usize, usize)> for Grid { fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 { &mut self.data[i * self.columns + j] } }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let mut g = Grid { data: vec![x; 4], columns: 2 }; g[(1, 0)] *= y; g[(0, 1)] += g[(1, 0)] * g[(0, 0)]; g[(0, 1)] * g[(1, 1)] }
    } at (0.5, 1.5)
    "references of your own: `impl Deref`, `DerefMut`" items {
        #[derive(Differentiable, Clone)]
        struct Path { points: Vec<f64> }
        #[differentiable]
        impl std::ops::Deref for Path { type Target = Vec<f64>; fn deref(&self) -> &Vec<f64> { &self.points } }
        #[differentiable]
        impl std::ops::DerefMut for Path { fn deref_mut(&mut self) -> &mut Vec<f64> { &mut self.points } }
        #[differentiable]
        fn f(x: f64) -> f64 { let mut p = Path { points: vec![x, x * x] }; p[1] *= p[0]; p[0] * p[1] }
    } at (0.5,)
    "a range as an argument or a field: a struct of its ends" items {
        #[differentiable] fn width(range: std::ops::Range<f64>) -> f64 { (range.end - range.start) * range.end }
        #[differentiable] fn f(x: f64, y: f64) -> f64 { width(x..x * y) }
    } at (0.5, 1.5)
    "conversions of your own: `impl From`" items {
        #[derive(Differentiable, Clone, Copy)]
        struct Polar { r: f64, angle: f64 }
        #[derive(Differentiable, Clone, Copy)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        impl From<Polar> for Point { fn from(p: Polar) -> Point { Point { x: p.r * p.angle.cos(), y: p.r * p.angle.sin() } } }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let p = Point::from(Polar { r: x, angle: y }); let q: Point = Polar { r: y, angle: p.x }.into(); p.x * q.y }
    } at (0.5, 1.5)
    "parameters that are converted: `impl Into<Point>`, `V: Into<Point>`" items {
        #[derive(Differentiable, Clone, Copy)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        impl From<(f64, f64)> for Point { fn from((x, y): (f64, f64)) -> Point { Point { x, y } } }
        #[differentiable]
        fn distance<V: Into<Point>>(p: V, q: impl Into<Point>) -> f64 { let (p, q): (Point, Point) = (p.into(), q.into()); (p.x - q.x).hypot(p.y - q.y) }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { distance((x, y), Point { x: y, y: 3.0 }) }
    } at (0.5, 1.5)
    "an `impl` of `Index` that does more than to give a part" refused_items {
        #[differentiable]
        impl std::ops::Index<usize> for Path { type Output = f64; fn index(&self, i: usize) -> &f64 { self.points.iter().nth(i).unwrap() } }
    }
    "`sum` of structs: an `impl Sum` of the user's, `T: Sum`" items {
        #[derive(Differentiable, Clone, Copy)]
        struct Point { x: f64, y: f64 }
        #[differentiable]
        impl std::iter::Sum for Point { fn sum<I: Iterator<Item = Self>>(iter: I) -> Self { iter.fold(Point { x: 0.0, y: 0.0 }, |a, b| Point { x: a.x + b.x, y: a.y + b.y }) } }
        #[differentiable]
        fn total<T: Copy + std::iter::Sum>(v: &[T]) -> T { v.iter().copied().sum() }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let p = total(&[Point { x, y }, Point { x: y, y: x * y }]); p.x * p.y + total(&[x, y]) }
    } at (0.5, 1.5)
    "what a call gives that borrows: `-> Row<'_>`" items {
        #[derive(Differentiable)]
        struct Rows { data: Vec<f64>, cols: usize }
        #[derive(Differentiable)]
        struct Row<'a> { data: &'a [f64] }
        #[differentiable]
        impl Rows { fn row_at(&self, i: usize) -> Row<'_> { Row { data: &self.data[i * self.cols..(i + 1) * self.cols] } } }
        #[differentiable]
        fn product(a: &Row, b: &Row) -> f64 { a.data.iter().zip(b.data).map(|(a, b)| a * b).sum() }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { let rows = Rows { data: vec![x, y, x * y, x], cols: 2 }; product(&rows.row_at(0), &rows.row_at(1)) }
    } at (0.5, 1.5)
    "an `impl` of another trait of the standard library" refused_items {
        #[differentiable]
        impl Extend<f64> for Path { fn extend<I: IntoIterator<Item = f64>>(&mut self, more: I) { self.points.extend(more); } }
    }

    "closures that are stored" refused { let all = [|a: f64| a * a]; x * all.len() as f64 }
    "macros of your own that stand in the same file, above the function" items {
        macro_rules! squares { ($($x:expr),+) => { 0.0 $(+ $x * $x)+ }; }
        #[differentiable]
        fn f(x: f64, y: f64) -> f64 { squares!(x, x * y) }
    } at (0.5, 1.5)
    "macros of other files" refused { square!(x) }
    "a method in no rule table" refused { x.next_up() }
    "calling a value" refused { let g = [f64::sin]; g[0](x) }
}
