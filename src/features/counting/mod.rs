//! Counting a corpus: which terms occur in how many documents, and each document's counts.
//!
//! Each distinct form of a word is stemmed once, however often it occurs. What is added up over threads are whole
//! numbers, and what is numbered is numbered in the order of the documents and terms, so that the result does not
//! depend on the number of threads.

mod chars;
mod ngrams;
mod nodes;
mod sequences;

use std::collections::HashMap;

use rayon::prelude::*;

use self::chars::{CountedChars, count_chars};
use self::ngrams::{Level, count_ngrams, pair_table};
use self::nodes::Nodes;
use self::sequences::{Sequences, document_frequencies, read_words};
use super::csr::CsrMatrix;
use super::hash::{WordState, hash_bytes};
use super::row_counter::RowCounter;
use super::strings::Strings;
use super::table::Table;
use super::tfidf::{Lead, TfIdfValidParams};
use super::vocabulary::{MAX_NODES, STOP_WORD, UNKNOWN, Vocabulary, Walk};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::Document;
use crate::text::stem::Analyzer;
use crate::text::tokenize::for_each_token;

/// A corpus, counted.
pub(super) struct Counted {
    pub(super) vocabulary: Vocabulary,
    /// Term counts, n_documents × n_features.
    pub(super) counts: CsrMatrix,
}

/// Counts the terms of `documents` and chooses the vocabulary.
pub(super) fn count(
    documents: &[Document],
    params: &TfIdfValidParams,
    analyzer: &Analyzer,
) -> Result<Counted> {
    let (mut sequences, forms) = read_words(documents, |part, f| for_each_token(part, |token, _| f(token)));
    let stems = Stems::of(&forms, analyzer);
    sequences.par_iter_mut().for_each(|chunk| chunk.rename(&stems.of_form));
    let df = document_frequencies(&sequences, stems.names.len(), std::slice::from_ref);

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
    let mut nodes = Nodes::number(&levels, params.ngram_range().0);
    sequences.par_iter_mut().for_each(|chunk| chunk.rename(&nodes.of_level[0]));
    let pairs = pair_table(nodes.pairs(&levels))?;
    let mut counts = count_documents(&sequences, &pairs, &nodes, params);
    if let Some(chosen) = most_frequent(&counts, params.max_features()) {
        nodes.keep(&chosen);
        counts = counts.select_columns(&chosen);
    }
    let chars = match params.chars() {
        Some(range) => count_chars(documents, range, params),
        None => CountedChars::none(documents.len()),
    };
    nodes.renumber(&levels, chars.ngrams.len());
    if nodes.n_nodes >= MAX_NODES {
        return Err(ngrams::too_many());
    }
    let form_nodes = forms.iter().zip(&stems.of_form).map(|(&form, &stem)| {
        let node = if stem == STOP_WORD { STOP_WORD } else { word_node(stem, &rank, &nodes) };
        (form, node)
    });
    let vocabulary = build(&words, form_nodes, &levels, &nodes, &chars.ngrams, params)?;
    let counts = if chars.ngrams.is_empty() { counts } else { counts.beside(&chars.counts) };
    Ok(Counted { vocabulary, counts })
}

fn word_node(stem: u32, rank: &[u32], nodes: &Nodes) -> u32 {
    match rank[stem as usize] {
        UNKNOWN => UNKNOWN,
        rank => nodes.of_level[0][rank as usize],
    }
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

/// The most frequent `n` columns of `counts`, rising; of equals the first. `None` where that would be all.
pub(super) fn most_frequent(counts: &CsrMatrix, n: Option<usize>) -> Option<Vec<usize>> {
    let n = n.filter(|&n| n < counts.n_features())?;
    let mut sums = vec![0.0f64; counts.n_features()];
    counts.rows().for_each(|row| row.iter().for_each(|(feature, count)| sums[feature] += f64::from(count)));
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
    order.truncate(n);
    order.sort_unstable();
    Some(order)
}

/// Puts the tables together.
fn build<'t>(
    words: &[&str],
    form_nodes: impl Iterator<Item = (&'t str, u32)>,
    levels: &[Level],
    nodes: &Nodes,
    chars: &[String],
    params: &TfIdfValidParams,
) -> Result<Vocabulary> {
    let forms: Vec<(u64, u32)> = form_nodes
        .filter(|&(_, node)| node != UNKNOWN)
        .map(|(form, node)| (hash_bytes(form.as_bytes()), node))
        .collect();
    let stems: Vec<(u64, u32)> = words
        .iter()
        .zip(&nodes.of_level[0])
        .map(|(word, &node)| (hash_bytes(word.as_bytes()), node))
        .collect();
    let n_word_features = nodes.features.len();
    let first = n_word_features as u32;
    let chars_nodes = chars.iter().zip(first..).map(|(ngram, node)| (hash_bytes(ngram.as_bytes()), node));
    let ngrams: Vec<(u64, u32)> = nodes.pairs(levels).map(ngrams::pair_entry).chain(chars_nodes).collect();
    Ok(Vocabulary {
        ngram_range: params.ngram_range(),
        chars: params.chars(),
        n_features: n_word_features + chars.len(),
        n_nodes: nodes.n_nodes,
        terms: terms(words, levels, nodes, chars),
        forms: Table::build(&forms).ok_or_else(collision)?,
        stems: Table::build(&stems).ok_or_else(collision)?,
        ngrams: Table::build(&ngrams).ok_or_else(collision)?,
    })
}

/// What each feature is called: words joined by a space, and the n-grams of characters in brackets.
fn terms(words: &[&str], levels: &[Level], nodes: &Nodes, chars: &[String]) -> Strings {
    let mut names: Vec<Vec<String>> = vec![words.iter().map(|&word| word.to_owned()).collect()];
    for level in &levels[1..] {
        let below = &names[names.len() - 1];
        let name = |key: &u64| format!("{} {}", below[(key >> 32) as usize], words[*key as u32 as usize]);
        let level_names = level.keys.iter().map(name).collect();
        names.push(level_names);
    }
    let of_words = nodes.features.iter().map(|&(level, place)| std::mem::take(&mut names[level][place]));
    let terms: Vec<String> = of_words.chain(chars.iter().map(|ngram| format!("[{ngram}]"))).collect();
    Strings::new(&terms)
}

/// Two terms whose hashes cannot be told apart. With a million terms that is one corpus in a thousand.
fn collision() -> Error {
    ErrorKind::Training {
        code: "E0311",
        place: Place::default(),
        message: "two terms have the same hash".to_owned(),
        help: Some("pass another --min-df: with other terms the hashes differ".to_owned()),
    }
    .into()
}

/// The counts of every document's words and n-grams of words.
fn count_documents(
    sequences: &[Sequences],
    pairs: &Table,
    nodes: &Nodes,
    params: &TfIdfValidParams,
) -> CsrMatrix {
    let n_features = nodes.features.len();
    let chunks: Vec<CsrMatrix> = (sequences.par_iter())
        .map(|chunk| {
            let mut walk = Walk::new(pairs.slots(), params.ngram_range().1);
            let mut matrix = CsrMatrix::new(n_features);
            let mut counter = RowCounter::default();
            counter.resize(n_features);
            for document in chunk.documents() {
                walk.reset();
                for (at, &word) in document.iter().enumerate() {
                    let times = Lead::times_at(params.lead(), at);
                    walk.push(word, |node, _| {
                        if (node as usize) < n_features {
                            counter.add(node, times);
                        }
                    });
                }
                matrix.push(counter.drain());
            }
            matrix
        })
        .collect();
    CsrMatrix::concatenate(chunks, n_features)
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
        match min_df {
            1 => (lost, "check that the text column is the right one, and --stop-words"),
            _ => (lost, "pass --min-df 1, or check that the text column is the right one"),
        }
    };
    let (code, place, help) = ("E0303", Place::default(), Some(help.to_owned()));
    ErrorKind::Training { code, place, message, help }.into()
}
