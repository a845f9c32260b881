//! A loop that only adds up: nothing is recorded, and one loop does both sweeps' work.
//! shows: adjoint, jvp

fn energy(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        let stretch = x[i] - x[i - 1] - 1.0;
        sum += 0.5 * k * stretch * stretch;
    }
    sum
}

// expands to:

pub fn adjoint(x: &[f64], k: f64, shadow_0: &mut [f64], shadow_1: &mut f64, seed: f64) -> f64 {
    let mut sum = 0.0;
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_k = 0.0_f64;
    let mut d_x_next = 0.0;
    let d_x_part = ::chainrule::__private::window_mut(
        &mut d_x[..],
        0,
        ::chainrule::__private::iterations(1, x.len()),
    );
    let x_part =
        ::chainrule::__private::window(&x[..], 0, ::chainrule::__private::iterations(1, x.len()));
    for i in 1..x.len() {
        let stretch = x[i] - x_part[i - 1] - 1.0;
        let t_8 = 0.5 * k;
        let t_9 = t_8 * stretch;
        sum += t_9 * stretch;
        let d_t_9 = seed * stretch;
        d_k += d_t_9 * stretch * 0.5;
        let d_t_6 = seed * t_9 + d_t_9 * t_8;
        d_x_part[i - 1] += d_x_next - d_t_6;
        d_x_next = d_t_6;
    }
    if 1 < x.len() {
        d_x[x.len() - 1] += d_x_next;
    }
    *shadow_1 += d_k;
    sum
}

pub fn jvp(x: &[f64], k: f64, dot_x: &[f64], dot_k: f64) -> (f64, f64) {
    let dot_x = ::chainrule::__private::matching(dot_x, x.len());
    let mut sum = 0.0;
    let mut dot_sum = 0.0;
    for i in 1..x.len() {
        let t_4 = i - 1;
        let stretch = x[i] - x[t_4] - 1.0;
        let dot_stretch = dot_x[i] - dot_x[t_4];
        let t_8 = 0.5 * k;
        let t_9 = t_8 * stretch;
        sum += t_9 * stretch;
        dot_sum += stretch * (stretch * (0.5 * dot_k) + t_8 * dot_stretch) + t_9 * dot_stretch;
    }
    (sum, dot_sum)
}
