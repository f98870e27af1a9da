//! The weights of a linear classifier, in more or fewer bytes.

use serde::{Deserialize, Serialize};

use crate::features::{Bytes, CsrRow, f32_at, f32s, u32_at};

/// The smallest step of [`Sparse`] weights: this share of the median of the features' largest weights.
///
/// Smaller weights are told apart by nothing that they are worth. Labels changed on test documents, against `f32`:
///
/// | | 20 Newsgroups, of 7,532 | share of weights kept |
/// |---|---|---|
/// | every feature its own step ([`Weights::Small`]) | 5 | 33 % |
/// | 0.03 | 7 | 22 % |
/// | 0.05 | 6 | 19 % |
/// | 0.07 | 9 | 17 % |
/// | 0.1 | 12 | 14 % |
const SMALLEST_STEP: f32 = 0.05;

/// How a model stores its weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeightType {
    /// Four bytes a weight, as they were fitted.
    F32,
    /// One byte a weight and a factor for each feature: a quarter of the size, with less than one answer in a thousand
    /// changed (5 of 7,532, 0 of 2,189, 2 of 7,600 on three open test sets).
    I8,
    /// One byte a weight, and only for those that are not next to nothing beside the others: with many labels a
    /// third of the size of `I8`, and no more answers changed (6 of 7,532). Where it would not be smaller, `I8`.
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
        let n_features = sparse.n_features;
        if sparse.weights.len() + sparse.scales.len() < n_features * (n_classes + 4) {
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
            Self::Sparse(sparse) => [sparse.weights.clone(), sparse.scales.clone()],
        }
    }

    pub(super) fn n_features(&self, n_classes: usize) -> usize {
        match self {
            Self::Full(full) => full.len() / (4 * n_classes),
            Self::Small { bytes, .. } => bytes.len() / n_classes,
            Self::Sparse(sparse) => sparse.n_features,
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

/// Weights without those that round to 0.
///
/// > w(feature, class) = unit · scale(feature) · byte(feature, class)
///
/// The unit is an `f32`, a scale a whole number from 1 to 255: the smallest with which the feature's largest weight
/// fits a signed byte. So weights are as fine as [`Weights::Small`] where they are large, and rounded to 0 where they
/// are nothing beside those of the other features.
#[derive(Clone, Debug)]
pub(crate) struct Sparse {
    n_features: usize,
    n_classes: usize,
    unit: f32,
    /// For each feature a `u32`, where its entries end; then the entries: the class, a byte where 256 are enough and
    /// four where not, and the weight's byte.
    weights: Bytes,
    /// The unit, then a byte a feature.
    scales: Bytes,
}

impl Sparse {
    fn new(full: &[u8], n_classes: usize) -> Self {
        let rows = full.chunks_exact(4 * n_classes);
        let n_features = rows.len();
        let unit = unit(rows.clone().map(largest).filter(|&largest| largest > 0.0).collect());
        let mut scales = unit.to_le_bytes().to_vec();
        let (mut ends, mut entries) = (Vec::with_capacity(n_features), Vec::new());
        for row in rows {
            let scale = (largest(row) / (127.0 * unit)).ceil().clamp(1.0, 255.0);
            scales.push(scale as u8);
            for (class, weight) in (0u32..).zip(f32s(row)) {
                let byte = (weight / (scale * unit)).round() as i8;
                if byte != 0 {
                    entries.extend_from_slice(&class.to_le_bytes()[..class_width(n_classes)]);
                    entries.push(byte as u8);
                }
            }
            ends.push((entries.len() / entry_width(n_classes)) as u32);
        }
        let mut weights: Vec<u8> = ends.into_iter().flat_map(u32::to_le_bytes).collect();
        weights.extend_from_slice(&entries);
        Self { n_features, n_classes, unit, weights: weights.into(), scales: scales.into() }
    }

    fn open(
        weights: Bytes,
        scales: Bytes,
        n_features: usize,
        n_classes: usize,
        verify: bool,
    ) -> Result<Self, usize> {
        if scales.len() != n_features.saturating_add(4) || !f32_at(&scales, 0).is_finite() {
            return Err(1);
        }
        if weights.len() < n_features.saturating_mul(4) {
            return Err(0);
        }
        let sparse = Self { n_features, n_classes, unit: f32_at(&scales, 0), weights, scales };
        if !verify || sparse.is_sound() { Ok(sparse) } else { Err(0) }
    }

    fn is_sound(&self) -> bool {
        let entries = self.weights.len() - 4 * self.n_features;
        let mut ends = (0..self.n_features).map(|feature| u32_at(&self.weights, feature) as usize);
        let rise = ends.clone().is_sorted();
        rise && ends.next_back().unwrap_or(0) * entry_width(self.n_classes) == entries
            && (0..self.n_features).all(|n| self.entries(n).all(|(class, _)| class < self.n_classes))
    }

    /// The classes and weights of a feature, these to be multiplied by its [`scale`](Self::scale).
    #[inline]
    fn entries(&self, feature: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let weights: &[u8] = &self.weights;
        let start = if feature == 0 { 0 } else { u32_at(weights, feature - 1) as usize };
        let (end, width) = (u32_at(weights, feature) as usize, entry_width(self.n_classes));
        let entries = &weights[4 * self.n_features..][start * width..end * width];
        entries.chunks_exact(width).map(|entry| match entry {
            &[class, byte] => (class.into(), f32::from(byte as i8)),
            entry => (u32_at(entry, 0) as usize, f32::from(entry[4] as i8)),
        })
    }

    #[inline]
    fn scale(&self, feature: usize) -> f32 {
        self.unit * f32::from(self.scales[4 + feature])
    }

    fn get(&self, feature: usize, class: usize) -> f32 {
        let found = self.entries(feature).find(|&(of, _)| of == class);
        found.map_or(0.0, |(_, byte)| self.scale(feature) * byte)
    }

    fn add_scores(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        for (feature, value) in row.iter() {
            let value = value * self.scale(feature);
            self.entries(feature).for_each(|(class, byte)| scores[class] += value * byte);
        }
    }
}

/// The unit for features with these largest weights, none of them 0.
fn unit(mut largest: Vec<f32>) -> f32 {
    if largest.is_empty() {
        return 1.0;
    }
    largest.sort_unstable_by(f32::total_cmp);
    let (median, last) = (largest[largest.len() / 2], largest[largest.len() - 1]);
    (SMALLEST_STEP * median).max(last / (127.0 * 255.0))
}

fn largest(row: &[u8]) -> f32 {
    f32s(row).fold(0.0f32, |largest, weight| largest.max(weight.abs()))
}

/// The bytes of a class.
fn class_width(n_classes: usize) -> usize {
    if n_classes <= 256 { 1 } else { 4 }
}

fn entry_width(n_classes: usize) -> usize {
    class_width(n_classes) + 1
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

    /// Eight features of 300 classes, each with two weights, one of them next to nothing.
    fn wide() -> LinearClassifier {
        let weight = |n: usize| match (n / 300, n % 300) {
            (feature, 7) => 1.0 + feature as f32,
            (feature, 299) if feature % 2 == 0 => -0.5,
            (_, 298) => 0.001,
            _ => 0.0,
        };
        classifier(&(0..2400).map(weight).collect::<Vec<_>>(), 300)
    }

    #[test]
    fn weights_that_are_nothing_beside_the_others_are_left_out() {
        let full = wide();
        let sparse = full.to_small(WeightType::Sparse);
        assert_eq!(sparse.weights().weight_type(), WeightType::Sparse);
        assert_eq!(sparse.n_features(), 8);
        assert_eq!(sparse.weight(3, 298), 0.0);
        for (feature, class) in (0..8).flat_map(|feature| [7, 299].map(|class| (feature, class))) {
            let (is, was) = (sparse.weight(feature, class), full.weight(feature, class));
            assert!((is - was).abs() <= 0.5 * SMALLEST_STEP * 5.0, "{feature} {class}: {is} for {was}");
        }
        let mut scores = vec![0.0; 300];
        sparse.decision_function(CsrMatrix::from_rows([[(0, 2.0), (2, 1.0)]], 8).row(0), &mut scores);
        assert_eq!(scores[299], 2.0 * sparse.weight(0, 299) + sparse.weight(2, 299));
    }

    #[test]
    fn few_classes_are_not_worth_the_places_of_their_weights() {
        assert_eq!(
            classifier(&[1.0, -1.0], 2).to_small(WeightType::Sparse).weights().weight_type(),
            WeightType::I8
        );
    }

    #[test]
    fn sections_give_the_weights_back_and_damaged_ones_are_refused() {
        let sparse = wide().to_small(WeightType::Sparse);
        let sections = sparse.weights().sections();
        let open = |sections: [Bytes; 2], n_classes| {
            Weights::open(WeightType::Sparse, sections, 8, n_classes, true)
                .map(|weights| weights.get(2, 7, n_classes))
        };
        assert_eq!(open(sections.clone(), 300), Ok(sparse.weight(2, 7)));
        assert_eq!(open(sections.clone(), 299), Err(0), "a class that is none");
        let changed = |at: usize, byte: u8| {
            let mut weights = sections[0].to_vec();
            weights[at] = byte;
            open([weights.into(), sections[1].clone()], 300)
        };
        assert_eq!(changed(0, 9), Err(0), "ends that fall");
        assert_eq!(changed(28, 99), Err(0), "ends past the end");
        let cut = |bytes: &Bytes| bytes.slice(0..bytes.len() - 1);
        assert_eq!(open([cut(&sections[0]), sections[1].clone()], 300), Err(0));
        assert_eq!(open([sections[0].clone(), cut(&sections[1])], 300), Err(1));
        assert_eq!(open([sections[0].slice(0..5), sections[1].clone()], 300), Err(0));
    }
}
