//! The products of glam's matrices: pullbacks from their coordinates, which are stored by columns.
//!
//! In: blocks. Out: what is added to their shadows. The formulas are `d_A += d_Y B^T` and
//! `d_B += A^T d_Y` (M. Giles, "Collected matrix derivative results for forward and reverse mode
//! algorithmic differentiation", 2008).

use super::block::Block;

/// `d_a += d_y b^T`, for matrices `a` of `n` rows.
#[inline]
pub fn pull_left<A, B, Y>(b: &B, d_a: &mut A, d_y: &Y)
where
    A: Block,
    B: Block<Elem = A::Elem>,
    Y: Block<Elem = A::Elem>,
{
    let ((n, inner), columns) = (d_a.block_shape(), b.block_shape().1);
    let (b, d_y) = (b.coordinates(), d_y.coordinates());
    let (b, d_y) = (b.as_ref(), d_y.as_ref());
    d_a.change(|d_a| {
        for j in 0..columns {
            for k in 0..inner {
                for i in 0..n {
                    d_a[k * n + i] += d_y[j * n + i] * b[j * inner + k];
                }
            }
        }
    });
}

/// `d_b += a^T d_y`, for matrices `a` of `n` rows.
#[inline]
pub fn pull_right<A, B, Y>(a: &A, d_b: &mut B, d_y: &Y)
where
    A: Block,
    B: Block<Elem = A::Elem>,
    Y: Block<Elem = A::Elem>,
{
    let ((n, inner), columns) = (a.block_shape(), d_b.block_shape().1);
    let (a, d_y) = (a.coordinates(), d_y.coordinates());
    let (a, d_y) = (a.as_ref(), d_y.as_ref());
    d_b.change(|d_b| {
        for j in 0..columns {
            for k in 0..inner {
                for i in 0..n {
                    d_b[j * inner + k] += a[k * n + i] * d_y[j * n + i];
                }
            }
        }
    });
}
