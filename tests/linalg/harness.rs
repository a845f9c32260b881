//! A function over a library's types against the same function on plain numbers.
//!
//! In: an annotated function by name, its arguments, its `hvp_`, and the function written out by hand on
//! the oracle's dual numbers, over the coordinates of the arguments in memory order (of matrices by
//! columns). Out: nothing, or a panic that names the mode and the coordinate. Invariant: the derivatives
//! on the right come from `num-dual`, and a tolerance is a multiple of unit roundoff times the sum of
//! the absolute values of the terms.

use chainrule::{Coordinates, DifferentiableFn, Perturb, Tangent, check_gradients};
use chainrule_oracle::Dual;
use chainrule_oracle::directions::Directions;

/// How many roundings of the largest term a derivative may be off: the formulas on both sides differ.
const ROUNDINGS: f64 = 4096.0;

fn coordinates<T: Coordinates>(value: &T) -> Vec<f64> {
    let mut out = Vec::new();
    value.for_each_coordinate(&mut |x| out.push(x));
    out
}

fn of_tangent<T: Tangent>(value: &T) -> Vec<f64> {
    let mut out = Vec::new();
    value.for_each(&mut |x| out.push(x));
    out
}

/// The twin's derivatives at a point.
struct Twin<'a> {
    x: &'a [f64],
    f: &'a dyn Fn(&[Dual]) -> Dual,
}

impl Twin<'_> {
    /// Along coordinate `i` first, and along `v` second.
    fn at(&self, i: usize, v: &[f64]) -> Dual {
        let unit = |k: usize| if k == i { 1.0 } else { 0.0 };
        let seeded = self.x.iter().enumerate().map(|(k, &x)| Dual::seeded(x, unit(k), v[k]));
        (self.f)(&seeded.collect::<Vec<_>>())
    }
}

#[track_caller]
fn close(what: &str, found: f64, expected: f64, magnitude: f64, unit: f64) {
    let allowed = ROUNDINGS * unit * (magnitude + expected.abs()) + f64::MIN_POSITIVE;
    assert!(
        (found - expected).abs() <= allowed,
        "{what}: {found}, by hand {expected}, off by more than {allowed}"
    );
}

/// All modes of `F` at `args` against the twin; `unit` is the roundoff of its numbers.
#[track_caller]
pub fn agrees_within<F, Args>(
    unit: f64,
    args: Args,
    hvp: impl Fn(Args, F::Gradient) -> (F::Gradient, F::Gradient),
    twin: impl Fn(&[Dual]) -> Dual,
) where
    F: DifferentiableFn<Args>,
    F::Output: Coordinates + chainrule::Differentiable<Tangent = F::Output> + Tangent,
    Args: Coordinates + Clone + Perturb,
{
    let x = coordinates(&args);
    let twin = Twin { x: &x, f: &twin };
    let one = {
        let mut one = F::call(args.clone());
        one.for_each_mut(&mut |y| *y = 1.0);
        one
    };
    let mut v = F::zero_gradient(&args);
    let mut next = Directions::named(F::NAME).next(x.len()).into_iter();
    v.for_each_mut(&mut |d| *d = next.next().expect("a number per coordinate"));
    let flat = of_tangent(&v);

    let value = coordinates(&F::call(args.clone()));
    let (with_gradient, gradient) = F::vjp(args.clone(), one);
    let (with_tangent, tangent) = F::jvp(args.clone(), &v);
    assert_eq!(coordinates(&with_gradient), value, "value in reverse mode");
    assert_eq!(coordinates(&with_tangent), value, "value in forward mode");
    let (again, product) = hvp(args.clone(), v);
    let (gradient, again) = (of_tangent(&gradient), of_tangent(&again));
    let product = of_tangent(&product);
    assert_eq!([gradient.len(), product.len()], [x.len(); 2], "length of the gradient");
    for i in 0..x.len() {
        let by_hand = twin.at(i, &flat);
        close("value", value[0], by_hand.value, by_hand.value.abs(), unit);
        let (first, size) = (by_hand.first, by_hand.first_magnitude);
        close(&format!("gradient[{i}]"), gradient[i], first, size, unit);
        close(&format!("gradient[{i}] of hvp"), again[i], first, size, unit);
        let (mixed, size) = (by_hand.mixed, by_hand.mixed_magnitude);
        close(&format!("hvp[{i}]"), product[i], mixed, size, unit);
        let (along, size) = (by_hand.second, by_hand.second_magnitude);
        close("jvp", of_tangent(&tangent)[0], along, size, unit);
    }
    // <v, J^T 1> = <1, J v>
    let paired: f64 = gradient.iter().zip(&flat).map(|(g, v)| g * v).sum();
    let size: f64 = gradient.iter().zip(&flat).map(|(g, v)| (g * v).abs()).sum();
    close("dot product identity", paired, of_tangent(&tangent)[0], size, unit);
}

/// [`agrees_within`] in double precision, and against differences.
#[track_caller]
pub fn agrees<F, Args>(
    args: Args,
    hvp: impl Fn(Args, F::Gradient) -> (F::Gradient, F::Gradient),
    twin: impl Fn(&[Dual]) -> Dual,
) where
    F: DifferentiableFn<Args>,
    F::Output: Coordinates + chainrule::Differentiable<Tangent = F::Output> + Tangent,
    Args: Coordinates + Clone + Perturb,
{
    agrees_within::<F, Args>(f64::EPSILON, args.clone(), hvp, twin);
    check_gradients::<F>(args).expect("both modes agree with differences");
}
