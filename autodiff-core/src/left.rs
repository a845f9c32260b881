//! What a program leaves in a `&mut` parameter of unknown type: copied, and put back behind the reverse sweep.
//!
//! In: a place. Out: a copy of its content, made by `Clone` where the type has it and by its fields where not.
//! Which of the two is there is found as a method is: the one that asks for fewer references is looked at last.
//! Invariant: what is put back is what was copied.

use core::marker::PhantomData;

use crate::support::PutBack;

/// A value that is copied by its fields, which are all `Clone`: derived for types of the user's, since
/// accumulators and filters often are not `Clone` themselves.
#[diagnostic::on_unimplemented(
    message = "what is left in a `&mut {Self}` cannot be put back behind the reverse sweep",
    note = "help: derive `Clone` for the type"
)]
pub trait CopiedFields: Sized {
    /// A value with copies of all fields.
    fn copied_fields(&self) -> Self;
}

/// A place whose content is copied.
#[derive(Debug)]
pub struct Kept<'a, T: ?Sized>(pub &'a T);

/// A place that a copy is put back into.
#[derive(Debug)]
pub struct Left<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Left<T> {
    /// Of the place's type.
    #[inline(always)]
    pub fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

/// By `Clone` and its kin.
pub trait ByClone {
    /// The copy.
    type Copy;

    /// Copies the content.
    fn content(&self) -> Self::Copy;
}

impl<T: ToOwned + ?Sized> ByClone for &Kept<'_, T> {
    type Copy = T::Owned;

    #[inline(always)]
    fn content(&self) -> T::Owned {
        self.0.to_owned()
    }
}

/// By fields.
pub trait ByFields<T> {
    /// Copies the content.
    fn content(&self) -> T
    where
        T: CopiedFields;
}

impl<T> ByFields<T> for Kept<'_, T> {
    #[inline(always)]
    fn content(&self) -> T
    where
        T: CopiedFields,
    {
        self.0.copied_fields()
    }
}

/// Puts a copy back that [`ByClone`] made.
pub trait PutClone<T: ToOwned + ?Sized> {
    /// `*place = content`.
    fn put(&self, place: &mut T, content: T::Owned);
}

impl<T: PutBack + ?Sized> PutClone<T> for &Left<T> {
    #[inline(always)]
    fn put(&self, place: &mut T, content: T::Owned) {
        place.put_back(content);
    }
}

/// Puts a copy back that [`ByFields`] made.
pub trait PutFields<T> {
    /// `*place = content`.
    fn put(&self, place: &mut T, content: T);
}

impl<T> PutFields<T> for Left<T> {
    #[inline(always)]
    fn put(&self, place: &mut T, content: T) {
        *place = content;
    }
}

/// A copy of what a place holds.
///
/// ```
/// let x: &mut [f64] = &mut [1.0, 2.0];
/// let content = autodiff_core::content!(&*x);
/// x[0] = 7.0;
/// autodiff_core::put_content!(&mut *x, content);
/// assert_eq!(x, [1.0, 2.0]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! content {
    ($place:expr) => {{
        #[allow(unused_imports)]
        use $crate::left::{ByClone as _, ByFields as _};
        (&&$crate::left::Kept($place)).content()
    }};
}

/// Puts back what [`content!`] copied.
#[doc(hidden)]
#[macro_export]
macro_rules! put_content {
    ($place:expr, $content:expr) => {{
        #[allow(unused_imports)]
        use $crate::left::{PutClone as _, PutFields as _};
        let (place, content) = ($place, $content);
        (&&$crate::left::Left::of(&*place)).put(place, content)
    }};
}

#[cfg(test)]
mod tests {
    use super::CopiedFields;

    struct Counter {
        total: f64,
        calls: Vec<u32>,
    }

    impl CopiedFields for Counter {
        fn copied_fields(&self) -> Self {
            Self { total: self.total, calls: self.calls.clone() }
        }
    }

    #[test]
    fn a_type_without_clone_is_copied_by_its_fields() {
        let counter = &mut Counter { total: 1.5, calls: vec![3] };
        let content = crate::content!(&*counter);
        counter.total = 2.5;
        counter.calls.push(4);
        crate::put_content!(&mut *counter, content);
        assert_eq!((counter.total, counter.calls.as_slice()), (1.5, &[3][..]));
    }

    #[test]
    fn a_type_with_clone_is_cloned() {
        let numbers = &mut vec![1.0, 2.0];
        let content = crate::content!(&*numbers);
        numbers.clear();
        crate::put_content!(&mut *numbers, content);
        assert_eq!(*numbers, [1.0, 2.0]);
    }
}
