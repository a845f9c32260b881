//! Buffers that change places every step: the shadows do too, and nothing is saved for it.
//! shows: adjoint

fn heat(u: &[f64], steps: usize) -> f64 {
    let n = u.len();
    let mut now = u.to_vec();
    let mut next = vec![0.0; n];
    for _ in 0..steps {
        for i in 1..n - 1 {
            next[i] = now[i] + 0.2 * (now[i - 1] - 2.0 * now[i] + now[i + 1]);
        }
        std::mem::swap(&mut now, &mut next);
    }
    now[1] * now[1]
}

// expands to:

pub fn adjoint(
    u: &[f64],
    steps: usize,
    shadow_0: &mut [f64],
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    seed: f64,
) -> f64 {
    let n = u.len();
    let mut now = u.to_vec();
    let mut next: ::std::vec::Vec<f64> = ::std::vec![0.0; n];
    for t_4 in 0..steps {
        let count = ::chainrule::__private::iterations(1, n - 1);
        let next_part = ::chainrule::__private::window_mut(&mut next[..], 1, count);
        let now_part = ::chainrule::__private::window(&now[..], 0, count);
        let now_part_2 = ::chainrule::__private::window(&now[..], 1, count);
        let now_part_3 = ::chainrule::__private::window(&now[..], 2, count);
        for i in 0..count {
            next_part[i] =
                now_part_2[i] + 0.2 * (now_part[i] - 2.0 * now_part_2[i] + now_part_3[i]);
        }
        ::core::mem::swap(&mut now, &mut next);
    }
    let t_18 = now[1];
    let t_19 = now[1];
    let d_u = ::chainrule::__private::matching_mut(shadow_0, u.len());
    let mut d_now = ::chainrule::__private::zero_tangent(&now);
    d_now[1] += seed * t_18;
    d_now[1] += seed * t_19;
    let mut d_next = ::chainrule::__private::zero_tangent(&next);
    for t_4 in ::core::iter::Iterator::rev(0..steps) {
        ::core::mem::swap(&mut d_now, &mut d_next);
        ::core::mem::swap(&mut now, &mut next);
        let mut d_now_next = 0.0;
        let mut d_now_next_2 = 0.0;
        let count_2 = ::chainrule::__private::iterations(1, n - 1);
        let d_next_part = ::chainrule::__private::window_mut(&mut d_next[..], 1, count_2);
        let d_now_part = ::chainrule::__private::window_mut(&mut d_now[..], 2, count_2);
        for i in ::core::iter::Iterator::rev(0..count_2) {
            let d_t_17 = d_next_part[i];
            d_next_part[i] = 0.0;
            let d_t_15 = d_t_17 * 0.2;
            d_now_part[i] += d_now_next + d_t_15;
            d_now_next_2 -= d_t_15 * 2.0;
            let d_now_next_3 = d_t_15;
            d_now_next_2 += d_t_17;
            d_now_next = d_now_next_2;
            d_now_next_2 = d_now_next_3;
        }
        if 1 < n - 1 {
            d_now[1] += d_now_next;
            d_now[0] += d_now_next_2;
        }
    }
    ::chainrule::__private::accumulate(d_u, &d_now);
    t_18 * t_19
}
