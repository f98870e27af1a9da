//! Cross-validation on the training documents: what the model file says about its own quality.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::labels::Labels;
use super::pieces::Counts;
use crate::classify::{Calibration, LinearClassifier, LinearValidParams, Targets, WeightType, best_class};
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
    /// The documents that would have got another answer with weights as they were fitted: what it costs to store them
    /// in fewer bytes. `None` in a model of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by_weights: Option<usize>,
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

/// What classifiers say about documents that they did not see.
pub(super) struct HeldOut {
    /// Their scores, n_documents × n_classes.
    pub(super) scores: Vec<f32>,
    /// The scores of their pieces, n_pieces × n_classes.
    of_pieces: Vec<f32>,
    /// The documents that would get another answer with weights as they were fitted.
    pub(super) n_changed: usize,
}

/// The scores of every document by the classifier of the folds it is not in, with weights as they will be stored.
///
/// As many folds as there are threads are done at once: more would take memory and no less time.
pub(super) fn held_out_scores(
    counts: &Counts,
    labels: &Labels,
    folds: &Folds,
    vectorizer: &TfIdfVectorizer,
    linear: &LinearValidParams,
    weights: WeightType,
) -> Result<HeldOut> {
    let n_classes = labels.names.len();
    let of_fold = |fold: &usize| -> Result<(Vec<usize>, HeldOut)> {
        let (training, documents) = folds.split(*fold);
        let targets = labels.targets.select(&training);
        let rows = counts.fold_rows(vectorizer, &training, &targets, &documents);
        let classifier = linear.fit_classes(&rows.training, &rows.targets, n_classes)?;
        drop(rows.training);
        Ok((documents, HeldOut::new(&rows.held_out, &rows.held_out_pieces, &classifier, weights, labels)))
    };
    let zeros = |n_rows: usize| vec![0.0; n_rows * n_classes];
    let mut all = HeldOut {
        scores: zeros(counts.documents.n_rows()),
        of_pieces: zeros(counts.n_pieces()),
        n_changed: 0,
    };
    let every: Vec<usize> = (0..folds.n_folds).collect();
    for at_once in every.chunks(rayon::current_num_threads()) {
        // Of several errors the first fold's: rayon's own choice depends on time.
        for found in at_once.par_iter().map(of_fold).collect::<Vec<_>>() {
            let (documents, found) = found?;
            all.n_changed += found.n_changed;
            scatter(&found.of_pieces, &counts.pieces_of(&documents), n_classes, &mut all.of_pieces);
            scatter(&found.scores, &documents, n_classes, &mut all.scores);
        }
    }
    Ok(all)
}

/// Puts each row of `scores` into its place among all.
fn scatter(scores: &[f32], places: &[usize], n_classes: usize, all: &mut [f32]) {
    for (&place, scores) in places.iter().zip(scores.chunks_exact(n_classes)) {
        all[place * n_classes..][..n_classes].copy_from_slice(scores);
    }
}

impl HeldOut {
    /// What a classifier says about documents and their pieces.
    fn new(
        documents: &CsrMatrix,
        pieces: &CsrMatrix,
        classifier: &LinearClassifier,
        weights: WeightType,
        labels: &Labels,
    ) -> Self {
        let is_same = |a: &[f32], b: &[f32]| match labels.targets {
            Targets::One(_) => best_class(a) == best_class(b),
            Targets::Many(_) => a.iter().zip(b).all(|(a, b)| (*a > 0.0) == (*b > 0.0)),
        };
        let stored = classifier.to_small(weights);
        let n_classes = classifier.n_classes();
        let scores = all_scores(&stored, documents);
        let mut as_fitted = vec![0.0; n_classes];
        let mut n_changed = 0;
        for (row, scores) in documents.rows().zip(scores.chunks_exact(n_classes)) {
            classifier.decision_function(row, &mut as_fitted);
            n_changed += usize::from(!is_same(scores, &as_fitted));
        }
        Self { scores, of_pieces: all_scores(&stored, pieces), n_changed }
    }

    /// How scores become probabilities, for whole documents and for texts as short as their pieces.
    pub(super) fn calibration(&self, counts: &Counts, classes: &[usize]) -> Calibration {
        let all: Vec<usize> = counts.document_of_row().iter().map(|&document| classes[document]).collect();
        Calibration::fit(&[self.scores.as_slice(), &self.of_pieces].concat(), &all)
    }
}

fn all_scores(classifier: &LinearClassifier, rows: &CsrMatrix) -> Vec<f32> {
    let n_classes = classifier.n_classes();
    let mut scores = vec![0.0; rows.n_rows() * n_classes];
    for (row, scores) in rows.rows().zip(scores.chunks_exact_mut(n_classes)) {
        classifier.decision_function(row, scores);
    }
    scores
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
    pub(super) fn new(found: &Evaluation, folds: &Folds, changed_by_weights: usize) -> Self {
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
            changed_by_weights: Some(changed_by_weights),
            per_label: found.per_label.iter().map(Into::into).collect(),
        }
    }
}
