//! What flags say, as values.

use crate::error::{Error, Result};
use crate::features::Lead;
use crate::model::RareLabels;
use crate::text::stop_words;

/// Two numbers with a hyphen between them, or one that stands for both.
pub(super) fn range(range: &str) -> Option<(usize, usize)> {
    let (shortest, longest) = range.split_once('-').unwrap_or((range, range));
    Some((shortest.parse().ok()?, longest.parse().ok()?))
}

pub(super) fn not_a_range(flag: &str, found: &str, example: &str) -> Error {
    Error::usage(format!("{flag} {found:?}: expected two numbers"), format!("pass {flag} {example}"))
}

pub(super) fn lead(value: &str) -> Result<Lead> {
    let parts =
        value.split_once(':').and_then(|(words, times)| Some((words.parse().ok()?, times.parse().ok()?)));
    let (words, times) = parts.ok_or_else(|| not_a_range("--lead", value, "60:4"))?;
    Ok(Lead { words, times })
}

/// The stop words of a name or a file, lower-case.
pub(super) fn stop_words(list: &str) -> Result<Vec<String>> {
    match list {
        "none" => Ok(Vec::new()),
        "english" => Ok(stop_words::english()),
        path => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::io(path, "read the stop words", error))?;
            Ok(text.lines().map(|line| line.trim().to_lowercase()).filter(|word| !word.is_empty()).collect())
        }
    }
}

/// A similarity, or none for `off`.
pub(in crate::cli) fn dedupe(value: &str) -> Result<Option<f64>> {
    match value.parse::<f64>() {
        _ if value == "off" => Ok(None),
        Ok(threshold) if threshold > 0.0 && threshold <= 1.0 => Ok(Some(threshold)),
        _ => Err(Error::usage(
            format!("--dedupe {value}: expected a number above 0 and up to 1, or off"),
            None,
        )),
    }
}

pub(super) fn rare(value: &str) -> Result<RareLabels> {
    match value {
        "keep" => Ok(RareLabels::Keep),
        "drop" => Ok(RareLabels::Drop),
        "error" => Ok(RareLabels::Error),
        _ => match value.strip_prefix("merge:").filter(|name| !name.is_empty()) {
            Some(name) => Ok(RareLabels::Merge(name.to_owned())),
            None => {
                let help = "pass keep, drop, merge:NAME or error".to_owned();
                Err(Error::usage(format!("--rare {value:?} is not known"), help))
            }
        },
    }
}
