//! The documents that a search trains and judges on.

use super::Tune;
use crate::evaluate::folds::Folds;
use crate::model::labels::Labels;
use crate::text::Document;

/// The folds of a quick search, where there is little enough text for them.
const QUICK_FOLDS: usize = 3;

/// The text, in bytes for every eight labels, that a quick search trains each classifier on, all folds together: on
/// one core of 2023 about a second.
const QUICK_BYTES: usize = 15_000_000;

/// Documents to judge on, for each one to train on: judging one costs a tenth of training on it.
const HELD_OUT_FOR_ONE: usize = 3;

/// Documents to train on and others to judge on, both in rising order.
pub(super) struct Sample {
    pub(super) training: Vec<usize>,
    pub(super) held_out: Vec<usize>,
}

impl Sample {
    /// One sample a fold: of all folds for a full search, else of as many as the text allows.
    ///
    /// Documents stand in the order of their digests: the first of them are a sample that is drawn at random, yet is
    /// the same for every order of the input.
    pub(super) fn of_folds(level: Tune, documents: &[Document], labels: &Labels, folds: &Folds) -> Vec<Self> {
        let bytes: usize = documents.iter().flat_map(Document::body_parts).map(str::len).sum();
        let work = bytes.saturating_mul(labels.names.len().div_ceil(8)).max(1);
        let affordable = match level {
            Tune::Full => folds.n_folds,
            _ => (QUICK_BYTES / work).min(QUICK_FOLDS),
        };
        let n_folds = affordable.clamp(1, folds.n_folds);
        let mut samples: Vec<Self> = (0..n_folds)
            .map(|fold| folds.split(fold))
            .map(|(training, held_out)| Self { training, held_out })
            .collect();
        if affordable < 1 {
            samples[0].cut(QUICK_BYTES as f64 / work as f64);
        }
        samples
    }

    /// Keeps a share of the documents to train on.
    fn cut(&mut self, share: f64) {
        let n_training = (self.training.len() as f64 * share).ceil() as usize;
        self.training.truncate(n_training);
        self.held_out.truncate(n_training.saturating_mul(HELD_OUT_FOR_ONE));
    }
}

/// All documents of the samples, rising.
pub(super) fn documents(samples: &[Sample]) -> Vec<usize> {
    let mut all: Vec<usize> =
        samples.iter().flat_map(|sample| sample.training.iter().chain(&sample.held_out)).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
