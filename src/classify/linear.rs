//! A fitted linear classifier: a weight for every feature and class.

use linfa::traits::PredictInplace;
use ndarray::Array1;

use crate::features::{Bytes, CsrMatrix, CsrRow};

/// A fitted linear classifier.
///
/// The score of class k for row x is Σ_j w_jk · x_j + b_k. A feature's weights for all classes lie side by side, as a
/// row of a text touches all of them.
#[derive(Clone, Debug)]
pub struct LinearClassifier {
    n_classes: usize,
    /// Little-endian `f32`, n_features × n_classes.
    weights: Bytes,
    intercepts: Vec<f32>,
}

impl LinearClassifier {
    /// The classifier of these weights, n_features × n_classes, and intercepts, n_classes.
    pub(crate) fn new(weights: Bytes, intercepts: Vec<f32>) -> Self {
        debug_assert_eq!(weights.len() % (4 * intercepts.len()), 0);
        Self { n_classes: intercepts.len(), weights, intercepts }
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The number of features.
    pub fn n_features(&self) -> usize {
        self.weights.len() / (4 * self.n_classes)
    }

    /// The intercepts, n_classes.
    pub fn intercepts(&self) -> &[f32] {
        &self.intercepts
    }

    /// The weight of a feature for a class.
    ///
    /// # Panics
    /// If there is no such feature or class.
    pub fn weight(&self, feature: usize, class: usize) -> f32 {
        assert!(class < self.n_classes, "class {class} of {}", self.n_classes);
        let at = (feature * self.n_classes + class) * 4;
        let bytes = &self.weights[at..at + 4];
        f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    /// The bytes of the weights, as a section of the model file.
    pub(crate) fn weight_bytes(&self) -> &Bytes {
        &self.weights
    }

    /// Writes the score of every class for a row into `scores`.
    ///
    /// # Panics
    /// If `scores` is not n_classes long, or the row has a feature that the classifier does not know.
    pub fn decision_function(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        scores.copy_from_slice(&self.intercepts);
        let weights: &[u8] = &self.weights;
        let width = self.n_classes * 4;
        for (feature, value) in row.iter() {
            let weights = &weights[feature * width..][..width];
            for (score, weight) in scores.iter_mut().zip(weights.chunks_exact(4)) {
                *score += value * f32::from_le_bytes([weight[0], weight[1], weight[2], weight[3]]);
            }
        }
    }
}

/// The class with the highest score; the first of equals, so that the answer is the same everywhere.
pub(crate) fn best_class(scores: &[f32]) -> usize {
    let mut best = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = class;
        }
    }
    best
}

impl PredictInplace<CsrMatrix, Array1<usize>> for LinearClassifier {
    fn predict_inplace<'a>(&'a self, rows: &'a CsrMatrix, classes: &mut Array1<usize>) {
        let mut scores = vec![0.0; self.n_classes];
        for (row, class) in rows.rows().zip(classes.iter_mut()) {
            self.decision_function(row, &mut scores);
            *class = best_class(&scores);
        }
    }

    fn default_target(&self, rows: &CsrMatrix) -> Array1<usize> {
        Array1::zeros(rows.n_rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_sum_of_weights_and_the_intercept() {
        let classifier =
            LinearClassifier::new(Bytes::from_f32s([1.0, -1.0, 0.5, 2.0, 0.0, 3.0]), vec![0.25, -0.25]);
        assert_eq!((classifier.n_features(), classifier.n_classes()), (3, 2));
        let rows = CsrMatrix::from_rows([vec![(0, 1.0), (2, 2.0)], vec![(1, 1.0)], vec![]], 3);
        let mut scores = [0.0; 2];
        classifier.decision_function(rows.row(0), &mut scores);
        assert_eq!(scores, [1.25, 4.75]);
        assert_eq!(classifier.weight(2, 1), 3.0);
        let mut classes = classifier.default_target(&rows);
        classifier.predict_inplace(&rows, &mut classes);
        assert_eq!(classes.to_vec(), [1, 1, 0]);
    }
}
