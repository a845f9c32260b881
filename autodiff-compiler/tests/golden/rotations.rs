//! A helper that changes an element of each of two rows: the rows are lent once around the loop.
//! shows: adjoint

fn rotated(m: &mut [f64], n: usize, c: f64, s: f64) {
    let (upper, lower) = m.split_at_mut(n);
    for j in 0..n {
        rotate(&mut upper[j], &mut lower[j], c, s);
    }
}

// expands to:

pub fn adjoint(
    m: &mut [f64],
    n: usize,
    c: f64,
    s: f64,
    shadow_0: &mut [f64],
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    shadow_2: &mut f64,
    shadow_3: &mut f64,
    seed: ::chainrule::__private::NoTangent,
) {
    let tape = &mut ::chainrule::__private::Tape::new();
    let kept = const {
        <rotate>::needs(0, 15, 3)
    } || const {
        <rotate>::needs(1, 15, 3)
    };
    let mut record = ::std::vec::Vec::new();
    ::chainrule::__private::reserve(&mut record, 0..n);
    if 0 < n {
        ::chainrule::__private::disjoint(&mut *m, ..n, n.., |lent_one, lent_two| {
            let lent_one_part = ::chainrule::__private::window_mut(&mut lent_one[..], 0, n);
            let lent_two_part = ::chainrule::__private::window_mut(&mut lent_two[..], 0, n);
            for j in 0..n {
                tape.set_restoring(kept);
                let t_2 = <rotate>::fwd(&mut lent_one_part[j], &mut lent_two_part[j], c, s, tape);
                tape.set_restoring(true);
                record.push(t_2);
            }
        });
    }
    let left = ::chainrule::__private::keep(m);
    let d_m = ::chainrule::__private::matching_mut(shadow_0, m.len());
    let mut d_c = 0.0_f64;
    let mut d_s = 0.0_f64;
    if 0 < n {
        ::chainrule::__private::disjoint(&mut *m, ..n, n.., |lent_one_2, lent_two_2| {
            ::chainrule::__private::disjoint(&mut *d_m, ..n, n.., |lent_one_1, lent_two_1| {
                let lent_one_1_part = ::chainrule::__private::window_mut(&mut lent_one_1[..], 0, n);
                let lent_one_2_part = ::chainrule::__private::window_mut(&mut lent_one_2[..], 0, n);
                let lent_two_1_part = ::chainrule::__private::window_mut(&mut lent_two_1[..], 0, n);
                let lent_two_2_part = ::chainrule::__private::window_mut(&mut lent_two_2[..], 0, n);
                for j in ::core::iter::Iterator::rev(0..n) {
                    let ::core::option::Option::Some(t_2) = record.pop() else {
                        ::core::unreachable!()
                    };
                    tape.set_restoring(kept);
                    <rotate>::rev(
                        &mut lent_one_2_part[j],
                        &mut lent_two_2_part[j],
                        c,
                        s,
                        &mut lent_one_1_part[j],
                        &mut lent_two_1_part[j],
                        &mut d_c,
                        &mut d_s,
                        ::chainrule::__private::zero_tangent(&t_2),
                        tape,
                    );
                    tape.set_restoring(true);
                }
            });
        });
    }
    *shadow_2 += d_c;
    *shadow_3 += d_s;
    ::chainrule::__private::put_back(&mut *m, left);
}
