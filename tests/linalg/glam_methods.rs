//! Methods and constructors of glam's types, one by one and together.

use chainrule::differentiable;
use chainrule::glam::{
    DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4, Mat4, Quat, Vec3, Vec3A, Vec4,
};
use chainrule_oracle::Dual;

use crate::by_hand::{cross, determinant, dot, inverse, lerp, minus, norm, product, scaled};
use crate::harness::{agrees, agrees_within};

fn three() -> (DVec3, DVec3) {
    (DVec3::new(0.3, -1.0, 0.7), DVec3::new(1.3, 0.4, -0.2))
}

#[differentiable(second_order)]
fn lengths(a: DVec3, b: &DVec3) -> f64 {
    a.length() * b.length_squared() + a.normalize().x * b.normalize().z + a.distance(*b)
        - a.distance_squared(*b).sin()
}

#[test]
fn lengths_and_directions() {
    let (a, b) = three();
    agrees::<lengths, _>(
        (a, &b),
        |(a, b), (u, v)| hvp_lengths(a, b, u, &v),
        |x| {
            let (a, b) = x.split_at(3);
            let unit = |v: &[Dual], i: usize| v[i] / norm(v);
            let d = minus(a, b);
            norm(a) * dot(b, b) + unit(a, 0) * unit(b, 2) + norm(&d) - dot(&d, &d).sin()
        },
    );
}

#[test]
fn the_length_at_zero_has_derivative_zero() {
    #[differentiable(second_order)]
    fn length(a: DVec2) -> f64 {
        a.length()
    }
    let (zero, one) = (DVec2::ZERO, DVec2::ONE);
    assert_eq!(grad_length(zero), zero);
    assert_eq!(jvp_length(zero, one), (0.0, 0.0));
    assert_eq!(hvp_length(zero, one), (zero, zero));
}

#[differentiable(second_order)]
fn products(a: DVec3, b: &DVec3, t: f64) -> f64 {
    let c = a.cross(*b);
    let mixed = c.lerp(*b, t * 0.5);
    mixed.dot(c) + mixed.element_sum() + c.y * mixed.to_array()[0]
}

#[test]
fn products_of_vectors() {
    let (a, b) = three();
    agrees::<products, _>(
        (a, &b, 0.8),
        |(a, b, t), (u, v, w)| hvp_products(a, b, t, u, &v, w),
        |x| {
            let (a, b, t) = (&x[..3], &x[3..6], x[6]);
            let c = cross(a, b);
            let mixed = lerp(&c, b, t * Dual::lit(0.5));
            dot(&mixed, &c) + mixed[0] + mixed[1] + mixed[2] + c[1] * mixed[0]
        },
    );
}

#[differentiable(second_order)]
fn squares(m: &DMat3, n: DMat2, v: DVec3) -> f64 {
    let inverse = m.inverse();
    let w = inverse.mul_vec3(v);
    let (row, column) = (inverse.row(1), m.transpose().col(2));
    let maybe = n.try_inverse();
    row.dot(column)
        + w.y * n.determinant()
        + m.determinant() * inverse.z_axis.x
        + maybe.unwrap().mul_vec2(DVec2::new(w.x, 1.0)).y
}

#[test]
fn square_matrices() {
    let m = DMat3::from_cols_array(&[1.3, 0.2, -0.4, 0.7, 2.0, 0.1, -0.3, 0.5, 1.1]);
    agrees::<squares, _>(
        (&m, DMat2::from_cols_array(&[1.3, 0.2, -0.4, 0.7]), three().0),
        |(m, n, v), (a, b, c)| hvp_squares(m, n, v, &a, b, c),
        |x| {
            let (m, n, v) = (&x[..9], &x[9..13], &x[13..]);
            let y = inverse(m, 3);
            let w = product(&y, v, 3, 3);
            let z = inverse(n, 2);
            dot(&[y[1], y[4], y[7]], &[m[2], m[5], m[8]])
                + w[1] * determinant(n, 2)
                + determinant(m, 3) * y[6]
                + (z[1] * w[0] + z[3])
        },
    );
}

#[differentiable(second_order)]
fn volume(m: &DMat4, v: DVec4) -> f64 {
    m.determinant() + m.mul_vec4(v).z
}

#[test]
fn determinants_of_singular_matrices() {
    let mut m = DMat4::from_cols_array(&std::array::from_fn(|k| ((3 * k) as f64).sin()));
    let v = DVec4::new(0.1, 0.2, 0.3, 0.4);
    for column in [1, 2] {
        *m.col_mut(column) = 2.0 * m.col(0) - m.col(3);
        agrees::<volume, _>(
            (&m, v),
            |(m, v), (a, b)| hvp_volume(m, v, &a, b),
            |x| determinant(&x[..16], 4) + product(&x[..16], &x[16..], 4, 4)[2],
        );
    }
}

#[differentiable(second_order)]
fn made(x: f64, y: f64) -> f64 {
    let a = DVec3::new(x, y, 1.0);
    let b = DMat2::from_cols(DVec2::new(x, y), DVec2::splat(x));
    let c = DVec3::from_array([y, x, y]);
    let d = DMat3::from_diagonal(a);
    let e = DMat2::from_cols_array(&[x, 1.0, 2.0, y]);
    let q = DQuat::from_xyzw(x, y, 1.0, 2.0);
    a.dot(c)
        + b.determinant()
        + d.determinant()
        + e.determinant() * q.length()
        + DVec2::from([x, y]).length_squared()
        + q.normalize().w
}

#[test]
fn constructors() {
    agrees::<made, _>(
        (0.3, -1.2),
        |(x, y), (u, v)| hvp_made(x, y, u, v),
        |v| {
            let (x, y, two) = (v[0], v[1], Dual::lit(2.0));
            let length = norm(&[x, y, Dual::lit(1.0), Dual::lit(2.0)]);
            x * y
                + y * x
                + y
                + (x * x - x * y)
                + x * y
                + (x * y - two) * length
                + x * x
                + y * y
                + two / length
        },
    );
}

#[differentiable(second_order)]
fn written(a: DVec3, s: f64) -> f64 {
    let mut v = a;
    v.x = s * a.y;
    v[1] = v.x * s;
    let mut m = DMat2::ZERO;
    m.y_axis.x = v.y;
    m.x_axis.y = s;
    v.length_squared() + m.determinant()
}

#[test]
fn fields_and_elements_are_written() {
    agrees::<written, _>(
        (three().0, 0.6),
        |(a, s), (u, v)| hvp_written(a, s, u, v),
        |x| {
            let s = x[3];
            let (x0, x1) = (s * x[1], s * x[1] * s);
            let v = [x0, x1, x[2]];
            dot(&v, &v) - x1 * s
        },
    );
}

#[differentiable(second_order)]
fn simd(a: Vec4, b: Vec3A, c: Vec3, q: Quat, m: &Mat4) -> f32 {
    let inverse = m.inverse();
    a.normalize().x
        + a.y * b.length()
        + q.length() * q.w
        + c.cross(c.lerp(Vec3::new(b.x, b.y, b.z), a.w)).y
        + inverse.mul_vec4(a).z
        + m.determinant()
}

#[test]
fn single_precision_in_registers() {
    let m = Mat4::from_cols_array(&std::array::from_fn(|k| {
        if k % 5 == 0 { 2.0 } else { ((3 * k) as f32).sin() * 0.5 }
    }));
    agrees_within::<simd, _>(
        f64::from(f32::EPSILON),
        (
            Vec4::new(0.3, 0.1, -0.4, 0.5),
            Vec3A::new(1.0, 0.2, 0.1),
            Vec3::new(0.7, -0.3, 0.4),
            Quat::from_xyzw(0.1, 0.2, -0.3, 0.9),
            &m,
        ),
        |(a, b, c, q, m), (va, vb, vc, vq, vm)| hvp_simd(a, b, c, q, m, va, vb, vc, vq, &vm),
        |x| {
            let (a, b, c, q, m) = (&x[..4], &x[4..7], &x[7..10], &x[10..14], &x[14..]);
            scaled(Dual::lit(1.0) / norm(a), a)[0]
                + a[1] * norm(b)
                + norm(q) * q[3]
                + cross(c, &lerp(c, b, a[3]))[1]
                + product(&inverse(m, 4), a, 4, 4)[2]
                + determinant(m, 4)
        },
    );
}
