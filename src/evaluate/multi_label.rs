//! What answers are worth where a document may have several labels.
//!
//! Precision, recall and F1 of a label are over "has it or not", as in [`metrics`](super::metrics); the accuracy is
//! the share of documents whose labels are exactly right, scikit-learn's subset accuracy. A document without labels
//! that was given none is right.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::{Bootstrap, Interval};
use super::metrics::{Counts, LabelScores};
use super::reliability::{self, Answer, Bin};
use super::report::{Baseline, By, GroupScores};

/// What a classifier made of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelsOutcome {
    /// The true labels, rising.
    pub truth: Vec<usize>,
    /// The labels that it was given, rising.
    pub given: Vec<usize>,
    /// The probability of each label that it was given.
    pub probabilities: Vec<f32>,
}

impl LabelsOutcome {
    fn answers(&self) -> impl Iterator<Item = Answer> {
        let given = self.given.iter().zip(&self.probabilities);
        given.map(|(label, &probability)| Answer { probability, correct: self.truth.contains(label) })
    }
}

/// How good the labels are that a multi-label classifier gives.
///
/// The fields that [`Evaluation`](super::report::Evaluation) has too mean the same; there is no confusion matrix, as no
/// label is taken for another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelsEvaluation {
    /// Always true.
    pub multi_label: bool,
    /// The number of documents.
    pub n_documents: usize,
    /// The number of documents that were given no label.
    pub abstained: usize,
    /// The share of documents whose labels are exactly right: [`exact_match`](Self::exact_match) under the name that
    /// it has in scikit-learn.
    pub accuracy: f64,
    /// The share of documents whose labels are exactly right.
    pub exact_match: f64,
    /// The mean F1 of the labels that occur.
    pub macro_f1: f64,
    /// The F1 of all labels' counts together.
    pub micro_f1: f64,
    /// The mean F1 of the labels, each weighted by its documents.
    pub weighted_f1: f64,
    /// The mean precision of the labels that occur.
    pub macro_precision: f64,
    /// The mean recall of the labels that occur.
    pub macro_recall: f64,
    /// The share of right ones among all labels that were given.
    pub micro_precision: f64,
    /// The share of all true labels that were given.
    pub micro_recall: f64,
    /// The expected calibration error of the labels that were given.
    pub ece: Option<f64>,
    /// The 95 % interval of the accuracy.
    pub accuracy_ci: Interval,
    /// The 95 % interval of the macro F1.
    pub macro_f1_ci: Interval,
    /// The scores of each label: those of the model, then those that training never saw.
    pub per_label: Vec<LabelScores>,
    /// The labels that were given, by probability.
    pub reliability: Vec<Bin>,
    /// The mean number of true labels a document.
    pub labels_per_document: f64,
    /// The mean number of labels that a document was given.
    pub given_per_document: f64,
    /// What no classifier at all would reach: the most frequent set of labels for every document.
    pub baseline: Baseline,
    /// The labels that training never saw, with their documents.
    pub unseen_labels: BTreeMap<String, usize>,
    /// The same by the values of a column, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
}

impl LabelsEvaluation {
    /// The evaluation of `outcomes`, whose indices point into `labels`; the first `n_classes` are those of the model.
    ///
    /// # Panics
    /// If an outcome holds an index that is not below the number of labels.
    pub fn new(
        outcomes: &[LabelsOutcome],
        labels: &[String],
        n_classes: usize,
        bootstrap: Bootstrap,
    ) -> Self {
        let counts = counts(outcomes.iter(), labels.len());
        let [macro_average, micro_average] = [counts.macro_average(), counts.micro_average()];
        let intervals = bootstrap.percentiles(outcomes.len(), |drawn| {
            let counts = self::counts(drawn.iter().map(|&document| &outcomes[document]), labels.len());
            (counts.accuracy(), counts.macro_f1())
        });
        let answers: Vec<Answer> = outcomes.iter().flat_map(LabelsOutcome::answers).collect();
        let per_label = counts.per_label(labels);
        let unseen = per_label.iter().skip(n_classes).filter(|scores| scores.support > 0);
        let mean = |n: usize| if outcomes.is_empty() { 0.0 } else { n as f64 / outcomes.len() as f64 };
        Self {
            multi_label: true,
            n_documents: outcomes.len(),
            abstained: outcomes.iter().filter(|outcome| outcome.given.is_empty()).count(),
            accuracy: counts.accuracy(),
            exact_match: counts.accuracy(),
            macro_f1: macro_average.f1,
            micro_f1: micro_average.f1,
            weighted_f1: counts.weighted_average().f1,
            macro_precision: macro_average.precision,
            macro_recall: macro_average.recall,
            micro_precision: micro_average.precision,
            micro_recall: micro_average.recall,
            ece: reliability::expected_calibration_error(&answers),
            accuracy_ci: intervals.accuracy,
            macro_f1_ci: intervals.macro_f1,
            reliability: reliability::bins(&answers),
            labels_per_document: mean(outcomes.iter().map(|outcome| outcome.truth.len()).sum()),
            given_per_document: mean(answers.len()),
            baseline: Baseline { majority_accuracy: mean(most_frequent(outcomes)) },
            unseen_labels: unseen.map(|scores| (scores.label.clone(), scores.support)).collect(),
            per_label,
            by: None,
        }
    }

    /// This evaluation with the scores of each value of `column`; `values` has the value of each outcome.
    ///
    /// # Panics
    /// If there is not one value an outcome.
    pub fn with_groups<V: AsRef<str>>(
        mut self,
        column: &str,
        values: &[V],
        outcomes: &[LabelsOutcome],
    ) -> Self {
        assert_eq!(values.len(), outcomes.len(), "one value a document");
        let mut members: BTreeMap<&str, Vec<&LabelsOutcome>> = BTreeMap::new();
        for (value, outcome) in values.iter().zip(outcomes) {
            members.entry(value.as_ref()).or_default().push(outcome);
        }
        let group = |(value, outcomes): (&str, Vec<&LabelsOutcome>)| {
            let n = outcomes.len();
            let counts = counts(outcomes.into_iter(), self.per_label.len());
            GroupScores {
                value: value.to_owned(),
                n,
                accuracy: counts.accuracy(),
                macro_f1: counts.macro_f1(),
            }
        };
        let groups = members.into_iter().map(group).collect();
        self.by = Some(By { column: column.to_owned(), groups });
        self
    }
}

fn counts<'a>(outcomes: impl Iterator<Item = &'a LabelsOutcome>, n_labels: usize) -> Counts {
    let mut counts = Counts::new(n_labels);
    outcomes.for_each(|outcome| counts.add(&outcome.truth, &outcome.given));
    counts
}

/// The number of documents that have the most frequent set of labels.
fn most_frequent(outcomes: &[LabelsOutcome]) -> usize {
    let mut sets: BTreeMap<&[usize], usize> = BTreeMap::new();
    outcomes.iter().for_each(|outcome| *sets.entry(&outcome.truth).or_default() += 1);
    sets.into_values().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    fn evaluation(truth: &[Vec<usize>], given: &[Vec<usize>], n_labels: usize) -> LabelsEvaluation {
        let labels: Vec<_> = (0..n_labels).map(|n| format!("label {n}")).collect();
        let outcomes: Vec<_> = (truth.iter().zip(given))
            .map(|(truth, given)| LabelsOutcome {
                truth: truth.clone(),
                given: given.clone(),
                probabilities: vec![0.5; given.len()],
            })
            .collect();
        LabelsEvaluation::new(&outcomes, &labels, n_labels, Bootstrap { n_resamples: 10, seed: 0 })
    }

    /// A random case and what scikit-learn makes of it; see `tests/fixtures/multi_label_sklearn.py`.
    #[derive(Deserialize)]
    struct Case {
        n_labels: usize,
        truth: Vec<Vec<usize>>,
        given: Vec<Vec<usize>>,
        exact_match: f64,
        #[serde(rename = "macro")]
        macro_average: [f64; 3],
        micro: [f64; 3],
        weighted: [f64; 3],
        per_label: Vec<[f64; 4]>,
    }

    #[test]
    fn every_number_equals_scikit_learns() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../tests/fixtures/multi_label_sklearn.json")).unwrap();
        assert_eq!(cases.len(), 40);
        let close = |found: f64, expected: f64, what: &str| {
            assert!((found - expected).abs() < 1e-9, "{what}: found {found}, expected {expected}");
        };
        for case in cases {
            let found = evaluation(&case.truth, &case.given, case.n_labels);
            close(found.exact_match, case.exact_match, "exact match");
            for (found, expected) in [
                (found.macro_precision, case.macro_average[0]),
                (found.macro_recall, case.macro_average[1]),
                (found.macro_f1, case.macro_average[2]),
                (found.micro_precision, case.micro[0]),
                (found.micro_recall, case.micro[1]),
                (found.micro_f1, case.micro[2]),
                (found.weighted_f1, case.weighted[2]),
            ] {
                close(found, expected, "average");
            }
            for (scores, expected) in found.per_label.iter().zip(&case.per_label) {
                close(scores.precision.unwrap_or(0.0), expected[0], "precision");
                close(scores.recall.unwrap_or(0.0), expected[1], "recall");
                close(scores.f1.unwrap_or(0.0), expected[2], "F1");
                assert_eq!(scores.support as f64, expected[3]);
            }
        }
    }

    #[test]
    fn no_label_is_the_right_answer_to_a_document_without_one() {
        let found = evaluation(&[vec![], vec![0, 1], vec![1]], &[vec![], vec![1], vec![1]], 2);
        assert_eq!((found.exact_match, found.abstained), (2.0 / 3.0, 1));
        assert_eq!((found.per_label[0].precision, found.per_label[0].recall), (None, Some(0.0)));
        assert_eq!((found.labels_per_document, found.given_per_document), (1.0, 2.0 / 3.0));
        assert_eq!(found.baseline.majority_accuracy, 1.0 / 3.0);
        assert!((found.ece.unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn groups_and_labels_that_training_never_saw_are_told() {
        let labels = ["a", "b", "new"].map(str::to_owned);
        let outcome = |truth, given| LabelsOutcome { truth, given, probabilities: vec![0.9] };
        let outcomes = [outcome(vec![0, 2], vec![0]), outcome(vec![1], vec![1])];
        let found = LabelsEvaluation::new(&outcomes, &labels, 2, Bootstrap::default());
        assert_eq!(found.unseen_labels, BTreeMap::from([("new".to_owned(), 1)]));
        let by = found.with_groups("house", &["s", "h"], &outcomes).by.unwrap();
        assert_eq!(by.groups.iter().map(|group| group.accuracy).collect::<Vec<_>>(), [1.0, 0.0]);
    }

    #[test]
    fn no_documents_make_zeros() {
        let found = evaluation(&[], &[], 2);
        assert_eq!((found.exact_match, found.micro_f1, found.ece), (0.0, 0.0, None));
    }
}
