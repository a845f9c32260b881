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
    let t = match kind {
        0 => 0usize,
        1 | 2 => 1usize,
        _ => 2usize,
    };
    let t_8;
    let mut d_x = 0.0_f64;
    match t {
        0 => {
            t_8 = x.sin();
            d_x = seed * x.cos();
        }
        1 => {
            let t_3 = x * x;
            t_8 = t_3 * x;
            let d_t_3 = seed * x;
            d_x = seed * t_3;
            d_x += d_t_3 * x;
            d_x += d_t_3 * x;
        }
        _ => {
            let e = x.exp();
            let t_6 = 1.0 + e;
            let t_7 = e / t_6;
            t_8 = t_7;
            d_x = (seed / t_6 - seed / t_6 * t_7) * e;
        }
    }
    *shadow_0 += d_x;
    t_8
}
