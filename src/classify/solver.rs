//! The linear SVM: dual coordinate descent, eight classes at a time.
//!
//! Each class k against the rest is L2-regularised with squared hinge loss,
//!
//! > min over w of ½ ‖w‖² + C Σ_i max(0, 1 − y_i w·x_i)²
//!
//! solved in the dual, one coordinate a record, with random order and shrinking: algorithm 3 of Hsieh, Chang, Lin,
//! Keerthi and Sundararajan (2008), "A dual coordinate descent method for large-scale linear SVM". The intercept is
//! the weight of a feature that is 1 in every row, as in scikit-learn's `LinearSVC`.
//!
//! The weights of eight classes lie side by side, so that a visit to a record reads and writes each of its features
//! once for all eight: text rows are sparse, and the time goes into reaching the weights. Columns are renumbered by
//! how often they occur for the same reason. A class's result depends on nothing but the order of visits, which a block
//! of eight shares; blocks are fitted in parallel.

use rayon::prelude::*;

use super::linear::LinearClassifier;
use super::params::{ClassWeight, LinearValidParams};
use crate::features::{CsrMatrix, CsrRow};
use crate::random::Rng;

/// Classes that are solved together; a bit mask of them is a `u8`.
const LANES: usize = 8;
/// A number for each class of a block.
type Lanes = [f32; LANES];

/// Fits the SVM. `ratios`, n_features × n_classes, scale each class's features (`nbsvm`).
pub(super) fn fit(
    rows: &CsrMatrix,
    classes: &[usize],
    n_classes: usize,
    ratios: Option<&[f32]>,
    params: &LinearValidParams,
) -> LinearClassifier {
    let (rows, column_of) = by_frequency(rows);
    let costs = costs(classes, n_classes, params);
    let blocks: Vec<(Vec<Lanes>, Lanes)> = (0..n_classes.div_ceil(LANES))
        .into_par_iter()
        .map(|block| {
            let ratios = ratios.map(|ratios| block_ratios(ratios, &column_of, n_classes, block));
            Block::new(&rows, classes, block * LANES..n_classes.min((block + 1) * LANES), &costs, ratios)
                .solve(params)
        })
        .collect();
    let mut weights = Vec::with_capacity(column_of.len() * n_classes);
    for &column in &column_of {
        weights.extend((0..n_classes).map(|class| blocks[class / LANES].0[column as usize][class % LANES]));
    }
    let mut intercepts = super::bayes::empty_class_intercepts(classes, n_classes);
    for (class, intercept) in intercepts.iter_mut().enumerate() {
        *intercept += blocks[class / LANES].1[class % LANES];
    }
    LinearClassifier::from_f32s(weights, intercepts)
}

/// The rows with the columns renumbered, the most frequent first; and the new column of each feature.
fn by_frequency(rows: &CsrMatrix) -> (CsrMatrix, Vec<u32>) {
    let mut df = vec![0u32; rows.n_features()];
    rows.rows().for_each(|row| row.indices.iter().for_each(|&feature| df[feature as usize] += 1));
    let mut order: Vec<u32> = (0..df.len() as u32).collect();
    order.sort_by_key(|&feature| std::cmp::Reverse(df[feature as usize]));
    let mut column_of = vec![0; df.len()];
    order.iter().zip(0..).for_each(|(&feature, column)| column_of[feature as usize] = column);
    let mut renumbered = CsrMatrix::new(rows.n_features());
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
fn costs(classes: &[usize], n_classes: usize, params: &LinearValidParams) -> Vec<f32> {
    let mut counts = vec![0usize; n_classes];
    classes.iter().for_each(|&class| counts[class] += 1);
    let weight = |count: usize| match params.class_weight() {
        ClassWeight::None => 1.0,
        ClassWeight::Balanced => classes.len() as f32 / (n_classes * count.max(1)) as f32,
    };
    counts.into_iter().map(|count| params.c() * weight(count)).collect()
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

/// Eight classes, being solved.
///
/// With ratios r the machine sees x∘r and learns v; what is kept is w = v∘r, so that w·x = v·(x∘r): a step on v
/// by d·x∘r moves w by d·x∘r², and rows are used as they are.
struct Block<'a> {
    rows: &'a CsrMatrix,
    squared_ratios: Option<Vec<Lanes>>,
    /// Bit k of record i: record i is of the block's class k.
    positive: Vec<u8>,
    /// 1 / 2C of each class's own records, and of the others.
    diagonal: (Lanes, f32),
    /// The squared length of every row as each class sees it, the intercept's 1 included.
    lengths: Vec<Lanes>,
    alpha: Vec<Lanes>,
    weights: Vec<Lanes>,
    intercept: Lanes,
}

/// The largest and the smallest projected gradient of each class over a pass.
struct Gradients {
    max: Lanes,
    min: Lanes,
}

/// No bound: every record of the class is visited.
const OPEN: f32 = f32::INFINITY;

impl<'a> Block<'a> {
    fn new(
        rows: &'a CsrMatrix,
        classes: &[usize],
        block: std::ops::Range<usize>,
        costs: &[f32],
        squared_ratios: Option<Vec<Lanes>>,
    ) -> Self {
        let mut diagonal = [1.0; LANES];
        diagonal.iter_mut().zip(&costs[block.clone()]).for_each(|(diagonal, cost)| *diagonal = 0.5 / cost);
        let bit = |class: &usize| if block.contains(class) { 1u8 << (class - block.start) } else { 0 };
        let lengths = rows.rows().map(|row| lengths(row, squared_ratios.as_deref())).collect();
        Self {
            rows,
            positive: classes.iter().map(bit).collect(),
            diagonal: (diagonal, 0.0),
            lengths,
            alpha: vec![[0.0; LANES]; rows.n_rows()],
            weights: vec![[0.0; LANES]; rows.n_features()],
            intercept: [0.0; LANES],
            squared_ratios,
        }
    }

    /// Passes over the records until every class is done; returns weights by column and intercepts.
    fn solve(mut self, params: &LinearValidParams) -> (Vec<Lanes>, Lanes) {
        self.diagonal.1 = 0.5 / params.c();
        let mut rng = Rng::new(params.seed());
        let present = self.positive.iter().fold(0, |mask, bit| mask | bit);
        let mut live = present;
        let mut active = vec![present; self.rows.n_rows()];
        let mut order: Vec<u32> = (0..self.rows.n_rows() as u32).collect();
        let mut bounds = [OPEN; LANES];
        for _ in 0..params.max_iterations() {
            rng.shuffle(&mut order);
            let mut seen = Gradients { max: [f32::NEG_INFINITY; LANES], min: [f32::INFINITY; LANES] };
            for &record in &order {
                active[record as usize] &=
                    self.visit(record as usize, active[record as usize], &bounds, &mut seen);
            }
            for lane in 0..LANES {
                let bit = 1u8 << lane;
                if live & bit == 0 {
                    continue;
                }
                if seen.max[lane] - seen.min[lane] > params.tolerance() {
                    bounds[lane] = if seen.max[lane] > 0.0 { seen.max[lane] } else { OPEN };
                } else if active.iter().all(|mask| mask & bit != 0) {
                    live &= !bit;
                    active.iter_mut().for_each(|mask| *mask &= !bit);
                } else {
                    // Solved for the records that were kept: look at all of them again.
                    active.iter_mut().for_each(|mask| *mask |= bit);
                    bounds[lane] = OPEN;
                }
            }
            if live == 0 {
                break;
            }
            order.clear();
            order.extend((0..).zip(&active).filter(|&(_, &mask)| mask != 0).map(|(record, _)| record));
        }
        (self.weights, self.intercept)
    }

    /// Moves the dual variables of a record, those of the classes in `mask`; returns the mask without the classes
    /// for which the record can be left out until they are nearly solved.
    fn visit(&mut self, record: usize, mut mask: u8, bounds: &Lanes, seen: &mut Gradients) -> u8 {
        let row = self.rows.row(record);
        let dots = self.dots(row);
        let mut steps = [0.0; LANES];
        let mut moved = false;
        for lane in 0..LANES {
            if mask >> lane & 1 == 0 {
                continue;
            }
            let own = self.positive[record] >> lane & 1 == 1;
            let (y, diagonal) = if own { (1.0, self.diagonal.0[lane]) } else { (-1.0, self.diagonal.1) };
            let alpha = self.alpha[record][lane];
            let gradient = y * dots[lane] - 1.0 + alpha * diagonal;
            if alpha == 0.0 && gradient > bounds[lane] {
                mask &= !(1 << lane);
                continue;
            }
            let projected = if alpha == 0.0 { gradient.min(0.0) } else { gradient };
            seen.max[lane] = seen.max[lane].max(projected);
            seen.min[lane] = seen.min[lane].min(projected);
            if projected.abs() > 1e-12 {
                let new = (alpha - gradient / (self.lengths[record][lane] + diagonal)).max(0.0);
                self.alpha[record][lane] = new;
                steps[lane] = (new - alpha) * y;
                moved |= steps[lane] != 0.0;
            }
        }
        if moved {
            self.step(row, &steps);
        }
        mask
    }

    /// The scores of a row. Four sums side by side: one alone would wait for its own additions.
    fn dots(&self, row: CsrRow<'_>) -> Lanes {
        let mut sums = [self.intercept, [0.0; LANES], [0.0; LANES], [0.0; LANES]];
        let columns = row.indices.chunks_exact(sums.len());
        let values = row.values.chunks_exact(sums.len());
        for (&column, &value) in columns.remainder().iter().zip(values.remainder()) {
            add(&mut sums[0], value, &self.weights[column as usize]);
        }
        for (columns, values) in columns.zip(values) {
            for (sum, (&column, &value)) in sums.iter_mut().zip(columns.iter().zip(values)) {
                add(sum, value, &self.weights[column as usize]);
            }
        }
        let [mut dots, rest @ ..] = sums;
        rest.iter().for_each(|sum| add(&mut dots, 1.0, sum));
        dots
    }

    /// Moves the weights by `steps` along a row.
    fn step(&mut self, row: CsrRow<'_>, steps: &Lanes) {
        for lane in 0..LANES {
            self.intercept[lane] += steps[lane];
        }
        match &self.squared_ratios {
            None => {
                for (column, value) in row.iter() {
                    add(&mut self.weights[column], value, steps);
                }
            }
            Some(squared) => {
                for (column, value) in row.iter() {
                    let squared = &squared[column];
                    let steps = std::array::from_fn(|lane| steps[lane] * squared[lane]);
                    add(&mut self.weights[column], value, &steps);
                }
            }
        }
    }
}

/// `sum += factor · lanes`.
#[inline]
fn add(sum: &mut Lanes, factor: f32, lanes: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += factor * lanes[lane];
    }
}

fn lengths(row: CsrRow<'_>, squared_ratios: Option<&[Lanes]>) -> Lanes {
    let mut lengths = [1.0; LANES];
    for (column, value) in row.iter() {
        let squared = squared_ratios.map_or([1.0; LANES], |squared| squared[column]);
        for lane in 0..LANES {
            lengths[lane] += value * value * squared[lane];
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use super::*;
    use crate::classify::{Algorithm, LinearParams};

    /// Three classes, each with a feature of its own and one that all share.
    fn toy() -> (CsrMatrix, Vec<usize>) {
        let rows = (0..30u32).map(|n| vec![(n % 3, 0.8), (3, 0.6)]);
        (CsrMatrix::from_rows(rows, 4), (0..30).map(|n| n % 3).collect())
    }

    fn params() -> LinearValidParams {
        LinearParams::new().tolerance(1e-5).check().unwrap()
    }

    #[test]
    fn the_solution_meets_the_conditions_of_the_primal() {
        let (rows, classes) = toy();
        let classifier = fit(&rows, &classes, 3, None, &params());
        // At the optimum w_j = 2C Σ_i y_i x_ij max(0, 1 − y_i s_i).
        let mut scores = [0.0; 3];
        for class in 0..3 {
            for feature in 0..4 {
                let mut expected = 0.0;
                for (row, &own) in rows.rows().zip(&classes) {
                    classifier.decision_function(row, &mut scores);
                    let y = if own == class { 1.0 } else { -1.0 };
                    let x = row.iter().find(|&(f, _)| f == feature).map_or(0.0, |(_, value)| value);
                    expected += 2.0 * y * x * (1.0 - y * scores[class]).max(0.0);
                }
                let weight = classifier.weight(feature, class);
                assert!((weight - expected).abs() < 1e-3, "{feature} {class}: {weight} {expected}");
            }
        }
    }

    #[test]
    fn more_than_eight_classes_are_solved_block_by_block() {
        let rows = CsrMatrix::from_rows((0..60u32).map(|n| vec![(n % 20, 1.0)]), 20);
        let classes: Vec<usize> = (0..60).map(|n| n % 20).collect();
        for algorithm in [Algorithm::Svm, Algorithm::NbSvm] {
            let params = LinearParams::new().algorithm(algorithm).check().unwrap();
            let classifier = params.fit_classes(&rows, &classes, 21);
            let mut scores = [0.0; 21];
            for (row, &class) in rows.rows().zip(&classes) {
                classifier.decision_function(row, &mut scores);
                assert_eq!(crate::classify::linear::best_class(&scores), class);
                assert_eq!(scores[20], f32::NEG_INFINITY, "a class without records never wins");
            }
        }
    }
}
