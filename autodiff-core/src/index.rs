//! Parts of the user's types that `Index` and `Deref` give.
//!
//! In: a value and an index, `m[(i, j)]`. Out: where the part stands, as numbers that serve for the tangent
//! too: how the index becomes a position depends on fields, such as the number of columns, of which a tangent
//! has none. Invariant: a [`Position`] that a value gave names the same part in its tangents, and it is a
//! function of the index and of what the value holds, not of where the value is.

use core::marker::PhantomData;
use core::ops::Index;

use crate::differentiable::{Differentiable, NoTangent};
use crate::tape::{Save, Tape};

/// Where a part stands: the place that was chosen, and the indices in it. `I` tells the position of one index
/// type from that of another.
#[derive(Debug)]
pub struct Position<I, const N: usize> {
    place: usize,
    at: [usize; N],
    of: PhantomData<fn() -> I>,
}

impl<I, const N: usize> Position<I, N> {
    /// The indices `at` in the place of this number.
    #[inline(always)]
    pub fn new(place: usize, at: [usize; N]) -> Self {
        Self { place, at, of: PhantomData }
    }

    /// The number of the place.
    #[inline(always)]
    pub fn place(&self) -> usize {
        self.place
    }

    /// An index.
    #[inline(always)]
    pub fn at(&self, which: usize) -> usize {
        self.at[which]
    }
}

impl<I, const N: usize> Clone for Position<I, N> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, const N: usize> Copy for Position<I, N> {}

impl<I, const N: usize> Differentiable for Position<I, N> {
    type Tangent = NoTangent;

    #[inline(always)]
    fn zero_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl<I, const N: usize> Save for Position<I, N> {
    fn save(self, tape: &mut Tape) {
        self.at.save(tape);
        self.place.save(tape);
    }

    fn load(tape: &mut Tape) -> Self {
        let place = usize::load(tape);
        Self::new(place, <[usize; N]>::load(tape))
    }
}

/// The text of an `index` or a `deref`, as a type.
#[derive(Clone, Copy, Debug)]
pub struct Text<const HASH: u64>;

/// A type with an annotated `Index<I>`, or, with `()` for `I`, an annotated `Deref`.
pub trait Places<I> {
    /// What its function does.
    type Text;
}

/// A type whose index of type `I` becomes a position.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for the index of `{Self}`",
    note = "help: write `#[differentiable]` on the `impl` of `Index`"
)]
pub trait Positions<I> {
    /// What it becomes.
    type Position;

    /// Where the part stands.
    fn position(&self, index: I) -> Self::Position;
}

/// What is indexed.
#[derive(Debug)]
pub struct Indexed<'a, T: ?Sized>(pub &'a T);

impl<T: ?Sized> Clone for Indexed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Indexed<'_, T> {}

/// The index of a type of the user's, found first.
pub trait ByPosition<I> {
    /// What serves for the tangent too.
    type Position;

    /// Where the part stands.
    fn position(self, index: I) -> Self::Position;
}

impl<I, T: Positions<I> + ?Sized> ByPosition<I> for &&Indexed<'_, T> {
    type Position = T::Position;

    #[inline(always)]
    #[track_caller]
    fn position(self, index: I) -> T::Position {
        self.0.position(index)
    }
}

/// A type whose tangent has the same index.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for the index of `{Self}`",
    label = "indexed by `{I}`",
    note = "help: write `#[differentiable]` on the `impl` of `Index`"
)]
pub trait TangentIndexed<I> {}

#[diagnostic::do_not_recommend]
impl<I, T: Differentiable<Tangent: Index<I>> + ?Sized> TangentIndexed<I> for T {}

/// The index of another type with a tangent, found next.
pub trait ByTangent<T: ?Sized> {
    /// The index.
    fn position<I>(self, index: I) -> I
    where
        T: TangentIndexed<I>;
}

impl<T: Differentiable + ?Sized> ByTangent<T> for &Indexed<'_, T> {
    #[inline(always)]
    fn position<I>(self, index: I) -> I
    where
        T: TangentIndexed<I>,
    {
        index
    }
}

/// The index of a type without one.
pub trait ByItself {
    /// The index.
    fn position<I>(self, index: I) -> I;
}

impl<T: ?Sized> ByItself for Indexed<'_, T> {
    #[inline(always)]
    fn position<I>(self, index: I) -> I {
        index
    }
}

/// The index of a part in a value and in its tangents.
///
/// ```
/// let table = [[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(autodiff_core::position!(&table, 1), 1);
/// ```
#[macro_export]
macro_rules! position {
    ($value:expr, $index:expr) => {{
        #[allow(unused_imports)]
        use $crate::index::{ByItself as _, ByPosition as _, ByTangent as _};
        (&&$crate::index::Indexed($value)).position($index)
    }};
}

/// A type whose `IndexMut<I>`, or `DerefMut`, is annotated: rustc has compared it with its `Index`.
pub trait SameMutably<I> {}

/// The same text.
#[diagnostic::on_unimplemented(
    message = "the functions of `Index` and `IndexMut`, or of `Deref` and `DerefMut`, differ",
    label = "this one may give another place",
    note = "help: write both alike, but for `mut`"
)]
pub trait SameText<Other> {}

impl<const HASH: u64> SameText<Text<HASH>> for Text<HASH> {}

/// Checks that two functions have one text.
pub fn same_text<A: SameText<B>, B>() {}

/// A type and its index.
#[derive(Debug)]
pub struct Changed<T: ?Sized, I>(pub PhantomData<fn(I) -> T>);

/// Of the answer to what the mutable `impl` gives.
pub struct SamePlace;

/// Of the same, where nothing is known.
pub struct PerhapsAnother;

/// Found where the mutable `impl` is annotated.
pub trait Alike {
    /// The answer.
    fn mutably(&self) -> SamePlace {
        SamePlace
    }
}

/// Found where there is an `IndexMut` that is not.
pub trait IndexedPerhaps {
    /// The answer.
    fn mutably(&self) -> PerhapsAnother {
        PerhapsAnother
    }
}

/// Found where there is a `DerefMut` that is not.
pub trait DereferencedPerhaps {
    /// The answer.
    fn mutably(&self) -> PerhapsAnother {
        PerhapsAnother
    }
}

impl<T: SameMutably<I> + ?Sized, I> Alike for &&Changed<T, I> {}
impl<T: core::ops::IndexMut<I> + ?Sized, I> IndexedPerhaps for &Changed<T, I> {}
impl<T: core::ops::DerefMut + ?Sized> DereferencedPerhaps for &Changed<T, ()> {}

/// Found where there is no mutable `impl`.
pub trait Unchanged {
    /// The answer.
    fn mutably(&self) -> SamePlace {
        SamePlace
    }
}

impl<T: ?Sized, I> Unchanged for Changed<T, I> {}

/// What gives one place, whether it is read or changed.
#[diagnostic::on_unimplemented(
    message = "`IndexMut` or `DerefMut` of this type may give another place than what is annotated here",
    note = "help: write `#[differentiable]` on that `impl` too"
)]
pub trait OnePlace {}

impl OnePlace for SamePlace {}
// with one implementation rustc would tell the types instead of the message
impl OnePlace for () {}

/// Checks that reading and changing are of one place.
pub fn one_place<T: OnePlace>(_: T) {}
