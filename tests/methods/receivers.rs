//! `self`, `&self`, `&mut self`, `mut self`, no receiver; one method at a time and whole `impl`s.

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::second_order_agrees;

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Point {
    x: f64,
    y: f64,
}

impl Point {
    const SCALE: f64 = 1.5;

    #[differentiable(second_order)]
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    #[differentiable(second_order)]
    pub fn norm2(&self) -> f64 {
        self.x * self.x + self.y * self.y
    }

    #[differentiable(second_order)]
    pub fn weigh(&self, a: f64, w: Point) -> f64 {
        Self::SCALE * a * self.x * w.y + self.norm2() * w.norm2()
    }

    #[differentiable(second_order)]
    pub fn scaled(self, a: f64) -> Point {
        Point { x: self.x * a, y: self.y * a }
    }

    #[differentiable(second_order)]
    pub fn with_x(mut self, x: f64) -> Self {
        self.x = x * self.y;
        self
    }

    #[differentiable(second_order)]
    fn step(&mut self, dt: f64) {
        self.x += dt * self.y;
        self.y -= dt * self.x.sin();
    }

    // nothing in it shows that it stands in an `impl`
    #[differentiable(second_order)]
    fn wave(a: f64, b: f64) -> f64 {
        a * b.sin()
    }

    // without derivative, but callers cannot know
    #[differentiable(second_order)]
    fn is_right(&self, c: f64) -> bool {
        self.x > c
    }

    #[differentiable(second_order)]
    fn waves(&self, c: f64) -> f64 {
        if self.is_right(c) {
            return c * self.x;
        }
        Self::wave(self.x, c) + Point::wave(c, self.y)
    }
}

/// Every receiver in one value.
#[differentiable(second_order)]
fn moved(x: f64, y: f64, a: f64) -> f64 {
    let v = Point::new(x, y);
    let w = v.scaled(a).with_x(a * a);
    let mut p = v;
    p.step(0.1 * a);
    p.step(0.2);
    v.weigh(a, w) + p.x * p.y + v.waves(a)
}

#[test]
fn receivers_of_every_kind_agree_with_differences() {
    check_gradients::<moved>((0.3, 0.7, 1.2)).unwrap();
    second_order_agrees(
        [0.3, 0.7, 1.2],
        |[x, y, a]| grad_moved(x, y, a).into(),
        |[x, y, a], [u, v, w]| hvp_moved(x, y, a, u, v, w).1.into(),
    );
}

#[test]
fn methods_have_derivatives_of_their_own() {
    let v = Point { x: 0.5, y: -2.0 };
    let d = v.grad_norm2();
    assert_eq!((d.x, d.y), (1.0, -4.0));
    assert_eq!(v.value_and_grad_norm2().0, 4.25);
    let (d, d_a) = v.vjp_scaled(3.0, PointTangent { x: 1.0, y: 10.0 }).1;
    assert_eq!((d.x, d.y, d_a), (3.0, 30.0, 0.5 - 20.0));
    let (value, tangent) = v.jvp_norm2(&PointTangent { x: 1.0, y: 0.5 });
    assert_eq!((value, tangent), (4.25, -1.0));
    assert_eq!(Point::grad_wave(2.0, 0.0), (0.0, 2.0));
    let (_, product) = v.hvp_norm2(&PointTangent { x: 1.0, y: -3.0 });
    assert_eq!((product.x, product.y), (2.0, -6.0));
    let mut shadow = PointTangent { x: 1.0, y: 0.0 };
    v.adjoint_norm2(&mut shadow, 2.0);
    assert_eq!((shadow.x, shadow.y), (3.0, -8.0));
}

#[derive(Differentiable, Clone, Debug)]
pub struct Neuron {
    weights: Vec<f64>,
    bias: f64,
}

#[differentiable(second_order)]
impl Neuron {
    // a number without derivative, which the others ask for
    fn inputs(&self) -> usize {
        self.weights.len()
    }

    #[no_diff]
    fn describe(&self) -> String {
        format!("{} inputs", self.inputs())
    }

    fn apply(&self, x: &[f64]) -> f64 {
        let mut s = self.bias;
        for i in 0..self.inputs() {
            s += self.weights[i] * x[i];
        }
        s.tanh()
    }

    fn shifted(mut self, by: f64) -> Self {
        self.bias += by;
        self
    }

    fn loss(&self, x: &[f64], target: f64) -> f64 {
        let error = self.apply(x) - target;
        error * error
    }

    fn train(&mut self, x: &[f64], rate: f64) -> f64 {
        let y = self.apply(x);
        for i in 0..self.inputs() {
            self.weights[i] -= rate * y * x[i];
        }
        self.bias -= rate * y;
        y
    }

    #[differentiable(wrt(x))]
    fn sensitivity(&self, x: f64) -> f64 {
        self.bias * x * x
    }
}

#[differentiable(second_order)]
fn trained(weights: &[f64], bias: f64, x: &[f64]) -> f64 {
    let mut neuron = Neuron { weights: weights.to_vec(), bias }.shifted(0.25);
    let y = neuron.train(x, 0.1);
    neuron.loss(x, y) + neuron.train(x, 0.3)
}

#[test]
fn a_whole_impl_agrees_with_differences() {
    check_gradients::<trained>((&[0.3, 0.7][..], 1.2, &[0.5, -0.4][..])).unwrap();
    second_order_agrees(
        [0.3, 0.7, 1.2, 0.5, -0.4],
        |[a, b, c, d, e]| {
            let (w, bias, x) = grad_trained(&[a, b], c, &[d, e]);
            [w[0], w[1], bias, x[0], x[1]]
        },
        |[a, b, c, d, e], [p, q, r, s, t]| {
            let (_, (w, bias, x)) = hvp_trained(&[a, b], c, &[d, e], &[p, q], r, &[s, t]);
            [w[0], w[1], bias, x[0], x[1]]
        },
    );
    let neuron = Neuron { weights: vec![1.0], bias: 3.0 };
    assert_eq!((neuron.describe().as_str(), neuron.grad_sensitivity(2.0)), ("1 inputs", 12.0));
}

#[derive(Differentiable, Clone, Debug)]
pub struct Line<T> {
    a: T,
    b: T,
}

impl<T: chainrule::Real> Line<T> {
    #[differentiable]
    fn at(&self, x: T) -> T {
        self.a * x + self.b
    }

    #[differentiable]
    fn through(x: T, y: T) -> Self {
        Self { a: y / x, b: x.sin() }
    }
}

#[differentiable]
fn on_a_line(x: f64, y: f64, t: f64) -> f64 {
    let line = Line::through(x, y);
    line.at(t) * Line::<f64>::through(t, x).at(y)
}

#[test]
fn methods_of_generic_types_agree_with_differences() {
    check_gradients::<on_a_line>((0.4, 0.9, 1.3)).unwrap();
}

/// Changes through a method leave what other methods read before.
#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Filter {
    state: f64,
    gain: f64,
}

#[differentiable]
impl Filter {
    fn push(&mut self, x: f64) -> f64 {
        let before = self.state;
        self.state += self.gain * (x - before);
        before * self.output()
    }

    fn output(&self) -> f64 {
        self.state * self.state
    }

    fn reset(&mut self, to: f64) {
        self.state = to;
    }
}

#[differentiable]
fn filtered(x: &[f64], gain: f64) -> f64 {
    let mut filter = Filter { state: 1.0, gain };
    let mut total = 0.0;
    for i in 0..x.len() {
        if i == 2 {
            filter.reset(x[0] * gain);
        }
        total += filter.output() * x[i];
        total += filter.update(x[i]);
    }
    total + filter.output()
}

impl Filter {
    #[differentiable]
    fn update(&mut self, x: f64) -> f64 {
        let out = self.output();
        self.state += self.gain * (x - self.state);
        out * self.state
    }
}

#[test]
fn changes_through_methods_agree_with_differences() {
    check_gradients::<filtered>((&[0.3, 0.7, -0.2, 1.1][..], 0.6)).unwrap();
}
