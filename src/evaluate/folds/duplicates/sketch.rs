//! The shingles of a text, as the smallest of their hashes.

use std::cmp::Ordering;
use std::iter;

use crate::random::mix;
use crate::text::tokenize::for_each_token;

/// The words of a shingle.
const SHINGLE_WORDS: usize = 4;

/// The hashes kept of each text.
const SKETCH_LEN: usize = 128;

/// The smallest hashes of a text's shingles, rising.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    pub(super) hashes: Box<[u32]>,
    /// Whether there were more of them.
    cut: bool,
}

impl Sketch {
    pub(crate) fn of(text: &str) -> Self {
        Self::of_words(&word_hashes(text))
    }

    /// The same for a text of these [words](word_hashes).
    pub(super) fn of_words(words: &[u64]) -> Self {
        let runs = words.windows(SHINGLE_WORDS.min(words.len()).max(1));
        let mut hashes: Vec<u32> = runs.map(shingle_hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let cut = hashes.len() > SKETCH_LEN;
        hashes.truncate(SKETCH_LEN);
        Self { hashes: hashes.into(), cut }
    }

    /// The share of the shingles of both that are in each of them, among those that both sketches reach down to.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        let reach = self.reach().min(other.reach());
        let (a, b) = (within(&self.hashes, reach), within(&other.hashes, reach));
        let shared = shared(a, b).count();
        f64::from(shared as u32) / (a.len() + b.len() - shared).max(1) as f64
    }

    /// The hash up to which nothing is missing.
    fn reach(&self) -> u32 {
        self.hashes.last().copied().filter(|_| self.cut).unwrap_or(u32::MAX)
    }
}

/// The hashes that are at most `reach`.
fn within(hashes: &[u32], reach: u32) -> &[u32] {
    &hashes[..hashes.partition_point(|&hash| hash <= reach)]
}

/// What is in both of two lists that rise, rising.
pub(super) fn shared<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (mut i, mut j) = (0, 0);
    iter::from_fn(move || {
        while i < a.len() && j < b.len() {
            let (left, order) = (a[i], a[i].cmp(&b[j]));
            i += usize::from(order != Ordering::Greater);
            j += usize::from(order != Ordering::Less);
            if order == Ordering::Equal {
                return Some(left);
            }
        }
        None
    })
}

/// The hashes of a text's words in lower case.
pub(super) fn word_hashes(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 6);
    for_each_token(text, |token, _| words.push(word_hash(token)));
    words
}

/// The hash of a word in lower case.
fn word_hash(word: &str) -> u64 {
    let hash = |bytes: &mut dyn Iterator<Item = u8>| {
        bytes.fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        })
    };
    if word.is_ascii() {
        hash(&mut word.bytes().map(|byte| byte.to_ascii_lowercase()))
    } else {
        hash(&mut word.to_lowercase().bytes())
    }
}

/// The hash of words in their order.
fn shingle_hash(words: &[u64]) -> u32 {
    (words.iter().fold(0, |hash: u64, &word| mix(hash.rotate_left(1) ^ word)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Rng;

    #[test]
    fn similarity_is_exact_for_short_texts() {
        // Shingles abcd, bcde against abcd, bcdf: 1 of 3.
        let (a, b) = (Sketch::of("aa bb cc dd ee"), Sketch::of("aa bb cc dd ff"));
        assert_eq!(a.similarity(&b), 1.0 / 3.0);
        assert_eq!(a.similarity(&Sketch::of("")), 0.0);
    }

    #[test]
    fn similarity_is_near_the_truth_for_long_texts() {
        let mut rng = Rng::new(1);
        let long: Vec<String> = (0..2_000).map(|_| format!("word{}", rng.below(20_000))).collect();
        let shorter = long[..1_700].join(" ");
        let found = Sketch::of(&long.join(" ")).similarity(&Sketch::of(&shorter));
        assert!((found - 0.85).abs() < 0.07, "{found}");
    }
}
