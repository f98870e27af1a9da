//! From labelled documents to a model.

use linfa::ParamGuard;
use rayon::prelude::*;

use super::cross_validation::{CrossValidation, held_out_scores, outcomes};
use super::examples::{Example, Labels, canonical_order, training};
use super::learning_curve::Fitting;
use super::study::Study;
use super::tune::{Fixed, Found, Search, Tune};
use super::{Header, Model, WeightType, format};
use crate::classify::{Algorithm, Calibration, ClassWeight, LinearParams, Weights};
use crate::error::{Level, Notice, Place, Result};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::folds::{FoldParams, Folds};
use crate::evaluate::report::Evaluation;
use crate::features::{Bytes, Lead, TfIdfParams};
use crate::text::Document;
use crate::text::clean::{ChromeLines, CleanParams, Cleaner};
use crate::text::stem::AnalyzerParams;

/// What becomes of labels with a single document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RareLabels {
    /// They are trained like the others.
    #[default]
    Keep,
    /// Their documents are left out.
    Drop,
    /// Their documents get this label.
    Merge(String),
    /// Training stops with an error.
    Error,
}

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
    /// What is set by hand stays as it is set: algorithm, cost, mixture, class weight, stop words, n-grams. Without
    /// cross-validation ([`folds`](Self::folds) 0) nothing can be tried.
    ///
    /// With [`Tune::Off`], or nothing to try, and no algorithm set, the fixed recipe is used: `nbsvm` with C = 0.3 on
    /// words and pairs of words. For texts of fewer than 400 bytes in the mean, English stop words are out, n-grams of
    /// 3 to 5 characters are in, and 0.5 of complement naive Bayes is mixed with it.
    pub fn tune(mut self, tune: Tune) -> Self {
        self.tune = tune;
        self
    }

    /// Sets how texts become rows, all of it.
    pub fn tfidf(mut self, tfidf: TfIdfParams) -> Self {
        self.tfidf = tfidf;
        self.fixed = Fixed { stop_words: true, ngrams: true, chars: true, ..self.fixed };
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

    /// Sets the smallest number of documents a term must occur in. Default 2.
    pub fn min_df(mut self, n_documents: usize) -> Self {
        self.tfidf = self.tfidf.min_df(n_documents);
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

    /// Sets what becomes of labels with a single document. Default [`RareLabels::Keep`].
    pub fn rare(mut self, rare: RareLabels) -> Self {
        self.rare = rare;
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

    /// Sets how the weights are stored. Default [`WeightType::I8`].
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
        self.linear.check_ref()?;
        Ok(())
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

    /// The same model, and what cross-validation said about each document; `None` for the latter without folds.
    /// Takes about twice as long, for the learning curve.
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
        // A wrong column is told before its values are told one by one as rare labels.
        Labels::of(&examples)?;
        let examples = self.handle_rare(examples, notify)?;
        let (examples, training_sha256) = canonical_order(examples);
        let labels = Labels::of(&examples)?;
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

        let rows = tfidf.weigh(&counts, &vectorizer.idf());
        let mut calibration = Calibration::uncalibrated();
        let (mut cross_validation, mut study) = (None, None);
        if let Some(folds) = &folds {
            let scores = held_out_scores(&counts, &labels, folds, &vectorizer, linear)?;
            calibration = Calibration::fit(&scores, &labels.classes);
            let outcomes = outcomes(scores, &calibration, &labels);
            let bootstrap = Bootstrap { seed: self.seed, ..Bootstrap::default() };
            let judged = Evaluation::new(&outcomes, &labels.names, labels.names.len(), bootstrap);
            cross_validation = Some(CrossValidation::new(&judged, folds));
            if wants_study {
                let fitting =
                    Fitting { counts: &counts, labels: &labels, folds, vectorizer: &vectorizer, linear };
                study = Some(Study::new(&documents, outcomes, judged, &fitting, bootstrap)?);
            }
        }
        let mut classifier = linear.fit_classes(&rows, &labels.classes, labels.names.len())?;
        if self.weights == WeightType::I8 {
            classifier = classifier.to_small();
        }
        let (weights, scales) = match classifier.weights() {
            Weights::Full(full) => (full.clone(), Bytes::from(Vec::new())),
            Weights::Small { bytes, scales } => (bytes.clone(), scales.clone()),
        };

        let header = Header {
            newsdesk: env!("CARGO_PKG_VERSION").to_owned(),
            label_counts: labels.counts(),
            none_label: self.none_label.clone().filter(|none| labels.names.binary_search(none).is_ok()),
            labels: labels.names,
            tfidf: tfidf.clone(),
            classifier: linear.clone(),
            weights: self.weights,
            keep_chrome: self.keep_chrome,
            n_documents: documents.len(),
            n_features: vectorizer.n_features(),
            n_nodes: vectorizer.vocabulary().n_nodes(),
            training_sha256,
            seed: self.seed,
            cross_validation,
            tuning: found.tuning,
        };
        let json = |value: serde_json::Result<Vec<u8>>| {
            Bytes::from(value.expect("the value has no map with odd keys"))
        };
        let [offsets, terms, forms, stems, pairs] = vectorizer.vocabulary().sections();
        let file = format::encode(&[
            json(serde_json::to_vec(&header)),
            offsets.clone(),
            terms.clone(),
            forms.clone(),
            stems.clone(),
            pairs.clone(),
            vectorizer.idf_bytes().clone(),
            weights,
            scales,
            Bytes::from_f32s(classifier.intercepts().iter().copied()),
            json(serde_json::to_vec(&calibration)),
            json(serde_json::to_vec(&chrome)),
        ]);
        // What is used from here on is what a reader of the file will use.
        Ok((Model::open(file.into(), &Place::default(), false)?, study))
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
        match folds {
            Some(folds) => search.best(folds),
            None => Ok(search.fixed_recipe()),
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

    fn handle_rare(&self, mut examples: Vec<Example>, notify: &dyn Fn(Notice)) -> Result<Vec<Example>> {
        let mut labels: Vec<&str> = examples.iter().map(|example| example.label.as_str()).collect();
        labels.sort_unstable();
        let rare: Vec<String> = labels
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() == 1)
            .map(|same| same[0].to_owned())
            .collect();
        if rare.is_empty() {
            return Ok(examples);
        }
        let list = list(rare.iter().map(String::as_str));
        let is_rare = |example: &Example| rare.binary_search(&example.label).is_ok();
        let done = match &self.rare {
            RareLabels::Keep => "trained like the others (--rare drop leaves them out)",
            RareLabels::Drop => {
                examples.retain(|example| !is_rare(example));
                "left out"
            }
            RareLabels::Merge(name) => {
                examples.iter_mut().filter(|example| is_rare(example)).for_each(|e| e.label.clone_from(name));
                "merged"
            }
            RareLabels::Error => {
                return Err(training(
                    "E0305",
                    format!("labels with one record: {list}"),
                    "pass --rare drop, merge:NAME or keep",
                ));
            }
        };
        notify(Notice {
            level: Level::Warning,
            place: Place::default(),
            message: format!("labels with one record: {list}; {done}"),
        });
        Ok(examples)
    }

    fn assign_folds(&self, documents: &[Document], labels: &Labels, groups: &[String]) -> Result<Folds> {
        let texts: Vec<String> = documents.par_iter().map(Document::body_text).collect();
        let has_groups = groups.iter().any(|group| !group.is_empty());
        let params = FoldParams { folds: self.folds, seed: self.seed, dedupe: self.dedupe };
        params.assign(&texts, &labels.classes, has_groups.then_some(groups))
    }
}

/// At most five names, quoted, and how many more there are.
fn list<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(5);
    let mut list = names.take(5).map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    if more > 0 {
        list += &format!(" and {more} more");
    }
    list
}
