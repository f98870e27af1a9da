//! Near-copies among short texts, in which a word or two is another.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Clusters;
use super::sketch::shared;
use crate::random::mix;

/// The words of the longest text that is looked at.
const MAX_WORDS: usize = 100;

/// The words that may be others, at most: more would take too many keys.
const MAX_CHANGED: usize = 6;

/// The share of a text's weight that the words of it which are others may have.
const MAX_CHANGED_WEIGHT: f64 = 0.5;

/// The texts that a text is compared with under each key.
const N_NEIGHBOURS: usize = 8;

/// The words of each text of up to 100 words, which need not stand in the same order.
///
/// Two such texts are near-copies where at most w words of each are not in the other, and these have at most half of its
/// weight. As many words may be others as are in a text of 100 words with a similarity s of shingles to its copy: each
/// of them changes four of about 100 shingles, so s = (100 − 4w) / (100 + 4w) and w = 25 (1 − s) / (1 + s): two words
/// for 0.85, none for 1. A word weighs ln((1 + n) / df), with df of the n texts that have it, so that the
/// words of a formula ("to amend title 38, United States Code") make no copies: the others tell the texts apart.
///
/// Each text is filed under every pair among its w + 2 rarest words. Of two texts with at most w other words each, the
/// two rarest words of both are among these, so near-copies meet under a key (prefix filtering: Chaudhuri, Ganti and
/// Kaushik 2006, "A primitive operator for similarity joins in data cleaning"). Under each key a text is compared with
/// the few that come before it only.
pub(super) struct WordSets {
    /// The words of each text, rising, as ranks from the rarest; none for long texts.
    sets: Vec<Box<[u32]>>,
    /// The weight of each rank.
    weights: Vec<f64>,
    max_changed: usize,
}

impl WordSets {
    /// The words of texts, each as [`words`] gives them.
    pub(super) fn new(mut sets: Vec<Box<[u32]>>, threshold: f64) -> Self {
        let max_changed = (25.0 * (1.0 - threshold) / (1.0 + threshold)) as usize;
        if max_changed == 0 {
            sets.clear();
        }
        let ranked = ranked(&sets);
        let rank_of: HashMap<u32, u32> = ranked.iter().map(|&(_, word)| word).zip(0..).collect();
        sets.par_iter_mut().for_each(|set| {
            set.iter_mut().for_each(|word| *word = rank_of[word]);
            set.sort_unstable();
        });
        let n_texts = sets.iter().filter(|set| !set.is_empty()).count() as f64;
        let weights = ranked.iter().map(|&(df, _)| ((1.0 + n_texts) / f64::from(df)).ln());
        Self { weights: weights.collect(), sets, max_changed: max_changed.min(MAX_CHANGED) }
    }

    /// Joins what are near-copies.
    pub(super) fn join_near_copies(&self, clusters: &mut Clusters) {
        let filed = self.filed();
        for (place, &(key, text)) in filed.iter().enumerate() {
            let before = filed[place.saturating_sub(N_NEIGHBOURS)..place].iter().rev();
            for &(_, other) in before.take_while(|(other_key, _)| *other_key == key) {
                let (text, other) = (text as usize, other as usize);
                if clusters.cluster(text) != clusters.cluster(other) && self.are_near_copies(text, other) {
                    clusters.join(text, other);
                }
            }
        }
    }

    /// Each text under each of its keys, by the words that follow these from the rarest, so that similar texts are
    /// neighbours whatever the order of the texts: the words that are others are the rarest as a rule.
    fn filed(&self) -> Vec<((u32, u32), u32)> {
        let mut filed = Vec::new();
        for (text, set) in (0..).zip(&self.sets) {
            let rarest = &set[..set.len().min(self.max_changed + 2)];
            for (b, second) in rarest.iter().enumerate() {
                filed.extend(rarest[..b].iter().map(|first| ((*first, *second), text)));
            }
        }
        let set = |text: u32| &*self.sets[text as usize];
        let after = |((_, second), text)| {
            let set = set(text);
            &set[set.partition_point(|&word| word <= second)..]
        };
        filed.par_sort_by(|&a, &b| {
            let by_words = || after(a).cmp(after(b)).then_with(|| set(a.1).cmp(set(b.1)));
            a.0.cmp(&b.0).then_with(by_words)
        });
        filed
    }

    fn are_near_copies(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.sets[a], &self.sets[b]);
        let weight_of = |rank: u32| self.weights[rank as usize];
        let (n_shared, shared) =
            shared(a, b).fold((0, 0.0), |(n, weight), rank| (n + 1, weight + weight_of(rank)));
        let is_near = |set: &[u32]| {
            let weight: f64 = set.iter().map(|&rank| weight_of(rank)).sum();
            set.len() - n_shared <= self.max_changed && weight - shared <= MAX_CHANGED_WEIGHT * weight
        };
        is_near(a) && is_near(b)
    }
}

/// The different ones of a text's words, as shorter hashes; none of a long text.
pub(super) fn words(hashes: &[u64]) -> Box<[u32]> {
    if hashes.len() > MAX_WORDS {
        return Box::default();
    }
    let mut words: Vec<u32> = hashes.iter().map(|&hash| (mix(hash) >> 32) as u32).collect();
    words.sort_unstable();
    words.dedup();
    words.into()
}

/// The words of all sets with the number of sets that have them, the rarest first.
fn ranked(sets: &[Box<[u32]>]) -> Vec<(u32, u32)> {
    let mut all: Vec<u32> = sets.iter().flatten().copied().collect();
    all.par_sort_unstable();
    let mut ranked: Vec<(u32, u32)> =
        all.chunk_by(|a, b| a == b).map(|same| (same.len() as u32, same[0])).collect();
    ranked.par_sort_unstable();
    ranked
}

#[cfg(test)]
mod tests {
    use super::super::sketch::word_hashes;
    use super::*;
    use crate::random::Rng;

    fn clusters(texts: &[String], threshold: f64) -> Vec<usize> {
        let mut clusters = Clusters::apart(texts.len());
        let sets = texts.iter().map(|text| words(&word_hashes(text))).collect();
        WordSets::new(sets, threshold).join_near_copies(&mut clusters);
        (0..texts.len()).map(|text| clusters.cluster(text)).collect()
    }

    /// Five copies of each of 200 texts of 5 to 15 words, with another word at one place of each copy.
    fn copies(n_words: u64) -> Vec<String> {
        let mut rng = Rng::new(3);
        let mut texts = Vec::new();
        for _ in 0..200 {
            let words: Vec<u64> =
                (0..5 + rng.below(11)).map(|_| rng.below(n_words as usize) as u64).collect();
            for _ in 0..5 {
                let mut words = words.clone();
                let place = rng.below(words.len());
                words[place] = rng.below(n_words as usize) as u64;
                texts.push(words.iter().map(|word| format!("word{word} ")).collect());
            }
        }
        texts
    }

    #[test]
    fn five_short_copies_with_a_word_changed_in_each_are_together() {
        for n_words in [300, 5_000] {
            let texts = copies(n_words);
            let clusters = clusters(&texts, 0.85);
            let together = clusters.chunks(5).filter(|five| five.iter().all(|found| *found == five[0]));
            assert!(together.count() >= 196, "of {n_words} words");
            let between = clusters.chunks(5).enumerate().filter(|(n, five)| five[0] != 5 * n);
            assert!(between.count() <= 2, "of {n_words} words");
        }
    }

    #[test]
    fn copies_meet_under_a_key_however_many_texts_share_it() {
        let text = |n: usize, copy: usize| {
            let common = [7, 11, 13, 17, 19].map(|times| format!("word{times}of{}", n % times)).join(" ");
            format!("own{n}copy{copy} {common} said nancy pelosi")
        };
        let texts: Vec<String> = (0..200).flat_map(|n| [text(n, 0), text(n, 1)]).collect();
        let clusters = clusters(&texts, 0.85);
        assert!((0..200).all(|n| clusters[2 * n] == clusters[2 * n + 1]));
    }

    #[test]
    fn titles_that_share_a_formula_only_are_apart() {
        let title = |n: usize| format!("A bill for the relief of {0}smith {0}jones.", n);
        let texts: Vec<String> = (0..300).map(title).collect();
        assert_eq!(clusters(&texts, 0.85), (0..300).collect::<Vec<usize>>());
    }

    #[test]
    fn the_threshold_says_how_many_words_may_be_others() {
        let copies = ["ships", "tanks"].map(|what| format!("who paid for all the new war {what}"));
        let others = (0..20).map(|n| format!("other{n} matter{n}"));
        let texts: Vec<String> = copies
            .into_iter()
            .chain(["she paid for all the new war planes".to_owned()])
            .chain(others)
            .collect();
        let first = |threshold| clusters(&texts, threshold)[..3].to_vec();
        assert_eq!((first(1.0), first(0.9), first(0.85)), (vec![0, 1, 2], vec![0, 0, 2], vec![0, 0, 0]));
    }

    #[test]
    fn texts_of_one_or_two_words_and_long_ones_are_left_alone() {
        let long = "word ".repeat(101);
        let texts = ["tax", "tax bill", "farm bill", "", &long, &long].map(str::to_owned);
        assert_eq!(clusters(&texts, 0.85), [0, 1, 2, 3, 4, 5]);
    }
}
