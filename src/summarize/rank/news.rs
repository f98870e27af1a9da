//! For news: what the rest of the story goes on about, and early in it.

use super::{Ranking, add_position, stretch};
use crate::summarize::manner;
use crate::summarize::matrix::TermMatrix;
use crate::summarize::sentences::Sentences;

/// The weight of what follows against that of the place; .4 to .6 do as well.
const FOLLOWED: f32 = 0.5;

/// After so many sentences the prior has fallen to 1/e; 4 to 10 do as well.
const DECAY: f32 = 6.0;

/// What the first sentence gets on top: a press release leads with its news, whatever it goes on about.
const FIRST: f32 = 0.15;

/// A sentence's tokens beyond so many count half: a long one is near to everything.
const FULL_TOKENS: f32 = 25.0;

/// What a sentence gains by sharing the headline's terms; the headline itself is no candidate. 1 does
/// as well on press releases, and worse on texts of many kinds.
const HEADLINE: f32 = 1.5;

/// Scores by forward centrality, place, headline and manner.
///
/// The centrality is `F(i) = u_i · Σ_{j>i} u_j` over unit rows `u`: the directed idea of PacSum (Zheng & Lapata
/// 2019) with only the edges forward, from one running sum; times `(25 + (n − 25) / 2) / n` where the sentence has
/// `n > 25` tokens. The score is `0.5 · minmax(F) + 0.5 · exp(−p / 6) + 1.5 · cos(u_i, title)`,
/// less the cost of its [manner](manner::cost). Of several documents every sentence of the others counts as one that
/// follows.
///
/// `benches/README.md` says what each piece adds.
pub(crate) fn news(ranking: Ranking<'_>, scores: &mut [f32]) {
    let Ranking { sentences, matrix, eligible, headline, dense } = ranking;
    add_followers(sentences, matrix, dense, scores);
    stretch(scores, eligible);
    scores.iter_mut().for_each(|score| *score *= FOLLOWED);
    add_position(scores, sentences, eligible, 1.0 - FOLLOWED, DECAY);
    for mut rows in sentences.by_document() {
        if let Some(first) = rows.find(|row| eligible[*row]) {
            scores[first] += FIRST;
        }
    }
    for (row, score) in scores.iter_mut().enumerate().filter(|(row, _)| eligible[*row]) {
        *score += HEADLINE * headline[row] - manner::cost(sentences.text(row), matrix.speaks(row));
    }
}

/// Fills `scores` with the forward centrality.
fn add_followers(sentences: Sentences<'_>, matrix: &TermMatrix, dense: &mut Vec<f32>, scores: &mut [f32]) {
    dense.clear();
    dense.resize(matrix.n_terms(), 0.0);
    let add = |dense: &mut [f32], row: usize, sign: f32| {
        matrix.row(row).iter().for_each(|entry| dense[entry.term as usize] += sign * entry.weight);
    };
    // For each document the sum begins with all the others.
    let n_first = sentences.by_document().next().map_or(0, |rows| rows.end);
    (n_first..scores.len()).for_each(|row| add(dense, row, 1.0));
    for rows in sentences.by_document() {
        if rows.start > 0 {
            rows.clone().for_each(|row| add(dense, row, -1.0));
        }
        for row in rows.rev() {
            let mut followed = 0.0;
            for entry in matrix.row(row) {
                let sum = &mut dense[entry.term as usize];
                followed += entry.weight * *sum;
                *sum += entry.weight;
            }
            scores[row] = followed * length_factor(matrix.n_tokens(row));
        }
    }
}

/// How much of the centrality of a sentence of `n_tokens` counts.
fn length_factor(n_tokens: usize) -> f32 {
    let n = n_tokens as f32;
    if n > FULL_TOKENS { (FULL_TOKENS + n) / (2.0 * n) } else { 1.0 }
}
