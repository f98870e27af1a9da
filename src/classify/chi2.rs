//! Which features tell the classes apart, by the χ² statistic.

use super::bayes::class_sums;
use super::targets::Targets;
use crate::features::CsrMatrix;

/// The `n` features with the largest χ², rising; of equals the first.
///
/// > χ²_j = Σ_k (o_jk − e_jk)² / e_jk, with o_jk = Σ_{i∈k} x_ij and e_jk = n_k/n · Σ_i x_ij
///
/// scikit-learn's `chi2`: how far a feature's sums over the classes are from what it would have if it had nothing to
/// do with them.
pub(super) fn best_features(rows: &CsrMatrix, targets: &Targets, n_classes: usize, n: usize) -> Vec<usize> {
    let (sums, _) = class_sums(rows, targets, n_classes, f64::from);
    let counts = targets.counts(n_classes).into_iter();
    let shares: Vec<f64> = counts.map(|count| count as f64 / targets.len() as f64).collect();
    let statistic = |observed: &[f64]| {
        let all: f64 = observed.iter().sum();
        let of_class = observed.iter().zip(&shares).filter(|(_, share)| all * **share > 0.0);
        of_class.map(|(own, share)| (own - all * share).powi(2) / (all * share)).sum::<f64>()
    };
    let statistics: Vec<f64> = sums.chunks_exact(n_classes).map(statistic).collect();
    let mut order: Vec<usize> = (0..rows.n_features()).collect();
    order.sort_by(|&a, &b| statistics[b].total_cmp(&statistics[a]));
    order.truncate(n);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_only_one_class_has_beats_one_that_both_have() {
        let rows = CsrMatrix::from_rows([vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0), (2, 2.0)]], 4);
        let targets = Targets::One(vec![0, 1]);
        assert_eq!(best_features(&rows, &targets, 2, 1), [2]);
        assert_eq!(best_features(&rows, &targets, 2, 2), [1, 2]);
        assert_eq!(best_features(&rows, &targets, 2, 9), [0, 1, 2, 3]);
    }
}
