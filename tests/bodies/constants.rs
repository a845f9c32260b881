//! Annotated functions that have no derivative: for their callers they are constants.

use chainrule::{check_gradients, differentiable};

#[differentiable(second_order)]
fn factorial(n: u64) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

#[differentiable(second_order)]
#[allow(clippy::needless_range_loop)]
fn weights(n: usize) -> Vec<f64> {
    let mut w = vec![0.0; n];
    for i in 0..n {
        w[i] = 1.0 / (i as f64 + 1.0);
    }
    w
}

#[differentiable(second_order)]
fn bracket(knots: &[f64], x: f64) -> usize {
    let mut i = 0;
    while i + 2 < knots.len() && knots[i + 1] < x {
        i += 1;
    }
    i
}

#[differentiable(second_order)]
fn inside<T: num_traits::Float>(lo: T, x: T, hi: T) -> bool {
    lo <= x && x < hi
}

/// The position on a polyline: `y0 + (y1 - y0) (x - x0) / (x1 - x0)`.
#[differentiable(second_order)]
fn polyline(knots: &[f64], values: &[f64], x: f64) -> f64 {
    let i = bracket(knots, x);
    let t = (x - knots[i]) / (knots[i + 1] - knots[i]);
    let w = weights(values.len());
    let end = if inside(knots[0], x, knots[2]) { w[1] } else { w[2] };
    end * (values[i] + t * (values[i + 1] - values[i]))
}

#[differentiable(second_order)]
fn series(x: f64, n: u64) -> f64 {
    let mut sum = 0.0;
    for k in 0..n {
        sum += x.powi(k as i32) / factorial(k);
    }
    sum
}

#[test]
fn what_depends_on_no_float_is_a_constant() {
    // 1 + x + x^2/2 + x^3/6
    let x = 0.7;
    let slope = 1.0 + x + x * x / 2.0;
    assert!((grad_series(x, 4) - slope).abs() < 1e-15);
    assert!((jvp_series(x, 4, 1.0).1 - slope).abs() < 1e-15);
    let (_, curvature) = hvp_series(x, 4, 1.0);
    assert!((curvature - (1.0 + x)).abs() < 1e-15);
}

#[test]
fn an_index_that_depends_on_floats_has_no_derivative() {
    let (knots, values, x) = ([0.0, 1.0, 3.0, 4.0], [1.0, 2.0, 6.0, 5.0], 2.0);
    let (d_knots, d_values, d_x) = grad_polyline(&knots, &values, x);
    // w = 1/2, t = (x - 1) / 2 = 1/2: d x = w (6 - 2) / 2
    assert_eq!(d_x, 1.0);
    assert_eq!(d_values, [0.0, 0.25, 0.25, 0.0]);
    // d t / d x0 = (t - 1) / h, d t / d x1 = -t / h
    assert_eq!(d_knots, [0.0, -0.5, -0.5, 0.0]);
    check_gradients::<polyline>((&knots[..], &values[..], x)).unwrap();
}
