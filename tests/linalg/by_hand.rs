//! Vectors and matrices of the oracle's numbers, written out: what the twins are made of.
//!
//! Matrices are slices, column by column.

use chainrule_oracle::Dual;

/// A number of the source.
pub fn lit(x: f64) -> Dual {
    Dual::lit(x)
}

pub fn dot(a: &[Dual], b: &[Dual]) -> Dual {
    a.iter().zip(b).fold(Dual::lit(0.0), |sum, (&a, &b)| sum + a * b)
}

pub fn norm(a: &[Dual]) -> Dual {
    dot(a, a).sqrt()
}

pub fn cross(a: &[Dual], b: &[Dual]) -> [Dual; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub fn scaled(s: Dual, a: &[Dual]) -> Vec<Dual> {
    a.iter().map(|&a| s * a).collect()
}

pub fn plus(a: &[Dual], b: &[Dual]) -> Vec<Dual> {
    a.iter().zip(b).map(|(&a, &b)| a + b).collect()
}

pub fn minus(a: &[Dual], b: &[Dual]) -> Vec<Dual> {
    a.iter().zip(b).map(|(&a, &b)| a - b).collect()
}

pub fn lerp(a: &[Dual], b: &[Dual], t: Dual) -> Vec<Dual> {
    plus(&scaled(Dual::lit(1.0) - t, a), &scaled(t, b))
}

/// The transpose of a matrix of `rows` rows.
pub fn transpose(m: &[Dual], rows: usize) -> Vec<Dual> {
    let columns = m.len() / rows;
    (0..m.len()).map(|k| m[(k % columns) * rows + k / columns]).collect()
}

/// `a b`, for `a` of `rows` rows and `inner` columns.
pub fn product(a: &[Dual], b: &[Dual], rows: usize, inner: usize) -> Vec<Dual> {
    let columns = b.len() / inner;
    let element = |k: usize| {
        let (i, j) = (k % rows, k / rows);
        (0..inner).fold(Dual::lit(0.0), |sum, l| sum + a[l * rows + i] * b[j * inner + l])
    };
    (0..rows * columns).map(element).collect()
}

/// The determinant, by the first column.
pub fn determinant(m: &[Dual], n: usize) -> Dual {
    if n == 1 {
        return m[0];
    }
    let mut sum = Dual::lit(0.0);
    for i in 0..n {
        let rest = minor(m, n, i, 0);
        let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
        sum += Dual::lit(sign) * m[i] * determinant(&rest, n - 1);
    }
    sum
}

/// The matrix without a row and a column.
fn minor(m: &[Dual], n: usize, row: usize, column: usize) -> Vec<Dual> {
    let kept = (0..n * n).filter(|k| k % n != row && k / n != column);
    kept.map(|k| m[k]).collect()
}

/// The inverse, by Cramer's rule.
pub fn inverse(m: &[Dual], n: usize) -> Vec<Dual> {
    let whole = determinant(m, n);
    let element = |k: usize| {
        let (i, j) = (k % n, k / n);
        let sign = if (i + j) % 2 == 0 { 1.0 } else { -1.0 };
        let part = if n == 1 { Dual::lit(1.0) } else { determinant(&minor(m, n, j, i), n - 1) };
        Dual::lit(sign) * part / whole
    };
    (0..n * n).map(element).collect()
}
