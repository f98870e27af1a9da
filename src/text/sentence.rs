//! Sentences of news prose, as spans that tile the text.

use super::Span;

/// Splits text into sentences.
#[derive(Clone, Debug, Default)]
pub struct SentenceSplitter;

impl SentenceSplitter {
    /// A splitter for English news prose.
    pub fn new() -> Self {
        Self
    }

    /// The sentences of `text` as spans that tile it: white space after a sentence belongs to it.
    pub fn split(&self, text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        for (at, _) in text.match_indices(". ") {
            out.push(Span::new(start, at + 2));
            start = at + 2;
        }
        if start < text.len() {
            out.push(Span::new(start, text.len()));
        }
        out
    }
}
