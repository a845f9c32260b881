//! An option that may be absent: its payload is a place, and the seed falls away where there is none.
//! shows: adjoint

fn scaled(x: f64, scale: Option<f64>) -> Option<f64> {
    let s = scale?;
    if s > 0.0 { Some(x * s.ln()) } else { None }
}

// expands to:

pub fn adjoint(
    x: f64,
    scale: Option<f64>,
    shadow_0: &mut f64,
    shadow_1: &mut ::core::option::Option<f64>,
    seed: ::core::option::Option<f64>,
) -> Option<f64> {
    let mut record = ::core::option::Option::None;
    let mut record_2 = ::core::option::Option::None;
    let result;
    let t_2 = scale.is_some();
    if t_2 {
        let s = *::chainrule::__private::payload(&scale);
        let t_10;
        if s > 0.0 {
            let t_6 = s.ln();
            t_10 = ::core::option::Option::Some(x * t_6);
            record = ::core::option::Option::Some(t_6);
        } else {
            t_10 = ::core::option::Option::None;
        }
        result = t_10;
        record_2 = ::core::option::Option::Some(t_10);
    } else {
        result = ::core::option::Option::None;
    }
    let d_scale = shadow_1;
    let mut d_result = ::chainrule::__private::seed_of(&result, seed);
    let mut d_x = 0.0_f64;
    if t_2 {
        let ::core::option::Option::Some(t_10) = record_2.take() else { ::core::unreachable!() };
        let taken_5 = ::chainrule::__private::take_tangent(&mut d_result);
        let mut d_t_10 = ::chainrule::__private::zero_tangent(&t_10);
        ::chainrule::__private::accumulate(&mut d_t_10, &taken_5);
        let s = *::chainrule::__private::payload(&scale);
        let mut d_s = 0.0_f64;
        if s > 0.0 {
            let ::core::option::Option::Some(t_6) = record.take() else { ::core::unreachable!() };
            let taken_6 = ::chainrule::__private::take_tangent(&mut d_t_10);
            let mut d_t_8 = ::core::option::Option::Some(0.0_f64);
            ::chainrule::__private::accumulate(&mut d_t_8, &taken_6);
            let d_t_7 = *::chainrule::__private::payload(&d_t_8);
            d_x = d_t_7 * t_6;
            d_s = d_t_7 * x / s;
        } else {
            ::chainrule::__private::set_zero(&mut d_t_10);
        }
        *::chainrule::__private::payload_mut(d_scale) += d_s;
    } else {
        ::chainrule::__private::set_zero(&mut d_result);
    }
    *shadow_0 += d_x;
    result
}
