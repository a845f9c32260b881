//! Special values, and names that meet generated ones.

use chainrule::differentiable;

use crate::assert_close;

#[differentiable]
fn zeroth(x: f64, n: i32) -> f64 {
    x.powi(n)
}

/// `x.powi(0)` has slope 0 and `x.powi(1)` slope 1, at 0 too (0 * 0^-1 would be NaN).
#[test]
fn powi_of_zero() {
    assert_eq!(grad_zeroth(0.0, 0), 0.0);
    assert_eq!(grad_zeroth(0.0, 1), 1.0);
    assert_eq!(grad_zeroth(0.0, 2), 0.0);
}

#[differentiable(second_order)]
fn power(x: f64, y: f64) -> f64 {
    x.powf(y)
}

/// `x.powf(y)` at x = 0: 0^2 has the slopes 0 and 0, not 0 * ln 0 = NaN.
#[test]
fn powf_at_zero() {
    assert_eq!(grad_power(0.0, 2.0), (0.0, 0.0));
    assert_eq!(grad_power(0.0, 1.0), (1.0, 0.0));
    assert_eq!(jvp_power(0.0, 2.0, 1.0, 1.0).1, 0.0);
    assert_eq!(hvp_power(0.0, 2.0, 1.0, 0.0).1.0, 2.0);
}

#[differentiable]
fn weighted_norm(x: f64, weight: f64) -> f64 {
    weight * (x * x).sqrt()
}

/// A root at 0 whose cotangent is exactly 0: the gradient is 0, not 0 * inf = NaN.
#[test]
fn guarded_root_with_zero_weight() {
    assert_eq!(grad_weighted_norm(0.0, 0.0), (0.0, 0.0));
}

#[differentiable]
#[allow(clippy::similar_names, unused_variables)]
fn names_of_a_compiler(x: f64, dx: f64, seed: f64) -> f64 {
    let d_x = x * dx;
    let grad_names_of_a_compiler = d_x + seed;
    let t = grad_names_of_a_compiler * x;
    let y = t * seed;
    let tape = y + dx;
    let d_t = tape * y;
    d_t - seed
}

/// User variables spelled like derivatives: y^2 + y dx - seed with y = (x dx + seed) x seed.
#[test]
fn variables_named_like_derivatives() {
    let (x, dx, seed) = (0.6, 1.1, 0.4);
    let y = (x * dx + seed) * x * seed;
    let outer = 2.0 * y + dx;
    let (got_x, got_dx, got_seed) = grad_names_of_a_compiler(x, dx, seed);
    assert_close(got_x, outer * (2.0 * x * dx + seed) * seed);
    assert_close(got_dx, outer * x * x * seed + y);
    assert_close(got_seed, outer * (x * x * dx + 2.0 * x * seed) - 1.0);
}

#[differentiable]
fn cancelling(x: f64) -> f64 {
    let a = x + 1e8;
    a - 1e8
}

/// Rounding in the value does not touch the derivative.
#[test]
fn cancellation_keeps_the_slope() {
    assert_eq!(grad_cancelling(0.123), 1.0);
}

#[differentiable(second_order)]
fn literal_angles(x: f64, steep: bool) -> f64 {
    let angle = f64::atan(if steep { 1.5 } else { 0.5 });
    let turn = loop {
        if steep {
            break 2.0;
        }
        break 3.0;
    };
    x * angle * f64::sin(turn)
}

/// The path names the literals' type; generated code that calls a method has to name it too.
#[test]
fn untyped_literals_whose_type_a_path_names() {
    let slope = 1.5_f64.atan() * 2.0_f64.sin();
    assert_close(grad_literal_angles(0.3, true), slope);
    assert_close(jvp_literal_angles(0.3, false, 1.0).1, 0.5_f64.atan() * 3.0_f64.sin());
}

#[differentiable(second_order)]
fn bound_literal(x: f64, up: bool) -> f64 {
    if up {
        0.5
    } else {
        let angle = 0.7;
        x * f64::sin(angle) * f64::tanh(chainrule::no_diff!(1.5 + 0.5))
    }
}

/// The same of a variable that holds nothing but a literal, and of literals in `no_diff!`.
#[test]
fn bound_literal_whose_type_a_path_names() {
    let slope = 0.7_f64.sin() * 2.0_f64.tanh();
    assert_close(grad_bound_literal(0.3, false), slope);
    assert_eq!(grad_bound_literal(0.3, true), 0.0);
}

#[differentiable(second_order)]
fn literals_in_parts(x: f64) -> f64 {
    let pair = (0.5, [1.5, 2.5]);
    let y = if let Some(u) = Some(0.7) { f64::tanh(u) } else { 1.0 };
    x * y * f64::sin(pair.0) * f64::cos(pair.1[1])
}

/// The same of literals in a tuple, an array, an option.
#[test]
fn literals_in_parts_whose_type_a_path_names() {
    let slope = 0.7_f64.tanh() * 0.5_f64.sin() * 2.5_f64.cos();
    assert_close(grad_literals_in_parts(0.3), slope);
    assert_close(jvp_literals_in_parts(0.3, 1.0).1, slope);
}

#[differentiable(second_order)]
fn paths_name_types(x: f64, n: usize) -> f64 {
    let (a, b) = if n > 1 { (x, 0.7) } else { (0.5, 0.5) };
    let c = f64::abs(b);
    c * a * f64::sin(0.5 * (if n > 2 { 0.5 } else { 1.5 }))
}

/// `f64::sin(..)` of literals that come out of branches and tuples: the path alone tells their type.
#[test]
fn paths_name_types_of_literals_from_branches() {
    crate::assert_close(grad_paths_name_types(0.3, 2), 0.7 * 0.75_f64.sin());
    crate::assert_close(grad_paths_name_types(0.3, 3), 0.7 * 0.25_f64.sin());
    assert!(grad_paths_name_types(0.3, 1).abs() < 1e-300);
}

#[differentiable(second_order)]
fn annotated_branch(x: f64, zero: bool) -> f64 {
    let parts: ([f64; 3], f64) = if zero { ([0.5; 3], 0.5) } else { ([x, 0.5, x], 0.25) };
    parts.1.cos() * parts.0[0]
}

/// The type that a `let` names of literals from branches reaches the tangent program too.
#[test]
fn annotation_of_a_branch_is_kept() {
    crate::assert_close(grad_annotated_branch(0.3, false), 0.25_f64.cos());
    assert!(grad_annotated_branch(0.3, true).abs() < 1e-300);
}

#[allow(clippy::ptr_arg)]
#[differentiable(second_order)]
fn guard_with_names(x: f64, p: &mut Vec<f64>, o: Option<f64>) -> f64 {
    match p.len() {
        0 | 2
            if (match o {
                Some(p) => p,
                None => x,
            }) > 0.5 =>
        {
            p[0] * x
        }
        2 => p[1] * x * x,
        _ => x,
    }
}

/// A guard whose pattern has the name of a `&mut` parameter was written with that place in it.
#[test]
fn names_inside_a_guard() {
    let mut d_x = 0.0;
    let mut d_o = None;
    let mut d_p = vec![0.0; 2];
    adjoint_guard_with_names(0.7, &mut vec![2.0, 3.0], None, &mut d_x, &mut d_p, &mut d_o, 1.0);
    crate::assert_close(d_x, 2.0);
    let (mut d_x, mut d_o) = (0.0, Some(0.0));
    let mut p = vec![2.0, 3.0];
    adjoint_guard_with_names(0.7, &mut p, Some(0.1), &mut d_x, &mut d_p, &mut d_o, 1.0);
    crate::assert_close(d_x, 2.0 * 3.0 * 0.7);
}

#[chainrule::differentiable]
fn quotient_that_comes_back(a: f64, b: f64) -> f64 {
    a / b * b
}

/// The factor `-y / b` of a quotient's divisor overflowed where the derivative does not.
#[test]
fn quotients_by_tiny_numbers() {
    assert_eq!(grad_quotient_that_comes_back(1.0, 1e-200), (1.0, 0.0));
    assert_eq!(jvp_quotient_that_comes_back(1.0, 1e-200, 0.0, 1e-200), (1.0, 0.0));
}

#[chainrule::differentiable]
#[allow(non_snake_case)]
fn capital_names((A, B): (f64, f64), C: f64) -> f64 {
    let X = A * B;
    let (Y, Z) = (X * C, 2.0);
    let mut S = 0.0;
    for E in [1.0, 2.0] {
        S += E * Y;
    }
    S * Z
}

/// Variables that are written with capitals were taken for constants, which do not exist.
#[test]
fn variables_with_capital_names() {
    assert_eq!(grad_capital_names((2.0, 3.0), 5.0), ((90.0, 60.0), 36.0));
}

#[chainrule::differentiable]
fn items_of_inner_blocks(x: f64, k: usize) -> f64 {
    let y = {
        const SCALE: f64 = 2.0;
        use std::f64::consts::LN_2;
        SCALE * x * x / LN_2
    };
    if k > 2 {
        const TABLE: [f64; 2] = [1.0, 3.0];
        y * TABLE[k % 2]
    } else {
        y
    }
}

/// What only one block names may stand at the top.
#[test]
fn constants_of_inner_blocks() {
    let expected = 4.0 * 0.5 / std::f64::consts::LN_2;
    assert_eq!(grad_items_of_inner_blocks(0.5, 1), expected);
    let relative = grad_items_of_inner_blocks(0.5, 3) / (3.0 * expected) - 1.0;
    assert!(relative.abs() <= 4.0 * f64::EPSILON);
}

#[chainrule::differentiable]
fn panics_in_closures(x: f64, o: Option<f64>) -> f64 {
    let f = |v: f64| -> f64 { if v < 0.0 { panic!("negative") } else { v * v } };
    f(x) * o.unwrap_or_else(|| panic!("none"))
}

/// A closure that panics stopped the macro.
#[test]
fn closures_that_panic() {
    assert_eq!(grad_panics_in_closures(3.0, Some(2.0)), (12.0, Some(9.0)));
    assert!(std::panic::catch_unwind(|| grad_panics_in_closures(3.0, None)).is_err());
    assert!(std::panic::catch_unwind(|| grad_panics_in_closures(-3.0, Some(1.0))).is_err());
}

#[differentiable(second_order)]
fn moved_on(x: &mut f64, a: &mut [f64]) -> f64 {
    a[0] *= *x;
    *x += a[1];
    a[0] * *x
}

#[differentiable(second_order)]
fn result_of_a_call_swapped(x: f64, y: f64) -> f64 {
    let (mut x, mut a) = (x, [x, y]);
    for _ in 0..2 {
        let mut s = moved_on(&mut x, &mut a);
        std::mem::swap(&mut s, &mut a[0]);
    }
    a[0]
}

/// What a call gives has no type that the macro knows; swapped with a number it was read when it held the
/// other one already. After one iteration `a0 = x^2 (x + y)`, after two that times `(x + y) (x + 2 y)`.
#[test]
fn result_of_a_call_is_swapped_with_a_number() {
    let (x, y) = (0.5_f64, 1.25_f64);
    let (sum, more) = (x + y, x + 2.0 * y);
    assert_close(result_of_a_call_swapped(x, y), x * x * sum * sum * more);
    let (value, (d_x, d_y)) = value_and_grad_result_of_a_call_swapped(x, y);
    assert_close(value, x * x * sum * sum * more);
    assert_close(d_x, 2.0 * x * sum * sum * more + x * x * (2.0 * sum * more + sum * sum));
    assert_close(d_y, x * x * (2.0 * sum * more + 2.0 * sum * sum));
}

#[differentiable(second_order)]
fn assigned_a_number(mut x: f64, y: f64) -> f64 {
    x = 0.7 * y + 0.0 * x;
    let z = x;
    x = -0.25;
    x += f64::abs(x);
    x += f64::max(x, 0.1) * z;
    x
}

#[differentiable(second_order)]
fn method_of_an_assigned_number(mut x: f64) -> f64 {
    let before = x * x;
    x = 0.7;
    x += f64::abs(x);
    x * before
}

/// A function in path form of a variable that holds a literal: rustc did not know the type of its receiver.
#[test]
fn a_literal_that_was_assigned_has_a_type() {
    // x = -0.25 + 0.25 + max(0, 0.1) * 0.7 y
    let (_, d_y) = grad_assigned_a_number(0.3, 2.0);
    assert!((d_y - 0.07).abs() < 1e-16);
    // 1.4 x^2
    assert!((grad_method_of_an_assigned_number(0.3) - 0.84).abs() < 1e-15);
    assert!((hvp_method_of_an_assigned_number(0.3, 1.0).1 - 2.8).abs() < 1e-15);
}

#[derive(Clone, Copy, Debug, chainrule::Differentiable)]
enum Law {
    Linear(f64),
    Square,
}

#[chainrule::differentiable(second_order)]
fn by_law(law: Law, x: f64) -> f64 {
    match law {
        Law::Linear(slope) => slope * x,
        Law::Square => x * x,
    }
}

#[chainrule::differentiable(second_order)]
fn by_laws(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..2 {
        let law = Law::Square;
        y = by_law(law, y) + by_law(Law::Linear(x), y);
    }
    y
}

/// The tangent of a variant that holds nothing is no copy, and was given away.
#[test]
fn a_variant_without_content_is_passed_by_value() {
    // y = 2 x^2, then y^2 + x y = 4 x^4 + 2 x^3
    let (gradient, product) = hvp_by_laws(1.5, 1.0);
    assert_eq!(gradient, 16.0 * 1.5_f64.powi(3) + 6.0 * 1.5 * 1.5);
    assert_eq!(product, 48.0 * 1.5 * 1.5 + 12.0 * 1.5);
}

#[derive(Clone, Copy, Debug, chainrule::Differentiable)]
struct Held {
    a: f64,
    b: f64,
}

#[chainrule::differentiable(second_order)]
fn taken(x: f64, y: f64) -> f64 {
    let mut held = Held { a: x, b: y };
    let first = std::mem::take(&mut held.a) * y;
    held.a += first * x;
    held.a + held.b
}

/// What `mem::take` leaves in a field was of unknown type.
#[test]
fn a_default_has_the_type_of_what_is_taken() {
    assert_eq!(grad_taken(1.5, 0.5), (2.0 * 1.5 * 0.5, 1.5 * 1.5 + 1.0));
}

#[expect(clippy::redundant_pattern_matching, reason = "a pattern of a result is what is tested")]
#[chainrule::differentiable]
fn unused_result(x: f64) -> f64 {
    let held = Held { a: x, b: x };
    if x > 0.5 {
        let scale = if let Ok(_) = Some(held.a).ok_or(3_usize) { 0.5 } else { 2.0 };
        assert!(scale > 0.0);
    }
    held.b * x
}

/// Of a result whose value nothing needs only the `Ok` was left, and its error had no type.
#[test]
fn an_unused_result_needs_no_error() {
    assert_eq!(grad_unused_result(1.5), 3.0);
}

#[expect(clippy::redundant_pattern_matching, reason = "a pattern of a result is what is tested")]
#[chainrule::differentiable]
fn unused_result_inside_another(x: f64) -> f64 {
    let held = Held { a: x, b: x };
    if x > 0.5 {
        let _scale = if let Ok(_) = Some(held.b).filter(|v| *v > 0.1).ok_or(6_usize) {
            if let Ok(_) = Some(held.a).ok_or(3_usize) { 0.25 } else { 2.0 }
        } else {
            2.0
        };
    }
    held.b * x
}

/// The same of one that lends its error.
#[test]
fn an_unused_result_inside_another_needs_no_error() {
    assert_eq!(grad_unused_result_inside_another(1.5), 3.0);
}

#[chainrule::differentiable]
fn unused_option(x: f64) -> f64 {
    let mut held = Held { a: x, b: x };
    for _ in 0..2 {
        held.a += held.b;
        let _kept: Option<f64> = Some(held.a);
    }
    held.a * x
}

/// What holds an unused value, and says so, keeps its type.
#[test]
fn an_unused_option_keeps_its_type() {
    // 3 x^2
    assert_eq!(grad_unused_option(1.5), 9.0);
}

#[differentiable(second_order)]
fn damped_sum(x: &[f64], z: f64) -> f64 {
    let mut s = 0.0;
    for c in x.iter().rev() {
        s = s * z + c * s.cos();
    }
    s
}

#[differentiable(second_order)]
fn assigned_and_shifted(x: &[f64]) -> f64 {
    let mut s = x[0] * x[0];
    let before = s;
    s = 1.1;
    for v in x {
        s = s * v + f64::sin(s + 1.1);
    }
    s * before
}

/// A method of a number that begins as a literal: the source tells rustc its type first, the derivatives
/// reached the method before. With x = (a, b) the sum is b z + a cos b, and then comes its slope.
#[test]
fn methods_of_variables_that_begin_as_literals() {
    let (a, b, z) = (0.7_f64, 0.4_f64, 0.3);
    let (dx, dz) = grad_damped_sum(&[a, b], z);
    assert_close(dx[0], b.cos());
    assert_close(dx[1], z - a * b.sin());
    assert_close(dz, b);
    assert_close(hvp_damped_sum(&[a, b], z, &[0.0, 1.0], 0.0).1.0[1], -a * b.cos());
    // a^2 (1.1 a + sin 2.2)
    assert_close(grad_assigned_and_shifted(&[a])[0], 3.3 * a * a + 2.0 * a * 2.2_f64.sin());
}
