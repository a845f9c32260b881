//! `dot`, `sum`, `mean`, `row` and `column` of nalgebra's matrices.
//!
//! In: operands without references. Out: the rules that `crate::prim` asks for. Invariant: rows and
//! columns are copies; their cotangents are added to the places that they came from.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix, RealField, U1};

use crate::linalg::block::add_times;
use crate::prim::{DotRule, Lines, SumRule};
use crate::real::Real;

impl<T: Real, R: Dim, C: Dim> DotRule<OMatrix<T, R, C>> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;
    type Cotangent = T;

    #[inline]
    fn product(&self, b: &OMatrix<T, R, C>) -> T {
        self.dot(b)
    }

    #[inline]
    fn pull_left(b: &OMatrix<T, R, C>, d_a: &mut Self, d_y: &T) {
        add_times(d_a, *d_y, b);
    }

    #[inline]
    fn pull_right(a: &Self, d_b: &mut OMatrix<T, R, C>, d_y: &T) {
        add_times(d_b, *d_y, a);
    }
}

impl<T: Real + RealField, R: Dim, C: Dim> SumRule for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Elem = T;

    #[inline]
    fn total(&self) -> T {
        self.sum()
    }

    #[inline]
    fn average(&self) -> T {
        self.mean()
    }

    #[inline]
    fn add_everywhere(&mut self, d: T) {
        self.add_scalar_mut(d);
    }

    #[inline]
    fn add_shares(&mut self, d: T) {
        self.add_scalar_mut(d / <T as Real>::from_literal(self.len() as f64));
    }
}

impl<T: Real, R: Dim, C: Dim> Lines for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C> + Allocator<U1, C> + Allocator<R, U1>,
{
    type Row<'a> = OMatrix<T, U1, C>;
    type Column<'a> = OMatrix<T, R, U1>;
    type RowCotangent = OMatrix<T, U1, C>;
    type ColumnCotangent = OMatrix<T, R, U1>;

    #[inline]
    fn row_at(&self, i: usize) -> OMatrix<T, U1, C> {
        self.row(i).clone_owned()
    }

    #[inline]
    fn column_at(&self, i: usize) -> OMatrix<T, R, U1> {
        self.column(i).clone_owned()
    }

    #[inline]
    fn add_to_row(&mut self, i: usize, d_y: &OMatrix<T, U1, C>) {
        let mut row = self.row_mut(i);
        row += d_y;
    }

    #[inline]
    fn add_to_column(&mut self, i: usize, d_y: &OMatrix<T, R, U1>) {
        let mut column = self.column_mut(i);
        column += d_y;
    }
}
