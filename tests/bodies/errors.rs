//! Errors that are made of differentiable values: data, whatever becomes of the result.

use chainrule::{Differentiable, check_gradients, differentiable, no_diff};

#[derive(Debug, Clone, PartialEq, Differentiable)]
enum Failure {
    OutOfBounds(f64, f64),
    Stalled { residual: f64, steps: usize },
    Other(String),
}

#[differentiable]
fn saturation(t: f64, p: f64) -> Result<f64, Failure> {
    if t < 0.0 || p > 10.0 {
        return Err(Failure::OutOfBounds(t, 2.0 * p));
    }
    Ok(t.sqrt() * p)
}

/// `sqrt(a)` by Newton's method.
#[differentiable]
fn newton(a: f64, limit: usize) -> Result<f64, Failure> {
    let mut x = a;
    for steps in 0..limit {
        let residual = x * x - a;
        if residual.abs() < 1e-14 {
            return Ok(x);
        }
        if residual > 1e6 {
            return Err(Failure::Stalled { residual, steps });
        }
        x -= residual / (2.0 * x);
    }
    Err(Failure::Other(format!("no root of {a} after {limit} steps")))
}

#[differentiable]
fn both(t: f64, p: f64) -> Result<f64, Failure> {
    let s = saturation(t, p)?;
    match newton(s * t, 60) {
        Ok(root) => Ok(root * s),
        Err(Failure::Stalled { residual, steps }) if steps > 3 => {
            Err(Failure::Stalled { residual: residual * s, steps })
        }
        Err(Failure::Stalled { steps, .. }) => Ok(steps as f64 * t + s),
        Err(other) => Err(other),
    }
}

#[differentiable]
fn or_its_bound(t: f64, p: f64) -> f64 {
    saturation(t, p).map_err(|e| format!("{e:?}")).unwrap_or_else(|text| text.len() as f64 * t)
}

#[differentiable]
fn or_a_constant(t: f64, p: f64) -> f64 {
    match saturation(t, p) {
        Ok(value) => value,
        Err(Failure::OutOfBounds(bound, _)) => no_diff!(bound) * t,
        Err(_) => t,
    }
}

#[differentiable]
#[allow(clippy::needless_range_loop)]
fn first_above(x: &[f64; 3], bound: f64) -> Result<f64, usize> {
    for i in 0..3 {
        if x[i] > bound {
            return Err(i);
        }
    }
    Ok(x[0] * x[1] * x[2])
}

#[differentiable]
fn capped(x: &[f64; 3]) -> f64 {
    match first_above(x, 2.0) {
        Ok(product) => product,
        Err(i) => x[i] * x[(i + 1) % 3],
    }
}

#[test]
fn a_position_in_an_error_leads_to_an_element() {
    assert_eq!(grad_capped(&[1.0, 3.0, 0.5]), [0.0, 0.5, 3.0]);
    assert_eq!(grad_capped(&[1.0, 1.5, 0.5]), [0.75, 0.5, 1.5]);
}

#[test]
fn the_value_of_an_error_is_the_functions_own() {
    assert_eq!(grad_saturation(-4.0, 1.5), Err(Failure::OutOfBounds(-4.0, 3.0)));
    assert_eq!(grad_both(-4.0, 1.5), Err(Failure::OutOfBounds(-4.0, 3.0)));
    assert_eq!(jvp_saturation(-4.0, 1.5, 1.0, 0.0), Err(Failure::OutOfBounds(-4.0, 3.0)));
    let text = "no root of 2 after 2 steps".to_owned();
    assert_eq!(grad_newton(2.0, 2), Err(Failure::Other(text)));
}

#[test]
fn what_is_behind_a_possible_error_has_its_derivative() {
    // t^(3/4) p^(1/2) t^(1/2) p = t^(5/4) p^(3/2)
    let (t, p) = (2.0_f64, 3.0_f64);
    let (d_t, d_p) = grad_both(t, p).unwrap();
    assert!((d_t - 1.25 * t.powf(0.25) * p.powf(1.5)).abs() < 1e-13);
    assert!((d_p - 1.5 * t.powf(1.25) * p.sqrt()).abs() < 1e-13);
    check_gradients::<or_its_bound>((t, p)).unwrap();
}

#[test]
fn integers_texts_and_constants_of_an_error_may_be_used() {
    // the first residual is above 1e6: `0 t + s` with s = sqrt(t) p
    let (t, p) = (1e4, 9.0);
    assert_eq!(grad_both(t, p), Ok((0.5 * p / 1e2, 1e2)));
    // "OutOfBounds(-4.0, 3.0)" has 22 characters
    assert_eq!(grad_or_its_bound(-4.0, 1.5), (22.0, 0.0));
    assert_eq!(grad_or_a_constant(-4.0, 1.5), (-4.0, 0.0));
}
