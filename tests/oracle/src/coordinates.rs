//! Inputs, outputs and gradients as flat lists of coordinates, and back.
//!
//! What comes in: any value of the contract's differentiable types, whose
//! integers and bools have no coordinates. What goes out: its coordinates in
//! logical order, a value of the same shape with other coordinates, or the
//! same value over duals. Invariant: `rebuild(v, flatten(v)) == v`.

use crate::dual::Dual;

/// Coordinates yet to be consumed.
pub type Source<'a, T> = &'a mut dyn Iterator<Item = T>;

/// A value that has float coordinates (possibly none).
pub trait Coordinates: Sized {
    /// The same type over duals.
    type Dual;
    /// Appends the coordinates.
    fn write(&self, out: &mut Vec<f64>);
    /// A value of this shape with the next coordinates.
    #[must_use]
    fn read(&self, from: Source<'_, f64>) -> Self;
    /// A value of this shape over duals with the next coordinates.
    #[must_use]
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual;
}

/// A result over duals.
pub trait DualCoordinates {
    /// Appends the coordinates.
    fn write(&self, out: &mut Vec<Dual>);
}

/// The coordinates of `value` in logical order.
pub fn flatten<C: Coordinates>(value: &C) -> Vec<f64> {
    let mut out = Vec::new();
    value.write(&mut out);
    out
}

/// The coordinates of a result over duals.
pub fn flatten_dual<C: DualCoordinates>(value: &C) -> Vec<Dual> {
    let mut out = Vec::new();
    value.write(&mut out);
    out
}

/// A value of the shape of `like` with the given coordinates, all of them.
///
/// # Panics
/// When there are more or fewer coordinates than `like` has.
pub fn rebuild<C: Coordinates>(like: &C, coordinates: &[f64]) -> C {
    let mut source = coordinates.iter().copied();
    let value = like.read(&mut source);
    assert!(source.next().is_none(), "more coordinates than the value has");
    value
}

/// A value of the shape of `like` over duals with the given coordinates.
///
/// # Panics
/// When there are more or fewer coordinates than `like` has.
pub fn lift<C: Coordinates>(like: &C, coordinates: &[Dual]) -> C::Dual {
    let mut source = coordinates.iter().copied();
    let value = like.lift(&mut source);
    assert!(source.next().is_none(), "more coordinates than the value has");
    value
}

fn next<T>(source: Source<'_, T>) -> T {
    source.next().expect("as many coordinates as the value has")
}

impl Coordinates for f64 {
    type Dual = Dual;
    fn write(&self, out: &mut Vec<f64>) {
        out.push(*self);
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        next(from)
    }
    fn lift(&self, from: Source<'_, Dual>) -> Dual {
        next(from)
    }
}

impl Coordinates for f32 {
    type Dual = Dual;
    fn write(&self, out: &mut Vec<f64>) {
        out.push(f64::from(*self));
    }
    #[allow(clippy::cast_possible_truncation)]
    fn read(&self, from: Source<'_, f64>) -> Self {
        next(from) as Self
    }
    fn lift(&self, from: Source<'_, Dual>) -> Dual {
        next(from)
    }
}

impl DualCoordinates for Dual {
    fn write(&self, out: &mut Vec<Dual>) {
        out.push(*self);
    }
}

macro_rules! without_coordinates {
    ($($inactive:ty),*) => {$(
        impl Coordinates for $inactive {
            type Dual = Self;
            fn write(&self, _: &mut Vec<f64>) {}
            fn read(&self, _: Source<'_, f64>) -> Self { self.clone() }
            fn lift(&self, _: Source<'_, Dual>) -> Self { self.clone() }
        }
        impl DualCoordinates for $inactive {
            fn write(&self, _: &mut Vec<Dual>) {}
        }
    )*};
}
without_coordinates!((), bool, char, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, String);

/// An argument without a derivative: floats that stay where they are (`#[no_diff]`).
#[derive(Clone, Debug)]
pub struct Fixed<C>(pub C);

impl<C: Coordinates + Clone> Coordinates for Fixed<C> {
    type Dual = Fixed<C::Dual>;
    fn write(&self, _: &mut Vec<f64>) {}
    fn read(&self, _: Source<'_, f64>) -> Self {
        self.clone()
    }
    fn lift(&self, _: Source<'_, Dual>) -> Self::Dual {
        let constants: Vec<Dual> = flatten(&self.0).into_iter().map(Dual::lit).collect();
        Fixed(lift(&self.0, &constants))
    }
}

impl<C: Coordinates, const N: usize> Coordinates for [C; N] {
    type Dual = [C::Dual; N];
    fn write(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|item| item.write(out));
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        std::array::from_fn(|i| self[i].read(from))
    }
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual {
        std::array::from_fn(|i| self[i].lift(from))
    }
}

impl<C: DualCoordinates, const N: usize> DualCoordinates for [C; N] {
    fn write(&self, out: &mut Vec<Dual>) {
        self.iter().for_each(|item| item.write(out));
    }
}

impl<C: Coordinates> Coordinates for Vec<C> {
    type Dual = Vec<C::Dual>;
    fn write(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|item| item.write(out));
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        self.iter().map(|item| item.read(from)).collect()
    }
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual {
        self.iter().map(|item| item.lift(from)).collect()
    }
}

impl<C: DualCoordinates> DualCoordinates for Vec<C> {
    fn write(&self, out: &mut Vec<Dual>) {
        self.iter().for_each(|item| item.write(out));
    }
}

macro_rules! tuples {
    ($(($($name:ident . $position:tt),+))*) => {$(
        impl<$($name: Coordinates),+> Coordinates for ($($name,)+) {
            type Dual = ($($name::Dual,)+);
            fn write(&self, out: &mut Vec<f64>) { $(self.$position.write(out);)+ }
            fn read(&self, from: Source<'_, f64>) -> Self { ($(self.$position.read(from),)+) }
            fn lift(&self, from: Source<'_, Dual>) -> Self::Dual { ($(self.$position.lift(from),)+) }
        }
        impl<$($name: DualCoordinates),+> DualCoordinates for ($($name,)+) {
            fn write(&self, out: &mut Vec<Dual>) { $(self.$position.write(out);)+ }
        }
    )*};
}
tuples! {
    (A.0)
    (A.0, B.1)
    (A.0, B.1, C.2)
    (A.0, B.1, C.2, D.3)
    (A.0, B.1, C.2, D.3, E.4)
    (A.0, B.1, C.2, D.3, E.4, F.5)
    (A.0, B.1, C.2, D.3, E.4, F.5, G.6)
    (A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7)
}
