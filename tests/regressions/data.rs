//! What has no derivative beside what has one: fields, parameters and values of other types, in
//! generated code that rustc once refused.

use chainrule::{check_gradients, differentiable, no_diff};

use crate::assert_close;

#[derive(chainrule::Differentiable, Clone)]
struct Counted {
    a: f64,
    #[no_diff]
    n: i32,
    k: usize,
}

#[differentiable(second_order)]
fn fields_without_derivative(x: f64) -> f64 {
    let mut s = Counted { a: x, n: 2, k: 1 };
    s.n += s.n;
    s.k += s.k;
    s.n -= s.k as i32;
    let mut t = (x, 1);
    t.1 = s.n;
    let both = [s.n, 1];
    s.a * f64::from(s.n * t.1 + both[0]) * t.0
}

#[test]
fn integers_without_derivative_are_added_to_one_another() {
    // n = 2, k = 2: 6 x^2
    assert_close(grad_fields_without_derivative(1.5), 18.0);
    assert_close(jvp_fields_without_derivative(1.5, 2.0).1, 36.0);
    assert_close(hvp_fields_without_derivative(1.5, 1.0).1, 12.0);
}

#[differentiable]
fn greatest_of_unknown_integers(x: f64) -> f64 {
    let s = Counted { a: x, n: 5, k: 3 };
    let mut k = s.k;
    k += s.k;
    k = k.max(s.k).min(5);
    s.a * s.a * k as f64
}

#[test]
fn methods_of_integers_that_floats_have_too() {
    assert_close(grad_greatest_of_unknown_integers(1.5), 15.0);
}

#[derive(chainrule::Differentiable, Clone, Copy)]
struct Point {
    x: f64,
}

#[differentiable(second_order)]
fn array_of_one_struct(x: f64) -> f64 {
    let mut rows = [[Point { x }; 2]; 3];
    rows[1][0].x *= x;
    rows[1][0].x * rows[2][1].x
}

#[test]
fn tangents_in_arrays_need_not_be_copy() {
    // x^3
    assert_close(grad_array_of_one_struct(2.0), 12.0);
    assert_close(jvp_array_of_one_struct(2.0, 0.5).1, 6.0);
    assert_close(hvp_array_of_one_struct(2.0, 1.0).1, 12.0);
}

/// Without `Differentiable`, and nothing in it is recorded.
struct Settings {
    scale: f64,
    inner: Vec<Inner>,
}

struct Inner {
    power: i32,
}

impl Settings {
    fn new() -> Self {
        Self { scale: 0.5, inner: vec![Inner { power: 2 }, Inner { power: 3 }] }
    }
}

#[differentiable(second_order)]
fn of_inner(x: f64, #[no_diff] inner: &Inner, #[no_diff] unit: Option<&str>) -> f64 {
    if unit.is_some() { x.powi(inner.power) } else { x }
}

#[differentiable(second_order)]
fn of_settings(x: f64, #[no_diff] settings: &Settings) -> f64 {
    let mut sum = 0.0;
    for inner in &settings.inner {
        sum += of_inner(x, inner, Some("m"));
    }
    sum * settings.scale + of_inner(x, &settings.inner[1], None)
}

#[differentiable(second_order)]
fn handed_on(x: f64) -> f64 {
    let settings = no_diff!(Settings::new());
    of_settings(x, &settings) * of_settings(1.0, &settings)
}

#[test]
fn parameters_without_derivative_are_handed_on() {
    // (x^2 + x^3) / 2 + x, times 2
    assert_close(grad_handed_on(2.0), 18.0);
    assert_close(jvp_handed_on(2.0, 0.5).1, 9.0);
    assert_close(hvp_handed_on(2.0, 1.0).1, 14.0);
    check_gradients::<handed_on>((0.7,)).expect("modes agree");
}

#[differentiable(second_order)]
fn noted(a: &mut [f64], pivots: &mut [usize]) {
    pivots[0] = 1;
    a[0] *= a[pivots[0]];
}

#[differentiable(second_order)]
fn noted_twice(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut pivots = vec![0usize; 2];
    noted(&mut a, &mut pivots);
    noted(&mut a, &mut pivots);
    a[0]
}

/// Both sweeps of the tangent took the zero tangent of a vector of integers, which is not copied.
#[test]
fn a_vector_of_positions_is_changed_by_a_callee() {
    // x y^2
    assert_eq!(grad_noted_twice(&[3.0, 0.5]), [0.25, 3.0]);
    assert_eq!(hvp_noted_twice(&[3.0, 0.5], &[1.0, 2.0]).1, [2.0, 13.0]);
}

/// A copy of text was the text itself, of another type.
#[test]
fn copies_of_text_are_owned() {
    #[derive(chainrule::Differentiable, Clone)]
    struct Named {
        a: f64,
        #[no_diff]
        names: Vec<String>,
    }
    #[differentiable]
    fn f(x: f64) -> f64 {
        let s = Named { a: x * x, names: vec!["a".to_owned(), "bc".to_owned()] };
        s.a * s.names[1].len() as f64
    }
    check_gradients::<f>((1.5,)).expect("both modes");
}
