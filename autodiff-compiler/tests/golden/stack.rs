//! A stack and a loop over elements: what is pushed in one sweep is popped in the other, off the
//! shadow as well.
//! shows: adjoint, jvp

fn alternating(x: &[f64]) -> f64 {
    let mut stack = Vec::new();
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 1 {
            let last: f64 = stack.pop().unwrap();
            stack.push(last * v);
        } else {
            stack.push(v.sin());
        }
    }
    stack[0]
}

// expands to:

pub fn adjoint(x: &[f64], shadow_0: &mut [f64], seed: f64) -> f64 {
    let mut record = ::std::vec::Vec::new();
    let mut stack: ::std::vec::Vec<f64> = ::std::vec![];
    let t_2 = x.len();
    for i_2 in 0..t_2 {
        let t_4 = x[i_2];
        if i_2 % 2 == 1 {
            let last: f64 = ::chainrule::__private::popped(&mut stack);
            stack.push(last * t_4);
            record = ::chainrule::__private::pushed(record, last);
        } else {
            stack.push(t_4.sin());
        }
    }
    let t_10 = stack[0];
    let d_x = ::chainrule::__private::matching_mut(shadow_0, x.len());
    let mut d_stack = ::chainrule::__private::zero_tangent(&stack);
    d_stack[0] += seed;
    for i_2 in ::core::iter::Iterator::rev(0..t_2) {
        let t_4 = x[i_2];
        let mut d_t_4 = 0.0_f64;
        if i_2 % 2 == 1 {
            let ::core::option::Option::Some(last) = record.pop() else { ::core::unreachable!() };
            let taken_3 = ::chainrule::__private::popped(&mut d_stack);
            let _ = ::chainrule::__private::popped(&mut stack);
            let d_last = taken_3 * t_4;
            d_t_4 = taken_3 * last;
            d_stack.push(d_last);
            stack.push(last);
        } else {
            let taken_4 = ::chainrule::__private::popped(&mut d_stack);
            let _ = ::chainrule::__private::popped(&mut stack);
            d_t_4 = taken_4 * t_4.cos();
        }
        d_x[i_2] += d_t_4;
    }
    t_10
}

pub fn jvp(x: &[f64], dot_x: &[f64]) -> (f64, f64) {
    let dot_x = ::chainrule::__private::matching(dot_x, x.len());
    let mut stack: ::std::vec::Vec<f64> = ::std::vec![];
    let mut dot_stack: ::std::vec::Vec<f64> = ::std::vec![];
    for i_2 in 0..x.len() {
        let t_4 = x[i_2];
        let dot_t_4 = dot_x[i_2];
        if i_2 % 2 == 1 {
            let last: f64 = ::chainrule::__private::popped(&mut stack);
            let dot_last = ::chainrule::__private::popped(&mut dot_stack);
            let dot_t_8 = t_4 * dot_last + last * dot_t_4;
            stack.push(last * t_4);
            dot_stack.push(dot_t_8);
        } else {
            stack.push(t_4.sin());
            dot_stack.push(t_4.cos() * dot_t_4);
        }
    }
    (stack[0], dot_stack[0])
}
