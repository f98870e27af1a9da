//! The model that another one is compared with.

use std::path::Path;

use super::judged::{Judged, answer};
use super::truth::Truth;
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

    /// How `model` differs from it. The two may have different labels: answers are compared by what `model` calls them.
    ///
    /// # Errors
    /// E0312 where the two have no label in common.
    pub(super) fn compare(
        &self,
        model: &Model,
        truth: &Truth<'_>,
        judged: &[&Judged],
        bootstrap: Bootstrap,
    ) -> Result<Compared> {
        let truths = judged.iter().map(|judged| judged.truth.as_str());
        let labels = truth.labels_of(&self.model)?;
        let own: Vec<&str> = model.labels().iter().map(String::as_str).collect();
        let mut names: Vec<&str> = own.iter().chain(&labels).copied().chain(truths).collect();
        names.sort_unstable();
        names.dedup();
        let index = |name: &&str| names.binary_search(name).expect("every name was put in");
        let own: Vec<usize> = own.iter().map(index).collect();
        let others: Vec<usize> = labels.iter().map(index).collect();
        let truth: Vec<usize> = judged.iter().map(|judged| index(&judged.truth.as_str())).collect();
        let first: Vec<_> = judged.iter().map(|judged| judged.predicted.map(|class| own[class])).collect();
        let second: Vec<_> = judged.iter().map(|judged| judged.other.map(|class| others[class])).collect();
        let difference = Comparison::new(&truth, &first, &second, names.len(), bootstrap);
        Ok(Compared::new(self.model.id(), difference))
    }
}
