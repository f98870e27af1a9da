//! The choice of sentences that together say a topic.

use std::ops::Range;

use super::select::Selection;

/// The candidates that are looked at together, the best by their own scores.
const POOL: usize = 256;

/// The sentences chosen together; what a longer summary adds goes by its own score.
const MAX_TOGETHER: usize = 16;

/// So many of those that seem best are read together with the chosen ones.
const MAX_READ: usize = 16;

/// The margin from which a label needs no more evidence: odds of e to this power against the next.
const ENOUGH: f32 = 4.0;

/// What sentences say for a label, as a classifier sees it.
///
/// Evidence adds up: that of several sentences is the sum of what each says, a vector of [`width`](Self::width)
/// numbers.
pub trait Evidence {
    /// The numbers that evidence takes.
    fn width(&self) -> usize;

    /// Writes what sentences say, read as one text, to `evidence`, which is `width` long.
    fn read(&mut self, sentences: &[&str], evidence: &mut [f32]);

    /// How far the label is ahead of every other by this evidence, as the logarithm of the odds; below 0 where
    /// another one is.
    fn margin(&mut self, evidence: &[f32]) -> f32;
}

/// Memory for [`take_together`].
#[derive(Debug, Default)]
pub(crate) struct TopicScratch {
    pool: Vec<u32>,
    /// What each of the pool says, side by side.
    said: Vec<f32>,
    /// What the chosen sentences say together, and they with one more.
    sum: Vec<f32>,
    joint: Vec<f32>,
    choices: Vec<Choice>,
}

/// Takes sentences one by one, each the one that does most together with those before it; whether to go on.
///
/// It does `(1 − weight) · score + weight · said`, where `said` is `min(margin / 4, 1)`, and 1 less where the label is
/// not said: from a weight of 0.5 that outweighs all else, and once the label is said beyond doubt the method's scores
/// decide. A fragment or the title is taken where only it says the label. Room for words that only a sentence which
/// loses the label again could fill is left empty.
pub(crate) fn take_together(
    selection: &mut Selection<'_>,
    evidence: &mut dyn Evidence,
    weight: f32,
    scratch: &mut TopicScratch,
) -> bool {
    scratch.pool.clear();
    scratch.pool.extend(selection.eligible().take(POOL));
    let n_eligible = scratch.pool.len();
    scratch.pool.extend(selection.ineligible().take(POOL - n_eligible));
    let n_pool = scratch.pool.len();
    scratch.said.clear();
    scratch.sum.clear();
    scratch.sum.resize(evidence.width(), 0.0);
    let mut pool = Pool { selection, evidence, weight, scratch };
    let mut is_said = false;
    for _ in 0..MAX_TOGETHER {
        let mut best = pool.best(0..n_eligible);
        if !is_said && best.is_none_or(|best| !best.says_it()) {
            best = pool.best(n_eligible..n_pool).filter(Choice::says_it).or(best);
        }
        let Some(best) = best else { return true };
        if is_said && !best.says_it() && !pool.selection.counts_sentences() {
            return false;
        }
        is_said = best.says_it();
        pool.take(best.at);
    }
    true
}

/// The sentences to choose from, and what says which.
struct Pool<'p, 's> {
    selection: &'p mut Selection<'s>,
    evidence: &'p mut dyn Evidence,
    weight: f32,
    scratch: &'p mut TopicScratch,
}

impl Pool<'_, '_> {
    /// The best one of a range of the pool to take next.
    ///
    /// Evidence that is added up counts a term anew in each sentence. So the one that seems best is read again
    /// together with those chosen, until one that was read stays the best.
    fn best(&mut self, range: Range<usize>) -> Option<Choice> {
        let mut choices = std::mem::take(&mut self.scratch.choices);
        choices.clear();
        choices.extend(range.filter_map(|at| self.choice(at)));
        let mut n_read = 0;
        let best = loop {
            let best =
                choices.iter_mut().reduce(|best, next| if next.value > best.value { next } else { best });
            let Some(best) = best else { break None };
            if best.is_read || n_read == MAX_READ {
                break Some(*best);
            }
            self.read_with(Some(best.at));
            *best = self.weigh(best.at, true);
            n_read += 1;
        };
        self.scratch.choices = choices;
        best.filter(|best| best.value.is_finite())
    }

    /// What a sentence does together with those chosen, by evidence that is added up; if it may be taken.
    fn choice(&mut self, at: usize) -> Option<Choice> {
        let TopicScratch { pool, said, sum, joint, .. } = &mut *self.scratch;
        let (row, start) = (pool[at] as usize, at * sum.len());
        if said.len() == start {
            said.resize(start + sum.len(), 0.0);
            self.evidence.read(&[self.selection.text(row)], &mut said[start..]);
        }
        if !self.selection.may_take(row) {
            return None;
        }
        joint.clear();
        joint.extend(sum.iter().zip(&said[start..]).map(|(sum, said)| sum + said));
        Some(self.weigh(at, self.selection.chosen().is_empty()))
    }

    /// Takes a sentence.
    fn take(&mut self, at: usize) {
        self.selection.take(self.scratch.pool[at] as usize);
        self.read_with(None);
        std::mem::swap(&mut self.scratch.sum, &mut self.scratch.joint);
    }

    /// Reads the chosen sentences, with one more if there is one, as they stand in the document.
    fn read_with(&mut self, at: Option<usize>) {
        let TopicScratch { pool, joint, sum, .. } = &mut *self.scratch;
        let mut rows: Vec<u32> = self.selection.chosen().to_vec();
        rows.extend(at.map(|at| pool[at]));
        rows.sort_unstable();
        let texts: Vec<&str> = rows.iter().map(|row| self.selection.text(*row as usize)).collect();
        joint.clear();
        joint.resize(sum.len(), 0.0);
        self.evidence.read(&texts, joint);
    }

    /// What a sentence is worth by the evidence in `joint`.
    fn weigh(&mut self, at: usize, is_read: bool) -> Choice {
        let margin = self.evidence.margin(&self.scratch.joint);
        let score = self.selection.score(self.scratch.pool[at] as usize);
        let said = (margin / ENOUGH).min(1.0) - f32::from(margin < 0.0);
        let value = (1.0 - self.weight) * score + self.weight * said;
        Choice { at, value, margin, is_read }
    }
}

/// A sentence that may be taken next.
#[derive(Clone, Copy, Debug)]
struct Choice {
    /// Its place in the pool.
    at: usize,
    value: f32,
    /// The margin once it is taken.
    margin: f32,
    /// Whether the margin is of the sentences read together.
    is_read: bool,
}

impl Choice {
    fn says_it(&self) -> bool {
        self.margin >= 0.0
    }
}
