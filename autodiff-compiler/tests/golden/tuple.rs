//! Tuples in and out: cotangents have the same fields.
//! shows: adjoint

fn polar(p: (f64, f64)) -> (f64, f64) {
    let (x, y) = p;
    (x.hypot(y), y.atan2(x))
}

// expands to:

pub fn adjoint(p: (f64, f64), shadow_0: &mut (f64, f64), seed: (f64, f64)) -> (f64, f64) {
    let x = p.0;
    let y = p.1;
    let t_3 = x.hypot(y);
    let d_p = shadow_0;
    let d_t_3 = seed.0;
    let d_t_4 = seed.1;
    let d_x = -(d_t_4 * ::chainrule::__private::ratio(y, y * y + x * x))
        + d_t_3 * ::chainrule::__private::ratio(x, t_3);
    d_p.1 += d_t_4 * ::chainrule::__private::ratio(x, y * y + x * x)
        + d_t_3 * ::chainrule::__private::ratio(y, t_3);
    d_p.0 += d_x;
    (t_3, y.atan2(x))
}
