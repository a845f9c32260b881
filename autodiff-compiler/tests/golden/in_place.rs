//! Writes into an array: what a write destroys is saved, and restored in the reverse sweep.
//! shows: adjoint

fn smooth(x: [f64; 4], c: f64) -> f64 {
    let mut y = x;
    y[1] = y[1] * (1.0 - c) + y[0] * c;
    y[2] = y[2] * y[1];
    y[3] += y[2];
    y[3] * y[3]
}

// expands to:

pub fn adjoint(x: [f64; 4], c: f64, shadow_0: &mut [f64; 4], shadow_1: &mut f64, seed: f64) -> f64 {
    let mut y = x;
    let t = y[1];
    let t_2 = 1.0 - c;
    let t_4 = y[0];
    y[1] = t * t_2 + t_4 * c;
    let t_7 = y[2];
    let t_8 = y[1];
    y[2] = t_7 * t_8;
    y[3] += y[2];
    let t_11 = y[3];
    let t_12 = y[3];
    let d_x = shadow_0;
    let d_y_3 = seed * t_11 + seed * t_12;
    let mut d_y_2 = d_y_3;
    let d_t_9 = d_y_2;
    let mut d_y_1 = d_t_9 * t_7;
    d_y_2 = d_t_9 * t_8;
    let d_t_6 = d_y_1;
    d_y_1 = d_t_6 * t_2;
    d_x[0] += d_t_6 * c;
    d_x[1] += d_y_1;
    d_x[2] += d_y_2;
    d_x[3] += d_y_3;
    *shadow_1 += d_t_6 * t_4 - d_t_6 * t;
    t_11 * t_12
}
