//! How a model is trained.

use linfa::ParamGuard;

use super::WeightType;
use super::names::LabelNames;
use super::rare::RareLabels;
use super::tune::{Fixed, Tune};
use crate::classify::{Algorithm, ClassWeight, LinearParams};
use crate::error::{Error, Result};
use crate::features::{Lead, TfIdfParams};
use crate::text::stem::AnalyzerParams;

/// How a model is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainParams {
    pub(super) tfidf: TfIdfParams,
    pub(super) linear: LinearParams,
    pub(super) fixed: Fixed,
    pub(super) tune: Tune,
    pub(super) folds: usize,
    pub(super) dedupe: Option<f64>,
    pub(super) rare: RareLabels,
    pub(super) min_count: usize,
    pub(super) multi_label: Option<String>,
    pub(super) label_names: LabelNames,
    pub(super) none_label: Option<String>,
    pub(super) keep_chrome: bool,
    pub(super) pieces: Option<usize>,
    pub(super) weights: WeightType,
    pub(super) seed: u64,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            tfidf: TfIdfParams::default(),
            linear: LinearParams::default(),
            fixed: Fixed::default(),
            tune: Tune::default(),
            folds: 5,
            dedupe: Some(0.85),
            rare: RareLabels::default(),
            min_count: 2,
            multi_label: None,
            label_names: LabelNames::default(),
            none_label: None,
            keep_chrome: false,
            pieces: None,
            weights: WeightType::default(),
            seed: 0,
        }
    }
}

impl TrainParams {
    /// The defaults: what a quick search over the training documents prefers, five folds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how much is tried to find the best settings. Default [`Tune::Quick`].
    ///
    /// What is set by hand stays as it is set: algorithm, cost, mixture, class weight, stop words, n-grams, `min_df`. Without
    /// cross-validation ([`folds`](Self::folds) 0) nothing can be tried.
    ///
    /// With [`Tune::Off`], or nothing to try, and no algorithm set, the fixed recipe is used: `nbsvm` with C = 0.3 on
    /// words and pairs of words. For texts of fewer than 400 bytes in the mean, English stop words are out, n-grams of
    /// 3 to 5 characters are in, C is 1, and 0.5 of complement naive Bayes is mixed with it. For those of fewer than 200,
    /// terms of one document are in.
    pub fn tune(mut self, tune: Tune) -> Self {
        self.tune = tune;
        self
    }

    /// Sets how texts become rows, all of it.
    pub fn tfidf(mut self, tfidf: TfIdfParams) -> Self {
        self.tfidf = tfidf;
        self.fixed = Fixed { stop_words: true, ngrams: true, chars: true, min_df: true, ..self.fixed };
        self
    }

    /// Sets the stemmer and the stop words.
    pub fn analyzer(mut self, analyzer: AnalyzerParams) -> Self {
        self.tfidf = self.tfidf.analyzer(analyzer);
        self.fixed.stop_words = true;
        self
    }

    /// Sets the stemmer's language, or `none`. Default `english`.
    pub fn stemmer(mut self, language: &str) -> Self {
        self.tfidf = self.tfidf.stemmer(language);
        self
    }

    /// Sets the words that are no terms, lower-case.
    pub fn stop_words(mut self, words: Vec<String>) -> Self {
        self.tfidf = self.tfidf.stop_words(words);
        self.fixed.stop_words = true;
        self
    }

    /// Sets the shortest and the longest n-gram in words.
    pub fn ngram_range(mut self, shortest: usize, longest: usize) -> Self {
        self.tfidf = self.tfidf.ngram_range(shortest, longest);
        self.fixed.ngrams = true;
        self
    }

    /// Sets the shortest and the longest n-gram of characters inside words, or none.
    pub fn chars(mut self, range: Option<(usize, usize)>) -> Self {
        self.tfidf = self.tfidf.chars(range);
        self.fixed.chars = true;
        self
    }

    /// Sets how many features there are at most, of words and of characters each. Default `None`, no limit.
    pub fn max_features(mut self, n_features: Option<usize>) -> Self {
        self.tfidf = self.tfidf.max_features(n_features);
        self
    }

    /// Sets how many words at the start of a document count several times; `None` for all alike. Default `None`.
    pub fn lead(mut self, lead: Option<Lead>) -> Self {
        self.tfidf = self.tfidf.lead(lead);
        self
    }

    /// Sets the smallest number of documents a term must occur in. Default 2; 1 for texts of fewer than 200 bytes in the
    /// mean, unless an algorithm is set and nothing is searched.
    pub fn min_df(mut self, n_documents: usize) -> Self {
        self.tfidf = self.tfidf.min_df(n_documents);
        self.fixed.min_df = true;
        self
    }

    /// Sets how the weights are found. By default the search chooses.
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.linear = self.linear.algorithm(algorithm);
        self.fixed.algorithm = true;
        self
    }

    /// Sets the cost of an error. By default the search chooses; 1 where it does not and an algorithm is set.
    pub fn c(mut self, c: f32) -> Self {
        self.linear = self.linear.c(c);
        self.fixed.c = true;
        self
    }

    /// Sets the weight of complement naive Bayes in a mixture, 0 for none. By default the search chooses.
    pub fn mixture(mut self, weight: f32) -> Self {
        self.linear = self.linear.mixture(weight);
        self.fixed.mixture = true;
        self
    }

    /// Sets how many features linfa's own estimators use. Default 2,000.
    pub fn best_features(mut self, best_features: usize) -> Self {
        self.linear = self.linear.best_features(best_features);
        self
    }

    /// Sets how much the records of each class count. By default the search chooses.
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.linear = self.linear.class_weight(class_weight);
        self.fixed.class_weight = true;
        self
    }

    /// Sets the number of folds of cross-validation; 0 for none, and then probabilities are not calibrated. Default 5.
    pub fn folds(mut self, folds: usize) -> Self {
        self.folds = folds;
        self
    }

    /// Sets the similarity from which texts are near-copies and stay in one fold; `None` for no such look. Default
    /// 0.85.
    pub fn dedupe(mut self, dedupe: Option<f64>) -> Self {
        self.dedupe = dedupe;
        self
    }

    /// Sets what becomes of labels with too few documents. Default [`RareLabels::Keep`].
    pub fn rare(mut self, rare: RareLabels) -> Self {
        self.rare = rare;
        self
    }

    /// Sets how many documents a label must have not to be rare. Default 2.
    pub fn min_count(mut self, n_documents: usize) -> Self {
        self.min_count = n_documents;
        self
    }

    /// Sets what stands between two labels of a document; `None` where every document has one label. Default none.
    ///
    /// Each label is then told from the documents without it, and given from a probability of its own on, the one with
    /// the highest F1 in cross-validation; see [`MultiLabel`](super::MultiLabel). Probabilities do not sum to 1. A document without a
    /// label is an example of what no label is. Nothing is tuned: what is not set by hand is as in the fixed recipe,
    /// without a mixture.
    pub fn multi_label(mut self, separator: Option<String>) -> Self {
        self.multi_label = separator;
        self
    }

    /// Sets the names of labels that are codes. Default none. They change nothing but what is shown.
    pub fn label_names(mut self, names: LabelNames) -> Self {
        self.label_names = names;
        self
    }

    /// Sets the label that stands for "no policy topic": the model then abstains with `no_policy_content`.
    pub fn none_label(mut self, label: Option<String>) -> Self {
        self.none_label = label;
        self
    }

    /// Sets whether page furniture is left in. Default false.
    pub fn keep_chrome(mut self, keep_chrome: bool) -> Self {
        self.keep_chrome = keep_chrome;
        self
    }

    /// Sets whether the classifier is also fitted on pieces of each document, and how many words the first of them has;
    /// `None` for whole documents only. Default `None`.
    ///
    /// With 30 the first piece is words 1 to 30, the next 31 to 90, then 91 to 210: each is twice as long as the one
    /// before it, and an example of its own with the classes of its document. A start of a release is how a headline
    /// reads, and a word that means a topic in the whole text means it in a part. Texts of about one piece have none.
    /// Takes about twice the time; terms, idf and cross-validation are of whole documents as without.
    pub fn pieces(mut self, first_words: Option<usize>) -> Self {
        self.pieces = first_words;
        self
    }

    /// Sets how the weights are stored. Default [`WeightType::Sparse`].
    pub fn weights(mut self, weights: WeightType) -> Self {
        self.weights = weights;
        self
    }

    /// Sets the seed of everything that is drawn. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self.linear = self.linear.seed(seed);
        self
    }

    /// Checks the parameters, as [`fit`](Self::fit) does: a caller need not read the examples first to hear of a bad
    /// one.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a parameter out of range.
    pub fn check(&self) -> Result<()> {
        self.tfidf.check_ref()?;
        let linear = self.linear.check_ref()?;
        if self.multi_label.is_some() {
            linear.check_several()?;
        }
        match &self.multi_label {
            Some(separator) if separator.is_empty() => Err(Error::usage(
                "an empty separator of labels: expected one character or more",
                "pass --multi-label ';'".to_owned(),
            )),
            Some(_) if self.none_label.is_some() => Err(Error::usage(
                "a label for \"no policy topic\" beside several labels a document",
                "leave --none-label out, and the label of such documents empty".to_owned(),
            )),
            None if self.tune == Tune::Full && self.folds == 0 => Err(Error::usage(
                "a full search for the best settings without cross-validation: nothing can be compared",
                "leave --folds 0 or --tune full out".to_owned(),
            )),
            Some(_) if self.tune == Tune::Full => Err(Error::usage(
                "a full search for the best settings beside several labels a document: nothing is tuned there",
                "leave --tune out, and set the algorithm and its cost by hand".to_owned(),
            )),
            _ if self.pieces == Some(0) => Err(Error::usage("pieces of 0 words: expected 1 or more", None)),
            _ if self.min_count == 0 => Err(Error::usage("min_count 0: expected 1 or more", None)),
            _ => Ok(()),
        }
    }
}
