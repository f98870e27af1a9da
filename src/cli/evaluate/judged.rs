//! What was said about each record, beside what is true.

use super::super::args::{ErrorArgs, OnError};
use super::other::Other;
use crate::corpus::{Record, Records};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::evaluate::cases::DocumentName;
use crate::model::{Abstain, Model, Prediction, Ranked, Scratch};
use crate::output::classified::Classified;
use crate::output::{Layout, Origin};
use crate::pipeline::{self, Ledger, Outcome, Stop};
use crate::text::clean::Cleaner;

/// What the model said about a record, and what is true.
pub(super) struct Judged {
    /// The label cell; of a multi-label model possibly empty.
    pub(super) truth: String,
    pub(super) predicted: Option<usize>,
    /// The labels that the model gives.
    pub(super) given: Vec<Ranked>,
    pub(super) probabilities: Vec<f32>,
    /// The other model's answer, where there is another model.
    pub(super) other: Option<usize>,
    /// The value of the `--by` column.
    pub(super) group: Option<String>,
    /// Where a report is asked for.
    pub(super) name: Option<DocumentName>,
}

/// What was said about all records.
pub(super) struct Answers {
    pub(super) judged: Vec<Judged>,
    /// The records of the predictions file, where there is one.
    pub(super) lines: Vec<Vec<u8>>,
    pub(super) ledger: Ledger,
}

/// What is asked about every record.
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) cleaner: Cleaner,
    pub(super) other: Option<&'a Other>,
    /// The place of the `--by` column.
    pub(super) by: Option<usize>,
    /// Whether documents are named.
    pub(super) names: bool,
    pub(super) predictions: Option<&'a Layout>,
    pub(super) errors: &'a ErrorArgs,
}

impl Judge<'_> {
    /// Judges the records in parallel, in their order.
    pub(super) fn run(&self, records: Records<'static>, stop: &Stop) -> Result<Answers> {
        let id = self.model.id();
        let (mut judged, mut lines) = (Vec::new(), Vec::new());
        let work = |record: Result<Record>, scratch: &mut Scratch| match record {
            Ok(record) => self.judge(record, &id, scratch),
            Err(error) if self.errors.errors == OnError::Fail => Err(error),
            Err(error) => {
                let layout = self.predictions.filter(|_| self.errors.errors == OnError::Emit);
                let line = layout.map(|layout| layout.error(&error));
                Ok((Found { line, error: Some(error), ..Found::default() }, Outcome::Error))
            }
        };
        let mut failed = 0;
        let ledger = pipeline::run(records, stop, work, |found: Found| {
            judged.extend(found.judged);
            lines.extend(found.line);
            failed += u64::from(found.error.is_some());
            match found.error {
                Some(error) if self.errors.are_too_many(failed) => Err(error),
                _ => Ok(()),
            }
        })?;
        Ok(Answers { judged, lines, ledger })
    }

    /// What is said about a record, and its line of the predictions file.
    fn judge(&self, mut record: Record, id: &str, scratch: &mut Scratch) -> Result<(Found, Outcome)> {
        let truth = record.label.take().filter(|label| !label.trim().is_empty());
        let truth = match truth {
            None if self.model.multi_label().is_some() => String::new(),
            None if self.errors.errors == OnError::Skip => {
                return Ok((Found { error: Some(no_label(&record)), ..Found::default() }, Outcome::Error));
            }
            truth => truth.ok_or_else(|| no_label(&record))?,
        };
        let origin = Origin::of(&record);
        let group = self.by.and_then(|at| record.columns.take().map(|columns| columns[at].clone()));
        let other = self.other.and_then(|other| other.answer(record.document.clone(), scratch));
        let document = self.cleaner.clean(record.document);
        let prediction = self.model.classify_with(&document, 0.0, scratch);
        let mut probabilities = vec![0.0; prediction.ranked.len()];
        prediction.ranked.iter().for_each(|ranked| probabilities[ranked.class] = ranked.probability);
        let line = self.predictions.map(|layout| {
            let entry = Classified::new(self.model, id, &document, &prediction, None, origin);
            layout.record(&entry, Some(vec![truth.clone()]))
        });
        let name = self.names.then(|| DocumentName::of(&document));
        let outcome = if prediction.abstain.is_some() { Outcome::Abstained } else { Outcome::Ok };
        let predicted = answer(&prediction);
        let given = prediction.given;
        let judged = Judged { truth, predicted, given, probabilities, other, group, name };
        Ok((Found { judged: Some(judged), line, error: None }, outcome))
    }
}

/// What is said about a record, its line of the predictions file, and why it cannot be used.
#[derive(Default)]
struct Found {
    judged: Option<Judged>,
    line: Option<Vec<u8>>,
    error: Option<Error>,
}

/// The class that a model answers. The label that stands for "no topic" is an answer here: it is right or wrong like
/// any other.
pub(super) fn answer(prediction: &Prediction) -> Option<usize> {
    match prediction.abstain {
        None | Some(Abstain::NoPolicyContent) => Some(prediction.class),
        Some(_) => None,
    }
}

fn no_label(record: &Record) -> Error {
    ErrorKind::Training {
        code: "E0307",
        place: Place::file(&*record.source).with_record(record.record).with_line(record.line),
        message: "no label: expected one to compare with".to_owned(),
        help: Some("label the record, or pass --errors skip to leave it out".to_owned()),
    }
    .into()
}
