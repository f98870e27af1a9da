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
use super::sentences::Sentences;

/// What a method reads, and the memory it may use.
pub(crate) struct Ranking<'a> {
    pub(crate) sentences: Sentences<'a>,
    pub(crate) matrix: &'a TermMatrix,
    /// Which sentences are long enough to stand in a summary.
    pub(crate) eligible: &'a [bool],
    /// For each sentence its cosine with its document's title.
    pub(crate) headline: &'a [f32],
    /// One number a term, of any value.
    pub(crate) dense: &'a mut Vec<f32>,
}

/// The order of the text: 1 for the first sentence, falling.
pub(crate) fn lead(sentences: Sentences<'_>, scores: &mut [f32]) {
    for rows in sentences.by_document() {
        for (at, score) in scores[rows].iter_mut().enumerate() {
            *score = (at as f32 + 1.0).recip();
        }
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

/// Adds `weight · exp(−p / decay)` to each eligible sentence, `p` being its place among those of its document, from 0.
fn add_position(scores: &mut [f32], sentences: Sentences<'_>, eligible: &[bool], weight: f32, decay: f32) {
    let step = (-1.0 / decay).exp();
    for rows in sentences.by_document() {
        let mut prior = weight;
        let scores = scores[rows.clone()].iter_mut().zip(&eligible[rows]);
        for (score, _) in scores.filter(|(_, eligible)| **eligible) {
            *score += prior;
            // Beyond this it is nothing beside a score, and slow.
            prior = if prior > f32::EPSILON { prior * step } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarize::sentences::Place;
    use crate::text::stem::{Analyzer, AnalyzerParams};
    use crate::text::{Document, Span};

    pub(crate) const SENTENCES: [&str; 4] = [
        "The harbor board met.",
        "The harbor board approved a ferry line.",
        "The ferry line opens in May.",
        "Cold winds blew.",
    ];

    pub(crate) fn matrix() -> TermMatrix {
        let analyzer =
            Analyzer::new(&AnalyzerParams { stop_words: vec!["the".into()], ..Default::default() }).unwrap();
        let mut matrix = TermMatrix::default();
        matrix.clear();
        SENTENCES
            .iter()
            .for_each(|sentence| matrix.push_row(sentence, Span::new(0, sentence.len()), &analyzer));
        matrix.weigh();
        matrix
    }

    /// The scores of [`SENTENCES`], all eligible, by a method.
    pub(crate) fn ranked(method: impl Fn(Ranking<'_>, &mut [f32])) -> Vec<f32> {
        let document = Document::new("a", SENTENCES.concat());
        let mut at = 0;
        let places = SENTENCES.map(|sentence| {
            at += sentence.len();
            Place::new(0, Span::new(at - sentence.len(), at))
        });
        let (matrix, mut dense, mut scores) = (matrix(), Vec::new(), vec![0.0; SENTENCES.len()]);
        let ranking = Ranking {
            sentences: Sentences { documents: &[&document], places: &places },
            matrix: &matrix,
            eligible: &[true; 4],
            headline: &[0.0; 4],
            dense: &mut dense,
        };
        method(ranking, &mut scores);
        scores
    }

    #[test]
    fn news_looks_forward_and_starts_early() {
        let scores = ranked(news);
        assert!(scores[0] > scores[2] && scores[1] > scores[2] && scores[2] > scores[3], "{scores:?}");
    }

    #[test]
    fn what_is_no_number_counts_as_least() {
        let mut scores = [2.0, f32::NAN, 4.0, 3.0];
        stretch(&mut scores, &[true, true, true, false]);
        assert_eq!(scores, [0.0, 0.0, 1.0, 0.0]);
    }
}
