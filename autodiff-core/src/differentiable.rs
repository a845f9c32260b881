//! Tangent types: what comes in is a primal value, what goes out is the vector space its
//! derivatives live in.
//!
//! Invariant: a tangent mirrors its primal, place by place. Where the primal has an index, a field or
//! a tuple position, so has the tangent, and the derivative of the place `x[i].0` is stored at
//! `d_x[i].0`. Tangents and cotangents share one type; the pairing between them is
//! [`Tangent::inner`].

use core::fmt;
use core::marker::PhantomData;

/// A value that has derivatives.
///
/// | primal | tangent |
/// | --- | --- |
/// | `f64`, `f32` | the same |
/// | integers, `bool`, `char`, strings, `()`, `PhantomData<T>` | [`NoTangent`] |
/// | `[T; N]` | `[T::Tangent; N]` |
/// | `[T]`, `Vec<T>` | `Vec<T::Tangent>` |
/// | tuples of up to twelve | the tuple of the tangents |
/// | `Option<T>`, `Result<T, E>` | `Option<T::Tangent>` |
/// | `&T`, `&mut T` | `T::Tangent` |
/// | `Box<T>`, `Box<[T]>` | `Box<T::Tangent>`, `Box<[T::Tangent]>` |
/// | ndarray's arrays and views | the owned array of the same dimension |
/// | nalgebra's matrices, glam's and mint's types (features `nalgebra`, `glam`, `mint`) | the same |
/// | `S` with `#[derive(Differentiable)]` | `STangent`, with the same fields or variants |
///
/// ```
/// use autodiff_core::Differentiable;
/// let (d_x, d_n) = (vec![1.0_f64, 2.0], 7_usize).zero_tangent();
/// assert_eq!(d_x, [0.0, 0.0]);
/// assert_eq!(std::mem::size_of_val(&d_n), 0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tangent: it is not differentiable",
    label = "the derivative would need a tangent of `{Self}`",
    note = "help: put `#[derive(Differentiable)]` on the type, or mark the parameter or field `#[no_diff]`"
)]
pub trait Differentiable {
    /// The type of this value's derivatives.
    type Tangent: Tangent;

    /// The zero of the tangent space at this value: its shape, with zeros in standard layout.
    fn zero_tangent(&self) -> Self::Tangent;

    /// Some tangent at this value, all of whose parts are about to be written: with the variants of
    /// this value, but not its lengths, so that it costs no allocation.
    #[doc(hidden)]
    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        self.zero_tangent()
    }
}

/// An element of a vector space with an inner product: the derivative of something.
///
/// A type of your own has [`AccumulateFrom`] itself too, by way of [`accumulate`](Tangent::accumulate): generic
/// code adds tangents of which it knows nothing else.
///
/// The coordinates are the floating-point numbers inside, in the order of declaration (of elements,
/// fields, rows).
///
/// ```
/// use autodiff_core::Tangent;
/// let mut d = vec![1.0, 2.0];
/// d.add_scaled(0.5, &vec![2.0, -4.0]);
/// assert_eq!(d, [2.0, 0.0]);
/// assert_eq!(d.inner(&vec![3.0, 5.0]), 6.0);
/// ```
pub trait Tangent:
    Clone + fmt::Debug + PartialEq + Differentiable<Tangent = Self> + AccumulateFrom<Self>
{
    /// `self += other`.
    ///
    /// # Panics
    /// When the shapes differ (lengths, array dimensions, `Some` against `None`); the message names
    /// both. The same holds for the other methods with two operands.
    fn accumulate(&mut self, other: &Self);

    /// `self = 0`, keeping the shape.
    fn fill_zero(&mut self);

    /// `self += factor * other`; single precision rounds once, at the end.
    fn add_scaled(&mut self, factor: f64, other: &Self);

    /// The Euclidean inner product, in double precision. It is not called `dot` because a trait
    /// method of that name would hide the arrays' product.
    fn inner(&self, other: &Self) -> f64;

    /// Shows every coordinate to `f`, in order.
    fn for_each(&self, f: &mut dyn FnMut(f64));

    /// Lets `f` change every coordinate, in order; what `f` leaves is rounded to the coordinate's
    /// own precision.
    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64));

    /// How many coordinates each part of a gradient has: one part, or one per position of a tuple.
    #[doc(hidden)]
    fn part_lengths(&self) -> Vec<usize> {
        let mut length = 0;
        self.for_each(&mut |_| length += 1);
        vec![length]
    }
}

/// Reports two tangents of different variants of one enum.
///
/// # Panics
/// Always; the message names both variants.
#[doc(hidden)]
#[cold]
#[track_caller]
pub fn different_variants(shadow: &str, source: &str) -> ! {
    panic!(
        "tangents of different variants: `{shadow}` and `{source}`\nhelp: a tangent has the variant of \
         its primal"
    )
}

/// `self += source`, where the two may be stored differently (an array and a view of one, a slice
/// and a `Vec`).
#[diagnostic::on_unimplemented(
    message = "a cotangent of type `{S}` cannot be added to a shadow of type `{Self}`",
    note = "help: a tangent has the same elements, fields and positions as its primal"
)]
pub trait AccumulateFrom<S: ?Sized> {
    /// `self += source`.
    ///
    /// # Panics
    /// When the shapes differ; the message names both.
    fn accumulate_from(&mut self, source: &S);
}

/// The zero of the tangent space at `x`.
#[inline(always)]
pub fn zero_tangent<T: Differentiable + ?Sized>(x: &T) -> T::Tangent {
    x.zero_tangent()
}

/// A tangent at `x`, all of whose parts are about to be written.
#[doc(hidden)]
#[inline(always)]
pub fn blank_tangent<T: Differentiable + ?Sized>(x: &T) -> T::Tangent {
    x.blank_tangent()
}

/// `d += s`.
///
/// # Panics
/// When the shapes differ; the message names both.
///
/// ```
/// let mut shadow = [1.0, 2.0];
/// autodiff_core::accumulate(&mut shadow[..], &vec![10.0, 20.0]);
/// assert_eq!(shadow, [11.0, 22.0]);
/// ```
#[inline(always)]
pub fn accumulate<D: ?Sized + AccumulateFrom<S>, S: ?Sized>(d: &mut D, s: &S) {
    d.accumulate_from(s);
}

/// Takes the cotangent out of `d`, leaving zeros of the same shape: what a store to a place does to
/// the place's adjoint.
#[inline(always)]
pub fn take_tangent<T: Tangent>(d: &mut T) -> T {
    let taken = d.clone();
    d.fill_zero();
    taken
}

/// The tangent of a value that has no derivative: zero-sized, and every operation on it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoTangent;

/// The tangent of a field marked `#[no_diff]`: zero-sized, whatever `T` is.
///
/// It has no parts: a place inside a field without derivative, such as `s.config.step`, has no shadow,
/// and reading one where floats are computed does not compile. `no_diff!(s.config.step)` does.
pub struct Inert<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Inert<T> {
    /// The only value of the type.
    #[inline(always)]
    pub const fn new() -> Self {
        Inert(PhantomData)
    }
}

impl<T> Inert<T> {
    /// The tangent of this field.
    #[inline(always)]
    pub const fn of(_: &T) -> Self {
        Inert::new()
    }
}

impl<T: ?Sized> Default for Inert<T> {
    #[inline(always)]
    fn default() -> Self {
        Inert::new()
    }
}

impl<T: ?Sized> Clone for Inert<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Inert<T> {}

impl<T: ?Sized> PartialEq for Inert<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T: ?Sized> fmt::Debug for Inert<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inert")
    }
}
