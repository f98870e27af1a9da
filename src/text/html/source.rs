//! The source of a page as the tokenizer reads it.

use std::cell::Cell;
use std::fmt;

use html5gum::{Readable, Reader, StringReader};

/// A tag with more attributes is passed over. The tokenizer calls itself from attribute to attribute, so that a tag of
/// some thousand would take more stack than a thread has; no page that is meant to be read has nearly as many.
const MAX_ATTRIBUTES: usize = 128;

/// The bytes of a page, as long as no tag has more than [`MAX_ATTRIBUTES`].
pub(super) struct Source<'h> {
    html: &'h str,
    bytes: StringReader<'h>,
    read: usize,
    /// The attributes of the tag being read: counted by who is told of them.
    attributes: &'h Cell<usize>,
}

impl<'h> Source<'h> {
    pub(super) fn new(html: &'h str, attributes: &'h Cell<usize>) -> Self {
        Self { html, bytes: html.to_reader(), read: 0, attributes }
    }

    /// What follows the tag in which reading ended: what stands after the next `>`.
    pub(super) fn after_tag(&self) -> &'h str {
        let end = memchr::memchr(b'>', &self.html.as_bytes()[self.read..]);
        end.map_or("", |end| &self.html[self.read + end + 1..])
    }

    fn check(&self) -> Result<(), TooManyAttributes> {
        if self.attributes.get() > MAX_ATTRIBUTES { Err(TooManyAttributes) } else { Ok(()) }
    }
}

impl Reader for &mut Source<'_> {
    type Error = TooManyAttributes;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, TooManyAttributes> {
        self.check()?;
        let Ok(byte) = self.bytes.read_byte();
        self.read += usize::from(byte.is_some());
        Ok(byte)
    }

    #[inline]
    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, TooManyAttributes> {
        let Ok(is_there) = self.bytes.try_read_string(text, case_sensitive);
        self.read += if is_there { text.len() } else { 0 };
        Ok(is_there)
    }

    #[inline]
    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, TooManyAttributes> {
        self.check()?;
        let Ok(bytes) = self.bytes.read_until(needle, buffer);
        self.read += bytes.map_or(0, <[u8]>::len);
        Ok(bytes)
    }
}

/// Why the tokenizer stopped.
#[derive(Debug)]
pub(super) struct TooManyAttributes;

impl fmt::Display for TooManyAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag has too many attributes")
    }
}

impl std::error::Error for TooManyAttributes {}
