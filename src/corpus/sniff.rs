//! The delimiter of a table, and the format of an input whose name does not tell.

use super::columns::Role;
use super::params::{InputFormat, ReadParams};
use super::scan::Scanner;

/// How much of an input is looked at.
pub(crate) const SAMPLE_BYTES: usize = 64 << 10;

/// The delimiters looked for; of two that fit alike the first wins.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter of the table that starts with `sample`, if one cuts its rows into the same number of fields.
pub(crate) fn delimiter(sample: &[u8], params: &ReadParams) -> Option<u8> {
    let fits: Vec<_> = DELIMITERS.iter().filter_map(|&d| Some((Fit::of(sample, d, params)?, d))).collect();
    // `max_by` gives the last of equals.
    fits.into_iter().rev().max_by(|(a, _), (b, _)| a.compare(b)).map(|(_, delimiter)| delimiter)
}

/// How well a delimiter cuts a sample.
struct Fit {
    /// Whether the first row has a name that is looked for.
    known: bool,
    /// Rows with as many fields as the first one, and all rows.
    same: usize,
    rows: usize,
    /// The fields of the first row, two or more.
    fields: usize,
}

impl Fit {
    fn of(sample: &[u8], delimiter: u8, params: &ReadParams) -> Option<Self> {
        let mut scanner = Scanner::new(delimiter);
        let mut rest = skip_line_ends(sample);
        let mut fit = Self { known: false, same: 0, rows: 0, fields: 0 };
        while !rest.is_empty() {
            // The last row counts only if there is no other: it may be cut off.
            let end = match scanner.scan(rest) {
                Some(end) => end,
                None if fit.rows > 0 => break,
                None => scanner.finish(),
            };
            let fields = scanner.fields();
            if fit.rows == 0 {
                fit.fields = fields.len();
                fit.known = fields.iter().any(|field| is_known(&field.value(rest), params));
            }
            fit.rows += 1;
            fit.same += usize::from(fields.len() == fit.fields);
            rest = skip_line_ends(&rest[end..]);
            scanner.reset();
        }
        (fit.fields >= 2).then_some(fit)
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let share = (self.same * other.rows).cmp(&(other.same * self.rows));
        self.known.cmp(&other.known).then(share).then(self.fields.cmp(&other.fields))
    }
}

fn skip_line_ends(bytes: &[u8]) -> &[u8] {
    let n = bytes.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
    &bytes[n..]
}

fn is_known(name: &[u8], params: &ReadParams) -> bool {
    let Ok(name) = std::str::from_utf8(name.trim_ascii()) else {
        return false;
    };
    Role::ALL.iter().any(|role| {
        role.chosen(params).is_some_and(|chosen| chosen.eq_ignore_ascii_case(name))
            || role.names().iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// The format of an input whose name does not tell.
pub(crate) fn format(sample: &[u8], params: &ReadParams) -> InputFormat {
    let start = sample.trim_ascii_start();
    let starts_with =
        |tag: &str| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag.as_bytes()));
    if params.delimiter.is_some() || params.no_header || has_text_column(sample, params) {
        InputFormat::Csv
    } else if start.starts_with(b"{") && start[1..].trim_ascii_start().starts_with(b"\"") {
        InputFormat::Jsonl
    } else if starts_with("<!doctype html") || starts_with("<html") {
        InputFormat::Html
    } else {
        InputFormat::Text
    }
}

/// Whether the first row names a text column. A single name must be written as we write it: titles look like that.
fn has_text_column(sample: &[u8], params: &ReadParams) -> bool {
    let delimiter = delimiter(sample, params);
    let mut scanner = Scanner::new(delimiter.unwrap_or(b','));
    let rest = skip_line_ends(sample);
    if scanner.scan(rest).is_none() {
        scanner.finish();
    }
    let is_text = |name: &[u8]| match Role::Text.chosen(params) {
        Some(chosen) => name == chosen.as_bytes(),
        None if delimiter.is_none() => Role::Text.names().iter().any(|known| known.as_bytes() == name),
        None => Role::Text.names().iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name)),
    };
    scanner.fields().iter().any(|field| is_text(field.value(rest).trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(sample: &str) -> Option<char> {
        delimiter(sample.as_bytes(), &ReadParams::default()).map(char::from)
    }

    fn format_of(sample: &str) -> InputFormat {
        format(sample.as_bytes(), &ReadParams::default())
    }

    #[test]
    fn each_delimiter_is_found() {
        for d in [',', ';', '\t', '|'] {
            assert_eq!(sniffed(&format!("n{d}words{d}code\n1{d}\"a\"{d}x\n2{d}b{d}y\n")), Some(d));
        }
        assert_eq!(sniffed("words\none\ntwo\n"), None);
        assert_eq!(sniffed(""), None);
    }

    #[test]
    fn semicolons_inside_quotes_do_not_win() {
        let text = "\"one; two; three; four\"";
        assert_eq!(sniffed(&format!("\"a;b\",code\n{text},x\n{text},y\n")), Some(','));
        assert_eq!(sniffed(&format!("id,\"text;body\"\n1,{text}\n2,\"one; two\"\n")), Some(','));
    }

    #[test]
    fn commas_in_plain_text_do_not_beat_a_regular_delimiter() {
        assert_eq!(sniffed("id;words, all\n1;one, two, three\n2;four\n"), Some(';'));
        assert_eq!(sniffed("id|text, body\n1|one, two\n2|four\n"), Some('|'));
    }

    #[test]
    fn the_last_row_may_be_cut_off() {
        assert_eq!(sniffed("a;b,c\n1;2,3\n4;5,6\n7;8"), Some(','));
    }

    #[test]
    fn content_tells_the_format() {
        assert_eq!(format_of("id,text\n1,a\n"), InputFormat::Csv);
        assert_eq!(format_of("text\na\n"), InputFormat::Csv);
        assert_eq!(format_of("{\"id\": 1, \"text\": \"a\"}\n"), InputFormat::Jsonl);
        assert_eq!(format_of("\n<!DOCTYPE html><html>"), InputFormat::Html);
        assert_eq!(format_of("Content\n\nThe Senate, on Monday, passed the bill.\n"), InputFormat::Text);
        assert_eq!(format_of("{braces} and text"), InputFormat::Text);
        assert_eq!(format_of(""), InputFormat::Text);
    }
}
