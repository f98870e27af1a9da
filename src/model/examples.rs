//! Labelled documents and their canonical order.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::hex;
use crate::error::{Error, ErrorKind, Place};
use crate::text::RawDocument;

/// A document with its label, to train or test on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The document as it was read.
    pub document: RawDocument,
    /// What it is about, as a person said; of a multi-label model the labels with the separator between them.
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
