//! Small annotated functions whose bodies stand in the derivatives of their callers: names mean what they mean
//! where the function stands, arguments are values, and the derivatives are those of the composition.

use chainrule::{check_gradients, differentiable};

/// The largest difference between two gradients, over the larger of them.
fn apart(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let size = expected.iter().fold(1.0_f64, |size, e| size.max(e.abs()));
    found.iter().zip(expected).fold(0.0, |worst, (f, e)| f64::max(worst, (f - e).abs() / size))
}

const SCALE: f64 = 3.0;

fn offset(n: usize) -> f64 {
    n as f64 + 0.5
}

#[differentiable]
fn with_names_of_the_module(x: f64) -> f64 {
    SCALE * x.sin() + offset(2)
}

// a local function and a variable of the names that the callee uses
#[differentiable]
fn names_hidden(x: f64) -> f64 {
    let offset = x * x;
    with_names_of_the_module(x) * offset
}

#[differentiable]
fn names_of_both(x: f64, scale: f64) -> f64 {
    let x = x + scale;
    let y = with_names_of_the_module(scale);
    x * y
}

#[test]
fn names_mean_what_they_mean_where_the_function_stands() {
    let x = 0.7_f64;
    let inner = 3.0 * x.sin() + 2.5;
    let expected = 3.0 * x.cos() * x * x + inner * 2.0 * x;
    assert!(apart(&[grad_names_hidden(x)], &[expected]) < 1e-15);
    let (scale, y) = (0.3_f64, 3.0 * 0.3_f64.sin() + 2.5);
    let (value, (d_x, d_scale)) = value_and_grad_names_of_both(x, scale);
    assert_eq!(value, names_of_both(x, scale));
    let expected = [y, y + (x + scale) * 3.0 * scale.cos()];
    assert!(apart(&[d_x, d_scale], &expected) < 1e-15);
}

#[differentiable]
fn changed_copy(mut a: [f64; 3], by: f64) -> [f64; 3] {
    a[0] *= by;
    a[2] = a[1] * a[0];
    a
}

#[differentiable]
fn copies(x: [f64; 3], by: f64) -> f64 {
    let y = changed_copy(x, by);
    let z = changed_copy(y, by * by);
    x[0] * y[2] + z[0] * z[2] + y[1] * x[2]
}

#[test]
fn arrays_are_passed_as_values() {
    check_gradients::<copies>(([0.4, -1.2, 0.9], 1.7)).unwrap();
    // y = (b x0, x1, b x0 x1), z = (b^3 x0, x1, b^3 x0 x1)
    let ([x0, x1, x2], b) = ([0.4_f64, -1.2, 0.9], 1.7_f64);
    let (value, (d_x, d_b)) = value_and_grad_copies([x0, x1, x2], b);
    let expected = b * x0 * x0 * x1 + b.powi(6) * x0 * x0 * x1 + x1 * x2;
    assert!((value - expected).abs() < 1e-14);
    let expected = [
        2.0 * x0 * x1 * (b + b.powi(6)),
        x0 * x0 * (b + b.powi(6)) + x2,
        x1,
        x0 * x0 * x1 * (1.0 + 6.0 * b.powi(5)),
    ];
    assert!(apart(&[d_x[0], d_x[1], d_x[2], d_b], &expected) < 1e-14);
}

#[differentiable]
fn early(x: f64, n: u8) -> f64 {
    if x < 0.0 {
        return -2.0 * x;
    }
    // 200 is no `i8`, and times two no `u8`
    let n = n.wrapping_mul(2);
    if n > 100 {
        return x * x;
    }
    x.powi(3) + f64::from(n)
}

#[differentiable]
fn early_twice(x: f64, y: f64) -> f64 {
    let a = early(x, 200);
    if a > 10.0 {
        return early(y, 3) * a;
    }
    early(a - 1.0, 10) + early(y, 60) * x
}

#[test]
fn callees_return_early_and_integers_keep_their_types() {
    for (x, y) in [(-0.6, 0.3), (0.6, 0.3), (4.0, 1.5), (4.0, -1.5), (2.0, 0.1), (-7.0, 0.2)] {
        check_gradients::<early_twice>((x, y)).unwrap();
        assert_eq!(value_and_grad_early_twice(x, y).0, early_twice(x, y));
    }
    // 200 * 2 is 144 for a `u8`: x * x
    assert_eq!(value_and_grad_early(3.0, 200), (9.0, 6.0));
}

#[differentiable]
fn even(x: f64, n: usize) -> f64 {
    if n == 0 { x } else { x * odd(x, n - 1) }
}

#[differentiable]
fn odd(x: f64, n: usize) -> f64 {
    if n == 0 { x.sin() } else { x + even(x, n - 1) }
}

#[differentiable]
fn of_recursion(x: f64) -> f64 {
    even(x, 3) * odd(x, 2)
}

#[test]
fn functions_that_call_each_other_are_called() {
    check_gradients::<of_recursion>((0.8,)).unwrap();
}

#[differentiable]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn unit(a: &[f64; 3]) -> [f64; 3] {
    let length = dot(a, a).sqrt();
    a.map(|part| part / length)
}

struct Light {
    strength: f64,
}

impl Light {
    #[differentiable]
    fn shade(#[no_diff] &self, normal: &[f64; 3], towards: &[f64; 3]) -> f64 {
        let cosine = dot(&unit(normal), &unit(towards));
        if cosine > 0.0 { self.strength * cosine } else { 0.0 }
    }
}

#[differentiable]
fn same_array_twice(x: &mut [f64; 3], by: f64) {
    let before = dot(x, x);
    x[0] += by * before;
    let after = dot(x, &[x[1], x[2], x[0]]);
    x[1] = after * by;
}

#[test]
fn references_stand_for_their_arrays() {
    let (normal, towards) = ([0.3_f64, -0.4, 1.1], [1.0_f64, 0.2, 0.5]);
    let light = Light { strength: 2.0 };
    let (value, (d_normal, d_towards)) = light.value_and_grad_shade(&normal, &towards);
    // the gradient of the cosine by its formula
    let (a, b) = (dot(&normal, &normal).sqrt(), dot(&towards, &towards).sqrt());
    let cosine = dot(&normal, &towards) / (a * b);
    assert!((value - 2.0 * cosine).abs() < 1e-15);
    let pull = |x: [f64; 3], y: [f64; 3], lx: f64, ly: f64| {
        [0, 1, 2].map(|i| 2.0 * (y[i] / (lx * ly) - cosine * x[i] / (lx * lx)))
    };
    assert!(apart(&d_normal, &pull(normal, towards, a, b)) < 1e-14);
    assert!(apart(&d_towards, &pull(towards, normal, b, a)) < 1e-14);

    // the adjoint is the transpose of the tangent program
    let (x, by) = ([0.5, -0.3, 0.8], 1.3);
    let (tangent, d_by) = ([0.2, 0.7, -0.4], 0.6);
    let cotangent = [1.1, -0.9, 0.4];
    let mut pushed = tangent;
    jvp_same_array_twice(&mut x.clone(), by, &mut pushed, d_by);
    let (mut pulled, mut shadow) = (cotangent, 0.0);
    adjoint_same_array_twice(&mut x.clone(), by, &mut pulled, &mut shadow);
    let (left, right) = (dot(&pushed, &cotangent), dot(&tangent, &pulled) + d_by * shadow);
    assert!((left - right).abs() < 1e-14);
    // and the tangent is the limit of differences
    let h = 1e-6;
    let at = |t: f64| {
        let mut x = [x[0] + t * tangent[0], x[1] + t * tangent[1], x[2] + t * tangent[2]];
        same_array_twice(&mut x, by + t * d_by);
        x
    };
    let differences = [0, 1, 2].map(|i| (at(h)[i] - at(-h)[i]) / (2.0 * h));
    assert!(apart(&pushed, &differences) < 1e-9);
}

#[differentiable(second_order)]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiable(second_order)]
fn loss(w: [f64; 2], #[no_diff] x: f64) -> f64 {
    let p = logistic(w[0] * x + w[1]);
    -(p.ln() + logistic(p).ln())
}

#[test]
fn second_derivatives_too() {
    let (w, x) = ([0.4, -0.2], 1.5);
    let hessian = hessian_loss(w, x);
    let h = 1e-5;
    for j in 0..2 {
        let moved = |t: f64| {
            let mut w = w;
            w[j] += t;
            grad_loss(w, x)
        };
        for (i, row) in hessian.iter().enumerate() {
            let difference = (moved(h)[i] - moved(-h)[i]) / (2.0 * h);
            assert!((row[j] - difference).abs() < 1e-8);
        }
    }
}

/// A type parameter of the caller's that is called like a constant of the module.
#[differentiable]
fn with_a_clashing_parameter<const SCALE: usize>(x: [f64; SCALE]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += with_names_of_the_module(v) * v;
    }
    sum
}

#[test]
fn parameters_of_the_caller_hide_nothing() {
    let gradient = grad_with_a_clashing_parameter([0.3, -0.8]);
    let expected = [0.3_f64, -0.8].map(|v| 3.0 * v.sin() + 2.5 + v * 3.0 * v.cos());
    assert!(apart(&gradient, &expected) < 1e-15);
}

#[differentiable]
fn changed_number(mut x: f64, n: u32) -> f64 {
    x *= 2.0;
    for_each_power(x, n) + x
}

#[differentiable]
fn for_each_power(mut x: f64, n: u32) -> f64 {
    if n > 1 {
        x = x * x;
    }
    x.sin()
}

#[differentiable]
fn numbers_are_copied(y: f64) -> f64 {
    let mut z = y;
    let first = changed_number(z, 2) * z;
    z += changed_number(z, 1);
    first + y * z
}

/// The shadows of `x` and of `x_at` are taken apart in one function.
#[differentiable]
fn names_of_elements(a: f64, b: f64) -> f64 {
    let x = [a, b];
    let x_0 = x[0] * b;
    let x_at = [x_0.sin(), a * b];
    x[0] * x_at[1] + x[1] * x_at[0] * x_0
}

#[test]
fn arguments_that_a_callee_changes_stay() {
    check_gradients::<numbers_are_copied>((0.6,)).unwrap();
    let y = 0.6_f64;
    // first = (sin 4 y^2 + 2 y) y, z = y + sin 2 y + 2 y
    let expected = (4.0 * y * y).sin()
        + y * 8.0 * y * (4.0 * y * y).cos()
        + 4.0 * y
        + 6.0 * y
        + (2.0 * y).sin()
        + 2.0 * y * (2.0 * y).cos();
    assert!(apart(&[grad_numbers_are_copied(y)], &[expected]) < 1e-14);
}

#[test]
fn elements_have_names_of_their_own() {
    let (a, b) = (0.7_f64, -1.3_f64);
    let (d_a, d_b) = grad_names_of_elements(a, b);
    // a^2 b + a b^2 sin(a b)
    let (sin, cos) = (a * b).sin_cos();
    let expected = [
        2.0 * a * b + b * b * sin + a * b.powi(3) * cos,
        a * a + 2.0 * a * b * sin + a * a * b * b * cos,
    ];
    assert!(apart(&[d_a, d_b], &expected) < 1e-14);
}
