//! A border that wraps: the first and the last iteration stand apart, so that the others know their neighbours.
//! shows: adjoint

fn differences(u: &[f64], out: &mut [f64]) {
    let n = u.len();
    for j in 0..n {
        let right = if j == n - 1 { 0 } else { j + 1 };
        out[j] = u[right] * u[right] - u[j];
    }
}

// expands to:

pub fn adjoint(
    u: &[f64],
    out: &mut [f64],
    shadow_0: &mut [f64],
    shadow_1: &mut [f64],
    seed: ::chainrule::__private::NoTangent,
) {
    let n = u.len();
    if 0 < n {
        let last = n - 1;
        let out_part = ::chainrule::__private::window_mut(&mut out[..], 0, last);
        let u_part = ::chainrule::__private::window(&u[..], 0, last);
        let u_part_2 = ::chainrule::__private::window(&u[..], 1, last);
        for j in 0..last {
            let t_8 = u_part_2[j];
            out_part[j] = t_8 * t_8 - u_part[j];
        }
        let out_part_2 = ::chainrule::__private::window_mut(
            &mut out[..],
            last,
            ::chainrule::__private::iterations(last, n),
        );
        for j in last..n {
            let right = if j == n - 1 { 0 } else { j + 1 };
            let t_8 = u[right];
            out_part_2[j - last] = t_8 * t_8 - u[j];
        }
    }
    let d_u = ::chainrule::__private::matching_mut(shadow_0, u.len());
    let d_out = ::chainrule::__private::matching_mut(shadow_1, out.len());
    if 0 < n {
        let last_2 = n - 1;
        let d_out_part = ::chainrule::__private::window_mut(
            &mut d_out[..],
            last_2,
            ::chainrule::__private::iterations(last_2, n),
        );
        for j in last_2..n {
            let d_t_11 = d_out_part[j - last_2];
            d_out_part[j - last_2] = 0.0;
            d_u[j] -= d_t_11;
            let right = if j == n - 1 { 0 } else { j + 1 };
            let t_8 = u[right];
            d_u[right] += d_t_11 * t_8 + d_t_11 * t_8;
        }
        let mut d_u_next = 0.0;
        let d_out_part_2 = ::chainrule::__private::window_mut(&mut d_out[..], 0, last_2);
        let d_u_part = ::chainrule::__private::window_mut(&mut d_u[..], 1, last_2);
        let u_part_3 = ::chainrule::__private::window(&u[..], 1, last_2);
        for j in ::core::iter::Iterator::rev(0..last_2) {
            let d_t_11 = d_out_part_2[j];
            d_out_part_2[j] = 0.0;
            let d_u_next_2 = -d_t_11;
            let t_8 = u_part_3[j];
            d_u_part[j] += d_u_next + (d_t_11 * t_8 + d_t_11 * t_8);
            d_u_next = d_u_next_2;
        }
        if 0 < last_2 {
            d_u[0] += d_u_next;
        }
    }
}
