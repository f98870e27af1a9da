//! Which of the ranked sentences make the summary.

use super::manner;
use super::matrix::{Entry, TermMatrix};
use super::params::Budget;
use crate::text::Span;

/// From this cosine on, two sentences say the same.
const SAME: f32 = 0.95;

/// A candidate is compared with so many of the sentences chosen first: it keeps long summaries linear.
const MAX_COMPARED: usize = 32;

/// What a candidate must be to be taken, from the first pass over all candidates to the last.
const PASSES: [Pass; 4] = [
    Pass { eligible: true, redundancy: Redundancy::Allowed },
    Pass { eligible: true, redundancy: Redundancy::Same },
    Pass { eligible: false, redundancy: Redundancy::Same },
    Pass { eligible: false, redundancy: Redundancy::Any },
];

#[derive(Clone, Copy)]
struct Pass {
    /// Only eligible sentences are looked at.
    eligible: bool,
    redundancy: Redundancy,
}

#[derive(Clone, Copy, PartialEq)]
enum Redundancy {
    /// Up to the caller's bound.
    Allowed,
    /// Anything that does not say the same.
    Same,
    /// Repetitions too.
    Any,
}

/// What there is to choose from.
pub(crate) struct Candidates<'a> {
    pub(crate) text: &'a str,
    pub(crate) spans: &'a [Span],
    pub(crate) matrix: &'a TermMatrix,
    pub(crate) scores: &'a [f32],
    pub(crate) eligible: &'a [bool],
}

/// Memory for [`select`].
#[derive(Debug, Default)]
pub(crate) struct SelectScratch {
    order: Vec<u32>,
    taken: Vec<bool>,
    /// For each term its weight in the candidate at hand, else 0.
    dense: Vec<f32>,
}

/// Pushes the chosen sentences to `chosen`, the best first.
///
/// By descending score, earlier sentences first among equals; in several passes, each less strict about redundancy
/// and fragments, until the budget is used up. What does not fit is passed over.
pub(crate) fn select(
    candidates: &Candidates<'_>,
    mut budget: Purse,
    redundancy: f32,
    scratch: &mut SelectScratch,
    chosen: &mut Vec<u32>,
) {
    let n = candidates.spans.len();
    chosen.clear();
    scratch.order.clear();
    scratch.order.extend(0..n as u32);
    scratch.order.sort_unstable_by(|a, b| {
        let (x, y) = (candidates.scores[*a as usize], candidates.scores[*b as usize]);
        y.total_cmp(&x).then(a.cmp(b))
    });
    scratch.taken.clear();
    scratch.taken.resize(n, false);
    scratch.dense.clear();
    scratch.dense.resize(candidates.matrix.n_terms(), 0.0);
    for pass in PASSES {
        // Words are better left unused than spent on headings and repetitions.
        if !pass.eligible && !budget.counts_sentences() && !chosen.is_empty() {
            return;
        }
        for at in &scratch.order {
            let row = *at as usize;
            if budget.is_empty() {
                return;
            }
            if scratch.taken[row] || (pass.eligible && !candidates.eligible[row]) {
                continue;
            }
            if pass.redundancy == Redundancy::Allowed && candidates.dangles(row, &scratch.taken) {
                continue;
            }
            let cost = budget.cost(candidates.spans[row].of(candidates.text));
            let bound = match pass.redundancy {
                Redundancy::Allowed => redundancy.min(SAME),
                Redundancy::Same => SAME,
                Redundancy::Any => f32::INFINITY,
            };
            if budget.fits(cost) && !candidates.repeats(row, chosen, bound, &mut scratch.dense) {
                budget.spend(cost);
                scratch.taken[row] = true;
                chosen.push(*at);
            }
        }
    }
}

impl Candidates<'_> {
    /// Whether `row` begins with "He" or the like, and the sentence before it is not taken.
    fn dangles(&self, row: usize, taken: &[bool]) -> bool {
        row > 0 && !taken[row - 1] && manner::names_nobody(self.spans[row].of(self.text))
    }

    /// Whether `row` is nearer than `bound` to one of the sentences chosen first.
    fn repeats(&self, row: usize, chosen: &[u32], bound: f32, dense: &mut [f32]) -> bool {
        if bound == f32::INFINITY || chosen.is_empty() {
            return false;
        }
        let entries = self.matrix.row(row);
        entries.iter().for_each(|entry| dense[entry.term as usize] = entry.weight);
        let near = |other: &u32| {
            let other = *other as usize;
            dot(self.matrix.row(other), dense) > bound
                || self.spans[other].of(self.text) == self.spans[row].of(self.text)
        };
        let found = chosen.iter().take(MAX_COMPARED).any(near);
        entries.iter().for_each(|entry| dense[entry.term as usize] = 0.0);
        found
    }
}

/// The product of a row with a dense vector.
pub(crate) fn dot(row: &[Entry], dense: &[f32]) -> f32 {
    row.iter().map(|entry| entry.weight * dense[entry.term as usize]).sum()
}

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purse {
    unit: Unit,
    left: usize,
}

#[derive(Clone, Copy, Debug)]
enum Unit {
    Sentences,
    Words,
    Chars,
}

impl Purse {
    /// The whole budget for a body of `n_sentences`.
    pub(crate) fn new(budget: Budget, n_sentences: usize) -> Self {
        let (unit, left) = match budget {
            Budget::Sentences(n) => (Unit::Sentences, n),
            Budget::Words(n) => (Unit::Words, n),
            // The first sentence needs no separator.
            Budget::Chars(n) => (Unit::Chars, n.saturating_add(1)),
            // 0.1 of 30 is 3, whatever the last bit of the product says.
            Budget::Ratio(ratio) => (Unit::Sentences, (ratio * n_sentences as f64 - 1e-9).ceil() as usize),
        };
        Self { unit, left }
    }

    /// What a sentence costs.
    fn cost(self, sentence: &str) -> usize {
        match self.unit {
            Unit::Sentences => 1,
            Unit::Words => sentence.split_whitespace().count(),
            Unit::Chars => sentence.chars().count() + 1,
        }
    }

    fn counts_sentences(self) -> bool {
        matches!(self.unit, Unit::Sentences)
    }

    fn fits(self, cost: usize) -> bool {
        cost <= self.left
    }

    fn spend(&mut self, cost: usize) {
        self.left -= cost;
    }

    fn is_empty(self) -> bool {
        self.left == 0
    }
}
