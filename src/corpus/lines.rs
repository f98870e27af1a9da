//! The lines of a stream, one in memory at a time.

use std::io::{self, Read};

use memchr::memchr;

use super::window::Window;

/// One line that is not blank.
#[derive(Debug)]
pub(crate) struct Line<'w> {
    /// The bytes without the line end.
    pub(crate) bytes: &'w [u8],
    /// The line's number, from 1.
    pub(crate) number: u64,
    /// Its first byte's offset.
    pub(crate) offset: u64,
}

/// Why there is no line.
#[derive(Debug)]
pub(crate) enum LineError {
    /// The line of this number is larger than the limit and was passed over.
    TooLarge(u64),
    /// The stream failed.
    Read(io::Error),
}

/// Reads lines; blank ones are passed over.
pub(crate) struct Lines<R> {
    window: Window<R>,
    number: u64,
    max_record: usize,
    /// The length of the line that was given out last, with its line end.
    current: usize,
}

impl<R: Read> Lines<R> {
    /// The lines from where `window` stands.
    pub(crate) fn new(window: Window<R>, max_record: usize) -> Self {
        Self { window, number: 0, max_record, current: 0 }
    }

    /// The next line; none at the end of the input.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line<'_>>, LineError> {
        let end = loop {
            self.window.consume(self.current);
            self.current = 0;
            self.number += 1;
            match self.find_end()? {
                None => return Ok(None),
                Some(end) if !self.window.bytes()[..end].trim_ascii().is_empty() => break end,
                Some(_) => {}
            }
        };
        let (number, offset) = (self.number, self.window.offset());
        Ok(Some(Line { bytes: &self.window.bytes()[..end], number, offset }))
    }

    /// The length of the line without its end; sets the length with it.
    fn find_end(&mut self) -> Result<Option<usize>, LineError> {
        let (mut searched, mut too_large) = (0, false);
        let end = loop {
            let bytes = self.window.bytes();
            if let Some(n) = memchr(b'\n', &bytes[searched..]) {
                self.current = searched + n + 1;
                break searched + n;
            }
            searched = bytes.len();
            if searched > self.max_record {
                too_large = true;
                self.window.consume(searched);
                searched = 0;
            }
            if self.window.fill() {
                continue;
            }
            if let Some(error) = self.window.take_error() {
                return Err(LineError::Read(error));
            }
            if searched == 0 && !too_large {
                return Ok(None);
            }
            self.current = searched;
            break searched;
        };
        if too_large || end > self.max_record {
            return Err(LineError::TooLarge(self.number));
        }
        Ok(Some(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, max_record: usize) -> Vec<String> {
        let mut lines = Lines::new(Window::new(text.as_bytes()), max_record);
        let mut out = Vec::new();
        loop {
            out.push(match lines.next_line() {
                Ok(None) => return out,
                Ok(Some(line)) => {
                    format!("{}@{}: {}", line.number, line.offset, String::from_utf8_lossy(line.bytes))
                }
                Err(error) => format!("{error:?}"),
            });
        }
    }

    #[test]
    fn blank_lines_count_but_are_not_given_out() {
        assert_eq!(read("a\n\n  \r\nb", 100), ["1@0: a", "4@7: b"]);
        assert_eq!(read("\n\n", 100), [""; 0]);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let text = format!("a\n{}\nb\n", "x".repeat(1 << 20));
        assert_eq!(read(&text, 1000)[..2], ["1@0: a", "TooLarge(2)"]);
        assert!(read(&text, 1000)[2].starts_with("3@"));
        assert_eq!(read("abc\nd\nefgh", 2), ["TooLarge(1)", "2@4: d", "TooLarge(3)"]);
    }
}
