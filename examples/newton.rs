//! Newton's method with exact second derivatives: `cargo run --release --example newton`.
//!
//! In comes Rosenbrock's function with its usual start (-1.2, 1); out go the iterates down to the
//! minimum at (1, 1), each with its distance, which is squared from step to step once it is small
//! (quadratic convergence). Gradient and Hessian come from `#[differentiable(second_order)]`; the
//! program fails where they differ from their formulas or the minimum is not reached.

use std::error::Error;

use chainrule::differentiable;

const MINIMUM: [f64; 2] = [1.0, 1.0];

/// Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960,
/// <https://doi.org/10.1093/comjnl/3.3.175>.
#[differentiable(second_order)]
fn rosenbrock(x: f64, y: f64) -> f64 {
    100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2)
}

fn main() -> Result<(), Box<dyn Error>> {
    let [mut x, mut y] = [-1.2, 1.0];
    compare_hessian(x, y)?;
    println!("step            x            y      function    distance  distance / previous^2");
    let mut previous = distance(x, y);
    println!("   0 {x:12.9} {y:12.9} {:13.3e} {previous:11.3e}", rosenbrock(x, y));
    for step in 1..=8 {
        let (g_x, g_y) = grad_rosenbrock(x, y);
        let [d_x, d_y] = solve(hessian_rosenbrock(x, y), [g_x, g_y])?;
        (x, y) = (x - d_x, y - d_y);
        let (value, now) = (rosenbrock(x, y), distance(x, y));
        println!(
            "{step:4} {x:12.9} {y:12.9} {value:13.3e} {now:11.3e} {:13.3}",
            now / previous.powi(2)
        );
        // Near the minimum the ratio is below half the third derivatives over the least
        // eigenvalue of the Hessian (0.4): 1200 / 0.4 / 2. That bound is far from sharp.
        if previous < 1e-2 && now > 1500.0 * previous.powi(2) + 4.0 * f64::EPSILON {
            return Err(format!("step {step} went from {previous:e} to {now:e}").into());
        }
        if now < 1e-14 {
            println!("reached the minimum after {step} steps");
            return Ok(());
        }
        previous = now;
    }
    Err(format!("still {previous:e} from the minimum").into())
}

fn distance(x: f64, y: f64) -> f64 {
    (x - MINIMUM[0]).hypot(y - MINIMUM[1])
}

/// Solves `matrix s = right` for two unknowns by Cramer's rule.
fn solve([[a, b], [c, d]]: [[f64; 2]; 2], [r, s]: [f64; 2]) -> Result<[f64; 2], String> {
    let determinant = a * d - b * c;
    if determinant == 0.0 {
        return Err(format!("the Hessian [[{a}, {b}], [{c}, {d}]] is singular"));
    }
    Ok([(r * d - b * s) / determinant, (a * s - r * c) / determinant])
}

/// The generated Hessian beside its formula, [[1200 x^2 - 400 y + 2, -400 x], [-400 x, 200]].
fn compare_hessian(x: f64, y: f64) -> Result<(), String> {
    let generated = hessian_rosenbrock(x, y);
    let formula = [[1200.0 * x * x - 400.0 * y + 2.0, -400.0 * x], [-400.0 * x, 200.0]];
    println!("Hessian at ({x}, {y}): {generated:?}, by its formula {formula:?}");
    for (ours, by_hand) in generated.iter().flatten().zip(formula.iter().flatten()) {
        // A few roundings of terms up to 1728.
        if (ours - by_hand).abs() > 1e-11 {
            return Err(format!("an element of the Hessian is {ours}, not {by_hand}"));
        }
    }
    Ok(())
}
