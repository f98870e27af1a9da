//! The weights of a linear classifier, in more or fewer bytes.

mod sparse;

use serde::{Deserialize, Serialize};

use crate::features::{Bytes, CsrRow, f32_at, f32s};

use self::sparse::Sparse;

/// How a model stores its weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeightType {
    /// Four bytes a weight, as they were fitted.
    F32,
    /// One byte a weight and a factor for each feature: a quarter of the size, with one answer in some thousands changed
    /// (2 of 11,314 and 1 of 10,282 documents in cross-validation).
    I8,
    /// One byte a weight, and only for those that are not next to nothing beside the others: with many labels a
    /// third of the size of `I8`, and one answer in a thousand changed (1 of 11,314 and 10 of 10,282). Where it would
    /// not be smaller, `I8`.
    #[default]
    Sparse,
}

/// The weights, n_features × n_classes, a feature's side by side.
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
    /// Signed bytes of the weights that are not 0.
    Sparse(Sparse),
}

impl Weights {
    /// A byte a weight: the largest weight of a feature becomes ±127, the others keep their proportion to it, rounded.
    pub(super) fn small(full: &[u8], n_classes: usize) -> Self {
        let mut bytes = Vec::with_capacity(full.len() / 4);
        let mut scales = Vec::with_capacity(full.len() / 4 / n_classes);
        for row in full.chunks_exact(4 * n_classes) {
            let scale = largest(row) / 127.0;
            let factor = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            bytes.extend(f32s(row).map(|weight| (weight * factor).round() as i8 as u8));
            scales.push(scale);
        }
        Self::Small { bytes: bytes.into(), scales: Bytes::from_f32s(scales) }
    }

    /// The sparse form, or the small one where that takes less room.
    pub(super) fn sparse_or_small(full: &[u8], n_classes: usize) -> Self {
        let sparse = Sparse::new(full, n_classes);
        let n_features = sparse.n_features();
        if sparse.n_bytes() < n_features * (n_classes + 4) {
            return Self::Sparse(sparse);
        }
        Self::small(full, n_classes)
    }

    /// How they are stored.
    pub(crate) fn weight_type(&self) -> WeightType {
        match self {
            Self::Full(_) => WeightType::F32,
            Self::Small { .. } => WeightType::I8,
            Self::Sparse(_) => WeightType::Sparse,
        }
    }

    /// The weights of these sections of the model file, or `Err` with the number of the wrong one. `verify` looks at
    /// every number.
    pub(crate) fn open(
        weight_type: WeightType,
        [weights, scales]: [Bytes; 2],
        n_features: usize,
        n_classes: usize,
        verify: bool,
    ) -> Result<Self, usize> {
        let n_weights = n_features.checked_mul(n_classes).ok_or(0usize)?;
        let are_numbers = |section: &Bytes, n: usize| {
            section.len() == n.saturating_mul(4) && (!verify || f32s(section).all(f32::is_finite))
        };
        match weight_type {
            WeightType::F32 if !are_numbers(&weights, n_weights) => Err(0),
            WeightType::F32 => Ok(Self::Full(weights)),
            WeightType::I8 if weights.len() != n_weights => Err(0),
            WeightType::I8 if !are_numbers(&scales, n_features) => Err(1),
            WeightType::I8 => Ok(Self::Small { bytes: weights, scales }),
            WeightType::Sparse => {
                Sparse::open(weights, scales, n_features, n_classes, verify).map(Self::Sparse)
            }
        }
    }

    /// The sections of the model file: the weights and what they are multiplied by.
    pub(crate) fn sections(&self) -> [Bytes; 2] {
        match self {
            Self::Full(full) => [full.clone(), Vec::new().into()],
            Self::Small { bytes, scales } => [bytes.clone(), scales.clone()],
            Self::Sparse(sparse) => sparse.sections(),
        }
    }

    pub(super) fn n_features(&self, n_classes: usize) -> usize {
        match self {
            Self::Full(full) => full.len() / (4 * n_classes),
            Self::Small { bytes, .. } => bytes.len() / n_classes,
            Self::Sparse(sparse) => sparse.n_features(),
        }
    }

    pub(super) fn get(&self, feature: usize, class: usize, n_classes: usize) -> f32 {
        let at = feature * n_classes + class;
        match self {
            Self::Full(full) => f32_at(full, at),
            Self::Small { bytes, scales } => f32_at(scales, feature) * f32::from(bytes[at] as i8),
            Self::Sparse(sparse) => sparse.get(feature, class),
        }
    }

    /// Adds what the features of a row are worth to the score of each class.
    pub(super) fn add_scores(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        match self {
            Self::Full(full) => {
                let (full, width): (&[u8], _) = (full, scores.len() * 4);
                for (feature, value) in row.iter() {
                    let weights = f32s(&full[feature * width..][..width]);
                    scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += value * weight);
                }
            }
            Self::Small { bytes, scales } => {
                let (bytes, scales, width): (&[u8], &[u8], _) = (bytes, scales, scores.len());
                for (feature, value) in row.iter() {
                    let value = value * f32_at(scales, feature);
                    let weights = &bytes[feature * width..][..width];
                    scores
                        .iter_mut()
                        .zip(weights)
                        .for_each(|(score, &b)| *score += value * f32::from(b as i8));
                }
            }
            Self::Sparse(sparse) => sparse.add_scores(row, scores),
        }
    }
}

/// The largest of these weights, whatever its sign.
fn largest(row: &[u8]) -> f32 {
    f32s(row).fold(0.0f32, |largest, weight| largest.max(weight.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::LinearClassifier;
    use crate::features::CsrMatrix;

    fn classifier(weights: &[f32], n_classes: usize) -> LinearClassifier {
        LinearClassifier::from_f32s(weights.to_vec(), vec![0.0; n_classes])
    }

    #[test]
    fn a_byte_a_weight_keeps_each_within_a_254th_of_the_feature_s_largest() {
        let full = classifier(&[1.0, -0.3, 0.001, 0.0, 0.0, 0.0, -8.0, 8.0, 2.5], 3);
        let small = full.to_small(WeightType::I8);
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

    #[test]
    fn few_classes_are_not_worth_the_places_of_their_weights() {
        assert_eq!(
            classifier(&[1.0, -1.0], 2).to_small(WeightType::Sparse).weights().weight_type(),
            WeightType::I8
        );
    }
}
