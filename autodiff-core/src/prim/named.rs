//! Operations that several libraries have under one name: `dot`, `sum`, `mean`, `row`, `column`.
//!
//! In: operands in any form, owned, viewed or referenced. Out: what the library's own method returns,
//! and its pullback. A library implements the traits here for its types without references. Invariant: a
//! pullback adds in place.

use crate::prim::operand::{Operand, OperandMut};

/// The rule of `self.dot(b)`; a pullback knows the operand whose shadow it fills only by its type.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for `dot` between `{Self}` and `{B}`",
    note = "help: the operands of `dot` are vectors (`Ix1`) and matrices (`Ix2`) of floats, or vectors of \
            `nalgebra` or `glam` with that feature"
)]
pub trait DotRule<B: ?Sized> {
    /// The value: a number for two vectors.
    type Output;
    /// The cotangent of the value, without references and ownership.
    type Cotangent: ?Sized;

    /// `self.dot(b)`.
    fn product(&self, b: &B) -> Self::Output;

    /// `d_a += d_y b^T`.
    fn pull_left(b: &B, d_a: &mut Self, d_y: &Self::Cotangent);

    /// `d_b += a^T d_y`.
    fn pull_right(a: &Self, d_b: &mut B, d_y: &Self::Cotangent);
}

/// The rules of `self.sum()` and `self.mean()`.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for `sum` and `mean` of `{Self}`",
    note = "help: write a loop over the elements"
)]
pub trait SumRule {
    /// An element.
    type Elem;

    /// `self.sum()`.
    fn total(&self) -> Self::Elem;

    /// `self.mean()`, without an `Option` around it.
    ///
    /// # Panics
    /// Where the library's has none: of an array without elements.
    fn average(&self) -> Self::Elem;

    /// `self += d`, everywhere.
    fn add_everywhere(&mut self, d: Self::Elem);

    /// `self += d / n`, everywhere, for `n` elements.
    fn add_shares(&mut self, d: Self::Elem);
}

/// The rules of `self.row(i)` and `self.column(i)`.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for `row` and `column` of `{Self}`",
    note = "help: these are methods of matrices: read the elements one by one, `m[[i, j]]`"
)]
pub trait Lines {
    /// A row: a view, or a copy.
    type Row<'a>
    where
        Self: 'a;
    /// A column: a view, or a copy.
    type Column<'a>
    where
        Self: 'a;
    /// The cotangent of a row, without references and ownership.
    type RowCotangent: ?Sized;
    /// The cotangent of a column, without references and ownership.
    type ColumnCotangent: ?Sized;

    /// `self.row(i)`.
    fn row_at(&self, i: usize) -> Self::Row<'_>;
    /// `self.column(i)`.
    fn column_at(&self, i: usize) -> Self::Column<'_>;
    /// `self.row(i) += d_y`.
    fn add_to_row(&mut self, i: usize, d_y: &Self::RowCotangent);
    /// `self.column(i) += d_y`.
    fn add_to_column(&mut self, i: usize, d_y: &Self::ColumnCotangent);
}

/// `a.dot(b)`: vector with vector (a number), matrix with vector, vector with matrix, matrix with
/// matrix.
///
/// ```
/// use autodiff_core::prim::dot;
/// use ndarray::array;
/// let (a, b) = (array![1.0, 2.0], array![3.0, 4.0]);
/// let mut d_a = array![0.0, 0.0];
/// dot::pull_0(&b, &mut d_a, &10.0);
/// assert_eq!((dot::call(&a, &b), d_a), (11.0, array![30.0, 40.0]));
/// ```
pub mod dot {
    use super::*;

    /// `a.dot(b)`.
    ///
    /// # Panics
    /// When the inner lengths differ; the message is the library's.
    #[inline(always)]
    #[track_caller]
    pub fn call<A, B>(a: &A, b: &B) -> <A::Plain as DotRule<B::Plain>>::Output
    where
        A: Operand + ?Sized,
        B: Operand + ?Sized,
        A::Plain: DotRule<B::Plain>,
    {
        a.as_plain_operand().product(b.as_plain_operand())
    }

    /// `d_a += d_y b^T` (`d_y b` for two vectors).
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<B, DA, DY>(b: &B, d_a: &mut DA, d_y: &DY)
    where
        B: Operand + ?Sized,
        DA: OperandMut + ?Sized,
        DA::Plain: DotRule<B::Plain>,
        DY: Operand<Plain = <DA::Plain as DotRule<B::Plain>>::Cotangent> + ?Sized,
    {
        let (b, d_y) = (b.as_plain_operand(), d_y.as_plain_operand());
        <DA::Plain as DotRule<B::Plain>>::pull_left(b, d_a.as_plain_operand_mut(), d_y);
    }

    /// `d_b += a^T d_y` (`d_y a` for two vectors).
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<A, DB, DY>(a: &A, d_b: &mut DB, d_y: &DY)
    where
        A: Operand + ?Sized,
        DB: OperandMut + ?Sized,
        A::Plain: DotRule<DB::Plain>,
        DY: Operand<Plain = <A::Plain as DotRule<DB::Plain>>::Cotangent> + ?Sized,
    {
        let (a, d_y) = (a.as_plain_operand(), d_y.as_plain_operand());
        <A::Plain as DotRule<DB::Plain>>::pull_right(a, d_b.as_plain_operand_mut(), d_y);
    }
}

/// `a.sum()`.
///
/// ```
/// use autodiff_core::prim::sum;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0]];
/// sum::pull_0(&mut d_a, &3.0);
/// assert_eq!((sum::call(&array![[1.0, 2.0]]), d_a), (3.0, array![[3.0, 3.0]]));
/// ```
pub mod sum {
    use super::*;

    /// The sum of all elements.
    #[inline(always)]
    pub fn call<A: Operand<Plain: SumRule> + ?Sized>(a: &A) -> <A::Plain as SumRule>::Elem {
        a.as_plain_operand().total()
    }

    /// `d_a += d_y`, everywhere.
    #[inline(always)]
    pub fn pull_0<DA, E: Copy>(d_a: &mut DA, d_y: &E)
    where
        DA: OperandMut<Plain: SumRule<Elem = E>> + ?Sized,
    {
        d_a.as_plain_operand_mut().add_everywhere(*d_y);
    }
}

/// `a.mean()`, unwrapped.
///
/// ```
/// use autodiff_core::prim::mean;
/// use ndarray::array;
/// let mut d_a = array![0.0, 0.0];
/// mean::pull_0(&mut d_a, &3.0);
/// assert_eq!((mean::call(&array![1.0, 2.0]), d_a), (1.5, array![1.5, 1.5]));
/// ```
pub mod mean {
    use super::*;

    /// The arithmetic mean of all elements.
    ///
    /// # Panics
    /// When an array of ndarray has none.
    #[inline(always)]
    #[track_caller]
    pub fn call<A: Operand<Plain: SumRule> + ?Sized>(a: &A) -> <A::Plain as SumRule>::Elem {
        a.as_plain_operand().average()
    }

    /// `d_a += d_y / n`, everywhere, for `n` elements.
    #[inline(always)]
    pub fn pull_0<DA, E: Copy>(d_a: &mut DA, d_y: &E)
    where
        DA: OperandMut<Plain: SumRule<Elem = E>> + ?Sized,
    {
        d_a.as_plain_operand_mut().add_shares(*d_y);
    }
}

/// `a.row(i)`.
///
/// ```
/// use autodiff_core::prim::row;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// row::pull_0(1, &mut d_a, &array![3.0, 4.0]);
/// assert_eq!(d_a, array![[0.0, 0.0], [3.0, 4.0]]);
/// ```
pub mod row {
    use super::*;

    /// Row `i`.
    ///
    /// # Panics
    /// When there is no row `i`.
    #[inline(always)]
    #[track_caller]
    pub fn call<A>(a: &A, i: usize) -> <A::Plain as Lines>::Row<'_>
    where
        A: Operand<Plain: Lines> + ?Sized,
    {
        a.as_plain_operand().row_at(i)
    }

    /// `d_a.row(i) += d_y`.
    ///
    /// # Panics
    /// When the lengths differ; the message names both.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA, DY>(i: usize, d_a: &mut DA, d_y: &DY)
    where
        DA: OperandMut<Plain: Lines> + ?Sized,
        DY: Operand<Plain = <DA::Plain as Lines>::RowCotangent> + ?Sized,
    {
        d_a.as_plain_operand_mut().add_to_row(i, d_y.as_plain_operand());
    }
}

/// `a.column(i)`.
///
/// ```
/// use autodiff_core::prim::column;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// column::pull_0(1, &mut d_a, &array![3.0, 4.0]);
/// assert_eq!(d_a, array![[0.0, 3.0], [0.0, 4.0]]);
/// ```
pub mod column {
    use super::*;

    /// Column `i`.
    ///
    /// # Panics
    /// When there is no column `i`.
    #[inline(always)]
    #[track_caller]
    pub fn call<A>(a: &A, i: usize) -> <A::Plain as Lines>::Column<'_>
    where
        A: Operand<Plain: Lines> + ?Sized,
    {
        a.as_plain_operand().column_at(i)
    }

    /// `d_a.column(i) += d_y`.
    ///
    /// # Panics
    /// When the lengths differ; the message names both.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA, DY>(i: usize, d_a: &mut DA, d_y: &DY)
    where
        DA: OperandMut<Plain: Lines> + ?Sized,
        DY: Operand<Plain = <DA::Plain as Lines>::ColumnCotangent> + ?Sized,
    {
        d_a.as_plain_operand_mut().add_to_column(i, d_y.as_plain_operand());
    }
}
