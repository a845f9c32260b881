//! Traits of numbers that are not those of `num_traits`.

use chainrule::differentiable;

/// Traits that are called like those of `num_traits`, with other functions.
mod others {
    use std::ops::{Add, Div, Mul, Neg, Sub};

    pub trait One {
        fn one() -> Self;
    }

    impl One for f64 {
        fn one() -> f64 {
            3.0
        }
    }

    pub trait Num: Copy + One + Add<Output = Self> + Mul<Output = Self> {}

    impl Num for f64 {}

    pub trait Scalar:
        Copy + From<i16> + PartialOrd + Neg<Output = Self> + Sub<Output = Self> + Div<Output = Self>
    {
        fn zero() -> Self;
    }

    impl Scalar for f64 {
        fn zero() -> f64 {
            1.0
        }
    }
}

use others::{Num, One, Scalar};

#[differentiable]
fn with_a_constant_of_another_trait<T: Num>(x: T, y: T) -> T {
    (x + T::one()) * y
}

#[differentiable]
fn with_a_constant_of_a_bound_alone<T>(x: T, y: T) -> T
where
    T: One + Copy + std::ops::Add<Output = T> + std::ops::Mul<Output = T>,
{
    x * y + T::one() * y
}

#[differentiable]
fn from_a_small_integer<T: Scalar>(x: T, y: T) -> T {
    let two = T::from(2i16);
    if x < T::zero() { -x / two } else { x / (y - two) }
}

/// `T::one()` and `T::from(2)` were those of `num_traits` too, and did not compile.
#[test]
fn constants_of_traits_that_are_called_like_others() {
    // (x + 3) y
    assert_eq!(grad_with_a_constant_of_another_trait(2.0, 5.0), (5.0, 5.0));
    assert_eq!(grad_with_a_constant_of_a_bound_alone(2.0, 5.0), (5.0, 5.0));
    // -x / 2 below 1, x / (y - 2) above
    assert_eq!(grad_from_a_small_integer(0.5, 4.0), (-0.5, 0.0));
    assert_eq!(grad_from_a_small_integer(3.0, 4.0), (0.5, -0.75));
    assert_eq!(jvp_with_a_constant_of_another_trait(2.0, 5.0, 1.0, 2.0), (25.0, 15.0));
}
