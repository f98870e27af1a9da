//! A table (CSV, TSV) as records.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use super::columns::{Columns, Role};
use super::decode::FieldDecoder;
use super::header::Header;
use super::params::ReadParams;
use super::record::{Origin, Record};
use super::rows::{Row, RowError, Rows};
use super::{fault, text_of};
use crate::error::{Error, Result};
use crate::text::{Markup, RawDocument};

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
            Err(error) => return Err(fatal(error, &origin)),
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
                Err(RowError::TooLarge { line }) => {
                    reading.record += 1;
                    let place = reading.origin.record_place(reading.record, line);
                    return Some(Err(fault::too_large(place, self.max_record)));
                }
                Err(error) => return Some(Err(fatal(error, &reading.origin))),
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

/// An error that ends the table.
fn fatal(error: RowError, origin: &Origin) -> Error {
    match error {
        RowError::Read(error) => fault::read(&origin.path, error),
        RowError::Unclosed { line, quote_line } => {
            let message = "found a quote that is never closed, expected another before the end of the file";
            let help =
                format!("close the quote on line {quote_line}, or double it if it is part of the text");
            let place = origin.place().with_line(if quote_line > 0 { quote_line } else { line });
            fault::input("E0206", place, message.to_owned(), Some(help))
        }
        RowError::TooLarge { line } => fault::too_large(origin.record_place(0, line), 0),
    }
}

impl Reading {
    fn record_of(&mut self, row: &Row<'_>) -> Result<Record> {
        self.check(row)?;
        let id = self.value(row, Role::Id)?.filter(|id| !id.is_empty());
        let text = self.text(row, id.as_deref())?;
        let columns = if self.keep_columns { Some(self.all_values(row)?) } else { None };
        let document = RawDocument {
            id: id.unwrap_or_else(|| self.origin.id(self.record)),
            title: self.value(row, Role::Title)?.filter(|title| !title.is_empty()),
            date: self.value(row, Role::Date)?.filter(|date| !date.is_empty()),
            text,
            markup: Markup::Plain,
        };
        Ok(Record {
            source: Arc::clone(&self.origin.path),
            record: self.record,
            line: row.line,
            document,
            label: self.value(row, Role::Label)?.filter(|label| !label.trim().is_empty()),
            group: self.value(row, Role::Group)?,
            columns,
        })
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
            let help = format!("close the quote on line {line}, or double it if it is part of the text");
            return Err(fault::record("E0206", place(), message, Some(help)));
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

    fn text(&mut self, row: &Row<'_>, id: Option<&str>) -> Result<String> {
        let column = self.columns().get(Role::Text).unwrap_or(0);
        self.decode(row, column, id).map(|text| text_of(text.into_owned()))
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
