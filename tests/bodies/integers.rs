//! Integers that only their surroundings show: fields without derivative among literals.

use chainrule::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Power {
    x: f64,
    #[no_diff]
    n: usize,
}

#[differentiable]
#[allow(clippy::useless_vec)] // a vector is the subject
fn of_lists(p: Power) -> f64 {
    let few = [p.n, 1];
    let more = vec![2, p.n, few[1]];
    p.x * p.x * few[0] as f64 * more[1] as f64
}

#[test]
fn a_list_with_an_integer_is_one_of_integers() {
    assert_eq!(grad_of_lists(Power { x: 2.0, n: 3 }).x, 36.0);
    let along = PowerTangent { x: 1.0, ..grad_of_lists(Power { x: 0.0, n: 3 }) };
    assert_eq!(jvp_of_lists(Power { x: 2.0, n: 3 }, along), (36.0, 36.0));
}
