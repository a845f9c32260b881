//! Central differences over a grid of steps, extrapolated to step zero, with an error estimate.
//!
//! The steps are powers of two, from coarse to fine; every run of neighbouring steps gives a
//! Richardson tableau, and of all its entries the one with the least estimated error is taken.
//!
//! Source: C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in
//! Engineering Software 4 (1982), 75-76; L. F. Richardson, "The approximate arithmetical solution by
//! finite differences", Phil. Trans. R. Soc. A 210 (1911), 307-357.

use crate::differentiable::Tangent;

/// The exponent of the coarsest step, `2^-3`.
const COARSEST: i32 = 3;

/// How many extrapolations are tried from one step.
const ORDERS: usize = 5;

/// A derivative by differences.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    /// The derivative.
    pub value: f64,
    /// What is not known about it.
    pub error: f64,
    /// The part of `error` that comes from rounding the function's values.
    pub noise: f64,
}

/// Differentiates a function of a step at zero.
///
/// `symmetric(h)` returns the values at `h` and `-h`, `outputs` numbers each; `roundoff` is the unit
/// roundoff of the arithmetic. Steps run from 1/8 to `roundoff^(2/3)`: the coarse ones suit wide
/// scales, the fine ones a point close to a pole or to the border of the domain.
pub(super) fn differentiate<E>(
    mut symmetric: impl FnMut(f64) -> Result<(Vec<f64>, Vec<f64>), E>,
    outputs: usize,
    roundoff: f64,
) -> Result<Vec<Estimate>, E> {
    let finest = (-roundoff.log2() * 2.0 / 3.0) as i32;
    let mut samples = Vec::new();
    for exponent in COARSEST..=finest {
        let step = f64::powi(2.0, -exponent);
        samples.push((step, symmetric(step)?));
    }
    let estimate = |output: usize| {
        let at = |(h, (ahead, behind)): &(f64, (Vec<f64>, Vec<f64>))| {
            let (a, b) = (ahead[output], behind[output]);
            let noise = roundoff * a.abs().max(b.abs()) / h;
            (f64::midpoint(a, -b) / h, noise)
        };
        extrapolate(&samples.iter().map(at).collect::<Vec<_>>())
    };
    Ok((0..outputs).map(estimate).collect())
}

/// The best entry of the tableau over central differences with halved steps, each given with its
/// rounding noise.
fn extrapolate(differences: &[(f64, f64)]) -> Estimate {
    let mut best = Estimate { value: f64::NAN, error: f64::INFINITY, noise: 0.0 };
    let mut above: Vec<f64> = Vec::new();
    for &(central, noise) in differences {
        let mut row = vec![central];
        let mut factor = 1.0;
        for previous in above.iter().take(ORDERS) {
            factor *= 4.0;
            let last = row[row.len() - 1];
            let next = last + (last - previous) / (factor - 1.0);
            let error = f64::max((next - last).abs(), (next - previous).abs()) + noise;
            if error < best.error {
                best = Estimate { value: next, error, noise };
            }
            row.push(next);
        }
        above = if central.is_finite() { row } else { Vec::new() };
    }
    best
}

/// The coarsest unit roundoff among the coordinates of a tangent, read off what the coordinates keep
/// of a number with too many digits.
pub(super) fn roundoff<T: Tangent>(zero: &T) -> f64 {
    let (double, single) = (f64::EPSILON / 2.0, f64::from(f32::EPSILON) / 2.0);
    let fine = 1.0 + f64::from(f32::EPSILON) / 16.0;
    let mut probe = zero.clone();
    probe.for_each_mut(&mut |x| *x = fine);
    let mut roundoff = double;
    probe.for_each(&mut |x| {
        if x != fine {
            roundoff = single;
        }
    });
    roundoff
}
