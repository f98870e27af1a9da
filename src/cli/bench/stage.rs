//! The stages of the way from a file to an answer, and what each does with one document.

use serde::Serialize;

use super::corpus::Corpus;
use crate::error::Result;
use crate::features::tfidf::RowScratch;
use crate::model::{self, Model};
use crate::summarize::{self, Summarizer, SummaryParams};
use crate::text::Span;
use crate::text::clean::Cleaner;
use crate::text::sentence::SentenceSplitter;
use crate::text::tokenize::for_each_token;

/// A stage that is measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stage {
    /// From the bytes of the inputs to records, by one thread as always.
    Read,
    /// Page furniture out, with a copy of the raw text.
    Clean,
    /// The tokens of the body.
    Tokenize,
    /// The sentences of the body.
    Sentences,
    /// The TF-IDF row: tokens, look-ups, weights.
    Vectorize,
    /// The row, the scores and the probabilities.
    Classify,
    /// Three sentences.
    Summarize,
}

impl Stage {
    /// All stages in the order of the work.
    pub(super) const ALL: [Self; 7] = [
        Self::Read,
        Self::Clean,
        Self::Tokenize,
        Self::Sentences,
        Self::Vectorize,
        Self::Classify,
        Self::Summarize,
    ];

    /// The name on the command line and in the report.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Clean => "clean",
            Self::Tokenize => "tokenize",
            Self::Sentences => "sentences",
            Self::Vectorize => "vectorize",
            Self::Classify => "classify",
            Self::Summarize => "summarize",
        }
    }
}

/// Memory that one thread uses again.
#[derive(Default)]
pub(super) struct Scratch {
    spans: Vec<Span>,
    row: RowScratch,
    model: model::Scratch,
    summary: summarize::Scratch,
}

/// Everything that the stages work with.
pub(super) struct Workbench<'a> {
    pub(super) corpus: &'a Corpus,
    cleaner: &'a Cleaner,
    model: &'a Model,
    splitter: SentenceSplitter,
    summarizer: Summarizer,
}

impl<'a> Workbench<'a> {
    pub(super) fn new(corpus: &'a Corpus, cleaner: &'a Cleaner, model: &'a Model) -> Result<Self> {
        let summarizer = Summarizer::new(SummaryParams::default())?;
        Ok(Self { corpus, cleaner, model, splitter: SentenceSplitter::new(), summarizer })
    }

    /// The bytes that a stage is given: the decoded text before cleaning, the bodies after it.
    pub(super) fn bytes(&self, stage: Stage) -> usize {
        match stage {
            Stage::Read | Stage::Clean => self.corpus.raw_bytes(),
            _ => self.corpus.body_bytes(),
        }
    }

    /// Does the work of `stage` on document `n` and returns a number that depends on the answer.
    pub(super) fn work(&self, stage: Stage, n: usize, scratch: &mut Scratch) -> u64 {
        let document = &self.corpus.documents[n];
        match stage {
            Stage::Read => self.corpus.raw[n].text.len() as u64,
            Stage::Clean => {
                let document = self.cleaner.clean(self.corpus.raw[n].clone());
                document.body.iter().map(|part| part.len() as u64).sum()
            }
            Stage::Tokenize => {
                let mut n_tokens = 0;
                document.body_parts().for_each(|part| for_each_token(part, |_, _| n_tokens += 1));
                n_tokens
            }
            Stage::Sentences => {
                let mut n_sentences = 0;
                for part in document.body_parts() {
                    self.splitter.split_into(part, &mut scratch.spans);
                    n_sentences += scratch.spans.len() as u64;
                }
                n_sentences
            }
            Stage::Vectorize => {
                let row = self.model.vectorizer().row(document, &mut scratch.row);
                row.values.iter().map(|value| u64::from(value.to_bits())).sum()
            }
            Stage::Classify => {
                let prediction = self.model.classify_with(document, 0.0, &mut scratch.model);
                prediction.class as u64 + u64::from(prediction.probability.to_bits())
            }
            Stage::Summarize => {
                let summary = self.summarizer.summarize(document, None, &mut scratch.summary);
                summary.sentences.iter().map(|sentence| (sentence.span.start + sentence.rank) as u64).sum()
            }
        }
    }
}
