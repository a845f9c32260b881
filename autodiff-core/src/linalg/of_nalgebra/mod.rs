//! nalgebra's matrices and vectors that own their numbers, of fixed and of run-time sizes.
//!
//! In: `OMatrix<T, R, C>` over `f64` and `f32`, that is `SMatrix`, `SVector`, `Vector3`, `Matrix4`,
//! `DVector`, `DMatrix` and their kin. Out: each is its own tangent. Invariant: a record of a matrix of
//! fixed size is its numbers, without an allocation.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix};

mod make;
mod methods;
mod operators;
mod prims;

use super::block::{Block, block};
use crate::real::Real;
use crate::tape::{Save, Tape, load_boxed, save_boxed};

impl<T: Real, R: Dim, C: Dim> Block for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Elem = T;

    #[inline]
    fn block_shape(&self) -> (usize, usize) {
        self.shape()
    }

    #[inline]
    fn zero_block(&self) -> Self {
        let (rows, columns) = self.shape_generic();
        Self::zeros_generic(rows, columns)
    }

    #[inline]
    fn coordinates(&self) -> impl AsRef<[T]> {
        self.as_slice()
    }

    #[inline]
    fn change<A>(&mut self, f: impl FnOnce(&mut [T]) -> A) -> A {
        f(self.as_mut_slice())
    }
}

block! {
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C> where DefaultAllocator: Allocator<R, C>
}

impl<T: Real, R: Dim, C: Dim> Save for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn save(self, tape: &mut Tape) {
        if R::try_to_usize().is_none() || C::try_to_usize().is_none() {
            return save_boxed(self, tape);
        }
        for &x in self.as_slice() {
            x.save(tape);
        }
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        let (Some(rows), Some(columns)) = (R::try_to_usize(), C::try_to_usize()) else {
            return load_boxed(tape);
        };
        let mut matrix = Self::zeros_generic(R::from_usize(rows), C::from_usize(columns));
        for x in matrix.as_mut_slice().iter_mut().rev() {
            *x = T::load(tape);
        }
        matrix
    }
}
