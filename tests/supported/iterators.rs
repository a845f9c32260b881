//! Iterator chains.

use std::borrow::Borrow;

use chainrule::differentiable;

use crate::row::section;

section! {
    "Iterators", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "`iter().map(..).sum()`" { v.iter().map(|a| a * x).sum() }
    "`product`, `count`" { v.iter().product::<f64>() * v.iter().filter(|a| **a > 0.0).count() as f64 + x }
    "`fold`, over tuples and arrays too" { let (s, q) = v.iter().fold((0.0, x), |(s, q), a| (s + a, q * a)); s * q }
    "`fold(f64::NEG_INFINITY, f64::max)`" { v.iter().copied().fold(f64::NEG_INFINITY, f64::max) * x }
    "`zip`, `enumerate`, `rev`, `skip`, `take`, `step_by`" {
        v.iter().step_by(2).zip(v.iter().rev().skip(1).take(2)).enumerate().map(|(i, (a, b))| a * b * x.powi(i as i32)).sum()
    }
    "ranges of any integer type: `(0..n)`, `(1..=5).rev()`, `(1..)`" {
        (1..).zip(v).map(|(k, a)| a * x.powi(k)).sum::<f64>() + (0..n).map(|i| v[i]).product::<f64>() + (1..=5).rev().fold(x, |s, k| s.sin() * k as f64)
    }
    "`windows`, `chunks`, `chunks_exact`" {
        v.windows(2).map(|w| (w[1] - w[0]) * x).product::<f64>() + v.chunks(2).map(|c| c[0]).sum::<f64>() + v.chunks_exact(2).map(|c| c[0] * c[1]).sum::<f64>()
    }
    "`filter`, `filter_map`" {
        v.iter().filter(|a| **a > 0.0).map(|a| a * x).sum::<f64>() + v.iter().filter_map(|a| if *a > 0.0 { Some(a.ln() * x) } else { None }).sum::<f64>()
    }
    "`take_while`, `skip_while`, `map_while`" {
        v.iter().take_while(|a| **a > 0.0).product::<f64>() * v.iter().skip_while(|a| **a > 0.0).map_while(|a| if *a < 1.0 { Some(a * x) } else { None }).sum::<f64>()
    }
    "`scan`" { v.iter().scan(x, |s, a| { *s *= a; Some(*s) }).sum() }
    "`chain`, `once`, `repeat`, `cycle`" {
        v.iter().chain(std::iter::once(&x)).chain(std::iter::repeat(&x).take(2)).zip(v.iter().cycle()).map(|(a, b)| a * b).sum()
    }
    "`flat_map`, `flatten`" {
        let m = [[x, 1.0], [v[0], x]]; (0..n).flat_map(|i| (i..n).map(move |j| (i, j))).map(|(i, j)| v[i] * v[j] * x).sum::<f64>() + m.iter().flatten().map(|a| a * a).sum::<f64>()
    }
    "`successors`" { std::iter::successors(Some(x), |p| Some(p * 0.5)).take(3).product() }
    "`reduce`, `min_by`, `max_by` with `partial_cmp` or `total_cmp`" {
        *v.iter().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap() * *v.iter().min_by(|a, b| a.total_cmp(b)).unwrap() * v.iter().map(|a| a * x).reduce(f64::max).unwrap()
    }
    "the position of the greatest: `enumerate().max_by(..)`" { let (i, a) = v.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap(); a * x + v[i] }
    "`min`, `max`, `min_by_key`, `max_by_key` of integers" {
        let (i, j) = ((0..n).max_by_key(|i| i % 2).unwrap(), (0..n).min_by_key(|i| i * i).unwrap()); v[i] * v[j] * v[(0..n).max().unwrap()] * v[(1..n).min().unwrap()] * x
    }
    "`find`, `find_map`, `next`, `nth`, `last`" {
        let first = v.iter().find_map(|a| if *a < 0.0 { Some(a * x) } else { None }).unwrap();
        v.iter().find(|a| **a < 0.0).unwrap() * v.iter().next().unwrap() + v.iter().nth(1).unwrap() * v.iter().last().unwrap() * first
    }
    "`any`, `all`, `position`" { if v.iter().any(|a| *a > 1.0) && !v.iter().all(|a| *a > 1.0) { v[v.iter().position(|a| *a < 0.0).unwrap()] * x } else { x } }
    "`collect` of a `Vec`, `unzip`, `extend`" {
        let mut y: Vec<f64> = v.iter().map(|a| a * x).collect(); y.extend(v.iter().map(|a| a * a)); let (p, q): (Vec<f64>, Vec<f64>) = y.iter().map(|a| (a + x, a * x)).unzip(); p[0] * q[4]
    }
    "`collect` of another type" refused { let y: std::collections::VecDeque<f64> = v.iter().map(|a| a * x).collect(); y[0] }
    "`map` of an array, `array::from_fn`" { let y: [f64; 3] = std::array::from_fn(|i| v[i] * x); y.map(|a| a * a).iter().sum() }
    "`for_each`, `iter_mut`, closures that write" {
        let (mut s, mut u) = (0.0, v.to_vec()); u.iter_mut().for_each(|a| *a *= x); u.iter().for_each(|a| s += a * x); s
    }
    "functions by their paths: `.map(f64::exp)`" { v.iter().copied().map(f64::exp).sum::<f64>() * x }
    "a chain that a `let` names" { let squares = v.iter().map(|a| a * a); squares.sum::<f64>() * x }
    "a chain that is cloned" { let rows = v.windows(2); rows.clone().zip(rows.skip(1)).map(|(a, b)| a[0] * b[1] * x).sum() }
    "chains in the head of `for`" { let mut s = x; for (i, a) in v.iter().map(|a| a * x).enumerate() { s += a * i as f64; } s }
    "`partition`" { let (up, down): (Vec<f64>, Vec<f64>) = v.iter().map(|a| a * x).partition(|a| *a > 0.0); up[0] * up[1] + down[0] }
    "`try_fold`" { let r: Result<f64, String> = v.iter().try_fold(x, |s, a| if *a > 9.0 { Err(format!("{a}")) } else { Ok(s * a) }); r.unwrap() }
    "`collect` and `sum` of options and results" {
        let y: Option<Vec<f64>> = v.iter().map(|a| if *a > -9.0 { Some(a * x) } else { None }).collect();
        let s = v.iter().map(|a| if *a < 9.0 { Ok(a * a) } else { Err("large") }).sum::<Result<f64, &str>>(); y.unwrap()[1] * s.unwrap()
    }
    "`peekable`" { let mut it = v.iter().peekable(); let mut s = x; while let Some(a) = it.next() { if let Some(b) = it.peek() { s += a * *b; } } s * x }
    "`drain`" { let mut u = v.to_vec(); let p: f64 = u.drain(..2).map(|a| a * x).product(); p * u[0] * u.len() as f64 }
    "`rfold`, `rfind`, `next_back`, `nth_back`" { v.iter().rfold(0.0, |s, a| s * x + a) * v.iter().rfind(|a| **a < 0.0).unwrap() + v.iter().next_back().unwrap() * v.iter().nth_back(1).unwrap() }
    "`from_fn`, `repeat_with`" {
        let (mut a, mut k) = (x, 0); let s: f64 = std::iter::from_fn(|| { k += 1; if k > n { None } else { a *= 0.5; Some(a) } }).sum();
        let mut b = x; s * std::iter::repeat_with(|| { b = b * b + 0.1; b }).take(2).product::<f64>()
    }
    "an item of several parts by one name" { v.iter().zip(v.windows(2)).map(|p| p.0 * p.1[1] * x).sum() }
    "`by_ref`, `find` of an iterator that goes on" { let mut it = v.iter(); let s: f64 = it.by_ref().take(1).sum(); let a = it.find(|a| **a > 1.0).unwrap(); a * x + s * it.count() as f64 }
    "`by_ref` of what has no positions" refused { let mut it = v.iter().filter(|a| **a > 0.0); it.by_ref().take(1).sum::<f64>() * x }
    "`rposition`, `eq`, `cmp`, `lt`" { if v.iter().eq(v) && (0..n).cmp(1..n).is_lt() && v.iter().skip(1).lt(v.iter().skip(2)) { v[v.iter().rposition(|a| *a < 1.0).unwrap()] * x } else { x } }
    "`chunk_by`" { v.chunk_by(|a, b| a < b).map(|run| run.iter().product::<f64>() * x).sum() }
    "an iterator as an argument" items {
        #[differentiable] fn total(items: impl Iterator<Item = f64>) -> f64 { items.map(|a| a * a).sum() }
        #[differentiable] fn f(x: f64, v: &[f64]) -> f64 { total(v.iter().map(|a| a * x)) }
    } at (0.75, &[0.5, -1.25, 2.0][..])
    "parameters that are walked over: `impl IntoIterator`, `Borrow<f64>`" items {
        #[differentiable] fn norm<'a>(v: impl IntoIterator<Item = &'a f64>) -> f64 { v.into_iter().map(|a| a * a).sum::<f64>().sqrt() }
        #[differentiable] fn sum<T>(v: T) -> f64 where T: IntoIterator, T::Item: Borrow<f64> { let mut s = 0.0; for a in v { s += a.borrow(); } s }
        #[differentiable] fn f(v: &[f64]) -> f64 { norm(v) * sum(v) + norm(v.iter().skip(1)) }
    } at (&[0.5, -1.25, 2.0][..],)
    "an iterator by `&mut`" refused_items { #[differentiable] fn f<I: Iterator<Item = f64>>(items: &mut I) -> f64 { items.sum() } }
}
