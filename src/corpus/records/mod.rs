//! The records of all inputs, one after the other.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use encoding_rs::{Encoding, UTF_8};

use super::fault;
use super::input::{Input, Source, sources};
use super::open::{Reader, open};
use super::params::ReadParams;
use super::record::{Origin, Record};
use crate::error::{Error, Level, Notice, Result};

/// The records of `inputs`, in order.
///
/// The first source is opened and its first 64 KiB are read before this returns, so that a header that cannot be used
/// is known at once. What was decided (columns, encoding, delimiter) and what should be looked at goes to `notify`.
///
/// # Errors
/// If a parameter cannot be used, or the only input is not there or cannot be read at all.
///
/// # Examples
/// ```
/// use newsdesk::corpus::{Input, ReadParams, documents};
///
/// let table = "id;text;label\n1;\"taxes; and more\";Macroeconomics\n";
/// let input = Input::Bytes { name: "laws.csv".into(), bytes: table.as_bytes().into() };
/// let mut records = documents(vec![input], ReadParams::default(), |notice| println!("{notice}"))?;
/// let record = records.next().unwrap()?;
/// assert_eq!(record.document.text, "taxes; and more");
/// assert_eq!(record.label.as_deref(), Some("Macroeconomics"));
/// assert_eq!((record.record, record.line), (1, 2));
/// # Ok::<(), newsdesk::error::Error>(())
/// ```
pub fn documents<'n>(
    inputs: Vec<Input>,
    params: ReadParams,
    mut notify: impl FnMut(Notice) + Send + 'n,
) -> Result<Records<'n>> {
    let forced = encoding_of(&params)?;
    let sources = sources(inputs, &mut notify)?;
    let total_bytes = sources.iter().map(|source| source.bytes).sum();
    let mut records = Records {
        has_one_source: sources.len() == 1,
        params,
        forced,
        sources: sources.into_iter(),
        current: None,
        pending: None,
        headers: None,
        said_columns: String::new(),
        bytes_read: Arc::default(),
        total_bytes,
        notify: Box::new(notify),
    };
    match records.open_next() {
        Some(Err(error)) if !error.is_record() => return Err(error),
        Some(Err(error)) => records.pending = Some(Err(error)),
        _ => {}
    }
    Ok(records)
}

fn encoding_of(params: &ReadParams) -> Result<Option<&'static Encoding>> {
    let Some(label) = params.encoding.as_deref().filter(|label| *label != "auto") else {
        return Ok(None);
    };
    let unknown = || {
        let message = format!("found the encoding {label:?}, expected a label such as utf-8 or windows-1252");
        Error::usage(message, None)
    };
    Encoding::for_label(label.as_bytes()).ok_or_else(unknown).map(Some)
}

/// An iterator over the records of all inputs.
///
/// An `Err` whose [`Error::is_record`] holds stands in the place of one record, and the next ones follow. After any
/// other `Err` there is nothing more. It can move to another thread.
pub struct Records<'n> {
    has_one_source: bool,
    params: ReadParams,
    forced: Option<&'static Encoding>,
    sources: std::vec::IntoIter<Source>,
    current: Option<Current>,
    /// The error of a source that could not be opened, or a record read ahead, to be given out in its place.
    pending: Option<Result<Record>>,
    headers: Option<Vec<String>>,
    said_columns: String,
    bytes_read: Arc<AtomicU64>,
    total_bytes: Option<u64>,
    notify: Box<dyn FnMut(Notice) + Send + 'n>,
}

/// The source that is being read.
struct Current {
    reader: Reader,
    origin: Arc<Origin>,
    alone: bool,
    /// The records given out, lost ones too.
    n_records: u64,
    said_encoding: &'static Encoding,
    /// Whether the fields of JSON lines were told; the first object shows them.
    said_fields: bool,
}

impl Records<'_> {
    /// The names of the columns of the first table that was opened, or the keys of the first JSON object.
    ///
    /// Known from the start if the first input is a table, for JSON lines after the first record.
    pub fn headers(&self) -> Option<&[String]> {
        self.headers.as_deref()
    }

    /// The same, for which the first record is read ahead where they are not known yet; empty if there are none.
    pub fn read_headers(&mut self) -> &[String] {
        if self.headers.is_none() && self.pending.is_none() {
            self.pending = self.next();
        }
        self.headers.as_deref().unwrap_or_default()
    }

    /// The bytes read so far, before decompression; a counter that can be read from another thread.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// The bytes that there are to read, before decompression, if all inputs are files.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total_bytes
    }

    /// Opens the next source; none if there is no other.
    fn open_next(&mut self) -> Option<Result<()>> {
        let source = self.sources.next()?;
        let (origin, alone) = (Arc::clone(&source.origin), source.alone);
        let opened = open(source, &self.params, self.forced, &self.bytes_read).and_then(|reader| {
            self.check_headers(&reader, &origin)?;
            Ok(reader)
        });
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) if alone => return Some(Err(error)),
            Err(error) => return Some(Err(fault::as_record(error, 1))),
        };
        if let Reader::Table(_, Some(delimiter)) = &reader {
            let message = format!("delimiter {:?}", char::from(*delimiter));
            (self.notify)(Notice { level: Level::Detail, place: origin.place(), message });
        }
        if let Some(header) = reader.header() {
            let columns = header.columns().describe(header.names());
            self.say_columns(&origin, "columns", columns);
        }
        self.current =
            Some(Current { reader, origin, alone, n_records: 0, said_encoding: UTF_8, said_fields: false });
        self.say_what_is_new();
        Some(Ok(()))
    }

    /// Takes over the first table's header; with kept columns every other table must have the same.
    fn check_headers(&mut self, reader: &Reader, origin: &Origin) -> Result<()> {
        let Some(header) = reader.header() else {
            return Ok(());
        };
        let names = header.names();
        match &self.headers {
            None => self.headers = Some(names.to_vec()),
            Some(first) if self.params.keep_columns && first != names => {
                let (found, expected) = (fault::quoted(names), fault::quoted(first));
                let message = format!("found the header {found}, expected {expected} as in the first table");
                let help = Some("leave out --keep-columns, or read the tables one by one".to_owned());
                return Err(fault::input("E0215", origin.place(), message, help));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Tells the columns, unless they are those told last.
    fn say_columns(&mut self, origin: &Origin, what: &str, columns: String) {
        if self.said_columns != columns {
            let message = format!("{what}: {columns}");
            (self.notify)(Notice { level: Level::Info, place: origin.place(), message });
            self.said_columns = columns;
        }
    }

    /// Tells what the current source has shown about itself by now: its encoding, its fields.
    fn say_what_is_new(&mut self) {
        let Some(current) = &mut self.current else {
            return;
        };
        let encoding = current.reader.encoding();
        if encoding != current.said_encoding {
            current.said_encoding = encoding;
            let message = format!("read as {}", encoding.name());
            (self.notify)(Notice { level: Level::Info, place: current.origin.place(), message });
        }
        let Reader::JsonLines(lines) = &current.reader else {
            return;
        };
        if !current.said_fields
            && let Some(chosen) = lines.chosen()
        {
            current.said_fields = true;
            let (origin, chosen) = (Arc::clone(&current.origin), chosen.to_owned());
            self.headers.get_or_insert_with(|| lines.keys().to_vec());
            self.say_columns(&origin, "fields", chosen);
        }
    }

    /// The next record of the current source; none at its end.
    fn next_of_current(&mut self) -> Option<Result<Record>> {
        let current = self.current.as_mut()?;
        let (alone, number) = (current.alone, current.n_records + 1);
        let next = current.reader.next_record();
        match &next {
            Some(_) => {
                current.n_records = number;
                self.say_what_is_new();
            }
            // Who needs labels cannot go on without a record, and says so.
            None if number == 1 && !(self.has_one_source && self.params.needs_label) => {
                let message = "no records".to_owned();
                (self.notify)(Notice { level: Level::Warning, place: current.origin.place(), message });
            }
            None => {}
        }
        let fatal = matches!(&next, Some(Err(error)) if !error.is_record());
        if fatal || next.is_none() {
            self.current = None;
        }
        if fatal && alone {
            self.sources = Vec::new().into_iter();
        }
        next.map(|record| record.map_err(|error| if alone { error } else { fault::as_record(error, number) }))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        loop {
            if let Some(record) = self.pending.take() {
                return Some(record);
            }
            if let Some(record) = self.next_of_current() {
                return Some(record);
            }
            if let Err(error) = self.open_next()? {
                if !error.is_record() {
                    self.sources = Vec::new().into_iter();
                }
                return Some(Err(error));
            }
        }
    }
}

impl std::iter::FusedIterator for Records<'_> {}
