//! A table (CSV, TSV) as records.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use super::columns::{Columns, Role};
use super::decode::FieldDecoder;
use super::fault;
use super::header::Header;
use super::params::ReadParams;
use super::record::{Origin, Record, Values};
use super::rows::{Row, RowError, Rows};
use crate::error::{Error, Result};
use crate::text::Markup;

/// Reads the records of one table.
pub(crate) struct Table<R> {
    rows: Rows<R>,
    reading: Reading,
    max_record: usize,
}

/// What is needed to make a record of a row.
#[derive(Debug)]
struct Reading {
    origin: Arc<Origin>,
    header: Header,
    decoder: FieldDecoder,
    keep_columns: bool,
    record: u64,
}

impl<R: Read> Table<R> {
    /// Reads the header; none if there is no row at all.
    ///
    /// # Errors
    /// If the header cannot be read or lacks a column that is needed.
    pub(crate) fn open(
        mut rows: Rows<R>,
        delimiter: u8,
        origin: Arc<Origin>,
        mut decoder: FieldDecoder,
        params: &ReadParams,
    ) -> Result<Option<Self>> {
        let header = match rows.next_row() {
            Ok(None) => return Ok(None),
            Ok(Some(row)) => Header::read(&row, delimiter, &mut decoder, params, &origin.place())?,
            Err(RowError::TooLarge { line }) => {
                let place = origin.place().with_line(line);
                let message = "found a header larger than a record may be".to_owned();
                return Err(fault::input("E0208", place, message, None));
            }
            Err(error) => return Err(error_of(error, &origin, 0, params.max_record)),
        };
        if params.no_header {
            rows.unread();
        }
        let keep_columns = params.keep_columns;
        let reading = Reading { origin, header, decoder, keep_columns, record: 0 };
        Ok(Some(Self { rows, reading, max_record: params.max_record }))
    }

    /// The names of the columns and the columns chosen.
    pub(crate) fn header(&self) -> &Header {
        &self.reading.header
    }

    /// The decoder, which knows the encoding.
    pub(crate) fn decoder(&self) -> &FieldDecoder {
        &self.reading.decoder
    }

    /// The next record, or the error in its place.
    pub(crate) fn next_record(&mut self) -> Option<Result<Record>> {
        loop {
            let reading = &mut self.reading;
            let row = match self.rows.next_row() {
                Ok(row) => row?,
                Err(error) => {
                    reading.record += 1;
                    return Some(Err(error_of(error, &reading.origin, reading.record, self.max_record)));
                }
            };
            if reading.header.names().len() > 1 && row.fields.len() == 1 && row.bytes.trim_ascii().is_empty()
            {
                continue;
            }
            reading.record += 1;
            return Some(reading.record_of(&row));
        }
    }
}

/// What is wrong where there is no row: a lost record, or the end of the table.
fn error_of(error: RowError, origin: &Origin, record: u64, max_record: usize) -> Error {
    match error {
        RowError::TooLarge { line } => fault::too_large(origin.record_place(record, line), max_record),
        RowError::Read(error) => fault::read(&origin.path, error),
        RowError::Unclosed { quote_line } => {
            let message = "found a quote that is never closed, expected another before the end of the file";
            let place = origin.place().with_line(quote_line);
            fault::input("E0206", place, message.to_owned(), Some(close_quote(quote_line)))
        }
    }
}

fn close_quote(line: u64) -> String {
    format!("close the quote on line {line}, or double it if it is part of the text")
}

impl Reading {
    fn record_of(&mut self, row: &Row<'_>) -> Result<Record> {
        self.check(row)?;
        let id = self.value(row, Role::Id)?;
        let column = self.columns().get(Role::Text).unwrap_or(0);
        let text = self.decode(row, column, id.as_deref().filter(|id| !id.is_empty()))?.into_owned();
        let columns = if self.keep_columns { Some(self.all_values(row)?) } else { None };
        let values = Values {
            text: Some(text),
            title: self.value(row, Role::Title)?,
            date: self.value(row, Role::Date)?,
            label: self.value(row, Role::Label)?,
            group: self.value(row, Role::Group)?,
            id,
            columns,
        };
        Ok(Record::new(&self.origin, self.record, row.line, Markup::Plain, values))
    }

    /// The row has the header's number of fields, and none of them swallowed a line by a quote left open.
    fn check(&self, row: &Row<'_>) -> Result<()> {
        let place = || self.origin.record_place(self.record, row.line);
        let swallowed = row.fields.iter().find(|field| {
            field.has_text_after_quote(row.bytes) && row.bytes[field.start..field.end].contains(&b'\n')
        });
        if let Some(field) = swallowed {
            let before = &row.bytes[..field.start];
            let line = row.line + memchr::memchr_iter(b'\n', before).count() as u64;
            let message = format!(
                "found text after a closing quote, expected a delimiter; the quote opened on line {line}"
            );
            return Err(fault::record("E0206", place(), message, Some(close_quote(line))));
        }
        let (found, expected) = (row.fields.len(), self.header.names().len());
        if found == expected {
            return Ok(());
        }
        let s = if found == 1 { "" } else { "s" };
        let message = format!("found {found} field{s}, expected {expected} as in the header");
        let help = "quote fields that contain the delimiter".to_owned();
        Err(fault::record("E0205", place(), message, Some(help)))
    }

    /// The value in the column of `role`, without the spaces around it except for a label.
    fn value(&mut self, row: &Row<'_>, role: Role) -> Result<Option<String>> {
        let Some(column) = self.columns().get(role) else {
            return Ok(None);
        };
        let value = self.decode(row, column, None)?;
        Ok(Some(match role {
            Role::Label => value.into_owned(),
            _ => value.trim().to_owned(),
        }))
    }

    fn all_values(&mut self, row: &Row<'_>) -> Result<Vec<String>> {
        (0..row.fields.len()).map(|i| self.decode(row, i, None).map(Cow::into_owned)).collect()
    }

    fn columns(&self) -> &Columns {
        self.header.columns()
    }

    fn decode<'r>(&mut self, row: &Row<'r>, column: usize, id: Option<&str>) -> Result<Cow<'r, str>> {
        let field = &row.fields[column];
        self.decoder.decode(field.value(row.bytes)).map_err(|_| {
            let raw = &row.bytes[field.start..field.end];
            // The value may be shorter than what stands there: look for the byte where it stands.
            let at = std::str::from_utf8(raw).err().map(|error| error.valid_up_to());
            let place = self.origin.record_place(self.record, row.line);
            let offset = row.offset + (field.start + at.unwrap_or(0)) as u64;
            let id = id.map(str::to_owned);
            fault::invalid_bytes(
                id,
                place.with_byte(offset),
                at.map(|at| raw[at]),
                self.decoder.encoding().name(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::params::EncodingErrors;
    use super::super::testing::{fails, messages, read};
    use super::*;

    const DEFAULT: fn() -> ReadParams = ReadParams::default;

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_name() {
        assert_eq!(messages("x.csv", "\u{feff}id,text\n7,a\n", &DEFAULT()), ["7: a"]);
        assert_eq!(messages("x.csv", "\u{feff}\"id\",text\n7,a\n", &DEFAULT()), ["7: a"]);
    }

    #[test]
    fn line_ends_and_quotes_of_all_kinds_are_read_with_physical_lines() {
        for (table, text, lines) in [
            ("id,text\r\n1,\"a\r\nb\"\r\n\r\n2,\"\"\"c\"\"\"", "a\r\nb", [2, 5]),
            ("id,text\r1,\"a\rb\"\r2,\"\"\"c\"\"\"\r", "a\rb", [2, 4]),
            ("\n\nid,text\n1,\"a\nb\"\n2,\"\"\"c\"\"\"\n\n", "a\nb", [4, 6]),
        ] {
            let records: Vec<Record> =
                read("x.csv", table, &DEFAULT()).into_iter().map(Result::unwrap).collect();
            let found: Vec<_> = records.iter().map(|r| (r.document.text.as_str(), r.line)).collect();
            assert_eq!(found, [(text, lines[0]), ("\"c\"", lines[1])]);
        }
    }

    #[test]
    fn a_ragged_row_is_lost_with_both_counts() {
        let table = "id,text,label\n1,a,x\n2,b\n3,c,x,\n4,d,x\n";
        assert_eq!(
            messages("x.csv", table, &DEFAULT()),
            [
                "1: a",
                "x.csv: line 3, record 2: found 2 fields, expected 3 as in the header",
                "x.csv: line 4, record 3: found 4 fields, expected 3 as in the header",
                "4: d",
            ]
        );
    }

    #[test]
    fn a_quote_left_open_is_told_with_its_line() {
        let error = fails("x.csv", "id,text\n1,a\n2,\"b\n3,c\n", &DEFAULT());
        assert_eq!(
            error.to_string(),
            "x.csv: line 3: found a quote that is never closed, expected another before the end of the file"
        );
        assert_eq!((error.code(), error.is_record()), ("E0206", false));
        let table = "id,text\n1,\"a\n2,\"b\"\n3,\"c\"\n";
        assert_eq!(
            messages("x.csv", table, &DEFAULT()),
            [
                "x.csv: line 2, record 1: found text after a closing quote, expected a delimiter; \
                 the quote opened on line 2",
                "3: c",
            ]
        );
        assert_eq!(messages("x.csv", "id,text\n1,\"a\" b \"c\"\n", &DEFAULT()), ["1: a b \"c\""]);
    }

    #[test]
    fn a_large_field_is_read_and_one_over_the_limit_is_passed_over() {
        let long = "word; \n".repeat(700_000);
        let table = format!("id,text\n1,\"{long}\"\n2,b\n");
        let records = read("x.csv", &table, &DEFAULT());
        assert_eq!(records[0].as_ref().unwrap().document.text, long);
        let small = ReadParams { max_record: 1 << 20, ..DEFAULT() };
        assert_eq!(
            messages("x.csv", &table, &small),
            ["x.csv: line 2, record 1: record larger than 1 MiB (--max-record)", "2: b"]
        );
    }

    #[test]
    fn nul_counts_as_a_space() {
        assert_eq!(messages("x.csv", "id,text\n1,a\0\0b\n", &DEFAULT()), ["1: a  b"]);
    }

    #[test]
    fn a_bad_byte_is_named_with_the_id_of_its_record() {
        let table = b"id,text\n1,caf\xc3\xa9\n42,\"a \"\"b\"\" \xff c\"\n3,d\n";
        let error = fails("x.csv", table, &DEFAULT());
        assert_eq!(
            error.to_string(),
            "x.csv: line 3, record 2, byte 28: found the byte 0xFF, which is not valid UTF-8"
        );
        assert_eq!(table[28], 0xff);
        let crate::error::ErrorKind::Record { id, code: "E0207", .. } = error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!(id.as_deref(), Some("42"));
        let replace = ReadParams { encoding_errors: EncodingErrors::Replace, ..DEFAULT() };
        assert_eq!(messages("x.csv", table, &replace)[1], "42: a \"b\" \u{fffd} c");
    }

    #[test]
    fn records_without_an_id_are_numbered_after_their_file() {
        assert_eq!(messages("d/train.csv", "id,text\n,a\n7,b\n", &DEFAULT()), ["train-1: a", "7: b"]);
        assert_eq!(messages("train.tsv", "text\tlabel\na;b,c\tx\n", &DEFAULT()), ["train-1: a;b,c"]);
    }

    #[test]
    fn blank_labels_are_none_and_others_are_kept_as_they_stand() {
        let table = "text,label,group\na, 16,g\nb,  ,\nc,\"x, \"\"y\"\"\",g\n";
        let with_group = ReadParams { group_column: Some("group".into()), keep_columns: true, ..DEFAULT() };
        let records: Vec<Record> =
            read("x.csv", table, &with_group).into_iter().map(Result::unwrap).collect();
        let labels: Vec<_> = records.iter().map(|r| r.label.as_deref()).collect();
        assert_eq!(labels, [Some(" 16"), None, Some("x, \"y\"")]);
        assert_eq!(records[0].group.as_deref(), Some("g"));
        assert_eq!(records[1].columns.as_deref().unwrap(), ["b", "  ", ""]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>, start in 0..4usize) {
            let start = [&b"id,text\n"[..], b"text;label\n", b"{\"text\": \"a\"}\n{\"text\":", b""][start];
            let content = [start, &bytes].concat();
            for name in ["x.csv", "x.jsonl", "x.html", "x"] {
                let input = super::super::Input::Bytes { name: name.into(), bytes: content.as_slice().into() };
                if let Ok(records) = super::super::documents(vec![input], ReadParams::default(), |_| {}) {
                    proptest::prop_assert!(records.count() <= content.len() + 1);
                }
            }
        }
    }
}
