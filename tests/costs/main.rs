//! What derivatives do, counted: the cost of a derivative grows as that of its function.
//!
//! Reads and writes of array elements cost the same in the reverse sweep however long the array is.
//! The functions are generic and run over a float that counts operations; each has a cost that is
//! linear in its length, so that of its derivatives must be, exactly: no time is measured.

// The loops are in the form whose derivatives are counted.
#![allow(clippy::manual_memcpy, clippy::needless_range_loop)]

mod counted;

use allocation_counter::measure;
use chainrule::{Real, differentiable};
use counted::{Counted, count, counted};
use std::hint::black_box;

#[differentiable(second_order)]
fn reads<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    for i in 1..x.len() {
        s = s * x[i] + x[i - 1].sin();
    }
    s
}

#[differentiable(second_order)]
fn reads_at_computed_places<T: Real>(x: &[T]) -> T {
    let mut s = T::one();
    let mut k = 1;
    for _ in 0..x.len() {
        s += x[k] * x[x.len() - 1 - k] * s;
        k = (5 * k + 3) % x.len();
    }
    s
}

#[differentiable(second_order)]
fn writes_in_place<T: Real>(x: &[T]) -> T {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        v[i] = v[i] * v[i - 1] + v[i].sin();
    }
    v[v.len() - 1]
}

#[differentiable(second_order)]
fn writes_from_zero<T: Real>(x: &[T]) -> T {
    let n = x.len();
    let mut v = vec![T::zero(); n];
    for i in 0..n {
        v[n - 1 - i] = x[i] * x[i];
        if i % 2 == 0 {
            v[i] += x[i];
        }
    }
    let mut s = T::zero();
    for i in 0..n {
        s += v[i] * x[i];
    }
    s
}

#[differentiable(second_order)]
fn steps_between_two_buffers<T: Real>(x: &[T]) -> T {
    let n = x.len();
    let mut u = x.to_vec();
    let mut v = x.to_vec();
    for _ in 0..3 {
        for i in 1..n - 1 {
            v[i] = u[i] + u[i] * (u[i - 1] - u[i + 1]);
        }
        for i in 1..n - 1 {
            u[i] = v[i];
        }
    }
    u[n / 2] * u[1]
}

#[differentiable(second_order)]
fn mixes<T: Real>(x: &[T], i: usize) -> T {
    x[i].sin() * x[x.len() - 1 - i]
}

#[differentiable(second_order)]
fn calls_that_read<T: Real>(x: &[T]) -> T {
    let mut s = T::one();
    for i in 0..x.len() {
        let y: T = mixes(x, i);
        s = s * y + x[i];
    }
    s
}

#[differentiable(second_order)]
fn raises<T: Real>(v: &mut [T], i: usize) {
    v[i] = v[i] * v[i - 1] + v[i].cos();
}

#[differentiable(second_order)]
fn calls_that_write<T: Real>(x: &[T]) -> T {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        raises(&mut v, i);
    }
    v[v.len() - 1] * v[0]
}

#[differentiable(second_order)]
fn snapshots_by_period<T: Real>(x: &[T]) -> T {
    let mut s = T::one();
    #[checkpoint(every = 10)]
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

/// The operations for `n`, `2 n` and `4 n` elements lie on a line, and what is allocated (a `Vec` that
/// grows doubles) is nearer to four times as much than to sixteen times.
fn assert_linear(name: &str, run: impl Fn(&[Counted])) {
    let costs = [120, 240, 480].map(|n| {
        let x: Vec<Counted> = (0..n).map(|i| counted(0.4 + 0.3 * (i as f64).sin())).collect();
        let mut operations = 0;
        let info = measure(|| operations = count(|| run(&x)));
        (operations, info.bytes_total)
    });
    let [(once, bytes), (twice, _), (fourfold, more_bytes)] = costs;
    assert_eq!(fourfold - twice, 2 * (twice - once), "{name}: operations, bytes {costs:?}");
    assert!(more_bytes <= 8 * bytes, "{name}: operations, bytes {costs:?}");
}

macro_rules! linear {
    ($($name:ident $adjoint:ident $jvp:ident $hvp:ident,)*) => { $(
        #[test]
        fn $name() {
            let zeros = |x: &[Counted]| vec![Counted::default(); x.len()];
            let one = counted(1.0);
            assert_linear("function", |x| {
                black_box(super::$name(x));
            });
            assert_linear("adjoint", |x| {
                black_box($adjoint(x, &mut zeros(x), one));
            });
            assert_linear("jvp", |x| {
                black_box($jvp(x, &zeros(x)));
            });
            assert_linear("hvp", |x| {
                black_box($hvp(x, &zeros(x)));
            });
        }
    )* };
}

mod linear {
    use super::*;

    linear! {
        reads adjoint_reads jvp_reads hvp_reads,
        reads_at_computed_places adjoint_reads_at_computed_places jvp_reads_at_computed_places
            hvp_reads_at_computed_places,
        writes_in_place adjoint_writes_in_place jvp_writes_in_place hvp_writes_in_place,
        writes_from_zero adjoint_writes_from_zero jvp_writes_from_zero hvp_writes_from_zero,
        steps_between_two_buffers adjoint_steps_between_two_buffers jvp_steps_between_two_buffers
            hvp_steps_between_two_buffers,
        calls_that_read adjoint_calls_that_read jvp_calls_that_read hvp_calls_that_read,
        calls_that_write adjoint_calls_that_write jvp_calls_that_write hvp_calls_that_write,
        snapshots_by_period adjoint_snapshots_by_period jvp_snapshots_by_period
            hvp_snapshots_by_period,
    }
}
