//! The arithmetic operators, on numbers and arrays, with broadcasting.
//!
//! Shapes: an array operand may have any shape that broadcasts with the other's; a number broadcasts
//! with everything. `d_y` has the result's shape, `d_a` and `d_b` those of the operands.

use crate::operator::{
    self, Active, Forward, Operator, Output, Passive, Reverse, Rule, SecondReverse, WithTangent,
};
use crate::prim::absorb::Absorb;
use crate::prim::pair::{Pair, Value};

macro_rules! call {
    ($(#[$doc:meta])* $operator:ident) => {
        $(#[$doc])*
        ///
        /// # Panics
        /// When two arrays do not broadcast together; the message names both shapes.
        #[inline(always)]
        #[track_caller]
        pub fn call<L, R, Y>(a: &L, b: &R) -> Y
        where
            L: Operator<operator::$operator, R, Output = Y> + ?Sized,
            R: ?Sized,
        {
            a.operate(b)
        }

        derivatives!($operator);
    };
}

/// The derivatives of an operator between any types, by its rule. A name ends in the only operand that
/// has a derivative, `_0` or `_1`, or in nothing.
macro_rules! derivatives {
    ($operator:ident) => {
        derivatives! { @forward $operator, jvp [d_a: DA, d_b: DB] (Active(d_a), Active(d_b))
            Active<&'d DA>, Active<&'d DB> }
        derivatives! { @forward $operator, jvp_0 [d_a: DA] (Active(d_a), Passive) Active<&'d DA>, Passive }
        derivatives! { @forward $operator, jvp_1 [d_b: DB] (Passive, Active(d_b)) Passive, Active<&'d DB> }
        derivatives! { @reverse $operator, rev [d_a: DA, d_b: DB] (Active(d_a), Active(d_b))
            Active<&'d mut DA>, Active<&'d mut DB> }
        derivatives! { @reverse $operator, rev_0 [d_a: DA] (Active(d_a), Passive)
            Active<&'d mut DA>, Passive }
        derivatives! { @reverse $operator, rev_1 [d_b: DB] (Passive, Active(d_b))
            Passive, Active<&'d mut DB> }
        derivatives! { @second $operator, jvp_rev [t_a: TA, t_b: TB] [d_t_a: DTA, d_t_b: DTB]
            (Active(t_a), Active(t_b)) (Active(d_t_a), Active(d_t_b))
            [Active<&'d TA>, Active<&'d TB>] [Active<&'d mut DTA>, Active<&'d mut DTB>] }
        derivatives! { @second $operator, jvp_rev_0 [t_a: TA] [d_t_a: DTA]
            (Active(t_a), Passive) (Active(d_t_a), Passive)
            [Active<&'d TA>, Passive] [Active<&'d mut DTA>, Passive] }
        derivatives! { @second $operator, jvp_rev_1 [t_b: TB] [d_t_b: DTB]
            (Passive, Active(t_b)) (Passive, Active(d_t_b))
            [Passive, Active<&'d TB>] [Passive, Active<&'d mut DTB>] }
    };
    (@forward $operator:ident, $name:ident [$($d:ident: $ty:ident),*] $given:tt $left:ty, $right:ty) => {
        /// The value and its tangent.
        #[inline(always)]
        #[track_caller]
        pub fn $name<'d, L, R, $($ty: ?Sized),*>(
            a: &L,
            b: &R,
            $($d: &'d $ty),*
        ) -> WithTangent<operator::$operator, L, R, $left, $right>
        where
            L: Operator<operator::$operator, R> + ?Sized,
            R: ?Sized,
            Rule<operator::$operator, L, R>: Forward<L, R, $left, $right>,
        {
            let (left, right) = $given;
            <Rule<operator::$operator, L, R>>::forward(a, b, left, right)
        }
    };
    (@reverse $operator:ident, $name:ident [$($d:ident: $ty:ident),*] $given:tt $left:ty, $right:ty) => {
        /// Adds what the cotangent of the value is worth into shadows of the operands.
        #[inline(always)]
        #[track_caller]
        pub fn $name<'d, L, R, $($ty: ?Sized,)* DY>(a: &L, b: &R, $($d: &'d mut $ty,)* d_y: DY)
        where
            L: Operator<operator::$operator, R> + ?Sized,
            R: ?Sized,
            Rule<operator::$operator, L, R>: Reverse<L, R, $left, $right, DY>,
        {
            let (left, right) = $given;
            <Rule<operator::$operator, L, R>>::reverse(a, b, left, right, d_y);
        }
    };
    (@second $operator:ident, $name:ident [$($t:ident: $ty:ident),*] [$($d:ident: $dty:ident),*]
        $given:tt $shadows:tt [$($tangent:ty),*] [$($shadow:ty),*]) => {
        /// Adds what the cotangents of value and tangent are worth into shadows of the operands and of
        /// their tangents.
        // operands, tangents, shadows of both, seeds
        #[allow(clippy::too_many_arguments)]
        #[inline(always)]
        #[track_caller]
        pub fn $name<'d, L, R, $($ty: ?Sized,)* DA: ?Sized, DB: ?Sized, $($dty: ?Sized,)* Seeds>(
            a: &L,
            b: &R,
            $($t: &'d $ty,)*
            d_a: &'d mut DA,
            d_b: &'d mut DB,
            $($d: &'d mut $dty,)*
            seeds: Seeds,
        )
        where
            L: Operator<operator::$operator, R> + ?Sized,
            R: ?Sized,
            Rule<operator::$operator, L, R>: SecondReverse<
                L,
                R,
                $($tangent,)*
                (Active<&'d mut DA>, Active<&'d mut DB>, $($shadow),*),
                Seeds,
            >,
        {
            let (left, right) = $shadows;
            let shadows = (Active(d_a), Active(d_b), left, right);
            <Rule<operator::$operator, L, R>>::second_reverse(a, b, $given, shadows, seeds);
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
        Add
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
        Sub
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
        Mul
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
        Div
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
        Rem
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

macro_rules! assigned {
    ($(#[$doc:meta])* $module:ident $operator:ident) => {
        $(#[$doc])*
        pub mod $module {
            use super::*;

            call! {
                /// What the assignment leaves in `a`.
                $operator
            }
        }
    };
}

assigned! {
    /// `a += b`, as a function that gives the new `a`.
    add_assign AddAssign
}
assigned! {
    /// `a -= b`, as a function that gives the new `a`.
    sub_assign SubAssign
}
assigned! {
    /// `a *= b`, as a function that gives the new `a`.
    ///
    /// ```
    /// use autodiff_core::prim::mul_assign;
    /// let mut d_a = 0.0;
    /// mul_assign::rev_0(&2.0, &3.0, &mut d_a, 1.0);
    /// assert_eq!((mul_assign::call(&2.0, &3.0), d_a), (6.0, 3.0));
    /// ```
    mul_assign MulAssign
}
assigned! {
    /// `a /= b`, as a function that gives the new `a`.
    div_assign DivAssign
}
assigned! {
    /// `a %= b`, as a function that gives the new `a`.
    rem_assign RemAssign
}

/// `trunc(a / b)`, elementwise: what multiplies the tangent of `b` in that of `a % b`. Its own
/// derivative is zero, so it has no pullback.
///
/// ```
/// assert_eq!(autodiff_core::prim::trunc_div::call(&7.5, &2.0), 3.0);
/// ```
pub mod trunc_div {
    use super::*;

    /// `trunc(a / b)`; the integer quotient of integers.
    ///
    /// # Panics
    /// When two arrays do not broadcast together; the message names both shapes.
    #[inline(always)]
    #[track_caller]
    pub fn call<L: Pair<R> + ?Sized, R: ?Sized>(a: &L, b: &R) -> Value<L, R> {
        use crate::prim::elementwise::Elementwise;
        a.left().quotient(L::right(b))
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
    pub fn call<A>(a: &A) -> Output<operator::Neg, A, ()>
    where
        A: Operator<operator::Neg, ()> + ?Sized,
    {
        a.operate(&())
    }

    /// `-a` and its tangent.
    #[inline(always)]
    pub fn jvp<'d, A, DA: ?Sized>(
        a: &A,
        d_a: &'d DA,
    ) -> WithTangent<operator::Neg, A, (), Active<&'d DA>, Passive>
    where
        A: Operator<operator::Neg, ()> + ?Sized,
        Rule<operator::Neg, A, ()>: Forward<A, (), Active<&'d DA>, Passive>,
    {
        <Rule<operator::Neg, A, ()>>::forward(a, &(), Active(d_a), Passive)
    }

    /// Adds what the cotangent of `-a` is worth into the shadow of `a`.
    #[inline(always)]
    pub fn rev<'d, A, DA: ?Sized, DY>(a: &A, d_a: &'d mut DA, d_y: DY)
    where
        A: Operator<operator::Neg, ()> + ?Sized,
        Rule<operator::Neg, A, ()>: Reverse<A, (), Active<&'d mut DA>, Passive, DY>,
    {
        <Rule<operator::Neg, A, ()>>::reverse(a, &(), Active(d_a), Passive, d_y);
    }

    /// Adds what the cotangents of value and tangent are worth into the shadows of `a` and its tangent.
    #[inline(always)]
    pub fn jvp_rev<'d, A, TA, DA, DTA, Seeds>(
        a: &A,
        t_a: &'d TA,
        d_a: &'d mut DA,
        d_t_a: &'d mut DTA,
        seeds: Seeds,
    ) where
        TA: ?Sized,
        DA: ?Sized,
        DTA: ?Sized,
        A: Operator<operator::Neg, ()> + ?Sized,
        Rule<operator::Neg, A, ()>: SecondReverse<
                A,
                (),
                Active<&'d TA>,
                Passive,
                (Active<&'d mut DA>, Passive, Active<&'d mut DTA>, Passive),
                Seeds,
            >,
    {
        let shadows = (Active(d_a), Passive, Active(d_t_a), Passive);
        <Rule<operator::Neg, A, ()>>::second_reverse(
            a,
            &(),
            (Active(t_a), Passive),
            shadows,
            seeds,
        );
    }

    /// `d_a -= d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA: Absorb<DY, DY, DY> + ?Sized, DY: ?Sized>(d_a: &mut DA, d_y: &DY) {
        sub::pull_1(d_a, d_y);
    }
}
