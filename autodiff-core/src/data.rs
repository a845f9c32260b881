//! Records of values without tangent, of types that need not know how to be recorded.
//!
//! In: a value whose type rustc sees and the macro does not. Out: the value itself where it can be
//! recorded, else [`Whole`], which moves onto the tape in a box. Which one it is, method lookup decides: the
//! implementation for values is found before the one for references to them.

use crate::differentiable::{Differentiable, NoTangent};
use crate::tape::{Save, Tape, load_boxed, save_boxed};

/// A value on its way into a record, or out of it.
#[derive(Debug)]
pub struct Kept<T>(Option<T>);

/// A value that moves onto the tape in a box.
#[derive(Debug)]
pub struct Whole<T>(T);

impl<T> Kept<T> {
    /// The value, to be kept or opened.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: 'static> Save for Whole<T> {
    #[inline]
    fn save(self, tape: &mut Tape) {
        save_boxed(self.0, tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        Self(load_boxed(tape))
    }
}

/// Of values that can be recorded.
pub trait Itself {
    /// The value.
    type Value;
    /// What goes into the record.
    fn kept(self) -> Self::Value;
}

impl<T: Save> Itself for Kept<T> {
    type Value = T;

    #[inline(always)]
    fn kept(self) -> T {
        taken(self.0)
    }
}

/// Of all others.
pub trait InABox {
    /// The value.
    type Value;
    /// What goes into the record.
    fn kept(self) -> Whole<Self::Value>;
}

impl<T> InABox for &mut Kept<T> {
    type Value = T;

    #[inline(always)]
    fn kept(self) -> Whole<T> {
        Whole(taken(self.0.take()))
    }
}

/// What comes out of a record.
pub trait Open {
    /// What went in.
    type Value;
    /// The value that went in.
    fn opened(self) -> Self::Value;
}

impl<T> Open for Kept<Whole<T>> {
    type Value = T;

    #[inline(always)]
    fn opened(self) -> T {
        taken(self.0).0
    }
}

/// What comes out of a record as it went in.
pub trait OpenItself {
    /// The value.
    type Value;
    /// The value.
    fn opened(self) -> Self::Value;
}

impl<T> OpenItself for &mut Kept<T> {
    type Value = T;

    #[inline(always)]
    fn opened(self) -> T {
        taken(self.0.take())
    }
}

/// Of values that have tangents.
pub trait Zero {
    /// The tangent.
    type Value;
    /// Zero.
    fn zero(self) -> Self::Value;
}

impl<T: Differentiable + ?Sized> Zero for Kept<&T> {
    type Value = T::Tangent;

    #[inline(always)]
    fn zero(self) -> T::Tangent {
        taken(self.0).zero_tangent()
    }
}

/// Of all others.
pub trait NoZero {
    /// What stands for a tangent.
    fn zero(self) -> NoTangent;
}

impl<T: ?Sized> NoZero for &mut Kept<&T> {
    #[inline(always)]
    fn zero(self) -> NoTangent {
        NoTangent
    }
}

/// The number in a field marked `#[no_diff]`: compiles only if its tangent is what the closure takes it for.
///
/// ```
/// use autodiff_core::data::marked;
/// assert_eq!(marked(&(1.0, 2), |tangent| { let _: &f64 = &tangent.0; }, 2.5), 2.5);
/// ```
#[inline(always)]
pub fn marked<S: Differentiable + ?Sized, T>(_: &S, _: impl FnOnce(&S::Tangent), value: T) -> T {
    value
}

/// Compiles for two names of one function only: each function has a type of its own.
#[inline(always)]
pub const fn same_function<F: Copy>(_: F, _: F) {}

macro_rules! returning {
    ($($name:ident: $($arg:ident)*,)*) => { $(
        /// The function itself, which must return an `R`.
        #[inline(always)]
        pub const fn $name<R, $($arg,)* F: Fn($($arg),*) -> R>(function: F) -> F {
            function
        }
    )* };
}

returning! {
    returning_0: ,
    returning_1: A,
    returning_2: A B,
    returning_3: A B C,
    returning_4: A B C D,
    returning_5: A B C D E,
    returning_6: A B C D E G,
    returning_7: A B C D E G H,
    returning_8: A B C D E G H I,
}

#[inline(always)]
fn taken<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => unreachable!("made with a value"),
    }
}

/// What goes into a record for a value.
#[doc(hidden)]
#[macro_export]
macro_rules! kept_data {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::data::{InABox as _, Itself as _};
        $crate::data::Kept::new($value).kept()
    }};
}

/// The value for which that went into a record.
#[doc(hidden)]
#[macro_export]
macro_rules! opened_data {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::data::{Open as _, OpenItself as _};
        $crate::data::Kept::new($value).opened()
    }};
}

/// The zero tangent of what a reference refers to, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! zero_of_data {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::data::{NoZero as _, Zero as _};
        // what is behind a `&mut` is only looked at
        $crate::data::Kept::new(&*$value).zero()
    }};
}

/// A constant whose type the macro does not know: it may be a reference.
#[derive(Debug)]
pub struct Constant<'a, T>(pub &'a T);

impl<T: ?Sized> Constant<'_, &T> {
    /// The tangent of what a reference refers to, behind a reference.
    #[inline(always)]
    pub fn tangent<'t, X>(&self, tangent: &'t X) -> &'t X {
        tangent
    }
}

/// Constants that are no references.
pub trait Owned {
    /// The tangent as a value.
    fn tangent<X: Clone>(&self, tangent: &X) -> X;
}

impl<T> Owned for Constant<'_, T> {
    #[inline(always)]
    fn tangent<X: Clone>(&self, tangent: &X) -> X {
        tangent.clone()
    }
}

/// The tangent of a constant as a call takes it: behind a reference, where the constant is one.
#[doc(hidden)]
#[macro_export]
macro_rules! tangent_of_constant {
    ($constant:expr, $tangent:expr) => {
        match $tangent {
            tangent => {
                #[allow(unused_imports)]
                use $crate::data::Owned as _;
                // by itself first: the callee may take a slice of it
                let passed = $crate::data::Constant(&$constant).tangent(tangent);
                passed
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::differentiable::NoTangent;
    use crate::tape::{Slot, Tape};

    #[derive(Debug, PartialEq)]
    enum Kind {
        Even,
        Odd,
    }

    #[test]
    fn values_of_any_type_come_back() {
        let (mut tape, slot) = (Tape::new(), Slot::new());
        for (kind, number) in [(Kind::Even, 2), (Kind::Odd, 3)] {
            slot.push(&mut tape, (kept_data!(kind), kept_data!(number)));
        }
        for expected in [(Kind::Odd, 3), (Kind::Even, 2)] {
            let (kind, number) = slot.pop(&mut tape);
            assert_eq!((opened_data!(kind), opened_data!(number)), expected);
        }
        assert!(tape.is_empty());
    }

    #[test]
    fn tangents_of_constants_are_passed_as_these_are() {
        fn sum(tangent: &[f64]) -> f64 {
            tangent.iter().sum()
        }
        const REFERENCE: &[f64] = &[1.0, 2.0];
        const VALUE: f64 = 1.0;
        assert_eq!(sum(tangent_of_constant!(REFERENCE, &vec![0.5, 0.25])), 0.75);
        assert_eq!(tangent_of_constant!(VALUE, &0.5), 0.5);
    }

    #[test]
    fn zeros_are_found_by_type() {
        assert_eq!(zero_of_data!(&Kind::Odd), NoTangent);
        assert_eq!(zero_of_data!(&[1.0, 2.0]), [0.0, 0.0]);
        assert_eq!(zero_of_data!(&3), NoTangent);
    }
}
