//! Linear classifiers by dual coordinate descent, eight classes at a time.
//!
//! Each class k against the rest is L2-regularised,
//!
//! > min over w of ½ ‖w‖² + C Σ_i loss(y_i w·x_i)
//!
//! solved in the dual, one coordinate a record, in random order: [`hinge`] has the squared hinge loss of the SVM,
//! [`logistic`] that of logistic regression. The intercept is the weight of a feature that is 1 in every row, as in
//! LIBLINEAR and scikit-learn's `LinearSVC`.
//!
//! The weights of eight classes lie side by side, so that a visit to a record reads and writes each of its features
//! once for all eight: text rows are sparse, and the time goes into reaching the weights. Columns are renumbered by
//! how often they occur for the same reason. A class's result depends on nothing but the order of visits, which a block
//! of eight shares; blocks are fitted in parallel.

mod block;
mod hinge;
mod logistic;

use rayon::prelude::*;

use self::block::{Block, LANES, Lanes};
use super::linear::LinearClassifier;
use super::params::{ClassWeight, LinearValidParams};
use super::targets::Targets;
use super::weights::Weights;
use crate::features::CsrMatrix;

/// What a score on the wrong side, or too near to it, costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// max(0, 1 − s)²
    SquaredHinge,
    /// ln(1 + exp(−s))
    Logistic,
}

/// Fits a class against the rest, for every class. `ratios`, n_features × n_classes, scale each class's features
/// (`nbsvm`).
pub(super) fn fit(
    loss: Loss,
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    ratios: Option<&[f32]>,
    params: &LinearValidParams,
) -> LinearClassifier {
    let (rows, column_of) = by_frequency(rows);
    let costs = costs(targets, n_classes, params);
    let blocks: Vec<(Vec<Lanes>, Lanes)> = (0..n_classes.div_ceil(LANES))
        .into_par_iter()
        .map(|block| {
            let ratios = ratios.map(|ratios| block_ratios(ratios, &column_of, n_classes, block));
            let range = block * LANES..n_classes.min((block + 1) * LANES);
            let block = Block::new(&rows, targets, range, &costs, params.c(), ratios);
            match loss {
                Loss::SquaredHinge => hinge::solve(block, params),
                Loss::Logistic => logistic::solve(block, params),
            }
        })
        .collect();
    drop(rows);
    let mut weights = Vec::with_capacity(column_of.len() * n_classes * size_of::<f32>());
    for &column in &column_of {
        let weight = |class: usize| blocks[class / LANES].0[column as usize][class % LANES];
        weights.extend((0..n_classes).flat_map(|class| weight(class).to_le_bytes()));
    }
    let mut intercepts = super::bayes::empty_class_intercepts(targets, n_classes);
    for (class, intercept) in intercepts.iter_mut().enumerate() {
        *intercept += blocks[class / LANES].1[class % LANES];
    }
    LinearClassifier::new(Weights::Full(weights.into()), intercepts)
}

/// The rows with the columns renumbered, the most frequent first; and the new column of each feature.
fn by_frequency(rows: &CsrMatrix) -> (CsrMatrix, Vec<u32>) {
    let mut df = vec![0u32; rows.n_features()];
    rows.rows().for_each(|row| row.indices.iter().for_each(|&feature| df[feature as usize] += 1));
    let mut order: Vec<u32> = (0..df.len() as u32).collect();
    order.sort_by_key(|&feature| std::cmp::Reverse(df[feature as usize]));
    let mut column_of = vec![0; df.len()];
    order.iter().zip(0..).for_each(|(&feature, column)| column_of[feature as usize] = column);
    let mut renumbered = CsrMatrix::with_capacity(rows.n_rows(), rows.n_values(), rows.n_features());
    let mut row = Vec::new();
    for old in rows.rows() {
        row.clear();
        row.extend(old.iter().map(|(feature, value)| (column_of[feature], value)));
        row.sort_unstable_by_key(|&(column, _)| column);
        renumbered.push(row.iter().copied());
    }
    (renumbered, column_of)
}

/// The cost C of an error on a record of each class when it is the positive one.
fn costs(targets: &Targets, n_classes: usize, params: &LinearValidParams) -> Vec<f32> {
    let weight = |count: usize| match params.class_weight() {
        ClassWeight::None => 1.0,
        ClassWeight::Balanced => targets.len() as f32 / (n_classes * count.max(1)) as f32,
    };
    targets.counts(n_classes).into_iter().map(|count| params.c() * weight(count)).collect()
}

/// The squared ratios of a block, by column.
fn block_ratios(ratios: &[f32], column_of: &[u32], n_classes: usize, block: usize) -> Vec<Lanes> {
    let mut squared = vec![[0.0; LANES]; column_of.len()];
    for (of_feature, &column) in ratios.chunks_exact(n_classes).zip(column_of) {
        let of_block = of_feature.iter().skip(block * LANES).take(LANES);
        squared[column as usize]
            .iter_mut()
            .zip(of_block)
            .for_each(|(squared, ratio)| *squared = ratio * ratio);
    }
    squared
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use super::*;
    use crate::classify::linear::best_class;
    use crate::classify::{Algorithm, LinearParams};

    /// Three classes, each with a feature of its own and one that all share.
    fn toy() -> (CsrMatrix, Vec<usize>) {
        let rows = (0..30u32).map(|n| vec![(n % 3, 0.8), (3, 0.6)]);
        (CsrMatrix::from_rows(rows, 4), (0..30).map(|n| n % 3).collect())
    }

    /// At the optimum w_j = C Σ_i y_i x_ij · slope(y_i s_i), where −slope is the derivative of the loss.
    fn assert_optimal(loss: Loss, slope: impl Fn(f32) -> f32) {
        let (rows, classes) = toy();
        let params = LinearParams::new().tolerance(1e-5).check().unwrap();
        let classifier = fit(loss, &rows, &Targets::One(classes.clone()), 3, None, &params);
        let mut scores = [0.0; 3];
        for class in 0..3 {
            for feature in 0..4 {
                let mut expected = 0.0;
                for (row, &own) in rows.rows().zip(&classes) {
                    classifier.decision_function(row, &mut scores);
                    let y = if own == class { 1.0 } else { -1.0 };
                    let x = row.iter().find(|&(f, _)| f == feature).map_or(0.0, |(_, value)| value);
                    expected += y * x * slope(y * scores[class]);
                }
                let weight = classifier.weight(feature, class);
                assert!((weight - expected).abs() < 1e-3, "{feature} {class}: {weight} {expected}");
            }
        }
    }

    #[test]
    fn the_solution_meets_the_conditions_of_the_primal() {
        assert_optimal(Loss::SquaredHinge, |s| 2.0 * (1.0 - s).max(0.0));
        assert_optimal(Loss::Logistic, |s| 1.0 / (1.0 + s.exp()));
    }

    #[test]
    fn more_than_eight_classes_are_solved_block_by_block() {
        let rows = CsrMatrix::from_rows((0..60u32).map(|n| vec![(n % 20, 1.0)]), 20);
        let classes: Vec<usize> = (0..60).map(|n| n % 20).collect();
        for algorithm in [Algorithm::Svm, Algorithm::NbSvm, Algorithm::Logistic] {
            let params = LinearParams::new().algorithm(algorithm).check().unwrap();
            let classifier = params.fit_classes(&rows, &Targets::One(classes.clone()), 21).unwrap();
            let mut scores = [0.0; 21];
            for (row, &class) in rows.rows().zip(&classes) {
                classifier.decision_function(row, &mut scores);
                assert_eq!(best_class(&scores), class);
                assert_eq!(scores[20], f32::NEG_INFINITY, "a class without records never wins");
            }
        }
    }
}
