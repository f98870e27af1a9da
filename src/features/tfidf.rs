//! TF-IDF with scikit-learn's formula and words.

use linfa::ParamGuard;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, f32_at, f32s};
use super::counting::{count, run_lengths};
use super::csr::{CsrMatrix, CsrRow};
use super::vocabulary::{MAX_NGRAM, TokenCounts, Vocabulary};
use crate::error::{Error, Result};
use crate::text::Document;
use crate::text::stem::{Analyzer, AnalyzerParams};

/// Documents that one task turns into rows.
const CHUNK: usize = 64;

/// How documents become TF-IDF rows; unchecked. See [`TfIdfVectorizer`] for the formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TfIdfParams(TfIdfValidParams);

/// Checked [`TfIdfParams`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TfIdfValidParams {
    analyzer: AnalyzerParams,
    ngram_range: (usize, usize),
    min_df: usize,
    sublinear_tf: bool,
}

impl Default for TfIdfValidParams {
    fn default() -> Self {
        Self { analyzer: AnalyzerParams::default(), ngram_range: (1, 2), min_df: 2, sublinear_tf: true }
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

    /// Sets the shortest and the longest n-gram in words. Default (1, 2). Stop words are taken out first, so that
    /// the words beside one are neighbours.
    pub fn ngram_range(mut self, shortest: usize, longest: usize) -> Self {
        self.0.ngram_range = (shortest, longest);
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
        let idf = idf(&counted.counts, 1);
        let vectorizer = TfIdfVectorizer {
            params: self.clone(),
            analyzer,
            vocabulary: counted.vocabulary,
            idf: Bytes::from_f32s(idf),
        };
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
        let mut weighed = CsrMatrix::new(counts.n_features());
        chunks.iter().for_each(|chunk| weighed.append(chunk));
        weighed
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
/// term has L2 norm 1. The idf is that of the training documents: a row does not depend on the rows beside it.
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
        let mut matrix = CsrMatrix::new(self.n_features());
        chunks.iter().for_each(|chunk| matrix.append(chunk));
        matrix
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
        for part in parts {
            let features = &mut scratch.features;
            lookup.for_each_feature(part, &mut scratch.counts, |feature, _| features.push(feature));
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
        let mut counts = TokenCounts::default();
        let mut lookup = self.vocabulary.lookup(&self.analyzer);
        lookup.for_each_feature(text, &mut counts, |feature, span| f(feature as usize, span));
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

/// The smoothed idf of every feature over the rows of `counts`; 0 for a feature in fewer than `min_df` of them.
pub(crate) fn idf(counts: &CsrMatrix, min_df: usize) -> Vec<f32> {
    let mut df = vec![0usize; counts.n_features()];
    for row in counts.rows() {
        row.indices.iter().for_each(|&feature| df[feature as usize] += 1);
    }
    let n = counts.n_rows() as f64;
    let idf = |df: usize| if df < min_df { 0.0 } else { (((1.0 + n) / (1.0 + df as f64)).ln() + 1.0) as f32 };
    df.into_iter().map(idf).collect()
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
        assert!(TfIdfParams::new().min_df(0).check_ref().is_err());
        let error = TfIdfParams::new().fit(&Document::from_bodies(["one two", "three"])).err().unwrap();
        assert!(error.to_string().contains("have 3 tokens of 3 distinct terms"), "{error}");
    }
}
