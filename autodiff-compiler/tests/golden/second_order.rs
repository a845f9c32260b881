//! Second order: the adjoint of the tangent, which carries a value and its derivative along a direction.
//! attribute: second_order
//! shows: jvp, jvp_adjoint

fn cubic(x: f64, y: f64) -> f64 {
    x * x * y
}

// expands to:

pub fn jvp(x: f64, y: f64, dot_x: f64, dot_y: f64) -> (f64, f64) {
    let t = x * x;
    (t * y, y * (x * dot_x + x * dot_x) + t * dot_y)
}

pub fn jvp_adjoint(
    x: f64,
    y: f64,
    dot_x: f64,
    dot_y: f64,
    shadow_0: &mut f64,
    shadow_1: &mut f64,
    dot_shadow_0: &mut f64,
    dot_shadow_1: &mut f64,
    (seed, dot_seed): (f64, f64),
) -> (f64, f64) {
    let t = x * x;
    let dot_t = x * dot_x + x * dot_x;
    let d_dot_t = dot_seed * y;
    let d_t = dot_seed * dot_y + seed * y;
    *shadow_0 += d_dot_t * dot_x + d_dot_t * dot_x + d_t * x + d_t * x;
    *shadow_1 += dot_seed * dot_t + seed * t;
    *dot_shadow_0 += d_dot_t * x + d_dot_t * x;
    *dot_shadow_1 += dot_seed * t;
    (t * y, y * dot_t + t * dot_y)
}
