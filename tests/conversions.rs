//! Conversions: `impl From<A> for V` of the user's types, `x.into()` and `V::from(x)`, parameters that ask for
//! them, and those of the standard library.
//!
//! Each program is compared with the same formulas on plain numbers, written out by hand: values bit for
//! bit, gradients and Hessian-vector products up to the order in which they are added up, and both against
//! central differences.

#![allow(clippy::useless_conversion)] // the identity is a conversion too

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Polar {
    r: f64,
    angle: f64,
}

#[differentiable(second_order)]
impl From<(f64, f64)> for Point {
    fn from((x, y): (f64, f64)) -> Self {
        Self { x, y }
    }
}

#[differentiable(second_order)]
impl From<Polar> for Point {
    fn from(p: Polar) -> Self {
        Self { x: p.r * p.angle.cos(), y: p.r * p.angle.sin() }
    }
}

#[differentiable(second_order)]
impl From<&Polar> for (f64, f64) {
    fn from(p: &Polar) -> Self {
        (p.r * p.r, p.angle)
    }
}

/// Data has no derivative, what is made of it has one that is zero.
#[differentiable(second_order)]
impl From<i32> for Point {
    fn from(n: i32) -> Self {
        Self { x: f64::from(n), y: 1.0 }
    }
}

#[differentiable(second_order)]
impl From<Point> for f64 {
    fn from(p: Point) -> Self {
        p.x * p.y
    }
}

#[allow(clippy::from_over_into)] // what is tested
#[differentiable(second_order)]
impl Into<[f64; 2]> for Point {
    fn into(self) -> [f64; 2] {
        [self.y, self.x * self.x]
    }
}

/// The type parameter is the type's.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pair<T> {
    a: T,
    b: T,
}

#[differentiable(second_order)]
impl<T: num_traits::Float> From<[T; 2]> for Pair<T> {
    fn from([a, b]: [T; 2]) -> Self {
        Self { a: a * b, b: b.sin() }
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Line {
    p0: Point,
    p1: Point,
}

#[differentiable(second_order)]
impl Line {
    fn new<V: Into<Point>>(p0: V, p1: V) -> Self {
        Self { p0: p0.into(), p1: p1.into() }
    }

    fn between(p0: impl Into<Point>, p1: impl Into<Point>) -> Self {
        let p0 = p0.into();
        Self { p0, p1: p1.into() }
    }

    fn length(&self) -> f64 {
        (self.p0.x - self.p1.x).hypot(self.p0.y - self.p1.y)
    }
}

#[differentiable(second_order)]
fn annotated(x: f64, y: f64) -> f64 {
    let p: Point = (x * y, y).into();
    p.x * p.y + f64::from(p)
}

#[differentiable(second_order)]
fn annotated_by_hand(x: f64, y: f64) -> f64 {
    x * y * y + x * y * y
}

#[differentiable(second_order)]
fn by_path(x: f64, y: f64) -> f64 {
    let p = Point::from(Polar { r: x, angle: y });
    let q = <Point as From<(f64, f64)>>::from((x, p.x));
    let (u, v) = <(f64, f64)>::from(&Polar { r: y, angle: x });
    p.x * q.y + q.x * u * v
}

#[differentiable(second_order)]
fn by_path_by_hand(x: f64, y: f64) -> f64 {
    x * y.cos() * (x * y.cos()) + x * (y * y) * x
}

#[differentiable(second_order)]
fn generic(x: f64, y: f64) -> f64 {
    let a = Line::new((x, y), (y * y, x)).length();
    let b = Line::between((x, y), Polar { r: x, angle: y }).length();
    let c = Line::between(Point { x: y, y: x }, 3).length();
    a * b + c
}

#[differentiable(second_order)]
fn generic_by_hand(x: f64, y: f64) -> f64 {
    let a = (x - y * y).hypot(y - x);
    let b = (x - x * y.cos()).hypot(y - x * y.sin());
    a * b + (y - 3.0).hypot(x - 1.0)
}

/// In a loop the reverse sweep has no scope of the forward sweep's: the name of the type is recorded.
#[differentiable(second_order)]
fn in_loops(x: f64, y: f64) -> f64 {
    let mut s = x;
    for i in 0..3 {
        let p: Point = (s * f64::from(i), y).into();
        let [a, b]: [f64; 2] = p.into();
        let pair = Pair::from([a, s]);
        s += pair.a * pair.b + b;
        if s > 100.0 {
            s = length_of((s, x));
        }
    }
    s
}

#[differentiable(second_order)]
fn in_loops_by_hand(x: f64, y: f64) -> f64 {
    let mut s = x;
    for i in 0..3 {
        let (a, b) = (y, s * i as f64 * (s * i as f64));
        s += a * s * s.sin() + b;
    }
    s
}

#[differentiable(second_order)]
fn length_of(p: impl Into<Point>) -> f64 {
    let p: Point = p.into();
    p.x.hypot(p.y)
}

#[differentiable(second_order)]
fn returned(x: f64, y: f64) -> Point {
    if x > 5.0 {
        return (y, x).into();
    }
    (x * y, x).into()
}

#[differentiable(second_order)]
fn of_returned(x: f64, y: f64) -> f64 {
    let p = returned(x, y);
    p.x * p.y
}

#[differentiable(second_order)]
fn of_returned_by_hand(x: f64, y: f64) -> f64 {
    x * y * x
}

#[differentiable(second_order)]
fn of_the_standard_library(x: f64, y: f64) -> f64 {
    let a: [f64; 2] = (x, x * y).into();
    let v: Vec<f64> = [x, y, x].into();
    let w = Vec::from([y, a[1]]);
    let (b, c, d): (f64, f64, f64) = [x, y, y].into();
    let some: Option<f64> = (x * y).into();
    let same: Point = Point { x, y }.into();
    let z: f64 = some.map_or(0.0, |z| z);
    a[0] * a[1] * v[2] + w[0] * w[1] + b * c * d + z * same.x * same.y + v.len() as f64
}

#[differentiable(second_order)]
fn of_the_standard_library_by_hand(x: f64, y: f64) -> f64 {
    x * (x * y) * x + y * (x * y) + x * y * y + x * y * x * y + 3.0
}

macro_rules! agree {
    ($($name:ident $by_hand:ident $hvp:ident $hvp_by_hand:ident;)*) => { $(
        #[test]
        fn $name() {
            for (x, y) in [(0.7, 1.3), (-0.4, 0.9), (1.1, -0.6)] {
                assert_eq!(super::$name(x, y).to_bits(), super::$by_hand(x, y).to_bits());
                check_gradients::<super::$name>((x, y)).expect("both modes agree with differences");
                let (g, h) = super::$hvp(x, y, 0.3, -0.8);
                let (g_by_hand, h_by_hand) = super::$hvp_by_hand(x, y, 0.3, -0.8);
                let pairs = [(g.0, g_by_hand.0), (g.1, g_by_hand.1), (h.0, h_by_hand.0), (h.1, h_by_hand.1)];
                for (a, b) in pairs {
                    // a few dozen roundings of either, in another order
                    assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{x} {y}: {a} {b}");
                }
            }
        }
    )* };
}

mod agrees {
    use super::check_gradients;

    agree! {
        annotated annotated_by_hand hvp_annotated hvp_annotated_by_hand;
        by_path by_path_by_hand hvp_by_path hvp_by_path_by_hand;
        generic generic_by_hand hvp_generic hvp_generic_by_hand;
        in_loops in_loops_by_hand hvp_in_loops hvp_in_loops_by_hand;
        of_returned of_returned_by_hand hvp_of_returned hvp_of_returned_by_hand;
        of_the_standard_library of_the_standard_library_by_hand
            hvp_of_the_standard_library hvp_of_the_standard_library_by_hand;
    }
}

#[differentiable]
fn area(width: impl Into<f64>, height: f32) -> f64 {
    let width: f64 = width.into();
    let double: f64 = height.into();
    width * width * f64::from(height) * double
}

#[differentiable]
fn product<T: Copy>(x: T, y: T) -> f64
where
    f64: From<T>,
{
    f64::from(x) * f64::from(y)
}

/// A type parameter that is no float for certain.
#[differentiable]
fn measured<T>(x: T) -> f64
where
    T: Into<Point>,
{
    let p: Point = x.into();
    p.x - 2.0 * p.y
}

#[test]
fn floats_become_wider() {
    assert_eq!(grad_area(1.5_f64, 2.0_f32), (12.0, 9.0));
    assert_eq!(grad_area(1.5_f32, 2.0_f32), (12.0_f32, 9.0_f32));
    assert_eq!(jvp_area(1.5_f64, 2.0_f32, 1.0, 1.0_f32), (9.0, 21.0));
    assert_eq!(grad_product(2.0_f32, 3.0_f32), (3.0, 2.0));
}

#[test]
fn public_functions_take_what_is_converted() {
    assert_eq!(grad_measured((3.0, 4.0)), (1.0, -2.0));
    assert_eq!(grad_measured(Point { x: 1.0, y: 1.0 }), PointTangent { x: 1.0, y: -2.0 });
    assert_eq!(jvp_measured((3.0, 4.0), (1.0, 10.0)), (-5.0, -19.0));
    assert_eq!(grad_length_of((3.0, 4.0)), (0.6, 0.8));
    let (value, PolarTangent { r, angle }) = value_and_grad_length_of(Polar { r: 2.0, angle: 0.3 });
    assert!((value - 2.0).abs() < 1e-15 && (r - 1.0).abs() < 1e-15 && angle.abs() < 1e-15);
}
