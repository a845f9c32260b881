//! Programs over nalgebra's types, with operators: each against the same on plain numbers.

use chainrule::differentiable;
use chainrule::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix3, Matrix4, SMatrix, Vector2, Vector3, Vector4,
};
use chainrule_oracle::Dual;

use crate::by_hand::{
    cross, determinant, dot, inverse, lit, minus, norm, plus, product, scaled, transpose,
};
use crate::harness::agrees;

/// Potential and kinetic energy of bodies that attract one another.
#[differentiable(second_order)]
fn energy(positions: &[Vector3<f64>], velocities: &[Vector3<f64>], masses: &[f64], g: f64) -> f64 {
    let mut total = 0.0;
    for i in 0..positions.len() {
        total += 0.5 * masses[i] * velocities[i].norm_squared();
        for j in 0..i {
            let d = positions[i] - positions[j];
            total -= g * masses[i] * masses[j] / d.norm();
        }
    }
    total
}

fn bodies() -> [Vector3<f64>; 3] {
    [Vector3::new(1.0, 0.2, -0.3), Vector3::new(-0.5, 1.1, 0.4), Vector3::new(0.3, -0.9, 0.8)]
}

#[test]
fn energy_of_bodies() {
    let (p, v) = (bodies(), bodies().map(|b| 0.3 * b.yzx()));
    agrees::<energy, _>(
        (&p[..], &v[..], &[1.0, 2.0, 0.5][..], 0.7),
        |(p, v, m, g), (a, b, c, d)| hvp_energy(p, v, m, g, &a, &b, &c, d),
        |x| {
            let (p, v, m, g) = (&x[..9], &x[9..18], &x[18..21], x[21]);
            let mut total = lit(0.0);
            for i in 0..3 {
                let velocity = &v[3 * i..3 * i + 3];
                total += lit(0.5) * m[i] * dot(velocity, velocity);
                for j in 0..i {
                    let d = minus(&p[3 * i..3 * i + 3], &p[3 * j..3 * j + 3]);
                    total -= g * m[i] * m[j] / norm(&d);
                }
            }
            total
        },
    );
}

/// A step of the leapfrog method under a spring and a drag.
#[differentiable(second_order)]
fn leapfrog(x: Vector3<f64>, v: &Vector3<f64>, k: f64, h: f64) -> f64 {
    let mut x = x;
    let mut v = v.clone();
    for _ in 0..3 {
        let force = -k * x - 0.1 * v * v.norm();
        v += force * (0.5 * h);
        x += v * h;
        v = v - x * k * h / 2.0;
    }
    x.dot(&v) + x.norm()
}

#[test]
fn steps_of_an_integrator() {
    let [x, v, _] = bodies();
    agrees::<leapfrog, _>(
        (x, &v, 1.3, 0.1),
        |(x, v, k, h), (a, b, c, d)| hvp_leapfrog(x, v, k, h, a, &b, c, d),
        |z| {
            let (mut x, mut v, k, h) = (z[..3].to_vec(), z[3..6].to_vec(), z[6], z[7]);
            for _ in 0..3 {
                let drag = scaled(lit(0.1) * norm(&v), &v);
                let force = minus(&scaled(-k, &x), &drag);
                v = plus(&v, &scaled(lit(0.5) * h, &force));
                x = plus(&x, &scaled(h, &v));
                v = minus(&v, &scaled(k * h / lit(2.0), &x));
            }
            dot(&x, &v) + norm(&x)
        },
    );
}

/// Points turned by an angle about an axis (Rodrigues), against where they should be.
#[differentiable(second_order)]
fn turned(points: &[Vector3<f64>], axis: Vector3<f64>, angle: f64) -> f64 {
    let u = axis.normalize();
    let k = Matrix3::new(0.0, -u.z, u.y, u.z, 0.0, -u.x, -u.y, u.x, 0.0);
    let r = Matrix3::identity() + k * angle.sin() + k * k * (1.0 - angle.cos());
    let mut sum = 0.0;
    for p in points {
        let q = r * p;
        sum += (q - Vector3::new(1.0, 0.0, 0.0)).norm_squared() + q.cross(&u).x;
    }
    sum
}

#[test]
fn rotations_of_points() {
    agrees::<turned, _>(
        (&bodies()[..], Vector3::new(0.3, 0.5, -0.8), 0.7),
        |(p, a, t), (u, v, w)| hvp_turned(p, a, t, &u, v, w),
        |x| {
            let (p, axis, angle) = (&x[..9], &x[9..12], x[12]);
            let u = scaled(lit(1.0) / norm(axis), axis);
            let (s, c) = (angle.sin(), lit(1.0) - angle.cos());
            (0..3).fold(lit(0.0), |sum, i| {
                let p = &p[3 * i..3 * i + 3];
                let once = cross(&u, p);
                let twice = cross(&u, &once);
                let q = plus(&plus(p, &scaled(s, &once)), &scaled(c, &twice));
                let d = minus(&q, &[lit(1.0), lit(0.0), lit(0.0)]);
                sum + dot(&d, &d) + cross(&q, &u)[0]
            })
        },
    );
}

/// Ridge regression: the residual of its own solution.
#[differentiable(second_order)]
fn least_squares(a: &SMatrix<f64, 4, 2>, y: Vector4<f64>, ridge: f64) -> f64 {
    let t = a.transpose();
    let normal = t * a + Matrix2::identity() * ridge;
    let w = normal.try_inverse().unwrap() * (t * y);
    let residual = a * w - y;
    residual.dot(&residual) + ridge * w.norm_squared()
}

fn ridge_by_hand(x: &[Dual], rows: usize) -> Dual {
    let (a, y, ridge) = (&x[..2 * rows], &x[2 * rows..3 * rows], x[3 * rows]);
    let t = transpose(a, rows);
    let mut normal = product(&t, a, 2, rows);
    normal[0] += ridge;
    normal[3] += ridge;
    let w = product(&inverse(&normal, 2), &product(&t, y, 2, rows), 2, 2);
    let residual = minus(&product(a, &w, rows, 2), y);
    dot(&residual, &residual) + ridge * dot(&w, &w)
}

#[test]
fn least_squares_of_fixed_size() {
    let a = SMatrix::<f64, 4, 2>::from_fn(|i, j| ((2 * i + 3 * j + 1) as f64).sin());
    agrees::<least_squares, _>(
        (&a, Vector4::new(0.3, -1.0, 0.5, 2.0), 0.4),
        |(a, y, r), (u, v, w)| hvp_least_squares(a, y, r, &u, v, w),
        |x| ridge_by_hand(x, 4),
    );
}

#[differentiable(second_order)]
fn least_squares_of_any_size(a: &DMatrix<f64>, y: &DVector<f64>, ridge: f64) -> f64 {
    let t = a.transpose();
    let normal = &t * a + DMatrix::identity(a.ncols(), a.ncols()) * ridge;
    let w = normal.try_inverse().unwrap() * (&t * y);
    let residual = a * &w - y;
    residual.norm_squared() + ridge * w.norm_squared()
}

#[test]
fn least_squares_of_run_time_size() {
    let a = DMatrix::from_fn(5, 2, |i, j| ((2 * i + 3 * j + 1) as f64).sin());
    let y = DVector::from_fn(5, |i, _| (i as f64).cos());
    agrees::<least_squares_of_any_size, _>(
        (&a, &y, 0.4),
        |(a, y, r), (u, v, w)| hvp_least_squares_of_any_size(a, y, r, &u, &v, w),
        |x| ridge_by_hand(x, 5),
    );
}

/// Predict and update of a Kalman filter with one measurement; its log-likelihood.
#[differentiable(second_order)]
fn kalman(x: Vector2<f64>, p: &Matrix2<f64>, h: f64, q: f64, r: f64, z: f64) -> f64 {
    let f = Matrix2::new(1.0, h, 0.0, 1.0);
    let x = f * x;
    let p = f * p * f.transpose() + Matrix2::new(h * h, h, h, 1.0) * q;
    let gain = p.column(0) / (p[(0, 0)] + r);
    let innovation = z - x[0];
    let updated = x + gain * innovation;
    let left = Matrix2::identity() - gain * SMatrix::<f64, 1, 2>::new(1.0, 0.0);
    let covariance = left * p;
    innovation * innovation / (p[(0, 0)] + r)
        + updated.norm()
        + covariance.trace()
        + covariance.determinant()
}

#[test]
fn a_step_of_a_kalman_filter() {
    agrees::<kalman, _>(
        (Vector2::new(0.3, 1.0), &Matrix2::new(1.0, 0.2, 0.2, 0.7), 0.1, 0.3, 0.5, 0.8),
        |(x, p, h, q, r, z), (a, b, c, d, e, f)| hvp_kalman(x, p, h, q, r, z, a, &b, c, d, e, f),
        |v| {
            let (x, p) = (&v[..2], &v[2..6]);
            let (h, q, r, z) = (v[6], v[7], v[8], v[9]);
            let (zero, one) = (lit(0.0), lit(1.0));
            let f = [one, zero, h, one];
            let x = product(&f, x, 2, 2);
            let moved = product(&product(&f, p, 2, 2), &transpose(&f, 2), 2, 2);
            let p = plus(&moved, &scaled(q, &[h * h, h, h, one]));
            let s = p[0] + r;
            let gain = [p[0] / s, p[1] / s];
            let d = z - x[0];
            let updated = plus(&x, &scaled(d, &gain));
            let left = [one - gain[0], -gain[1], zero, one];
            let covariance = product(&left, &p, 2, 2);
            d * d / s + norm(&updated) + covariance[0] + covariance[3] + determinant(&covariance, 2)
        },
    );
}

/// The negative log-density of a normal distribution, without its constant.
#[differentiable(second_order)]
fn mahalanobis(x: &Vector3<f64>, mean: &Vector3<f64>, covariance: &Matrix3<f64>) -> Option<f64> {
    let d = x - mean;
    let precision = covariance.try_inverse()?;
    Some(0.5 * (d.dot(&(precision * d)) + covariance.determinant().ln()))
}

#[test]
fn the_density_of_a_normal_distribution() {
    #[differentiable(second_order)]
    fn density(x: &Vector3<f64>, mean: &Vector3<f64>, covariance: &Matrix3<f64>) -> f64 {
        mahalanobis(x, mean, covariance).unwrap()
    }
    let c = Matrix3::new(1.3, 0.2, -0.4, 0.2, 2.0, 0.1, -0.4, 0.1, 1.1);
    let [x, mean, _] = bodies();
    agrees::<density, _>(
        (&x, &mean, &c),
        |(x, m, c), (u, v, w)| hvp_density(x, m, c, &u, &v, &w),
        |z| {
            let (x, mean, c) = (&z[..3], &z[3..6], &z[6..]);
            let d = minus(x, mean);
            let quadratic = dot(&d, &product(&inverse(c, 3), &d, 3, 3));
            lit(0.5) * (quadratic + determinant(c, 3).ln())
        },
    );
    assert_eq!(grad_mahalanobis(&x, &mean, &Matrix3::zeros()), None);
}

/// Assignments of every operator, and operands by reference.
#[differentiable(second_order)]
fn assigned(a: Matrix3<f64>, b: &Matrix3<f64>, s: f64) -> f64 {
    let mut m = a;
    m += b;
    m *= s;
    m -= &(b * 2.0);
    m /= s + 2.0;
    let n = -&m + &a * b - 2.0 * b;
    (n * m).trace() + m[(0, 1)] * n[(2, 0)]
}

#[test]
fn operators_that_assign() {
    let a = Matrix3::from_fn(|i, j| ((i + 2 * j) as f64).sin());
    let b = Matrix3::from_fn(|i, j| ((3 * i + j) as f64).cos());
    agrees::<assigned, _>(
        (a, &b, 0.8),
        |(a, b, s), (u, v, w)| hvp_assigned(a, b, s, u, &v, w),
        |x| {
            let (a, b, s) = (&x[..9], &x[9..18], x[18]);
            let two = lit(2.0);
            let m = minus(&scaled(s, &plus(a, b)), &scaled(two, b));
            let m = scaled(lit(1.0) / (s + two), &m);
            let n = minus(&minus(&product(a, b, 3, 3), &m), &scaled(two, b));
            let nm = product(&n, &m, 3, 3);
            nm[0] + nm[4] + nm[8] + m[3] * n[2]
        },
    );
}

/// A pinhole camera: homogeneous coordinates.
#[differentiable(second_order)]
fn projected(camera: &Matrix4<f64>, points: &[Vector3<f64>]) -> f64 {
    let mut error = 0.0;
    for p in points {
        let h = camera * Vector4::new(p.x, p.y, p.z, 1.0);
        let image = Vector2::new(h.x, h.y) / h.w;
        error += image.norm();
    }
    error
}

#[test]
fn points_seen_by_a_camera() {
    let camera =
        Matrix4::from_fn(|i, j| ((i + 3 * j) as f64).cos() + if i == j { 3.0 } else { 0.0 });
    agrees::<projected, _>(
        (&camera, &bodies()[..]),
        |(c, p), (u, v)| hvp_projected(c, p, &u, &v),
        |x| {
            let (camera, p) = x.split_at(16);
            (0..3).fold(lit(0.0), |sum, i| {
                let p = [p[3 * i], p[3 * i + 1], p[3 * i + 2], lit(1.0)];
                let h = product(camera, &p, 4, 4);
                sum + norm(&[h[0] / h[3], h[1] / h[3]])
            })
        },
    );
}
