//! Gaussian mixtures: one to ten thousand samples, up to 14,025 parameters.

use crate::read::{Numbers, assert_agrees};
use chainrule_benches::kernels::gmm::value_and_grad_log_posterior;

fn check(input: &str, references: &[&str]) {
    let mut numbers = Numbers::of(&format!("gmm/{input}"));
    let [d, components, n] = [0; 3].map(|_| numbers.count());
    let alphas = numbers.vector(components);
    let means = numbers.vector(components * d);
    let icf = numbers.vector(components * d * (d + 1) / 2);
    let x = numbers.vector(n * d);
    let (gamma, m) = (numbers.number(), numbers.count());
    let (value, (d_alphas, d_means, d_icf)) =
        value_and_grad_log_posterior(&alphas, &means, &icf, &x, d, gamma, m);
    let gradient = [d_alphas, d_means, d_icf].concat();
    for reference in references {
        // a second value is that of a truncated pi
        let expected = Numbers::of(&format!("ref/{reference}.F")).number();
        assert_agrees(&format!("{reference}, value"), &[value], &[expected]);
        assert_agrees(reference, &gradient, &Numbers::of(&format!("ref/{reference}.J")).rest());
    }
}

#[test]
fn one_sample() {
    check("test", &["gmm_test", "upstream_recorded/gmm_test"]);
}

#[test]
fn a_thousand_samples() {
    for case in ["d2_K5", "d10_K5", "d10_K25", "d32_K25"] {
        check(&format!("1k/gmm_{case}"), &[&format!("gmm_1k_{case}")]);
    }
}

#[test]
fn ten_thousand_samples() {
    check("10k/gmm_d10_K25", &["gmm_10k_d10_K25"]);
}
