//! `while`: the iterations are counted, and the reverse sweep runs as many.
//! shows: adjoint

fn square_root(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}

// expands to:

pub fn adjoint(a: f64, shadow_0: &mut f64, seed: f64) -> f64 {
    let mut record = ::std::vec::Vec::new();
    let mut x = a;
    let mut trips = 0_usize;
    while {
        let t = x;
        (t * t - a).abs() > 1e-12
    } {
        let t_6 = x;
        x = 0.5 * (t_6 + a / t_6);
        record = ::chainrule::__private::pushed(record, t_6);
        trips += 1;
    }
    let mut d_x = seed;
    let mut d_a = 0.0_f64;
    for _ in 0..trips {
        let ::core::option::Option::Some(t_6) = record.pop() else { ::core::unreachable!() };
        let d_t_9 = d_x;
        let d_t_8 = d_t_9 * 0.5;
        let t_7 = a / t_6;
        d_a += d_t_8 / t_6;
        d_x = d_t_8 - d_t_8 / t_6 * t_7;
    }
    d_a += d_x;
    *shadow_0 += d_a;
    x
}
