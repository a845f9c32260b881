//! Sorting: order statistics, and arrays rearranged with others.

use chainrule::{check_gradients, differentiable};

const X: [f64; 5] = [3.0, -1.0, 2.0, 0.5, 7.0];

#[differentiable(second_order)]
fn median(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    a.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = a.len();
    if n % 2 == 1 { a[n / 2] } else { 0.5 * (a[n / 2 - 1] + a[n / 2]) }
}

/// `sum_i i x_(i)^2` of the elements in falling order.
#[differentiable(second_order)]
fn weighted_squares(x: &[f64; 5]) -> f64 {
    let mut sorted = *x;
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let mut sum = 0.0;
    for (i, v) in sorted.iter().enumerate() {
        sum += i as f64 * v * v;
    }
    sum
}

/// Linear interpolation between order statistics.
#[differentiable]
#[allow(clippy::ptr_arg)]
fn quantile(data: &mut Vec<f64>, q: f64) -> f64 {
    data.sort_by(f64::total_cmp);
    let position = q * (data.len() - 1) as f64;
    let lower = position.floor() as usize;
    let t = position - lower as f64;
    data[lower] * (1.0 - t) + data[lower + 1] * t
}

#[differentiable]
fn in_loops(x: &[f64; 5], n: usize) -> f64 {
    let mut a = x.to_vec();
    let mut total = 0.0;
    for k in 0..n {
        a[k] *= a[k + 1];
        a.sort_by_key(|v| (v.abs() * 1e6) as i64);
        a.retain(|v| v.abs() < 20.0);
        total += a[k] * a[a.len() - 1];
    }
    total
}

#[differentiable]
fn by_another(x: &[f64; 5], y: &[f64; 5]) -> f64 {
    let mut order: Vec<usize> = (0..5).collect();
    order.sort_by(|&i, &j| x[i].partial_cmp(&x[j]).unwrap());
    let mut pairs: Vec<(f64, usize)> = x.iter().map(|v| v * v).zip(0..5).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    for k in 0..5 {
        sum += pairs[k].0 * y[order[k]] * y[pairs[k].1];
    }
    sum
}

#[differentiable]
fn sort_all(x: &mut [f64]) {
    x.sort_by(|a, b| a.total_cmp(b));
    for i in 1..x.len() {
        x[i] *= x[i - 1];
    }
}

#[test]
fn a_median_has_the_derivative_of_the_middle() {
    assert_eq!(grad_median(&X), [0.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!(grad_median(&X[..4]), [0.0, 0.0, 0.5, 0.5]);
    assert_eq!(jvp_median(&X, &[1.0, 2.0, 3.0, 4.0, 5.0]), (2.0, 3.0));
}

#[test]
fn weights_go_to_the_elements_in_their_places() {
    // falling: 7, 3, 2, 0.5, -1 with weights 0, 1, 2, 3, 4
    assert_eq!(grad_weighted_squares(&X), [6.0, -8.0, 8.0, 3.0, 0.0]);
    let (_, second) = hvp_weighted_squares(&X, &[1.0; 5]);
    assert_eq!(second, [2.0, 8.0, 4.0, 6.0, 0.0]);
}

#[test]
fn sorting_is_undone_where_it_changes_a_parameter() {
    let (mut data, mut d_data, mut d_q) = (X.to_vec(), vec![0.0; 5], 0.0);
    // position 1.2: 0.8 * 0.5 + 0.2 * 2
    let value = adjoint_quantile(&mut data, 0.3, &mut d_data, &mut d_q, 1.0);
    assert!((value - 0.8).abs() < 1e-15);
    assert!((d_data[3] - 0.8).abs() < 1e-15 && (d_data[2] - 0.2).abs() < 1e-15);
    assert!((d_q - 4.0 * 1.5).abs() < 1e-14);
    assert_eq!(data, [-1.0, 0.5, 2.0, 3.0, 7.0]);
}

#[test]
fn sorting_in_loops_and_of_pairs_agrees_with_differences() {
    check_gradients::<in_loops>((&X, 3)).unwrap();
    check_gradients::<by_another>((&X, &[0.5, 1.5, -2.0, 3.0, 0.25])).unwrap();
    check_gradients::<median>((&X[..],)).unwrap();
    check_gradients::<weighted_squares>((&X,)).unwrap();
}

#[test]
fn a_parameter_is_sorted_and_changed() {
    let (mut x, mut d) = ([2.0, 1.0, 3.0], [0.0, 0.0, 1.0]);
    adjoint_sort_all(&mut x, &mut d);
    assert_eq!(x, [1.0, 2.0, 6.0]);
    // the last is the product of all
    assert_eq!(d, [3.0, 6.0, 2.0]);
}
