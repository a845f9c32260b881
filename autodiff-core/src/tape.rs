//! The record that annotated functions pass down to the functions they call.
//!
//! A forward sweep pushes what its reverse sweep needs, the reverse sweep pops it in the opposite
//! order. There is one stack per kind of scalar, so that a record of numbers costs no allocation of
//! its own; arrays move onto a stack of boxes. What a record holds is known to rustc only: a [`Slot`]
//! stands for it in both sweeps, and inference names the type.
//!
//! Invariant: a function pops exactly what it pushed, so that the tape is empty after the reverse
//! sweep of the function that made it.

use core::cell::Cell;
use core::marker::PhantomData;
use core::ops::Range;
use std::any::Any;
use std::cmp::Ordering;

use crate::checkpoint::Checkpoints;
use crate::differentiable::{Inert, NoTangent};

/// The stacks. A new tape allocates nothing.
#[derive(Debug, Default)]
pub struct Tape {
    doubles: Vec<f64>,
    singles: Vec<f32>,
    words: Vec<u64>,
    boxes: Vec<Box<dyn Any>>,
    /// The next callee need not restore what it changes.
    spared: bool,
}

thread_local! {
    /// The stack of numbers that the last tape of this thread has left, empty: a gradient of a few
    /// operations that is asked for again and again would spend its time on growing one.
    static LEFT: Cell<Vec<f64>> = const { Cell::new(Vec::new()) };
}

/// A larger stack is given back to the allocator (32 KiB).
const LARGEST_LEFT: usize = 4096;

impl Drop for Tape {
    #[inline]
    fn drop(&mut self) {
        let mut left = core::mem::take(&mut self.doubles);
        if left.capacity() > 0 && left.capacity() <= LARGEST_LEFT {
            left.clear();
            // while a thread ends there is nothing to leave it to
            let _ = LEFT.try_with(|cell| cell.set(left));
        }
    }
}

impl Tape {
    /// An empty tape.
    #[inline]
    pub fn new() -> Self {
        let doubles = LEFT.try_with(Cell::take).unwrap_or_default();
        let (singles, words, boxes) = (Vec::new(), Vec::new(), Vec::new());
        Self { doubles, singles, words, boxes, spared: false }
    }

    /// Tells the next callee whether its reverse sweep has to leave its `&mut` arguments as its forward
    /// sweep found them. It does unless it is told otherwise.
    #[inline(always)]
    pub fn set_restoring(&mut self, restoring: bool) {
        self.spared = !restoring;
    }

    /// What the caller told; the callees of the callee are told anew.
    #[inline(always)]
    pub fn take_restoring(&mut self) -> bool {
        !core::mem::take(&mut self.spared)
    }

    /// Whether nothing is on the tape.
    pub fn is_empty(&self) -> bool {
        self.doubles.is_empty()
            && self.singles.is_empty()
            && self.words.is_empty()
            && self.boxes.is_empty()
    }
}

/// A place of a program that pushes and pops records of one type.
#[derive(Debug)]
pub struct Slot<T>(PhantomData<fn() -> T>);

impl<T: Save> Slot<T> {
    /// The slot of a record whose type its uses determine.
    #[inline(always)]
    #[allow(clippy::new_without_default)] // made by generated code only
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Puts a record on the tape.
    #[inline(always)]
    pub fn push(&self, tape: &mut Tape, record: T) {
        record.save(tape);
    }

    /// Takes the last record back.
    #[inline(always)]
    pub fn pop(&self, tape: &mut Tape) -> T {
        T::load(tape)
    }

    /// Puts a record on the tape, where there is one.
    #[inline(always)]
    pub fn push_some(&self, tape: &mut Tape, record: Option<T>) {
        if let Some(record) = record {
            record.save(tape);
        }
    }

    /// Takes back what [`push_some`](Self::push_some) left under the same condition.
    #[inline(always)]
    pub fn pop_if(&self, tape: &mut Tape, condition: bool) -> Option<T> {
        condition.then(|| T::load(tape))
    }
}

impl<T: Save + Copy> Slot<T> {
    /// Puts a record per element on the tape, if the condition holds.
    #[inline]
    pub fn push_row(&self, tape: &mut Tape, condition: bool, row: &[T]) {
        if condition {
            T::save_row(row, tape);
        }
    }

    /// Puts back what [`push_row`](Self::push_row) took under the same condition.
    #[inline]
    pub fn pop_row(&self, tape: &mut Tape, condition: bool, row: &mut [T]) {
        if condition {
            T::load_row(row, tape);
        }
    }

    /// Puts records of several rows on the tape as a loop along them would, one of each per iteration, if the
    /// condition holds. The rows are of one length.
    #[inline]
    pub fn push_rows<const N: usize>(&self, tape: &mut Tape, condition: bool, rows: [&[T]; N]) {
        if condition {
            for at in 0..rows[0].len() {
                rows.iter().for_each(|row| row[at].save(tape));
            }
        }
    }

    /// Puts back what such a loop, or [`push_rows`](Self::push_rows), took; the rows in the opposite order.
    #[inline]
    pub fn pop_rows<const N: usize>(
        &self,
        tape: &mut Tape,
        condition: bool,
        mut rows: [&mut [T]; N],
    ) {
        if condition {
            for at in (0..rows[0].len()).rev() {
                rows.iter_mut().for_each(|row| row[at] = T::load(tape));
            }
        }
    }
}

/// What can be put on a tape.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` cannot be recorded for the reverse sweep",
    note = "help: put `#[derive(Differentiable)]` on a type of your own, or take the value apart into \
            numbers and arrays before it is used in a function that calls other annotated functions"
)]
pub trait Save: Sized {
    /// Pushes the value.
    fn save(self, tape: &mut Tape);
    /// Pops the value.
    fn load(tape: &mut Tape) -> Self;

    /// Pushes all elements of a slice.
    #[inline]
    fn save_row(row: &[Self], tape: &mut Tape)
    where
        Self: Copy,
    {
        row.iter().for_each(|part| part.save(tape));
    }

    /// Pops what [`Save::save_row`] pushed.
    #[inline]
    fn load_row(row: &mut [Self], tape: &mut Tape)
    where
        Self: Copy,
    {
        row.iter_mut().rev().for_each(|part| *part = Self::load(tape));
    }

    /// Pushes all elements of an array.
    #[inline]
    fn save_array<const N: usize>(array: [Self; N], tape: &mut Tape) {
        for part in array {
            part.save(tape);
        }
    }

    /// Pops what [`Save::save_array`] pushed.
    #[inline]
    fn load_array<const N: usize>(tape: &mut Tape) -> [Self; N] {
        let mut array = core::array::from_fn(|_| Self::load(tape));
        array.reverse();
        array
    }
}

/// What the forward sweep kept of a place with [`keep`](crate::keep), from the tape.
#[doc(hidden)]
#[inline]
pub fn kept<T: ToOwned<Owned: Save> + ?Sized>(_: &T, tape: &mut Tape) -> T::Owned {
    Save::load(tape)
}

/// The reverse sweep does not match the forward sweep: an error in the compiler, not in its input.
#[cold]
fn mismatch() -> ! {
    panic!("a record was popped that was not pushed; please report this function to chainrule")
}

macro_rules! floats {
    ($($float:ty: $stack:ident,)*) => { $(
        impl Save for $float {
            #[inline(always)]
            fn save(self, tape: &mut Tape) {
                tape.$stack.push(self);
            }

            #[inline(always)]
            fn load(tape: &mut Tape) -> Self {
                tape.$stack.pop().unwrap_or_else(|| mismatch())
            }

            #[inline]
            fn save_row(row: &[Self], tape: &mut Tape) {
                tape.$stack.extend_from_slice(row);
            }

            #[inline]
            fn load_row(row: &mut [Self], tape: &mut Tape) {
                let Some(start) = tape.$stack.len().checked_sub(row.len()) else { mismatch() };
                row.copy_from_slice(&tape.$stack[start..]);
                tape.$stack.truncate(start);
            }

            // at once: one check of the capacity
            #[inline(always)]
            fn save_array<const N: usize>(array: [Self; N], tape: &mut Tape) {
                tape.$stack.extend_from_slice(&array);
            }

            #[inline(always)]
            fn load_array<const N: usize>(tape: &mut Tape) -> [Self; N] {
                let Some(array) = tape.$stack.last_chunk().copied() else { mismatch() };
                tape.$stack.truncate(tape.$stack.len() - N);
                array
            }
        }
    )* };
}

floats! { f64: doubles, f32: singles, }

macro_rules! integers {
    ($($integer:ty)*) => { $(
        impl Save for $integer {
            #[inline(always)]
            fn save(self, tape: &mut Tape) {
                tape.words.push(self as u64);
            }

            #[inline(always)]
            fn load(tape: &mut Tape) -> Self {
                tape.words.pop().unwrap_or_else(|| mismatch()) as $integer
            }
        }
    )* };
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl Save for bool {
    #[inline(always)]
    fn save(self, tape: &mut Tape) {
        u64::from(self).save(tape);
    }

    #[inline(always)]
    fn load(tape: &mut Tape) -> Self {
        u64::load(tape) != 0
    }
}

/// Values without content.
impl Save for Ordering {
    #[inline(always)]
    fn save(self, tape: &mut Tape) {
        (self as i8).save(tape);
    }

    #[inline(always)]
    fn load(tape: &mut Tape) -> Self {
        i8::load(tape).cmp(&0)
    }
}

macro_rules! empty {
    ($($empty:ty = $value:expr,)*) => { $(
        impl Save for $empty {
            #[inline(always)]
            fn save(self, _: &mut Tape) {}

            #[inline(always)]
            fn load(_: &mut Tape) -> Self {
                $value
            }
        }
    )* };
}

empty! { () = (), NoTangent = NoTangent, }

impl<T: ?Sized> Save for PhantomData<T> {
    #[inline(always)]
    fn save(self, _: &mut Tape) {}

    #[inline(always)]
    fn load(_: &mut Tape) -> Self {
        PhantomData
    }
}

impl<T: Save, const N: usize> Save for [T; N] {
    #[inline]
    fn save(self, tape: &mut Tape) {
        T::save_array(self, tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        T::load_array(tape)
    }
}

impl<T: Save> Save for Range<T> {
    #[inline]
    fn save(self, tape: &mut Tape) {
        self.start.save(tape);
        self.end.save(tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        let end = T::load(tape);
        T::load(tape)..end
    }
}

impl<T: Save> Save for Box<T> {
    #[inline]
    fn save(self, tape: &mut Tape) {
        (*self).save(tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        Box::new(T::load(tape))
    }
}

impl<T: Save> Save for Option<T> {
    #[inline]
    fn save(self, tape: &mut Tape) {
        let some = self.is_some();
        if let Some(value) = self {
            value.save(tape);
        }
        some.save(tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        bool::load(tape).then(|| T::load(tape))
    }
}

impl<T: Save, E: 'static> Save for Result<T, E> {
    #[inline]
    fn save(self, tape: &mut Tape) {
        let ok = self.is_ok();
        match self {
            Ok(value) => value.save(tape),
            Err(error) => save_boxed(error, tape),
        }
        ok.save(tape);
    }

    #[inline]
    fn load(tape: &mut Tape) -> Self {
        if bool::load(tape) { Ok(T::load(tape)) } else { Err(load_boxed(tape)) }
    }
}

impl<T: ?Sized> Save for Inert<T> {
    #[inline(always)]
    fn save(self, _: &mut Tape) {}

    #[inline(always)]
    fn load(_: &mut Tape) -> Self {
        Inert::new()
    }
}

/// Moves a value of any type onto the tape in a box.
#[doc(hidden)]
pub fn save_boxed<T: 'static>(value: T, tape: &mut Tape) {
    tape.boxes.push(Box::new(value));
}

/// Takes back what [`save_boxed`] left.
#[doc(hidden)]
pub fn load_boxed<T: 'static>(tape: &mut Tape) -> T {
    match tape.boxes.pop().map(|value| value.downcast()) {
        Some(Ok(value)) => *value,
        _ => mismatch(),
    }
}

/// Values that move onto the tape in a box.
macro_rules! boxed {
    ($([$($generics:tt)*] $boxed:ty,)*) => { $(
        impl<$($generics)*> Save for $boxed {
            #[inline]
            fn save(self, tape: &mut Tape) {
                save_boxed(self, tape);
            }

            #[inline]
            fn load(tape: &mut Tape) -> Self {
                load_boxed(tape)
            }
        }
    )* };
}

boxed! {
    [] char,
    [] i128,
    [] u128,
    [] String,
    [] &'static str,
    [T: 'static] Vec<T>,
    [T: 'static] Box<[T]>,
    [S: 'static] Checkpoints<S>,
}

#[cfg(feature = "arrayvec")]
boxed! {
    [T: 'static, const N: usize] arrayvec::ArrayVec<T, N>,
}

#[cfg(feature = "ndarray")]
boxed! {
    [A: 'static, D: ndarray::Dimension + 'static] ndarray::Array<A, D>,
}

macro_rules! tuples {
    ($($name:ident $index:tt,)+) => {
        impl<$($name: Save),+> Save for ($($name,)+) {
            #[inline(always)]
            fn save(self, tape: &mut Tape) {
                $(self.$index.save(tape);)+
            }

            #[inline(always)]
            #[allow(non_snake_case)]
            fn load(tape: &mut Tape) -> Self {
                tuples!(@load tape [] $($name)+);
                ($($name,)+)
            }
        }
    };
    // the last pushed is popped first
    (@load $tape:ident [$($reversed:ident)*] $first:ident $($rest:ident)*) => {
        tuples!(@load $tape [$first $($reversed)*] $($rest)*);
    };
    (@load $tape:ident [$($name:ident)*]) => {
        $(let $name = $name::load($tape);)*
    };
}

tuples!(A 0,);
tuples!(A 0, B 1,);
tuples!(A 0, B 1, C 2,);
tuples!(A 0, B 1, C 2, D 3,);
tuples!(A 0, B 1, C 2, D 3, E 4,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10,);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11,);

#[cfg(test)]
mod tests {
    use super::{Save, Slot, Tape};

    fn comes_back<T: Save + Clone + PartialEq + std::fmt::Debug>(value: T) {
        let (mut tape, slot) = (Tape::new(), Slot::new());
        slot.push(&mut tape, (1.5, value.clone(), 7_usize));
        slot.push(&mut tape, (2.5, value.clone(), 8_usize));
        assert_eq!(slot.pop(&mut tape), (2.5, value.clone(), 8));
        assert_eq!(slot.pop(&mut tape), (1.5, value, 7));
        assert!(tape.is_empty());
    }

    #[test]
    fn records_come_back_in_the_opposite_order() {
        comes_back(-0.0_f64);
        comes_back(0.1_f32);
        comes_back(-3_i8);
        comes_back(i64::MIN);
        comes_back(true);
        comes_back('x');
        comes_back([1.0, 2.0, 3.0]);
        comes_back([[1.0, 2.0], [3.0, 4.0]]);
        comes_back(vec![1.0, 2.0]);
        comes_back(Some((1.0, 2)));
        comes_back(None::<f64>);
        comes_back(Ok::<_, String>(1.0));
        comes_back(Err::<f64, _>("negative"));
        comes_back(((1.0, 2.0_f32), [(3, 4.0)]));
        comes_back((1.0, 2, 3.0, 4, 5.0, 6, 7.0, 8, 9.0, 10, 11.0, 12));
    }
}
