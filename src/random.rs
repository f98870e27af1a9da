//! Repeatable random numbers: the one generator that everything seeded draws from.
//!
//! xoshiro256++ (Blackman and Vigna 2021, <https://prng.di.unimi.it>), its state filled by SplitMix64. The numbers
//! that a seed gives are part of what "same seed, same model" promises: they do not change between releases.

/// The increment of SplitMix64: 2⁶⁴ divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Scatters the bits of `x`: the output function of SplitMix64, a bijection.
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A random number generator that gives the same numbers for the same seed on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Rng([u64; 4]);

impl Rng {
    /// The generator of a seed; every seed is as good as another.
    pub(crate) fn new(seed: u64) -> Self {
        Self([1, 2, 3, 4].map(|n| mix(seed.wrapping_add(GOLDEN.wrapping_mul(n)))))
    }

    /// A generator of its own for part `stream` of the work, so that parts can be done in any order.
    ///
    /// Depends on how many numbers were drawn from `self`, which it leaves as it is.
    pub(crate) fn fork(&self, stream: u64) -> Self {
        let state = self.0.iter().fold(0, |hash, word| mix(hash ^ word));
        Self::new(state ^ mix(stream.wrapping_add(GOLDEN)))
    }

    /// The next 64 random bits.
    pub(crate) fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let out = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        out
    }

    /// A number below `n`, each as likely as the other; 0 where `n` is 0.
    ///
    /// Multiplies instead of taking a remainder, and draws again in the few cases that would favour some numbers
    /// (Lemire 2019, "Fast random integer generation in an interval").
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            let low = product as u64;
            if low >= n || low >= n.wrapping_neg() % n.max(1) {
                return (product >> 64) as usize;
            }
        }
    }

    /// Puts `items` in a random order, each order as likely as the other (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        // The first output for the state 1, 2, 3, 4 of the reference implementation.
        assert_eq!(Rng([1, 2, 3, 4]).next_u64(), 41_943_041);
        // The first output of the reference SplitMix64 for seed 0.
        assert_eq!(Rng::new(0).0[0], 0xE220_A839_7B1D_CDAF);
    }

    #[test]
    fn below_reaches_every_number_equally_often() {
        let mut rng = Rng::new(7);
        let mut counts = [0; 6];
        for _ in 0..60_000 {
            counts[rng.below(6)] += 1;
        }
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
        assert_eq!((rng.below(1), rng.below(0)), (0, 0));
    }

    #[test]
    fn a_shuffle_keeps_the_items() {
        let mut items: Vec<u32> = (0..100).collect();
        Rng::new(1).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
        Rng::new(1).shuffle::<u32>(&mut []);
    }

    #[test]
    fn forks_differ_by_stream_and_leave_the_parent() {
        let rng = Rng::new(3);
        let first = |stream| rng.fork(stream).next_u64();
        assert_eq!(first(0), first(0));
        assert_ne!(first(0), first(1));
        assert_ne!(first(0), rng.clone().next_u64());
    }
}
