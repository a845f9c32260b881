//! Results that lend their error.
//!
//! In: a `Result`, or an `Option` of one, that a sweep looks at and somebody returns. Out: the same with its
//! error in a cell, so that who takes the error moves it. The reverse sweep asks whether there is a payload,
//! and for that payload, never for an error: so nothing needs two of an error, and its type need not be
//! `Clone`. Invariant: an error is taken once.

use std::cell::Cell;
use std::fmt;

/// An error in a cell, from which the one who takes it moves it.
pub struct LentError<E>(Cell<Option<E>>);

impl<E> fmt::Debug for LentError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LentError").finish_non_exhaustive()
    }
}

/// A copy lends nothing: there is one error, and it is where it was.
impl<E> Clone for LentError<E> {
    fn clone(&self) -> Self {
        Self(Cell::new(None))
    }
}

/// A result, by whatever name, or an `Option` of one.
pub trait LendsError {
    /// The same, lending its error.
    type Lending: Lending<Plain = Self>;

    /// The same, lending its error.
    fn lending(self) -> Self::Lending;
}

/// What lends its error.
pub trait Lending {
    /// The result that it is made of.
    type Plain;

    /// That result again.
    fn returned(self) -> Self::Plain;
}

/// What lends its error, and can be copied but for that.
pub trait CopyLending: Lending {
    /// The result, with a copy of what an `Ok` holds and with the error that an `Err` lends.
    fn with_error(&self) -> Self::Plain;

    /// A copy of what an `Ok` holds; of an `Err`, that it is one.
    fn without_error(&self) -> Self;
}

impl<T, E> LendsError for Result<T, E> {
    type Lending = Result<T, LentError<E>>;

    #[inline(always)]
    fn lending(self) -> Self::Lending {
        self.map_err(|error| LentError(Cell::new(Some(error))))
    }
}

impl<T, E> Lending for Result<T, LentError<E>> {
    type Plain = Result<T, E>;

    #[inline(always)]
    #[track_caller]
    fn returned(self) -> Result<T, E> {
        self.map_err(|LentError(error)| error.into_inner().unwrap_or_else(|| taken()))
    }
}

impl<T: Clone, E> CopyLending for Result<T, LentError<E>> {
    #[inline]
    #[track_caller]
    fn with_error(&self) -> Result<T, E> {
        match self {
            Ok(value) => Ok(value.clone()),
            Err(_) => Err(lent_error(self)),
        }
    }

    #[inline]
    fn without_error(&self) -> Self {
        self.clone()
    }
}

// of results alone: so `None` tells its type
impl<T, E> LendsError for Option<Result<T, E>> {
    type Lending = Option<Result<T, LentError<E>>>;

    #[inline(always)]
    fn lending(self) -> Self::Lending {
        self.map(Result::lending)
    }
}

impl<T, E> Lending for Option<Result<T, LentError<E>>> {
    type Plain = Option<Result<T, E>>;

    #[inline(always)]
    #[track_caller]
    fn returned(self) -> Self::Plain {
        self.map(Result::returned)
    }
}

impl<T: Clone, E> CopyLending for Option<Result<T, LentError<E>>> {
    #[inline]
    #[track_caller]
    fn with_error(&self) -> Self::Plain {
        self.as_ref().map(Result::with_error)
    }

    #[inline]
    fn without_error(&self) -> Self {
        self.clone()
    }
}

#[cold]
#[track_caller]
fn taken() -> ! {
    panic!("an error was taken twice")
}

/// The same result, which lends its error.
///
/// ```
/// use autodiff_core::{lending, lent_error, with_error};
///
/// let failed: Result<f64, Box<dyn std::error::Error>> = Err("negative".into());
/// let failed = lending(failed);
/// assert!(failed.is_err());
/// assert_eq!(lent_error(&failed).to_string(), "negative");
///
/// let fine: Result<f64, std::fmt::Error> = Ok(2.0);
/// assert_eq!(with_error(&lending(fine)), Ok(2.0));
/// ```
#[inline(always)]
pub fn lending<R: LendsError>(result: R) -> R::Lending {
    result.lending()
}

/// The error of an `Err` that lends it.
///
/// # Panics
/// When there is none, or it was taken before.
#[inline]
#[track_caller]
pub fn lent_error<T, E>(result: &Result<T, LentError<E>>) -> E {
    match result {
        Err(LentError(error)) => error.take().unwrap_or_else(|| taken()),
        Ok(_) => panic!("an `Ok` has no error"),
    }
}

/// What a function makes of references to what the result holds.
///
/// ```
/// use autodiff_core::{lending, tested};
///
/// let failed: Result<f64, String> = Err("negative".to_owned());
/// assert_eq!(tested(&lending(failed), |result| result.map_or_else(|e| e.len(), |_| 0)), 8);
/// ```
///
/// # Panics
/// When the error was taken before.
#[inline]
#[track_caller]
pub fn tested<T, E, R>(
    result: &Result<T, LentError<E>>,
    test: impl FnOnce(Result<&T, &E>) -> R,
) -> R {
    match result {
        Ok(value) => test(Ok(value)),
        Err(LentError(cell)) => {
            let error = cell.take().unwrap_or_else(|| taken());
            let answer = test(Err(&error));
            cell.set(Some(error));
            answer
        }
    }
}

/// The result with a copy of what an `Ok` holds, and with the error that an `Err` lends.
///
/// # Panics
/// When the error was taken before.
#[inline]
#[track_caller]
pub fn with_error<L: CopyLending>(lending: &L) -> L::Plain {
    lending.with_error()
}

/// A copy of what an `Ok` holds; of an `Err`, that it is one.
#[inline]
pub fn without_error<L: CopyLending>(lending: &L) -> L {
    lending.without_error()
}

/// The result that lent its error.
///
/// # Panics
/// When the error was taken before.
#[inline(always)]
#[track_caller]
pub fn returned<L: Lending>(lending: L) -> L::Plain {
    lending.returned()
}
