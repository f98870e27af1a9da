//! The examples, and what is left out of them.

use std::fmt;

use super::Train;
use crate::cli::args::OnError;
use crate::cli::context::{Context, grouped};
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::model::Example;

impl Train {
    /// All examples in memory, and how many records were left out.
    pub(super) fn read(&self, context: &Context) -> Result<(Vec<Example>, u64)> {
        let mut params = self.inputs.params()?;
        params.needs_label = true;
        params.label_separator.clone_from(&self.multi_label);
        params.group_column.clone_from(&self.group_column);
        let records = context.records(&self.inputs, params)?;
        let _progress = context.progress(&records);
        let (mut examples, mut unlabelled, mut skipped) = (Vec::new(), Unlabelled::default(), 0);
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) if error.is_record() && self.errors.errors == OnError::Skip => {
                    skipped += 1;
                    if self.errors.are_too_many(skipped) {
                        return Err(error);
                    }
                    context.warn(format!("{error}; left out"));
                    continue;
                }
                Err(error) => return Err(error.and_help("pass --errors skip to train on the rest")),
            };
            let blank = self.multi_label.as_ref().map(|_| String::new());
            match record.label.filter(|label| !label.trim().is_empty()).or(blank) {
                Some(label) => examples.push(Example {
                    document: record.document,
                    label,
                    group: record.group.unwrap_or_default(),
                }),
                None => unlabelled.add(Place::file(&*record.source), record.line),
            }
        }
        if unlabelled.count > 0 {
            if self.errors.errors != OnError::Skip {
                return Err(unlabelled.error());
            }
            context.notice(&Notice {
                level: Level::Warning,
                place: unlabelled.place.clone(),
                message: format!("{unlabelled}; left out"),
            });
        }
        Ok((examples, skipped + unlabelled.count))
    }
}

/// Records whose label is missing.
#[derive(Default)]
struct Unlabelled {
    count: u64,
    place: Place,
    lines: Vec<u64>,
}

impl Unlabelled {
    fn add(&mut self, place: Place, line: u64) {
        if self.count == 0 {
            self.place = place;
        }
        self.count += 1;
        if self.lines.len() < 5 {
            self.lines.push(line);
        }
    }

    fn error(self) -> Error {
        ErrorKind::Training {
            code: "E0307",
            message: self.to_string(),
            place: self.place,
            help: Some("label them, or pass --errors skip to train on the rest".to_owned()),
        }
        .into()
    }
}

impl fmt::Display for Unlabelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let more = if self.count > 5 { ", …" } else { "" };
        let (records, lines_word) = if self.count == 1 { ("record", "line") } else { ("records", "lines") };
        write!(
            f,
            "{} {records} without a label: {lines_word} {}{more}",
            grouped(self.count),
            lines.join(", ")
        )
    }
}
