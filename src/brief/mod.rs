//! A pile of documents as one brief: by topic, without near-copies, each with the sentences that say it.
//!
//! [`Reporter`] makes a [`Draft`] of each record, in parallel; [`Brief::new`] puts the drafts together. Of a document
//! only its best sentences and a sketch are kept, and its text where [`BriefParams::full_text`] asks for it.

mod arrange;
mod merge;
mod reporter;
mod story;

use crate::error::{Error, Result};
use crate::pipeline::Ledger;

pub use reporter::{Draft, Reporter, Scratch};
pub use story::{LabelScore, Part, Sentence, Story};

/// What a brief should hold.
#[derive(Clone, Debug, PartialEq)]
pub struct BriefParams {
    /// Its title. Default "Policy brief".
    pub title: String,
    /// Sentences of a document, at most. Default 3.
    pub sentences: usize,
    /// Documents shown under a topic, at most; the others are counted. Default: all.
    pub per_topic: Option<usize>,
    /// The similarity from which two texts are near-copies, above 0 and up to 1, or `None` to show every document.
    /// See [`duplicates`](crate::evaluate::folds::duplicates). Default 0.6: a release and its reprint.
    pub dedupe: Option<f64>,
    /// The first day, as `YYYY-MM-DD`: documents of an earlier date are left out and counted, those without a date
    /// stay. Default: none.
    pub since: Option<String>,
    /// Whether the text of each document is kept, for outputs that show it. Default: no.
    pub full_text: bool,
}

impl Default for BriefParams {
    fn default() -> Self {
        Self {
            title: "Policy brief".to_owned(),
            sentences: 3,
            per_topic: None,
            dedupe: Some(0.6),
            since: None,
            full_text: false,
        }
    }
}

impl BriefParams {
    /// Checks every value.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a value out of its range.
    fn check(&self) -> Result<()> {
        let refuse = |message: String, help: &str| Err(Error::usage(message, help.to_owned()));
        match (self.dedupe, &self.since) {
            (Some(similarity), _) if !(similarity > 0.0 && similarity <= 1.0) => refuse(
                format!("a dedupe threshold of {similarity}: expected above 0 and up to 1"),
                "use 0.6, or switch the look for near-copies off",
            ),
            (_, Some(since)) if !is_date(since) => {
                refuse(format!("the date {since:?}: expected YYYY-MM-DD"), "give a day such as 2024-05-31")
            }
            _ if self.per_topic == Some(0) => {
                refuse("0 documents a topic: expected 1 or more".to_owned(), "leave it out to show all")
            }
            _ => Ok(()),
        }
    }
}

/// Whether `text` is a day as `YYYY-MM-DD`; days compare as their texts do.
fn is_date(text: &str) -> bool {
    let number = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let mut fields = text.split('-');
    let (year, month, day) = (fields.next(), fields.next(), fields.next());
    let within = |field: Option<&str>, len: usize, range: std::ops::RangeInclusive<u32>| {
        field.is_some_and(|field| field.len() == len && number(field).is_some_and(|n| range.contains(&n)))
    };
    fields.next().is_none() && within(year, 4, 0..=9999) && within(month, 2, 1..=12) && within(day, 2, 1..=31)
}

/// A pile of documents, sorted and summed up.
#[derive(Debug)]
pub struct Brief {
    /// Its title.
    pub title: String,
    /// The [id](crate::Model::id) of the model that gave the topics.
    pub model: String,
    /// What became of the records.
    pub ledger: Ledger,
    /// Documents that are near-copies of one that is shown.
    pub near_duplicates: usize,
    /// Documents left out because their date is before [`BriefParams::since`].
    pub too_early: usize,
    /// The first day that documents were taken from.
    pub since: Option<String>,
    /// The topics, the one with the most documents first; of equals by name.
    pub topics: Vec<Topic>,
    /// The documents without a label, in the order of the input.
    pub no_topic: Vec<Story>,
    /// The records that could not be used, in the order of the input.
    pub errors: Vec<Error>,
}

/// The documents of one label.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The label.
    pub label: String,
    /// The label for a person: with its name, where it is a code that has one.
    pub name: String,
    /// The number of its documents without near-copies, shown or not.
    pub n: usize,
    /// Those shown: by descending probability in steps of a tenth; within a step the newest first, undated last; then
    /// in the order of the input.
    pub stories: Vec<Story>,
}

impl Topic {
    /// The first and the last day of the documents shown; none where none has a date.
    pub fn days(&self) -> Option<(&str, &str)> {
        let days = || self.stories.iter().filter_map(|story| story.date.as_deref());
        Some((days().min()?, days().max()?))
    }
}

impl Brief {
    /// The brief of the drafts, which come in the order of the input.
    ///
    /// Near-copies of a document, with a label or without, are put to it as [`Story::also`]: the longest text stays,
    /// of equal ones the earliest. They are summed up as one: a sentence that only a copy has may stand in the summary.
    pub fn new(
        drafts: Vec<Draft>,
        errors: Vec<Error>,
        ledger: Ledger,
        model: String,
        params: &BriefParams,
    ) -> Self {
        let n_drafts = drafts.len();
        let drafts = arrange::since(drafts, params.since.as_deref());
        let too_early = n_drafts - drafts.len();
        let n_left = drafts.len();
        let stories = match params.dedupe {
            Some(similarity) => arrange::without_copies(drafts, similarity, params.sentences),
            None => drafts.into_iter().map(|draft| draft.story).collect(),
        };
        let near_duplicates = n_left - stories.len();
        let (labelled, no_topic) = stories.into_iter().partition(|story: &Story| story.label.is_some());
        let topics = arrange::topics(labelled, params.per_topic);
        let (title, since) = (params.title.clone(), params.since.clone());
        Self { title, model, ledger, near_duplicates, too_early, since, topics, no_topic, errors }
    }

    /// The number of documents in it, shown or not, without near-copies.
    pub fn n_documents(&self) -> usize {
        self.topics.iter().map(|topic| topic.n).sum::<usize>() + self.no_topic.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_checked() {
        assert!(is_date("2024-05-31"));
        for text in
            ["", "2024", "2024-5-31", "2024-13-01", "2024-05-00", "2024-05-31-1", "+024-05-31", "May 5"]
        {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let default = BriefParams::default;
        for params in [
            BriefParams { dedupe: Some(0.0), ..default() },
            BriefParams { dedupe: Some(f64::NAN), ..default() },
            BriefParams { since: Some("yesterday".to_owned()), ..default() },
            BriefParams { per_topic: Some(0), ..default() },
        ] {
            assert_eq!(params.check().unwrap_err().code(), "E0101");
        }
        assert!(default().check().is_ok());
    }
}
