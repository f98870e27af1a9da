//! The records of `clean` and `sentences`.

use std::fmt::Write;

use serde::Serialize;

use super::classified::one_line;
use super::{Entry, Origin, Style, printable};
use crate::text::sentence::SentenceSplitter;
use crate::text::{Document, Removed, Span};

/// A document without page furniture, and what was taken out.
#[derive(Clone, Debug, Serialize)]
pub struct Cleaned {
    id: String,
    title: Option<String>,
    byline: Option<String>,
    agency: Option<String>,
    dateline: Option<String>,
    date: Option<String>,
    site: Option<String>,
    body: String,
    removed: Vec<Removed>,
    source: String,
    record: u64,
}

impl Cleaned {
    /// The record of a document.
    pub fn new(document: Document, origin: Origin) -> Self {
        Self {
            body: document.body_text(),
            id: document.id,
            title: document.title,
            byline: document.meta.byline,
            agency: document.meta.agency,
            dateline: document.meta.dateline,
            date: document.meta.date,
            site: document.meta.site,
            removed: document.removed,
            source: origin.source,
            record: origin.record,
        }
    }
}

impl Entry for Cleaned {
    const FIELDS: &'static [&'static str] = &[
        "id", "title", "byline", "agency", "dateline", "date", "site", "body", "removed", "source", "record",
    ];

    fn text(&self, style: &Style) -> String {
        let mut out = String::new();
        let facts = [&self.title, &self.byline, &self.agency, &self.dateline, &self.date, &self.site];
        // Writing to a string does not fail.
        for (name, value) in ["title", "byline", "agency", "dateline", "date", "site"].iter().zip(facts) {
            if let Some(value) = value {
                let _ = writeln!(out, "{} {}", style.dim(&format!("{name}:")), printable(&one_line(value)));
            }
        }
        if !self.removed.is_empty() {
            let bytes: usize = self.removed.iter().map(|removed| removed.span.len()).sum();
            let mut rules: Vec<_> = self.removed.iter().map(|removed| removed.rule).collect();
            rules.sort_unstable();
            rules.dedup();
            let _ = writeln!(out, "{} {bytes} bytes: {}", style.dim("removed:"), rules.join(", "));
        }
        let lines: Vec<_> = self.body.trim().lines().map(printable).collect();
        let _ = writeln!(out, "\n{}\n", lines.join("\n"));
        out
    }
}

/// A document's sentences.
#[derive(Clone, Debug, Serialize)]
pub struct Sentences {
    id: String,
    sentences: Vec<Sentence>,
    source: String,
    record: u64,
}

/// A sentence with its place.
#[derive(Clone, Debug, Serialize)]
struct Sentence {
    #[serde(flatten)]
    span: Span,
    text: String,
}

impl Sentences {
    /// The record of a document's body.
    pub fn new(document: &Document, splitter: &SentenceSplitter, origin: Origin) -> Self {
        let mut sentences = Vec::new();
        for part in &document.body {
            for span in splitter.split(part.of(&document.text)) {
                let span = span.shifted(part.start).trimmed(&document.text);
                if !span.is_empty() {
                    sentences.push(Sentence { span, text: span.of(&document.text).to_owned() });
                }
            }
        }
        Self { id: document.id.clone(), sentences, source: origin.source, record: origin.record }
    }
}

impl Entry for Sentences {
    const FIELDS: &'static [&'static str] = &["id", "sentences", "source", "record"];

    fn text(&self, style: &Style) -> String {
        let mut out = format!("{}\n", style.bold(&printable(&self.id)));
        for sentence in &self.sentences {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{}", printable(&one_line(&sentence.text)));
        }
        out.push('\n');
        out
    }
}
