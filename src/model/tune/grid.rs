//! The settings that a search compares.

use std::borrow::Cow;

use linfa::ParamGuard;

use super::Tune;
use crate::classify::{Algorithm, ClassWeight, LinearParams};
use crate::features::TfIdfParams;
use crate::text::Document;
use crate::text::stop_words;

/// Which settings were set by hand: they are kept, and not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Fixed {
    pub(in crate::model) algorithm: bool,
    pub(in crate::model) c: bool,
    pub(in crate::model) mixture: bool,
    pub(in crate::model) class_weight: bool,
    pub(in crate::model) stop_words: bool,
    pub(in crate::model) ngrams: bool,
    pub(in crate::model) chars: bool,
    pub(in crate::model) min_df: bool,
}

/// Texts of fewer bytes, in the mean, are short: a few words each, of which many are in no other text. The parts of
/// words are what such texts share. In longer texts they add little and cost four times the time.
const SHORT: usize = 400;

/// Texts of fewer bytes, in the mean, are a sentence: what few others hold is much of what they say. Terms of one
/// document brought bill titles 0.4 / 0.6 points of accuracy / macro-F1 and sentences of speeches 0.1 / 0.5, made
/// nothing of headlines (0.0 / 0.1), and would cost short news 0.1 / 0.1.
const VERY_SHORT: usize = 200;

/// The n-grams of characters of short texts.
const CHARS: Option<(usize, usize)> = Some((3, 5));

/// Which words are terms: the longest n-gram, and whether English stop words are out.
type Words = (usize, bool);

/// Algorithm, C, class weight.
type Margin = (Algorithm, f32, ClassWeight);

/// A list of settings for each step of the search; what stands first is preferred.
struct Lists {
    words: &'static [Words],
    first: &'static [Margin],
    more: &'static [Margin],
    mixtures: &'static [f32],
}

/// For short texts. Without stop words and with half of naive Bayes, which needs little text, labels came out best on
/// headlines, bill titles, sentences of speeches and short news alike; with C = 1 never worse than with 0.3, and better by
/// up to a point of macro-F1.
const QUICK_SHORT: Lists = Lists {
    words: &[(2, true), (2, false)],
    first: &[(Algorithm::NbSvm, 1.0, ClassWeight::None), (Algorithm::Svm, 1.0, ClassWeight::Balanced)],
    more: &[
        (Algorithm::NbSvm, 0.3, ClassWeight::None),
        (Algorithm::NbSvm, 3.0, ClassWeight::None),
        (Algorithm::Svm, 1.0, ClassWeight::None),
    ],
    mixtures: &[0.5, 0.0, 0.25, 1.0],
};

/// For longer texts, from some lines to pages. Of equals without stop words, words alone: a quarter of the terms.
const QUICK: Lists = Lists {
    words: &[(2, false), (1, true), (2, true)],
    first: &[(Algorithm::NbSvm, 0.3, ClassWeight::None), (Algorithm::Svm, 1.0, ClassWeight::Balanced)],
    more: &[
        (Algorithm::NbSvm, 1.0, ClassWeight::None),
        (Algorithm::NbSvm, 0.1, ClassWeight::None),
        (Algorithm::Svm, 1.0, ClassWeight::None),
    ],
    mixtures: &[0.0, 0.25, 0.5, 1.0],
};

const FULL: Lists = Lists {
    words: &[(2, false), (1, true), (2, true), (1, false), (3, true), (3, false)],
    first: QUICK.first,
    more: &[
        (Algorithm::NbSvm, 1.0, ClassWeight::None),
        (Algorithm::NbSvm, 0.1, ClassWeight::None),
        (Algorithm::Svm, 1.0, ClassWeight::None),
        (Algorithm::NbSvm, 0.3, ClassWeight::Balanced),
        (Algorithm::NbSvm, 0.03, ClassWeight::None),
        (Algorithm::NbSvm, 3.0, ClassWeight::None),
        (Algorithm::Svm, 0.3, ClassWeight::None),
        (Algorithm::Svm, 0.3, ClassWeight::Balanced),
        (Algorithm::Svm, 3.0, ClassWeight::None),
        (Algorithm::Svm, 3.0, ClassWeight::Balanced),
        (Algorithm::Logistic, 3.0, ClassWeight::None),
        (Algorithm::Logistic, 30.0, ClassWeight::None),
    ],
    mixtures: &[0.0, 0.25, 0.5, 1.0, 2.0],
};

/// The settings to compare, without those that are fixed; what stands first is preferred.
pub(super) struct Grid {
    pub(super) terms: Vec<TfIdfParams>,
    /// The classifiers that the terms are judged with.
    pub(super) first_classifiers: Vec<LinearParams>,
    /// The others.
    pub(super) more_classifiers: Vec<LinearParams>,
    pub(super) mixtures: Vec<f32>,
}

impl Grid {
    pub(super) fn new(
        level: Tune,
        tfidf: &TfIdfParams,
        linear: &LinearParams,
        fixed: Fixed,
        documents: &[Document],
    ) -> Self {
        let is_short = are_below(SHORT, documents);
        let mut tfidf = Cow::Borrowed(tfidf);
        if !fixed.min_df && are_below(VERY_SHORT, documents) {
            tfidf = Cow::Owned(tfidf.into_owned().min_df(1));
        }
        let lists = match level {
            Tune::Full => FULL,
            _ if is_short => QUICK_SHORT,
            _ => QUICK,
        };
        let mut first_classifiers = Vec::new();
        lists.first.iter().for_each(|&margin| add(&mut first_classifiers, classifier(linear, fixed, margin)));
        let mut all = first_classifiers.clone();
        lists.more.iter().for_each(|&margin| add(&mut all, classifier(linear, fixed, margin)));
        Self {
            terms: terms(level, &tfidf, fixed, lists.words, is_short),
            more_classifiers: all.split_off(first_classifiers.len()),
            mixtures: mixtures(linear, fixed, lists.mixtures),
            first_classifiers,
        }
    }

    /// The preferred setting.
    pub(super) fn recipe(&self) -> (TfIdfParams, LinearParams) {
        (self.terms[0].clone(), self.first_classifiers[0].clone().mixture(self.mixtures[0]))
    }

    /// The number of different settings that the search can end with.
    pub(super) fn n_settings(&self) -> usize {
        let classifiers = self.first_classifiers.len() + self.more_classifiers.len();
        self.terms.len() * classifiers * self.mixtures.len()
    }
}

/// Adds what is not in the list yet: settings that differ in a fixed value only are one.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn classifier(linear: &LinearParams, fixed: Fixed, (algorithm, c, class_weight): Margin) -> LinearParams {
    let own = linear.chosen_algorithm();
    let mut linear = linear.clone();
    if !fixed.algorithm {
        linear = linear.algorithm(algorithm);
    } else if ![Algorithm::Svm, Algorithm::NbSvm, Algorithm::Logistic].contains(&own) {
        return linear;
    }
    if !fixed.c {
        // Logistic regression is at its best with about ten times the cost.
        let times = if fixed.algorithm && own == Algorithm::Logistic { 10.0 } else { 1.0 };
        linear = linear.c(c * times);
    }
    if !fixed.class_weight {
        linear = linear.class_weight(class_weight);
    }
    linear
}

/// The weights of naive Bayes; none where the algorithm cannot be mixed.
fn mixtures(linear: &LinearParams, fixed: Fixed, weights: &[f32]) -> Vec<f32> {
    let with = |weight: f32| linear.clone().mixture(weight);
    if fixed.mixture {
        return vec![linear.mixture_weight()];
    }
    if fixed.algorithm && with(1.0).check_ref().is_err() {
        return vec![0.0];
    }
    weights.to_vec()
}

fn terms(
    level: Tune,
    tfidf: &TfIdfParams,
    fixed: Fixed,
    words: &[Words],
    is_short: bool,
) -> Vec<TfIdfParams> {
    let mut terms = Vec::new();
    let chars: &[_] = match (level, is_short) {
        (Tune::Full, true) => &[CHARS, None],
        (Tune::Full, false) => &[None, CHARS],
        (_, true) => &[CHARS],
        (_, false) => &[None],
    };
    for &chars in chars {
        for &(longest, without_stop_words) in words {
            let mut tfidf = tfidf.clone();
            if !fixed.chars {
                tfidf = tfidf.chars(chars);
            }
            if !fixed.ngrams {
                tfidf = tfidf.ngram_range(1, longest);
            }
            if !fixed.stop_words && without_stop_words && tfidf.is_english() {
                tfidf = tfidf.stop_words(stop_words::english());
            }
            add(&mut terms, tfidf);
        }
    }
    terms
}

/// Whether the documents have fewer bytes in the mean.
fn are_below(bytes: usize, documents: &[Document]) -> bool {
    let all: usize = documents.iter().flat_map(Document::body_parts).map(str::len).sum();
    all < bytes * documents.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(fixed: Fixed, linear: LinearParams, tfidf: TfIdfParams, text: &str) -> Grid {
        Grid::new(Tune::Quick, &tfidf, &linear, fixed, &Document::from_bodies([text]))
    }

    #[test]
    fn the_fixed_recipe_depends_on_the_length_of_the_texts() {
        let of = |text: &str| grid(Fixed::default(), LinearParams::new(), TfIdfParams::new(), text).recipe();
        let nbsvm = LinearParams::new().algorithm(Algorithm::NbSvm).c(0.3);
        assert_eq!(of(&"a long text ".repeat(100)), (TfIdfParams::new(), nbsvm.clone().mixture(0.0)));
        let short = TfIdfParams::new().stop_words(stop_words::english()).chars(CHARS);
        let nbsvm = nbsvm.c(1.0).mixture(0.5);
        assert_eq!(of(&"short news".repeat(25)), (short.clone(), nbsvm.clone()));
        assert_eq!(of("a headline"), (short.min_df(1), nbsvm));
    }

    #[test]
    fn what_is_set_by_hand_is_in_every_setting() {
        let fixed =
            Fixed { algorithm: true, c: true, mixture: true, chars: true, ngrams: true, ..Fixed::default() };
        let linear = LinearParams::new().algorithm(Algorithm::Svm).c(0.7).mixture(0.1);
        let grid = grid(fixed, linear.clone(), TfIdfParams::new().ngram_range(1, 1), "a headline");
        assert_eq!(grid.terms.len(), 2, "with and without stop words");
        assert_eq!(grid.mixtures, [0.1]);
        let balanced = linear.clone().class_weight(ClassWeight::Balanced);
        assert_eq!(grid.first_classifiers, [linear, balanced]);
        assert!(grid.more_classifiers.is_empty());
    }

    #[test]
    fn naive_bayes_has_no_cost_and_no_mixture_to_compare() {
        let fixed = Fixed { algorithm: true, ..Fixed::default() };
        let linear = LinearParams::new().algorithm(Algorithm::NaiveBayes);
        let grid = grid(fixed, linear.clone(), TfIdfParams::new().stemmer("german"), "a headline");
        assert_eq!((grid.first_classifiers, grid.more_classifiers), (vec![linear], vec![]));
        assert_eq!((grid.mixtures, grid.terms.len()), (vec![0.0], 1), "the stop words are English");
    }
}
