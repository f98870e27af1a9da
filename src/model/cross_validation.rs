//! Cross-validation on the training documents: what the model file says about its own quality.

use serde::{Deserialize, Serialize};

use super::labels::Labels;
use crate::classify::{Calibration, LinearValidParams, best_class};
use crate::error::Result;
use crate::evaluate::folds::Folds;
use crate::evaluate::metrics::LabelScores;
use crate::evaluate::report::{Evaluation, Outcome};
use crate::features::{CsrMatrix, TfIdfVectorizer};

/// What cross-validation found: each document judged by a model that did not see it, nor a near-copy of it, nor its
/// group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossValidation {
    /// The number of folds.
    pub folds: usize,
    /// Documents that are near-copies of another one, kept in one fold with it.
    pub near_duplicates: usize,
    /// The share of right labels.
    pub accuracy: f64,
    /// Its 95 % interval.
    pub accuracy_ci: [f64; 2],
    /// The mean of the labels' F1.
    pub macro_f1: f64,
    /// Its 95 % interval.
    pub macro_f1_ci: [f64; 2],
    /// The F1 of all labels' counts together; only where documents may have several labels. The accuracy is then the
    /// share of documents whose labels are exactly right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub micro_f1: Option<f64>,
    /// The expected calibration error of the probabilities.
    pub ece: Option<f64>,
    /// The accuracy of always saying the most frequent label.
    pub majority_accuracy: f64,
    /// Each label's scores.
    pub per_label: Vec<LabelScore>,
}

/// A label's scores in cross-validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelScore {
    /// The label.
    pub label: String,
    /// The share of documents given it that have it; `None` where none was.
    pub precision: Option<f64>,
    /// The share of documents that have it that were given it.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
    /// The number of documents that have it.
    pub support: usize,
}

impl From<&LabelScores> for LabelScore {
    fn from(scores: &LabelScores) -> Self {
        Self {
            label: scores.label.clone(),
            precision: scores.precision,
            recall: scores.recall,
            f1: scores.f1,
            support: scores.support,
        }
    }
}

/// The rows to train on and those held out. Term counts, idf and `min_df` are those of the training part, so that
/// nothing of a held-out document was seen.
pub(super) fn fold_rows(
    vectorizer: &TfIdfVectorizer,
    counts: &CsrMatrix,
    training: &[usize],
    held_out: &[usize],
) -> (CsrMatrix, CsrMatrix) {
    let part = counts.select(training);
    let (tfidf, idf) = (vectorizer.params(), vectorizer.idf_over(&part));
    (tfidf.weigh(&part, &idf), tfidf.weigh(&counts.select(held_out), &idf))
}

/// The scores of every document by the classifier of the folds it is not in, n_documents × n_classes.
pub(super) fn held_out_scores(
    counts: &CsrMatrix,
    labels: &Labels,
    folds: &Folds,
    vectorizer: &TfIdfVectorizer,
    linear: &LinearValidParams,
) -> Result<Vec<f32>> {
    let n_classes = labels.names.len();
    let mut scores = vec![0.0; counts.n_rows() * n_classes];
    for fold in 0..folds.n_folds {
        let (training, held_out) = folds.split(fold);
        let targets = labels.targets.select(&training);
        let (training, rows) = fold_rows(vectorizer, counts, &training, &held_out);
        let classifier = linear.fit_classes(&training, &targets, n_classes)?;
        for (row, document) in rows.rows().zip(held_out) {
            classifier.decision_function(row, &mut scores[document * n_classes..][..n_classes]);
        }
    }
    Ok(scores)
}

/// What the held-out scores say about each document, of which these are the true classes.
pub(super) fn outcomes(mut scores: Vec<f32>, calibration: &Calibration, classes: &[usize]) -> Vec<Outcome> {
    let n_classes = scores.len() / classes.len().max(1);
    scores
        .chunks_exact_mut(n_classes.max(1))
        .zip(classes)
        .map(|(scores, &truth)| {
            calibration.probabilities(scores);
            Outcome::new(truth, Some(best_class(scores)), scores)
        })
        .collect()
}

impl CrossValidation {
    /// What a model file keeps of an evaluation in `folds`.
    pub(super) fn new(found: &Evaluation, folds: &Folds) -> Self {
        Self {
            folds: folds.n_folds,
            near_duplicates: folds.near_duplicates,
            accuracy: found.accuracy,
            accuracy_ci: found.accuracy_ci,
            macro_f1: found.macro_f1,
            macro_f1_ci: found.macro_f1_ci,
            micro_f1: None,
            ece: found.ece,
            majority_accuracy: found.baseline.majority_accuracy,
            per_label: found.per_label.iter().map(Into::into).collect(),
        }
    }
}
