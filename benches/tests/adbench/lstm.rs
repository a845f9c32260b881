//! LSTMs of two and four layers over a thousand symbols.

use crate::read::{Numbers, assert_agrees};
use chainrule_benches::kernels::lstm::value_and_grad_loss;

/// The value and the gradient for an input.
fn evaluated(input: &str) -> (f64, Vec<f64>) {
    let mut numbers = Numbers::of(&format!("lstm/{input}"));
    let [layers, length, b] = [0; 3].map(|_| numbers.count());
    let main = numbers.vector(2 * layers * 4 * b);
    let extra = numbers.vector(3 * b);
    let state = numbers.vector(2 * layers * b);
    let sequence = numbers.vector(length * b);
    let (value, (d_main, d_extra)) = value_and_grad_loss(&main, &extra, &state, &sequence, b);
    (value, [d_main, d_extra].concat())
}

#[test]
fn two_and_four_layers() {
    for case in ["lstm_l2_c1024", "lstm_l4_c1024"] {
        let (value, gradient) = evaluated(case);
        let expected = Numbers::of(&format!("ref/{case}.F")).rest();
        assert_agrees(&format!("{case}, value"), &[value], &expected);
        assert_agrees(case, &gradient, &Numbers::of(&format!("ref/{case}.J")).rest());
    }
}

#[test]
fn what_upstream_recorded() {
    let (value, gradient) = evaluated("lstm_l2_c1024");
    let recorded = "ref/upstream_recorded/lstm_l2_c1024";
    // the value was recorded with eight digits
    let expected = Numbers::of(&format!("{recorded}.F")).number();
    assert!((value - expected).abs() <= 5e-9, "{value}, recorded {expected}");
    assert_agrees(recorded, &gradient, &Numbers::of(&format!("{recorded}.J")).rest());
}
