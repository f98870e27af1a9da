//! Probabilities and thresholds of a model whose documents may have several labels, from held-out scores.

use super::cross_validation::CrossValidation;
use super::labels::Labels;
use crate::classify::{Calibration, Targets, thresholds};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::folds::Folds;
use crate::evaluate::multi_label::{LabelsEvaluation, LabelsOutcome};

/// How scores become labels.
pub(super) struct Decision {
    pub(super) calibration: Calibration,
    pub(super) thresholds: Vec<f32>,
}

impl Decision {
    /// Without held-out scores: every label whose score is above 0.
    pub(super) fn uncalibrated(n_classes: usize) -> Self {
        let calibration = Calibration::independent(n_classes);
        Self { calibration, thresholds: vec![thresholds::DEFAULT; n_classes] }
    }

    /// The sigmoids and thresholds that suit these held-out scores, n_documents × n_classes.
    pub(super) fn fit(scores: &[f32], targets: &Targets, n_classes: usize) -> Self {
        let calibration = Calibration::fit_independent(scores, targets, n_classes);
        let mut probabilities = scores.to_vec();
        probabilities.chunks_exact_mut(n_classes).for_each(|row| calibration.probabilities(row));
        let thresholds = thresholds::fit(&probabilities, targets, n_classes);
        Self { calibration, thresholds }
    }

    /// What a document with these scores and these true labels gets.
    fn outcome(&self, scores: &[f32], truth: &[usize]) -> LabelsOutcome {
        let mut probabilities = scores.to_vec();
        self.calibration.probabilities(&mut probabilities);
        let given: Vec<usize> =
            (0..scores.len()).filter(|&class| probabilities[class] >= self.thresholds[class]).collect();
        let probabilities = given.iter().map(|&class| probabilities[class]).collect();
        LabelsOutcome { truth: truth.to_vec(), given, probabilities }
    }
}

/// What the held-out scores are worth. Each fold is judged with sigmoids and thresholds fitted on the scores of the
/// other folds: thresholds chosen on the documents that they are judged by would flatter the rare labels.
pub(super) fn judge(scores: &[f32], labels: &Labels, folds: &Folds, seed: u64) -> CrossValidation {
    let n_classes = labels.names.len();
    let row = |document: usize| &scores[document * n_classes..][..n_classes];
    let mut outcomes = vec![LabelsOutcome::default(); labels.targets.len()];
    for fold in 0..folds.n_folds {
        let (others, own) = folds.split(fold);
        let rest: Vec<f32> = others.iter().flat_map(|&document| row(document)).copied().collect();
        let decision = Decision::fit(&rest, &labels.targets.select(&others), n_classes);
        for document in own {
            outcomes[document] = decision.outcome(row(document), labels.targets.of(document));
        }
    }
    let bootstrap = Bootstrap { seed, ..Bootstrap::default() };
    let found = LabelsEvaluation::new(&outcomes, &labels.names, n_classes, bootstrap);
    CrossValidation {
        folds: folds.n_folds,
        near_duplicates: folds.near_duplicates,
        accuracy: found.accuracy,
        accuracy_ci: found.accuracy_ci,
        macro_f1: found.macro_f1,
        macro_f1_ci: found.macro_f1_ci,
        micro_f1: Some(found.micro_f1),
        ece: found.ece,
        majority_accuracy: found.baseline.majority_accuracy,
        changed_by_weights: None,
        per_label: found.per_label.iter().map(Into::into).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::folds::FoldParams;

    #[test]
    fn scores_that_part_the_labels_give_exactly_the_labels() {
        let n = 60;
        let sets: Vec<Vec<usize>> =
            (0..n).map(|document| (0..2).filter(|class| (document >> class) % 2 == 1).collect()).collect();
        let scores: Vec<f32> = (sets.iter())
            .flat_map(|set| [0, 1].map(|class| if set.contains(&class) { 0.3 } else { -0.5 }))
            .collect();
        let labels = Labels { names: vec!["a".to_owned(), "b".to_owned()], targets: Targets::Many(sets) };
        let texts: Vec<String> = (0..n).map(|document| format!("text {document}")).collect();
        let strata = labels.targets.strata(2);
        let folds = FoldParams::default().assign(&texts, &strata, None::<&[&str]>).unwrap();
        let found = judge(&scores, &labels, &folds, 0);
        assert_eq!((found.accuracy, found.macro_f1, found.micro_f1), (1.0, 1.0, Some(1.0)));
    }

    #[test]
    fn without_folds_a_score_above_zero_is_a_label() {
        let outcome = Decision::uncalibrated(3).outcome(&[0.2, -0.2, 0.1], &[0]);
        assert_eq!((outcome.given, outcome.probabilities.len()), (vec![0, 2], 2));
    }
}
