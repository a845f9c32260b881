//! Values of a fixed shape that are their own tangents: matrices and vectors of other libraries.
//!
//! In: how such a type shows its coordinates ([`Block`]). Out: everything that the core asks of a
//! tangent, by [`block!`](crate::linalg::block). Invariant: the order of the coordinates is that of
//! the memory (for matrices column by column).

use crate::real::Real;

/// A value that consists of its coordinates.
pub trait Block: Clone {
    /// A coordinate.
    type Elem: Real;

    /// How many rows and columns there are.
    fn block_shape(&self) -> (usize, usize);

    /// The zero of the same shape.
    fn zero_block(&self) -> Self;

    /// All coordinates.
    fn coordinates(&self) -> impl AsRef<[Self::Elem]>;

    /// Lets `f` change the coordinates.
    fn change<R>(&mut self, f: impl FnOnce(&mut [Self::Elem]) -> R) -> R;
}

/// Panics unless two blocks have the same shape.
#[inline]
#[track_caller]
pub fn same_shape<A: Block, B: Block>(shadow: &A, source: &B) {
    let (shadow, source) = (shadow.block_shape(), source.block_shape());
    assert!(
        shadow == source,
        "tangents of different shapes: {shadow:?} and {source:?}\nhelp: a tangent has its primal's shape"
    );
}

/// `target += factor * source`.
#[inline]
#[track_caller]
pub fn add_times<B: Block>(target: &mut B, factor: B::Elem, source: &B) {
    zip(target, source, |d, s| *d += factor * s);
}

/// Runs `f` on the coordinates of two blocks of one shape.
#[inline]
#[track_caller]
pub fn zip<B: Block>(target: &mut B, source: &B, f: impl Fn(&mut B::Elem, B::Elem)) {
    same_shape(target, source);
    target.change(|target| {
        for (d, &s) in target.iter_mut().zip(source.coordinates().as_ref()) {
            f(d, s);
        }
    });
}

/// The sum of the products of the coordinates, from the first to the last.
#[inline]
#[track_caller]
pub fn product<B: Block>(a: &B, b: &B) -> B::Elem {
    same_shape(a, b);
    let (a, b) = (a.coordinates(), b.coordinates());
    a.as_ref().iter().zip(b.as_ref()).map(|(&a, &b)| a * b).sum()
}

/// What the core asks of a type that is its own tangent, from its [`Block`].
#[cfg(any(feature = "glam", feature = "mint", feature = "nalgebra"))]
macro_rules! block {
    ([$($generics:tt)*] $block:ty $(where $($clause:tt)*)?) => {
        impl<$($generics)*> $crate::Differentiable for $block $(where $($clause)*)? {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                self.zero_block()
            }
        }

        impl<$($generics)*> $crate::Tangent for $block $(where $($clause)*)? {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                $crate::linalg::block::zip(self, other, |d, s| *d += s);
            }

            #[inline]
            fn fill_zero(&mut self) {
                self.change(|all| all.fill(num_traits::Zero::zero()));
            }

            #[inline]
            fn add_scaled(&mut self, factor: f64, other: &Self) {
                $crate::linalg::block::zip(self, other, |d, s| {
                    $crate::Tangent::add_scaled(d, factor, &s);
                });
            }

            #[inline]
            fn inner(&self, other: &Self) -> f64 {
                $crate::linalg::block::same_shape(self, other);
                let (a, b) = (self.coordinates(), other.coordinates());
                a.as_ref().iter().zip(b.as_ref()).map(|(a, b)| $crate::Tangent::inner(a, b)).sum()
            }

            #[inline]
            fn for_each(&self, f: &mut dyn FnMut(f64)) {
                $crate::Coordinates::for_each_coordinate(self, f);
            }

            #[inline]
            fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
                self.change(|all| all.iter_mut().for_each(|d| $crate::Tangent::for_each_mut(d, f)));
            }
        }

        impl<$($generics)*> $crate::AccumulateFrom<$block> for $block $(where $($clause)*)? {
            #[inline]
            fn accumulate_from(&mut self, source: &Self) {
                $crate::Tangent::accumulate(self, source);
            }
        }

        impl<$($generics)*> $crate::Perturb for $block $(where $($clause)*)? {
            type Owned = Self;

            fn perturbed(&self, direction: &Self, step: f64) -> Self {
                let mut moved = self.clone();
                $crate::Tangent::add_scaled(&mut moved, step, direction);
                moved
            }
        }

        impl<$($generics)*> $crate::Coordinates for $block $(where $($clause)*)? {
            fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
                for x in self.coordinates().as_ref() {
                    f($crate::Real::to_double(*x));
                }
            }
        }

        impl<$($generics)*> $crate::prim::Owning for $block $(where $($clause)*)? {
            type Owned = Self;

            #[inline]
            fn owning(&self) -> Self {
                self.clone()
            }
        }

        impl<$($generics)*> $crate::prim::operand::Operand for $block $(where $($clause)*)? {
            type Plain = Self;

            #[inline(always)]
            fn as_plain_operand(&self) -> &Self {
                self
            }
        }

        impl<$($generics)*> $crate::prim::operand::OperandMut for $block $(where $($clause)*)? {
            type Plain = Self;

            #[inline(always)]
            fn as_plain_operand_mut(&mut self) -> &mut Self {
                self
            }
        }

        impl<Op, $($generics)*> $crate::Additive<Op> for $block $(where $($clause)*)? {}

        impl<$($generics)*> $crate::Erase for $block $(where $($clause)*)? {
            #[inline]
            fn erase(&mut self) {
                $crate::Tangent::fill_zero(self);
            }
        }

        impl<$($generics)*> $crate::RestoreFrom<$block> for $block $(where $($clause)*)? {
            #[inline]
            fn restore_from(&mut self, saved: &Self) {
                self.clone_from(saved);
            }
        }

        impl<$($generics)*> $crate::CoordinateSum for $block $(where $($clause)*)? {
            type Elem = <Self as $crate::linalg::block::Block>::Elem;

            #[inline]
            fn coordinate_sum(&self) -> Self::Elem {
                self.coordinates().as_ref().iter().copied().sum()
            }
        }

        impl<$($generics)*> $crate::optim::Parameters for $block
        where
            <Self as $crate::linalg::block::Block>::Elem: $crate::optim::Parameters,
            $($($clause)*)?
        {
            fn check_fit(&self, gradient: &Self) -> Result<(), $crate::optim::ShapeMismatch> {
                let (these, others) = (self.block_shape(), gradient.block_shape());
                if these == others {
                    return Ok(());
                }
                let shape = |shape: (usize, usize)| format!("shape {shape:?}");
                Err($crate::optim::ShapeMismatch::new(shape(these), shape(others)))
            }

            fn zip_mut(&mut self, gradient: &Self, visit: &mut $crate::optim::BlockVisitor<'_>) {
                self.change(|these| {
                    $crate::optim::Parameters::zip_slices(these, gradient.coordinates().as_ref(), visit);
                });
            }
        }
    };
}

#[cfg(any(feature = "glam", feature = "mint", feature = "nalgebra"))]
pub(crate) use block;
