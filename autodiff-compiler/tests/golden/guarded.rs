//! Slopes that may be infinite: a cotangent of zero wins over them.
//! shows: adjoint

fn root(x: f64, p: f64) -> f64 {
    x.sqrt() + x.powf(p)
}

// expands to:

pub fn adjoint(x: f64, p: f64, shadow_0: &mut f64, shadow_1: &mut f64, seed: f64) -> f64 {
    let t = x.sqrt();
    let t_2 = x.powf(p);
    let t_3 = t + t_2;
    let d_p = seed * (t_2 * ::chainrule::__private::safe_ln(x));
    *shadow_0 += ::chainrule::__private::zero_mul(
        seed,
        ::chainrule::__private::zero_mul(p, x.powf(p - 1.0)),
    ) + ::chainrule::__private::guarded_div(seed * 0.5, t);
    *shadow_1 += d_p;
    t_3
}
