//! A `&mut` parameter: its shadow takes the output's cotangent and holds the input's afterwards.
//! `adjoint` leaves the result in `y`; the sweeps that callers use give `y` back as it was.
//! shows: adjoint, jvp, sweep

fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

// expands to:

pub fn adjoint(
    a: f64,
    x: &[f64],
    y: &mut [f64],
    shadow_0: &mut f64,
    shadow_1: &mut [f64],
    shadow_2: &mut [f64],
    seed: ::chainrule::__private::NoTangent,
) {
    let t = x.len();
    let y_part = ::chainrule::__private::window_mut(&mut y[..], 0, t);
    for i in 0..t {
        y_part[i] += a * x[i];
    }
    let d_x = ::chainrule::__private::matching_mut(shadow_1, x.len());
    let d_y = ::chainrule::__private::matching_mut(shadow_2, y.len());
    let mut d_a = 0.0_f64;
    let d_y_part = ::chainrule::__private::window(&d_y[..], 0, t);
    d_a += ::chainrule::__private::sum_of_products(&d_y_part[..], &x[..]);
    for i in ::core::iter::Iterator::rev(0..t) {
        let d_t_4 = d_y_part[i];
        d_x[i] += d_t_4 * a;
    }
    *shadow_0 += d_a;
}

fn sweep(
    a: f64,
    x: &[f64],
    y: &mut [f64],
    reverse: ::core::option::Option<(
        &mut f64,
        &mut [f64],
        &mut [f64],
        ::chainrule::__private::NoTangent,
    )>,
    tape: &mut ::chainrule::__private::Tape,
) -> ::core::option::Option<()> {
    let record = ::chainrule::__private::Slot::new();
    let restoring = tape.take_restoring();
    let ::core::option::Option::Some((shadow_0, shadow_1, shadow_2, seed)) = reverse else {
        let y_part = ::chainrule::__private::window_mut(&mut y[..], 0, x.len());
        record.push_row(tape, restoring, y_part);
        for i in 0..x.len() {
            y_part[i] += a * x[i];
        }
        return ::core::option::Option::Some(());
    };
    let d_x = ::chainrule::__private::matching_mut(shadow_1, x.len());
    let d_y = ::chainrule::__private::matching_mut(shadow_2, y.len());
    let mut d_a = 0.0_f64;
    let d_y_part = ::chainrule::__private::window(&d_y[..], 0, x.len());
    let y_part_2 = ::chainrule::__private::window_mut(&mut y[..], 0, x.len());
    d_a += ::chainrule::__private::sum_of_products(&d_y_part[..], &x[..]);
    record.pop_row(tape, restoring, y_part_2);
    for i in ::core::iter::Iterator::rev(0..x.len()) {
        let d_t_4 = d_y_part[i];
        d_x[i] += d_t_4 * a;
    }
    *shadow_0 += d_a;
    ::core::option::Option::None
}

pub fn jvp(
    a: f64,
    x: &[f64],
    y: &mut [f64],
    dot_a: f64,
    dot_x: &[f64],
    dot_y: &mut [f64],
) -> ((), ::chainrule::__private::NoTangent) {
    let dot_x = ::chainrule::__private::matching(dot_x, x.len());
    let dot_y = ::chainrule::__private::matching_mut(dot_y, y.len());
    for i in 0..x.len() {
        let t_3 = x[i];
        y[i] += a * t_3;
        dot_y[i] += t_3 * dot_a + a * dot_x[i];
    }
    ((), ::chainrule::__private::NoTangent)
}
