//! One byte a weight, and only for the weights that count.

use std::ops::Range;

use super::largest;
use crate::features::{Bytes, CsrRow, f32_at, f32s, u32_at};

/// The smallest step of [`Sparse`] weights: this share of the median of the features' largest weights.
///
/// Smaller weights are told apart by nothing that they are worth. Answers that differ from those of `f32` weights, in
/// 5-fold cross-validation of `nbsvm` with C = 0.3 on words and pairs of words:
///
/// | | 20 Newsgroups, of 11,314 | model file | policy documents, of 10,282 | model file |
/// |---|---|---|---|---|
/// | every feature its own step ([`Weights::Small`](super::Weights::Small)) | 2 | 16.0 MB | 1 | 8.9 MB |
/// | 0.03 | 2 | 12.3 MB | 9 | 7.4 MB |
/// | 0.05 | 1 | 11.8 MB | 10 | 7.0 MB |
/// | 0.07 | 5 | 11.5 MB | 11 | 6.8 MB |
/// | 0.1 | 5 | 11.2 MB | 21 | 6.5 MB |
const SMALLEST_STEP: f32 = 0.05;

/// Features whose entries are found together, before any is read. Where a feature's entries end lies far from where the
/// next one's do: asked for one right after the other, these numbers come at once.
const TOGETHER: usize = 16;

/// Weights without those that round to 0.
///
/// > w(feature, class) = unit · scale(feature) · byte(feature, class)
///
/// The unit is an `f32`, a scale a whole number from 1 to 255: the smallest with which the feature's largest weight
/// fits a signed byte. So weights are as fine as [`Weights::Small`](super::Weights::Small) where they are large, and
/// rounded to 0 where they are nothing beside those of the other features.
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
    /// The sparse form of little-endian `f32`s, n_features × n_classes.
    pub(super) fn new(full: &[u8], n_classes: usize) -> Self {
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

    /// The weights of these sections, or `Err` with the number of the wrong one. `verify` looks at every number.
    pub(super) fn open(
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

    /// The sections of the model file: the weights and what they are multiplied by.
    pub(super) fn sections(&self) -> [Bytes; 2] {
        [self.weights.clone(), self.scales.clone()]
    }

    /// The length of both sections.
    pub(super) fn n_bytes(&self) -> usize {
        self.weights.len() + self.scales.len()
    }

    pub(super) fn n_features(&self) -> usize {
        self.n_features
    }

    fn is_sound(&self) -> bool {
        let entries = self.weights.len() - 4 * self.n_features;
        let mut ends = (0..self.n_features).map(|feature| u32_at(&self.weights, feature) as usize);
        let rise = ends.clone().is_sorted();
        let mut has_classes = true;
        let mut check = |class, _| has_classes &= class < self.n_classes;
        rise && ends.next_back().unwrap_or(0) * entry_width(self.n_classes) == entries && {
            (0..self.n_features).for_each(|feature| self.for_each_entry(feature, &mut check));
            has_classes
        }
    }

    /// Where the entries of each feature end, and the entries.
    fn ends_and_entries(&self) -> (&[u8], &[u8]) {
        self.weights.split_at(4 * self.n_features)
    }

    /// Calls `f` with the classes and weights of a feature, these to be multiplied by its scale.
    fn for_each_entry(&self, feature: usize, f: impl FnMut(usize, f32)) {
        let (ends, entries) = self.ends_and_entries();
        for_each_entry(entries, range(ends, feature), self.n_classes, f);
    }

    /// What gives the unit times the scale of each feature: the section is opened once for many.
    #[inline]
    fn scale_of(&self) -> impl Fn(usize) -> f32 {
        let scales = &self.scales[4..];
        move |feature| self.unit * f32::from(scales[feature])
    }

    /// The weight of a feature for a class.
    pub(super) fn get(&self, feature: usize, class: usize) -> f32 {
        let mut weight = 0.0;
        self.for_each_entry(feature, |of, byte| weight += if of == class { byte } else { 0.0 });
        self.scale_of()(feature) * weight
    }

    /// Adds what the features of a row are worth to the score of each class.
    pub(super) fn add_scores(&self, row: CsrRow<'_>, scores: &mut [f32]) {
        let (ends, entries) = self.ends_and_entries();
        let scale = self.scale_of();
        let mut found = [(0, 0, 0.0); TOGETHER];
        for (features, values) in row.indices.chunks(TOGETHER).zip(row.values.chunks(TOGETHER)) {
            for ((found, &feature), value) in found.iter_mut().zip(features).zip(values) {
                let Range { start, end } = range(ends, feature as usize);
                *found = (start, end, value * scale(feature as usize));
            }
            for &(start, end, value) in &found[..features.len()] {
                for_each_entry(entries, start..end, self.n_classes, |class, byte| {
                    scores[class] += value * byte;
                });
            }
        }
    }
}

/// Where the entries of a feature stand among those of all.
#[inline]
fn range(ends: &[u8], feature: usize) -> Range<usize> {
    let start = if feature == 0 { 0 } else { u32_at(ends, feature - 1) as usize };
    start..u32_at(ends, feature) as usize
}

/// Calls `f` with the class and the weight's byte of these of the `entries`.
#[inline]
fn for_each_entry(entries: &[u8], range: Range<usize>, n_classes: usize, mut f: impl FnMut(usize, f32)) {
    let width = entry_width(n_classes);
    let entries = &entries[range.start * width..range.end * width];
    if class_width(n_classes) == 1 {
        for &[class, byte] in entries.as_chunks().0 {
            f(class.into(), f32::from(byte as i8));
        }
    } else {
        for entry in entries.as_chunks::<5>().0 {
            f(u32_at(entry, 0) as usize, f32::from(entry[4] as i8));
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

/// The bytes of a class.
fn class_width(n_classes: usize) -> usize {
    if n_classes <= 256 { 1 } else { 4 }
}

fn entry_width(n_classes: usize) -> usize {
    class_width(n_classes) + 1
}

#[cfg(test)]
mod tests {
    use super::super::{WeightType, Weights};
    use super::*;
    use crate::classify::LinearClassifier;
    use crate::features::CsrMatrix;

    /// Eight features of 300 classes, each with two weights, one of them next to nothing.
    fn wide() -> LinearClassifier {
        let weight = |n: usize| match (n / 300, n % 300) {
            (feature, 7) => 1.0 + feature as f32,
            (feature, 299) if feature % 2 == 0 => -0.5,
            (_, 298) => 0.001,
            _ => 0.0,
        };
        LinearClassifier::from_f32s((0..2400).map(weight).collect(), vec![0.0; 300])
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
