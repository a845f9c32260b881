//! Numbers in fields marked `#[no_diff]`: data wherever they are read, by hand-derived gradients.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
    #[no_diff]
    scale: f64,
}

#[derive(Differentiable, Clone)]
struct Table<const N: usize> {
    weights: [f64; N],
    #[no_diff]
    knots: Vec<f64>,
    #[no_diff]
    order: Vec<usize>,
}

#[derive(Differentiable, Clone)]
struct Model {
    table: Table<2>,
    #[no_diff]
    unit: f32,
}

#[differentiable(second_order)]
fn energy(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * spring.scale * x * x + spring.scale.sin() * spring.stiffness
}

#[differentiable(second_order)]
fn scaled(x: f64) -> f64 {
    let spring = Spring { stiffness: x * x, scale: 2.5 };
    let scale = spring.scale * 2.0;
    let spring = Spring { scale, ..spring };
    spring.stiffness * spring.scale
}

#[differentiable(second_order)]
fn repeated(spring: &Spring, x: f64) -> f64 {
    let mut spring = spring.clone();
    for _ in 0..3 {
        if spring.scale > 1.0 {
            spring.stiffness *= spring.scale * x;
        }
    }
    spring.stiffness
}

#[differentiable(second_order)]
fn spline<const N: usize>(table: &Table<N>, x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        let d = x - table.knots[i];
        sum += table.weights[table.order[i]] * d * d;
    }
    sum
}

#[differentiable]
impl Model {
    fn value(&self, x: f64) -> f64 {
        self.table.weights[0] * self.table.knots[1] * x * self.unit as f64
    }
}

fn spring() -> Spring {
    Spring { stiffness: 1.5, scale: 2.0 }
}

fn table() -> Table<2> {
    Table { weights: [0.5, 3.0], knots: vec![0.25, 1.0], order: vec![1, 0] }
}

#[test]
fn marked_numbers_are_constants() {
    let (d_spring, d_x) = grad_energy(&spring(), 0.75);
    assert_eq!(d_spring.stiffness, 2.0 * 0.75 * 0.75 + 2.0_f64.sin());
    assert_eq!(d_x, 2.0 * 1.5 * 2.0 * 0.75);
    // 5 x^2
    assert_eq!((grad_scaled(0.75), hessian_scaled(0.75)), (7.5, [[10.0]]));
    let (d_spring, d_x) = grad_repeated(&spring(), 0.5);
    // k (2 x)^3
    assert_eq!((d_spring.stiffness, d_x), (1.0, 1.5 * 24.0 * 0.25));
    let (d_table, d_x) = grad_spline(&table(), 2.0);
    assert_eq!(d_table.weights, [1.0, 1.75 * 1.75]);
    assert_eq!(d_x, 2.0 * (3.0 * 1.75 + 0.5));
    let model = Model { table: table(), unit: 2.0 };
    let (d_model, d_x) = model.grad_value(3.0);
    assert_eq!((d_model.table.weights, d_x), ([6.0, 0.0], 1.0));
}

#[test]
fn differences_agree() {
    check_gradients::<energy>((&spring(), 0.75)).expect("differences");
    check_gradients::<scaled>((0.75,)).expect("differences");
    check_gradients::<repeated>((&spring(), 0.5)).expect("differences");
    check_gradients::<spline>((&table(), 2.0)).expect("differences");
}

#[test]
fn second_derivatives_follow() {
    // the derivative of the gradient along (1, 0) and (0, 1)
    let direction = |k: f64| {
        let mut direction = spring().zero_tangent();
        direction.stiffness = k;
        direction
    };
    let (_, (along, d_x)) = hvp_energy(&spring(), 0.75, &direction(1.0), 0.0);
    assert_eq!((along.stiffness, d_x), (0.0, 2.0 * 2.0 * 0.75));
    let (_, (along, d_x)) = hvp_energy(&spring(), 0.75, &direction(0.0), 1.0);
    assert_eq!((along.stiffness, d_x), (2.0 * 2.0 * 0.75, 2.0 * 1.5 * 2.0));
}
