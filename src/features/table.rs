//! The table of the model file: from 64-bit hashes to numbers. Its layouts are part of the format.

use super::Layout;
use super::bytes::Bytes;

/// Bits of a slot that hold the value; the others hold a fingerprint of the key.
const VALUE_BITS: u32 = 24;
const VALUE_MASK: u64 = (1 << VALUE_BITS) - 1;
/// The value of a slot that holds nothing.
const EMPTY: u64 = VALUE_MASK;
/// The largest value that a table can hold: kept by the vocabulary for stop words.
pub(crate) const LARGEST_VALUE: u32 = VALUE_MASK as u32 - 1;

/// Bytes of a slot.
const PACKED: usize = 7;
const PLAIN: usize = 8;

/// A flat, read-only table from 64-bit hashes to numbers up to [`LARGEST_VALUE`], used in place.
///
/// Open addressing with linear probing over slots of 7 bytes: the upper 32 bits of the hash as a fingerprint, 24 bits
/// of value. The slot's index comes from the lower 32 bits. Seven slots of ten are taken, and a byte follows the last
/// so that every slot can be read as eight. A key that is not in the table matches a slot with a probability of about
/// 10⁻⁹ a look-up; keys in the table are told apart when it is built.
///
/// A table of format 1 has slots of 8 bytes, a power of two of them, and fingerprints of 40 bits.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    bytes: Bytes,
    n_slots: usize,
    layout: Layout,
}

impl Table {
    /// The table of `entries`, or `None` where two different entries can't be told apart.
    pub(crate) fn build(entries: &[(u64, u32)]) -> Option<Self> {
        let n_slots = (entries.len() * 10 / 7 + 1).max(8);
        // Two keys of one fingerprint are told apart where they do not meet: in another number of slots.
        (0..4).find_map(|more| Self::with_slots(entries, n_slots + n_slots / 8 * more))
    }

    fn with_slots(entries: &[(u64, u32)], n_slots: usize) -> Option<Self> {
        let mut slots = vec![EMPTY; n_slots];
        for &(hash, value) in entries {
            debug_assert!(value <= LARGEST_VALUE);
            let mut at = packed_index(hash, n_slots);
            while slots[at] != EMPTY {
                if slots[at] >> VALUE_BITS == packed_fingerprint(hash) {
                    return None;
                }
                at = next(at, n_slots);
            }
            slots[at] = packed_fingerprint(hash) << VALUE_BITS | u64::from(value);
        }
        let mut bytes = Vec::with_capacity(n_slots * PACKED + 1);
        slots.iter().for_each(|slot| bytes.extend_from_slice(&slot.to_le_bytes()[..PACKED]));
        bytes.push(0);
        Some(Self { bytes: bytes.into(), n_slots, layout: Layout::Packed })
    }

    /// The table that stands in `bytes`, or `None` where these can't be one: not a whole number of slots, no slot
    /// free, or a value of `n_values` or more that is not [`LARGEST_VALUE`]. Without `verify` the slots are trusted.
    pub(crate) fn open(bytes: Bytes, layout: Layout, n_values: u32, verify: bool) -> Option<Self> {
        let (n_slots, is_whole) = match layout {
            Layout::Plain => (bytes.len() / PLAIN, bytes.len().is_multiple_of(PLAIN)),
            Layout::Packed => (bytes.len() / PACKED, bytes.len() % PACKED == 1),
        };
        if !is_whole || n_slots == 0 || (layout == Layout::Plain && !n_slots.is_power_of_two()) {
            return None;
        }
        let table = Self { bytes, n_slots, layout };
        if verify {
            let values = (0..n_slots).map(|at| table.slots().slot(at) & VALUE_MASK);
            let mut n_empty = 0;
            for value in values {
                n_empty += usize::from(value == EMPTY);
                if value >= u64::from(n_values) && value < u64::from(LARGEST_VALUE) {
                    return None;
                }
            }
            if n_empty == 0 {
                return None;
            }
        }
        Some(table)
    }

    /// The bytes, as a section of the model file.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The slots, to look up in.
    pub(crate) fn slots(&self) -> Slots<'_> {
        Slots { bytes: &self.bytes, n_slots: self.n_slots, layout: self.layout }
    }
}

/// The slots of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Slots<'m> {
    bytes: &'m [u8],
    n_slots: usize,
    layout: Layout,
}

impl Slots<'_> {
    /// The value of a hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        match self.layout {
            Layout::Packed => self.find::<PACKED>(packed_fingerprint(hash), packed_index(hash, self.n_slots)),
            Layout::Plain => self.find::<PLAIN>(hash >> VALUE_BITS, plain_index(hash, self.n_slots)),
        }
    }

    /// Reads the slot where the search for a hash starts, so that it is in the caches when [`get`](Self::get) comes.
    #[inline]
    pub(crate) fn fetch(&self, hash: u64) {
        std::hint::black_box(match self.layout {
            Layout::Packed => slot_at::<PACKED>(self.bytes, packed_index(hash, self.n_slots)),
            Layout::Plain => slot_at::<PLAIN>(self.bytes, plain_index(hash, self.n_slots)),
        });
    }

    /// The value of the first slot from `at` on that has this fingerprint, or `None` where an empty one comes first.
    #[inline]
    fn find<const SLOT: usize>(&self, fingerprint: u64, mut at: usize) -> Option<u32> {
        loop {
            let slot = slot_at::<SLOT>(self.bytes, at);
            let value = slot & VALUE_MASK;
            if value == EMPTY {
                return None;
            }
            if slot >> VALUE_BITS == fingerprint {
                return Some(value as u32);
            }
            at = next(at, self.n_slots);
        }
    }

    fn slot(&self, at: usize) -> u64 {
        match self.layout {
            Layout::Packed => slot_at::<PACKED>(self.bytes, at),
            Layout::Plain => slot_at::<PLAIN>(self.bytes, at),
        }
    }
}

#[inline]
fn slot_at<const SLOT: usize>(bytes: &[u8], at: usize) -> u64 {
    let bytes = &bytes[at * SLOT..at * SLOT + 8];
    let slot = u64::from_le_bytes(bytes.try_into().expect("eight bytes were taken"));
    if SLOT == PLAIN { slot } else { slot & (u64::MAX >> 8) }
}

#[inline]
fn next(at: usize, n_slots: usize) -> usize {
    if at + 1 == n_slots { 0 } else { at + 1 }
}

#[inline]
fn packed_fingerprint(hash: u64) -> u64 {
    hash >> 32
}

/// The first slot of a hash: its lower half as a fraction of the table.
#[inline]
fn packed_index(hash: u64, n_slots: usize) -> usize {
    ((u64::from(hash as u32) * n_slots as u64) >> 32) as usize
}

/// The same in format 1: the low bits, mixed with the high ones so that 2²⁴ slots and more are reached.
#[inline]
fn plain_index(hash: u64, n_slots: usize) -> usize {
    (hash ^ (hash >> 40)) as usize & (n_slots - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::hash::hash_pair;

    #[test]
    fn every_entry_is_found_again() {
        for n in [0, 1, 9, 10_000] {
            let entries: Vec<_> = (0..n).map(|n| (hash_pair(n, n + 1), n)).collect();
            let table = Table::build(&entries).unwrap();
            let table = Table::open(table.bytes().clone(), Layout::Packed, n, true).unwrap();
            let slots = table.slots();
            assert!(entries.iter().all(|&(hash, value)| slots.get(hash) == Some(value)));
            assert!((n..2 * n + 9).all(|n| slots.get(hash_pair(n, n + 1)).is_none()));
        }
    }

    #[test]
    fn slots_of_format_1_are_read() {
        let mut slots = [u64::MAX; 8];
        let (a, b) = (hash_pair(1, 2), hash_pair(3, 4));
        for (hash, value) in [(a, 5), (b, 6)] {
            let mut at = plain_index(hash, 8);
            while slots[at] != u64::MAX {
                at = (at + 1) % 8;
            }
            slots[at] = hash & !VALUE_MASK | value;
        }
        let bytes: Vec<u8> = slots.into_iter().flat_map(u64::to_le_bytes).collect();
        let table = Table::open(bytes.into(), Layout::Plain, 7, true).unwrap();
        assert_eq!([a, b, hash_pair(5, 6)].map(|hash| table.slots().get(hash)), [Some(5), Some(6), None]);
    }

    #[test]
    fn two_keys_with_one_fingerprint_are_refused() {
        assert!(Table::build(&[(1 << 40, 1), (1 << 40, 2)]).is_none());
    }

    #[test]
    fn bytes_that_are_no_table_are_refused() {
        let open = |bytes: Vec<u8>, layout, n| Table::open(bytes.into(), layout, n, true);
        assert!(open(vec![0; 24], Layout::Plain, 10).is_none(), "three slots");
        assert!(open(vec![0; 64], Layout::Plain, 10).is_none(), "no slot is free");
        assert!(open(vec![0; 57], Layout::Packed, 10).is_none(), "no slot is free");
        assert!(open(vec![255; 56], Layout::Packed, 10).is_none(), "a byte is missing");
        assert!(
            open(Vec::new(), Layout::Packed, 10).is_none() && open(vec![0], Layout::Packed, 10).is_none()
        );
        let table = Table::build(&[(5, 9)]).unwrap().bytes().to_vec();
        assert!(open(table.clone(), Layout::Packed, 9).is_none(), "value too large");
        assert!(open(table, Layout::Packed, 10).is_some());
    }
}
