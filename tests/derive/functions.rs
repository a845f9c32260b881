//! Annotated functions that take derived types, checked against differences.

use chainrule::{Differentiable, Real, check_gradients, differentiable, no_diff};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Spring {
    stiffness: f64,
    rest: f64,
    #[no_diff]
    scale: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Layer<T: Real> {
    weights: Vec<T>,
    bias: T,
}

#[derive(Differentiable)]
struct Data<'a> {
    x: &'a [f64],
}

#[derive(Differentiable, Clone)]
enum Kind {
    Linear,
}

#[differentiable]
fn energy(spring: &Spring, x: f64) -> f64 {
    let stretch = x - spring.rest;
    0.5 * spring.stiffness * stretch * stretch * no_diff!(spring.scale)
}

#[differentiable]
fn layer<T: Real>(layer: Layer<T>, x: &[T]) -> T {
    let mut sum = layer.bias;
    for i in 0..x.len() {
        sum += layer.weights[i] * x[i];
    }
    sum.tanh()
}

#[differentiable]
fn total(springs: &[Spring], x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..springs.len() {
        sum += energy(&springs[i], x);
    }
    sum
}

#[differentiable]
fn squares<'a>(data: &Data<'a>) -> f64 {
    let mut sum = 0.0;
    for i in 0..data.x.len() {
        sum += data.x[i] * data.x[i];
    }
    sum
}

#[differentiable]
fn scaled(x: f64, #[no_diff] kind: &Kind) -> f64 {
    x * no_diff!(match kind {
        Kind::Linear => 2.0,
    })
}

fn spring(stiffness: f64, rest: f64) -> Spring {
    Spring { stiffness, rest, scale: 2.0 }
}

#[test]
fn gradients_are_tangents() {
    let d_spring = SpringTangent { stiffness: 1.0, rest: -6.0, scale: chainrule::Inert::new() };
    assert_eq!(grad_energy(&spring(3.0, 0.5), 1.5), (d_spring, 6.0));
    assert_eq!(grad_squares(&Data { x: &[1.0, 2.0] }).x, [2.0, 4.0]);
    assert_eq!(grad_scaled(1.0, &Kind::Linear), 2.0);
}

#[test]
fn functions_of_structs_agree_with_differences() {
    check_gradients::<energy>((&spring(3.0, 0.5), 1.5)).expect("energy");
    check_gradients::<total>((&[spring(3.0, 0.5), spring(1.0, 0.25)][..], 1.5)).expect("total");
    let weights = Layer { weights: vec![0.5, -0.25], bias: 0.125 };
    check_gradients::<layer>((weights, &[0.5, 1.0][..])).expect("layer");
}
