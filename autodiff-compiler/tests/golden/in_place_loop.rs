//! Writes into a `Vec` in a loop: the old element is recorded where the reverse sweep needs it.
//! shows: adjoint

fn products(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    for i in 1..y.len() {
        y[i] = y[i - 1] * y[i];
    }
    y[y.len() - 1]
}

// expands to:

pub fn adjoint(x: &[f64], shadow_0: &mut [f64], seed: f64) -> f64 {
    let mut record = ::std::vec::Vec::new();
    let mut y = x.to_vec();
    let t_2 = y.len();
    record = ::chainrule::__private::with_room(record, 1..t_2);
    for i in 1..t_2 {
        let saved = y[i];
        y[i] = y[i - 1] * y[i];
        record = ::chainrule::__private::pushed(record, saved);
    }
    let t_9 = y.len() - 1;
    let t_10 = y[t_9];
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_y = ::chainrule::__private::zero_tangent(x);
    d_y[t_9] += seed;
    for i in ::core::iter::Iterator::rev(1..t_2) {
        let ::core::option::Option::Some(saved) = record.pop() else { ::core::unreachable!() };
        y[i] = saved;
        let d_t_7 = d_y[i];
        d_y[i] = 0.0;
        let t_4 = i - 1;
        d_y[i] += d_t_7 * y[t_4];
        d_y[t_4] += d_t_7 * y[i];
    }
    ::chainrule::__private::accumulate(d_x, &d_y);
    t_10
}
