//! Nearness to all of the document.

use super::{Ranking, add_position, stretch};
use crate::summarize::matrix::TermMatrix;
use crate::summarize::select::dot;

/// The weight of the place in [`tfidf`]; on bills .35 to .45 do as well.
const PLACE: f32 = 0.4;

/// After so many sentences the prior of [`tfidf`] has fallen to 1/e.
const DECAY: f32 = 6.0;

/// Scores by `u_i · Σ_{j≠i} u_j` over unit rows `u`, wherever the sentence stands.
pub(crate) fn central(ranking: Ranking<'_>, scores: &mut [f32]) {
    centrality(ranking.dense, ranking.matrix, scores);
    stretch(scores, ranking.eligible);
}

/// Scores by nearness to the document's TF-IDF centroid and by place: `0.6 · minmax(C) + 0.4 · exp(−p / 6)`.
///
/// `C(i) = u_i · Σ_{j≠i} u_j` is, for rows of length 1, the cosine with the centroid of the others up to a factor.
pub(crate) fn tfidf(ranking: Ranking<'_>, scores: &mut [f32]) {
    let Ranking { sentences, matrix, eligible, dense, .. } = ranking;
    centrality(dense, matrix, scores);
    stretch(scores, eligible);
    scores.iter_mut().for_each(|score| *score *= 1.0 - PLACE);
    add_position(scores, sentences, eligible, PLACE, DECAY);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarize::rank::tests::{SENTENCES, ranked};

    #[test]
    fn the_sentence_that_shares_most_is_the_most_central_wherever_it_stands() {
        let scores = ranked(central);
        assert_eq!(scores.iter().position(|score| *score == 1.0), Some(1), "{:?}", SENTENCES[1]);
        assert_eq!(scores[3], 0.0);
    }

    #[test]
    fn the_first_sentence_gains_by_its_place() {
        assert!(ranked(tfidf)[0] > ranked(central)[0]);
    }
}
