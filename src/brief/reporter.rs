//! From a record to what a brief tells of it.

use super::story::{LabelScore, Sentence, Story};
use super::{BriefParams, merge};
use crate::corpus::Record;
use crate::error::Result;
use crate::evaluate::folds::duplicates::Sketch;
use crate::model::{self, Model, Prediction};
use crate::summarize::{self, Budget, ScoredSpan, Summarizer, SummaryParams};
use crate::text::Document;
use crate::text::clean::Cleaner;

/// Labels that are told of a document.
const N_LABELS: usize = 3;

/// Makes drafts of records; one for all threads.
pub struct Reporter<'m> {
    model: &'m Model,
    cleaner: Cleaner,
    summarizer: Summarizer,
    n_sentences: usize,
    full_text: bool,
}

/// Memory that one thread uses again from record to record.
#[derive(Default)]
pub struct Scratch {
    model: model::Scratch,
    summary: summarize::Scratch,
}

/// A document that may go into a brief.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is told of it.
    pub story: Story,
    /// The bytes of its body.
    pub(super) length: usize,
    /// What tells whether it is a near-copy.
    pub(super) sketch: Sketch,
    /// Its best sentences, more than the story's.
    pub(super) candidates: Vec<Sentence>,
}

impl<'m> Reporter<'m> {
    /// A reporter that takes topics from `model`; with `keep_chrome` page furniture is left in.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) where `params` holds a value out of its range.
    pub fn new(model: &'m Model, params: &BriefParams, keep_chrome: bool) -> Result<Self> {
        params.check()?;
        let check = SummaryParams { budget: Budget::Sentences(params.sentences), ..SummaryParams::default() };
        Summarizer::new(check)?;
        let budget = Budget::Sentences(merge::n_candidates(params.sentences));
        Ok(Self {
            model,
            cleaner: model.cleaner(keep_chrome),
            summarizer: Summarizer::new(SummaryParams { budget, ..SummaryParams::default() })?,
            n_sentences: params.sentences,
            full_text: params.full_text,
        })
    }

    /// The draft of a record.
    pub fn draft(&self, record: Record, scratch: &mut Scratch) -> Draft {
        let source = record.source.display().to_string();
        let document = self.cleaner.clean(record.document);
        let prediction = self.model.classify_with(&document, 0.0, &mut scratch.model);
        let summary = self.summarizer.summarize(&document, None, &mut scratch.summary);
        let candidates: Vec<Sentence> =
            summary.sentences.iter().map(|sentence| told(&document, sentence)).collect();
        let is_shown = |sentence: &&Sentence| sentence.rank <= self.n_sentences;
        let body = document.body_text();
        let class = prediction.abstain.is_none().then_some(prediction.class);
        let mut story = Story {
            label: class.map(|class| self.model.label(class).to_owned()),
            label_name: class.and_then(|class| self.model.label_name(class)).map(str::to_owned),
            abstain_reason: prediction.abstain,
            score: rounded(prediction.probability),
            labels: self.labels(&prediction),
            has_several: self.model.multi_label().is_some() && class.is_some(),
            sentences: candidates.iter().filter(is_shown).cloned().collect(),
            also: Vec::new(),
            full_text: Vec::new(),
            is_cut: false,
            source,
            record: record.record,
            id: document.id.clone(),
            title: document.title.clone(),
            date: document.meta.date.clone(),
        };
        if self.full_text {
            story.keep_text(&document);
        }
        Draft { story, length: body.len(), sketch: Sketch::of(&body), candidates }
    }

    fn labels(&self, prediction: &Prediction) -> Vec<LabelScore> {
        let label = |ranked: &model::Ranked| LabelScore {
            label: self.model.label(ranked.class).to_owned(),
            name: self.model.label_name(ranked.class).map(str::to_owned),
            score: rounded(ranked.probability),
        };
        let several = self.model.multi_label().map(|_| &prediction.given);
        several.unwrap_or(&prediction.ranked).iter().take(N_LABELS).map(label).collect()
    }
}

fn told(document: &Document, sentence: &ScoredSpan) -> Sentence {
    Sentence {
        rank: sentence.rank,
        score: rounded(sentence.score),
        span: sentence.span,
        text: sentence.span.of(&document.text).to_owned(),
        document: None,
    }
}

/// A number with at most four digits after the point.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}
