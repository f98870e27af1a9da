//! Records as JSON lines, tables or text.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Format, Style};
use crate::error::{Error, Result};

/// A record that can be written in every form.
pub trait Entry: Serialize {
    /// The names of its fields, in order: the head of a table.
    const FIELDS: &'static [&'static str];

    /// The record for a person, with line ends.
    fn text(&self, style: &Style) -> String;
}

/// The record that stands in the place of one that could not be used.
#[derive(Serialize)]
pub struct ErrorEntry {
    id: Option<String>,
    record: Option<u64>,
    source: Option<String>,
    line: Option<u64>,
    error: Value,
}

impl ErrorEntry {
    /// The record of an error.
    pub fn new(error: &Error) -> Self {
        let place = error.place().cloned().unwrap_or_default();
        let id = match error.kind() {
            crate::error::ErrorKind::Record { id, message, .. } => (id.clone(), message.clone()),
            _ => (None, error.to_string()),
        };
        Self {
            id: id.0,
            record: place.record,
            source: place.path.map(|path| path.display().to_string()),
            line: place.line,
            error: json!({"code": error.code(), "message": id.1, "byte": place.byte}),
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
}

impl Layout {
    /// The layout of records of type `E`; `fields` chooses and orders them, and `kept` are names of input columns
    /// that go along.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a field that there is not.
    pub fn new<E: Entry>(format: Format, style: Style, fields: &[String], kept: &[String]) -> Result<Self> {
        if let Some(unknown) = fields.iter().find(|field| !E::FIELDS.contains(&field.as_str())) {
            return Err(Error::usage(
                format!("no field {unknown:?}"),
                format!("choose among: {}", E::FIELDS.join(", ")),
            ));
        }
        let chosen = !fields.is_empty();
        let fields = if chosen { fields.to_vec() } else { E::FIELDS.iter().map(|&f| f.to_owned()).collect() };
        Ok(Self { format, style, fields, chosen, kept: kept.to_vec() })
    }

    /// What stands before the records.
    pub fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Json => b"[\n".to_vec(),
            Format::Csv | Format::Tsv => {
                let kept = self.kept.iter().map(|name| {
                    let clashes = self.fields.contains(name) || name == "error";
                    if clashes { format!("input.{name}") } else { name.clone() }
                });
                self.row(kept.chain(self.fields.iter().cloned()).chain(["error".to_owned()]))
            }
            _ => Vec::new(),
        }
    }

    /// What stands between two records.
    pub fn between(&self) -> &'static [u8] {
        if self.format == Format::Json { b",\n" } else { b"" }
    }

    /// What stands after the records.
    pub fn tail(&self) -> &'static [u8] {
        if self.format == Format::Json { b"\n]\n" } else { b"" }
    }

    /// A record, with the values of the input's columns that are kept.
    pub fn record<E: Entry>(&self, entry: &E, kept: Option<Vec<String>>) -> Vec<u8> {
        match self.format {
            Format::Text | Format::Md | Format::Html => entry.text(&self.style).into_bytes(),
            Format::Jsonl | Format::Json if !self.chosen && kept.is_none() => self.json(entry),
            Format::Jsonl | Format::Json => {
                let mut value = object(entry);
                if self.chosen {
                    let field = |f: &String| (f.clone(), value.get(f).cloned().unwrap_or_default());
                    value = self.fields.iter().map(field).collect();
                }
                if let Some(kept) = kept {
                    let columns: Map<String, Value> =
                        self.kept.iter().cloned().zip(kept.into_iter().map(Value::from)).collect();
                    value.insert("columns".to_owned(), columns.into());
                }
                self.json(&value)
            }
            Format::Csv | Format::Tsv => {
                let value = object(entry);
                let fields = self.fields.iter().map(|field| value.get(field).map_or(String::new(), cell));
                self.row(kept.unwrap_or_default().into_iter().chain(fields).chain([String::new()]))
            }
        }
    }

    /// The record in the place of one that could not be used.
    pub fn error(&self, error: &Error) -> Vec<u8> {
        let entry = ErrorEntry::new(error);
        match self.format {
            Format::Text | Format::Md | Format::Html => {
                let line = format!("error[{}]: {error}", error.code());
                format!("{}\n", self.style.warning(&super::printable(&line))).into_bytes()
            }
            Format::Jsonl | Format::Json => self.json(&entry),
            Format::Csv | Format::Tsv => {
                let value = object(&entry);
                let cells = self.fields.iter().map(|field| value.get(field).map_or(String::new(), cell));
                let message = format!("{}: {error}", error.code());
                let kept = self.kept.iter().map(|_| String::new());
                self.row(kept.chain(cells).chain([message]))
            }
        }
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
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(cells.map(String::into_bytes)).expect("writing to memory does not fail");
        writer.into_inner().expect("writing to memory does not fail")
    }
}

fn object(entry: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(entry) {
        Ok(Value::Object(object)) => object,
        other => unreachable!("an entry is an object: {other:?}"),
    }
}

/// A value as a cell of a table: text as it is, nothing for null, lists and objects as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
