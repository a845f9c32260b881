//! Loops in loops, and buffers that are exchanged: where all bounds are known before the outermost
//! loop, each record is one allocation for all iterations together.

use super::{F64, allocations, assert_one_record};
use chainrule::differentiable;

#[differentiable]
fn twofold(x: &[f64], repeats: usize) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        for _ in 0..repeats {
            s = s.sin() + x[i] * s;
        }
    }
    s
}

// The factor of the outer loop is recorded too: two records, of both lengths.
#[differentiable]
fn twofold_with_a_factor(x: &[f64], repeats: usize) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        let mut t = s;
        for _ in (0..repeats).rev() {
            t = t.sin() + x[i];
        }
        s *= t;
    }
    s
}

#[differentiable]
fn threefold(x: f64, n: usize) -> f64 {
    let mut s: f64 = 0.7;
    for _ in 0..n {
        for _ in (0..n).step_by(2) {
            for _ in 1..=3 {
                s = s.sin() + x * s;
            }
        }
    }
    s
}

// Two buffers on the stack, exchanged every step; each store saves what it overwrites.
#[differentiable]
fn exchanged(start: [f64; 8], steps: usize) -> f64 {
    let mut u = start;
    let mut v = start;
    for _ in 0..steps {
        for i in 1..7 {
            v[i] = u[i] * u[i - 1] + 0.1 * v[i];
        }
        std::mem::swap(&mut u, &mut v);
    }
    u[3]
}

#[test]
fn nested_loops_with_known_trips_record_in_one_allocation() {
    let x = vec![0.3; 100];
    let (mut d_x, mut d) = (vec![0.0; 100], 0.0);
    let info = allocations(|| adjoint_twofold(&x, 10, &mut d_x, 1.0));
    assert_one_record("twofold", info, 1_000, F64);
    let info = allocations(|| adjoint_threefold(0.3, 10, &mut d, 1.0));
    assert_one_record("threefold", info, 10 * 5 * 3, F64);

    let info = allocations(|| adjoint_twofold_with_a_factor(&x, 10, &mut d_x, 1.0));
    assert_eq!(info.count_total, 2);
    // `t` of each inner iteration; `s` and the last `t` of each outer one
    assert_eq!(info.bytes_total, (1_000 + 2 * 100) * F64);
}

#[test]
fn loops_that_exchange_buffers_save_what_they_overwrite() {
    let mut d = [0.0; 8];
    let info = allocations(|| adjoint_exchanged([0.3; 8], 50, &mut d, 1.0));
    assert_one_record("exchanged", info, 50 * 6, F64);
}
