//! Who wants content back is asked: the caller of a function that changes its argument, and the callee that
//! is given what is overwritten later.
//! shows: sweep

fn filled(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[1];
    let square = squares(out);
    out[1] = square;
}

// expands to:

fn sweep(
    x: &[f64],
    out: &mut [f64],
    reverse: ::core::option::Option<(&mut [f64], &mut [f64], ::chainrule::__private::NoTangent)>,
    tape: &mut ::chainrule::__private::Tape,
) -> ::core::option::Option<()> {
    let record = ::chainrule::__private::Slot::new();
    let record_2 = ::chainrule::__private::Slot::new();
    let restoring = tape.take_restoring();
    let kept = restoring || const {
        <squares>::needs(0, 1, 3)
    };
    let ::core::option::Option::Some((shadow_0, shadow_1, seed)) = reverse else {
        let saved = restoring.then_some(out[0]);
        out[0] = x[0] * x[1];
        tape.set_restoring(restoring);
        let square = <squares>::fwd(&mut *out, tape);
        tape.set_restoring(true);
        let saved_2 = kept.then_some(out[1]);
        out[1] = square;
        record.push_some(tape, saved_2);
        record_2.push_some(tape, saved);
        return ::core::option::Option::Some(());
    };
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let d_out = ::chainrule::__private::matching_mut(shadow_1, out.len());
    let saved = record_2.pop_if(tape, restoring);
    ::chainrule::__private::restore_some(&mut out[1], record.pop_if(tape, kept));
    let d_square = d_out[1];
    d_out[1] = 0.0;
    tape.set_restoring(restoring);
    <squares>::rev(&mut *out, d_out, d_square, tape);
    tape.set_restoring(true);
    ::chainrule::__private::restore_some(&mut out[0], saved);
    let d_t_3 = d_out[0];
    d_out[0] = 0.0;
    d_x[1] += d_t_3 * x[0];
    d_x[0] += d_t_3 * x[1];
    ::core::option::Option::None
}
