//! Everything that was fitted, as one value and one file.

#[cfg(feature = "default-model")]
mod built_in;
mod cross_validation;
mod examples;
mod explain;
mod fitted;
mod format;
mod judge;
mod labels;
mod learning_curve;
mod multi_label;
mod names;
mod params;
mod pieces;
mod predict;
mod rare;
mod study;
mod train;
mod tune;

use std::borrow::Cow;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use crate::classify::WeightType;
use crate::classify::{Calibration, LinearClassifier, LinearValidParams, Weights};
use crate::error::{Place, Result};
use crate::features::tfidf::TfIdfValidParams;
use crate::features::{Bytes, Layout, TfIdfVectorizer, Vocabulary, f32s};
use crate::files;
use crate::text::clean::{ChromeLines, CleanParams, Cleaner};

pub use cross_validation::{CrossValidation, LabelScore};
pub use examples::Example;
pub use explain::{Contribution, Explanation};
pub use format::{FORMAT_VERSION, OLDEST_READABLE_VERSION};
pub use labels::{MultiLabel, split_labels};
pub use learning_curve::{CurvePoint, LearningCurve};
pub use names::LabelNames;
pub(crate) use names::with_name;
pub use params::TrainParams;
pub use predict::{Abstain, Evidence, Prediction, Ranked, Scratch, TopicEvidence};
pub use rare::RareLabels;
pub use study::Study;
pub use tune::{Trial, Tune, Tuning};

/// What a document needs to get a label; by default nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Floor {
    /// The smallest probability.
    pub probability: f32,
    /// The smallest share of known words, of documents with 20 words or more.
    pub known_terms: f32,
}

/// What the model file says about itself: its JSON header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The release that trained it.
    pub newsdesk: String,
    /// The labels, sorted; a class is an index into them.
    pub labels: Vec<String>,
    /// The number of training documents of each label.
    pub label_counts: Vec<usize>,
    /// The name of each label that has one, where labels are codes: one a label, or empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label_names: Vec<Option<String>>,
    /// Where documents may have several labels: what stands between them, and from which probability they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_label: Option<MultiLabel>,
    /// The label that stands for "no policy topic": an answer with it is an abstention.
    pub none_label: Option<String>,
    /// How texts become rows.
    pub tfidf: TfIdfValidParams,
    /// How the classifier was fitted.
    pub classifier: LinearValidParams,
    /// How the weights are stored.
    pub weights: WeightType,
    /// Whether page furniture was left in.
    pub keep_chrome: bool,
    /// The number of words in the first of the pieces of each document that were trained on too, where there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<usize>,
    /// The number of training documents.
    pub n_documents: usize,
    /// The number of features.
    pub n_features: usize,
    /// The number of words and n-grams in the tables.
    pub n_nodes: usize,
    /// SHA-256 over the training records in canonical order: their digests, sorted. Does not depend on the order of
    /// the rows or the format of the file.
    pub training_sha256: String,
    /// The seed.
    pub seed: u64,
    /// What cross-validation found, where there was one.
    pub cross_validation: Option<CrossValidation>,
    /// What the search for the best settings compared, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuning: Option<Tuning>,
}

/// A trained pipeline: cleaning, features, classifier, probabilities.
///
/// # Examples
/// ```
/// use newsdesk::{Document, Example, TrainParams};
/// let examples = [("tax cut vote", "tax"), ("income tax", "tax"), ("farm aid", "farm"), ("farm prices", "farm")]
///     .map(|(text, label)| Example::new(text, label));
/// let model = TrainParams::new().folds(0).min_df(1).fit(examples.to_vec())?;
/// let prediction = model.classify(&Document::new("1", "a bill on farm prices"));
/// assert_eq!(model.label(prediction.class), "farm");
/// # Ok::<(), newsdesk::Error>(())
/// ```
pub struct Model {
    header: Header,
    vectorizer: TfIdfVectorizer,
    classifier: LinearClassifier,
    calibration: Calibration,
    chrome: ChromeLines,
    none_class: Option<usize>,
    language_gate: bool,
    floor: Floor,
    file: Bytes,
    name: String,
    /// Where it is known beforehand.
    sha256: Option<String>,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// [`Model`](crate::error::ErrorKind::Model) where it is missing (E0405), no model (E0401), newer (E0402), too
    /// old (E0403) or damaged (E0404).
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, ..Self::open(format::read(path)?, &Place::file(path), true)? })
    }

    /// The model that stands in `bytes`. Any bytes give a model or an error.
    ///
    /// # Errors
    /// As [`Model::load`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::open(bytes.into(), &Place::default(), true)
    }

    /// The model file's bytes.
    pub fn to_bytes(&self) -> &[u8] {
        &self.file
    }

    /// The version of the file's format.
    pub fn format(&self) -> u32 {
        format::version(&self.file)
    }

    /// Writes the model file: whole, or not at all.
    ///
    /// # Errors
    /// [`Io`](crate::error::ErrorKind::Io) where it cannot be written; a file that was there is left as it was.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        files::write(path.as_ref(), &self.file)
    }

    fn open(file: Bytes, place: &Place, verify: bool) -> Result<Self> {
        let (layout, sections) = format::decode(&file, place, verify)?;
        let lengths = sections.each_ref().map(|section| section.len());
        Self::from_sections(sections, layout, file.clone(), verify).map_err(|section| {
            let start = file.len() - lengths[section..].iter().sum::<usize>();
            format::damaged(place, format::SECTIONS[section], start)
        })
    }

    /// The model of these sections, or the number of the section that cannot be used.
    fn from_sections(
        sections: [Bytes; format::SECTIONS.len()],
        layout: Layout,
        file: Bytes,
        verify: bool,
    ) -> Result<Self, usize> {
        let [
            header,
            offsets,
            terms,
            forms,
            stems,
            pairs,
            idf,
            weights,
            scales,
            intercepts,
            calibration,
            chrome,
        ] = sections;
        let header: Header = serde_json::from_slice(&header).map_err(|_| HEADER)?;
        let n_classes = header.labels.len();
        if n_classes < 2
            || header.label_counts.len() != n_classes
            || !header.labels.is_sorted()
            || ![0, n_classes].contains(&header.label_names.len())
            || header.multi_label.as_ref().is_some_and(|multi| !multi.fits(n_classes))
            || header.n_features.checked_mul(n_classes).is_none()
        {
            return Err(HEADER);
        }
        let weights = Weights::open(header.weights, [weights, scales], header.n_features, n_classes, verify)
            .map_err(|section| 7 + section)?;
        if intercepts.len() != 4 * n_classes || (verify && !f32s(&intercepts).all(f32::is_finite)) {
            return Err(9);
        }
        let calibration: Calibration = serde_json::from_slice(&calibration).map_err(|_| 10usize)?;
        let is_independent = matches!(calibration, Calibration::Independent { .. });
        if calibration.n_classes().is_some_and(|n| n != n_classes)
            || is_independent != header.multi_label.is_some()
        {
            return Err(10);
        }
        let chrome: ChromeLines = serde_json::from_slice(&chrome).map_err(|_| 11usize)?;
        let tables = [offsets, terms, forms, stems, pairs];
        let ngrams = (header.tfidf.ngram_range(), header.tfidf.chars());
        let vocabulary = Vocabulary::open(ngrams, header.n_features, header.n_nodes, tables, layout, verify)?;
        let vectorizer = TfIdfVectorizer::from_parts(header.tfidf.clone(), vocabulary, idf, layout, verify)
            .map_err(|_| HEADER)?
            .ok_or(6usize)?;
        Ok(Self {
            none_class: header.none_label.as_ref().and_then(|none| header.labels.binary_search(none).ok()),
            classifier: LinearClassifier::new(weights, f32s(&intercepts).collect()),
            header,
            vectorizer,
            calibration,
            chrome,
            language_gate: true,
            floor: Floor::default(),
            file,
            name: "model".to_owned(),
            sha256: None,
        })
    }

    /// What the file says about itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The labels, sorted.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The label of a class.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn label(&self, class: usize) -> &str {
        &self.header.labels[class]
    }

    /// The name of a class whose label is a code, where training was told one.
    pub fn label_name(&self, class: usize) -> Option<&str> {
        self.header.label_names.get(class)?.as_deref()
    }

    /// A label for a person: with its name, where it has one. `16 Defense`.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn label_text(&self, class: usize) -> Cow<'_, str> {
        with_name(self.label(class), self.label_name(class))
    }

    /// What stands between two labels of a document, and the thresholds; `None` where a document has one label.
    pub fn multi_label(&self) -> Option<&MultiLabel> {
        self.header.multi_label.as_ref()
    }

    /// The class of a label, or `None` for a label that training did not see.
    pub fn class(&self, label: &str) -> Option<usize> {
        self.header.labels.binary_search_by(|known| known.as_str().cmp(label)).ok()
    }

    /// The fitted features.
    pub fn vectorizer(&self) -> &TfIdfVectorizer {
        &self.vectorizer
    }

    /// The fitted classifier.
    pub fn classifier(&self) -> &LinearClassifier {
        &self.classifier
    }

    /// How scores become probabilities.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The template lines that training learned to take for page furniture.
    pub fn chrome(&self) -> &ChromeLines {
        &self.chrome
    }

    /// What takes page furniture out of a text as training did; with `keep_chrome` nothing is taken out.
    pub fn cleaner(&self, keep_chrome: bool) -> Cleaner {
        let keep_chrome = keep_chrome || self.header.keep_chrome;
        Cleaner::new(CleanParams { keep_chrome }).with_chrome(self.chrome.clone())
    }

    /// Sets whether this model abstains on documents in another language than its stemmer's. Default true; a model
    /// without a stemmer never does. The language is looked at only where the model knows few of the words.
    pub fn language_gate(mut self, language_gate: bool) -> Self {
        self.language_gate = language_gate;
        self
    }

    /// Sets below what this model abstains. Default: nothing, and 0.4 and 0.8 for the model that is built in.
    pub fn floor(mut self, floor: Floor) -> Self {
        self.floor = floor;
        self
    }

    /// The file's name without extension and the first six digits of its SHA-256: what an answer names as its model.
    /// The name is not in the file, so that the same training gives the same bytes under any name.
    pub fn id(&self) -> String {
        format!("{}@{}", self.name, &self.sha256()[..6])
    }

    /// The file's SHA-256 in hexadecimal; computed, but for the model that is built in.
    pub fn sha256(&self) -> String {
        self.sha256.clone().unwrap_or_else(|| sha256_hex(&self.file))
    }
}

/// The section that holds the header.
const HEADER: usize = 0;

/// The SHA-256 of `bytes` in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_and_names_that_do_not_fit_the_labels_are_refused() {
        let examples = [("tax cut", "tax"), ("farm tax", "farm;tax"), ("farm aid", "farm"), ("sunny", "")]
            .map(|(text, label)| Example::new(text, label));
        let params = TrainParams::new().folds(0).min_df(1).multi_label(Some(";".to_owned()));
        let model = params.fit(examples.to_vec()).unwrap();
        let with = |change: &dyn Fn(&mut Header)| {
            let (_, mut sections) = format::decode(&model.file, &Place::default(), true).unwrap();
            let mut header = model.header.clone();
            change(&mut header);
            sections[HEADER] = serde_json::to_vec(&header).unwrap().into();
            Model::from_bytes(format::encode(&sections))
        };
        assert_eq!(with(&|_| ()).unwrap().to_bytes(), model.to_bytes());
        let thresholds = |thresholds: &[f32]| {
            let multi = MultiLabel { separator: ";".to_owned(), thresholds: thresholds.to_vec() };
            with(&move |header| header.multi_label = Some(multi.clone()))
        };
        assert!(thresholds(&[0.5]).is_err() && thresholds(&[0.5, f32::NAN]).is_err());
        assert!(with(&|header| header.multi_label = None).is_err(), "sigmoids that do not compete");
        assert!(with(&|header| header.label_names = vec![None]).is_err());
    }
}
