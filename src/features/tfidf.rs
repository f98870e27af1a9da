//! TF-IDF with scikit-learn's formula and words.

use linfa::ParamGuard;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, f32_at, f32s};
use super::chars::MAX_CHARS;
use super::counting::{count, run_lengths};
use super::csr::{CsrMatrix, CsrRow};
use super::vocabulary::{MAX_NGRAM, TokenCounts, Vocabulary};
use crate::error::{Error, Result};
use crate::text::Document;
use crate::text::stem::{Analyzer, AnalyzerParams};

/// Documents that one task turns into rows.
const CHUNK: usize = 64;

/// How many times the start of a document may count.
const MAX_TIMES: usize = 100;

/// What the idf of n-grams of characters is multiplied by, where there are words beside them: a text has many more of
/// them than words.
///
/// Measured by 3-fold cross-validation, accuracy / macro-F1 in % of an SVM (C = 1) on words 1-2 and characters 3-5:
///
/// | how the two blocks are joined | AG News, 5,000 rows | policy topics, 10,000 short texts |
/// |---|---|---|
/// | words alone | 86.9 / 86.8 | 69.5 / 63.8 |
/// | characters alone | 87.5 / 87.4 | 70.8 / 65.7 |
/// | each with norm 1 (scikit-learn's `FeatureUnion`) | 87.9 / 87.8 | 72.0 / 67.2 |
/// | one norm over both, characters × 1 | 87.8 / 87.7 | 71.5 / 66.8 |
/// | one norm over both, characters × 0.5 | 88.1 / 88.1 | 72.0 / 67.4 |
/// | one norm over both, characters × 0.2 | 87.4 / 87.3 | 71.1 / 65.9 |
pub const CHARS_WEIGHT: f32 = 0.5;

/// How documents become TF-IDF rows; unchecked. See [`TfIdfVectorizer`] for the formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TfIdfParams(TfIdfValidParams);

/// Checked [`TfIdfParams`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TfIdfValidParams {
    analyzer: AnalyzerParams,
    ngram_range: (usize, usize),
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chars: Option<(usize, usize)>,
    min_df: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_features: Option<usize>,
    sublinear_tf: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<Lead>,
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
    pub(super) fn times_at(lead: Option<Self>, word: usize) -> usize {
        lead.filter(|lead| word < lead.words).map_or(1, |lead| lead.times)
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
    /// on each side. They are neither stemmed nor stopped. Their idf counts half ([`CHARS_WEIGHT`]).
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

impl TfIdfValidParams {
    /// The shortest and the longest n-gram in words.
    pub fn ngram_range(&self) -> (usize, usize) {
        self.ngram_range
    }

    /// The shortest and the longest n-gram in characters, if there are any.
    pub fn chars(&self) -> Option<(usize, usize)> {
        self.chars
    }

    /// How often the terms at the start count.
    pub fn lead(&self) -> Option<Lead> {
        self.lead
    }

    /// How many features there are at most.
    pub fn max_features(&self) -> Option<usize> {
        self.max_features
    }

    /// The smallest number of documents a term must occur in.
    pub fn min_df(&self) -> usize {
        self.min_df
    }

    /// The stemmer and the stop words.
    pub fn analyzer(&self) -> &AnalyzerParams {
        &self.analyzer
    }

    /// Learns the vocabulary and the idf; also returns the documents' raw counts, n_documents × n_features.
    pub(crate) fn count(&self, documents: &[Document]) -> Result<(TfIdfVectorizer, CsrMatrix)> {
        let analyzer = Analyzer::new(&self.analyzer)?;
        let counted = count(documents, self, &analyzer)?;
        let (params, idf) = (self.clone(), Bytes::from_f32s([]));
        let mut vectorizer = TfIdfVectorizer { params, analyzer, vocabulary: counted.vocabulary, idf };
        vectorizer.idf = Bytes::from_f32s(vectorizer.idf_over(&counted.counts));
        Ok((vectorizer, counted.counts))
    }

    /// Turns raw counts into TF-IDF rows. A feature whose idf is 0 is left out.
    pub(crate) fn weigh(&self, counts: &CsrMatrix, idf: &[f32]) -> CsrMatrix {
        let rows: Vec<usize> = (0..counts.n_rows()).collect();
        let chunks: Vec<CsrMatrix> = (rows.par_chunks(CHUNK))
            .map(|rows| {
                let mut matrix = CsrMatrix::new(counts.n_features());
                let mut row = Vec::new();
                for &n in rows {
                    row.clear();
                    let known = counts.row(n).iter().filter(|&(feature, _)| idf[feature] > 0.0);
                    row.extend(known.map(|(feature, tf)| (feature as u32, self.tf(tf) * idf[feature])));
                    normalise(&mut row);
                    matrix.push(row.iter().copied());
                }
                matrix
            })
            .collect();
        CsrMatrix::concatenate(&chunks, counts.n_features())
    }

    fn tf(&self, count: f32) -> f32 {
        if self.sublinear_tf { 1.0 + count.ln() } else { count }
    }
}

/// Turns documents into TF-IDF rows.
///
/// The value of term `t` in document `d` is
///
/// > x(t, d) = tf(t, d) · idf(t) / ‖·‖₂, with tf = 1 + ln(count) and idf(t) = ln((1 + n) / (1 + df(t))) + 1
///
/// where `n` is the number of training documents and `df(t)` the number of those that hold `t`: scikit-learn's
/// `TfidfVectorizer(sublinear_tf=True, smooth_idf=True, norm="l2")`. The 1 added to both counts is one more document
/// that holds every term; the 1 added to the logarithm keeps terms that all documents hold. A row that holds any known
/// term has L2 norm 1. N-grams of characters have [`CHARS_WEIGHT`] times their idf. The idf is that of the training documents: a row does not depend on the rows beside it.
pub struct TfIdfVectorizer {
    params: TfIdfValidParams,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    idf: Bytes,
}

impl TfIdfVectorizer {
    /// The vectorizer of these parts; `idf` holds one little-endian `f32` a feature.
    pub(crate) fn from_parts(params: TfIdfValidParams, vocabulary: Vocabulary, idf: Bytes) -> Result<Self> {
        let analyzer = Analyzer::new(&params.analyzer)?;
        Ok(Self { params, analyzer, vocabulary, idf })
    }

    /// The terms, in the order of their features.
    pub fn terms(&self) -> Vec<&str> {
        self.vocabulary.terms()
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The number of features.
    pub fn n_features(&self) -> usize {
        self.vocabulary.n_features()
    }

    /// The idf of every feature.
    pub fn idf(&self) -> Vec<f32> {
        f32s(&self.idf).collect()
    }

    /// The idf of every feature over the rows of `counts`, those of characters times [`CHARS_WEIGHT`]; 0 for a feature in
    /// fewer than `min_df` of them.
    pub(crate) fn idf_over(&self, counts: &CsrMatrix) -> Vec<f32> {
        let mut df = vec![0usize; counts.n_features()];
        for row in counts.rows() {
            row.indices.iter().for_each(|&feature| df[feature as usize] += 1);
        }
        let n = counts.n_rows() as f64;
        let idf = |df: usize| ((1.0 + n) / (1.0 + df as f64)).ln() + 1.0;
        let idf = |df: usize| if df < self.params.min_df { 0.0 } else { idf(df) as f32 };
        let mut idf: Vec<f32> = df.into_iter().map(idf).collect();
        idf[self.vocabulary.n_word_features()..].iter_mut().for_each(|idf| *idf *= CHARS_WEIGHT);
        idf
    }

    /// The parameters it was fitted with.
    pub fn params(&self) -> &TfIdfValidParams {
        &self.params
    }

    /// The bytes of the idf, as a section of the model file.
    pub(crate) fn idf_bytes(&self) -> &Bytes {
        &self.idf
    }

    /// The rows of `documents`, shape n_documents × n_features, computed in parallel.
    pub fn transform(&self, documents: &[Document]) -> CsrMatrix {
        let chunks: Vec<CsrMatrix> = (documents.par_chunks(CHUNK))
            .map(|chunk| {
                let mut matrix = CsrMatrix::new(self.n_features());
                let mut scratch = RowScratch::default();
                for document in chunk {
                    let row = self.row(document, &mut scratch);
                    matrix.push(row.indices.iter().copied().zip(row.values.iter().copied()));
                }
                matrix
            })
            .collect();
        CsrMatrix::concatenate(&chunks, self.n_features())
    }

    /// The row of one document, in memory that `scratch` lends; the number of its tokens is there too.
    pub fn row<'s>(&self, document: &Document, scratch: &'s mut RowScratch) -> CsrRow<'s> {
        self.row_of(document.feature_parts(), scratch)
    }

    /// The row of a text given in parts; no n-gram spans two.
    pub(crate) fn row_of<'t, 's>(
        &self,
        parts: impl IntoIterator<Item = &'t str>,
        scratch: &'s mut RowScratch,
    ) -> CsrRow<'s> {
        let mut lookup = self.vocabulary.lookup(&self.analyzer);
        scratch.features.clear();
        scratch.counts = TokenCounts::default();
        // A boundary between two parts has a place of its own, as it has in training.
        for (boundaries, part) in parts.into_iter().enumerate() {
            let features = &mut scratch.features;
            lookup.for_each_feature(part, &mut scratch.counts, |feature, word| {
                let times = word.map_or(1, |word| Lead::times_at(self.params.lead, word + boundaries));
                features.extend(std::iter::repeat_n(feature, times));
            });
        }
        let idf: &[u8] = &self.idf;
        scratch.row.clear();
        scratch.row.extend(
            run_lengths(&mut scratch.features)
                .map(|(feature, count)| (feature, self.params.tf(count) * f32_at(idf, feature as usize))),
        );
        scratch.length = normalise(&mut scratch.row);
        scratch.indices.clear();
        scratch.values.clear();
        scratch.indices.extend(scratch.row.iter().map(|&(feature, _)| feature));
        scratch.values.extend(scratch.row.iter().map(|&(_, value)| value));
        CsrRow { indices: &scratch.indices, values: &scratch.values }
    }

    /// Calls `f` with every occurrence of a feature in `text` and its span.
    pub(crate) fn for_each_occurrence(&self, text: &str, mut f: impl FnMut(usize, crate::text::Span)) {
        let mut lookup = self.vocabulary.lookup(&self.analyzer);
        lookup.for_each_occurrence(text, |feature, span| f(feature as usize, span));
    }
}

/// Memory for one row after another; one a thread.
#[derive(Default)]
pub struct RowScratch {
    features: Vec<u32>,
    row: Vec<(u32, f32)>,
    indices: Vec<u32>,
    values: Vec<f32>,
    counts: TokenCounts,
    length: f32,
}

impl RowScratch {
    /// The Euclidean length of the last row before it was divided by it.
    pub(crate) fn length(&self) -> f32 {
        self.length
    }

    /// The token counts of the last row.
    pub fn counts(&self) -> TokenCounts {
        self.counts
    }
}

/// Divides a row by its L2 norm, which it returns; an empty row stays empty.
fn normalise(row: &mut [(u32, f32)]) -> f32 {
    let norm = row.iter().map(|&(_, v)| f64::from(v) * f64::from(v)).sum::<f64>().sqrt();
    if norm > 0.0 {
        row.iter_mut().for_each(|(_, value)| *value = (f64::from(*value) / norm) as f32);
    }
    norm as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies() -> Vec<Document> {
        Document::from_bodies(["tax bill on farms", "tax vote, tax bill", "farm vote", "bills"])
    }

    #[test]
    fn words_of_the_lead_count_several_times_in_training_and_after() {
        let documents = Document::from_bodies(["tax bill on farms", "farm tax vote on tax"]);
        let counts = |lead| {
            let params = TfIdfParams::new().ngram_range(1, 1).min_df(1).sublinear_tf(false).lead(lead);
            let (vectorizer, counts) = params.check_ref().unwrap().count(&documents).unwrap();
            let rows = params.check_ref().unwrap().weigh(&counts, &vectorizer.idf());
            assert_eq!(rows, vectorizer.transform(&documents));
            counts.row(1).iter().collect::<Vec<_>>()
        };
        let (farm, on, tax, vote) = (1, 2, 3, 4);
        assert_eq!(counts(None), [(farm, 1.0), (on, 1.0), (tax, 2.0), (vote, 1.0)]);
        let lead = Lead { words: 2, times: 3 };
        assert_eq!(counts(Some(lead)), [(farm, 3.0), (on, 1.0), (tax, 4.0), (vote, 1.0)]);
    }

    #[test]
    fn terms_are_sorted_stems_and_their_pairs() {
        let tfidf = TfIdfParams::new().fit(&bodies()).unwrap();
        assert_eq!(tfidf.terms(), ["bill", "farm", "tax", "tax bill", "vote"]);
    }

    #[test]
    fn transform_gives_the_rows_that_fitting_counted() {
        for range in [(1, 1), (1, 2), (2, 2), (1, 3), (2, 3)] {
            let params = TfIdfParams::new().ngram_range(range.0, range.1).min_df(1);
            let docs = bodies();
            let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
            let weighed = tfidf.params().weigh(&counts, &tfidf.idf());
            assert_eq!(weighed, tfidf.transform(&docs), "{range:?}");
            assert!(weighed.rows().all(|row| row.indices.is_empty() || (row.norm() - 1.0).abs() < 1e-6));
        }
    }

    #[test]
    fn characters_are_features_after_the_words() {
        let docs = bodies();
        for ngrams in [(1, 1), (1, 2), (2, 2)] {
            let params = TfIdfParams::new().ngram_range(ngrams.0, ngrams.1).chars(Some((3, 4)));
            let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
            let n_words = tfidf.vocabulary().n_word_features();
            let terms = tfidf.terms();
            assert_eq!(
                n_words,
                TfIdfParams::new().ngram_range(ngrams.0, ngrams.1).fit(&docs).unwrap().n_features()
            );
            let chars: Vec<&str> = terms[n_words..].iter().map(|term| &term[1..term.len() - 1]).collect();
            assert!(chars.is_sorted() && chars.contains(&" tax"), "{terms:?}");
            assert_eq!(tfidf.params().weigh(&counts, &tfidf.idf()), tfidf.transform(&docs), "{ngrams:?}");
        }
    }

    #[test]
    fn every_occurrence_of_characters_has_its_span() {
        let tfidf = TfIdfParams::new().chars(Some((3, 3))).fit(&bodies()).unwrap();
        let text = "Bills, TAX";
        let mut found = Vec::new();
        tfidf.for_each_occurrence(text, |feature, span| found.push((tfidf.terms()[feature], span.of(text))));
        assert_eq!(
            found,
            [
                ("bill", "Bills"),
                ("tax", "TAX"),
                ("[ bi]", "Bi"),
                ("[bil]", "Bil"),
                ("[ill]", "ill"),
                ("[ ta]", "TA"),
                ("[tax]", "TAX"),
                ("[ax ]", "AX")
            ]
        );
    }

    #[test]
    fn max_features_keeps_the_most_frequent_of_each_kind() {
        let docs = bodies();
        let params = TfIdfParams::new().min_df(1).max_features(Some(3));
        let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
        // tax and bill stand three times, farm, tax bill and vote twice.
        assert_eq!(tfidf.terms(), ["bill", "farm", "tax"]);
        assert_eq!(tfidf.params().weigh(&counts, &tfidf.idf()), tfidf.transform(&docs));
        let both = params.clone().chars(Some((3, 3))).fit(&docs).unwrap();
        assert_eq!((both.n_features(), both.vocabulary().n_word_features()), (6, 3));
        let pairs = params.ngram_range(2, 2).max_features(Some(1)).fit(&docs).unwrap();
        assert_eq!(pairs.terms(), ["tax bill"]);
        assert_eq!(pairs.transform(&docs).row(1).indices, [0]);
    }

    #[test]
    fn terms_rise_whatever_the_ngrams() {
        let params = TfIdfParams::new().ngram_range(1, 3).min_df(1);
        let tfidf =
            params.fit(&Document::from_bodies(["aa b1 aa b1 cc", "aab b1_ x9 aa", "aa aa aa"])).unwrap();
        assert!(tfidf.terms().is_sorted());
        assert!(tfidf.terms().contains(&"aa aa aa"));
    }

    #[test]
    fn stop_words_are_out_before_ngrams_are_formed() {
        let analyzer = AnalyzerParams { stop_words: vec!["of".into()], ..AnalyzerParams::default() };
        let tfidf =
            TfIdfParams::new().analyzer(analyzer).min_df(1).fit(&Document::from_bodies(["state of union"]));
        assert_eq!(tfidf.unwrap().terms(), ["state", "state union", "union"]);
    }

    #[test]
    fn a_form_that_training_did_not_see_is_stemmed() {
        let tfidf = TfIdfParams::new().min_df(1).fit(&Document::from_bodies(["taxes"])).unwrap();
        let rows = tfidf.transform(&Document::from_bodies(["TAXED taxing", "nothing known"]));
        assert_eq!((rows.row(0).indices, rows.row(0).values), (&[0][..], &[1.0][..]));
        assert!(rows.row(1).indices.is_empty());
    }

    #[test]
    fn parameters_out_of_range_are_refused() {
        assert!(TfIdfParams::new().ngram_range(2, 1).check_ref().is_err());
        assert!(TfIdfParams::new().ngram_range(1, 9).check_ref().is_err());
        assert!(TfIdfParams::new().chars(Some((5, 3))).check_ref().is_err());
        assert!(TfIdfParams::new().max_features(Some(0)).check_ref().is_err());
        assert!(TfIdfParams::new().min_df(0).check_ref().is_err());
        let error = TfIdfParams::new().fit(&Document::from_bodies(["one two", "three"])).err().unwrap();
        assert!(error.to_string().contains("have 3 tokens of 3 distinct terms"), "{error}");
    }
}
