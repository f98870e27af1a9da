//! Eight classes that are solved together: their weights, and what a visit to a record does to them.

use std::ops::Range;

use crate::classify::{Targets, zeros};
use crate::features::{CsrMatrix, CsrRow};

/// Classes that are solved together; a bit mask of them is a `u8`.
pub(super) const LANES: usize = 8;
/// A number for each class of a block.
pub(super) type Lanes = [f32; LANES];

/// Eight classes, being solved.
///
/// With ratios r the machine sees x∘r and learns v; what is kept is w = v∘r, so that w·x = v·(x∘r): a step on v
/// by d·x∘r moves w by d·x∘r², and rows are used as they are.
pub(super) struct Block<'a> {
    pub(super) rows: &'a CsrMatrix,
    /// Bit k of record i: record i is of the block's class k.
    pub(super) positive: Vec<u8>,
    /// The squared length of every row as each class sees it, the intercept's 1 included.
    pub(super) lengths: Vec<Lanes>,
    pub(super) weights: Vec<Lanes>,
    pub(super) intercept: Lanes,
    own_costs: Lanes,
    other_cost: f32,
    squared_ratios: Option<Vec<Lanes>>,
}

impl<'a> Block<'a> {
    /// The block of the classes in `range`, all weights 0. `costs` are those of each class's own records, `other_cost`
    /// that of the others.
    pub(super) fn new(
        rows: &'a CsrMatrix,
        targets: &Targets,
        range: Range<usize>,
        costs: &[f32],
        other_cost: f32,
        squared_ratios: Option<Vec<Lanes>>,
    ) -> Self {
        let mut own_costs = [1.0; LANES];
        own_costs.iter_mut().zip(&costs[range.clone()]).for_each(|(own, cost)| *own = *cost);
        let bit = |class: &usize| if range.contains(class) { 1u8 << (class - range.start) } else { 0 };
        let bits = |classes: &[usize]| classes.iter().map(bit).fold(0, |mask, bit| mask | bit);
        Self {
            rows,
            positive: targets.iter().map(bits).collect(),
            lengths: rows.rows().map(|row| lengths(row, squared_ratios.as_deref())).collect(),
            weights: zeros(rows.n_features(), [0.0; LANES]),
            intercept: [0.0; LANES],
            own_costs,
            other_cost,
            squared_ratios,
        }
    }

    /// The classes that have records, as a mask.
    pub(super) fn present(&self) -> u8 {
        self.positive.iter().fold(0, |mask, bit| mask | bit)
    }

    /// Whether a record is of the class (1) or not (−1), and what an error on it costs.
    #[inline]
    pub(super) fn side(&self, record: usize, lane: usize) -> (f32, f32) {
        let own = self.positive[record] >> lane & 1 == 1;
        if own { (1.0, self.own_costs[lane]) } else { (-1.0, self.other_cost) }
    }

    /// The scores of a row. Four sums side by side: one alone would wait for its own additions.
    pub(super) fn dots(&self, row: CsrRow<'_>) -> Lanes {
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
    pub(super) fn step(&mut self, row: CsrRow<'_>, steps: &Lanes) {
        add(&mut self.intercept, 1.0, steps);
        match &self.squared_ratios {
            None => {
                for (column, value) in row.iter() {
                    add(&mut self.weights[column], value, steps);
                }
            }
            Some(squared) => {
                for (column, value) in row.iter() {
                    let (weights, squared) = (&mut self.weights[column], &squared[column]);
                    for lane in 0..LANES {
                        weights[lane] += value * steps[lane] * squared[lane];
                    }
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
