//! What was found, as text, CSV, JSON lines, Markdown or HTML.

pub mod brief;
pub mod classified;
pub mod cleaned;
pub mod explained;
mod html;
#[cfg(feature = "parquet")]
mod parquet;
mod records;
pub mod report;
pub mod resume;
pub mod sink;
mod style;
pub mod summarized;
mod term;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

pub use records::{Encoder, Entry, ErrorEntry, Layout, Origin};
pub use resume::Stamp;
pub use sink::Sink;
pub use style::{Style, printable};
pub(crate) use term::readable_term;

pub(crate) use crate::error::grouped;
use crate::error::{Error, Result};

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A table with commas; a field that is not a number, a string or a truth value is JSON.
    Csv,
    /// The same with tabs.
    Tsv,
    /// One JSON value: an array of the objects, or a single report.
    Json,
    /// For a person at a terminal.
    Text,
    /// Markdown.
    Md,
    /// A page.
    Html,
    /// A table in columns, for programs; with the feature `parquet`.
    Parquet,
}

impl Format {
    const ALL: [Self; 8] =
        [Self::Jsonl, Self::Csv, Self::Tsv, Self::Json, Self::Text, Self::Md, Self::Html, Self::Parquet];

    /// The name on the command line, and the extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Text => "text",
            Self::Md => "md",
            Self::Html => "html",
            Self::Parquet => "parquet",
        }
    }

    /// The format that a file's extension stands for; none where it has no extension.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for an extension that is not of a format in `offered`: it would be
    /// written in a form that the user does not expect.
    pub fn of_path(path: &Path, offered: &[Self]) -> Result<Option<Self>> {
        let Some(extension) = path.extension() else { return Ok(None) };
        let extension = extension.to_string_lossy().to_ascii_lowercase();
        let name = match extension.as_str() {
            "ndjson" => "jsonl",
            "txt" => "text",
            "htm" => "html",
            other => other,
        };
        match offered.iter().find(|format| format.name() == name) {
            Some(&format) => Ok(Some(format)),
            None => {
                let names: Vec<_> = offered.iter().map(|format| format.name()).collect();
                Err(Error::usage(
                    format!("{}: no output of this command has the extension {extension:?}", path.display()),
                    format!("choose one of: {}", names.join(", ")),
                ))
            }
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| Error::usage(format!("no format {name:?}"), format!("choose one of: {}", names())))
    }
}
