//! Bodies in which structs meet the rest of the language: aliases, stacks, swaps, exits, checkpoints,
//! `&mut` parameters. Each gradient is compared with differences.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Complex {
    re: f64,
    im: f64,
}
#[derive(Differentiable, Clone, Debug, PartialEq)]
struct State {
    w: Vec<f64>,
    c: Complex,
    n: usize,
}

#[differentiable]
fn mul(a: &Complex, b: &Complex) -> Complex {
    Complex { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}

#[differentiable]
fn alias(x: f64, y: f64) -> f64 {
    let mut s = State { w: vec![x, y, x * y], c: Complex { re: x, im: y }, n: 3 };
    for i in 0..3 {
        let r = &mut s.c;
        r.re *= r.im + 0.1 * i as f64;
        r.im += r.re;
        let part = &mut s.w[1..3];
        part[0] *= part[1];
        part[1] += s.c.re;
    }
    s.c.re * s.c.im + s.w[1] * s.w[2]
}

#[differentiable]
fn pushes(x: f64, y: f64, n: usize) -> f64 {
    let mut stack = Vec::new();
    let mut z = Complex { re: x, im: y };
    for i in 0..n {
        z = mul(&z, &Complex { re: 0.5 + 0.1 * i as f64, im: x });
        stack.push(z);
    }
    let mut total = 0.0;
    while let Some(c) = stack.pop() {
        total = total * 0.5 + c.re * c.im;
    }
    total
}

#[differentiable]
fn swaps(x: f64, y: f64) -> f64 {
    let mut a =
        [Complex { re: x, im: y }, Complex { re: y, im: x * x }, Complex { re: 1.0, im: 2.0 }];
    for k in 0..3 {
        a.swap(k, (k + 1) % 3);
        let next = Complex { re: x * a[0].re, im: 0.5 };
        let old = std::mem::replace(&mut a[k], next);
        a[0].im += old.re * old.im;
        std::mem::swap(&mut a[1].re, &mut a[2].im);
    }
    a[0].re * a[1].im + a[2].re * a[2].im + a[0].im
}

#[differentiable]
fn early(x: f64, y: f64, n: usize) -> f64 {
    let mut z = Complex { re: x, im: y };
    for i in 0..n {
        if z.re > 2.0 {
            return z.re * z.im;
        }
        z = Complex { re: z.re * z.re + z.im, ..z };
        if i == 3 {
            continue;
        }
        z.im *= z.re;
    }
    z.im
}

#[differentiable]
fn search(x: f64, y: f64) -> f64 {
    let mut best: Option<Complex> = None;
    let cs = [Complex { re: x, im: y }, Complex { re: y, im: 2.0 }, Complex { re: x * y, im: x }];
    for i in 0..3 {
        let c = cs[i];
        match best {
            Some(b) if b.re > c.re => {}
            _ => best = Some(c),
        }
    }
    let Some(Complex { re, im }) = best else { return 0.0 };
    re * im
}

#[differentiable]
fn checkpointed(x: f64, y: f64, n: usize) -> f64 {
    let mut z = Complex { re: x, im: y };
    #[checkpoint(states = 3)]
    for _ in 0..n {
        let w = mul(&z, &z);
        z = Complex { re: 0.3 * w.re + x, im: 0.3 * w.im + 0.1 * y };
    }
    z.re * z.re + z.im
}

#[differentiable]
fn inout(s: &mut State, k: f64) -> f64 {
    let before = s.c.re * k;
    s.c = mul(&s.c, &Complex { re: k, im: 1.0 });
    for i in 0..s.w.len() {
        s.w[i] = s.w[i] * s.c.im + before;
    }
    before
}

#[differentiable]
fn caller(x: f64, y: f64) -> f64 {
    let mut s = State { w: vec![x, y], c: Complex { re: x, im: y }, n: 2 };
    let mut sum = 0.0;
    for _ in 0..3 {
        sum += inout(&mut s, y) * s.w[0];
    }
    sum + s.w[1] * s.c.re
}

#[differentiable]
fn same_twice(x: f64, y: f64) -> f64 {
    let z = Complex { re: x, im: y };
    let w = mul(&z, &z);
    let v = mul(&w, &z);
    v.re * v.im
}

#[differentiable]
fn moved_names(x: f64, y: f64) -> f64 {
    let mut a = State { w: vec![x, y], c: Complex { re: x, im: y }, n: 1 };
    a.w[0] *= a.c.im;
    let mut b = a;
    b.w[1] += b.w[0] * b.w[0];
    let State { w, c: Complex { re, .. }, .. } = b;
    w[0] * w[1] * re
}

#[differentiable]
fn shadowed(x: f64, n: usize) -> f64 {
    let s = Complex { re: x, im: 1.0 };
    let mut acc = 0.0;
    for i in 0..n {
        let s = Complex { re: s.re + acc, im: i as f64 * s.re };
        let t = Complex { im: s.re * s.im, ..s };
        acc += t.im * t.re;
    }
    acc * s.re
}

#[differentiable]
fn array_field(p: &[Complex], k: f64) -> f64 {
    let mut q = p.to_vec();
    for i in 1..q.len() {
        q[i] = Complex { re: q[i - 1].re * q[i].im, im: q[i].re + k };
    }
    let mut s = 0.0;
    for i in 0..q.len() {
        s += q[i].re * q[i].im;
    }
    s
}

#[differentiable]
fn results(x: f64, y: f64) -> (Complex, f64) {
    let c = Complex { re: x * y, im: x };
    (mul(&c, &c), y)
}

#[differentiable]
fn two(x: f64, y: f64) -> f64 {
    let (c, d) = results(x, y);
    c.re * d + c.im
}

#[differentiable]
fn cond_update(x: f64, y: f64, n: usize) -> f64 {
    let mut s = State { w: vec![x; 2], c: Complex { re: x, im: y }, n: 0 };
    for i in 0..n {
        if i % 2 == 0 {
            s = State { c: Complex { re: s.w[0], ..s.c }, n: i, ..s.clone() };
        } else {
            s.w[1] *= s.c.re;
            s.n += 1;
        }
        s.w[0] += s.c.im * s.n as f64;
    }
    s.w[0] * s.w[1]
}
#[test]
fn structs_keep_their_derivatives_through_every_statement() {
    check_gradients::<alias>((0.3, 0.7)).expect("alias");
    check_gradients::<pushes>((0.3, 0.7, 4)).expect("pushes");
    check_gradients::<swaps>((0.3, 0.7)).expect("swaps");
    check_gradients::<early>((1.3, 0.7, 6)).expect("early");
    check_gradients::<early>((0.3, 0.7, 6)).expect("early2");
    check_gradients::<search>((0.3, 0.7)).expect("search");
    check_gradients::<checkpointed>((0.3, 0.7, 20)).expect("checkpointed");
    check_gradients::<caller>((0.3, 0.7)).expect("caller");
    check_gradients::<same_twice>((0.3, 0.7)).expect("same_twice");
    check_gradients::<moved_names>((0.3, 0.7)).expect("moved");
    check_gradients::<shadowed>((0.3, 4)).expect("shadowed");
    let p =
        [Complex { re: 0.3, im: 0.4 }, Complex { re: 0.5, im: -0.4 }, Complex { re: 1.3, im: 0.6 }];
    check_gradients::<array_field>((&p[..], 0.7)).expect("array_field");
    check_gradients::<two>((0.3, 0.7)).expect("two");
    check_gradients::<cond_update>((0.3, 0.7, 5)).expect("cond_update");
}
