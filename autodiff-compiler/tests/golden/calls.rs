//! Calls of annotated functions: their sweeps are called, in turn and in reverse.
//! shows: adjoint, jvp

fn difference(x: &[f64], mean: f64) -> f64 {
    let spread = variance(x, mean);
    spread.sqrt() - kernels::width(mean)
}

// expands to:

pub fn adjoint(x: &[f64], mean: f64, shadow_0: &mut [f64], shadow_1: &mut f64, seed: f64) -> f64 {
    let tape = &mut ::chainrule::__private::Tape::new();
    let spread = <variance>::fwd(x, mean, tape);
    let t_4 = ::chainrule::__private::prim::map::call(&spread, |t_2| t_2.sqrt());
    let t_5 = <kernels::width>::fwd(mean, tape);
    let t_6 = ::chainrule::__private::prim::sub::call(&t_4, &t_5);
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_t_4 = ::chainrule::__private::zero_tangent(&spread);
    let mut d_t_5 = ::chainrule::__private::zero_tangent(&t_5);
    ::chainrule::__private::prim::sub::rev(&t_4, &t_5, &mut d_t_4, &mut d_t_5, seed);
    let mut d_mean = 0.0_f64;
    <kernels::width>::rev(mean, &mut d_mean, d_t_5, tape);
    let mut d_spread = ::chainrule::__private::zero_tangent(&spread);
    ::chainrule::__private::prim::map::pull(&spread, &mut d_spread, &d_t_4, |t_2, shadow, seed| {
        *shadow += ::chainrule::__private::guarded_div(seed * 0.5, t_2.sqrt());
    });
    <variance>::rev(x, mean, d_x, &mut d_mean, d_spread, tape);
    *shadow_1 += d_mean;
    t_6
}

pub fn jvp(x: &[f64], mean: f64, dot_x: &[f64], dot_mean: f64) -> (f64, f64) {
    let dot_x = ::chainrule::__private::matching(dot_x, x.len());
    let (spread, dot_spread) = <variance>::jvp(x, mean, dot_x, dot_mean);
    let (t_4, dot_t_4) = ::chainrule::__private::prim::map::call_2(
        &spread,
        &dot_spread,
        |t_2, dot_t_2| {
            let t_3 = t_2.sqrt();
            let dot_t_3 = ::chainrule::__private::guarded_div(0.5 * dot_t_2, t_3);
            (t_3, dot_t_3)
        },
    );
    let (t_5, dot_t_5) = <kernels::width>::jvp(mean, dot_mean);
    let (t_6, dot_t_6) = ::chainrule::__private::prim::sub::jvp(&t_4, &t_5, &dot_t_4, &dot_t_5);
    (t_6, dot_t_6)
}
