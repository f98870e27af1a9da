//! The true labels: what the file says, as the model's classes.

use std::collections::BTreeMap;

use super::Unseen;
use super::judged::Judged;
use crate::cli::context::{Context, grouped};
use crate::cli::labels::by_number;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::evaluate::metrics::LabelScores;
use crate::model::{LabelNames, Model, split_labels};

/// The labels of a file beside those of a model.
pub(super) struct Truth<'m> {
    model: &'m Model,
    /// Other words for the labels of the model, with their classes.
    aliases: BTreeMap<String, usize>,
    /// Labels that training never saw, with their documents.
    unseen: BTreeMap<String, usize>,
    how: Unseen,
}

impl<'m> Truth<'m> {
    /// The labels of these label cells. A label is the model's, or its name where the model or `names` has one for it
    /// (or the code of that name), or one that training never saw.
    ///
    /// # Errors
    /// E0312 where the model knows none of the labels; E0308 where it does not know one of them and `how` is an error.
    pub(super) fn new<'a>(
        context: &Context,
        model: &'m Model,
        names: Option<&LabelNames>,
        how: Unseen,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<Self> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let separator = model.multi_label().map(|multi| multi.separator.as_str());
        cells
            .flat_map(|cell| split_labels(cell, separator))
            .for_each(|label| *counts.entry(label).or_default() += 1);
        let aliases = aliases(model, names);
        let others = || counts.iter().filter(|(label, _)| model.class(label).is_none());
        let (matched, unseen): (Vec<_>, Vec<_>) =
            others().partition(|(label, _)| aliases.contains_key(**label));
        let unseen = unseen.into_iter().map(|(&label, &n)| (label.to_owned(), n)).collect();
        let truth = Self { model, aliases, unseen, how };
        if !counts.is_empty() && truth.unseen.len() == counts.len() {
            return Err(truth.nothing_known());
        }
        truth.tell(context, &matched.into_iter().map(|(label, _)| *label).collect::<Vec<_>>())?;
        Ok(truth)
    }

    /// The labels of the model, then those that training never saw and that count.
    pub(super) fn labels(&self) -> Vec<String> {
        let unseen = self.unseen.keys().filter(|_| self.how != Unseen::Drop);
        self.model.labels().iter().chain(unseen).cloned().collect()
    }

    /// Gives the records the labels of the model where theirs are other words for these.
    pub(super) fn rename(&self, judged: &mut [Judged]) {
        for judged in judged {
            if let Some(class) = self.class(&judged.truth) {
                self.model.label(class).clone_into(&mut judged.truth);
            }
        }
    }

    /// Puts the names of codes beside the scores of the model's labels, which come first.
    pub(super) fn name(&self, per_label: &mut [LabelScores]) {
        for (class, scores) in (0..self.n_classes()).zip(per_label) {
            scores.name = self.model.label_name(class).map(str::to_owned);
        }
    }

    /// What the model calls a label of `other`: by its code or its name.
    ///
    /// # Errors
    /// E0312 where the two models have no label in common.
    pub(super) fn labels_of<'a>(&'a self, other: &'a Model) -> Result<Vec<&'a str>> {
        let class = |of_other: usize| {
            self.class(other.label(of_other)).or_else(|| self.class(other.label_name(of_other)?))
        };
        let labels: Vec<Option<usize>> = (0..other.labels().len()).map(class).collect();
        if labels.iter().all(Option::is_none) {
            let quoted = |model: &Model| listed(model.labels().iter().map(|label| format!("{label:?}")));
            let message = format!(
                "the models to compare have no label in common: found {}, expected {}",
                quoted(other),
                quoted(self.model)
            );
            return Err(unusable(
                "E0312",
                message,
                "compare models of the same labels, or pass --labels FILE with the code and name of each",
            ));
        }
        let known_as = |(of_other, class): (usize, Option<usize>)| match class {
            Some(class) => self.model.label(class),
            None => other.label(of_other),
        };
        Ok(labels.into_iter().enumerate().map(known_as).collect())
    }

    /// The class of a label of the model, or of another word for it.
    fn class(&self, word: &str) -> Option<usize> {
        self.model.class(word).or_else(|| self.aliases.get(word).copied())
    }

    /// The number of labels that the model knows.
    pub(super) fn n_classes(&self) -> usize {
        self.model.labels().len()
    }

    /// The index of a label among [`labels`](Self::labels), or `None` for one that is dropped.
    pub(super) fn index(&self, label: &str) -> Option<usize> {
        self.class(label).or_else(|| {
            let before = self.unseen.keys().take_while(|&unseen| unseen.as_str() < label).count();
            (self.how != Unseen::Drop).then(|| self.model.labels().len() + before)
        })
    }

    /// The indices of the labels in a cell of a multi-label file, rising; `None` where all of them are dropped.
    pub(super) fn indices(&self, cell: &str, separator: &str) -> Option<Vec<usize>> {
        let labels = split_labels(cell, Some(separator));
        let mut indices: Vec<usize> = labels.iter().filter_map(|label| self.index(label)).collect();
        indices.sort_unstable();
        indices.dedup();
        (labels.is_empty() || !indices.is_empty()).then_some(indices)
    }

    /// Tells which labels were `matched` by name, and which are not the model's.
    fn tell(&self, context: &Context, matched: &[&str]) -> Result<()> {
        if let Some((first, class)) = matched.first().and_then(|first| Some((first, self.class(first)?))) {
            let labels = match matched.len() {
                1 => "1 label is".to_owned(),
                n => format!("{} labels are", grouped(n as u64)),
            };
            let of_model = self.model.label(class);
            context.say(format!("{labels} matched by code and name: {first:?} is {of_model:?}"));
        }
        if self.unseen.is_empty() {
            return Ok(());
        }
        let message = format!("labels that training never saw: {}", listed(self.counted()));
        let done = match self.how {
            Unseen::Count => "they count as misses",
            Unseen::Drop => "their records are left out",
            Unseen::Error => {
                let help = "pass --unseen-labels count or drop, or train on them";
                return Err(unusable("E0308", message, help));
            }
        };
        context.warn(format!("{message}; {done}"));
        Ok(())
    }

    fn counted(&self) -> impl ExactSizeIterator<Item = String> {
        let unseen: Vec<(&String, &usize)> = self.unseen.iter().collect();
        let in_order: Vec<String> = by_number(&unseen, |(label, _)| label.as_str())
            .into_iter()
            .map(|(label, n)| format!("{label:?} ({})", grouped(**n as u64)))
            .collect();
        in_order.into_iter()
    }

    fn nothing_known(&self) -> Error {
        let of_model = listed(self.model.labels().iter().map(|label| format!("{label:?}")));
        let message = format!(
            "the model knows none of the labels: found {}, expected {of_model}",
            listed(self.counted())
        );
        let help = "pass --labels FILE with the code and name of each label, or --label-column with the column that \
                    holds the model's labels";
        unusable("E0312", message, help)
    }
}

/// Other words for the labels of a model: the name of a code, and the code of a name; not those that stand for several
/// labels.
fn aliases(model: &Model, names: Option<&LabelNames>) -> BTreeMap<String, usize> {
    let own = (0..model.labels().len()).filter_map(|class| Some((model.label_name(class)?, class)));
    let told = names.into_iter().flat_map(LabelNames::iter).flat_map(|(code, name)| {
        let by_name = model.class(code).map(|class| (name, class));
        let by_code = model.class(name).map(|class| (code, class));
        [by_name, by_code].into_iter().flatten()
    });
    let mut aliases = BTreeMap::new();
    for (word, class) in own.chain(told) {
        let entry = aliases.entry(word).or_insert(Some(class));
        *entry = entry.filter(|&other| other == class);
    }
    aliases.into_iter().filter_map(|(word, class)| Some((word.to_owned(), class?))).collect()
}

/// At most five, and how many more there are.
fn listed(words: impl ExactSizeIterator<Item = String>) -> String {
    let more = words.len().saturating_sub(5);
    let list = words.take(5).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{list} and {} more", grouped(more as u64)) } else { list }
}

fn unusable(code: &'static str, message: String, help: &str) -> Error {
    ErrorKind::Training { code, place: Place::default(), message, help: Some(help.to_owned()) }.into()
}
