//! Names with a capital from another file: functions are called, structs are made.

use super::capital_functions::{K_nu, Pair};
use chainrule::{check_gradients, differentiable};

#[differentiable]
fn of_function(v: f64, x: f64) -> f64 {
    let (product, sum) = K_nu(v, x);
    product * sum
}

#[differentiable]
fn of_struct(v: f64, x: f64) -> f64 {
    let pair = Pair(v * x, x);
    pair.0 * pair.1
}

#[test]
fn functions_are_called_and_structs_are_made() {
    // v x^2 (v + x)
    assert_eq!(grad_of_function(2.0, 3.0), (63.0, 78.0));
    // v x^2
    assert_eq!(grad_of_struct(2.0, 3.0), (9.0, 12.0));
    check_gradients::<of_function>((2.0, 3.0)).expect("function");
    check_gradients::<of_struct>((2.0, 3.0)).expect("struct");
}
