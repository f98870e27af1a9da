//! Records as JSON lines, tables or text.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::{Format, Style};
use crate::corpus::Record;
use crate::error::{Error, Result};

/// The bytes for which a row of a table is given room at first.
const ROW_BYTES: usize = 256;

/// A record that can be written in every form.
pub trait Entry: Serialize {
    /// The names of its fields, in order: the head of a table.
    const FIELDS: &'static [&'static str];

    /// The record for a person, with line ends.
    fn text(&self, style: &Style) -> String;

    /// What stands before the records of a page; empty for records that do not come as one.
    fn page_head() -> String {
        String::new()
    }

    /// The record as an element of a page.
    fn html(&self) -> String {
        String::new()
    }
}

/// Where a record came from: the fields by which it is found again.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file as the user named it.
    pub source: String,
    /// The record's number in it, from 1.
    pub record: u64,
}

impl Origin {
    /// The origin of a record.
    pub fn of(record: &Record) -> Self {
        Self { source: record.source.display().to_string(), record: record.record }
    }
}

/// The record that stands in the place of one that could not be used.
#[derive(Serialize)]
pub struct ErrorEntry {
    id: Option<String>,
    record: Option<u64>,
    source: Option<String>,
    line: Option<u64>,
    error: Fault,
}

/// What is wrong with a record.
#[derive(Serialize)]
struct Fault {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte: Option<u64>,
}

impl ErrorEntry {
    /// The record of an error.
    pub fn new(error: &Error) -> Self {
        let place = error.place().cloned().unwrap_or_default();
        let (id, message) = match error.kind() {
            crate::error::ErrorKind::Record { id, message, .. } => (id.clone(), message.clone()),
            _ => (None, error.to_string()),
        };
        Self {
            id,
            record: place.record,
            source: place.path.map(|path| path.display().to_string()),
            line: place.line,
            error: Fault { code: error.code(), message, byte: place.byte },
        }
    }
}

/// How records are laid out: the form, the fields, the columns of the input that are kept.
#[derive(Clone, Debug)]
pub struct Layout {
    format: Format,
    style: Style,
    fields: Vec<String>,
    /// Whether the user chose the fields; a JSON record then has these only.
    chosen: bool,
    kept: Vec<String>,
    /// [`Entry::page_head`].
    page_head: String,
}

impl Layout {
    /// The layout of records of type `E`; `fields` chooses and orders them, and `kept` are names of input columns
    /// that go along.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a field that there is not, and for Parquet without the feature
    /// `parquet`.
    pub fn new<E: Entry>(format: Format, style: Style, fields: &[String], kept: &[String]) -> Result<Self> {
        if format == Format::Parquet && cfg!(not(feature = "parquet")) {
            let help = "choose csv or jsonl, or build newsdesk with --features parquet";
            return Err(Error::usage("this build writes no Parquet", help.to_owned()));
        }
        if let Some(unknown) = fields.iter().find(|field| !E::FIELDS.contains(&field.as_str())) {
            return Err(Error::usage(
                format!("no field {unknown:?}"),
                format!("choose among: {}", E::FIELDS.join(", ")),
            ));
        }
        let chosen = !fields.is_empty();
        let fields = if chosen { fields.to_vec() } else { E::FIELDS.iter().map(|&f| f.to_owned()).collect() };
        let page_head = if format == Format::Html { E::page_head() } else { String::new() };
        Ok(Self { format, style, fields, chosen, kept: kept.to_vec(), page_head })
    }

    /// What stands before the records.
    pub fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Json => b"[\n".to_vec(),
            Format::Html => self.page_head.clone().into_bytes(),
            Format::Csv | Format::Tsv => self.row(self.columns()),
            _ => Vec::new(),
        }
    }

    /// The names of a table's columns.
    fn columns(&self) -> impl Iterator<Item = String> {
        let kept = self.kept.iter().map(|name| {
            let clashes = (self.fields.iter().map(String::as_str).chain(["error"]))
                .any(|field| field.eq_ignore_ascii_case(name));
            if clashes { format!("input.{name}") } else { name.clone() }
        });
        kept.chain(self.fields.iter().cloned()).chain(["error".to_owned()])
    }

    /// What turns the records into the bytes of the output.
    pub fn encoder(&self) -> Encoder {
        Encoder {
            #[cfg(feature = "parquet")]
            rows: (self.format == Format::Parquet)
                .then(|| super::parquet::Rows::new(self.columns().collect())),
        }
    }

    /// What stands between two records.
    pub fn between(&self) -> &'static [u8] {
        if self.format == Format::Json { b",\n" } else { b"" }
    }

    /// What stands after the records.
    pub fn tail(&self) -> &'static [u8] {
        match self.format {
            Format::Json => b"\n]\n",
            Format::Html => b"</main>\n</body>\n</html>\n",
            _ => b"",
        }
    }

    /// A record, with the values of the input's columns that are kept.
    pub fn record<E: Entry>(&self, entry: &E, kept: Option<Vec<String>>) -> Vec<u8> {
        match self.format {
            Format::Text | Format::Md => entry.text(&self.style).into_bytes(),
            Format::Html => entry.html().into_bytes(),
            Format::Jsonl | Format::Json if !self.chosen && kept.is_none() => self.json(entry),
            Format::Jsonl | Format::Json => {
                let entry = raw(entry);
                let found = fields(&entry);
                let names = self.fields.iter().map(String::as_str);
                let names = names.filter(|&name| self.chosen || found.contains_key(name));
                let mut object: Vec<(&str, Option<&RawValue>)> =
                    names.map(|name| (name, found.get(name).copied())).collect();
                let columns = kept.map(|kept| raw(&Object(self.kept.iter().zip(kept).collect())));
                if let Some(columns) = &columns {
                    object.push(("columns", Some(columns)));
                }
                self.json(&Object(object))
            }
            Format::Csv | Format::Tsv => {
                let entry = raw(entry);
                let found = fields(&entry);
                let cells = self.fields.iter().map(|name| cell(found.get(name.as_str()).copied()));
                self.row(kept.unwrap_or_default().into_iter().chain(cells).chain([String::new()]))
            }
            Format::Parquet => {
                self.list(&fields(&raw(entry)), kept.unwrap_or_default().iter().map(Some), None)
            }
        }
    }

    /// The record in the place of one that could not be used.
    pub fn error(&self, error: &Error) -> Vec<u8> {
        let entry = ErrorEntry::new(error);
        match self.format {
            Format::Html => {
                let line = format!("error[{}]: {error}", error.code());
                format!("<p class=\"error\">{}</p>\n", super::html::Escaped(&line)).into_bytes()
            }
            Format::Text | Format::Md => {
                let line = format!("error[{}]: {error}", error.code());
                format!("{}\n", self.style.warning(&super::printable(&line))).into_bytes()
            }
            Format::Jsonl | Format::Json => self.json(&entry),
            Format::Csv | Format::Tsv => {
                let entry = raw(&entry);
                let found = fields(&entry);
                let cells = self.fields.iter().map(|name| cell(found.get(name.as_str()).copied()));
                let message = format!("{}: {error}", error.code());
                let kept = self.kept.iter().map(|_| String::new());
                self.row(kept.chain(cells).chain([message]))
            }
            Format::Parquet => {
                let message = format!("{}: {error}", error.code());
                self.list(&fields(&raw(&entry)), self.kept.iter().map(|_| None), Some(message))
            }
        }
    }

    /// The values of a table's columns as a JSON list.
    fn list<'k>(
        &self,
        found: &BTreeMap<&str, &RawValue>,
        kept: impl Iterator<Item = Option<&'k String>>,
        error: Option<String>,
    ) -> Vec<u8> {
        let kept = kept.map(|value| raw(&value));
        let cells = self.fields.iter().map(|name| raw(&found.get(name.as_str())));
        let values: Vec<_> = kept.chain(cells).chain([raw(&error)]).collect();
        serde_json::to_vec(&values).expect("a list of values can be written")
    }

    fn json(&self, entry: &impl Serialize) -> Vec<u8> {
        let mut out = serde_json::to_vec(entry).expect("an entry has string keys only");
        if self.format == Format::Jsonl {
            out.push(b'\n');
        }
        out
    }

    fn row(&self, cells: impl Iterator<Item = String>) -> Vec<u8> {
        let delimiter = if self.format == Format::Tsv { b'\t' } else { b',' };
        let mut writer = csv::WriterBuilder::new();
        let mut writer = writer.delimiter(delimiter).buffer_capacity(ROW_BYTES).from_writer(Vec::new());
        writer.write_record(cells.map(String::into_bytes)).expect("writing to memory does not fail");
        writer.into_inner().expect("writing to memory does not fail")
    }
}

/// Turns the records of a [`Layout`] into the bytes of the output.
pub struct Encoder {
    #[cfg(feature = "parquet")]
    rows: Option<super::parquet::Rows>,
}

impl Encoder {
    /// The bytes that are complete with one more record: the record itself, but for Parquet.
    ///
    /// # Errors
    /// [`Io`](crate::error::ErrorKind::Io) where Parquet cannot be made of the records.
    pub fn encode(&mut self, record: Vec<u8>) -> Result<Vec<u8>> {
        #[cfg(feature = "parquet")]
        if let Some(rows) = &mut self.rows {
            return rows.push(&record);
        }
        Ok(record)
    }

    /// The rest of the output.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn finish(self) -> Result<Vec<u8>> {
        #[cfg(feature = "parquet")]
        if let Some(rows) = self.rows {
            return rows.finish();
        }
        Ok(Vec::new())
    }
}

/// A JSON object whose fields keep their order.
struct Object<N, V>(Vec<(N, V)>);

impl<N: Serialize, V: Serialize> Serialize for Object<N, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn raw(value: &impl Serialize) -> Box<RawValue> {
    to_raw_value(value).expect("a value has string keys only")
}

/// The fields of an entry that are there, as JSON; from the entry as JSON.
fn fields(entry: &RawValue) -> BTreeMap<&str, &RawValue> {
    serde_json::from_str(entry.get()).expect("an entry is an object whose keys need no escape")
}

/// A value as a cell of a table: text as it is, nothing for null, lists and objects as JSON.
fn cell(value: Option<&RawValue>) -> String {
    match value.map_or("null", RawValue::get) {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).expect("it was written as a string"),
        json => json.to_owned(),
    }
}
