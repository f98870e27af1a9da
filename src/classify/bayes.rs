//! What is counted in one pass: complement and multinomial naive Bayes, and the log-count ratios of `nbsvm`.

use rayon::prelude::*;

use super::linear::LinearClassifier;
use super::targets::Targets;
use super::zeros;
use crate::features::CsrMatrix;

/// The sums of every feature over the rows of every class, n_features × n_classes, and over all rows, n_features.
///
/// Summed in the order of the rows: the sums do not depend on the number of threads.
pub(super) fn class_sums(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    value: impl Fn(f32) -> f64,
) -> (Vec<f64>, Vec<f64>) {
    let mut sums = zeros(rows.n_features() * n_classes, 0.0);
    let mut all = vec![0.0; rows.n_features()];
    for (row, classes) in rows.rows().zip(targets.iter()) {
        for (feature, x) in row.iter() {
            all[feature] += value(x);
            classes.iter().for_each(|class| sums[feature * n_classes + class] += value(x));
        }
    }
    (sums, all)
}

/// Complement naive Bayes: w_jk = −ln((α + Σ_{i∉k} x_ij) / Σ_j (α + Σ_{i∉k} x_ij)), no intercept.
///
/// A class is scored by how badly a document fits all the other classes together, whose counts are larger and more
/// even than its own (Rennie, Shih, Teevan and Karger 2003, without their weight normalisation; scikit-learn's
/// `ComplementNB`). A class without records gets an intercept of −∞.
pub(super) fn complement(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    alpha: f32,
) -> LinearClassifier {
    let (sums, all) = class_sums(rows, targets, n_classes, f64::from);
    let alpha = f64::from(alpha);
    let mut total = vec![0.0; n_classes];
    for (of_feature, all) in sums.chunks_exact(n_classes).zip(&all) {
        total.iter_mut().zip(of_feature).for_each(|(total, own)| *total += all - own + alpha);
    }
    let ln_total: Vec<f64> = total.iter().map(|total| total.ln()).collect();
    let ln = |feature: usize, own: f64| (all[feature] - own + alpha).ln();
    let weights = for_each_sum(&sums, n_classes, ln, |ln, class| ln_total[class] - ln);
    LinearClassifier::from_f32s(weights, empty_class_intercepts(targets, n_classes))
}

/// Multinomial naive Bayes, each class against the rest and without priors: the weights are the
/// [log-count ratios](log_count_ratios) of the values.
pub(super) fn one_vs_rest(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    alpha: f32,
) -> LinearClassifier {
    let weights = log_count_ratios(rows, targets, n_classes, alpha, f64::from);
    LinearClassifier::from_f32s(weights, empty_class_intercepts(targets, n_classes))
}

/// Multinomial naive Bayes: w_jk = ln((α + Σ_{i∈k} x_ij) / Σ_j (α + Σ_{i∈k} x_ij)), intercept ln(n_k / n).
///
/// A class is scored by how well a document fits its records (scikit-learn's `MultinomialNB`). A class without records
/// gets an intercept of −∞.
pub(super) fn multinomial(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    alpha: f32,
) -> LinearClassifier {
    let (sums, _) = class_sums(rows, targets, n_classes, f64::from);
    let alpha = f64::from(alpha);
    let mut total = vec![0.0; n_classes];
    for of_feature in sums.chunks_exact(n_classes) {
        total.iter_mut().zip(of_feature).for_each(|(total, own)| *total += own + alpha);
    }
    let ln_total: Vec<f64> = total.iter().map(|total| total.ln()).collect();
    let ln = |_, own: f64| (own + alpha).ln();
    let weights = for_each_sum(&sums, n_classes, ln, |ln, class| ln - ln_total[class]);
    let counts = targets.counts(n_classes).into_iter();
    let intercepts = counts.map(|count| (count as f64 / targets.len() as f64).ln() as f32);
    LinearClassifier::from_f32s(weights, intercepts.collect())
}

/// 0 for a class with records, −∞ for one without: it never wins.
pub(super) fn empty_class_intercepts(targets: &Targets, n_classes: usize) -> Vec<f32> {
    let mut intercepts = vec![f32::NEG_INFINITY; n_classes];
    targets.iter().flatten().for_each(|&class| intercepts[class] = 0.0);
    intercepts
}

/// The log-count ratio of every feature and class, n_features × n_classes:
///
/// > r_jk = ln((α + p_jk) / Σ_j (α + p_jk)) − ln((α + q_jk) / Σ_j (α + q_jk))
///
/// where p_jk is the sum of `value`(x_ij) over the documents of class k, and q_jk that over the others. With the number
/// of documents that hold the feature these are the ratios of Wang and Manning (2012, equation 3, on binarised
/// counts); with the values themselves they are the weights of multinomial naive Bayes for "k or not".
pub(super) fn log_count_ratios(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    alpha: f32,
    value: impl Fn(f32) -> f64,
) -> Vec<f32> {
    let (sums, all) = class_sums(rows, targets, n_classes, value);
    let alpha = f64::from(alpha);
    let (mut own_total, mut rest_total) = (vec![0.0; n_classes], vec![0.0; n_classes]);
    for (of_feature, all) in sums.chunks_exact(n_classes).zip(&all) {
        for (class, own) in of_feature.iter().enumerate() {
            own_total[class] += own + alpha;
            rest_total[class] += all - own + alpha;
        }
    }
    let ln_odds: Vec<f64> = own_total.iter().zip(&rest_total).map(|(own, rest)| (rest / own).ln()).collect();
    let ln = |feature: usize, own: f64| ((own + alpha) / (all[feature] - own + alpha)).ln();
    for_each_sum(&sums, n_classes, ln, |ln, class| ln + ln_odds[class])
}

/// `weight`(`ln`(feature, sum), class) for every sum, n_features × n_classes.
///
/// Most features are in documents of a few classes: one logarithm serves all the others.
fn for_each_sum(
    sums: &[f64],
    n_classes: usize,
    ln: impl Fn(usize, f64) -> f64 + Sync,
    weight: impl Fn(f64, usize) -> f64 + Sync,
) -> Vec<f32> {
    let mut weights = vec![0.0; sums.len()];
    let of_features = weights.par_chunks_exact_mut(n_classes).zip(sums.par_chunks_exact(n_classes));
    of_features.enumerate().for_each(|(feature, (weights, sums))| {
        let of_none = ln(feature, 0.0);
        for (class, (to, &sum)) in weights.iter_mut().zip(sums).enumerate() {
            *to = weight(if sum == 0.0 { of_none } else { ln(feature, sum) }, class) as f32;
        }
    });
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complement_weights_follow_the_formula() {
        let rows = CsrMatrix::from_rows([vec![(0, 2.0)], vec![(0, 1.0), (1, 3.0)]], 2);
        let classifier = complement(&rows, &Targets::One(vec![0, 1]), 2, 1.0);
        // The complement of class 0 is the second row: 1 + 1 and 3 + 1 of 6.
        assert!((classifier.weight(0, 0) - -(2f32 / 6.0).ln()).abs() < 1e-6);
        assert!((classifier.weight(1, 0) - -(4f32 / 6.0).ln()).abs() < 1e-6);
        assert!((classifier.weight(0, 1) - -(3f32 / 4.0).ln()).abs() < 1e-6);
    }

    #[test]
    fn multinomial_weights_follow_the_formula() {
        let rows = CsrMatrix::from_rows([vec![(0, 2.0)], vec![(0, 1.0), (1, 3.0)], vec![]], 2);
        let classifier = multinomial(&rows, &Targets::One(vec![0, 1, 1]), 3, 1.0);
        assert!((classifier.weight(0, 0) - (3f32 / 4.0).ln()).abs() < 1e-6);
        assert!((classifier.weight(1, 0) - (1f32 / 4.0).ln()).abs() < 1e-6);
        assert!((classifier.weight(0, 1) - (2f32 / 6.0).ln()).abs() < 1e-6);
        assert!((classifier.intercepts()[1] - (2f32 / 3.0).ln()).abs() < 1e-6);
        assert_eq!(classifier.intercepts()[2], f32::NEG_INFINITY);
    }

    #[test]
    fn ratios_are_positive_for_a_class_s_own_words() {
        let rows = CsrMatrix::from_rows([vec![(0, 0.5)], vec![(1, 0.5)]], 2);
        let ratios = log_count_ratios(&rows, &Targets::One(vec![0, 1]), 2, 1.0, |_| 1.0);
        assert!((ratios[0] - 2f32.ln()).abs() < 1e-6 && (ratios[1] + 2f32.ln()).abs() < 1e-6);
    }

    #[test]
    fn a_class_without_records_never_wins() {
        assert_eq!(empty_class_intercepts(&Targets::One(vec![0, 2]), 3), [0.0, f32::NEG_INFINITY, 0.0]);
    }
}
