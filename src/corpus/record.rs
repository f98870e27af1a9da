//! One record: a row, a line or a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Place;
use crate::text::{Markup, RawDocument};

/// One record of input with its document and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The file as the user named it, or as it was found in a directory; `-` is standard input.
    pub source: Arc<Path>,
    /// The record's number in its source, from 1. Lost records count.
    pub record: u64,
    /// The physical line on which it starts, from 1. The header is a line.
    pub line: u64,
    /// The document. Its id is the id column's value; where that is blank or missing, `train-7` for record 7 of
    /// `train.csv`; for a text or HTML file the file name without extensions.
    pub document: RawDocument,
    /// The label as it stands there; none if the input has no column for it or it is blank.
    pub label: Option<String>,
    /// The group as it stands there; only with a group column.
    pub group: Option<String>,
    /// All values of the row, in the order of [`Records::headers`](super::Records::headers); only with
    /// [`ReadParams::keep_columns`](super::ReadParams::keep_columns).
    pub columns: Option<Vec<String>>,
}

/// The values of a row, an object or a page that are read.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) id: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) columns: Option<Vec<String>>,
}

impl Record {
    /// The record of these values: an id, a title, a date or a label that is blank is none.
    pub(crate) fn new(origin: &Origin, record: u64, line: u64, markup: Markup, values: Values) -> Self {
        let there = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        Self {
            source: Arc::clone(&origin.path),
            record,
            line,
            document: RawDocument {
                id: there(values.id).unwrap_or_else(|| origin.id(record)),
                title: there(values.title),
                date: there(values.date),
                text: text_of(values.text.unwrap_or_default()),
                markup,
            },
            label: there(values.label),
            group: values.group,
            columns: values.columns,
        }
    }
}

/// A document's text as it goes on: NUL counts as a space, and no offset changes.
fn text_of(text: String) -> String {
    if memchr::memchr(0, text.as_bytes()).is_some() { text.replace('\0', " ") } else { text }
}

/// Where the records of one source come from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The file as it is named.
    pub(crate) path: Arc<Path>,
    /// The file name without extensions.
    pub(crate) stem: String,
}

impl Origin {
    /// The origin that is this file.
    pub(crate) fn new(path: PathBuf) -> Self {
        let stem = if path.as_os_str() == "-" { "stdin".to_owned() } else { stem(&path) };
        Self { path: path.into(), stem }
    }

    /// The id of a record that brings none.
    pub(crate) fn id(&self, record: u64) -> String {
        format!("{}-{record}", self.stem)
    }

    /// The place that is the whole source.
    pub(crate) fn place(&self) -> Place {
        Place::file(&self.path)
    }

    /// The place of one record.
    pub(crate) fn record_place(&self, record: u64, line: u64) -> Place {
        self.place().with_record(record).with_line(line)
    }
}

/// The file name without the extension of its compression and that of its format.
fn stem(path: &Path) -> String {
    let mut name = PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
    if is_compressed(&name) {
        name.set_extension("");
    }
    name.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether the name says that the file is compressed.
pub(crate) fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz") || e.eq_ignore_ascii_case("zst"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_no_extensions() {
        for (path, stem) in
            [("d/a1.txt", "a1"), ("a1.csv.gz", "a1"), ("u.s. bill.HTM.ZST", "u.s. bill"), ("a", "a")]
        {
            assert_eq!(Origin::new(path.into()).stem, stem);
        }
        assert_eq!(Origin::new("-".into()).id(3), "stdin-3");
    }
}
