//! `Index`, `IndexMut` and `Deref` of one's own types: matrices by row, vectors by field, polynomials.
//!
//! In: linear algebra over such types, in loops that read, write and add up. Out: derivatives against
//! the same functions on slices, against differences, and by hand.

use chainrule::{Differentiable, check_gradients, differentiable};
use num_traits::Float;
use std::ops::{Deref, DerefMut, Index, IndexMut};

#[derive(Differentiable, Clone)]
struct Matrix {
    data: Vec<f64>,
    rows: usize,
    #[no_diff]
    columns: usize,
}

#[differentiable]
impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        assert!(i < self.rows && j < self.columns, "no element {i}, {j}");
        let start = i * self.columns;
        &self.data[start + j]
    }
}

#[differentiable]
impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        assert!(i < self.rows && j < self.columns, "no element {i}, {j}");
        let start = i * self.columns;
        &mut self.data[start + j]
    }
}

#[differentiable(second_order)]
impl Matrix {
    fn zeros(rows: usize, columns: usize) -> Self {
        Self { data: vec![0.0; rows * columns], rows, columns }
    }

    fn times(&self, other: &Self) -> Self {
        let mut out = Self::zeros(self.rows, other.columns);
        for i in 0..self.rows {
            for j in 0..other.columns {
                for k in 0..self.columns {
                    out[(i, j)] += self[(i, k)] * other[(k, j)];
                }
            }
        }
        out
    }

    fn transposed(&self) -> Self {
        let mut out = Matrix::zeros(self.columns, self.rows);
        for i in 0..self.rows {
            for j in 0..self.columns {
                out[(j, i)] = self[(i, j)];
            }
        }
        out
    }

    /// The lower factor of a positive definite matrix, in place of it.
    fn factorize(&mut self) {
        for j in 0..self.rows {
            for k in 0..j {
                let v = self[(j, k)];
                self[(j, j)] -= v * v;
            }
            self[(j, j)] = self[(j, j)].sqrt();
            for i in j + 1..self.rows {
                for k in 0..j {
                    let v = self[(i, k)] * self[(j, k)];
                    self[(i, j)] -= v;
                }
                self[(i, j)] = self[(i, j)] / self[(j, j)];
            }
        }
    }
}

/// Half the logarithm of the determinant of `A A^T + exp(x_0) 1`.
#[differentiable(second_order)]
fn evidence(x: &[f64]) -> f64 {
    let mut a = Matrix::zeros(3, 2);
    for i in 0..3 {
        for j in 0..2 {
            a[(i, j)] = x[i] * (1.0 + j as f64) + x[j].sin();
        }
    }
    let mut m = a.times(&a.transposed());
    for i in 0..3 {
        m[(i, i)] += x[0].exp();
    }
    m.factorize();
    let mut total = 0.0;
    for i in 0..3 {
        total += m[(i, i)].ln();
    }
    total
}

/// The same on a slice, by the formula for the determinant of three rows.
#[differentiable(second_order)]
fn evidence_by_hand(x: &[f64]) -> f64 {
    let mut a = [[0.0; 2]; 3];
    for i in 0..3 {
        for j in 0..2 {
            a[i][j] = x[i] * (1.0 + j as f64) + x[j].sin();
        }
    }
    let mut m = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            m[i][j] = a[i][0] * a[j][0] + a[i][1] * a[j][1];
        }
        m[i][i] += x[0].exp();
    }
    let det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    0.5 * det.ln()
}

#[test]
fn matrices_by_row() {
    let x = [0.3, -0.7, 1.1];
    check_gradients::<evidence>((&x[..],)).unwrap();
    let (ours, expected) = (grad_evidence(&x), grad_evidence_by_hand(&x));
    for i in 0..3 {
        // the condition of the factor is below 100
        assert!((ours[i] - expected[i]).abs() < 1e-13, "{ours:?} {expected:?}");
    }
    let v = [1.0, 0.4, -0.6];
    let (ours, expected) = (hvp_evidence(&x, &v).1, hvp_evidence_by_hand(&x, &v).1);
    for i in 0..3 {
        assert!((ours[i] - expected[i]).abs() < 1e-12, "{ours:?} {expected:?}");
    }
}

/// What a matrix as a parameter gets is a matrix, at the same positions.
#[differentiable]
fn corner(m: &Matrix, s: f64) -> f64 {
    m[(0, 1)] * m[(1, 0)].sin() * s
}

#[test]
fn the_gradient_of_a_matrix_is_one() {
    let m = Matrix { data: vec![1.0, 2.0, 3.0, 4.0], rows: 2, columns: 2 };
    let (dm, ds) = grad_corner(&m, 0.5);
    assert_eq!(dm.data, [0.0, 0.5 * 3.0_f64.sin(), 2.0 * 3.0_f64.cos() * 0.5, 0.0]);
    assert_eq!(ds, 2.0 * 3.0_f64.sin());
}

#[derive(Differentiable, Clone, Copy)]
struct Vector {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable]
impl Index<usize> for Vector {
    type Output = f64;
    fn index(&self, axis: usize) -> &f64 {
        match axis {
            0 => &self.x,
            1 => &self.y,
            2 => &self.z,
            _ => panic!("no axis {axis}"),
        }
    }
}

#[differentiable]
impl IndexMut<usize> for Vector {
    fn index_mut(&mut self, axis: usize) -> &mut f64 {
        match axis {
            0 => &mut self.x,
            1 => &mut self.y,
            2 => &mut self.z,
            _ => panic!("no axis {axis}"),
        }
    }
}

#[differentiable(second_order)]
fn by_axis(x: f64, y: f64) -> f64 {
    let mut v = Vector { x, y, z: x * y };
    v[1] = v[0] * v[2];
    v[2] += v[1].sin();
    let mut s = 0.0;
    for axis in 0..3 {
        s += v[axis] * v[axis];
        v[axis] *= s;
    }
    s * v[2]
}

#[test]
fn vectors_by_field() {
    check_gradients::<by_axis>((0.3, 0.8)).unwrap();
    let gradient = |[x, y]: [f64; 2]| <[f64; 2]>::from(grad_by_axis(x, y));
    let product =
        |[x, y]: [f64; 2], [vx, vy]: [f64; 2]| <[f64; 2]>::from(hvp_by_axis(x, y, vx, vy).1);
    crate::second_order_agrees([0.3, 0.8], gradient, product);
}

#[derive(Differentiable, Clone)]
struct Polynomial<T> {
    coefficients: Vec<T>,
}

#[differentiable]
impl<T: Float> Deref for Polynomial<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.coefficients
    }
}

#[differentiable]
impl<T: Float> DerefMut for Polynomial<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.coefficients
    }
}

#[differentiable(second_order)]
fn horner<T: Float>(c: &[T], x: T) -> T {
    let mut p = Polynomial { coefficients: c.to_vec() };
    p[0] = p[0] * x.sin();
    let mut s = T::zero();
    for i in (0..c.len()).rev() {
        s = s * x + p[i];
    }
    s
}

#[test]
fn a_polynomial_is_its_coefficients() {
    let (c, x) = ([0.5, -1.5, 2.0], 0.7_f64);
    check_gradients::<horner>((&c[..], x)).unwrap();
    let (dc, dx) = grad_horner(&c, x);
    assert_eq!(dc, [x.sin(), x, x * x]);
    let by_hand = 0.5 * x.cos() - 1.5 + 4.0 * x;
    assert!((dx - by_hand).abs() < 1e-15);
    let (hc, hx) = hvp_horner(&c, x, &[0.0; 3], 1.0).1;
    assert!((hx - (4.0 - 0.5 * x.sin())).abs() < 1e-15);
    assert!((hc[0] - x.cos()).abs() < 1e-15);
}

/// A ring of columns, of which an index may count from the end.
#[derive(Differentiable, Clone)]
struct Ring<T, const N: usize> {
    columns: [[T; N]; N],
    last: T,
}

#[differentiable]
impl<T: Copy, const N: usize> Index<(usize, isize)> for Ring<T, N> {
    type Output = T;
    fn index(&self, at: (usize, isize)) -> &T {
        let n = N as isize;
        let column = (at.1 % n + n) % n;
        if at.0 == N { &self.last } else { &self.columns[column as usize][at.0] }
    }
}

#[differentiable(second_order)]
fn around(a: f64, b: f64) -> f64 {
    let ring = Ring { columns: [[a, b], [a * b, 1.0]], last: b.sin() };
    ring[(0, -1)] * ring[(1, -2)] + ring[(2, 5)] * ring[(1, 3)]
}

#[test]
fn an_index_that_counts_from_the_end() {
    // a b^2 + sin b
    let (a, b) = (0.3, 0.4_f64);
    let (da, db) = grad_around(a, b);
    assert_eq!(da, b * b);
    assert!((db - 2.0 * a * b - b.cos()).abs() < 1e-15);
    check_gradients::<around>((a, b)).unwrap();
    let (ha, hb) = hvp_around(a, b, 1.0, 0.0).1;
    assert_eq!(ha, 0.0);
    assert!((hb - 2.0 * b).abs() < 1e-15);
}
