//! Everything that one evaluation found, in the fields of `evaluate -f json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::{Bootstrap, Interval};
use super::compare::Compared;
use super::confusion::ConfusionTable;
use super::metrics::{Counts, LabelScores, Metrics};
use super::reliability::{self, Answer, Bin, CoveragePoint};

/// What a classifier made of one document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The true label.
    pub truth: usize,
    /// The answer, or `None` where the classifier abstained.
    pub predicted: Option<usize>,
    /// The probability of the answer; not used where there is none.
    pub probability: f32,
    /// The probability of the true label; 0 for one that training never saw.
    pub truth_probability: f32,
}

impl Outcome {
    /// The outcome of a document of label `truth` with the answer `predicted` and these `probabilities`, one a class.
    ///
    /// A label that has no entry in `probabilities` has probability 0.
    pub fn new(truth: usize, predicted: Option<usize>, probabilities: &[f32]) -> Self {
        let of = |class: usize| probabilities.get(class).copied().unwrap_or(0.0);
        Self { truth, predicted, probability: predicted.map_or(0.0, of), truth_probability: of(truth) }
    }

    /// The answer, where there is one.
    fn answer(&self) -> Option<Answer> {
        let correct = self.predicted? == self.truth;
        Some(Answer { probability: self.probability, correct })
    }
}

/// How good a classifier's answers are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The number of documents.
    pub n_documents: usize,
    /// The number of documents without an answer; they count as misses.
    pub abstained: usize,
    /// The share of right answers among all documents.
    pub accuracy: f64,
    /// The mean F1 of the labels that occur.
    pub macro_f1: f64,
    /// The F1 of all labels' counts together: the accuracy where no document is without an answer.
    pub micro_f1: f64,
    /// The mean F1 of the labels, each weighted by its documents.
    pub weighted_f1: f64,
    /// The mean precision of the labels that occur.
    pub macro_precision: f64,
    /// The mean recall of the labels that occur.
    pub macro_recall: f64,
    /// Cohen's kappa; see [`Metrics::kappa`].
    pub kappa: Option<f64>,
    /// The expected calibration error of the answers; see [`reliability::expected_calibration_error`].
    pub ece: Option<f64>,
    /// The mean of −ln p over the answered documents, p the probability of the true label.
    pub log_loss: Option<f64>,
    /// The 95 % interval of the accuracy.
    pub accuracy_ci: Interval,
    /// The 95 % interval of the macro F1.
    pub macro_f1_ci: Interval,
    /// The scores of each label: those of the model, then those that training never saw.
    pub per_label: Vec<LabelScores>,
    /// Which label was taken for which.
    pub confusion: ConfusionTable,
    /// The answers by probability.
    pub reliability: Vec<Bin>,
    /// What a threshold on the probability costs and brings.
    pub coverage: Vec<CoveragePoint>,
    /// What no classifier at all would reach.
    pub baseline: Baseline,
    /// The labels that training never saw, with their documents.
    pub unseen_labels: BTreeMap<String, usize>,
    /// The same by the values of a column, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// How it differs from another model, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Compared>,
}

/// What no classifier at all would reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Baseline {
    /// The accuracy of always giving the label that is most frequent among these documents.
    pub majority_accuracy: f64,
}

/// The answers' worth by the values of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct By {
    /// The column.
    pub column: String,
    /// One entry a value, sorted by value.
    pub groups: Vec<GroupScores>,
}

/// What the answers to the documents with one value of a column are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupScores {
    /// The value.
    pub value: String,
    /// The number of documents.
    pub n: usize,
    /// The share of right answers.
    pub accuracy: f64,
    /// The mean F1 of the labels that occur among these documents or their answers.
    pub macro_f1: f64,
}

impl Evaluation {
    /// The evaluation of `outcomes`, whose indices point into `labels`.
    ///
    /// The first `n_classes` labels are those of the model; any after them are labels that training never saw.
    /// Intervals come from `bootstrap`. Calibration and log loss are over the documents that have an answer.
    ///
    /// # Panics
    /// If an outcome holds an index that is not below the number of labels.
    pub fn new(outcomes: &[Outcome], labels: &[String], n_classes: usize, bootstrap: Bootstrap) -> Self {
        let truth: Vec<_> = outcomes.iter().map(|outcome| outcome.truth).collect();
        let predicted: Vec<_> = outcomes.iter().map(|outcome| outcome.predicted).collect();
        let metrics = Metrics::new(&truth, &predicted, labels);
        let intervals = bootstrap.intervals(&truth, &predicted, labels.len());
        let answers: Vec<Answer> = outcomes.iter().filter_map(Outcome::answer).collect();
        let answered = outcomes.iter().filter(|outcome| outcome.predicted.is_some());
        let unseen = metrics.per_label.iter().skip(n_classes).filter(|scores| scores.support > 0);
        Self {
            n_documents: metrics.n_documents,
            abstained: metrics.n_abstained,
            accuracy: metrics.accuracy,
            macro_f1: metrics.macro_average.f1,
            micro_f1: metrics.micro_average.f1,
            weighted_f1: metrics.weighted_average.f1,
            macro_precision: metrics.macro_average.precision,
            macro_recall: metrics.macro_average.recall,
            kappa: metrics.kappa,
            ece: reliability::expected_calibration_error(&answers),
            log_loss: reliability::log_loss(answered.map(|outcome| outcome.truth_probability)),
            accuracy_ci: intervals.accuracy,
            macro_f1_ci: intervals.macro_f1,
            confusion: metrics.confusion.table(labels, n_classes),
            reliability: reliability::bins(&answers),
            coverage: reliability::coverage(&answers, outcomes.len()),
            baseline: Baseline { majority_accuracy: metrics.majority_accuracy },
            unseen_labels: unseen.map(|scores| (scores.label.clone(), scores.support)).collect(),
            per_label: metrics.per_label,
            by: None,
            comparison: None,
        }
    }

    /// This evaluation with the scores of each value of `column`; `values` has the value of each outcome.
    ///
    /// # Panics
    /// If there is not one value an outcome.
    pub fn with_groups<V: AsRef<str>>(mut self, column: &str, values: &[V], outcomes: &[Outcome]) -> Self {
        assert_eq!(values.len(), outcomes.len(), "one value a document");
        let mut members: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
        for (value, &outcome) in values.iter().zip(outcomes) {
            members.entry(value.as_ref()).or_default().push(outcome);
        }
        let groups =
            members.into_iter().map(|(value, outcomes)| GroupScores::new(value, &outcomes)).collect();
        self.by = Some(By { column: column.to_owned(), groups });
        self
    }

    /// This evaluation with a comparison with another model.
    pub fn with_comparison(mut self, comparison: Option<Compared>) -> Self {
        self.comparison = comparison;
        self
    }
}

impl GroupScores {
    fn new(value: &str, outcomes: &[Outcome]) -> Self {
        let indices = outcomes.iter().flat_map(|outcome| [Some(outcome.truth), outcome.predicted]);
        let n_labels = indices.flatten().max().map_or(0, |max| max + 1);
        let counts = Counts::of(outcomes.iter().map(|outcome| (outcome.truth, outcome.predicted)), n_labels);
        Self {
            value: value.to_owned(),
            n: outcomes.len(),
            accuracy: counts.accuracy(),
            macro_f1: counts.macro_f1(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two classes, one label that training never saw, one document without an answer.
    fn outcomes() -> Vec<Outcome> {
        vec![
            Outcome::new(0, Some(0), &[0.9, 0.1]),
            Outcome::new(0, Some(1), &[0.4, 0.6]),
            Outcome::new(1, Some(1), &[0.3, 0.7]),
            Outcome::new(1, None, &[0.5, 0.5]),
            Outcome::new(2, Some(0), &[0.8, 0.2]),
        ]
    }

    fn evaluation() -> Evaluation {
        let labels = ["Defense", "Health", "Sports"].map(str::to_owned);
        Evaluation::new(&outcomes(), &labels, 2, Bootstrap::default())
    }

    #[test]
    fn the_fields_have_the_names_that_users_rely_on() {
        let json = serde_json::to_value(evaluation()).unwrap();
        assert_eq!(json["n_documents"], 5);
        assert_eq!(json["accuracy"], 0.4);
        for field in ["macro_f1", "micro_f1", "weighted_f1", "ece", "kappa", "log_loss"] {
            assert!(json[field].is_f64(), "{field}");
        }
        assert_eq!(json["accuracy_ci"].as_array().unwrap().len(), 2);
        assert_eq!(json["macro_f1_ci"].as_array().unwrap().len(), 2);
        assert_eq!(json["per_label"][0]["label"], "Defense");
        assert_eq!(json["per_label"][0]["precision"], 0.5);
        assert_eq!(json["per_label"][2]["precision"], serde_json::Value::Null);
        assert_eq!(json["confusion"]["rows_are"], "true");
        assert_eq!(json["confusion"]["matrix"], serde_json::json!([[1, 1, 0], [0, 1, 0], [1, 0, 0]]));
        assert_eq!(json["coverage"][10]["threshold"], 0.5);
        assert_eq!(json["coverage"][10]["coverage"], 0.8);
        assert_eq!(json["baseline"]["majority_accuracy"], 0.4);
        assert_eq!(json["unseen_labels"], serde_json::json!({"Sports": 1}));
        assert_eq!(json.get("by"), None);
    }

    #[test]
    fn documents_without_an_answer_are_counted_but_not_calibrated() {
        let evaluation = evaluation();
        assert_eq!(evaluation.abstained, 1);
        assert_eq!(evaluation.reliability.iter().map(|bin| bin.n).sum::<usize>(), 4);
    }

    #[test]
    fn groups_are_sorted_and_measured_alone() {
        let evaluation = evaluation().with_groups("chamber", &["s", "h", "s", "h", "s"], &outcomes());
        let groups = evaluation.by.unwrap().groups;
        assert_eq!(
            groups.iter().map(|group| (group.value.as_str(), group.n)).collect::<Vec<_>>(),
            [("h", 2), ("s", 3)]
        );
        assert_eq!((groups[0].accuracy, groups[0].macro_f1), (0.0, 0.0));
        // F1 of 2/3, 1 and 0 for the label that training never saw.
        assert!((groups[1].macro_f1 - (2.0 / 3.0 + 1.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn no_documents_make_an_evaluation_of_zeros() {
        let evaluation = Evaluation::new(&[], &["Defense".to_owned()], 1, Bootstrap::default());
        assert_eq!((evaluation.accuracy, evaluation.ece, evaluation.log_loss), (0.0, None, None));
        assert_eq!(evaluation.coverage[0].coverage, 0.0);
        assert!(serde_json::to_string(&evaluation).is_ok());
    }
}
