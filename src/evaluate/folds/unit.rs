//! What is put into a fold as one, and which fold it is put into.

use super::duplicates::Clusters;

/// Documents that must not be separated.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) documents: Vec<usize>,
}

/// The documents of each cluster as a unit; units and their documents come in `order`.
pub(super) fn units(order: &[usize], clusters: &mut Clusters) -> Vec<Unit> {
    const NONE: usize = usize::MAX;
    let mut unit_of = vec![NONE; order.len()];
    let mut units: Vec<Unit> = Vec::new();
    for &document in order {
        let unit = &mut unit_of[clusters.cluster(document)];
        if *unit == NONE {
            *unit = units.len();
            units.push(Unit { documents: Vec::new() });
        }
        units[*unit].documents.push(document);
    }
    units
}

/// How many documents of each label each fold holds so far.
pub(super) struct Balance {
    /// The documents of each label in the whole corpus.
    totals: Vec<usize>,
    /// A row a fold: its documents of each label.
    counts: Vec<Vec<usize>>,
    sizes: Vec<usize>,
}

impl Balance {
    pub(super) fn new(labels: &[usize], n_folds: usize) -> Self {
        let n_labels = labels.iter().max().map_or(0, |max| max + 1);
        let mut totals = vec![0; n_labels];
        labels.iter().for_each(|&label| totals[label] += 1);
        Self { totals, counts: vec![vec![0; n_labels]; n_folds], sizes: vec![0; n_folds] }
    }

    pub(super) fn n_folds(&self) -> usize {
        self.sizes.len()
    }

    /// Puts a unit into the fold where it hurts least, and gives that fold.
    pub(super) fn place(&mut self, unit: &Unit, labels: &[usize]) -> usize {
        let unit_labels = label_counts(unit, labels);
        let mut best = (f64::INFINITY, usize::MAX, 0);
        for fold in 0..self.n_folds() {
            let cost = self.cost(fold, &unit_labels);
            if (cost, self.sizes[fold]) < (best.0, best.1) {
                best = (cost, self.sizes[fold], fold);
            }
        }
        let fold = best.2;
        unit_labels.iter().for_each(|&(label, n)| self.counts[fold][label] += n);
        self.sizes[fold] += unit.documents.len();
        fold
    }

    /// By how much χ² grows, up to a factor and to what is the same for every fold.
    ///
    /// With n of a label in the fold and u in the unit, (n + u − e)² − (n − e)² = u · 2n + (u² − 2ue), over e.
    fn cost(&self, fold: usize, unit_labels: &[(usize, usize)]) -> f64 {
        unit_labels
            .iter()
            .map(|&(label, n)| (n * self.counts[fold][label]) as f64 / self.totals[label] as f64)
            .sum()
    }
}

/// The labels of a unit, rising, with their documents.
fn label_counts(unit: &Unit, labels: &[usize]) -> Vec<(usize, usize)> {
    let mut found: Vec<usize> = unit.documents.iter().map(|&document| labels[document]).collect();
    found.sort_unstable();
    found.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}
