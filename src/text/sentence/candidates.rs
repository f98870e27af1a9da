//! The bytes at which a sentence can end.

use crate::text::block::{BLOCK, bits, block};

/// The bytes of a block that are told: whether a blank comes before another is not seen at its end.
const TOLD: usize = BLOCK - 1;

/// The places to look at in a text: marked bytes, and blanks before a blank or the end.
pub(super) struct Candidates<'t> {
    text: &'t [u8],
    /// Where the block starts of which `bits` tells the candidates.
    start: usize,
    bits: u64,
}

impl<'t> Candidates<'t> {
    /// The candidates of `text`, none before `start`.
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        let text = text.as_bytes();
        Self { text, start, bits: candidate_bits(&text[start..]) }
    }

    /// The first candidate from `at` on; `at` never goes back.
    #[inline]
    pub(super) fn next(&mut self, mut at: usize) -> Option<usize> {
        loop {
            if at < self.start + TOLD {
                let left = self.bits >> (at - self.start);
                if left != 0 {
                    return Some(at + left.trailing_zeros() as usize);
                }
                at = self.start + TOLD;
            }
            self.bits = candidate_bits(self.text.get(at..).filter(|rest| !rest.is_empty())?);
            self.start = at;
        }
    }
}

/// The candidates at the start of `text`, the first byte in the lowest bit.
fn candidate_bits(text: &[u8]) -> u64 {
    let block = block(text);
    let blanks = bits(block, |byte| byte == b' ');
    let told = (1 << text.len().min(TOLD)) - 1;
    (bits(block, is_mark) | blanks & blanks >> 1) & told
}

/// Whether a byte can start a stop, a line end, a list mark, or (non-ASCII) a character that is one of them.
#[inline]
fn is_mark(byte: u8) -> bool {
    let is_ascii_mark = (byte == b'.') | (byte == b'?') | (byte == b'!') | (byte == b')') | (byte == b':');
    let is_line_end = byte.wrapping_sub(b'\n') < 4;
    // The lead bytes of the characters that `Stop`, `is_bullet` and `is_line_end` know.
    let is_lead = (byte == 0xC2) | (byte == 0xD6) | (byte == 0xD8) | (byte == 0xDB) | (byte == 0xEF);
    is_ascii_mark | is_line_end | is_lead | (byte.wrapping_sub(0xE0) < 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(text: &str) -> Vec<usize> {
        let mut candidates = Candidates::new(text, 0);
        std::iter::successors(candidates.next(0), |at| candidates.next(at + 1)).collect()
    }

    #[test]
    fn marks_and_blanks_before_a_blank_are_found_wherever_blocks_end() {
        for n in 0..3 * BLOCK {
            let text = format!("{}. b  c\u{a0}d", "a".repeat(n));
            assert_eq!(candidates(&text), [n, n + 3, n + 6]);
        }
    }

    #[test]
    fn a_text_without_them_has_none() {
        assert!(candidates("").is_empty() && candidates(&" wör".repeat(50)).is_empty());
    }
}
