//! Arithmetic on type parameters whose bounds are operators: the rules are those of the types they stand for.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiable(second_order)]
impl Add for Point {
    type Output = Point;
    fn add(self, other: Point) -> Point {
        Point { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable(second_order)]
impl Sub for Point {
    type Output = Point;
    fn sub(self, other: Point) -> Point {
        Point { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiable(second_order)]
impl Neg for Point {
    type Output = Point;
    fn neg(self) -> Point {
        Point { x: -self.x, y: -self.y }
    }
}

#[differentiable(second_order)]
impl AddAssign for Point {
    fn add_assign(&mut self, other: Point) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiable(second_order)]
impl SubAssign for Point {
    fn sub_assign(&mut self, other: Point) {
        self.x -= other.x;
        self.y -= other.y;
    }
}

#[differentiable(second_order)]
impl Mul<f64> for Point {
    type Output = Point;
    fn mul(self, factor: f64) -> Point {
        Point { x: self.x * factor, y: self.y * factor }
    }
}

/// Not a scaling: each type's own operator is differentiated.
#[differentiable(second_order)]
impl Div<f64> for Point {
    type Output = Point;
    fn div(self, by: f64) -> Point {
        Point { x: self.x / by, y: self.y * self.y / by }
    }
}

#[differentiable(second_order)]
fn linear<T>(a: T, b: T, t: f64) -> T
where
    T: Mul<f64, Output = T> + Add<Output = T>,
{
    b * t + a * (1.0 - t)
}

#[differentiable(second_order)]
fn quadratic<T>(a: T, b: T, c: T, t: f64) -> T
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Neg<Output = T> + Mul<f64, Output = T>,
{
    let (ab, bc) = (linear(a, b, t), linear(b, c, t));
    ab + (bc - ab) * t + -(a * 0.5)
}

#[differentiable(second_order)]
fn de_casteljau<T: Copy + Add<Output = T> + Mul<f64, Output = T>>(points: &[T], t: f64) -> T {
    let mut p = points.to_vec();
    for k in 1..p.len() {
        for i in 0..p.len() - k {
            p[i] = p[i] * (1.0 - t) + p[i + 1] * t;
        }
    }
    p[0]
}

#[differentiable(second_order)]
fn weighted<V>(points: &[V], weights: &[f64], mut sum: V) -> V
where
    V: Copy + AddAssign + SubAssign + Mul<f64, Output = V> + Div<f64, Output = V>,
{
    for (point, weight) in points.iter().zip(weights) {
        sum += *point * *weight;
        sum -= *point / (2.0 + *weight);
    }
    sum
}

#[differentiable(second_order)]
fn combined<T, const N: usize>(knots: [T; N], factors: [f64; N]) -> T
where
    T: Copy + Add<Output = T> + Mul<f64, Output = T>,
{
    let mut sum = knots[0] * factors[0];
    for i in 1..N {
        sum = sum + knots[i] * factors[i];
    }
    sum
}

#[differentiable(second_order)]
fn of_numbers(x: f64, y: f64, t: f64) -> f64 {
    quadratic(x, y * x, t, t)
        + de_casteljau(&[x, y, t * t], x) * weighted(&[x, y], &[x, t], t)
        + combined([x, y, x], [y, y, x])
        + linear(x * x, y.sin(), t * t)
}

#[differentiable(second_order)]
fn of_points(x: f64, y: f64, t: f64) -> f64 {
    let (a, b, c) = (Point { x, y }, Point { x: y, y: x * y }, Point { x: t, y: 1.0 });
    let p = quadratic(a, b, c, t);
    let q = de_casteljau(&[a, b, c], t);
    let r = weighted(&[a, b], &[x, t], Point { x: t, y: 0.0 });
    let s = combined([a, b], [x, y]);
    p.x * p.y + q.x * q.y + r.x * r.y + s.x * s.y
}

/// Operators on `Self`, in methods that the trait writes.
#[differentiable(second_order)]
trait Vector:
    Copy + Add<Output = Self> + Sub<Output = Self> + Neg<Output = Self> + Mul<f64, Output = Self>
{
    fn dot(self, other: Self) -> f64;

    fn lerp(self, other: Self, t: f64) -> Self {
        self * (1.0 - t) + other * t
    }

    fn norm_squared(self) -> f64 {
        self.dot(self)
    }

    fn distance_squared(&self, other: &Self) -> f64 {
        let difference = *self - *other;
        difference.dot(difference)
    }

    fn reflected(self, normal: Self) -> Self {
        self - normal * (2.0 * self.dot(normal))
    }

    fn flipped(self) -> Self {
        -self
    }
}

#[differentiable(second_order)]
impl Vector for Point {
    fn dot(self, other: Point) -> f64 {
        self.x * other.x + self.y * other.y
    }
}

#[differentiable(second_order)]
fn bezier<P: Vector>(a: P, b: P, c: P, t: f64) -> P {
    let ab = a.lerp(b, t);
    let bc = b.lerp(c, t);
    ab.lerp(bc, t) - ab.reflected(bc) * t
}

#[differentiable(second_order)]
fn energy<P>(a: P, b: P, t: f64) -> f64
where
    P: Vector,
{
    let c = a * t + b;
    (c * c.dot(b)).norm_squared() + c.distance_squared(&a.flipped())
}

#[differentiable(second_order)]
fn of_vectors(x: f64, y: f64, t: f64) -> f64 {
    let p = bezier(Point { x, y }, Point { x: y, y: t }, Point { x: t, y: 1.0 }, t);
    p.norm_squared() + p.x + energy(p, Point { x, y: t }, y)
}

/// The product of the Hessian with the first direction against differences of the gradient.
fn check_second_order(gradient: impl Fn(f64) -> (f64, f64, f64), product: (f64, f64, f64), x: f64) {
    let h = 1e-5;
    let (above, below) = (gradient(x + h), gradient(x - h));
    let slope = [above.0 - below.0, above.1 - below.1, above.2 - below.2].map(|d| d / (2.0 * h));
    // truncation h^2 times third derivatives, and rounding 1e-15 / h
    for (slope, product) in slope.into_iter().zip([product.0, product.1, product.2]) {
        assert!((slope - product).abs() < 1e-6 * (1.0 + product.abs()), "{slope} and {product}");
    }
}

#[test]
fn operators_of_parameters_have_the_rules_of_their_types() {
    check_gradients::<of_numbers>((0.3, 0.4, 0.7)).unwrap();
    check_gradients::<of_points>((0.3, 0.4, 0.7)).unwrap();
    // d/dt (b t + a (1 - t)) = b - a
    let (y, (a, b, t)) = vjp_linear(2.0, 5.0, 0.25, 1.0);
    assert_eq!((y, a, b, t), (2.75, 0.75, 0.25, 3.0));
    check_second_order(
        |x| grad_of_numbers(x, 0.4, 0.7),
        hvp_of_numbers(0.3, 0.4, 0.7, 1.0, 0.0, 0.0).1,
        0.3,
    );
    check_second_order(
        |x| grad_of_points(x, 0.4, 0.7),
        hvp_of_points(0.3, 0.4, 0.7, 1.0, 0.0, 0.0).1,
        0.3,
    );
}

#[test]
fn operators_on_self_in_a_trait() {
    check_gradients::<of_vectors>((0.3, 0.4, 0.7)).unwrap();
    check_second_order(
        |x| grad_of_vectors(x, 0.4, 0.7),
        hvp_of_vectors(0.3, 0.4, 0.7, 1.0, 0.0, 0.0).1,
        0.3,
    );
}

/// Sums of the fields of a type whose parameter is a float by a trait of num-traits.
#[test]
fn sums_of_structs_of_any_float() {
    #[derive(chainrule::Differentiable, Clone, Copy)]
    struct Pair<T> {
        a: T,
        b: T,
    }
    #[chainrule::differentiable]
    impl<T: num_traits::Float> std::ops::Add for Pair<T> {
        type Output = Self;
        fn add(self, other: Self) -> Self {
            Pair { a: self.a + other.a, b: self.b + other.b }
        }
    }
    #[chainrule::differentiable]
    fn f(x: f64, y: f64) -> f64 {
        let pair = Pair { a: x, b: y } + Pair { a: y, b: x * y };
        pair.a * pair.b
    }
    // (x + y) y (1 + x), of which both derivatives are y (1 + x) and what is left of the other factor
    assert_eq!(grad_f(2.0, 4.0), (12.0 + 6.0 * 4.0, 12.0 + 6.0 * 3.0));
}
