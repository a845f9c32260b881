//! Methods and constructors of nalgebra's matrices, one by one and together.

use chainrule::differentiable;
use chainrule::nalgebra::{DMatrix, DVector, Matrix2, Matrix3, Matrix4, SVector, Vector2, Vector3};
use chainrule_oracle::Dual;

use crate::by_hand::{cross, determinant, dot, inverse, lerp, minus, norm, scaled, transpose};
use crate::harness::agrees;

fn three() -> (Vector3<f64>, Vector3<f64>) {
    (Vector3::new(0.3, -1.0, 0.7), Vector3::new(1.3, 0.4, -0.2))
}

#[differentiable(second_order)]
fn lengths(a: Vector3<f64>, b: &Vector3<f64>) -> f64 {
    a.norm() * b.norm_squared() + a.normalize().x * b.normalize()[2] + a.metric_distance(b)
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
            norm(a) * dot(b, b) + unit(a, 0) * unit(b, 2) + norm(&minus(a, b))
        },
    );
}

#[test]
fn the_norm_at_zero_has_derivative_zero() {
    #[differentiable(second_order)]
    fn length(a: Vector2<f64>) -> f64 {
        a.norm()
    }
    let zero = Vector2::zeros();
    assert_eq!(grad_length(zero), zero);
    assert_eq!(jvp_length(zero, Vector2::new(1.0, 2.0)), (0.0, 0.0));
    assert_eq!(hvp_length(zero, Vector2::new(1.0, 2.0)), (zero, zero));
}

#[differentiable(second_order)]
fn products(a: Vector3<f64>, b: &Vector3<f64>, t: f64) -> f64 {
    let c = a.cross(b);
    let mixed = c.lerp(b, t * 0.5);
    let scaled = mixed.component_mul(&a).component_div(b);
    scaled.dot(&c) + scaled.sum() + mixed.mean() + c.y * mixed[0]
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
            let s: Vec<Dual> = (0..3).map(|i| mixed[i] * a[i] / b[i]).collect();
            dot(&s, &c)
                + (s[0] + s[1] + s[2])
                + (mixed[0] + mixed[1] + mixed[2]) / Dual::lit(3.0)
                + c[1] * mixed[0]
        },
    );
}

#[differentiable(second_order)]
fn squares(m: &Matrix3<f64>, n: Matrix2<f64>) -> f64 {
    let inverse = m.try_inverse().unwrap();
    let t = m.transpose();
    let (row, column) = (inverse.row(1), t.column(2));
    row.transpose().dot(&column) + m.trace() * n.determinant() + m.determinant() * inverse[(0, 2)]
}

fn three_by_three() -> Matrix3<f64> {
    Matrix3::new(1.3, 0.2, -0.4, 0.7, 2.0, 0.1, -0.3, 0.5, 1.1)
}

#[test]
fn square_matrices() {
    agrees::<squares, _>(
        (&three_by_three(), Matrix2::new(1.3, 0.2, -0.4, 0.7)),
        |(m, n), (u, v)| hvp_squares(m, n, &u, v),
        |x| {
            let (m, n) = x.split_at(9);
            let y = inverse(m, 3);
            let row = [y[1], y[4], y[7]];
            let column = [m[2], m[5], m[8]];
            dot(&row, &column) + (m[0] + m[4] + m[8]) * determinant(n, 2) + determinant(m, 3) * y[6]
        },
    );
}

#[differentiable(second_order)]
fn volume(m: &Matrix4<f64>) -> f64 {
    // away from the rounding of 0
    m.determinant() + 1.0
}

#[test]
fn determinants_of_singular_matrices() {
    let mut m = Matrix4::from_fn(|i, j| ((3 * i + 5 * j) as f64).sin());
    for column in [1, 2] {
        m.set_column(column, &(2.0 * m.column(0) - m.column(3)));
        agrees::<volume, _>(
            (&m,),
            |(m,), u| hvp_volume(m, &u),
            |x| determinant(x, 4) + Dual::lit(1.0),
        );
    }
}

#[test]
fn a_matrix_without_inverse_is_refused_as_a_value() {
    #[differentiable]
    fn corner(m: &Matrix2<f64>) -> Option<f64> {
        let inverse = m.try_inverse()?;
        Some(inverse[(0, 1)])
    }
    assert_eq!(grad_corner(&Matrix2::new(1.0, 2.0, 2.0, 4.0)), None);
    // -b / (a d - b c)
    let gradient = grad_corner(&Matrix2::new(1.0, 0.0, 0.0, 1.0));
    assert_eq!(gradient, Some(Matrix2::new(0.0, -1.0, 0.0, 0.0)));
}

#[differentiable(second_order)]
fn made(x: f64, y: f64, z: &[f64]) -> f64 {
    let a = Vector3::new(x, y, 1.0);
    let b = Matrix2::new(x, y, 2.0, x * y);
    let c = SVector::<f64, 3>::from([y, x, z[0]]);
    let d = Matrix2::from_row_slice(z);
    let e = Matrix2::from_column_slice(&[x, y, x, 3.0]);
    let f = Vector3::from_element(y);
    let g = Matrix3::from_diagonal(&a);
    a.dot(&c)
        + b.determinant()
        + d[(0, 1)] * e[(0, 1)]
        + f.cross(&a).x
        + g.determinant()
        + b[(1, 0)]
}

#[test]
fn constructors() {
    agrees::<made, _>(
        (0.3, -1.2, &[0.5, 0.1, -0.7, 2.0][..]),
        |(x, y, z), (u, v, w)| hvp_made(x, y, z, u, v, &w),
        |v| {
            let (x, y, z) = (v[0], v[1], &v[2..]);
            let (one, two) = (Dual::lit(1.0), Dual::lit(2.0));
            x * y + y * x + z[0] + x * x * y - two * y + z[1] * x + (y * one - y * y) + x * y + two
        },
    );
}

#[differentiable(second_order)]
fn dynamic(a: &DVector<f64>, x: f64) -> f64 {
    let n = a.len();
    let b = DVector::from_element(n, x);
    let c = DVector::from_vec(vec![x, a[1], x * a[0]]);
    let m = DMatrix::from_row_slice(2, 2, &[x, a[0], a[2], 1.0]);
    let k = DMatrix::from_vec(1, 3, vec![a[0], x, a[0]]);
    let y = m.clone().try_inverse().unwrap();
    a.dot(&b) + c.norm() + y[(1, 0)] + k.row(0).sum() + m.transpose().column(0).norm_squared()
}

#[test]
fn sizes_of_run_time() {
    let a = DVector::from_vec(vec![0.4, -0.9, 1.7]);
    agrees::<dynamic, _>(
        (&a, 0.7),
        |(a, x), (u, v)| hvp_dynamic(a, x, &u, v),
        |v| {
            let (a, x) = v.split_at(3);
            let x = x[0];
            let c = [x, a[1], x * a[0]];
            let m = [x, a[2], a[0], Dual::lit(1.0)];
            let row = transpose(&m, 2);
            dot(a, &[x, x, x])
                + norm(&c)
                + inverse(&m, 2)[1]
                + a[0]
                + x
                + a[0]
                + dot(&row[..2], &row[..2])
        },
    );
}

#[differentiable(second_order)]
fn chained(points: &[Vector3<f64>], center: &Vector3<f64>) -> f64 {
    let mut total = 0.0;
    for p in points {
        let d = p.metric_distance(center);
        total += d.ln();
    }
    total
}

#[test]
fn slices_of_vectors() {
    let (a, b) = three();
    let points = [a, b, Vector3::new(2.0, 0.1, -1.0)];
    let center = Vector3::new(-0.4, 0.3, 0.2);
    agrees::<chained, _>(
        (&points[..], &center),
        |(p, c), (u, v)| hvp_chained(p, c, &u, &v),
        |x| {
            let c = &x[9..];
            (0..3).fold(Dual::lit(0.0), |sum, i| sum + norm(&minus(&x[3 * i..3 * i + 3], c)).ln())
        },
    );
}

#[differentiable(second_order)]
fn written(a: Vector3<f64>, s: f64) -> f64 {
    let mut v = a;
    v.x = s * a.y;
    v[1] = v[0] * s;
    let mut m = Matrix2::zeros();
    m[(0, 1)] = v.y;
    m[(1, 0)] = s;
    v.norm_squared() + m.determinant()
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

#[test]
fn single_precision() {
    #[differentiable(second_order)]
    fn wedge(a: Vector3<f32>, b: Vector3<f32>) -> f32 {
        a.cross(&b).norm() + a.normalize().dot(&b)
    }
    let (a, b) = three();
    crate::harness::agrees_within::<wedge, _>(
        f64::from(f32::EPSILON),
        (a.map(|x| x as f32), b.map(|x| x as f32)),
        |(a, b), (u, v)| hvp_wedge(a, b, u, v),
        |x| {
            let (a, b) = x.split_at(3);
            norm(&cross(a, b)) + dot(&scaled(Dual::lit(1.0) / norm(a), a), b)
        },
    );
}
