//! `&mut` parameters as users meet them: signatures, values of types of their own, what is left in the
//! arguments, and what a call costs.
//!
//! What comes in: annotated functions that change their arguments. What goes out: comparisons with
//! derivatives worked out by hand, and with counted allocations. Invariant: the numbers in the
//! assertions come from the formulas beside them.

#![allow(clippy::assign_op_pattern, clippy::needless_range_loop)]

use allocation_counter::measure;
use chainrule::{AccumulateFrom, Differentiable, NoTangent, Tangent, differentiable};

#[track_caller]
fn assert_close(got: f64, wanted: f64) {
    let tolerance = 1e-12 * (1.0 + wanted.abs());
    assert!((got - wanted).abs() <= tolerance, "got {got}, by hand {wanted}");
}

// ----- signatures -----

#[differentiable]
fn scale(x: &mut [f64], a: f64) {
    for i in 0..x.len() {
        x[i] *= a;
    }
}

/// `y = a x`: `dx = a dy`, `da = <x, dy>`.
#[test]
fn without_a_result_there_is_no_seed() {
    let mut x = [2.0, 3.0];
    let (mut d_x, mut d_a) = ([10.0, 100.0], 1.0);
    let adjoint: fn(&mut [f64], f64, &mut [f64], &mut f64) = adjoint_scale;
    adjoint(&mut x, 5.0, &mut d_x, &mut d_a);
    assert_eq!(x, [10.0, 15.0]);
    assert_eq!(d_x, [50.0, 500.0]);
    assert_eq!(d_a, 1.0 + 2.0 * 10.0 + 3.0 * 100.0);

    let (mut x, mut d_x) = ([2.0, 3.0], [0.5, 0.25]);
    let jvp: fn(&mut [f64], f64, &mut [f64], f64) = jvp_scale;
    jvp(&mut x, 5.0, &mut d_x, 7.0);
    assert_eq!(x, [10.0, 15.0]);
    assert_eq!(d_x, [0.5 * 5.0 + 2.0 * 7.0, 0.25 * 5.0 + 3.0 * 7.0]);
}

#[differentiable]
fn halved_until(x: &mut f64, bound: f64) -> usize {
    let mut steps = 0;
    while *x > bound {
        *x *= 0.5;
        steps += 1;
    }
    steps
}

/// A result without derivative is returned; the derivative is in what is left: `dx = dy / 8`.
#[test]
fn a_count_is_returned_beside_the_change() {
    let (mut x, mut d_x, mut d_bound) = (20.0, 2.0, 0.0);
    assert_eq!(adjoint_halved_until(&mut x, 3.0, &mut d_x, &mut d_bound, NoTangent), 3);
    assert_eq!((x, d_x, d_bound), (2.5, 0.25, 0.0));
    let (mut x, mut d_x) = (20.0, 2.0);
    assert_eq!(jvp_halved_until(&mut x, 3.0, &mut d_x, 1.0), (3, NoTangent));
    assert_eq!((x, d_x), (2.5, 0.25));
}

#[differentiable]
fn next(x: f64, count: &mut usize) -> f64 {
    *count += 1;
    x.powi(3) * (*count as f64)
}

/// A `&mut` without derivative leaves the gradient where it is: `3 x^2 k`.
#[test]
fn counters_have_no_shadow() {
    let mut count = 1;
    assert_close(grad_next(2.0, &mut count), 24.0);
    assert_eq!(count, 2);
    assert_close(jvp_next(2.0, &mut count, 0.5).1, 18.0);
    assert_eq!(count, 3);
}

// ----- types of the user -----

#[derive(Clone, Debug, PartialEq)]
struct Body {
    position: f64,
    velocity: f64,
    trail: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
struct BodyTangent {
    position: f64,
    velocity: f64,
    trail: Vec<f64>,
}

impl Differentiable for Body {
    type Tangent = BodyTangent;

    fn zero_tangent(&self) -> BodyTangent {
        BodyTangent { position: 0.0, velocity: 0.0, trail: self.trail.zero_tangent() }
    }
}

impl Differentiable for BodyTangent {
    type Tangent = Self;

    fn zero_tangent(&self) -> Self {
        Self { position: 0.0, velocity: 0.0, trail: self.trail.zero_tangent() }
    }
}

impl Tangent for BodyTangent {
    fn accumulate(&mut self, other: &Self) {
        self.add_scaled(1.0, other);
    }

    fn fill_zero(&mut self) {
        *self = self.zero_tangent();
    }

    fn add_scaled(&mut self, factor: f64, other: &Self) {
        self.position += factor * other.position;
        self.velocity += factor * other.velocity;
        self.trail.add_scaled(factor, &other.trail);
    }

    fn inner(&self, other: &Self) -> f64 {
        self.position * other.position
            + self.velocity * other.velocity
            + self.trail.inner(&other.trail)
    }

    fn for_each(&self, f: &mut dyn FnMut(f64)) {
        f(self.position);
        f(self.velocity);
        self.trail.for_each(f);
    }

    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
        f(&mut self.position);
        f(&mut self.velocity);
        self.trail.for_each_mut(f);
    }
}

impl AccumulateFrom<Self> for BodyTangent {
    fn accumulate_from(&mut self, source: &Self) {
        self.accumulate(source);
    }
}

#[differentiable]
fn kick(body: &mut Body, force: f64, dt: f64) {
    body.velocity += force * dt;
    body.trail[0] *= body.velocity;
    body.position = body.position * body.velocity;
}

#[differentiable]
fn kicked_twice(body: &mut Body, force: f64) -> f64 {
    kick(body, force, 0.5);
    kick(&mut *body, force * force, 2.0);
    body.trail[1] = body.position * body.trail[0];
    body.velocity
}

/// With `v1 = v + f / 2` and `v2 = v1 + 2 f^2`: the position is `p v1 v2`, the trail `(t v1 v2, p t
/// (v1 v2)^2)`, the result `v2`.
#[test]
fn a_struct_of_the_user_is_changed_in_place() {
    let (p, v, t, f) = (2.0, 3.0, 0.5, 1.5);
    let (v1, v2) = (v + f / 2.0, v + f / 2.0 + 2.0 * f * f);
    let mut body = Body { position: p, velocity: v, trail: vec![t, 9.0] };
    let seeds = BodyTangent { position: 0.25, velocity: 0.5, trail: vec![2.0, 3.0] };
    let (mut d, mut d_f) = (seeds.clone(), 0.0);
    let value = adjoint_kicked_twice(&mut body, f, &mut d, &mut d_f, 7.0);
    assert_close(value, v2);
    let product = v1 * v2;
    let last = p * t * product * product;
    assert_eq!(body, Body { position: p * v1 * v2, velocity: v2, trail: vec![t * v1 * v2, last] });
    // by the two velocities
    let by_product = 0.25 * p + 2.0 * t + 3.0 * 2.0 * p * t * product;
    let by_v2 = by_product * v1 + 0.5 + 7.0;
    let by_v1 = by_product * v2 + by_v2;
    assert_close(d.velocity, by_v1);
    assert_close(d_f, by_v1 * 0.5 + by_v2 * 4.0 * f);
    assert_close(d.position, 0.25 * product + 3.0 * t * product * product);
    assert_close(d.trail[0], 2.0 * product + 3.0 * p * product * product);
    assert_close(d.trail[1], 0.0);
}

// ----- what calls cost -----

#[differentiable]
fn touch(x: &mut [f64], i: usize) {
    x[i] = x[i].sin() * x[i + 1];
}

#[differentiable]
fn touched(x: &mut [f64], calls: usize) {
    for k in 0..calls {
        touch(x, k % 7);
    }
}

#[differentiable]
fn product_at(x: &f64, y: &f64, all: &[f64]) -> f64 {
    *x * *y * all[0]
}

#[differentiable]
fn elements(x: &[f64], calls: usize) -> f64 {
    let mut s = 1.0;
    for k in 0..calls {
        s += product_at(&x[k % 5], &x[k % 3], x) * s;
    }
    s
}

fn bytes(f: impl FnOnce()) -> u64 {
    measure(f).bytes_total
}

/// Behind the reverse sweep the result is put back: one copy. The calls allocate for what they write.
#[test]
fn a_call_costs_what_it_touches() {
    let at = |n: usize, calls: usize| {
        // a thread keeps the stack of its last tape for the next one
        let run = move || {
            let (mut x, mut d_x) = (vec![0.5; n], vec![1.0; n]);
            bytes(|| adjoint_touched(&mut x, calls, &mut d_x))
        };
        std::thread::spawn(run).join().expect("the gradient does not panic")
    };
    let copy = |n: usize| (n * size_of::<f64>()) as u64;
    assert_eq!(at(10_000, 64) - copy(10_000), at(100, 64) - copy(100));
    assert!(at(10_000, 64) - copy(10_000) < 64 * 64);
}

/// References to elements of an array that is passed too have shadows of their own size.
#[test]
fn elements_passed_by_reference_cost_what_they_are() {
    let at = |n: usize| {
        let (x, mut d_x) = (vec![0.5; n], vec![0.0; n]);
        bytes(|| {
            adjoint_elements(&x, 64, &mut d_x, 1.0);
        })
    };
    assert_eq!(at(10_000), at(100));
}

/// Nothing is restored, so nothing is kept or put back.
#[test]
fn linear_changes_allocate_nothing() {
    let (mut x, mut d_x, mut d_a) = (vec![0.5; 100], vec![1.0; 100], 0.0);
    let y = vec![2.0; 100];
    let mut d_y = vec![0.0; 100];
    let info = measure(|| adjoint_axpy(3.0, &y, &mut x, &mut d_a, &mut d_y, &mut d_x));
    assert_eq!(info.count_total, 0);
    assert_eq!((d_a, d_y[7], d_x[7]), (200.0, 3.0, 1.0));
}

#[differentiable]
fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}
