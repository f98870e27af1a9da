//! What training fitted, as the bytes of a model file.

use super::{Header, format};
use crate::classify::{Calibration, LinearClassifier};
use crate::features::{Bytes, TfIdfVectorizer};
use crate::text::clean::ChromeLines;

/// Everything that a model file holds.
pub(super) struct Fitted<'a> {
    pub(super) header: &'a Header,
    pub(super) vectorizer: &'a TfIdfVectorizer,
    pub(super) classifier: &'a LinearClassifier,
    pub(super) calibration: &'a Calibration,
    pub(super) chrome: &'a ChromeLines,
}

impl Fitted<'_> {
    /// The model file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let [offsets, terms, forms, stems, ngrams] = self.vectorizer.vocabulary().sections();
        let [weights, scales] = self.classifier.weights().sections();
        format::encode(&[
            json(serde_json::to_vec(self.header)),
            offsets.clone(),
            terms.clone(),
            forms.clone(),
            stems.clone(),
            ngrams.clone(),
            self.vectorizer.idf_section().clone(),
            weights,
            scales,
            Bytes::from_f32s(self.classifier.intercepts().iter().copied()),
            json(serde_json::to_vec(self.calibration)),
            json(serde_json::to_vec(self.chrome)),
        ])
    }
}

fn json(value: serde_json::Result<Vec<u8>>) -> Bytes {
    value.expect("the value has no map with odd keys").into()
}
