//! The sentences of a document that say what it is about, as they stand in it.
//!
//! Split into sentences, count terms, rank ([`Method`]), choose within a [`Budget`] without saying a thing twice: for one
//! document, for several on one event ([`Summarizer::summarize_many`]), or so as to say a topic ([`Evidence`]).
//! Time and memory are linear in the text. Nothing is trained, and no sentence is changed.

mod genre;
mod manner;
mod matrix;
mod params;
mod rank;
mod select;
mod sentences;
mod string_map;
mod topic;

use std::fmt;

use serde::Serialize;

pub use params::{Budget, Method, SummaryParams};
pub use topic::Evidence;

use crate::error::Result;
use crate::text::sentence::SentenceSplitter;
use crate::text::stem::{Analyzer, AnalyzerParams};
use crate::text::stop_words;
use crate::text::{Document, Span};
use matrix::{Entry, TermMatrix};
use rank::Ranking;
use select::{Candidates, Purse, SelectScratch, Selection};
use sentences::{Place, Sentences};
use topic::TopicScratch;

/// A sentence of fewer tokens is no summary by itself: captions, headings, "He did."
const MIN_TOKENS: usize = 7;

/// The same for the method `news`: short sentences of news say more than those of bills.
const MIN_TOKENS_OF_NEWS: usize = 6;

/// The text after so many bytes is not looked at: numbers of sentences and terms fit into 32 bits.
const MAX_BYTES: usize = 1 << 30;

/// The memory for so many sentences is kept from one document for the next.
const MAX_KEPT_SENTENCES: usize = 1 << 16;

/// The largest cosine of two sentences that are both chosen from several documents, whatever the method.
const MAX_REDUNDANCY_OF_MANY: f32 = 0.5;

/// A sentence with what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScoredSpan {
    /// The document it stands in: its place among those given, from 0.
    #[serde(skip)]
    pub document: usize,
    /// The bytes of [`Document::text`], without white space at the ends.
    #[serde(flatten)]
    pub span: Span,
    /// The score, 0..=1 within this document and method. Not comparable between documents.
    pub score: f32,
    /// The place in the order of choice; 1 is the best.
    pub rank: usize,
}

/// Sentences of a document, or of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The method that ranked them: for [`Method::Auto`], and [`Method::Topic`] without evidence, the one it took.
    pub method: Method,
    /// The sentences in the order of the documents, each document's in its order.
    pub sentences: Vec<ScoredSpan>,
    /// Whether part of the text was not looked at: what lies beyond 1 GiB.
    pub truncated: bool,
}

/// Memory that one thread uses again from document to document. No answer depends on what was in it.
#[derive(Debug, Default)]
pub struct Scratch {
    spans: Vec<Span>,
    places: Vec<Place>,
    matrix: TermMatrix,
    eligible: Vec<bool>,
    headline: Vec<f32>,
    title: Vec<Entry>,
    scores: Vec<f32>,
    dense: Vec<f32>,
    chosen: Vec<u32>,
    select: SelectScratch,
    topic: TopicScratch,
}

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
    /// With `topic` they are chosen to say the label that it stands for, beside what the method wants; see
    /// [`SummaryParams::topic_weight`]. A sentence equal to the document's title, of fewer than 7 tokens (6 in
    /// news), or about whom to call and where to click, is taken only where there are no others, or no other says the
    /// topic.
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
        topic: Option<&mut dyn Evidence>,
        scratch: &mut Scratch,
    ) -> Summary {
        self.choose(&[document], topic, scratch, Some(self.params.budget))
    }

    /// Every sentence of `document` with its score and rank, whatever the budget. The first k ranks are the summary
    /// of k sentences; what repeats another word for word comes last, and is in no summary.
    pub fn rank_all(
        &self,
        document: &Document,
        topic: Option<&mut dyn Evidence>,
        scratch: &mut Scratch,
    ) -> Summary {
        self.choose(&[document], topic, scratch, None)
    }

    /// The best sentences of several documents on one event within one budget: near-copies, follow-ups.
    ///
    /// A sentence counts for what all documents go on about and for its place in its own. No two have a cosine over
    /// 0.5, or [`SummaryParams::redundancy`] where that is less, so there may be fewer than the budget has room for.
    /// Of equals the first document's is taken. Time is linear in the texts.
    ///
    /// # Examples
    /// ```
    /// use newsdesk::summarize::{Scratch, Summarizer, SummaryParams};
    /// use newsdesk::text::Document;
    /// let first = Document::new("a", "The harbor board approved a new ferry line to Port Ellis on Tuesday.");
    /// let next = Document::new("b", "The harbor board approved a new ferry line to Port Ellis on Tuesday. \
    ///     Commuters will pay two dollars from May on, the company said a day later.");
    /// let summarizer = Summarizer::new(SummaryParams::default())?;
    /// let sentences = summarizer.summarize_many(&[&first, &next], &mut Scratch::default()).sentences;
    /// assert_eq!(sentences.iter().map(|sentence| sentence.document).collect::<Vec<_>>(), [0, 1]);
    /// assert!(sentences[1].span.of(&next.text).starts_with("Commuters"));
    /// # Ok::<(), newsdesk::error::Error>(())
    /// ```
    pub fn summarize_many(&self, documents: &[&Document], scratch: &mut Scratch) -> Summary {
        self.choose(documents, None, scratch, Some(self.params.budget))
    }

    /// What fits the budget, or every sentence.
    fn choose(
        &self,
        documents: &[&Document],
        topic: Option<&mut dyn Evidence>,
        scratch: &mut Scratch,
        budget: Option<Budget>,
    ) -> Summary {
        let truncated = self.read(documents, scratch);
        let method = self.method_for(documents);
        find_eligible(documents, method, scratch);
        self.rank(method, documents, scratch);
        let candidates = Candidates {
            sentences: Sentences { documents, places: &scratch.places },
            matrix: &scratch.matrix,
            scores: &scratch.scores,
            eligible: &scratch.eligible,
        };
        let is_one = documents.len() == 1;
        let redundancy = self.params.redundancy_of(method);
        let redundancy = if is_one { redundancy } else { redundancy.min(MAX_REDUNDANCY_OF_MANY) };
        let purse = Purse::new(budget, scratch.places.len());
        let (memory, chosen) = (&mut scratch.select, &mut scratch.chosen);
        let usual = params::usual_redundancy(method);
        let mut selection = Selection::new(candidates, purse, redundancy, usual, memory, chosen);
        let by_topic = self.params.method == Method::Topic && topic.is_some();
        let weight = self.params.topic_weight;
        let goes_on =
            topic.is_none_or(|topic| topic::take_together(&mut selection, topic, weight, &mut scratch.topic));
        match (goes_on, is_one) {
            (false, _) => {}
            (true, true) if budget.is_none() => selection.take_all(),
            (true, true) => selection.take_best(),
            (true, false) => selection.take_distinct(),
        }
        let method = if by_topic { Method::Topic } else { method };
        Summary { method, sentences: in_document_order(scratch), truncated }
    }

    /// Fills the places and the weighed matrix; whether a text was cut.
    fn read(&self, documents: &[&Document], scratch: &mut Scratch) -> bool {
        if scratch.places.capacity() > MAX_KEPT_SENTENCES {
            *scratch = Scratch::default();
        }
        scratch.places.clear();
        scratch.matrix.clear();
        let mut truncated = false;
        let mut left = MAX_BYTES;
        for (number, document) in documents.iter().enumerate() {
            for part in &document.body {
                self.splitter.split_into(part.of(&document.text), &mut scratch.spans);
                for sentence in &scratch.spans {
                    let span = sentence.shifted(part.start).trimmed(&document.text);
                    truncated |= span.end > left;
                    // A row of dashes says nothing.
                    let has_word = span.of(&document.text).chars().any(char::is_alphanumeric);
                    if has_word && span.end <= left {
                        scratch.places.push(Place::new(number, span));
                        scratch.matrix.push_row(&document.text, span, &self.analyzer);
                    }
                }
            }
            left = left.saturating_sub(document.text.len());
        }
        scratch.matrix.weigh();
        truncated
    }

    /// The method that ranks the sentences of `documents`.
    fn method_for(&self, documents: &[&Document]) -> Method {
        match self.params.method {
            Method::Auto | Method::Topic if genre::is_numbered(documents) => Method::TfIdf,
            Method::Auto | Method::Topic => Method::News,
            method => method,
        }
    }

    /// Fills the scores.
    fn rank(&self, method: Method, documents: &[&Document], scratch: &mut Scratch) {
        if method == Method::News {
            self.compare_with_titles(documents, scratch);
        }
        scratch.scores.clear();
        scratch.scores.resize(scratch.places.len(), 0.0);
        let scores = &mut scratch.scores[..];
        let sentences = Sentences { documents, places: &scratch.places };
        let ranking = Ranking {
            sentences,
            matrix: &scratch.matrix,
            eligible: &scratch.eligible,
            headline: &scratch.headline,
            dense: &mut scratch.dense,
        };
        match method {
            Method::Lead => rank::lead(sentences, scores),
            Method::TfIdf => rank::tfidf(ranking, scores),
            Method::Central => rank::central(ranking, scores),
            Method::LexRank => rank::lexrank(ranking, scores),
            Method::TextRank => rank::textrank(ranking, scores),
            Method::Auto | Method::Topic | Method::News => rank::news(ranking, scores),
        }
    }

    /// Fills the cosine of each sentence with its document's title.
    fn compare_with_titles(&self, documents: &[&Document], scratch: &mut Scratch) {
        let Scratch { places, matrix, headline, title, dense, .. } = scratch;
        headline.clear();
        headline.resize(places.len(), 0.0);
        dense.clear();
        dense.resize(matrix.n_terms(), 0.0);
        for rows in (Sentences { documents, places }).by_document() {
            let Some(text) = &documents[places[rows.start].document()].title else { continue };
            matrix.row_of(text, &self.analyzer, dense, title);
            title.iter().for_each(|entry| dense[entry.term as usize] = entry.weight);
            rows.for_each(|row| headline[row] = select::dot(matrix.row(row), dense));
            title.iter().for_each(|entry| dense[entry.term as usize] = 0.0);
        }
    }
}

/// Fills what is eligible to be ranked by `method`.
fn find_eligible(documents: &[&Document], method: Method, scratch: &mut Scratch) {
    let min = if method == Method::News { MIN_TOKENS_OF_NEWS } else { MIN_TOKENS };
    let Scratch { places, matrix, eligible, .. } = scratch;
    let sentences = Sentences { documents, places };
    eligible.clear();
    for rows in sentences.by_document() {
        let document = documents[places[rows.start].document()];
        let title = document.title.as_deref().unwrap_or_default().trim();
        let is_content = |text: &str| !text.eq_ignore_ascii_case(title) && !manner::sends_away(text);
        eligible.extend(rows.map(|row| matrix.n_tokens(row) >= min && is_content(sentences.text(row))));
    }
    if !eligible.contains(&true) || method == Method::Lead {
        eligible.fill(true);
    }
}

/// The chosen sentences with their ranks, as they stand in the documents.
fn in_document_order(scratch: &Scratch) -> Vec<ScoredSpan> {
    let scored = |(rank, row): (usize, &u32)| {
        let place = scratch.places[*row as usize];
        let score = scratch.scores[*row as usize].clamp(0.0, 1.0);
        ScoredSpan { document: place.document(), span: place.span(), score, rank: rank + 1 }
    };
    let mut sentences: Vec<ScoredSpan> = scratch.chosen.iter().enumerate().map(scored).collect();
    sentences.sort_unstable_by_key(|sentence| (sentence.document, sentence.span));
    sentences
}

#[cfg(test)]
mod tests;
