//! Views: they save nothing, and the shadow of a view is the same view of the shadow.

use ndarray::RawDataClone;
use ndarray::{
    ArrayBase, ArrayRef, ArrayRef1, ArrayRef2, ArrayView, ArrayView1, Axis, Dimension, Slice,
};

use crate::differentiable::AccumulateFrom;
use crate::prim::named::Lines;
use crate::prim::operand::{Operand, OperandMut};
use crate::real::Real;

impl<A: Real> Lines for ArrayRef2<A> {
    type Row<'a>
        = ArrayView1<'a, A>
    where
        A: 'a;
    type Column<'a>
        = ArrayView1<'a, A>
    where
        A: 'a;
    type RowCotangent = ArrayRef1<A>;
    type ColumnCotangent = ArrayRef1<A>;

    #[inline]
    #[track_caller]
    fn row_at(&self, i: usize) -> ArrayView1<'_, A> {
        self.row(i)
    }

    #[inline]
    #[track_caller]
    fn column_at(&self, i: usize) -> ArrayView1<'_, A> {
        self.column(i)
    }

    #[inline]
    #[track_caller]
    fn add_to_row(&mut self, i: usize, d_y: &ArrayRef1<A>) {
        self.row_mut(i).accumulate_from(d_y);
    }

    #[inline]
    #[track_caller]
    fn add_to_column(&mut self, i: usize, d_y: &ArrayRef1<A>) {
        self.column_mut(i).accumulate_from(d_y);
    }
}

/// `a.insert_axis(axis)`.
///
/// ```
/// use autodiff_core::prim::insert_axis;
/// use ndarray::{Axis, array};
/// let mut d_a = array![0.0, 0.0];
/// insert_axis::pull_0(Axis(1), &mut d_a, &array![[1.0], [2.0]]);
/// assert_eq!(d_a, array![1.0, 2.0]);
/// ```
pub mod insert_axis {
    use super::*;

    /// `a` with a new axis of length 1; an owned array is copied, a view stays a view.
    ///
    /// # Panics
    /// When `axis` is beyond the number of axes.
    #[inline]
    #[track_caller]
    pub fn call<S: RawDataClone, D: Dimension>(
        a: &ArrayBase<S, D>,
        axis: Axis,
    ) -> ArrayBase<S, D::Larger> {
        a.clone().insert_axis(axis)
    }

    /// `d_a += d_y` without the axis.
    ///
    /// # Panics
    /// When the shapes differ; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real, D: Dimension>(
        axis: Axis,
        d_a: &mut ArrayRef<A, D>,
        d_y: &ArrayRef<A, D::Larger>,
    ) {
        d_a.view_mut().insert_axis(axis).accumulate_from(d_y);
    }
}

/// `a.slice_axis(Axis(axis), Slice::new(from, to, step))`.
///
/// ```
/// use autodiff_core::prim::slice_axis;
/// use ndarray::array;
/// let mut d_a = array![0.0, 0.0, 0.0];
/// slice_axis::pull_0((0, 1, isize::MAX, 1), &mut d_a, &array![1.0, 2.0]);
/// assert_eq!(d_a, array![0.0, 1.0, 2.0]);
/// assert_eq!(slice_axis::call(&array![1.0, 2.0, 3.0], (0, 0, -1, 1)), array![1.0, 2.0]);
/// ```
pub mod slice_axis {
    use super::*;

    /// An axis, from where to where, and in which steps; the greatest number stands for the end.
    pub type Part = (usize, isize, isize, isize);

    fn slice((_, from, to, step): Part) -> Slice {
        Slice::new(from, (to != isize::MAX).then_some(to), step)
    }

    /// The part, as a view.
    ///
    /// # Panics
    /// When it is not inside the array.
    #[inline]
    #[track_caller]
    pub fn call<'a, T, D, A>(a: &'a A, part: Part) -> ArrayView<'a, T, D>
    where
        T: Real,
        D: Dimension + 'a,
        A: Operand<Plain = ArrayRef<T, D>> + ?Sized,
    {
        a.as_plain_operand().slice_axis(Axis(part.0), slice(part))
    }

    /// `d_a += d_y` in the part.
    ///
    /// # Panics
    /// When the shapes differ.
    #[inline]
    #[track_caller]
    pub fn pull_0<T, D, DA, DY>(part: Part, d_a: &mut DA, d_y: &DY)
    where
        T: Real,
        D: Dimension,
        DA: OperandMut<Plain = ArrayRef<T, D>> + ?Sized,
        DY: Operand<Plain = ArrayRef<T, D>> + ?Sized,
    {
        let d_a = d_a.as_plain_operand_mut();
        d_a.slice_axis_mut(Axis(part.0), slice(part)).accumulate_from(d_y.as_plain_operand());
    }
}
