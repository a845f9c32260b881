//! Parts of slices that may be there, ranges with names, options changed in place, iterators that go on after
//! some items were taken.
//!
//! Each program is checked against central differences of itself, in both modes; the Hessian-vector product
//! against differences of the gradient.

use std::ops::Range;

use chainrule::{Differentiable, check_gradients, differentiable};

const V: [f64; 6] = [1.2, -0.5, 2.7, 1.1, 0.3, 0.8];

/// `(grad(v + h d) - grad(v - h d)) / 2 h` against `hvp(v, d)`: the error of the difference is of the order h^2
/// times a fifth derivative, and 1e-16 / h from rounding.
fn check_second(grad: impl Fn(&[f64]) -> Vec<f64>, hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    let (direction, step) = ([0.3, -0.7, 0.2, 0.5, -0.4, 0.6], 1e-5);
    let moved = |sign: f64| -> Vec<f64> {
        V.iter().zip(direction).map(|(v, d)| v + sign * step * d).collect()
    };
    let (above, below) = (grad(&moved(1.0)), grad(&moved(-1.0)));
    for ((a, b), h) in above.iter().zip(&below).zip(hvp(&V, &direction)) {
        let difference = (a - b) / (2.0 * step);
        assert!((difference - h).abs() <= 1e-7 * (1.0 + h.abs()), "{h} is not {difference}");
    }
}

/// Both modes, and second order.
macro_rules! check {
    ($($f:ident $grad:ident $hvp:ident),* $(,)?) => { $(
        check_gradients::<$f>((&V[..],)).unwrap();
        check_second(|v| $grad(v), |v, d| $hvp(v, d).1);
    )* };
}

#[differentiable(second_order)]
fn ranges_that_may_be_there(v: &[f64]) -> f64 {
    let some = v.get(1..).unwrap();
    let through = v.get(..=2).expect("three");
    let none = v.get(4..9).unwrap_or(&[]);
    let other = v.get(7..).unwrap_or(v);
    let mut sum = some[0] * through[2] * other[3] + none.iter().sum::<f64>();
    if v.get(2..7).is_none() && v.get(..6).is_some_and(|w| w[0] > 0.0) {
        sum *= v[0];
    }
    sum + v.get(3..).map_or(0.0, |w| w.iter().map(|a| a * a * a).sum())
        + v.get(9..).map_or_else(|| v[4] * v[4], |w| w[0])
        + v.get(2..4).unwrap_or_default().iter().product::<f64>()
}

#[differentiable(second_order)]
fn opened(v: &[f64]) -> Option<f64> {
    let (first, rest) = v.split_first()?;
    let middle = rest.get(1..3)?;
    let end = rest.split_last().map(|(last, before)| last * before[0] * first)?;
    Some(first * middle[0] * middle[1] * end + v.split_at(2).1[0] * v.split_last().unwrap().1[1])
}

#[differentiable(second_order)]
fn or_an_error(v: &[f64], from: usize) -> Result<f64, String> {
    let w = v.get(from..).ok_or_else(|| format!("nothing from {from} on"))?;
    let (last, rest) = w.split_last().ok_or("empty")?;
    Ok(last * last * rest.iter().sum::<f64>())
}

#[differentiable(second_order)]
fn of_opened(v: &[f64]) -> f64 {
    let missing = or_an_error(v, 7).unwrap_or(v[0] * v[1]);
    opened(v).unwrap_or(0.0) * or_an_error(v, 1).unwrap() + missing
}

#[differentiable(second_order)]
fn parts_changed(v: &[f64]) -> f64 {
    let mut w = v.to_vec();
    w.get_mut(1..).unwrap()[0] *= v[2];
    if let Some(part) = w.get_mut(2..4) {
        part[1] *= part[0];
    }
    let (below, middle, above) = w.select_nth_unstable_by(3, |a, b| a.total_cmp(b));
    let product = *middle * above[0].max(above[1]);
    *middle = product;
    let least = below.iter().copied().fold(f64::MAX, f64::min);
    let most = *w.select_nth_unstable_by(5, f64::total_cmp).1;
    product * most + least * least
}

#[differentiable(second_order)]
fn width(range: Range<f64>) -> f64 {
    (range.end - range.start) * range.start * range.end
}

#[differentiable(second_order)]
fn sum_of(v: &[f64], range: Range<usize>) -> f64 {
    let mut sum = 0.0;
    for i in range.clone() {
        sum += v[i] * v[i];
    }
    sum * v[range.start] + range.map(|i| v[i]).sum::<f64>()
}

#[differentiable(second_order)]
fn named_ranges(v: &[f64]) -> f64 {
    let (span, sign) = if v[0] > v[1] { (v[1]..v[0], 1.0) } else { (v[0]..v[1], -1.0) };
    assert!(span.start < span.end, "{:?} is empty", span.end - span.start);
    let inside = span.contains(&v[3]);
    let unit = 0.0..v[2];
    let rows = match v.len() {
        0 => return 0.0,
        6 => 1..v.len() - 1,
        n => 0..n,
    };
    let mut sum = sign * width(span) * (unit.start + 0.5).sin() * unit.end;
    for (i, a) in rows.clone().zip(v) {
        sum += a * a * v[i];
    }
    for part in [0..2, 3..6] {
        sum *= v[part.start] + v[part].iter().product::<f64>();
    }
    let rows = rows.start + 1..rows.end;
    sum * rows.len() as f64
        + sum_of(v, rows.clone()) * v[rows].iter().sum::<f64>()
        + if inside { v[3] * v[3] } else { v[4] }
}

#[differentiable(second_order)]
fn options_changed(v: &[f64]) -> f64 {
    let (mut before, mut best, mut sum) = (None, None, 0.0);
    for &a in v {
        if let Some(b) = before.replace(a * a) {
            sum += a * b;
        }
        if a > 1.0 {
            *best.get_or_insert(a) *= a;
        }
    }
    let last = before.insert(sum * v[5]);
    *last += v[0];
    let first = *best.get_or_insert_with(|| v[1]);
    let alone = Some(first * v[4]).xor(None).unwrap_or(1.0);
    alone * before.take().unwrap() + before.xor(best).unwrap_or(0.0)
}

#[differentiable(second_order)]
fn taken_by_reference(v: &[f64]) -> f64 {
    let mut items = v.iter();
    let first: f64 = items.by_ref().take(2).map(|a| a * a).sum();
    let large = items.find(|a| **a > 1.05).unwrap();
    let mut product = 1.0;
    for a in items.by_ref() {
        product *= a * a;
        if *a < 0.5 {
            break;
        }
    }
    let mut pairs = v.chunks_exact(2);
    let mut sum = pairs.by_ref().take_while(|pair| pair[0] > 1.5).count() as f64;
    for pair in pairs {
        sum += pair[0] * pair[1];
    }
    first * large * product * items.sum::<f64>() + sum
}

#[differentiable(second_order)]
fn runs(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, run) in v.chunk_by(|a, b| a < b).enumerate() {
        sum += run.iter().product::<f64>() * (i + 1) as f64 * run[0];
    }
    let longest = v.chunk_by(|a, b| a > b).map(|run| run.len()).max().unwrap();
    let at = v.iter().rposition(|a| *a > 1.0).unwrap();
    let same = (0..longest).eq([0, 1, 2]) && v.iter().ne(v.iter().skip(1));
    let order = v.iter().partial_cmp(v.iter().skip(1));
    sum * v[at] * if same && order == Some(std::cmp::Ordering::Greater) { v[1] } else { v[2] }
}

#[test]
fn derivatives_are_those_of_the_programs() {
    check!(
        ranges_that_may_be_there grad_ranges_that_may_be_there hvp_ranges_that_may_be_there,
        of_opened grad_of_opened hvp_of_opened,
        parts_changed grad_parts_changed hvp_parts_changed,
        named_ranges grad_named_ranges hvp_named_ranges,
        options_changed grad_options_changed hvp_options_changed,
        taken_by_reference grad_taken_by_reference hvp_taken_by_reference,
        runs grad_runs hvp_runs,
    );
}

#[test]
fn values_are_the_programs_own() {
    assert_eq!(parts_changed(&V), value_and_grad_parts_changed(&V).0);
    assert_eq!(named_ranges(&V), value_and_grad_named_ranges(&V).0);
    assert_eq!(taken_by_reference(&V), value_and_grad_taken_by_reference(&V).0);
    assert_eq!(runs(&V), value_and_grad_runs(&V).0);
}

#[test]
fn what_is_not_there_is_an_error() {
    let found = value_and_grad_or_an_error(&V, 7);
    assert_eq!(found.unwrap_err(), "nothing from 7 on");
    assert_eq!(value_and_grad_or_an_error(&V, 6).unwrap_err(), "empty");
    assert_eq!(value_and_grad_opened(&V[..2]), None);
}

#[derive(Clone, Debug, Differentiable)]
struct Filter {
    gains: [f64; 3],
    offset: Option<f64>,
    state: [f64; 3],
}

#[differentiable]
impl Filter {
    fn scaled(&self, k: f64) -> f64 {
        let sum = self.gains.map(|g| (g * k).sin()).iter().sum::<f64>();
        sum + self.offset.map_or(0.0, |o| o * k)
    }

    fn step(&mut self, x: f64) -> f64 {
        self.state = self.state.map(|s| 0.5 * s + x);
        self.state[0] * self.gains[1] + self.state[2]
    }
}

#[differentiable(second_order)]
fn mapped_fields(f: &Filter, x: f64) -> f64 {
    let p = f.gains.map(|g| g * x);
    p[0] * p[1] + p[2] * f.offset.map(|o| o + x).unwrap_or(1.0)
}

#[differentiable]
fn filtered(f: &Filter, x: f64) -> f64 {
    let mut f = f.clone();
    let mut s = 0.0;
    for i in 0..4 {
        s += f.step(x * i as f64);
    }
    s + f.scaled(x) * f.offset.filter(|o| *o > 0.0).unwrap_or(x)
}

#[test]
fn arrays_and_options_in_fields_are_mapped() {
    let some = Filter { gains: [0.3, 0.7, -0.2], offset: Some(0.4), state: [0.1, 0.2, 0.3] };
    let none = Filter { offset: None, ..some.clone() };
    for f in [&some, &none] {
        check_gradients::<mapped_fields>((f, 0.8)).unwrap();
        check_gradients::<filtered>((f, 0.8)).unwrap();
    }
    let (d_f, d_x) = grad_mapped_fields(&some, 0.8);
    // x^2 g0 g1 + x g2 (o + x)
    let expected = [0.64 * 0.7, 0.64 * 0.3, 0.8 * 1.2];
    for (found, expected) in d_f.gains.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-15);
    }
    assert!((d_x - (1.6 * 0.21 - 0.2 * 0.4 - 0.4 * 0.8)).abs() < 1e-15);
    let zero = FilterTangent { gains: [0.0; 3], offset: Some(0.0), state: [0.0; 3] };
    let (_, (along, curved)) = hvp_mapped_fields(&some, 0.8, &zero, 1.0);
    assert!((curved - (2.0 * 0.21 - 0.4)).abs() < 1e-15);
    assert!((along.gains[2] - (0.4 + 1.6)).abs() < 1e-15);
}
