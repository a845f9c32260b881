//! A loop whose carry enters nonlinearly: its values are recorded, everything else is computed again.
//! shows: adjoint

fn carry(x: &[f64], start: f64) -> f64 {
    let mut s = start;
    for i in 0..x.len() {
        s = s.sin() + x[i] * s;
    }
    s
}

// expands to:

pub fn adjoint(x: &[f64], start: f64, shadow_0: &mut [f64], shadow_1: &mut f64, seed: f64) -> f64 {
    let mut record = ::std::vec::Vec::new();
    let mut s = start;
    let t = x.len();
    record = ::chainrule::__private::with_room(record, 0..t);
    let record_part = ::chainrule::__private::room_for(&mut record, t);
    for i in 0..t {
        let t_3 = s;
        s = t_3.sin() + x[i] * t_3;
        record_part[i] = t_3;
    }
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_s = seed;
    let record_part_2 = ::chainrule::__private::last_of(&record, t);
    for i in ::core::iter::Iterator::rev(0..t) {
        let t_3 = record_part_2[i];
        let d_t_7 = d_s;
        d_x[i] += d_t_7 * t_3;
        d_s = d_t_7 * x[i] + d_t_7 * t_3.cos();
    }
    ::chainrule::__private::drop_last(&mut record, t);
    *shadow_1 += d_s;
    s
}
