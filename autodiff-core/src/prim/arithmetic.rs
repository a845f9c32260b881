//! The arithmetic operators, on numbers and arrays, with broadcasting.
//!
//! Shapes: an array operand may have any shape that broadcasts with the other's; a number broadcasts
//! with everything. `d_y` has the result's shape, `d_a` and `d_b` those of the operands.

use crate::prim::absorb::Absorb;
use crate::prim::elementwise::{Elementwise, Negate};
use crate::prim::operand::Operand;
use crate::prim::pair::Pair;

/// What an operator between `L` and `R` returns.
type Output<L, R> = <<L as Pair<R>>::Left as Elementwise<<L as Pair<R>>::Right>>::Output;

macro_rules! call {
    ($(#[$doc:meta])* $method:ident) => {
        $(#[$doc])*
        ///
        /// # Panics
        /// When two arrays do not broadcast together; the message names both shapes.
        #[inline(always)]
        #[track_caller]
        pub fn call<L: Pair<R> + ?Sized, R: ?Sized>(a: &L, b: &R) -> Output<L, R> {
            a.left().$method(L::right(b))
        }
    };
}

/// `a + b`.
///
/// ```
/// use autodiff_core::prim::add;
/// let (mut d_a, mut d_b) = (0.0, 0.0);
/// assert_eq!(add::call(&2.0, &3.0), 5.0);
/// add::pull_0(&mut d_a, &7.0);
/// add::pull_1(&mut d_b, &7.0);
/// assert_eq!((d_a, d_b), (7.0, 7.0));
/// ```
pub mod add {
    use super::*;

    call! {
        /// `a + b`.
        plus
    }

    /// `d_a += d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA: Absorb<DY, DY, DY> + ?Sized, DY: ?Sized>(d_a: &mut DA, d_y: &DY) {
        d_a.absorb(d_y, d_y, d_y, |d, _, _| d);
    }

    /// `d_b += d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<DB: Absorb<DY, DY, DY> + ?Sized, DY: ?Sized>(d_b: &mut DB, d_y: &DY) {
        pull_0(d_b, d_y);
    }
}

/// `a - b`.
///
/// ```
/// use autodiff_core::prim::sub;
/// let mut d_b = 1.0;
/// sub::pull_1(&mut d_b, &7.0);
/// assert_eq!((sub::call(&2.0, &3.0), d_b), (-1.0, -6.0));
/// ```
pub mod sub {
    use super::*;

    call! {
        /// `a - b`.
        minus
    }

    pub use super::add::pull_0;

    /// `d_b -= d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<DB: Absorb<DY, DY, DY> + ?Sized, DY: ?Sized>(d_b: &mut DB, d_y: &DY) {
        d_b.absorb(d_y, d_y, d_y, |d, _, _| -d);
    }
}

/// `a * b`, elementwise.
///
/// ```
/// use autodiff_core::prim::mul;
/// let (mut d_a, mut d_b) = (0.0, 0.0);
/// mul::pull_0(&3.0, &mut d_a, &1.0);
/// mul::pull_1(&2.0, &mut d_b, &1.0);
/// assert_eq!((mul::call(&2.0, &3.0), d_a, d_b), (6.0, 3.0, 2.0));
/// ```
pub mod mul {
    use super::*;

    call! {
        /// `a * b`.
        times
    }

    /// `d_a += d_y b`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA, B: ?Sized, DY: ?Sized>(b: &B, d_a: &mut DA, d_y: &DY)
    where
        DA: Absorb<DY, B, DY> + ?Sized,
    {
        d_a.absorb(d_y, b, d_y, |d, b, _| d * b);
    }

    /// `d_b += d_y a`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<DB, A: ?Sized, DY: ?Sized>(a: &A, d_b: &mut DB, d_y: &DY)
    where
        DB: Absorb<DY, A, DY> + ?Sized,
    {
        pull_0(a, d_b, d_y);
    }
}

/// `a / b`, elementwise.
///
/// ```
/// use autodiff_core::prim::div;
/// let (mut d_a, mut d_b) = (0.0, 0.0);
/// let y = div::call(&3.0, &2.0);
/// div::pull_0(&2.0, &mut d_a, &1.0);
/// div::pull_1(&2.0, &y, &mut d_b, &1.0);
/// assert_eq!((y, d_a, d_b), (1.5, 0.5, -0.75));
/// ```
pub mod div {
    use super::*;

    call! {
        /// `a / b`.
        over
    }

    /// `d_a += d_y / b`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA, B: ?Sized, DY: ?Sized>(b: &B, d_a: &mut DA, d_y: &DY)
    where
        DA: Absorb<DY, B, DY> + ?Sized,
    {
        d_a.absorb(d_y, b, d_y, |d, b, _| d / b);
    }

    /// `d_b -= d_y y / b`, where `y = a / b`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<DB, B: ?Sized, Y: ?Sized, DY: ?Sized>(b: &B, y: &Y, d_b: &mut DB, d_y: &DY)
    where
        DB: Absorb<DY, B, Y> + ?Sized,
    {
        d_b.absorb(d_y, b, y, |d, b, y| -(d * y) / b);
    }
}

/// `a % b`, elementwise.
///
/// ```
/// use autodiff_core::prim::rem;
/// let mut d_b = 0.0;
/// rem::pull_1(&7.5, &2.0, &mut d_b, &1.0);
/// assert_eq!((rem::call(&7.5, &2.0), d_b), (1.5, -3.0));
/// ```
pub mod rem {
    use super::*;
    use crate::rules::scalar;

    call! {
        /// `a % b`.
        modulo
    }

    pub use super::add::pull_0;

    /// `d_b -= d_y trunc(a / b)`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_1<DB, A: ?Sized, B: ?Sized, DY: ?Sized>(a: &A, b: &B, d_b: &mut DB, d_y: &DY)
    where
        DB: Absorb<DY, A, B> + ?Sized,
    {
        d_b.absorb(d_y, a, b, |d, a, b| -(d * scalar::trunc_div(a, b)));
    }
}

/// `trunc(a / b)`, elementwise: what multiplies the tangent of `b` in that of `a % b`. Its own
/// derivative is zero, so it has no pullback.
///
/// ```
/// assert_eq!(autodiff_core::prim::trunc_div::call(&7.5, &2.0), 3.0);
/// ```
pub mod trunc_div {
    use super::*;

    call! {
        /// `trunc(a / b)`; the integer quotient of integers.
        quotient
    }
}

/// `-a`.
///
/// ```
/// use autodiff_core::prim::neg;
/// let mut d_a = 1.0;
/// neg::pull_0(&mut d_a, &3.0);
/// assert_eq!((neg::call(&2.0), d_a), (-2.0, -2.0));
/// ```
pub mod neg {
    use super::*;

    /// `-a`.
    #[inline(always)]
    pub fn call<A: Operand<Plain: Negate> + ?Sized>(a: &A) -> <A::Plain as Negate>::Output {
        a.as_plain_operand().negated()
    }

    /// `d_a -= d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA: Absorb<DY, DY, DY> + ?Sized, DY: ?Sized>(d_a: &mut DA, d_y: &DY) {
        sub::pull_1(d_a, d_y);
    }
}
