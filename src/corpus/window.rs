//! A part of a stream in memory that slides forward and grows only while one record needs it.

use std::io::{self, Read};

/// The size of a window before any record needs more.
const START_BYTES: usize = 256 << 10;

/// A stream's bytes from the first that is not consumed to the last that was read.
///
/// A read error is kept until the bytes before it are consumed: the records ahead of it are still good.
pub(crate) struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    done: bool,
    error: Option<io::Error>,
}

impl<R: Read> Window<R> {
    /// An empty window at the start of `reader`.
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, end: 0, offset: 0, done: false, error: None }
    }

    /// The bytes read and not yet consumed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Where [`Self::bytes`] starts in the stream.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether nothing more will come.
    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    /// Whether the stream ended, and not by an error.
    pub(crate) fn is_clean_end(&self) -> bool {
        self.done && self.error.is_none()
    }

    /// Passes over the first `n` bytes.
    pub(crate) fn consume(&mut self, n: usize) {
        self.start += n;
        self.offset += n as u64;
        debug_assert!(self.start <= self.end);
    }

    /// Reads once more; false at the end of the stream or at an error.
    pub(crate) fn fill(&mut self) -> bool {
        if self.done {
            return false;
        }
        self.make_room();
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.done = true,
                Ok(n) => {
                    self.end += n;
                    return true;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.done = true;
                    self.error = Some(error);
                }
            }
            return false;
        }
    }

    /// Reads until `n` bytes are there or the stream ends.
    pub(crate) fn fill_to(&mut self, n: usize) {
        while self.bytes().len() < n && self.fill() {}
    }

    /// The error that ended the stream, once.
    pub(crate) fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// The stream again from the first byte that is not consumed.
    pub(crate) fn into_reader(self) -> Rest<R> {
        Rest { window: self }
    }

    fn make_room(&mut self) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.end < START_BYTES / 2 {
            self.buffer.resize((self.buffer.len() * 3 / 2).max(START_BYTES), 0);
        }
    }
}

/// The rest of a window's stream as a reader.
pub(crate) struct Rest<R> {
    window: Window<R>,
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.window.bytes();
        if !bytes.is_empty() {
            let n = bytes.len().min(out.len());
            out[..n].copy_from_slice(&bytes[..n]);
            self.window.consume(n);
            return Ok(n);
        }
        match self.window.take_error() {
            Some(error) => Err(error),
            None if self.window.is_done() => Ok(0),
            None => self.window.reader.read(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte a read, then fails.
    struct Drip(&'static [u8]);

    impl Read for Drip {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else {
                return Err(io::Error::other("broken"));
            };
            out[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn an_error_waits_until_the_bytes_before_it_are_used() {
        let mut window = Window::new(Drip(b"abc"));
        window.fill_to(10);
        assert_eq!(window.bytes(), b"abc");
        window.consume(2);
        assert_eq!((window.bytes(), window.offset()), (&b"c"[..], 2));
        assert_eq!(window.take_error().unwrap().to_string(), "broken");
        assert!(window.is_done());
    }

    #[test]
    fn the_rest_of_a_window_reads_on_where_it_stands() {
        let mut window = Window::new(&b"abcdef"[..]);
        window.fill_to(1);
        window.consume(2);
        let mut rest = String::new();
        window.into_reader().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "cdef");
    }

    #[test]
    fn a_window_keeps_its_size_while_it_is_consumed() {
        let mut window = Window::new(io::repeat(b'x'));
        for _ in 0..100 {
            window.fill_to(1000);
            window.consume(window.bytes().len());
        }
        assert_eq!(window.buffer.len(), START_BYTES);
        window.fill_to(START_BYTES + 1);
        assert!(window.buffer.len() <= 2 * START_BYTES);
    }
}
