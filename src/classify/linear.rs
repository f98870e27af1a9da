//! A fitted linear classifier: a weight for every feature and class.

use linfa::traits::PredictInplace;
use ndarray::Array1;

use crate::features::{Bytes, CsrMatrix, CsrRow, f32_at, f32s};

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

/// The weights, n_features × n_classes, in one of two forms.
#[derive(Clone, Debug)]
pub(crate) enum Weights {
    /// Little-endian `f32`.
    Full(Bytes),
    /// Signed bytes, and for each feature the little-endian `f32` by which its bytes are multiplied.
    Small {
        /// The bytes, n_features × n_classes.
        bytes: Bytes,
        /// The factors, n_features.
        scales: Bytes,
    },
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

    /// The same classifier with a byte a weight: the largest weight of a feature becomes ±127, the others keep their
    /// proportion to it, rounded.
    pub(crate) fn to_small(&self) -> Self {
        let Weights::Full(full) = &self.weights else { return self.clone() };
        let mut bytes = Vec::with_capacity(full.len() / 4);
        let mut scales = Vec::with_capacity(full.len() / 4 / self.n_classes);
        for row in full.chunks_exact(4 * self.n_classes) {
            let largest = f32s(row).fold(0.0f32, |largest, weight| largest.max(weight.abs()));
            let scale = largest / 127.0;
            let factor = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            bytes.extend(f32s(row).map(|weight| (weight * factor).round() as i8 as u8));
            scales.push(scale);
        }
        let weights = Weights::Small { bytes: bytes.into(), scales: Bytes::from_f32s(scales) };
        Self::new(weights, self.intercepts.clone())
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The number of features.
    pub fn n_features(&self) -> usize {
        match &self.weights {
            Weights::Full(full) => full.len() / (4 * self.n_classes),
            Weights::Small { bytes, .. } => bytes.len() / self.n_classes,
        }
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
        let at = feature * self.n_classes + class;
        match &self.weights {
            Weights::Full(full) => f32_at(full, at),
            Weights::Small { bytes, scales } => f32_at(scales, feature) * f32::from(bytes[at] as i8),
        }
    }

    /// The weights, as sections of the model file.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Writes the score of every class for a row into `scores`.
    ///
    /// # Panics
    /// If `scores` is not n_classes long, or the row has a feature that the classifier does not know.
    pub fn decision_function(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        scores.copy_from_slice(&self.intercepts);
        match &self.weights {
            Weights::Full(full) => {
                let (full, width): (&[u8], _) = (full, self.n_classes * 4);
                for (feature, value) in row.iter() {
                    let weights = f32s(&full[feature * width..][..width]);
                    scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += value * weight);
                }
            }
            Weights::Small { bytes, scales } => {
                let (bytes, scales): (&[u8], &[u8]) = (bytes, scales);
                for (feature, value) in row.iter() {
                    let value = value * f32_at(scales, feature);
                    let weights = &bytes[feature * self.n_classes..][..self.n_classes];
                    scores
                        .iter_mut()
                        .zip(weights)
                        .for_each(|(score, &b)| *score += value * f32::from(b as i8));
                }
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

    #[test]
    fn a_byte_a_weight_keeps_each_within_a_254th_of_the_feature_s_largest() {
        let full =
            LinearClassifier::from_f32s(vec![1.0, -0.3, 0.001, 0.0, 0.0, 0.0, -8.0, 8.0, 2.5], vec![0.0; 3]);
        let small = full.to_small();
        for (feature, largest) in [(0, 1.0), (1, 0.0), (2, 8.0)] {
            for class in 0..3 {
                let gap = (full.weight(feature, class) - small.weight(feature, class)).abs();
                assert!(gap <= largest / 254.0 + 1e-6, "{feature} {class}: {gap}");
            }
        }
        let mut scores = [0.0; 3];
        small.decision_function(CsrMatrix::from_rows([[(2, 0.5)]], 3).row(0), &mut scores);
        assert_eq!(scores[..2], [-4.0, 4.0]);
        assert_eq!((small.n_features(), small.n_classes()), (3, 3));
    }
}
