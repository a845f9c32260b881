//! Nested loops over a matrix in a slice: the sum of a row lives for one iteration.
//! shows: adjoint

fn layer(w: &[f64], b: &[f64], x: &[f64], rows: usize, columns: usize) -> f64 {
    let mut loss = 0.0;
    for i in 0..rows {
        let mut sum = b[i];
        for j in 0..columns {
            sum += w[i * columns + j] * x[j];
        }
        let y = sum.tanh();
        loss += 0.5 * (y - 1.0) * (y - 1.0);
    }
    loss
}

// expands to:

pub fn adjoint(
    w: &[f64],
    b: &[f64],
    x: &[f64],
    rows: usize,
    columns: usize,
    shadow_0: &mut [f64],
    shadow_1: &mut [f64],
    shadow_2: &mut [f64],
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    seed: f64,
) -> f64 {
    let mut loss = 0.0;
    let d_w = ::chainrule::__private::matching_mut(shadow_0, w.len());
    let d_b = ::chainrule::__private::matching_mut(shadow_1, b.len());
    let d_x = ::chainrule::__private::matching_mut(shadow_2, x.len());
    for i in 0..rows {
        let mut sum = b[i];
        let w_part = ::chainrule::__private::window(&w[..], i * columns, columns);
        let x_part = ::chainrule::__private::window(&x[..], 0, columns);
        for j in 0..columns {
            sum += w_part[j] * x_part[j];
        }
        let y = sum.tanh();
        let t_11 = y - 1.0;
        let t_12 = 0.5 * t_11;
        loss += t_12 * t_11;
        let d_sum = (seed * t_12 + seed * t_11 * 0.5) * (1.0 - y * y);
        let d_w_part = ::chainrule::__private::window_mut(&mut d_w[..], i * columns, columns);
        let d_x_part = ::chainrule::__private::window_mut(&mut d_x[..], 0, columns);
        let w_part_2 = ::chainrule::__private::window(&w[..], i * columns, columns);
        let x_part_2 = ::chainrule::__private::window(&x[..], 0, columns);
        for j in 0..columns {
            d_x_part[j] += d_sum * w_part_2[j];
            d_w_part[j] += d_sum * x_part_2[j];
        }
        d_b[i] += d_sum;
    }
    loss
}
