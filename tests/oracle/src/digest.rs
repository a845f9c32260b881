//! One number per function for all bits that its value and derivatives have.
//!
//! What comes in: a [`Case`]. What goes out: a hash of the bits of the value,
//! the pullback and the pushforward at every point. Invariant: a NaN counts as
//! one NaN, since its sign and payload are not determined by the language.

use std::hint::black_box;

use crate::case::Case;
use crate::directions::Directions;

/// The FNV-1a hash (Fowler, Noll, Vo) of some bytes.
pub fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// The bits that two builds, or two calls, must share.
#[must_use]
pub fn bits(number: f64) -> u64 {
    if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() }
}

/// The hash over all points and both ways of compiling.
#[must_use]
pub fn digest(case: &Case) -> u64 {
    let mut all = Vec::new();
    let mut directions = Directions::named(case.name);
    for point in 0..case.places.len() {
        let x = black_box((case.inputs)(point));
        let y = (case.primal)(point, &x);
        let (direction, seed) = (directions.next(x.len()), directions.next(y.len()));
        all.extend(y);
        for modes in case.modes {
            let (value, gradient) = (modes.vjp)(point, &x, &seed);
            let (_, tangent) = (modes.jvp)(point, &x, &direction);
            all.extend(value.into_iter().chain(gradient).chain(tangent));
        }
    }
    fnv(all.into_iter().flat_map(|number| bits(number).to_le_bytes()))
}
