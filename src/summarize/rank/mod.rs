//! How much each sentence matters: one method a file.
//!
//! Every method fills `scores`, one for each sentence, from the weighed [`TermMatrix`] in time linear in the terms.

mod centrality;
mod news;
mod walk;

pub(crate) use centrality::{central, tfidf};
pub(crate) use news::news;
pub(crate) use walk::{lexrank, textrank};

use super::matrix::TermMatrix;
use crate::text::Span;

/// What a method reads, and the memory it may use.
pub(crate) struct Ranking<'a> {
    pub(crate) text: &'a str,
    pub(crate) spans: &'a [Span],
    pub(crate) matrix: &'a TermMatrix,
    /// Which sentences are long enough to stand in a summary.
    pub(crate) eligible: &'a [bool],
    /// One number a term, of any value.
    pub(crate) dense: &'a mut Vec<f32>,
}

/// The order of the text: 1 for the first sentence, falling.
pub(crate) fn lead(scores: &mut [f32]) {
    for (at, score) in scores.iter_mut().enumerate() {
        *score = (at as f32 + 1.0).recip();
    }
}

/// Stretches the scores of the eligible sentences to 0..=1 and sets the others to 0.
///
/// Equal scores all become 0, and so does what is no finite number.
pub(crate) fn stretch(scores: &mut [f32], eligible: &[bool]) {
    let counts = |(score, eligible): (&f32, &bool)| (*eligible && score.is_finite()).then_some(*score);
    let counted = || scores.iter().zip(eligible).filter_map(counts);
    let low = counted().fold(f32::INFINITY, f32::min);
    let high = counted().fold(f32::NEG_INFINITY, f32::max);
    let scale = if high > low { (high - low).recip() } else { 0.0 };
    for (score, eligible) in scores.iter_mut().zip(eligible) {
        *score = counts((score, eligible)).map_or(0.0, |score| (score - low) * scale);
    }
}

/// Adds `weight · exp(−p / decay)` to each eligible sentence, `p` being its place among them, from 0.
fn add_position(scores: &mut [f32], eligible: &[bool], weight: f32, decay: f32) {
    let step = (-1.0 / decay).exp();
    let mut prior = weight;
    for (score, _) in scores.iter_mut().zip(eligible).filter(|(_, eligible)| **eligible) {
        *score += prior;
        prior *= step;
    }
}
