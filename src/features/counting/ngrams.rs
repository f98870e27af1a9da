//! Which n-grams of words occur in enough documents.

use rayon::prelude::*;

use super::collision;
use super::sequences::Sequences;
use crate::error::{Error, Result};
use crate::features::hash::hash_pair;
use crate::features::table::Table;
use crate::features::tfidf::TfIdfValidParams;
use crate::features::vocabulary::{MAX_NODES, UNKNOWN};

/// The n-grams of one length that occur in enough documents.
pub(super) struct Level {
    /// `left << 32 | right`, rising: the place of the n-gram's first words in the level below, and the last word.
    pub(super) keys: Vec<u64>,
}

/// The levels 1 (words), 2, … of `params`; a level's n-grams stand in the order of their terms.
pub(super) fn count_ngrams(
    sequences: &[Sequences],
    n_words: usize,
    params: &TfIdfValidParams,
) -> Result<Vec<Level>> {
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
            return Err(too_many());
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

/// The table of (left, right, node) triples.
pub(super) fn pair_table(pairs: impl Iterator<Item = (u32, u32, u32)>) -> Result<Table> {
    let entries: Vec<_> = pairs.map(pair_entry).collect();
    Table::build(&entries).ok_or_else(collision)
}

/// What stands in the table for a (left, right, node) triple.
pub(super) fn pair_entry((left, right, node): (u32, u32, u32)) -> (u64, u32) {
    (hash_pair(left, right), node)
}

/// The error that there are more terms than a table can number.
pub(super) fn too_many() -> Error {
    let help = "pass a larger --min-df, --max-features, or fewer --ngrams or --chars".to_owned();
    Error::usage(format!("more than {MAX_NODES} terms"), help)
}
