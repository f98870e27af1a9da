//! The hash of the model file's tables. It is part of the format: a change needs a new format version.

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
    fn the_length_does_not_cancel_a_character() {
        assert_ne!(hash_bytes(b"2000"), hash_bytes(b"200000"));
        assert_ne!(hash_bytes(b"Larson"), hash_bytes(b"Larsson"));
    }
}
