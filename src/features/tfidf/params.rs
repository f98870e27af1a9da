//! What TF-IDF is fitted with.

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::TfIdfVectorizer;
use crate::error::{Error, Result};
use crate::features::chars::MAX_CHARS;
use crate::features::vocabulary::MAX_NGRAM;
use crate::text::Document;
use crate::text::stem::{Analyzer, AnalyzerParams};

/// How many times the start of a document may count.
const MAX_TIMES: usize = 100;

/// How documents become TF-IDF rows; unchecked. See [`TfIdfVectorizer`] for the formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TfIdfParams(pub(super) TfIdfValidParams);

/// Checked [`TfIdfParams`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TfIdfValidParams {
    pub(super) analyzer: AnalyzerParams,
    pub(super) ngram_range: (usize, usize),
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chars: Option<(usize, usize)>,
    pub(super) min_df: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) max_features: Option<usize>,
    pub(super) sublinear_tf: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lead: Option<Lead>,
}

/// How often the terms at the start of a document count. See [`TfIdfParams::lead`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// The number of words at the start; stop words do not count.
    pub words: usize,
    /// How many times each of their terms counts.
    pub times: usize,
}

impl Lead {
    /// How often a term counts whose last word has this place in the document.
    pub(in crate::features) fn times_at(lead: Option<Self>, word: usize) -> f32 {
        lead.filter(|lead| word < lead.words).map_or(1.0, |lead| lead.times as f32)
    }
}

impl Default for TfIdfValidParams {
    fn default() -> Self {
        Self {
            analyzer: AnalyzerParams::default(),
            ngram_range: (1, 2),
            chars: None,
            min_df: 2,
            max_features: None,
            sublinear_tf: true,
            lead: None,
        }
    }
}

impl TfIdfParams {
    /// The defaults: English stems, words and pairs of words, `min_df` 2, sublinear counts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the stemmer and the stop words.
    pub fn analyzer(mut self, analyzer: AnalyzerParams) -> Self {
        self.0.analyzer = analyzer;
        self
    }

    /// Sets the stemmer's language, or `none`. Default `english`.
    pub fn stemmer(mut self, language: &str) -> Self {
        self.0.analyzer.stemmer = language.to_owned();
        self
    }

    /// Sets the words that are no terms, lower-case. Default: none.
    pub fn stop_words(mut self, words: Vec<String>) -> Self {
        self.0.analyzer.stop_words = words;
        self
    }

    /// Whether the stemmer is for English.
    pub(crate) fn is_english(&self) -> bool {
        self.0.analyzer.stemmer == "english"
    }

    /// Sets the shortest and the longest n-gram in words. Default (1, 2). Stop words are taken out first, so that
    /// the words beside one are neighbours.
    pub fn ngram_range(mut self, shortest: usize, longest: usize) -> Self {
        self.0.ngram_range = (shortest, longest);
        self
    }

    /// Sets the shortest and the longest n-gram of characters inside words, features beside those of words; `None` for
    /// no such features. Default none: they help on short texts and cost several times the memory and time.
    ///
    /// These are scikit-learn's `char_wb`: runs of characters of a word with its punctuation, lower-cased, with a space
    /// on each side. They are neither stemmed nor stopped. Their idf counts half ([`CHARS_WEIGHT`](super::CHARS_WEIGHT)).
    pub fn chars(mut self, range: Option<(usize, usize)>) -> Self {
        self.0.chars = range;
        self
    }

    /// Sets how many features there are at most: the terms that occur most often in all documents together, of equals
    /// the first. Default `None`, no limit. Words and characters are limited each on their own.
    pub fn max_features(mut self, n_features: Option<usize>) -> Self {
        self.0.max_features = n_features;
        self
    }

    /// Sets how many words at the start of a document count several times; `None` for all alike. Default `None`.
    ///
    /// A release says in its first sentences what it is about. It helps where the label was given by the start of the
    /// text (the built-in model: see its card), and does nothing for texts that are shorter. Terms of words only; a
    /// title's words come first where there is one.
    pub fn lead(mut self, lead: Option<Lead>) -> Self {
        self.0.lead = lead;
        self
    }

    /// Sets the smallest number of documents a term must occur in to become a feature.
    ///
    /// Counted in documents, not occurrences, after stemming. Default 2: a term seen in one training document cannot
    /// generalise.
    ///
    /// # Examples
    /// ```
    /// use newsdesk::{Document, TfIdfParams};
    /// let docs = Document::from_bodies(["tax bill", "tax vote", "farm vote"]);
    /// let tfidf = TfIdfParams::new().min_df(2).fit(&docs)?;
    /// assert_eq!(tfidf.terms(), ["tax", "vote"]);
    /// # Ok::<(), newsdesk::Error>(())
    /// ```
    pub fn min_df(mut self, n_documents: usize) -> Self {
        self.0.min_df = n_documents;
        self
    }

    /// Sets whether a count `tf` enters as `1 + ln(tf)`. Default true: the tenth occurrence of a word says less than
    /// the first.
    pub fn sublinear_tf(mut self, sublinear_tf: bool) -> Self {
        self.0.sublinear_tf = sublinear_tf;
        self
    }

    /// Learns the vocabulary and the idf of `documents`.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a parameter out of range,
    /// [`Training`](crate::error::ErrorKind::Training) where no term is left.
    pub fn fit(&self, documents: &[Document]) -> Result<TfIdfVectorizer> {
        Ok(self.check_ref()?.count(documents)?.0)
    }
}

impl ParamGuard for TfIdfParams {
    type Checked = TfIdfValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&TfIdfValidParams> {
        let (shortest, longest) = self.0.ngram_range;
        if shortest < 1 || longest < shortest || longest > MAX_NGRAM {
            return Err(Error::usage(
                format!("n-grams {shortest}-{longest}: expected two rising numbers from 1 to {MAX_NGRAM}"),
                "pass --ngrams 1-2".to_owned(),
            ));
        }
        if let Some((shortest, longest)) = self.0.chars
            && (shortest < 1 || longest < shortest || longest > MAX_CHARS)
        {
            return Err(Error::usage(
                format!(
                    "n-grams of {shortest}-{longest} characters: expected two rising numbers from 1 to {MAX_CHARS}"
                ),
                "pass --chars 3-5".to_owned(),
            ));
        }
        if self.0.max_features == Some(0) {
            return Err(Error::usage("max_features 0: expected 1 or more", None));
        }
        if self.0.lead.is_some_and(|lead| !(1..=MAX_TIMES).contains(&lead.times)) {
            return Err(Error::usage(
                format!(
                    "a lead that counts {} times: expected 1 to {MAX_TIMES}",
                    self.0.lead.map_or(0, |lead| lead.times)
                ),
                "pass --lead 60:4".to_owned(),
            ));
        }
        if self.0.min_df < 1 {
            return Err(Error::usage("min_df 0: expected 1 or more", None));
        }
        Analyzer::new(&self.0.analyzer)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<TfIdfValidParams> {
        self.check_ref()?;
        Ok(self.0)
    }
}
