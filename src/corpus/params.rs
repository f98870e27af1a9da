//! How inputs are read: formats, encodings, columns and limits.

use std::str::FromStr;

use crate::error::{Error, Result};

/// What an input is written in, once it is decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputFormat {
    /// A table whose delimiter is found by itself: `.csv`.
    Csv,
    /// A table with tabs: `.tsv`.
    Tsv,
    /// One JSON object a line: `.jsonl`, `.ndjson`, `.json`.
    Jsonl,
    /// One plain text, which is one document: `.txt`.
    Text,
    /// One page, which is one document: `.html`, `.htm`.
    Html,
    /// A table in columns: `.parquet`, as a file that is not compressed. Read with the feature `parquet`.
    Parquet,
}

impl InputFormat {
    /// The format that a file name's extension stands for, in any case of letters.
    pub(crate) fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "json" | "jsonl" | "ndjson" => Self::Jsonl,
            "txt" => Self::Text,
            "html" | "htm" => Self::Html,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }
}

impl FromStr for InputFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "text" => Ok(Self::Text),
            _ => Self::from_extension(name).ok_or_else(|| {
                Error::usage(
                    format!(
                        "found the input format {name:?}, expected csv, tsv, jsonl, text, html or parquet"
                    ),
                    None,
                )
            }),
        }
    }
}

/// What becomes of bytes that are not valid in the input's encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EncodingErrors {
    /// The record is lost, and an error names the byte.
    #[default]
    Error,
    /// Each invalid sequence becomes one U+FFFD.
    Replace,
}

/// How inputs are read. The default finds out everything by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadParams {
    /// The format of every input; by default it follows from the file name and the content.
    pub format: Option<InputFormat>,
    /// The delimiter of tables; by default it is found in the first 64 KiB of each.
    pub delimiter: Option<u8>,
    /// The encoding's label as in the WHATWG standard, for example `windows-1252`; by default it is found out.
    pub encoding: Option<String>,
    /// What becomes of invalid bytes. Default: the record is lost.
    pub encoding_errors: EncodingErrors,
    /// The text's column or field: a name, or in a table a number from 1.
    pub text_column: Option<String>,
    /// The label's column or field: a name, or in a table a number from 1.
    pub label_column: Option<String>,
    /// What stands between the labels of a record, where it may have several: a JSON list of labels is read as these
    /// labels with it between them. Without it such a list is an error.
    pub label_separator: Option<String>,
    /// The id's column or field: a name, or in a table a number from 1.
    pub id_column: Option<String>,
    /// The title's column or field: a name, or in a table a number from 1.
    pub title_column: Option<String>,
    /// The date's column or field: a name, or in a table a number from 1.
    pub date_column: Option<String>,
    /// The group's column or field: a name, or in a table a number from 1. No group is read without it.
    pub group_column: Option<String>,
    /// Whether the first row of a table is a record. Columns are then numbers, and `text_column` is needed.
    pub no_header: bool,
    /// Whether an input without a label column is an error. A single blank label never is one here.
    pub needs_label: bool,
    /// Whether [`Record::columns`](super::Record::columns) is filled in for tables.
    pub keep_columns: bool,
    /// The largest record in bytes; a larger one is lost. Default 64 MiB.
    pub max_record: usize,
    /// The most bytes that one compressed input may become. By default 4 GiB, and past 64 MiB also no more than
    /// 200 times its compressed size.
    pub max_inflate: Option<u64>,
}

impl Default for ReadParams {
    fn default() -> Self {
        Self {
            format: None,
            delimiter: None,
            encoding: None,
            encoding_errors: EncodingErrors::default(),
            text_column: None,
            label_column: None,
            label_separator: None,
            id_column: None,
            title_column: None,
            date_column: None,
            group_column: None,
            no_header: false,
            needs_label: false,
            keep_columns: false,
            max_record: 64 << 20,
            max_inflate: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_named_by_its_extension() {
        assert_eq!("ndjson".parse::<InputFormat>().unwrap(), InputFormat::Jsonl);
        assert_eq!("HTM".parse::<InputFormat>().unwrap(), InputFormat::Html);
        let error = "xlsx".parse::<InputFormat>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "found the input format \"xlsx\", expected csv, tsv, jsonl, text, html or parquet"
        );
    }
}
