//! Which label was taken for which.

use std::collections::BTreeMap;

use serde::Serialize;

/// The largest number of rows for labels that training never saw.
const MAX_UNSEEN_ROWS: usize = 100;

/// The one row for the labels that training never saw, where there are more of them.
const UNSEEN_ROW: &str = "(labels that training never saw)";

/// How often each true label got each answer.
///
/// Rows are the true labels, columns the answers, with one column more for the documents that got none. Only the
/// pairs that occur are stored: a table with thousands of labels that training never saw costs what its documents
/// cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    n_labels: usize,
    /// (true label, answer) → documents; the answer `n_labels` stands for none.
    cells: BTreeMap<(usize, usize), usize>,
}

impl Confusion {
    /// The table of `n_labels` labels for documents with these true labels and answers.
    ///
    /// # Panics
    /// If the slices differ in length or hold an index that is not below `n_labels`.
    pub fn new(truth: &[usize], predicted: &[Option<usize>], n_labels: usize) -> Self {
        assert_eq!(truth.len(), predicted.len(), "one answer a document");
        let mut cells = BTreeMap::new();
        for (&truth, &predicted) in truth.iter().zip(predicted) {
            assert!(truth < n_labels && predicted.is_none_or(|label| label < n_labels), "an unknown label");
            *cells.entry((truth, predicted.unwrap_or(n_labels))).or_default() += 1;
        }
        Self { n_labels, cells }
    }

    /// The number of labels: of rows, and of columns but the last.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// The number of documents of label `truth` that were answered `predicted`, or not at all for `None`.
    pub fn count(&self, truth: usize, predicted: Option<usize>) -> usize {
        let column = predicted.unwrap_or(self.n_labels);
        self.cells.get(&(truth, column)).copied().unwrap_or(0)
    }

    /// The row of a true label: a count a label, then the documents that got no answer.
    pub fn row(&self, truth: usize) -> Vec<usize> {
        let mut row = vec![0; self.n_labels + 1];
        for (&(_, column), &count) in self.cells.range((truth, 0)..=(truth, self.n_labels)) {
            row[column] = count;
        }
        row
    }

    /// The mistakes as (true label, answer, documents), the most frequent first, then by label.
    ///
    /// Documents without an answer are not among them.
    pub fn mistakes(&self) -> Vec<(usize, usize, usize)> {
        let mut mistakes: Vec<_> = self
            .cells
            .iter()
            .filter(|&(&(truth, answer), _)| truth != answer && answer < self.n_labels)
            .map(|(&(truth, answer), &count)| (truth, answer, count))
            .collect();
        mistakes.sort_by_key(|&(.., count)| std::cmp::Reverse(count));
        mistakes
    }

    /// The table in full, where the first `n_classes` of `labels` are those of the model.
    ///
    /// Up to 100 labels that training never saw have a row each; more of them share the last row, so that a file
    /// with the wrong label column does not fill the memory.
    ///
    /// # Panics
    /// If there is not one label a row.
    pub fn table(&self, labels: &[String], n_classes: usize) -> ConfusionTable {
        assert_eq!(labels.len(), self.n_labels, "one label a row");
        let folded = self.n_labels.saturating_sub(n_classes) > MAX_UNSEEN_ROWS;
        let n_rows = if folded { n_classes + 1 } else { self.n_labels };
        let mut table = ConfusionTable {
            labels: labels[..n_rows].to_vec(),
            rows_are: "true",
            matrix: vec![vec![0; n_rows]; n_rows],
            abstained: vec![0; n_rows],
        };
        if folded {
            UNSEEN_ROW.clone_into(&mut table.labels[n_classes]);
        }
        for (&(truth, answer), &count) in &self.cells {
            let row = truth.min(n_rows - 1);
            match answer == self.n_labels {
                true => table.abstained[row] += count,
                false => table.matrix[row][answer.min(n_rows - 1)] += count,
            }
        }
        table
    }
}

/// A [`Confusion`] in full, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConfusionTable {
    /// The labels of the rows and columns.
    pub labels: Vec<String>,
    /// What the rows are: always `true`, the true labels.
    pub rows_are: &'static str,
    /// A row a true label, a column an answer. Square.
    pub matrix: Vec<Vec<usize>>,
    /// The documents of each true label that got no answer.
    pub abstained: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_true_labels_and_the_last_column_is_no_answer() {
        let confusion = Confusion::new(&[0, 0, 0, 1], &[Some(0), Some(1), None, Some(1)], 2);
        assert_eq!(confusion.row(0), [1, 1, 1]);
        assert_eq!(confusion.row(1), [0, 1, 0]);
        assert_eq!(
            (confusion.count(0, Some(1)), confusion.count(0, None), confusion.count(1, None)),
            (1, 1, 0)
        );
    }

    #[test]
    fn mistakes_come_most_frequent_first() {
        let confusion = Confusion::new(&[2, 2, 1, 0, 0], &[Some(1), Some(1), Some(0), Some(0), None], 3);
        assert_eq!(confusion.mistakes(), [(2, 1, 2), (1, 0, 1)]);
    }

    #[test]
    fn the_full_table_is_square() {
        let labels = ["Defense", "Health", "Sports"].map(str::to_owned);
        let table = Confusion::new(&[0, 2, 2], &[Some(1), Some(0), None], 3).table(&labels, 2);
        assert_eq!(table.matrix, [[0, 1, 0], [0, 0, 0], [1, 0, 0]]);
        assert_eq!((table.labels, table.abstained), (labels.to_vec(), vec![0, 0, 1]));
    }

    #[test]
    fn very_many_labels_that_training_never_saw_share_a_row() {
        let labels: Vec<_> = (0..50_000).map(|n| n.to_string()).collect();
        let truth: Vec<_> = (0..50_000).collect();
        let table = Confusion::new(&truth, &vec![Some(1); 50_000], 50_000).table(&labels, 2);
        assert_eq!(table.labels, ["0", "1", UNSEEN_ROW]);
        assert_eq!(table.matrix, [[0, 1, 0], [0, 1, 0], [0, 49_998, 0]]);
    }

    #[test]
    fn no_documents_make_an_empty_table() {
        assert_eq!(Confusion::new(&[], &[], 2).row(1), [0, 0, 0]);
        assert!(Confusion::default().mistakes().is_empty());
    }
}
