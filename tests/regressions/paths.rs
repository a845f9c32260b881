//! Values that exist on some paths only, flags that decide, and references to numbers.

use chainrule::{Differentiable, differentiable};

use crate::assert_close;

#[derive(Clone, Debug, Differentiable)]
struct Solver {
    damping: f64,
    steady: bool,
    count: usize,
}

#[differentiable]
impl Solver {
    fn step(&self, x: f64) -> f64 {
        self.damping * x * x
    }
}

#[differentiable]
fn flagged_step(solver: &mut Solver, x: f64, n: usize) -> f64 {
    solver.steady = solver.steady && solver.step(x) > 0.1;
    let both = solver.steady || solver.step(2.0 * x) > 1e3;
    let mut y = solver.step(x);
    if both || !y.is_finite() {
        y *= solver.damping;
    }
    solver.count += 1;
    if solver.steady && n > solver.count { y * x } else { y }
}

#[differentiable]
fn flagged(d: f64, x: f64, steady: bool) -> f64 {
    let mut solver = Solver { damping: d, steady, count: 0 };
    flagged_step(&mut solver, x, 3)
}

/// A field that no type is known of decides what runs, and changes later: `d^2 x^3` while it is steady,
/// else `d x^2`.
#[test]
fn flags_of_structs_steer() {
    let (d, x) = (0.75_f64, 1.25_f64);
    let (d_d, d_x) = grad_flagged(d, x, true);
    assert_close(d_d, 2.0 * d * x.powi(3));
    assert_close(d_x, 3.0 * d * d * x * x);
    let (d_d, d_x) = grad_flagged(d, x, false);
    assert_close(d_d, x * x);
    assert_close(d_x, 2.0 * d * x);
}

#[differentiable(second_order)]
fn flagged_chain(solver: &mut Solver, x: &[f64], first: Option<f64>) -> f64 {
    let kept: f64 = x.iter().filter(|_| solver.steady).map(|x| x * x).sum();
    let at = x.iter().position(|_| solver.steady).unwrap_or(0);
    let all = x.iter().all(|_| solver.steady);
    let start = first.filter(|_| solver.steady).unwrap_or(1.0);
    solver.count = at;
    if all { kept * start * solver.damping } else { x[at] }
}

#[differentiable(second_order)]
fn chained(d: f64, steady: bool, x: &[f64], first: Option<f64>) -> f64 {
    let mut solver = Solver { damping: d, steady, count: 0 };
    flagged_chain(&mut solver, x, first)
}

/// Predicates that say what a field says: `d s sum x^2`.
#[test]
fn flags_of_structs_are_predicates() {
    let x = [1.5, -2.0];
    let (d_d, d_x, d_first) = grad_chained(0.5, true, &x, Some(3.0));
    assert_close(d_d, 3.0 * 6.25);
    assert_eq!(d_x, [2.0 * 1.5 * 1.5, -2.0 * 2.0 * 1.5]);
    assert_eq!(d_first, Some(6.25 * 0.5));
    let (_, d_x, _) = grad_chained(0.5, false, &x, Some(3.0));
    assert_eq!(d_x, [1.0, 0.0]);
}

#[differentiable(second_order)]
fn only_arm_that_goes_on(x: f64, n: usize) -> Option<f64> {
    let r = if n > 2 {
        if x < 0.0 {
            return None;
        }
        x.sqrt()
    } else {
        return Some(x);
    };
    let t = match n {
        3 => {
            if x > 4.0 {
                return Some(x * x);
            }
            x * 2.0
        }
        4 => return None,
        _ => panic!("no such case"),
    };
    Some(r * t)
}

/// The only arm that goes on leaves on some paths too; its value was one of the arm: `2 x^(3/2)`.
#[test]
fn only_arm_that_goes_on_may_leave() {
    assert_close(grad_only_arm_that_goes_on(2.25, 3).unwrap(), 3.0 * 1.5);
    assert_close(grad_only_arm_that_goes_on(9.0, 3).unwrap(), 18.0);
    assert_close(grad_only_arm_that_goes_on(9.0, 1).unwrap(), 1.0);
    let (_, second) = hvp_only_arm_that_goes_on(2.25, 3, 1.0).unwrap();
    assert_close(second, 1.5 / 1.5);
}

#[derive(Clone, Debug, PartialEq)]
struct Negative;

#[differentiable(second_order)]
fn assigned_with_early_returns(x: f64, y: Option<f64>) -> Result<f64, Negative> {
    let a;
    let (r, n) = if let Some(y) = y {
        if y < 0.0 {
            return Err(Negative);
        }
        let norm = y.sqrt();
        a = norm * x;
        (y, norm)
    } else {
        return Err(Negative);
    };
    Ok(a * r + n)
}

/// `x y^(3/2) + y^(1/2)`
#[test]
fn assigned_in_the_only_arm_that_goes_on() {
    let (d_x, d_y) = grad_assigned_with_early_returns(0.5, Some(4.0)).unwrap();
    assert_close(d_x, 8.0);
    assert_close(d_y.unwrap_or(0.0), 0.5 * 1.5 * 2.0 + 0.25);
}

#[derive(Clone, Debug, Differentiable)]
struct Matrix {
    a: f64,
    b: Vec<f64>,
}

#[differentiable(second_order)]
fn scaled(x: f64) -> Option<Matrix> {
    if x > 0.0 { Some(Matrix { a: x * x, b: vec![x, 2.0 * x] }) } else { None }
}

#[differentiable(second_order)]
fn assigned_in_arms(x: f64, n: usize) -> Option<f64> {
    let m: Matrix;
    let k;
    if n == 0 {
        m = scaled(x)?;
        k = scaled(x + 1.0)?;
    } else {
        k = scaled(x)?;
        m = scaled(2.0 * x)?;
    }
    Some(m.a * k.b[1])
}

/// A struct that arms assign, each of which may leave: `2 x^2 (x + 1)`, `8 x^3`.
#[test]
fn structs_assigned_in_arms_that_may_leave() {
    let x = 1.5_f64;
    assert_close(grad_assigned_in_arms(x, 0).unwrap(), 6.0 * x * x + 4.0 * x);
    assert_close(grad_assigned_in_arms(x, 1).unwrap(), 24.0 * x * x);
    assert_eq!(value_and_grad_assigned_in_arms(-2.0, 0), None);
    let (_, second) = hvp_assigned_in_arms(x, 0, 1.0).unwrap();
    assert_close(second, 12.0 * x + 4.0);
}

#[differentiable(second_order)]
fn assigned_in_a_loop(x: f64, n: usize) -> Option<f64> {
    let mut s = 0.0;
    for i in 0..n {
        let m: Matrix;
        if i == 0 {
            m = scaled(x)?;
        } else if i > 2 {
            if x > 10.0 {
                continue;
            }
            m = scaled(2.0 * x)?;
        } else {
            s += x;
            continue;
        }
        s += m.a * m.b[0];
    }
    Some(s)
}

/// `x^3 + 2 x + 8 (n - 3) x^3`
#[test]
fn structs_assigned_in_iterations_that_go_on_early() {
    let x = 0.5_f64;
    assert_close(grad_assigned_in_a_loop(x, 5).unwrap(), 3.0 * x * x + 2.0 + 48.0 * x * x);
    assert_close(grad_assigned_in_a_loop(20.0, 5).unwrap(), 3.0 * 400.0 + 2.0);
}

#[differentiable(second_order)]
fn leaves_with_a_struct(x: f64) -> f64 {
    let m: Matrix;
    loop {
        m = Matrix { a: x, b: vec![x * x] };
        break;
    }
    let k: Matrix;
    'found: {
        if x > 1.0 {
            k = Matrix { a: x * x, b: vec![] };
            break 'found;
        }
        k = m.clone();
    }
    m.b[0] * k.a
}

/// `x^3`, `x^4`
#[test]
fn structs_assigned_ahead_of_a_break() {
    assert_close(grad_leaves_with_a_struct(0.5), 0.75);
    assert_close(grad_leaves_with_a_struct(2.0), 32.0);
}

#[differentiable]
fn apply_twice<F: FnMut(f64) -> f64>(x: f64, mut f: F) -> f64 {
    let once = f(x);
    f(once)
}

#[differentiable]
fn handed_on_by_reference(x: f64, n: usize, mut f: impl FnMut(f64) -> f64) -> f64 {
    let mut s = 0.0;
    for _ in 0..n {
        s += apply_twice(x, &mut f);
    }
    s + f(x)
}

#[differentiable]
fn squares_of_squares(x: f64, k: f64) -> f64 {
    handed_on_by_reference(x, 2, |t| k * t * t)
}

/// `2 k^3 x^4 + k x^2`
#[test]
fn functions_are_handed_on_by_mutable_reference() {
    let (x, k) = (1.25_f64, 0.5_f64);
    let (d_x, d_k) = grad_squares_of_squares(x, k);
    assert_close(d_x, 8.0 * k.powi(3) * x.powi(3) + 2.0 * k * x);
    assert_close(d_k, 6.0 * k * k * x.powi(4) + x * x);
}

#[differentiable(second_order)]
fn borrowed_numbers(x: &[f64]) -> f64 {
    let mut previous = x[0];
    let mut s = 1.0;
    for i in 1..x.len() {
        s *= &previous;
        let r = &previous;
        s -= r;
        let pair = [&previous, &s];
        s = pair[0] * pair[1] + *r;
        previous = x[i];
    }
    s - &previous
}

/// With `p = x0`: `(p - p) p + p`, then with `q = x1`: `(p q - q) q + q`, less `x2`.
#[test]
fn references_to_variables_are_numbers() {
    let (p, q) = (1.5_f64, -0.5_f64);
    let d_x = grad_borrowed_numbers(&[p, q, 2.0]);
    assert_close(d_x[0], q * q);
    assert_close(d_x[1], 2.0 * p * q - 2.0 * q + 1.0);
    assert_close(d_x[2], -1.0);
    let (_, second) = hvp_borrowed_numbers(&[p, q, 2.0], &[0.0, 1.0, 0.0]);
    assert_close(second[0], 2.0 * q);
    assert_close(second[1], 2.0 * p - 2.0);
}

#[differentiable]
fn shifted_weights(w: &mut [f64]) -> f64 {
    let mut previous = 0.0;
    let mut total = w[0];
    for i in 1..w.len() {
        let mut step = w[i];
        step -= &previous;
        total += &step;
        previous = total * total;
        std::mem::swap(&mut previous, &mut w[i]);
    }
    total
}

#[differentiable]
fn shifted(a: f64, b: f64, c: f64) -> f64 {
    let mut w = [a, b, c];
    shifted_weights(&mut w) + w[1] * w[2]
}

/// Weights and what they replace: `t = a + b`, `u = t + c - b` and `u + t^2 u^2`.
#[test]
fn numbers_are_swapped_with_elements() {
    let (a, b, c) = (0.5, 2.0, -1.0);
    let (t, u) = (a + b, a + c);
    let (by_t, by_u) = (2.0 * t * u * u, 1.0 + 2.0 * t * t * u);
    let (d_a, d_b, d_c) = grad_shifted(a, b, c);
    assert_close(d_a, by_t + by_u);
    assert_close(d_b, by_t);
    assert_close(d_c, by_u);
}
