//! The model that another one is compared with.

use std::path::Path;

use super::judged::{Judged, answer};
use crate::error::Result;
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::compare::{Compared, Comparison};
use crate::model::{Floor, Model, Scratch};
use crate::text::RawDocument;
use crate::text::clean::Cleaner;

/// A second model that answers the same records, each cleaned as that model cleans.
pub(super) struct Other {
    model: Model,
    cleaner: Cleaner,
}

impl Other {
    pub(super) fn load(path: &Path, language_gate: bool, keep_chrome: bool) -> Result<Self> {
        let model = Model::load(path)?.language_gate(language_gate).floor(Floor::default());
        Ok(Self { cleaner: model.cleaner(keep_chrome), model })
    }

    /// Whether it gives documents several labels.
    pub(super) fn has_several_labels(&self) -> bool {
        self.model.multi_label().is_some()
    }

    /// Its class for a document.
    pub(super) fn answer(&self, document: RawDocument, scratch: &mut Scratch) -> Option<usize> {
        answer(&self.model.classify_with(&self.cleaner.clean(document), 0.0, scratch))
    }

    /// How `model` differs from it. The two may have different labels: answers are compared by name.
    pub(super) fn compare(&self, model: &Model, judged: &[&Judged], bootstrap: Bootstrap) -> Compared {
        let truths = judged.iter().map(|judged| &judged.truth);
        let mut names: Vec<&String> =
            model.labels().iter().chain(self.model.labels()).chain(truths).collect();
        names.sort_unstable();
        names.dedup();
        let index = |name: &String| names.binary_search(&name).expect("every name was put in");
        let own: Vec<usize> = model.labels().iter().map(index).collect();
        let others: Vec<usize> = self.model.labels().iter().map(index).collect();
        let truth: Vec<usize> = judged.iter().map(|judged| index(&judged.truth)).collect();
        let first: Vec<_> = judged.iter().map(|judged| judged.predicted.map(|class| own[class])).collect();
        let second: Vec<_> = judged.iter().map(|judged| judged.other.map(|class| others[class])).collect();
        let difference = Comparison::new(&truth, &first, &second, names.len(), bootstrap);
        Compared::new(self.model.id(), difference)
    }
}
