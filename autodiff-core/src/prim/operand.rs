//! One operand: what comes in is a number, an array, or a reference to either, however deep; what
//! goes out is the plain number or ndarray's borrowed array.

use crate::differentiable::NoTangent;

/// A value seen through its references: a scalar is itself, every array or view is an `ArrayRef`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for an array or a number here, and is neither",
    note = "help: call a method of your own that arrays have too, such as `dot`, by its path: `Type::dot(a, b)`"
)]
pub trait Operand {
    /// The type without references and ownership.
    type Plain: ?Sized;

    /// The value behind the references.
    fn as_plain_operand(&self) -> &Self::Plain;
}

/// A shadow seen through its references, to be written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for an array or a number here, and is neither",
    note = "help: call a method of your own that arrays have too, such as `dot`, by its path: `Type::dot(a, b)`"
)]
pub trait OperandMut {
    /// The type without references and ownership.
    type Plain: ?Sized;

    /// The value behind the references.
    fn as_plain_operand_mut(&mut self) -> &mut Self::Plain;
}

impl<T: Operand + ?Sized> Operand for &T {
    type Plain = T::Plain;

    #[inline(always)]
    fn as_plain_operand(&self) -> &T::Plain {
        (**self).as_plain_operand()
    }
}

impl<T: Operand + ?Sized> Operand for &mut T {
    type Plain = T::Plain;

    #[inline(always)]
    fn as_plain_operand(&self) -> &T::Plain {
        (**self).as_plain_operand()
    }
}

impl<T: Operand + ?Sized> Operand for Box<T> {
    type Plain = T::Plain;

    #[inline(always)]
    fn as_plain_operand(&self) -> &T::Plain {
        (**self).as_plain_operand()
    }
}

impl<T: OperandMut + ?Sized> OperandMut for Box<T> {
    type Plain = T::Plain;

    #[inline(always)]
    fn as_plain_operand_mut(&mut self) -> &mut T::Plain {
        (**self).as_plain_operand_mut()
    }
}

impl<T: OperandMut + ?Sized> OperandMut for &mut T {
    type Plain = T::Plain;

    #[inline(always)]
    fn as_plain_operand_mut(&mut self) -> &mut T::Plain {
        (**self).as_plain_operand_mut()
    }
}

macro_rules! plain {
    ($($scalar:ty)*) => { $(
        impl Operand for $scalar {
            type Plain = $scalar;

            #[inline(always)]
            fn as_plain_operand(&self) -> &$scalar {
                self
            }
        }

        impl OperandMut for $scalar {
            type Plain = $scalar;

            #[inline(always)]
            fn as_plain_operand_mut(&mut self) -> &mut $scalar {
                self
            }
        }
    )* };
}

plain!(f64 f32 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char NoTangent);

#[cfg(feature = "ndarray")]
mod array {
    use ndarray::{ArrayBase, ArrayRef, Data, DataMut, Dimension};

    use super::{Operand, OperandMut};

    impl<A, S: Data<Elem = A>, D: Dimension> Operand for ArrayBase<S, D> {
        type Plain = ArrayRef<A, D>;

        #[inline(always)]
        fn as_plain_operand(&self) -> &ArrayRef<A, D> {
            self
        }
    }

    impl<A, D: Dimension> Operand for ArrayRef<A, D> {
        type Plain = ArrayRef<A, D>;

        #[inline(always)]
        fn as_plain_operand(&self) -> &ArrayRef<A, D> {
            self
        }
    }

    impl<A, S: DataMut<Elem = A>, D: Dimension> OperandMut for ArrayBase<S, D> {
        type Plain = ArrayRef<A, D>;

        #[inline(always)]
        fn as_plain_operand_mut(&mut self) -> &mut ArrayRef<A, D> {
            self
        }
    }

    impl<A, D: Dimension> OperandMut for ArrayRef<A, D> {
        type Plain = ArrayRef<A, D>;

        #[inline(always)]
        fn as_plain_operand_mut(&mut self) -> &mut ArrayRef<A, D> {
            self
        }
    }
}
