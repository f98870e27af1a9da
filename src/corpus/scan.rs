//! Where the fields and the end of one row of a table are.
//!
//! A field that starts with `"` is quoted: in it `""` is one quote, and delimiters and line ends are text. Text after
//! the closing quote is kept as it stands. A quote elsewhere is text. Rows end with LF, CRLF or CR. The scanner goes
//! on where it stopped when more bytes are there, so a row of any length is looked at once.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr3};

/// One field of a row: its bytes from the row's start, with their quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The first byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// One past the closing quote, where the field is quoted.
    quoted_end: Option<usize>,
    /// Whether quotes inside are doubled.
    doubled: bool,
}

impl Field {
    /// The field's value; copied only where quotes in it are doubled or text follows the closing quote.
    pub(crate) fn value<'r>(&self, row: &'r [u8]) -> Cow<'r, [u8]> {
        let raw = &row[self.start..self.end];
        let Some(quoted_end) = self.quoted_end else {
            return Cow::Borrowed(raw);
        };
        let (quoted, rest) = raw.split_at(quoted_end - self.start);
        let inner = &quoted[1..quoted.len() - 1];
        if rest.is_empty() && !self.doubled {
            return Cow::Borrowed(inner);
        }
        let mut value = Vec::with_capacity(inner.len() + rest.len());
        let mut from = 0;
        for quote in memchr_iter(b'"', inner).step_by(2) {
            value.extend_from_slice(&inner[from..=quote]);
            from = quote + 2;
        }
        value.extend_from_slice(&inner[from..]);
        value.extend_from_slice(rest);
        Cow::Owned(value)
    }

    /// Whether text other than spaces follows the closing quote.
    pub(crate) fn has_text_after_quote(&self, row: &[u8]) -> bool {
        self.quoted_end.is_some_and(|end| row[end..self.end].iter().any(|&byte| byte != b' '))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote in a quoted field: its end, or the first of two.
    Quote,
}

/// Finds the fields of one row after another.
#[derive(Debug)]
pub(crate) struct Scanner {
    delimiter: u8,
    state: State,
    at: usize,
    start: usize,
    quoted_end: Option<usize>,
    doubled: bool,
    fields: Vec<Field>,
}

impl Scanner {
    /// A scanner at the start of a row.
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::FieldStart,
            at: 0,
            start: 0,
            quoted_end: None,
            doubled: false,
            fields: Vec::new(),
        }
    }

    /// Forgets the row.
    pub(crate) fn reset(&mut self) {
        self.fields.clear();
        self.rewind(State::FieldStart);
    }

    /// Forgets the bytes looked at so far but not what they mean for those to come; the fields are lost.
    pub(crate) fn discard(&mut self) {
        self.fields.clear();
        self.rewind(self.state);
    }

    fn rewind(&mut self, state: State) {
        (self.state, self.at, self.start, self.quoted_end, self.doubled) = (state, 0, 0, None, false);
    }

    /// The fields found so far.
    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Where the quote stands that is not closed yet.
    pub(crate) fn open_quote(&self) -> Option<usize> {
        (self.state == State::Quoted).then_some(self.start)
    }

    /// The length of the row without its line end, if the end is within `bytes`, which start where the row starts.
    pub(crate) fn scan(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.at < bytes.len() {
            match self.state {
                State::FieldStart if bytes[self.at] == b'"' => {
                    self.at += 1;
                    self.state = State::Quoted;
                }
                State::FieldStart | State::Plain => {
                    let Some(n) = memchr3(self.delimiter, b'\n', b'\r', &bytes[self.at..]) else {
                        self.state = State::Plain;
                        self.at = bytes.len();
                        return None;
                    };
                    self.at += n;
                    self.end_field();
                    if bytes[self.at] != self.delimiter {
                        return Some(self.at);
                    }
                    self.at += 1;
                    (self.start, self.state) = (self.at, State::FieldStart);
                }
                State::Quoted => {
                    let Some(n) = memchr(b'"', &bytes[self.at..]) else {
                        self.at = bytes.len();
                        return None;
                    };
                    self.at += n + 1;
                    self.state = State::Quote;
                }
                State::Quote if bytes[self.at] == b'"' => {
                    self.at += 1;
                    self.doubled = true;
                    self.state = State::Quoted;
                }
                State::Quote => {
                    self.quoted_end = Some(self.at);
                    self.state = State::Plain;
                }
            }
        }
        None
    }

    /// Ends the row at the end of the input. A quote may still be [open](Self::open_quote).
    pub(crate) fn finish(&mut self) -> usize {
        if self.state == State::Quote {
            self.quoted_end = Some(self.at);
        }
        self.end_field();
        self.at
    }

    fn end_field(&mut self) {
        let (quoted_end, doubled) = (self.quoted_end.take(), std::mem::take(&mut self.doubled));
        self.fields.push(Field { start: self.start, end: self.at, quoted_end, doubled });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a table, read in pieces of `step` bytes.
    fn rows_in_steps(table: &[u8], step: usize) -> Vec<Vec<Vec<u8>>> {
        let (mut scanner, mut rows, mut rest, mut seen) = (Scanner::new(b','), Vec::new(), table, 0);
        while !rest.is_empty() {
            seen = (seen + step).min(rest.len());
            let end = match scanner.scan(&rest[..seen]) {
                Some(end) => end,
                None if seen == rest.len() => scanner.finish(),
                None => continue,
            };
            if end > 0 {
                rows.push(scanner.fields().iter().map(|field| field.value(rest).into_owned()).collect());
            }
            rest = &rest[(end + 1).min(rest.len())..];
            (scanner, seen) = (Scanner::new(b','), 0);
        }
        rows
    }

    fn rows(table: &str) -> Vec<Vec<String>> {
        let to_text = |field| String::from_utf8(field).unwrap();
        rows_in_steps(table.as_bytes(), table.len())
            .into_iter()
            .map(|row| row.into_iter().map(to_text).collect())
            .collect()
    }

    #[test]
    fn quotes_keep_delimiters_and_line_ends() {
        assert_eq!(rows("1,\"a, \"\"b\"\"\nc\",x\r\n2,\"\",\n"), [["1", "a, \"b\"\nc", "x"], ["2", "", ""]]);
    }

    #[test]
    fn text_after_a_closing_quote_is_kept() {
        assert_eq!(rows("\"a\"b\"c,d"), [["ab\"c", "d"]]);
        assert_eq!(rows("5\" disk,x"), [["5\" disk", "x"]]);
    }

    #[test]
    fn cr_alone_ends_a_row() {
        assert_eq!(rows("a,b\rc,d\r"), [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn an_open_quote_is_known_with_its_place() {
        let mut scanner = Scanner::new(b',');
        assert_eq!(scanner.scan(b"1,\"abc\n2,x\n"), None);
        assert_eq!(scanner.open_quote(), Some(2));
    }

    /// What the `csv` crate reads, without empty rows.
    fn reference(table: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table);
        let rows = reader.byte_records().map(|row| row.unwrap());
        rows.map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect()
    }

    proptest::proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate_whatever_the_read_sizes(table in "[ab,\"\r\n]{0,40}", step in 1..9usize) {
            let mut table = table;
            // How an unclosed quote at the end is read is not the same, and an error here.
            let mut scanner = Scanner::new(b',');
            let mut rest = table.as_bytes();
            while let Some(end) = scanner.scan(rest) {
                rest = &rest[end + 1..];
                scanner.reset();
            }
            if scanner.open_quote().is_some() {
                table.push('"');
            }
            let ours = rows_in_steps(table.as_bytes(), step);
            proptest::prop_assert_eq!(ours, reference(table.as_bytes()));
        }
    }
}
