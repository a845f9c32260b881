//! Functions whose derivatives are the user's: `vjp = ..`, `jvp = ..`, `adjoint = ..`.
//!
//! Gradients are compared with differences, Hessians with formulas worked out by hand; what is not meant
//! to be a derivative with what it is meant to be.

use chainrule::{Differentiable, check_gradients, check_rule, differentiable};
use num_traits::Float;

#[track_caller]
fn assert_close(got: f64, wanted: f64) {
    let tolerance = 1e-12 * (1.0 + wanted.abs());
    assert!((got - wanted).abs() <= tolerance, "got {got}, by hand {wanted}");
}

/// The real root of `x^3 + a x = b`, for positive `a`.
#[differentiable(vjp = root_pullback, jvp = root_tangent, second_order)]
fn root(a: f64, b: f64) -> f64 {
    let mut x = 1.0_f64;
    for _ in 0..100 {
        x -= (x.powi(3) + a * x - b) / (3.0 * x * x + a);
    }
    x
}

fn root_pullback(a: f64, b: f64) -> (f64, impl FnOnce(f64) -> (f64, f64)) {
    let x = root(a, b);
    let db = 1.0 / (3.0 * x * x + a);
    (x, move |seed| (-x * db * seed, db * seed))
}

#[differentiable]
fn root_tangent(a: f64, b: f64, da: f64, db: f64) -> (f64, f64) {
    let x = root(a, b);
    (x, (db - x * da) / (3.0 * x * x + a))
}

#[differentiable(second_order)]
fn roots(a: f64, b: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += root(a * b, b + i as f64).sin();
    }
    s
}

#[test]
fn a_root_by_the_implicit_function_theorem() {
    check_rule::<root>((1.0, 3.0)).expect("the rules");
    check_gradients::<roots>((0.7, 2.0, 3)).expect("the caller");
    // with f = 3 x^2 + a: x_b = 1 / f, x_a = -x / f, and those derived once more
    let (a, b) = (1.0, 3.0);
    let x = root(a, b);
    let f = 3.0 * x * x + a;
    let (xa, xb) = (-x / f, 1.0 / f);
    let h = hessian_root(a, b);
    assert_close(h[1][1], -6.0 * x * xb / (f * f));
    assert_close(h[0][1], -(6.0 * x * xa + 1.0) / (f * f));
    assert_close(h[0][0], -xa / f + x * (6.0 * x * xa + 1.0) / (f * f));
    assert_close(h[1][0], h[0][1]);
    let (gradient, product) = hvp_root(a, b, 0.5, -2.0);
    assert_close(gradient.0, xa);
    assert_close(product.1, 0.5 * h[1][0] - 2.0 * h[1][1]);
    // the Hessian of the caller, against differences of its gradient
    let (_, (da, db)) = hvp_roots(0.7, 2.0, 3, 1.0, 0.0);
    let step = 1e-5;
    let (up, down) = (grad_roots(0.7 + step, 2.0, 3), grad_roots(0.7 - step, 2.0, 3));
    assert!((da - (up.0 - down.0) / (2.0 * step)).abs() < 1e-8);
    assert!((db - (up.1 - down.1) / (2.0 * step)).abs() < 1e-8);
}

/// Rounds, and passes derivatives straight through. The rules bear the names of generated functions.
#[differentiable(vjp = vjp_rounded, jvp = jvp_rounded)]
fn rounded(x: f64) -> f64 {
    x.round()
}

fn vjp_rounded(x: f64) -> (f64, impl FnOnce(f64) -> f64) {
    (rounded(x), |seed| seed)
}

fn jvp_rounded(x: f64, dx: f64) -> (f64, f64) {
    (rounded(x), dx)
}

#[differentiable]
fn quantized(x: f64) -> f64 {
    rounded(3.0 * x) * x
}

#[test]
fn a_straight_through_estimator_is_taken_as_it_is() {
    assert_eq!(grad_rounded(0.4), 1.0);
    assert_eq!(value_and_grad_quantized(0.5), (1.0, 3.0 * 0.5 + 2.0));
    assert_eq!(jvp_quantized(0.5, 2.0), (1.0, 2.0 * (3.0 * 0.5 + 2.0)));
    let mismatch = check_rule::<rounded>((0.4,)).expect_err("no derivative");
    assert!(mismatch.to_string().starts_with("`rounded`: adjoint mode gives 1"), "{mismatch}");
}

/// A function of another crate.
mod foreign {
    pub fn norm(v: &[f64], n: usize) -> f64 {
        v[..n].iter().map(|x| x * x).sum::<f64>().sqrt()
    }
}

#[differentiable(adjoint = norm_adjoint, jvp = norm_tangent)]
fn norm(v: &[f64], n: usize) -> f64 {
    foreign::norm(v, n)
}

fn norm_adjoint(v: &[f64], n: usize, dv: &mut [f64], seed: f64) -> f64 {
    let y = norm(v, n);
    for i in 0..n {
        dv[i] += seed * v[i] / y;
    }
    y
}

fn norm_tangent(v: &[f64], n: usize, dv: &[f64]) -> (f64, f64) {
    let y = norm(v, n);
    (y, (0..n).map(|i| v[i] * dv[i]).sum::<f64>() / y)
}

#[differentiable]
fn norms(v: &[f64], k: f64) -> f64 {
    let w = [v[0] * k, v[1], v[2] * v[0]];
    norm(&w, 3) * norm(v, 2) + norm(&[k], 1)
}

#[test]
fn a_wrapper_gives_a_foreign_function_derivatives() {
    check_rule::<norm>((&[1.0, 2.0, 3.0][..], 2)).expect("the rules");
    check_gradients::<norms>((&[1.0, 2.0, 3.0][..], 0.5)).expect("the caller");
    assert_eq!(grad_norm(&[3.0, 4.0, 9.0], 2), vec![0.6, 0.8, 0.0]);
}

/// In place: every element gets a part of the one before it.
#[differentiable(adjoint = cascade_adjoint, jvp = cascade_tangent, second_order)]
fn cascade(v: &mut [f64], k: f64) {
    for i in 1..v.len() {
        v[i] += k * v[i - 1] * v[i - 1];
    }
}

fn cascade_adjoint(v: &mut [f64], k: f64, dv: &mut [f64], dk: &mut f64) {
    cascade(v, k);
    for i in (1..v.len()).rev() {
        dv[i - 1] += 2.0 * k * v[i - 1] * dv[i];
        *dk += v[i - 1] * v[i - 1] * dv[i];
    }
}

#[differentiable]
fn cascade_tangent(v: &mut [f64], k: f64, dv: &mut [f64], dk: f64) {
    for i in 1..v.len() {
        dv[i] += dk * v[i - 1] * v[i - 1] + 2.0 * k * v[i - 1] * dv[i - 1];
        v[i] += k * v[i - 1] * v[i - 1];
    }
}

#[differentiable(second_order)]
fn cascaded(x: f64, y: f64) -> f64 {
    let mut v = [x, y, x * y];
    cascade(&mut v, y);
    let k = v[1] * v[2];
    cascade(&mut v, k);
    v[0] * v[2]
}

#[test]
fn changes_in_place_are_undone_around_the_rule() {
    check_gradients::<cascaded>((0.5, 0.7)).expect("both modes");
    let (x, y, step) = (0.5, 0.7, 1e-5);
    let h = hessian_cascaded(x, y);
    let (up, down) = (grad_cascaded(x + step, y), grad_cascaded(x - step, y));
    assert!((h[0][0] - (up.0 - down.0) / (2.0 * step)).abs() < 1e-7);
    assert!((h[0][1] - (up.1 - down.1) / (2.0 * step)).abs() < 1e-7);
    let mut v = [0.5, 0.7];
    let (mut dv, mut dk) = ([0.0, 1.0], 0.0);
    adjoint_cascade(&mut v, 2.0, &mut dv, &mut dk);
    assert_eq!((v, dv, dk), ([0.5, 0.7 + 2.0 * 0.25], [2.0 * 2.0 * 0.5, 1.0], 0.25));
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Spring {
    k: f64,
    l: f64,
}

#[differentiable]
impl Spring {
    #[differentiable(vjp = Self::energy_pullback, jvp = Self::energy_tangent)]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * (x - self.l).powi(2)
    }

    fn twice(&self, x: f64) -> f64 {
        self.energy(x) * 2.0 + self.energy(2.0 * x)
    }

    #[no_diff]
    fn energy_pullback(&self, x: f64) -> (f64, impl FnOnce(f64) -> (SpringTangent, f64) + use<>) {
        let (k, e) = (self.k, x - self.l);
        let gradient =
            move |s: f64| (SpringTangent { k: 0.5 * e * e * s, l: -k * e * s }, k * e * s);
        (self.energy(x), gradient)
    }

    #[no_diff]
    fn energy_tangent(&self, x: f64, d: &SpringTangent, dx: f64) -> (f64, f64) {
        let e = x - self.l;
        (self.energy(x), 0.5 * d.k * e * e + self.k * e * (dx - d.l))
    }
}

#[differentiable]
fn springs(s: Spring, x: f64) -> f64 {
    s.twice(x * x) + s.energy(x)
}

#[test]
fn a_method_has_rules() {
    let spring = Spring { k: 2.0, l: 0.5 };
    check_gradients::<springs>((spring, 1.3)).expect("both modes");
    let (ds, dx) = spring.grad_energy(1.5);
    assert_eq!((ds.k, ds.l, dx), (0.5, -2.0, 2.0));
}

#[differentiable(vjp = softplus_pullback, jvp = softplus_tangent)]
fn softplus<T: Float>(x: T, #[no_diff] y: T) -> T {
    (x.exp() + y).ln()
}

fn softplus_pullback<T: Float>(x: T, y: T) -> (T, impl FnOnce(T) -> T) {
    (softplus(x, y), move |seed| seed * x.exp() / (x.exp() + y))
}

fn softplus_tangent<T: Float>(x: T, y: T, dx: T) -> (T, T) {
    (softplus(x, y), dx * x.exp() / (x.exp() + y))
}

#[differentiable]
fn softer(x: f64) -> f64 {
    softplus(x * x, 1.0) + softplus::<f64>(x, 2.0)
}

#[test]
fn generic_functions_have_rules() {
    check_rule::<softplus>((0.3, 1.0)).expect("the rules");
    check_rule::<softplus>((0.3_f32, 1.0)).expect("the rules");
    check_gradients::<softer>((0.3,)).expect("the caller");
}

#[differentiable(vjp = pair_pullback)]
fn pair(x: f64, y: f64) -> (f64, Vec<f64>) {
    (x * y, vec![x, y * y])
}

type Pair = (f64, Vec<f64>);

fn pair_pullback(x: f64, y: f64) -> (Pair, impl FnOnce(Pair) -> (f64, f64)) {
    (pair(x, y), move |(s, t)| (s * y + t[0], s * x + 2.0 * y * t[1]))
}

#[differentiable(modes(reverse))]
fn pairs(x: f64) -> f64 {
    let (a, b) = pair(x, x * x);
    a * b[0] + b[1]
}

#[test]
fn one_rule_gives_one_mode() {
    // x x^2 x + x^4
    assert_close(grad_pairs(0.5), 8.0 * 0.5_f64.powi(3));
    assert_eq!(vjp_pair(2.0, 3.0, (1.0, vec![0.0, 0.5])), (pair(2.0, 3.0), (3.0, 5.0)));
}

#[differentiable(jvp = cube_tangent)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_tangent(x: f64, dx: f64) -> (f64, f64) {
    (cube(x), 3.0 * x * x * dx)
}

#[differentiable(modes(forward))]
fn cubes(x: f64) -> f64 {
    cube(x * x) + cube(x)
}

#[test]
fn a_rule_for_forward_mode_alone() {
    assert_close(jvp_cubes(0.5, 1.0).1, 6.0 * 0.5_f64.powi(5) + 3.0 * 0.25);
}

/// What is passed to a rule is converted as in any call; a rule may be generic.
mod rules_of_other_types {
    use super::*;
    use chainrule::Real;

    #[differentiable(adjoint = sum_adjoint, jvp = sum_tangent)]
    fn sum(x: &[f64; 2], y: &[f64; 2]) -> f64 {
        x.iter().chain(y).sum()
    }

    fn sum_adjoint(x: &[f64], y: &[f64], dx: &mut [f64], dy: &mut [f64], seed: f64) -> f64 {
        dx.iter_mut().chain(dy).for_each(|d| *d += seed);
        x.iter().chain(y).sum()
    }

    fn sum_tangent(x: &[f64], y: &[f64], dx: &[f64], dy: &[f64]) -> (f64, f64) {
        (x.iter().chain(y).sum(), dx.iter().chain(dy).sum())
    }

    #[differentiable(vjp = cubed_pullback, jvp = cubed_tangent)]
    fn cubed<T: Real>(x: T) -> T {
        x * x * x
    }

    fn cubed_pullback<T: Real>(x: T) -> (T, impl FnOnce(T) -> T) {
        (x * x * x, move |seed| (x + x + x) * x * seed)
    }

    fn cubed_tangent<T: Real>(x: T, dx: T) -> (T, T) {
        (x * x * x, (x + x + x) * x * dx)
    }

    #[differentiable(vjp = first_pullback)]
    fn first(x: &[f64], n: usize) -> f64 {
        x[n]
    }

    // the closure borrows the argument, and is boxed
    fn first_pullback(x: &[f64], n: usize) -> (f64, Box<dyn Fn(f64) -> Vec<f64> + '_>) {
        (
            x[n],
            Box::new(move |seed| (0..x.len()).map(|i| if i == n { seed } else { 0.0 }).collect()),
        )
    }

    #[test]
    fn are_asked_for_their_form_only() {
        let x = [1.0, 2.0];
        check_rule::<sum>((&x, &[3.0, 4.0])).expect("by references to slices");
        assert_eq!(grad_cubed(2.0_f32), 12.0);
        assert_eq!(jvp_cubed(2.0, 1.0), (8.0, 12.0));
        assert_eq!(grad_first(&x, 1), [0.0, 1.0]);
    }
}
