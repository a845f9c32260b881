//! Accesses without checks, which the lints of the repository forbid: derivatives check them.

use chainrule::{check_gradients, differentiable};

#[differentiable(second_order)]
fn substituted(l: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut x = Vec::with_capacity(n);
    unsafe {
        x.set_len(n);
    }
    for i in 0..n {
        let mut s = b[i];
        for j in 0..i {
            s -= unsafe { l.get_unchecked(i * n + j) * x.get_unchecked(j) };
        }
        unsafe { *x.get_unchecked_mut(i) = s / *l.get_unchecked(i * n + i) };
    }
    x
}

#[differentiable(second_order)]
fn of_substituted(l: &[f64], b: &[f64]) -> f64 {
    let x = substituted(l, b);
    let mut parts: Vec<f64> = Vec::with_capacity(2);
    let mut counts: Vec<usize> = Vec::with_capacity(1);
    unsafe {
        parts.set_len(2);
        counts.set_len(1);
    }
    counts[0] = 1;
    parts[0] = x[counts[0]] * x[1];
    parts[1] = unsafe { x.get_unchecked(0).sin() };
    parts[0] + parts[1] + unsafe { x.get_unchecked(0..1)[0] * f64::abs(-2.0) }
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-14, "{a} and {b}");
}

/// `x = (b0 / l00, (b1 - l10 x0) / l11)`
fn main() {
    let (l, b) = ([2.0, 0.0, 0.5, 4.0], [1.0, 3.0]);
    let (x0, x1) = (0.5_f64, 0.6875);
    let (d_l, d_b) = grad_of_substituted(&l, &b);
    let y0 = x0.cos() + 2.0 - 2.0 * x1 * 0.125;
    close(d_b[0], y0 / 2.0);
    close(d_b[1], 2.0 * x1 / 4.0);
    close(d_l[0], -y0 * x0 / 2.0);
    close(d_l[2], -2.0 * x1 * x0 / 4.0);
    close(d_l[3], -2.0 * x1 * x1 / 4.0);
    check_gradients::<of_substituted>((&l[..], &b[..])).unwrap();
    let (_, (_, v_b)) = hvp_of_substituted(&l, &b, &[0.0; 4], &[0.0, 1.0]);
    close(v_b[1], 2.0 / 16.0);
}
