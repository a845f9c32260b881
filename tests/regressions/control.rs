//! Branches, conditions and trip counts.

use chainrule::{check_gradients, differentiable};

use crate::assert_close;

#[differentiable]
fn greatest_squared(x: &[f64]) -> f64 {
    let mut best = 0;
    for i in 1..x.len() {
        if x[i] > x[best] {
            best = i;
        }
    }
    x[best] * x[best]
}

/// An arg-max whose index is decided in the loop: only the greatest element moves the result.
#[test]
fn arg_max_by_a_branch() {
    assert_eq!(grad_greatest_squared(&[1.0, 5.0, 3.0, 4.0]), [0.0, 10.0, 0.0, 0.0]);
}

#[differentiable]
fn condition_with_effect(x: f64) -> f64 {
    let mut i = 0;
    let mut s = 1.0;
    while {
        i += 1;
        i < 4
    } {
        s *= x * f64::from(i);
    }
    s * f64::from(i)
}

/// A loop condition that changes a variable: 4 * 3! x^3, the condition evaluated four times.
#[test]
fn loop_condition_with_side_effect() {
    assert_close(condition_with_effect(0.7), 24.0 * 0.343);
    assert_close(grad_condition_with_effect(0.7), 72.0 * 0.49);
}

#[differentiable]
fn shared_by_siblings(x: f64, up: bool) -> f64 {
    let t = x * x;
    let y = if up { t * x } else { t * t };
    y + t
}

/// A value that two sibling branches need, whichever runs.
#[test]
fn value_needed_by_two_branches() {
    let x = 0.6_f64;
    assert_close(grad_shared_by_siblings(x, true), 3.0 * x * x + 2.0 * x);
    assert_close(grad_shared_by_siblings(x, false), 4.0 * x.powi(3) + 2.0 * x);
}

#[differentiable]
fn root_or_nothing(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() * x.ln() } else { 0.0 }
}

/// The branch not taken would be NaN: it must not reach the gradient.
#[test]
fn nan_of_the_branch_not_taken() {
    assert_eq!(grad_root_or_nothing(-1.0), 0.0);
    assert_eq!(grad_root_or_nothing(0.0), 0.0);
    assert_eq!(jvp_root_or_nothing(-1.0, 1.0), (0.0, 0.0));
}

#[differentiable]
fn branch_on_a_changed_value(x: f64) -> f64 {
    let mut y = x;
    if y > 0.0 {
        y = -2.0 * y;
    }
    if y > 0.0 {
        y = y * y;
    }
    y
}

/// The reverse sweep must follow the recorded branches, not evaluate the conditions again.
#[test]
fn conditions_are_recorded() {
    assert_eq!(grad_branch_on_a_changed_value(0.7), -2.0);
    assert_eq!(grad_branch_on_a_changed_value(-0.7), 1.0);
}

#[differentiable]
fn count_changes_with_the_loop(x: f64) -> f64 {
    let mut n = 3;
    let mut s = x;
    for i in 0..n {
        n += i;
        s *= x + f64::from(n);
    }
    s
}

/// A range is evaluated once, though its bound changes in the body: x (x+3) (x+4) (x+6).
#[test]
fn range_bound_changed_in_the_body() {
    let x = 0.5;
    let (a, b, c) = (x + 3.0, x + 4.0, x + 6.0);
    assert_close(count_changes_with_the_loop(x), x * a * b * c);
    assert_close(grad_count_changes_with_the_loop(x), a * b * c + x * (b * c + a * c + a * b));
}

#[differentiable]
fn squared_and_flagged(x: f64) -> (f64, bool) {
    (x * x, x > 1.0)
}

#[differentiable]
fn flag_of_a_call(x: f64) -> f64 {
    let mut state = squared_and_flagged(x);
    let mut y = 1.0;
    while state.1 {
        y *= if state.1 {
            state.1 = false;
            state.0 * x
        } else {
            x
        };
    }
    y
}

/// A condition in storage of a type that the macro does not know, changed in the arm that it selects:
/// the reverse sweep takes the arm that ran.
#[test]
fn condition_changed_by_its_own_arm() {
    assert_close(grad_flag_of_a_call(2.0), 12.0);
    assert_eq!(jvp_flag_of_a_call(2.0, 1.0), (8.0, 12.0));
    assert_close(grad_flag_of_a_call(0.5), 0.0);
}

#[differentiable]
fn next_of(a: &mut f64, factor: f64) -> f64 {
    let old = *a;
    *a *= factor;
    old
}

#[differentiable]
fn guards_in_order(x: f64, n: usize) -> f64 {
    let mut a = x;
    match n {
        0 if next_of(&mut a, 2.0) > 1.0 => a * a,
        1 | 0 if next_of(&mut a, 3.0) > 4.0 => a,
        _ => a * x,
    }
}

/// Guards that change something, asked one after another: each only where the cases before it do not
/// match, whatever their patterns are.
#[test]
fn every_guard_is_asked() {
    // 0: the first guard holds from 1 on, the second from 2
    assert_close(guards_in_order(1.5, 0), 9.0);
    assert_close(grad_guards_in_order(1.5, 0), 12.0);
    assert_close(guards_in_order(0.5, 0), 1.5);
    assert_close(grad_guards_in_order(0.5, 0), 6.0);
    // 1: the second guard alone
    assert_close(guards_in_order(5.0, 1), 15.0);
    assert_close(grad_guards_in_order(5.0, 1), 3.0);
    assert_close(guards_in_order(2.0, 1), 12.0);
    assert_close(grad_guards_in_order(2.0, 1), 12.0);
    // others: none
    assert_close(guards_in_order(2.0, 7), 4.0);
    assert_close(grad_guards_in_order(2.0, 7), 4.0);
}

fn counted(k: &mut usize) -> usize {
    *k += 1;
    *k
}

fn larger(a: usize, b: &usize) -> usize {
    a.max(*b)
}

#[differentiable]
fn changes_inside_arguments(x: f64) -> f64 {
    let mut k = 0;
    let mut s = x;
    for _ in 0..2 {
        // evaluated once, also inside the call of another function without derivative, and in `vec!`
        let most = larger(counted(&mut k), &1);
        let v = vec![counted(&mut k) as f64 * x, s];
        s = v[0] * v[1] + most as f64;
    }
    s * (k as f64)
}

/// A call without derivative inside another one runs once: with `s1 = 2 x^2 + 1`, `4 (4 x s1 + 3)`.
#[test]
fn changes_inside_arguments_happen_once() {
    assert_close(changes_inside_arguments(0.5), 4.0 * (2.0 * 1.5 + 3.0));
    assert_close(grad_changes_inside_arguments(0.5), 4.0 * (24.0 * 0.25 + 4.0));
}

#[allow(clippy::match_single_binding)]
#[differentiable]
fn match_of_one_arm(x: f64, y: f64) -> f64 {
    match (x * y, x) {
        (p, q) => p * q + p,
    }
}

/// A `match` with one arm, whose value was looked for outside of the arm: x^2 y + x y.
#[test]
fn value_of_a_match_of_one_arm() {
    assert_eq!(grad_match_of_one_arm(3.0, 5.0), (35.0, 12.0));
}

#[derive(Clone, Debug)]
struct Draws(u32);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 += 1;
        f64::from(self.0)
    }
}

#[differentiable(second_order)]
fn weighted_by_draws(x: &[f64]) -> f64 {
    let mut draws = chainrule::no_diff!(Draws(0));
    let mut total = 0.0_f64;
    for i in 0..x.len() {
        let weight: f64 = chainrule::no_diff!(draws.next());
        total += weight * x[i] * x[i];
    }
    total.sqrt()
}

/// `no_diff!` with an effect in a loop whose iterations read nothing else that changes: the reverse
/// sweep does not draw again.
#[test]
fn draws_in_no_diff_happen_once() {
    let x = [0.5, -1.5, 2.0];
    let y = weighted_by_draws(&x);
    for (i, slope) in grad_weighted_by_draws(&x).into_iter().enumerate() {
        let weight = [1.0, 2.0, 3.0][i];
        crate::assert_close(slope, weight * x[i] / y);
    }
}

#[differentiable(second_order)]
fn leaves_inside_vec(x: f64, n: usize) -> f64 {
    let y = if n > 2 {
        let parts = vec![x * x, {
            let mut k = 0;
            loop {
                k += 1;
                if n == 3 {
                    return x.sin();
                }
                if k > n {
                    break x * k as f64;
                }
            }
        }];
        parts[0] * parts[1]
    } else {
        x
    };
    y * y
}

/// A `return` that stands inside `vec![..]` alone was not seen: with n = 4 the result is (5 x^3)^2.
#[test]
fn return_inside_a_macro() {
    let x = 0.7_f64;
    assert_close(grad_leaves_inside_vec(x, 3), x.cos());
    assert_close(grad_leaves_inside_vec(x, 4), 150.0 * x.powi(5));
    assert_close(grad_leaves_inside_vec(x, 1), 2.0 * x);
    assert_close(hvp_leaves_inside_vec(x, 4, 1.0).1, 750.0 * x.powi(4));
}

#[allow(clippy::empty_loop, clippy::infinite_loop)]
#[differentiable(second_order)]
fn endless_arms(x: f64, n: usize) -> f64 {
    let y = if n > 100 {
        loop {
            std::hint::spin_loop();
        }
    } else {
        x * 2.0
    };
    let z = match n {
        0 => vec![x, y],
        _ => loop {},
    };
    y * y + z[0]
}

/// What follows an arm that never ends belongs to the other arm, also a function's result.
#[test]
fn arms_that_never_end() {
    assert_close(grad_endless_arms(0.7, 0), 8.0 * 0.7 + 1.0);
    assert_close(hvp_endless_arms(0.7, 0, 1.0).1, 8.0);
}

#[differentiable(second_order)]
fn popped_behind_a_return(x: f64, y: f64, leave: bool) -> f64 {
    let mut v = vec![x * x];
    v.push(x);
    v.push(y);
    if leave {
        return x;
    }
    let last = v.pop().unwrap_or(0.0);
    last * last * v[1] * v[1]
}

#[differentiable(second_order)]
fn pushed_behind_a_return(x: f64, y: f64, leave: bool) -> f64 {
    let mut v = Vec::with_capacity(4);
    if leave {
        return x;
    }
    v.push(x * y);
    v[0] = v[0] * y;
    v[0]
}

/// Both sweeps of the arm behind the return run together; the shadow had the length of the `Vec` ahead
/// of it, and the cotangents that were popped belonged to others: x^2 y^2 and x y^2.
#[test]
fn lengths_change_behind_a_return() {
    let (x, y) = (0.3_f64, 0.4_f64);
    let (d_x, d_y) = grad_popped_behind_a_return(x, y, false);
    assert_close(d_x, 2.0 * x * y * y);
    assert_close(d_y, 2.0 * x * x * y);
    assert_eq!(grad_popped_behind_a_return(x, y, true), (1.0, 0.0));
    let (_, (v_x, v_y)) = hvp_popped_behind_a_return(x, y, false, 1.0, 0.0);
    assert_close(v_x, 2.0 * y * y);
    assert_close(v_y, 4.0 * x * y);
    let (d_x, d_y) = grad_pushed_behind_a_return(x, y, false);
    assert_close(d_x, y * y);
    assert_close(d_y, 2.0 * x * y);
}

#[differentiable]
fn asserts_of_chains(x: &[f64]) -> f64 {
    let v = x[0] * 2.0;
    let w = x[1];
    assert!(x.iter().all(|v| *v < 5.0), "all of them");
    debug_assert!(x.iter().map(|w| w * w).sum::<f64>() > 0.0);
    v * w
}

/// Closures inside assertions have names of their own: 2 x0 x1.
#[test]
fn closures_inside_assertions() {
    assert_eq!(grad_asserts_of_chains(&[0.5, -1.0, 2.0]), [-2.0, 1.0, 0.0]);
}

/// Pairs of neighbouring rows, by a chain that is cloned.
#[differentiable(second_order)]
fn neighbouring_rows(x: &[f64]) -> f64 {
    let rows = x.chunks_exact(2);
    let mut s = 0.0;
    for (a, b) in rows.clone().zip(rows.skip(1)) {
        s += a[0] * b[1];
    }
    s
}

/// What is left of a chain that is cloned after its first item, and goes on.
#[differentiable]
fn rest_of_a_clone(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let first = it.next().unwrap();
    let rest = it.clone();
    let second = it.next().unwrap();
    rest.map(|v| v * v).sum::<f64>() * first * second
}

#[test]
fn a_cloned_chain_runs_twice() {
    // x0 x3 + x2 x5
    let x = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0];
    assert_eq!(neighbouring_rows(&x), 2.0 * 7.0 + 5.0 * 13.0);
    assert_eq!(grad_neighbouring_rows(&x), [7.0, 0.0, 13.0, 2.0, 0.0, 5.0]);
    let (_, product) = hvp_neighbouring_rows(&x, &[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    assert_eq!(product, [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    // (b^2 + c^2) a b
    let (a, b, c) = (2.0, 3.0, 5.0);
    assert_eq!(rest_of_a_clone(&[a, b, c]), (b * b + c * c) * a * b);
    let gradient = grad_rest_of_a_clone(&[a, b, c]);
    assert_close(gradient[0], (b * b + c * c) * b);
    assert_close(gradient[1], (3.0 * b * b + c * c) * a);
    assert_close(gradient[2], 2.0 * c * a * b);
}

/// An array of a function that leaves early.
#[differentiable]
fn returned_array(x: [f64; 3]) -> [f64; 3] {
    if x[0] == 0.0 {
        return std::array::from_fn(|i| 2.0 * x[i]);
    }
    std::array::from_fn(|i| x[i] * x[i])
}

#[test]
fn a_returned_array_has_the_length_of_the_result() {
    let seed = [1.0, 10.0, 100.0];
    let (value, gradient) = vjp_returned_array([0.0, 3.0, 4.0], seed);
    assert_eq!((value, gradient), ([0.0, 6.0, 8.0], [2.0, 20.0, 200.0]));
    let (value, gradient) = vjp_returned_array([1.0, 3.0, 4.0], seed);
    assert_eq!((value, gradient), ([1.0, 9.0, 16.0], [2.0, 60.0, 800.0]));
}

#[differentiable]
fn powers_of_positions(x: &[f64; 3]) -> f64 {
    let y: [f64; 3] = std::array::from_fn(|i| x[i] * (i.pow(2) as f64));
    y.iter().enumerate().map(|(i, y)| y * (i.pow(3) as f64)).sum()
}

#[test]
fn positions_that_are_written_out_have_a_type() {
    assert_eq!(grad_powers_of_positions(&[0.3, 0.5, -0.7]), [0.0, 1.0, 32.0]);
}

/// What the other arms define was left open in the arm that panics, where a loop's iteration ran again.
#[test]
fn arms_that_panic_define_nothing_where_they_run_again() {
    #[derive(chainrule::Differentiable, Clone)]
    struct Pair {
        x: f64,
        y: f64,
    }
    #[differentiable]
    fn f(v: &[f64], n: usize) -> f64 {
        let mut s = Pair { x: v[0], y: v[1] };
        let changed = match n {
            0 => &mut s.x,
            _ => &mut s.y,
        };
        *changed *= v[0];
        let mut sum = s.x;
        for k in 0..2 {
            let a = match k {
                0 => &s.x,
                1 => &s.y,
                _ => panic!("no axis {k}"),
            };
            sum += a * a;
        }
        sum
    }
    check_gradients::<f>((&[1.5, 0.7][..], 2)).expect("both modes");
}

#[differentiable(second_order)]
fn skipped_positions(a: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..2 {
        s += (1..=(i % 2) + 3)
            .enumerate()
            .skip(i % 3)
            .map(|(u, v)| a[u] * a[v])
            .nth(n)
            .unwrap_or(0.5);
    }
    s
}

/// Numbers of a range without a type in front of `skip`: the sum is a0 a1 + a1 a2.
#[test]
fn positions_without_a_type_are_skipped() {
    assert_eq!(grad_skipped_positions(&[2.0, 3.0, 5.0, 7.0], 0), [3.0, 7.0, 3.0, 0.0]);
}

#[differentiable]
fn returns_nothing_first(x: f64, n: usize) -> f64 {
    let given = |k: usize| {
        if k > n {
            return None;
        }
        Some(0.5 + k as f64)
    };
    let sum: f64 = (0..3).filter_map(given).map(f64::cos).sum();
    let chosen: f64 = std::iter::repeat(1.5)
        .take(2)
        .filter_map(|e| {
            if n > 5 {
                return None;
            }
            Some(e + 0.5)
        })
        .map(f64::cos)
        .sum();
    sum * x * x + chosen * x
}

/// A closure that returns `None` first has the type of what it returns then; rustc was asked for it.
#[test]
fn closures_that_return_nothing_first_have_a_type() {
    let (x, sum) = (1.5, 0.5_f64.cos() + 1.5_f64.cos());
    let wanted = 2.0 * x * sum + 2.0 * 2.0_f64.cos();
    super::assert_close(grad_returns_nothing_first(x, 1), wanted);
}

#[differentiable]
fn left_early_and_run_again(x: f64, n: usize) -> Result<f64, usize> {
    let mut state = x;
    #[checkpoint]
    for k in 0..n {
        state = match k % 3 {
            0 => state * Some(x).filter(|x| *x < 10.0).ok_or(6_usize)?,
            _ => state.sin() + x,
        };
    }
    Ok(state)
}

/// Where a loop runs again from a snapshot nothing takes the error of its `?`, which had no type then.
#[test]
fn errors_of_loops_that_run_again_have_a_type() {
    let x = 0.7_f64;
    // x * x, sin(x^2) + x, sin of that + x
    let (a, da) = (x * x, 2.0 * x);
    let (b, db) = (a.sin() + x, a.cos() * da + 1.0);
    assert_eq!(left_early_and_run_again(x, 3), Ok(b.sin() + x));
    let gradient = grad_left_early_and_run_again(x, 3).expect("no exit");
    super::assert_close(gradient, b.cos() * db + 1.0);
    assert_eq!(grad_left_early_and_run_again(20.0, 3), Err(6));
}
