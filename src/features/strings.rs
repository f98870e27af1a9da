//! Many strings in a few bytes.

use std::borrow::Cow;

use super::Layout;
use super::bytes::{Bytes, u32_at};

/// A string that many stands whole; the others are told from the one before.
const BLOCK: usize = 16;

/// Strings that start like the one before them, as sorted ones do: of each only the rest is kept.
///
/// The pool holds for each string how many bytes it shares with the one before, how many are its own, both as LEB128,
/// and these; the first of every 16 shares none. The offsets, a `u32` each, say where those first ones stand. In
/// format 1 strings stand whole in the pool, and the offsets say where each ends.
#[derive(Clone, Debug)]
pub(super) struct Strings {
    offsets: Bytes,
    pool: Bytes,
    layout: Layout,
}

impl Strings {
    pub(super) fn new<S: AsRef<str>>(strings: &[S]) -> Self {
        let (mut offsets, mut pool) = (Vec::new(), Vec::new());
        let mut before: &[u8] = &[];
        for (n, string) in strings.iter().enumerate() {
            let string = string.as_ref().as_bytes();
            let mut shared = 0;
            if n.is_multiple_of(BLOCK) {
                offsets.push(pool.len() as u32);
            } else {
                shared = before.iter().zip(string).take_while(|(a, b)| a == b).count();
            }
            write_number(shared, &mut pool);
            write_number(string.len() - shared, &mut pool);
            pool.extend_from_slice(&string[shared..]);
            before = string;
        }
        Self { offsets: Bytes::from_u32s(offsets), pool: pool.into(), layout: Layout::Packed }
    }

    /// The `n` strings of these bytes, or `None` where these can't be so many. `verify` looks at every one.
    pub(super) fn open(offsets: Bytes, pool: Bytes, layout: Layout, n: usize, verify: bool) -> Option<Self> {
        let n_offsets = if layout == Layout::Packed { n.div_ceil(BLOCK) } else { n };
        if offsets.len() != n_offsets.checked_mul(4)? {
            return None;
        }
        let strings = Self { offsets, pool, layout };
        let is_sound = match layout {
            _ if !verify => true,
            Layout::Plain => strings.plain_is_sound(n)?,
            Layout::Packed => strings.packed_is_sound(n)?,
        };
        is_sound.then_some(strings)
    }

    fn plain_is_sound(&self, n: usize) -> Option<bool> {
        let text = std::str::from_utf8(&self.pool).ok()?;
        let mut start = 0;
        for at in 0..n {
            let end = u32_at(&self.offsets, at) as usize;
            if end < start || !text.is_char_boundary(end) {
                return None;
            }
            start = end;
        }
        Some(start == self.pool.len())
    }

    fn packed_is_sound(&self, n: usize) -> Option<bool> {
        let (mut at, mut string) = (0, Vec::new());
        for index in 0..n {
            if index.is_multiple_of(BLOCK) {
                string.clear();
                if u32_at(&self.offsets, index / BLOCK) as usize != at {
                    return None;
                }
            }
            at = self.read(at, &mut string)?;
            std::str::from_utf8(&string).ok()?;
        }
        Some(at == self.pool.len())
    }

    /// The string at `index`.
    ///
    /// # Panics
    /// If there are not that many.
    pub(super) fn get(&self, index: usize) -> Cow<'_, str> {
        const SOUND: &str = "`new` took them from strings and `open` checked them";
        match self.layout {
            Layout::Plain => {
                let start = if index == 0 { 0 } else { u32_at(&self.offsets, index - 1) as usize };
                let bytes = &self.pool[start..u32_at(&self.offsets, index) as usize];
                std::str::from_utf8(bytes).expect(SOUND).into()
            }
            Layout::Packed => {
                let mut at = u32_at(&self.offsets, index / BLOCK) as usize;
                let mut string = Vec::new();
                for _ in 0..=index % BLOCK {
                    at = self.read(at, &mut string).expect(SOUND);
                }
                String::from_utf8(string).expect(SOUND).into()
            }
        }
    }

    pub(super) fn offsets(&self) -> &Bytes {
        &self.offsets
    }

    pub(super) fn pool(&self) -> &Bytes {
        &self.pool
    }

    /// Makes the string that stands at `at` out of the one before; says where the next one stands.
    fn read(&self, at: usize, string: &mut Vec<u8>) -> Option<usize> {
        let (shared, at) = read_number(&self.pool, at)?;
        let (own, at) = read_number(&self.pool, at)?;
        if shared > string.len() {
            return None;
        }
        string.truncate(shared);
        string.extend_from_slice(self.pool.get(at..at.checked_add(own)?)?);
        Some(at + own)
    }
}

/// LEB128: seven bits a byte, the lowest first; the highest bit says that more follow.
fn write_number(mut number: usize, out: &mut Vec<u8>) {
    while number > 0x7F {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The number that stands at `at`, and where it ends.
fn read_number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.get(at)?;
        at += 1;
        number |= usize::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some((number, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted() -> Vec<String> {
        let long = "tax ".repeat(100);
        let mut strings: Vec<String> = (0..40).map(|n| format!("tax {n}")).collect();
        strings.extend([
            String::new(),
            "é".to_owned(),
            "è".to_owned(),
            format!("{long}a"),
            format!("{long}b"),
        ]);
        strings.sort_unstable();
        strings
    }

    #[test]
    fn strings_come_back() {
        let strings = sorted();
        let packed = Strings::new(&strings);
        let n = strings.len();
        let open = Strings::open(packed.offsets().clone(), packed.pool().clone(), Layout::Packed, n, true);
        let open = open.unwrap();
        assert!((0..n).all(|index| open.get(index) == strings[index]));
        assert!(open.pool().len() < strings.concat().len(), "and take less");
        assert!(Strings::new::<&str>(&[]).pool().is_empty());
    }

    #[test]
    fn strings_of_format_1_are_read() {
        let (offsets, pool) = (Bytes::from_u32s([3, 3, 5]), b"taxa\xCC".to_vec());
        assert!(Strings::open(offsets, pool.into(), Layout::Plain, 3, true).is_none(), "half a character");
        let pool = "taxé".as_bytes().to_vec();
        let strings =
            Strings::open(Bytes::from_u32s([3, 3, 5]), pool.into(), Layout::Plain, 3, true).unwrap();
        assert_eq!([0, 1, 2].map(|index| strings.get(index).into_owned()), ["tax", "", "é"]);
    }

    #[test]
    fn bytes_that_are_no_strings_are_refused() {
        let open = |offsets: &[u32], pool: &[u8], n| {
            let offsets = Bytes::from_u32s(offsets.iter().copied());
            Strings::open(offsets, pool.to_vec().into(), Layout::Packed, n, true).is_some()
        };
        assert!(open(&[0], &[0, 1, b'a', 1, 1, b'b'], 2));
        assert!(!open(&[0], &[0, 1, b'a', 2, 1, b'b'], 2), "more shared than there is");
        assert!(!open(&[0], &[0, 1, b'a', 1, 9, b'b'], 2), "past the end");
        assert!(!open(&[0], &[0, 1, b'a'], 2) && !open(&[0], &[0, 1, b'a', 0, 0], 1), "too few, too many");
        assert!(!open(&[1], &[0, 1, b'a'], 1) && !open(&[], &[0, 1, b'a'], 1), "wrong offsets");
        assert!(!open(&[0], &[0, 1, 0xFF], 1), "not UTF-8");
        assert!(!open(&[0], &[0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], 1), "a length of more than 35 bits");
    }
}
