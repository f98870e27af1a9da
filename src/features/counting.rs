//! Counting a corpus: which terms occur in how many documents, and each document's counts.
//!
//! Each distinct form of a word is stemmed once, however often it occurs. What is added up over threads are whole
//! numbers, and what is numbered is numbered in the order of the documents and terms, so that the result does not
//! depend on the number of threads.

use std::collections::HashMap;

use rayon::prelude::*;

use super::csr::CsrMatrix;
use super::hash::{Table, WordState, hash_bytes, hash_pair};
use super::tfidf::TfIdfValidParams;
use super::vocabulary::{MAX_NODES, STOP_WORD, Strings, UNKNOWN, Vocabulary, Walk};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::Document;
use crate::text::stem::Analyzer;
use crate::text::tokenize::for_each_token;

/// Documents that one task counts.
const CHUNK: usize = 128;

/// A corpus, counted.
pub(super) struct Counted {
    pub(super) vocabulary: Vocabulary,
    /// Term counts, n_documents × n_features.
    pub(super) counts: CsrMatrix,
}

/// The words of a chunk of documents as numbers, each document's after the other's.
struct Sequences {
    words: Vec<u32>,
    ends: Vec<usize>,
}

impl Sequences {
    fn documents(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.words[std::mem::replace(&mut start, end)..end])
    }
}

/// Counts the terms of `documents` and chooses the vocabulary.
pub(super) fn count(
    documents: &[Document],
    params: &TfIdfValidParams,
    analyzer: &Analyzer,
) -> Result<Counted> {
    let (mut sequences, forms) = read_words(documents);
    let stems = Stems::of(&forms, analyzer);
    sequences.par_iter_mut().for_each(|chunk| chunk.rename(&stems.of_form));
    let df = document_frequencies(&sequences, stems.names.len());

    // Words in the order of their stems; a word below min_df can be in no n-gram that reaches min_df.
    let mut kept: Vec<u32> =
        (0..df.len() as u32).filter(|&stem| df[stem as usize] >= params.min_df()).collect();
    kept.sort_unstable_by_key(|&stem| stems.names[stem as usize].as_str());
    if kept.is_empty() {
        return Err(empty_vocabulary(documents, &sequences, df.len(), params));
    }
    let mut rank = vec![UNKNOWN; df.len()];
    kept.iter().zip(0..).for_each(|(&stem, n)| rank[stem as usize] = n);
    sequences.par_iter_mut().for_each(|chunk| chunk.rename(&rank));
    let words: Vec<&str> = kept.iter().map(|&stem| stems.names[stem as usize].as_str()).collect();

    let levels = count_ngrams(&sequences, words.len(), params)?;
    let nodes = Nodes::number(&levels, params.ngram_range());
    sequences.par_iter_mut().for_each(|chunk| chunk.rename(&nodes.of_level[0]));
    let form_nodes = forms.iter().zip(&stems.of_form).map(|(&form, &stem)| {
        let node = if stem == STOP_WORD { STOP_WORD } else { word_node(stem, &rank, &nodes) };
        (form, node)
    });
    let vocabulary = build(&words, form_nodes, &levels, &nodes, params)?;
    let counts = count_documents(&sequences, &vocabulary);
    Ok(Counted { vocabulary, counts })
}

fn word_node(stem: u32, rank: &[u32], nodes: &Nodes) -> u32 {
    match rank[stem as usize] {
        UNKNOWN => UNKNOWN,
        rank => nodes.of_level[0][rank as usize],
    }
}

/// Every document's tokens as numbers of their surface forms; the forms, numbered as they first occur.
fn read_words(documents: &[Document]) -> (Vec<Sequences>, Vec<&str>) {
    let chunks: Vec<(Sequences, Vec<&str>)> = documents.par_chunks(CHUNK).map(read_chunk).collect();
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

fn read_chunk(documents: &[Document]) -> (Sequences, Vec<&str>) {
    let mut number: HashMap<&str, u32, WordState> = HashMap::default();
    let mut forms = Vec::new();
    let mut sequences = Sequences { words: Vec::new(), ends: Vec::with_capacity(documents.len()) };
    for document in documents {
        for part in document.feature_parts() {
            for_each_token(part, |token, _| sequences.words.push(intern(token, &mut number, &mut forms)));
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

/// The stems of the forms, numbered as they first occur.
struct Stems {
    /// The stem of each form, or [`STOP_WORD`].
    of_form: Vec<u32>,
    names: Vec<String>,
}

impl Stems {
    fn of(forms: &[&str], analyzer: &Analyzer) -> Self {
        let terms: Vec<_> = forms.par_iter().map(|form| analyzer.term(form)).collect();
        let mut number: HashMap<String, u32, WordState> = HashMap::default();
        let mut names: Vec<String> = Vec::new();
        let of_form = terms.into_iter().map(|term| {
            let Some(term) = term else { return STOP_WORD };
            if let Some(&stem) = number.get(&*term) {
                return stem;
            }
            let stem = names.len() as u32;
            names.push(term.clone().into_owned());
            number.insert(term.into_owned(), stem);
            stem
        });
        Self { of_form: of_form.collect(), names }
    }
}

impl Sequences {
    /// Gives every word its new number; stop words are taken out.
    fn rename(&mut self, new: &[u32]) {
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

/// In how many documents each word occurs.
fn document_frequencies(sequences: &[Sequences], n_words: usize) -> Vec<usize> {
    let count = |(mut df, mut seen): (Vec<usize>, Vec<u32>), (chunk, sequences): (usize, &Sequences)| {
        for (n, document) in sequences.documents().enumerate() {
            let stamp = (chunk * CHUNK + n + 1) as u32;
            for &word in document.iter().filter(|&&word| word != UNKNOWN) {
                if std::mem::replace(&mut seen[word as usize], stamp) != stamp {
                    df[word as usize] += 1;
                }
            }
        }
        (df, seen)
    };
    let add = |a: Vec<usize>, b: Vec<usize>| a.iter().zip(&b).map(|(a, b)| a + b).collect();
    let zero = || (vec![0; n_words], vec![0; n_words]);
    let chunks = sequences.par_iter().enumerate();
    chunks.fold(zero, count).map(|(df, _)| df).reduce(|| vec![0; n_words], add)
}

/// The n-grams of one length that occur in enough documents.
struct Level {
    /// `left << 32 | right`, rising: the place of the n-gram's first words in the level below, and the last word.
    keys: Vec<u64>,
}

/// The levels 1 (words), 2, … of `params`; a level's n-grams stand in the order of their terms.
fn count_ngrams(sequences: &[Sequences], n_words: usize, params: &TfIdfValidParams) -> Result<Vec<Level>> {
    let mut levels = vec![Level { keys: (0..n_words as u64).collect() }];
    let mut prefixes: Vec<Vec<u32>> = sequences.iter().map(|chunk| chunk.words.clone()).collect();
    for words in 2..=params.ngram_range().1 {
        let mut keys: Vec<u64> = (sequences.par_iter().zip(&prefixes))
            .flat_map_iter(|(chunk, prefixes)| chunk_keys(chunk, prefixes))
            .collect();
        keys.par_sort_unstable();
        let keys: Vec<u64> = (keys.chunk_by(|a, b| a == b))
            .filter(|same| same.len() >= params.min_df())
            .map(|same| same[0])
            .collect();
        if keys.len() + levels.iter().map(|level| level.keys.len()).sum::<usize>() >= MAX_NODES {
            return Err(Error::usage(
                format!("more than {MAX_NODES} terms"),
                "pass a larger --min-df or fewer --ngrams".to_owned(),
            ));
        }
        if words < params.ngram_range().1 {
            let table =
                pair_table(keys.iter().zip(0..).map(|(&key, n)| ((key >> 32) as u32, key as u32, n)))?;
            prefixes.par_iter_mut().zip(sequences).for_each(|(prefixes, chunk)| {
                for at in (0..prefixes.len()).rev() {
                    let left = if at == 0 { UNKNOWN } else { prefixes[at - 1] };
                    let right = chunk.words[at];
                    let pair = (left != UNKNOWN && right != UNKNOWN).then(|| hash_pair(left, right));
                    prefixes[at] = pair.and_then(|hash| table.slots().get(hash)).unwrap_or(UNKNOWN);
                }
            });
        }
        levels.push(Level { keys });
    }
    Ok(levels)
}

/// The keys of a chunk's n-grams, each once a document. A document ends in [`UNKNOWN`]: none spans two.
fn chunk_keys(chunk: &Sequences, prefixes: &[u32]) -> Vec<u64> {
    let mut keys = Vec::with_capacity(chunk.words.len());
    let mut start = 0;
    for &end in &chunk.ends {
        let first = keys.len();
        let pairs = (start + 1..end).map(|at| (prefixes[at - 1], chunk.words[at]));
        keys.extend(
            pairs
                .filter(|&(left, right)| left != UNKNOWN && right != UNKNOWN)
                .map(|(left, right)| u64::from(left) << 32 | u64::from(right)),
        );
        keys[first..].sort_unstable();
        dedup_from(&mut keys, first);
        start = end;
    }
    keys
}

/// Takes repeats out of the sorted part of `keys` that starts at `first`.
fn dedup_from(keys: &mut Vec<u64>, first: usize) {
    let mut write = first;
    for read in first..keys.len() {
        if read == first || keys[read] != keys[write - 1] {
            keys[write] = keys[read];
            write += 1;
        }
    }
    keys.truncate(write);
}

/// The final numbers of all n-grams: features in the order of their terms, then the steps to longer ones.
struct Nodes {
    of_level: Vec<Vec<u32>>,
    /// (level, place in it) of each feature.
    features: Vec<(usize, usize)>,
    n_nodes: usize,
}

impl Nodes {
    fn number(levels: &[Level], ngram_range: (usize, usize)) -> Self {
        let mut nodes = Self {
            of_level: levels.iter().map(|level| vec![UNKNOWN; level.keys.len()]).collect(),
            features: Vec::new(),
            n_nodes: 0,
        };
        let mut next = vec![0; levels.len() + 1];
        for place in 0..levels[0].keys.len() {
            nodes.visit(levels, 0, place, ngram_range.0, &mut next);
        }
        nodes.n_nodes = nodes.features.len();
        for level in &mut nodes.of_level {
            for node in level.iter_mut().filter(|node| **node == UNKNOWN) {
                *node = nodes.n_nodes as u32;
                nodes.n_nodes += 1;
            }
        }
        nodes
    }

    /// Numbers an n-gram, then the longer ones that start with it: the order of terms, for a space sorts before
    /// every character of a word. Recursion is as deep as the longest n-gram has words.
    fn visit(&mut self, levels: &[Level], level: usize, place: usize, shortest: usize, next: &mut [usize]) {
        if level + 1 >= shortest {
            self.of_level[level][place] = self.features.len() as u32;
            self.features.push((level, place));
        }
        let Some(longer) = levels.get(level + 1) else { return };
        while longer.keys.get(next[level + 1]).is_some_and(|key| (key >> 32) as usize == place) {
            let place = next[level + 1];
            next[level + 1] += 1;
            self.visit(levels, level + 1, place, shortest, next);
        }
    }
}

/// Puts the tables together.
fn build<'t>(
    words: &[&str],
    form_nodes: impl Iterator<Item = (&'t str, u32)>,
    levels: &[Level],
    nodes: &Nodes,
    params: &TfIdfValidParams,
) -> Result<Vocabulary> {
    let mut names: Vec<Vec<String>> = vec![words.iter().map(|&word| word.to_owned()).collect()];
    for level in &levels[1..] {
        let below = &names[names.len() - 1];
        let name = |key: &u64| format!("{} {}", below[(key >> 32) as usize], words[*key as u32 as usize]);
        let level_names = level.keys.iter().map(name).collect();
        names.push(level_names);
    }
    let terms: Vec<&str> =
        nodes.features.iter().map(|&(level, place)| names[level][place].as_str()).collect();
    let forms: Vec<(u64, u32)> = form_nodes
        .filter(|&(_, node)| node != UNKNOWN)
        .map(|(form, node)| (hash_bytes(form.as_bytes()), node))
        .collect();
    let stems: Vec<(u64, u32)> = words
        .iter()
        .zip(&nodes.of_level[0])
        .map(|(word, &node)| (hash_bytes(word.as_bytes()), node))
        .collect();
    let pairs = levels.windows(2).zip(nodes.of_level.windows(2)).flat_map(|(levels, of_level)| {
        let longer = levels[1].keys.iter().zip(&of_level[1]);
        longer.map(|(key, &node)| {
            (of_level[0][(key >> 32) as usize], nodes.of_level[0][*key as u32 as usize], node)
        })
    });
    Ok(Vocabulary {
        ngram_range: params.ngram_range(),
        n_features: nodes.features.len(),
        n_nodes: nodes.n_nodes,
        terms: Strings::new(&terms),
        forms: Table::build(&forms).ok_or_else(collision)?,
        stems: Table::build(&stems).ok_or_else(collision)?,
        pairs: pair_table(pairs)?,
    })
}

fn pair_table(pairs: impl Iterator<Item = (u32, u32, u32)>) -> Result<Table> {
    let entries: Vec<_> = pairs.map(|(left, right, node)| (hash_pair(left, right), node)).collect();
    Table::build(&entries).ok_or_else(collision)
}

/// Two terms whose hashes cannot be told apart. With 2²⁴ terms that is rarer than one corpus in a hundred.
fn collision() -> Error {
    ErrorKind::Training {
        code: "E0311",
        place: Place::default(),
        message: "two terms have the same hash".to_owned(),
        help: Some("pass another --min-df: with other terms the hashes differ".to_owned()),
    }
    .into()
}

/// The counts of every document's features.
fn count_documents(sequences: &[Sequences], vocabulary: &Vocabulary) -> CsrMatrix {
    let n_features = vocabulary.n_features;
    let chunks: Vec<CsrMatrix> = (sequences.par_iter())
        .map(|chunk| {
            let mut walk = Walk::new(vocabulary.pairs.slots(), vocabulary.ngram_range.1);
            let mut matrix = CsrMatrix::new(n_features);
            let mut features = Vec::new();
            for document in chunk.documents() {
                features.clear();
                walk.reset();
                for &word in document {
                    walk.push(word, |node, _| {
                        if (node as usize) < n_features {
                            features.push(node);
                        }
                    });
                }
                matrix.push(run_lengths(&mut features));
            }
            matrix
        })
        .collect();
    let mut counts = CsrMatrix::new(n_features);
    chunks.iter().for_each(|chunk| counts.append(chunk));
    counts
}

/// The distinct features, rising, with how often each occurs.
pub(super) fn run_lengths(features: &mut [u32]) -> impl Iterator<Item = (u32, f32)> + '_ {
    features.sort_unstable();
    features.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32))
}

/// The error that no term is left, with what was lost at each step.
fn empty_vocabulary(
    documents: &[Document],
    sequences: &[Sequences],
    n_terms: usize,
    params: &TfIdfValidParams,
) -> Error {
    let n_documents = documents.len();
    let n_empty = documents.iter().filter(|document| document.feature_parts().next().is_none()).count();
    let n_tokens: usize =
        sequences.iter().map(|chunk| chunk.words.iter().filter(|&&w| w != UNKNOWN).count()).sum();
    let found = format!(
        "no term is left: {n_documents} documents, {n_empty} of them without a body, have {n_tokens} tokens"
    );
    let (message, help) = if n_tokens == 0 {
        (found, "check that the text column is the right one")
    } else {
        let min_df = params.min_df();
        let lost =
            format!("{found} of {n_terms} distinct terms, and none occurs in {min_df} documents (--min-df)");
        (lost, "pass --min-df 1, or check that the text column is the right one")
    };
    let (code, place, help) = ("E0303", Place::default(), Some(help.to_owned()));
    ErrorKind::Training { code, place, message, help }.into()
}
