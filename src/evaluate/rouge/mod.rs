//! ROUGE, as `rouge-score` 0.1.2 computes it: how much of a reference summary a candidate holds.
//!
//! Lin, "ROUGE: a package for automatic evaluation of summaries" (2004). The text is lower-cased; every run outside
//! `[a-z0-9]` parts two words; with the stemmer, words of more than 3 characters become their Porter stems.
//!
//! | measure | what is counted |
//! |---|---|
//! | rouge1, rouge2 | shared words and pairs of words, each at most as often as the other text has it |
//! | rougeL | the longest common subsequence of words |
//! | rougeLsum | the same line by line: the union over the candidate's lines, for each line of the reference |

mod bootstrap;
mod lcs;
mod stem;
mod words;

use std::ops::Add;

use serde::Serialize;

pub use bootstrap::{Interval, bootstrap_mean, paired_bootstrap};
use words::Words;

/// Precision, recall and F1, each in 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Prf {
    /// The share of the candidate that the reference holds.
    pub precision: f64,
    /// The share of the reference that the candidate holds.
    pub recall: f64,
    /// Their harmonic mean; 0 where both are 0.
    pub f1: f64,
}

impl Prf {
    /// `hits` shared units out of the candidate's and the reference's; an empty side counts as one unit.
    fn new(hits: usize, candidate: usize, reference: usize) -> Self {
        let precision = hits as f64 / candidate.max(1) as f64;
        let recall = hits as f64 / reference.max(1) as f64;
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }

    /// The one with the higher F1, the first of equals.
    fn best(self, other: Self) -> Self {
        if other.f1 > self.f1 { other } else { self }
    }
}

impl Add for Prf {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            precision: self.precision + other.precision,
            recall: self.recall + other.recall,
            f1: self.f1 + other.f1,
        }
    }
}

/// The four measures of one candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RougeScores {
    /// Words.
    pub rouge1: Prf,
    /// Pairs of words.
    pub rouge2: Prf,
    /// The longest common subsequence of the whole texts.
    #[serde(rename = "rougeL")]
    pub rouge_l: Prf,
    /// The longest common subsequence by lines.
    #[serde(rename = "rougeLsum")]
    pub rouge_lsum: Prf,
}

impl RougeScores {
    /// The better of the two for each measure by itself, by F1.
    fn best(self, other: Self) -> Self {
        Self {
            rouge1: self.rouge1.best(other.rouge1),
            rouge2: self.rouge2.best(other.rouge2),
            rouge_l: self.rouge_l.best(other.rouge_l),
            rouge_lsum: self.rouge_lsum.best(other.rouge_lsum),
        }
    }
}

/// Scores candidate summaries against references.
///
/// # Examples
/// ```
/// use newsdesk::evaluate::rouge::RougeScorer;
/// let scores = RougeScorer::new(true).score("The Senate voted.", "Senators voted on Monday.");
/// assert_eq!(scores.rouge1.recall, 2.0 / 3.0);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RougeScorer {
    use_stemmer: bool,
}

impl RougeScorer {
    /// A scorer, with or without the Porter stemmer.
    pub fn new(use_stemmer: bool) -> Self {
        Self { use_stemmer }
    }

    /// The scores of `candidate` against one reference. An empty text on either side gives zeros.
    ///
    /// Time is the product of the two lengths.
    pub fn score(&self, reference: &str, candidate: &str) -> RougeScores {
        let mut words = Words::new(self.use_stemmer);
        let reference = words.lines(reference);
        let candidate = words.lines(candidate);
        let mut row = Vec::new();
        let (r, c) = (reference.words(), candidate.words());
        let common = lcs::length(r, c, &mut row);
        RougeScores {
            rouge1: n_grams(r, c, 1),
            rouge2: n_grams(r, c, 2),
            rouge_l: Prf::new(common, c.len(), r.len()),
            rouge_lsum: Prf::new(union_hits(&reference, &candidate, words.len(), &mut row), c.len(), r.len()),
        }
    }

    /// The best scores of `candidate` over several references, each measure by its own F1; zeros without any.
    pub fn score_multi<R: AsRef<str>>(&self, references: &[R], candidate: &str) -> RougeScores {
        references
            .iter()
            .map(|reference| self.score(reference.as_ref(), candidate))
            .reduce(RougeScores::best)
            .unwrap_or_default()
    }
}

/// Shared runs of `n` words, each counted at most as often as either side has it.
fn n_grams(reference: &[u32], candidate: &[u32], n: usize) -> Prf {
    let sorted = |words: &[u32]| {
        let mut grams: Vec<_> = words.windows(n).map(|gram| (gram[0], gram[n - 1])).collect();
        grams.sort_unstable();
        grams
    };
    let (r, c) = (sorted(reference), sorted(candidate));
    let (mut i, mut j, mut hits) = (0, 0, 0);
    while i < r.len() && j < c.len() {
        hits += usize::from(r[i] == c[j]);
        let (step_r, step_c) = (r[i] <= c[j], c[j] <= r[i]);
        i += usize::from(step_r);
        j += usize::from(step_c);
    }
    Prf::new(hits, c.len(), r.len())
}

/// The words of the reference's lines that lie on a common subsequence with some line of the candidate, each word
/// at most as often as either text has it.
fn union_hits(
    reference: &words::Lines,
    candidate: &words::Lines,
    n_words: usize,
    row: &mut Vec<u32>,
) -> usize {
    let mut left_r = counts(reference.words(), n_words);
    let mut left_c = counts(candidate.words(), n_words);
    let mut hits = 0;
    let mut marked = Vec::new();
    for line in reference.iter() {
        marked.clear();
        marked.resize(line.len(), false);
        for other in candidate.iter() {
            lcs::mark(line, other, row, &mut marked);
        }
        for (word, _) in line.iter().zip(&marked).filter(|(_, marked)| **marked) {
            let (r, c) = (&mut left_r[*word as usize], &mut left_c[*word as usize]);
            if *r > 0 && *c > 0 {
                (*r, *c) = (*r - 1, *c - 1);
                hits += 1;
            }
        }
    }
    hits
}

/// How often each word occurs.
fn counts(words: &[u32], n_words: usize) -> Vec<u32> {
    let mut out = vec![0; n_words];
    for word in words {
        out[*word as usize] += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_score_one() {
        let scores = RougeScorer::new(true)
            .score("Taxes rose again.\nNobody minded.", "Taxes rose again.\nNobody minded.");
        for prf in [scores.rouge1, scores.rouge2, scores.rouge_l, scores.rouge_lsum] {
            assert_eq!(prf, Prf { precision: 1.0, recall: 1.0, f1: 1.0 });
        }
    }

    #[test]
    fn empty_and_blank_texts_score_zero() {
        for (reference, candidate) in [("", ""), ("a b", ""), ("", "a b"), (" \n…", "中国")] {
            assert_eq!(RougeScorer::new(false).score(reference, candidate), RougeScores::default());
        }
    }

    #[test]
    fn a_word_counts_no_more_often_than_the_reference_has_it() {
        let scores = RougeScorer::new(false).score("the cat", "the the the");
        assert_eq!((scores.rouge1.precision, scores.rouge1.recall), (1.0 / 3.0, 0.5));
    }

    #[test]
    fn lines_in_another_order_cost_rouge_l_and_not_rouge_lsum() {
        let scores =
            RougeScorer::new(false).score("one two three\nfour five six", "four five six\none two three");
        assert_eq!(scores.rouge_l.f1, 0.5);
        assert_eq!(scores.rouge_lsum.f1, 1.0);
    }

    #[test]
    fn stemming_joins_forms_of_more_than_three_letters() {
        assert_eq!(RougeScorer::new(true).score("voters vote", "voting voter").rouge1.f1, 1.0);
        assert_eq!(RougeScorer::new(true).score("his", "hi").rouge1.f1, 0.0);
        assert_eq!(RougeScorer::new(false).score("voters", "voter").rouge1.f1, 0.0);
    }

    #[test]
    fn the_best_reference_counts_for_each_measure() {
        let scores = RougeScorer::new(false).score_multi(&["x y", "a b"], "a b");
        assert_eq!(scores.rouge2.f1, 1.0);
        assert_eq!(RougeScorer::new(false).score_multi::<&str>(&[], "a"), RougeScores::default());
    }
}
