//! The sentences of a document that say what it is about, as they stand in it.
//!
//! Split into sentences, count terms, rank ([`Method`]), choose within a [`Budget`] without saying a thing twice.
//! Time and memory are linear in the text. Nothing is trained, and no sentence is changed.

mod genre;
mod manner;
mod matrix;
mod params;
mod rank;
mod select;
mod string_map;

use std::fmt;

use serde::Serialize;

pub use params::{Budget, Method, SummaryParams};

use crate::error::Result;
use crate::text::sentence::SentenceSplitter;
use crate::text::stem::{Analyzer, AnalyzerParams};
use crate::text::stop_words;
use crate::text::{Document, Span};
use matrix::TermMatrix;
use rank::Ranking;
use select::{Candidates, Purse, SelectScratch};

/// A sentence of fewer tokens is no summary by itself: captions, headings, "He did."
const MIN_TOKENS: usize = 7;

/// The text after so many bytes is not looked at: numbers of sentences and terms fit into 32 bits.
const MAX_BYTES: usize = 1 << 30;

/// The memory for so many sentences is kept from one document for the next.
const MAX_KEPT_SENTENCES: usize = 1 << 16;

/// A sentence with what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScoredSpan {
    /// The bytes of [`Document::text`], without white space at the ends.
    #[serde(flatten)]
    pub span: Span,
    /// The score, 0..=1 within this document and method. Not comparable between documents.
    pub score: f32,
    /// The place in the order of choice; 1 is the best.
    pub rank: usize,
}

/// Sentences of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The method that ranked them: for [`Method::Auto`], and [`Method::Topic`] without evidence, the one it took.
    pub method: Method,
    /// The sentences in document order.
    pub sentences: Vec<ScoredSpan>,
    /// Whether part of the text was not looked at: what lies beyond 1 GiB.
    pub truncated: bool,
}

/// Memory that one thread uses again from document to document. No answer depends on what was in it.
#[derive(Debug, Default)]
pub struct Scratch {
    spans: Vec<Span>,
    matrix: TermMatrix,
    eligible: Vec<bool>,
    scores: Vec<f32>,
    dense: Vec<f32>,
    chosen: Vec<u32>,
    select: SelectScratch,
}

/// Evidence for a sentence, for example of a classifier for the document's label; any finite scale.
pub type Evidence<'a> = &'a dyn Fn(Span) -> f32;

/// Picks the sentences that say what a document is about.
pub struct Summarizer {
    params: SummaryParams,
    splitter: SentenceSplitter,
    analyzer: Analyzer,
}

impl fmt::Debug for Summarizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Summarizer").field("params", &self.params).finish_non_exhaustive()
    }
}

impl Summarizer {
    /// A summarizer of English text.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a budget of nothing or a value outside its range.
    pub fn new(params: SummaryParams) -> Result<Self> {
        params.check()?;
        let stop_words = stop_words::ENGLISH.iter().map(|word| (*word).to_owned()).collect();
        let analyzer = Analyzer::new(&AnalyzerParams { stop_words, ..AnalyzerParams::default() })?;
        Ok(Self { params, splitter: SentenceSplitter::new(), analyzer })
    }

    /// The best sentences of `document` within the budget; none for a body without one.
    ///
    /// Where there is `topic` evidence it is stretched to 0..=1 over the document and mixed into the scores by
    /// [`SummaryParams::topic_weight`], whatever the method. A sentence equal to the document's title, or of fewer
    /// than 7 tokens, is taken only where there are no others.
    ///
    /// # Examples
    /// ```
    /// use newsdesk::summarize::{Scratch, Summarizer, SummaryParams};
    /// use newsdesk::text::Document;
    /// let document = Document::new("a", "The board approved a ferry line to Port Ellis on Tuesday. It was late.");
    /// let summary = Summarizer::new(SummaryParams::default())?.summarize(&document, None, &mut Scratch::default());
    /// assert_eq!(summary.sentences.len(), 2);
    /// # Ok::<(), newsdesk::error::Error>(())
    /// ```
    pub fn summarize(
        &self,
        document: &Document,
        topic: Option<Evidence<'_>>,
        scratch: &mut Scratch,
    ) -> Summary {
        self.choose(document, topic, scratch, self.params.budget)
    }

    /// Every sentence of `document` with its score and rank, whatever the budget. The first k ranks are the summary
    /// of k sentences.
    pub fn rank_all(
        &self,
        document: &Document,
        topic: Option<Evidence<'_>>,
        scratch: &mut Scratch,
    ) -> Summary {
        self.choose(document, topic, scratch, Budget::Sentences(usize::MAX))
    }

    fn choose(
        &self,
        document: &Document,
        topic: Option<Evidence<'_>>,
        scratch: &mut Scratch,
        budget: Budget,
    ) -> Summary {
        let truncated = self.read(document, scratch);
        let method = self.rank(document, scratch);
        if let Some(topic) = topic {
            self.mix(topic, scratch);
        }
        let candidates = Candidates {
            text: &document.text,
            spans: &scratch.spans,
            matrix: &scratch.matrix,
            scores: &scratch.scores,
            eligible: &scratch.eligible,
        };
        let purse = Purse::new(budget, scratch.spans.len());
        let redundancy = self.params.redundancy_of(method);
        select::select(&candidates, purse, redundancy, &mut scratch.select, &mut scratch.chosen);
        let by_topic = self.params.method == Method::Topic && topic.is_some();
        let method = if by_topic { Method::Topic } else { method };
        Summary { method, sentences: in_document_order(scratch), truncated }
    }

    /// Fills the spans, the weighed matrix and what is eligible; whether the text was cut.
    fn read(&self, document: &Document, scratch: &mut Scratch) -> bool {
        if scratch.spans.capacity() > MAX_KEPT_SENTENCES {
            *scratch = Scratch::default();
        }
        scratch.spans.clear();
        scratch.matrix.clear();
        let mut truncated = false;
        for part in &document.body {
            for sentence in self.splitter.split(part.of(&document.text)) {
                let span = sentence.shifted(part.start).trimmed(&document.text);
                truncated |= span.end > MAX_BYTES;
                // A row of dashes says nothing.
                let has_word = span.of(&document.text).chars().any(char::is_alphanumeric);
                if has_word && span.end <= MAX_BYTES {
                    scratch.spans.push(span);
                    scratch.matrix.push_row(span.of(&document.text), &self.analyzer);
                }
            }
        }
        scratch.matrix.weigh();
        let matrix = &scratch.matrix;
        scratch.eligible.clear();
        let title = document.title.as_deref().unwrap_or_default().trim();
        let is_eligible = |(row, span): (usize, &Span)| {
            matrix.n_tokens(row) >= MIN_TOKENS && span.of(&document.text) != title
        };
        scratch.eligible.extend(scratch.spans.iter().enumerate().map(is_eligible));
        if !scratch.eligible.contains(&true) || self.params.method == Method::Lead {
            scratch.eligible.fill(true);
        }
        truncated
    }

    /// Fills the scores; the method that did.
    fn rank(&self, document: &Document, scratch: &mut Scratch) -> Method {
        let method = match self.params.method {
            Method::Auto | Method::Topic if genre::is_numbered(document) => Method::TfIdf,
            Method::Auto | Method::Topic => Method::News,
            method => method,
        };
        scratch.scores.clear();
        scratch.scores.resize(scratch.spans.len(), 0.0);
        let scores = &mut scratch.scores[..];
        let ranking = Ranking {
            text: &document.text,
            spans: &scratch.spans,
            matrix: &scratch.matrix,
            eligible: &scratch.eligible,
            dense: &mut scratch.dense,
        };
        match method {
            Method::Lead => rank::lead(scores),
            Method::TfIdf => rank::tfidf(ranking, scores),
            Method::Central => rank::central(ranking, scores),
            Method::LexRank => rank::lexrank(ranking, scores),
            Method::TextRank => rank::textrank(ranking, scores),
            Method::Auto | Method::Topic | Method::News => rank::news(ranking, scores),
        }
        method
    }

    /// Mixes the caller's evidence into the scores.
    fn mix(&self, topic: Evidence<'_>, scratch: &mut Scratch) {
        scratch.dense.clear();
        scratch.dense.extend(scratch.spans.iter().map(|span| topic(*span)));
        rank::stretch(&mut scratch.dense, &scratch.eligible);
        let weight = self.params.topic_weight;
        for (score, evidence) in scratch.scores.iter_mut().zip(&scratch.dense) {
            *score += weight * (*evidence - *score);
        }
    }
}

/// The chosen sentences with their ranks, as they stand in the document.
fn in_document_order(scratch: &Scratch) -> Vec<ScoredSpan> {
    let scored = |(rank, row): (usize, &u32)| {
        let row = *row as usize;
        ScoredSpan { span: scratch.spans[row], score: scratch.scores[row].clamp(0.0, 1.0), rank: rank + 1 }
    };
    let mut sentences: Vec<ScoredSpan> = scratch.chosen.iter().enumerate().map(scored).collect();
    sentences.sort_unstable_by_key(|sentence| sentence.span);
    sentences
}

#[cfg(test)]
mod tests;
