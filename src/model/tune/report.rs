//! What a search found, as the model file keeps it.

use std::fmt;

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::sample::Sample;
use super::{Judged, Tune};
use crate::classify::{Algorithm, ClassWeight};
use crate::features::TfIdfParams;

/// Everything that a search compared, and what it chose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tuning {
    /// How much was tried.
    pub tune: Tune,
    /// The folds that documents were held out in.
    pub folds: usize,
    /// The documents that were trained on, in the largest fold.
    pub training_documents: usize,
    /// The documents that were held out and judged, over all folds.
    pub judged_documents: usize,
    /// Every setting with its scores, the chosen one first, then those with the same terms.
    pub trials: Vec<Trial>,
}

/// A setting, and what models trained with it reached on documents that they had not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The terms, for people to read.
    pub terms: String,
    /// How the weights were found.
    pub algorithm: Algorithm,
    /// The cost of an error.
    pub c: f32,
    /// How much the records of each class counted.
    pub class_weight: ClassWeight,
    /// The weight of naive Bayes in the mixture; 0 for none.
    pub mixture: f32,
    /// The share of right labels.
    pub accuracy: f64,
    /// The mean of the labels' F1.
    pub macro_f1: f64,
}

impl Tuning {
    /// The report of a search: `of_terms` have the chosen terms, `others` have not; `chosen` is a place in `of_terms`.
    pub(super) fn new(
        tune: Tune,
        grid: &Grid,
        samples: &[Sample],
        mut of_terms: Vec<Judged>,
        others: Vec<Judged>,
        chosen: usize,
    ) -> Self {
        of_terms.swap(0, chosen);
        Self {
            tune,
            folds: samples.len(),
            training_documents: samples.iter().map(|sample| sample.training.len()).max().unwrap_or(0),
            judged_documents: samples.iter().map(|sample| sample.held_out.len()).sum(),
            trials: of_terms.iter().chain(&others).map(|judged| Trial::new(grid, judged)).collect(),
        }
    }

    /// The setting that was chosen.
    ///
    /// # Panics
    /// Only where `trials` was emptied by hand.
    pub fn chosen(&self) -> &Trial {
        &self.trials[0]
    }

    /// The highest score of all settings.
    pub fn best_score(&self) -> f64 {
        self.trials.iter().map(Trial::score).fold(0.0, f64::max)
    }
}

impl Trial {
    fn new(grid: &Grid, judged: &Judged) -> Self {
        let linear = judged.linear.check_ref().expect("the search fitted it");
        Self {
            terms: describe(&grid.terms[judged.terms]),
            algorithm: linear.algorithm(),
            c: linear.c(),
            class_weight: linear.class_weight(),
            mixture: linear.mixture(),
            accuracy: judged.accuracy,
            macro_f1: judged.macro_f1,
        }
    }

    /// What is compared: the mean of accuracy and macro-F1.
    pub fn score(&self) -> f64 {
        (self.accuracy + self.macro_f1) / 2.0
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.algorithm)?;
        if self.algorithm.has_cost() {
            write!(f, " C {}", self.c)?;
        }
        if self.class_weight == ClassWeight::Balanced {
            write!(f, " balanced")?;
        }
        if self.mixture > 0.0 {
            write!(f, " + {} naive-bayes", self.mixture)?;
        }
        write!(f, ", {}", self.terms)
    }
}

/// Terms, as a person would say them.
fn describe(tfidf: &TfIdfParams) -> String {
    let tfidf = tfidf.check_ref().expect("the search counted them");
    let (shortest, longest) = tfidf.ngram_range();
    let mut terms = match shortest == longest {
        true => format!("words {shortest}"),
        false => format!("words {shortest}-{longest}"),
    };
    match tfidf.analyzer().stop_words.len() {
        0 => {}
        n => terms += &format!(" without {n} stop words"),
    }
    if let Some((shortest, longest)) = tfidf.chars() {
        terms += &format!(", characters {shortest}-{longest}");
    }
    if tfidf.min_df() == 1 {
        terms += ", terms of one document too";
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn naive_bayes_has_no_cost() {
        let trial = |algorithm| Trial {
            terms: "words 1".to_owned(),
            algorithm,
            c: 0.3,
            class_weight: ClassWeight::None,
            mixture: 0.0,
            accuracy: 0.0,
            macro_f1: 0.0,
        };
        assert_eq!(trial(Algorithm::NaiveBayes).to_string(), "naive-bayes, words 1");
        assert_eq!(trial(Algorithm::NbSvm).to_string(), "nbsvm C 0.3, words 1");
    }
}
