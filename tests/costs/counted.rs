//! A float that counts what is done with it.
//!
//! Every operation, comparison aside, and every number that is made (a zero of a shadow, a literal)
//! counts one; copies are free.

use chainrule::prim::Owning;
use chainrule::prim::operand::{Operand, OperandMut};
use chainrule::real::{ArrayElement, Real};
use chainrule::{AccumulateFrom, Coordinates, Differentiable, Perturb, Save, Tangent, Tape};
use num_traits::{Float, FromPrimitive, Num, NumCast, One, ToPrimitive, Zero};
use std::cell::Cell;
use std::num::FpCategory;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// How much `run` does.
pub fn count<R>(run: impl FnOnce() -> R) -> u64 {
    let before = COUNT.get();
    std::hint::black_box(run());
    COUNT.get() - before
}

#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Counted(f64);

/// A number that was just made.
pub fn counted(x: f64) -> Counted {
    COUNT.set(COUNT.get() + 1);
    Counted(x)
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! operators {
    ($($name:ident $method:ident $assign:ident $assign_method:ident;)*) => { $(
        impl $name for Counted {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                counted(self.0.$method(other.0))
            }
        }

        impl $assign for Counted {
            fn $assign_method(&mut self, other: Self) {
                *self = self.$method(other);
            }
        }
    )* };
}

operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
    Rem rem RemAssign rem_assign;
}

impl Neg for Counted {
    type Output = Self;

    fn neg(self) -> Self {
        counted(-self.0)
    }
}

impl Zero for Counted {
    fn zero() -> Self {
        counted(0.0)
    }

    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Counted {
    fn one() -> Self {
        counted(1.0)
    }
}

impl Num for Counted {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(counted)
    }
}

impl ToPrimitive for Counted {
    fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }

    fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }

    fn to_f64(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl NumCast for Counted {
    fn from<N: ToPrimitive>(n: N) -> Option<Self> {
        n.to_f64().map(counted)
    }
}

impl FromPrimitive for Counted {
    fn from_i64(n: i64) -> Option<Self> {
        n.to_f64().map(counted)
    }

    fn from_u64(n: u64) -> Option<Self> {
        n.to_f64().map(counted)
    }

    fn from_f64(n: f64) -> Option<Self> {
        Some(counted(n))
    }
}

impl std::iter::Sum for Counted {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, x| sum + x)
    }
}

macro_rules! functions {
    (constants $($constant:ident)*; tests $($test:ident)*; one $($one:ident)*; two $($two:ident)*;) => {
        #[allow(deprecated)]
        impl Float for Counted {
            $(fn $constant() -> Self { counted(<f64 as Float>::$constant()) })*
            $(fn $test(self) -> bool { Float::$test(self.0) })*
            $(fn $one(self) -> Self { counted(Float::$one(self.0)) })*
            $(fn $two(self, other: Self) -> Self { counted(Float::$two(self.0, other.0)) })*

            fn classify(self) -> FpCategory {
                self.0.classify()
            }

            fn mul_add(self, a: Self, b: Self) -> Self {
                counted(Float::mul_add(self.0, a.0, b.0))
            }

            fn powi(self, n: i32) -> Self {
                counted(Float::powi(self.0, n))
            }

            fn sin_cos(self) -> (Self, Self) {
                (self.sin(), self.cos())
            }

            fn integer_decode(self) -> (u64, i16, i8) {
                Float::integer_decode(self.0)
            }
        }
    };
}

functions! {
    constants nan infinity neg_infinity neg_zero min_value min_positive_value max_value;
    tests is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative;
    one floor ceil round trunc fract abs signum recip sqrt exp exp2 ln log2 log10 cbrt sin cos tan
        asin acos atan exp_m1 ln_1p sinh cosh tanh asinh acosh atanh;
    two powf log max min abs_sub hypot atan2 copysign;
}

impl chainrule::ndarray::ScalarOperand for Counted {}
impl ArrayElement for Counted {}

impl Differentiable for Counted {
    type Tangent = Self;

    fn zero_tangent(&self) -> Self {
        Self::zero()
    }
}

impl Tangent for Counted {
    fn accumulate(&mut self, other: &Self) {
        *self += *other;
    }

    fn fill_zero(&mut self) {
        *self = Self::zero();
    }

    fn add_scaled(&mut self, factor: f64, other: &Self) {
        *self += counted(factor * other.0);
    }

    fn inner(&self, other: &Self) -> f64 {
        self.0 * other.0
    }

    fn for_each(&self, f: &mut dyn FnMut(f64)) {
        f(self.0);
    }

    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
        f(&mut self.0);
    }
}

impl AccumulateFrom<Self> for Counted {
    fn accumulate_from(&mut self, source: &Self) {
        self.accumulate(source);
    }
}

impl Perturb for Counted {
    type Owned = Self;

    fn perturbed(&self, direction: &Self, step: f64) -> Self {
        counted(self.0 + step * direction.0)
    }
}

impl Coordinates for Counted {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        f(self.0);
    }
}

impl Save for Counted {
    fn save(self, tape: &mut Tape) {
        self.0.save(tape);
    }

    fn load(tape: &mut Tape) -> Self {
        Self(f64::load(tape))
    }
}

impl Operand for Counted {
    type Plain = Self;

    fn as_plain_operand(&self) -> &Self {
        self
    }
}

impl OperandMut for Counted {
    type Plain = Self;

    fn as_plain_operand_mut(&mut self) -> &mut Self {
        self
    }
}

impl Owning for Counted {
    type Owned = Self;

    fn owning(&self) -> Self {
        *self
    }
}

impl Real for Counted {
    fn from_literal(x: f64) -> Self {
        counted(x)
    }

    fn to_double(self) -> f64 {
        self.0
    }
}
