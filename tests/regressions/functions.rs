//! Functions that take functions: as methods, without arguments of their own, and called directly.

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::assert_close;

#[derive(Clone, Differentiable)]
struct Euler {
    step: f64,
    count: usize,
}

#[differentiable(second_order)]
impl Euler {
    fn run(&self, rate: impl Fn(f64, f64) -> f64, start: f64) -> f64 {
        let (mut t, mut y) = (0.0, start);
        for _ in 0..self.count {
            y += self.step * rate(t, y);
            t += self.step;
        }
        y
    }
}

#[differentiable(second_order)]
fn decay(k: f64, start: f64) -> f64 {
    Euler { step: 0.125, count: 3 }.run(|_, y| -k * y, start)
}

/// `y = start (1 - k h)^n` is linear in `start`, and its derivative by `k` is `-n h start (1 - k h)^(n - 1)`.
#[test]
fn methods_take_closures() {
    let (k, start) = (0.5, 2.0);
    let factor: f64 = 1.0 - k * 0.125;
    let (d_k, d_start) = grad_decay(k, start);
    assert!((d_k + 3.0 * 0.125 * start * factor.powi(2)).abs() < 1e-15);
    assert!((d_start - factor.powi(3)).abs() < 1e-15);
    let (_, (h_k, h_start)) = hvp_decay(k, start, 1.0, 0.0);
    assert!((h_k - 6.0 * 0.125 * 0.125 * start * factor).abs() < 1e-15);
    assert!((h_start + 3.0 * 0.125 * factor.powi(2)).abs() < 1e-15);
    check_gradients::<decay>((k, start)).unwrap();
}

#[differentiable(second_order)]
fn mean(f: impl Fn(f64) -> f64) -> f64 {
    0.5 * (f(0.0) + f(2.0))
}

/// A closure in a closure, both of which capture: `mean(x -> mean(t -> k t x)^2)` is `2 k^2`.
#[differentiable(second_order)]
fn nested(k: f64) -> f64 {
    mean(|x| {
        let inner = mean(|t| k * t * x);
        inner * inner
    })
}

#[test]
fn functions_alone_have_derivatives_by_what_they_capture() {
    assert_eq!(nested(3.0), 18.0);
    assert_eq!(grad_nested(3.0), 12.0);
    assert_eq!(hvp_nested(3.0, 1.0), (12.0, 4.0));
}

#[test]
fn the_caller_gives_the_derivatives_of_functions() {
    let (k, mut d_k) = (2.0, 0.0);
    let f = |x: f64| k * x * x;
    let adjoint = |x: f64, d_x: &mut f64, seed: f64| {
        *d_x += 2.0 * k * x * seed;
        d_k += x * x * seed;
        k * x * x
    };
    assert_eq!(adjoint_mean(f, adjoint, 3.0), 4.0);
    assert_eq!(d_k, 6.0);
    assert_eq!(jvp_mean(f, |x, d_x| (k * x * x, 2.0 * k * x * d_x + x * x)), (4.0, 2.0));
}

#[differentiable(second_order)]
fn twice_lent(f: &mut dyn FnMut(f64) -> f64, x: f64) -> f64 {
    let once = f(x);
    f(once)
}

#[differentiable(second_order)]
fn lent_closure(k: f64, x: f64) -> f64 {
    twice_lent(&mut |t| k * t * t, x) + twice_lent(&mut |t| t + k, x)
}

/// A closure behind `&mut` was taken for a variable that the call changes: `k^3 x^4 + x + 2 k`.
#[test]
fn closures_are_given_behind_mutable_references() {
    let (k, x) = (1.5_f64, 0.5_f64);
    let (d_k, d_x) = grad_lent_closure(k, x);
    crate::assert_close(d_k, 3.0 * k * k * x.powi(4) + 2.0);
    crate::assert_close(d_x, 4.0 * k.powi(3) * x.powi(3) + 1.0);
    let (_, (_, v_x)) = hvp_lent_closure(k, x, 0.0, 1.0);
    crate::assert_close(v_x, 12.0 * k.powi(3) * x * x);
}

#[derive(Clone, Copy, Debug, chainrule::Differentiable)]
struct Taken {
    a: f64,
    b: (f64, f64),
}

#[chainrule::differentiable]
fn changed_behind_closures(p: &Taken, x: f64) -> f64 {
    let mut q = *p;
    let first = {
        let g = move |e: f64| e * q.a;
        g(x)
    };
    q.a = 2.0 * x;
    let second = (0..3).flat_map(|i| (1..3).map(move |j| q.a * (i + j) as f64)).sum::<f64>();
    q.a += second;
    first * q.a
}

/// A `move` closure kept what it had taken to itself, also behind the block that it was called in.
#[test]
fn closures_end_with_their_statements() {
    let p = Taken { a: 1.5, b: (0.5, 0.25) };
    // 15 = the sum of i + j: the value is a x (2 x + 15 2 x) = 32 a x^2
    let (dp, dx) = grad_changed_behind_closures(&p, 3.0);
    assert_eq!((dp.a, dp.b, dx), (32.0 * 9.0, (0.0, 0.0), 32.0 * 1.5 * 6.0));
}

#[chainrule::differentiable]
fn literals_in_a_fold(p: &Taken, x: f64) -> f64 {
    let kept = (0..3).fold((p.b.1, 0.5), |(_, b), _| (1.1, f64::tanh(b)));
    #[allow(clippy::manual_repeat_n)]
    let none = std::iter::repeat(x).take(3).skip(3).skip(3 + 2).count();
    kept.0 * x + kept.1 * none as f64
}

/// A method was called on a literal whose type nothing had told yet.
#[test]
fn literals_that_a_fold_begins_with() {
    let p = Taken { a: 1.5, b: (0.5, 0.25) };
    let (dp, dx) = grad_literals_in_a_fold(&p, 3.0);
    assert_eq!((dp.a, dp.b, dx), (0.0, (0.0, 0.0), 1.1));
}

#[chainrule::differentiable]
fn assigned_behind_closures(p: &Taken, x: f64) -> f64 {
    let mut q = *p;
    q.a = (0..3).flat_map(|i| (1..3).map(move |j| q.a * (i + j) as f64)).sum::<f64>();
    q.a *= std::iter::once(x).map(move |e| e * q.a).sum::<f64>();
    (q.b.0, q.b.1) = (0..2).fold((x, x), move |(s, t), _| (s * q.a, t * q.b.1));
    q.b.0 + q.b.1
}

/// A `move` closure in the value of an assignment kept what it had taken from the place that is assigned.
#[test]
fn closures_end_with_the_value_that_is_assigned() {
    let p = Taken { a: 1.5, b: (0.5, 0.25) };
    // a becomes 15 a, then 225 a^2 x; the value is x (225 a^2 x)^2 + x b_1^2
    let (a, x): (f64, f64) = (p.a, 3.0);
    let (dp, dx) = grad_assigned_behind_closures(&p, x);
    crate::assert_close(dp.a, 4.0 * 225.0_f64.powi(2) * a.powi(3) * x.powi(3));
    crate::assert_close(dp.b.1, 2.0 * 0.25 * x);
    crate::assert_close(dx, 3.0 * 225.0_f64.powi(2) * a.powi(4) * x * x + 0.0625);
}

const SCALE: f64 = 3.0;
const SHIFT: f64 = 5.0;

#[differentiable]
fn of_module(v: f64) -> f64 {
    v * v * SCALE
}

#[differentiable]
fn of_its_own(v: f64) -> f64 {
    const SHIFT: f64 = 2.0;
    v * SHIFT
}

#[differentiable]
fn shifted(v: f64) -> f64 {
    v * SHIFT
}

#[differentiable]
fn hides_at_the_top(x: f64) -> f64 {
    const SCALE: f64 = 7.0;
    of_module(x) * SCALE
}

#[differentiable]
fn hides_in_a_block(x: f64) -> f64 {
    let factor = {
        const SCALE: f64 = 7.0;
        SCALE
    };
    factor * of_module(x)
}

#[differentiable]
fn one_hides_from_the_other(x: f64, y: f64) -> f64 {
    of_its_own(x) * shifted(y)
}

/// A callee that stands in its caller's derivatives took the caller's constant for the module's, or another callee's:
/// value and gradient were wrong.
#[test]
fn constants_of_a_body_do_not_reach_into_callees() {
    assert_eq!(value_and_grad_hides_at_the_top(2.0), (84.0, 84.0));
    assert_eq!(value_and_grad_hides_in_a_block(2.0), (84.0, 84.0));
    assert_eq!(value_and_grad_one_hides_from_the_other(2.0, 3.0), (60.0, (30.0, 20.0)));
}

/// Degrees of an angle in degrees and minutes.
#[chainrule::differentiable]
#[allow(non_snake_case)]
fn degrees(D: f64, minutes: i64) -> f64 {
    let (M, S) = if minutes < 0 { (-minutes, -D) } else { (minutes, D) };
    let Q = S * D;
    (M as f64) / 60.0 + S * Q
}

#[chainrule::differentiable]
#[allow(non_snake_case)]
fn sum_of_degrees(x: f64, R: f64) -> f64 {
    let M = 2.0 * R;
    degrees(x, 3) / R + degrees(M, -30)
}

/// A capital letter that names a variable of a small callee was no variable where the callee stands in its caller.
#[test]
fn variables_of_callees_may_begin_with_a_capital() {
    // (0.05 + x^3) / R + 8 R^3 + 0.5
    let (x, r) = (1.3_f64, 0.7_f64);
    let (d_x, d_r) = grad_sum_of_degrees(x, r);
    assert_close(d_x, 3.0 * x * x / r);
    assert_close(d_r, -(0.05 + x * x * x) / (r * r) + 24.0 * r * r);
}

type Real = f64;
type Average = Mean;

#[derive(chainrule::Differentiable, Clone)]
struct Mean {
    total: Real,
    count: Real,
}

#[chainrule::differentiable]
impl Mean {
    fn mean(&self) -> Real {
        self.total / self.count
    }

    fn add(&mut self, x: Real) {
        self.total += x;
        self.count += 1.0;
    }
}

#[derive(chainrule::Differentiable, Clone)]
struct Scaled {
    average: Average,
    by: Real,
}

#[chainrule::differentiable]
fn scaled_mean(x: f64, n: usize) -> f64 {
    let mut scaled = Scaled { average: Mean { total: x, count: 1.0 }, by: x * x };
    scaled.average.add(x * n as Real);
    scaled.average.mean() * (scaled.by as Real)
}

/// A cast to another name of `f64` was refused, and a method of a type's other name was that of arrays.
#[test]
fn other_names_of_types_are_followed() {
    // (x + n x) / 2 * x^2
    assert_close(grad_scaled_mean(1.5, 2), 4.5 * 1.5 * 1.5);
}

#[chainrule::differentiable]
fn mean_and_count<F: chainrule::Real + Default>(xs: &[F]) -> (F, usize) {
    let (sum, count) =
        xs.iter().fold(Default::default(), |acc: (F, usize), x| (acc.0 + *x, acc.1 + 1));
    if count > 0 { (sum / F::from_f64(count as f64).unwrap(), count) } else { Default::default() }
}

#[chainrule::differentiable]
fn scaled_count(xs: &[f64]) -> f64 {
    let (mean, count): (f64, usize) = mean_and_count(xs);
    if count < 1 {
        return Default::default();
    }
    mean * mean * count as f64
}

/// The accumulator of a fold that starts with a default had no type, nor had a default that is returned.
#[test]
fn defaults_have_the_types_that_are_declared() {
    // sum^2 / n
    assert_eq!(grad_scaled_count(&[1.0, 2.0, 6.0]), [6.0, 6.0, 6.0]);
    assert!(grad_scaled_count(&[]).is_empty());
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
struct Sums {
    squares: f64,
    products: f64,
}

// the copies of a variable in the derivatives have no annotation that says which default it is
#[differentiable(second_order)]
fn defaults_of_variables(x: &[f64]) -> f64 {
    let mut cubes: f64 = Default::default();
    let mut sums: Sums = Default::default();
    let square = |x: f64| {
        let mut s: f64 = Default::default();
        s += x * x;
        s
    };
    for v in x {
        cubes += v * v * v;
        sums.squares += square(*v);
        sums.products += cubes * v;
    }
    cubes * sums.squares + sums.products
}

#[test]
fn annotated_defaults_have_their_type() {
    check_gradients::<defaults_of_variables>((&[0.3, -0.7, 1.1][..],)).unwrap();
    // x^5 + x^4 of one number
    let (x, along) = (0.8_f64, [1.0]);
    let (gradient, product) = hvp_defaults_of_variables(&[x], &along);
    assert!((gradient[0] - (5.0 * x.powi(4) + 4.0 * x.powi(3))).abs() < 1e-14);
    assert!((product[0] - (20.0 * x.powi(3) + 12.0 * x * x)).abs() < 1e-14);
}

// an element that is set and added to gets the sum at once, which may not change the sign of a zero
#[differentiable]
fn reciprocal_of_zero(x: &[f64]) -> f64 {
    let mut y = vec![1.0; x.len()];
    for i in 0..x.len() {
        y[i] = 0.0;
        y[i] += x[i];
    }
    1.0 / y[0]
}

#[test]
fn zeros_that_are_added_to_keep_their_sign() {
    let x = [-0.0, 1.0];
    assert_eq!(reciprocal_of_zero(&x), f64::INFINITY);
    assert_eq!(value_and_grad_reciprocal_of_zero(&x).0, f64::INFINITY);
    assert_eq!(jvp_reciprocal_of_zero(&x, &[0.0; 2]).0, f64::INFINITY);
}
