//! Functions over mint's types, each against the same function on plain numbers.

use chainrule::mint::{
    ColumnMatrix2, Point2, Point3, Quaternion, RowMatrix2, RowMatrix2x3, Vector2, Vector3, Vector4,
};
use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;

#[track_caller]
fn assert_close(got: &[f64], wanted: &[f64]) {
    assert_eq!(got.len(), wanted.len());
    for (got, wanted) in got.iter().zip(wanted) {
        assert!(
            (got - wanted).abs() <= 1e-12 * (1.0 + wanted.abs()),
            "got {got}, by hand {wanted}"
        );
    }
}

#[test]
fn fields_are_read_and_written_and_literals_made() {
    #[differentiable(second_order)]
    fn f(p: Vector2<f64>, q: &Point3<f64>, t: f64) -> f64 {
        let mut moved = Vector2 { x: p.x * q.z, y: p.y + t };
        moved.x += q.x * t;
        moved.y = moved.y * q.y;
        let Vector2 { x, y } = moved;
        x * y
    }
    let (p, q, t) = (Vector2 { x: 0.5, y: -1.5 }, Point3 { x: 2.0, y: 0.7, z: 1.2 }, 0.3);
    // (px qz + qx t) (py + t) qy
    let (a, b) = (p.x * q.z + q.x * t, p.y + t);
    let (dp, dq, dt) = grad_f(p, &q, t);
    assert_close(&[dp.x, dp.y], &[q.z * b * q.y, a * q.y]);
    assert_close(&[dq.x, dq.y, dq.z], &[t * b * q.y, a * b, p.x * b * q.y]);
    assert_close(&[dt], &[q.x * b * q.y + a * q.y]);
    check_gradients::<f>((p, &q, t)).expect("both modes");
    let zero = Point3 { x: 0.0, y: 0.0, z: 0.0 };
    let (_, (hp, hq, ht)) = hvp_f(p, &q, t, Vector2 { x: 1.0, y: 0.0 }, &zero, 0.0);
    assert_close(&[hp.x, hp.y], &[0.0, q.z * q.y]);
    assert_close(&[hq.x, hq.y, hq.z], &[0.0, q.z * b, b * q.y]);
    assert_close(&[ht], &[q.z * q.y]);
}

#[test]
fn conversions_carry_derivatives() {
    #[differentiable(second_order)]
    fn f(v: [f64; 3], m: RowMatrix2<f64>) -> f64 {
        let p = Vector3::from(v);
        let point: Point3<f64> = p.into();
        let back: [f64; 3] = point.into();
        let columns = ColumnMatrix2::from(m);
        let rows: [[f64; 2]; 2] = m.into();
        let flat: [f64; 4] = columns.into();
        back[0] * point.y + p.z * rows[0][1] * columns.x.y + flat[1] * flat[2]
    }
    let (v, m) = ([0.5, 2.0, -1.0], RowMatrix2::from([1.5, 0.3, -0.4, 2.5]));
    // v0 v1 + v2 m01 m10 + m10 m01
    let (dv, dm) = grad_f(v, m);
    assert_close(&dv, &[v[1], v[0], m.x.y * m.y.x]);
    assert_close(&<[f64; 4]>::from(dm), &[0.0, (v[2] + 1.0) * m.y.x, (v[2] + 1.0) * m.x.y, 0.0]);
    check_gradients::<f>((v, m)).expect("both modes");
    let direction = RowMatrix2::from([0.0, 1.0, 0.0, 0.0]);
    let (_, (hv, hm)) = hvp_f(v, m, [0.0; 3], direction);
    assert_close(&hv, &[0.0, 0.0, m.y.x]);
    assert_close(&<[f64; 4]>::from(hm), &[0.0, 0.0, v[2] + 1.0, 0.0]);
}

#[differentiable]
fn turned(q: &Quaternion<f64>, v: Vector3<f64>) -> Vector3<f64> {
    let (a, b) = (q.v, q.s);
    let inner = Vector3 {
        x: a.y * v.z - a.z * v.y + b * v.x,
        y: a.z * v.x - a.x * v.z + b * v.y,
        z: a.x * v.y - a.y * v.x + b * v.z,
    };
    Vector3 {
        x: v.x + 2.0 * (a.y * inner.z - a.z * inner.y),
        y: v.y + 2.0 * (a.z * inner.x - a.x * inner.z),
        z: v.z + 2.0 * (a.x * inner.y - a.y * inner.x),
    }
}

/// Values of these types are recorded, where functions call others in loops.
#[test]
fn parameters_results_and_elements() {
    #[differentiable]
    fn f(q: Quaternion<f64>, points: &[Vector3<f64>], m: &RowMatrix2x3<f64>) -> f64 {
        let mut sum = 0.0;
        let mut last = points[0];
        for p in points {
            last = turned(&q, Vector3 { x: p.x + last.y, ..*p });
            sum += last.x * m.x.z + last.z * m.y.x;
        }
        sum * last.y
    }
    let q = Quaternion { v: Vector3 { x: 0.1, y: 0.5, z: -0.3 }, s: 0.8 };
    let points = [Vector3 { x: 1.0, y: 2.0, z: 3.0 }, Vector3 { x: -0.5, y: 0.7, z: 0.2 }];
    let m = RowMatrix2x3::from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    check_gradients::<f>((q, &points[..], &m)).expect("both modes");
}

#[derive(Differentiable, Clone, Copy)]
struct Curve {
    table: [f32; 4],
    first: Vector2<f32>,
    second: Vector2<f32>,
}

#[differentiable]
impl Curve {
    fn converted(p: Vector2<impl Float>) -> Vector2<f32> {
        Vector2::<f32> { x: p.x.to_f32().unwrap(), y: p.y.to_f32().unwrap() }
    }

    fn of(first: Vector2<impl Float>, second: Vector2<impl Float>) -> Self {
        let (first, second) = (Self::converted(first), Self::converted(second));
        let mut table = [0.0; 4];
        for (i, entry) in table.iter_mut().enumerate() {
            *entry = Self::at(i as f32 / 3.0, first.x, second.x);
        }
        Self { table, first, second }
    }

    fn at(t: f32, a: f32, b: f32) -> f32 {
        ((1.0 - 3.0 * b + 3.0 * a) * t + (3.0 * b - 6.0 * a)) * t * t + 3.0 * a * t
    }

    fn value(&self, t: f32) -> f32 {
        Self::at(t, self.first.y, self.second.y) * self.table[1]
    }
}

#[test]
fn fields_of_structs_in_single_precision() {
    #[differentiable]
    fn f(t: f32, a: Vector2<f64>) -> f32 {
        Curve::of(a, Vector2 { x: 0.25f32, y: 1.0 }).value(t)
    }
    let at = |t: f64, a: f64, b: f64| {
        ((1.0 - 3.0 * b + 3.0 * a) * t + (3.0 * b - 6.0 * a)) * t * t + 3.0 * a * t
    };
    let slope = |t: f64, a: f64, b: f64| {
        3.0 * (1.0 - 3.0 * b + 3.0 * a) * t * t + 2.0 * (3.0 * b - 6.0 * a) * t + 3.0 * a
    };
    let by_a = |t: f64| 3.0 * t * t * t - 6.0 * t * t + 3.0 * t;
    let (t, a) = (0.4, Vector2 { x: 0.125, y: 0.5 });
    let (dt, da) = grad_f(t, a);
    let (t, third) = (f64::from(t), 1.0 / 3.0);
    let table = at(third, a.x, 0.25);
    let close = |got: f64, wanted: f64| assert!((got - wanted).abs() < 1e-5, "{got}, {wanted}");
    close(f64::from(dt), slope(t, a.y, 1.0) * table);
    close(da.x, at(t, a.y, 1.0) * by_a(third));
    close(da.y, by_a(t) * table);
}

#[test]
fn generic_numbers_and_points() {
    #[differentiable]
    fn area<T: Float>(p: &[Point2<T>]) -> T {
        let mut twice = T::zero();
        for i in 0..p.len() {
            let q = p[(i + 1) % p.len()];
            twice = twice + p[i].x * q.y - q.x * p[i].y;
        }
        twice / (T::one() + T::one())
    }
    let corners = [Point2 { x: 0.0, y: 0.0 }, Point2 { x: 2.0, y: 0.5 }, Point2 { x: 1.0, y: 1.5 }];
    let gradient = grad_area(&corners);
    for (i, d) in gradient.iter().enumerate() {
        let (next, last) = (corners[(i + 1) % 3], corners[(i + 2) % 3]);
        assert_close(&[d.x, d.y], &[(next.y - last.y) / 2.0, (last.x - next.x) / 2.0]);
    }
    let vector = Vector4::from([1.0, 2.0, 3.0, 4.0]);
    assert_eq!(vector.zero_tangent(), Vector4::from([0.0; 4]));
}
