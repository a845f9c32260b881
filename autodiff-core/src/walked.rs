//! Which types are walked over by positions.
//!
//! In: what `x.iter()` is called on, where the macro does not see the type of `x`. Out: nothing, or
//! rustc's error. Invariant: `x.iter()` of a type here yields `x[0]`, `x[1]`, .. to `x[x.len() - 1]`.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// A type whose iterator yields the elements at positions 0, 1, ..
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to yield its elements in the order of their positions",
    label = "walked over here",
    note = "help: take a slice of it, `&x[..]`, or write a loop over the indices: `for i in 0..x.len()`, with `x[i]`"
)]
pub trait Walked {}

impl<T> Walked for [T] {}
impl<T, const N: usize> Walked for [T; N] {}
impl<T> Walked for Vec<T> {}
impl<T> Walked for VecDeque<T> {}
impl<T: Walked + ?Sized> Walked for Box<T> {}
impl<T: Walked + ?Sized> Walked for Rc<T> {}
impl<T: Walked + ?Sized> Walked for Arc<T> {}
impl<T: Walked + ?Sized> Walked for &T {}
impl<T: Walked + ?Sized> Walked for &mut T {}

#[cfg(feature = "ndarray")]
mod of_arrays {
    use super::Walked;
    use ndarray::{ArrayBase, ArrayRef, Ix1, RawData};

    impl<A, S: RawData<Elem = A>> Walked for ArrayBase<S, Ix1, A> {}
    impl<A> Walked for ArrayRef<A, Ix1> {}
}

/// Nothing: whether it compiles is the answer.
#[inline(always)]
pub fn walks<T: Walked + ?Sized>(_: &T) {}

#[cfg(feature = "nalgebra")]
mod of_matrices {
    use super::Walked;
    use nalgebra::Matrix;

    // column by column, as their positions count
    impl<T, R, C, S> Walked for Matrix<T, R, C, S> {}
}
