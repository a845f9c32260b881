//! Sums whose terms are kept for a block of iterations: lengths around the blocks' ends, several sums, numbers
//! handed from one iteration to the next, and loops that must stay as they are.

// indices are what is tested
#![allow(clippy::needless_range_loop)]

use chainrule::{check_gradients, differentiable};

const LENGTHS: [usize; 10] = [1, 2, 3, 31, 32, 33, 34, 64, 65, 131];

fn numbers(n: usize, phase: f64) -> Vec<f64> {
    (0..n).map(|i| (1.7 * i as f64 + phase).sin()).collect()
}

/// The largest difference, over the larger of the two.
fn apart(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let size = expected.iter().fold(1.0_f64, |size, e| size.max(e.abs()));
    found.iter().zip(expected).fold(0.0, |worst, (f, e)| f64::max(worst, (f - e).abs() / size))
}

#[differentiable(second_order)]
fn chain(x: &[f64]) -> f64 {
    let mut s = 0.25;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        s += 100.0 * a * a + b * b;
    }
    s
}

#[test]
fn a_chain_of_every_length_around_a_block() {
    for n in LENGTHS {
        let x = numbers(n, 0.3);
        let mut expected = vec![0.0; n];
        for i in 0..n - 1 {
            let a = x[i + 1] - x[i] * x[i];
            expected[i] += -400.0 * a * x[i] - 2.0 * (1.0 - x[i]);
            expected[i + 1] += 200.0 * a;
        }
        let (value, gradient) = value_and_grad_chain(&x);
        assert_eq!(value.to_bits(), chain(&x).to_bits(), "{n}");
        assert!(apart(&gradient, &expected) < 1e-14, "{n}");
        // the Hessian is tridiagonal
        let v = numbers(n, 1.1);
        let mut curved = vec![0.0; n];
        for i in 0..n - 1 {
            let a = x[i + 1] - x[i] * x[i];
            curved[i] += (800.0 * x[i] * x[i] - 400.0 * a + 2.0) * v[i] - 400.0 * x[i] * v[i + 1];
            curved[i + 1] += 200.0 * v[i + 1] - 400.0 * x[i] * v[i];
        }
        assert!(apart(&hvp_chain(&x, &v).1, &curved) < 1e-14, "{n}");
    }
}

#[differentiable]
fn two_sums(x: &[f64], y: &[f64], scale: f64) -> (f64, f64) {
    let (mut s, mut t) = (0.0, 1.0);
    for i in 0..x.len() {
        let r = scale * x[i] - y[i] * y[i] + 0.5;
        let q = r * r - x[i] * y[i];
        s += 0.5 * q * q + r;
        t -= r * q * x[i];
    }
    (s, t)
}

#[test]
fn two_sums_of_both_signs() {
    for n in LENGTHS {
        let (x, y, scale) = (numbers(n, 0.1), numbers(n, 2.0), 0.7);
        let seed = (1.5, -0.4);
        let (value, (d_x, d_y, d_scale)) = vjp_two_sums(&x, &y, scale, seed);
        assert_eq!(value, two_sums(&x, &y, scale));
        let (mut e_x, mut e_y, mut e_scale) = (vec![0.0; n], vec![0.0; n], 0.0);
        for i in 0..n {
            let r = scale * x[i] - y[i] * y[i] + 0.5;
            let q = r * r - x[i] * y[i];
            let d_q = seed.0 * q - seed.1 * r * x[i];
            let d_r = seed.0 - seed.1 * q * x[i] + 2.0 * r * d_q;
            e_x[i] = d_r * scale - d_q * y[i] - seed.1 * r * q;
            e_y[i] = -2.0 * y[i] * d_r - d_q * x[i];
            e_scale += d_r * x[i];
        }
        assert!(apart(&d_x, &e_x) < 1e-14, "{n}");
        assert!(apart(&d_y, &e_y) < 1e-14, "{n}");
        assert!(apart(&[d_scale], &[e_scale]) < 1e-14, "{n}");
    }
}

// an addition of the iteration before is read: there are no terms to keep
#[differentiable]
fn running(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut last = 1.0;
    for i in 0..x.len() {
        let a = x[i] * x[i] - 0.5 * x[i] + 2.0;
        let b = a * x[i] + 3.0 * a * a - x[i] * last;
        last = 0.5 * last + a;
        s += b * a + 0.1 * s;
    }
    s
}

#[test]
fn a_sum_that_is_read_is_no_sum_of_terms() {
    for n in LENGTHS {
        let x = numbers(n, 0.9);
        check_gradients::<running>((&x[..],)).unwrap();
        let (value, _) = value_and_grad_running(&x);
        assert_eq!(value.to_bits(), running(&x).to_bits());
    }
}

#[differentiable]
fn single(x: &[f32], w: &[f32]) -> f32 {
    let mut s = 0.0;
    for i in 1..x.len() {
        let a = x[i] * w[i] + x[i - 1] * w[i - 1] - 0.5;
        let b = (a * a + 1.0).sqrt() - x[i] * w[i - 1];
        s += a * b + b * b / 3.0;
    }
    s
}

#[test]
fn single_precision_and_a_first_index() {
    for n in LENGTHS {
        let x: Vec<f32> = numbers(n, 0.2).iter().map(|x| *x as f32).collect();
        let w: Vec<f32> = numbers(n, 1.2).iter().map(|x| *x as f32).collect();
        let (value, (d_x, d_w)) = value_and_grad_single(&x, &w);
        assert_eq!(value.to_bits(), single(&x, &w).to_bits());
        let (mut e_x, mut e_w) = (vec![0.0_f64; n], vec![0.0_f64; n]);
        for i in 1..n {
            let at = |v: &[f32], i: usize| f64::from(v[i]);
            let a = at(&x, i) * at(&w, i) + at(&x, i - 1) * at(&w, i - 1) - 0.5;
            let root = (a * a + 1.0).sqrt();
            let b = root - at(&x, i) * at(&w, i - 1);
            let d_b = a + 2.0 * b / 3.0;
            let d_a = b + d_b * a / root;
            e_x[i] += d_a * at(&w, i) - d_b * at(&w, i - 1);
            e_x[i - 1] += d_a * at(&w, i - 1);
            e_w[i] += d_a * at(&x, i);
            e_w[i - 1] += d_a * at(&x, i - 1) - d_b * at(&x, i);
        }
        let wide = |v: &[f32]| v.iter().map(|v| f64::from(*v)).collect::<Vec<_>>();
        assert!(apart(&wide(&d_x), &e_x) < 2e-6, "{n}");
        assert!(apart(&wide(&d_w), &e_w) < 2e-6, "{n}");
    }
}

// iterations in descending order, one shadow for all of them
#[differentiable]
fn recorded(x: &[f64], scale: f64) -> f64 {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        let a = scale * x[i] + 0.25;
        let b = a * a - x[i] * scale;
        y[i] = a * b + 0.5 * b * b - x[i] * x[i] * a;
    }
    let mut last = 0.0;
    for v in &y {
        last = (last + v).sin();
    }
    last
}

#[test]
fn a_reverse_loop_adds_its_terms_side_by_side() {
    for n in LENGTHS {
        let (x, scale) = (numbers(n, 0.4), 0.8);
        let (value, (d_x, d_scale)) = value_and_grad_recorded(&x, scale);
        assert_eq!(value.to_bits(), recorded(&x, scale).to_bits());
        let (mut last, mut waves) = (0.0_f64, Vec::new());
        for x in &x {
            let a = scale * x + 0.25;
            let b = a * a - x * scale;
            let phase = last + (a * b + 0.5 * b * b - x * x * a);
            waves.push(phase.cos());
            last = phase.sin();
        }
        let (mut e_x, mut e_scale, mut d_y) = (vec![0.0; n], 0.0, 1.0);
        for i in (0..n).rev() {
            d_y *= waves[i];
            let a = scale * x[i] + 0.25;
            let b = a * a - x[i] * scale;
            let d_b = d_y * (a + b);
            let d_a = d_y * (b - x[i] * x[i]) + d_b * 2.0 * a;
            e_x[i] = d_a * scale - d_b * scale - d_y * 2.0 * x[i] * a;
            e_scale += d_a * x[i] - d_b * x[i];
        }
        assert!(apart(&d_x, &e_x) < 1e-13, "{n}");
        assert!(apart(&[d_scale], &[e_scale]) < 1e-13, "{n}");
    }
}

#[differentiable]
fn chain_of<T: num_traits::Float>(x: &[T], stiffness: T) -> T {
    let mut s = T::zero();
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = T::one() - x[i] * stiffness;
        s = s + stiffness * a * a + b * b * a;
    }
    s
}

#[differentiable]
fn generic_chain<T: num_traits::Float + std::ops::AddAssign>(x: &[T], stiffness: T) -> T {
    let mut s = T::zero();
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = x[i + 1] * stiffness - x[i];
        let c = stiffness * a * a + b * b * a - x[i];
        s += c * c;
    }
    s
}

#[test]
fn a_type_parameter_is_summed_too() {
    for n in LENGTHS {
        let x = numbers(n, 0.6);
        check_gradients::<chain_of>((&x[..], 1.3)).unwrap();
        check_gradients::<generic_chain>((&x[..], 1.3)).unwrap();
        assert_eq!(
            value_and_grad_generic_chain(&x, 1.3).0.to_bits(),
            generic_chain(&x, 1.3).to_bits()
        );
    }
}
