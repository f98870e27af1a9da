//! From strings to numbers, fast for words.

use crate::text::Span;

/// The longest key that is compared as one number.
const MAX_PACKED_BYTES: usize = 11;

/// The last byte of a long key's tag; that of a packed key is its length + 1.
const LONG: u32 = 0xFF << 24;

/// The slots of a new table.
const MIN_SLOTS: usize = 1024;

/// A map from strings to numbers that only grows.
///
/// Open addressing. Nearly all words are of 11 bytes or fewer: such a key lies in its slot and costs one look at memory.
/// Longer ones are told apart by their hashes and then by their bytes. No allocation a key.
#[derive(Debug)]
pub(crate) struct StringMap {
    /// The length is a power of two.
    slots: Vec<Slot>,
    longs: Vec<Long>,
    /// The bytes of all long keys.
    bytes: Vec<u8>,
    n_keys: usize,
}

/// A quarter of a line of the cache.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    low: u64,
    high: u32,
    /// The key's value; a long key's place in `longs`.
    value: u32,
}

/// What stands for a key in its slot: its bytes and its length, or its hash under [`LONG`].
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tag {
    low: u64,
    /// Not 0: that is a free slot.
    high: u32,
}

/// A key too long for its slot.
#[derive(Clone, Copy, Debug)]
struct Long {
    /// Where it ends in `bytes`.
    end: u32,
    value: u32,
}

impl Default for StringMap {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); MIN_SLOTS], longs: Vec::new(), bytes: Vec::new(), n_keys: 0 }
    }
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

    /// The value of `key`, a part of `text`; or its free slot.
    // Left to the compiler, which calls it, `summarize` of news takes 2 % more instructions and 5 % more time.
    #[inline(always)]
    pub(crate) fn find(&self, text: &str, key: Key) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = place(key.tag, self.slots.len());
        loop {
            let slot = self.slots[at & mask];
            if slot.tag() == key.tag {
                if !key.tag.is_long() {
                    return Ok(slot.value);
                }
                if let Some(value) = self.long_value(slot.value as usize, key.span.of(text)) {
                    return Ok(value);
                }
            } else if slot.is_free() {
                return Err(at & mask);
            }
            at += 1;
        }
    }

    /// Gives a new key a value, in the free slot that [`find`](Self::find) has just found for it.
    pub(crate) fn insert(&mut self, at: usize, text: &str, key: Key, value: u32) {
        let Tag { low, high } = key.tag;
        self.slots[at] = Slot { low, high, value };
        if key.tag.is_long() {
            self.slots[at].value = self.longs.len() as u32;
            self.bytes.extend_from_slice(key.span.of(text).as_bytes());
            self.longs.push(Long { end: self.bytes.len() as u32, value });
        }
        self.n_keys += 1;
        if self.n_keys * 4 > self.slots.len() * 3 {
            self.grow();
        }
    }

    /// The value of the long key at `long`, if it is `key`.
    fn long_value(&self, long: usize, key: &str) -> Option<u32> {
        let start = if long == 0 { 0 } else { self.longs[long - 1].end as usize };
        let Long { end, value } = self.longs[long];
        (self.bytes[start..end as usize] == *key.as_bytes()).then_some(value)
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); self.slots.len() * 2];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|slot| !slot.is_free()) {
            let mut at = place(slot.tag(), slots.len());
            while !slots[at].is_free() {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

impl Slot {
    #[inline]
    fn tag(self) -> Tag {
        Tag { low: self.low, high: self.high }
    }

    #[inline]
    fn is_free(self) -> bool {
        self.high == 0
    }
}

/// A part of a text to look up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    tag: Tag,
    pub(crate) span: Span,
}

impl Key {
    /// The key at `span` of `text`.
    #[inline]
    pub(crate) fn at(span: Span, text: &str) -> Self {
        Self { tag: Tag::of(text.as_bytes(), span), span }
    }

    /// The whole of `text`.
    pub(crate) fn all(text: &str) -> Self {
        Self::at(Span::new(0, text.len()), text)
    }
}

impl Tag {
    #[inline]
    fn of(text: &[u8], span: Span) -> Self {
        if span.len() > MAX_PACKED_BYTES {
            return Self { low: hash(&text[span.start..span.end]), high: LONG };
        }
        // One read of 16 bytes, whatever the length, but at the end of the text.
        let chunk = text[span.start..].first_chunk::<16>().copied().unwrap_or_else(|| {
            let mut chunk = [0; 16];
            chunk[..span.len()].copy_from_slice(&text[span.start..span.end]);
            chunk
        });
        let packed = u128::from_le_bytes(chunk) & MASKS[span.len()];
        Self { low: packed as u64, high: (packed >> 64) as u32 | (span.len() as u32 + 1) << 24 }
    }

    #[inline]
    fn is_long(self) -> bool {
        self.high >= LONG
    }
}

/// For each length of a packed key its bytes.
const MASKS: [u128; MAX_PACKED_BYTES + 1] = {
    let mut masks = [0; MAX_PACKED_BYTES + 1];
    let mut len = 0;
    while len <= MAX_PACKED_BYTES {
        masks[len] = (1 << (8 * len)) - 1;
        len += 1;
    }
    masks
};

/// Where the search for a tag begins among `n_slots`, a power of two: the top bits, which every bit of a tag reaches.
#[inline]
fn place(tag: Tag, n_slots: usize) -> usize {
    ((tag.low ^ u64::from(tag.high).wrapping_mul(MIX)).wrapping_mul(MIX) >> (64 - n_slots.trailing_zeros()))
        as usize
}

/// An odd number with no pattern: 2⁶⁴ divided by the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn number(map: &mut StringMap, key: &str) -> u32 {
        number_at(map, key, Span::new(0, key.len()))
    }

    fn number_at(map: &mut StringMap, text: &str, span: Span) -> u32 {
        let key = Key::at(span, text);
        map.find(text, key).unwrap_or_else(|slot| {
            let next = map.len() as u32;
            map.insert(slot, text, key, next);
            next
        })
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
            assert_eq!(number_at(&mut map, text, Span::new(start, end)), 0);
        }
        assert_eq!(map.len(), 1);
    }
}
