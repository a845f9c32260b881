//! Deterministic directions, seeds and shadows.
//!
//! What comes in: a name and a number. What goes out: coordinates that are
//! multiples of 1/64 in [-1, 1] and not 0, so that they are exact in `f32` too.
//! Invariant: the same name and number give the same coordinates everywhere.

/// A splitmix64 generator (Steele, Lea, Flood 2014), seeded by a name.
#[derive(Debug)]
pub struct Directions {
    state: u64,
}

impl Directions {
    /// The generator of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { state: crate::digest::fnv(name.bytes()) }
    }

    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next `n` coordinates.
    pub fn next(&mut self, n: usize) -> Vec<f64> {
        (0..n)
            .map(|_| {
                let bits = self.next_u64();
                let magnitude = f64::from(u8::try_from(1 + bits % 64).expect("at most 64"));
                let sign = if bits >> 63 == 0 { 1.0 } else { -1.0 };
                sign * magnitude / 64.0
            })
            .collect()
    }
}
