//! The hash and the table of the model file. Both are part of the format: a change needs a new format version.

use super::bytes::{Bytes, u64_at};

/// Bits of a slot that hold the value; the others hold a fingerprint of the key.
const VALUE_BITS: u32 = 24;
const VALUE_MASK: u64 = (1 << VALUE_BITS) - 1;
/// A slot that holds nothing.
const EMPTY: u64 = u64::MAX;

const K0: u64 = 0x9E37_79B9_7F4A_7C15;
const K1: u64 = 0xD6E8_FEB8_6659_FD93;

/// Multiplies to 128 bits and folds the halves: every input bit reaches every output bit.
#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// The 64-bit hash of a word. Eight bytes a step; a short word takes one multiplication and a last one.
#[inline]
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let n = bytes.len();
    let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes were taken"));
    let half = |at: usize| u64::from(u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")));
    let (a, b) = match n {
        0 => (0, 0),
        1..=3 => (u64::from(bytes[0]) << 16 | u64::from(bytes[n / 2]) << 8 | u64::from(bytes[n - 1]), 0),
        4..=8 => (half(0), half(n - 4)),
        9..=16 => (word(0), word(n - 8)),
        _ => {
            let mut state = K1;
            let mut at = 0;
            while at + 16 < n {
                state = mix(state ^ word(at), K0);
                at += 8;
            }
            (state ^ word(n - 16), word(n - 8))
        }
    };
    mix(a ^ K0, b ^ K1.wrapping_mul(n as u64 + 1))
}

/// The 64-bit hash of a pair of numbers.
#[inline]
pub(crate) fn hash_pair(left: u32, right: u32) -> u64 {
    mix((u64::from(left) << 32 | u64::from(right)) ^ K0, K1)
}

/// A hasher for in-memory maps keyed by strings; [`hash_bytes`] behind std's trait.
#[derive(Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl std::hash::Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0 ^ hash_bytes(bytes), K1);
    }

    /// The 0xff that ends a string adds nothing: the length is in the hash.
    fn write_u8(&mut self, _: u8) {}
}

/// Builds [`WordHasher`]s.
pub(crate) type WordState = std::hash::BuildHasherDefault<WordHasher>;

/// A flat, read-only table from 64-bit hashes to numbers up to [`LARGEST_VALUE`], used in place.
///
/// Open addressing with linear probing over slots of 8 bytes: 40 bits of the hash as a fingerprint, 24 bits of value.
/// The slot's index comes from the other end of the hash. A key that is not in the table matches a slot with a
/// probability of about 10⁻¹² a look-up; keys in the table are told apart when it is built.
#[derive(Clone, Debug)]
pub(crate) struct Table(Bytes);

impl Table {
    /// The table of `entries`, or `None` where two different entries can't be told apart (then another seed is tried).
    pub(crate) fn build(entries: &[(u64, u32)]) -> Option<Self> {
        let n_slots = (entries.len() * 3 / 2 + 1).next_power_of_two().max(8);
        let mut slots = vec![EMPTY; n_slots];
        for &(hash, value) in entries {
            debug_assert!(value <= LARGEST_VALUE);
            let fingerprint = hash & !VALUE_MASK;
            let mut at = index(hash, n_slots);
            while slots[at] != EMPTY {
                if slots[at] & !VALUE_MASK == fingerprint {
                    return None;
                }
                at = (at + 1) & (n_slots - 1);
            }
            slots[at] = fingerprint | u64::from(value);
        }
        Some(Self(Bytes::from_u64s(slots)))
    }

    /// The table that stands in `bytes`, or `None` where these can't be one: not a power of two of slots, no slot
    /// free, or a value of `n_values` or more that is not [`LARGEST_VALUE`]. Without `verify` the slots are trusted.
    pub(crate) fn open(bytes: Bytes, n_values: u32, verify: bool) -> Option<Self> {
        let n_slots = bytes.len() / 8;
        if !bytes.len().is_multiple_of(8) || !n_slots.is_power_of_two() {
            return None;
        }
        if !verify {
            return Some(Self(bytes));
        }
        let mut n_empty = 0;
        for at in 0..n_slots {
            let slot = u64_at(&bytes, at);
            let value = (slot & VALUE_MASK) as u32;
            n_empty += usize::from(slot == EMPTY);
            if slot != EMPTY && value >= n_values && value != LARGEST_VALUE {
                return None;
            }
        }
        (n_empty > 0).then_some(Self(bytes))
    }

    /// The bytes, as a section of the model file.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The slots, to look up in.
    pub(crate) fn slots(&self) -> Slots<'_> {
        Slots { bytes: &self.0, mask: self.0.len() / 8 - 1 }
    }
}

/// The largest value that a table can hold: kept by the vocabulary for stop words.
pub(crate) const LARGEST_VALUE: u32 = VALUE_MASK as u32 - 1;

/// The slots of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Slots<'m> {
    bytes: &'m [u8],
    mask: usize,
}

impl Slots<'_> {
    /// The value of a hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        let fingerprint = hash & !VALUE_MASK;
        let mut at = index(hash, self.mask + 1);
        loop {
            let slot = u64_at(self.bytes, at);
            if slot == EMPTY {
                return None;
            }
            if slot & !VALUE_MASK == fingerprint {
                return Some((slot & VALUE_MASK) as u32);
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// The first slot of a hash: its low bits, mixed with the high ones so that 2²⁴ slots and more are reached.
#[inline]
fn index(hash: u64, n_slots: usize) -> usize {
    (hash ^ (hash >> 40)) as usize & (n_slots - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_part_of_the_format_and_never_changes() {
        let words = ["", "a", "tax", "taxes", "taxation", "cybersecurity", "internationalization"];
        let expected = [
            14544503408999129173,
            1596239891733603017,
            3420786409275251140,
            5225202501716991151,
            14052379593102587079,
            3076066099654684209,
            7713552664981877225,
        ];
        assert_eq!(words.map(|word| hash_bytes(word.as_bytes())), expected);
        assert_eq!(hash_pair(1, 2), 1175568074903330454);
    }

    #[test]
    fn every_entry_is_found_again() {
        let entries: Vec<_> = (0..10_000).map(|n| (hash_pair(n, n + 1), n)).collect();
        let table = Table::build(&entries).unwrap();
        let slots = table.slots();
        assert!(entries.iter().all(|&(hash, value)| slots.get(hash) == Some(value)));
        assert!((10_000..20_000).all(|n| slots.get(hash_pair(n, n + 1)).is_none()));
    }

    #[test]
    fn the_length_does_not_cancel_a_character() {
        assert_ne!(hash_bytes(b"2000"), hash_bytes(b"200000"));
        assert_ne!(hash_bytes(b"Larson"), hash_bytes(b"Larsson"));
    }

    #[test]
    fn two_keys_with_one_fingerprint_are_refused() {
        assert!(Table::build(&[(1 << 30, 1), (1 << 30, 2)]).is_none());
    }

    #[test]
    fn bytes_that_are_no_table_are_refused() {
        assert!(Table::open(vec![0; 24].into(), 10, true).is_none(), "three slots");
        assert!(Table::open(vec![0; 64].into(), 10, true).is_none(), "no slot is free");
        assert!(
            Table::open(Table::build(&[(5, 9)]).unwrap().bytes().clone(), 9, true).is_none(),
            "value too large"
        );
        assert!(Table::open(Table::build(&[(5, 9)]).unwrap().bytes().clone(), 10, true).is_some());
    }
}
