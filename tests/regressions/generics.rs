//! Generic functions: conversions that lost a derivative, and methods with two candidates.

use std::marker::PhantomData;

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::{Float, NumCast, Pow};

use crate::assert_close;

/// An active number that is converted was taken as it stands, without derivative.
#[test]
fn an_active_number_is_converted() {
    #[differentiable(second_order)]
    fn f<S: Float, T: Float>(x: S, y: T) -> T {
        let v = T::from(x).unwrap();
        v * y + T::from(x * x).expect("a float")
    }
    let (x, y) = (0.7, -1.3);
    let (dx, dy) = grad_f(x, y);
    assert_close(dx, y + 2.0 * x);
    assert_close(dy, x);
    let ((dx, dy), (hx, hy)) = hvp_f(x, y, 0.5, 2.0);
    assert_close(dx, y + 2.0 * x);
    assert_close(dy, x);
    assert_close(hx, 2.0 * 0.5 + 2.0);
    assert_close(hy, 0.5);
    let (value, slope) = jvp_f(0.5_f32, y, 1.0, 0.0);
    assert_eq!(value, f(0.5_f32, y));
    assert_close(slope, y + 1.0);
    check_gradients::<f>((x, y)).expect("both modes");
}

#[test]
fn a_conversion_gives_an_option() {
    #[differentiable(second_order)]
    fn f<T: Float>(x: T) -> Option<f64> {
        let y = x.to_f64()?;
        let z: f64 = NumCast::from(x).unwrap_or(1.0);
        let w = (x * x).to_f64()?;
        Some(w * y * z)
    }
    let x = 0.75_f32;
    let wide = x as f64;
    assert_close(f(x).unwrap(), wide.powi(4));
    // the derivative by an `f32` is one
    let gradient = grad_f(x).unwrap();
    assert!((gradient as f64 - 4.0 * wide.powi(3)).abs() < 1e-6);
    let (dx, hx) = hvp_f(0.3, 1.0).unwrap();
    assert_close(dx, 4.0 * 0.3_f64.powi(3));
    assert_close(hx, 12.0 * 0.3_f64.powi(2));
}

#[test]
fn into_and_from_carry_derivatives() {
    #[differentiable(second_order)]
    fn f<T: Copy + Into<f64>>(x: T, y: f64) -> f64 {
        let v: f64 = x.into();
        v * v * y
    }
    #[differentiable(second_order)]
    fn g<T: Copy>(x: T, y: f64) -> f64
    where
        f64: From<T>,
    {
        let v = <f64 as From<T>>::from(x);
        v * v * y
    }
    for (dx, dy) in [grad_f(0.7, 1.5), grad_g(0.7, 1.5)] {
        assert_close(dx, 2.0 * 0.7 * 1.5);
        assert_close(dy, 0.7 * 0.7);
    }
    for (dx, dy) in [grad_f(0.5_f32, 1.5), grad_g(0.5_f32, 1.5)] {
        assert_eq!((dx, dy), (1.5, 0.25));
    }
    for (_, (hx, hy)) in [hvp_f(0.7, 1.5, 1.0, 2.0), hvp_g(0.7, 1.5, 1.0, 2.0)] {
        assert_close(hx, 2.0 * 1.5 + 2.0 * 0.7 * 2.0);
        assert_close(hy, 2.0 * 0.7);
    }
}

/// `From` of a type parameter has a second candidate where `Real` is added.
#[test]
fn from_is_the_one_of_the_bounds() {
    #[differentiable(second_order)]
    fn f<T>(x: T, y: T) -> T
    where
        T: Copy + std::ops::Mul<Output = T> + std::ops::Add<Output = T> + From<f32>,
    {
        T::from(0.5) * x * y + x * x
    }
    assert_eq!(grad_f(3.0, 8.0), (0.5 * 8.0 + 2.0 * 3.0, 0.5 * 3.0));
    assert_eq!(hvp_f(3.0, 8.0, 1.0, 0.0).1, (2.0, 0.5));
}

/// Methods that two traits have where `Real` is added.
#[test]
fn methods_are_those_of_one_trait() {
    #[differentiable(second_order)]
    fn f<T: num_traits::real::Real>(x: T, y: T) -> T {
        if x.is_sign_negative() { (x.sin() * y).abs() } else { x.exp() * y.powi(2) + T::one() }
    }
    let (x, y) = (-0.5_f64, 0.7);
    let (dx, dy) = grad_f(x, y);
    assert_close(dx, -x.cos() * y);
    assert_close(dy, -x.sin());
    let (_, (hx, hy)) = hvp_f(0.5, y, 1.0, 0.0);
    assert_close(hx, 0.5_f64.exp() * y * y);
    assert_close(hy, 0.5_f64.exp() * 2.0 * y);
}

/// A method called like an integer's, on the result of a call: an integer's has no derivative.
#[test]
fn powers_of_integers_are_data() {
    #[differentiable]
    fn count(x: f64, n: usize) -> (f64, usize) {
        (3.0 * x, n + 1)
    }
    #[differentiable]
    fn f(x: f64) -> f64 {
        let (y, n) = count(x, 1);
        y * n.pow(3) as f64 * x
    }
    assert_close(Pow::pow(2.0_f64, 3), 8.0);
    assert_close(grad_f(0.5), 3.0 * 8.0 * 2.0 * 0.5);
}

/// What is left out of the derivative stays out in generic callers, also at another float.
#[test]
fn parameters_are_left_out_of_generic_functions() {
    #[differentiable]
    fn held<T: Float>(x: T, #[no_diff] y: T) -> T {
        let z = chainrule::no_diff!(x * y);
        z * x + y
    }
    #[differentiable(wrt(x))]
    fn scaled<T: Float, U: Float>(x: T, y: U) -> T {
        x * x * T::from(y).unwrap()
    }
    #[differentiable]
    fn both<T: Float>(x: T) -> T {
        held(x * x, x) + scaled(x, x)
    }
    assert_eq!(grad_held(3.0, 5.0), 3.0 * 5.0);
    assert_eq!(grad_scaled(3.0, 5.0_f32), 2.0 * 3.0 * 5.0);
    // z = x^3 is held: z 2 x + 2 x y
    assert_eq!(grad_both(2.0), 8.0 * 4.0 + 2.0 * 2.0 * 2.0);
    assert_eq!(jvp_both(2.0_f32, 1.0), (8.0 * 4.0 + 2.0 + 8.0, 40.0));
}

/// Methods of a generic struct, with constants made of integers.
#[test]
fn generic_methods_and_literals() {
    #[derive(chainrule::Differentiable, Clone, Copy, Debug)]
    struct Point<T> {
        x: T,
        y: T,
    }
    #[differentiable]
    impl<T: Float> Point<T> {
        fn norm(&self) -> T {
            (self.x * self.x + self.y * self.y).sqrt()
        }
        fn towards(self, other: Self, t: T) -> Self {
            let (x, y) = (self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t);
            Point { x, y }
        }
    }
    #[differentiable]
    fn way<T: Float>(p: Point<T>, q: Point<T>, n: usize) -> T {
        let mut s = T::zero();
        for i in 0..n {
            let t = T::from(i).unwrap() / T::from(n).unwrap();
            s = s + p.towards(q, t).norm();
        }
        s
    }
    let (p, q) = (Point { x: 3.0, y: 4.0 }, Point { x: 9.0, y: 8.0 });
    // t = 0 and 1/2: (3, 4) of length 5, and (6, 6)
    let (dp, dq) = grad_way(p, q, 2);
    let part = 0.5 * 0.5_f64.sqrt();
    assert_close(dp.x, 0.6 + part);
    assert_close(dp.y, 0.8 + part);
    assert_close(dq.x, part);
    assert_close(dq.y, part);
    check_gradients::<way>((p, q, 4)).expect("both modes");
}

/// What `subdivide` gives away went through a sum over tangents of unknown type, in which rustc found no end.
#[test]
fn default_methods_of_which_self_is_a_part() {
    #[differentiable]
    trait Curve: Sized {
        fn part(&self, from: f64, to: f64) -> Self;
        fn length(&self) -> f64;
        fn subdivide(&self) -> (Self, Self) {
            (self.part(0.0, 0.5), self.part(0.5, 1.0))
        }
        fn halves(&self) -> f64 {
            let (a, b) = self.subdivide();
            a.length() * b.length()
        }
    }
    #[derive(Differentiable, Clone, Copy)]
    struct Segment {
        from: f64,
        to: f64,
    }
    #[differentiable]
    impl Curve for Segment {
        fn part(&self, from: f64, to: f64) -> Self {
            let at = |t: f64| self.from + t * t * (self.to - self.from);
            Segment { from: at(from), to: at(to) }
        }
        fn length(&self) -> f64 {
            self.to - self.from
        }
    }
    #[differentiable]
    fn f<C: Curve>(c: &C) -> f64 {
        let (a, b) = c.subdivide();
        a.halves() + b.length()
    }
    #[differentiable]
    fn g(from: f64, to: f64) -> f64 {
        f(&Segment { from, to })
    }
    let (from, to) = (0.5, 2.0);
    // (3/256) l^2 + (3/4) l
    let slope = 6.0 / 256.0 * (to - from) + 0.75;
    let (d_from, d_to) = grad_g(from, to);
    assert_close(d_from, -slope);
    assert_close(d_to, slope);
    check_gradients::<g>((from, to)).expect("both modes");
}

/// The sweeps of what gives an associated type ask that it has a tangent, which no bound of the user's says.
#[test]
fn associated_types_have_tangents() {
    #[differentiable]
    trait Line {
        fn at(&self, t: f64) -> f64;
    }
    #[differentiable]
    trait Graph {
        type Slope: Line;
        type Name;
        fn slope(&self) -> Self::Slope;
        fn named(&self) -> Self::Name;
        fn steep(&self, t: f64) -> f64 {
            let s = self.slope();
            s.at(t) * s.at(2.0 * t)
        }
        fn steeper(&self, t: f64) -> f64 {
            self.steep(t) * self.steep(t)
        }
    }
    struct Unnamed;
    #[derive(Differentiable, Clone)]
    struct Linear(f64, f64);
    #[derive(Differentiable, Clone)]
    struct Square(f64, f64);
    #[differentiable]
    impl Line for Linear {
        fn at(&self, t: f64) -> f64 {
            self.0 + t * self.1
        }
    }
    #[differentiable]
    impl Graph for Square {
        type Slope = Linear;
        type Name = Unnamed;
        fn slope(&self) -> Linear {
            Linear(self.0, 2.0 * self.1)
        }
        #[no_diff]
        fn named(&self) -> Unnamed {
            Unnamed
        }
    }
    #[differentiable]
    fn both<C>(c: &C, t: f64) -> f64
    where
        C: Graph<Slope = Linear>,
    {
        c.slope().at(t) + c.steeper(t)
    }
    #[differentiable]
    fn f(x: f64, t: f64) -> f64 {
        let square = Square(x, x * x);
        both(&square, t) * square.steep(t)
    }
    let _ = Square(1.0, 1.0).named();
    check_gradients::<f>((0.7, 0.3)).expect("both modes");
}

/// Bounds that say nothing of numbers.
#[test]
fn the_greater_of_two_values() {
    #[differentiable]
    fn greater<T: PartialOrd + Copy>(a: T, b: T) -> T {
        if a > b { a } else { b }
    }
    #[differentiable]
    fn f(x: f64, y: f64) -> f64 {
        greater(x * y, y) * greater(x, 0.5)
    }
    let (x, y) = (1.5, 0.7);
    assert_eq!(grad_f(x, y), (2.0 * x * y, x * x));
    check_gradients::<f>((x, y)).expect("both modes");
}

/// A conversion of a part of a value, of which the macro does not know that it is of a parameter's type, was a cast.
#[test]
fn a_part_of_a_generic_value_is_converted() {
    #[derive(Differentiable, Clone, Copy)]
    struct Pair<T> {
        a: T,
        b: T,
    }
    #[differentiable(second_order)]
    fn single<T: Float>(p: Pair<T>) -> f32 {
        p.a.to_f32().unwrap() * p.b.to_f32().expect("a number")
    }
    #[differentiable(second_order)]
    fn f(x: f64, y: f64) -> f32 {
        single(Pair { a: x * y, b: y })
    }
    let (dx, dy) = grad_f(0.5, 2.0);
    assert_close(dx, 4.0);
    assert_close(dy, 2.0);
    let (_, (hx, hy)) = hvp_f(0.5, 2.0, 0.0, 1.0);
    assert_close(hx, 4.0);
    assert_close(hy, 1.0);
}

/// A type that is there for the compiler alone needs no tangent, nor does its parameter.
#[test]
fn parameters_of_which_there_is_no_data() {
    #[derive(Differentiable, Clone)]
    struct Polynomial<T, B> {
        coefficients: Vec<T>,
        basis: PhantomData<B>,
    }
    struct Monomials;
    #[differentiable]
    impl<T: Float, B> Polynomial<T, B> {
        fn new(coefficients: Vec<T>) -> Self {
            Self { coefficients, basis: PhantomData }
        }
        fn at(&self, x: T) -> T {
            self.coefficients.iter().rev().fold(T::zero(), |sum, &c| sum * x + c)
        }
    }
    #[differentiable]
    fn f(c: &[f64], x: f64) -> f64 {
        let p = Polynomial::<f64, Monomials>::new(c.to_vec());
        p.at(x) * p.at(2.0)
    }
    check_gradients::<f>((&[1.0, -0.5, 2.0][..], 0.3)).expect("both modes");
}

/// A bound that said of `Option<T>` that it has a tangent hid which it is.
#[test]
fn options_of_type_parameters() {
    #[differentiable]
    fn greatest<T: PartialOrd + Copy>(all: &[T]) -> Option<T> {
        let mut left = all.iter().copied();
        let first = left.next()?;
        Some(left.fold(first, |found, x| if x > found { x } else { found }))
    }
    #[differentiable]
    fn f(x: f64, v: &[f64]) -> f64 {
        greatest(v).unwrap_or(1.0) * x * x
    }
    assert_eq!(grad_f(0.5, &[1.0, 3.0, 2.0]), (3.0, vec![0.0, 0.25, 0.0]));
    check_gradients::<f>((0.5, &[1.0, 3.0, 2.0][..])).expect("both modes");
}

/// The tangents of associated types that a generic function's signature names.
#[test]
fn associated_types_in_signatures() {
    #[differentiable]
    trait Space: Sized {
        type Scalar;
        fn plus(&self, other: &Self) -> Self;
        fn times(&self, factor: Self::Scalar) -> Self;
        fn product(&self, other: &Self) -> Self::Scalar;
    }
    #[derive(Differentiable, Clone, Copy)]
    struct Plane {
        x: f64,
        y: f64,
    }
    #[differentiable]
    impl Space for Plane {
        type Scalar = f64;
        fn plus(&self, other: &Self) -> Self {
            Plane { x: self.x + other.x, y: self.y + other.y }
        }
        fn times(&self, factor: f64) -> Self {
            Plane { x: self.x * factor, y: self.y * factor }
        }
        fn product(&self, other: &Self) -> f64 {
            self.x * other.x + self.y * other.y
        }
    }
    #[differentiable]
    fn moved<V: Space>(along: &V, by: V::Scalar, from: &V) -> V {
        along.times(by).plus(from)
    }
    #[differentiable]
    fn f(t: f64, v: [f64; 4]) -> f64 {
        let (a, b) = (Plane { x: v[0], y: v[1] }, Plane { x: v[2], y: v[3] });
        moved(&a, t, &b).product(&a)
    }
    check_gradients::<f>((0.7, [1.0, 2.0, -0.5, 0.3])).expect("both modes");
}

/// The rows of a Hessian are numbers of the parameter, which the result need not be.
#[test]
fn the_hessian_of_a_generic_function_with_a_concrete_result() {
    #[differentiable(second_order)]
    fn f<T: Float>(v: &[T]) -> f64 {
        (v[0] * v[0] * v[1]).to_f64().unwrap()
    }
    let hessian = hessian_f(&[0.5_f32, 3.0]);
    assert_eq!((hessian[(0, 0)], hessian[(0, 1)]), (6.0_f32, 1.0));
    assert_eq!((hessian[(1, 0)], hessian[(1, 1)]), (1.0, 0.0));
}

/// A type that stands for a function was asked for a tangent.
#[test]
fn types_that_stand_for_functions() {
    #[differentiable]
    trait Activation {
        fn of(x: f64) -> f64;
    }
    struct Relu;
    struct Tanh;
    #[differentiable]
    impl Activation for Relu {
        fn of(x: f64) -> f64 {
            x.max(0.0)
        }
    }
    #[differentiable]
    impl Activation for Tanh {
        fn of(x: f64) -> f64 {
            x.tanh()
        }
    }
    #[differentiable]
    fn layer<A: Activation>(weights: &[f64], x: f64) -> f64 {
        weights.iter().map(|w| A::of(w * x)).sum()
    }
    #[differentiable]
    fn f(weights: &[f64], x: f64) -> f64 {
        layer::<Tanh>(weights, x) * layer::<Relu>(weights, x)
    }
    check_gradients::<f>((&[1.2, -0.4, 0.7][..], 0.6)).expect("both modes");
}

#[chainrule::differentiable]
trait Shape {
    fn area(&self, x: f64) -> f64;
}

#[derive(Clone, chainrule::Differentiable)]
struct Square {
    side: f64,
}

#[chainrule::differentiable]
impl Shape for Square {
    fn area(&self, x: f64) -> f64 {
        self.side * x
    }
}

#[chainrule::differentiable]
fn summed<S: Shape>(s: &S, x: f64) -> f64 {
    let mut sum = s.area(x);
    for s in 1..3 {
        sum += x * [2.0, 3.0, 5.0][s % 2 + 1];
    }
    sum
}

#[chainrule::differentiable]
fn summed_of_a_square(side: f64, x: f64) -> f64 {
    summed(&Square { side }, x)
}

/// A counter with the name of a parameter was taken for it: arithmetic made its type a float.
#[test]
fn a_counter_is_not_the_parameter_that_it_hides() {
    assert_eq!(grad_summed_of_a_square(2.0, 3.0), (3.0, 2.0 + 5.0 + 3.0));
    check_gradients::<summed_of_a_square>((2.0, 3.0)).expect("both modes");
}

/// A type parameter of the result alone had no tangent.
#[test]
fn a_type_parameter_that_only_the_result_has() {
    #[differentiable]
    fn ratio<A, B, Q>(a: A, b: B) -> Q
    where
        A: Copy + std::ops::Div<B, Output = Q>,
        B: Copy,
    {
        a / b
    }
    #[differentiable]
    fn f(a: f64, b: f64) -> f64 {
        ratio::<f64, f64, f64>(a, b) * a
    }
    check_gradients::<f>((1.2, 0.7)).expect("both modes");
}
