//! Whether more labels will help: cross-validation with a part of the training documents.

use super::cross_validation::{held_out_scores, outcomes};
use super::labels::Labels;
use super::pieces::Counts;
use crate::classify::{LinearValidParams, WeightType};
use crate::error::Result;
use crate::evaluate::bootstrap::{Bootstrap, Interval};
use crate::evaluate::compare::Comparison;
use crate::evaluate::folds::Folds;
use crate::evaluate::report::{Evaluation, Outcome};
use crate::features::TfIdfVectorizer;

/// The halvings of the training documents that are tried.
const HALVINGS: i32 = 4;

/// The smallest number of training documents that is tried.
const MIN_DOCUMENTS: f64 = 50.0;

/// How good the classifier is after training on a part of the documents and on all.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningCurve {
    /// From the smallest part to all documents; each is about twice as large as the one before it.
    pub points: Vec<CurvePoint>,
    /// What all documents bring above half of them, on the same held-out documents.
    pub last_doubling: Comparison,
}

/// The scores after training on some number of documents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The mean number of documents that a fold's classifier was trained on.
    pub n_documents: f64,
    /// The share of right labels.
    pub accuracy: f64,
    /// Its 95 % interval.
    pub accuracy_ci: Interval,
    /// The mean of the labels' F1.
    pub macro_f1: f64,
    /// Its 95 % interval.
    pub macro_f1_ci: Interval,
}

/// What cross-validation is done with.
pub(super) struct Fitting<'a> {
    pub(super) counts: &'a Counts,
    pub(super) labels: &'a Labels,
    pub(super) classes: &'a [usize],
    pub(super) folds: &'a Folds,
    pub(super) vectorizer: &'a TfIdfVectorizer,
    pub(super) linear: &'a LinearValidParams,
}

impl Fitting<'_> {
    /// The curve whose last point is cross-validation with all documents, which had these outcomes.
    ///
    /// Each smaller part is cross-validated in the same folds, which train on the same share of each label's
    /// documents; what is held out stays whole, so that all points are judged by the same documents. The parts are
    /// nested, and which documents are in them depends on the documents only. Costs about as much as cross-validation
    /// once more.
    pub(super) fn learning_curve(
        &self,
        all: &[Outcome],
        found: &Evaluation,
        bootstrap: Bootstrap,
    ) -> Result<LearningCurve> {
        let mut points = vec![CurvePoint::new(self.folds, found)];
        let mut last_doubling = None;
        for halvings in 1..=HALVINGS {
            let folds = self.folds.with_part(0.5_f64.powi(halvings), self.classes);
            if last_doubling.is_some() && folds.mean_training_documents() < MIN_DOCUMENTS {
                break;
            }
            let part = self.outcomes(&folds)?;
            let names = &self.labels.names;
            points.push(CurvePoint::new(&folds, &Evaluation::new(&part, names, names.len(), bootstrap)));
            last_doubling.get_or_insert_with(|| difference(all, &part, names.len(), bootstrap));
        }
        points.reverse();
        Ok(LearningCurve { points, last_doubling: last_doubling.expect("there is at least one halving") })
    }

    /// The outcomes of cross-validation in `folds`, calibrated on them.
    fn outcomes(&self, folds: &Folds) -> Result<Vec<Outcome>> {
        let (vectorizer, as_fitted) = (self.vectorizer, WeightType::F32);
        let found = held_out_scores(self.counts, self.labels, folds, vectorizer, self.linear, as_fitted)?;
        let calibration = found.calibration(self.counts, self.classes);
        Ok(outcomes(found.scores, &calibration, self.classes))
    }
}

impl CurvePoint {
    fn new(folds: &Folds, found: &Evaluation) -> Self {
        Self {
            n_documents: folds.mean_training_documents(),
            accuracy: found.accuracy,
            accuracy_ci: found.accuracy_ci,
            macro_f1: found.macro_f1,
            macro_f1_ci: found.macro_f1_ci,
        }
    }
}

fn difference(all: &[Outcome], part: &[Outcome], n_labels: usize, bootstrap: Bootstrap) -> Comparison {
    let truth: Vec<_> = all.iter().map(|outcome| outcome.truth).collect();
    let answers = |outcomes: &[Outcome]| outcomes.iter().map(|outcome| outcome.predicted).collect::<Vec<_>>();
    Comparison::new(&truth, &answers(all), &answers(part), n_labels, bootstrap)
}
