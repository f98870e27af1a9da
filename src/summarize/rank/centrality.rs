//! Nearness to all of the document.

use super::{Ranking, add_position, stretch};
use crate::summarize::matrix::TermMatrix;
use crate::summarize::select::dot;

/// The weight of the place in [`tfidf`].
const PLACE: f32 = 0.3;

/// After so many sentences the prior of [`tfidf`] has fallen to 1/e.
const DECAY: f32 = 6.0;

/// Scores by `u_i · Σ_{j≠i} u_j` over unit rows `u`, wherever the sentence stands.
pub(crate) fn central(ranking: Ranking<'_>, scores: &mut [f32]) {
    centrality(ranking.dense, ranking.matrix, scores);
    stretch(scores, ranking.eligible);
}

/// Scores by the cosine with the document's TF-IDF centroid, and by place.
pub(crate) fn tfidf(ranking: Ranking<'_>, scores: &mut [f32]) {
    let Ranking { matrix, eligible, dense, .. } = ranking;
    centrality(dense, matrix, scores);
    stretch(scores, eligible);
    scores.iter_mut().for_each(|score| *score *= 1.0 - PLACE);
    add_position(scores, eligible, PLACE, DECAY);
}

/// The product of each row with the sum of the others.
fn centrality(dense: &mut Vec<f32>, matrix: &TermMatrix, scores: &mut [f32]) {
    dense.clear();
    dense.resize(matrix.n_terms(), 0.0);
    for at in 0..scores.len() {
        matrix.row(at).iter().for_each(|entry| dense[entry.term as usize] += entry.weight);
    }
    for (at, score) in scores.iter_mut().enumerate() {
        let row = matrix.row(at);
        // A row with terms has length 1: its product with itself is 1.
        *score = (dot(row, dense) - if row.is_empty() { 0.0 } else { 1.0 }).max(0.0);
    }
}
