//! Ridders' central differences, with an estimate of their own error.
//!
//! What comes in: a function of the step. What goes out: its derivative at
//! step 0 and the error estimate. Source: C. J. F. Ridders, "Accurate
//! computation of F'(x) and F'(x)F''(x)", Advances in Engineering Software 4
//! (1982); the tableau is Neville's extrapolation in the squared step.
//! Invariant: the estimate includes the roundoff of the difference quotient.

const LEVELS: usize = 9;
const CONTRACTION: f64 = 1.5;

/// A derivative and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The extrapolated difference quotient.
    pub derivative: f64,
    /// The estimated error.
    pub error: f64,
}

/// The derivatives at 0 of every component of `f`, from steps of at most `widest`.
///
/// # Panics
/// When `f` does not return as many components at every step.
pub fn derivatives(f: impl Fn(f64) -> Vec<f64>, widest: f64) -> Vec<Estimate> {
    let mut step = widest;
    let mut quotients = Vec::with_capacity(LEVELS);
    for _ in 0..LEVELS {
        let (above, below) = (f(step), f(-step));
        assert_eq!(above.len(), below.len(), "components above and below");
        let level: Vec<(f64, f64)> = std::iter::zip(&above, &below)
            .map(|(a, b)| ((a - b) / (2.0 * step), f64::EPSILON * (a.abs() + b.abs()) / step))
            .collect();
        quotients.push(level);
        step /= CONTRACTION;
    }
    (0..quotients[0].len())
        .map(|component| {
            extrapolate(&quotients.iter().map(|level| level[component]).collect::<Vec<_>>())
        })
        .collect()
}

/// Neville's tableau; the entry that differs least from its neighbours wins.
fn extrapolate(quotients: &[(f64, f64)]) -> Estimate {
    let mut best = Estimate { derivative: quotients[0].0, error: f64::INFINITY };
    let mut previous: Vec<f64> = Vec::new();
    for (row, &(quotient, roundoff)) in quotients.iter().enumerate() {
        let mut current = vec![quotient];
        let mut factor = 1.0;
        for column in 1..=row {
            factor *= CONTRACTION * CONTRACTION;
            let refined = (factor * current[column - 1] - previous[column - 1]) / (factor - 1.0);
            let spread =
                (refined - current[column - 1]).abs().max((refined - previous[column - 1]).abs());
            let error = spread + roundoff;
            if error < best.error {
                best = Estimate { derivative: refined, error };
            }
            current.push(refined);
        }
        previous = current;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::derivatives;

    #[test]
    fn the_estimate_covers_the_error() {
        let estimate = derivatives(|h| vec![(1.0 + h).exp(), (2.0 * h).sin(), 3.0], 1.0 / 64.0);
        for (got, exact) in std::iter::zip(estimate, [1.0_f64.exp(), 2.0, 0.0]) {
            assert!((got.derivative - exact).abs() <= 4.0 * got.error, "{got:?} against {exact}");
            assert!(got.error < 1e-9, "{got:?}");
        }
    }
}
