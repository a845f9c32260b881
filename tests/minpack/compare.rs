//! Derivatives of the corpus' functions beside residuals derived by hand.
//!
//! What comes in: a function of the corpus, its residuals by hand, and the
//! multiples of the standard start that the collection uses. What goes out:
//! nothing, or a panic that lists every disagreement. Invariant: tolerances are
//! a multiple of unit roundoff times what was added up for a number, as the
//! formulas by hand say it.

use chainrule_oracle::Case;
use chainrule_oracle::directions::Directions;

use crate::by_hand::{ByHand, Residual};

/// 64 units of roundoff for sums of up to 99 terms, whose errors mostly cancel
/// (the greatest seen is 7).
const UNIT: f64 = 64.0 * f64::EPSILON;

/// The function of a family by its name.
pub fn case(family: &[&'static Case], name: &str) -> &'static Case {
    let path = format!("::{name}");
    family.iter().find(|case| case.name.ends_with(&path)).expect("the family has this function")
}

/// A multiple of a start; those of the origin (Watson's) are of the vector of ones.
pub fn scaled(start: &[f64], factor: f64) -> Vec<f64> {
    let origin = factor != 1.0 && start.iter().all(|&x| x == 0.0);
    start.iter().map(|x| if origin { factor } else { x * factor }).collect()
}

/// The standard starts times each factor, and three points at random around them.
pub fn points(case: &Case, factors: &[f64]) -> Vec<(usize, Vec<f64>)> {
    let mut directions = Directions::named(case.name);
    let mut points = Vec::new();
    for sample in 0..case.places.len() {
        let start = (case.inputs)(sample);
        points.extend(factors.iter().map(|&factor| (sample, scaled(&start, factor))));
        for _ in 0..3 {
            let steps = directions.next(start.len());
            let moved = |(x, step): (&f64, f64)| x + 0.25 * step * (1.0 + x.abs());
            points.push((sample, start.iter().zip(steps).map(moved).collect()));
        }
    }
    points
}

/// The numbers that disagree.
struct Report {
    failures: Vec<String>,
}

impl Report {
    fn close(&mut self, what: &str, got: &[f64], wanted: &[f64], sizes: &[f64]) {
        assert_eq!(got.len(), wanted.len(), "{what}: the number of coordinates");
        for i in 0..got.len() {
            let (got, wanted, size) = (got[i], wanted[i], sizes[i]);
            let error = (got - wanted).abs();
            let close = size.is_finite() && error <= UNIT * size;
            if !close {
                self.failures.push(format!(
                    "{what}[{i}]: {got:e}, by hand {wanted:e}, off by {error:e} of {size:e}"
                ));
            }
        }
    }

    fn finish(self, name: &str) {
        let (count, list) = (self.failures.len(), self.failures.join("\n  "));
        assert!(count == 0, "`{name}`: {count} disagreements\n  {list}");
    }
}

/// A bound of what is added up in a residual.
fn size(r: &Residual, x: &[f64]) -> f64 {
    let terms = std::iter::zip(&r.gradient, x).map(|(slope, x)| (slope * x).abs());
    1.0 + r.value.abs() + terms.sum::<f64>()
}

/// The greatest entry of a row, which bounds what cancels in the others.
fn greatest(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |most, x| x.abs().max(most))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    std::iter::zip(a, b).map(|(a, b)| a * b).sum()
}

/// Values, `jacobian_`, `vjp_` and `jvp_`, with the analyses on and off.
pub fn jacobians(case: &Case, by_hand: ByHand, factors: &[f64]) {
    let mut report = Report { failures: Vec::new() };
    for (sample, x) in points(case, factors) {
        let value = (case.primal)(sample, &x);
        let residuals = by_hand(&x, value.len());
        let what = |mode: &str| format!("{mode} at {x:?}");
        let wanted: Vec<f64> = residuals.iter().map(|r| r.value).collect();
        let sizes: Vec<f64> = residuals.iter().map(|r| size(r, &x)).collect();
        report.close(&what("value"), &value, &wanted, &sizes);
        for modes in case.modes {
            one_jacobian(modes, sample, &x, &residuals, &mut report);
        }
    }
    report.finish(case.name);
}

fn one_jacobian(
    modes: &chainrule_oracle::Modes,
    sample: usize,
    x: &[f64],
    residuals: &[Residual],
    report: &mut Report,
) {
    let (m, n) = (residuals.len(), x.len());
    let what = |mode: &str| format!("{mode}, {}, at {x:?}", modes.label);
    let rows: Vec<f64> = residuals.iter().map(|r| greatest(&r.gradient)).collect();

    let jacobian = modes.jacobian.expect("one array to another")(sample, x);
    let wanted: Vec<f64> = residuals.iter().flat_map(|r| r.gradient.clone()).collect();
    let sizes: Vec<f64> = rows.iter().flat_map(|&row| vec![row; n]).collect();
    report.close(&what("jacobian_"), &jacobian, &wanted, &sizes);

    let mut directions = Directions::named("minpack");
    let (seed, direction) = (directions.next(m), directions.next(n));
    let (_, pulled) = (modes.vjp)(sample, x, &seed);
    let column = |j: usize| residuals.iter().map(|r| r.gradient[j]).collect::<Vec<f64>>();
    let wanted: Vec<f64> = (0..n).map(|j| dot(&column(j), &seed)).collect();
    report.close(&what("vjp_"), &pulled, &wanted, &vec![rows.iter().sum(); n]);

    let (_, pushed) = (modes.jvp)(sample, x, &direction);
    let wanted: Vec<f64> = residuals.iter().map(|r| dot(&r.gradient, &direction)).collect();
    let sizes: Vec<f64> = rows.iter().map(|row| row * n as f64).collect();
    report.close(&what("jvp_"), &pushed, &wanted, &sizes);
}

/// A sum of squares with its derivatives, and what is added up for each.
struct Squares {
    value: f64,
    value_size: f64,
    gradient: Vec<f64>,
    gradient_sizes: Vec<f64>,
    hessian: Vec<f64>,
    hessian_sizes: Vec<f64>,
}

impl Squares {
    /// `sum r^2`, `2 sum r dr`, `2 sum (dr dr^T + r d2r)`.
    fn of(residuals: &[Residual], x: &[f64]) -> Self {
        let n = x.len();
        let mut total = Self {
            value: 0.0,
            value_size: 0.0,
            gradient: vec![0.0; n],
            gradient_sizes: vec![0.0; n],
            hessian: vec![0.0; n * n],
            hessian_sizes: vec![0.0; n * n],
        };
        for r in residuals {
            let size = size(r, x);
            let row = greatest(&r.gradient);
            total.value += r.value * r.value;
            total.value_size += size * size;
            for j in 0..n {
                total.gradient[j] += 2.0 * r.value * r.gradient[j];
                total.gradient_sizes[j] += 2.0 * size * row;
                let bend = greatest(&r.hessian[j]);
                for k in 0..n {
                    let curvature = r.gradient[j] * r.gradient[k] + r.value * r.hessian[j][k];
                    total.hessian[j * n + k] += 2.0 * curvature;
                    total.hessian_sizes[j * n + k] += 2.0 * (row * row + size * bend);
                }
            }
        }
        total
    }
}

/// Values, `grad_`, `hessian_` and `hvp_` of sums of squares, with the analyses on and off.
pub fn hessians(case: &Case, m: usize, by_hand: ByHand, factors: &[f64]) {
    let mut report = Report { failures: Vec::new() };
    for (sample, x) in points(case, factors) {
        let n = x.len();
        let wanted = Squares::of(&by_hand(&x, m), &x);
        let value = (case.primal)(sample, &x);
        let what = |mode: &str, label: &str| format!("{mode}, {label}, at {x:?}");
        report.close(&what("value", "primal"), &value, &[wanted.value], &[wanted.value_size]);
        for modes in case.modes {
            let gradient = modes.gradient.expect("a scalar function")(sample, &x);
            let sizes = &wanted.gradient_sizes;
            report.close(&what("grad_", modes.label), &gradient, &wanted.gradient, sizes);

            let hessian = modes.hessian.expect("a function of one array")(sample, &x);
            let sizes = &wanted.hessian_sizes;
            report.close(&what("hessian_", modes.label), &hessian, &wanted.hessian, sizes);

            let direction = Directions::named("minpack").next(n);
            let (_, product) = modes.hvp.expect("a scalar function")(sample, &x, &direction);
            let row = |j: usize| &wanted.hessian[j * n..][..n];
            let rows: Vec<f64> = (0..n).map(|j| dot(row(j), &direction)).collect();
            let sizes: Vec<f64> = (0..n).map(|j| sizes[j * n..][..n].iter().sum()).collect();
            report.close(&what("hvp_", modes.label), &product, &rows, &sizes);
        }
    }
    report.finish(case.name);
}
