//! Records whose length shows when the loop ends: they grow by doubling, and hold what was recorded.

use super::{F64, allocations};
use allocation_counter::AllocationInfo;
use chainrule::differentiable;

// How often a `while` runs is not known before: its record grows. `y` is recorded, `x / y` is
// cheap enough to compute again.
#[differentiable]
pub fn newton(x: f64) -> f64 {
    let mut y = x;
    while (y * y - x).abs() > 1e-12 {
        y = 0.5 * (y + x / y);
    }
    y
}

// As `carry`, until `s` is used up.
#[differentiable]
fn countdown(start: f64, factor: f64) -> f64 {
    let mut s = start;
    let mut left = start;
    while left > 0.0 {
        s = s.sin() + factor * s;
        left -= 1.0;
    }
    s
}

// The inner loop's length depends on the outer's variable.
#[differentiable]
fn triangle(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        for j in 0..i {
            s = s.sin() + x[j] * s;
        }
    }
    s
}

// Left in the middle: what ran is recorded, not what the range would allow.
#[differentiable]
fn left_early(x: &[f64], last: usize) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
        if i == last {
            break;
        }
    }
    s
}

#[differentiable]
fn endless(x: f64, last: usize) -> f64 {
    let mut s = x;
    let mut k = 0;
    loop {
        s = s.sin() + x * s;
        k += 1;
        if k == last {
            break;
        }
    }
    s
}

#[differentiable]
fn leaf(x: f64, y: f64) -> f64 {
    (x * y).sin() + x
}

// A function that calls others leaves its record on the tape: here the value of the call, which is a
// factor.
#[differentiable]
fn records_one(x: f64, y: f64) -> f64 {
    let a: f64 = leaf(x, y);
    a * y
}

// The loop's own record is `s`, reserved at once; the callees' are on the tape.
#[differentiable]
fn calls(x: &[f64]) -> f64 {
    let mut s: f64 = 0.7;
    for i in 0..x.len() {
        let y: f64 = records_one(s, x[i]);
        s = y;
    }
    s
}

/// A `Vec` that doubles makes an allocation per doubling; while it grows from half its capacity,
/// both buffers are there, and the capacity is below twice its content (or the smallest one).
fn assert_doubles(name: &str, info: AllocationInfo, trips: usize, bytes_per_trip: u64) {
    let doublings = u64::from(trips.ilog2()) + 1;
    assert!(info.count_total <= doublings, "{name}: {} allocations", info.count_total);
    let content = bytes_per_trip * trips as u64;
    assert!(info.bytes_max >= content, "{name}: the record has {} bytes", info.bytes_max);
    assert!(info.bytes_max <= 3 * content, "{name}: the record has {} bytes", info.bytes_max);
}

#[test]
fn records_of_unknown_length_grow_by_doubling() {
    let (mut d, mut d_factor) = (0.0, 0.0);
    for trips in [10, 100, 1_000, 10_000] {
        let info = allocations(|| adjoint_countdown(trips as f64, 0.1, &mut d, &mut d_factor, 1.0));
        assert_doubles("countdown", info, trips, F64);
        let info = allocations(|| adjoint_endless(0.3, trips, &mut d, 1.0));
        assert_doubles("endless", info, trips, F64);
        let x = vec![0.3; 2 * trips];
        let mut d_x = vec![0.0; 2 * trips];
        let info = allocations(|| adjoint_left_early(&x, trips - 1, &mut d_x, 1.0));
        assert_doubles("left_early", info, trips, F64);
        let x = vec![0.3; 20];
        let info = allocations(|| adjoint_triangle(&x, &mut d_x[..20], 1.0));
        assert_doubles("triangle", info, 20 * 19 / 2, F64);
    }
    // five iterations from 2 to the root of 2: y^2 is off by 2, 2.5e-1, 6.9e-3, 6.0e-6, 4.5e-12;
    // room for four, then for eight
    let info = allocations(|| adjoint_newton(2.0, &mut d, 1.0));
    assert!(info.count_total <= 2 && info.bytes_max <= 8 * F64 + 4 * F64, "newton: {info:?}");
}

#[test]
fn callees_in_a_loop_record_on_one_tape() {
    for trips in [10, 100, 1_000] {
        let x = vec![0.3; trips];
        let mut d_x = vec![0.0; trips];
        let info = allocations(|| adjoint_calls(&x, &mut d_x, 1.0));
        // one record of the loop, and one stack of doubles that grows
        let doublings = u64::from(trips.ilog2()) + 1;
        assert!(info.count_total <= 1 + doublings, "{} allocations", info.count_total);
        let content = 2 * F64 * trips as u64;
        assert!(info.bytes_max >= content && info.bytes_max <= 2 * content, "{info:?}");
    }
}
