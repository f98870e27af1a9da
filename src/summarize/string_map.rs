//! From strings to numbers, fast for words.

use crate::text::Span;

/// The longest key that is compared as one number.
const MAX_PACKED_BYTES: usize = 15;

/// The last byte of a long key's tag; that of a packed key is its length + 1.
const LONG: u128 = 0xFF << 120;

/// A map from strings to numbers that only grows.
///
/// Open addressing. Nearly all words are of 15 bytes or fewer: such a key lies in its slot and costs one look at memory.
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
    /// The halves of the key's tag; 0 where free.
    tag: [u64; 2],
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

    /// The value of `key`; a new one gets what `value` makes.
    #[inline]
    pub(crate) fn get_or_insert_with(&mut self, key: Key<'_>, value: impl FnOnce() -> u32) -> u32 {
        if self.n_keys * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let Key { tag, text } = key;
        let mask = self.slots.len() - 1;
        let mut at = place(tag, self.slots.len());
        while self.slots[at].tag != [0; 2] {
            let slot = self.slots[at];
            if slot.tag == tag && (!is_long(tag) || self.long_key(slot.long) == text.as_bytes()) {
                return slot.value;
            }
            at = (at + 1) & mask;
        }
        let value = value();
        self.slots[at] = Slot { tag, long: self.ends.len() as u32, value };
        self.n_keys += 1;
        if is_long(tag) {
            self.bytes.extend_from_slice(text.as_bytes());
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
    #[cold]
    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); (self.slots.len() * 2).max(1024)];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|slot| slot.tag != [0; 2]) {
            let mut at = place(slot.tag, slots.len());
            while slots[at].tag != [0; 2] {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

/// A string to look up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'t> {
    tag: [u64; 2],
    pub(crate) text: &'t str,
}

impl<'t> Key<'t> {
    /// The key at `span` of `text`.
    #[inline]
    pub(crate) fn at(span: Span, text: &'t str) -> Self {
        Self { tag: tag(text.as_bytes(), span), text: span.of(text) }
    }
}

impl<'t> From<&'t str> for Key<'t> {
    fn from(text: &'t str) -> Self {
        Self::at(Span::new(0, text.len()), text)
    }
}

/// Where the search for a tag begins among `n_slots`, a power of two: the top bits, which every bit of a tag reaches.
#[inline]
fn place(tag: [u64; 2], n_slots: usize) -> usize {
    ((tag[0] ^ tag[1].wrapping_mul(MIX)).wrapping_mul(MIX) >> (64 - n_slots.trailing_zeros())) as usize
}

/// An odd number with no pattern: 2⁶⁴ divided by the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// What stands for the key at `span` in its slot: its bytes and its length, or its hash under [`LONG`].
#[inline]
fn tag(text: &[u8], span: Span) -> [u64; 2] {
    let tag = if span.len() <= MAX_PACKED_BYTES {
        pack(text, span) | (span.len() as u128 + 1) << 120
    } else {
        u128::from(hash(&text[span.start..span.end])) | LONG
    };
    [tag as u64, (tag >> 64) as u64]
}

#[inline]
fn is_long(tag: [u64; 2]) -> bool {
    tag[1] >= (LONG >> 64) as u64
}

/// The hash of 8 bytes or more.
fn hash(key: &[u8]) -> u64 {
    let (words, _) = key.as_chunks::<8>();
    let mut state = key.len() as u64;
    for word in words {
        state = (state ^ u64::from_le_bytes(*word)).wrapping_mul(MIX).rotate_left(29);
    }
    // The last 8 bytes overlap the words before.
    let last = key.last_chunk::<8>().map_or(0, |last| u64::from_le_bytes(*last));
    (state ^ last).wrapping_mul(MIX)
}

/// Up to 15 bytes as a number.
#[inline]
fn pack(text: &[u8], span: Span) -> u128 {
    // One read of 16 bytes, whatever the length, but at the end of the text.
    let chunk = text[span.start..].first_chunk::<16>().copied().unwrap_or_else(|| {
        let mut chunk = [0; 16];
        chunk[..span.len()].copy_from_slice(&text[span.start..span.end]);
        chunk
    });
    u128::from_le_bytes(chunk) & ((1 << (8 * span.len())) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(map: &mut StringMap, key: &str) -> u32 {
        let next = map.len() as u32;
        map.get_or_insert_with(Key::from(key), || next)
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

    #[test]
    fn a_key_is_the_same_wherever_it_stands() {
        let mut map = StringMap::default();
        let text = "harbor, harbor board of the harbor";
        let keys = [(0, 6), (8, 14), (28, 34)];
        for (start, end) in keys {
            assert_eq!(map.get_or_insert_with(Key::at(Span::new(start, end), text), || start as u32), 0);
        }
        assert_eq!(map.len(), 1);
    }
}
