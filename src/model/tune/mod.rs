//! Choosing how to train, on the training documents only.
//!
//! A search compares settings by how well models that are trained with them label documents that these models have not
//! seen: on folds of the same cut that cross-validation uses, so that near-copies and groups are kept apart here too.
//! It goes in two steps: which terms, judged with a few classifiers, then which classifier, on the best terms. All
//! weights of naive Bayes in a mixture are judged at the cost of one.
//!
//! What is best by chance is not best: of settings that differ by less than the standard error of the best score, the
//! one that stands first in the grid is taken (the rule of one standard error; Breiman, Friedman, Olshen and Stone
//! 1984). The grid's first setting is the fixed recipe, which [`Tune::Off`] uses without a search.
//!
//! The cross-validation that follows uses the same folds, so its figures are those of the best of several: too good by
//! a little, less than the standard error that the choice had to win by. A second cut inside each fold would cost the
//! search five times over.

mod grid;
mod report;
mod sample;

use std::borrow::Cow;

use linfa::ParamGuard;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::labels::Labels;
use super::pieces::{Counts, FoldRows};
use crate::classify::{LinearParams, Targets};
use crate::error::Result;
use crate::evaluate::folds::Folds;
use crate::evaluate::metrics::Metrics;
use crate::features::TfIdfParams;
use crate::text::Document;

pub(super) use grid::Fixed;
use grid::Grid;
pub use report::{Trial, Tuning};
use sample::Sample;

/// How much is tried to find out how to train best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tune {
    /// Nothing: the fixed recipe, or the settings as they stand where an algorithm is set.
    Off,
    /// A small grid on three folds, or on a sample where there is much text: at most five times the time of `Off`.
    #[default]
    Quick,
    /// A large grid on all folds and documents: minutes where `Quick` takes seconds.
    Full,
}

/// The code of the error that no term is left.
const NO_TERM: &str = "E0303";

/// What a search starts from and looks at.
pub(super) struct Search<'a> {
    pub(super) level: Tune,
    pub(super) tfidf: &'a TfIdfParams,
    pub(super) linear: &'a LinearParams,
    pub(super) first_piece: Option<usize>,
    pub(super) fixed: Fixed,
    pub(super) documents: &'a [Document],
    pub(super) labels: &'a Labels,
}

/// The settings to train with, and how they were found.
pub(super) struct Found {
    pub(super) tfidf: TfIdfParams,
    pub(super) linear: LinearParams,
    /// `None` where nothing was compared.
    pub(super) tuning: Option<Tuning>,
}

impl Search<'_> {
    /// The settings where nothing is compared: the fixed recipe, or what was set where an algorithm was.
    pub(super) fn fixed_recipe(&self) -> Found {
        let (tfidf, linear) = match self.fixed.algorithm {
            true => (self.tfidf.clone(), self.linear.clone()),
            false => Grid::new(Tune::Off, self.tfidf, self.linear, self.fixed, self.documents).recipe(),
        };
        Found { tfidf, linear, tuning: None }
    }

    /// The settings that do best on what some of the `folds` hold out; `classes` has the class of every document.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) where there are too many terms.
    pub(super) fn best(&self, folds: &Folds, classes: &[usize]) -> Result<Found> {
        let grid = Grid::new(self.level, self.tfidf, self.linear, self.fixed, self.documents);
        if self.level == Tune::Off || grid.n_settings() < 2 {
            return Ok(self.fixed_recipe());
        }
        let samples = Sample::of_folds(self.level, self.documents, self.labels, folds);
        let mut judged = Vec::new();
        for terms in 0..grid.terms.len() {
            match self.judge(&grid, terms, &grid.first_classifiers, &samples, classes) {
                Ok(more) => judged.extend(more),
                // Without stop words, or in a sample, no term may be left: then this choice of terms is none.
                Err(error) if error.code() == NO_TERM => {}
                Err(error) => return Err(error),
            }
        }
        if judged.is_empty() {
            return Ok(self.fixed_recipe());
        }
        let terms = judged[preferred(&judged)].terms;
        judged.extend(self.judge(&grid, terms, &grid.more_classifiers, &samples, classes)?);
        let (others, of_terms): (Vec<Judged>, Vec<Judged>) =
            judged.into_iter().partition(|judged| judged.terms != terms);
        let chosen = preferred(&of_terms);
        let found = (grid.terms[terms].clone(), of_terms[chosen].linear.clone());
        let tuning = Tuning::new(self.level, &grid, &samples, of_terms, others, chosen);
        Ok(Found { tfidf: found.0, linear: found.1, tuning: Some(tuning) })
    }

    /// Judges the classifiers, each with every mixture, on one choice of terms.
    fn judge(
        &self,
        grid: &Grid,
        terms: usize,
        classifiers: &[LinearParams],
        samples: &[Sample],
        classes: &[usize],
    ) -> Result<Vec<Judged>> {
        let tfidf = grid.terms[terms].check_ref()?;
        let used = sample::documents(samples);
        let (vectorizer, counts) = Counts::new(tfidf, &self.texts(&used), self.first_piece)?;
        let n_classes = self.labels.names.len();
        let mut answers = vec![Vec::new(); classifiers.len() * grid.mixtures.len()];
        let mut truth = Vec::new();
        for sample in samples {
            let place = |document: &usize| used.binary_search(document).expect("`used` has every document");
            let training: Vec<usize> = sample.training.iter().map(place).collect();
            let held_out: Vec<usize> = sample.held_out.iter().map(place).collect();
            let class = |document: &usize| classes[*document];
            let targets = Targets::One(sample.training.iter().map(class).collect());
            truth.extend(sample.held_out.iter().map(class));
            let FoldRows { training, targets, held_out, .. } =
                counts.fold_rows(&vectorizer, &training, &targets, &held_out);
            let answer = |classifier: &LinearParams| {
                let parts = classifier.check_ref()?.fit_parts(&training, &targets, n_classes)?;
                Ok(parts.predict(&held_out, &grid.mixtures))
            };
            let more: Vec<_> = classifiers.par_iter().map(answer).collect::<Result<_>>()?;
            answers
                .iter_mut()
                .zip(more.into_iter().flatten())
                .for_each(|(answers, more)| answers.extend(more));
        }
        let settings = classifiers
            .iter()
            .flat_map(|classifier| grid.mixtures.iter().map(|&weight| classifier.clone().mixture(weight)));
        let names = &self.labels.names;
        Ok(settings
            .zip(answers)
            .map(|(linear, answers)| Judged::new(terms, linear, &truth, &answers, names))
            .collect())
    }

    /// The documents that are `used`; as they stand where these are all.
    fn texts(&self, used: &[usize]) -> Cow<'_, [Document]> {
        if used.len() == self.documents.len() {
            return Cow::Borrowed(self.documents);
        }
        used.iter().map(|&document| self.documents[document].clone()).collect()
    }
}

/// Settings and what they reached.
struct Judged {
    /// The place of the terms in the grid.
    terms: usize,
    linear: LinearParams,
    accuracy: f64,
    macro_f1: f64,
    n_documents: usize,
}

impl Judged {
    fn new(
        terms: usize,
        linear: LinearParams,
        truth: &[usize],
        answers: &[usize],
        labels: &[String],
    ) -> Self {
        let answers: Vec<Option<usize>> = answers.iter().copied().map(Some).collect();
        let found = Metrics::new(truth, &answers, labels);
        let (accuracy, macro_f1) = (found.accuracy, found.macro_average.f1);
        Self { terms, linear, accuracy, macro_f1, n_documents: truth.len() }
    }

    /// What is compared: the mean of accuracy and macro-F1, so that neither frequent nor rare labels decide alone.
    fn score(&self) -> f64 {
        (self.accuracy + self.macro_f1) / 2.0
    }

    /// The standard error of the score, as if it were a share of right answers.
    fn standard_error(&self) -> f64 {
        let score = self.score();
        (score * (1.0 - score) / self.n_documents.max(1) as f64).sqrt()
    }
}

/// The first whose score is within one standard error of the best.
fn preferred(judged: &[Judged]) -> usize {
    let best = judged.iter().max_by(|a, b| a.score().total_cmp(&b.score())).expect("a grid has a setting");
    let enough = best.score() - best.standard_error();
    judged.iter().position(|judged| judged.score() >= enough).expect("the best is within its own error")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(accuracies: &[f64]) -> Vec<Judged> {
        let linear = LinearParams::new();
        let one = |&accuracy: &f64| Judged {
            terms: 0,
            linear: linear.clone(),
            accuracy,
            macro_f1: accuracy,
            n_documents: 400,
        };
        accuracies.iter().map(one).collect()
    }

    #[test]
    fn what_is_better_by_less_than_a_standard_error_is_not_preferred() {
        // The standard error of 0.8 on 400 documents is 0.02.
        assert_eq!(preferred(&judged(&[0.78, 0.79, 0.8])), 0);
        assert_eq!(preferred(&judged(&[0.77, 0.79, 0.8])), 1);
        assert_eq!(preferred(&judged(&[0.70, 0.71, 0.8])), 2);
    }
}
