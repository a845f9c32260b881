//! Enums with payloads: matched, made, changed and handed on, in both modes and second order. Each
//! gradient is compared with differences, each Hessian-vector product with differences of the gradient.

use chainrule::{Differentiable, check_gradients, differentiable};

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub enum Shape {
    Circle { r: f64 },
    Rect(f64, f64),
    Poly(Vec<f64>, #[no_diff] usize),
    Empty,
}
#[differentiable(second_order)]
fn area(s: &Shape) -> f64 {
    match s {
        Shape::Circle { r } => 3.0 * r * r,
        Shape::Rect(w, h) => w * h,
        Shape::Poly(v, n) => v[0] * v[1] * v[*n],
        Shape::Empty => 0.0,
    }
}
#[differentiable(second_order)]
fn area_by_value(s: Shape, k: f64) -> f64 {
    match s {
        Shape::Circle { r: radius } if radius > 1.0 => k * radius.powi(3),
        Shape::Circle { r } => k * r,
        Shape::Rect(w, ..) => w * w * k,
        Shape::Poly(v, n) => v[n],
        Shape::Empty => 0.0,
    }
}
#[differentiable(second_order)]
fn scaled(s: &Shape, k: f64) -> Shape {
    match s {
        Shape::Circle { r } => Shape::Circle { r: r * k },
        Shape::Rect(w, h) => Shape::Rect(w * k, h.sin() * k),
        Shape::Poly(v, n) => Shape::Poly(v.clone(), *n),
        Shape::Empty => Shape::Empty,
    }
}
#[differentiable(second_order)]
fn made(x: f64, y: f64, kind: usize) -> f64 {
    let s = if kind == 0 {
        Shape::Circle { r: x * y }
    } else if kind == 1 {
        Shape::Rect(x, y)
    } else {
        Shape::Empty
    };
    let t = scaled(&s, y);
    area(&t) + area(&s)
}
#[differentiable(second_order)]
fn if_let(s: &Shape) -> f64 {
    if let Shape::Rect(w, h) = s {
        return w / h;
    }
    let Shape::Circle { r } = s else { return 1.0 };
    r.exp()
}
#[differentiable(second_order)]
fn grow(s: &mut Shape, k: f64) {
    match s {
        Shape::Circle { r } => *r *= k,
        Shape::Rect(w, h) => {
            *w = *w * *h;
            *h += k;
        }
        Shape::Poly(v, n) => {
            v[0] = v[1] * k;
            v[*n] *= v[0];
        }
        Shape::Empty => {}
    }
}
#[differentiable(second_order)]
fn grown(x: f64, y: f64, kind: usize) -> f64 {
    let mut s = if kind == 0 { Shape::Circle { r: x * y } } else { Shape::Rect(x, y) };
    grow(&mut s, x);
    grow(&mut s, y);
    area(&s)
}
#[differentiable(second_order)]
fn states(x: f64, n: usize) -> f64 {
    let mut s = Shape::Empty;
    let mut total = 0.0;
    for _ in 0..n {
        s = match s {
            Shape::Empty => Shape::Circle { r: x },
            Shape::Circle { r } => Shape::Rect(r, r * x),
            Shape::Rect(w, h) => Shape::Poly(vec![w, h, w * h], 2),
            Shape::Poly(v, _) => Shape::Circle { r: v[2] },
        };
        total += area(&s);
    }
    total
}

fn shapes() -> [Shape; 5] {
    [
        Shape::Circle { r: 1.5 },
        Shape::Circle { r: 0.5 },
        Shape::Rect(1.2, 0.7),
        Shape::Poly(vec![1.0, 2.0, 3.0], 2),
        Shape::Empty,
    ]
}

#[test]
fn variants_are_matched_and_made() {
    for s in &shapes() {
        check_gradients::<area>((s,)).unwrap();
        check_gradients::<area_by_value>((s.clone(), 0.3)).unwrap();
        check_gradients::<if_let>((s,)).unwrap();
        check_gradients::<scaled>((s, 0.7)).unwrap();
    }
    for kind in 0..3 {
        check_gradients::<made>((1.3, 0.7, kind)).unwrap();
        check_gradients::<grown>((1.3, 0.7, kind)).unwrap();
    }
    for n in 0..7 {
        check_gradients::<states>((1.3, n)).unwrap();
    }
}

#[test]
fn tangents_have_the_variants_of_their_primals() {
    assert_eq!(grad_area(&Shape::Rect(2.0, 3.0)), ShapeTangent::Rect(3.0, 2.0));
    assert_eq!(grad_area(&Shape::Circle { r: 2.0 }), ShapeTangent::Circle { r: 12.0 });
    assert_eq!(grad_area(&Shape::Empty), ShapeTangent::Empty);
    let mut shape = Shape::Rect(2.0, 3.0);
    let mut d_shape = ShapeTangent::Rect(1.0, 10.0);
    let mut d_k = 0.0;
    // (w, h) becomes (w h, h + k)
    adjoint_grow(&mut shape, 0.5, &mut d_shape, &mut d_k);
    assert_eq!(shape, Shape::Rect(6.0, 3.5));
    assert_eq!((d_shape, d_k), (ShapeTangent::Rect(3.0, 2.0 + 10.0), 10.0));
    let mut shape = Shape::Rect(2.0, 3.0);
    let mut dot = ShapeTangent::Rect(1.0, 0.0);
    jvp_grow(&mut shape, 0.5, &mut dot, 2.0);
    assert_eq!(dot, ShapeTangent::Rect(3.0, 2.0));
}

/// `H v` against differences of the gradient; they are good to about 1e-9.
fn compare(hv: f64, gradient: impl Fn(f64) -> f64, x: f64) {
    let h = 1e-5;
    let expected = (gradient(x + h) - gradient(x - h)) / (2.0 * h);
    assert!((hv - expected).abs() <= 1e-7 * expected.abs().max(1.0), "{hv} and {expected}");
}

#[test]
fn second_derivatives_of_variants() {
    for kind in 0..3 {
        compare(hvp_made(1.3, 0.7, kind, 1.0, 0.0).1.0, |x| grad_made(x, 0.7, kind).0, 1.3);
        compare(hvp_made(1.3, 0.7, kind, 0.0, 1.0).1.1, |y| grad_made(1.3, y, kind).1, 0.7);
        compare(hvp_grown(1.3, 0.7, kind, 1.0, 0.0).1.0, |x| grad_grown(x, 0.7, kind).0, 1.3);
    }
    for n in 0..7 {
        compare(hvp_states(1.3, n, 1.0).1, |x| grad_states(x, n), 1.3);
    }
}
