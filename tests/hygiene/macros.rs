//! Functions that macros write: one spelling, several bindings.

use crate::assert_close;
use chainrule::differentiable;

/// The `t` of the macro is not the `t` of its caller.
macro_rules! two_bindings {
    ($name:ident, $parameter:ident) => {
        #[differentiable(second_order)]
        fn $name($parameter: f64) -> f64 {
            let t = $parameter * 3.0;
            t * $parameter
        }
    };
}

two_bindings!(spelled_alike, t);
two_bindings!(spelled_apart, x);

/// 3 t^2, whatever the parameter is called.
#[test]
fn one_spelling_two_bindings() {
    assert_close(spelled_alike(2.0), 12.0);
    assert_close(grad_spelled_alike(2.0), 12.0);
    assert_close(jvp_spelled_alike(2.0, 1.0).1, 12.0);
    assert_close(hvp_spelled_alike(2.0, 1.0).1, 6.0);
    assert_close(grad_spelled_apart(2.0), 12.0);
}

/// The macro's variable is assigned between uses of the caller's.
macro_rules! accumulate_beside {
    ($name:ident, $s:ident, $body:expr) => {
        #[differentiable]
        fn $name($s: f64) -> f64 {
            let mut s = 0.0;
            for _ in 0..3 {
                s += $body;
                s *= s;
            }
            s + $s
        }
    };
}

accumulate_beside!(beside, s, s * s);

/// Each step squares `s + x^2`; at the end x is added.
#[test]
fn assigned_beside_a_namesake() {
    let x = 0.6_f64;
    let (mut s, mut slope) = (0.0, 0.0);
    for _ in 0..3 {
        slope = 2.0 * (s + x * x) * (slope + 2.0 * x);
        s = (s + x * x) * (s + x * x);
    }
    assert_close(beside(x), s + x);
    assert_close(grad_beside(x), slope + 1.0);
}

/// Types, literals, blocks and expressions arrive as fragments.
macro_rules! from_fragments {
    ($name:ident, $ty:ty, $factor:literal, $body:block, $x:ident, $power:expr) => {
        #[differentiable]
        fn $name($x: $ty, weights: &[$ty]) -> $ty {
            let scaled = $body * $factor;
            scaled.powi($power) * weights[0]
        }
    };
}

from_fragments!(fragments, f64, 2.0, { x * x }, x, 1 + 1);

/// (2 x^2)^2 w = 4 x^4 w; a fragment's precedence is its own.
#[test]
fn fragments_of_every_kind() {
    let (dx, dw) = grad_fragments(1.5, &[3.0]);
    assert_close(dx, 16.0 * 1.5_f64.powi(3) * 3.0);
    assert_close(dw[0], 4.0 * 1.5_f64.powi(4));
}

/// An expression fragment keeps its own precedence.
macro_rules! times {
    ($name:ident, $x:ident, $sum:expr) => {
        #[differentiable]
        fn $name($x: f64) -> f64 {
            $sum * $x
        }
    };
}

times!(grouped, x, x + 1.0);

/// (x + 1) x, not x + 1 * x.
#[test]
fn precedence_of_a_fragment() {
    assert_close(grouped(3.0), 12.0);
    assert_close(grad_grouped(3.0), 7.0);
}

/// A macro that writes functions which call one another.
macro_rules! family {
    ($($name:ident calls $next:ident),+; last $last:ident) => {
        $(#[differentiable]
        fn $name(x: f64) -> f64 {
            $next(x) * x
        })+
        #[differentiable]
        fn $last(x: f64) -> f64 {
            x.sin()
        }
    };
}

family!(first calls second, second calls third; last third);

/// x^2 sin x.
#[test]
fn functions_that_call_one_another() {
    let x = 0.8_f64;
    assert_close(grad_first(x), 2.0 * x * x.sin() + x * x * x.cos());
}

/// The caller's label and the macro's may be spelled alike.
macro_rules! loops_in_loops {
    ($name:ident, $outer:lifetime) => {
        #[differentiable(second_order)]
        fn $name(x: f64) -> f64 {
            let mut s = x;
            $outer: loop {
                'a: for _ in 0..5 {
                    s *= x + 1.0;
                    if s > 3.0 {
                        break $outer;
                    }
                    if s < 2.5 {
                        break 'a;
                    }
                }
                s += 1.0;
            }
            s
        }
    };
}

loops_in_loops!(labelled_alike, 'a);
loops_in_loops!(labelled_apart, 'b);

/// The sum leaves both loops above 3, and the inner one below 2.5.
#[test]
fn one_spelling_two_labels() {
    let x = 0.5_f64;
    let (mut s, mut slope) = (x, 1.0);
    while s <= 3.0 {
        (s, slope) = (s * (x + 1.0), slope * (x + 1.0) + s);
        if s < 2.5 {
            s += 1.0;
        }
    }
    assert_close(labelled_apart(x), s);
    assert_close(grad_labelled_apart(x), slope);
    assert_close(labelled_alike(x), s);
    assert_close(grad_labelled_alike(x), slope);
    assert_close(jvp_labelled_alike(x, 1.0).1, slope);
}
