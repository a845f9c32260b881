//! The tables of the guide's page, checked row by row.
//!
//! What stands behind the last paragraph of the page is made of what was found:
//! `UPDATE_EXPECT=1 cargo test --features glam,mint,nalgebra --test linalg` writes it.

use std::path::Path;

use crate::row::Section;

const LAST: &str =
    "The rows of these tables were run, as those of [what is supported](24-supported.md).\n\n";

mod nalgebra {
    use chainrule::nalgebra::{
        DMatrix, DVector, Matrix2, Matrix3, SVector, Vector2, Vector3, Vector4,
    };

    use crate::row::section;

    section! {
        "nalgebra", (x: f64, v: &Vector3<f64>, w: Vector3<f64>, m: &Matrix3<f64>, d: &DMatrix<f64>)
            at (0.75, &Vector3::new(0.5, -1.25, 0.3), Vector3::new(1.5, 0.25, -0.3),
                &Matrix3::new(1.3, 0.2, -0.4, 0.7, 2.0, 0.1, -0.3, 0.5, 1.1),
                &DMatrix::from_row_slice(2, 3, &[0.3, 1.0, -0.4, 0.2, 0.8, 0.6]));

        "sums and differences, by value and by reference" { (v + w - v * x + -w).norm() }
        "products and quotients with numbers" { (v * x + 2.0 * w).norm() + (w / x).x }
        "products of matrices and vectors" { (m * v + w).dot(v) + (m * m).trace() + (d * d.transpose())[(0, 1)] }
        "outer products" { (v * w.transpose()).trace() * x }
        "`+=`, `-=`, `*=`, `/=`" { let mut a = w; a += v; a *= x; a -= w; a /= 2.0; a.norm() }
        "`dot`, `cross`" { v.cross(&w).dot(v) + v.cross(&w).x * x }
        "`norm`, `norm_squared`, `metric_distance`" { v.norm() * w.norm_squared() + v.metric_distance(&w) }
        "`normalize`" { v.normalize().dot(&w) }
        "`lerp`" { v.lerp(&w, x).y }
        "`component_mul`, `component_div`" { v.component_mul(&w).component_div(v).sum() * x }
        "`sum`, `mean`" { m.sum() + d.mean() }
        "`transpose`, `trace`" { m.transpose()[(0, 1)] + m.trace() }
        "`determinant` of matrices up to 4 by 4" { m.determinant() * x }
        "`try_inverse`" { let y = m.try_inverse().unwrap(); (y * w).x }
        "`row`, `column`" { m.row(0).transpose().dot(&m.column(1)) }
        "`xy`, `xz`, `yz`, `xyz`" { v.xy().norm() + v.xz().dot(&w.yz()) + Vector4::new(x, w.x, 1.0, x).xyz().y }
        "fields, and elements by one index or two" { v.x * w[1] + m[(0, 2)] * d[(1, 0)] }
        "writing fields and elements" { let mut a = w; a.x = x; a[1] *= a.x; let mut n = Matrix2::zeros(); n[(0, 1)] = x; a.norm() + n[(0, 1)] }
        "`new`" { (Vector3::new(x, v.y, 1.0) + Vector2::new(x, x).y * w).norm() }
        "`from`, `from_element`, `from_diagonal`" { (Matrix3::from_diagonal(&w) * SVector::from([x, v.x, 2.0])).sum() + Vector2::from_element(x).norm() }
        "`from_vec`, `from_row_slice`, `from_column_slice`" { DVector::from_vec(vec![x, v.x]).norm() + DMatrix::from_row_slice(1, 2, &[x, v.y])[(0, 1)] + Matrix2::from_column_slice(&[x, x, v.x, 1.0])[(0, 1)] }
        "`zeros`, `identity` and others of what has no derivative" { (Matrix3::identity() * x + Matrix3::zeros()).trace() }
        "loops and chains over the elements" { let mut s = 0.0; for a in v.iter() { s += a * x; } s + d.iter().map(|a| a * a).sum::<f64>() }
        "`map` with a closure" refused { v.map(|a| a * x).sum() }
        "slices of vectors, and vectors of vectors" { let all = vec![*v, w]; let mut s = Vector3::zeros(); for a in &all { s += a; } s.norm() }
    }
}

mod glam {
    use chainrule::glam::{DMat2, DMat3, DQuat, DVec2, DVec3, DVec4, Vec3Swizzles};

    use crate::row::section;

    section! {
        "glam", (x: f64, v: DVec3, w: &DVec3, m: DMat3, q: DQuat)
            at (0.75, DVec3::new(0.5, -1.25, 0.3), &DVec3::new(1.5, 0.25, -0.3),
                DMat3::from_cols_array(&[1.3, 0.2, -0.4, 0.7, 2.0, 0.1, -0.3, 0.5, 1.1]),
                DQuat::from_xyzw(0.1, 0.3, -0.2, 0.9));

        "arithmetic of vectors, also coordinate by coordinate" { ((v + *w) * v - v / *w + -v).length() }
        "arithmetic with numbers" { (v * x + 2.0 * *w - 1.0 + x / *w).length() }
        "products of matrices and vectors" { (m * m * v + m.mul_vec3(*w) - 0.5 * m * v).x }
        "`+=`, `-=`, `*=`, `/=`" { let mut a = v; a += *w; a *= x; a -= x; a /= *w; a.length() }
        "`dot`, `cross`, `perp_dot`, `perp`" { v.cross(*w).dot(v) + v.cross(*w).x * DVec2::new(x, v.x).perp_dot(DVec2::new(x, 1.0).perp()) }
        "`length`, `length_squared`" { v.length() * w.length_squared() }
        "`distance`, `distance_squared`" { v.distance(*w) + v.distance_squared(*w) * x }
        "`normalize`" { v.normalize().dot(*w) }
        "`lerp`" { v.lerp(*w, x).y }
        "`element_sum`" { v.element_sum() * x }
        "`transpose`, `determinant`" { m.transpose().x_axis.y + m.determinant() }
        "`inverse`, `try_inverse`" { m.inverse().y_axis.x + m.try_inverse().unwrap().x_axis.x }
        "`row`, `col`" { m.row(0).dot(m.col(1)) }
        "`xy`, `xz`, `yz`, `truncate`" { v.xy().length() + v.xz().dot(w.yz()) + v.truncate().x }
        "fields, elements and `to_array`" { v.x * w[1] + m.x_axis.y + v.to_array()[2] }
        "writing fields and elements" { let mut a = v; a.x = x; a[1] *= a.x; let mut n = DMat2::ZERO; n.x_axis.y = x; a.length() + n.x_axis.y }
        "`new`, `splat`, `from_array`" { DVec4::new(x, v.x, v.y, 1.0).length() + DVec3::splat(x).dot(DVec3::from_array([x, v.x, v.z])) }
        "`from_cols`, `from_cols_array`, `from_diagonal`" { DMat3::from_cols(v, *w, v * x).determinant() + DMat2::from_cols_array(&[x, v.x, 1.0, x]).determinant() + DMat3::from_diagonal(v).y_axis.y }
        "constants" { const DOWN: DVec3 = DVec3::new(0.0, -9.8, 0.0); (v + DOWN * x - x * DVec3::ONE).length() }
        "products of quaternions, and vectors turned by them" { (q * q * v + q * *w).x }
        "`conjugate`, `normalize` and arithmetic of quaternions" { (q.conjugate() * x + q.normalize() - q * 0.5).length() }
        "`from_angle`, `from_rotation_x`, `from_rotation_y`, `from_rotation_z`" { (DMat2::from_angle(x) * v.xy()).x + (DMat3::from_rotation_x(x) * DMat3::from_rotation_y(v.x) * v).y + (DQuat::from_rotation_z(x) * v).x }
        "`from_xyzw`" { DQuat::from_xyzw(x, v.x, v.y, 1.0).length() }
    }
}

mod mint {
    use chainrule::mint::{ColumnMatrix2, Point2, Quaternion, RowMatrix2, Vector2, Vector3};

    use crate::row::section;

    section! {
        "mint", (x: f64, v: Vector3<f64>, p: &Point2<f64>, m: RowMatrix2<f64>)
            at (0.75, Vector3 { x: 0.5, y: -1.25, z: 0.3 }, &Point2 { x: 1.5, y: 0.25 }, RowMatrix2::from([1.3, 0.2, -0.4, 0.7]));

        "fields" { v.x * p.y + m.x.y * x }
        "literals, and writing fields" { let mut q = Vector2 { x, y: v.z }; q.x *= p.x; q.y = q.x + x; q.x * q.y }
        "patterns" { let Vector3 { x: a, y: b, .. } = v; a * b * x }
        "conversions from and into arrays, also of rows" { let a: [f64; 3] = v.into(); let q = Point2::from([x, a[1]]); let r: [[f64; 2]; 2] = m.into(); q.x * q.y + r[1][0] * x }
        "conversions between points and vectors, rows and columns" { let q: Vector2<f64> = (*p).into(); let c: ColumnMatrix2<f64> = m.into(); q.x * c.x.y * x }
        "quaternions" { let q = Quaternion { v, s: x }; q.v.x * q.s }
    }
}

#[test]
fn the_tables_say_what_is_so() {
    let mut wrong = Vec::new();
    let sections: [Section; 3] = [nalgebra::section(), glam::section(), mint::section()];
    let tables: Vec<String> = sections.iter().map(|section| section.markdown(&mut wrong)).collect();
    assert!(wrong.is_empty(), "the tables are wrong:\n{}", wrong.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/15-linear-algebra.md");
    let page = std::fs::read_to_string(&path).expect("the page can be read");
    let (prose, _) = page.split_once(LAST).expect("the page has its last paragraph");
    let written = format!("{prose}{LAST}{}", tables.join("\n"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, written).expect("the page can be written");
    } else {
        assert_eq!(page, written, "run this test with UPDATE_EXPECT=1");
    }
}
