//! Independent iterations: what one reads no other writes, but for sums. The compiler finds that, and
//! nothing is recorded, however much an iteration computes.

use super::assert_free;
use chainrule::differentiable;

#[differentiable]
fn products(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let a = x[i] * y[i];
        s += a * a.sin() * y[i];
    }
    s
}

// Locals of an iteration that are overwritten in it, and a branch on them.
#[differentiable]
fn branches(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let mut a = x[i];
        if a > 0.5 {
            a = a.exp() * a;
        }
        a = a * a + 1.0;
        s += a.ln();
    }
    s
}

// The iterations write different elements.
#[differentiable]
fn elements(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let a = x[i].tanh();
        out[i] = a * a * x[i];
    }
}

// Sums into an array.
#[differentiable]
fn histogram(x: &[f64], sums: &mut [f64]) {
    for i in 0..x.len() {
        let weight = (x[i] * x[i]).exp();
        sums[i % 4] += weight * x[i];
    }
}

#[differentiable]
fn rows(w: &[f64], x: &[f64], n: usize) -> f64 {
    let mut loss = 0.0;
    for i in 0..n {
        let mut sum = 0.0;
        for j in 0..x.len() {
            sum += w[i * x.len() + j] * x[j];
        }
        let y = sum.tanh();
        if y > 0.0 {
            loss += y * y;
        } else {
            loss -= y * sum;
        }
    }
    loss
}

#[test]
fn independent_iterations_record_nothing() {
    let n = 200;
    let x: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
    let (mut out, mut d_x, mut d_y) = (vec![0.1; n], vec![0.0; n], vec![1.0; n]);
    assert_free("products", || adjoint_products(&x, &x, &mut d_x, &mut d_y, 1.0));
    assert_free("branches", || adjoint_branches(&x, &mut d_x, 1.0));
    assert_free("elements", || adjoint_elements(&x, &mut out, &mut d_x, &mut d_y));
    let (mut sums, mut d_sums) = ([0.0; 4], [1.0; 4]);
    assert_free("histogram", || adjoint_histogram(&x, &mut sums, &mut d_x, &mut d_sums));
    assert_free("rows", || {
        adjoint_rows(&x[..100], &x[..10], 10, &mut d_x[..100], &mut d_y[..10], 1.0)
    });
}
