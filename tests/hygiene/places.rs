//! Where a function stands: in bodies and modules, under `cfg`, behind visibilities.

use crate::assert_close;
use chainrule::differentiable;

#[test]
fn in_a_function_body() {
    #[differentiable(second_order)]
    fn local(x: f64, y: f64) -> f64 {
        inner(x) * y
    }

    #[differentiable(second_order)]
    fn inner(x: f64) -> f64 {
        x * x
    }

    let (dx, dy) = grad_local(3.0, 5.0);
    assert_close(dx, 30.0);
    assert_close(dy, 9.0);
    assert_close(hessian_local(3.0, 5.0)[0][1], 6.0);
}

#[test]
fn in_a_closure_and_a_block() {
    let gradient = || {
        #[differentiable]
        fn deep(x: f64) -> f64 {
            x.exp()
        }
        grad_deep(0.0)
    };
    assert_close(gradient(), 1.0);
}

/// A module of the function's own name.
mod norm {
    pub const POWER: i32 = 2;
}

#[differentiable(companion = Norm)]
fn norm(x: f64) -> f64 {
    x.powi(2)
}

#[differentiable(companions(norm = Norm))]
fn calls_norm(x: f64) -> f64 {
    norm(x) * x
}

#[test]
fn beside_a_module_of_its_name() {
    assert_eq!(norm::POWER, 2);
    assert_close(grad_norm(3.0), 6.0);
    assert_close(grad_calls_norm(3.0), 27.0);
}

mod visibilities {
    use chainrule::differentiable;

    #[differentiable]
    pub fn public(x: f64) -> f64 {
        hidden(x) + private_user(x)
    }

    #[differentiable]
    pub(crate) fn of_the_crate(x: f64) -> f64 {
        x * 2.0
    }

    #[differentiable]
    pub(super) fn of_the_parent(x: f64) -> f64 {
        x * 3.0
    }

    #[differentiable]
    pub(in crate::places) fn of_a_path(x: f64) -> f64 {
        x * 4.0
    }

    #[differentiable]
    fn hidden(x: f64) -> f64 {
        x * x
    }

    #[differentiable]
    fn private_user(x: f64) -> f64 {
        hidden(x) * hidden(x)
    }

    pub mod deeper {
        use chainrule::differentiable;

        use super::of_the_parent as thrice;
        use super::*;

        #[allow(unused_qualifications)]
        #[differentiable]
        pub fn through_imports(x: f64) -> f64 {
            thrice(x) * super::of_a_path(x)
                + crate::places::visibilities::of_the_crate(x)
                + self::local(x)
                + public(x)
        }

        #[differentiable]
        fn local(x: f64) -> f64 {
            x
        }
    }
}

/// x^2 + x^4, and 12 x^2 + 2 x + x + x^2 + x^4.
#[test]
fn every_visibility_and_import() {
    let x = 0.5;
    assert_close(visibilities::grad_public(x), 2.0 * x + 4.0 * x * x * x);
    assert_close(visibilities::grad_of_the_crate(x), 2.0);
    assert_close(visibilities::grad_of_the_parent(x), 3.0);
    assert_close(visibilities::grad_of_a_path(x), 4.0);
    let slope = visibilities::deeper::grad_through_imports(x);
    assert_close(slope, 26.0 * x + 3.0 + 4.0 * x * x * x);
}

#[cfg(test)]
#[differentiable]
fn variant(x: f64) -> f64 {
    x * x
}

#[cfg(not(test))]
#[differentiable]
fn variant(x: f64) -> f64 {
    does_not_exist(x)
}

#[differentiable]
#[cfg(test)]
fn other_variant(x: f64) -> f64 {
    x * x
}

#[differentiable]
#[cfg(not(test))]
fn other_variant(x: f64) -> f64 {
    does_not_exist(x)
}

#[test]
fn functions_under_cfg() {
    assert_close(grad_variant(3.0), 6.0);
    assert_close(grad_other_variant(3.0), 6.0);
}

/// Attributes of every kind stay with the primal.
///
/// # Panics
/// When `x` is negative.
#[differentiable]
#[inline]
#[must_use]
#[track_caller]
#[allow(clippy::suboptimal_flops)]
#[cfg_attr(test, doc = "more text")]
pub fn attributes(x: f64) -> f64 {
    assert!(x >= 0.0, "x is negative");
    x * x + x
}

#[test]
fn attributes_of_the_primal() {
    assert_close(grad_attributes(3.0), 7.0);
}

/// Used by its gradient only.
#[differentiable]
fn only_differentiated(x: f64) -> f64 {
    x * x
}

#[test]
fn a_primal_that_only_its_gradient_uses() {
    assert_close(grad_only_differentiated(3.0), 6.0);
}

#[differentiable(crate = renamed)]
fn by_another_name(x: f64) -> f64 {
    x * x
}

use chainrule as renamed;

#[test]
fn a_renamed_dependency() {
    assert_close(grad_by_another_name(3.0), 6.0);
}

#[differentiable]
fn lifetimes<'a, 'b>(x: &'a [f64], y: &'b [f64]) -> f64
where
    'a: 'b,
{
    x[0] * x[0] * y[0]
}

#[test]
fn explicit_lifetimes() {
    let (dx, dy) = grad_lifetimes(&[3.0], &[5.0]);
    assert_eq!((dx, dy), (vec![30.0], vec![9.0]));
}
