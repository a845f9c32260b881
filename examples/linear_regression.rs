//! A straight line through noisy points: `cargo run --release --example linear_regression`.
//!
//! In come 240 points around `y = 2 x - 1`; out go the partial derivatives of the mean squared
//! error beside their formulas, the line that gradient descent finds beside the closed-form answer
//! (the normal equations), and batch, stochastic and mini-batch descent in comparison. The program
//! fails where two numbers that should agree do not.

use std::error::Error;

use chainrule::differentiable;
use chainrule::optim::{Batches, GradientDescent};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal, Uniform};

const POINTS: usize = 240;
const TRUTH: Line = (2.0, -1.0);
const NOISE: f64 = 0.2;

/// Slope and intercept.
type Line = (f64, f64);

/// The mean squared error of the line `slope x + intercept`.
#[differentiable]
fn loss(slope: f64, intercept: f64, #[no_diff] x: &[f64], #[no_diff] y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let residual = slope * x[i] + intercept - y[i];
        sum += residual * residual;
    }
    sum / x.len() as f64
}

fn main() -> Result<(), Box<dyn Error>> {
    let (x, y) = noisy_points(1)?;
    compare_derivatives((0.5, 0.25), &x, &y)?;
    let exact = closed_form(&x, &y);
    println!("the line of least squares: {:.12} x {:+.12}", exact.0, exact.1);
    compare_descents(exact, &x, &y)
}

/// Points with `x` in [-1, 2] and normal noise on `y`.
fn noisy_points(seed: u64) -> Result<(Vec<f64>, Vec<f64>), Box<dyn Error>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let place = Uniform::new(-1.0, 2.0)?;
    let x: Vec<f64> = (0..POINTS).map(|_| place.sample(&mut rng)).collect();
    let noisy = |x: &f64| {
        let noise: f64 = StandardNormal.sample(&mut rng);
        TRUTH.0 * x + TRUTH.1 + NOISE * noise
    };
    let y = x.iter().map(noisy).collect();
    Ok((x, y))
}

/// The mean of `term` over the points.
fn mean(x: &[f64], y: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    x.iter().zip(y).map(|(&x, &y)| term(x, y)).sum::<f64>() / x.len() as f64
}

/// The generated gradient beside d/da = mean(2 x (a x + b - y)) and d/db = mean(2 (a x + b - y)).
fn compare_derivatives((a, b): Line, x: &[f64], y: &[f64]) -> Result<(), String> {
    let generated = grad_loss(a, b, x, y);
    let formula =
        (mean(x, y, |x, y| 2.0 * x * (a * x + b - y)), mean(x, y, |x, y| 2.0 * (a * x + b - y)));
    println!("partial derivatives of the mean squared error of {a} x + {b}:");
    for (name, ours, by_hand) in
        [("slope", generated.0, formula.0), ("intercept", generated.1, formula.1)]
    {
        println!("  d loss / d {name:9} = {ours:+.15}, by its formula {by_hand:+.15}");
        // Sums of 240 terms of size 1 to 10, rounded in another order.
        if (ours - by_hand).abs() > 1e-13 {
            return Err(format!("the derivative by the {name} is {ours}, not {by_hand}"));
        }
    }
    Ok(())
}

/// The normal equations: slope = cov(x, y) / var(x), intercept = mean(y) - slope mean(x).
fn closed_form(x: &[f64], y: &[f64]) -> Line {
    let (mean_x, mean_y) = (mean(x, y, |x, _| x), mean(x, y, |_, y| y));
    let covariance = mean(x, y, |x, y| (x - mean_x) * (y - mean_y));
    let variance = mean(x, y, |x, _| (x - mean_x).powi(2));
    let slope = covariance / variance;
    (slope, mean_y - slope * mean_x)
}

/// How far a line is from another one, in both numbers.
fn distance(line: Line, other: Line) -> f64 {
    (line.0 - other.0).hypot(line.1 - other.1)
}

/// Descends from the line 0 and returns the distance to `exact` after each of `epochs` passes.
fn descend(
    mut batches: Batches,
    rate: impl Fn(usize) -> f64,
    epochs: usize,
    exact: Line,
    (x, y): (&[f64], &[f64]),
) -> Result<Vec<f64>, Box<dyn Error>> {
    let mut line = (0.0, 0.0);
    let mut descent = GradientDescent::new(0.0);
    let mut distances = Vec::with_capacity(epochs);
    for epoch in 0..epochs {
        descent.set_learning_rate(rate(epoch));
        for batch in batches.epoch() {
            let x: Vec<f64> = batch.iter().map(|&i| x[i]).collect();
            let y: Vec<f64> = batch.iter().map(|&i| y[i]).collect();
            let gradient = grad_loss(line.0, line.1, &x, &y);
            descent.step(&mut line, &gradient)?;
        }
        distances.push(distance(line, exact));
    }
    Ok(distances)
}

/// The three ways to draw samples, each as far as 200 passes over all points take it.
fn compare_descents(exact: Line, x: &[f64], y: &[f64]) -> Result<(), Box<dyn Error>> {
    const EPOCHS: usize = 200;
    let constant = |rate: f64| move |_: usize| rate;
    let falling = |rate: f64| move |epoch: usize| rate / (1.0 + epoch as f64);
    let points = (x, y);
    let batch = descend(Batches::whole(POINTS)?, constant(0.4), EPOCHS, exact, points)?;
    let mini = descend(Batches::new(POINTS, 16, 1)?, constant(0.1), EPOCHS, exact, points)?;
    let single = descend(Batches::stochastic(POINTS, 1)?, constant(0.05), EPOCHS, exact, points)?;
    let slowed = descend(Batches::stochastic(POINTS, 1)?, falling(0.05), EPOCHS, exact, points)?;

    println!("distance to it after so many passes over the points:");
    println!("  pass        batch   mini-batch   stochastic   stochastic, falling rate");
    for epoch in [1, 2, 5, 10, 20, 50, 100, 200] {
        let at = |distances: &[f64]| distances[epoch - 1];
        let (batch, mini, single, slowed) = (at(&batch), at(&mini), at(&single), at(&slowed));
        println!("  {epoch:4} {batch:12.2e} {mini:12.2e} {single:12.2e} {slowed:26.2e}");
    }
    let (reached, left, falling) = (batch[EPOCHS - 1], single[EPOCHS - 1], slowed[EPOCHS - 1]);
    if reached > 1e-12 {
        return Err(format!("batch descent stopped {reached:e} before the line").into());
    }
    // Noise of the single samples keeps a constant rate from settling, a falling rate does not.
    if falling > 0.2 * left {
        return Err(format!("the falling rate left {falling:e}, the constant one {left:e}").into());
    }
    Ok(())
}
