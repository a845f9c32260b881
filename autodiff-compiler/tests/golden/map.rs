//! `mapv`: the closure is differentiated as a function of its own.
//! shows: adjoint, jvp

fn activity(x: &Array1<f64>, slope: f64) -> f64 {
    x.mapv(|v| if v > 0.0 { v } else { slope * v }).sum()
}

// expands to:

pub fn adjoint(
    x: &Array1<f64>,
    slope: f64,
    shadow_0: &mut ::chainrule::ndarray::Array1<f64>,
    shadow_1: &mut f64,
    seed: f64,
) -> f64 {
    let t_6 = ::chainrule::__private::prim::map::call(x, |v| if v > 0.0 { v } else { slope * v });
    let t_7 = ::chainrule::__private::prim::sum::call(&t_6);
    let d_t_7 = seed;
    let mut d_t_6 = ::chainrule::__private::zero_tangent(x);
    ::chainrule::__private::prim::sum::pull_0(&mut d_t_6, &d_t_7);
    let mut d_slope = 0.0_f64;
    ::chainrule::__private::prim::map::pull(x, shadow_0, &d_t_6, |v, shadow, seed| {
        let mut d_v = 0.0_f64;
        if v > 0.0 {
            d_v += seed;
        } else {
            d_slope += seed * v;
            d_v += seed * slope;
        }
        *shadow += d_v;
    });
    *shadow_1 += d_slope;
    t_7
}

pub fn jvp(
    x: &Array1<f64>,
    slope: f64,
    dot_x: &::chainrule::ndarray::Array1<f64>,
    dot_slope: f64,
) -> (f64, f64) {
    let (t_6, dot_t_6) = ::chainrule::__private::prim::map::call_2(x, dot_x, |v, dot_v| {
        if v > 0.0 { (v, dot_v) } else { (slope * v, v * dot_slope + slope * dot_v) }
    });
    (
        ::chainrule::__private::prim::sum::call(&t_6),
        ::chainrule::__private::prim::sum::call(&dot_t_6),
    )
}
