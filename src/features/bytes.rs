//! Byte ranges that are used where they lie: in a loaded file, in the program, or in memory just written.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Bytes that are cheap to clone: part of a shared buffer or of the program itself.
///
/// Numbers in them are little-endian and read where they lie, so that a model file needs no work per term when it is
/// loaded.
#[derive(Clone)]
pub struct Bytes {
    buffer: Buffer,
    range: Range<usize>,
}

#[derive(Clone)]
enum Buffer {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

impl Bytes {
    /// Bytes that are part of the program.
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Self { buffer: Buffer::Static(bytes), range: 0..bytes.len() }
    }

    /// The part of these bytes that `range` covers, sharing the buffer.
    ///
    /// # Panics
    /// If the range passes the end.
    pub fn slice(&self, range: Range<usize>) -> Self {
        assert!(
            range.start <= range.end && range.end <= self.len(),
            "slice {range:?} of {} bytes",
            self.len()
        );
        let start = self.range.start + range.start;
        Self { buffer: self.buffer.clone(), range: start..self.range.start + range.end }
    }

    /// The little-endian bytes of `values`.
    pub(crate) fn from_u32s(values: impl IntoIterator<Item = u32>) -> Self {
        values.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>().into()
    }

    /// The little-endian bytes of `values`.
    pub(crate) fn from_f32s(values: impl IntoIterator<Item = f32>) -> Self {
        let values = values.into_iter();
        let mut bytes = Vec::with_capacity(values.size_hint().0 * size_of::<f32>());
        bytes.extend(values.flat_map(f32::to_le_bytes));
        bytes.into()
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        let range = 0..bytes.len();
        Self { buffer: Buffer::Shared(Arc::new(bytes)), range }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.buffer {
            Buffer::Static(bytes) => &bytes[self.range.clone()],
            Buffer::Shared(bytes) => &bytes[self.range.clone()],
        }
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bytes({})", self.len())
    }
}

/// The `index`-th number of little-endian `u16`s.
///
/// # Panics
/// If there are not that many.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], index: usize) -> u16 {
    let bytes = &bytes[index * 2..index * 2 + 2];
    u16::from_le_bytes(bytes.try_into().expect("two bytes were taken"))
}

/// The `index`-th number of little-endian `u32`s.
///
/// # Panics
/// If there are not that many.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], index: usize) -> u32 {
    let bytes = &bytes[index * 4..index * 4 + 4];
    u32::from_le_bytes(bytes.try_into().expect("four bytes were taken"))
}

/// The `index`-th number of little-endian `f32`s.
///
/// # Panics
/// If there are not that many.
#[inline]
pub(crate) fn f32_at(bytes: &[u8], index: usize) -> f32 {
    f32::from_bits(u32_at(bytes, index))
}

/// All the little-endian `f32`s.
#[inline]
pub(crate) fn f32s(bytes: &[u8]) -> impl ExactSizeIterator<Item = f32> {
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_share_the_buffer_and_read_little_endian() {
        let bytes = Bytes::from_u32s([1, 2, 3]);
        assert_eq!(u32_at(&bytes.slice(4..12), 1), 3);
        assert_eq!(u16_at(&[1, 0, 2, 1], 1), 0x102);
        assert_eq!(f32s(&Bytes::from_f32s([0.5, -2.0])).collect::<Vec<_>>(), [0.5, -2.0]);
    }
}
