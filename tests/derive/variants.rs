//! Enums inside structs and enums, generic ones, ones without derivative, and the ways to name a
//! variant. Each gradient is compared with differences.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Power(i32),
    Scale { by: f64 },
    Off,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub enum Shape {
    Circle { center: Point, r: f64 },
    Segment(Point, Point),
    Many(Vec<Shape>),
    Empty,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Scene {
    pub main: Shape,
    pub others: Vec<Shape>,
    pub scale: f64,
    #[no_diff]
    pub mode: Mode,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub enum Law<T> {
    Linear(T),
    Quadratic { a: T, b: T },
    Table([T; 3]),
}

#[differentiable(second_order)]
fn size(s: &Shape) -> f64 {
    match s {
        Shape::Circle { center: Point { x, y }, r } => r * (x * x + y * y).sqrt(),
        Shape::Segment(Point { x: a, .. }, Point { x: b, y }) => (a - b) * y,
        Shape::Many(all) => {
            let mut s = 0.0;
            for shape in all {
                s += size(shape);
            }
            s
        }
        Shape::Empty => 1.0,
    }
}
#[differentiable(second_order)]
fn moded(x: f64, #[no_diff] mode: Mode) -> f64 {
    match mode {
        Mode::Power(n) => x.powi(n),
        Mode::Scale { by } => x * by,
        Mode::Off => x,
    }
}
#[differentiable(second_order)]
fn moded_ref(x: f64, #[no_diff] mode: &Mode) -> f64 {
    match mode {
        Mode::Power(n) if *n > 2 => x.powi(*n),
        Mode::Power(n) => x * *n as f64,
        Mode::Scale { by } => x * by,
        Mode::Off => x,
    }
}
#[differentiable(second_order)]
fn scene(s: &Scene) -> f64 {
    let mut total = size(&s.main);
    for shape in &s.others {
        if let Shape::Circle { r, .. } = shape {
            total += r * r;
        } else {
            total *= s.scale;
        }
    }
    match &s.main {
        Shape::Circle { center, .. } => total * center.x,
        Shape::Segment(p, q) => total + p.x * q.y,
        _ => total,
    }
}
#[differentiable(second_order)]
fn law(l: &Law<f64>, t: f64) -> f64 {
    match l {
        Law::Linear(a) => a * t,
        Law::Quadratic { a, b } => a * t * t + b * t,
        Law::Table([a, b, c]) => a * t + b / c,
    }
}
#[differentiable(second_order)]
fn generic_law<T: chainrule::Real>(l: Law<T>, t: T) -> T {
    match l {
        Law::Linear(a) => a * t,
        Law::Quadratic { a, b } => a * t * t + b * t,
        Law::Table([a, b, c]) => a * t + b / c,
    }
}
#[differentiable(second_order)]
fn pairs(a: &Law<f64>, b: &Law<f64>) -> f64 {
    use Law::*;
    match (a, b) {
        (Linear(x), Linear(y)) => x * y,
        (Linear(x), Quadratic { a, .. }) | (Quadratic { a, .. }, Linear(x)) => x * a * a,
        _ => 0.5,
    }
}
#[differentiable(second_order)]
fn built(x: f64, n: usize) -> f64 {
    use Law::{Linear, Quadratic};
    let l = if n > 1 { Linear(x * x) } else { Quadratic { a: x, b: 2.0 } };
    let m = match l {
        Linear(v) => v,
        Quadratic { a, b } => a * b,
        _ => 0.0,
    };
    let k: Law<f64> = Law::Table([x, m, 2.0]);
    law(&k, m) + law(&l, x)
}
#[differentiable(second_order)]
fn whiles(x: f64, n: usize) -> f64 {
    let mut s = Law::Linear(x);
    let mut k = 0;
    while let Law::Linear(v) = s {
        k += 1;
        s = if k > n { Law::Quadratic { a: v, b: x } } else { Law::Linear(v * x) };
    }
    law(&s, x) + if matches!(s, Law::Quadratic { a, .. } if a > 0.0) { x } else { 0.0 }
}

fn laws() -> [Law<f64>; 3] {
    [Law::Linear(0.3), Law::Quadratic { a: 0.3, b: 0.2 }, Law::Table([0.1, 0.2, 0.3])]
}

#[test]
fn enums_inside_structs_and_enums() {
    let at = |x, y| Point { x, y };
    let circle = Shape::Circle { center: at(0.3, 0.4), r: 1.5 };
    let segment = Shape::Segment(at(0.3, 0.4), at(1.0, 2.0));
    let many = Shape::Many(vec![circle.clone(), segment.clone(), Shape::Empty]);
    for s in [&circle, &segment, &many, &Shape::Empty] {
        check_gradients::<size>((s,)).unwrap();
        let others = vec![circle.clone(), segment.clone()];
        let it = Scene { main: s.clone(), others, scale: 0.3, mode: Mode::Off };
        check_gradients::<scene>((&it,)).unwrap();
    }
}

#[test]
fn enums_without_derivative() {
    assert_eq!(grad_moded(2.0, Mode::Power(3)), 12.0);
    assert_eq!(grad_moded(2.0, Mode::Scale { by: 0.5 }), 0.5);
    assert_eq!(grad_moded(2.0, Mode::Off), 1.0);
    assert_eq!(grad_moded_ref(2.0, &Mode::Power(3)), 12.0);
    assert_eq!(grad_moded_ref(2.0, &Mode::Power(2)), 2.0);
    assert_eq!(grad_moded_ref(2.0, &Mode::Scale { by: 0.5 }), 0.5);
}

#[test]
fn generic_enums() {
    for l in &laws() {
        check_gradients::<law>((l, 0.4)).unwrap();
        assert_eq!(grad_generic_law(l.clone(), 0.4), grad_law(l, 0.4));
        for m in &laws() {
            check_gradients::<pairs>((l, m)).unwrap();
        }
    }
}

#[test]
fn names_of_variants() {
    for n in 0..4 {
        check_gradients::<built>((1.3, n)).unwrap();
        check_gradients::<whiles>((1.3, n)).unwrap();
        for (hv, gradient) in [
            (hvp_built(1.3, n, 1.0).1, grad_built as fn(f64, usize) -> f64),
            (hvp_whiles(1.3, n, 1.0).1, grad_whiles),
        ] {
            let expected = (gradient(1.3 + 1e-5, n) - gradient(1.3 - 1e-5, n)) / 2e-5;
            assert!((hv - expected).abs() <= 1e-7 * expected.abs().max(1.0), "{hv}, {expected}");
        }
    }
}
