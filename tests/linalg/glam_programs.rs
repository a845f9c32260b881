//! Programs over glam's types, with operators: each against the same on plain numbers.

use chainrule::differentiable;
use chainrule::glam::{DMat2, DMat3, DQuat, DVec2, DVec3, Mat3, Quat, Vec3};

use crate::by_hand::{cross, dot, lit, minus, norm, plus, product, scaled};
use crate::harness::{agrees, agrees_within};

fn points() -> [DVec3; 3] {
    [DVec3::new(1.0, 0.2, -0.3), DVec3::new(-0.5, 1.1, 0.4), DVec3::new(0.3, -0.9, 0.8)]
}

/// A chain of damped springs.
#[differentiable(second_order)]
fn springs(points: &[DVec3], velocities: &[DVec3], stiffness: f64, rest: f64) -> f64 {
    let mut power = 0.0;
    for i in 1..points.len() {
        let d = points[i] - points[i - 1];
        let length = d.length();
        let force = d / length * (stiffness * (length - rest));
        let damping = 0.1 * (velocities[i] - velocities[i - 1]);
        power += (force - damping).dot(velocities[i]) + force.length_squared();
    }
    power
}

#[test]
fn a_chain_of_springs() {
    let v = points().map(|p| 0.5 * p.cross(DVec3::X) + p);
    agrees::<springs, _>(
        (&points()[..], &v[..], 3.0, 0.8),
        |(p, v, k, r), (a, b, c, d)| hvp_springs(p, v, k, r, &a, &b, c, d),
        |x| {
            let (p, v, k, rest) = (&x[..9], &x[9..18], x[18], x[19]);
            let at = |all: &[chainrule_oracle::Dual], i: usize| all[3 * i..3 * i + 3].to_vec();
            (1..3).fold(lit(0.0), |sum, i| {
                let d = minus(&at(p, i), &at(p, i - 1));
                let length = norm(&d);
                let force = scaled(k * (length - rest) / length, &d);
                let damping = scaled(lit(0.1), &minus(&at(v, i), &at(v, i - 1)));
                sum + dot(&minus(&force, &damping), &at(v, i)) + dot(&force, &force)
            })
        },
    );
}

/// What vectors have between them coordinate by coordinate, and with numbers.
#[differentiable(second_order)]
fn components(a: DVec3, b: &DVec3, s: f64) -> f64 {
    let c = a * *b + s - 2.0 * a;
    let d = s / *b - c / (b * s) + (1.0 + a);
    let mut e = -d;
    e += c;
    e *= s;
    e -= a * 0.5;
    e /= *b;
    e = e * b;
    e = (s - e) / 3.0;
    c.dot(d) + e.x * e.y + e.length()
}

#[test]
fn operators_coordinate_by_coordinate() {
    let [a, b, _] = points();
    agrees::<components, _>(
        (a, &b, 0.7),
        |(a, b, s), (u, v, w)| hvp_components(a, b, s, u, &v, w),
        |x| {
            let (a, b, s) = (&x[..3], &x[3..6], x[6]);
            let each = |f: &dyn Fn(usize) -> chainrule_oracle::Dual| [f(0), f(1), f(2)];
            let c = each(&|i| a[i] * b[i] + s - lit(2.0) * a[i]);
            let d = each(&|i| s / b[i] - c[i] / (b[i] * s) + (lit(1.0) + a[i]));
            let e = each(&|i| (c[i] - d[i]) * s - a[i] * lit(0.5));
            let e = each(&|i| (s - e[i]) / lit(3.0));
            dot(&c, &d) + e[0] * e[1] + norm(&e)
        },
    );
}

/// A frame of matrices: turned, scaled, composed.
#[differentiable(second_order)]
fn frames(m: &DMat3, n: DMat2, v: DVec3, angle: f64) -> f64 {
    let (s, c) = (angle.sin(), angle.cos());
    let turn = DMat2::from_cols(DVec2::new(c, s), DVec2::new(-s, c));
    let w = turn * n * DVec2::new(v.x, v.y) * 2.0;
    let double = *m * *m - 0.5 * *m + m.transpose() / angle;
    let u = double * v - -v;
    u.dot(v) + w.length() + (turn * n).determinant()
}

#[test]
fn products_of_matrices() {
    let m = DMat3::from_cols_array(&std::array::from_fn(|k| (k as f64).sin()));
    agrees::<frames, _>(
        (&m, DMat2::from_cols_array(&[1.3, 0.2, -0.4, 0.7]), points()[0], 0.6),
        |(m, n, v, t), (a, b, c, d)| hvp_frames(m, n, v, t, &a, b, c, d),
        |x| {
            let (m, n, v, angle) = (&x[..9], &x[9..13], &x[13..16], x[16]);
            let (s, c) = (angle.sin(), angle.cos());
            let turned = product(&[c, s, -s, c], n, 2, 2);
            let w = scaled(lit(2.0), &product(&turned, &v[..2], 2, 2));
            let square = product(m, m, 3, 3);
            let t = crate::by_hand::transpose(m, 3);
            let double = plus(&minus(&square, &scaled(lit(0.5), m)), &scaled(lit(1.0) / angle, &t));
            let u = plus(&product(&double, v, 3, 3), v);
            dot(&u, v) + norm(&w) + crate::by_hand::determinant(&turned, 2)
        },
    );
}

/// Attitudes: quaternions that are multiplied, normalised and applied.
#[differentiable(second_order)]
fn attitude(q: DQuat, p: &DQuat, v: DVec3) -> f64 {
    let r = (q * *p).normalize();
    let turned = r * v + q * v * 0.3;
    let mixed = q + *p * 0.5 - r;
    turned.x * turned.y + mixed.dot(q) + r.w + (-mixed).length()
}

#[test]
fn products_of_quaternions() {
    agrees::<attitude, _>(
        (
            DQuat::from_xyzw(0.1, -0.4, 0.3, 0.8),
            &DQuat::from_xyzw(0.5, 0.2, -0.1, 0.6),
            points()[1],
        ),
        |(q, p, v), (a, b, c)| hvp_attitude(q, p, v, a, &b, c),
        |x| {
            let (q, p, v) = (&x[..4], &x[4..8], &x[8..]);
            // (b, w)(c, u) = (w c + u b + b x c, w u - b . c)
            let times = |q: &[chainrule_oracle::Dual], p: &[chainrule_oracle::Dual]| {
                let (b, w, c, u) = (&q[..3], q[3], &p[..3], p[3]);
                let sides = plus(&plus(&scaled(w, c), &scaled(u, b)), &cross(b, c));
                vec![sides[0], sides[1], sides[2], w * u - dot(b, c)]
            };
            let apply = |q: &[chainrule_oracle::Dual], v: &[chainrule_oracle::Dual]| {
                let (b, w) = (&q[..3], q[3]);
                let along = scaled(lit(2.0) * dot(b, v), b);
                let across = scaled(lit(2.0) * w, &cross(b, v));
                plus(&plus(&scaled(w * w - dot(b, b), v), &along), &across)
            };
            let r = times(q, p);
            let r = scaled(lit(1.0) / norm(&r), &r);
            let turned = plus(&apply(&r, v), &scaled(lit(0.3), &apply(q, v)));
            let mixed = minus(&plus(q, &scaled(lit(0.5), p)), &r);
            turned[0] * turned[1] + dot(&mixed, q) + r[3] + norm(&mixed)
        },
    );
}

/// A ray and a sphere, in single precision.
#[differentiable(second_order)]
fn hit(origin: Vec3, direction: Vec3, center: Vec3, radius: f32) -> f32 {
    let unit = direction.normalize();
    let to = center - origin;
    let middle = to.dot(unit);
    let rest = radius * radius - (to - unit * middle).length_squared();
    if rest < 0.0 { 0.0 } else { middle - rest.sqrt() }
}

#[test]
fn a_ray_and_a_sphere() {
    let at = |r: f32| (Vec3::ZERO, Vec3::new(0.1, 0.2, 1.0), Vec3::new(0.5, 0.3, 4.0), r);
    agrees_within::<hit, _>(
        f64::from(f32::EPSILON),
        at(1.0),
        |(o, d, c, r), (a, b, e, f)| hvp_hit(o, d, c, r, a, b, e, f),
        |x| {
            let (o, d, c, r) = (&x[..3], &x[3..6], &x[6..9], x[9]);
            let unit = scaled(lit(1.0) / norm(d), d);
            let to = minus(c, o);
            let middle = dot(&to, &unit);
            let off = minus(&to, &scaled(middle, &unit));
            middle - (r * r - dot(&off, &off)).sqrt()
        },
    );
    let (o, d, c, r) = at(0.01);
    assert_eq!(grad_hit(o, d, c, r), (Vec3::ZERO, Vec3::ZERO, Vec3::ZERO, 0.0));
}

const GRAVITY: DVec3 = DVec3::new(0.0, -9.8, 0.5);
const RATE: f64 = 0.3;

/// Constants that are vectors, beside one that is a number.
#[differentiable(second_order)]
fn thrown(v: DVec3, h: f64) -> f64 {
    let down: DVec3 = GRAVITY;
    let x = v * h + GRAVITY * h * h / 2.0 - RATE * v;
    let y = (DVec3::Y * h - x).length() + h * down.dot(DVec3::ONE * RATE);
    y + (down * h).dot(v) * RATE
}

#[test]
fn constants_that_are_vectors() {
    agrees::<thrown, _>(
        (points()[0], 0.4),
        |(v, h), (a, b)| hvp_thrown(v, h, a, b),
        |x| {
            let (v, h, rate) = (&x[..3], x[3], lit(RATE));
            let g = GRAVITY.to_array().map(lit);
            let moved = plus(&scaled(h, v), &scaled(h * h / lit(2.0), &g));
            let x = minus(&moved, &scaled(rate, v));
            let up = [lit(0.0), h, lit(0.0)];
            norm(&minus(&up, &x)) + h * rate * (g[0] + g[1] + g[2]) + rate * h * dot(&g, v)
        },
    );
}

/// Rotations by angles, as matrices and as quaternions.
#[differentiable(second_order)]
fn turned(v: DVec3, a: f64, b: f64, c: f64) -> f64 {
    let m = DMat3::from_rotation_z(c) * DMat3::from_rotation_y(b) * DMat3::from_rotation_x(a);
    let q = DQuat::from_rotation_x(b) * DQuat::from_rotation_y(c) * DQuat::from_rotation_z(a);
    let w = DMat2::from_angle(a) * DVec2::new(v.x, v.z);
    let u = m * v;
    u.x * u.y + (q * v).dot(u) + w.x * w.y
}

#[test]
fn rotations_by_angles() {
    agrees::<turned, _>(
        (points()[1], 0.4, -1.2, 2.3),
        |(v, a, b, c), (x, y, z, w)| hvp_turned(v, a, b, c, x, y, z, w),
        |x| {
            let (v, a, b, c) = (&x[..3], x[3], x[4], x[5]);
            let plane = |t: chainrule_oracle::Dual, x, y| {
                (t.cos() * x - t.sin() * y, t.sin() * x + t.cos() * y)
            };
            let by_x = |t, v: [chainrule_oracle::Dual; 3]| {
                let (y, z) = plane(t, v[1], v[2]);
                [v[0], y, z]
            };
            let by_y = |t, v: [chainrule_oracle::Dual; 3]| {
                let (z, x) = plane(t, v[2], v[0]);
                [x, v[1], z]
            };
            let by_z = |t, v: [chainrule_oracle::Dual; 3]| {
                let (x, y) = plane(t, v[0], v[1]);
                [x, y, v[2]]
            };
            let v = [v[0], v[1], v[2]];
            let u = by_z(c, by_y(b, by_x(a, v)));
            let q = by_x(b, by_y(c, by_z(a, v)));
            let w = plane(a, v[0], v[2]);
            u[0] * u[1] + dot(&q, &u) + w.0 * w.1
        },
    );
}

#[test]
fn rotations_by_angles_in_single_precision() {
    #[differentiable(second_order)]
    fn turned(v: Vec3, a: f32) -> f32 {
        (Mat3::from_rotation_y(a) * v).x * (Quat::from_rotation_x(a) * v).z
    }
    agrees_within::<turned, _>(
        f64::from(f32::EPSILON),
        (Vec3::new(0.3, -0.7, 1.1), 0.8),
        |(v, a), (x, y)| hvp_turned(v, a, x, y),
        |x| {
            let (s, c) = (x[3].sin(), x[3].cos());
            (c * x[0] + s * x[2]) * (s * x[1] + c * x[2])
        },
    );
}
