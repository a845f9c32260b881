//! Numbers behind a `Box`: read, written, made and replaced, against central differences.

// boxes are the subject, also where there need not be one
#![allow(
    clippy::borrowed_box,
    clippy::boxed_local,
    clippy::explicit_auto_deref,
    clippy::redundant_allocation,
    clippy::replace_box
)]

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Held {
    v: Box<f64>,
    all: Box<[f64]>,
    pair: Box<(f64, f64)>,
    inner: Box<Inner>,
}

#[derive(Clone, Debug, Differentiable)]
struct Inner {
    a: f64,
    b: Vec<f64>,
}

#[differentiable(second_order)]
impl Held {
    fn total(&self) -> f64 {
        let inner = &*self.inner;
        *self.v * self.all[1] + self.pair.0 * (*self.pair).1 + self.inner.a * inner.b[0]
    }

    fn scale(&mut self, by: f64) {
        *self.v *= by;
        self.all[0] += by * *self.v;
        self.pair.1 *= by;
        self.inner.b[1] = by * by;
        *self.inner = Inner { a: self.inner.a * by, b: self.inner.b.clone() };
        for a in self.all.iter_mut() {
            *a *= by;
        }
    }
}

#[differentiable(second_order)]
fn boxed_fields(held: &Held, x: f64) -> f64 {
    let mut held = held.clone();
    let before = held.total() * *held.v;
    held.scale(x);
    let v = *held.v;
    let w = &held.all;
    before
        + held.total() * v
        + w.iter().map(|a| a * a).sum::<f64>()
        + held.inner.b.len() as f64 * held.inner.b[1]
}

#[differentiable(second_order)]
fn boxed_parameters(a: &Box<f64>, b: Box<[f64]>, c: Box<f64>, x: f64) -> f64 {
    let mut c = c;
    *c += **a * x;
    *c * b[0] * b[1] + **a * b.iter().sum::<f64>()
}

fn held() -> Held {
    Held {
        v: Box::new(0.7),
        all: vec![0.3, 0.9].into(),
        pair: Box::new((1.1, -0.4)),
        inner: Box::new(Inner { a: 0.6, b: vec![1.3, 0.2] }),
    }
}

/// Against central differences, and the Hessian-vector product against those of the gradient.
#[test]
fn numbers_behind_boxes() {
    check_gradients::<boxed_fields>((&held(), 0.8)).expect("both modes");
    let all: Box<[f64]> = vec![0.3, 0.9].into();
    check_gradients::<boxed_parameters>((&Box::new(0.7), all.clone(), Box::new(1.2), 0.8))
        .expect("both modes");
    let zero = held().zero_tangent();
    let (_, (_, second)) = hvp_boxed_fields(&held(), 0.8, &zero, 1.0);
    let step = 1e-5;
    let slope = |x: f64| grad_boxed_fields(&held(), x).1;
    let difference = (slope(0.8 + step) - slope(0.8 - step)) / (2.0 * step);
    assert!((second - difference).abs() < 1e-7 * (1.0 + difference.abs()), "{second} {difference}");
}

#[derive(Clone, Debug, Differentiable)]
enum Tree {
    Leaf(f64),
    Node(Box<Tree>, f64, Box<Tree>),
    Scaled { by: Box<f64>, tree: Box<Tree> },
}

#[differentiable(second_order)]
impl Tree {
    fn depth_sum(&self, x: f64) -> f64 {
        match self {
            Tree::Leaf(v) => v * x,
            Tree::Node(left, v, right) => (**left).depth_sum(x * x) * v + right.depth_sum(x + 1.0),
            Tree::Scaled { by, tree } => **by * tree.depth_sum(x) + by.sin(),
        }
    }

    fn grow(&mut self, by: f64) {
        match self {
            Tree::Leaf(v) => *v += by,
            Tree::Node(left, v, right) => {
                left.grow(by);
                *v *= by;
                right.grow(*v);
            }
            Tree::Scaled { by: own, tree } => {
                **own *= by;
                tree.grow(**own);
            }
        }
    }
}

#[differentiable(second_order)]
fn grown(tree: &Tree, x: f64) -> f64 {
    let mut tree = tree.clone();
    let before = tree.depth_sum(x);
    tree.grow(x);
    before * tree.depth_sum(x)
}

#[test]
fn trees_that_grow() {
    let tree = || {
        let right = Tree::Scaled { by: Box::new(0.4), tree: Box::new(Tree::Leaf(0.3)) };
        Tree::Node(Box::new(Tree::Leaf(1.2)), 0.7, Box::new(right))
    };
    check_gradients::<grown>((&tree(), 0.8)).expect("both modes");
    let zero = tree().zero_tangent();
    let (_, (_, second)) = hvp_grown(&tree(), 0.8, &zero, 1.0);
    let step = 1e-5;
    let slope = |x: f64| grad_grown(&tree(), x).1;
    let difference = (slope(0.8 + step) - slope(0.8 - step)) / (2.0 * step);
    assert!((second - difference).abs() < 1e-7 * (1.0 + difference.abs()), "{second} {difference}");
}

#[derive(Clone, Debug, Differentiable)]
struct Node {
    value: f64,
    next: Option<Box<Node>>,
}

#[differentiable(second_order)]
impl Node {
    fn last(&self, x: f64) -> f64 {
        match self.next.as_deref() {
            Some(next) => next.last(x * self.value),
            None => self.value * x,
        }
    }

    fn bump(&mut self, x: f64) {
        self.value *= x;
        if let Some(next) = self.next.as_deref_mut() {
            next.bump(x * x);
            next.value += self.value;
        }
    }

    fn product(&self) -> f64 {
        self.value * self.next.as_ref().map(|next| next.product()).unwrap_or(1.0)
    }

    fn push(&mut self, x: f64) {
        match &mut self.next {
            Some(next) => next.push(x),
            None => self.next = Some(Box::new(Node { value: x, next: None })),
        }
    }
}

#[differentiable(second_order)]
fn lists(list: &Node, x: f64) -> f64 {
    let mut list = list.clone();
    list.bump(x);
    list.push(x);
    list.last(x) * list.product()
}

#[test]
fn lists_that_are_changed() {
    let second = Node { value: 0.7, next: Some(Box::new(Node { value: 1.1, next: None })) };
    let list = Node { value: 0.5, next: Some(Box::new(second)) };
    check_gradients::<lists>((&list, 0.9)).expect("both modes");
}

#[derive(Clone, Debug, Differentiable)]
enum Chain {
    End,
    Link(f64, Box<Chain>),
}

#[differentiable(second_order)]
fn total(chain: &Chain) -> f64 {
    match chain {
        Chain::End => 1.0,
        Chain::Link(v, rest) => v * v + total(rest) * v,
    }
}

/// The parts of what is matched by value.
#[differentiable(second_order)]
fn scaled(chain: Chain, x: f64) -> Chain {
    match chain {
        Chain::End => Chain::End,
        Chain::Link(v, rest) => Chain::Link(v * x, Box::new(scaled(*rest, x * x))),
    }
}

#[differentiable(second_order)]
fn made_in_a_loop(x: &[f64]) -> f64 {
    let mut chain = Chain::End;
    for v in x {
        chain = Chain::Link(*v, Box::new(chain));
    }
    total(&scaled(chain, x[0]))
}

#[differentiable(second_order)]
fn boxed_square(x: f64) -> Box<f64> {
    Box::new(x * x)
}

#[differentiable(second_order)]
fn boxed_slice(x: &[f64]) -> Box<[f64]> {
    vec![x[0] * x[1], x[1]].into_boxed_slice()
}

#[differentiable(second_order)]
fn results_in_boxes(x: &[f64]) -> f64 {
    let (a, b) = (boxed_square(x[0]), boxed_slice(x));
    let c = Box::new(x[1].sin());
    *a * b[0] + *boxed_square(x[1]) * b[1] + *c * c.powi(2)
}

#[differentiable(second_order)]
fn square(x: &f64) -> f64 {
    x * x
}

#[differentiable(second_order)]
fn first_by_second(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[differentiable(second_order)]
fn inner_product(inner: &Inner) -> f64 {
    inner.a * inner.b[0]
}

#[differentiable(second_order)]
fn change(inner: &mut Inner, x: f64) {
    inner.a *= x;
    inner.b[0] *= inner.a;
}

/// References to boxes where references to what they hold are wanted.
#[differentiable(second_order)]
fn coerced(held: &Held, x: f64) -> f64 {
    let mut held = held.clone();
    let v: &f64 = &held.v;
    let before = square(&held.v) * first_by_second(&held.all) * v + square(&*held.v);
    change(&mut held.inner, x);
    change(&mut *held.inner, x);
    change(held.inner.as_mut(), x);
    before * inner_product(&held.inner)
        + inner_product(held.inner.as_ref()) * first_by_second(&held.all[..])
}

#[derive(Clone, Debug, Differentiable)]
struct Deep<T> {
    v: Box<Box<T>>,
    m: Box<[[T; 2]; 2]>,
}

#[differentiable(second_order)]
fn deep(deep: &Deep<f64>, list: &[Box<f64>], x: f64) -> f64 {
    let c = &deep.v;
    let mut sum = **deep.v * x + ***c;
    for b in list {
        sum += **b * deep.m[0][1];
    }
    let [_, row] = *deep.m;
    sum * *list[1] + row[0] * list.iter().map(|b| b.cos()).sum::<f64>()
}

#[test]
fn made_and_given() {
    check_gradients::<made_in_a_loop>((&[0.4, 0.7, 0.2][..],)).expect("both modes");
    check_gradients::<results_in_boxes>((&[0.4, 0.5][..],)).expect("both modes");
    check_gradients::<coerced>((&held(), 0.8)).expect("both modes");
    let value = Deep { v: Box::new(Box::new(0.3)), m: Box::new([[0.2, 0.7], [0.9, 0.1]]) };
    let list = [Box::new(0.6), Box::new(1.4)];
    check_gradients::<deep>((&value, &list[..], 0.9)).expect("both modes");
}

/// A part of a value without a name: `&mut` of it is no mistake.
#[differentiable]
fn parts_of_temporaries(held: &Held, x: f64) -> f64 {
    let b = &mut held.clone().inner.b;
    b.push(x);
    b[0] *= x;
    let all = &mut *held.all.clone();
    all[0] *= x;
    b[0] * b[2] * all[0]
}

#[test]
fn parts_of_values_without_a_name() {
    check_gradients::<parts_of_temporaries>((&held(), 0.8)).expect("both modes");
}

#[differentiable(second_order)]
fn perhaps_boxed(x: f64, there: bool) -> f64 {
    let made: Box<f64> = Box::new(x.sin());
    let held = if there { Some(made.clone()) } else { None };
    let factor = match held {
        Some(v) => *v * 2.0,
        None => 3.0,
    };
    factor * *made
}

/// An option of a box in one arm and `None` in the other is an option of a box.
#[test]
fn options_of_boxes_from_branches() {
    let x = 0.9_f64;
    for there in [true, false] {
        check_gradients::<perhaps_boxed>((x, there)).expect("both modes");
    }
    // 2 sin(x)^2
    let wanted = 4.0 * x.sin() * x.cos();
    assert!((grad_perhaps_boxed(x, true) - wanted).abs() <= 4.0 * f64::EPSILON);
}
