//! The bytes of a Parquet file, watched while its pages are read.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// The end of a file: the length of its summary, and four letters. All else that is read piece by piece is a page.
const FOOTER_BYTES: u64 = 8;

/// A field's first byte in Thrift's compact protocol: its type, and in the upper half how many numbers of fields lie
/// between it and the one before, and one. This one is the next `i32`.
const NUMBER: u8 = 0x15;
/// The lower half of a field that holds fields.
const STRUCT: u8 = 0x0c;
/// The type of a page that is a dictionary.
const DICTIONARY: i64 = 2;

/// The reader's memory for an entry of a dictionary, whatever stands in it.
const ENTRY_BYTES: u64 = 32;

/// A Parquet file whose pages become no more than `limit` bytes together.
///
/// The reader takes the memory that a page's header asks for before it looks at the page, and what the file's summary
/// says about its size need not be true.
pub(super) struct Pages {
    file: File,
    bytes: u64,
    limit: u64,
    inflated: AtomicU64,
}

/// The file becomes larger than it may.
#[derive(Debug, thiserror::Error)]
#[error("found {} MiB once it is decompressed, expected {} at most", .inflated.div_ceil(1 << 20), .limit >> 20)]
pub(super) struct TooLarge {
    pub(super) inflated: u64,
    pub(super) limit: u64,
}

impl Pages {
    /// The pages of a file of so many bytes.
    pub(super) fn new(file: File, bytes: u64, limit: u64) -> Self {
        Self { file, bytes, limit, inflated: AtomicU64::new(0) }
    }

    /// Counts the page whose header stands at the start of `bytes`.
    fn count(&self, bytes: &[u8]) -> Result<()> {
        let page = Page::of(bytes).ok_or_else(|| damaged("found no page where one must stand"))?;
        if page.n_entries > page.inflated {
            return Err(damaged("found a dictionary of more entries than it has bytes"));
        }
        let size = page.inflated.max(page.n_entries * ENTRY_BYTES);
        let inflated = self.inflated.fetch_add(size, Ordering::Relaxed) + size;
        if inflated > self.limit {
            return Err(ParquetError::External(Box::new(TooLarge { inflated, limit: self.limit })));
        }
        Ok(())
    }
}

fn damaged(message: &str) -> ParquetError {
    ParquetError::General(message.to_owned())
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for Pages {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut reader = self.file.get_read(start)?;
        if start < self.bytes.saturating_sub(FOOTER_BYTES) {
            self.count(reader.fill_buf()?)?;
        }
        Ok(reader)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.saturating_add(length as u64) > self.bytes {
            return Err(ParquetError::EOF(format!("{length} bytes at byte {start} pass the end")));
        }
        self.file.get_bytes(start, length)
    }
}

/// What a page's header makes the reader take memory for.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    /// The page's bytes once it is decompressed.
    inflated: u64,
    /// The entries of a dictionary; 0 for other pages.
    n_entries: u64,
}

impl Page {
    /// Reads the first fields of a header: the page's type, its size decompressed and compressed, maybe a checksum;
    /// then, of a dictionary, the number of its entries.
    fn of(mut header: &[u8]) -> Option<Self> {
        let kind = number(&mut header)?;
        let inflated = u64::try_from(number(&mut header)?).ok()?;
        let _compressed = number(&mut header)?;
        if kind != DICTIONARY {
            return Some(Self { inflated, n_entries: 0 });
        }
        let mut skipped = 3;
        if header.first() == Some(&NUMBER) {
            let _checksum = number(&mut header)?;
            skipped -= 1;
        }
        let fields = header.strip_prefix(&[(skipped + 1) << 4 | STRUCT])?;
        let n_entries = u64::try_from(number(&mut &*fields)?).ok()?;
        Some(Self { inflated, n_entries })
    }
}

/// The next field, which must be a number: seven bits a byte, the sign in the lowest bit.
fn number(header: &mut &[u8]) -> Option<i64> {
    let (field, mut rest) = header.split_first()?;
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let byte;
        (byte, rest) = rest.split_first()?;
        value |= i64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            *header = rest;
            return (*field == NUMBER).then_some((value >> 1) ^ -(value & 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LARGEST: [u8; 5] = [0xfe, 0xff, 0xff, 0xff, 0x0f];

    #[test]
    fn the_size_of_a_page_is_read_from_its_header() {
        let data = |inflated| Some(Page { inflated, n_entries: 0 });
        assert_eq!(Page::of(&[0x15, 0, 0x15, 0x54, 0x15, 2, 0x2c]), data(42));
        let largest = [&[0x15, 0, 0x15], &LARGEST[..], &[0x15, 2]].concat();
        assert_eq!(Page::of(&largest), data(i32::MAX as u64));
        assert_eq!(Page::of(&[0x15, 0, 0x15, 1, 0x15, 2]), None, "less than nothing");
        assert_eq!(Page::of(&largest[..6]), None);
        assert_eq!(Page::of(b"PAR1"), None);
    }

    #[test]
    fn the_entries_of_a_dictionary_are_read_with_and_without_a_checksum() {
        let dictionary = Some(Page { inflated: 42, n_entries: 3 });
        assert_eq!(Page::of(&[0x15, 4, 0x15, 0x54, 0x15, 2, 0x4c, 0x15, 6]), dictionary);
        assert_eq!(Page::of(&[0x15, 4, 0x15, 0x54, 0x15, 2, 0x15, 9, 0x3c, 0x15, 6]), dictionary);
        assert_eq!(Page::of(&[0x15, 4, 0x15, 0x54, 0x15, 2, 0x2c, 0x15, 6]), None, "another page's header");
    }

    #[test]
    fn all_pages_count() {
        let pages = Pages::new(tempfile::tempfile().unwrap(), 0, 100);
        let page = [0x15, 0, 0x15, 0x54, 0x15, 2];
        assert!(pages.count(&page).is_ok() && pages.count(&page).is_ok());
        assert!(matches!(pages.count(&page), Err(ParquetError::External(_))));
    }
}
