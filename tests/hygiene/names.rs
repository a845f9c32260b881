//! Names that generated code might want for itself.

use crate::assert_close;
use chainrule::differentiable;

/// Variables named like types, crates and modules.
#[differentiable(second_order)]
fn types_as_variables(x: f64) -> f64 {
    let f64 = x * x;
    let usize = f64 * x;
    let std = usize + f64;
    let core = std * 2.0;
    let chainrule = core + x;
    let vec = chainrule * f64;
    vec - std
}

/// (2 (x^3 + x^2) + x) x^2 - (x^3 + x^2) = 2 x^5 + 2 x^4 - x^2.
#[test]
fn variables_named_like_types_and_crates() {
    let x = 0.7_f64;
    let slope = 10.0 * x.powi(4) + 8.0 * x.powi(3) - 2.0 * x;
    let curvature = 40.0 * x.powi(3) + 24.0 * x * x - 2.0;
    assert_close(grad_types_as_variables(x), slope);
    assert_close(jvp_types_as_variables(x, 2.0).1, 2.0 * slope);
    assert_close(hessian_types_as_variables(x)[0][0], curvature);
}

/// Parameters named like tangents, shadows, seeds and temporaries.
#[differentiable(second_order)]
fn derivative_names(dx: f64, x: f64, seed: f64, t: f64, d_x: f64) -> f64 {
    let d_t = dx * x;
    let dd_x = seed * t;
    d_t * dd_x * d_x
}

#[test]
fn parameters_named_like_derivatives() {
    let (a, b, c, d, e) = (0.5, 0.7, 1.1, -0.3, 0.9);
    let (da, db, dc, dd, de) = grad_derivative_names(a, b, c, d, e);
    assert_close(da, b * c * d * e);
    assert_close(db, a * c * d * e);
    assert_close(dc, a * b * d * e);
    assert_close(dd, a * b * c * e);
    assert_close(de, a * b * c * d);
    assert_close(jvp_derivative_names(a, b, c, d, e, 1.0, 0.0, 0.0, 0.0, 0.0).1, da);
    let (_, along) = hvp_derivative_names(a, b, c, d, e, 1.0, 0.0, 0.0, 0.0, 0.0);
    assert_close(along.1, c * d * e);
}

#[differentiable]
fn tangent_of_another(x: f64, dx: f64) -> f64 {
    x * dx * dx
}

/// The in-place adjoint's own parameters are `dx` for `x`, and something for `dx`.
#[test]
fn shadow_of_a_parameter_called_dx() {
    let (mut shadow_x, mut shadow_dx) = (1.0, 2.0);
    let value = adjoint_tangent_of_another(3.0, 5.0, &mut shadow_x, &mut shadow_dx, 2.0);
    assert_close(value, 75.0);
    assert_close(shadow_x, 1.0 + 2.0 * 25.0);
    assert_close(shadow_dx, 2.0 + 2.0 * 30.0);
}

#[differentiable]
fn internal_looking(tape: f64, value: f64, primal: f64, shadow: f64, tangent: f64) -> f64 {
    let rev = tape * value;
    let fwd = rev + primal;
    let record = fwd * shadow;
    let adjoint = record - tangent;
    let dual = adjoint * rev;
    dual + value
}

#[test]
fn parameters_named_like_parts_of_a_compiler() {
    let (a, b, c, d, e) = (2.0, 3.0, 5.0, 7.0, 11.0);
    let (da, db, dc, dd, de) = grad_internal_looking(a, b, c, d, e);
    let outer = (a * b + c) * d - e;
    assert_close(da, b * d * a * b + outer * b);
    assert_close(db, a * d * a * b + outer * a + 1.0);
    assert_close(dc, d * a * b);
    assert_close(dd, (a * b + c) * a * b);
    assert_close(de, -a * b);
}

#[differentiable]
fn raw_identifiers(r#type: f64, r#match: f64) -> f64 {
    let r#loop = r#type * r#match;
    r#loop * r#type
}

#[differentiable]
fn r#where(r#in: f64) -> f64 {
    r#in * r#in
}

#[test]
fn keywords_as_raw_identifiers() {
    let (da, db) = grad_raw_identifiers(3.0, 5.0);
    assert_close(da, 30.0);
    assert_close(db, 9.0);
    assert_close(grad_where(3.0), 6.0);
}

#[differentiable]
fn größe(δ: f64, λ_1: f64) -> f64 {
    let ψ = δ * λ_1;
    ψ * ψ
}

#[test]
fn names_beyond_ascii() {
    let (da, db) = grad_größe(2.0, 3.0);
    assert_close(da, 36.0);
    assert_close(db, 24.0);
}

/// Items of the module shadow the prelude and the crates.
mod shadowed_prelude {
    #![allow(dead_code, non_camel_case_types)]

    pub struct Vec;
    pub struct Option;
    pub struct Box;
    pub trait Clone {}
    pub trait Into {}
    pub trait Default {}
    pub mod std {}
    pub mod core {}
    pub mod chainrule {}
    pub fn drop() {}

    #[allow(clippy::needless_range_loop)]
    #[::chainrule::differentiable(second_order)]
    pub fn loops(x: &[f64], n: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..x.len() {
            for _ in 0..n {
                s = s * x[i] + x[i];
            }
        }
        s
    }
}

/// s = (x0 + x0) x1 + x1: slopes 2 x1 and 2 x0 + 1.
#[test]
fn items_that_shadow_the_prelude() {
    let gradient = shadowed_prelude::grad_loops(&[2.0, 2.5], 1);
    assert_close(gradient[0], 5.0);
    assert_close(gradient[1], 5.0);
}

/// No prelude at all.
#[no_implicit_prelude]
mod bare {
    #[allow(clippy::needless_range_loop)]
    #[::chainrule::differentiable(second_order)]
    pub(super) fn cubes(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i] * x[i];
        }
        s
    }
}

#[test]
fn without_a_prelude() {
    assert_close(bare::cubes(&[1.0, 2.0]), 9.0);
    assert_eq!(bare::grad_cubes(&[1.0, 2.0]), [3.0, 12.0]);
}
