//! Operators of type parameters: what their rules must be able to do, as one bound per mode.
//!
//! In: `T: Mul<f64, Output = T>` in the source. Out: bounds of a derivative, which any type meets whose
//! operator has a rule: numbers, arrays, and types with annotated operators. Implemented for all of them;
//! nothing is to be implemented by hand.
//!
//! ```
//! use autodiff_core::Differentiable;
//! use autodiff_core::operator::{Mul, Operator, ReverseRule};
//! use autodiff_core::prim::mul;
//!
//! fn shadow_of_scaled<T>(x: &T, d_y: T::Tangent) -> T::Tangent
//! where
//!     T: Differentiable + Operator<Mul, f64, Output = T, Rule: ReverseRule<T, f64, T>>,
//! {
//!     let mut d_x = x.zero_tangent();
//!     mul::rev_0(x, &2.0, &mut d_x, d_y);
//!     d_x
//! }
//! assert_eq!(shadow_of_scaled(&3.0, 1.0), 2.0);
//! ```

use super::{Active, Forward, Passive, Reverse, SecondReverse};
use crate::differentiable::Differentiable;

macro_rules! rules {
    ($(#[$doc:meta])* $name:ident [$($needed:tt)*]) => {
        $(#[$doc])*
        pub trait $name<L: Differentiable, R: Differentiable, Y: Differentiable>: $($needed)* {}

        impl<Rule, L, R, Y> $name<L, R, Y> for Rule
        where
            L: Differentiable,
            R: Differentiable,
            Y: Differentiable,
            Rule: $($needed)*,
        {
        }
    };
}

rules! {
    /// The rule of an operator between any `L` and `R` has a forward mode.
    ForwardRule [
        for<'d> Forward<L, R, Active<&'d L::Tangent>, Active<&'d R::Tangent>, Output = Y, Tangent = Y::Tangent>
        + for<'d> Forward<L, R, Active<&'d L::Tangent>, Passive, Output = Y, Tangent = Y::Tangent>
        + for<'d> Forward<L, R, Passive, Active<&'d R::Tangent>, Output = Y, Tangent = Y::Tangent>
    ]
}

rules! {
    /// The rule of an operator between any `L` and `R` has a reverse mode.
    ReverseRule [
        for<'d> Reverse<L, R, Active<&'d mut L::Tangent>, Active<&'d mut R::Tangent>, Y::Tangent>
        + for<'d> Reverse<L, R, Active<&'d mut L::Tangent>, Passive, Y::Tangent>
        + for<'d> Reverse<L, R, Passive, Active<&'d mut R::Tangent>, Y::Tangent>
    ]
}

/// The shadows of both operands and of their tangents.
type Shadows<'d, L, R, DL, DR> = (
    Active<&'d mut <L as Differentiable>::Tangent>,
    Active<&'d mut <R as Differentiable>::Tangent>,
    DL,
    DR,
);

/// The cotangents of a value and of its tangent.
type Seeds<Y> = (<Y as Differentiable>::Tangent, <Y as Differentiable>::Tangent);

rules! {
    /// The rule of an operator between any `L` and `R` has second derivatives.
    SecondRule [
        for<'d> SecondReverse<
            L, R, Active<&'d L::Tangent>, Active<&'d R::Tangent>,
            Shadows<'d, L, R, Active<&'d mut L::Tangent>, Active<&'d mut R::Tangent>>, Seeds<Y>,
        >
        + for<'d> SecondReverse<
            L, R, Active<&'d L::Tangent>, Passive,
            Shadows<'d, L, R, Active<&'d mut L::Tangent>, Passive>, Seeds<Y>,
        >
        + for<'d> SecondReverse<
            L, R, Passive, Active<&'d R::Tangent>,
            Shadows<'d, L, R, Passive, Active<&'d mut R::Tangent>>, Seeds<Y>,
        >
    ]
}

/// The rule of a unary operator of any `L` has a forward mode.
pub trait UnaryForwardRule<L: Differentiable, Y: Differentiable>:
    for<'d> Forward<L, (), Active<&'d L::Tangent>, Passive, Output = Y, Tangent = Y::Tangent>
{
}

impl<Rule, L: Differentiable, Y: Differentiable> UnaryForwardRule<L, Y> for Rule where
    Rule: for<'d> Forward<L, (), Active<&'d L::Tangent>, Passive, Output = Y, Tangent = Y::Tangent>
{
}

/// The rule of a unary operator of any `L` has a reverse mode.
pub trait UnaryReverseRule<L: Differentiable, Y: Differentiable>:
    for<'d> Reverse<L, (), Active<&'d mut L::Tangent>, Passive, Y::Tangent>
{
}

impl<Rule, L: Differentiable, Y: Differentiable> UnaryReverseRule<L, Y> for Rule where
    Rule: for<'d> Reverse<L, (), Active<&'d mut L::Tangent>, Passive, Y::Tangent>
{
}

/// The shadows of an operand and of its tangent, as those of two operands.
type UnaryShadows<'d, L> = (
    Active<&'d mut <L as Differentiable>::Tangent>,
    Passive,
    Active<&'d mut <L as Differentiable>::Tangent>,
    Passive,
);

/// The rule of a unary operator of any `L` has second derivatives.
pub trait UnarySecondRule<L: Differentiable, Y: Differentiable>:
    for<'d> SecondReverse<L, (), Active<&'d L::Tangent>, Passive, UnaryShadows<'d, L>, Seeds<Y>>
{
}

impl<Rule, L: Differentiable, Y: Differentiable> UnarySecondRule<L, Y> for Rule where
    Rule: for<'d> SecondReverse<L, (), Active<&'d L::Tangent>, Passive, UnaryShadows<'d, L>, Seeds<Y>>
{
}
