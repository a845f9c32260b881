//! Chains of iterators that end early, split their items, or are looked ahead of.

use chainrule::{check_gradients, differentiable};

use crate::{POINT, agrees};

#[differentiable(second_order)]
fn drain_inclusive(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    let mut s = x;
    for a in u.drain(1..=2) {
        s *= a;
    }
    s + u[1] * u.len() as f64
}

#[differentiable(second_order)]
fn drain_rows(x: f64, v: &[f64], n: usize) -> f64 {
    let mut rows = vec![v.to_vec(), vec![x, 2.0]];
    let first: Vec<Vec<f64>> = rows.drain(..1).collect();
    first[0][1] * rows[0][0]
}

#[differentiable(second_order)]
fn drain_in_loop(x: f64, v: &[f64], n: usize) -> f64 {
    let mut queue = v.to_vec();
    let mut s = x;
    while !queue.is_empty() {
        let k = queue.len().min(2);
        let p: f64 = queue.drain(..k).map(|a| a + x).product();
        s += p;
    }
    s
}

#[differentiable(second_order)]
fn split_off(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    let w = u.split_off(1);
    w[0] * x * w.len() as f64 + u[0]
}

#[differentiable(second_order)]
fn partition_tuples(x: f64, v: &[f64], n: usize) -> f64 {
    let (a, b): (Vec<(usize, f64)>, Vec<(usize, f64)>) =
        v.iter().copied().enumerate().partition(|(i, a)| i % 2 == 0 && *a > 0.0);
    a[0].1 * b[0].1 * x * b[1].0 as f64
}

#[differentiable(second_order)]
fn partition_idx(x: f64, v: &[f64], n: usize) -> f64 {
    let (a, b): (Vec<usize>, Vec<usize>) = (0..v.len()).partition(|&i| v[i] > 0.6);
    a.iter().map(|&i| v[i] * x).sum::<f64>() - b.iter().map(|&i| v[i]).product::<f64>()
}

#[differentiable(second_order)]
fn try_fold_checked(x: f64, v: &[f64], n: usize) -> f64 {
    let r: Option<usize> = (1..=n).try_fold(1usize, |a, k| a.checked_mul(k));
    r.unwrap() as f64 * x * x
}

#[differentiable(second_order)]
fn peek_group(x: f64, v: &[f64], n: usize) -> f64 {
    let mut it = v.iter().copied().peekable();
    let mut s = x;
    while let Some(a) = it.next() {
        let mut run = a;
        while let Some(&b) = it.peek() {
            if b * a < 0.0 {
                break;
            }
            run += b;
            it.next();
        }
        s *= run;
    }
    s
}

#[differentiable(second_order)]
fn peek_unwrap(x: f64, v: &[f64], n: usize) -> f64 {
    let mut it = v.iter().enumerate().peekable();
    let mut s = 0.0;
    while let Some((i, a)) = it.next() {
        if it.peek().is_none() {
            s += a * x;
        } else {
            s += a * i as f64;
        }
    }
    s
}

#[differentiable(second_order)]
fn repeat_with(x: f64, v: &[f64], n: usize) -> f64 {
    let mut st = x;
    let w: Vec<f64> = std::iter::repeat_with(|| {
        st = st * 0.5 + 0.1;
        st
    })
    .take(3)
    .collect();
    w[0] * w[2]
}

#[differentiable(second_order)]
fn from_fn_fib(x: f64, v: &[f64], n: usize) -> f64 {
    let (mut a, mut b) = (x, v[0]);
    let s: f64 = std::iter::from_fn(|| {
        let c = a + b;
        a = b;
        b = c;
        Some(c)
    })
    .take_while(|c| *c < 20.0)
    .sum();
    s
}

#[differentiable(second_order)]
fn for_from_fn(x: f64, v: &[f64], n: usize) -> f64 {
    let mut k = n;
    let mut s = x;
    for i in std::iter::from_fn(|| {
        if k == 0 {
            None
        } else {
            k -= 1;
            Some(k)
        }
    }) {
        s = s * v[i] + x;
    }
    s
}

#[differentiable(second_order)]
fn dedup_sort(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = vec![x, v[0], v[0], v[2]];
    u.sort_by(|a, b| a.partial_cmp(b).unwrap());
    u.dedup();
    u.iter().product::<f64>() * u.len() as f64
}

#[differentiable(second_order)]
fn dedup_by_tol(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = vec![(0, x), (0, v[0]), (1, v[2])];
    u.dedup_by(|a, b| a.0 == b.0);
    u[0].1 * u[1].1
}

#[differentiable(second_order)]
fn rfold_etc(x: f64, v: &[f64], n: usize) -> f64 {
    v.iter().rfold(0.0, |s, a| s * x + a)
        + *v.iter().rfind(|a| **a > 0.6).unwrap() * x
        + v.iter().nth_back(1).unwrap()
        + v.iter().next_back().unwrap() * (0..n).next_back().unwrap() as f64
}

#[differentiable(second_order)]
fn next_named(x: f64, v: &[f64], n: usize) -> f64 {
    let mut it = v.iter().skip(1);
    let (Some(a), Some(b)) = (it.next(), it.next()) else { return x };
    a * b * x
}

#[differentiable(second_order)]
fn enumerate_windows(x: f64, v: &[f64], n: usize) -> f64 {
    v.windows(2).enumerate().map(|p| (p.1[0] - p.1[1]) * x * p.0 as f64).sum::<f64>()
        + v.chunks(2).enumerate().filter(|p| p.0 > 0).map(|p| p.1.iter().sum::<f64>()).sum::<f64>()
}

#[differentiable(second_order)]
fn for_item(x: f64, v: &[f64], n: usize) -> f64 {
    let mut s = x;
    for p in v.iter().zip(v.windows(2)) {
        s = s * p.0 + p.1.iter().sum::<f64>();
    }
    s
}

#[differentiable(second_order)]
fn rows(x: f64, v: &[f64], n: usize) -> f64 {
    let m = vec![vec![x, 1.0], vec![v[0], x]];
    let mut s = 0.0;
    for (i, r) in m.iter().enumerate() {
        s += r[i];
    }
    s += m.iter().zip(v).map(|t| t.0[0] * t.1).sum::<f64>();
    s + m.iter().enumerate().map(|t| t.1[t.0] * t.1.len() as f64).sum::<f64>()
}

#[differentiable(second_order)]
fn nested_item(x: f64, v: &[f64], n: usize) -> f64 {
    v.windows(2).zip(v).enumerate().map(|p| p.1.0[0] * p.1.1 * p.0 as f64 * x).sum::<f64>()
}

#[differentiable(second_order)]
fn partition(x: f64, v: &[f64], n: usize) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = v.iter().partition(|a| **a > 0.5);
    a.iter().sum::<f64>() * b.iter().product::<f64>() * x
}

#[differentiable(second_order)]
fn try_fold(x: f64, v: &[f64], n: usize) -> f64 {
    let r = v.iter().try_fold(x, |s, a| if *a > -9.0 { Some(s + a * a) } else { None });
    r.unwrap_or(0.0)
}

#[differentiable(second_order)]
fn try_fold_result(x: f64, v: &[f64], n: usize) -> f64 {
    let r: Result<f64, String> = v.iter().try_fold(1.0, |s, &a| {
        if a > 5.0 {
            return Err("big".to_string());
        }
        Ok(s * (a + x))
    });
    r.unwrap()
}

#[differentiable(second_order)]
fn iter_next(x: f64, v: &[f64], n: usize) -> f64 {
    let mut it = v.iter();
    let mut m = *it.next().unwrap();
    for a in it {
        m = m * x + a;
    }
    m
}

#[differentiable(second_order)]
fn chars_next_skip(x: f64, v: &[f64], n: usize) -> f64 {
    let mut it = v.iter().copied().skip(1);
    let first = it.next().unwrap_or(1.0);
    first * it.map(|a| a * x).sum::<f64>()
}

#[differentiable(second_order)]
fn drain(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    let d: Vec<f64> = u.drain(..2).collect();
    d[0] * d[1] * u[0] * x
}

#[differentiable(second_order)]
fn drain_all(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    let s: f64 = u.drain(..).map(|a| a * x).sum();
    s + u.len() as f64
}

#[differentiable(second_order)]
fn dedup_by(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    u.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    u[0] * x
}

#[differentiable(second_order)]
fn sum_of_options(x: f64, v: &[f64], n: usize) -> f64 {
    let s: Option<f64> = v.iter().map(|a| if *a > -5.0 { Some(a * x) } else { None }).sum();
    s.unwrap_or(0.0)
}

#[differentiable(second_order)]
fn collect_option(x: f64, v: &[f64], n: usize) -> f64 {
    let u: Option<Vec<f64>> =
        v.iter().map(|a| if *a > -5.0 { Some(a * x) } else { None }).collect();
    let u = u.unwrap();
    u[0] * u[2]
}

#[test]
fn derivatives_agree_with_differences() {
    agrees(check_gradients::<drain_inclusive>(POINT), grad_drain_inclusive, hvp_drain_inclusive);
    agrees(check_gradients::<drain_rows>(POINT), grad_drain_rows, hvp_drain_rows);
    agrees(check_gradients::<drain_in_loop>(POINT), grad_drain_in_loop, hvp_drain_in_loop);
    agrees(check_gradients::<split_off>(POINT), grad_split_off, hvp_split_off);
    agrees(check_gradients::<partition_tuples>(POINT), grad_partition_tuples, hvp_partition_tuples);
    agrees(check_gradients::<partition_idx>(POINT), grad_partition_idx, hvp_partition_idx);
    agrees(check_gradients::<try_fold_checked>(POINT), grad_try_fold_checked, hvp_try_fold_checked);
    agrees(check_gradients::<peek_group>(POINT), grad_peek_group, hvp_peek_group);
    agrees(check_gradients::<peek_unwrap>(POINT), grad_peek_unwrap, hvp_peek_unwrap);
    agrees(check_gradients::<repeat_with>(POINT), grad_repeat_with, hvp_repeat_with);
    agrees(check_gradients::<from_fn_fib>(POINT), grad_from_fn_fib, hvp_from_fn_fib);
    agrees(check_gradients::<for_from_fn>(POINT), grad_for_from_fn, hvp_for_from_fn);
    agrees(check_gradients::<dedup_sort>(POINT), grad_dedup_sort, hvp_dedup_sort);
    agrees(check_gradients::<dedup_by_tol>(POINT), grad_dedup_by_tol, hvp_dedup_by_tol);
    agrees(check_gradients::<rfold_etc>(POINT), grad_rfold_etc, hvp_rfold_etc);
    agrees(check_gradients::<next_named>(POINT), grad_next_named, hvp_next_named);
    agrees(
        check_gradients::<enumerate_windows>(POINT),
        grad_enumerate_windows,
        hvp_enumerate_windows,
    );
    agrees(check_gradients::<for_item>(POINT), grad_for_item, hvp_for_item);
    agrees(check_gradients::<rows>(POINT), grad_rows, hvp_rows);
    agrees(check_gradients::<nested_item>(POINT), grad_nested_item, hvp_nested_item);
    agrees(check_gradients::<partition>(POINT), grad_partition, hvp_partition);
    agrees(check_gradients::<try_fold>(POINT), grad_try_fold, hvp_try_fold);
    agrees(check_gradients::<try_fold_result>(POINT), grad_try_fold_result, hvp_try_fold_result);
    agrees(check_gradients::<iter_next>(POINT), grad_iter_next, hvp_iter_next);
    agrees(check_gradients::<chars_next_skip>(POINT), grad_chars_next_skip, hvp_chars_next_skip);
    agrees(check_gradients::<drain>(POINT), grad_drain, hvp_drain);
    agrees(check_gradients::<drain_all>(POINT), grad_drain_all, hvp_drain_all);
    agrees(check_gradients::<dedup_by>(POINT), grad_dedup_by, hvp_dedup_by);
    agrees(check_gradients::<sum_of_options>(POINT), grad_sum_of_options, hvp_sum_of_options);
    agrees(check_gradients::<collect_option>(POINT), grad_collect_option, hvp_collect_option);
}

#[differentiable(second_order)]
fn stepped_zip(x: f64, v: &[f64], n: usize) -> f64 {
    let mut s = x;
    for (a, b) in v.iter().step_by(2).zip(v.iter().skip(1)) {
        s += a * b;
    }
    s
}

#[differentiable(second_order)]
fn stepped_rev(x: f64, v: &[f64], n: usize) -> f64 {
    v.iter().rev().step_by(2).map(|a| a * x).sum::<f64>()
        + v.windows(2).step_by(2).map(|w| w[0] * w[1]).sum::<f64>()
}

#[differentiable(second_order)]
fn stepped_range(x: f64, v: &[f64], n: usize) -> f64 {
    (0..4).step_by(3).rev().map(|i| v[i] * x).sum::<f64>()
        + (0..4).map(|i| v[i]).step_by(2).sum::<f64>()
        + (1..4).skip(1).step_by(2).map(|i| v[i]).sum::<f64>()
}

#[differentiable(second_order)]
fn step_take(x: f64, v: &[f64], n: usize) -> f64 {
    (0..9).take(4).step_by(2).map(|i| v[i] * x).sum::<f64>()
}

#[differentiable(second_order)]
fn step_repeat(x: f64, v: &[f64], n: usize) -> f64 {
    std::iter::repeat_n(x, 4).step_by(2).product::<f64>()
        + [1.0, x, 2.0].iter().chain(v).step_by(2).sum::<f64>()
}

#[differentiable(second_order)]
fn step_zip_enumerate(x: f64, v: &[f64], n: usize) -> f64 {
    (1..=4).step_by(2).zip(v).map(|(i, a)| a * i as f64 * x).sum::<f64>()
        + (1..=4).zip(v).step_by(2).map(|(i, a)| a * i as f64 * x).sum::<f64>()
}

#[differentiable(second_order)]
fn step_once(x: f64, v: &[f64], n: usize) -> f64 {
    std::iter::once(x).step_by(2).sum::<f64>()
}

#[differentiable(second_order)]
fn step_rep(x: f64, v: &[f64], n: usize) -> f64 {
    std::iter::repeat(x).take(3).step_by(2).sum::<f64>()
}

#[differentiable(second_order)]
fn step_var(x: f64, v: &[f64], n: usize) -> f64 {
    let k = 4;
    std::iter::repeat_n(x, k).step_by(2).product::<f64>()
        * std::iter::repeat(x).take(k).take(n).skip(1).sum::<f64>()
}

#[differentiable(second_order)]
fn take_few(x: f64, v: &[f64], n: usize) -> f64 {
    std::iter::repeat(x)
        .take(3)
        .take(n)
        .zip(std::iter::repeat(2.0).take(5))
        .map(|(a, b)| a * b)
        .sum::<f64>()
}

#[differentiable(second_order)]
fn take_lits(x: f64, v: &[f64], n: usize) -> f64 {
    std::iter::repeat_n(x, 4).take(2).zip(v).map(|(a, b)| a * b).sum::<f64>()
        + std::iter::repeat_n(x, 4).rev().skip(1).sum::<f64>()
}

/// Positions of which literals say how many there are.
#[test]
fn literals_count_positions() {
    agrees(check_gradients::<stepped_zip>(POINT), grad_stepped_zip, hvp_stepped_zip);
    agrees(check_gradients::<stepped_rev>(POINT), grad_stepped_rev, hvp_stepped_rev);
    agrees(check_gradients::<stepped_range>(POINT), grad_stepped_range, hvp_stepped_range);
    agrees(check_gradients::<step_take>(POINT), grad_step_take, hvp_step_take);
    agrees(check_gradients::<step_repeat>(POINT), grad_step_repeat, hvp_step_repeat);
    agrees(
        check_gradients::<step_zip_enumerate>(POINT),
        grad_step_zip_enumerate,
        hvp_step_zip_enumerate,
    );
    agrees(check_gradients::<step_once>(POINT), grad_step_once, hvp_step_once);
    agrees(check_gradients::<step_rep>(POINT), grad_step_rep, hvp_step_rep);
    agrees(check_gradients::<step_var>(POINT), grad_step_var, hvp_step_var);
    agrees(check_gradients::<take_few>(POINT), grad_take_few, hvp_take_few);
    agrees(check_gradients::<take_lits>(POINT), grad_take_lits, hvp_take_lits);
}
