//! What derivatives allocate: functions that have to record nothing allocate nothing, and a loop
//! that has to record keeps exactly the numbers that its reverse cannot compute again.
//!
//! `adjoint_f` adds into shadows that the caller owns and `jvp_f` returns scalars here, so every
//! allocation that is counted is a record.

// The loops are in the form whose derivatives are measured.
#![allow(clippy::manual_memcpy, clippy::needless_range_loop)]

mod checkpoints;
mod growing;
mod independent;
mod nested;

use allocation_counter::{AllocationInfo, measure};
use chainrule::differentiable;
use std::hint::black_box;

// The bytes of the numbers that records hold.
const F64: u64 = size_of::<f64>() as u64;
const F32: u64 = size_of::<f32>() as u64;
const USIZE: u64 = size_of::<usize>() as u64;

/// The number of iterations, and of elements.
const N: usize = 1_000;

// ----- nothing to record -----

#[differentiable]
fn straight(x: f64, y: f64) -> f64 {
    let a = x.sin() * y;
    let b = (a * a + 1.0).sqrt();
    let (c, d) = (b / x, a.exp());
    c * d - y.powi(3)
}

#[differentiable]
fn branches(x: f64, y: f64, kind: u8) -> f64 {
    let mut r = x * y;
    if r > 1.0 {
        r = r.ln() * x;
    } else if y > 0.0 {
        r = r.tanh() + y.sqrt();
    }
    match kind {
        0 => r * r,
        1 | 2 => r.sin() * y,
        _ => x,
    }
}

#[differentiable]
fn leaf(x: f64, y: f64) -> f64 {
    (x * y).sin() + x
}

#[differentiable]
fn calls(x: f64, y: f64) -> f64 {
    let a = leaf(x, y);
    let b = leaf(a * a, x);
    a * b
}

#[differentiable]
fn called_in_a_loop(x: &[f64], y: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += leaf(x[i], y);
    }
    s
}

#[differentiable]
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * x[i];
    }
    s
}

// The carried value enters linearly, with a constant factor: the reverse does not read it.
#[differentiable]
fn constant_decay(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s = 0.5 * s + x[i];
    }
    s
}

// An iteration reads nothing that another writes: it runs again in the reverse sweep.
#[differentiable]
fn layer(w: &[f64], x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..rows {
        let mut sum = 0.0;
        for j in 0..x.len() {
            sum += w[i * x.len() + j] * x[j];
        }
        total += sum.tanh();
    }
    total
}

// A stencil between two arrays is linear: what is overwritten is not needed.
#[differentiable]
fn diffusion(start: [f64; 16], steps: usize) -> f64 {
    let mut u = start;
    let mut v = start;
    for _ in 0..steps {
        for k in 1..15 {
            v[k] = u[k] + 0.2 * (u[k - 1] + u[k + 1] - 2.0 * u[k]);
        }
        for k in 1..15 {
            u[k] = v[k];
        }
    }
    u[7]
}

/// What `run` allocates, its result included.
fn allocations<T>(run: impl FnOnce() -> T) -> AllocationInfo {
    measure(|| {
        black_box(run());
    })
}

fn assert_free<T>(name: &str, run: impl FnOnce() -> T) {
    let info = allocations(run);
    assert_eq!(info.count_total, 0, "{name} allocates {} bytes", info.bytes_total);
}

#[test]
fn adjoints_without_a_record_do_not_allocate() {
    let (x, w) = (vec![0.3; N], vec![0.1; 4 * N]);
    let (mut d_x, mut d_w) = (vec![0.0; N], vec![0.0; 4 * N]);
    let (mut a, mut b, mut d_start) = (0.0, 0.0, [0.0; 16]);
    assert_free("straight", || adjoint_straight(0.4, 1.3, &mut a, &mut b, 1.0));
    for (kind, y) in [(0, -2.0), (1, 0.5), (2, 4.0), (3, 0.5)] {
        assert_free("branches", || adjoint_branches(0.7, y, kind, &mut a, &mut b, 1.0));
    }
    assert_free("leaf", || adjoint_leaf(0.4, 1.3, &mut a, &mut b, 1.0));
    assert_free("calls", || adjoint_calls(0.4, 1.3, &mut a, &mut b, 1.0));
    assert_free("called_in_a_loop", || adjoint_called_in_a_loop(&x, 0.5, &mut d_x, &mut a, 1.0));
    assert_free("sum_of_squares", || adjoint_sum_of_squares(&x, &mut d_x, 1.0));
    assert_free("constant_decay", || adjoint_constant_decay(&x, &mut d_x, 1.0));
    assert_free("layer", || adjoint_layer(&w, &x, 4, &mut d_w, &mut d_x, 1.0));
    assert_free("diffusion", || adjoint_diffusion([0.2; 16], 50, &mut d_start, 1.0));
}

#[test]
fn tangents_do_not_allocate() {
    let (x, w) = (vec![0.3; N], vec![0.1; 4 * N]);
    let (dx, dw) = (vec![1.0; N], vec![1.0; 4 * N]);
    assert_free("straight", || jvp_straight(0.4, 1.3, 1.0, 0.5));
    for (kind, y) in [(0, -2.0), (1, 0.5), (2, 4.0), (3, 0.5)] {
        assert_free("branches", || jvp_branches(0.7, y, kind, 1.0, 0.5));
    }
    assert_free("leaf", || jvp_leaf(0.4, 1.3, 1.0, 0.5));
    assert_free("calls", || jvp_calls(0.4, 1.3, 1.0, 0.5));
    assert_free("called_in_a_loop", || jvp_called_in_a_loop(&x, 0.5, &dx, 1.0));
    assert_free("sum_of_squares", || jvp_sum_of_squares(&x, &dx));
    assert_free("constant_decay", || jvp_constant_decay(&x, &dx));
    assert_free("layer", || jvp_layer(&w, &x, 4, &dw, &dx));
    assert_free("diffusion", || jvp_diffusion([0.2; 16], 50, [1.0; 16]));
    // what the adjoint has to record, the tangent carries along
    assert_free("carry", || jvp_carry(&x, &dx));
    assert_free("newton", || growing::jvp_newton(2.0, 1.0));
}

// ----- loops that record -----

// The reverse needs `s` at the head of each iteration, for `cos(s)` and for the cotangent of
// `x[i]`; `sin(s)` is needed nowhere, and `x[i]` is still there.
#[differentiable]
fn carry(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

// The same numbers, in the scalar's own size.
#[differentiable]
fn carry_f32(x: &[f32]) -> f32 {
    let mut s: f32 = 0.7;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

// A linear carry, but the factor has a cotangent of its own, which is the carried value.
#[differentiable]
fn decay(x: &[f64], rate: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s = rate * s + x[i];
    }
    s
}

// Two carried values that need each other: both.
#[differentiable]
fn pair(x: f64, n: usize) -> f64 {
    let mut a = x;
    let mut b = 1.0;
    for _ in 0..n {
        let product = a * b;
        b = a.sin();
        a = product;
    }
    a + b
}

// The carried value decides the branch as well: it is recorded once, and the condition is
// evaluated again from it.
#[differentiable]
fn branching_carry(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        if s > 1.0 {
            s = 0.5 * s * s;
        } else {
            s = s * s + x[i];
        }
    }
    s
}

// Only the index is carried; the element it names is still there. What the sum is worth is known
// behind the loop only.
#[differentiable]
fn gather(x: &[f64], first: usize) -> f64 {
    let mut s = 0.0_f64;
    let mut k = first;
    for _ in 0..x.len() {
        s += x[k] * x[k];
        k = (5 * k + 3) % x.len();
    }
    s.sqrt()
}

// Each iteration overwrites an element whose old content is a factor: that content is saved.
// (`y` is a copy on the stack.)
#[differentiable]
fn squares_in_place(x: [f64; 64], times: usize) -> f64 {
    let mut y = x;
    for i in 0..times {
        y[i % 64] = y[i % 64] * y[i % 64] + y[(i + 1) % 64];
    }
    y[0]
}

// An iteration for every third element, and its `s`.
#[differentiable]
fn strided(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in (0..x.len()).step_by(3) {
        s = s.sin() + x[i] * s;
    }
    s
}

// The bounds are literals.
#[differentiable]
fn fixed_trips(x: f64) -> f64 {
    let mut s = x;
    for _ in 1..=100 {
        s = s.sin() + x;
    }
    s
}

// Backwards: the iterations, and so the record, are the same.
#[differentiable]
fn downwards(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in (0..x.len()).rev() {
        s = s.sin() + x[i] * s;
    }
    s
}

/// A loop whose trip count is known reserves its record once, and no byte too many.
fn assert_one_record(name: &str, info: AllocationInfo, trips: usize, bytes_per_trip: u64) {
    assert_eq!(info.count_total, 1, "{name}: allocations");
    assert_eq!(info.bytes_total, bytes_per_trip * trips as u64, "{name}: bytes of the record");
}

#[test]
fn a_loop_with_known_trips_records_in_one_allocation() {
    let (x, x32) = (vec![0.3; N], vec![0.3_f32; N]);
    let (mut d_x, mut d_x32, mut d) = (vec![0.0; N], vec![0.0_f32; N], 0.0);
    let mut d_y = [0.0; 64];

    let info = allocations(|| adjoint_carry(&x, &mut d_x, 1.0));
    assert_one_record("carry", info, N, F64);
    let info = allocations(|| adjoint_carry_f32(&x32, &mut d_x32, 1.0));
    assert_one_record("carry_f32", info, N, F32);
    let info = allocations(|| adjoint_decay(&x, 0.9, &mut d_x, &mut d, 1.0));
    assert_one_record("decay", info, N, F64);
    let info = allocations(|| adjoint_pair(0.4, N, &mut d, 1.0));
    assert_one_record("pair", info, N, 2 * F64);
    let info = allocations(|| adjoint_branching_carry(&x, &mut d_x, 1.0));
    assert_one_record("branching_carry", info, N, F64);
    let info = allocations(|| adjoint_gather(&x, 1, &mut d_x, 1.0));
    assert_one_record("gather", info, N, USIZE);
    let info = allocations(|| adjoint_squares_in_place([0.3; 64], N, &mut d_y, 1.0));
    assert_one_record("squares_in_place", info, N, F64);
    let info = allocations(|| adjoint_strided(&x, &mut d_x, 1.0));
    assert_one_record("strided", info, N.div_ceil(3), F64);
    let info = allocations(|| adjoint_fixed_trips(0.4, &mut d, 1.0));
    assert_one_record("fixed_trips", info, 100, F64);
    let info = allocations(|| adjoint_downwards(&x, &mut d_x, 1.0));
    assert_one_record("downwards", info, N, F64);
}
