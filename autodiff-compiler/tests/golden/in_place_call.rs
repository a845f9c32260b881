//! A call that changes an array, in a loop: its reverse sweep restores what it wrote, so nothing of
//! `y` is saved here. A scalar variable stands in a cell of its own while a callee changes it.
//! shows: adjoint

fn decayed(x: &[f64], a: f64) -> f64 {
    let mut y = vec![0.0; x.len()];
    let mut total = 0.0;
    for k in 0..x.len() {
        axpy(a * x[k], x, &mut y);
        add_square(&mut total, y[k]);
    }
    total
}

// expands to:

pub fn adjoint(x: &[f64], a: f64, shadow_0: &mut [f64], shadow_1: &mut f64, seed: f64) -> f64 {
    let tape = &mut ::chainrule::__private::Tape::new();
    let mut record = ::std::vec::Vec::new();
    let t = x.len();
    let mut y = ::std::vec![0.0; t];
    let mut total = 0.0;
    record = ::chainrule::__private::with_room(record, 0..t);
    for k in 0..t {
        let t_6 = <axpy>::fwd(a * x[k], x, &mut y, tape);
        let mut total_2 = (total,);
        tape.set_restoring(false);
        let t_9 = <add_square>::fwd(&mut total_2.0, y[k], tape);
        tape.set_restoring(true);
        total = total_2.0;
        record = ::chainrule::__private::pushed(record, (total_2, t_9, t_6));
    }
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_total = seed;
    let mut d_a = 0.0_f64;
    let mut d_y = ::chainrule::__private::zero_tangent(&y);
    for k in ::core::iter::Iterator::rev(0..t) {
        let ::core::option::Option::Some((total_2, t_9, t_6)) = record.pop() else {
            ::core::unreachable!()
        };
        let mut total_2 = total_2;
        let d_t_10 = d_total;
        let mut d_total_2_0 = d_t_10;
        tape.set_restoring(false);
        let mut d_t_7 = 0.0;
        <add_square>::rev(
            &mut total_2.0,
            y[k],
            &mut d_total_2_0,
            &mut d_t_7,
            ::chainrule::__private::zero_tangent(&t_9),
            tape,
        );
        tape.set_restoring(true);
        d_total = d_total_2_0;
        d_y[k] += d_t_7;
        let t_4 = x[k];
        let mut d_t_5 = 0.0_f64;
        <axpy>::rev(
            a * t_4,
            x,
            &mut y,
            &mut d_t_5,
            d_x,
            &mut d_y,
            ::chainrule::__private::zero_tangent(&t_6),
            tape,
        );
        d_a += d_t_5 * t_4;
        d_x[k] += d_t_5 * a;
    }
    *shadow_1 += d_a;
    total
}
