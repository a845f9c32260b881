//! Records of callees: pushed only where they are popped.
//!
//! A function that calls others leaves a record on the tape. A caller that runs it for its value
//! alone, or whose result turns out to have no cotangent, must not leave the record behind: later
//! pops would take it for another one.

use chainrule::{check_gradients, differentiable};

#[differentiable(second_order)]
fn leaf(x: f64) -> f64 {
    x.sin() * x
}

/// Records: it calls another.
#[differentiable(second_order)]
fn inner(x: f64) -> f64 {
    leaf(x * x).exp() + leaf(x)
}

/// The middle call is only compared.
#[differentiable(second_order)]
fn compared(x: f64) -> f64 {
    let a = inner(x);
    let b = inner(x + 0.25);
    let larger = b > 0.1;
    let c = inner(x * 0.5);
    if larger { a * c } else { a + c }
}

/// The last store is dead: its cotangent is zero, its record is not.
#[differentiable(second_order)]
fn dead_store(x: f64) -> f64 {
    let mut s = inner(x);
    let mut r = s * s;
    r += inner(x * 0.75) * s;
    s = inner(x + 1.0);
    let _ = s;
    r
}

/// The condition of a loop calls, and is never reversed.
#[differentiable(second_order)]
fn in_a_condition(x: f64) -> f64 {
    let mut s = inner(x);
    let mut k = 0;
    while inner(x * 0.1) < 5.0 && k < 3 {
        s = s * 0.5 + inner(s * 0.1);
        k += 1;
    }
    s
}

/// Iterations run again in the reverse sweep: once with, once without a record.
#[differentiable(second_order)]
fn run_again(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let mut p = 1.0;
        for j in 0..3 {
            let y: f64 = inner(x[i] * j as f64);
            p *= y + 1.5;
        }
        total += p.sqrt();
    }
    total
}

/// In arms of branches, one of which is dead.
#[differentiable(second_order)]
fn in_arms(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let y: f64 = if i % 2 == 0 { inner(s) } else { leaf(s) };
        let _unused: f64 = if i % 3 == 0 { inner(y) } else { y };
        s = y * 0.5 + x;
    }
    s
}

#[test]
fn records_are_taken_back() {
    for x in [0.3, 0.8, 1.1] {
        check_gradients::<compared>((x,)).unwrap();
        check_gradients::<dead_store>((x,)).unwrap();
        check_gradients::<in_a_condition>((x,)).unwrap();
        check_gradients::<in_arms>((x, 5)).unwrap();
        check_gradients::<run_again>((&[x, x + 0.5, 0.2][..],)).unwrap();
    }
}

/// The second derivative by differences of the first, extrapolated twice: the error is of order h^6.
#[test]
fn records_of_tangents_are_taken_back() {
    let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-8 * (1.0 + a.abs()), "{a} and {b}");
    for x in [0.3, 0.6, 0.8] {
        let difference = |g: &dyn Fn(f64) -> f64| {
            let central = |h: f64| (g(x + h) - g(x - h)) / (2.0 * h);
            let [a, b, c] = [1e-3, 5e-4, 2.5e-4].map(central);
            let (ab, bc) = (b + (b - a) / 3.0, c + (c - b) / 3.0);
            bc + (bc - ab) / 15.0
        };
        close(hessian_compared(x)[0][0], difference(&grad_compared));
        close(hessian_dead_store(x)[0][0], difference(&grad_dead_store));
        close(hessian_in_a_condition(x)[0][0], difference(&grad_in_a_condition));
        close(hessian_in_arms(x, 5)[0][0], difference(&|x| grad_in_arms(x, 5)));
        close(hessian_run_again(&[x])[[0, 0]], difference(&|x| grad_run_again(&[x])[0]));
    }
}

#[derive(Clone, chainrule::Differentiable)]
struct Scaled<'a> {
    x: &'a [f64],
    scale: f64,
}

#[differentiable(second_order)]
fn first_scaled(data: &Scaled<'_>) -> f64 {
    data.x[0] * data.scale
}

#[differentiable(second_order)]
fn passes_references_on(x: &[f64], scale: f64) -> f64 {
    let scale = scale.sin();
    first_scaled(&Scaled { x, scale }) * scale
}

/// A struct of references cannot be recorded on a tape: it is made again. With s = sin(t): x s^2.
#[test]
fn struct_of_references_is_made_again() {
    let (s, c) = 0.7_f64.sin_cos();
    let (d_x, d_scale) = grad_passes_references_on(&[2.0, 3.0], 0.7);
    crate::assert_close(d_x[0], s * s);
    assert_eq!(d_x[1], 0.0);
    crate::assert_close(d_scale, 4.0 * s * c);
}

#[differentiable]
fn many_per_iteration(x: &[f64]) -> f64 {
    let mut s = 0.3;
    for i in 0..x.len() {
        let a = (x[i] * s).sin();
        let b = (a * s).sin();
        let c = (a * b + 1.0).sin();
        let d = (c * b).sin();
        let e = (c * d).sin();
        let f = (e * d).sin();
        let g = (e * f + 0.5).sin();
        let h = (g * f).sin();
        let j = (g * h).sin();
        let k = (j * h).sin();
        let l = (j * k + 0.25).sin();
        let m = (l * k).sin();
        let n = (l * m).sin();
        s = n * s + m + a;
    }
    s
}

/// A loop records more numbers per iteration than the longest tuple with a default has.
#[test]
fn thirteen_numbers_per_iteration() {
    check_gradients::<many_per_iteration>((&[0.5, -0.75, 1.25][..],)).unwrap();
}

/// A filter, which is not `Clone`: two of it would have one state.
#[derive(chainrule::Differentiable)]
struct Smoother<T> {
    last: Vec<T>,
    weight: T,
    calls: usize,
}

#[chainrule::differentiable]
impl<T: chainrule::Real> Smoother<T> {
    fn new(weight: T, start: T) -> Self {
        Smoother { last: vec![start; 2], weight, calls: 0 }
    }

    fn next(&mut self, x: T) -> T {
        self.calls += 1;
        let smooth = self.last[0] + self.weight * (x - self.last[1]);
        self.last[1] = self.last[0];
        self.last[0] = smooth;
        smooth
    }
}

#[derive(chainrule::Differentiable)]
enum Gain {
    Constant(f64),
    Growing { by: f64, now: f64 },
    Off,
}

#[chainrule::differentiable]
impl Gain {
    fn apply(&mut self, x: f64) -> f64 {
        match self {
            Gain::Constant(gain) => *gain * x,
            Gain::Growing { by, now } => {
                *now *= *by;
                *now * x
            }
            Gain::Off => 0.0,
        }
    }
}

#[chainrule::differentiable]
fn smoothed(xs: &[f64], weight: f64) -> f64 {
    let mut smoother = Smoother::new(weight, xs[0]);
    let (mut constant, mut off) = (Gain::Constant(weight), Gain::Off);
    let mut growing = Gain::Growing { by: weight, now: 1.0 };
    let mut total = 0.0;
    for x in xs {
        let smooth = smoother.next(*x);
        total += growing.apply(smooth) * x + constant.apply(*x) + off.apply(*x);
    }
    total
}

/// What a method leaves in its receiver was copied by `Clone`, which accumulators and filters often lack.
#[test]
fn receivers_need_not_be_clone() {
    chainrule::check_gradients::<smoothed>((&[0.3, 1.2, 0.7, -0.4, 0.9][..], 0.6)).unwrap();
    let mut smoother = Smoother::new(0.5, 2.0);
    let mut shadow =
        SmootherTangent { last: vec![1.0, 3.0], weight: 0.0, calls: Default::default() };
    let mut seed = 0.0;
    let value = smoother.adjoint_next(4.0, &mut shadow, &mut seed, 1.0);
    // last[0] + weight (x - last[1]): 1 (the output) + 1 (what is left) into it, and 3 into `last[0]`
    assert_eq!((value, seed), (3.0, 1.0));
    assert_eq!((smoother.last, smoother.calls), (vec![3.0, 2.0], 1));
    assert_eq!((shadow.last, shadow.weight), (vec![5.0, -1.0], 4.0));
}
