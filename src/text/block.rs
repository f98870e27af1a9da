//! Texts 64 bytes at a time, without a branch a byte: where words and sentences end cannot be foretold.

/// The bytes of a block.
pub(super) const BLOCK: usize = 64;

/// The first block of `text`, with blanks after its end.
#[inline]
pub(super) fn block(text: &[u8]) -> [u8; BLOCK] {
    text.first_chunk::<BLOCK>().copied().unwrap_or_else(|| {
        let mut block = [b' '; BLOCK];
        block[..text.len()].copy_from_slice(text);
        block
    })
}

/// For each byte of a block whether `is` holds, the first in the lowest bit.
#[inline]
pub(super) fn bits(block: [u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is(byte));
    }
    let mut bits = 0;
    for eight in flags.as_chunks::<8>().0.iter().rev() {
        // The product moves the lowest bit of each byte into the highest byte.
        bits = bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_its_bit() {
        let text: Vec<u8> = (0..70).collect();
        assert_eq!(bits(block(&text), |byte| byte % 3 == 0).count_ones(), 22);
        for at in 0..BLOCK {
            assert_eq!(bits(block(&text), |byte| usize::from(byte) == at), 1 << at);
        }
    }

    #[test]
    fn blanks_follow_a_short_text() {
        assert_eq!(bits(block(b"ab"), |byte| byte == b' '), !0b11);
    }
}
