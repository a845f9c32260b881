//! Tangents as vectors: the operations of `Tangent`, operators, optimizers, records.

use chainrule::optim::{GradientDescent, OptimError};
use chainrule::{Coordinates, Differentiable, Perturb, Save, Tangent, Tape, accumulate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Line {
    slope: f64,
    offsets: Vec<f32>,
    #[no_diff]
    name: String,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Nested {
    lines: [Line; 2],
    count: usize,
    weight: (f64, f64),
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Shape {
    Circle { radius: f64 },
    Box(f64, f64, #[no_diff] Options),
    Empty,
}

/// A field type that the tape does not know.
#[derive(Clone, Debug, PartialEq)]
struct Options {
    text: &'static str,
}

fn tangent(slope: f64, offsets: &[f32]) -> LineTangent {
    LineTangent { slope, offsets: offsets.to_vec(), name: chainrule::Inert::new() }
}

fn line() -> Line {
    Line { slope: 1.0, offsets: vec![2.0, 3.0], name: "line".to_owned() }
}

fn nested() -> Nested {
    Nested { lines: [line(), line()], count: 3, weight: (4.0, 5.0) }
}

#[test]
fn operations_go_field_by_field() {
    let mut a = tangent(1.0, &[2.0, 3.0]);
    a.accumulate(&tangent(10.0, &[20.0, 30.0]));
    assert_eq!(a, tangent(11.0, &[22.0, 33.0]));
    accumulate(&mut a, &tangent(-1.0, &[-2.0, -3.0]));
    assert_eq!(a, tangent(10.0, &[20.0, 30.0]));
    a.add_scaled(0.5, &tangent(2.0, &[4.0, 6.0]));
    assert_eq!(a, tangent(11.0, &[22.0, 33.0]));
    assert_eq!(a.inner(&tangent(1.0, &[1.0, 2.0])), 99.0);
    let mut seen = Vec::new();
    a.for_each(&mut |x| seen.push(x));
    assert_eq!(seen, [11.0, 22.0, 33.0]);
    a.for_each_mut(&mut |x| *x = -*x);
    assert_eq!(a, tangent(-11.0, &[-22.0, -33.0]));
    a.fill_zero();
    assert_eq!(a, line().zero_tangent());
}

#[test]
fn operators_are_those_of_the_vector_space() {
    let (a, b) = (tangent(1.0, &[2.0]), tangent(10.0, &[20.0]));
    assert_eq!(a.clone() + b.clone(), tangent(11.0, &[22.0]));
    assert_eq!(b.clone() - a.clone(), tangent(9.0, &[18.0]));
    assert_eq!(-a.clone() * 2.0, tangent(-2.0, &[-4.0]));
    let mut c = a.clone();
    c += b.clone();
    c -= a;
    assert_eq!(c, b);
}

#[test]
fn different_variants_are_told_apart() {
    let mut circle = Shape::Circle { radius: 1.0 }.zero_tangent();
    circle.accumulate(&ShapeTangent::Circle { radius: 2.0 });
    assert_eq!(circle, ShapeTangent::Circle { radius: 2.0 });
    let mismatch = std::panic::catch_unwind(move || circle.accumulate(&ShapeTangent::Empty));
    let message = *mismatch.expect_err("the variants differ").downcast::<String>().expect("a text");
    assert!(
        message.starts_with("tangents of different variants: `Circle` and `Empty`"),
        "{message}"
    );
    assert!(ShapeTangent::Empty == Shape::Empty.zero_tangent());
}

#[test]
fn optimizers_move_structs() -> Result<(), OptimError> {
    let mut parameters = nested();
    let mut gradient = parameters.zero_tangent();
    gradient.lines[1] = tangent(1.0, &[2.0, 4.0]);
    gradient.weight.0 = 8.0;
    GradientDescent::new(0.5).step(&mut parameters, &gradient)?;
    let moved = Line { slope: 0.5, offsets: vec![1.0, 1.0], name: "line".to_owned() };
    assert_eq!(parameters, Nested { lines: [line(), moved], count: 3, weight: (0.0, 5.0) });
    gradient.lines[0].offsets.push(1.0);
    let error = GradientDescent::new(0.5).step(&mut parameters, &gradient).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the gradient does not fit: parameters.lines[0].offsets has length 2, \
         gradient.lines[0].offsets has length 3"
    );
    Ok(())
}

#[test]
fn values_move_along_tangents() {
    let moved = line().perturbed(&tangent(1.0, &[2.0, 4.0]), 0.5);
    assert_eq!(moved, Line { slope: 1.5, offsets: vec![3.0, 5.0], name: "line".to_owned() });
    let shape = Shape::Box(1.0, 2.0, Options { text: "o" });
    let mut along = shape.zero_tangent();
    along.for_each_mut(&mut |x| *x = 1.0);
    assert_eq!(shape.perturbed(&along, 2.0), Shape::Box(3.0, 4.0, Options { text: "o" }));
    let mut coordinates = Vec::new();
    nested().for_each_coordinate(&mut |x| coordinates.push(x));
    assert_eq!(coordinates, [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
}

fn comes_back<T: Save + Clone + PartialEq + std::fmt::Debug>(value: T) {
    let mut tape = Tape::new();
    (1.5, value.clone(), 7_usize).save(&mut tape);
    (value.clone(), value.clone()).save(&mut tape);
    assert_eq!(<(T, T)>::load(&mut tape), (value.clone(), value.clone()));
    assert_eq!(<(f64, T, usize)>::load(&mut tape), (1.5, value, 7));
    assert!(tape.is_empty());
}

#[test]
fn values_and_tangents_are_recorded() {
    comes_back(nested());
    comes_back(nested().zero_tangent());
    for shape in
        [Shape::Circle { radius: 1.0 }, Shape::Box(2.0, 3.0, Options { text: "o" }), Shape::Empty]
    {
        comes_back(shape.zero_tangent());
        comes_back(shape);
    }
}
