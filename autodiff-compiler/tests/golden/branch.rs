//! `if` as an expression: the condition is evaluated once and decides in both sweeps.
//! shows: adjoint, jvp

fn huber(x: f64, delta: f64) -> f64 {
    let a = x.abs();
    if a < delta { 0.5 * x * x } else { delta * (a - 0.5 * delta) }
}

// expands to:

pub fn adjoint(x: f64, delta: f64, shadow_0: &mut f64, shadow_1: &mut f64, seed: f64) -> f64 {
    let a = x.abs();
    let t_8;
    let mut d_x = 0.0_f64;
    let mut d_delta = 0.0_f64;
    let mut d_a = 0.0_f64;
    if a < delta {
        let t_3 = 0.5 * x;
        t_8 = t_3 * x;
        d_x = seed * t_3;
        d_x += seed * x * 0.5;
    } else {
        let t_6 = a - 0.5 * delta;
        t_8 = delta * t_6;
        d_delta = seed * t_6;
        let d_t_6 = seed * delta;
        d_a = d_t_6;
        d_delta -= d_t_6 * 0.5;
    }
    d_x += d_a * ::chainrule::__private::sign(x);
    *shadow_0 += d_x;
    *shadow_1 += d_delta;
    t_8
}

pub fn jvp(x: f64, delta: f64, dot_x: f64, dot_delta: f64) -> (f64, f64) {
    let a = x.abs();
    let dot_a = ::chainrule::__private::sign(x) * dot_x;
    let (t_8, dot_t_8) = if a < delta {
        let t_3 = 0.5 * x;
        (t_3 * x, x * (0.5 * dot_x) + t_3 * dot_x)
    } else {
        let t_6 = a - 0.5 * delta;
        (delta * t_6, t_6 * dot_delta + delta * (dot_a - 0.5 * dot_delta))
    };
    (t_8, dot_t_8)
}
