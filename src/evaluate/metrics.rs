//! Precision, recall and their averages, as scikit-learn computes them.
//!
//! A document without an answer is a miss of its true label and nobody's false alarm. With *tp* the documents of a
//! label that were given it, *support* the documents of the label and *predicted* the documents that were given it:
//!
//! | | formula | undefined where |
//! |---|---|---|
//! | precision | tp / predicted | the label was never given |
//! | recall | tp / support | no document has the label |
//! | F1 | 2 · tp / (support + predicted) | neither |
//!
//! Averages are over the labels that occur, in the truth or among the answers, and take an undefined value as 0:
//! scikit-learn's `zero_division=0` and its default set of labels.

use serde::Serialize;

use super::confusion::Confusion;

/// How well one label was told from the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelScores {
    /// The label.
    pub label: String,
    /// Its name, where the label is a code that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The share of right answers among the answers of this label, or `None` where it was never given.
    pub precision: Option<f64>,
    /// The share of this label's documents that were given it, or `None` where there is no such document.
    pub recall: Option<f64>,
    /// The harmonic mean of precision and recall, or `None` where the label occurs nowhere.
    pub f1: Option<f64>,
    /// The number of documents with this label.
    pub support: usize,
    /// The number of documents that were given this label.
    pub predicted: usize,
}

/// One way of averaging precision, recall and F1 over the labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Average {
    /// The averaged precision.
    pub precision: f64,
    /// The averaged recall.
    pub recall: f64,
    /// The averaged F1: for the macro and weighted averages a mean of F1s, not an F1 of means.
    pub f1: f64,
}

/// What a list of answers is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// The number of documents.
    pub n_documents: usize,
    /// The number of documents without an answer.
    pub n_abstained: usize,
    /// The share of documents with the right answer; 0 where there are no documents.
    pub accuracy: f64,
    /// Each label counts the same, however rare.
    pub macro_average: Average,
    /// Each document counts the same: tp, support and predicted are summed over the labels first.
    pub micro_average: Average,
    /// Each label counts by its support.
    pub weighted_average: Average,
    /// Cohen's kappa, (pₒ − pₑ) / (1 − pₑ): agreement beyond chance, 1 at best, 0 for chance.
    ///
    /// pₒ is the accuracy, pₑ = Σ support · predicted / n² the accuracy of answers dealt out at random in the same
    /// proportions (Cohen 1960). No answer counts as an answer that is never right. `None` where pₑ is 1.
    pub kappa: Option<f64>,
    /// The accuracy of giving every document the label that is most frequent among these documents.
    pub majority_accuracy: f64,
    /// One entry a label, in the order of the labels.
    pub per_label: Vec<LabelScores>,
    /// Which label was taken for which.
    pub confusion: Confusion,
}

impl Metrics {
    /// The metrics of `predicted`, where `None` is no answer, against `truth`; both hold indices into `labels`.
    ///
    /// Labels that the model does not know belong in `labels` too, after those that it knows: their documents are
    /// misses.
    ///
    /// # Panics
    /// If `truth` and `predicted` differ in length or hold an index that is not below the number of labels.
    ///
    /// # Examples
    /// ```
    /// use newsdesk::evaluate::metrics::Metrics;
    /// let labels = ["Defense".to_owned(), "Health".to_owned()];
    /// let metrics = Metrics::new(&[0, 0, 1], &[Some(0), None, Some(1)], &labels);
    /// assert_eq!(metrics.per_label[0].recall, Some(0.5));
    /// assert_eq!(metrics.n_abstained, 1);
    /// ```
    pub fn new(truth: &[usize], predicted: &[Option<usize>], labels: &[String]) -> Self {
        let confusion = Confusion::new(truth, predicted, labels.len());
        let counts = Counts::of(truth.iter().copied().zip(predicted.iter().copied()), labels.len());
        let per_label = counts.per_label(labels);
        let n_answers: usize = counts.labels.iter().map(|count| count.predicted).sum();
        let majority = counts.labels.iter().map(|count| count.support).max().unwrap_or(0);
        Self {
            n_documents: counts.n_documents,
            n_abstained: counts.n_documents - n_answers,
            accuracy: counts.accuracy(),
            macro_average: counts.macro_average(),
            micro_average: counts.micro_average(),
            weighted_average: counts.weighted_average(),
            kappa: counts.kappa(),
            majority_accuracy: ratio(majority, counts.n_documents).unwrap_or(0.0),
            per_label,
            confusion,
        }
    }
}

/// `part / whole`, or `None` where `whole` is 0.
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// What the scores of one label are computed from.
#[derive(Clone, Copy, Debug, Default)]
struct LabelCounts {
    right: usize,
    support: usize,
    predicted: usize,
}

impl LabelCounts {
    fn precision(&self) -> Option<f64> {
        ratio(self.right, self.predicted)
    }

    fn recall(&self) -> Option<f64> {
        ratio(self.right, self.support)
    }

    fn f1(&self) -> Option<f64> {
        ratio(2 * self.right, self.support + self.predicted)
    }

    fn average(&self) -> Average {
        Average {
            precision: self.precision().unwrap_or(0.0),
            recall: self.recall().unwrap_or(0.0),
            f1: self.f1().unwrap_or(0.0),
        }
    }

    fn scores(&self, label: &str) -> LabelScores {
        LabelScores {
            label: label.to_owned(),
            name: None,
            precision: self.precision(),
            recall: self.recall(),
            f1: self.f1(),
            support: self.support,
            predicted: self.predicted,
        }
    }
}

/// The counts of every label: all that the averages need, cheap enough to be made anew for each resample.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    n_documents: usize,
    /// The documents whose labels are all right.
    n_exact: usize,
    labels: Vec<LabelCounts>,
}

impl Counts {
    /// The counts of (truth, answer) pairs.
    pub(super) fn of(pairs: impl IntoIterator<Item = (usize, Option<usize>)>, n_labels: usize) -> Self {
        let mut counts = Self::new(n_labels);
        for (truth, predicted) in pairs {
            counts.add(&[truth], predicted.as_slice());
        }
        counts
    }

    /// The counts of no document.
    pub(super) fn new(n_labels: usize) -> Self {
        Self { n_documents: 0, n_exact: 0, labels: vec![LabelCounts::default(); n_labels] }
    }

    /// Counts a document with its true labels and those that it was given, both rising.
    pub(super) fn add(&mut self, truth: &[usize], given: &[usize]) {
        self.n_documents += 1;
        self.n_exact += usize::from(truth == given);
        truth.iter().for_each(|&label| self.labels[label].support += 1);
        for label in given {
            self.labels[*label].predicted += 1;
            self.labels[*label].right += usize::from(truth.contains(label));
        }
    }

    pub(super) fn accuracy(&self) -> f64 {
        ratio(self.n_exact, self.n_documents).unwrap_or(0.0)
    }

    pub(super) fn macro_f1(&self) -> f64 {
        self.macro_average().f1
    }

    pub(super) fn macro_average(&self) -> Average {
        self.average(|_| 1.0)
    }

    pub(super) fn micro_average(&self) -> Average {
        self.total().average()
    }

    pub(super) fn weighted_average(&self) -> Average {
        self.average(|count| count.support as f64)
    }

    pub(super) fn per_label(&self, labels: &[String]) -> Vec<LabelScores> {
        labels.iter().zip(&self.labels).map(|(label, count)| count.scores(label)).collect()
    }

    fn total(&self) -> LabelCounts {
        self.labels.iter().fold(LabelCounts::default(), |sum, count| LabelCounts {
            right: sum.right + count.right,
            support: sum.support + count.support,
            predicted: sum.predicted + count.predicted,
        })
    }

    /// The mean over the labels that occur, each with its weight; 0 where the weights sum to 0.
    fn average(&self, weight: impl Fn(&LabelCounts) -> f64) -> Average {
        let mut sum = Average::default();
        let mut weights = 0.0;
        for count in self.labels.iter().filter(|count| count.support + count.predicted > 0) {
            let (weight, scores) = (weight(count), count.average());
            sum.precision += weight * scores.precision;
            sum.recall += weight * scores.recall;
            sum.f1 += weight * scores.f1;
            weights += weight;
        }
        if weights == 0.0 {
            return Average::default();
        }
        Average { precision: sum.precision / weights, recall: sum.recall / weights, f1: sum.f1 / weights }
    }

    fn kappa(&self) -> Option<f64> {
        let n = self.n_documents as f64;
        let pairs: f64 = self.labels.iter().map(|c| c.support as f64 * c.predicted as f64).sum();
        let by_chance = pairs / (n * n);
        (by_chance < 1.0).then(|| (self.accuracy() - by_chance) / (1.0 - by_chance))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    fn metrics(truth: &[usize], predicted: &[Option<usize>], n_labels: usize) -> Metrics {
        let labels: Vec<_> = (0..n_labels).map(|n| format!("label {n}")).collect();
        Metrics::new(truth, predicted, &labels)
    }

    #[test]
    fn a_label_that_was_never_given_has_no_precision() {
        let metrics = metrics(&[0, 0, 1], &[Some(0), Some(0), Some(0)], 3);
        let scores = &metrics.per_label[1];
        assert_eq!((scores.precision, scores.recall, scores.f1), (None, Some(0.0), Some(0.0)));
        assert_eq!((scores.support, scores.predicted), (1, 0));
    }

    #[test]
    fn a_label_that_occurs_nowhere_is_not_averaged() {
        let metrics = metrics(&[0, 1], &[Some(0), Some(1)], 5);
        assert_eq!(metrics.per_label[4].f1, None);
        assert_eq!(metrics.macro_average.f1, 1.0);
    }

    #[test]
    fn no_answer_is_a_miss_but_no_false_alarm() {
        let metrics = metrics(&[0, 0, 1], &[Some(0), None, Some(1)], 2);
        assert_eq!(metrics.per_label[0].precision, Some(1.0));
        assert_eq!(metrics.per_label[0].recall, Some(0.5));
        assert_eq!((metrics.n_abstained, metrics.accuracy), (1, 2.0 / 3.0));
        assert_eq!((metrics.micro_average.precision, metrics.micro_average.recall), (1.0, 2.0 / 3.0));
    }

    #[test]
    fn no_documents_give_zeros_and_no_kappa() {
        let metrics = metrics(&[], &[], 2);
        assert_eq!((metrics.accuracy, metrics.macro_average.f1, metrics.majority_accuracy), (0.0, 0.0, 0.0));
        assert_eq!(metrics.kappa, None);
    }

    #[test]
    fn kappa_is_undefined_where_only_one_label_occurs() {
        assert_eq!(metrics(&[1, 1], &[Some(1), Some(1)], 2).kappa, None);
        assert_eq!(metrics(&[1, 1], &[Some(1), None], 2).kappa, Some(0.0));
    }

    #[test]
    fn the_majority_baseline_is_the_share_of_the_commonest_label() {
        assert_eq!(metrics(&[0, 1, 1, 1], &[None; 4], 2).majority_accuracy, 0.75);
    }

    /// A random case and what scikit-learn makes of it; see `tests/fixtures/metrics_sklearn.py`.
    #[derive(Deserialize)]
    struct Case {
        n_labels: usize,
        truth: Vec<usize>,
        predicted: Vec<Option<usize>>,
        accuracy: f64,
        kappa: Option<f64>,
        #[serde(rename = "macro")]
        macro_average: [f64; 3],
        micro: [f64; 3],
        weighted: [f64; 3],
        per_label: Vec<[f64; 4]>,
        confusion: Vec<Vec<usize>>,
    }

    fn assert_close(found: f64, expected: f64, what: &str) {
        assert!((found - expected).abs() < 1e-9, "{what}: found {found}, expected {expected}");
    }

    fn assert_average(found: Average, expected: [f64; 3], what: &str) {
        assert_close(found.precision, expected[0], what);
        assert_close(found.recall, expected[1], what);
        assert_close(found.f1, expected[2], what);
    }

    #[test]
    fn every_number_equals_scikit_learns() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../tests/fixtures/metrics_sklearn.json")).unwrap();
        assert_eq!(cases.len(), 60);
        for case in cases {
            let found = metrics(&case.truth, &case.predicted, case.n_labels);
            assert_close(found.accuracy, case.accuracy, "accuracy");
            assert_eq!(found.kappa.is_some(), case.kappa.is_some(), "kappa of {:?}", case.truth);
            assert_close(found.kappa.unwrap_or(0.0), case.kappa.unwrap_or(0.0), "kappa");
            assert_average(found.macro_average, case.macro_average, "macro");
            assert_average(found.micro_average, case.micro, "micro");
            assert_average(found.weighted_average, case.weighted, "weighted");
            for (label, expected) in case.per_label.iter().enumerate() {
                let scores = &found.per_label[label];
                assert_close(scores.precision.unwrap_or(0.0), expected[0], "precision");
                assert_close(scores.recall.unwrap_or(0.0), expected[1], "recall");
                assert_close(scores.f1.unwrap_or(0.0), expected[2], "f1");
                assert_eq!(scores.support as f64, expected[3]);
                assert_eq!(found.confusion.row(label), case.confusion[label]);
            }
        }
    }
}
