//! From labelled documents to a model.

use linfa::ParamGuard;
use rayon::prelude::*;

use super::examples::{Example, canonical_order};
use super::fitted::Fitted;
use super::judge::{Judge, Judged};
use super::labels::{Labels, MultiLabel};
use super::names::LabelNames;
use super::rare::{RareLabels, too_few_left};
use super::study::Study;
use super::tune::{Fixed, Found, Search, Tune};
use super::{Header, Model, WeightType};
use crate::classify::{Algorithm, ClassWeight, LinearParams, Targets};
use crate::error::{Error, Notice, Place, Result};
use crate::evaluate::folds::{FoldParams, Folds};
use crate::features::{Lead, TfIdfParams};
use crate::text::Document;
use crate::text::clean::{ChromeLines, CleanParams, Cleaner};
use crate::text::stem::AnalyzerParams;

/// How a model is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainParams {
    tfidf: TfIdfParams,
    linear: LinearParams,
    fixed: Fixed,
    tune: Tune,
    folds: usize,
    dedupe: Option<f64>,
    rare: RareLabels,
    min_count: usize,
    multi_label: Option<String>,
    label_names: LabelNames,
    none_label: Option<String>,
    keep_chrome: bool,
    weights: WeightType,
    seed: u64,
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
    /// the highest F1 in cross-validation; see [`MultiLabel`]. Probabilities do not sum to 1. A document without a
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
            _ if self.min_count == 0 => Err(Error::usage("min_count 0: expected 1 or more", None)),
            _ => Ok(()),
        }
    }

    /// Trains a model. The same examples, in any order, and the same parameters give the same bytes on any number of
    /// threads.
    ///
    /// # Errors
    /// [`Training`](crate::error::ErrorKind::Training) where the labels or texts cannot be trained on,
    /// [`Usage`](crate::error::ErrorKind::Usage) for a parameter out of range.
    pub fn fit(&self, examples: Vec<Example>) -> Result<Model> {
        self.fit_with(examples, &|_| ())
    }

    /// The same; `notify` hears what a user should know.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(&self, examples: Vec<Example>, notify: &dyn Fn(Notice)) -> Result<Model> {
        Ok(self.fit_all(examples, notify, false)?.0)
    }

    /// The same model, and what cross-validation said about each document; `None` for the latter without folds, and
    /// where documents may have several labels. Takes about twice as long, for the learning curve.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_and_study(
        &self,
        examples: Vec<Example>,
        notify: &dyn Fn(Notice),
    ) -> Result<(Model, Option<Study>)> {
        self.fit_all(examples, notify, true)
    }

    fn fit_all(
        &self,
        examples: Vec<Example>,
        notify: &dyn Fn(Notice),
        wants_study: bool,
    ) -> Result<(Model, Option<Study>)> {
        self.check()?;
        let separator = self.multi_label.as_deref();
        // A wrong column is told before its values are told one by one as rare labels.
        Labels::of(&examples, separator)?.check_none_label(self.none_label.as_deref())?;
        let examples = self.rare.handle(examples, self.min_count, separator, notify)?;
        let (examples, training_sha256) = canonical_order(examples);
        let labels = Labels::of(&examples, separator).map_err(|error| too_few_left(&error))?;
        let groups: Vec<String> = examples.iter().map(|example| example.group.clone()).collect();
        let (documents, chrome) = self.clean(examples);
        let folds = match self.folds {
            0 => None,
            _ => Some(self.assign_folds(&documents, &labels, &groups)?),
        };
        let found = self.settings(&documents, &labels, folds.as_ref())?;
        let (tfidf, linear) = (found.tfidf.check_ref()?, found.linear.check_ref()?);
        let (vectorizer, counts) = tfidf.count(&documents)?;
        linear.check_size(&counts)?;

        let judge = Judge {
            counts: &counts,
            labels: &labels,
            folds: folds.as_ref(),
            vectorizer: &vectorizer,
            linear,
            weights: self.weights,
            seed: self.seed,
        };
        let Judged { calibration, thresholds, cross_validation, study } =
            judge.run(wants_study.then_some(&documents))?;
        // What is large and done with makes room for the fit.
        let n_documents = documents.len();
        drop(documents);
        let rows = tfidf.weigh(counts, &vectorizer.idf());
        let classifier =
            linear.fit_classes(&rows, &labels.targets, labels.names.len())?.to_small(self.weights);

        let header = Header {
            newsdesk: env!("CARGO_PKG_VERSION").to_owned(),
            label_counts: labels.counts(),
            label_names: self.names_of(&labels.names),
            multi_label: self.multi_label.clone().map(|separator| MultiLabel { separator, thresholds }),
            none_label: self.none_label.clone().filter(|none| labels.names.binary_search(none).is_ok()),
            labels: labels.names,
            tfidf: tfidf.clone(),
            classifier: linear.clone(),
            weights: classifier.weights().weight_type(),
            keep_chrome: self.keep_chrome,
            n_documents,
            n_features: vectorizer.n_features(),
            n_nodes: vectorizer.vocabulary().n_nodes(),
            training_sha256,
            seed: self.seed,
            cross_validation,
            tuning: found.tuning,
        };
        let fitted = Fitted {
            header: &header,
            vectorizer: &vectorizer,
            classifier: &classifier,
            calibration: &calibration,
            chrome: &chrome,
        };
        // What is used from here on is what a reader of the file will use.
        Ok((Model::open(fitted.encode().into(), &Place::default(), false)?, study))
    }

    /// What the search finds, or the fixed recipe where there is nothing to search on.
    fn settings(&self, documents: &[Document], labels: &Labels, folds: Option<&Folds>) -> Result<Found> {
        let search = Search {
            level: self.tune,
            tfidf: &self.tfidf,
            linear: &self.linear,
            fixed: self.fixed,
            documents,
            labels,
        };
        match (&labels.targets, folds) {
            (Targets::One(classes), Some(folds)) => search.best(folds, classes),
            (Targets::One(_), None) => Ok(search.fixed_recipe()),
            (Targets::Many(_), _) => {
                // A mixture with naive Bayes compares labels with each other.
                let recipe = search.fixed_recipe();
                Ok(Found { linear: recipe.linear.mixture(0.0), ..recipe })
            }
        }
    }

    /// Cleans the documents by the rules and by the template lines that repeat over them.
    fn clean(&self, examples: Vec<Example>) -> (Vec<Document>, ChromeLines) {
        let chrome = if self.keep_chrome {
            ChromeLines::default()
        } else {
            ChromeLines::learn(examples.iter().map(|example| example.document.text.as_str()))
        };
        let cleaner = Cleaner::new(CleanParams { keep_chrome: self.keep_chrome }).with_chrome(chrome.clone());
        let documents = examples.into_par_iter().map(|example| cleaner.clean(example.document)).collect();
        (documents, chrome)
    }

    /// The name of each label, where one of them has one.
    fn names_of(&self, labels: &[String]) -> Vec<Option<String>> {
        let names: Vec<Option<String>> =
            labels.iter().map(|label| self.label_names.get(label).map(str::to_owned)).collect();
        if names.iter().any(Option::is_some) { names } else { Vec::new() }
    }

    fn assign_folds(&self, documents: &[Document], labels: &Labels, groups: &[String]) -> Result<Folds> {
        let texts: Vec<String> = documents.par_iter().map(Document::body_text).collect();
        let has_groups = groups.iter().any(|group| !group.is_empty());
        let params = FoldParams { folds: self.folds, seed: self.seed, dedupe: self.dedupe };
        params.assign(&texts, &labels.targets.strata(labels.names.len()), has_groups.then_some(groups))
    }
}
