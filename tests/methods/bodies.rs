//! What stands in the bodies of methods: patterns, exits, recursion, conditions, iterators, other objects.

use chainrule::{Differentiable, check_gradients, differentiable};
#[derive(Differentiable, Clone, Copy, Debug)]
struct P {
    x: f64,
    y: f64,
}
#[differentiable]
impl P {
    fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
    fn reset(&mut self, a: f64) {
        *self = Self::new(a, self.x);
    }
    fn parts(&self) -> f64 {
        let Self { x, y } = *self;
        x * y
    }
    fn parts2(self) -> f64 {
        let P { x, y } = self;
        x - y * x
    }
    fn safe(&self, d: f64) -> Option<f64> {
        if d == 0.0 {
            return None;
        }
        Some(self.x / d)
    }
    fn get_or(&self, d: f64) -> f64 {
        self.safe(d).unwrap_or(self.y)
    }
    fn power(&self, n: u32) -> f64 {
        if n == 0 { 1.0 } else { self.x * self.power(n - 1) }
    }
    fn error(&self, t: f64) -> f64 {
        t * t - self.x
    }
    fn root(&self) -> f64 {
        let mut t = 1.0;
        while self.error(t).abs() > 1e-12 {
            t -= self.error(t) / (2.0 * t);
        }
        t
    }
    fn inside(&self, r: f64) -> bool {
        self.x * self.x + self.y * self.y < r
    }
    fn choose(&self, r: f64) -> f64 {
        if self.inside(r) { r * self.x } else { self.y * r * r }
    }
    fn step(&mut self, h: f64) {
        self.x += h * self.y;
    }
    fn eval(&self, t: f64) -> f64 {
        self.x * t + self.y
    }
    fn all(&self, ts: &[f64]) -> f64 {
        ts.iter().map(|t| self.eval(*t)).sum::<f64>()
    }
    fn mapped(&self, ts: &[f64]) -> f64 {
        let mut s = 0.0;
        for t in ts {
            s += self.eval(*t) * t;
        }
        s
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Net {
    layers: Vec<P>,
    scale: f64,
}
#[differentiable]
impl Net {
    fn forward(&self, x: f64) -> f64 {
        let mut y = x;
        for l in &self.layers {
            y = l.eval(y).tanh();
        }
        y * self.scale
    }
    fn by_index(&self, x: f64) -> f64 {
        let mut y = x;
        for i in 0..self.layers.len() {
            y = self.layers[i].eval(y) + self.layers[0].parts();
        }
        y
    }
    fn step(&mut self, h: f64) {
        for p in self.layers.iter_mut() {
            p.step(h);
        }
        self.layers[0].step(h * self.scale);
    }
}
#[derive(Differentiable, Clone, Copy, Debug)]
struct View<'a> {
    w: &'a [f64],
    b: f64,
}
impl<'a> View<'a> {
    #[differentiable]
    fn dotted(&self, x: &[f64]) -> f64 {
        let mut s = self.b;
        for i in 0..x.len() {
            s += self.w[i] * x[i];
        }
        s
    }
}
#[differentiable]
fn assigned_as_a_whole(a: f64, b: f64) -> f64 {
    let mut p = P::new(a, b);
    p.reset(a * b);
    p.parts() + p.parts2()
}
#[differentiable]
fn left_early(a: f64, b: f64) -> f64 {
    let p = P::new(a, b);
    p.get_or(b) + p.power(3) + p.root() + p.choose(2.0 * a)
}
#[differentiable]
fn walked(a: f64, t: &[f64]) -> f64 {
    let p = P::new(a, a * a);
    p.all(t) + p.mapped(t)
}
#[differentiable]
fn nested(a: f64, b: f64, x: f64) -> f64 {
    let mut n = Net { layers: vec![P::new(a, b), P::new(b, a)], scale: a };
    n.step(0.1);
    n.forward(x) + n.by_index(x)
}
#[differentiable]
fn borrowing(w: &[f64], x: &[f64]) -> f64 {
    let v = View { w, b: 2.0 };
    v.dotted(x) * v.dotted(w)
}
#[differentiable]
fn of_parameters(p: &P, ps: &[P]) -> f64 {
    let mut s = 0.0;
    for q in ps {
        s += q.eval(p.x) * p.parts();
    }
    s
}

#[test]
fn bodies_of_methods_agree_with_differences() {
    check_gradients::<assigned_as_a_whole>((0.3, 0.7)).unwrap();
    check_gradients::<left_early>((0.6, 0.7)).unwrap();
    check_gradients::<walked>((0.6, &[0.2, 0.5][..])).unwrap();
    check_gradients::<nested>((0.6, 0.2, 0.5)).unwrap();
    check_gradients::<borrowing>((&[0.6, 0.1][..], &[0.2, 0.5][..])).unwrap();
    let (d, rest) = grad_of_parameters(&P::new(1.0, 2.0), &[P::new(3.0, 1.0)]);
    // d (3 x + 1) x y at (1, 2)
    assert_eq!((d.x, d.y, rest[0].x, rest[0].y), (14.0, 4.0, 2.0, 2.0));
}
