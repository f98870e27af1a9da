//! Which of the ranked sentences make the summary.

use std::collections::HashSet;

use super::manner;
use super::matrix::{Entry, TermMatrix};
use super::params::Budget;
use super::sentences::Sentences;

/// From this cosine on, two sentences say the same.
const SAME: f32 = 0.95;

/// A candidate is compared with so many of the sentences chosen first, which keeps long summaries linear; with the
/// others only word for word.
const MAX_COMPARED: usize = 32;

/// What a candidate must be to be taken, from the first pass over all candidates to the last.
const PASSES: [Pass; 5] = [
    Pass { eligible: true, redundancy: Redundancy::Allowed },
    Pass { eligible: true, redundancy: Redundancy::Usual },
    Pass { eligible: true, redundancy: Redundancy::Same },
    Pass { eligible: false, redundancy: Redundancy::Same },
    Pass { eligible: false, redundancy: Redundancy::Unequal },
];

/// What else there is where every sentence is asked for.
const REPETITIONS: Pass = Pass { eligible: false, redundancy: Redundancy::Any };

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
    /// Up to the method's own bound, where the caller's is less.
    Usual,
    /// Anything that does not say the same.
    Same,
    /// Anything but a repetition word for word.
    Unequal,
    /// Repetitions too.
    Any,
}

/// What there is to choose from.
#[derive(Clone, Copy)]
pub(crate) struct Candidates<'a> {
    pub(crate) sentences: Sentences<'a>,
    pub(crate) matrix: &'a TermMatrix,
    pub(crate) scores: &'a [f32],
    pub(crate) eligible: &'a [bool],
}

/// Memory for a [`Selection`].
#[derive(Debug, Default)]
pub(crate) struct SelectScratch {
    /// The sentences, the best first: each in the low half of its [`place_in_order`].
    order: Vec<u64>,
    taken: Vec<bool>,
    /// For each term its weight in the candidate at hand, else 0.
    dense: Vec<f32>,
}

/// Sentences being chosen, until the budget is used up.
pub(crate) struct Selection<'a> {
    candidates: Candidates<'a>,
    budget: Purse,
    redundancy: f32,
    usual: f32,
    scratch: &'a mut SelectScratch,
    /// The chosen sentences, the best first.
    chosen: &'a mut Vec<u32>,
    /// Those beyond the first [`MAX_COMPARED`].
    later: HashSet<&'a str>,
}

impl<'a> Selection<'a> {
    /// Nothing chosen yet. `redundancy` is the largest cosine of a sentence with a chosen one; up to `usual` where there
    /// is not enough else.
    pub(crate) fn new(
        candidates: Candidates<'a>,
        budget: Purse,
        redundancy: f32,
        usual: f32,
        scratch: &'a mut SelectScratch,
        chosen: &'a mut Vec<u32>,
    ) -> Self {
        let n = candidates.sentences.len();
        chosen.clear();
        scratch.order.clear();
        scratch
            .order
            .extend(candidates.scores.iter().zip(0..).map(|(score, row)| place_in_order(*score, row)));
        scratch.order.sort_unstable();
        scratch.taken.clear();
        scratch.taken.resize(n, false);
        scratch.dense.clear();
        scratch.dense.resize(candidates.matrix.n_terms(), 0.0);
        Self { candidates, budget, redundancy, usual, scratch, chosen, later: HashSet::new() }
    }

    /// The eligible sentences, the best first.
    pub(crate) fn eligible(&self) -> impl Iterator<Item = u32> {
        self.in_order().filter(|row| self.candidates.eligible[*row as usize])
    }

    /// The others.
    pub(crate) fn ineligible(&self) -> impl Iterator<Item = u32> {
        self.in_order().filter(|row| !self.candidates.eligible[*row as usize])
    }

    fn in_order(&self) -> impl Iterator<Item = u32> {
        self.scratch.order.iter().map(|place| *place as u32)
    }

    /// Whether the budget is one of sentences, to be spent whole.
    pub(crate) fn counts_sentences(&self) -> bool {
        self.budget.counts_sentences()
    }

    /// The chosen sentences, the best first.
    pub(crate) fn chosen(&self) -> &[u32] {
        self.chosen
    }

    /// The method's score of a sentence.
    pub(crate) fn score(&self, row: usize) -> f32 {
        self.candidates.scores[row]
    }

    /// A sentence as it stands.
    pub(crate) fn text(&self, row: usize) -> &'a str {
        self.candidates.sentences.text(row)
    }

    /// Takes by descending score, earlier sentences first among equals; in several passes, each less strict about
    /// redundancy and fragments. What does not fit is passed over.
    pub(crate) fn take_best(&mut self) {
        for pass in PASSES {
            // Words are better left unused than spent on headings and repetitions.
            if !pass.eligible && !self.budget.counts_sentences() && !self.chosen.is_empty() {
                return;
            }
            self.take_pass(pass);
        }
    }

    /// Takes all sentences, the repetitions last.
    pub(crate) fn take_all(&mut self) {
        self.take_best();
        self.take_pass(REPETITIONS);
    }

    /// As [`take_best`](Self::take_best), without what repeats a chosen sentence or is a fragment, unless there is
    /// nothing else at all.
    pub(crate) fn take_distinct(&mut self) {
        for pass in PASSES {
            if !self.chosen.is_empty() {
                return;
            }
            self.take_pass(pass);
        }
    }

    fn take_pass(&mut self, pass: Pass) {
        for at in 0..self.scratch.order.len() {
            if self.budget.is_empty() {
                return;
            }
            let row = self.scratch.order[at] as u32 as usize;
            if self.suits(row, pass) {
                self.take(row);
            }
        }
    }

    /// Whether a sentence is left, fits, and repeats nothing; whether it is eligible or not.
    pub(crate) fn may_take(&mut self, row: usize) -> bool {
        self.suits(row, Pass { eligible: false, ..PASSES[0] })
    }

    /// Takes a sentence.
    pub(crate) fn take(&mut self, row: usize) {
        self.budget.spend(self.budget.cost(self.text(row)));
        self.scratch.taken[row] = true;
        if self.chosen.len() >= MAX_COMPARED {
            self.later.insert(self.text(row));
        }
        self.chosen.push(row as u32);
    }

    fn suits(&mut self, row: usize, pass: Pass) -> bool {
        if self.scratch.taken[row] || (pass.eligible && !self.candidates.eligible[row]) {
            return false;
        }
        if matches!(pass.redundancy, Redundancy::Allowed | Redundancy::Usual) && self.dangles(row) {
            return false;
        }
        let bound = match pass.redundancy {
            Redundancy::Allowed => self.redundancy.min(SAME),
            Redundancy::Usual => self.usual.min(SAME),
            Redundancy::Same => SAME,
            Redundancy::Unequal | Redundancy::Any => f32::INFINITY,
        };
        let may_repeat = pass.redundancy == Redundancy::Any;
        self.budget.fits(self.budget.cost(self.text(row))) && (may_repeat || !self.repeats(row, bound))
    }

    /// Whether `row` begins with "He" or the like, and the sentence before it is not taken.
    fn dangles(&self, row: usize) -> bool {
        let sentences = self.candidates.sentences;
        !sentences.is_first(row) && !self.scratch.taken[row - 1] && manner::names_nobody(sentences.text(row))
    }

    /// Whether `row` is nearer than `bound` to one of the sentences chosen first, or equal to any.
    fn repeats(&mut self, row: usize, bound: f32) -> bool {
        if self.chosen.is_empty() {
            return false;
        }
        if self.later.contains(self.text(row)) {
            return true;
        }
        let Candidates { sentences, matrix, .. } = self.candidates;
        let dense = &mut self.scratch.dense;
        let entries = matrix.row(row);
        entries.iter().for_each(|entry| dense[entry.term as usize] = entry.weight);
        let near = |other: &u32| {
            let other = *other as usize;
            dot(matrix.row(other), dense) > bound || sentences.text(other) == sentences.text(row)
        };
        let found = self.chosen.iter().take(MAX_COMPARED).any(near);
        entries.iter().for_each(|entry| dense[entry.term as usize] = 0.0);
        found
    }
}

/// A number that sorts the best score first, and earlier rows among equals: it compares faster than a look at the scores.
fn place_in_order(score: f32, row: u32) -> u64 {
    let bits = score.to_bits();
    // The greater the number, the greater these bits: those of negative numbers count down.
    let ascending = bits ^ if bits >> 31 == 1 { u32::MAX } else { 1 << 31 };
    u64::from(!ascending) << 32 | u64::from(row)
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
    /// The whole budget for a body of `n_sentences`; of none, room for all.
    pub(crate) fn new(budget: Option<Budget>, n_sentences: usize) -> Self {
        let (unit, left) = match budget {
            None => (Unit::Sentences, n_sentences),
            Some(Budget::Sentences(n)) => (Unit::Sentences, n),
            Some(Budget::Words(n)) => (Unit::Words, n),
            // The first sentence needs no separator.
            Some(Budget::Chars(n)) => (Unit::Chars, n.saturating_add(1)),
            // 0.1 of 30 is 3, whatever the last bit of the product says.
            Some(Budget::Ratio(ratio)) => {
                (Unit::Sentences, (ratio * n_sentences as f64 - 1e-9).ceil() as usize)
            }
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
