//! The record of `summarize`.

use std::fmt::Write;

use serde::Serialize;

use super::classified::{one_line, rounded, summary_text};
use super::{Entry, Origin, Style, printable};
use crate::summarize::Summary;
use crate::text::{Document, Span};

/// A document's summary.
#[derive(Clone, Debug, Serialize)]
pub struct Summarized {
    id: String,
    method: String,
    topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic_name: Option<String>,
    title: Option<String>,
    summary: String,
    sentences: Vec<Sentence>,
    truncated: bool,
    source: String,
    record: u64,
}

/// A sentence with its place.
#[derive(Clone, Debug, Serialize)]
pub struct Sentence {
    rank: usize,
    score: f64,
    #[serde(flatten)]
    span: Span,
    char_start: usize,
    char_end: usize,
    text: String,
}

impl Summarized {
    /// The record of a summary, made for `topic`, a label and its name, where there was one.
    pub fn new(
        document: &Document,
        summary: &Summary,
        topic: Option<(&str, Option<&str>)>,
        origin: Origin,
    ) -> Self {
        Self {
            id: document.id.clone(),
            method: summary.method.to_string(),
            topic: topic.map(|(label, _)| label.to_owned()),
            topic_name: topic.and_then(|(_, name)| name).map(str::to_owned),
            title: document.title.clone(),
            summary: summary_text(document, summary),
            sentences: sentences(document, summary),
            truncated: summary.truncated,
            source: origin.source,
            record: origin.record,
        }
    }
}

/// The sentences with offsets in bytes and in characters.
pub(crate) fn sentences(document: &Document, summary: &Summary) -> Vec<Sentence> {
    let (mut byte, mut chars) = (0, 0);
    let mut chars_up_to = |to: usize| {
        chars += document.text[byte..to].chars().count();
        byte = to;
        chars
    };
    let mut sentence = |s: &crate::summarize::ScoredSpan| Sentence {
        rank: s.rank,
        score: rounded(s.score),
        span: s.span,
        char_start: chars_up_to(s.span.start),
        char_end: chars_up_to(s.span.end),
        text: s.span.of(&document.text).to_owned(),
    };
    summary.sentences.iter().map(&mut sentence).collect()
}

impl Entry for Summarized {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "method",
        "topic",
        "topic_name",
        "title",
        "summary",
        "sentences",
        "truncated",
        "source",
        "record",
    ];

    fn text(&self, style: &Style) -> String {
        let mut out = String::new();
        let title = self.title.as_deref().map_or_else(|| self.id.clone(), one_line);
        // Writing to a string does not fail.
        let _ = writeln!(out, "{}", style.bold(&printable(&title)));
        if self.sentences.is_empty() {
            let _ = writeln!(out, "  {}", style.warning("no sentence"));
        }
        for sentence in &self.sentences {
            let place = format!("[{}\u{2013}{}]", sentence.span.start, sentence.span.end);
            let text = one_line(&sentence.text);
            let options = textwrap::Options::new(style.width).initial_indent("  ").subsequent_indent("  ");
            let _ = writeln!(out, "{} {}", textwrap::fill(&printable(&text), options), style.dim(&place));
        }
        out.push('\n');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarize::{Scratch, Summarizer, SummaryParams};

    #[test]
    fn offsets_count_bytes_and_characters() {
        let document =
            Document::new("1", "“Né” is a word that Paul says here. Second sentences follow the first one.");
        let summary = Summarizer::new(SummaryParams::default()).unwrap().summarize(
            &document,
            None,
            &mut Scratch::default(),
        );
        for sentence in sentences(&document, &summary) {
            assert_eq!(sentence.span.of(&document.text), sentence.text);
            let chars: String =
                document.text.chars().take(sentence.char_end).skip(sentence.char_start).collect();
            assert_eq!(chars, sentence.text);
        }
    }
}
