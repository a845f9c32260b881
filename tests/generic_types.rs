//! Types with parameters of which nothing is asked: containers, and operators that take what can be converted.
//!
//! Each program is compared with a formula, and both modes with differences of values.

use std::ops::Add;

use chainrule::{Differentiable, check_gradients, differentiable};

#[track_caller]
fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-12 * (1.0 + wanted.abs()), "{got}, not {wanted}");
}

#[derive(Differentiable, Clone)]
struct Track<T, V> {
    start: T,
    points: Vec<V>,
}

#[differentiable]
impl<T, V> Track<T, V> {
    fn new(start: T, points: Vec<V>) -> Self {
        Track { start, points }
    }

    fn len(&self) -> usize {
        self.points.len()
    }

    fn push(&mut self, point: V) {
        self.points.push(point);
    }
}

#[differentiable]
impl<T: Copy, V: Copy> Track<T, V> {
    fn ends(&self) -> (T, V) {
        (self.start, self.points[self.len() - 1])
    }
}

#[differentiable]
fn tracked(x: f64, y: f64) -> f64 {
    let mut track = Track::new(x * y, vec![x]);
    track.push(y * y);
    let (start, end) = track.ends();
    start * end * track.len() as f64
}

/// `T` of an `impl<T>` had no tangent where a method takes `self`, and could not be copied.
#[test]
fn methods_of_containers() {
    let (x, y) = (0.7, -1.3_f64);
    // 2 x y^3
    close(tracked(x, y), 2.0 * x * y.powi(3));
    let (dx, dy) = grad_tracked(x, y);
    close(dx, 2.0 * y.powi(3));
    close(dy, 6.0 * x * y * y);
    check_gradients::<tracked>((x, y)).expect("both modes");
}

#[derive(Differentiable, Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
}

#[derive(Differentiable, Clone, Copy)]
struct Polar {
    r: f64,
    angle: f64,
}

#[differentiable]
impl From<Polar> for Place {
    fn from(p: Polar) -> Self {
        Place { x: p.r * p.angle.cos(), y: p.r * p.angle.sin() }
    }
}

#[differentiable]
impl<T: Into<Self>> Add<T> for Place {
    type Output = Self;
    fn add(self, other: T) -> Self::Output {
        let other: Self = other.into();
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable]
fn moved(x: f64, r: f64, angle: f64) -> f64 {
    let p = Place { x, y: x } + Polar { r, angle };
    p.x * p.y
}

/// `Self` in the bounds of an operator's `impl` stood in a function that has none.
#[test]
fn operators_that_convert() {
    let (x, r, a) = (0.7, 1.1, 0.4_f64);
    let (px, py) = (x + r * a.cos(), x + r * a.sin());
    close(moved(x, r, a), px * py);
    let (dx, dr, da) = grad_moved(x, r, a);
    close(dx, px + py);
    close(dr, a.cos() * py + a.sin() * px);
    close(da, r * (a.cos() * px - a.sin() * py));
    check_gradients::<moved>((x, r, a)).expect("both modes");
}

#[derive(Clone, Copy, PartialEq, Debug, Default)]
enum Shape {
    #[default]
    Round,
    Flat,
}

impl Shape {
    fn of(n: usize) -> Self {
        if n > 2 { Shape::Flat } else { Shape::Round }
    }
}

#[differentiable]
fn area(r: f64, shape: Shape) -> f64 {
    match shape {
        Shape::Round => r * r,
        Shape::Flat => r,
    }
}

#[differentiable]
fn areas(r: f64, n: usize) -> f64 {
    let made = Shape::of(n);
    area(r, Shape::default()) + 2.0 * area(r, made) + 3.0 * area(r * r, Shape::of(2 * n))
}

/// What an associated function gives was taken for a value with a tangent.
#[test]
fn enums_without_floats_that_functions_of_theirs_give() {
    let r = 1.3_f64;
    close(areas(r, 3), 4.0 * r * r + 2.0 * r);
    close(grad_areas(r, 3), 8.0 * r + 2.0);
    close(grad_areas(r, 1), 6.0 * r + 12.0 * r.powi(3));
    check_gradients::<areas>((r, 3)).expect("both modes");
}

const LOW: [f64; 3] = [1.0, 2.0, 3.0];
const HIGH: [f64; 3] = [0.5, -1.0, 0.25];

#[differentiable(second_order)]
fn tabulated(x: f64, own: [f64; 3]) -> f64 {
    let table: &[f64; 3];
    let factors: &[f64; 3];
    if x < 1.0 {
        table = &LOW;
        factors = &own;
    } else if x < 2.0 {
        table = &HIGH;
        factors = &own;
    } else {
        table = &own;
        factors = &LOW;
    }
    factors[2] * (table[0] + x * (table[1] + x * table[2]))
}

/// A table that is chosen later was declared as a reference and stored as an array.
#[test]
fn tables_that_branches_choose() {
    let own = [0.3, -0.7, 1.9];
    for (x, table) in [(0.5_f64, LOW), (1.5, HIGH), (2.5, own)] {
        let (dx, d_own) = grad_tabulated(x, own);
        let slope = table[1] + 2.0 * x * table[2];
        let value = table[0] + x * (table[1] + x * table[2]);
        if x < 2.0 {
            close(dx, own[2] * slope);
            assert_eq!(d_own[..2], [0.0, 0.0]);
            close(d_own[2], value);
        } else {
            close(dx, LOW[2] * slope);
            for (d, power) in d_own.iter().zip([1.0, x, x * x]) {
                close(*d, LOW[2] * power);
            }
        }
        check_gradients::<tabulated>((x, own)).expect("both modes");
    }
}

#[differentiable]
#[allow(clippy::too_many_arguments, clippy::many_single_char_names)]
fn thirteen(
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
    g: f64,
    h: f64,
    i: f64,
    j: f64,
    k: f64,
    l: f64,
    m: f64,
) -> f64 {
    a * b + c * d + e * f + g * h + i * j + k * l + m * m
}

#[differentiable]
fn of_many(x: f64) -> f64 {
    thirteen(x, 1.0, x, 2.0, x, 3.0, x, 4.0, x, 5.0, x, x, x)
}

/// The gradient's tuple of more than twelve numbers has to be comparable for the tools that take a function.
#[test]
fn more_arguments_than_a_tuple_is_compared_with() {
    close(grad_of_many(0.6), 15.0 + 4.0 * 0.6);
    let found = grad_thirteen(1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12., 13.);
    assert_eq!((found.0, found.1, found.11, found.12), (2.0, 1.0, 11.0, 26.0));
}
