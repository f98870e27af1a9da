//! For news: what the rest of the story goes on about, and early in it.

use super::{Ranking, add_position, stretch};
use crate::summarize::manner;
use crate::summarize::select::dot;

/// The weight of what follows against that of the place; .4 to .6 do as well.
const FOLLOWED: f32 = 0.5;

/// After so many sentences the prior has fallen to 1/e; 4 to 10 do as well.
const DECAY: f32 = 6.0;

/// What the first sentence gets on top: a press release leads with its news, whatever it goes on about.
const FIRST: f32 = 0.15;

/// A sentence's tokens beyond so many count half: a long one is near to everything.
const FULL_TOKENS: f32 = 25.0;

/// Scores by forward centrality, place and manner.
///
/// The centrality is `F(i) = u_i · Σ_{j>i} u_j` over unit rows `u`: the directed idea of PacSum (Zheng & Lapata
/// 2019) with only the edges forward, from one running sum; times `(25 + (n − 25) / 2) / n` where the sentence has
/// `n > 25` tokens. The score is `0.5 · minmax(F) + 0.5 · exp(−p / 6)`, less the cost of its
/// [manner](manner::cost).
pub(crate) fn news(ranking: Ranking<'_>, scores: &mut [f32]) {
    let Ranking { matrix, eligible, dense, .. } = ranking;
    dense.clear();
    dense.resize(matrix.n_terms(), 0.0);
    for at in (0..scores.len()).rev() {
        let row = matrix.row(at);
        scores[at] = dot(row, dense) * length_factor(matrix.n_tokens(at));
        row.iter().for_each(|entry| dense[entry.term as usize] += entry.weight);
    }
    stretch(scores, eligible);
    scores.iter_mut().for_each(|score| *score *= FOLLOWED);
    add_position(scores, eligible, 1.0 - FOLLOWED, DECAY);
    if let Some(first) = eligible.iter().position(|eligible| *eligible) {
        scores[first] += FIRST;
    }
    for (at, score) in scores.iter_mut().enumerate().filter(|(at, _)| eligible[*at]) {
        *score -= manner::cost(ranking.spans[at].of(ranking.text), matrix.speaks(at));
    }
}

/// How much of the centrality of a sentence of `n_tokens` counts.
fn length_factor(n_tokens: usize) -> f32 {
    let n = n_tokens as f32;
    if n > FULL_TOKENS { (FULL_TOKENS + n) / (2.0 * n) } else { 1.0 }
}
