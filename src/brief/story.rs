//! What a brief tells of one document.

use serde::Serialize;

use crate::model::{Abstain, with_name};
use crate::text::{Document, Span};

/// Bytes of a document's body that are kept to be shown, at most.
const FULL_TEXT_BYTES: usize = 64 << 10;

/// One document of a brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    /// The document's id.
    pub id: String,
    /// The headline, where it has one.
    pub title: Option<String>,
    /// The date as `YYYY-MM-DD`, where it has one.
    pub date: Option<String>,
    /// The file it was read from.
    pub source: String,
    /// The record's number in the file, from 1.
    pub record: u64,
    /// The topic, or none where the model abstains.
    pub label: Option<String>,
    /// The topic's name, where the label is a code that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_name: Option<String>,
    /// Why there is no label.
    pub abstain_reason: Option<Abstain>,
    /// The probability of the best label, to four digits.
    pub score: f64,
    /// The best labels, at most three; where documents may have several labels, those that it gets, at most three.
    pub labels: Vec<LabelScore>,
    /// Whether it gets all of `labels`, not only the first.
    #[serde(skip)]
    pub has_several: bool,
    /// The sentences that say what it is about, in the order of the document; those of its near-copies come after.
    pub sentences: Vec<Sentence>,
    /// The ids of its near-copies, in the order of the input.
    pub also: Vec<String>,
    /// The body, where it was asked for: its parts, up to 64 KiB.
    #[serde(skip)]
    pub full_text: Vec<Part>,
    /// Whether the body is longer than `full_text`.
    #[serde(skip)]
    pub is_cut: bool,
}

/// A label with its probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelScore {
    /// The label.
    pub label: String,
    /// Its name, where the label is a code that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The probability, to four digits.
    pub score: f64,
}

impl LabelScore {
    /// The label for a person: with its name, where it has one.
    pub fn text(&self) -> String {
        with_name(&self.label, self.name.as_deref()).into_owned()
    }
}

/// A sentence of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sentence {
    /// The place in the order of choice; 1 is the best.
    pub rank: usize,
    /// The score within the document, to four digits.
    pub score: f64,
    /// Its bytes in the document's text.
    #[serde(flatten)]
    pub span: Span,
    /// The sentence as it stands there.
    pub text: String,
    /// The id of the near-copy that it stands in; none where it is the story's own document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A part of a document's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The byte of the document's text that it starts at.
    pub start: usize,
    /// The text as it stands there.
    pub text: String,
}

impl Story {
    /// The headline, or the id of a document without one.
    pub fn name(&self) -> &str {
        self.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&self.id)
    }

    /// The topic for a person: with its name, where it has one; empty where there is none.
    pub fn topic(&self) -> String {
        with_name(self.label.as_deref().unwrap_or_default(), self.label_name.as_deref()).into_owned()
    }

    /// Why there is no label, in plain words.
    pub fn reason(&self) -> Option<String> {
        self.abstain_reason.map(|reason| match reason {
            Abstain::Empty => "no text".to_owned(),
            Abstain::NoKnownTerms => "no word that the model knows".to_owned(),
            other => other.name().replace('_', " "),
        })
    }

    /// A story to test with: labelled, without title, date or text.
    #[cfg(test)]
    pub(crate) fn sample(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: None,
            date: None,
            source: format!("{id}.txt"),
            record: 1,
            label: Some("Energy".to_owned()),
            label_name: None,
            abstain_reason: None,
            score: 0.5,
            labels: Vec::new(),
            has_several: false,
            sentences: Vec::new(),
            also: Vec::new(),
            full_text: Vec::new(),
            is_cut: false,
        }
    }

    /// Keeps the body of `document` to be shown.
    pub(super) fn keep_text(&mut self, document: &Document) {
        let mut left = FULL_TEXT_BYTES;
        for span in &document.body {
            let text = span.of(&document.text);
            let end = (0..=left.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            if end > 0 {
                self.full_text.push(Part { start: span.start, text: text[..end].to_owned() });
            }
            self.is_cut |= end < text.len();
            left -= end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_title_is_none() {
        assert_eq!(Story { title: Some(" \n".to_owned()), ..Story::sample("a") }.name(), "a");
        assert_eq!(Story { title: Some("Tax".to_owned()), ..Story::sample("a") }.name(), "Tax");
    }

    #[test]
    fn reasons_are_words() {
        let story = Story { abstain_reason: Some(Abstain::NoPolicyContent), ..Story::sample("a") };
        assert_eq!(story.reason().unwrap(), "no policy content");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let mut long = Story::sample("a");
        long.keep_text(&Document::new("1", "é".repeat(FULL_TEXT_BYTES)));
        assert_eq!((long.full_text[0].text.len(), long.is_cut), (FULL_TEXT_BYTES, true));
        let mut short = Story::sample("a");
        short.keep_text(&Document::new("1", "é"));
        assert_eq!((short.full_text[0].text.as_str(), short.is_cut), ("é", false));
    }
}
