//! A fitted linear classifier: a weight for every feature and class.

use linfa::traits::PredictInplace;
use ndarray::Array1;

use super::weights::{WeightType, Weights};
use crate::features::{Bytes, CsrMatrix, CsrRow};

/// A fitted linear classifier.
///
/// The score of class k for row x is Σ_j w_jk · x_j + b_k. A feature's weights for all classes lie side by side, as a
/// row of a text touches all of them.
#[derive(Clone, Debug)]
pub struct LinearClassifier {
    n_classes: usize,
    weights: Weights,
    intercepts: Vec<f32>,
}

impl LinearClassifier {
    /// The classifier of these weights and intercepts, n_classes.
    pub(crate) fn new(weights: Weights, intercepts: Vec<f32>) -> Self {
        Self { n_classes: intercepts.len(), weights, intercepts }
    }

    /// The classifier of `f32` weights, n_features × n_classes.
    pub(crate) fn from_f32s(weights: Vec<f32>, intercepts: Vec<f32>) -> Self {
        debug_assert_eq!(weights.len() % intercepts.len(), 0);
        Self::new(Weights::Full(Bytes::from_f32s(weights)), intercepts)
    }

    /// The same classifier with weights that take less room.
    pub(crate) fn to_small(&self, weight_type: WeightType) -> Self {
        let Weights::Full(full) = &self.weights else { return self.clone() };
        let weights = match weight_type {
            WeightType::F32 => return self.clone(),
            WeightType::I8 => Weights::small(full, self.n_classes),
            WeightType::Sparse => Weights::sparse_or_small(full, self.n_classes),
        };
        Self::new(weights, self.intercepts.clone())
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The number of features.
    pub fn n_features(&self) -> usize {
        self.weights.n_features(self.n_classes)
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
        self.weights.get(feature, class, self.n_classes)
    }

    /// The weights, to be stored.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Writes the score of every class for a row into `scores`.
    ///
    /// # Panics
    /// If `scores` is not n_classes long, or the row has a feature that the classifier does not know.
    pub fn decision_function(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        scores.copy_from_slice(&self.intercepts);
        self.weights.add_scores(row, scores);
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
        let classifier = LinearClassifier::from_f32s(vec![1.0, -1.0, 0.5, 2.0, 0.0, 3.0], vec![0.25, -0.25]);
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
