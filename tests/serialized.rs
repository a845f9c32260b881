//! Tangents as serde writes and reads them.

use chainrule::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    weights: Vec<f64>,
    bias: [f64; 2],
    #[no_diff]
    name: String,
}

#[derive(Clone, Debug, Differentiable)]
enum Shape {
    Circle { radius: f64 },
    Box(f64, f64),
    Empty,
}

#[derive(Clone, Debug, Differentiable)]
struct Pair<T> {
    first: T,
    rest: Option<T>,
}

// serde writes no array that is longer than 32, which is no error until it is asked to
#[derive(Clone, Debug, Differentiable)]
struct Long {
    all: [f64; 40],
}

#[derive(Clone, Debug, Differentiable)]
struct Tree {
    value: f64,
    children: Vec<Tree>,
}

#[differentiable]
fn output(layer: &Layer, x: f64) -> f64 {
    layer.weights.iter().map(|w| (w * x).tanh()).sum::<f64>() * layer.bias[0] + layer.bias[1]
}

#[differentiable]
fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Circle { radius } => 3.0 * radius * radius,
        Shape::Box(width, height) => width * height,
        Shape::Empty => 0.0,
    }
}

#[differentiable]
fn total(tree: &Tree) -> f64 {
    let mut sum = tree.value * tree.value;
    for child in &tree.children {
        sum += child.value;
    }
    sum
}

#[differentiable]
fn product(pair: &Pair<f64>) -> f64 {
    pair.first * pair.rest.unwrap_or(1.0)
}

#[differentiable]
fn energy(long: &Long) -> f64 {
    long.all.iter().map(|x| 0.5 * x * x).sum()
}

#[test]
fn a_gradient_is_written_with_the_names_of_its_fields_and_read_back() {
    let layer = Layer { weights: vec![0.5, -0.25], bias: [2.0, 1.0], name: "first".into() };
    assert_eq!(layer.name, "first");
    let (gradient, _) = grad_output(&layer, 0.0);
    let text = serde_json::to_string(&gradient).unwrap();
    assert_eq!(text, r#"{"weights":[0.0,0.0],"bias":[0.0,1.0],"name":null}"#);
    let back: LayerTangent = serde_json::from_str(&text).unwrap();
    assert_eq!(back, gradient);
}

#[test]
fn an_enum_is_written_with_its_variant() {
    let gradient = grad_area(&Shape::Box(2.0, 3.0));
    let text = serde_json::to_string(&gradient).unwrap();
    assert_eq!(text, r#"{"Box":[3.0,2.0]}"#);
    assert_eq!(serde_json::from_str::<ShapeTangent>(&text).unwrap(), gradient);
    let circle = grad_area(&Shape::Circle { radius: 0.5 });
    assert_eq!(serde_json::to_string(&circle).unwrap(), r#"{"Circle":{"radius":3.0}}"#);
    assert_eq!(serde_json::to_string(&grad_area(&Shape::Empty)).unwrap(), r#""Empty""#);
}

#[test]
fn type_parameters_and_types_within_themselves_are_written() {
    let gradient = grad_product(&Pair { first: 2.0, rest: Some(3.0) });
    let text = serde_json::to_string(&gradient).unwrap();
    assert_eq!(text, r#"{"first":3.0,"rest":2.0}"#);
    assert_eq!(serde_json::from_str::<PairTangent<f64>>(&text).unwrap(), gradient);
    let leaf = |value| Tree { value, children: Vec::new() };
    let gradient = grad_total(&Tree { value: 1.5, children: vec![leaf(1.0), leaf(2.0)] });
    let text = serde_json::to_string(&gradient).unwrap();
    assert_eq!(serde_json::from_str::<TreeTangent>(&text).unwrap(), gradient);
}

#[test]
fn what_serde_cannot_write_still_has_a_gradient() {
    assert_eq!(grad_energy(&Long { all: [2.0; 40] }).all, [2.0; 40]);
}
