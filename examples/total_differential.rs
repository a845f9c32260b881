//! The total differential as the best linear guess: `cargo run --example total_differential`.
//!
//! In comes the period of a pendulum, T(l, g) = 2 pi sqrt(l / g), and a change of length and
//! gravity; out goes, for ever smaller parts h of that change, the actual change of T beside the
//! differential dT = T_l dl + T_g dg, which `jvp_period` gives. What dT misses falls like h^2: its
//! ratio to h^2 tends to the second-order term of Taylor's formula. The program fails where not.

use chainrule::differentiable;

/// The period in seconds of a pendulum of length `l` in metres under gravity `g` in m/s^2, for
/// small swings (Huygens, Horologium oscillatorium, 1673).
#[differentiable]
fn period(l: f64, g: f64) -> f64 {
    2.0 * std::f64::consts::PI * (l / g).sqrt()
}

fn main() -> Result<(), String> {
    let (l, g) = (1.0, 9.81);
    let (dl, dg) = (0.2, -0.5);
    let limit = second_order(l, g, dl, dg);
    println!(
        "T({l} m, {g} m/s^2) = {} s, the change is h times ({dl} m, {dg} m/s^2)",
        period(l, g)
    );
    println!("       h       actual change                  dT           error   error / h^2");
    let mut worst: f64 = 0.0;
    for halvings in 0..=12 {
        let h = 0.5f64.powi(halvings);
        let (before, differential) = jvp_period(l, g, h * dl, h * dg);
        let change = period(l + h * dl, g + h * dg) - before;
        let error = change - differential;
        let ratio = error / (h * h);
        println!("{h:8.6} {change:19.15} {differential:19.15} {error:15.3e} {ratio:13.9}");
        // The third-order term is linear in h; a few roundings of T count 1 / h^2 times.
        let allowed = 0.05 * h + 8.0 * f64::EPSILON / (h * h);
        worst = worst.max((ratio - limit).abs() / allowed);
    }
    println!("second-order term of Taylor's formula: {limit:.9}");
    if worst > 1.0 {
        return Err(format!("the error leaves the second-order term {worst} times too far"));
    }
    Ok(())
}

/// `(T_ll dl^2 + 2 T_lg dl dg + T_gg dg^2) / 2` with the second derivatives written out.
fn second_order(l: f64, g: f64, dl: f64, dg: f64) -> f64 {
    let t = period(l, g);
    let (t_ll, t_lg, t_gg) = (-t / (4.0 * l * l), -t / (4.0 * l * g), 3.0 * t / (4.0 * g * g));
    0.5 * (t_ll * dl * dl + 2.0 * t_lg * dl * dg + t_gg * dg * dg)
}
