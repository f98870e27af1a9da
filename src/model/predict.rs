//! What a model says about a document.

use serde::Serialize;

use super::Model;
use crate::classify::best_class;
use crate::features::tfidf::RowScratch;
use crate::text::{Document, Span};

/// Why a document gets no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Abstain {
    /// Its body holds no word.
    Empty,
    /// None of its words is known to the model.
    NoKnownTerms,
    /// The best probability is below the threshold.
    LowScore,
    /// It fits best to the label that stands for "no policy topic".
    NoPolicyContent,
}

impl Abstain {
    /// The reason's name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoKnownTerms => "no_known_terms",
            Self::LowScore => "low_score",
            Self::NoPolicyContent => "no_policy_content",
        }
    }
}

/// A class with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The class: an index into the model's labels.
    pub class: usize,
    /// The calibrated probability.
    pub probability: f32,
}

/// A term that speaks for a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'m> {
    /// The stemmed term.
    pub term: &'m str,
    /// What the term adds to the class's score, exactly: weight × value in the row.
    pub weight: f32,
    /// Its first occurrence: bytes of [`Document::text`]; `None` where it stands in the title only.
    pub span: Option<Span>,
}

/// What a model says about a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The class with the highest probability, also where the model abstains.
    pub class: usize,
    /// Its calibrated probability, 0..=1.
    pub probability: f32,
    /// All classes, the most probable first; of equals the lower class.
    pub ranked: Vec<Ranked>,
    /// Why there is no label, where there is none.
    pub abstain: Option<Abstain>,
    /// The tokens of title and body that are no stop words.
    pub words: usize,
    /// The share of them whose term the model knows; 0 where there are none.
    pub known_terms: f32,
}

/// Memory that one thread uses for one document after another.
#[derive(Default)]
pub struct Scratch {
    row: RowScratch,
    scores: Vec<f32>,
}

impl Model {
    /// What this model says about a document. See [`classify_with`](Self::classify_with) for many.
    pub fn classify(&self, document: &Document) -> Prediction {
        self.classify_with(document, 0.0, &mut Scratch::default())
    }

    /// The same with a threshold: below it the model abstains. Uses the memory of `scratch`.
    pub fn classify_with(&self, document: &Document, threshold: f32, scratch: &mut Scratch) -> Prediction {
        scratch.scores.resize(self.labels().len(), 0.0);
        let row = self.vectorizer.row(document, &mut scratch.row);
        let has_terms = !row.indices.is_empty();
        self.classifier.decision_function(row, &mut scratch.scores);
        self.calibration.probabilities(&mut scratch.scores);
        let class = best_class(&scratch.scores);
        let probability = scratch.scores[class];
        let counts = scratch.row.counts();
        let abstain = if counts.tokens == 0 {
            Some(Abstain::Empty)
        } else if !has_terms {
            Some(Abstain::NoKnownTerms)
        } else if Some(class) == self.none_class {
            Some(Abstain::NoPolicyContent)
        } else if probability < threshold {
            Some(Abstain::LowScore)
        } else {
            None
        };
        let mut ranked: Vec<Ranked> =
            (0..).zip(&scratch.scores).map(|(class, &probability)| Ranked { class, probability }).collect();
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.class.cmp(&b.class)));
        let known_terms = counts.known as f32 / counts.tokens.max(1) as f32;
        Prediction { class, probability, ranked, abstain, words: counts.tokens, known_terms }
    }

    /// The `n` terms of a document that add most to the score of a class, the largest first.
    pub fn evidence(&self, document: &Document, class: usize, n: usize) -> Vec<Evidence<'_>> {
        let mut scratch = RowScratch::default();
        let row = self.vectorizer.row(document, &mut scratch);
        let mut contributions: Vec<(usize, f32)> = row
            .iter()
            .map(|(feature, value)| (feature, value * self.classifier.weight(feature, class)))
            .collect();
        contributions.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        contributions.retain(|&(_, weight)| weight > 0.0);
        contributions.truncate(n);
        let mut spans = vec![None; contributions.len()];
        for part in &document.body {
            self.vectorizer.for_each_occurrence(part.of(&document.text), |feature, span| {
                if let Some(at) = contributions.iter().position(|&(wanted, _)| wanted == feature) {
                    spans[at].get_or_insert(span.shifted(part.start));
                }
            });
        }
        let term = |feature| self.vectorizer.vocabulary().term(feature);
        let found = contributions.into_iter().zip(spans);
        found.map(|((feature, weight), span)| Evidence { term: term(feature), weight, span }).collect()
    }

    /// A measure of how much a part of `document` speaks for a class: what the terms in it add to the class's score,
    /// beyond what they add to the mean of all classes.
    pub fn topic_evidence<'a>(&'a self, document: &'a Document, class: usize) -> impl Fn(Span) -> f32 + 'a {
        let n_classes = self.labels().len();
        move |span| {
            let mut scratch = RowScratch::default();
            let row = self.vectorizer.row_of([span.of(&document.text)], &mut scratch);
            let margin = |feature| {
                let mean = (0..n_classes).map(|class| self.classifier.weight(feature, class)).sum::<f32>();
                self.classifier.weight(feature, class) - mean / n_classes as f32
            };
            row.iter().map(|(feature, value)| value * margin(feature)).sum()
        }
    }
}
