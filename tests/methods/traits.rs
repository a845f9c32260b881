//! Traits of the user's: required and default methods, generic functions over them, objects.

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::second_order_agrees;

/// A pair potential.
#[differentiable(second_order)]
trait Potential {
    fn energy(&self, r: f64) -> f64;

    /// The number of its parameters has no derivative.
    fn parameters(&self) -> usize;

    fn shifted(&self, r: f64, by: f64) -> f64 {
        let n = self.parameters();
        self.energy(r + by) - self.energy(by) * n as f64
    }
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct LennardJones {
    epsilon: f64,
    sigma: f64,
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Harmonic {
    k: f64,
    r0: f64,
}

#[differentiable(second_order)]
impl Potential for LennardJones {
    fn energy(&self, r: f64) -> f64 {
        let q = (self.sigma / r).powi(6);
        4.0 * self.epsilon * (q * q - q)
    }

    fn parameters(&self) -> usize {
        2
    }
}

#[differentiable(second_order)]
impl Potential for Harmonic {
    fn energy(&self, r: f64) -> f64 {
        let d = r - self.r0;
        0.5 * self.k * d * d
    }

    fn parameters(&self) -> usize {
        2
    }

    // its own, instead of the trait's
    fn shifted(&self, r: f64, by: f64) -> f64 {
        self.energy(r) * by
    }
}

/// An `impl` without the attribute is still one.
struct Constant;

impl Potential for Constant {
    fn energy(&self, _: f64) -> f64 {
        1.0
    }

    fn parameters(&self) -> usize {
        0
    }
}

#[differentiable(second_order)]
fn chain<P: Potential>(potential: &P, x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 1..x.len() {
        total += potential.energy(x[i] - x[i - 1]);
    }
    total + potential.shifted(x[0], 0.3)
}

#[differentiable(second_order)]
fn lennard_jones(epsilon: f64, sigma: f64, x: &[f64]) -> f64 {
    chain(&LennardJones { epsilon, sigma }, x)
}

#[differentiable(second_order)]
fn harmonic(k: f64, r0: f64, x: &[f64]) -> f64 {
    chain(&Harmonic { k, r0 }, x) + Potential::energy(&Harmonic { k, r0 }, k)
}

#[test]
fn generic_functions_over_a_trait_agree_with_differences() {
    let x = &[0.9, 2.1, 3.4][..];
    check_gradients::<lennard_jones>((0.7, 1.1, x)).unwrap();
    check_gradients::<harmonic>((0.7, 1.1, x)).unwrap();
    second_order_agrees(
        [0.7, 1.1, 0.9, 2.1],
        |[a, b, c, d]| {
            let (e, s, x) = grad_lennard_jones(a, b, &[c, d]);
            [e, s, x[0], x[1]]
        },
        |[a, b, c, d], [p, q, r, s]| {
            let (_, (e, g, x)) = hvp_lennard_jones(a, b, &[c, d], p, q, &[r, s]);
            [e, g, x[0], x[1]]
        },
    );
}

#[test]
fn methods_of_traits_have_derivatives_of_their_own() {
    let spring = Harmonic { k: 2.0, r0: 1.0 };
    let (d, d_r) = spring.grad_energy(3.0);
    assert_eq!((d.k, d.r0, d_r), (2.0, -4.0, 4.0));
    let (d, d_r, d_by) = spring.grad_shifted(3.0, 10.0);
    assert_eq!((d.k, d.r0, d_r, d_by), (20.0, -40.0, 40.0, 4.0));
    let (value, tangent) = spring.jvp_energy(3.0, &HarmonicTangent { k: 1.0, r0: 0.0 }, 0.5);
    assert_eq!((value, tangent), (4.0, 4.0));
}

#[test]
fn objects_are_what_they_were() {
    let all: [Box<dyn Potential>; 2] = [Box::new(Constant), Box::new(Harmonic { k: 2.0, r0: 0.0 })];
    let total: f64 = all.iter().map(|potential| potential.energy(2.0)).sum();
    assert_eq!((total, all[1].parameters()), (5.0, 2));
}

/// A trait that floats get: `self` by value, functions without a receiver, constants.
#[differentiable(second_order)]
trait Smooth: Sized {
    const WIDTH: f64;

    fn softplus(self) -> Self;
    fn scaled(self, by: f64) -> Self;
    fn blend(a: Self, b: Self, t: f64) -> Self;

    fn twice(self) -> Self {
        self.softplus().scaled(2.0)
    }
}

#[differentiable(second_order)]
impl Smooth for f64 {
    const WIDTH: f64 = 0.5;

    fn softplus(self) -> Self {
        Self::WIDTH * (1.0 + (self / Self::WIDTH).exp()).ln()
    }

    fn scaled(self, by: f64) -> Self {
        self * by
    }

    fn blend(a: Self, b: Self, t: f64) -> Self {
        a * (1.0 - t) + b * t
    }
}

#[differentiable(second_order)]
impl Smooth for Harmonic {
    const WIDTH: f64 = 1.0;

    fn softplus(self) -> Self {
        Harmonic { k: self.k.softplus(), r0: self.r0 }
    }

    fn scaled(self, by: f64) -> Self {
        Harmonic { k: self.k * by, r0: self.r0 * by }
    }

    fn blend(a: Self, b: Self, t: f64) -> Self {
        Harmonic { k: f64::blend(a.k, b.k, t), r0: f64::blend(a.r0, b.r0, t * t) }
    }
}

#[differentiable(second_order)]
fn smooth(x: f64, y: f64) -> f64 {
    let a = Harmonic { k: x, r0: y };
    let b = <Harmonic as Smooth>::blend(a, a.twice(), y);
    x.softplus() * y.twice() + f64::blend(x, y, x) + b.energy(x) + 2.0_f64.scaled(x)
}

#[test]
fn traits_for_floats_agree_with_differences() {
    check_gradients::<smooth>((0.4, -0.3)).unwrap();
    second_order_agrees(
        [0.4, -0.3],
        |[x, y]| grad_smooth(x, y).into(),
        |[x, y], [u, v]| hvp_smooth(x, y, u, v).1.into(),
    );
    // by hand: exp(x / w) / (1 + exp(x / w))
    let slope = 0.8_f64.exp() / (1.0 + 0.8_f64.exp());
    assert!((0.4_f64.vjp_softplus(1.0).1 - slope).abs() < 1e-15);
}

/// Changes through a trait, and a trait with a type parameter.
#[differentiable]
trait Integrator<S> {
    fn step(&mut self, state: S, dt: f64) -> S;

    fn two_steps(&mut self, state: S, dt: f64) -> S {
        let middle = self.step(state, dt);
        self.step(middle, dt)
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Damped {
    rate: f64,
    lost: f64,
}

#[differentiable]
impl Integrator<f64> for Damped {
    fn step(&mut self, state: f64, dt: f64) -> f64 {
        let loss = self.rate * state * dt;
        self.lost += loss * state;
        state - loss
    }
}

#[differentiable]
fn integrated(rate: f64, x: f64, dt: f64) -> f64 {
    let mut integrator = Damped { rate, lost: 0.0 };
    let end = integrator.two_steps(x, dt);
    let last = integrator.step(end, 2.0 * dt);
    last * integrator.lost + end
}

#[test]
fn changes_through_traits_agree_with_differences() {
    check_gradients::<integrated>((0.7, 1.4, 0.3)).unwrap();
}
