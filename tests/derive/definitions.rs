//! The form of tangents: names, visibilities, generics, fields without derivative.

use chainrule::{Differentiable, Inert, NoTangent, Real, Tangent};

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub(crate) y: f64,
    z: f32,
}

#[derive(Differentiable, Clone, Debug)]
struct Pair<A, B>(A, pub B, usize);

#[derive(Differentiable, Clone, Debug)]
struct Unit;

/// Something without derivative, and without `Clone`, `Debug` or `PartialEq`.
struct Settings {
    rate: f64,
}

#[derive(Differentiable)]
struct Model<'a, T: Real, U, const N: usize>
where
    U: 'a,
{
    weights: [T; N],
    data: &'a [f64],
    origin: Point,
    #[no_diff]
    settings: &'a Settings,
    #[no_diff]
    scale: f64,
    #[no_diff]
    tag: std::marker::PhantomData<U>,
}

/// The lifetime does not occur in the tangent.
#[derive(Differentiable)]
struct Borrowed<'a, T: Real> {
    x: &'a [T],
    y: (T, usize),
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Shape {
    Circle { center: Point, radius: f64 },
    Polygon(Vec<(f64, f64)>, #[no_diff] String),
    Empty,
}

#[derive(Differentiable, Clone)]
struct Tree {
    value: f64,
    branches: Vec<Tree>,
}

#[allow(dead_code)]
#[derive(Differentiable)]
enum Never {}

mod renamed {
    pub mod place {
        pub use ::chainrule as library;
    }

    #[derive(super::Differentiable)]
    #[chainrule(crate = crate::definitions::renamed::place::library)]
    pub struct Elsewhere {
        pub x: f64,
    }
}

macro_rules! defined {
    ($name:ident, $field:ident, $ty:ty) => {
        #[derive(Differentiable)]
        pub struct $name {
            pub $field: $ty,
            hidden: $ty,
        }
        impl $name {
            pub fn new($field: $ty) -> Self {
                Self { $field, hidden: $field }
            }
        }
    };
}
defined!(FromMacro, value, f64);

fn point() -> Point {
    Point { x: 1.0, y: 2.0, z: 3.0 }
}

#[test]
fn a_tangent_has_the_fields_of_its_primal() {
    let zero = PointTangent { x: 0.0, y: 0.0, z: 0.0_f32 };
    assert_eq!(point().zero_tangent(), zero);
    assert_eq!(format!("{zero:?}"), "PointTangent { x: 0.0, y: 0.0, z: 0.0 }");
    let PairTangent(a, b, n) = Pair(1.0, [2.0_f32, 3.0], 4).zero_tangent();
    assert_eq!((a, b, n), (0.0, [0.0_f32, 0.0], NoTangent));
    assert_eq!(
        format!("{:?}", Pair(1.0, 2.0, 3).zero_tangent()),
        "PairTangent(0.0, 0.0, NoTangent)"
    );
    assert_eq!(Unit.zero_tangent(), UnitTangent);
    assert_eq!(renamed::Elsewhere { x: 1.0 }.zero_tangent().x, 0.0);
    let made = FromMacro::new(1.0);
    assert_eq!(made.hidden + made.value, 2.0);
    assert_eq!(made.zero_tangent(), FromMacroTangent { value: 0.0, hidden: 0.0 });
}

#[test]
fn fields_without_derivative_take_no_room() {
    let settings = Settings { rate: 0.5 };
    let model = Model::<f32, String, 2> {
        weights: [1.0, 2.0],
        data: &[1.0; 3],
        origin: point(),
        settings: &settings,
        scale: 4.0,
        tag: std::marker::PhantomData,
    };
    let zero = model.zero_tangent();
    assert_eq!((zero.weights, zero.data.as_slice()), ([0.0_f32; 2], &[0.0; 3][..]));
    assert_eq!(zero.scale, Inert::of(&model.scale));
    assert_eq!((size_of_val(&zero.settings), size_of_val(&zero.tag)), (0, 0));
    assert_eq!(model.settings.rate * model.scale, 2.0);
    assert_eq!(format!("{:?}", zero.settings), "Inert");
}

#[test]
fn a_tangent_keeps_the_parameters_that_occur_in_it() {
    let x = [1.0_f32, 2.0];
    let zero: BorrowedTangent<f32> = Borrowed { x: &x, y: (1.0, 2) }.zero_tangent();
    assert_eq!((zero.x, zero.y), (vec![0.0; 2], (0.0, NoTangent)));
    let zero: PairTangent<f64, f32> = Pair(1.0, 2.0, 3).zero_tangent();
    assert_eq!(zero.1, 0.0_f32);
}

#[test]
fn a_tangent_has_the_variant_of_its_primal() {
    let circle = Shape::Circle { center: point(), radius: 2.0 };
    assert_eq!(
        circle.zero_tangent(),
        ShapeTangent::Circle { center: point().zero_tangent(), radius: 0.0 }
    );
    let polygon = Shape::Polygon(vec![(1.0, 2.0)], "p".to_owned());
    assert_eq!(polygon.zero_tangent(), ShapeTangent::Polygon(vec![(0.0, 0.0)], Inert::new()));
    assert_ne!(polygon.zero_tangent(), Shape::Empty.zero_tangent());
    assert_eq!(format!("{:?}", Shape::Empty.zero_tangent()), "Empty");
    let text = format!("{:?}", polygon.zero_tangent());
    assert_eq!(text, "Polygon([(0.0, 0.0)], Inert)");
}

#[test]
fn a_type_may_contain_lists_of_itself() {
    let leaf = |value| Tree { value, branches: Vec::new() };
    let tree = Tree { value: 1.0, branches: vec![leaf(2.0), leaf(3.0)] };
    let mut tangent = tree.zero_tangent();
    tangent.branches[1].value = 4.0;
    assert_eq!(tangent.inner(&tangent), 16.0);
    assert_eq!(tree.value + tree.branches[1].value, 4.0);
}
