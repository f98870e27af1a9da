//! The choice of sentences that together say a topic.

use super::select::Selection;

/// The candidates that are looked at together, the best by their own scores.
const POOL: usize = 256;

/// The sentences chosen together; what a longer summary adds goes by its own score.
const MAX_TOGETHER: usize = 16;

/// The margin from which a label needs no more evidence: odds of e to this power against the next.
const ENOUGH: f32 = 4.0;

/// What sentences say for a label, as a classifier sees it.
///
/// Evidence adds up: that of several sentences is the sum of what each says, a vector of [`width`](Self::width)
/// numbers.
pub trait Evidence {
    /// The numbers that evidence takes.
    fn width(&self) -> usize;

    /// Writes what a sentence says to `evidence`, which is `width` long.
    fn read(&mut self, sentence: &str, evidence: &mut [f32]);

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
    sum: Vec<f32>,
    joint: Vec<f32>,
}

/// Takes sentences one by one, each the one that does most together with those before it; whether to go on.
///
/// It does `(1 − weight) · score + weight · min(margin / 4, 1)`: a label that is not yet said outweighs all else, and
/// once it is said beyond doubt the method's scores decide. A fragment or the title is taken where only it says the
/// label. Room for words that only a sentence which loses the label again could fill is left empty.
pub(crate) fn take_together(
    selection: &mut Selection<'_>,
    evidence: &mut dyn Evidence,
    weight: f32,
    scratch: &mut TopicScratch,
) -> bool {
    let width = evidence.width();
    let TopicScratch { pool, said, sum, joint } = scratch;
    pool.clear();
    pool.extend(selection.eligible().take(POOL));
    let n_eligible = pool.len();
    pool.extend(selection.ineligible().take(POOL - n_eligible));
    said.clear();
    said.resize(pool.len() * width, 0.0);
    sum.clear();
    sum.resize(width, 0.0);
    let (mut is_said, mut n_read) = (false, 0);
    for _ in 0..MAX_TOGETHER {
        let mut best: Option<Choice> = None;
        // Whether a sentence that is neither the title nor a fragment says the label, or it is said already.
        let mut is_sayable = is_said;
        for (at, said) in said.chunks_exact_mut(width).enumerate() {
            let row = pool[at] as usize;
            let is_eligible = at < n_eligible;
            if !is_eligible && is_sayable {
                break;
            }
            if at == n_read {
                evidence.read(selection.text(row), said);
                n_read += 1;
            }
            if !selection.may_take(row) {
                continue;
            }
            joint.clear();
            joint.extend(sum.iter().zip(said).map(|(sum, said)| sum + *said));
            let margin = evidence.margin(joint);
            let value = (1.0 - weight) * selection.score(row) + weight * (margin / ENOUGH).min(1.0);
            is_sayable |= is_eligible && margin >= 0.0;
            let may_lead = is_eligible || margin >= 0.0;
            if may_lead && value.is_finite() && best.is_none_or(|best| value > best.value) {
                best = Some(Choice { at, value, margin });
            }
        }
        let Some(Choice { at, margin, .. }) = best else { return true };
        if is_said && margin < 0.0 && !selection.counts_sentences() {
            return false;
        }
        is_said = margin >= 0.0;
        selection.take(pool[at] as usize);
        sum.iter_mut().zip(&said[at * width..][..width]).for_each(|(sum, said)| *sum += said);
    }
    true
}

/// The next sentence to take.
#[derive(Clone, Copy)]
struct Choice {
    /// Its place in the pool.
    at: usize,
    value: f32,
    /// The margin once it is taken.
    margin: f32,
}
