//! `match`: the arm that is taken has a number, which selects the arm of the reverse sweep.
//! shows: adjoint

fn term(x: f64, kind: u8) -> f64 {
    match kind {
        0 => x.sin(),
        1 | 2 => x * x * x,
        _ => {
            let e = x.exp();
            e / (1.0 + e)
        }
    }
}

// expands to:

pub fn adjoint(
    x: f64,
    kind: u8,
    shadow_0: &mut f64,
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    seed: f64,
) -> f64 {
    let mut record = ::core::option::Option::None;
    let t = match kind {
        0 => 0usize,
        1 | 2 => 1usize,
        _ => 2usize,
    };
    let t_8;
    match t {
        0 => {
            t_8 = x.sin();
        }
        1 => {
            t_8 = x * x * x;
        }
        _ => {
            let e = x.exp();
            t_8 = e / (1.0 + e);
            record = ::core::option::Option::Some(e);
        }
    }
    let mut d_x = 0.0_f64;
    match t {
        0 => {
            d_x += seed * x.cos();
        }
        1 => {
            let d_t_3 = seed * x;
            d_x += seed * (x * x);
            d_x += d_t_3 * x;
            d_x += d_t_3 * x;
        }
        _ => {
            let ::core::option::Option::Some(e) = record.take() else { ::core::unreachable!() };
            let t_6 = 1.0 + e;
            d_x += (seed / t_6 - seed * (e / t_6 / t_6)) * e;
        }
    }
    *shadow_0 += d_x;
    t_8
}
