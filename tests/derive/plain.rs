//! Enums that hold no floats, without a derive: data, as integers are.
//!
//! In: special functions, flow laws and orbits that such an enum switches. Out: gradients by hand or from
//! differences, and second derivatives against differences of the gradients.

use chainrule::{Differentiable, check_gradients, differentiable};

/// The Hessian-vector product against central differences of the gradient.
fn second(h: [f64; 2], above: [f64; 2], below: [f64; 2], step: f64) {
    for ((h, a), b) in h.into_iter().zip(above).zip(below) {
        let expected = (a - b) / (2.0 * step);
        assert!((h - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{h} {expected}");
    }
}

fn pair((a, b): (f64, f64)) -> [f64; 2] {
    [a, b]
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Tail {
    Lower,
    Upper,
}

/// The tails of the logistic distribution.
#[differentiable(second_order)]
fn tail(x: f64, scale: f64, side: Tail) -> f64 {
    let z = match side {
        Tail::Lower => -x / scale,
        Tail::Upper => x / scale,
    };
    1.0 / (1.0 + z.exp())
}

#[differentiable(second_order)]
fn between(x: f64, scale: f64) -> f64 {
    let side = if x > 0.0 { Tail::Upper } else { Tail::Lower };
    let far = tail(2.0 * x, scale, side);
    let near = if side == Tail::Upper { tail(x, scale, Tail::Upper) } else { tail(x, scale, side) };
    near * near - far
}

#[test]
fn a_switch_selects_a_formula() {
    let (x, scale) = (0.7_f64, 1.3);
    let p = 1.0 / (1.0 + (x / scale).exp());
    let (dx, ds) = grad_tail(x, scale, Tail::Upper);
    assert!((dx + p * (1.0 - p) / scale).abs() < 1e-15);
    assert!((ds - p * (1.0 - p) * x / (scale * scale)).abs() < 1e-15);
    check_gradients::<tail>((x, scale, Tail::Lower)).unwrap();
    for x in [0.7, -0.4] {
        check_gradients::<between>((x, scale)).unwrap();
        let (_, h) = hvp_between(x, scale, 1.0, 0.5);
        let at = |t: f64| pair(grad_between(x + t, scale + 0.5 * t));
        second(pair(h), at(1e-5), at(-1e-5), 1e-5);
    }
}

#[derive(Clone, Copy, Debug)]
enum Regime {
    Laminar,
    Turbulent,
    /// By a power law.
    Mixed(u8),
    Rough {
        exponent: i32,
    },
}

#[differentiable(second_order)]
fn friction(re: f64, regime: Regime) -> f64 {
    match regime {
        Regime::Laminar => 64.0 / re,
        Regime::Turbulent => 0.316 * re.powf(-0.25),
        Regime::Mixed(k) => re.sqrt() * f64::from(k),
        Regime::Rough { exponent } => re.powi(exponent),
    }
}

fn regime(re: f64) -> Regime {
    if re < 1.5 {
        Regime::Laminar
    } else if re < 2.5 {
        Regime::Mixed(2)
    } else if re < 5.0 {
        Regime::Rough { exponent: -2 }
    } else {
        Regime::Turbulent
    }
}

/// The regime changes on the way, and annotated functions are called with it.
#[differentiable(second_order)]
fn drop(v: f64, d: f64) -> f64 {
    let (mut last, mut sum) = (Regime::Laminar, 0.0);
    for i in 0..4 {
        let re = v * d * (1.0 + f64::from(i));
        sum += friction(re, last) * v;
        last = regime(re);
        sum = sum * friction(re + 0.1 * sum, last) + d;
    }
    sum
}

#[test]
fn data_is_recorded_and_overwritten() {
    let at = |v: f64, d: f64| pair(grad_drop(v, d));
    for (v, d) in [(0.4, 1.1), (1.2, 1.6), (3.0, 2.0)] {
        check_gradients::<drop>((v, d)).unwrap();
        let (_, h) = hvp_drop(v, d, 1.0, -0.5);
        second(pair(h), at(v + 1e-5, d - 0.5e-5), at(v - 1e-5, d + 0.5e-5), 1e-5);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Twilight {
    Civil,
    Nautical,
}

impl Twilight {
    #[differentiable]
    fn depression(&self) -> f64 {
        match self {
            Self::Civil => 6.0,
            Self::Nautical => 12.0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Event {
    Rise,
    Dusk(Twilight),
    Elevation { angle: f64, morning: bool },
}

impl Event {
    #[differentiable]
    fn angle(&self) -> f64 {
        match self {
            Event::Rise => 0.833,
            Event::Dusk(t) => t.depression(),
            Event::Elevation { angle, .. } => *angle,
        }
    }

    #[differentiable]
    fn is_morning(&self) -> bool {
        matches!(self, Event::Rise | Event::Elevation { morning: true, .. })
    }
}

#[differentiable]
fn hour_angle(latitude: f64, event: Event) -> f64 {
    let sign = if event.is_morning() { -1.0 } else { 1.0 };
    sign * (latitude * event.angle()).cos()
}

#[test]
fn data_stands_in_differentiable_types() {
    // d cos(l a) = -a sin(l a) dl - l sin(l a) da
    let (l, a) = (0.3, 0.7_f64);
    let s = (l * a).sin();
    let (dl, d_event) = grad_hour_angle(l, Event::Elevation { angle: a, morning: true });
    assert_eq!(dl, a * s);
    let EventTangent::Elevation { angle, .. } = d_event else { panic!("{d_event:?}") };
    assert_eq!(angle, l * s);
    let (dl, _) = grad_hour_angle(0.1, Event::Dusk(Twilight::Nautical));
    assert_eq!(dl, -12.0 * (0.1_f64 * 12.0).sin());
    check_gradients::<hour_angle>((0.2, Event::Dusk(Twilight::Civil))).unwrap();
    check_gradients::<hour_angle>((0.2, Event::Rise)).unwrap();
}

struct Normal;

#[differentiable]
impl Normal {
    fn density(x: f64, side: Tail) -> f64 {
        match Self::flipped(side) {
            Tail::Lower => (-x * x).exp(),
            Tail::Upper => x,
        }
    }

    fn flipped(side: Tail) -> Tail {
        if side == Tail::Lower { Tail::Upper } else { Tail::Lower }
    }
}

#[differentiable]
trait Response {
    fn response(&self, x: f64, side: Tail) -> f64;
}

#[derive(Differentiable, Clone)]
struct Gain(f64);

#[differentiable]
impl Response for Gain {
    fn response(&self, x: f64, side: Tail) -> f64 {
        if side == Tail::Upper { self.0 * x } else { self.0 / x }
    }
}

#[test]
fn methods_and_traits_take_data() {
    assert_eq!(Normal::grad_density(0.5, Tail::Lower), 1.0);
    assert_eq!(Normal::grad_density(0.5, Tail::Upper), -(-0.25_f64).exp());
    let (d_gain, dx) = Gain(3.0).grad_response(2.0, Tail::Lower);
    assert_eq!((d_gain.0, dx), (0.5, -0.75));
}

/// Which of the series to sum, and how many terms of it.
fn region(h: f64, a: f64) -> (u8, usize) {
    if h > a { (0, 3) } else { (1, 5) }
}

fn converged(term: f64) -> bool {
    term.abs() < 1e-12
}

#[differentiable]
fn order(h: f64) -> u16 {
    if h > 1.0 { 2 } else { 3 }
}

#[differentiable(second_order)]
fn series(h: f64, a: f64) -> f64 {
    let (method, terms) = region(h, a);
    let power = order(h + a);
    let (mut sum, mut term) = (a, h);
    for k in 0..terms {
        term *= -h * a / (k as f64 + 1.0);
        if converged(term) {
            break;
        }
        sum += term;
    }
    match method {
        0 => sum.powi(i32::from(power)),
        _ => sum * a,
    }
}

#[test]
fn helpers_that_decide_need_no_attribute() {
    for (h, a) in [(0.4, 0.3), (0.2, 0.9), (1.4, 0.6)] {
        check_gradients::<series>((h, a)).unwrap();
        let (_, p) = hvp_series(h, a, 1.0, 0.5);
        let at = |t: f64| pair(grad_series(h + t, a + 0.5 * t));
        second(pair(p), at(1e-5), at(-1e-5), 1e-5);
    }
}
