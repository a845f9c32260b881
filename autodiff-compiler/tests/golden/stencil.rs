//! A stencil over rows: its adjoint adds above, beside and below in loops of their own, and the row that is
//! overwritten is saved at once.
//! shows: adjoint

fn reaction(u: &[f64], n: usize, steps: usize) -> f64 {
    let mut now = u.to_vec();
    let mut next = u.to_vec();
    for _ in 0..steps {
        for i in 1..n - 1 {
            for j in 0..n {
                let k = i * n + j;
                next[k] = now[k] * now[k] + now[k - n] + now[k + n];
            }
        }
        std::mem::swap(&mut now, &mut next);
    }
    now[n]
}

// expands to:

pub fn adjoint(
    u: &[f64],
    n: usize,
    steps: usize,
    shadow_0: &mut [f64],
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    seed: f64,
) -> f64 {
    let mut record = ::std::vec::Vec::new();
    let mut now = u.to_vec();
    let mut next = u.to_vec();
    for t_3 in 0..steps {
        for i in 1..n - 1 {
            let next_part = ::chainrule::__private::window_mut(&mut next[..], i * n, n);
            let now_part = ::chainrule::__private::window(
                &now[..],
                ::chainrule::__private::wrapping_less(i * n, n),
                n,
            );
            let now_part_2 = ::chainrule::__private::window(&now[..], i * n, n);
            let now_part_3 = ::chainrule::__private::window(&now[..], i * n + n, n);
            record.extend_from_slice(next_part);
            for j in 0..n {
                next_part[j] = now_part_2[j] * now_part_2[j] + now_part[j] + now_part_3[j];
            }
        }
        ::core::mem::swap(&mut now, &mut next);
    }
    let t_18 = now[n];
    let d_u = ::chainrule::__private::matching_mut(shadow_0, u.len());
    let mut d_now = ::chainrule::__private::zero_tangent(&now);
    d_now[n] += seed;
    let mut d_next = ::chainrule::__private::zero_tangent(&next);
    for t_3 in ::core::iter::Iterator::rev(0..steps) {
        ::core::mem::swap(&mut d_now, &mut d_next);
        ::core::mem::swap(&mut now, &mut next);
        for i in ::core::iter::Iterator::rev(1..n - 1) {
            let d_next_part = ::chainrule::__private::window(&d_next[..], i * n, n);
            let d_now_part = ::chainrule::__private::window_mut(
                &mut d_now[..],
                ::chainrule::__private::wrapping_less(i * n, n),
                n,
            );
            for j in 0..n {
                let d_t_17 = d_next_part[j];
                d_now_part[j] += d_t_17;
            }
            let d_next_part_2 = ::chainrule::__private::window(&d_next[..], i * n, n);
            let d_now_part_2 = ::chainrule::__private::window_mut(&mut d_now[..], i * n + n, n);
            for j in 0..n {
                let d_t_17 = d_next_part_2[j];
                d_now_part_2[j] += d_t_17;
            }
            let d_next_part_3 = ::chainrule::__private::window_mut(&mut d_next[..], i * n, n);
            let d_now_part_3 = ::chainrule::__private::window_mut(&mut d_now[..], i * n, n);
            let next_part_2 = ::chainrule::__private::window_mut(&mut next[..], i * n, n);
            let now_part_4 = ::chainrule::__private::window(&now[..], i * n, n);
            ::chainrule::__private::take_back(next_part_2, &mut record);
            for j in 0..n {
                let d_t_17 = d_next_part_3[j];
                d_next_part_3[j] = 0.0;
                d_now_part_3[j] += d_t_17 * now_part_4[j];
                d_now_part_3[j] += d_t_17 * now_part_4[j];
            }
        }
    }
    ::chainrule::__private::accumulate(d_u, &d_next);
    ::chainrule::__private::accumulate(d_u, &d_now);
    t_18
}
