//! What stands inside a `Some` or an `Ok`.
//!
//! In: an `Option` or a `Result`, or a reference to one: a primal value or its tangent, which is an
//! `Option` for both. Out: the payload as a place, so that the shadow of a payload is the payload of
//! the shadow. Invariant: a shadow is `Some` where its primal is `Some` or `Ok`.

/// A value that may hold another one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Option` and no `Result`",
    note = "help: a differentiable function takes these two apart; wrap anything else without \
            derivative in `no_diff!(..)`"
)]
pub trait Payload {
    /// What it may hold.
    type Content;

    /// The value inside; `None` of a `None` or an `Err`.
    fn content(&self) -> Option<&Self::Content>;
}

/// A [`Payload`] that can be written.
pub trait PayloadMut: Payload {
    /// The value inside, to be written.
    fn content_mut(&mut self) -> Option<&mut Self::Content>;
}

impl<T> Payload for Option<T> {
    type Content = T;

    #[inline(always)]
    fn content(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T> PayloadMut for Option<T> {
    #[inline(always)]
    fn content_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }
}

impl<T, E> Payload for Result<T, E> {
    type Content = T;

    #[inline(always)]
    fn content(&self) -> Option<&T> {
        self.as_ref().ok()
    }
}

impl<T, E> PayloadMut for Result<T, E> {
    #[inline(always)]
    fn content_mut(&mut self) -> Option<&mut T> {
        self.as_mut().ok()
    }
}

impl<P: Payload + ?Sized> Payload for &P {
    type Content = P::Content;

    #[inline(always)]
    fn content(&self) -> Option<&P::Content> {
        (**self).content()
    }
}

impl<P: Payload + ?Sized> Payload for &mut P {
    type Content = P::Content;

    #[inline(always)]
    fn content(&self) -> Option<&P::Content> {
        (**self).content()
    }
}

impl<P: PayloadMut + ?Sized> PayloadMut for &mut P {
    #[inline(always)]
    fn content_mut(&mut self) -> Option<&mut P::Content> {
        (**self).content_mut()
    }
}

#[cold]
#[track_caller]
fn absent() -> ! {
    panic!("a `None` or an `Err` was unwrapped")
}

/// Whether there is a payload: a `Some` or an `Ok`.
///
/// ```
/// assert!(autodiff_core::present(&Ok::<f64, String>(1.0)));
/// ```
#[inline(always)]
pub fn present<P: Payload + ?Sized>(value: &P) -> bool {
    value.content().is_some()
}

/// The payload of a `Some` or an `Ok`.
///
/// # Panics
/// When there is none, as `unwrap` does.
///
/// ```
/// assert_eq!(*autodiff_core::payload(&Some(2.0)), 2.0);
/// ```
#[inline(always)]
#[track_caller]
pub fn payload<P: Payload + ?Sized>(value: &P) -> &P::Content {
    value.content().unwrap_or_else(|| absent())
}

/// The payload of a `Some` or an `Ok`, to be written.
///
/// # Panics
/// When there is none.
///
/// ```
/// let mut shadow = Some(1.0);
/// *autodiff_core::payload_mut(&mut shadow) += 2.0;
/// assert_eq!(shadow, Some(3.0));
/// ```
#[inline(always)]
#[track_caller]
pub fn payload_mut<P: PayloadMut + ?Sized>(value: &mut P) -> &mut P::Content {
    value.content_mut().unwrap_or_else(|| absent())
}

/// A [`Payload`] that can be taken apart.
pub trait IntoPayload: Payload<Content: Sized> {
    /// The value inside; `None` of a `None` or an `Err`.
    fn into_content(self) -> Option<Self::Content>;
}

impl<T> IntoPayload for Option<T> {
    #[inline(always)]
    fn into_content(self) -> Option<T> {
        self
    }
}

impl<T, E> IntoPayload for Result<T, E> {
    #[inline(always)]
    fn into_content(self) -> Option<T> {
        self.ok()
    }
}

/// The payload, taken out of a value that has one.
///
/// # Panics
/// When there is none.
///
/// ```
/// assert_eq!(autodiff_core::into_payload(Some(2.0)), 2.0);
/// ```
#[inline(always)]
#[track_caller]
pub fn into_payload<P: IntoPayload>(value: P) -> P::Content {
    value.into_content().unwrap_or_else(|| absent())
}

/// The cotangent with which a result starts: none where there is nothing to differentiate.
///
/// ```
/// let failed: Result<f64, &str> = Err("negative");
/// assert_eq!(autodiff_core::seed_of(&failed, Some(1.0)), None);
/// ```
#[inline(always)]
pub fn seed_of<P: Payload + ?Sized, T>(result: &P, seed: Option<T>) -> Option<T> {
    seed.filter(|_| present(result))
}

/// An error that `?` and patterns can copy: the reverse sweep asks the result again.
#[diagnostic::on_unimplemented(
    message = "an error of type `{Self}` cannot be copied",
    note = "help: derivatives use the result more than once here: put `#[derive(Clone)]` on \
            `{Self}`, or use the result where it is made, by `?` or `match`"
)]
pub trait CopiedError: Clone {}

#[diagnostic::do_not_recommend]
impl<E: Clone> CopiedError for E {}

/// The error of an `Err`.
///
/// # Panics
/// When there is none.
///
/// ```
/// let failed: Result<f64, &str> = Err("negative");
/// assert_eq!(autodiff_core::error(&failed), "negative");
/// ```
#[inline]
#[track_caller]
pub fn error<T, E: CopiedError>(result: &Result<T, E>) -> E {
    match result {
        Err(error) => error.clone(),
        Ok(_) => panic!("an `Ok` has no error"),
    }
}

/// A copy of a result.
///
/// ```
/// let failed: Result<f64, &str> = Err("negative");
/// assert_eq!(autodiff_core::with_copied_error(&failed), failed);
/// ```
#[inline]
pub fn with_copied_error<T: Clone, E: CopiedError>(result: &Result<T, E>) -> Result<T, E> {
    result.clone()
}

/// The value of a function at an error: the error's type is known before the function's.
///
/// ```
/// assert_eq!(autodiff_core::error_through("negative", |error| error.len()), 8);
/// ```
#[inline]
pub fn error_through<E, R>(error: E, function: impl FnOnce(E) -> R) -> R {
    function(error)
}
