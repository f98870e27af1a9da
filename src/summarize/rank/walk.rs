//! Random walks over the graph of similar sentences, without the graph.
//!
//! Where the similarity of two sentences is the product of their rows, a step of the walk goes from sentences to
//! terms and back: `x → U(Uᵀx)`. It takes time linear in the terms, where the graph would take the square of the
//! number of sentences.

use super::{Ranking, stretch};
use crate::summarize::matrix::{Entry, TermMatrix};

/// The chance of going on along an edge.
const DAMPING: f32 = 0.85;

/// The walk ends when no sentence moves by more than this share of the mean.
const TOLERANCE: f32 = 1e-4;

/// The walk ends after so many steps at the latest.
const MAX_STEPS: usize = 50;

/// Scores by continuous LexRank: the walk over cosines of TF-IDF rows (Erkan & Radev 2004).
pub(crate) fn lexrank(ranking: Ranking<'_>, scores: &mut [f32]) {
    walk(ranking.matrix, ranking.dense, scores, |_, entry| entry.weight);
    stretch(scores, ranking.eligible);
}

/// Scores by TextRank: the walk over shared terms, for the lengths of the sentences (Mihalcea & Tarau 2004).
///
/// The overlap is divided by `√(|a|·|b|)` in place of `ln|a| + ln|b|`, so that it is a product of rows.
pub(crate) fn textrank(ranking: Ranking<'_>, scores: &mut [f32]) {
    walk(ranking.matrix, ranking.dense, scores, |row, _| (row.len() as f32).sqrt().recip());
    stretch(scores, ranking.eligible);
}

/// The stationary distribution times the number of sentences.
fn walk(
    matrix: &TermMatrix,
    dense: &mut Vec<f32>,
    scores: &mut [f32],
    weight: impl Fn(&[Entry], &Entry) -> f32,
) {
    let n = scores.len();
    let spread = |dense: &mut Vec<f32>, by: &dyn Fn(usize) -> f32| {
        dense.clear();
        dense.resize(matrix.n_terms(), 0.0);
        for at in 0..n {
            let (row, by) = (matrix.row(at), by(at));
            row.iter().for_each(|entry| dense[entry.term as usize] += by * weight(row, entry));
        }
    };
    let gather = |dense: &[f32], at: usize| -> f32 {
        let row = matrix.row(at);
        row.iter().map(|entry| dense[entry.term as usize] * weight(row, entry)).sum()
    };
    spread(dense, &|_| 1.0);
    let degrees: Vec<f32> = (0..n).map(|at| gather(dense, at).max(f32::MIN_POSITIVE)).collect();
    scores.fill(1.0);
    for _ in 0..MAX_STEPS {
        spread(dense, &|at| scores[at] / degrees[at]);
        let mut moved = 0f32;
        for (at, score) in scores.iter_mut().enumerate() {
            let next = 1.0 - DAMPING + DAMPING * gather(dense, at);
            moved = moved.max((next - *score).abs());
            *score = next;
        }
        if moved < TOLERANCE {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarize::rank::tests::{matrix, ranked};

    /// The walk over the whole graph, as the paper has it.
    fn dense_lexrank() -> Vec<f32> {
        let matrix = matrix();
        let n = matrix.n_rows();
        let cosine = |a: usize, b: usize| -> f32 {
            let shared = |x: &Entry| -> f32 {
                matrix.row(b).iter().filter(|y| y.term == x.term).map(|y| x.weight * y.weight).sum()
            };
            matrix.row(a).iter().map(shared).sum::<f32>()
        };
        let degrees: Vec<f32> = (0..n).map(|a| (0..n).map(|b| cosine(a, b)).sum()).collect();
        let mut scores = vec![1.0; n];
        for _ in 0..200 {
            let step = |a: usize| (0..n).map(|b| cosine(a, b) * scores[b] / degrees[b]).sum::<f32>();
            scores = (0..n).map(|a| 1.0 - DAMPING + DAMPING * step(a)).collect();
        }
        stretch(&mut scores, &vec![true; n]);
        scores
    }

    #[test]
    fn the_walk_through_terms_is_the_walk_over_the_graph() {
        for (ours, dense) in ranked(lexrank).into_iter().zip(dense_lexrank()) {
            assert!((ours - dense).abs() < 1e-2, "{ours} {dense}");
        }
    }

    #[test]
    fn textrank_prefers_what_shares_terms() {
        let scores = ranked(textrank);
        assert!(scores[1] > scores[3]);
    }
}
