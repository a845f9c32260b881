//! Straight-line code: values that both sweeps need keep a name, the others are written where they
//! are used.
//! shows: adjoint

fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = y - x * x;
    100.0 * a * a + (1.0 - x).powi(2)
}

// expands to:

pub fn adjoint(x: f64, y: f64, shadow_0: &mut f64, shadow_1: &mut f64, seed: f64) -> f64 {
    let a = y - x * x;
    let t_3 = 100.0 * a;
    let t_5 = 1.0 - x;
    let d_a = seed * t_3 + seed * a * 100.0;
    let d_t = -d_a;
    *shadow_0 += -(seed * (2.0 * t_5)) + d_t * x + d_t * x;
    *shadow_1 += d_a;
    t_3 * a + t_5.powi(2)
}
