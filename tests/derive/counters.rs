//! Integers in fields, with `#[no_diff]` and without: read, counted up, converted.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Series {
    pub x: f64,
    #[no_diff]
    pub n: usize,
    pub m: usize,
}

#[differentiable]
fn advance(s: &mut Series) {
    s.x *= s.n as f64;
    s.n += 1;
    s.m = s.m * 2 + s.n;
}

#[differentiable]
fn next(s: &Series, x: f64) -> Series {
    Series { n: s.n + 1, x: x * s.x, ..s.clone() }
}

#[differentiable]
fn moved(s: Series, x: f64) -> Series {
    Series { n: 1 + s.n, x: x * s.x, ..s }
}

#[differentiable]
fn remade(s: &Series, x: f64) -> Series {
    Series { n: s.n + 1, x, m: s.m }
}

#[differentiable]
fn converted(s: &Series, x: f64) -> f64 {
    let t = Series { n: s.n * 2, x: x * 2.0, m: 3 };
    let k = t.n as f64 * s.n as f64;
    k * t.x + s.m as f64
}

#[differentiable]
fn indexed(s: &Series, x: &[f64]) -> f64 {
    let mut t = 0.0;
    for i in 0..s.n {
        t += x[i] * s.x;
        if i == s.m {
            t *= 2.0;
        }
    }
    t + x[s.n]
}

#[test]
fn integers_in_fields() {
    let s = Series { x: 0.3, n: 2, m: 1 };
    check_gradients::<next>((&s, 0.7)).unwrap();
    check_gradients::<moved>((s.clone(), 0.7)).unwrap();
    check_gradients::<remade>((&s, 0.7)).unwrap();
    check_gradients::<converted>((&s, 0.7)).unwrap();
    check_gradients::<indexed>((&s, &[0.1, 0.2, 0.3][..])).unwrap();
    let (mut value, mut d) = (s.clone(), grad_converted(&s, 0.7).0);
    assert_eq!(d.x, 0.0);
    d.x = 5.0;
    adjoint_advance(&mut value, &mut d);
    assert_eq!((value.x, value.n, value.m), (0.6, 3, 5));
    assert_eq!(d.x, 10.0);
    jvp_advance(&mut value, &mut d);
    assert_eq!(d.x, 30.0);
}
