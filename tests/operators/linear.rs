//! Small matrices: products of unlike operands, of sizes that the type knows.

use std::ops::{Add, Mul};

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::agree;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Matrix<const N: usize> {
    rows: [[f64; N]; N],
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Vector<const N: usize>([f64; N]);

#[differentiable(second_order)]
impl<const N: usize> Mul<Vector<N>> for Matrix<N> {
    type Output = Vector<N>;

    fn mul(self, v: Vector<N>) -> Vector<N> {
        let mut out = [0.0; N];
        for i in 0..N {
            for j in 0..N {
                out[i] += self.rows[i][j] * v.0[j];
            }
        }
        Vector(out)
    }
}

#[differentiable(second_order)]
impl<const N: usize> Mul for Matrix<N> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let mut rows = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..N {
                for k in 0..N {
                    rows[i][j] += self.rows[i][k] * other.rows[k][j];
                }
            }
        }
        Self { rows }
    }
}

/// The product of two vectors is a number.
#[differentiable(second_order)]
impl<const N: usize> Mul for Vector<N> {
    type Output = f64;

    fn mul(self, other: Self) -> f64 {
        let mut sum = 0.0;
        for i in 0..N {
            sum += self.0[i] * other.0[i];
        }
        sum
    }
}

#[differentiable(second_order)]
impl<const N: usize> Add for Vector<N> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let mut sum = self.0;
        for i in 0..N {
            sum[i] += other.0[i];
        }
        Vector(sum)
    }
}

/// `v^T (A^n v + v)`.
#[differentiable(second_order)]
fn powers(a: &Matrix<2>, v: [f64; 2], n: usize) -> f64 {
    let v = Vector(v);
    let mut power = *a;
    for _ in 1..n {
        power = power * *a;
    }
    v * (power * v + v)
}

#[differentiable(second_order)]
fn powers_by_hand(a: &[[f64; 2]; 2], v: [f64; 2], n: usize) -> f64 {
    let (mut x, mut y) = (v[0], v[1]);
    for _ in 0..n {
        let t = a[0][0] * x + a[0][1] * y;
        y = a[1][0] * x + a[1][1] * y;
        x = t;
    }
    v[0] * (x + v[0]) + v[1] * (y + v[1])
}

#[test]
fn powers_of_a_matrix() {
    let (rows, v) = ([[0.9, -0.4], [0.3, 1.1]], [0.7, -1.3]);
    let a = Matrix { rows };
    agree([powers(&a, v, 4)], [powers_by_hand(&rows, v, 4)]);
    let ((da, dv), (ea, ev)) = (grad_powers(&a, v, 4), grad_powers_by_hand(&rows, v, 4));
    agree(da.rows[0], ea[0]);
    agree(da.rows[1], ea[1]);
    agree(dv, ev);
    let along = [[1.0, 0.5], [-0.25, 0.75]];
    let (_, (da, dv)) = hvp_powers(&a, v, 4, &MatrixTangent { rows: along }, [0.3, 0.6]);
    let (_, (ea, ev)) = hvp_powers_by_hand(&rows, v, 4, &along, [0.3, 0.6]);
    agree(da.rows[0], ea[0]);
    agree(da.rows[1], ea[1]);
    agree(dv, ev);
    check_gradients::<powers>((&a, v, 4)).unwrap();
}
