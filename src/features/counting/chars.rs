//! Counting character n-grams: the second block of features.

use std::collections::HashMap;

use rayon::prelude::*;

use super::most_frequent;
use super::sequences::{Sequences, document_frequencies, read_words};
use crate::features::chars::{PaddedWord, for_each_word};
use crate::features::csr::CsrMatrix;
use crate::features::hash::WordState;
use crate::features::row_counter::RowCounter;
use crate::features::tfidf::TfIdfValidParams;
use crate::features::vocabulary::UNKNOWN;
use crate::text::Document;

/// The character n-grams of a corpus, in the order of their text, and every document's counts.
pub(super) struct CountedChars {
    pub(super) ngrams: Vec<String>,
    /// n_documents × n_ngrams.
    pub(super) counts: CsrMatrix,
}

impl CountedChars {
    /// No n-grams of so many documents.
    pub(super) fn none(n_documents: usize) -> Self {
        Self { ngrams: Vec::new(), counts: CsrMatrix::from_rows(vec![[]; n_documents], 0) }
    }
}

/// Counts the character n-grams of `documents` and chooses those that are features.
pub(super) fn count_chars(
    documents: &[Document],
    range: (usize, usize),
    params: &TfIdfValidParams,
) -> CountedChars {
    let (sequences, words) = read_words(documents, |text, f| for_each_word(text, |word, _| f(word)));
    let mut found = NgramsOfWords::of(&words, range);
    let df = document_frequencies(&sequences, found.names.len(), |&word| found.of_word(word));
    let mut kept: Vec<u32> =
        (0..df.len() as u32).filter(|&ngram| df[ngram as usize] >= params.min_df()).collect();
    kept.sort_unstable_by(|&a, &b| found.names[a as usize].cmp(&found.names[b as usize]));
    let mut rank = vec![UNKNOWN; df.len()];
    kept.iter().zip(0..).for_each(|(&ngram, n)| rank[ngram as usize] = n);
    found.ngrams.iter_mut().for_each(|ngram| *ngram = rank[*ngram as usize]);

    let counts = count_documents(&sequences, &found, kept.len());
    let mut ngrams: Vec<String> =
        kept.iter().map(|&ngram| std::mem::take(&mut found.names[ngram as usize])).collect();
    let Some(chosen) = most_frequent(&counts, params.max_features()) else {
        return CountedChars { ngrams, counts };
    };
    ngrams = chosen.iter().map(|&ngram| std::mem::take(&mut ngrams[ngram])).collect();
    CountedChars { ngrams, counts: counts.select_columns(&chosen) }
}

/// The n-grams of every distinct word, as numbers.
struct NgramsOfWords {
    ngrams: Vec<u32>,
    /// Where those of each word end.
    ends: Vec<usize>,
    names: Vec<String>,
}

impl NgramsOfWords {
    fn of(words: &[&str], range: (usize, usize)) -> Self {
        let mut found = Self { ngrams: Vec::new(), ends: Vec::with_capacity(words.len()), names: Vec::new() };
        let mut number: HashMap<String, u32, WordState> = HashMap::default();
        let mut padded = PaddedWord::default();
        for word in words {
            padded.set(word);
            padded.for_each_ngram(range, |ngram, _| {
                let known = number.get(ngram).copied();
                found.ngrams.push(known.unwrap_or_else(|| {
                    let new = found.names.len() as u32;
                    number.insert(ngram.to_owned(), new);
                    found.names.push(ngram.to_owned());
                    new
                }));
            });
            found.ends.push(found.ngrams.len());
        }
        found
    }

    fn of_word(&self, word: u32) -> &[u32] {
        let word = word as usize;
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        &self.ngrams[start..self.ends[word]]
    }
}

fn count_documents(sequences: &[Sequences], found: &NgramsOfWords, n_ngrams: usize) -> CsrMatrix {
    let chunks: Vec<CsrMatrix> = (sequences.par_iter())
        .map(|chunk| {
            let mut matrix = CsrMatrix::new(n_ngrams);
            let mut counter = RowCounter::default();
            counter.resize(n_ngrams);
            for document in chunk.documents() {
                let words = document.iter().filter(|&&word| word != UNKNOWN);
                let ngrams = words.flat_map(|&word| found.of_word(word));
                ngrams.filter(|&&ngram| ngram != UNKNOWN).for_each(|&ngram| counter.add(ngram, 1.0));
                matrix.push(counter.drain());
            }
            matrix
        })
        .collect();
    CsrMatrix::concatenate(chunks, n_ngrams)
}
