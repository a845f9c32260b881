//! Broadcasting and its adjoint.
//!
//! What comes in is the cotangent of a broadcast result; what goes out is added to the shadow of an
//! operand of smaller shape. [`absorb_into`] is the one function that sums a cotangent back to an
//! operand's shape, and it writes no temporary.

use ndarray::{
    ArrayBase, ArrayRef, ArrayView, ArrayViewD, ArrayViewMutD, Axis, Data, DataMut, Dimension, Ix0,
    Zip, aview0,
};

use crate::prim::absorb::Absorb;
use crate::real::Real;

/// Panics unless two shapes broadcast together, by ndarray's rules: axes are matched from the last,
/// and lengths are equal or 1.
#[inline]
#[track_caller]
pub(crate) fn check_broadcast(left: &[usize], right: &[usize]) {
    let fits = left.iter().rev().zip(right.iter().rev()).all(|(a, b)| a == b || *a == 1 || *b == 1);
    assert!(
        fits,
        "could not broadcast arrays of shapes {left:?} and {right:?}\nhelp: matched from the last, \
         axes must have equal lengths or length 1"
    );
}

/// Panics unless an array of shape `small` can be broadcast to `large`.
#[inline]
#[track_caller]
fn check_absorb(small: &[usize], large: &[usize]) {
    let fits = small.len() <= large.len()
        && small.iter().rev().zip(large.iter().rev()).all(|(a, b)| a == b || *a == 1);
    assert!(
        fits,
        "a cotangent of shape {large:?} cannot be summed to a shadow of shape {small:?}\nhelp: the \
         shadow's shape must broadcast to the cotangent's"
    );
}

/// A primal value beside a cotangent: a number, or an array that broadcasts to the cotangent.
pub trait Factor<A> {
    /// The dimension of the value.
    type Dim: Dimension;

    /// The number, if it is one.
    fn constant(&self) -> Option<A>;

    /// The value as an array.
    fn base(&self) -> ArrayView<'_, A, Self::Dim>;
}

impl<A: Real> Factor<A> for A {
    type Dim = Ix0;

    #[inline(always)]
    fn constant(&self) -> Option<A> {
        Some(*self)
    }

    #[inline(always)]
    fn base(&self) -> ArrayView<'_, A, Ix0> {
        aview0(self)
    }
}

macro_rules! array_factor {
    ($($array:ty)*) => { $(
        impl<A: Real, S: Data<Elem = A>, D: Dimension> Factor<A> for $array {
            type Dim = D;

            #[inline(always)]
            fn constant(&self) -> Option<A> {
                None
            }

            #[inline(always)]
            fn base(&self) -> ArrayView<'_, A, D> {
                self.view()
            }
        }
    )* };
}

array_factor!(ArrayBase<S, D> &ArrayBase<S, D>);

impl<A: Real, D: Dimension> Factor<A> for ArrayRef<A, D> {
    type Dim = D;

    #[inline(always)]
    fn constant(&self) -> Option<A> {
        None
    }

    #[inline(always)]
    fn base(&self) -> ArrayView<'_, A, D> {
        self.view()
    }
}

impl<A: Real, D, S, E, P, Q> Absorb<ArrayBase<S, E>, P, Q> for ArrayRef<A, D>
where
    D: Dimension,
    S: Data<Elem = A>,
    E: Dimension,
    P: Factor<A> + ?Sized,
    Q: Factor<A> + ?Sized,
{
    type Elem = A;

    #[inline]
    #[track_caller]
    fn absorb<F: Fn(A, A, A) -> A>(&mut self, d_y: &ArrayBase<S, E>, p: &P, q: &Q, f: F) {
        let q = q.base();
        let q = spread(&q, d_y.raw_dim());
        if let Some(c) = p.constant() {
            absorb_into(self, d_y.view(), d_y.view(), q, &|d, _, q| f(d, c, q));
        } else {
            let p = p.base();
            absorb_into(self, d_y.view(), spread(&p, d_y.raw_dim()), q, &f);
        }
    }
}

impl<A: Real, S2, D, S, E, P, Q> Absorb<ArrayBase<S, E>, P, Q> for ArrayBase<S2, D>
where
    S2: DataMut<Elem = A>,
    D: Dimension,
    S: Data<Elem = A>,
    E: Dimension,
    P: Factor<A> + ?Sized,
    Q: Factor<A> + ?Sized,
{
    type Elem = A;

    #[inline]
    #[track_caller]
    fn absorb<F: Fn(A, A, A) -> A>(&mut self, d_y: &ArrayBase<S, E>, p: &P, q: &Q, f: F) {
        let shadow: &mut ArrayRef<A, D> = self;
        shadow.absorb(d_y, p, q, f);
    }
}

/// A scalar operand of an array result: its shadow takes the sum over everything.
impl<A: Real, S, E, P, Q> Absorb<ArrayBase<S, E>, P, Q> for A
where
    S: Data<Elem = A>,
    E: Dimension,
    P: Factor<A> + ?Sized,
    Q: Factor<A> + ?Sized,
{
    type Elem = A;

    #[inline]
    #[track_caller]
    fn absorb<F: Fn(A, A, A) -> A>(&mut self, d_y: &ArrayBase<S, E>, p: &P, q: &Q, f: F) {
        let (p, q) = (p.base(), q.base());
        let (p, q) = (spread(&p, d_y.raw_dim()), spread(&q, d_y.raw_dim()));
        *self += total(d_y.view(), p, q, &f);
    }
}

macro_rules! absorb_array_refs {
    ($([$($generics:tt)*] $shadow:ty;)*) => { $(
        /// The cotangent of an array that the function was lent.
        impl<A: Real, E: Dimension, P, Q, $($generics)*> Absorb<ArrayRef<A, E>, P, Q> for $shadow
        where
            P: Factor<A> + ?Sized,
            Q: Factor<A> + ?Sized,
        {
            type Elem = A;

            #[inline]
            #[track_caller]
            fn absorb<F: Fn(A, A, A) -> A>(&mut self, d_y: &ArrayRef<A, E>, p: &P, q: &Q, f: F) {
                self.absorb(&d_y.view(), p, q, f);
            }
        }
    )* };
}

absorb_array_refs! {
    [] A;
    [D: Dimension] ArrayRef<A, D>;
    [S: DataMut<Elem = A>, D: Dimension] ArrayBase<S, D>;
}

/// The view of `base` that repeats it to the shape `dim`.
#[inline]
#[track_caller]
fn spread<'a, A, D: Dimension, E: Dimension>(
    base: &'a ArrayRef<A, D>,
    dim: E,
) -> ArrayView<'a, A, E> {
    match base.broadcast(dim.clone()) {
        Some(view) => view,
        None => panic!(
            "could not broadcast an array of shape {:?} to the cotangent's shape {:?}",
            base.shape(),
            dim.slice()
        ),
    }
}

/// How many sums run side by side over contiguous numbers, so that they fit vector registers.
const LANES: usize = 8;

/// The sum of `f` over all elements.
#[inline]
fn total<A: Real, E: Dimension>(
    d_y: ArrayView<'_, A, E>,
    p: ArrayView<'_, A, E>,
    q: ArrayView<'_, A, E>,
    f: &impl Fn(A, A, A) -> A,
) -> A {
    if let (Some(d_y), Some(p), Some(q)) = (d_y.as_slice(), p.as_slice(), q.as_slice()) {
        return total_of_slices(d_y, p, q, f);
    }
    Zip::from(d_y).and(p).and(q).fold(A::zero(), |sum, &d, &p, &q| sum + f(d, p, q))
}

/// The sum of `f` over slices of equal length.
#[inline]
fn total_of_slices<A: Real>(d_y: &[A], p: &[A], q: &[A], f: &impl Fn(A, A, A) -> A) -> A {
    let (d_chunks, d_rest) = d_y.as_chunks::<LANES>();
    let (p_chunks, p_rest) = p.as_chunks::<LANES>();
    let (q_chunks, q_rest) = q.as_chunks::<LANES>();
    let mut sums = [A::zero(); LANES];
    for ((d, p), q) in d_chunks.iter().zip(p_chunks).zip(q_chunks) {
        for lane in 0..LANES {
            sums[lane] += f(d[lane], p[lane], q[lane]);
        }
    }
    let rest = d_rest.iter().zip(p_rest).zip(q_rest).map(|((&d, &p), &q)| f(d, p, q));
    sums.into_iter().sum::<A>() + rest.sum::<A>()
}

/// `shadow += f(d_y, p, q)` for contiguous arrays of which the shadow lacks the leading axes: the
/// cotangent of a bias. False if the arrays are not like that.
#[inline]
fn absorb_rows<A: Real, D: Dimension, E: Dimension>(
    shadow: &mut ArrayRef<A, D>,
    [d_y, p, q]: [&ArrayView<'_, A, E>; 3],
    f: &impl Fn(A, A, A) -> A,
) -> bool {
    let length = shadow.len();
    if length == 0 || !d_y.shape().ends_with(shadow.shape()) {
        return false;
    }
    let slices = (shadow.as_slice_mut(), d_y.as_slice(), p.as_slice(), q.as_slice());
    let (Some(shadow), Some(d_y), Some(p), Some(q)) = slices else { return false };
    let rows = d_y.chunks_exact(length).zip(p.chunks_exact(length)).zip(q.chunks_exact(length));
    for ((d_y, p), q) in rows {
        for (((shadow, &d), &p), &q) in shadow.iter_mut().zip(d_y).zip(p).zip(q) {
            *shadow += f(d, p, q);
        }
    }
    true
}

/// `shadow += f(d_y, p, q)`, summed over the axes along which `shadow` was broadcast to `d_y`.
#[inline]
#[track_caller]
fn absorb_into<A: Real, D: Dimension, E: Dimension>(
    shadow: &mut ArrayRef<A, D>,
    d_y: ArrayView<'_, A, E>,
    p: ArrayView<'_, A, E>,
    q: ArrayView<'_, A, E>,
    f: &impl Fn(A, A, A) -> A,
) {
    if shadow.shape() == d_y.shape() {
        let dim = shadow.raw_dim();
        let (p, q) = (spread(&p, dim.clone()), spread(&q, dim.clone()));
        return absorb_same(shadow, spread(&d_y, dim), p, q, f);
    }
    check_absorb(shadow.shape(), d_y.shape());
    if shadow.len() > 1 && absorb_rows(shadow, [&d_y, &p, &q], f) {
        return;
    }
    let (d_y, p, q) = (d_y.into_dyn(), p.into_dyn(), q.into_dyn());
    absorb_axes(shadow.view_mut().into_dyn(), d_y, p, q, f);
}

/// `shadow += f(d_y, p, q)` for equal shapes.
#[inline]
fn absorb_same<A: Real, D: Dimension>(
    shadow: &mut ArrayRef<A, D>,
    d_y: ArrayView<'_, A, D>,
    p: ArrayView<'_, A, D>,
    q: ArrayView<'_, A, D>,
    f: &impl Fn(A, A, A) -> A,
) {
    Zip::from(shadow).and(d_y).and(p).and(q).for_each(
        #[inline(always)]
        |shadow, &d, &p, &q| *shadow += f(d, p, q),
    );
}

/// The general case: removes one summed axis per call, rows first, so that the inner loops run along
/// rows.
fn absorb_axes<A: Real>(
    mut shadow: ArrayViewMutD<'_, A>,
    d_y: ArrayViewD<'_, A>,
    p: ArrayViewD<'_, A>,
    q: ArrayViewD<'_, A>,
    f: &impl Fn(A, A, A) -> A,
) {
    if shadow.len() == 1 {
        let sum = total(d_y, p, q, f);
        shadow.map_inplace(|d| *d += sum);
        return;
    }
    let missing = d_y.ndim() > shadow.ndim();
    let summed = |k: &usize| missing || shadow.shape()[*k] != d_y.shape()[*k];
    let Some(k) = (0..d_y.ndim()).find(summed) else {
        return absorb_same(&mut shadow, d_y, p, q, f);
    };
    let axis = Axis(k);
    let mut inner = if missing { shadow } else { shadow.index_axis_move(axis, 0) };
    if !missing && k + 1 == d_y.ndim() {
        let (d_y, p, q) = (d_y.lanes(axis), p.lanes(axis), q.lanes(axis));
        Zip::from(&mut inner)
            .and(d_y)
            .and(p)
            .and(q)
            .for_each(|shadow, d, p, q| *shadow += total(d, p, q, f));
        return;
    }
    for i in 0..d_y.len_of(axis) {
        let (d_y, p) = (d_y.index_axis(axis, i), p.index_axis(axis, i));
        absorb_axes(inner.view_mut(), d_y, p, q.index_axis(axis, i), f);
    }
}
