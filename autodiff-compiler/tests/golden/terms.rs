//! The sum that the value is: its terms are kept for a block of iterations and added in their order behind it,
//! so that the rest of the loop becomes a vector loop.
//! shows: adjoint

fn chain(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        s += 100.0 * a * a + b * b;
    }
    s
}

// expands to:

pub fn adjoint(x: &[f64], shadow_0: &mut [f64], seed: f64) -> f64 {
    let mut s = 0.0;
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_x_next = 0.0;
    let d_x_part = ::chainrule::__private::window_mut(&mut d_x[..], 0, x.len() - 1);
    let x_part = ::chainrule::__private::window(&x[..], 0, x.len() - 1);
    let x_part_2 = ::chainrule::__private::window(&x[..], 1, x.len() - 1);
    let count = x.len() - 1;
    let mut terms = [0.0; 32];
    for from in ::core::iter::Iterator::step_by(0..count, 32) {
        let to = ::core::cmp::min(from + 32, count);
        let x_part_block = &x_part[from..to];
        let x_part_2_block = &x_part_2[from..to];
        let d_x_part_block = &mut d_x_part[from..to];
        let terms_block = &mut terms[..to - from];
        for at in 0..to - from {
            let t_6 = x_part_block[at];
            let a = x_part_2_block[at] - t_6 * t_6;
            let b = 1.0 - t_6;
            let t_10 = 100.0 * a;
            terms_block[at] = t_10 * a + b * b;
            let d_a = seed * t_10 + seed * a * 100.0;
            let d_t_7 = -d_a;
            d_x_part_block[at] += d_x_next + (-(seed * b + seed * b) + d_t_7 * t_6 + d_t_7 * t_6);
            d_x_next = d_a;
        }
        for at in 0..to - from {
            s += terms_block[at];
        }
    }
    if 0 < x.len() - 1 {
        d_x[x.len() - 1] += d_x_next;
    }
    s
}
