//! Operators that are none of arithmetic: their derivatives are those of their bodies, and need the
//! operands, also of a sum.

use std::ops::{Add, Mul, Neg};

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::agree;

/// A probability, as its logarithm.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct LogProbability {
    log: f64,
}

/// The sum of probabilities.
#[differentiable(second_order)]
impl Add for LogProbability {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (high, low) = if self.log > other.log { (self, other) } else { (other, self) };
        Self { log: high.log + (low.log - high.log).exp().ln_1p() }
    }
}

#[differentiable(second_order)]
impl Mul for LogProbability {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self { log: self.log + other.log }
    }
}

/// The probability of the contrary.
#[differentiable(second_order)]
impl Neg for LogProbability {
    type Output = Self;

    fn neg(self) -> Self {
        Self { log: (-self.log.exp()).ln_1p() }
    }
}

/// The forward algorithm of a hidden Markov model with two states, in place.
#[differentiable(second_order)]
fn forward(stay: f64, hit: f64, observed: &[bool]) -> f64 {
    let stay = LogProbability { log: stay.ln() };
    let hit = LogProbability { log: hit.ln() };
    let mut states = [LogProbability { log: 0.5_f64.ln() }, LogProbability { log: 0.5_f64.ln() }];
    for &seen in observed {
        let first = states[0] * stay + states[1] * -stay;
        let second = states[0] * -stay + states[1] * stay;
        states[0] = if seen { first * hit } else { first * -hit };
        states[1] = if seen { second * -hit } else { second * hit };
    }
    let total = states[0] + states[1];
    total.log
}

#[differentiable(second_order)]
fn forward_by_hand(stay: f64, hit: f64, observed: &[bool]) -> f64 {
    let (mut a, mut b) = (0.5, 0.5);
    for &seen in observed {
        let first = a * stay + b * (1.0 - stay);
        let second = a * (1.0 - stay) + b * stay;
        a = if seen { first * hit } else { first * (1.0 - hit) };
        b = if seen { second * (1.0 - hit) } else { second * hit };
    }
    (a + b).ln()
}

#[test]
fn sums_of_logarithms() {
    let (stay, hit, observed) = (0.7, 0.9, [true, true, false, true, false, false]);
    agree([forward(stay, hit, &observed)], [forward_by_hand(stay, hit, &observed)]);
    agree(
        grad_forward(stay, hit, &observed).into(),
        grad_forward_by_hand(stay, hit, &observed).into(),
    );
    let (_, product) = hvp_forward(stay, hit, &observed, 0.5, -1.0);
    let (_, by_hand) = hvp_forward_by_hand(stay, hit, &observed, 0.5, -1.0);
    agree(product.into(), by_hand.into());
    check_gradients::<forward>((stay, hit, &observed[..])).unwrap();
}
