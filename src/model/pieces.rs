//! Pieces of documents that are trained on beside the whole ones.

use std::ops::Range;

use rayon::prelude::*;

use crate::classify::Targets;
use crate::error::Result;
use crate::features::tfidf::{RowScratch, TfIdfValidParams};
use crate::features::{CsrMatrix, TfIdfVectorizer};
use crate::text::tokenize::for_each_token;
use crate::text::{Document, Span};

/// Documents that one task cuts and counts.
const CHUNK: usize = 64;

/// The term counts of the training documents and of pieces of them.
///
/// What a term is, its idf and everything that is judged are of whole documents; only a classifier is fitted on pieces
/// too, each with the classes of its document.
pub(super) struct Counts {
    /// n_documents × n_features.
    pub(super) documents: CsrMatrix,
    /// n_pieces × n_features, document by document.
    pieces: CsrMatrix,
    /// Where each document's pieces end.
    ends: Vec<usize>,
}

/// Rows to train on and to judge by.
pub(super) struct FoldRows {
    /// The training documents, then their pieces.
    pub(super) training: CsrMatrix,
    pub(super) targets: Targets,
    pub(super) held_out: CsrMatrix,
    pub(super) held_out_pieces: CsrMatrix,
}

impl Counts {
    /// Counts whole documents and, with `first_piece`, pieces of so many words, twice as many, and so on.
    pub(super) fn new(
        tfidf: &TfIdfValidParams,
        documents: &[Document],
        first_piece: Option<usize>,
    ) -> Result<(TfIdfVectorizer, Self)> {
        let (vectorizer, counts) = tfidf.count(documents)?;
        let n_features = vectorizer.n_features();
        let cut = |chunk: &[Document]| {
            let mut pieces = CsrMatrix::new(n_features);
            let mut scratch = RowScratch::default();
            let n_pieces = chunk.iter().map(|document| {
                let texts = first_piece.map_or(Vec::new(), |first| cut(document, first));
                texts.iter().for_each(|text| pieces.push(vectorizer.counts(text, &mut scratch)));
                texts.len()
            });
            let n_pieces: Vec<usize> = n_pieces.collect();
            (pieces, n_pieces)
        };
        let (pieces, n_pieces): (Vec<_>, Vec<_>) = documents.par_chunks(CHUNK).map(cut).unzip();
        let mut end = 0;
        let ends = n_pieces.iter().flatten().map(|n| {
            end += n;
            end
        });
        let ends = ends.collect();
        Ok((vectorizer, Self { documents: counts, pieces: CsrMatrix::concatenate(pieces, n_features), ends }))
    }

    /// The rows of these training documents, whose classes are `targets`, and of those held out. Idf and `min_df` are
    /// those of the training documents, so that nothing of a held-out one was seen.
    pub(super) fn fold_rows(
        &self,
        vectorizer: &TfIdfVectorizer,
        training: &[usize],
        targets: &Targets,
        held_out: &[usize],
    ) -> FoldRows {
        let tfidf = vectorizer.params();
        let mut rows = self.documents.select(training);
        let idf = vectorizer.idf_over(&rows);
        rows.append(&self.pieces.select(&self.pieces_of(training)));
        FoldRows {
            training: tfidf.weigh(rows, &idf),
            targets: targets.select(&self.places(training)),
            held_out: tfidf.weigh(self.documents.select(held_out), &idf),
            held_out_pieces: tfidf.weigh(self.pieces.select(&self.pieces_of(held_out)), &idf),
        }
    }

    /// The number of pieces.
    pub(super) fn n_pieces(&self) -> usize {
        self.pieces.n_rows()
    }

    /// The pieces of these documents.
    pub(super) fn pieces_of(&self, documents: &[usize]) -> Vec<usize> {
        documents.iter().flat_map(|&document| self.range(document)).collect()
    }

    /// All rows to train on, and their classes.
    pub(super) fn into_rows(self, vectorizer: &TfIdfVectorizer, targets: &Targets) -> (CsrMatrix, Targets) {
        let targets = targets.select(&self.document_of_row());
        let mut rows = self.documents;
        rows.append(&self.pieces);
        drop(self.pieces);
        (vectorizer.params().weigh(rows, &vectorizer.idf()), targets)
    }

    /// The document of every row: of each document itself, then of each piece.
    pub(super) fn document_of_row(&self) -> Vec<usize> {
        let every: Vec<usize> = (0..self.documents.n_rows()).collect();
        self.places(&every)
    }

    /// The place in `documents` of each of them, then of each of their pieces.
    fn places(&self, documents: &[usize]) -> Vec<usize> {
        let of_pieces = (documents.iter().enumerate())
            .flat_map(|(place, &document)| self.range(document).map(move |_| place));
        (0..documents.len()).chain(of_pieces).collect()
    }

    /// The pieces of a document.
    fn range(&self, document: usize) -> Range<usize> {
        let start = document.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[document]
    }
}

/// The pieces of a document, each a list of texts, for none of its terms spans its title and its body.
fn cut(document: &Document, first: usize) -> Vec<Vec<&str>> {
    let parts: Vec<&str> = document.feature_parts().collect();
    let mut words = Vec::new();
    for (part, text) in parts.iter().enumerate() {
        for_each_token(text, |_, span| words.push((part, span)));
    }
    let text = |words: &[(usize, Span)]| {
        let (part, first) = &words[0];
        let (_, last) = &words[words.len() - 1];
        &parts[*part][first.start..last.end]
    };
    let piece = |range: Range<usize>| words[range].chunk_by(|a, b| a.0 == b.0).map(text).collect();
    bounds(words.len(), first).into_iter().map(piece).collect()
}

/// Where the pieces of a text of `n_words` stand: `first` words, twice as many, and so on. What is left at the end is a
/// piece if it is at least half as long as it should be; a text of hardly more than one piece has none.
fn bounds(n_words: usize, first: usize) -> Vec<Range<usize>> {
    let mut bounds = Vec::new();
    if n_words <= first.saturating_add(first / 2) {
        return bounds;
    }
    let (mut start, mut length) = (0, first);
    while start < n_words && n_words - start >= length.div_ceil(2) {
        let end = n_words.min(start + length);
        bounds.push(start..end);
        start = end;
        length = length.saturating_mul(2);
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::TfIdfParams;
    use linfa::ParamGuard;

    #[test]
    fn pieces_double_and_a_short_rest_is_none() {
        let ends =
            |n_words, first| bounds(n_words, first).into_iter().map(|words| words.end).collect::<Vec<_>>();
        assert_eq!(ends(45, 30), [0; 0]);
        assert_eq!(ends(46, 30), [30]);
        assert_eq!(ends(60, 30), [30, 60]);
        assert_eq!(ends(149, 30), [30, 90]);
        assert_eq!(ends(4, usize::MAX), [0; 0]);
        assert_eq!(ends(5, 1), [1, 3, 5]);
        assert_eq!(bounds(150, 30), [0..30, 30..90, 90..150]);
    }

    #[test]
    fn a_piece_runs_over_title_and_body_in_two_texts() {
        let mut document = Document::new("1", "vote on farm aid. Then tax!");
        document.title = Some("Farm bill".to_owned());
        assert_eq!(cut(&document, 3), [vec!["Farm bill", "vote"], vec!["on farm aid. Then tax"]]);
    }

    #[test]
    fn pieces_are_rows_with_the_class_of_their_document() {
        let documents = Document::from_bodies(["tax bill tax vote", "farm", "farm vote farm bill"]);
        let params = TfIdfParams::new().min_df(1).ngram_range(1, 1);
        let (vectorizer, counts) = Counts::new(params.check_ref().unwrap(), &documents, Some(2)).unwrap();
        assert_eq!(counts.ends, [2, 2, 4]);
        let rows = counts.fold_rows(&vectorizer, &[2, 1], &Targets::One(vec![7, 5]), &[0]);
        assert_eq!(rows.targets, Targets::One(vec![7, 5, 7, 7]));
        assert_eq!((rows.training.n_rows(), rows.held_out.n_rows()), (4, 1));
        let terms = |row: usize| {
            let row = rows.training.row(row);
            row.indices
                .iter()
                .map(|&feature| vectorizer.terms()[feature as usize].to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (terms(2), terms(3)),
            (vec!["farm".into(), "vote".into()], vec!["bill".into(), "farm".into()])
        );
        let (rows, targets) = counts.into_rows(&vectorizer, &Targets::One(vec![3, 5, 7]));
        assert_eq!((rows.n_rows(), targets), (7, Targets::One(vec![3, 5, 7, 3, 3, 7, 7])));
    }
}
