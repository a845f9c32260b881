//! Shapes of code whose derivatives might trip a lint: unused values, casts, constants.

use crate::assert_close;
use chainrule::differentiable;

#[differentiable(second_order)]
fn unused_parameters(x: f64, _y: f64, _n: usize) -> f64 {
    x
}

#[differentiable(second_order)]
fn constant_result(_x: f64) -> f64 {
    1.5
}

#[allow(clippy::no_effect_underscore_binding)]
#[differentiable(second_order)]
fn value_never_read(x: f64) -> f64 {
    let _unused = x * x;
    let _ = x.sin();
    x
}

#[test]
fn values_that_nothing_uses() {
    let (dx, dy) = grad_unused_parameters(1.0, 2.0, 3);
    assert_close(dx, 1.0);
    assert_close(dy, 0.0);
    assert_close(grad_constant_result(1.0), 0.0);
    assert_close(hessian_constant_result(1.0)[0][0], 0.0);
    assert_close(grad_value_never_read(1.0), 1.0);
}

#[differentiable(second_order)]
fn branches(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n {
        0 => {}
        1 | 2 => y *= x,
        _ => {
            if y > 0.0 {
                y += x.sin();
            }
        }
    }
    let scale = if n > 2 { 2.0 } else { 1.0 };
    y * scale
}

#[test]
fn branches_and_matches() {
    let x = 0.5_f64;
    assert_close(grad_branches(x, 0), 1.0);
    assert_close(grad_branches(x, 2), 2.0 * x);
    assert_close(grad_branches(x, 5), 2.0 + 2.0 * x.cos());
}

#[allow(clippy::needless_range_loop)]
#[differentiable(second_order)]
fn loops_and_buffers(x: &[f64], table: [f64; 3]) -> f64 {
    let mut buffer = vec![0.0; x.len()];
    for i in 0..x.len() {
        buffer[i] = x[i] * table[i % 3];
        if i > 0 {
            buffer[i] += buffer[i - 1] * buffer[i - 1];
        }
    }
    let mut s = 0.0;
    let mut i = x.len();
    while i > 0 {
        i -= 1;
        s += buffer[i];
    }
    s
}

/// b0 = x0 t0, b1 = x1 t1 + b0^2; the sum.
#[test]
fn loops_and_local_buffers() {
    let (dx, dt) = grad_loops_and_buffers(&[2.0, 3.0], [0.5, 0.25, 1.0]);
    assert_close(dx[0], 0.5 + 2.0 * 1.0 * 0.5);
    assert_close(dx[1], 0.25);
    assert_close(dt[0], 2.0 + 2.0 * 1.0 * 2.0);
    assert_close(dt[1], 3.0);
    assert_close(dt[2], 0.0);
}

#[differentiable(second_order)]
fn tuples((a, b): (f64, f64), c: &(f64, f64)) -> (f64, f64) {
    let (mut p, q) = (a * c.0, b + c.1);
    p += q;
    (p, q * q)
}

#[test]
fn tuples_in_and_out() {
    let (value, (d_ab, d_c)) = vjp_tuples((2.0, 3.0), &(5.0, 7.0), (1.0, 0.0));
    assert_eq!(value, (20.0, 100.0));
    assert_eq!((d_ab, d_c), ((5.0, 1.0), (2.0, 1.0)));
}

/// A long, regular body.
#[differentiable(second_order)]
fn wide(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64) -> f64 {
    let p = a * b + c * d;
    let q = e * f + g * h;
    let r = (p - q).tanh();
    let s = (p + q).exp().ln_1p();
    r.mul_add(s, p.hypot(q)) / (1.0 + q.abs())
}

#[test]
fn many_parameters() {
    let x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    let at = |h: f64| wide(x[0] + h, x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
    let (da, ..) = grad_wide(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
    let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
    assert!((da - difference).abs() < 1e-9, "{da} against {difference}");
}

#[allow(clippy::needless_range_loop)]
#[differentiable(second_order)]
fn left_early(x: &[f64], limit: f64) -> f64 {
    if x.is_empty() {
        return limit;
    }
    let mut s = 1.0;
    'rows: for i in 0..x.len() {
        let mut k = 0;
        let found = loop {
            k += 1;
            if k > 3 {
                continue 'rows;
            }
            if x[i] * f64::from(k) > limit {
                break x[i] * s;
            }
            if s > 100.0 {
                return s * limit;
            }
        };
        s += found;
    }
    s
}

#[test]
fn exits() {
    let (dx, dlimit) = grad_left_early(&[1.0, 0.5], 2.5);
    assert_close(dx[0], 1.0);
    assert_close(dx[1], 0.0);
    assert_close(dlimit, 0.0);
    assert_close(grad_left_early(&[], 2.5).1, 1.0);
}
