//! Sums over a batch: the same bits for any number of threads, and what one thread adds up.

use autodiff_core::batch::{each, sum, sum_each};
use rayon::{ThreadPool, ThreadPoolBuilder};

fn threads(n: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(n).build().expect("threads")
}

/// A model with two shared parameters: value and gradient of `sin(a t) b`, `t` made of `i`.
fn adjoint(a: f64, b: &[f64], i: usize, (d_a, d_b): &mut (f64, Vec<f64>)) -> f64 {
    let t = 1.0 / (1.0 + i as f64);
    let (sin, cos) = (a * t).sin_cos();
    let k = i % b.len();
    *d_a += cos * t * b[k];
    d_b[k] += sin;
    sin * b[k]
}

const A: f64 = 1.3;
const B: [f64; 3] = [0.7, -1e6, 0.001];

#[test]
fn the_bits_do_not_depend_on_the_number_of_threads() {
    for n in [1, 2, 63, 64, 65, 1_000, 12_345] {
        let run = |count| {
            threads(count).install(|| {
                let mut shadow = (0.0, vec![0.0; 3]);
                let value = sum(n, &mut shadow, |i, shadow| adjoint(A, &B, i, shadow));
                (value, shadow)
            })
        };
        let one = run(1);
        for count in [2, 3, 8] {
            for _ in 0..5 {
                assert_eq!(run(count), one, "{n} items, {count} threads");
            }
        }
    }
}

#[test]
fn it_is_the_sum_in_order_up_to_rounding() {
    for n in [0, 1, 5, 64, 127, 1_000] {
        let mut expected_shadow = (0.5, vec![1.0, 2.0, 3.0]);
        let mut shadow = expected_shadow.clone();
        let mut expected = 0.0;
        for i in 0..n {
            expected += adjoint(A, &B, i, &mut expected_shadow);
        }
        let value = sum(n, &mut shadow, |i, shadow| adjoint(A, &B, i, shadow));
        // terms of up to 1e6, each addition rounds
        let tolerance = 1e6 * f64::EPSILON * (n + 1) as f64;
        assert!((value - expected).abs() <= tolerance, "{n}: {value}, in order {expected}");
        assert!((shadow.0 - expected_shadow.0).abs() <= tolerance);
        for (got, expected) in shadow.1.iter().zip(&expected_shadow.1) {
            assert!((got - expected).abs() <= tolerance);
        }
    }
}

#[test]
fn every_item_meets_its_own_place_once() {
    for n in [0, 1, 64, 65, 1_000] {
        let mut own = vec![0; n];
        let mut shadow = 0.0;
        let value = sum_each(&mut own, &mut shadow, |i, own, shadow: &mut f64| {
            *own += i + 1;
            *shadow += 1.0;
            i as f64
        });
        assert_eq!(own, (1..=n).collect::<Vec<_>>());
        assert_eq!(shadow, n as f64);
        assert_eq!(value, (0..n).sum::<usize>() as f64);
        let mut own = vec![0; n];
        each(&mut own, |i, own| *own += i + 1);
        assert_eq!(own, (1..=n).collect::<Vec<_>>());
    }
}

#[test]
fn single_precision() {
    let mut shadow = 0.0_f32;
    let value: f32 = sum(100, &mut shadow, |i, shadow: &mut f32| {
        *shadow += 0.5;
        i as f32
    });
    assert_eq!((value, shadow), (4950.0, 50.0));
}

#[test]
fn a_panic_of_an_item_is_the_caller_s() {
    let result = std::panic::catch_unwind(|| {
        sum(100, &mut 0.0, |i, _| if i == 77 { panic!("item {i}") } else { 1.0 })
    });
    assert!(result.is_err());
}
