//! The rows of a table with their physical lines, one in memory at a time.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::scan::{Field, Scanner};
use super::window::Window;

/// One row as it stands in the file.
#[derive(Debug)]
pub(crate) struct Row<'w> {
    /// The bytes without the line end.
    pub(crate) bytes: &'w [u8],
    /// The fields in `bytes`.
    pub(crate) fields: &'w [Field],
    /// The physical line on which it starts, from 1.
    pub(crate) line: u64,
    /// Its first byte's offset.
    pub(crate) offset: u64,
}

/// Why there is no row.
#[derive(Debug)]
pub(crate) enum RowError {
    /// It is larger than the limit and was passed over.
    TooLarge {
        /// Where it starts.
        line: u64,
    },
    /// The input ended in a quoted field.
    Unclosed {
        /// Where the quote stands.
        quote_line: u64,
    },
    /// The stream failed.
    Read(io::Error),
}

/// Reads rows; blank lines are none.
pub(crate) struct Rows<R> {
    window: Window<R>,
    scanner: Scanner,
    line: u64,
    line_end: u8,
    max_record: usize,
    /// The length of the row that was given out last.
    current: usize,
}

impl<R: Read> Rows<R> {
    /// The rows from where `window` stands. Lines end with CR only if there is no LF in `sample`, the file's start.
    pub(crate) fn new(window: Window<R>, delimiter: u8, max_record: usize) -> Self {
        let sample = window.bytes();
        let cr_only = memchr::memchr(b'\n', sample).is_none() && memchr::memchr(b'\r', sample).is_some();
        let line_end = if cr_only { b'\r' } else { b'\n' };
        Self { window, scanner: Scanner::new(delimiter), line: 1, line_end, max_record, current: 0 }
    }

    /// The next row; none at the end of the input.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, RowError> {
        self.pass(self.current);
        self.current = 0;
        self.scanner.reset();
        self.skip_line_ends();
        let Some(end) = self.find_end()? else {
            return Ok(None);
        };
        self.current = end;
        Ok(Some(Row {
            bytes: &self.window.bytes()[..end],
            fields: self.scanner.fields(),
            line: self.line,
            offset: self.window.offset(),
        }))
    }

    /// Gives the last row out again next time.
    pub(crate) fn unread(&mut self) {
        self.current = 0;
    }

    fn find_end(&mut self) -> Result<Option<usize>, RowError> {
        let line = self.line;
        let (mut too_large, mut quote_line) = (false, None);
        loop {
            if let Some(end) = self.scanner.scan(self.window.bytes()) {
                return self.within_limit(end, too_large, line).map(Some);
            }
            let n_bytes = self.window.bytes().len();
            if n_bytes > self.max_record {
                quote_line = self.open_quote_line(quote_line, too_large);
                too_large = true;
                self.pass(n_bytes);
                self.scanner.discard();
            }
            if !self.window.fill() {
                break;
            }
        }
        if let Some(error) = self.window.take_error() {
            return Err(RowError::Read(error));
        }
        if self.window.bytes().is_empty() && !too_large {
            return Ok(None);
        }
        if let Some(quote_line) = self.open_quote_line(quote_line, too_large) {
            return Err(RowError::Unclosed { quote_line });
        }
        let end = self.scanner.finish();
        self.within_limit(end, too_large, line).map(Some)
    }

    fn within_limit(&mut self, end: usize, too_large: bool, line: u64) -> Result<usize, RowError> {
        if !too_large && end <= self.max_record {
            return Ok(end);
        }
        self.pass(end);
        Err(RowError::TooLarge { line })
    }

    /// The line of the quote that is open, of which an earlier part of the row may have told.
    fn open_quote_line(&self, known: Option<u64>, discarded: bool) -> Option<u64> {
        let at = self.scanner.open_quote()?;
        match known {
            Some(line) if discarded && at == 0 => Some(line),
            _ => Some(self.line + self.count_lines(at)),
        }
    }

    /// Passes over `n` bytes and counts their lines.
    fn pass(&mut self, n: usize) {
        self.line += self.count_lines(n);
        self.window.consume(n);
    }

    fn count_lines(&self, n: usize) -> u64 {
        memchr_iter(self.line_end, &self.window.bytes()[..n]).count() as u64
    }

    fn skip_line_ends(&mut self) {
        loop {
            let bytes = self.window.bytes();
            let n = bytes.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
            let more = n == bytes.len();
            self.line += bytes[..n].iter().filter(|&&byte| byte == self.line_end).count() as u64;
            self.window.consume(n);
            if !more || !self.window.fill() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows as `line: field|field`, and what ends them.
    fn read(table: impl AsRef<[u8]>, max_record: usize) -> Vec<String> {
        let mut window = Window::new(table.as_ref());
        window.fill_to(1 << 10);
        let mut rows = Rows::new(window, b',', max_record);
        let mut lines = Vec::new();
        loop {
            lines.push(match rows.next_row() {
                Ok(None) => return lines,
                Ok(Some(row)) => {
                    let fields =
                        row.fields.iter().map(|f| String::from_utf8_lossy(&f.value(row.bytes)).into_owned());
                    format!("{}: {}", row.line, fields.collect::<Vec<_>>().join("|"))
                }
                Err(RowError::TooLarge { line }) => format!("{line}: too large"),
                Err(error) => {
                    lines.push(format!("{error:?}"));
                    return lines;
                }
            });
        }
    }

    #[test]
    fn lines_are_physical() {
        let table = "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,z\r\n";
        assert_eq!(read(table, 100), ["1: a|b", "3: 1|x\r\ny", "5: 2|z"]);
        assert_eq!(read("a\r\"b\rc\"\rd", 100), ["1: a", "2: b\rc", "4: d"]);
    }

    #[test]
    fn blank_lines_alone_are_no_row() {
        assert_eq!(read("\r\n\n\n", 100), [""; 0]);
        assert_eq!(read("", 100), [""; 0]);
    }

    #[test]
    fn a_row_over_the_limit_is_passed_over() {
        let table = format!("1,a\n2,\"{}\n\"\n3,c\n", "long ".repeat(100_000));
        assert_eq!(read(table, 1000), ["1: 1|a", "2: too large", "4: 3|c"]);
        assert_eq!(read("1,abc\n2,d", 4), ["1: too large", "2: 2|d"]);
    }

    #[test]
    fn an_unclosed_quote_is_found_where_it_opened() {
        assert_eq!(read("1,a\n2,\"b\n3,c\n", 100), ["1: 1|a", "Unclosed { quote_line: 2 }"]);
        let table = format!("1,a\n2,\"b\nc\",\"{}", "long \n".repeat(500_000));
        assert_eq!(read(table, 1000), ["1: 1|a", "Unclosed { quote_line: 3 }"]);
    }
}
