//! Labelled documents: their canonical order, their labels.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::hex;
use crate::error::{Error, ErrorKind, Place, Result, grouped};
use crate::text::RawDocument;

/// The longest label in bytes.
const MAX_LABEL: usize = 1024;

/// A document with its label, to train or test on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The document as it was read.
    pub document: RawDocument,
    /// What it is about, as a person said.
    pub label: String,
    /// What it must not be parted from in cross-validation, for example its author; empty for nothing.
    pub group: String,
}

impl Example {
    /// A plain text with a label.
    pub fn new(text: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            document: RawDocument { text: text.into(), ..RawDocument::default() },
            label: label.into(),
            group: String::new(),
        }
    }

    /// The SHA-256 of what training sees of it.
    fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let title = self.document.title.as_deref().unwrap_or_default();
        for field in [self.label.as_str(), title, &self.document.text, &self.group] {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
        hasher.finalize().into()
    }
}

/// The labels, sorted, and the class of every document.
pub(super) struct Labels {
    pub(super) names: Vec<String>,
    pub(super) classes: Vec<usize>,
}

impl Labels {
    pub(super) fn of(examples: &[Example]) -> Result<Self> {
        let mut names: Vec<String> = examples.iter().map(|example| example.label.clone()).collect();
        names.sort_unstable();
        names.dedup();
        let n = examples.len();
        if let Some(long) = names.iter().find(|name| name.len() > MAX_LABEL) {
            let start: String = long.chars().take(40).collect();
            return Err(training(
                "E0306",
                format!(
                    "a label of {} bytes, expected at most {MAX_LABEL}: it starts with {start:?}",
                    long.len()
                ),
                "pass --label-column with the column that holds the labels",
            ));
        }
        match names.as_slice() {
            [] => {
                return Err(training("E0302", "no records".to_owned(), "pass a file with labelled records"));
            }
            [one] => {
                return Err(training(
                    "E0301",
                    format!("all {n} records have the label {one:?}; a classifier needs at least 2 labels"),
                    "pass --label-column with the column that holds the labels",
                ));
            }
            names if names.len() == n && n > 2 => {
                return Err(training(
                    "E0304",
                    format!("{0} labels for {0} records \u{2014} is this the id column?", grouped(n as u64)),
                    "pass --label-column with the column that holds the labels",
                ));
            }
            _ => {}
        }
        let class = |label: &String| names.binary_search(label).expect("every label was put in");
        let classes = examples.iter().map(|example| class(&example.label)).collect();
        Ok(Self { names, classes })
    }

    pub(super) fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.names.len()];
        self.classes.iter().for_each(|&class| counts[class] += 1);
        counts
    }
}

/// Puts the examples in the order of their digests, which does not depend on the order in which they came; and the
/// digest of all of them.
pub(super) fn canonical_order(examples: Vec<Example>) -> (Vec<Example>, String) {
    let mut keyed: Vec<([u8; 32], Example)> =
        examples.into_par_iter().map(|example| (example.digest(), example)).collect();
    // Equal records train alike whatever their ids; a report on them has the ids in one order too.
    keyed.par_sort_by(|a, b| (a.0, &a.1.document.id).cmp(&(b.0, &b.1.document.id)));
    let mut all = Sha256::new();
    keyed.iter().for_each(|(digest, _)| all.update(digest));
    (keyed.into_iter().map(|(_, example)| example).collect(), hex(&all.finalize()))
}

pub(super) fn training(code: &'static str, message: String, help: &str) -> Error {
    ErrorKind::Training { code, place: Place::default(), message, help: Some(help.to_owned()) }.into()
}
