//! Forms of the standard library and of itertools that are said by others: searches, slices that become
//! arrays, arrays of arrays, `izip!` and `tuple_windows`.
//!
//! Each program is checked against central differences of itself (`check_gradients`, which also compares
//! both modes with one another).

use chainrule::{check_gradients, differentiable};
use itertools::{Itertools, izip};

/// The names of the closures' parameters are those of variables around them.
#[differentiable]
fn searched(x: f64, v: &[f64]) -> f64 {
    let below = v.partition_point(|x| *x < 0.6);
    let at = v.binary_search_by(|a| a.partial_cmp(&x).expect("no NaN")).unwrap_or_else(|i| i);
    let value = match v.binary_search_by(|a| a.total_cmp(&x)) {
        Ok(i) => v[i],
        Err(0) => x,
        Err(i) => v[i - 1] * x,
    };
    let sorted = if v.is_sorted() && v.is_sorted_by(|a, b| a <= b) { x } else { v[0] };
    v[below] * x + v[at] * value * sorted
}

const N: usize = 1;

#[differentiable]
fn arrays(x: f64, v: &[f64]) -> f64 {
    let all: [f64; 3] = v.try_into().expect("three");
    let few: [f64; N + 1] = v[..2].try_into().unwrap();
    let last = <[f64; 2]>::try_from(&v[1..]).unwrap();
    let copy = Vec::from(&v[1..]);
    let list = Vec::from([x, x * x]);
    all.iter().map(|b| b * x).sum::<f64>() * few[1] + last[1] * copy[0] + list[0] * list[1] + few[0]
}

#[differentiable]
fn arrays_of_arrays(x: f64, v: &[f64]) -> f64 {
    let m: [[f64; 2]; 2] = std::array::from_fn(|i| std::array::from_fn(|j| v[i] * v[j + 1] * x));
    let long = std::array::from_fn::<f64, { 10 + 2 }, _>(|i| v[i % 3] * x);
    m[0][1] * m[1][0] + long[7] * long[11]
}

#[differentiable]
fn side_by_side(x: f64, v: &[f64], w: &[f64]) -> f64 {
    let slopes: Vec<f64> = izip!(v, v.iter().skip(1), w).map(|(a, b, &c)| (b - a) * c).collect();
    let mut sum: f64 = v.iter().tuple_windows().map(|(a, b, c)| (b - a) * x * c).sum();
    for (a, b) in w.iter().tuple_windows() {
        sum += a * b * sum;
    }
    for (a, b, i) in izip!(v, w.iter().rev(), 1..) {
        sum += a * b * i as f64;
    }
    izip!(&slopes, w).map(|(a, b)| a * b).sum::<f64>() * sum
}

#[test]
fn derivatives_are_those_of_the_forms() {
    let (v, w) = ([0.5, 1.25, 2.0], [0.3, -0.4, 1.5]);
    check_gradients::<searched>((0.7, &v[..])).unwrap();
    check_gradients::<searched>((0.2, &v[..])).unwrap();
    check_gradients::<arrays>((0.7, &v[..])).unwrap();
    check_gradients::<arrays_of_arrays>((0.7, &v[..])).unwrap();
    check_gradients::<side_by_side>((0.7, &v[..], &w[..])).unwrap();
}

#[test]
#[should_panic(expected = "a slice that becomes an array has another length")]
fn a_slice_of_another_length_is_no_array() {
    #[differentiable]
    fn f(v: &[f64]) -> f64 {
        let all: [f64; 3] = v.try_into().unwrap();
        all[0]
    }
    grad_f(&[1.0, 2.0]);
}
