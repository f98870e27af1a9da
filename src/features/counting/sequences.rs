//! Documents as sequences of numbered words.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::features::hash::WordState;
use crate::features::vocabulary::{STOP_WORD, UNKNOWN};
use crate::text::Document;

/// Documents that one task counts.
const CHUNK: usize = 128;

/// The words of a chunk of documents as numbers, each document's after the other's.
pub(super) struct Sequences {
    pub(super) words: Vec<u32>,
    pub(super) ends: Vec<usize>,
}

impl Sequences {
    pub(super) fn documents(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.words[std::mem::replace(&mut start, end)..end])
    }
}

impl Sequences {
    /// Gives every word its new number; stop words are taken out.
    pub(super) fn rename(&mut self, new: &[u32]) {
        let (mut read, mut write) = (0, 0);
        for end in &mut self.ends {
            while read < *end {
                let word = self.words[read];
                let word = if word == UNKNOWN { UNKNOWN } else { new[word as usize] };
                if word != STOP_WORD {
                    self.words[write] = word;
                    write += 1;
                }
                read += 1;
            }
            *end = write;
        }
        self.words.truncate(write);
    }
}

/// Every document's words, as `for_each_word` cuts them, as numbers; the words, numbered as they first occur.
pub(super) fn read_words<'d>(
    documents: &'d [Document],
    for_each_word: impl Fn(&'d str, &mut dyn FnMut(&'d str)) + Sync,
) -> (Vec<Sequences>, Vec<&'d str>) {
    let chunks: Vec<(Sequences, Vec<&str>)> =
        documents.par_chunks(CHUNK).map(|chunk| read_chunk(chunk, &for_each_word)).collect();
    let mut number: HashMap<&str, u32, WordState> = HashMap::default();
    let mut forms = Vec::new();
    let mut sequences = Vec::with_capacity(chunks.len());
    let mut renames = Vec::with_capacity(chunks.len());
    for (chunk, chunk_forms) in chunks {
        renames
            .push(chunk_forms.iter().map(|&form| intern(form, &mut number, &mut forms)).collect::<Vec<_>>());
        sequences.push(chunk);
    }
    sequences.par_iter_mut().zip(&renames).for_each(|(chunk, rename)| chunk.rename(rename));
    (sequences, forms)
}

fn read_chunk<'d>(
    documents: &'d [Document],
    for_each_word: impl Fn(&'d str, &mut dyn FnMut(&'d str)),
) -> (Sequences, Vec<&'d str>) {
    let mut number: HashMap<&str, u32, WordState> = HashMap::default();
    let mut forms = Vec::new();
    let mut sequences = Sequences { words: Vec::new(), ends: Vec::with_capacity(documents.len()) };
    for document in documents {
        for part in document.feature_parts() {
            for_each_word(part, &mut |word| sequences.words.push(intern(word, &mut number, &mut forms)));
            sequences.words.push(UNKNOWN);
        }
        sequences.ends.push(sequences.words.len());
    }
    (sequences, forms)
}

/// The number of a form, a new one if it was not seen yet.
fn intern<'t>(form: &'t str, number: &mut HashMap<&'t str, u32, WordState>, forms: &mut Vec<&'t str>) -> u32 {
    *number.entry(form).or_insert_with(|| {
        forms.push(form);
        forms.len() as u32 - 1
    })
}

/// In how many documents each of `n_terms` terms occurs; `terms_of` gives those of a word.
pub(super) fn document_frequencies<'t>(
    sequences: &'t [Sequences],
    n_terms: usize,
    terms_of: impl Fn(&'t u32) -> &'t [u32] + Sync,
) -> Vec<usize> {
    let count = |(mut df, mut seen): (Vec<usize>, Vec<u32>), (chunk, sequences): (usize, &'t Sequences)| {
        for (n, document) in sequences.documents().enumerate() {
            let stamp = (chunk * CHUNK + n + 1) as u32;
            for &term in document.iter().filter(|&&word| word != UNKNOWN).flat_map(&terms_of) {
                if std::mem::replace(&mut seen[term as usize], stamp) != stamp {
                    df[term as usize] += 1;
                }
            }
        }
        (df, seen)
    };
    let add = |a: Vec<usize>, b: Vec<usize>| a.iter().zip(&b).map(|(a, b)| a + b).collect();
    let zero = || (vec![0; n_terms], vec![0; n_terms]);
    let chunks = sequences.par_iter().enumerate();
    chunks.fold(zero, count).map(|(df, _)| df).reduce(|| vec![0; n_terms], add)
}
