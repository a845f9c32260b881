//! Mini-batches: a number of samples, a batch size and a seed come in, batches of indices go out.
//!
//! Invariant: an epoch visits every sample exactly once, and the same seed gives the same order on
//! every machine and in every version (the generator is part of this file for that reason).

use super::error::OptimError;

/// Draws the indices of the samples that each step of an epoch looks at.
///
/// # Examples
///
/// ```
/// use autodiff_core::optim::{Batches, OptimError};
///
/// let mut batches = Batches::new(10, 4, 1)?;
/// for _epoch in 0..3 {
///     let mut seen = Vec::new();
///     for batch in batches.epoch() {
///         seen.extend_from_slice(batch); // batches of 4, 4 and 2 indices
///     }
///     seen.sort_unstable();
///     assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
/// }
/// # Ok::<(), OptimError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Batches {
    order: Vec<usize>,
    size: usize,
    generator: Option<SplitMix64>,
}

impl Batches {
    /// Mini-batches of `size` samples in an order that is shuffled for each epoch; the last batch
    /// of an epoch holds what is left.
    ///
    /// # Errors
    ///
    /// [`OptimError::EmptyBatch`] where `samples` or `size` is 0.
    pub fn new(samples: usize, size: usize, seed: u64) -> Result<Self, OptimError> {
        if samples == 0 || size == 0 {
            return Err(OptimError::EmptyBatch { samples, size });
        }
        let generator = Some(SplitMix64 { state: seed });
        Ok(Self { order: (0..samples).collect(), size, generator })
    }

    /// Stochastic descent: one sample a step, in shuffled order.
    ///
    /// # Errors
    ///
    /// [`OptimError::EmptyBatch`] where `samples` is 0.
    pub fn stochastic(samples: usize, seed: u64) -> Result<Self, OptimError> {
        Self::new(samples, 1, seed)
    }

    /// Batch descent: one step an epoch, over all samples in their own order.
    ///
    /// # Errors
    ///
    /// [`OptimError::EmptyBatch`] where `samples` is 0.
    pub fn whole(samples: usize) -> Result<Self, OptimError> {
        Ok(Self { generator: None, ..Self::new(samples, samples, 0)? })
    }

    /// How many batches an epoch has.
    #[must_use]
    pub fn per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.size)
    }

    /// Shuffles anew and returns an epoch's batches.
    pub fn epoch(&mut self) -> std::slice::Chunks<'_, usize> {
        if let Some(generator) = &mut self.generator {
            generator.shuffle(&mut self.order);
        }
        self.order.chunks(self.size)
    }
}

/// Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014,
/// <https://doi.org/10.1145/2660193.2660195>, with Stafford's thirteenth mixer.
#[derive(Debug, Clone)]
struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, each equally likely: Lemire, Fast random integer generation in an
    /// interval, 2019, <https://arxiv.org/abs/1805.10941>.
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u128;
        let rejected = (1u128 << 64) % bound;
        loop {
            let product = u128::from(self.next()) * bound;
            if product % (1 << 64) >= rejected {
                return (product >> 64) as usize;
            }
        }
    }

    /// Fisher and Yates' shuffle: every order is equally likely.
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for the seed 1234567, as published with the reference implementation
    /// (<https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64>).
    #[test]
    fn generator_gives_the_published_numbers() {
        let mut generator = SplitMix64 { state: 1_234_567 };
        let numbers = [(); 5].map(|()| generator.next());
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(numbers, published);
    }

    /// 60,000 shuffles of 3: each of the 6 orders is expected 10,000 times with a standard
    /// deviation of sqrt(60000 * 1/6 * 5/6) = 91; five of them are allowed.
    #[test]
    fn every_order_is_equally_likely() {
        let mut generator = SplitMix64 { state: 7 };
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..60_000 {
            let mut order = [0, 1, 2];
            generator.shuffle(&mut order);
            *counts.entry(order).or_insert(0_i32) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|&n| (n - 10_000).abs() < 456), "{counts:?}");
    }

    #[test]
    fn same_seed_same_batches_and_other_seed_others() {
        let draw = |seed| {
            let mut batches = Batches::new(100, 7, seed).unwrap();
            let mut drawn = Vec::new();
            for _ in 0..2 {
                drawn.extend(batches.epoch().map(<[usize]>::to_vec));
            }
            drawn
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
        assert_eq!(draw(3).len(), 30);
        assert_ne!(draw(3)[..15], draw(3)[15..]);
    }

    #[test]
    fn whole_and_stochastic_epochs() {
        let mut whole = Batches::whole(4).unwrap();
        assert_eq!(whole.epoch().collect::<Vec<_>>(), [[0, 1, 2, 3]]);
        let mut single = Batches::stochastic(4, 0).unwrap();
        assert_eq!(single.per_epoch(), 4);
        assert!(single.epoch().all(|batch| batch.len() == 1));
    }

    #[test]
    fn empty_batches_are_refused() {
        for (samples, size) in [(0, 4), (4, 0), (0, 0)] {
            let error = Batches::new(samples, size, 0).unwrap_err();
            let text = format!("cannot draw batches of {size} from {samples} samples");
            assert_eq!(error.to_string(), text);
        }
    }
}
