//! From labelled documents to a model.

use linfa::ParamGuard;
use rayon::prelude::*;

use super::examples::{Example, canonical_order};
use super::fitted::Fitted;
use super::judge::{Judge, Judged};
use super::labels::{Labels, MultiLabel};
use super::params::TrainParams;
use super::pieces::Counts;
use super::rare::too_few_left;
use super::study::Study;
use super::tune::{Found, Search};
use super::{Header, Model};
use crate::classify::Targets;
use crate::error::{Notice, Place, Result};
use crate::evaluate::folds::{FoldParams, Folds};
use crate::text::Document;
use crate::text::clean::{ChromeLines, CleanParams, Cleaner};

impl TrainParams {
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
        let (vectorizer, counts) = Counts::new(tfidf, &documents, self.pieces)?;
        linear.check_size(&counts.documents)?;

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
        let (rows, targets) = counts.into_rows(&vectorizer, &labels.targets);
        let classifier = linear.fit_classes(&rows, &targets, labels.names.len())?.to_small(self.weights);

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
            pieces: self.pieces,
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
            first_piece: self.pieces,
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
        let text = |document: &Document| document.feature_parts().collect::<Vec<_>>().join("\n");
        let texts: Vec<String> = documents.par_iter().map(text).collect();
        let has_groups = groups.iter().any(|group| !group.is_empty());
        let params = FoldParams { folds: self.folds, seed: self.seed, dedupe: self.dedupe };
        params.assign(&texts, &labels.targets.strata(labels.names.len()), has_groups.then_some(groups))
    }
}
