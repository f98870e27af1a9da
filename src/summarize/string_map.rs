//! From strings to numbers, fast for short strings.

/// The longest key that is compared as one number.
const MAX_PACKED_BYTES: usize = 7;

/// The last byte of a long key's tag; that of a packed key is its length + 1.
const LONG: u64 = 0xFF << 56;

/// A map from byte strings to numbers that only grows.
///
/// Open addressing. Most words are of 7 bytes or fewer: such a key lies in its slot and costs one look at memory.
/// Longer ones are told apart by their hashes and then by their bytes. No allocation a key.
#[derive(Debug, Default)]
pub(crate) struct StringMap {
    /// The length is a power of two, or 0.
    slots: Vec<Slot>,
    /// Where each long key ends in `bytes`.
    ends: Vec<u32>,
    bytes: Vec<u8>,
    n_keys: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The key's bytes and length, or its hash under [`LONG`]; 0 where free.
    tag: u64,
    /// A long key's place in `ends`.
    long: u32,
    value: u32,
}

impl StringMap {
    /// The number of keys.
    pub(crate) fn len(&self) -> usize {
        self.n_keys
    }

    /// The bytes of all long keys.
    pub(crate) fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The value of `key`; a new key gets the one that `value` makes.
    pub(crate) fn get_or_insert_with(&mut self, key: &[u8], value: impl FnOnce() -> u32) -> u32 {
        if self.n_keys * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let tag = tag(key);
        let mask = self.slots.len() - 1;
        let mut at = place(tag) & mask;
        while self.slots[at].tag != 0 {
            let slot = self.slots[at];
            if slot.tag == tag && (tag < LONG || self.long_key(slot.long) == key) {
                return slot.value;
            }
            at = (at + 1) & mask;
        }
        let value = value();
        self.slots[at] = Slot { tag, long: self.ends.len() as u32, value };
        self.n_keys += 1;
        if tag >= LONG {
            self.bytes.extend_from_slice(key);
            self.ends.push(self.bytes.len() as u32);
        }
        value
    }

    /// The bytes of a long key.
    fn long_key(&self, long: u32) -> &[u8] {
        let long = long as usize;
        let start = if long == 0 { 0 } else { self.ends[long - 1] as usize };
        &self.bytes[start..self.ends[long] as usize]
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); (self.slots.len() * 2).max(1024)];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|slot| slot.tag != 0) {
            let mut at = place(slot.tag) & mask;
            while slots[at].tag != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

/// Where the search for a tag begins, before it is cut to the table's size.
fn place(tag: u64) -> usize {
    (tag.wrapping_mul(MIX) >> 32) as usize
}

/// An odd number with no pattern: 2⁶⁴ divided by the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// What stands for a key in its slot.
fn tag(key: &[u8]) -> u64 {
    if key.len() <= MAX_PACKED_BYTES {
        return pack(key) | (key.len() as u64 + 1) << 56;
    }
    let (words, _) = key.as_chunks::<8>();
    let mut state = key.len() as u64;
    for word in words {
        state = (state ^ u64::from_le_bytes(*word)).wrapping_mul(MIX).rotate_left(29);
    }
    // The last 8 bytes overlap the words before: a long key has them.
    let last = key.last_chunk::<8>().map_or(0, |last| u64::from_le_bytes(*last));
    (state ^ last).wrapping_mul(MIX) | LONG
}

/// Up to 7 bytes as a number.
fn pack(key: &[u8]) -> u64 {
    // Two reads that overlap take any length from 4 on.
    if let (Some(first), Some(last)) = (key.first_chunk::<4>(), key.last_chunk::<4>()) {
        let shift = 8 * (key.len() - 4);
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift;
    }
    key.iter().rev().fold(0, |packed, byte| packed << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(map: &mut StringMap, key: &str) -> u32 {
        let next = map.len() as u32;
        map.get_or_insert_with(key.as_bytes(), || next)
    }

    #[test]
    fn equal_keys_share_a_value_through_growth() {
        let mut map = StringMap::default();
        let keys: Vec<String> = (0..5000).flat_map(|n| [format!("{n}"), format!("key number {n}")]).collect();
        for round in 0..2 {
            for (n, key) in keys.iter().enumerate() {
                assert_eq!(number(&mut map, key), n as u32, "round {round}");
            }
        }
        assert_eq!(map.len(), keys.len());
    }

    #[test]
    fn keys_of_every_length_differ_from_their_prefixes() {
        let mut map = StringMap::default();
        let key = "\0\0aaaaaaaaaaaaaaaaaaaaaaa";
        for end in 0..key.len() {
            assert_eq!(number(&mut map, &key[..end]), end as u32);
        }
    }
}
