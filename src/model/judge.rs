//! How scores become probabilities, and what that is worth on held-out documents.

use super::cross_validation::{CrossValidation, HeldOut, held_out_scores, outcomes};
use super::labels::Labels;
use super::learning_curve::Fitting;
use super::multi_label::{self, Decision};
use super::pieces::Counts;
use super::study::Study;
use crate::classify::{Calibration, LinearValidParams, Targets, WeightType};
use crate::error::Result;
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::folds::Folds;
use crate::evaluate::report::Evaluation;
use crate::features::TfIdfVectorizer;
use crate::text::Document;

/// What cross-validation is done with, if at all.
pub(super) struct Judge<'a> {
    pub(super) counts: &'a Counts,
    pub(super) labels: &'a Labels,
    /// `None` for no cross-validation.
    pub(super) folds: Option<&'a Folds>,
    pub(super) vectorizer: &'a TfIdfVectorizer,
    pub(super) linear: &'a LinearValidParams,
    /// How the model will store its weights: what is judged is what is stored.
    pub(super) weights: WeightType,
    pub(super) seed: u64,
}

/// What it found.
pub(super) struct Judged {
    pub(super) calibration: Calibration,
    /// One a class where documents may have several labels, else none.
    pub(super) thresholds: Vec<f32>,
    pub(super) cross_validation: Option<CrossValidation>,
    pub(super) study: Option<Study>,
}

impl Judge<'_> {
    /// Calibrates and cross-validates; `documents` are those of a study, where one is wanted.
    pub(super) fn run(&self, documents: Option<&Vec<Document>>) -> Result<Judged> {
        match &self.labels.targets {
            Targets::One(classes) => self.one_label(classes, documents),
            Targets::Many(_) => self.several_labels(),
        }
    }

    fn one_label(&self, classes: &[usize], documents: Option<&Vec<Document>>) -> Result<Judged> {
        let mut judged = Judged {
            calibration: Calibration::uncalibrated(),
            thresholds: Vec::new(),
            cross_validation: None,
            study: None,
        };
        let Some(folds) = self.folds else { return Ok(judged) };
        let (counts, labels) = (self.counts, self.labels);
        let held_out = self.held_out(folds)?;
        judged.calibration = held_out.calibration(counts, classes);
        let n_changed = held_out.n_changed;
        let outcomes = outcomes(held_out.scores, &judged.calibration, classes);
        let bootstrap = Bootstrap { seed: self.seed, ..Bootstrap::default() };
        let found = Evaluation::new(&outcomes, &labels.names, labels.names.len(), bootstrap);
        judged.cross_validation = Some(CrossValidation::new(&found, folds, n_changed));
        if let Some(documents) = documents {
            let (vectorizer, linear) = (self.vectorizer, self.linear);
            let fitting = Fitting { counts, labels, classes, folds, vectorizer, linear };
            judged.study = Some(Study::new(documents, outcomes, found, &fitting, bootstrap)?);
        }
        Ok(judged)
    }

    fn held_out(&self, folds: &Folds) -> Result<HeldOut> {
        held_out_scores(self.counts, self.labels, folds, self.vectorizer, self.linear, self.weights)
    }

    fn several_labels(&self) -> Result<Judged> {
        let (targets, n_classes) = (&self.labels.targets, self.labels.names.len());
        let (decision, cross_validation) = match self.folds {
            None => (Decision::uncalibrated(n_classes), None),
            Some(folds) => {
                let HeldOut { scores, n_changed, .. } = self.held_out(folds)?;
                let found = multi_label::judge(&scores, self.labels, folds, self.seed);
                let found = CrossValidation { changed_by_weights: Some(n_changed), ..found };
                (Decision::fit(&scores, targets, n_classes), Some(found))
            }
        };
        let Decision { calibration, thresholds } = decision;
        Ok(Judged { calibration, thresholds, cross_validation, study: None })
    }
}
